/*
 * Bytes for tests, written the way the MessagePack specification shows them.
 */
#ifndef SYNOVIA_TESTS_HEX_H
#define SYNOVIA_TESTS_HEX_H

#include "base/text.h"

enum { HEX_MOST_BYTES = 128 };

struct hex_bytes {
    char at[HEX_MOST_BYTES];
    size_t length;
};

/* The bytes of pairs of hexadecimal digits; blanks between them are skipped. */
struct hex_bytes hex_read(const char *digits);

static inline struct text hex_text(const struct hex_bytes *bytes) {
    return text_from(bytes->at, bytes->length);
}

#endif
