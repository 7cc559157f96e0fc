/*
 * What two people show who answer every question alike, but one: what that question is for, and
 * whether its answers stand in the right order of caution.
 */
#include "proof/verify_private.h"

struct pairs {
    struct verifying *verifying;
    struct prover_program varied; /* the second person, of `fact` */
    uint32_t fact;
    enum session_use use;
    formula_id differ; /* they are treated differently */
    formula_id lower;  /* the second has a lower outcome or urgency than the first */
    formula_id higher; /* a higher one */
};

/* ---- what the engine says -------------------------------------------------------------------- */

static bool same_reasons(const struct decision *a, const struct decision *b) {
    bool same = a->reason_count == b->reason_count;
    for (size_t i = 0; same && i < a->reason_count; i++) {
        same = a->reasons[i].rule == b->reasons[i].rule;
    }
    return same;
}

static bool same_rest(const struct decision *a, const struct decision *b) {
    bool same = true;
    for (size_t i = 0; same && i < a->program->result_count; i++) {
        same = a->results[i].state == b->results[i].state &&
               (a->results[i].state != RESULT_SETTLED || a->results[i].line == b->results[i].line);
    }
    for (size_t i = 0; same && i < a->program->technique_count; i++) {
        same = a->techniques[i].available == b->techniques[i].available;
    }
    return same;
}

static bool decide_pair(struct hunt *hunt, const struct answer *answers, const struct decision **a,
                        const struct decision **b) {
    if (hunt->first_state != ANSWER_ABSENT &&
        (answers[hunt->fact].state != hunt->first_state ||
         (hunt->first_state == ANSWER_GIVEN && hunt->node != NODE_MISSING &&
          answers[hunt->fact].option != hunt->node))) {
        return false;
    }
    return hunt_decide_both(hunt, answers, a, b) && (*a)->faults == NULL && (*b)->faults == NULL &&
           (*a)->complete && (*b)->complete;
}

static bool shows_difference(struct hunt *hunt, const struct answer *answers) {
    const struct decision *a, *b;
    return decide_pair(hunt, answers, &a, &b) &&
           (a->outcome != b->outcome || a->urgency != b->urgency || !same_reasons(a, b) ||
            !same_rest(a, b));
}

static bool shows_lower(struct hunt *hunt, const struct answer *answers) {
    const struct decision *a, *b;
    return decide_pair(hunt, answers, &a, &b) &&
           (b->outcome < a->outcome || b->urgency < a->urgency);
}

static bool is_asked(const struct decision *decision, uint32_t fact) {
    node_id gate = decision->program->facts[fact].gate;
    return gate == NODE_MISSING || (decision->evaluation->cells[gate].mask & MASK_TRUE) != 0;
}

static bool shows_higher(struct hunt *hunt, const struct answer *answers) {
    const struct decision *a, *b;
    return decide_pair(hunt, answers, &a, &b) && is_asked(a, hunt->fact) &&
           (b->outcome > a->outcome || b->urgency > a->urgency);
}

/* ---- the two as formulas --------------------------------------------------------------------- */

static void add_different(struct pairs *pairs, formula_id a, formula_id b) {
    struct formulas *formulas = &pairs->verifying->prover.formulas;
    formula_id different = formula_not(formulas, formula_same(formulas, a, b));
    pairs->differ = formula_or(formulas, pairs->differ, different);
}

/* Levels of outcome or urgency. */
static void add_levels(struct pairs *pairs, const formula_id *a, const formula_id *b,
                       size_t count) {
    struct formulas *formulas = &pairs->verifying->prover.formulas;
    for (size_t i = 0; i < count; i++) {
        formula_id lower = formula_and(formulas, a[i], formula_not(formulas, b[i]));
        formula_id higher = formula_and(formulas, b[i], formula_not(formulas, a[i]));
        pairs->lower = formula_or(formulas, pairs->lower, lower);
        pairs->higher = formula_or(formulas, pairs->higher, higher);
        add_different(pairs, a[i], b[i]);
    }
}

