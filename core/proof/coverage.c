#include "proof/coverage_private.h"

/* ---- words ----------------------------------------------------------------------------------- */

static const struct {
    const char *key, *kind, *words;
} rows[] = {
#define ROW(name, key, kind, words) {key, kind, words},
    SYNOVIA_COVER_ROWS(ROW)
#undef ROW
};

const char *cover_row_key(enum cover_row row) {
    return rows[row].key;
}

const char *cover_row_kind(enum cover_row row) {
    return rows[row].kind;
}

const char *cover_row_words(enum cover_row row) {
    return rows[row].words;
}

/* ---- making ---------------------------------------------------------------------------------- */

static struct subject subject_of(node_id node) {
    return (struct subject){.node = node, .yes = MASK_TRUE, .no = MASK_FALSE};
}

static void add_item(struct making *making, struct cover_item item, struct subject subject) {
    item.shown |= (item.seen.yes > 0 ? YES : 0U) | (item.seen.no > 0 ? NO : 0U);
    item.shown &= item.wanted;
    if (item.end_line == 0) {
        item.end_line = item.position.line;
        item.end_column = item.position.column;
    }
    item.node =
        item.kind == COVER_CONDITIONS || item.kind == COVER_GATES ? subject.node : NODE_MISSING;
    making->subjects[making->count] = subject;
    making->items[making->count++] = item;
}

/* ---- rules and lines ------------------------------------------------------------------------- */

static void add_rules(struct making *making, bool halts) {
    const struct program *program = making->program;
    for (size_t i = 0; i < program->rule_count; i++) {
        const struct rule *rule = &program->rules[i];
        if ((rule->kind == RULE_HALT) == halts) {
            struct cover_item item = {.kind = halts ? COVER_HALTS : COVER_RULES,
                                      .name = rule->id,
                                      .position = rule->position,
                                      .seen = making->cover->rules[i],
                                      .wanted = YES | NO};
            add_item(making, item, subject_of(halts ? NODE_MISSING : rule->fires));
        }
    }
}

static struct source_position line_position(const struct program *program, uint32_t result,
                                            size_t line) {
    for (size_t i = 0; i < program->line_count; i++) {
        const struct written_line *written = &program->lines[i];
        if (!written->of_first && written->index == result && written->line == line) {
            return written->position;
        }
    }
    return program->results[result].position;
}

static void add_result_lines(struct making *making) {
    const struct program *program = making->program;
    const struct seen *seen = making->cover->lines;
    for (uint32_t i = 0; i < program->result_count; i++) {
        const struct result *result = &program->results[i];
        for (uint32_t line = 0; line < result->line_count; line++) {
            struct cover_item item = {.kind = COVER_LINES,
                                      .name = result->name,
                                      .detail = result->lines[line].name,
                                      .position = line_position(program, i, line),
                                      .seen = *seen++,
                                      .wanted = YES};
            struct subject subject = {.node = result->node, .yes = (uint64_t)1 << line};
            add_item(making, item, subject);
        }
    }
}

static void add_first_lines(struct making *making) {
    const struct program *program = making->program;
    for (size_t i = 0; i < program->line_count; i++) {
        const struct written_line *line = &program->lines[i];
        if (line->of_first) {
            struct cover_item item = {.kind = COVER_FIRSTS,
                                      .detail =
                                          arena_format(making->arena, "line %u", line->line + 1),
                                      .position = line->position,
                                      .seen = making->cover->firsts[i],
                                      .wanted = YES};
            struct subject subject = {.node = line->node, .is_line = true, .line = line->line};
            add_item(making, item, subject);
        }
    }
}

/* ---- conditions ------------------------------------------------------------------------------ */

static struct text step_of(const struct cover *cover, uint32_t technique, uint32_t number) {
    size_t at = 0;
    while (cover->steps[at].technique != technique) {
        at++;
    }
    return cover->steps[at + number].step->id;
}

