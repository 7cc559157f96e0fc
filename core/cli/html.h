/*
 * Texts made harmless in HTML, which is well-formed XML as well.
 */
#ifndef SYNOVIA_CLI_HTML_H
#define SYNOVIA_CLI_HTML_H

#include "base/buffer.h"

/* Appends the text with what HTML would read as markup escaped, also within quotes; a byte that XML
 * forbids becomes a replacement character. */
void html_escape(struct buffer *out, struct text text);

#endif
