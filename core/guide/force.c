/*
 * What is in force at a place, and so which live facts are watched there:
 *
 *     halts and throughout rules    whose `during` names the place, or nothing
 *     the step                      its gates, and those of the steps that may be next
 *     its loop                      finish_when
 *
 * A fact that need not be told is not watched: an optional one, or one whose gate is known to be
 * false.
 */
#include "guide/guide_private.h"

#include "rules/gates.h"

/* ---- rules ----------------------------------------------------------------------------------- */

static bool is_here(const struct guide *guide, struct text id) {
    struct guide_step here = place_step(guide_technique(guide), guide->place);
    return text_is_empty(id) || (here.step != NULL && text_equal(here.step->id, id)) ||
           (here.loop != NULL && text_equal(here.loop->id, id));
}

bool force_applies(const struct guide *guide, const struct rule *rule) {
    for (size_t i = 0; i < rule->during_count; i++) {
        if (text_equal(rule->during[i].technique, guide_technique(guide)->id) &&
            is_here(guide, rule->during[i].step)) {
            return true;
        }
    }
    return rule->during_count == 0;
}

bool force_in_technique(const struct guide *guide, const struct rule *rule) {
    for (size_t i = 0; i < rule->during_count; i++) {
        if (text_equal(rule->during[i].technique, guide_technique(guide)->id)) {
            return true;
        }
    }
    return rule->during_count == 0;
}

bool force_is_watched(const struct guide *guide, const struct rule *rule) {
    return (rule->kind == RULE_HALT || rule->throughout) && force_applies(guide, rule);
}

/* ---- the live facts below a condition -------------------------------------------------------- */

struct gathering {
    const struct program *program;
    uint64_t *facts;
    bool *visited; /* one a node */
};

/* What is gathered goes into `facts`. */
static bool begin(struct gathering *gathering, const struct judging *judging, uint64_t *facts) {
    gathering->program = judging->guide->program;
    gathering->facts = facts;
    gathering->visited =
        arena_calloc(judging->arena, gathering->program->node_count + 1, sizeof(bool));
    return gathering->visited != NULL;
}

static void gather(void *context, node_id id);

static void gather_fact(struct gathering *gathering, uint32_t index) {
    const struct fact *fact = &gathering->program->facts[index];
    if (fact->live) {
        set_add(gathering->facts, index);
    }
    if (fact->gate != NODE_MISSING) {
        gather(gathering, fact->gate);
    }
}

/* Depth is bounded by LIMIT_TERM_DEPTH. */
static void gather(void *context, node_id id) {
    struct gathering *gathering = context;
    if (gathering->visited[id]) {
        return;
    }
    gathering->visited[id] = true;
    const struct node *node = &gathering->program->nodes[id];
    if (node_op_is_fact(node->op) || node->op == NODE_ANSWERED) {
        gather_fact(gathering, node->fact);
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        gather(gathering, node_children(gathering->program, node)[i]);
    }
}

const uint64_t *force_rests_on(const struct judging *judging, const struct rule *rule) {
    struct gathering gathering;
    uint64_t *facts = arena_calloc(judging->arena, judging->words + 1, sizeof *facts);
    if (facts == NULL || !begin(&gathering, judging, facts)) {
        return NULL;
    }
    gather(&gathering, rule->fires);
    return facts;
}

/* ---- what is watched ------------------------------------------------------------------------- */

static bool need_not_be_told(const struct judging *judging, uint32_t fact) {
    return judging->guide->program->facts[fact].optional ||
           gate_mask(judging->now, fact) == MASK_FALSE;
}

static void watch_here(struct judging *judging, struct gathering *gathering) {
    const struct guide *guide = judging->guide;
    for (uint32_t i = 0; i < guide->program->rule_count; i++) {
        if (force_is_watched(guide, &guide->program->rules[i])) {
            gather(gathering, guide->program->rules[i].fires);
        }
    }
    place_visit_next(guide_technique(guide), guide->place, gather, gathering);
    for (uint32_t i = 0; i < guide->program->fact_count; i++) {
        if (set_has(judging->watch, i) && need_not_be_told(judging, i)) {
            judging->watch[i / 64] &= ~((uint64_t)1 << (i % 64));
        }
    }
}

bool force_watch(struct judging *judging) {
    const struct program *program = judging->guide->program;
    struct gathering gathering;
    if (!begin(&gathering, judging, judging->watch)) {
        return false;
    }
    if (place_is_somewhere(judging->guide->place)) {
        watch_here(judging, &gathering);
        return true;
    }
    for (uint32_t i = 0; i < program->fact_count; i++) {
        if (program->facts[i].live && program->facts[i].screened) {
            set_add(judging->watch, i);
        }
    }
    return true;
}

/* ---- what was reported unasked --------------------------------------------------------------- */

static bool is_unasked(const struct judging *judging, uint32_t fact) {
    return judging->guide->program->facts[fact].live && !set_has(judging->watch, fact) &&
           judging->answers[fact].state != ANSWER_ABSENT;
}

/* Whether the node rests on a live fact that was reported unasked; `rests` of what stands below it
 * is there already. */
static bool rests_on_unasked(const struct judging *judging, const bool *rests,
                             const struct node *node) {
    const struct program *program = judging->guide->program;
    bool is_fact = node_op_is_fact(node->op) || node->op == NODE_ANSWERED;
    node_id gate = is_fact ? program->facts[node->fact].gate : NODE_MISSING;
    bool found = is_fact && is_unasked(judging, node->fact);
    found = found || (gate != NODE_MISSING && rests[gate]);
    for (uint32_t i = 0; i < node->child_count && !found; i++) {
        found = rests[node_children(program, node)[i]];
    }
    return found;
}

const bool *force_touched(const struct judging *judging) {
    const struct program *program = judging->guide->program;
    bool *rests = arena_calloc(judging->arena, program->node_count + 1, sizeof *rests);
    bool *touched = arena_calloc(judging->arena, program->rule_count + 1, sizeof *touched);
    if (rests == NULL || touched == NULL) {
        return NULL;
    }
    for (node_id id = 0; id < program->node_count; id++) {
        rests[id] = rests_on_unasked(judging, rests, &program->nodes[id]);
    }
    for (uint32_t i = 0; i < program->rule_count; i++) {
        touched[i] = rests[program->rules[i].fires];
    }
    return touched;
}
