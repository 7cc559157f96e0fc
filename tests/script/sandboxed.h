/*
 * Running a script in a sandbox of its own, for the suites of the sandbox.
 */
#ifndef SYNOVIA_TESTS_SCRIPT_SANDBOXED_H
#define SYNOVIA_TESTS_SCRIPT_SANDBOXED_H

#include "script/reading.h"
#include "script/sandbox.h"

/* What a script that calls `keep(name, value)` has kept last, and how often it did. */
struct kept {
    char text[256];
    unsigned count;
};

struct sandboxed {
    struct reading reading;
    struct sandbox *sandbox;
    enum sandbox_status status;
    struct sandbox_failure failure;
    char report[1024]; /* "line:column message", or "" where the script ran to its end */
    struct kept kept;
};

/* Runs a script under the budget of loading; one that is not even Lua is a failed run without a
 * sandbox, whose report is the first diagnostic. `keep(...)` keeps the tostring of its arguments,
 * with spaces between. */
void sandboxed_run(struct sandboxed *sandboxed, const char *script);

/* Calls the function that the script has given to `keep_function`, under the budget of a call, and
 * fills in `status`, `failure` and `report` anew. */
void sandboxed_call(struct sandboxed *sandboxed);

void sandboxed_free(struct sandboxed *sandboxed);

#endif
