#include "proof/reasoning.h"

#include "base/number.h"
#include "proof/stated.h"
#include "rules/explain.h"

struct reasoner {
    const struct decision *decision;
    const struct program *program;
    const struct concern *concern;
    const struct functions *functions;
    struct arena *arena;
    struct reasoning *items; /* room for MOST_REASONINGS */
    size_t count;
    size_t left_out;
    bool failed; /* memory ran out */
};

/* The next free item, or NULL where the list is full (and one more is left out). */
static struct reasoning *next(struct reasoner *reasoner, enum reasoning_kind kind,
                              struct text name) {
    if (reasoner->count == MOST_REASONINGS) {
        reasoner->left_out++;
        return NULL;
    }
    struct reasoning *item = &reasoner->items[reasoner->count++];
    item->kind = kind;
    item->name = name;
    return item;
}

static struct text in_own_language(const struct reasoner *reasoner, const struct phrase *phrase) {
    return phrase_in(phrase, reasoner->program->header.language, reasoner->program);
}

static struct text words_of(struct reasoner *reasoner, node_id node) {
    struct buffer buffer;
    buffer_init(&buffer);
    explain_node(&buffer, reasoner->program, node);
    struct text words = arena_copy(reasoner->arena, buffer_text(&buffer));
    reasoner->failed = reasoner->failed || buffer.failed;
    buffer_free(&buffer);
    return words;
}

static struct stated_facts facts_of(struct reasoner *reasoner, node_id node) {
    const uint64_t *facts = facts_below(reasoner->decision, node, reasoner->arena);
    if (facts == NULL) {
        reasoner->failed = true;
        return (struct stated_facts){NULL, 0};
    }
    return stated_set(reasoner->decision, facts, reasoner->arena);
}

/* ---- rules ----------------------------------------------------------------------------------- */

static enum standing standing_of(const struct decision *decision, uint32_t rule) {
    for (size_t i = 0; i < decision->reason_count; i++) {
        if (decision->reasons[i].rule == rule) {
            return decision->reasons[i].certain ? STANDING_FIRED : STANDING_NOT_RULED_OUT;
        }
    }
    for (size_t i = 0; i < decision->open_count; i++) {
        if (decision->open[i].rule == rule) {
            return STANDING_OPEN;
        }
    }
    return STANDING_QUIET;
}

static struct stated_facts changes_of(struct reasoner *reasoner, uint32_t rule) {
    const struct change *changes = NULL;
    ptrdiff_t count = explain_changes(reasoner->decision, rule, reasoner->functions, &changes);
    struct stated_fact *items =
        arena_calloc(reasoner->arena, count < 0 ? 1 : (size_t)count + 1, sizeof *items);
    if (count < 0 || items == NULL) {
        reasoner->failed = true;
        return (struct stated_facts){NULL, 0};
    }
    for (ptrdiff_t i = 0; i < count; i++) {
        const struct fact *fact = &reasoner->program->facts[changes[i].fact];
        items[i] = stated_answer(fact, &changes[i].answer, reasoner->arena);
    }
    return (struct stated_facts){items, (size_t)count};
}

static void reason_rule(struct reasoner *reasoner, uint32_t index) {
    const struct rule *rule = &reasoner->program->rules[index];
    struct reasoning *item = next(reasoner, WHY_RULE, rule->id);
    if (item == NULL) {
        return;
    }
    const uint64_t *grounds = decision_grounds(reasoner->decision, index);
    item->standing = standing_of(reasoner->decision, index);
    item->condition = words_of(reasoner, rule->fires);
    item->position = rule->position;
    if (grounds == NULL) {
        reasoner->failed = true;
        return;
    }
    item->facts = stated_set(reasoner->decision, grounds, reasoner->arena);
    if (item->standing == STANDING_FIRED) {
        item->changes = changes_of(reasoner, index);
    }
}

/* ---- values ---------------------------------------------------------------------------------- */

/* The line that was given; while several are possible, each of these. */
static void reason_result(struct reasoner *reasoner, size_t index) {
    const struct result *result = &reasoner->program->results[index];
    uint64_t possible = reasoner->decision->results[index].possible;
    for (size_t line = 0; line < result->line_count; line++) {
        if ((possible >> line & 1) == 0) {
            continue;
        }
        struct reasoning *item = next(reasoner, WHY_RESULT, result->name);
        if (item == NULL) {
            continue;
        }
        node_id when = result->lines[line].when;
        item->line = result->lines[line].name;
        item->condition = when == NODE_MISSING ? text_from(NULL, 0) : words_of(reasoner, when);
        item->facts = facts_of(reasoner, when == NODE_MISSING ? result->node : when);
        item->position = result->position;
    }
}

