/*
 * Writes a journal from lines of JSON, for tests of what reads one, and large ones for the bench:
 *
 *     make_journal PLUGIN JOURNAL [COPIES] < lines
 *
 * A line is { kind, time (POSIX milliseconds), protocol?, digest?, session?, ref?, decision?,
 * masked?, payload? }; all but `kind` may be left out. With COPIES the lines are written again and
 * again, so many records in all, each with a time of its own and its number behind the ref.
 */
#include "journal/journal.h"
#include "plugin/plugin.h"
#include "wire/json.h"
#include "wire/writer.h"

#include <inttypes.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>

enum { MOST_LINES = 4096, LINE_BYTES = 1 << 20, ARENA_BLOCK = 4096, REF_SIZE = 300 };

struct line {
    struct buffer wire;
    struct message *message;
};

struct making {
    struct journal *journal;
    struct line lines[MOST_LINES];
    size_t count;
    struct buffer payload;
};

static void die(const char *what, struct text why) {
    fprintf(stderr, "make_journal: %s: %.*s\n", what, (int)why.length, why.at);
    exit(1);
}

static int64_t now(void *context) {
    (void)context;
    return 0;
}

static struct wire_value find(const struct wire_value *map, const char *key) {
    struct wire_value value = {.type = WIRE_NIL};
    wire_find(map, text_of(key), &value);
    return value;
}

static struct text text_at(const struct wire_value *map, const char *key) {
    struct wire_value value = find(map, key);
    struct text text;
    return wire_text(&value, &text) ? text : text_of("");
}

/* ---- lines ----------------------------------------------------------------------------------- */

static void read_line(struct making *making, struct text json) {
    struct line *line = &making->lines[making->count];
    struct json_error error;
    line->message = message_new();
    if (making->count == MOST_LINES || line->message == NULL) {
        die("too many lines", json);
    }
    if (!json_to_wire(json, &line->wire, &error) ||
        !message_read(line->message, buffer_text(&line->wire))) {
        die(error.message, json);
    }
    making->count++;
}

static void read_lines(struct making *making) {
    char *text = malloc(LINE_BYTES);
    if (text == NULL) {
        die("memory", text_of("out of it"));
    }
    while (fgets(text, LINE_BYTES, stdin) != NULL) {
        size_t length = strcspn(text, "\n");
        if (length > 0) {
            read_line(making, text_from(text, length));
        }
    }
    free(text);
}

/* ---- records --------------------------------------------------------------------------------- */

static struct text payload_of(struct making *making, const struct wire_value *map) {
    struct wire_value payload = find(map, "payload");
    buffer_clear(&making->payload);
    if (payload.type != WIRE_NIL) {
        writer_value(&making->payload, &payload);
    }
    return buffer_text(&making->payload);
}

static void append(struct making *making, const struct journal_entry *entry) {
    uint64_t ticket;
    enum journal_append appended;
    while ((appended = journal_append(making->journal, entry, &ticket)) == JOURNAL_FULL) {
        sched_yield();
    }
    if (appended != JOURNAL_DONE) {
        die("append", text_of("the store fails"));
    }
}

static void make_record(struct making *making, const struct line *line, uint64_t number,
                        bool copies) {
    struct wire_value map = message_root(line->message);
    struct wire_value time = find(&map, "time");
    struct wire_value masked = find(&map, "masked");
    char ref[REF_SIZE];
    struct text own = text_at(&map, "ref");
    snprintf(ref, sizeof ref, "%.*s%" PRIu64, (int)own.length, own.at, number);
    struct journal_entry entry = {
        .kind = journal_kind_find(text_at(&map, "kind")),
        .time = (time.type == WIRE_INTEGER ? time.integer : 0) + (copies ? (int64_t)number : 0),
        .protocol = text_at(&map, "protocol"),
        .digest = text_at(&map, "digest"),
        .session = text_at(&map, "session"),
        .ref = copies ? text_of(ref) : own,
        .key = text_at(&map, "decision"),
        .masked = masked.type == WIRE_BOOLEAN && masked.boolean,
        .payload = payload_of(making, &map),
    };
    append(making, &entry);
}

static struct plugin *open_store(const char *path, struct arena *arena) {
    const struct plugin_places nowhere = {0};
    struct text error = {0};
    struct plugin *plugin = plugin_open(&nowhere, path, SYNOVIA_KIND_STORE, arena, &error);
    if (plugin == NULL) {
        die("store", error);
    }
    return plugin;
}

int main(int argc, char **argv) {
    static struct making making;
    struct arena arena;
    struct buffer reason = {0};
    if (argc < 3) {
        die("usage", text_of("make_journal PLUGIN JOURNAL [COPIES]"));
    }
    arena_init(&arena, ARENA_BLOCK, 0);
    struct plugin *plugin = open_store(argv[1], &arena);
    struct journal_options options = {.store = plugin_store(plugin),
                                      .location = text_of(argv[2]),
                                      .durability = JOURNAL_NONE,
                                      .now = now};
    making.journal = journal_open(&options, &reason);
    if (making.journal == NULL) {
        die("journal", buffer_text(&reason));
    }
    read_lines(&making);
    uint64_t copies = argc > 3 ? strtoull(argv[3], NULL, 10) : making.count;
    for (uint64_t i = 0; i < copies && making.count > 0; i++) {
        make_record(&making, &making.lines[i % making.count], i + 1, argc > 3);
    }
    uint64_t lost = journal_close(making.journal);
    for (size_t i = 0; i < making.count; i++) {
        message_free(making.lines[i].message);
        buffer_free(&making.lines[i].wire);
    }
    buffer_free(&making.payload);
    plugin_close(plugin);
    arena_free(&arena);
    return lost == 0 ? 0 : 1;
}
