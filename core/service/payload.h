/*
 * What a record says: MessagePack maps, as journal.md of the journal's room lists them.
 *
 *     { method, request: { facts, as_of, ...as sent }, answer, engine, masked?: [fact] }
 *
 * Facts that the operator wants masked leave only their names behind: where a value stood, in the
 * request and anywhere in the answer, the text "(masked)" stands.
 */
#ifndef SYNOVIA_SERVICE_PAYLOAD_H
#define SYNOVIA_SERVICE_PAYLOAD_H

#include "base/buffer.h"
#include "wire/value.h"

#include <stdbool.h>
#include <stdint.h>

/* Names of facts whose values are not recorded; at most MASKS_MOST. */
enum { MASKS_MOST = 64 };

struct masks {
    char *names[MASKS_MOST]; /* owned */
    size_t count;
    struct message *message; /* to read answers again; NULL where nothing is masked */
};

/* False where memory ran out, or there are too many. */
bool masks_set(struct masks *masks, const char *const *names, size_t count);
void masks_free(struct masks *masks);

struct payload {
    const char *method;
    const struct wire_value *params; /* the map as it was sent */
    const struct wire_value *facts;  /* in the place of `people`; NULL: as sent */
    const int32_t *as_of;            /* the day counted from, where the method has one; else NULL */
    struct text answer;              /* MessagePack, one value */
};

/* Appends the payload of a decision or a turn; true where a value was masked in it. Where memory
 * runs out, `out` has failed. */
bool payload_write(struct buffer *out, const struct payload *payload, const struct masks *masks);

#endif