static struct text points_words(struct reasoner *reasoner, const struct interval *points) {
    char low[NUMBER_TEXT_SIZE];
    char high[NUMBER_TEXT_SIZE];
    number_format(points->low, low);
    number_format(points->high, high);
    return points->low == points->high ? arena_copy(reasoner->arena, text_of(low))
                                       : arena_format(reasoner->arena, "%s to %s", low, high);
}

/* The items that count, or may count. */
static void reason_score(struct reasoner *reasoner, size_t index) {
    const struct score *score = &reasoner->program->scores[index];
    for (size_t i = 0; i < score->item_count; i++) {
        const struct score_item *part = &score->items[i];
        const struct interval *points = &reasoner->decision->evaluation->cells[part->node].number;
        if (points->low == 0 && points->high == 0) {
            continue;
        }
        struct reasoning *item = next(reasoner, WHY_SCORE, score->name);
        if (item == NULL) {
            continue;
        }
        item->line = in_own_language(reasoner, &part->label);
        item->message = points_words(reasoner, points);
        item->condition = words_of(reasoner, part->node);
        item->facts = facts_of(reasoner, part->node);
        item->position = score->position;
    }
}

static void reason_technique(struct reasoner *reasoner, size_t index) {
    const struct technique *technique = &reasoner->program->techniques[index];
    if (technique->only_if == NODE_MISSING) {
        return;
    }
    struct reasoning *item = next(reasoner, WHY_TECHNIQUE, technique->id);
    if (item != NULL) {
        item->condition = words_of(reasoner, technique->only_if);
        item->facts = facts_of(reasoner, technique->only_if);
        item->position = technique->position;
    }
}

/* ---- what went wrong ------------------------------------------------------------------------- */

static void reason_faults(struct reasoner *reasoner) {
    for (const struct fault *fault = reasoner->decision->faults; fault; fault = fault->next) {
        struct reasoning *item = next(reasoner, WHY_FAULT, fault->fact);
        if (item != NULL) {
            item->message = fault->message;
        }
    }
}

/* A function's own name; arithmetic has none. */
static struct text failed_name(const struct reasoner *reasoner, node_id node) {
    const struct node *failed = &reasoner->program->nodes[node];
    bool function = failed->op == NODE_FUNCTION_DISCRETE || failed->op == NODE_FUNCTION_NUMBER;
    return function ? reasoner->program->functions[failed->function].name : text_from(NULL, 0);
}

static void reason_failures(struct reasoner *reasoner) {
    for (const struct failure *failure = reasoner->decision->failures; failure;
         failure = failure->next) {
        struct reasoning *item = next(reasoner, WHY_FAILURE, failed_name(reasoner, failure->node));
        if (item != NULL) {
            item->message = failure->message;
            item->condition = words_of(reasoner, failure->node);
        }
    }
}

static void reason_values(struct reasoner *reasoner) {
    const struct program *program = reasoner->program;
    const struct concern *concern = reasoner->concern;
    for (size_t i = 0; i < program->result_count; i++) {
        if (concern->results[i]) {
            reason_result(reasoner, i);
        }
    }
    for (size_t i = 0; i < program->score_count; i++) {
        if (concern->scores[i]) {
            reason_score(reasoner, i);
        }
    }
    for (size_t i = 0; i < program->technique_count; i++) {
        if (concern->techniques[i]) {
            reason_technique(reasoner, i);
        }
    }
}

bool reasoning_add(const struct decision *decision, const struct concern *concern,
                   const struct functions *functions, struct arena *arena,
                   struct test_result *result) {
    struct reasoner reasoner = {
        .decision = decision,
        .program = decision->program,
        .concern = concern,
        .functions = functions,
        .arena = arena,
        .items = arena_calloc(arena, MOST_REASONINGS, sizeof(struct reasoning)),
    };
    if (reasoner.items == NULL) {
        return false;
    }
    reason_failures(&reasoner);
    if (concern->faults) {
        reason_faults(&reasoner);
    }
    for (uint32_t i = 0; i < decision->program->rule_count; i++) {
        if (concern->rules[i]) {
            reason_rule(&reasoner, i);
        }
    }
    reason_values(&reasoner);
    result->why = reasoner.items;
    result->why_count = reasoner.count;
    result->why_left_out = reasoner.left_out;
    return !reasoner.failed && !arena->failed;
}
