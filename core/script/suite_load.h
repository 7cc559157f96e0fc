/*
 * Loading `x_test.lua` in the session of its protocol: every fact, value, score and result stands
 * there as a global of its name, and `test`, `cases`, `walk` and `always` become plain data.
 */
#ifndef SYNOVIA_SCRIPT_SUITE_LOAD_H
#define SYNOVIA_SCRIPT_SUITE_LOAD_H

#include "script/session.h"
#include "script/suite.h"

/* An empty draft; NULL where memory ran out. `program` must outlive it. */
struct suite_draft *suite_draft_new(struct session *session, const struct program *program);

/* Defines the protocol's terms as globals; within a body. */
void suite_open(lua_State *state);

/* The tests, with a program of their own (one count) that has the probes; NULL where something was
 * reported or memory ran out. */
const struct suite *suite_finish(struct session *session, struct text path);

#endif
