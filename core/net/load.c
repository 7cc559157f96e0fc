#include "net/load.h"

#include <stdio.h>
#include <stdlib.h>
#include <uv.h>

enum { READ_BYTES = 64 * 1024, PATIENCE_SECONDS = 30 };

static const uint64_t billion = 1000000000;

struct load;

/* One connection. Requests gather in `out` while a write is under way. */
struct line {
    union {
        uv_handle_t handle;
        uv_stream_t stream;
        uv_tcp_t tcp;
        uv_pipe_t pipe;
    };
    struct load *load;
    unsigned number;
    uv_connect_t connect;
    uv_write_t write;
    struct buffer in;
    struct buffer out;
    struct buffer writing;
    bool is_writing;
    unsigned under_way;
};

struct load {
    const struct load_plan *plan;
    struct load_result *result;
    struct address address;
    uv_loop_t loop;
    uv_timer_t end_of_time;
    uv_timer_t patience;
    struct line *lines;
    uint64_t *asked_at; /* by lane, in nanoseconds */
    unsigned connected, closed;
    uint64_t asked;
    uint64_t counts_from; /* time */
    uint64_t last_answer;
    bool is_over; /* nothing more is asked */
    enum load_end end;
    int status; /* libuv's, of what went wrong first */
};

/* ---- ending ---------------------------------------------------------------------------------- */

static void on_closed(uv_handle_t *handle) {
    struct line *line = handle->data;
    struct load *load = line->load;
    load->closed++;
    if (load->closed == load->plan->connections) {
        uv_close((uv_handle_t *)&load->end_of_time, NULL);
        uv_close((uv_handle_t *)&load->patience, NULL);
    }
}

static void close_line(struct line *line) {
    if (!uv_is_closing(&line->handle)) {
        uv_close(&line->handle, on_closed);
    }
}

static void lose_line(struct line *line, enum load_end end, int status) {
    struct load *load = line->load;
    if (!uv_is_closing(&line->handle)) {
        load->result->lost++;
        load->status = load->status == 0 ? status : load->status;
        load->end = load->end == LOAD_DONE ? end : load->end;
        close_line(line);
    }
}

static void close_idle(struct load *load) {
    for (unsigned i = 0; i < load->plan->connections; i++) {
        struct line *line = &load->lines[i];
        if (line->under_way == 0 && line->out.length == 0 && !line->is_writing) {
            close_line(line);
        }
    }
}

static void on_patience(uv_timer_t *timer) {
    struct load *load = timer->data;
    for (unsigned i = 0; i < load->plan->connections; i++) {
        lose_line(&load->lines[i], LOAD_LOST, UV_ETIMEDOUT);
    }
}

static void stop_asking(struct load *load) {
    if (!load->is_over) {
        load->is_over = true;
        uv_timer_start(&load->patience, on_patience, PATIENCE_SECONDS * 1000, 0);
        close_idle(load);
    }
}

static void on_end_of_time(uv_timer_t *timer) {
    stop_asking(timer->data);
}

/* ---- asking ---------------------------------------------------------------------------------- */

static void flush(struct line *line);

static void on_written(uv_write_t *write, int status) {
    struct line *line = write->data;
    line->is_writing = false;
    if (status != 0) {
        lose_line(line, LOAD_LOST, status);
    } else {
        flush(line);
    }
}

/* Hands over what has gathered, unless libuv still has something to write. */
static void flush(struct line *line) {
    if (line->is_writing || line->out.length == 0 || uv_is_closing(&line->handle)) {
        return;
    }
    struct buffer written = line->writing;
    line->writing = line->out;
    line->out = written;
    buffer_clear(&line->out);
    uv_buf_t bytes = uv_buf_init(line->writing.at, (unsigned)line->writing.length);
    line->write.data = line;
    line->is_writing = true;
    int status = uv_write(&line->write, &line->stream, &bytes, 1, on_written);
    if (status != 0) {
        line->is_writing = false;
        lose_line(line, LOAD_LOST, status);
    }
}

