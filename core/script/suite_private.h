/*
 * The parts of loading a suite.
 *
 *     suite_facts.c    facts { ... }, :with { ... }, the values that a test sends
 *     suite_expect.c   what is expected of a decision and of a walk
 *     suite_tests.c    test, cases, walk, always
 *     suite_cases.c    cases_from
 *     suite_csv.h      its tables
 *     suite_ndjson.c   its lines of JSON
 *     suite_bases.c    the names that sets of facts have
 *     suite_load.c     the draft, and the suite that comes of it
 */
#ifndef SYNOVIA_SCRIPT_SUITE_PRIVATE_H
#define SYNOVIA_SCRIPT_SUITE_PRIVATE_H

#include "script/suite_load.h"
#include "script/words.h"

/* A set of facts and where it was made. */
struct facts_made {
    struct place place;
    struct given given;
};

struct suite_draft {
    const struct program *program;
    bool has_dates; /* `as_of` is compulsory */
    struct test *tests;
    size_t test_count, test_capacity;
    struct facts_made *made;
    size_t made_count, made_capacity;
    /* The names of the program as keys, so that a slip is told with the nearest one. */
    struct key *fact_keys; /* and `as_of` */
    struct key *result_keys;
    struct key *score_keys;
    struct key *technique_keys;
};

/* Adds a test; raises where memory ran out. */
struct test *suite_add(lua_State *state, enum test_kind kind, struct text name, struct place place);

/* ---- facts ---- */

/* Defines `:with`. */
void suite_facts_open(lua_State *state);

/*
 * The facts under the key `key`: `facts { ... }` or a plain table. Facts of `base` (may be NULL)
 * that it does not name stay.
 */
struct given suite_read_given(struct fields *fields, const char *key, const struct given *base);

/* The facts in item `item` of a table. */
struct given suite_read_given_item(struct fields *fields, size_t item, const struct given *base);

/* Reports a test without `as_of` of a protocol with dates. */
void suite_need_as_of(struct fields *fields, const struct given *given);

/* ---- cases of a file ---- */

/*
 * The cases that a file holds, each added by suite_add_case. What is wrong is reported at its line
 * through `report`, which is open on no table; the rest is read on.
 */
void suite_read_csv(struct fields *report, struct text path, struct text bytes);
void suite_read_ndjson(struct fields *report, struct text path, struct text bytes);

/* Adds the example, which stands at `place`. */
void suite_add_case(struct fields *report, const struct test *test, struct place place);

/* Notes that a set of facts was made at the place; raises where memory ran out. */
void suite_note_facts(lua_State *state, const struct given *given, struct place place);

/* Fills the suite's bases from what was noted. False where memory ran out. */
bool suite_find_bases(struct session *session, struct suite *suite);

/* ---- expectations ---- */

/* The keys of `expect` out of a table that has been opened. */
void suite_read_expectation(struct fields *fields, struct expectation *expect);

/* The table under a key; false where there is none or nothing in it (reported). */
bool suite_read_expect_key(struct fields *fields, const char *key, struct expectation *expect);

void suite_read_walk_expectation(struct fields *fields, const struct technique *technique,
                                 struct walk_expectation *expect);

/* Indices in the program, or -1 (reported at `place` with the nearest name). */
ptrdiff_t suite_find_rule(struct fields *fields, struct text id, struct place place);
ptrdiff_t suite_find_fact(struct fields *fields, struct text name, struct place place);
ptrdiff_t suite_find_technique(struct fields *fields, struct text id, struct place place);

/* True for a step of the technique, or an instance of one ("arch#2"); else reported. */
bool suite_is_instance(struct fields *fields, const struct technique *technique, struct text text,
                       struct place place);

/* True where it is an urgency's name or "none". */
bool suite_urgency(struct text name, enum urgency *urgency);

#endif
