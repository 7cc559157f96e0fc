/*
 * The sqlite store on a disk with moods: a plug-in for tests that drive the whole program.
 *
 * Before each call it reads the file LOCATION.mood:
 *
 *     nothing, or no such file     all is well
 *     fail OPERATIONS NTH RESULT STAYS
 *                                  the NTH of these operations of the disk (a sum of enum
 *                                  disk_operation) gives RESULT, a result of SQLite; STAYS 1: so do
 *                                  all that follow
 *     slow MILLISECONDS            each write takes so long
 *
 * The mood is taken on when its text changes. A store that is slow when it is opened is on the real
 * disk: the faulty one remembers all that was written, and would be mistaken for the service's
 * memory.
 */
#include "plugin/faulty_disk.h"
#include "sqlite/store.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { MOOD_BYTES = 100 };

/* One process has one of it, as SQLite has one default disk. */
static struct {
    bool is_plugged_in;
    struct faulty_disk disk;
    char path[PATH_MAX];
    char text[MOOD_BYTES];
    long slow_ms;
} mood;

static void read_text(char text[MOOD_BYTES]) {
    FILE *file = fopen(mood.path, "r");
    size_t length = file == NULL ? 0 : fread(text, 1, MOOD_BYTES - 1, file);
    text[length] = '\0';
    if (file != NULL) {
        fclose(file);
    }
}

static void take_on(const char *text) {
    unsigned operations;
    long nth;
    int result;
    int stays;
    disk_calm(&mood.disk);
    mood.slow_ms = 0;
    if (sscanf(text, "fail %u %ld %d %d", &operations, &nth, &result, &stays) == 4) {
        disk_fail(&mood.disk, operations, nth, result, stays != 0);
    } else if (sscanf(text, "slow %ld", &mood.slow_ms) != 1) {
        mood.slow_ms = 0;
    }
}

static void feel(void) {
    char text[MOOD_BYTES];
    read_text(text);
    if (strcmp(text, mood.text) != 0) {
        memcpy(mood.text, text, sizeof text);
        take_on(text);
    }
}

static int moody_open(const struct synovia_store_options *options, struct synovia_store **store,
                      struct synovia_message *message) {
    snprintf(mood.path, sizeof mood.path, "%.*s.mood", (int)options->location.length,
             options->location.at);
    feel();
    if (!mood.is_plugged_in && mood.slow_ms == 0) {
        disk_plug_in(&mood.disk);
        mood.is_plugged_in = true;
        take_on(mood.text);
    }
    return store_open(options, store, message);
}

/* When the plug-in is unloaded; a store that is closed and opened anew stays on the same disk. */
__attribute__((destructor)) static void unplug(void) {
    if (mood.is_plugged_in) {
        disk_unplug(&mood.disk);
    }
}

static int moody_head(struct synovia_store *store, struct synovia_head *head,
                      struct synovia_message *message) {
    feel();
    return store_head(store, head, message);
}

static int moody_write(struct synovia_store *store, const struct synovia_batch *batch,
                       struct synovia_message *message) {
    feel();
    if (mood.slow_ms > 0) {
        struct timespec pause = {mood.slow_ms / 1000, mood.slow_ms % 1000 * 1000000};
        nanosleep(&pause, NULL);
    }
    return store_write(store, batch, message);
}

static int moody_sync(struct synovia_store *store, struct synovia_message *message) {
    feel();
    return store_sync(store, message);
}

static int moody_session(struct synovia_store *store, struct synovia_text id,
                         synovia_session_visitor *visit, void *context,
                         struct synovia_message *message) {
    feel();
    return store_session(store, id, visit, context, message);
}

static const struct synovia_store_routines routines = {
    .size = sizeof routines,
    .open = moody_open,
    .close = store_close,
    .head = moody_head,
    .write = moody_write,
    .sync = moody_sync,
    .read = store_read,
    .session = moody_session,
    .sessions = store_sessions,
    .source = store_source,
    .forget = store_forget,
};

static const struct synovia_plugin description = {
    .size = sizeof description,
    .magic = SYNOVIA_PLUGIN_MAGIC,
    .kind = SYNOVIA_KIND_STORE,
    .abi_major = SYNOVIA_STORE_ABI_MAJOR,
    .abi_minor = 0,
    .name = SYNOVIA_TEXT("moody"),
    .version = SYNOVIA_TEXT("0.1.0"),
    .about = SYNOVIA_TEXT("the sqlite store on a disk that fails when a test says so"),
    .table = &routines,
};

const struct synovia_plugin *synovia_plugin(const struct synovia_host *host) {
    (void)host;
    return &description;
}
