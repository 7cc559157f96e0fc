/*
 * The log: one event a line, as text for people or as JSON for programs. An event names what
 * happened to the service, never what is known of a person: no facts, no refs, no decisions.
 *
 *     2026-05-01T09:00:00.123Z info listening address=tcp://127.0.0.1:7465
 *     {"time":"2026-05-01T09:00:00.123Z","level":"info","event":"listening","address":"tcp://..."}
 */
#ifndef SYNOVIA_NET_LOG_H
#define SYNOVIA_NET_LOG_H

#include "base/buffer.h"
#include "base/text.h"

#include <stddef.h>
#include <stdint.h>

enum log_form { LOG_TEXT, LOG_JSON };
enum log_level { LOG_INFO, LOG_WARNING, LOG_ERROR };

struct log {
    int descriptor; /* where lines go; each is one write */
    enum log_form form;
    struct buffer line; /* of the event being written */
};

void log_init(struct log *log, int descriptor, enum log_form form);
void log_free(struct log *log);

/* One key of an event; `key` is lower case with underscores. */
struct log_field {
    const char *key;
    struct text value;
};

/* Writes one line. What cannot be written is lost: a full disk must not stop a service. */
void log_event(struct log *log, enum log_level level, const char *event,
               const struct log_field *fields, size_t count);

#endif
