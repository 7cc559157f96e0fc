#include "script/diagnostics.h"

#include "base/limits.h"

#include <stdarg.h>
#include <stdio.h>

enum { DIAGNOSTICS_BLOCK = 16 << 10 };

static const struct {
    const char *text;
    const char *meaning;
} codes[DIAGNOSTIC_CODES] = {
#define CODE(name, text, meaning) {text, meaning},
    SYNOVIA_DIAGNOSTIC_CODES(CODE)
#undef CODE
};

void diagnostics_init(struct diagnostics *list) {
    *list = (struct diagnostics){.items = NULL};
    arena_init(&list->arena, DIAGNOSTICS_BLOCK, 0);
}

void diagnostics_free(struct diagnostics *list) {
    arena_free(&list->arena);
    diagnostics_init(list);
}

static struct text format_text(struct arena *arena, const char *format, va_list arguments) {
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    char *at = length < 0 ? NULL : arena_alloc(arena, (size_t)length + 1);
    if (at == NULL) {
        return text_of(NULL);
    }
    vsnprintf(at, (size_t)length + 1, format, arguments);
    return text_from(at, (size_t)length);
}

static bool same_place(struct place a, struct place b) {
    return a.line == b.line && a.column == b.column && text_equal(a.file, b.file);
}

static bool is_reported(const struct diagnostics *list, enum diagnostic_code code,
                        struct place place) {
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].code == code && same_place(list->items[i].place, place)) {
            return true;
        }
    }
    return false;
}

/* A zeroed slot behind the list, or NULL where memory ran out. */
static struct diagnostic *next_slot(struct diagnostics *list) {
    if (list->items == NULL) {
        list->items = arena_calloc(&list->arena, LIMIT_DIAGNOSTICS + 1, sizeof *list->items);
    }
    list->failed = list->failed || list->items == NULL;
    return list->failed ? NULL : &list->items[list->count];
}

/* The texts are made before the slot counts, so that a list whose memory ran out holds whole
 * entries only. */
static void report(struct diagnostics *list, enum severity severity, enum diagnostic_code code,
                   struct place place, const char *format, va_list arguments) {
    list->last = NULL;
    if (list->failed || is_reported(list, code, place)) {
        return;
    }
    if (severity == SEVERITY_ERROR) {
        list->errors++;
    }
    if (list->count >= LIMIT_DIAGNOSTICS) {
        list->dropped++;
        return;
    }
    struct diagnostic *slot = next_slot(list);
    if (slot == NULL) {
        return;
    }
    *slot = (struct diagnostic){.severity = severity, .code = code, .place = place};
    slot->place.file = arena_copy(&list->arena, place.file);
    slot->message = format_text(&list->arena, format, arguments);
    list->failed = list->arena.failed;
    if (!list->failed) {
        list->count++;
        list->last = slot;
    }
}

void diagnostics_error(struct diagnostics *list, enum diagnostic_code code, struct place place,
                       const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    report(list, SEVERITY_ERROR, code, place, format, arguments);
    va_end(arguments);
}

void diagnostics_warning(struct diagnostics *list, enum diagnostic_code code, struct place place,
                         const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    report(list, SEVERITY_WARNING, code, place, format, arguments);
    va_end(arguments);
}

void diagnostics_cure(struct diagnostics *list, const char *format, ...) {
    if (list->failed || list->last == NULL) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    list->last->cure = format_text(&list->arena, format, arguments);
    va_end(arguments);
    list->failed = list->arena.failed;
}

bool diagnostics_has_errors(const struct diagnostics *list) {
    return list->failed || list->errors > 0;
}

static int compare(const struct diagnostic *a, const struct diagnostic *b) {
    int files = text_compare(a->place.file, b->place.file);
    if (files != 0) {
        return files;
    }
    if (a->place.line != b->place.line) {
        return a->place.line < b->place.line ? -1 : 1;
    }
    return (a->place.column > b->place.column) - (a->place.column < b->place.column);
}

/* By insertion: the list is short and mostly in order, and the sort must be stable. */
static void sort(struct diagnostic *items, size_t count) {
    for (size_t i = 1; i < count; i++) {
        struct diagnostic moving = items[i];
        size_t to = i;
        while (to > 0 && compare(&items[to - 1], &moving) > 0) {
            items[to] = items[to - 1];
            to--;
        }
        items[to] = moving;
    }
}

void diagnostics_finish(struct diagnostics *list) {
    sort(list->items, list->count);
    list->last = NULL;
    if (list->dropped == 0 || list->count > LIMIT_DIAGNOSTICS) {
        return;
    }
    struct diagnostic *slot = &list->items[list->count];
    *slot = (struct diagnostic){
        .severity = SEVERITY_ERROR,
        .code = DIAGNOSTIC_TOO_MANY_DIAGNOSTICS,
        .place = list->items[list->count - 1].place,
        .message = arena_format(&list->arena, "%zu further messages are left out", list->dropped),
        .cure = arena_copy(&list->arena, text_of("mend these first, then check again")),
    };
    list->failed = list->failed || list->arena.failed;
    if (!list->failed) {
        list->count++;
    }
}

void diagnostic_write(const struct diagnostic *diagnostic, struct buffer *out) {
    buffer_append_text(out, diagnostic->place.file);
    if (diagnostic->place.line > 0) {
        buffer_append_format(out, ":%u:%u", (unsigned)diagnostic->place.line,
                             (unsigned)diagnostic->place.column);
    }
    buffer_append_format(out, ": %s: ", severity_text(diagnostic->severity));
    buffer_append_text(out, diagnostic->message);
    buffer_append_format(out, " [%s]\n", diagnostic_code_text(diagnostic->code));
    if (!text_is_empty(diagnostic->cure)) {
        buffer_append_string(out, "    cure: ");
        buffer_append_text(out, diagnostic->cure);
        buffer_append_string(out, "\n");
    }
}

void diagnostics_write(const struct diagnostics *list, struct buffer *out) {
    for (size_t i = 0; i < list->count; i++) {
        diagnostic_write(&list->items[i], out);
    }
}

const char *diagnostic_code_text(enum diagnostic_code code) {
    return codes[code].text;
}

const char *diagnostic_code_meaning(enum diagnostic_code code) {
    return codes[code].meaning;
}

const char *severity_text(enum severity severity) {
    return severity == SEVERITY_ERROR ? "error" : "warning";
}
