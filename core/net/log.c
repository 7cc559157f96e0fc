#include "net/log.h"

#include "base/date.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { TIME_SIZE = 40 };

static const char *level_name(enum log_level level) {
    static const char *const names[] = {"info", "warning", "error"};
    return names[level];
}

void log_init(struct log *log, int descriptor, enum log_form form) {
    *log = (struct log){.descriptor = descriptor, .form = form};
}

void log_free(struct log *log) {
    buffer_free(&log->line);
}

/* RFC 3339 in UTC, to the millisecond. */
static void format_time(char out[TIME_SIZE]) {
    struct timespec now = {0};
    char day[DATE_TEXT_SIZE];
    clock_gettime(CLOCK_REALTIME, &now);
    date_format(date_of_unix_time(now.tv_sec), day);
    unsigned of_day = (unsigned)(now.tv_sec % 86400);
    snprintf(out, TIME_SIZE, "%sT%02u:%02u:%02u.%03uZ", day, of_day / 3600, of_day / 60 % 60,
             of_day % 60, (unsigned)(now.tv_nsec / 1000000));
}

/* Paths and messages may hold anything; what is no plain character is escaped, so that an event
 * stays on its line. Bytes above 0x7f pass: they are UTF-8 or somebody's file name. */
static void append_quoted(struct buffer *line, struct text value) {
    buffer_append_string(line, "\"");
    for (size_t i = 0; i < value.length; i++) {
        unsigned char c = (unsigned char)value.at[i];
        if (c == '"' || c == '\\') {
            buffer_append_format(line, "\\%c", c);
        } else if (c < 0x20 || c == 0x7f) {
            buffer_append_format(line, "\\u%04x", c);
        } else {
            buffer_append(line, &value.at[i], 1);
        }
    }
    buffer_append_string(line, "\"");
}

static bool is_plain(struct text value) {
    for (size_t i = 0; i < value.length; i++) {
        unsigned char c = (unsigned char)value.at[i];
        if (c <= 0x20 || c == '"' || c == '\\' || c == 0x7f) {
            return false;
        }
    }
    return value.length > 0;
}

static void append_text_field(struct buffer *line, const struct log_field *field) {
    buffer_append_format(line, " %s=", field->key);
    if (is_plain(field->value)) {
        buffer_append_text(line, field->value);
    } else {
        append_quoted(line, field->value);
    }
}

static void append_json_field(struct buffer *line, const struct log_field *field) {
    buffer_append_format(line, ",\"%s\":", field->key);
    append_quoted(line, text_is_utf8(field->value) ? field->value : text_of("(not UTF-8)"));
}

void log_event(struct log *log, enum log_level level, const char *event,
               const struct log_field *fields, size_t count) {
    char time[TIME_SIZE];
    bool json = log->form == LOG_JSON;
    format_time(time);
    buffer_clear(&log->line);
    buffer_append_format(&log->line,
                         json ? "{\"time\":\"%s\",\"level\":\"%s\",\"event\":\"%s\"" : "%s %s %s",
                         time, level_name(level), event);
    for (size_t i = 0; i < count; i++) {
        if (json) {
            append_json_field(&log->line, &fields[i]);
        } else {
            append_text_field(&log->line, &fields[i]);
        }
    }
    buffer_append_string(&log->line, json ? "}\n" : "\n");
    if (write(log->descriptor, log->line.at, log->line.length) < 0) {
        return;
    }
}
