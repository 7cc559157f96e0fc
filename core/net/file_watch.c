#include "net/file_watch.h"

#include <signal.h>
#include <stdlib.h>
#include <uv.h>

/* An editor that saves makes several events. */
enum { SETTLE_MILLISECONDS = 40 };

struct watched_folder {
    uv_fs_event_t event; /* first: libuv's handle is the folder */
    struct watched_folder *next;
    struct file_watch *watch;
    char path[]; /* "" or ending with a slash */
};

struct file_watch {
    uv_loop_t loop;
    uv_timer_t settle;
    uv_signal_t interrupt;
    uv_signal_t terminate;
    struct watched_folder *folders;
    struct buffer changed;
    bool interrupted;
    bool settled;
};

/* ---- events ---------------------------------------------------------------------------------- */

static bool is_noted(const struct buffer *changed, const char *folder, const char *name) {
    size_t length = strlen(folder);
    for (size_t at = 0; at < changed->length; at += strlen(changed->at + at) + 1) {
        const char *path = changed->at + at;
        if (strncmp(path, folder, length) == 0 && strcmp(path + length, name) == 0) {
            return true;
        }
    }
    return false;
}

static void on_settled(uv_timer_t *timer) {
    struct file_watch *watch = timer->data;
    watch->settled = true;
    uv_stop(&watch->loop);
}

static void on_change(uv_fs_event_t *event, const char *name, int events, int status) {
    struct watched_folder *folder = (struct watched_folder *)event;
    struct file_watch *watch = folder->watch;
    const char *path = name == NULL ? "" : folder->path;
    (void)events;
    if (status != 0) {
        return;
    }
    if (!is_noted(&watch->changed, path, name == NULL ? "" : name)) {
        buffer_append_format(&watch->changed, "%s%s", path, name == NULL ? "" : name);
        buffer_append(&watch->changed, "", 1);
    }
    uv_timer_start(&watch->settle, on_settled, SETTLE_MILLISECONDS, 0);
}

static void on_signal(uv_signal_t *handle, int number) {
    struct file_watch *watch = handle->data;
    (void)number;
    watch->interrupted = true;
    uv_stop(&watch->loop);
}

/* ---- the watch ------------------------------------------------------------------------------- */

struct file_watch *file_watch_new(void) {
    struct file_watch *watch = calloc(1, sizeof *watch);
    if (watch == NULL || uv_loop_init(&watch->loop) != 0) {
        free(watch);
        return NULL;
    }
    uv_timer_init(&watch->loop, &watch->settle);
    uv_signal_init(&watch->loop, &watch->interrupt);
    uv_signal_init(&watch->loop, &watch->terminate);
    watch->settle.data = watch->interrupt.data = watch->terminate.data = watch;
    return watch;
}

void file_watch_free(struct file_watch *watch) {
    if (watch == NULL) {
        return;
    }
    uv_close((uv_handle_t *)&watch->settle, NULL);
    uv_close((uv_handle_t *)&watch->interrupt, NULL);
    uv_close((uv_handle_t *)&watch->terminate, NULL);
    for (struct watched_folder *folder = watch->folders; folder != NULL; folder = folder->next) {
        uv_close((uv_handle_t *)&folder->event, NULL);
    }
    uv_run(&watch->loop, UV_RUN_DEFAULT);
    uv_loop_close(&watch->loop);
    while (watch->folders != NULL) {
        struct watched_folder *folder = watch->folders;
        watch->folders = folder->next;
        free(folder);
    }
    buffer_free(&watch->changed);
    free(watch);
}

void file_watch_catch(struct file_watch *watch, bool signals) {
    if (signals) {
        uv_signal_start(&watch->interrupt, on_signal, SIGINT);
        uv_signal_start(&watch->terminate, on_signal, SIGTERM);
    } else {
        uv_signal_stop(&watch->interrupt);
        uv_signal_stop(&watch->terminate);
    }
}

static const struct watched_folder *find_folder(const struct file_watch *watch, struct text path) {
    for (const struct watched_folder *at = watch->folders; at != NULL; at = at->next) {
        if (text_is(path, at->path)) {
            return at;
        }
    }
    return NULL;
}

bool file_watch_add(struct file_watch *watch, const char *file, const char **problem) {
    const char *slash = strrchr(file, '/');
    struct text path = text_from(file, slash == NULL ? 0 : (size_t)(slash + 1 - file));
    if (find_folder(watch, path) != NULL) {
        return true;
    }
    struct watched_folder *folder = calloc(1, sizeof *folder + path.length + 1);
    if (folder == NULL) {
        *problem = "out of memory";
        return false;
    }
    memcpy(folder->path, path.at, path.length);
    folder->watch = watch;
    uv_fs_event_init(&watch->loop, &folder->event);
    folder->next = watch->folders;
    watch->folders = folder; /* its handle is open: it goes with the watch, watched or not */
    int status =
        uv_fs_event_start(&folder->event, on_change, path.length == 0 ? "." : folder->path, 0);
    if (status != 0) {
        *problem = uv_strerror(status);
    }
    return status == 0;
}

enum file_watch_end file_watch_wait(struct file_watch *watch, struct buffer *changed) {
    buffer_clear(changed);
    watch->settled = false;
    while (!watch->interrupted && !watch->settled) {
        uv_run(&watch->loop, UV_RUN_DEFAULT);
    }
    if (watch->interrupted) {
        return FILE_WATCH_INTERRUPTED;
    }
    buffer_append_text(changed, buffer_text(&watch->changed));
    bool failed = changed->failed || watch->changed.failed;
    buffer_clear(&watch->changed);
    return failed ? FILE_WATCH_NO_MEMORY : FILE_WATCH_CHANGED;
}
