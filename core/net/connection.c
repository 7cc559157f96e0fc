/*
 * One peer.
 *
 * Reading goes into a buffer that all connections share; whole frames are answered from there, and
 * only what is left of a frame is kept. All the responses of one read leave in one write. While
 * libuv writes, further responses gather in `out`; when they pass the limit the reader is too slow,
 * and its requests wait (first ours, then the kernel's, then the sender's) until half is gone. They
 * wait likewise while the journal has no room for what they would put into it: a slow disk slows
 * down those who ask, and memory does not grow.
 *
 *            read ──> [frame][frame][fra        in: "fra"
 *                       │      │
 *                       v      v
 *     out: [response][response] ── uv_try_write, the rest: writing ──> socket
 */
#include "net/server_private.h"

#include "base/limits.h"

#include <stdlib.h>
#include <sys/ioctl.h>

/* A buffer that one large message has made large is given back when it is empty. */
enum { KEEP_BYTES = 256 * 1024 };

/* How long a drain waits for a peer that goes on sending to close. */
enum { DRAIN_SECONDS = 1 };

static void trim(struct buffer *buffer) {
    if (buffer->length == 0 && buffer->capacity > KEEP_BYTES) {
        buffer_free(buffer);
    }
}

static uint64_t now(const struct connection *connection) {
    return uv_now(&connection->server->loop);
}

/* Reads where there is somebody to read for. */
static void set_reading(struct connection *connection);

/* ---- closing --------------------------------------------------------------------------------- */

static void unlink_connection(struct connection *connection) {
    struct server *server = connection->server;
    if (connection->previous != NULL) {
        connection->previous->next = connection->next;
    } else {
        server->connections = connection->next;
    }
    if (connection->next != NULL) {
        connection->next->previous = connection->previous;
    }
    server->connection_count--;
}

static void on_closed(uv_handle_t *handle) {
    struct connection *connection = handle->data;
    struct server *server = connection->server;
    unlink_connection(connection);
    service_peer_free(connection->peer);
    buffer_free(&connection->in);
    buffer_free(&connection->out);
    buffer_free(&connection->writing);
    free(connection);
    server_settle(server);
}

void connection_close(struct connection *connection, const char *why) {
    if (connection->is_closing) {
        return;
    }
    if (why != NULL) {
        server_log(connection->server, LOG_WARNING, "connection-closed", "message", why);
    }
    connection->is_closing = true;
    uv_close(&connection->handle, on_closed);
}

static void on_shut(uv_shutdown_t *shutdown, int status) {
    if (status != 0) {
        connection_close(shutdown->data, NULL);
    }
}

/* To close while bytes are still coming in would reset the connection, and take the error that
 * waits at the other end with it. So our side alone is closed, and what comes is thrown away until
 * the peer has closed too, or time is up. */
static void close_our_side(struct connection *connection) {
    if (!connection->is_shut) {
        connection->is_shut = true;
        connection->shutdown.data = connection;
        if (uv_shutdown(&connection->shutdown, &connection->stream, on_shut) != 0) {
            connection_close(connection, NULL);
        }
    }
}

/* Bytes that the kernel has received for us and that we have not read. */
static size_t unread(const struct connection *connection) {
    uv_os_fd_t file;
    int bytes = 0;
    if (uv_fileno(&connection->handle, &file) != 0 || ioctl(file, FIONREAD, &bytes) != 0) {
        return 0;
    }
    return bytes > 0 ? (size_t)bytes : 0;
}

/* What came too late for a drain is thrown away, so that closing resets nothing. */
static void end_connection(struct connection *connection) {
    if (connection->is_shut || unread(connection) == 0) {
        connection_close(connection, NULL);
        return;
    }
    connection->has_ended = false;
    connection->is_broken = true;
    connection->frame_started = now(connection);
    close_our_side(connection);
    set_reading(connection);
}