static void ask(struct line *line, unsigned lane) {
    struct load *load = line->load;
    if (load->plan->requests > 0 && load->asked >= load->plan->requests) {
        stop_asking(load);
    }
    if (load->is_over) {
        return;
    }
    load->asked++;
    line->under_way++;
    load->asked_at[lane] = uv_hrtime();
    caller_ask(load->plan->caller, lane, &line->out);
    if (line->out.failed) {
        lose_line(line, LOAD_NO_MEMORY, UV_ENOMEM);
    }
}

/* ---- hearing --------------------------------------------------------------------------------- */

static void take_answer(struct line *line, unsigned lane, bool refused, uint64_t now) {
    struct load *load = line->load;
    line->under_way--;
    load->last_answer = now;
    if (now >= load->counts_from) {
        load->result->answered++;
        load->result->refused += refused;
        histogram_add(&load->result->nanoseconds, now - load->asked_at[lane]);
    }
    ask(line, lane);
}

/* True for a lane of this connection that waits. */
static bool is_ours(const struct line *line, unsigned lane) {
    return lane / line->load->plan->pipeline == line->number && line->under_way > 0;
}

static void hear(struct line *line) {
    uint64_t now = uv_hrtime();
    size_t at = 0;
    for (;;) {
        struct text rest = text_from(line->in.at + at, line->in.length - at);
        size_t taken = 0;
        unsigned lane = 0;
        enum caller_heard heard =
            text_is_empty(rest)
                ? CALLER_PARTIAL
                : caller_hear(line->load->plan->caller, line->number, rest, &taken, &lane);
        bool answers = heard == CALLER_ANSWERED || heard == CALLER_REFUSED;
        if (heard == CALLER_PARTIAL) {
            break;
        }
        if (heard == CALLER_FOREIGN || (answers && !is_ours(line, lane))) {
            lose_line(line, LOAD_LOST, UV_EPROTO);
            return;
        }
        at += taken;
        if (answers) {
            take_answer(line, lane, heard == CALLER_REFUSED, now);
        }
    }
    buffer_consume(&line->in, at);
    flush(line);
    if (line->load->is_over) {
        close_idle(line->load);
    }
}

static void on_allocate(uv_handle_t *handle, size_t suggested, uv_buf_t *bytes) {
    struct line *line = handle->data;
    (void)suggested;
    bool room = buffer_reserve(&line->in, READ_BYTES);
    *bytes = room ? uv_buf_init(line->in.at + line->in.length, READ_BYTES) : uv_buf_init(NULL, 0);
}

static void on_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *bytes) {
    struct line *line = stream->data;
    (void)bytes;
    if (count == UV_ENOBUFS) {
        lose_line(line, LOAD_NO_MEMORY, UV_ENOMEM);
    } else if (count < 0) {
        lose_line(line, LOAD_LOST, (int)count);
    } else if (count > 0) {
        line->in.length += (size_t)count;
        hear(line);
    }
}

/* ---- starting -------------------------------------------------------------------------------- */

/* The clock starts when all connections stand, or have failed to. */
static void begin(struct load *load) {
    const struct load_plan *plan = load->plan;
    uint64_t now = uv_hrtime();
    load->counts_from = now + (uint64_t)(plan->warm_seconds * (double)billion);
    load->last_answer = load->counts_from;
    if (plan->seconds > 0) {
        uv_update_time(&load->loop);
        uv_timer_start(&load->end_of_time, on_end_of_time,
                       (uint64_t)((plan->warm_seconds + plan->seconds) * 1000), 0);
    }
    for (unsigned lane = 0; lane < plan->connections * plan->pipeline; lane++) {
        struct line *line = &load->lines[lane / plan->pipeline];
        if (!uv_is_closing(&line->handle)) {
            ask(line, lane);
        }
    }
    for (unsigned i = 0; i < plan->connections; i++) {
        flush(&load->lines[i]);
    }
}

