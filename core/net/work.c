/*
 * What takes longer than a turn of the loop. Slices are done on the loop, one a turn, so that
 * sockets have their turn in between; jobs go to libuv's threads, one at a time; the journal's
 * thread says when answers that waited for their records may leave.
 */
#include "net/server_private.h"

enum { PROGRESS_MILLISECONDS = 100 };

/* An answer that came later may have been the last thing that a connection waited for. */
static void settle_connections(struct server *server) {
    struct connection *next;
    for (struct connection *at = server->connections; at != NULL; at = next) {
        next = at->next;
        connection_settle(at);
    }
}

static void on_slice(uv_idle_t *idle) {
    struct server *server = idle->data;
    service_work(server->options.service);
    if (!service_has_work(server->options.service)) {
        uv_idle_stop(idle);
    }
    settle_connections(server);
}

/* On a thread: touches nothing but the job. */
static void on_thread(uv_work_t *thread) {
    const struct server *server = thread->data;
    service_run_job(server->job);
}

static void on_thread_done(uv_work_t *thread, int status) {
    struct server *server = thread->data;
    (void)status;
    server->job = NULL;
    uv_timer_stop(&server->progress);
    service_end_job(server->options.service);
    watch_read_folders(server);
    settle_connections(server);
    work_wake(server);
}

static void on_progress(uv_timer_t *timer) {
    struct server *server = timer->data;
    service_tell_progress(server->options.service);
    settle_connections(server);
}

static void start_job(struct server *server) {
    struct service_job *job = service_take_job(server->options.service);
    if (job == NULL) {
        return;
    }
    server->job = job;
    server->thread.data = server;
    uv_timer_start(&server->progress, on_progress, PROGRESS_MILLISECONDS, PROGRESS_MILLISECONDS);
    if (uv_queue_work(&server->loop, &server->thread, on_thread, on_thread_done) != 0) {
        /* Without threads the loop has to wait for it. */
        on_thread(&server->thread);
        on_thread_done(&server->thread, 0);
    }
}

void work_wake(struct server *server) {
    if (server->state == SERVER_ENDING) {
        return;
    }
    if (service_has_work(server->options.service)) {
        uv_idle_start(&server->slices, on_slice);
    }
    start_job(server);
}

/* ---- the journal ----------------------------------------------------------------------------- */

static void on_kept(uv_async_t *async) {
    struct server *server = async->data;
    service_settle(server->options.service);
    settle_connections(server);
    work_wake(server);
}

/* On the journal's thread. */
static void wake(void *context) {
    struct server *server = context;
    uv_async_send(&server->kept);
}

void work_open(struct server *server) {
    struct service_waker waker = {server, wake};
    uv_idle_init(&server->loop, &server->slices);
    uv_timer_init(&server->loop, &server->progress);
    uv_async_init(&server->loop, &server->kept, on_kept);
    server->slices.data = server;
    server->progress.data = server;
    server->kept.data = server;
    service_set_waker(server->options.service, &waker);
}

void work_close(struct server *server) {
    struct service_waker nobody = {NULL, NULL};
    service_set_waker(server->options.service, &nobody);
}