static void add_results(struct pairs *pairs, const struct formula_decision *a,
                        const struct formula_decision *b) {
    struct formulas *formulas = &pairs->verifying->prover.formulas;
    for (size_t i = 0; i < pairs->verifying->program->result_count; i++) {
        add_different(pairs, a->results[i].settled, b->results[i].settled);
        formula_id both = formula_and(formulas, a->results[i].settled, b->results[i].settled);
        for (size_t k = 0; k < pairs->verifying->program->results[i].line_count; k++) {
            add_different(pairs, formula_and(formulas, both, a->results[i].possible[k]),
                          formula_and(formulas, both, b->results[i].possible[k]));
        }
    }
}

static bool make_pair(struct pairs *pairs) {
    struct verifying *verifying = pairs->verifying;
    struct formulas *formulas = &verifying->prover.formulas;
    if (!prover_vary(&verifying->prover, &verifying->base, pairs->fact, &pairs->varied)) {
        verifying->failed = true;
        return false;
    }
    const struct formula_decision *a = &verifying->base.decision;
    const struct formula_decision *b = &pairs->varied.decision;
    pairs->differ = pairs->lower = pairs->higher = FORMULA_FALSE;
    add_levels(pairs, a->outcome, b->outcome, OUTCOME_INVALID + 1);
    add_levels(pairs, a->urgency, b->urgency, URGENCY_IMMEDIATE + 1);
    add_results(pairs, a, b);
    for (uint32_t i = 0; i < verifying->program->rule_count; i++) {
        add_different(pairs, formula_or(formulas, a->rules[i].fired, a->rules[i].not_ruled_out),
                      formula_or(formulas, b->rules[i].fired, b->rules[i].not_ruled_out));
    }
    for (uint32_t i = 0; i < verifying->program->technique_count; i++) {
        add_different(pairs, a->techniques[i].yes, b->techniques[i].yes);
        add_different(pairs, a->techniques[i].ask, b->techniques[i].ask);
    }
    return true;
}

/* ---- what refines what ----------------------------------------------------------------------- */

/* Arithmetic over facts without gates (but for `fact` itself): no condition is in it. */
static bool is_arithmetic(const struct program *program, node_id id, uint32_t fact) {
    const struct node *node = &program->nodes[id];
    switch (node->op) {
    case NODE_FACT_NUMBER:
    case NODE_FACT_DATE:
        return node->fact == fact || program->facts[node->fact].gate == NODE_MISSING;
    case NODE_FIRST:
    case NODE_FUNCTION_NUMBER:
        return false;
    default:
        break;
    }
    bool all = node_op_is_number(node->op);
    for (uint32_t i = 0; all && i < node->child_count; i++) {
        all = is_arithmetic(program, node_children(program, node)[i], fact);
    }
    return all;
}

static bool compares_arithmetic(const struct program *program, node_id id, uint32_t fact) {
    const struct node *node = &program->nodes[id];
    bool compares = node->op == NODE_LESS || node->op == NODE_AT_MOST || node->op == NODE_EQUAL;
    return compares && is_arithmetic(program, node_children(program, node)[0], fact) &&
           is_arithmetic(program, node_children(program, node)[1], fact);
}

/*
 * What an answer settles, it settles to something that was possible without it: the engine's
 * intervals hold every value that they stand for, and its tolerances are taken so that a comparison
 * that is decided stays decided (rules/interval.h). Formulas of comparisons are open in their
 * bands, and would not know.
 */
static void hold_refinement(struct pairs *pairs, formula_id without, formula_id with) {
    struct verifying *verifying = pairs->verifying;
    struct formulas *formulas = &verifying->prover.formulas;
    formula_id both = formula_and(formulas, without, with);
    for (node_id id = 0; id < verifying->program->screen_nodes; id++) {
        if (!compares_arithmetic(verifying->program, id, pairs->fact)) {
            continue;
        }
        for (int value = 0; value < 2; value++) {
            formula_id before = verifying->base.meaning.cells[id].values[value];
            formula_id after = pairs->varied.meaning.cells[id].values[value];
            formula_id stays = formula_implies(formulas, after, before);
            formula_hold(formulas, formula_implies(formulas, both, stays));
        }
    }
}

/* ---- hunts ----------------------------------------------------------------------------------- */

static const struct person_fact *first_fact(const struct pairs *pairs) {
    const struct meaning *meaning = &pairs->verifying->base.meaning;
    return &meaning->person->facts[meaning->facts[pairs->fact]];
}

