/*
 * `synovia test --mutate`: what nobody would notice, told as one more test of the file.
 *
 *     { name: "97.3 % of 222 faults are noticed", kind: "mutation", status: "passed" | "failed",
 *       milliseconds, file, line: 1, survivors: [the maps of service_mutate_file], ...its summary }
 */
#ifndef SYNOVIA_CLI_MUTATE_H
#define SYNOVIA_CLI_MUTATE_H

#include "cli/exits.h"
#include "cli/services.h"

struct mutate_wishes {
    bool wanted;
    bool writes;      /* appends the missing tests to the file of tests */
    double threshold; /* the least score, in per cent; 0: any */
};

/*
 * Runs the mutants of one protocol. `told` becomes the test (a new reference), or NULL where
 * nothing was run: the scripts have errors, which the tests have told, or there are no tests. What
 * could not be done is told on standard error, and is the exit code.
 */
enum exit_code mutate_file(struct service *service, const char *path,
                           const struct mutate_wishes *wishes, json_t **told);

#endif
