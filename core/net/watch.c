/*
 * The folder of protocols. An editor that saves a file makes several events, and a deployment many
 * files: what has changed is looked at when nothing more has changed for a while.
 */
#include "net/server_private.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

enum { SETTLE_MILLISECONDS = 200, PATH_SIZE = 4096 };

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

static void watch_folder(struct server *server, const char *path) {
    if (server->watched_count == FOLDERS_MOST) {
        server_log(server, LOG_WARNING, "not-watched", "path", path);
        return;
    }
    struct watched *watched = &server->watched[server->watched_count++];
    uv_fs_event_init(&server->loop, &watched->event);
    watched->event.data = server;
    int status = uv_fs_event_start(&watched->event, on_change, path, 0);
    if (status != 0) {
        server_log(server, LOG_WARNING, "not-watched", "message", uv_strerror(status));
    }
}

static void watch_folders_within(struct server *server, const char *path) {
    uv_fs_t scan;
    uv_dirent_t entry;
    char within[PATH_SIZE];
    if (uv_fs_scandir(NULL, &scan, path, 0, NULL) >= 0) {
        while (uv_fs_scandir_next(&scan, &entry) != UV_EOF) {
            if (entry.type == UV_DIRENT_DIR && entry.name[0] != '.') {
                snprintf(within, sizeof within, "%s/%s", path, entry.name);
                watch_folder(server, within);
            }
        }
    }
    uv_fs_req_cleanup(&scan);
}

void watch_open(struct server *server) {
    uv_signal_init(&server->loop, &server->hang_up);
    uv_timer_init(&server->loop, &server->settle);
    server->hang_up.data = server;
    server->settle.data = server;
    if (server->options.watch != NULL) {
        uv_signal_start(&server->hang_up, on_hang_up, SIGHUP);
        watch_folder(server, server->options.watch);
        watch_folders_within(server, server->options.watch);
    }
}
