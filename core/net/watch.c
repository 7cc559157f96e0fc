/*
 * The folder of protocols, and those that they are read from. An editor that saves a file makes
 * several events, and a deployment many files: what has changed is looked at when nothing more has
 * changed for a while.
 */
#include "net/server_private.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

enum { SETTLE_MILLISECONDS = 200 };

static void reload(struct server *server) {
    if (server->state == SERVER_SERVING &&
        !service_reload(server->options.service, server->options.watch)) {
        server_log(server, LOG_ERROR, "cannot-reload", "path", server->options.watch);
    }
    work_wake(server);
}

static void on_settled(uv_timer_t *timer) {
    reload(timer->data);
}

/* What protocols and their tests are read from. Other files may change all the time, such as a
 * journal that somebody keeps beside them, and then nothing would ever settle. */
static bool is_read(const char *name) {
    static const char *const endings[] = {".lua", ".csv", ".ndjson"};
    size_t length = name == NULL ? 0 : strlen(name);
    bool found = name == NULL;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t ending = strlen(endings[i]);
        found = found || (length > ending && strcmp(name + length - ending, endings[i]) == 0);
    }
    return found;
}

static void on_change(uv_fs_event_t *event, const char *name, int events, int status) {
    struct server *server = event->data;
    (void)events;
    if (status == 0 && is_read(name)) {
        uv_timer_start(&server->settle, on_settled, SETTLE_MILLISECONDS, 0);
    }
}

static void on_hang_up(uv_signal_t *handle, int number) {
    struct server *server = handle->data;
    (void)number;
    server_log(server, LOG_INFO, "reloading", "signal", "SIGHUP");
    reload(server);
}

/* ---- the folders ----------------------------------------------------------------------------- */

static bool is_watched(const struct server *server, const char *path) {
    for (size_t i = 0; i < server->watched_count; i++) {
        if (strcmp(server->watched[i].path, path) == 0) {
            return true;
        }
    }
    return false;
}

/* A folder that is not there is tried again after the next reload. */
static bool is_there(const char *path) {
    uv_fs_t about;
    bool found = uv_fs_stat(NULL, &about, path, NULL) == 0;
    uv_fs_req_cleanup(&about);
    return found;
}

static void watch_path(struct server *server, const char *path) {
    if (is_watched(server, path) || !is_there(path)) {
        return;
    }
    char *copy = server->watched_count == FOLDERS_MOST ? NULL : strdup(path);
    if (copy == NULL) {
        server_log(server, LOG_WARNING, "not-watched", "path", path);
        return;
    }
    struct watched *watched = &server->watched[server->watched_count++];
    watched->path = copy;
    uv_fs_event_init(&server->loop, &watched->event);
    watched->event.data = server;
    int status = uv_fs_event_start(&watched->event, on_change, path, 0);
    if (status != 0) {
        server_log(server, LOG_WARNING, "not-watched", "message", uv_strerror(status));
    }
}

void watch_read_folders(struct server *server) {
    struct text folders = service_read_folders(server->options.service);
    bool watches = server->options.watch != NULL && server->state == SERVER_SERVING;
    for (size_t at = 0; watches && at < folders.length; at += strlen(folders.at + at) + 1) {
        watch_path(server, folders.at + at);
    }
}

void watch_open(struct server *server) {
    uv_signal_init(&server->loop, &server->hang_up);
    uv_timer_init(&server->loop, &server->settle);
    server->hang_up.data = server;
    server->settle.data = server;
    if (server->options.watch != NULL) {
        uv_signal_start(&server->hang_up, on_hang_up, SIGHUP);
        watch_path(server, server->options.watch);
        watch_read_folders(server);
    }
}

void watch_close(struct server *server) {
    for (size_t i = 0; i < server->watched_count; i++) {
        free(server->watched[i].path);
    }
}
