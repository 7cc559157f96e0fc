#include "proof/cover.h"

/* ---- beginning ------------------------------------------------------------------------------- */

static size_t count_steps(const struct step *steps, size_t count) {
    size_t all = count;
    for (size_t i = 0; i < count; i++) {
        all += count_steps(steps[i].steps, steps[i].step_count);
    }
    return all;
}

static void list_steps(struct cover *cover, uint32_t technique, const struct step *steps,
                       size_t count, bool in_loop) {
    for (size_t i = 0; i < count; i++) {
        cover->steps[cover->step_count++] =
            (struct covered_step){.technique = technique, .step = &steps[i], .in_loop = in_loop};
        list_steps(cover, technique, steps[i].steps, steps[i].step_count, true);
    }
}

static bool begin_steps(struct cover *cover) {
    const struct program *program = cover->program;
    size_t count = 0;
    for (size_t i = 0; i < program->technique_count; i++) {
        count += count_steps(program->techniques[i].steps, program->techniques[i].step_count);
    }
    cover->steps = arena_calloc(cover->arena, count + 1, sizeof *cover->steps);
    for (uint32_t i = 0; cover->steps != NULL && i < program->technique_count; i++) {
        list_steps(cover, i, program->techniques[i].steps, program->techniques[i].step_count,
                   false);
    }
    return cover->steps != NULL;
}

static bool begin_tree(struct cover *cover, const struct written *items) {
    enum { FIRST_PATTERNS = 16 };
    struct patterns *patterns = &cover->trees[cover->tree_count++];
    uint32_t *leaves = arena_calloc(cover->arena, items->span, sizeof *leaves);
    for (uint32_t i = 0; leaves != NULL && i < items->span; i++) {
        leaves[i] = (uint32_t)patterns->tree.leaf_count;
        patterns->tree.leaf_count += items[i].joint == JOINT_NONE;
    }
    patterns->tree.items = items;
    patterns->tree.leaves = leaves;
    patterns->capacity = FIRST_PATTERNS;
    patterns->slot_mask = 2 * FIRST_PATTERNS - 1;
    patterns->items = arena_alloc(cover->arena, patterns->capacity * patterns->tree.leaf_count);
    patterns->slots = arena_calloc(cover->arena, patterns->slot_mask + 1, sizeof *patterns->slots);
    return leaves != NULL && patterns->items != NULL && patterns->slots != NULL;
}

static bool begin_trees(struct cover *cover) {
    const struct program *program = cover->program;
    cover->trees = arena_calloc(cover->arena, program->written_count + 1, sizeof *cover->trees);
    for (size_t i = 0; cover->trees != NULL && i < program->written_count;
         i += program->written[i].span) {
        if (!begin_tree(cover, &program->written[i])) {
            return false;
        }
    }
    return cover->trees != NULL;
}

static size_t count_result_lines(const struct program *program) {
    size_t count = 0;
    for (size_t i = 0; i < program->result_count; i++) {
        count += program->results[i].line_count;
    }
    return count;
}

struct cover *cover_new(const struct program *program, struct arena *arena) {
    struct cover *cover = arena_calloc(arena, 1, sizeof *cover);
    if (cover == NULL) {
        return NULL;
    }
    cover->program = program;
    cover->arena = arena;
    cover->rules = arena_calloc(arena, program->rule_count + 1, sizeof *cover->rules);
    cover->lines = arena_calloc(arena, count_result_lines(program) + 1, sizeof *cover->lines);
    cover->firsts = arena_calloc(arena, program->line_count + 1, sizeof *cover->firsts);
    cover->written = arena_calloc(arena, program->written_count + 1, sizeof *cover->written);
    bool done = begin_trees(cover) && begin_steps(cover) && !arena->failed;
    return done ? cover : NULL;
}

/* ---- patterns -------------------------------------------------------------------------------- */

static uint32_t hash_pattern(const truth *pattern, size_t count) {
    uint32_t hash = 2166136261U; /* FNV-1a */
    for (size_t i = 0; i < count; i++) {
        hash = (hash ^ pattern[i]) * 16777619U;
    }
    return hash;
}

static void place_pattern(struct patterns *patterns, uint32_t index) {
    size_t leaves = patterns->tree.leaf_count;
    uint32_t at = hash_pattern(patterns->items + index * leaves, leaves) & patterns->slot_mask;
    while (patterns->slots[at] != 0) {
        at = (at + 1) & patterns->slot_mask;
    }
    patterns->slots[at] = index + 1;
}

/* Twice the room; what was there is left to the arena. */
static bool grow_patterns(struct patterns *patterns, struct arena *arena) {
    size_t leaves = patterns->tree.leaf_count;
    size_t capacity = patterns->capacity * 2;
    truth *items = arena_calloc(arena, capacity, leaves);
    uint32_t *slots = arena_calloc(arena, 2 * capacity, sizeof *slots);
    if (items == NULL || slots == NULL) {
        return false;
    }
    memcpy(items, patterns->items, patterns->count * leaves);
    patterns->items = items;
    patterns->slots = slots;
    patterns->capacity = capacity;
    patterns->slot_mask = (uint32_t)(2 * capacity - 1);
    for (uint32_t i = 0; i < patterns->count; i++) {
        place_pattern(patterns, i);
    }
    return true;
}

static bool has_pattern(const struct patterns *patterns, const truth *pattern) {
    size_t leaves = patterns->tree.leaf_count;
    uint32_t at = hash_pattern(pattern, leaves) & patterns->slot_mask;
    for (; patterns->slots[at] != 0; at = (at + 1) & patterns->slot_mask) {
        if (memcmp(patterns->items + (patterns->slots[at] - 1) * leaves, pattern, leaves) == 0) {
            return true;
        }
    }
    return false;
}

