/*
 * What the suites of the lower half of `script` share: a small vocabulary, and reading a script to
 * the text of its diagnostics.
 */
#ifndef SYNOVIA_TESTS_SCRIPT_READING_H
#define SYNOVIA_TESTS_SCRIPT_READING_H

#include "base/arena.h"
#include "script/diagnostics.h"
#include "script/source.h"

#include <stddef.h>

/* `number`, `yes_no`, `any` and `derive` make terms, `fact_of_a_test` is one; `helper`, `minutes`
 * and the safe library do not. */
struct vocabulary reading_vocabulary(void);

struct reading {
    struct arena arena;
    struct diagnostics diagnostics;
    struct buffer text; /* the diagnostics, written and zero-terminated */
    const struct source *source;
};

/* Reads a script named "t.lua". */
struct reading reading_of(const char *script);
struct reading reading_of_bytes(const char *bytes, size_t length);
void reading_free(struct reading *reading);

#endif
