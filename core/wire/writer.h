/*
 * Writing MessagePack into a buffer, by msgpack-c's packer.
 *
 * The buffer's error is sticky: write a whole message in a straight line and look at `failed` once.
 * The same values give the same bytes, always: integers and lengths take their shortest form, and
 * containers whose length is not known beforehand take a header of one fixed size.
 *
 *     writer_map(out, 2);
 *     writer_string(out, "outcome"); writer_string(out, "refer");
 *     writer_string(out, "reasons");
 *     struct writer_list list = writer_open_array(out);
 *     ...                            writer_item(&list); writer_text(out, because);
 *     writer_close(out, &list);
 *
 * Where a message is given up half way, set `length` back to what it was at its start.
 */
#ifndef SYNOVIA_WIRE_WRITER_H
#define SYNOVIA_WIRE_WRITER_H

#include "base/buffer.h"
#include "base/text.h"
#include "wire/value.h"

#include <stdbool.h>
#include <stdint.h>

void writer_nil(struct buffer *out);
void writer_boolean(struct buffer *out, bool value);
void writer_integer(struct buffer *out, int64_t value);
void writer_unsigned(struct buffer *out, uint64_t value);

/* A float 64, whatever its value. */
void writer_float(struct buffer *out, double value);

/* The shortest form that is the same number: an integer where it is whole and below 2^53, else a
 * float 64. What is not finite is no number that every client can read, and becomes nil. */
void writer_number(struct buffer *out, double value);

/* A `str`. The bytes are not checked: who brings them knows that they are UTF-8. A text of 2^32
 * bytes or more fails. */
void writer_text(struct buffer *out, struct text text);
void writer_binary(struct buffer *out, struct text bytes);

/* The header of a `str` of so many bytes, which the caller appends to the buffer next, piece by
 * piece. */
void writer_text_header(struct buffer *out, size_t length);

static inline void writer_string(struct buffer *out, const char *string) {
    writer_text(out, text_of(string));
}

/* The header of an array of `count` values, or of a map of `count` pairs, which the caller writes
 * next: each pair its key, then its value. */
void writer_array(struct buffer *out, uint32_t count);
void writer_map(struct buffer *out, uint32_t count);

/* MessagePack that was written before: any number of whole values. */
static inline void writer_raw(struct buffer *out, struct text values) {
    buffer_append_text(out, values);
}

/* The same value again. */
void writer_value(struct buffer *out, const struct wire_value *value);

/* A container whose length is not known yet: its header is an array 16 or a map 16, filled in by
 * writer_close (and lengthened there where the count needs it: msgpack5 of npm reads no map 32). */
struct writer_list {
    size_t header;  /* offset in the buffer */
    uint32_t count; /* elements or pairs so far */
};

struct writer_list writer_open_array(struct buffer *out);
struct writer_list writer_open_map(struct buffer *out);

/* Counts one element, or one pair; call it once for each that is written. */
static inline void writer_item(struct writer_list *list) {
    list->count++;
}

void writer_close(struct buffer *out, const struct writer_list *list);

#endif