static void note_pattern(struct cover *cover, struct patterns *patterns,
                         const struct evaluation *evaluation) {
    const struct tree *tree = &patterns->tree;
    if (patterns->count == patterns->capacity && !grow_patterns(patterns, cover->arena)) {
        return;
    }
    truth *pattern = patterns->items + patterns->count * tree->leaf_count;
    size_t leaf = 0;
    for (size_t i = 0; i < tree->items->span; i++) {
        if (tree->items[i].joint == JOINT_NONE) {
            pattern[leaf++] = (truth)evaluation->cells[tree->items[i].node].mask;
        }
    }
    if (!has_pattern(patterns, pattern)) {
        place_pattern(patterns, (uint32_t)patterns->count++);
    }
}

/* ---- noting ---------------------------------------------------------------------------------- */

static void see(struct seen *seen, bool yes, bool no) {
    seen->yes += yes;
    seen->no += no;
    seen->unknown += !yes && !no;
}

static void see_mask(struct seen *seen, uint64_t mask) {
    see(seen, mask == MASK_TRUE, mask == MASK_FALSE);
}

/* A line of a `first` is chosen where its `when` holds and none before it does. */
static void note_first_line(struct cover *cover, size_t index,
                            const struct evaluation *evaluation) {
    const struct written_line *line = &cover->program->lines[index];
    const struct node *node = &cover->program->nodes[line->node];
    const node_id *children = node_children(cover->program, node);
    uint64_t reached = MASK_TRUE;
    for (uint32_t i = 0; i < line->line && reached != MASK_FALSE; i++) {
        uint64_t when = evaluation->cells[children[2 * (size_t)i]].mask;
        reached = when == MASK_TRUE ? MASK_FALSE : when == MASK_FALSE ? reached : MASK_UNKNOWN;
    }
    bool is_last = 2 * (size_t)line->line + 1 == node->child_count;
    uint64_t when = is_last ? MASK_TRUE : evaluation->cells[children[2 * (size_t)line->line]].mask;
    bool no = reached == MASK_FALSE || when == MASK_FALSE;
    see(&cover->firsts[index], reached == MASK_TRUE && when == MASK_TRUE, no);
}

void cover_note(struct cover *cover, const struct evaluation *evaluation) {
    if (cover == NULL) {
        return;
    }
    const struct program *program = cover->program;
    for (size_t i = 0; i < program->written_count; i++) {
        if (program->written[i].node < evaluation->node_count) {
            see_mask(&cover->written[i], evaluation->cells[program->written[i].node].mask);
        }
    }
    for (size_t i = 0; i < cover->tree_count; i++) {
        if (cover->trees[i].tree.items->node < evaluation->node_count) {
            note_pattern(cover, &cover->trees[i], evaluation);
        }
    }
    for (size_t i = 0; i < program->line_count; i++) {
        if (program->lines[i].of_first && program->lines[i].node < evaluation->node_count) {
            note_first_line(cover, i, evaluation);
        }
    }
    for (size_t i = 0; evaluation->in_session && i < program->rule_count; i++) {
        const struct rule *rule = &program->rules[i];
        if (rule->kind == RULE_HALT && rule->fires < evaluation->node_count) {
            cover->rules[i].no += evaluation->cells[rule->fires].mask == MASK_FALSE;
        }
    }
}

static void note_rules(struct cover *cover, const struct decision *decision) {
    const struct program *program = cover->program;
    for (size_t i = 0; i < decision->reason_count; i++) {
        cover->rules[decision->reasons[i].rule].yes += decision->reasons[i].certain;
    }
    for (size_t i = 0; i < program->rule_count; i++) {
        if (program->rules[i].kind != RULE_HALT) {
            uint64_t fires = decision->evaluation->cells[program->rules[i].fires].mask;
            cover->rules[i].no += fires == MASK_FALSE;
            cover->rules[i].unknown += fires == MASK_UNKNOWN;
        }
    }
}

static void note_lines(struct cover *cover, const struct decision *decision) {
    struct seen *seen = cover->lines;
    for (size_t i = 0; i < cover->program->result_count; i++) {
        const struct result_given *given = &decision->results[i];
        bool settled = given->state == RESULT_SETTLED;
        for (size_t line = 0; line < cover->program->results[i].line_count; line++, seen++) {
            see(seen, settled && given->line == line, settled && given->line != line);
        }
    }
}

void cover_decision(struct cover *cover, const struct decision *decision) {
    if (cover == NULL) {
        return;
    }
    cover->examples++;
    note_rules(cover, decision);
    note_lines(cover, decision);
    cover_note(cover, decision->evaluation);
}

/* ---- walks ----------------------------------------------------------------------------------- */

static struct covered_step *find_step(struct cover *cover, const struct step *step) {
    for (size_t i = 0; i < cover->step_count; i++) {
        if (cover->steps[i].step == step) {
            return &cover->steps[i];
        }
    }
    return NULL;
}

void cover_step(struct cover *cover, const struct step *step, bool left_out) {
    struct covered_step *covered = cover == NULL ? NULL : find_step(cover, step);
    if (covered != NULL) {
        see(&covered->seen, !left_out, left_out);
    }
}

void cover_loop_end(struct cover *cover, const struct step *loop, enum loop_end end) {
    struct covered_step *covered = cover == NULL ? NULL : find_step(cover, loop);
    if (covered != NULL) {
        covered->ends[end]++;
    }
}

void cover_halt(struct cover *cover, uint32_t rule) {
    if (cover != NULL) {
        cover->rules[rule].yes++;
    }
}
