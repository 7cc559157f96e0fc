/* A mutant in the words of the script: what stands there, and what the mutant has instead. */
#include "proof/mutant.h"

#include "base/date.h"
#include "base/number.h"
#include "rules/explain.h"
#include "rules/names.h"

/* ---- terms ----------------------------------------------------------------------------------- */

/* The bounds of between(a, b) are written at one place, and are shown together. */
static node_id shown_node(const struct spread *spread, node_id id) {
    node_id parent = spread->nodes[id].parent;
    node_id number;
    double low;
    double high;
    bool between =
        parent != NODE_MISSING && node_is_between(&spread->program, parent, &number, &low, &high);
    return between ? parent : id;
}

/* Points are shown with the term that they stand in, or with their line of a `first`. */
static node_id shown_number(const struct spread *spread, node_id id) {
    node_id parent = spread->nodes[id].parent;
    bool alone = parent == NODE_MISSING || spread->program.nodes[id].op != NODE_NUMBER ||
                 spread->program.nodes[parent].op == NODE_FIRST;
    return alone ? id : parent;
}

static node_id shown_term(const struct spread *spread, const struct mutant *mutant) {
    switch (mutant->kind) {
    case MUTANT_POINTS:
        return shown_number(spread, mutant->node);
    case MUTANT_NEGATION:
        return mutant->node == NODE_MISSING
                   ? spread->roots[mutant->root].node
                   : node_children(&spread->program,
                                   &spread->program.nodes[mutant->node])[mutant->part];
    default:
        return shown_node(spread, mutant->node);
    }
}

/* A term with a name is shown by it where it is negated. */
static void write_term(struct buffer *out, const struct program *program, node_id id, bool named) {
    struct text name = node_name(program, id);
    if (named && !text_is_empty(name)) {
        buffer_append_text(out, name);
    } else {
        explain_node(out, program, id);
    }
}

static void tell_negation(const struct program *program, node_id shown, bool require,
                          struct buffer *before, struct buffer *after) {
    const struct node *node = &program->nodes[shown];
    bool dropped = node->op == NODE_NOT;
    node_id below = dropped ? node_children(program, node)[0] : shown;
    struct buffer *plain = dropped && !require ? after : before;
    struct buffer *negated = dropped && !require ? before : after;
    const struct node *inner = &program->nodes[below];
    bool list = inner->op == NODE_ALL || inner->op == NODE_ANY || inner->op == NODE_AT_LEAST_COUNT;
    write_term(plain, program, below, true);
    if (inner->op == NODE_NOT && text_is_empty(node_name(program, below))) {
        write_term(negated, program, node_children(program, inner)[0], true);
        return;
    }
    buffer_append_string(negated, list ? "~(" : "~");
    write_term(negated, program, below, true);
    buffer_append_string(negated, list ? ")" : "");
}

/* `require` is frozen as the negation of what was written. */
static bool is_require(const struct spread *spread, const struct mutant *mutant) {
    if (mutant->node != NODE_MISSING || spread->roots[mutant->root].use != USE_RULE) {
        return false;
    }
    enum rule_kind kind = spread->program.rules[spread->roots[mutant->root].index].kind;
    return kind == RULE_SCOPE || kind == RULE_PRECONDITION;
}

/* Line `line` of a `first`: "{ 3, when = pulse:at_most(40) }". */
static void write_line(struct buffer *out, const struct program *program, node_id first,
                       uint32_t line) {
    const struct node *node = &program->nodes[first];
    const node_id *children = node_children(program, node);
    bool last = 2 * line + 1 == node->child_count;
    buffer_append_string(out, "{ ");
    explain_node(out, program, children[2 * line + (last ? 0 : 1)]);
    if (!last) {
        buffer_append_string(out, ", when = ");
        write_term(out, program, children[2 * line], true);
    }
    buffer_append_string(out, " }");
}

/* The line of a `first` in which the points stand as they are; -1 where they do not. */
static ptrdiff_t line_of_points(const struct spread *spread, const struct mutant *mutant) {
    node_id parent = spread->nodes[mutant->node].parent;
    if (mutant->kind != MUTANT_POINTS || parent == NODE_MISSING ||
        spread->program.nodes[parent].op != NODE_FIRST) {
        return -1;
    }
    const struct node *first = &spread->program.nodes[parent];
    for (uint32_t i = 0; i < first->child_count; i++) {
        if (node_children(&spread->program, first)[i] == mutant->node) {
            return i / 2;
        }
    }
    return -1;
}

