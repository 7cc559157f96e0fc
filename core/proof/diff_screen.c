/* What a screening shows: outcome and urgency, rules, results, scores, techniques. */
#include "proof/diff_private.h"

#include "rules/interval.h"

struct looking {
    struct diffing *diffing;
    struct formulas *formulas;
    const struct prover_program *sides; /* two */
    formula_id complete;                /* both are */
};

static struct looking looking_at(struct diffing *diffing) {
    struct looking looking = {
        .diffing = diffing,
        .formulas = &diffing->prover.formulas,
        .sides = diffing->known,
    };
    looking.complete = formula_and(looking.formulas, diffing->known[0].decision.complete,
                                   diffing->known[1].decision.complete);
    return looking;
}

static formula_id and_not(const struct looking *looking, formula_id a, formula_id b) {
    return formula_and(looking->formulas, a, formula_not(looking->formulas, b));
}

/* Looks for it among complete decisions, and tells. */
static void look(const struct looking *looking, struct search_for search, formula_id goal,
                 struct text subject, const char *what) {
    search.diffing = looking->diffing;
    search.goal = formula_and(looking->formulas, goal, looking->complete);
    struct diff_change change = {.kind = search.kind,
                                 .direction = search.direction,
                                 .subject = subject,
                                 .what = text_of(what)};
    diff_tell(&search, diff_search(&search), change);
}

/* ---- outcome and urgency --------------------------------------------------------------------- */

static bool shows_outcome(const struct search_for *search, const struct both_say *say) {
    enum outcome before = say->decisions[0]->outcome;
    enum outcome after = say->decisions[1]->outcome;
    return search->direction == DIFF_LESS ? after < before : after > before;
}

static bool shows_urgency(const struct search_for *search, const struct both_say *say) {
    enum urgency before = say->decisions[0]->urgency;
    enum urgency after = say->decisions[1]->urgency;
    return search->direction == DIFF_LESS ? after < before : after > before;
}

/* Some level is reached by the one and not by the other. */
static formula_id levels_fall(const struct looking *looking, const formula_id *from,
                              const formula_id *to, size_t count) {
    formula_id falls = FORMULA_FALSE;
    for (size_t i = 0; i < count; i++) {
        falls = formula_or(looking->formulas, falls, and_not(looking, from[i], to[i]));
    }
    return falls;
}

static void look_at_levels(const struct looking *looking) {
    const struct formula_decision *a = &looking->sides[0].decision;
    const struct formula_decision *b = &looking->sides[1].decision;
    for (enum diff_direction direction = DIFF_LESS; direction <= DIFF_MORE; direction++) {
        bool less = direction == DIFF_LESS;
        struct search_for outcome = {
            .kind = DIFF_OUTCOME, .direction = direction, .shows = shows_outcome};
        struct search_for urgency = {
            .kind = DIFF_URGENCY, .direction = direction, .shows = shows_urgency};
        look(looking, outcome,
             levels_fall(looking, less ? a->outcome : b->outcome, less ? b->outcome : a->outcome,
                         OUTCOME_INVALID + 1),
             text_of(""), less ? "the outcome is lower" : "the outcome is higher");
        look(looking, urgency,
             levels_fall(looking, less ? a->urgency : b->urgency, less ? b->urgency : a->urgency,
                         URGENCY_IMMEDIATE + 1),
             text_of(""),
             less ? "referred less soon, or not at all" : "referred sooner, or at all");
    }
}

/* ---- rules ----------------------------------------------------------------------------------- */

uint32_t diff_find_rule(const struct program *program, struct text id) {
    for (uint32_t i = 0; i < program->rule_count; i++) {
        if (text_equal(program->rules[i].id, id)) {
            return i;
        }
    }
    return UINT32_MAX;
}

static bool has_fired(const struct decision *decision, uint32_t rule) {
    for (size_t i = 0; rule != UINT32_MAX && i < decision->reason_count; i++) {
        if (decision->reasons[i].rule == rule) {
            return true;
        }
    }
    return false;
}

static formula_id fires(const struct looking *looking, int side, uint32_t rule) {
    const struct prover_program *known = &looking->sides[side];
    return rule == UINT32_MAX ? FORMULA_FALSE
                              : formula_rule_fires(&known->meaning, &known->decision, rule);
}

/* For certain it does (or does not), whatever else will be answered. */
static bool is_settled(const struct decision *decision, uint32_t rule, bool firing) {
    if (rule == UINT32_MAX) {
        return !firing;
    }
    uint64_t mask = decision->evaluation->cells[decision->program->rules[rule].fires].mask;
    return firing ? mask == MASK_TRUE && has_fired(decision, rule) : mask == MASK_FALSE;
}

