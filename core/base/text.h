/*
 * A view of text: UTF-8 bytes that somebody else owns, not terminated by a zero.
 */
#ifndef SYNOVIA_BASE_TEXT_H
#define SYNOVIA_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct text {
    const char *at; /* may be NULL only where length is 0 */
    size_t length;  /* bytes */
};

/* A view of a string literal or of any zero-terminated string; NULL gives the empty view. */
static inline struct text text_of(const char *string) {
    struct text view = {string, string == NULL ? 0 : strlen(string)};
    return view;
}

static inline struct text text_from(const char *at, size_t length) {
    struct text view = {at, length};
    return view;
}

static inline bool text_equal(struct text a, struct text b) {
    return a.length == b.length && (a.length == 0 || memcmp(a.at, b.at, a.length) == 0);
}

static inline bool text_is(struct text a, const char *string) {
    return text_equal(a, text_of(string));
}

static inline bool text_is_empty(struct text a) {
    return a.length == 0;
}

/* Bytewise order: negative, 0 or positive like strcmp; a prefix sorts first. */
int text_compare(struct text a, struct text b);

/* As text_compare, but for the case of ASCII letters: how language tags are compared (BCP 47). */
int text_compare_caseless(struct text a, struct text b);

static inline bool text_equal_caseless(struct text a, struct text b) {
    return a.length == b.length && text_compare_caseless(a, b) == 0;
}

/* Bytes of the control character that a text of at least one byte begins with, and its code; 0
 * where it begins with none. Line feeds and tabs are none here; U+0080 to U+009F are. */
size_t text_control_length(struct text text, unsigned *code);

/* True where the bytes are well-formed UTF-8 (no surrogates, no overlong forms). */
bool text_is_utf8(struct text a);

/* True for a Lua-style identifier, [A-Za-z_][A-Za-z0-9_]*, of at least one byte. */
bool text_is_identifier(struct text a);

#endif