static void tell_points(struct patch *patch, const struct mutant *mutant, uint32_t line,
                        struct buffer *before, struct buffer *after) {
    node_id first = patch->spread->nodes[mutant->node].parent;
    write_line(before, &patch->program, first, line);
    mutant_apply(patch, mutant);
    write_line(after, &patch->program, first, line);
    mutant_undo(patch, mutant);
}

static void tell_exchange(const struct program *program, const struct mutant *mutant,
                          struct buffer *before, struct buffer *after) {
    struct buffer *sides[] = {before, after};
    for (uint32_t i = 0; i < 2; i++) {
        write_line(sides[i], program, mutant->node, mutant->part + i);
        buffer_append_string(sides[i], " before ");
        write_line(sides[i], program, mutant->node, mutant->part + 1 - i);
    }
}

static void tell_term(struct patch *patch, const struct mutant *mutant, struct buffer *before,
                      struct buffer *after) {
    if (mutant->kind == MUTANT_LINES) {
        tell_exchange(&patch->program, mutant, before, after);
        return;
    }
    if (mutant->kind == MUTANT_PART && patch->nodes[mutant->node].op != NODE_ONE_OF) {
        const struct node *list = &patch->nodes[mutant->node];
        write_term(before, &patch->program, node_children(&patch->program, list)[mutant->part],
                   true);
        return;
    }
    if (mutant->kind == MUTANT_POINTS && line_of_points(patch->spread, mutant) >= 0) {
        uint32_t line = (uint32_t)line_of_points(patch->spread, mutant);
        tell_points(patch, mutant, line, before, after);
        return;
    }
    node_id shown = shown_term(patch->spread, mutant);
    if (mutant->kind == MUTANT_NEGATION) {
        tell_negation(&patch->program, shown, is_require(patch->spread, mutant), before, after);
        return;
    }
    explain_node(before, &patch->program, shown);
    mutant_apply(patch, mutant);
    explain_node(after, &patch->program, shown);
    mutant_undo(patch, mutant);
}

/* ---- lines of a result ----------------------------------------------------------------------- */

static void tell_lines(const struct spread *spread, const struct mutant *mutant,
                       struct buffer *before, struct buffer *after) {
    const struct result_line *lines = &spread->program.results[mutant->index].lines[mutant->part];
    buffer_append_format(before, "\"%.*s\" before \"%.*s\"", (int)lines[0].name.length,
                         lines[0].name.at, (int)lines[1].name.length, lines[1].name.at);
    buffer_append_format(after, "\"%.*s\" before \"%.*s\"", (int)lines[1].name.length,
                         lines[1].name.at, (int)lines[0].name.length, lines[0].name.at);
}

/* ---- declarations ---------------------------------------------------------------------------- */

static void tell_urgency(const struct spread *spread, const struct mutant *mutant,
                         struct buffer *before, struct buffer *after) {
    const struct program *program = &spread->program;
    enum urgency urgency =
        mutant->line == UINT32_MAX
            ? program->rules[mutant->index].referral.urgency
            : program->results[mutant->index].lines[mutant->line].referral.urgency;
    buffer_append_format(before, "urgency = \"%s\"", urgency_name(urgency));
    if (mutant->level == URGENCY_NONE) {
        buffer_append_string(after, "no referral");
    } else {
        buffer_append_format(after, "urgency = \"%s\"", urgency_name((enum urgency)mutant->level));
    }
}

static void write_answer(struct buffer *out, const struct fact *fact, const struct answer *answer) {
    char digits[NUMBER_TEXT_SIZE];
    char day[DATE_TEXT_SIZE];
    buffer_append_string(out, "otherwise = ");
    if (answer->state == ANSWER_NONE) {
        buffer_append_string(out, "none");
    } else if (fact->type == VALUE_YES_NO) {
        buffer_append_string(out, answer->option == 1 ? "true" : "false");
    } else if (fact->type == VALUE_CHOICE) {
        struct text option = fact->options[answer->option];
        buffer_append_format(out, "\"%.*s\"", (int)option.length, option.at);
    } else if (fact->type == VALUE_NUMBER) {
        buffer_append_text(out, number_format(answer->number, digits));
    } else {
        date_format(answer->day, day);
        buffer_append_format(out, "\"%s\"", day);
    }
}

