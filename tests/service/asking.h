/*
 * A service for tests: a clock that stands still, the protocol `knee`, and questions as JSON.
 */
#ifndef SYNOVIA_TESTS_SERVICE_ASKING_H
#define SYNOVIA_TESTS_SERVICE_ASKING_H

#include "service/service.h"

#include <jansson.h>

/* 2026-05-01, nine o'clock in UTC. */
#define ASKING_TODAY "2026-05-01"

#define KNEE_PATH SYNOVIA_SOURCE_DIR "/tests/service/protocols/knee.lua"

struct asking {
    struct service *service;
    struct service_peer *peer;
    struct buffer out;
};

/* cmocka's setup and teardown: the state is a struct asking that serves `knee`. */
int asking_open(void **state);
int asking_close(void **state);

struct service_options asking_options(void);

/* What the service answers, as a new reference; fails the test at hand where it refuses. */
json_t *asking_result(struct asking *asking, const char *method, const char *params);

/* The code of the refusal; fails the test at hand where there is none. Valid until the next call.
 */
const char *asking_refusal(struct asking *asking, const char *method, const char *params);

/* The message of the refusal, likewise. */
const char *asking_message(struct asking *asking, const char *method, const char *params);

/* The value at a path such as "reasons.0.facts.fever", as JSON on one line ("" where there is
 * none); valid until the next call. */
const char *asking_at(struct asking *asking, const json_t *root, const char *path);

#endif