/* A rule that is open in one version, and not asked for any more, is no difference. */
static bool shows_rule(const struct search_for *search, const struct both_say *say) {
    bool before = has_fired(say->decisions[0], search->index[0]);
    bool after = has_fired(say->decisions[1], search->index[1]);
    if (search->wanted) { /* both, and the rule weighs otherwise */
        return before && after;
    }
    return search->direction == DIFF_LESS
               ? before && is_settled(say->decisions[1], search->index[1], false)
               : after && is_settled(say->decisions[0], search->index[0], false);
}

static bool shows_rule_early(const struct search_for *search, const struct both_say *say) {
    bool less = search->direction == DIFF_LESS;
    return is_settled(say->decisions[0], search->index[0], less) &&
           is_settled(say->decisions[1], search->index[1], !less);
}

static formula_id settled(const struct looking *looking, int side, uint32_t rule, bool firing) {
    const struct prover_program *known = &looking->sides[side];
    if (rule == UINT32_MAX) {
        return formula_bool(!firing);
    }
    node_id node = known->program->rules[rule].fires;
    return firing ? known->decision.rules[rule].fired
                  : formula_not(looking->formulas, meaning_yes(&known->meaning, node));
}

/*
 * Somebody of whom no more need be known than what makes it fire in the one version and keeps it
 * quiet in the other; or else, among complete decisions, somebody for whom it is not ruled out.
 */
static void look_at_rule(const struct looking *looking, uint32_t old, uint32_t new, struct text id,
                         enum diff_direction direction) {
    bool less = direction == DIFF_LESS;
    const char *what = new == UINT32_MAX   ? "is gone; it fired"
                       : old == UINT32_MAX ? "is new, and fires"
                       : less              ? "does not fire any more"
                                           : "fires now";
    struct search_for search = {
        .diffing = looking->diffing,
        .kind = DIFF_RULE,
        .direction = direction,
        .shows = shows_rule_early,
        .partial = true,
        .index = {old, new},
    };
    search.goal = formula_and(looking->formulas, settled(looking, 0, old, less),
                              settled(looking, 1, new, !less));
    struct diff_change change = {
        .kind = DIFF_RULE, .direction = direction, .subject = id, .what = text_of(what)};
    enum prover_verdict early = diff_search(&search);
    if (early != PROVER_IMPOSSIBLE) {
        diff_tell(&search, early, change);
        return;
    }
    search.partial = false;
    search.shows = shows_rule;
    look(looking, search,
         less ? formula_and(looking->formulas, fires(looking, 0, old),
                            settled(looking, 1, new, false))
              : formula_and(looking->formulas, fires(looking, 1, new),
                            settled(looking, 0, old, false)),
         id, what);
}

static void look_at_rule_both_ways(const struct looking *looking, uint32_t old, uint32_t new,
                                   struct text id) {
    look_at_rule(looking, old, new, id, DIFF_LESS);
    look_at_rule(looking, old, new, id, DIFF_MORE);
}

/* The rule fires as before, and weighs less or more. */
static void look_at_weight(const struct looking *looking, uint32_t old, uint32_t new,
                           struct text id) {
    const struct rule *a = &looking->diffing->sides[0]->program->rules[old];
    const struct rule *b = &looking->diffing->sides[1]->program->rules[new];
    bool bars_less = (a->during_count == 0) != (b->during_count == 0);
    int outcome = (int)rule_kind_outcome(b->kind) - (int)rule_kind_outcome(a->kind);
    int urgency = (int)b->referral.urgency - (int)a->referral.urgency;
    if (outcome == 0 && urgency == 0 && a->kind == b->kind && !bars_less) {
        return;
    }
    bool less = outcome < 0 || urgency < 0 || b->during_count > a->during_count;
    bool more = outcome > 0 || urgency > 0 || a->during_count > b->during_count;
    struct search_for search = {
        .kind = DIFF_RULE,
        .direction = less   ? DIFF_LESS
                     : more ? DIFF_MORE
                            : DIFF_OTHER,
        .shows = shows_rule,
        .index = {old, new},
        .wanted = true,
    };
    struct text what = arena_format(
        &looking->diffing->prover.arena, "was %s (urgency %s)%s, is %s (urgency %s)%s",
        rule_kind_name(a->kind), urgency_name(a->referral.urgency),
        a->during_count > 0 ? " for some techniques" : "", rule_kind_name(b->kind),
        urgency_name(b->referral.urgency), b->during_count > 0 ? " for some techniques" : "");
    search.diffing = looking->diffing;
    search.goal = formula_all(
        looking->formulas,
        (formula_id[]){fires(looking, 0, old), fires(looking, 1, new), looking->complete}, 3);
    struct diff_change change = {
        .kind = DIFF_RULE, .direction = search.direction, .subject = id, .what = what};
    diff_tell(&search, diff_search(&search), change);
}

static bool is_screened(const struct rule *rule) {
    return rule->kind != RULE_HALT;
}

