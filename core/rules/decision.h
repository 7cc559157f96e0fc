/*
 * The decision: what an evaluation means for the person (design, section 3).
 */
#ifndef SYNOVIA_RULES_DECISION_H
#define SYNOVIA_RULES_DECISION_H

#include "base/buffer.h"
#include "base/digest.h"
#include "rules/evaluate.h"

/* A rule that fired. */
struct reason {
    uint32_t rule;
    bool certain; /* false: not ruled out */
};

struct open_rule {
    uint32_t rule;
    const uint64_t *needs; /* set of facts */
};

enum asker_kind { ASKER_RULE, ASKER_RESULT, ASKER_TECHNIQUE };

/* Who a question is for. */
struct asker {
    enum asker_kind kind;
    uint32_t index;
};

struct question {
    uint32_t fact;
    const struct asker *askers;
    size_t asker_count;
};

struct referral_made {
    const struct referral *referral;
    enum asker_kind kind; /* ASKER_RULE or ASKER_RESULT */
    uint32_t index;
    uint32_t line; /* of the result */
    bool certain;
};

enum result_state {
    RESULT_WITHHELD, /* a scope is not known to hold; its worst line may count all the same */
    RESULT_OPEN,     /* owed: an askable fact could settle it */
    RESULT_SETTLED,
    RESULT_UNSETTLED, /* several lines possible and nothing can settle it */
};

struct result_given {
    enum result_state state;
    uint64_t possible; /* mask of lines */
    uint32_t line;     /* RESULT_SETTLED */
};

enum availability { AVAILABLE_NO, AVAILABLE_ASK, AVAILABLE_YES };

struct technique_given {
    enum availability available;
    const uint64_t *needs;  /* AVAILABLE_ASK; else NULL */
    ptrdiff_t barring_rule; /* the rule that bars it, or -1 */
};

struct decision {
    const struct program *program;
    const struct evaluation *evaluation;
    const struct intake *intake;
    int32_t as_of;
    enum outcome outcome;
    enum urgency urgency;
    bool complete;
    const struct reason *reasons; /* in the order of the script */
    size_t reason_count;
    const struct open_rule *open;
    size_t open_count;
    const struct question *questions; /* in the order to ask */
    size_t question_count;
    const struct referral_made *referrals; /* most urgent first, then in the order of the script */
    size_t referral_count;
    const struct result_given *results;       /* one a result of the program */
    const struct technique_given *techniques; /* one a technique */
    const struct fault *faults;
    const struct failure *failures;
};

/*
 * Decides a screening. Everything lives in the intake's arena. NULL only where memory ran out.
 */
const struct decision *decide(struct intake *intake, const struct functions *functions);

/* True where the outcome is `clear` and complete. */
bool decision_is_cleared(const struct decision *decision);

/*
 * The id: 32 hexadecimal digits and a zero. The same protocol, as_of, facts and faults give the
 * same id, whatever the order they were sent in. `scratch` is overwritten; false where memory ran
 * out.
 */
bool decision_id(const struct decision *decision, struct buffer *scratch,
                 char out[HASH128_HEX_SIZE]);

/* The facts that a fired rule rests on: those below the nodes that decided it. `words` words in the
 * arena; NULL where memory ran out. */
const uint64_t *decision_grounds(const struct decision *decision, uint32_t rule);

/* For each node evaluated, whether the failure bears on it; in the arena, NULL where memory ran
 * out. */
const bool *decision_failure_reach(const struct decision *decision, const struct failure *failure);

#endif
