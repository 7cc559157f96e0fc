/*
 * `walk`: a person guided through a technique, turn by turn, as a front end would.
 *
 *     given ──> start ──> step ── report ──> step ── report ──> ... ──> how it ended
 *                          │        ▲
 *                          └ usual, and what `report` says for this step
 *
 * Between two calls the session is packed to bytes and read back, as when the program starts anew:
 * every walk is resumed at every turn. A walk ends where the session is over, or where a report
 * leaves the turn as it was (something is missing, or was refused). A `report`, `wait` or `again`
 * for a step that the walk never comes to is a difference of its own: it tests nothing.
 */
#ifndef SYNOVIA_PROOF_WALK_H
#define SYNOVIA_PROOF_WALK_H

#include "guide/guide.h"
#include "proof/proof.h"

/* How a walk went. Everything lives in the arena of walk_go. */
struct walked {
    struct guide_answer answer; /* the last */
    const struct text *steps;   /* the instances shown, in order */
    size_t step_count;
    struct text at;     /* the instance where it ended; empty at the end, and before a first step */
    struct text at_id;  /* the step's id */
    struct text lost;   /* an instance whose report, sent again, got another answer; else empty */
    const bool *told;   /* one a report of the test: whether it was given */
    const bool *waited; /* one a wait */
    const bool *again;  /* one an item of `again` */
};

/* Walks; notes what is seen in the proof's cover. False where memory ran out. */
bool walk_go(const struct proof *proof, const struct test *test, int32_t as_of, struct arena *arena,
             struct walked *walked);

/* The differences to what the test expects. False where memory ran out. */
bool walk_compare(const struct walked *walked, const struct test *test,
                  const struct program *program, struct arena *arena, struct test_result *result);

/* Why it went so: the rules that halted or were expected to, what kept the person from being
 * cleared, what was refused. False where memory ran out. */
bool walk_reason(const struct walked *walked, const struct test *test,
                 const struct functions *functions, struct arena *arena,
                 struct test_result *result);

/* Judges a TEST_WALK; the same promises as proof_run. */
bool walk_run(const struct proof *proof, const struct test *test, struct arena *arena,
              struct test_result *result);

#endif
