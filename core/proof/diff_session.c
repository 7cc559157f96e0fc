/*
 * What sessions show: which reports halt, and through which steps somebody is led. Conditions are
 * looked at for any report of facts; loops, holds and the order of steps are compared as declared.
 */
#include "proof/diff_private.h"

/* ---- conditions ------------------------------------------------------------------------------ */

static bool is(const struct both_say *say, int side, node_id node, bool yes, bool without) {
    if (node == NODE_MISSING) {
        return without == yes;
    }
    return say->evaluations[side]->cells[node].mask == (yes ? MASK_TRUE : MASK_FALSE);
}

/* `direction` less: it was so and may be otherwise now; `wanted` is what it was, and what a missing
 * condition counts as stands in `index`. */
static bool shows_condition(const struct search_for *search, const struct both_say *say) {
    int from = search->direction == DIFF_LESS ? 0 : 1;
    return is(say, from, search->node[from], search->wanted, search->index[from] == 1) &&
           is(say, 1 - from, search->node[1 - from], !search->wanted, search->index[1 - from] == 1);
}

static formula_id certainly(struct diffing *diffing, int side, node_id node, bool yes,
                            bool without) {
    if (node == NODE_MISSING) {
        return formula_bool(without == yes);
    }
    const struct meaning *meaning = &diffing->session_known[side].meaning;
    formula_id other = yes ? meaning_no(meaning, node) : meaning_yes(meaning, node);
    return formula_not(&diffing->session.formulas, other);
}

/* The person at hand: some report for which it was `wanted` in one version, and is not in the
 * other. A condition that is missing counts as `without`. */
static void look_at_condition(struct diffing *diffing, const node_id nodes[2], bool wanted,
                              bool without, struct diff_change change) {
    if (nodes[0] == NODE_MISSING && nodes[1] == NODE_MISSING) {
        return;
    }
    int from = change.direction == DIFF_LESS ? 0 : 1;
    struct search_for search = {
        .diffing = diffing,
        .in_session = true,
        .kind = change.kind,
        .direction = change.direction,
        .shows = shows_condition,
        .node = {nodes[0], nodes[1]},
        .wanted = wanted,
        .index = {without, without},
    };
    search.goal = formula_and(&diffing->session.formulas,
                              certainly(diffing, from, nodes[from], wanted, without),
                              certainly(diffing, 1 - from, nodes[1 - from], !wanted, without));
    diff_tell(&search, diff_search(&search), change);
}

/* ---- halts ----------------------------------------------------------------------------------- */

static bool watches(const struct rule *rule) {
    return rule->kind == RULE_HALT || rule->throughout;
}

static void look_at_halt(struct diffing *diffing, const struct rule *a, const struct rule *b) {
    const node_id nodes[2] = {a == NULL ? NODE_MISSING : a->fires,
                              b == NULL ? NODE_MISSING : b->fires};
    struct diff_change change = {.kind = DIFF_HALT, .subject = a == NULL ? b->id : a->id};
    change.direction = DIFF_LESS;
    change.what = text_of(b == NULL ? "is gone; it halted" : "does not halt any more");
    look_at_condition(diffing, nodes, true, false, change);
    change.direction = DIFF_MORE;
    change.what = text_of(a == NULL ? "is new, and halts" : "halts now");
    look_at_condition(diffing, nodes, true, false, change);
}

static bool covers(const struct rule *rule, const struct technique_place *place) {
    bool found = rule->during_count == 0;
    for (size_t i = 0; i < rule->during_count; i++) {
        found = found || (text_equal(rule->during[i].technique, place->technique) &&
                          (text_is_empty(rule->during[i].step) ||
                           text_equal(rule->during[i].step, place->step)));
    }
    return found;
}

static bool covers_all(const struct rule *rule, const struct rule *of) {
    bool all = of->during_count > 0 || rule->during_count == 0;
    for (size_t i = 0; i < of->during_count; i++) {
        all = all && covers(rule, &of->during[i]);
    }
    return all;
}

static void compare_places(struct diffing *diffing, const struct rule *a, const struct rule *b) {
    bool fewer = !covers_all(b, a);
    bool further = !covers_all(a, b);
    if (fewer || further) {
        struct diff_change change = {
            .kind = DIFF_HALT,
            .direction = fewer ? DIFF_LESS : DIFF_MORE,
            .subject = b->id,
            .what = text_of(fewer ? "is watched in fewer places" : "is watched in more places"),
        };
        diff_note(diffing, change);
    }
}

static const struct rule *find_watched(const struct program *program, struct text id) {
    uint32_t index = diff_find_rule(program, id);
    return index != UINT32_MAX && watches(&program->rules[index]) ? &program->rules[index] : NULL;
}

static void look_at_halts(struct diffing *diffing) {
    const struct program *a = diffing->sides[0]->program;
    const struct program *b = diffing->sides[1]->program;
    for (size_t i = 0; i < a->rule_count; i++) {
        if (watches(&a->rules[i])) {
            const struct rule *other = find_watched(b, a->rules[i].id);
            bool screened = other != NULL && a->rules[i].throughout && other->throughout;
            if (!screened) { /* what a rule of the screening says has been looked at */
                look_at_halt(diffing, &a->rules[i], other);
            }
            if (other != NULL) {
                compare_places(diffing, &a->rules[i], other);
            }
        }
    }
    for (size_t i = 0; i < b->rule_count; i++) {
        if (watches(&b->rules[i]) && find_watched(a, b->rules[i].id) == NULL) {
            look_at_halt(diffing, NULL, &b->rules[i]);
        }
    }
}

