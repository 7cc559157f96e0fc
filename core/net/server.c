/*
 * The loop, from the first address to the last handle.
 *
 *     serving ── SIGTERM ──> draining ── no connection left ──> ending
 *        └──────────────── a second signal ────────────────────────^
 */
#include "net/server_private.h"

#include "base/limits.h"

#include <signal.h>
#include <stdlib.h>

enum {
    SWEEP_MILLISECONDS = 250,
    CUT_EXIT_CODE = 3,
};

void server_log(struct server *server, enum log_level level, const char *event, const char *key,
                const char *value) {
    struct log_field field = {key, text_of(value)};
    log_event(server->options.log, level, event, &field, 1);
}

/* ---- ending ---------------------------------------------------------------------------------- */

static void close_handle(uv_handle_t *handle, void *context) {
    struct server *server = context;
    bool is_connection = false;
    for (struct connection *at = server->connections; at != NULL; at = at->next) {
        is_connection = is_connection || &at->handle == handle;
    }
    if (!is_connection && !uv_is_closing(handle)) {
        uv_close(handle, NULL);
    }
}

/* Closes what is the server's own; the loop ends when all are closed. */
static void end(struct server *server) {
    server->state = SERVER_ENDING;
    work_close(server);
    uv_walk(&server->loop, close_handle, server);
}

void server_settle(struct server *server) {
    if (server->state == SERVER_DRAINING && server->connections == NULL) {
        end(server);
    }
}

static void drain(struct server *server) {
    struct connection *next;
    for (struct connection *at = server->connections; at != NULL; at = next) {
        next = at->next;
        connection_drain(at);
    }
    server_settle(server);
}

static void close_listeners(struct server *server) {
    for (size_t i = 0; i < server->listener_count; i++) {
        listener_close(&server->listeners[i]);
    }
    server->listener_count = 0;
}

static void cut(struct server *server) {
    struct connection *next;
    for (struct connection *at = server->connections; at != NULL; at = next) {
        next = at->next;
        connection_close(at, NULL);
    }
    end(server);
}

static void on_end_signal(uv_signal_t *handle, int number) {
    struct server *server = handle->data;
    const char *name = number == SIGTERM ? "SIGTERM" : "SIGINT";
    if (server->state == SERVER_SERVING) {
        server_log(server, LOG_INFO, "draining", "signal", name);
        server->state = SERVER_DRAINING;
        server->end = SERVER_DRAINED;
        close_listeners(server);
        drain(server);
    } else if (server->state == SERVER_DRAINING) {
        server_log(server, LOG_WARNING, "cut", "signal", name);
        server->end = SERVER_CUT;
        if (server->job != NULL) {
            /* A thread cannot be stopped; the sockets' files went when the drain began. */
            _Exit(CUT_EXIT_CODE);
        }
        cut(server);
    }
}

/* ---- starting -------------------------------------------------------------------------------- */

static void on_sweep(uv_timer_t *timer) {
    struct server *server = timer->data;
    struct connection *next;
    for (struct connection *at = server->connections; at != NULL; at = next) {
        next = at->next;
        connection_sweep(at);
    }
    service_sweep(server->options.service);
}

static void set_defaults(struct server_options *options) {
    options->idle_seconds = options->idle_seconds > 0 ? options->idle_seconds : LIMIT_IDLE_SECONDS;
    options->frame_seconds =
        options->frame_seconds > 0 ? options->frame_seconds : LIMIT_FRAME_SECONDS;
    options->write_seconds =
        options->write_seconds > 0 ? options->write_seconds : LIMIT_WRITE_SECONDS;
    options->queue_bytes = options->queue_bytes > 0 ? options->queue_bytes : LIMIT_QUEUE_BYTES;
    options->connections = options->connections > 0 ? options->connections : LIMIT_CONNECTIONS;
}

static void open_own_handles(struct server *server) {
    uv_signal_init(&server->loop, &server->terminate);
    uv_signal_init(&server->loop, &server->interrupt);
    uv_timer_init(&server->loop, &server->sweep);
    work_open(server);
    watch_open(server);
    server->terminate.data = server;
    server->interrupt.data = server;
    server->sweep.data = server;
    uv_signal_start(&server->terminate, on_end_signal, SIGTERM);
    uv_signal_start(&server->interrupt, on_end_signal, SIGINT);
    uv_timer_start(&server->sweep, on_sweep, SWEEP_MILLISECONDS, SWEEP_MILLISECONDS);
}

static bool open_listeners(struct server *server) {
    static const char *const otherwise[] = {ADDRESS_DEFAULT};
    const struct server_options *options = &server->options;
    const char *const *addresses = options->listen_count > 0 ? options->listen : otherwise;
    size_t count = options->listen_count > 0 ? options->listen_count : 1;
    if (count > LISTENERS_MOST) {
        server_log(server, LOG_ERROR, "cannot-listen", "message", "more than 16 addresses");
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (!listener_open(&server->listeners[i], server, addresses[i])) {
            return false;
        }
        server->listener_count++;
    }
    return true;
}

static void tell_ready(struct server *server) {
    char text[ADDRESS_TEXT_SIZE];
    for (size_t i = 0; i < server->listener_count; i++) {
        const struct address *address = &server->listeners[i].address;
        address_format(address, text);
        server_log(server, LOG_INFO, "listening", "address", text);
        if (!address_is_local(address)) {
            server_log(server, LOG_WARNING, "open-to-the-network", "address", text);
        }
        if (server->options.ready != NULL) {
            server->options.ready(server->options.context, text);
        }
    }
    if (server->options.ready != NULL) {
        server->options.ready(server->options.context, NULL);
    }
}

enum server_end server_run(const struct server_options *options) {
    struct server *server = calloc(1, sizeof *server);
    if (server == NULL || uv_loop_init(&server->loop) != 0) {
        free(server);
        return SERVER_FAILED;
    }
    server->options = *options;
    server->end = SERVER_FAILED;
    set_defaults(&server->options);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file that may grow no further is a full disk, not an end */
    open_own_handles(server);
    if (open_listeners(server)) {
        tell_ready(server);
    } else {
        end(server);
    }
    uv_run(&server->loop, UV_RUN_DEFAULT);
    uv_loop_close(&server->loop);
    watch_close(server);
    enum server_end how = server->end;
    log_event(options->log, LOG_INFO, "ended", NULL, 0);
    free(server);
    return how;
}