/* Whose condition it is. */
static struct text owner_of(const struct making *making, const struct written *written) {
    const struct program *program = making->program;
    switch (written->use) {
    case WRITTEN_RULE:
        return program->rules[written->index].id;
    case WRITTEN_LINE:
        return program->results[written->index].name;
    case WRITTEN_SCORE:
        return program->scores[written->index].name;
    case WRITTEN_GATE:
        return program->facts[written->index].name;
    case WRITTEN_TECHNIQUE:
        return program->techniques[written->index].id;
    case WRITTEN_STEP_ONLY_IF:
    case WRITTEN_STEP_SKIP_IF:
    case WRITTEN_FINISH_WHEN:
        return step_of(making->cover, written->index, written->line);
    case WRITTEN_FREE:
        return written->name;
    case WRITTEN_PART:
    case WRITTEN_FIRST:
        break;
    }
    return text_of("");
}

static struct cover_item item_of(const struct making *making, size_t index) {
    const struct written *written = &making->program->written[index];
    return (struct cover_item){.kind = COVER_CONDITIONS,
                               .name = owner_of(making, written),
                               .detail = written->text,
                               .use = written->use,
                               .joint = written->joint,
                               .position = written->position,
                               .end_line = written->end_line,
                               .end_column = written->end_column,
                               .seen = making->cover->written[index],
                               .wanted = YES | NO};
}

static bool has_pair(const struct patterns *patterns, size_t leaf, const truth *decides) {
    size_t leaves = patterns->tree.leaf_count;
    for (size_t a = 0; a < patterns->count; a++) {
        for (size_t b = 0; decides[a] == MASK_TRUE && b < patterns->count; b++) {
            if (decides[b] == MASK_FALSE &&
                tree_pair_shows(&patterns->tree, patterns->items + a * leaves,
                                patterns->items + b * leaves, leaf)) {
                return true;
            }
        }
    }
    return false;
}

static bool is_shown(const struct making *making, const struct patterns *patterns, size_t leaf) {
    const truth *decides = coverage_deciding(patterns, leaf, making->arena);
    return decides != NULL && has_pair(patterns, leaf, decides);
}

/* One condition with its parts. */
static void add_tree(struct making *making, const struct patterns *patterns) {
    const struct written *items = patterns->tree.items;
    size_t first = (size_t)(items - making->program->written);
    bool has_parts = items->joint != JOINT_NONE;
    size_t base = making->count;
    for (size_t i = 0; i < items->span; i++) {
        struct cover_item item = item_of(making, first + i);
        struct subject subject = subject_of(items[i].node);
        if (has_parts && items[i].joint == JOINT_NONE) {
            subject.patterns = patterns;
            subject.leaf = patterns->tree.leaves[i];
            item.wanted |= DECIDES;
            item.shown |= is_shown(making, patterns, subject.leaf) ? DECIDES : 0U;
        }
        add_item(making, item, subject);
    }
    for (size_t i = 0; i < items->span; i++) {
        for (size_t part = i + 1; part < i + items[i].span; part++) {
            making->items[base + part].depth++;
        }
    }
}

static void add_gates(struct making *making) {
    const struct program *program = making->program;
    for (size_t i = 0; i < making->cover->tree_count; i++) {
        const struct written *written = making->cover->trees[i].tree.items;
        if (written->use == WRITTEN_GATE) {
            struct cover_item item = item_of(making, (size_t)(written - program->written));
            item.kind = COVER_GATES;
            add_item(making, item, subject_of(written->node));
        }
    }
}

/* ---- techniques ------------------------------------------------------------------------------ */

static bool may_be_left_out(const struct step *step) {
    return step->only_if != NODE_MISSING || step->skip_if != NODE_MISSING;
}