/* Closes where nothing more will come and nothing is left to send. */
static void close_if_done(struct connection *connection) {
    bool owes = connection->is_writing || connection->out.length > 0 || connection->is_paused;
    if (connection->is_closing || owes || service_peer_owed(connection->peer) > 0) {
        return;
    }
    if (connection->has_ended) {
        end_connection(connection);
    } else if (connection->is_broken) {
        close_our_side(connection);
    }
}

/* ---- writing --------------------------------------------------------------------------------- */

static size_t waiting(const struct connection *connection) {
    return connection->out.length + connection->writing.length;
}

/* Ends a pause where half of the queue has gone and the journal has room; true where requests that
 * waited can be answered. */
static bool may_go_on(struct connection *connection) {
    const struct server *server = connection->server;
    bool enough = waiting(connection) <= server->options.queue_bytes / 2;
    if (!connection->is_paused || connection->is_closing || !enough ||
        service_is_full(server->options.service)) {
        return false;
    }
    connection->is_paused = false;
    return true;
}

static void process(struct connection *connection, struct text fresh);
static void flush(struct connection *connection);

static void on_written(uv_write_t *write, int status) {
    struct connection *connection = write->data;
    connection->is_writing = false;
    buffer_clear(&connection->writing);
    trim(&connection->writing);
    if (status != 0) {
        connection_close(connection, NULL);
        return;
    }
    flush(connection);
    if (may_go_on(connection)) {
        process(connection, text_from(NULL, 0));
    }
    close_if_done(connection);
}

/* Hands what is left of `out` to libuv. */
static void write_rest(struct connection *connection) {
    struct buffer empty = connection->writing;
    connection->writing = connection->out;
    connection->out = empty;
    connection->write.data = connection;
    uv_buf_t bytes = {connection->writing.at, connection->writing.length};
    if (uv_write(&connection->write, &connection->stream, &bytes, 1, on_written) != 0) {
        connection_close(connection, NULL);
        return;
    }
    connection->is_writing = true;
    connection->written = now(connection);
    connection->write_left = connection->writing.length;
}

static void flush(struct connection *connection) {
    if (connection->is_writing || connection->is_closing || connection->out.length == 0) {
        return;
    }
    uv_buf_t bytes = {connection->out.at, connection->out.length};
    int written = uv_try_write(&connection->stream, &bytes, 1);
    if (written < 0 && written != UV_EAGAIN) {
        connection_close(connection, NULL);
        return;
    }
    buffer_consume(&connection->out, written > 0 ? (size_t)written : 0);
    trim(&connection->out);
    if (connection->out.length > 0) {
        write_rest(connection);
    }
}

/* ---- answering ------------------------------------------------------------------------------- */

/* One frame at the start of the bytes: its length, or 0 where there is no whole one, where the
 * reader is too slow or where the stream cannot be followed any further. */
static size_t answer_frame(struct connection *connection, struct text bytes) {
    size_t length;
    const struct server *server = connection->server;
    if (waiting(connection) > server->options.queue_bytes ||
        service_is_full(server->options.service)) {
        connection->is_paused = true;
        return 0;
    }
    switch (service_scan(connection->peer, bytes, &length, &connection->out)) {
    case SERVICE_PARTIAL:
        return 0;
    case SERVICE_WHOLE:
        connection->is_broken =
            !service_answer(connection->peer, text_from(bytes.at, length), &connection->out);
        return connection->is_broken ? 0 : length;
    case SERVICE_REFUSED:
        connection->is_broken = true;
        return 0;
    }
    return 0;
}

static size_t answer_frames(struct connection *connection, struct text bytes) {
    size_t at = 0;
    size_t length = 1;
    while (at < bytes.length && length > 0) {
        length = answer_frame(connection, text_from(bytes.at + at, bytes.length - at));
        at += length;
    }
    return at;
}

/* Notes that the first frame in `in` has begun, or begun to wait, now. */
static void keep(struct connection *connection, struct text fresh, size_t taken) {
    bool was_empty = connection->in.length == 0;
    if (fresh.length > 0) {
        buffer_append(&connection->in, fresh.at + taken, fresh.length - taken);
    } else {
        buffer_consume(&connection->in, taken);
    }
    if (was_empty || taken > 0) {
        connection->frame_started = now(connection);
    }
    trim(&connection->in);
}

