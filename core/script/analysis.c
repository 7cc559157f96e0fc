#include "script/analysis.h"

#include "base/limits.h"
#include "base/number.h"
#include "rules/explain.h"

#include <math.h>

/* One search gives up at SEARCH_BUDGET evaluations (a proof of a rule as people write them takes
 * some dozens), all together at SEARCH_WORK nodes evaluated, well below a second. */
enum {
    SEARCH_BUDGET = 4000,
    SEARCH_WORK = 10000000,
    MESSAGE_TERM_BYTES = 120,
    MESSAGE_FACTS = 4,
};

/* ---- the view -------------------------------------------------------------------------------- */

void analysis_refresh(struct analysis *analysis) {
    const struct declarations *declarations = analysis->declarations;
    const struct builder *builder = declarations->builder;
    struct program *program = &analysis->program;
    *program = (struct program){
        .node_count = builder_node_count(builder),
        .fact_count = declarations->fact_count,
        .derived = declarations->derived,
        .derived_count = declarations->derived_count,
        .functions = declarations->functions,
        .function_count = declarations->function_count,
        .scores = declarations->scores,
        .score_count = declarations->score_count,
        .results = declarations->results,
        .result_count = declarations->result_count,
    };
    if (program->node_count > 0) {
        program->nodes = builder_node(builder, 0);
        program->children = builder_children(builder, 0) - program->nodes[0].first_child;
        const struct node *last = &program->nodes[program->node_count - 1];
        program->child_count = last->first_child + last->child_count;
    }
    if (program->fact_count > 0) {
        program->facts = builder_fact(builder, 0);
    }
}

bool analysis_may_build(const struct analysis *analysis, node_id node) {
    enum { A_FEW = 8 };
    const struct builder *builder = analysis->declarations->builder;
    return builder_status(builder) == BUILDER_OK &&
           builder_node_count(builder) + A_FEW <= LIMIT_NODES &&
           builder_node(builder, node)->depth + A_FEW <= LIMIT_TERM_DEPTH;
}

static void mark_used(struct analysis *analysis, node_id id) {
    if (id == NODE_MISSING || analysis->used[id]) {
        return;
    }
    analysis->used[id] = true;
    const struct node *node = analysis_node(analysis, id);
    if (node_is_fact(node) || node->op == NODE_ANSWERED) {
        mark_used(analysis, analysis->program.facts[node->fact].node);
        mark_used(analysis, analysis->program.facts[node->fact].gate);
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        mark_used(analysis, analysis_children(analysis, id)[i]);
    }
}

/* The lines of a `first` have no node of their own: build one that tells which line is taken. */
static bool build_first_lines(struct analysis *analysis) {
    const struct declarations *declarations = analysis->declarations;
    size_t count = declarations->first_count;
    analysis->first_lines = arena_calloc(&analysis->arena, count + 1, sizeof(node_id));
    for (size_t i = 0; analysis->first_lines != NULL && i < count; i++) {
        const struct written_first *first = &declarations->firsts[i];
        analysis->first_lines[i] =
            analysis_may_build(analysis, first->node)
                ? build_lines(declarations->builder, first->whens, first->line_count)
                : NODE_MISSING;
    }
    return analysis->first_lines != NULL;
}

/* Evaluates with nothing said, optional facts being as unknown as the others. */
static bool find_widest(struct analysis *analysis) {
    struct program *everybody = arena_calloc(&analysis->arena, 1, sizeof *everybody);
    size_t count = analysis->program.fact_count;
    struct fact *facts = arena_calloc(&analysis->arena, count + 1, sizeof *facts);
    struct evaluation *evaluation = arena_calloc(&analysis->arena, 1, sizeof *evaluation);
    struct intake intake;
    if (everybody == NULL || facts == NULL || evaluation == NULL) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        facts[i] = analysis->program.facts[i];
        facts[i].has_none = facts[i].has_none || facts[i].optional;
        facts[i].optional = false;
    }
    *everybody = analysis->program;
    everybody->facts = facts;
    bool done = intake_begin(&intake, everybody, analysis->declarations->today, &analysis->arena) &&
                evaluate(evaluation, &intake, NULL, analysis->node_count);
    analysis->widest = evaluation->cells;
    return done;
}

