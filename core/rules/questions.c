/*
 * What to ask next.
 *
 * Everyone who could use an answer makes an *offer*: a set of facts, and what settling them could
 * establish. A fact is ranked by the best offer that wants it:
 *
 *     tier 0  scope rules
 *     tier 1  rules and results that could still change outcome, urgency or a result
 *     ------  (`complete`: nothing is left above this line)
 *     tier 2  a technique's own conditions, rules with `during`, what is owed at the start
 *     tier 3  advisories
 *
 * within a tier by the urgency they could establish, then by outcome, then in the order of the
 * script. The lower tiers are asked once nothing above the line is open.
 */
#include "rules/decide_private.h"

#include <stdlib.h>

enum tier { TIER_SCOPE, TIER_DECIDING, TIER_TECHNIQUE, TIER_ADVISORY };

struct offer {
    struct asker asker;
    const uint64_t *needs;
    enum tier tier;
    enum urgency urgency;
    enum outcome outcome;
};

struct asking {
    struct making *making;
    struct offer *offers;
    size_t count;
};

static void offer(struct asking *asking, enum tier tier, struct asker asker, const uint64_t *needs,
                  enum urgency urgency, enum outcome outcome) {
    if (needs != NULL) {
        asking->offers[asking->count++] = (struct offer){asker, needs, tier, urgency, outcome};
    }
}

/* ---- who could use an answer ----------------------------------------------------------------- */

/* A result can still be given, or where a scope is in doubt, still raise outcome or urgency. */
static bool result_matters(const struct making *making, uint32_t result) {
    return making->scope != SCOPE_OUT &&
           (!making->scope_in_doubt || result_could_raise(making, result));
}

static bool results_wait_for_the_scope(const struct making *making) {
    for (uint32_t i = 0; making->scope == SCOPE_OPEN && i < making->program->result_count; i++) {
        if (result_matters(making, i)) {
            return true;
        }
    }
    return false;
}

static void offer_rules(struct asking *asking) {
    const struct making *making = asking->making;
    bool results_wait = results_wait_for_the_scope(making);
    for (size_t i = 0; i < making->decision->open_count; i++) {
        uint32_t index = making->open[i].rule;
        const struct rule *rule = &making->program->rules[index];
        bool scope = rule->kind == RULE_SCOPE && rule->during_count == 0;
        if (rule_matters(making, index) || (scope && results_wait)) {
            offer(asking, scope ? TIER_SCOPE : TIER_DECIDING, (struct asker){ASKER_RULE, index},
                  making->open[i].needs, rule->referral.urgency, rule_kind_outcome(rule->kind));
        }
    }
}

/* What the possible lines of a result could establish at the worst. */
static void offer_result(struct asking *asking, uint32_t index) {
    const struct making *making = asking->making;
    const struct result *result = &making->program->results[index];
    enum urgency urgency = URGENCY_NONE;
    enum outcome outcome = OUTCOME_CLEAR;
    for (uint32_t i = 0; i < result->line_count; i++) {
        if (making->results[index].possible >> i & 1) {
            const struct result_line *line = &result->lines[i];
            urgency = line->referral.urgency > urgency ? line->referral.urgency : urgency;
            outcome = line->outcome > outcome ? line->outcome : outcome;
        }
    }
    offer(asking, TIER_DECIDING, (struct asker){ASKER_RESULT, index},
          evaluation_needs(making->evaluation, result->node), urgency, outcome);
}

static void offer_results(struct asking *asking) {
    for (uint32_t i = 0; i < asking->making->program->result_count; i++) {
        if (result_matters(asking->making, i)) {
            offer_result(asking, i);
        }
    }
}

static void offer_techniques(struct asking *asking) {
    const struct making *making = asking->making;
    for (uint32_t i = 0; i < making->program->technique_count; i++) {
        node_id only_if = making->program->techniques[i].only_if;
        if (only_if != NODE_MISSING) {
            offer(asking, TIER_TECHNIQUE, (struct asker){ASKER_TECHNIQUE, i},
                  evaluation_needs(making->evaluation, only_if), URGENCY_NONE, OUTCOME_CLEAR);
        }
    }
    for (size_t i = 0; i < making->decision->open_count; i++) {
        uint32_t index = making->open[i].rule;
        if (making->program->rules[index].during_count > 0) {
            offer(asking, TIER_TECHNIQUE, (struct asker){ASKER_RULE, index}, making->open[i].needs,
                  URGENCY_NONE, OUTCOME_CLEAR);
        }
    }
}