/* Answers what has come and keeps the rest; false where the stream cannot go on. */
static bool answer_and_keep(struct connection *connection, struct text fresh) {
    struct text bytes = fresh.length > 0 ? fresh : buffer_text(&connection->in);
    size_t taken = answer_frames(connection, bytes);
    if (connection->is_broken) {
        server_log(connection->server, LOG_WARNING, "connection-refused", "message",
                   "bytes that are no message, or more than is allowed");
        connection->frame_started = now(connection);
        buffer_free(&connection->in);
    } else {
        keep(connection, fresh, taken);
    }
    if (connection->in.failed) {
        connection_close(connection, "memory ran out for a message");
    }
    return !connection->in.failed;
}

/*
 * Either `fresh` was just read and `in` is empty, or `fresh` is empty and all there is stands in
 * `in`. A reader that keeps up may take all of a full queue at once: nothing then ends the pause
 * later, so it ends here.
 */
static void process(struct connection *connection, struct text fresh) {
    do {
        if (!answer_and_keep(connection, fresh)) {
            return;
        }
        flush(connection);
        fresh = text_from(NULL, 0);
    } while (may_go_on(connection));
    set_reading(connection);
    close_if_done(connection);
    work_wake(connection->server);
}

/* What the service says later: an answer to a long request, one that waited for its record, or
 * news. Many come at once, so they are written by connection_settle, which whoever called the
 * service calls next: in one write, and when the service is no longer in the middle of its peers.
 */
static void on_delivery(void *context, struct text bytes) {
    struct connection *connection = context;
    if (!connection->is_closing) {
        buffer_append_text(&connection->out, bytes);
    }
}

/* ---- reading --------------------------------------------------------------------------------- */

static void on_allocate(uv_handle_t *handle, size_t suggested, uv_buf_t *bytes) {
    struct connection *connection = handle->data;
    struct buffer *in = &connection->in;
    (void)suggested;
    if (in->length == 0) {
        *bytes = uv_buf_init(connection->server->read_bytes, READ_BYTES);
    } else if (buffer_reserve(in, READ_BYTES)) {
        *bytes = uv_buf_init(in->at + in->length, READ_BYTES);
    } else {
        *bytes = uv_buf_init(NULL, 0);
    }
}

static void finish_where_drained(struct connection *connection) {
    if (connection->drain_left == 0) {
        connection_finish(connection);
    }
}

void connection_drain(struct connection *connection) {
    if (!connection->is_closing && !connection->is_broken) {
        connection->is_draining = true;
        connection->drain_left = unread(connection);
        finish_where_drained(connection);
    }
}

static void on_bytes(struct connection *connection, struct text fresh) {
    size_t count = fresh.length;
    connection->heard = now(connection);
    if (connection->is_broken) {
        return;
    }
    if (connection->in.length > 0) {
        connection->in.length += fresh.length;
        fresh = text_from(NULL, 0);
    }
    process(connection, fresh);
    if (connection->is_draining && !connection->is_closing) {
        connection->drain_left -= count < connection->drain_left ? count : connection->drain_left;
        finish_where_drained(connection);
    }
}

static void on_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *bytes) {
    struct connection *connection = stream->data;
    if (count > 0) {
        on_bytes(connection, text_from(bytes->base, (size_t)count));
    } else if (count == UV_EOF) {
        connection_finish(connection);
    } else if (count == UV_ENOBUFS) {
        connection_close(connection, "memory ran out for a message");
    } else if (count < 0) {
        connection_close(connection, NULL);
    }
}

static void set_reading(struct connection *connection) {
    bool reads = !connection->is_paused && !connection->has_ended && !connection->is_closing;
    if (reads && !connection->is_reading) {
        connection->is_reading = uv_read_start(&connection->stream, on_allocate, on_read) == 0;
    } else if (!reads && connection->is_reading) {
        connection->is_reading = false;
        uv_read_stop(&connection->stream);
    }
}

