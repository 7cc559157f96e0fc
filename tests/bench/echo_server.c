/*
 * The reference for a service on a socket: bare libuv and msgpack-c, and no work at all. It decodes
 * each request, and answers it with its own params.
 *
 *     echo_server PATH        listens on a Unix socket, prints "ready", ends with SIGTERM
 */
#include <msgpack.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <uv.h>

enum { READ_BYTES = 64 * 1024, BACKLOG = 128, REQUEST_LENGTH = 4 };

struct echo {
    uv_pipe_t pipe;
    msgpack_unpacker unpacker;
    msgpack_sbuffer out;
};

struct sending {
    uv_write_t write;
    msgpack_sbuffer bytes;
};

static void fail(const char *what, int status) {
    fprintf(stderr, "echo_server: %s: %s\n", what, uv_strerror(status));
    exit(3);
}

static void on_closed(uv_handle_t *handle) {
    struct echo *echo = handle->data;
    msgpack_unpacker_destroy(&echo->unpacker);
    msgpack_sbuffer_destroy(&echo->out);
    free(echo);
}

static void on_sent(uv_write_t *write, int status) {
    struct sending *sending = (struct sending *)write;
    (void)status;
    msgpack_sbuffer_destroy(&sending->bytes);
    free(sending);
}

/* What the socket takes at once goes at once; libuv keeps the rest. */
static void send_out(struct echo *echo) {
    uv_buf_t bytes = uv_buf_init(echo->out.data, (unsigned)echo->out.size);
    int sent = uv_try_write((uv_stream_t *)&echo->pipe, &bytes, 1);
    size_t done = sent > 0 ? (size_t)sent : 0;
    if (done == echo->out.size) {
        msgpack_sbuffer_clear(&echo->out);
        return;
    }
    struct sending *sending = calloc(1, sizeof *sending);
    if (sending == NULL) {
        fail("write", UV_ENOMEM);
    }
    sending->bytes = echo->out;
    msgpack_sbuffer_init(&echo->out);
    bytes = uv_buf_init(sending->bytes.data + done, (unsigned)(sending->bytes.size - done));
    uv_write(&sending->write, (uv_stream_t *)&echo->pipe, &bytes, 1, on_sent);
}

static void answer(struct echo *echo, const msgpack_object *request) {
    msgpack_packer packer;
    if (request->type != MSGPACK_OBJECT_ARRAY || request->via.array.size != REQUEST_LENGTH) {
        return;
    }
    msgpack_packer_init(&packer, &echo->out, msgpack_sbuffer_write);
    msgpack_pack_array(&packer, REQUEST_LENGTH);
    msgpack_pack_int(&packer, 1);
    msgpack_pack_object(&packer, request->via.array.ptr[1]);
    msgpack_pack_nil(&packer);
    msgpack_pack_object(&packer, request->via.array.ptr[3]);
}

static void on_allocate(uv_handle_t *handle, size_t suggested, uv_buf_t *bytes) {
    struct echo *echo = handle->data;
    (void)suggested;
    bool room = msgpack_unpacker_reserve_buffer(&echo->unpacker, READ_BYTES);
    *bytes =
        uv_buf_init(room ? msgpack_unpacker_buffer(&echo->unpacker) : NULL, room ? READ_BYTES : 0);
}

static void on_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *bytes) {
    struct echo *echo = stream->data;
    (void)bytes;
    if (count < 0) {
        uv_close((uv_handle_t *)stream, on_closed);
        return;
    }
    msgpack_unpacked message;
    msgpack_unpacked_init(&message);
    msgpack_unpacker_buffer_consumed(&echo->unpacker, (size_t)count);
    while (msgpack_unpacker_next(&echo->unpacker, &message) == MSGPACK_UNPACK_SUCCESS) {
        answer(echo, &message.data);
    }
    msgpack_unpacked_destroy(&message);
    if (echo->out.size > 0) {
        send_out(echo);
    }
}

static void on_connection(uv_stream_t *server, int status) {
    struct echo *echo = calloc(1, sizeof *echo);
    if (status != 0 || echo == NULL) {
        fail("accept", status != 0 ? status : UV_ENOMEM);
    }
    uv_pipe_init(server->loop, &echo->pipe, 0);
    echo->pipe.data = echo;
    msgpack_sbuffer_init(&echo->out);
    msgpack_unpacker_init(&echo->unpacker, READ_BYTES);
    uv_accept(server, (uv_stream_t *)&echo->pipe);
    uv_read_start((uv_stream_t *)&echo->pipe, on_allocate, on_read);
}

int main(int argc, char **argv) {
    uv_loop_t *loop = uv_default_loop();
    uv_pipe_t server;
    if (argc != 2) {
        fputs("usage: echo_server PATH\n", stderr);
        return 2;
    }
    unlink(argv[1]);
    uv_pipe_init(loop, &server, 0);
    int status = uv_pipe_bind(&server, argv[1]);
    status = status != 0 ? status : uv_listen((uv_stream_t *)&server, BACKLOG, on_connection);
    if (status != 0) {
        fail(argv[1], status);
    }
    puts("ready");
    fflush(stdout);
    return uv_run(loop, UV_RUN_DEFAULT);
}