/* ---- steps ----------------------------------------------------------------------------------- */

static struct text place_of(struct diffing *diffing, struct text technique,
                            const struct step *step) {
    return arena_format(&diffing->prover.arena, "%.*s/%.*s", (int)technique.length, technique.at,
                        (int)step->id.length, step->id.at);
}

static void note_step(struct diffing *diffing, struct text subject, enum diff_direction direction,
                      struct text what) {
    struct diff_change change = {
        .kind = DIFF_STEP, .direction = direction, .subject = subject, .what = what};
    diff_note(diffing, change);
}

static void compare_loop(struct diffing *diffing, struct text subject, const struct step *a,
                         const struct step *b) {
    if (a->at_most != b->at_most) {
        note_step(diffing, subject, b->at_most > a->at_most ? DIFF_LESS : DIFF_MORE,
                  arena_format(&diffing->prover.arena, "had at most %u rounds, has at most %u",
                               (unsigned)a->at_most, (unsigned)b->at_most));
    }
    const node_id finish[2] = {a->finish_when, b->finish_when};
    struct diff_change change = {.kind = DIFF_STEP, .subject = subject};
    change.direction = DIFF_LESS;
    change.what = text_of("goes on where it was finished");
    look_at_condition(diffing, finish, true, false, change);
    change.direction = DIFF_MORE;
    change.what = text_of("is finished where it went on");
    look_at_condition(diffing, finish, true, false, change);
}

static void compare_step(struct diffing *diffing, struct text subject, const struct step *a,
                         const struct step *b) {
    const node_id only[2] = {a->only_if, b->only_if};
    const node_id skip[2] = {a->skip_if, b->skip_if};
    struct diff_change change = {.kind = DIFF_STEP, .subject = subject};
    change.direction = DIFF_LESS;
    change.what = text_of("somebody is led through it who was not");
    look_at_condition(diffing, only, false, true, change);
    change.what = text_of("is left out where it was not");
    look_at_condition(diffing, skip, false, false, change);
    change.direction = DIFF_MORE;
    change.what = text_of("somebody is not led through it any more");
    look_at_condition(diffing, only, false, true, change);
    change.what = text_of("is not left out any more");
    look_at_condition(diffing, skip, false, false, change);
    if (a->hold_seconds != b->hold_seconds) {
        note_step(diffing, subject, b->hold_seconds > a->hold_seconds ? DIFF_LESS : DIFF_MORE,
                  arena_format(&diffing->prover.arena, "was held %g seconds, is held %g",
                               a->hold_seconds, b->hold_seconds));
    }
}

static const struct step *find_step(const struct step *steps, size_t count, struct text id) {
    for (size_t i = 0; i < count; i++) {
        if (text_equal(steps[i].id, id)) {
            return &steps[i];
        }
    }
    return NULL;
}

static bool same_order(const struct step *a, size_t a_count, const struct step *b, size_t b_count) {
    bool same = a_count == b_count;
    for (size_t i = 0; same && i < a_count; i++) {
        same = text_equal(a[i].id, b[i].id);
    }
    return same;
}

/* Loops hold single steps, so this nests once. */
static void compare_steps(struct diffing *diffing, struct text technique, const struct step *a,
                          size_t a_count, const struct step *b, size_t b_count) {
    bool moved = !same_order(a, a_count, b, b_count);
    for (size_t i = 0; i < a_count; i++) {
        struct text subject = place_of(diffing, technique, &a[i]);
        const struct step *other = find_step(b, b_count, a[i].id);
        if (other == NULL || other->kind != a[i].kind) {
            note_step(diffing, subject, DIFF_OTHER, text_of("is gone"));
            moved = false;
            continue;
        }
        compare_step(diffing, subject, &a[i], other);
        if (a[i].kind == STEP_LOOP) {
            compare_loop(diffing, subject, &a[i], other);
            compare_steps(diffing, technique, a[i].steps, a[i].step_count, other->steps,
                          other->step_count);
        }
    }
    for (size_t i = 0; i < b_count; i++) {
        if (find_step(a, a_count, b[i].id) == NULL) {
            note_step(diffing, place_of(diffing, technique, &b[i]), DIFF_LESS,
                      text_of("is new: more movement"));
            moved = false;
        }
    }
    if (moved) {
        note_step(diffing, technique, DIFF_OTHER, text_of("has its steps in another order"));
    }
}

static void look_at_steps(struct diffing *diffing) {
    const struct program *a = diffing->sides[0]->program;
    const struct program *b = diffing->sides[1]->program;
    for (size_t i = 0; i < a->technique_count; i++) {
        for (size_t k = 0; k < b->technique_count; k++) {
            const struct technique *x = &a->techniques[i];
            const struct technique *y = &b->techniques[k];
            if (text_equal(x->id, y->id)) {
                compare_steps(diffing, x->id, x->steps, x->step_count, y->steps, y->step_count);
            }
        }
    }
}

/* ---- the whole ------------------------------------------------------------------------------- */

size_t diff_count_session(const struct diffing *diffing) {
    const struct program *a = diffing->sides[0]->program;
    size_t count = 0;
    for (size_t i = 0; i < a->rule_count; i++) {
        count += watches(&a->rules[i]) ? 2 : 0;
    }
    return count;
}

void diff_session(struct diffing *diffing) {
    look_at_halts(diffing);
    look_at_steps(diffing);
}