void connection_settle(struct connection *connection) {
    if (connection->out.failed) {
        connection_close(connection, "memory ran out for a response");
        return;
    }
    flush(connection);
    if (may_go_on(connection)) {
        process(connection, text_from(NULL, 0));
    }
    close_if_done(connection);
}

void connection_finish(struct connection *connection) {
    connection->has_ended = true;
    set_reading(connection);
    close_if_done(connection);
}

/* ---- accepting ------------------------------------------------------------------------------- */

static bool init_handle(struct connection *connection, bool is_unix) {
    uv_loop_t *loop = &connection->server->loop;
    int status =
        is_unix ? uv_pipe_init(loop, &connection->pipe, 0) : uv_tcp_init(loop, &connection->tcp);
    connection->handle.data = connection;
    return status == 0;
}

static void link_connection(struct connection *connection) {
    struct server *server = connection->server;
    connection->next = server->connections;
    if (connection->next != NULL) {
        connection->next->previous = connection;
    }
    server->connections = connection;
    server->connection_count++;
}

static struct connection *open_connection(struct listener *listener) {
    struct server *server = listener->server;
    struct connection *connection = calloc(1, sizeof *connection);
    if (connection == NULL) {
        return NULL;
    }
    connection->server = server;
    connection->peer = service_peer_new(server->options.service);
    connection->heard = now(connection);
    if (connection->peer == NULL || !init_handle(connection, listener->address.is_unix)) {
        service_peer_free(connection->peer);
        free(connection);
        return NULL;
    }
    struct service_listener later = {connection, on_delivery};
    service_peer_listen(connection->peer, &later);
    link_connection(connection);
    return connection;
}

void connection_accept(struct listener *listener) {
    struct server *server = listener->server;
    struct connection *connection = open_connection(listener);
    if (connection == NULL) {
        server_log(server, LOG_ERROR, "not-accepted", "message", "memory ran out");
        return;
    }
    if (uv_accept(&listener->stream, &connection->stream) != 0) {
        connection_close(connection, NULL);
    } else if (server->connection_count > server->options.connections) {
        connection_close(connection, "there are as many connections as allowed");
    } else {
        if (!listener->address.is_unix) {
            uv_tcp_nodelay(&connection->tcp, 1);
        }
        set_reading(connection);
    }
}

/* ---- silence --------------------------------------------------------------------------------- */

static bool is_over(const struct connection *connection, uint64_t since, unsigned seconds) {
    return now(connection) - since > (uint64_t)seconds * 1000;
}

/* A slow reader has time as long as the write gets on at all. */
static void sweep_write(struct connection *connection) {
    size_t left = uv_stream_get_write_queue_size(&connection->stream);
    if (left != connection->write_left) {
        connection->write_left = left;
        connection->written = now(connection);
    } else if (is_over(connection, connection->written,
                       connection->server->options.write_seconds)) {
        connection_close(connection, "the peer does not read its responses");
    }
}

static bool may_be_silent(const struct connection *connection) {
    return service_peer_is_subscribed(connection->peer) || service_peer_owed(connection->peer) > 0;
}

/* Seconds that the rest of a message, or the end of a broken stream, is waited for. */
static unsigned patience(const struct connection *connection) {
    const struct server *server = connection->server;
    return server->state == SERVER_SERVING ? server->options.frame_seconds : DRAIN_SECONDS;
}

void connection_sweep(struct connection *connection) {
    const struct server_options *options = &connection->server->options;
    bool in_frame = connection->in.length > 0 || connection->is_broken;
    if (connection->is_closing) {
        return;
    }
    if (connection->is_writing) {
        sweep_write(connection);
    } else if (in_frame && is_over(connection, connection->frame_started, patience(connection))) {
        connection_close(connection, connection->is_broken ? NULL : "a message was half sent");
    } else if (!may_be_silent(connection) &&
               is_over(connection, connection->heard, options->idle_seconds)) {
        connection_close(connection, "nothing was said for too long");
    }
}