bool analysis_begin(struct analysis *analysis, struct declarations *declarations) {
    *analysis = (struct analysis){
        .declarations = declarations,
        .diagnostics = declarations->diagnostics,
    };
    arena_init(&analysis->arena, (size_t)16 * 1024, 0);
    analysis->node_count = builder_node_count(declarations->builder);
    if (!build_first_lines(analysis)) {
        return false;
    }
    analysis_refresh(analysis);
    size_t nodes = analysis->node_count + 1;
    analysis->used = arena_calloc(&analysis->arena, nodes, sizeof *analysis->used);
    analysis->settled = arena_calloc(&analysis->arena, nodes, sizeof *analysis->settled);
    if (analysis->used == NULL || analysis->settled == NULL || !find_widest(analysis)) {
        return false;
    }
    for (node_id id = 0; id < analysis->node_count; id++) {
        enum node_op op = analysis_node(analysis, id)->op;
        analysis->asks_answered = analysis->asks_answered || op == NODE_ANSWERED;
    }
    for (size_t i = 0; i < declarations->root_count; i++) {
        bool decides =
            declarations->roots[i].role != ROOT_DERIVED && declarations->roots[i].role != ROOT_GATE;
        if (decides) {
            mark_used(analysis, declarations->roots[i].node);
        }
    }
    return true;
}

void analysis_end(struct analysis *analysis) {
    if (analysis->arena.failed) {
        analysis->diagnostics->failed = true;
    }
    arena_free(&analysis->arena);
}

/* ---- nodes ----------------------------------------------------------------------------------- */

const struct node *analysis_node(const struct analysis *analysis, node_id node) {
    return &analysis->program.nodes[node];
}

const node_id *analysis_children(const struct analysis *analysis, node_id node) {
    return node_children(&analysis->program, analysis_node(analysis, node));
}

struct place analysis_place(const struct analysis *analysis, node_id node) {
    return declarations_note(analysis->declarations, node).place;
}

bool node_is_fact(const struct node *node) {
    return node->op == NODE_FACT_DISCRETE || node->op == NODE_FACT_NUMBER ||
           node->op == NODE_FACT_DATE;
}

bool node_is_comparison(const struct node *node) {
    return node->op == NODE_LESS || node->op == NODE_AT_MOST || node->op == NODE_EQUAL;
}

bool analysis_between(const struct analysis *analysis, node_id node, node_id *number, double *low,
                      double *high) {
    const struct node *all = analysis_node(analysis, node);
    if (all->op != NODE_ALL || all->child_count != 2) {
        return false;
    }
    const node_id *ends = analysis_children(analysis, node);
    if (analysis_node(analysis, ends[0])->op != NODE_AT_MOST ||
        analysis_node(analysis, ends[1])->op != NODE_AT_MOST) {
        return false;
    }
    const node_id *lower = analysis_children(analysis, ends[0]);
    const node_id *upper = analysis_children(analysis, ends[1]);
    const struct node *least = analysis_node(analysis, lower[0]);
    const struct node *most = analysis_node(analysis, upper[1]);
    if (lower[1] != upper[0] || least->op != NODE_NUMBER || most->op != NODE_NUMBER) {
        return false;
    }
    *number = lower[1];
    *low = least->number;
    *high = most->number;
    return true;
}

/* ---- facts ----------------------------------------------------------------------------------- */

bool *analysis_node_marks(struct analysis *analysis) {
    return arena_calloc(&analysis->arena, analysis->node_count + 1, sizeof(bool));
}

bool *analysis_fact_marks(struct analysis *analysis) {
    return arena_calloc(&analysis->arena, analysis->program.fact_count + 1, sizeof(bool));
}

/* Marks the nodes below `id`, itself included. Terms share parts: each is visited once. */
static void mark_below(const struct analysis *analysis, node_id id, bool gates, bool *below) {
    if (id == NODE_MISSING || below[id]) {
        return;
    }
    below[id] = true;
    const struct node *node = analysis_node(analysis, id);
    if (gates && (node_is_fact(node) || node->op == NODE_ANSWERED)) {
        mark_below(analysis, analysis->program.facts[node->fact].gate, gates, below);
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        mark_below(analysis, analysis_children(analysis, id)[i], gates, below);
    }
}

void analysis_below(const struct analysis *analysis, node_id node, bool gates, bool *below) {
    memset(below, 0, analysis->node_count * sizeof *below);
    mark_below(analysis, node, gates, below);
}

/* Fresh marks that go with the call: a check may ask often, and the arena is not emptied. */
static bool *borrow_marks(struct analysis *analysis, struct arena *arena) {
    arena_init(arena, analysis->program.node_count + 64, 0);
    bool *marks = arena_calloc(arena, analysis->program.node_count + 1, sizeof *marks);
    if (marks == NULL) {
        analysis->diagnostics->failed = true;
    }
    return marks;
}

void analysis_facts(struct analysis *analysis, node_id node, bool gates, bool *facts) {
    struct arena arena;
    bool *below = borrow_marks(analysis, &arena);
    if (below != NULL && facts != NULL) {
        mark_below(analysis, node, gates, below);
        for (node_id id = 0; id < analysis->program.node_count; id++) {
            const struct node *at = analysis_node(analysis, id);
            if (below[id] && (node_is_fact(at) || at->op == NODE_ANSWERED)) {
                facts[at->fact] = true;
            }
        }
    }
    arena_free(&arena);
}

/* ---- searching ------------------------------------------------------------------------------- */