static void look_at_rules(const struct looking *looking) {
    const struct program *a = looking->diffing->sides[0]->program;
    const struct program *b = looking->diffing->sides[1]->program;
    for (uint32_t i = 0; i < a->rule_count; i++) {
        uint32_t other = diff_find_rule(b, a->rules[i].id);
        if (!is_screened(&a->rules[i])) {
            continue;
        }
        other = other != UINT32_MAX && is_screened(&b->rules[other]) ? other : UINT32_MAX;
        look_at_rule_both_ways(looking, i, other, a->rules[i].id);
        if (other != UINT32_MAX) {
            look_at_weight(looking, i, other, a->rules[i].id);
        }
    }
    for (uint32_t i = 0; i < b->rule_count; i++) {
        uint32_t other = diff_find_rule(a, b->rules[i].id);
        bool is_new = other == UINT32_MAX || !is_screened(&a->rules[other]);
        if (is_screened(&b->rules[i]) && is_new) {
            look_at_rule_both_ways(looking, UINT32_MAX, i, b->rules[i].id);
        }
    }
}

/* ---- results --------------------------------------------------------------------------------- */

static uint32_t find_result(const struct program *program, struct text name) {
    for (uint32_t i = 0; i < program->result_count; i++) {
        if (text_equal(program->results[i].name, name)) {
            return i;
        }
    }
    return UINT32_MAX;
}

/* OTHER also where only the names differ; nothing where the lines are the same. */
static bool line_direction(const struct result_line *a, const struct result_line *b,
                           enum diff_direction *direction) {
    bool lower = b->outcome < a->outcome || b->referral.urgency < a->referral.urgency;
    bool higher = b->outcome > a->outcome || b->referral.urgency > a->referral.urgency;
    *direction = lower ? DIFF_LESS : higher ? DIFF_MORE : DIFF_OTHER;
    return lower || higher || !text_equal(a->name, b->name);
}

static const struct result_line *settled_line(const struct decision *decision, uint32_t result) {
    const struct result_given *given = &decision->results[result];
    return given->state == RESULT_SETTLED ? &decision->program->results[result].lines[given->line]
                                          : NULL;
}

static bool shows_result(const struct search_for *search, const struct both_say *say) {
    enum diff_direction direction;
    const struct result_line *a = settled_line(say->decisions[0], search->index[0]);
    const struct result_line *b = settled_line(say->decisions[1], search->index[1]);
    return a != NULL && b != NULL && line_direction(a, b, &direction) &&
           direction == search->direction;
}

static void look_at_result(const struct looking *looking, uint32_t old, uint32_t new,
                           enum diff_direction direction) {
    const struct result *a = &looking->diffing->sides[0]->program->results[old];
    const struct result *b = &looking->diffing->sides[1]->program->results[new];
    const struct prover_program *sides = looking->sides;
    formula_id goal = FORMULA_FALSE;
    for (uint32_t i = 0; i < a->line_count; i++) {
        for (uint32_t k = 0; k < b->line_count; k++) {
            enum diff_direction found;
            if (!line_direction(&a->lines[i], &b->lines[k], &found) || found != direction) {
                continue;
            }
            formula_id x = formula_line_is(&sides[0].meaning, &sides[0].decision, old, i);
            formula_id y = formula_line_is(&sides[1].meaning, &sides[1].decision, new, k);
            goal = formula_or(looking->formulas, goal, formula_and(looking->formulas, x, y));
        }
    }
    static const char *const what[] = {"a milder line is given", "a more serious line is given",
                                       "another line is given"};
    struct search_for search = {
        .kind = DIFF_RESULT, .direction = direction, .shows = shows_result, .index = {old, new}};
    look(looking, search, goal, a->name, what[direction]);
}

static void note_result(const struct looking *looking, const struct result *result, bool is_new) {
    struct diff_change change = {
        .kind = DIFF_RESULT,
        .direction = DIFF_OTHER,
        .subject = result->name,
        .what = text_of(is_new ? "is new: the old version owed no such result"
                               : "is gone: the new version owes no such result"),
    };
    diff_note(looking->diffing, change);
}

static void look_at_results(const struct looking *looking) {
    const struct program *a = looking->diffing->sides[0]->program;
    const struct program *b = looking->diffing->sides[1]->program;
    for (uint32_t i = 0; i < a->result_count; i++) {
        uint32_t other = find_result(b, a->results[i].name);
        if (other == UINT32_MAX) {
            note_result(looking, &a->results[i], false);
            continue;
        }
        for (enum diff_direction direction = DIFF_LESS; direction <= DIFF_OTHER; direction++) {
            look_at_result(looking, i, other, direction);
        }
    }
    for (uint32_t i = 0; i < b->result_count; i++) {
        if (find_result(a, b->results[i].name) == UINT32_MAX) {
            note_result(looking, &b->results[i], true);
        }
    }
}