static void tell_declaration(const struct spread *spread, const struct mutant *mutant,
                             struct buffer *before, struct buffer *after) {
    const struct program *program = &spread->program;
    const struct fact *fact;
    switch (mutant->kind) {
    case MUTANT_RULE:
    case MUTANT_HALT:
        mutant_place(spread, mutant, before);
        return;
    case MUTANT_KIND:
        buffer_append_string(before, rule_kind_name(program->rules[mutant->index].kind));
        buffer_append_string(after, rule_kind_name((enum rule_kind)mutant->level));
        return;
    case MUTANT_URGENCY:
        tell_urgency(spread, mutant, before, after);
        return;
    case MUTANT_OUTCOME:
        buffer_append_format(
            before, "outcome = \"%s\"",
            outcome_name(program->results[mutant->index].lines[mutant->line].outcome));
        buffer_append_format(after, "outcome = \"%s\"", outcome_name((enum outcome)mutant->level));
        return;
    case MUTANT_OTHERWISE:
        fact = &program->facts[mutant->index];
        write_answer(before, fact, &fact->otherwise);
        write_answer(after, fact, &mutant->otherwise);
        return;
    case MUTANT_AT_MOST:
        buffer_append_format(
            before, "at_most = %u",
            spread_step(&program->techniques[mutant->index], mutant->line)->at_most);
        buffer_append_format(after, "at_most = %u", mutant->level);
        return;
    default:
        buffer_append_string(before, "throughout = true");
        buffer_append_string(after, "throughout = false");
        return;
    }
}

void mutant_before_and_after(struct patch *patch, const struct mutant *mutant,
                             struct buffer *before, struct buffer *after) {
    if (mutant->root != UINT32_MAX) {
        tell_term(patch, mutant, before, after);
    } else if (mutant->kind == MUTANT_LINES) {
        tell_lines(patch->spread, mutant, before, after);
    } else {
        tell_declaration(patch->spread, mutant, before, after);
    }
}

/* ---- where it stands ------------------------------------------------------------------------- */

static void place_text(struct buffer *out, const char *kind, struct text name) {
    for (const char *at = kind; *at != '\0'; at++) {
        buffer_append(out, *at == '_' ? " " : at, 1);
    }
    buffer_append_format(out, " %.*s", (int)name.length, name.at);
}

static void place_line(struct buffer *out, const struct result *result, uint32_t line) {
    place_text(out, "result", result->name);
    buffer_append_format(out, ", line \"%.*s\"", (int)result->lines[line].name.length,
                         result->lines[line].name.at);
}

static void place_item(struct buffer *out, const struct program *program, const struct score *score,
                       uint32_t item) {
    struct text label = phrase_in(&score->items[item].label, program->header.language, program);
    place_text(out, "score", score->name);
    if (!text_is_empty(label)) {
        buffer_append_format(out, ", \"%.*s\"", (int)label.length, label.at);
    }
}

static void place_root(const struct program *program, const struct spread_root *root,
                       struct buffer *out) {
    const struct step *step;
    switch (root->use) {
    case USE_GATE:
        place_text(out, "gate of", program->facts[root->index].name);
        return;
    case USE_DERIVED:
        place_text(out, "value", program->derived[root->index].name);
        return;
    case USE_SCORE_ITEM:
        place_item(out, program, &program->scores[root->index], root->line);
        return;
    case USE_RULE:
        place_text(out, rule_kind_name(program->rules[root->index].kind),
                   program->rules[root->index].id);
        return;
    case USE_LINE:
        place_line(out, &program->results[root->index], root->line);
        return;
    case USE_TECHNIQUE:
        place_text(out, "technique", program->techniques[root->index].id);
        return;
    case USE_STEP_ONLY_IF:
    case USE_STEP_SKIP_IF:
    case USE_FINISH_WHEN:
        step = spread_step(&program->techniques[root->index], root->line);
        place_text(out, step->kind == STEP_LOOP ? "loop" : "step", step->id);
        return;
    case USE_PROBE:
        return;
    }
}

void mutant_place(const struct spread *spread, const struct mutant *mutant, struct buffer *out) {
    const struct program *program = &spread->program;
    if (mutant->root != UINT32_MAX) {
        place_root(program, &spread->roots[mutant->root], out);
        return;
    }
    switch (mutant->kind) {
    case MUTANT_OTHERWISE:
        place_text(out, "fact", program->facts[mutant->index].name);
        return;
    case MUTANT_AT_MOST:
        place_text(out, "loop", spread_step(&program->techniques[mutant->index], mutant->line)->id);
        return;
    case MUTANT_LINES:
        place_text(out, "result", program->results[mutant->index].name);
        return;
    default:
        break;
    }
    if (mutant->line != UINT32_MAX) {
        place_line(out, &program->results[mutant->index], mutant->line);
    } else {
        place_text(out, rule_kind_name(program->rules[mutant->index].kind),
                   program->rules[mutant->index].id);
    }
}
