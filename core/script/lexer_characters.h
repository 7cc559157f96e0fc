/*
 * Single characters of a script: their classes, and what was meant by those that do not belong.
 */
#ifndef SYNOVIA_SCRIPT_LEXER_CHARACTERS_H
#define SYNOVIA_SCRIPT_LEXER_CHARACTERS_H

#include "base/text.h"

#include <stdbool.h>

/* Of a byte, or of -1 behind the end. The C library's own classes depend on the locale. */
static inline bool character_is_digit(int c) {
    return c >= '0' && c <= '9';
}

static inline bool character_is_letter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static inline bool character_is_hexadecimal(int c) {
    return character_is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* What to write in place of the character that `rest` begins with, which begins no token. */
const char *character_cure(struct text rest);

/* The bytes in front of the first that is not part of a UTF-8 character. */
size_t character_utf8_prefix(struct text source);

#endif