static void on_connected(uv_connect_t *connect, int status) {
    struct line *line = connect->data;
    struct load *load = line->load;
    load->connected++;
    status = status != 0 ? status : uv_read_start(&line->stream, on_allocate, on_read);
    if (status != 0) {
        lose_line(line, LOAD_UNREACHABLE, status);
    }
    if (load->connected == load->plan->connections) {
        begin(load);
    }
}

static void connect_line(struct load *load, unsigned number) {
    struct line *line = &load->lines[number];
    const struct address *address = &load->address;
    int status = 0;
    line->load = load;
    line->number = number;
    line->connect.data = line;
    if (address->is_unix) {
        uv_pipe_init(&load->loop, &line->pipe, 0);
        uv_pipe_connect(&line->connect, &line->pipe, address->local.sun_path, on_connected);
    } else {
        uv_tcp_init(&load->loop, &line->tcp);
        uv_tcp_nodelay(&line->tcp, 1);
        status = uv_tcp_connect(&line->connect, &line->tcp, &address->any, on_connected);
    }
    line->handle.data = line;
    if (status != 0) {
        on_connected(&line->connect, status);
    }
}

static void free_load(struct load *load) {
    for (unsigned i = 0; load->lines != NULL && i < load->plan->connections; i++) {
        buffer_free(&load->lines[i].in);
        buffer_free(&load->lines[i].out);
        buffer_free(&load->lines[i].writing);
    }
    free(load->lines);
    free(load->asked_at);
}

static void describe(const struct load *load, enum load_end end,
                     char problem[ADDRESS_PROBLEM_SIZE]) {
    const char *reason = load->status == 0 ? "" : uv_strerror(load->status);
    switch (end) {
    case LOAD_DONE:
        problem[0] = '\0';
        return;
    case LOAD_UNREACHABLE:
        snprintf(problem, ADDRESS_PROBLEM_SIZE,
                 "%s: %s; is a service running there (synovia serve)?", load->plan->address,
                 reason);
        return;
    case LOAD_LOST:
        snprintf(problem, ADDRESS_PROBLEM_SIZE, "%s: %u of %u connections were lost: %s",
                 load->plan->address, load->result->lost, load->plan->connections, reason);
        return;
    case LOAD_NO_MEMORY:
        snprintf(problem, ADDRESS_PROBLEM_SIZE, "memory ran out");
        return;
    }
}

static void run(struct load *load) {
    uv_timer_init(&load->loop, &load->end_of_time);
    uv_timer_init(&load->loop, &load->patience);
    load->end_of_time.data = load->patience.data = load;
    for (unsigned i = 0; i < load->plan->connections; i++) {
        connect_line(load, i);
    }
    uv_run(&load->loop, UV_RUN_DEFAULT);
    if (load->last_answer > load->counts_from) {
        load->result->seconds = (double)(load->last_answer - load->counts_from) / (double)billion;
    }
}

enum load_end load_run(const struct load_plan *plan, struct load_result *result,
                       char problem[ADDRESS_PROBLEM_SIZE]) {
    struct load load = {.plan = plan, .result = result};
    *result = (struct load_result){.answered = 0};
    if (!address_parse(&load.address, plan->address, problem)) {
        return LOAD_UNREACHABLE;
    }
    load.lines = calloc(plan->connections, sizeof *load.lines);
    load.asked_at = calloc((size_t)plan->connections * plan->pipeline, sizeof *load.asked_at);
    if (load.lines == NULL || load.asked_at == NULL || uv_loop_init(&load.loop) != 0) {
        free_load(&load);
        snprintf(problem, ADDRESS_PROBLEM_SIZE, "memory ran out");
        return LOAD_NO_MEMORY;
    }
    run(&load);
    uv_loop_close(&load.loop);
    describe(&load, load.end, problem);
    free_load(&load);
    return load.end;
}
