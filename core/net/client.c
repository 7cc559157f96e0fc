#include "net/client.h"

#include <signal.h>
#include <stdio.h>
#include <uv.h>

enum { READ_BYTES = 64 * 1024 };

struct exchange {
    const struct client_request *request;
    struct buffer *response;
    struct address address;
    uv_loop_t loop;
    union {
        uv_handle_t handle;
        uv_stream_t stream;
        uv_tcp_t tcp;
        uv_pipe_t pipe;
    };
    uv_timer_t timer;
    uv_signal_t interrupt;
    uv_signal_t terminate;
    uv_connect_t connect;
    uv_write_t write;
    enum client_end end;
    int status; /* libuv's, of what went wrong */
};

static void finish(struct exchange *exchange, enum client_end end, int status) {
    if (!uv_is_closing(&exchange->handle)) {
        exchange->end = end;
        exchange->status = status;
        uv_close(&exchange->handle, NULL);
        uv_close((uv_handle_t *)&exchange->timer, NULL);
        uv_close((uv_handle_t *)&exchange->interrupt, NULL);
        uv_close((uv_handle_t *)&exchange->terminate, NULL);
    }
}

static void on_signal(uv_signal_t *handle, int number) {
    (void)number;
    finish(handle->data, CLIENT_INTERRUPTED, 0);
}

/* Answered, and there is more to hear: until a signal. */
static void stay(struct exchange *exchange) {
    if (uv_is_active((uv_handle_t *)&exchange->timer)) {
        uv_timer_stop(&exchange->timer);
        uv_signal_start(&exchange->interrupt, on_signal, SIGINT);
        uv_signal_start(&exchange->terminate, on_signal, SIGTERM);
    }
}

static void on_time(uv_timer_t *timer) {
    finish(timer->data, CLIENT_TIMED_OUT, UV_ETIMEDOUT);
}

static void on_allocate(uv_handle_t *handle, size_t suggested, uv_buf_t *bytes) {
    struct exchange *exchange = handle->data;
    struct buffer *response = exchange->response;
    bool room = buffer_reserve(response, READ_BYTES);
    (void)suggested;
    *bytes = room ? uv_buf_init(response->at + response->length, READ_BYTES) : uv_buf_init(NULL, 0);
}

static void on_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *bytes) {
    struct exchange *exchange = stream->data;
    const struct client_request *request = exchange->request;
    (void)bytes;
    if (count == UV_ENOBUFS) {
        finish(exchange, CLIENT_NO_MEMORY, UV_ENOMEM);
    } else if (count < 0) {
        finish(exchange, CLIENT_LOST, (int)count);
    } else if (count > 0) {
        exchange->response->length += (size_t)count;
        if (request->is_whole(request->context, buffer_text(exchange->response))) {
            finish(exchange, CLIENT_ANSWERED, 0);
        } else if (request->stays != NULL && request->stays(request->context)) {
            stay(exchange);
        }
    }
}

/* A server that refuses a message may close before it has read all of it, and still has answered:
 * what counts is what is read. */
static void on_written(uv_write_t *write, int status) {
    (void)write;
    (void)status;
}

static void on_connected(uv_connect_t *connect, int status) {
    struct exchange *exchange = connect->data;
    struct text bytes = exchange->request->bytes;
    if (status != 0) {
        finish(exchange, CLIENT_UNREACHABLE, status);
        return;
    }
    uv_buf_t out = {(char *)(uintptr_t)bytes.at, bytes.length};
    status = uv_write(&exchange->write, &exchange->stream, &out, 1, on_written);
    status = status != 0 ? status : uv_read_start(&exchange->stream, on_allocate, on_read);
    if (status != 0) {
        finish(exchange, CLIENT_LOST, status);
    }
}

static void start(struct exchange *exchange) {
    uv_timer_init(&exchange->loop, &exchange->timer);
    uv_signal_init(&exchange->loop, &exchange->interrupt);
    uv_signal_init(&exchange->loop, &exchange->terminate);
    exchange->timer.data = exchange->interrupt.data = exchange->terminate.data = exchange;
    exchange->connect.data = exchange;
    if (exchange->address.is_unix) {
        uv_pipe_init(&exchange->loop, &exchange->pipe, 0);
        exchange->handle.data = exchange;
        uv_pipe_connect(&exchange->connect, &exchange->pipe, exchange->address.local.sun_path,
                        on_connected);
    } else {
        uv_tcp_init(&exchange->loop, &exchange->tcp);
        exchange->handle.data = exchange;
        int status = uv_tcp_connect(&exchange->connect, &exchange->tcp, &exchange->address.any,
                                    on_connected);
        if (status != 0) {
            finish(exchange, CLIENT_UNREACHABLE, status);
        }
    }
    uv_timer_start(&exchange->timer, on_time, exchange->request->milliseconds, 0);
}

static void describe(const struct exchange *exchange, char problem[ADDRESS_PROBLEM_SIZE]) {
    const char *address = exchange->request->address;
    /* libuv makes up (and leaks) a text for a status that is no error. */
    const char *reason = exchange->status == 0 ? "" : uv_strerror(exchange->status);
    switch (exchange->end) {
    case CLIENT_ANSWERED:
    case CLIENT_INTERRUPTED:
        problem[0] = '\0';
        return;
    case CLIENT_UNREACHABLE:
        snprintf(problem, ADDRESS_PROBLEM_SIZE,
                 "%s: %s; is a service running there (synovia serve)?", address, reason);
        return;
    case CLIENT_LOST:
        snprintf(problem, ADDRESS_PROBLEM_SIZE, "%s: the service closed the connection: %s",
                 address, reason);
        return;
    case CLIENT_TIMED_OUT:
        snprintf(problem, ADDRESS_PROBLEM_SIZE, "%s: no response within %u ms", address,
                 exchange->request->milliseconds);
        return;
    case CLIENT_NO_MEMORY:
        snprintf(problem, ADDRESS_PROBLEM_SIZE, "%s: memory ran out", address);
        return;
    }
}

enum client_end client_exchange(const struct client_request *request, struct buffer *response,
                                char problem[ADDRESS_PROBLEM_SIZE]) {
    struct exchange exchange = {.request = request, .response = response};
    if (!address_parse(&exchange.address, request->address, problem)) {
        return CLIENT_UNREACHABLE;
    }
    if (uv_loop_init(&exchange.loop) != 0) {
        snprintf(problem, ADDRESS_PROBLEM_SIZE, "memory ran out");
        return CLIENT_NO_MEMORY;
    }
    start(&exchange);
    uv_run(&exchange.loop, UV_RUN_DEFAULT);
    uv_loop_close(&exchange.loop);
    describe(&exchange, problem);
    return exchange.end;
}