/* `answered` is always true for given facts, so conditions that ask it need partial ones. */
static bool asks_whether_answered(struct analysis *analysis, node_id node) {
    if (!analysis->asks_answered) {
        return false;
    }
    struct arena arena;
    bool *below = borrow_marks(analysis, &arena);
    bool asks = false;
    if (below != NULL) {
        mark_below(analysis, node, true, below);
        for (node_id id = 0; id < analysis->node_count; id++) {
            asks = asks || (below[id] && analysis_node(analysis, id)->op == NODE_ANSWERED);
        }
    }
    arena_free(&arena);
    return asks;
}

enum search_verdict analysis_search(struct analysis *analysis, node_id node, uint64_t wanted) {
    if (analysis->work > SEARCH_WORK) {
        return SEARCH_NOT_FOUND;
    }
    struct arena arena;
    arena_init(&arena, (size_t)16 * 1024, 0);
    const struct search search = {
        .program = &analysis->program,
        .as_of = analysis->declarations->today,
        .goal = node,
        .wanted = wanted,
        .partial = asks_whether_answered(analysis, node),
        .budget = SEARCH_BUDGET,
        .seed = 1,
    };
    struct search_result result = space_search(&search, &arena);
    arena_free(&arena);
    analysis->work += result.work;
    if (result.verdict == SEARCH_NO_MEMORY) {
        analysis->diagnostics->failed = true;
    }
    return result.verdict;
}

/* ---- words ----------------------------------------------------------------------------------- */

struct text analysis_text(struct analysis *analysis, node_id node) {
    struct buffer buffer;
    buffer_init(&buffer);
    explain_node(&buffer, &analysis->program, node);
    if (buffer.length > MESSAGE_TERM_BYTES) {
        buffer.length = MESSAGE_TERM_BYTES;
        while (buffer.length > 0 && (buffer.at[buffer.length] & 0xc0) == 0x80) {
            buffer.length--;
        }
        buffer_append_string(&buffer, " ...");
    }
    struct text text = arena_copy(&analysis->arena, buffer_text(&buffer));
    analysis->diagnostics->failed = analysis->diagnostics->failed || buffer.failed;
    buffer_free(&buffer);
    return text;
}

static void append_bound(struct buffer *buffer, double bound, const char *unbounded) {
    char digits[NUMBER_TEXT_SIZE];
    if (isfinite(bound)) {
        buffer_append_text(buffer, number_format(bound, digits));
    } else {
        buffer_append_string(buffer, unbounded);
    }
}

static void append_range(struct buffer *buffer, const struct fact *fact) {
    switch (fact->type) {
    case VALUE_YES_NO:
        buffer_append_string(buffer, "yes or no");
        break;
    case VALUE_CHOICE:
        for (size_t i = 0; i < fact->option_count; i++) {
            buffer_append_string(buffer, i == 0 ? "" : ", ");
            buffer_append_text(buffer, fact->options[i]);
        }
        break;
    case VALUE_NUMBER:
        append_bound(buffer, fact->min, "anything");
        buffer_append_string(buffer, " to ");
        append_bound(buffer, fact->max, "anything");
        buffer_append_string(buffer, text_is_empty(fact->unit) ? "" : " ");
        buffer_append_text(buffer, fact->unit);
        break;
    case VALUE_DATE:
        buffer_append_string(buffer, fact->future ? "any day" : "a day up to today");
        break;
    }
    if (fact->has_none || fact->optional) {
        buffer_append_string(buffer, ", or none");
    }
}

static void append_gate(struct buffer *buffer, const struct analysis *analysis,
                        const struct fact *fact) {
    if (fact->gate_kind == GATE_NONE || fact->gate == NODE_MISSING) {
        return;
    }
    buffer_append_string(buffer, fact->gate_kind == GATE_ONLY_IF ? ", only if `" : ", asked if `");
    explain_node(buffer, &analysis->program, fact->gate);
    buffer_append_string(buffer, "`");
}

struct text analysis_ranges(struct analysis *analysis, node_id node) {
    bool *facts = analysis_fact_marks(analysis);
    struct buffer buffer;
    buffer_init(&buffer);
    analysis_facts(analysis, node, false, facts);
    size_t named = 0;
    for (size_t i = 0; facts != NULL && i < analysis->program.fact_count; i++) {
        const struct fact *fact = &analysis->program.facts[i];
        if (!facts[i] || named++ >= MESSAGE_FACTS) {
            continue;
        }
        buffer_append_format(&buffer, "%s`%.*s` is ", named == 1 ? "" : "; ",
                             (int)fact->name.length, fact->name.at);
        append_range(&buffer, fact);
        append_gate(&buffer, analysis, fact);
    }
    struct text text = arena_copy(&analysis->arena, buffer_text(&buffer));
    analysis->diagnostics->failed = analysis->diagnostics->failed || buffer.failed;
    buffer_free(&buffer);
    return text;
}
