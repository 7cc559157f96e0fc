/*
 * What is inside a Lua string: its escapes.
 */
#ifndef SYNOVIA_SCRIPT_LEXER_STRINGS_H
#define SYNOVIA_SCRIPT_LEXER_STRINGS_H

#include "base/text.h"

#include <stdint.h>

enum { ESCAPE_BYTES = 6 }; /* the longest that one escape gives: \u{7FFFFFFF} */

/* One escape of a quoted string, from its backslash. */
struct escape {
    uint32_t length;          /* bytes of source, the backslash included */
    uint32_t count;           /* bytes that it gives; none for \z */
    char bytes[ESCAPE_BYTES]; /* these */
    const char *problem;      /* what is wrong with it, or NULL */
};

/* Reads the escape that `rest` begins with. `rest` goes on to the end of the source. */
struct escape lexer_escape(struct text rest);

#endif
