#include "cli/html.h"

#include <string.h>

static const char *escaped(char byte) {
    switch (byte) {
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '&':
        return "&amp;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return (unsigned char)byte < 0x20 && strchr("\t\n\r", byte) == NULL ? "\xef\xbf\xbd" : NULL;
    }
}

void html_escape(struct buffer *out, struct text text) {
    for (size_t i = 0; i < text.length; i++) {
        const char *words = escaped(text.at[i]);
        if (words == NULL) {
            buffer_append(out, &text.at[i], 1);
        } else {
            buffer_append_string(out, words);
        }
    }
}