/* ---- scores ---------------------------------------------------------------------------------- */

static uint32_t find_score(const struct program *program, struct text name) {
    for (uint32_t i = 0; i < program->score_count; i++) {
        if (text_equal(program->scores[i].name, name)) {
            return i;
        }
    }
    return UINT32_MAX;
}

static bool shows_score(const struct search_for *search, const struct both_say *say) {
    const struct interval *a = &say->decisions[0]->evaluation->cells[search->node[0]].number;
    const struct interval *b = &say->decisions[1]->evaluation->cells[search->node[1]].number;
    bool points = a->may_be_number && b->may_be_number && a->low == a->high && b->low == b->high;
    return points && !numbers_equal(a->low, b->low);
}

static void look_at_scores(const struct looking *looking) {
    const struct program *a = looking->diffing->sides[0]->program;
    const struct program *b = looking->diffing->sides[1]->program;
    for (uint32_t i = 0; i < a->score_count; i++) {
        uint32_t other = find_score(b, a->scores[i].name);
        if (other == UINT32_MAX) {
            continue;
        }
        struct search_for search = {.kind = DIFF_SCORE,
                                    .direction = DIFF_OTHER,
                                    .shows = shows_score,
                                    .node = {a->scores[i].node, b->scores[other].node}};
        const struct formula_interval *x = &looking->sides[0].meaning.cells[search.node[0]].number;
        const struct formula_interval *y = &looking->sides[1].meaning.cells[search.node[1]].number;
        if (x->number == FORMULA_FALSE || y->number == FORMULA_FALSE) {
            continue;
        }
        formula_id both = formula_all(looking->formulas,
                                      (formula_id[]){x->number, y->number, x->known, y->known}, 4);
        formula_id apart =
            formula_or(looking->formulas, formula_less(looking->formulas, x->low, y->low),
                       formula_less(looking->formulas, y->low, x->low));
        look(looking, search, formula_and(looking->formulas, both, apart), a->scores[i].name,
             "comes to other points");
    }
}

/* ---- techniques ------------------------------------------------------------------------------ */

static uint32_t find_technique(const struct program *program, struct text id) {
    for (uint32_t i = 0; i < program->technique_count; i++) {
        if (text_equal(program->techniques[i].id, id)) {
            return i;
        }
    }
    return UINT32_MAX;
}

static bool is_open(const struct decision *decision, uint32_t technique) {
    return technique != UINT32_MAX && decision->techniques[technique].available == AVAILABLE_YES;
}

static bool shows_technique(const struct search_for *search, const struct both_say *say) {
    bool before = is_open(say->decisions[0], search->index[0]);
    bool after = is_open(say->decisions[1], search->index[1]);
    return search->direction == DIFF_LESS ? after && !before : before && !after;
}

static void look_at_technique(const struct looking *looking, uint32_t old, uint32_t new,
                              struct text id) {
    formula_id before =
        old == UINT32_MAX ? FORMULA_FALSE : looking->sides[0].decision.techniques[old].yes;
    formula_id after =
        new == UINT32_MAX ? FORMULA_FALSE : looking->sides[1].decision.techniques[new].yes;
    for (enum diff_direction direction = DIFF_LESS; direction <= DIFF_MORE; direction++) {
        bool less = direction == DIFF_LESS;
        struct search_for search = {.kind = DIFF_TECHNIQUE,
                                    .direction = direction,
                                    .shows = shows_technique,
                                    .index = {old, new}};
        look(looking, search,
             less ? and_not(looking, after, before) : and_not(looking, before, after), id,
             less ? "is open now" : "is not open any more");
    }
}

static void look_at_techniques(const struct looking *looking) {
    const struct program *a = looking->diffing->sides[0]->program;
    const struct program *b = looking->diffing->sides[1]->program;
    for (uint32_t i = 0; i < a->technique_count; i++) {
        look_at_technique(looking, i, find_technique(b, a->techniques[i].id), a->techniques[i].id);
    }
    for (uint32_t i = 0; i < b->technique_count; i++) {
        if (find_technique(a, b->techniques[i].id) == UINT32_MAX) {
            look_at_technique(looking, UINT32_MAX, i, b->techniques[i].id);
        }
    }
}

/* ---- the whole ------------------------------------------------------------------------------- */

size_t diff_count_screening(const struct diffing *diffing) {
    const struct program *a = diffing->sides[0]->program;
    return 4 + 2 * a->rule_count + 3 * a->result_count + a->score_count + 2 * a->technique_count;
}

void diff_screening(struct diffing *diffing) {
    struct looking looking = looking_at(diffing);
    look_at_levels(&looking);
    look_at_rules(&looking);
    look_at_results(&looking);
    look_at_scores(&looking);
    look_at_techniques(&looking);
}
