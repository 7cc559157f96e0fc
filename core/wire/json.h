/*
 * JSON text to MessagePack and back, for people and for files: the command line, batches, fixtures.
 *
 * Faithful where JSON can be: integers stay integers and 3.0 stays a float, keys keep their order,
 * a float is written in the fewest digits that read back as the same number. Refused where it
 * cannot: numbers that are not finite, keys that are no texts, texts that are not UTF-8.
 */
#ifndef SYNOVIA_WIRE_JSON_H
#define SYNOVIA_WIRE_JSON_H

#include "base/buffer.h"
#include "base/text.h"
#include "wire/value.h"

#include <stdbool.h>

enum { JSON_MESSAGE_SIZE = 200 };

struct json_error {
    int line;                        /* from 1; 0 where the error has no place in the text */
    int column;                      /* in characters, from 1; 0 likewise */
    char message[JSON_MESSAGE_SIZE]; /* what is wrong, without the place */
};

/*
 * Appends the MessagePack of one JSON value of any type. Limits: LIMIT_FRAME_BYTES of text,
 * LIMIT_FRAME_DEPTH levels, integers of int64_t; a key given twice is an error. False: `error` says
 * why and where, and `out` is as long as before. (Where jansson runs out of memory within a token,
 * it blames the token.)
 */
bool json_to_wire(struct text json, struct buffer *out, struct json_error *error);

enum json_style {
    JSON_COMPACT, /* no space between tokens, on one line */
    JSON_PRETTY,  /* two spaces a level, a line per element; no line end behind the last */
};

/*
 * Appends the value as JSON. Binary data is written as a text of hexadecimal digits. False: `error`
 * says what JSON has no form for, or that memory ran out, and `out` is as long as before.
 */
bool json_from_value(const struct wire_value *value, enum json_style style, struct buffer *out,
                     struct json_error *error);

/* As json_from_value for one MessagePack value as bytes, within frame_limits_of_responses. */
bool json_from_wire(struct text value, enum json_style style, struct buffer *out,
                    struct json_error *error);

#endif
