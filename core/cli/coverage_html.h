/*
 * The coverage page, in parts: coverage_html.c writes the page, coverage_html_source.c the
 * protocol's source with its marks.
 */
#ifndef SYNOVIA_CLI_COVERAGE_HTML_H
#define SYNOVIA_CLI_COVERAGE_HTML_H

#include "cli/coverage.h"

/* The source of all files of one protocol that have items, each as a table of lines. `items` in the
 * order of the source. */
void coverage_html_source(struct buffer *out, const json_t *items);

/* "shown", "missing" or "away" (out of reach): the class of what is said of an item. */
const char *coverage_html_class(const json_t *item);

#endif