static const struct person_fact *second_fact(const struct pairs *pairs) {
    const struct meaning *meaning = &pairs->varied.meaning;
    return &meaning->person->facts[meaning->facts[pairs->fact]];
}

/* The second gave a value, or none. */
static formula_id second_answered(const struct pairs *pairs) {
    const struct person_fact *fact = second_fact(pairs);
    return formula_or(&pairs->verifying->prover.formulas, fact->given, fact->none);
}

static struct hunt hunt_for(struct pairs *pairs, formula_id first, formula_id second,
                            formula_id goal) {
    struct verifying *verifying = pairs->verifying;
    struct formulas *formulas = &verifying->prover.formulas;
    const formula_id parts[] = {first, second, goal, verifying->base.decision.complete,
                                pairs->varied.decision.complete};
    return (struct hunt){
        .verifying = verifying,
        .prover = &verifying->prover,
        .base = &verifying->base,
        .varied = &pairs->varied,
        .goal = formula_all(formulas, parts, 5),
        .fact = pairs->fact,
        .node = NODE_MISSING,
        .shows = shows_difference,
    };
}

static const struct fact *fact_of(const struct pairs *pairs) {
    return &pairs->verifying->program->facts[pairs->fact];
}

static struct verify_finding finding_of(const struct pairs *pairs, enum verify_check check,
                                        const char *detail) {
    return (struct verify_finding){.check = check,
                                   .subject = fact_of(pairs)->name,
                                   .position = fact_of(pairs)->position,
                                   .detail = text_of(detail)};
}

/* For an optional fact, nothing said is an answer as well. What changes nothing in the screening
 * may do so in a session; and what a rise is measured from matters there. */
static void check_question(struct pairs *pairs) {
    struct formulas *formulas = &pairs->verifying->prover.formulas;
    formula_id second = second_answered(pairs);
    if (fact_of(pairs)->optional) {
        second = formula_not(formulas, second_fact(pairs)->unanswerable);
    }
    struct hunt hunt = hunt_for(pairs, first_fact(pairs)->given, second, pairs->differ);
    hunt.first_state = ANSWER_GIVEN;
    enum prover_verdict verdict = hunt_run(&hunt, false);
    if (verdict == PROVER_IMPOSSIBLE && pairs->use != SESSION_NOTHING) {
        verdict = pairs->use == SESSION_MEASURES
                      ? PROVER_FOUND
                      : verify_matters_in_session(pairs->verifying, pairs->fact);
    }
    tell_somebody(pairs->verifying, verdict, finding_of(pairs, VERIFY_QUESTION, ""),
                  "the question is for nothing: for nobody does another answer to it change "
                  "anything");
}

static void check_option(struct pairs *pairs, uint32_t option) {
    const struct fact *fact = fact_of(pairs);
    struct verifying *verifying = pairs->verifying;
    const struct meaning *meaning = &verifying->base.meaning;
    formula_id chosen = person_option(meaning->person, meaning->facts[pairs->fact], fact, option);
    formula_id first = formula_and(&verifying->prover.formulas, first_fact(pairs)->given, chosen);
    struct hunt hunt = hunt_for(pairs, first, second_answered(pairs), pairs->differ);
    hunt.first_state = ANSWER_GIVEN;
    hunt.node = option;
    struct verify_finding finding = finding_of(pairs, VERIFY_OPTION, "");
    struct text name = fact->options[option];
    finding.subject = arena_format(&verifying->prover.arena, "%.*s: %.*s", (int)fact->name.length,
                                   fact->name.at, (int)name.length, name.at);
    tell_somebody(
        verifying, hunt_run(&hunt, false), finding,
        "the option is dead: for nobody does it matter that it is chosen and not another");
}

static void check_red_flag(struct pairs *pairs) {
    struct formulas *formulas = &pairs->verifying->prover.formulas;
    formula_id no = formula_and(formulas, first_fact(pairs)->given, first_fact(pairs)->options[0]);
    formula_id yes =
        formula_and(formulas, second_fact(pairs)->given, second_fact(pairs)->options[1]);
    struct hunt hunt = hunt_for(pairs, no, yes, pairs->lower);
    hunt.first_state = ANSWER_GIVEN;
    hunt.node = 0;
    hunt.shows = shows_lower;
    tell_nobody(&hunt, hunt_run(&hunt, true),
                finding_of(pairs, VERIFY_RED_FLAG,
                           "a yes instead of a no lowers the outcome or the urgency, although a "
                           "red flag asks for it"));
}

