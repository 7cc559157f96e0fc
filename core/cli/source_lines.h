/*
 * The lines of a source file, to be shown beside what is said of them.
 */
#ifndef SYNOVIA_CLI_SOURCE_LINES_H
#define SYNOVIA_CLI_SOURCE_LINES_H

#include "base/buffer.h"

struct source_lines {
    struct buffer bytes;
    size_t *starts; /* count + 1 */
    size_t count;
};

/* Reads the file; no lines where it cannot be read (it may have gone since it was loaded). */
void source_lines_read(struct source_lines *lines, const char *path);
void source_lines_free(struct source_lines *lines);

/* Line `number` (from 1) without its end; empty where there is none. */
struct text source_line(const struct source_lines *lines, long number);

/* The bytes before column `column` (from 1, in characters) of a line; its length where it has not
 * so many. */
size_t source_column_offset(struct text line, long column);

#endif
