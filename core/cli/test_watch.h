/*
 * `synovia test --watch`: the tests again whenever a file that they rest on is saved.
 *
 *     run all ──> tell ──> wait for a change ──> which protocols does it touch? ──> run those
 *                  ^                                                                   │
 *                  └────────────── only what became otherwise ─────────────────────────┘
 */
#ifndef SYNOVIA_CLI_TEST_WATCH_H
#define SYNOVIA_CLI_TEST_WATCH_H

#include "cli/exits.h"
#include "cli/teller.h"

struct test_watch {
    struct teller *teller; /* it tells in the form teller_watch */
    char *const *paths;
    /* Tests one protocol file and tells of it. */
    enum exit_code (*run)(void *context, const char *path);
    void *context;
};

/* Runs until SIGINT or SIGTERM and returns the exit code of what the tests are then. */
enum exit_code test_watch(const struct test_watch *watch);

/* Tells the first run of a file as text, and of later ones what became otherwise. Its memory is
 * `kept` of the teller: by the file's path { tests: { name: status }, files: [path], ... }. */
extern const struct teller_form teller_watch;

#endif
