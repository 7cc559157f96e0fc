/*
 * What the suites of the upper half of `script` share: protocols out of strings, and what is said
 * about them.
 */
#ifndef SYNOVIA_TESTS_SCRIPT_LOADING_H
#define SYNOVIA_TESTS_SCRIPT_LOADING_H

#include "script/load.h"

/* A file of the folder that a test makes up; a path of NULL ends the list. */
struct file {
    const char *path;
    const char *text;
};

/* Four lines of header with a referral, and the local facts `age` (0 to 120 a), `fever` (yes_no),
 * `bearing` (normal, limping, cannot) and `surgery` (a date that can be none). */
#define LOADING_HEADER_LINES 6
extern const char loading_header[];

/* Loads "p.lua" of the files, its tests too where "p_test.lua" is among them; today is 2026-06-01.
 * The caller frees it. */
struct loaded *loading_files(const struct file *files);

/* The same without an assertion: NULL where memory ran out. */
struct loaded *loading_files_of(const struct file *files);

/* The same with libraries for `use`. */
struct loaded *loading_with(const struct file *files, struct library_finder libraries);

/* Loads the header and `text` as "p.lua", and `tests` as "p_test.lua" unless it is NULL. */
struct loaded *loading_of(const char *text, const char *tests);

/*
 * Everything that is said, a line for each: "LINE:COLUMN code: message", lines counted behind the
 * header, in "p_test.lua" from its start and marked by a leading "test ". Zero-terminated; the
 * caller frees the buffer.
 */
struct buffer loading_said(const struct loaded *loaded);

/* Asserts that the text is said exactly this about. */
void loading_assert_said(const char *text, const char *tests, const char *expected);

/* Loads what must be without errors. */
struct loaded *loading_good(const char *text, const char *tests);

#endif
