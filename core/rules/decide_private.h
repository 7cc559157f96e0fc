/*
 * A decision in the making; each file of the room adds its part:
 *
 *     decide.c      rules: fired, open, not ruled out; scopes; outcome and urgency
 *     results.c     the answers that the protocol owes
 *     techniques.c  which techniques are open to a cleared person
 *     owed.c        what a session measures from and so must be known at the start
 *     questions.c   what to ask next, and so whether the decision is complete
 */
#ifndef SYNOVIA_RULES_DECIDE_PRIVATE_H
#define SYNOVIA_RULES_DECIDE_PRIVATE_H

#include "rules/decision.h"
#include "rules/needs.h"

/*
 * Whether the protocol is for this person, over all scopes; a later state outweighs an earlier one.
 * In doubt (a scope is not ruled out, and nothing can settle it) no result is given, but what the
 * results establish counts all the same: not knowing must not be better than being in scope.
 */
enum scope_state { SCOPE_HOLDS, SCOPE_IN_DOUBT, SCOPE_OPEN, SCOPE_OUT };

/* What a rule's condition comes to. */
enum rule_state { RULE_QUIET, RULE_FIRED, RULE_NOT_RULED_OUT, RULE_OPEN };

struct making {
    const struct program *program;
    struct evaluation *evaluation;
    struct intake *intake;
    struct arena *arena;
    struct decision *decision;
    enum rule_state *rule_states; /* one a rule */
    enum scope_state scope;
    bool scope_in_doubt; /* no result can be given any more, whatever else is open */
    struct reason *reasons;
    struct open_rule *open;
    struct referral_made *referrals;
    struct result_given *results;
    struct technique_given *techniques;
};

/* Raises the established outcome and urgency. */
void raise_outcome(struct decision *decision, enum outcome outcome);
void raise_urgency(struct decision *decision, enum urgency urgency);

void add_referral(struct making *making, struct referral_made referral);

/* Settles, opens or withholds each result; raises outcome and urgency by those that count. */
void decide_results(struct making *making);

/* True where a line that is still possible would raise outcome or urgency. */
bool result_could_raise(const struct making *making, uint32_t result);

/* After outcome and `complete` are final. */
void decide_techniques(struct making *making);

/* The questions of rules and results (first tiers), then sets `complete`. False: memory ran out. */
bool ask_questions(struct making *making);

/*
 * The facts that a halt, or the steps of a technique, measure a change from and that are to be
 * asked before a session starts. NULL where there are none (or memory ran out: the arena's `failed`
 * tells).
 */
const uint64_t *owed_by_halt(const struct making *making, uint32_t halt);
const uint64_t *owed_by_steps(const struct making *making, uint32_t technique);

/* True where an open rule could still raise outcome or urgency above what is established. */
bool rule_matters(const struct making *making, uint32_t rule);

#endif
