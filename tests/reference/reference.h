/*
 * What is printed from the program's own tables: annotations for editors, and tables of the
 * documents. A document marks the place of a table, and what stands between is generated:
 *
 *     <!-- generated: limits -->
 *     | ... |
 *     <!-- end -->
 *
 *     print_reference write ROOT     writes everything anew
 *     print_reference check ROOT     says what is not as it would be written; exit code 1 then
 */
#ifndef SYNOVIA_TESTS_REFERENCE_H
#define SYNOVIA_TESTS_REFERENCE_H

#include "base/buffer.h"

/* The vocabulary as annotations of the lua-language-server (protocols/library/synovia.lua). */
void reference_annotations(struct buffer *out);

/* The table of that name, with a line end behind each row; false where there is none. */
bool reference_table(struct buffer *out, struct text name);

/* The error codes of the wire: a table of its own, because the service's headers and the script
 * room's have names in common. */
void reference_error_codes(struct buffer *out);

#endif
