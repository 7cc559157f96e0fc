/*
 * Text for a terminal of any width: lines broken between words, what follows indented like the line
 * that it belongs to. Colours take no room.
 */
#ifndef SYNOVIA_CLI_WRAP_H
#define SYNOVIA_CLI_WRAP_H

#include "base/text.h"

#include <stdio.h>

/* Columns of the terminal that `out` is; 80 where it is none or does not say. COLUMNS counts first.
 */
unsigned wrap_width(FILE *out);

/* Prints the text, each of its lines broken to `width` columns. A word that is longer than a line
 * stands on one of its own. */
void wrap_print(FILE *out, struct text text, unsigned width);

#endif