/* Somebody who is not asked says nothing by not knowing: the gate may be open. */
static formula_id may_be_asked(const struct pairs *pairs) {
    node_id gate = fact_of(pairs)->gate;
    return gate == NODE_MISSING ? FORMULA_TRUE : meaning_yes(&pairs->verifying->base.meaning, gate);
}

static void check_unanswerable(struct pairs *pairs) {
    struct formulas *formulas = &pairs->verifying->prover.formulas;
    formula_id without =
        formula_and(formulas, first_fact(pairs)->unanswerable, may_be_asked(pairs));
    hold_refinement(pairs, without, second_answered(pairs));
    struct hunt hunt = hunt_for(pairs, without, second_answered(pairs), pairs->higher);
    hunt.first_state = ANSWER_UNANSWERABLE;
    hunt.shows = shows_higher;
    tell_nobody(&hunt, hunt_run(&hunt, true),
                finding_of(pairs, VERIFY_UNANSWERABLE,
                           "this person is better off without an answer than with the one below"));
}

/* ---- which facts ----------------------------------------------------------------------------- */

/* Marks the yes_no facts that a condition asks a yes for: reached through any, all and at_least. */
static void mark_yes(const struct program *program, node_id id, bool *marks) {
    const struct node *node = &program->nodes[id];
    const node_id *children = node_children(program, node);
    if (node->op == NODE_FACT_DISCRETE && program->facts[node->fact].type == VALUE_YES_NO) {
        marks[node->fact] = true;
    }
    if (node->op == NODE_ONE_OF && node->mask == MASK_TRUE) {
        mark_yes(program, children[0], marks);
    }
    if (node->op == NODE_ALL || node->op == NODE_ANY || node->op == NODE_AT_LEAST_COUNT) {
        for (uint32_t i = 0; i < node->child_count; i++) {
            mark_yes(program, children[i], marks);
        }
    }
}

static bool *marked_yes(const struct program *program, struct arena *arena) {
    bool *marks = arena_calloc(arena, program->fact_count + 1, sizeof *marks);
    for (size_t i = 0; marks != NULL && i < program->rule_count; i++) {
        if (program->rules[i].kind == RULE_RED_FLAG && program->rules[i].during_count == 0) {
            mark_yes(program, program->rules[i].fires, marks);
        }
    }
    return marks;
}

static void check_fact(struct pairs *pairs, bool red_flag) {
    const struct fact *fact = fact_of(pairs);
    if (!make_pair(pairs)) {
        return;
    }
    check_question(pairs);
    for (uint32_t i = 0; fact->type == VALUE_CHOICE && i < fact->option_count; i++) {
        check_option(pairs, i);
    }
    if (red_flag) {
        check_red_flag(pairs);
    }
    if (!fact->optional) {
        check_unanswerable(pairs);
    }
}

static size_t count_fact(const struct fact *fact, bool red_flag) {
    if (!fact->screened) {
        return 0;
    }
    return 1 + (fact->type == VALUE_CHOICE ? fact->option_count : 0) + red_flag + !fact->optional;
}

size_t verify_count_pairs(struct verifying *verifying) {
    const struct program *program = verifying->program;
    const bool *marks = marked_yes(program, &verifying->prover.arena);
    size_t count = 0;
    verifying->failed = verifying->failed || marks == NULL;
    for (size_t i = 0; marks != NULL && i < program->fact_count; i++) {
        count += count_fact(&program->facts[i], marks[i]);
    }
    return count;
}

void verify_pairs(struct verifying *verifying) {
    const struct program *program = verifying->program;
    const bool *marks = marked_yes(program, &verifying->prover.arena);
    const enum session_use *uses = verify_session_uses(verifying);
    verifying->failed = verifying->failed || marks == NULL || uses == NULL;
    for (uint32_t i = 0; !verifying->failed && i < program->fact_count; i++) {
        if (program->facts[i].screened) {
            struct pairs pairs = {.verifying = verifying, .fact = i, .use = uses[i]};
            check_fact(&pairs, marks[i]);
        }
    }
}