static void add_loop_end(struct making *making, const struct covered_step *covered,
                         enum loop_end end) {
    struct cover_item item = {
        .kind = COVER_LOOPS,
        .name = making->program->techniques[covered->technique].id,
        .detail = arena_format(making->arena, "%.*s: %s", (int)covered->step->id.length,
                               covered->step->id.at,
                               end == LOOP_ENDS_AT_MOST ? "at_most" : "finish_when"),
        .position = covered->step->position,
        .seen = {.yes = covered->ends[end]},
        .wanted = YES};
    add_item(making, item, subject_of(NODE_MISSING));
}

static void add_steps(struct making *making) {
    for (size_t i = 0; i < making->cover->step_count; i++) {
        const struct covered_step *covered = &making->cover->steps[i];
        bool is_loop = covered->step->kind == STEP_LOOP;
        unsigned left_out = may_be_left_out(covered->step) ? NO : 0U;
        struct cover_item item = {.kind = COVER_STEPS,
                                  .name = making->program->techniques[covered->technique].id,
                                  .detail = covered->step->id,
                                  .position = covered->step->position,
                                  .seen = covered->seen,
                                  .wanted = is_loop ? left_out : YES | left_out};
        if (item.wanted != 0) {
            add_item(making, item, subject_of(NODE_MISSING));
        }
    }
}

static void add_loops(struct making *making) {
    for (size_t i = 0; i < making->cover->step_count; i++) {
        const struct covered_step *covered = &making->cover->steps[i];
        if (covered->step->kind == STEP_LOOP) {
            add_loop_end(making, covered, LOOP_ENDS_AT_MOST);
        }
        if (covered->step->kind == STEP_LOOP && covered->step->finish_when != NODE_MISSING) {
            add_loop_end(making, covered, LOOP_ENDS_FINISH_WHEN);
        }
    }
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void add_up(const struct making *making, struct coverage *coverage) {
    for (size_t i = 0; i < making->count; i++) {
        const struct cover_item *item = &making->items[i];
        for (unsigned mark = 0; mark < COVER_MARK_COUNT; mark++) {
            unsigned bit = 1U << mark;
            struct cover_total *total =
                &coverage->totals[mark == MARK_DECIDES ? COVER_PARTS : item->kind];
            total->shown += (item->shown & bit) != 0;
            total->out_of_reach += (item->out_of_reach & bit) != 0;
            total->of += (item->wanted & ~item->out_of_reach & bit) != 0;
        }
    }
}

static size_t room_for_items(const struct cover *cover) {
    const struct program *program = cover->program;
    size_t room = program->rule_count + program->line_count + program->written_count +
                  program->fact_count + cover->tree_count + 3 * cover->step_count + 1;
    for (size_t i = 0; i < program->result_count; i++) {
        room += program->results[i].line_count;
    }
    return room;
}

static void add_all(struct making *making) {
    add_rules(making, false);
    add_result_lines(making);
    add_first_lines(making);
    for (size_t i = 0; i < making->cover->tree_count; i++) {
        add_tree(making, &making->cover->trees[i]);
    }
    add_gates(making);
    add_steps(making);
    add_rules(making, true);
    add_loops(making);
}

bool coverage_of(const struct proof *proof, const struct coverage_options *options,
                 struct arena *arena, struct coverage *coverage) {
    struct making making = {
        .proof = proof,
        .cover = proof->cover,
        .program = proof->suite->program,
        .options = options,
        .arena = arena,
    };
    *coverage = (struct coverage){.program = making.program, .examples = proof->cover->examples};
    size_t room = room_for_items(proof->cover);
    making.items = arena_calloc(arena, room, sizeof *making.items);
    making.subjects = arena_calloc(arena, room, sizeof *making.subjects);
    if (making.items == NULL || making.subjects == NULL || proof->cover->arena->failed) {
        return false;
    }
    add_all(&making);
    if (arena->failed || (options->searches && !coverage_search(&making, &coverage->complete))) {
        return false;
    }
    coverage->items = making.items;
    coverage->item_count = making.count;
    add_up(&making, coverage);
    return !arena->failed;
}