/* What a session measures a rise or fall from has to be known at the start. */
static void offer_owed(struct asking *asking) {
    const struct making *making = asking->making;
    for (uint32_t i = 0; !making->intake->in_session && i < making->program->technique_count; i++) {
        offer(asking, TIER_TECHNIQUE, (struct asker){ASKER_TECHNIQUE, i}, owed_by_steps(making, i),
              URGENCY_NONE, OUTCOME_CLEAR);
    }
    for (uint32_t i = 0; !making->intake->in_session && i < making->program->rule_count; i++) {
        if (making->program->rules[i].kind == RULE_HALT) {
            offer(asking, TIER_TECHNIQUE, (struct asker){ASKER_RULE, i}, owed_by_halt(making, i),
                  URGENCY_NONE, OUTCOME_CLEAR);
        }
    }
}

static void offer_advisories(struct asking *asking) {
    const struct making *making = asking->making;
    for (size_t i = 0; i < making->decision->open_count; i++) {
        uint32_t index = making->open[i].rule;
        const struct rule *rule = &making->program->rules[index];
        if (rule->kind == RULE_ADVISORY && rule->during_count == 0) {
            offer(asking, TIER_ADVISORY, (struct asker){ASKER_RULE, index}, making->open[i].needs,
                  URGENCY_NONE, OUTCOME_CLEAR);
        }
    }
}

/* ---- ranking --------------------------------------------------------------------------------- */

static bool is_better(const struct offer *a, const struct offer *b) {
    if (a->tier != b->tier) {
        return a->tier < b->tier;
    }
    if (a->urgency != b->urgency) {
        return a->urgency > b->urgency;
    }
    return a->outcome > b->outcome;
}

struct ranked {
    uint32_t fact;
    const struct offer *best;
    size_t askers;
};

static int by_rank(const void *left, const void *right) {
    const struct ranked *a = left;
    const struct ranked *b = right;
    if (is_better(a->best, b->best)) {
        return -1;
    }
    if (is_better(b->best, a->best)) {
        return 1;
    }
    return a->fact < b->fact ? -1 : 1;
}

static size_t rank_facts(const struct asking *asking, struct ranked *ranked) {
    size_t count = 0;
    for (uint32_t fact = 0; fact < asking->making->program->fact_count; fact++) {
        struct ranked entry = {fact, NULL, 0};
        for (size_t i = 0; i < asking->count; i++) {
            const struct offer *offered = &asking->offers[i];
            if (set_has(offered->needs, fact)) {
                entry.askers++;
                entry.best =
                    entry.best == NULL || is_better(offered, entry.best) ? offered : entry.best;
            }
        }
        if (entry.best != NULL) {
            ranked[count++] = entry;
        }
    }
    qsort(ranked, count, sizeof *ranked, by_rank);
    return count;
}

static const struct asker *askers_of(const struct asking *asking, const struct ranked *ranked) {
    struct asker *askers = arena_calloc(asking->making->arena, ranked->askers, sizeof *askers);
    size_t count = 0;
    for (size_t i = 0; askers != NULL && i < asking->count; i++) {
        if (set_has(asking->offers[i].needs, ranked->fact)) {
            askers[count++] = asking->offers[i].asker;
        }
    }
    return askers;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static bool publish(const struct asking *asking) {
    struct making *making = asking->making;
    size_t facts = making->program->fact_count;
    struct ranked *ranked = arena_calloc(making->arena, facts + 1, sizeof *ranked);
    struct question *questions = arena_calloc(making->arena, facts + 1, sizeof *questions);
    if (ranked == NULL || questions == NULL) {
        return false;
    }
    size_t count = rank_facts(asking, ranked);
    for (size_t i = 0; i < count; i++) {
        questions[i].fact = ranked[i].fact;
        questions[i].askers = askers_of(asking, &ranked[i]);
        questions[i].asker_count = ranked[i].askers;
    }
    making->decision->questions = questions;
    making->decision->question_count = count;
    return !making->arena->failed;
}

bool ask_questions(struct making *making) {
    making->decision->complete = true;
    if (making->evaluation->needs == NULL) {
        return true;
    }
    const struct program *program = making->program;
    size_t most = 2 * (program->rule_count + program->technique_count) + program->result_count + 1;
    struct asking asking = {
        .making = making,
        .offers = arena_calloc(making->arena, most, sizeof *asking.offers),
    };
    if (asking.offers == NULL) {
        return false;
    }
    offer_rules(&asking);
    offer_results(&asking);
    if (asking.count > 0) {
        making->decision->complete = false;
    } else {
        bool cleared = making->decision->outcome == OUTCOME_CLEAR && making->intake->faults == NULL;
        if (cleared) {
            offer_techniques(&asking);
            offer_owed(&asking);
        }
        offer_advisories(&asking);
    }
    return publish(&asking);
}
