/*
 * The other side of many conversations: what a load generator sends, and what it makes of the
 * answers. It knows no socket; net/load.h carries the bytes.
 *
 *     lane 0   request ──> answer ──> request ──> ...       a lane has one request under way;
 *     lane 1   request ──> answer ──> ...                   the msgid is its number
 *
 * A lane repeats one request; the method "session" is a run through a technique instead:
 * session.start, session.report with the same live facts at every turn until it is over, and anew.
 */
#ifndef SYNOVIA_SERVICE_CALLER_H
#define SYNOVIA_SERVICE_CALLER_H

#include "base/buffer.h"

#include <stdint.h>

struct caller_plan {
    struct text method;
    struct text params; /* JSON object; of "session" the params of session.start */
    struct text live;   /* JSON object of facts, of "session" */
    unsigned lanes;
    unsigned streams; /* connections: each has a stream of answers of its own */
};

struct caller;

/* NULL where memory ran out, or the params are no JSON: `problem` then says which, in words. */
struct caller *caller_new(const struct caller_plan *plan, struct buffer *problem);

/* NULL is allowed. */
void caller_free(struct caller *caller);

/* Appends the lane's next request. */
void caller_ask(struct caller *caller, unsigned lane, struct buffer *out);

enum caller_heard {
    CALLER_PARTIAL,  /* more bytes are needed */
    CALLER_ANSWERED, /* the lane may ask again */
    CALLER_REFUSED,  /* an error was answered; the lane may ask again */
    CALLER_IGNORED,  /* a message that answers nothing */
    CALLER_FOREIGN,  /* no service says this */
};

/* Looks at the start of what a stream has received (all of its bytes that were not taken): unless
 * more are needed, `taken` becomes the length of the message, and `lane` whose answer it is. */
enum caller_heard caller_hear(struct caller *caller, unsigned stream, struct text bytes,
                              size_t *taken, unsigned *lane);

/* What was seen besides. */
struct caller_counts {
    uint64_t sessions; /* that came to their end */
    uint64_t halted;   /* of these: halted */
    uint64_t unguided; /* starts that gave no step: not cleared, or questions are open */
};
struct caller_counts caller_counts(const struct caller *caller);

/* The first error that was answered, as JSON; empty where none was. */
struct text caller_first_error(const struct caller *caller);

#endif
