/*
 * A verification under way; each file adds its checks:
 *
 *     verify.c          the whole: one check after the other, time, findings told
 *     verify_hunt.c     looking for a person, and making them small
 *     verify_alone.c    what one person shows: always, rules, lines, clear, one-line
 *     verify_pairs.c    what two people show who differ in one answer: questions, options,
 *                       red flags, unanswerable
 *     verify_session.c  what only a session shows: halts and steps
 */
#ifndef SYNOVIA_PROOF_VERIFY_PRIVATE_H
#define SYNOVIA_PROOF_VERIFY_PRIVATE_H

#include "proof/prover.h"
#include "proof/verify.h"

struct verifying {
    const struct program *program;
    const struct suite *suite; /* or NULL */
    const struct functions *functions;
    const struct verify_options *options;
    const struct verify_listener *listener;
    struct verify_summary *summary;
    struct prover prover;
    struct prover_program base;
    struct prover session; /* where facts that only sessions take may be said; made where needed */
    struct prover_program session_base;
    bool has_session;
    struct arena arena;   /* of one finding */
    struct arena scratch; /* of decisions */
    int64_t until;        /* microseconds by the clock */
    size_t done, of;      /* properties */
    bool failed;          /* memory ran out */
};

/* ---- a hunt: is there such a person? ---- */

struct hunt {
    struct verifying *verifying;
    struct prover *prover;
    struct prover_program *base;
    formula_id goal;
    bool in_session;
    /* The engine's word on answers: do they show it? False as well where memory ran out. */
    bool (*shows)(struct hunt *hunt, const struct answer *answers);
    /* Of two people: the second has this answer to `fact`. */
    struct prover_program *varied; /* NULL: there is one person */
    uint32_t fact;
    struct answer other;
    /* For `shows`: whatever it looks at. */
    const struct test *test;
    uint32_t index, line;
    node_id node;
    enum answer_state first_state; /* pairs: the first person's state; ABSENT: any */
    struct answer *answers;        /* found */
};

/*
 * Looks for somebody; with `small` the person found is made small. IMPOSSIBLE is a proof that there
 * is nobody.
 */
enum prover_verdict hunt_run(struct hunt *hunt, bool small);

/* Decides for one person (in the scratch arena; two decisions may stand there at the same time).
 * NULL where memory ran out. */
const struct decision *hunt_decide(struct hunt *hunt, const struct answer *answers);

/* Both of two people; false where memory ran out. */
bool hunt_decide_both(struct hunt *hunt, const struct answer *answers,
                      const struct decision **first, const struct decision **second);

/* The engine's evaluation of a report, in the scratch arena, which is not reset; NULL where memory
 * ran out or the report has a fault. */
const struct evaluation *hunt_evaluate(struct hunt *hunt, const struct answer *answers);

/* ---- findings ---- */

/*
 * Tells what came of a property. For "nobody": IMPOSSIBLE is proved and FOUND refuted, by `hunt`'s
 * people. For "somebody" it is the other way round, and there are no people.
 */
void tell_nobody(struct hunt *hunt, enum prover_verdict verdict, struct verify_finding finding);
void tell_somebody(struct verifying *verifying, enum prover_verdict verdict,
                   struct verify_finding finding, const char *nobody);

/* True where there is time left, memory, and nobody cancelled. */
bool verify_goes_on(const struct verifying *verifying);

/* Milliseconds for the next query. */
uint32_t verify_share(const struct verifying *verifying);

/* ---- the checks: how many properties, and to check them ---- */

size_t verify_count_alone(const struct verifying *verifying);
void verify_alone(struct verifying *verifying);
size_t verify_count_pairs(struct verifying *verifying);
void verify_pairs(struct verifying *verifying);
size_t verify_count_session(const struct verifying *verifying);
void verify_session(struct verifying *verifying);

/* Makes verifying->session; false where memory ran out. */
bool verify_open_session(struct verifying *verifying);

/* For each fact, whether a condition of a halt, a step or a loop rests on it, and whether a rise or
 * fall is measured from it. In the prover's arena; NULL where memory ran out. */
enum session_use { SESSION_NOTHING, SESSION_CONDITION, SESSION_MEASURES };
const enum session_use *verify_session_uses(struct verifying *verifying);

/* Somebody for whom another answer to the fact makes such a condition come out otherwise. */
enum prover_verdict verify_matters_in_session(struct verifying *verifying, uint32_t fact);

#endif
