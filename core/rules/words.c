#include "rules/words.h"

#include "base/number.h"
#include "rules/explain.h"
#include "rules/names.h"

enum { WORDS_BYTES = 2000 };

struct telling {
    struct buffer *out;
    const struct program *program;
    node_id root;
    size_t end; /* length of `out` at which the sentence is cut */
};

static void tell(struct telling *telling, node_id id, bool negated, bool nested);

static const struct node *node_at(const struct telling *telling, node_id id) {
    return &telling->program->nodes[id];
}

static void say(struct telling *telling, const char *words) {
    buffer_append_string(telling->out, words);
}

static void say_number(struct telling *telling, double number) {
    char digits[NUMBER_TEXT_SIZE];
    buffer_append_text(telling->out, number_format(number, digits));
}

/* The label of the score's item that the node is; empty where it is none. */
static struct text item_label(const struct program *program, node_id id) {
    for (size_t i = 0; i < program->score_count; i++) {
        const struct score *score = &program->scores[i];
        for (size_t j = 0; j < score->item_count; j++) {
            if (score->items[j].node == id) {
                return phrase_in(&score->items[j].label, program->header.language, program);
            }
        }
    }
    return text_from(NULL, 0);
}

/* The time between a date and the day of the decision, or another date; false for what is none. */
static bool say_time(struct telling *telling, const struct node *node) {
    static const struct {
        enum node_op op;
        const char *words;
    } times[] = {
        {NODE_DAYS_AGO, "the number of days since "},
        {NODE_WEEKS_AGO, "the number of weeks since "},
        {NODE_MONTHS_AGO, "the number of months since "},
        {NODE_YEARS_AGO, "the number of years since "},
        {NODE_DAYS_UNTIL, "the number of days from "},
    };
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        if (times[i].op == node->op) {
            const node_id *dates = node_children(telling->program, node);
            say(telling, times[i].words);
            explain_node(telling->out, telling->program, dates[0]);
            if (node->op == NODE_DAYS_UNTIL) {
                say(telling, " to ");
                explain_node(telling->out, telling->program, dates[1]);
            }
            return true;
        }
    }
    return false;
}

/* A number, a choice or a result: its name, what it adds to a score, or its formula. */
static void say_value(struct telling *telling, node_id id) {
    struct text name = node_name(telling->program, id);
    struct text label = item_label(telling->program, id);
    if (!text_is_empty(name)) {
        buffer_append_text(telling->out, name);
    } else if (!text_is_empty(label) && node_at(telling, id)->op == NODE_FIRST) {
        say(telling, "the points for \"");
        buffer_append_text(telling->out, label);
        say(telling, "\"");
    } else if (!say_time(telling, node_at(telling, id))) {
        explain_node(telling->out, telling->program, id);
    }
}

static void say_with_unit(struct telling *telling, node_id amount, node_id measured) {
    struct text unit = node_unit(telling->program, measured);
    say_value(telling, amount);
    if (!text_is_empty(unit) && node_at(telling, amount)->op == NODE_NUMBER) {
        say(telling, " ");
        buffer_append_text(telling->out, unit);
    }
}

/* ---- single statements ----------------------------------------------------------------------- */

static void tell_options(struct telling *telling, const struct node *node, bool negated) {
    node_id on = node_children(telling->program, node)[0];
    if (node_is_condition(telling->program, on)) {
        tell(telling, on, negated != (node->mask == MASK_FALSE), true);
        return;
    }
    say_value(telling, on);
    say(telling, negated ? " is not " : " is ");
    for (uint32_t bit = 0, told = 0; bit < 63; bit++) {
        if (node->mask >> bit & 1) {
            say(telling, told++ == 0 ? "" : negated ? " and not " : " or ");
            buffer_append_text(telling->out, node_option_name(telling->program, on, bit));
        }
    }
}

struct comparison {
    const char *before; /* the amount */
    const char *after;
};

/* What a comparison is called: by operation, whether the amount stands left, whether negated. */
static struct comparison comparison_words(enum node_op op, bool amount_left, bool negated) {
    static const struct comparison over = {"over ", ""}, under = {"under ", ""},
                                   at_least = {"", " or more"}, at_most = {"", " or less"},
                                   not_over = {"not over ", ""}, not_under = {"not under ", ""},
                                   equal = {"", ""}, unequal = {"not ", ""};
    if (op == NODE_EQUAL) {
        return negated ? unequal : equal;
    }
    if (op == NODE_LESS) {
        return amount_left ? (negated ? not_over : over) : (negated ? not_under : under);
    }
    return amount_left ? (negated ? under : at_least) : (negated ? over : at_most);
}

static void tell_comparison(struct telling *telling, const struct node *node, bool negated) {
    const node_id *sides = node_children(telling->program, node);
    bool amount_left = node_at(telling, sides[0])->op == NODE_NUMBER;
    node_id measured = amount_left ? sides[1] : sides[0];
    node_id amount = amount_left ? sides[0] : sides[1];
    struct comparison words = comparison_words(node->op, amount_left, negated);
    say_value(telling, measured);
    say(telling, " is ");
    say(telling, words.before);
    say_with_unit(telling, amount, measured);
    say(telling, words.after);
}

static bool tell_between(struct telling *telling, node_id id, bool negated) {
    node_id number;
    double low;
    double high;
    if (!node_is_between(telling->program, id, &number, &low, &high)) {
        return false;
    }
    struct text unit = node_unit(telling->program, number);
    say_value(telling, number);
    say(telling, negated ? " is not between " : " is between ");
    say_number(telling, low);
    say(telling, " and ");
    say_number(telling, high);
    say(telling, text_is_empty(unit) ? "" : " ");
    buffer_append_text(telling->out, unit);
    return true;
}

static void tell_change(struct telling *telling, const struct node *node, bool negated) {
    say_value(telling, node_children(telling->program, node)[0]);
    say(telling, negated ? " has not " : " has ");
    say(telling, node->op == NODE_ROSE_BY ? "risen by " : "fallen by ");
    say_number(telling, node->number);
    say(telling, " or more since the start");
}

static void tell_fact(struct telling *telling, const struct fact *fact, bool negated) {
    bool maybe_none = fact->has_none || fact->optional ||
                      (fact->gate_kind != GATE_NONE && fact->otherwise.state == ANSWER_NONE);
    buffer_append_text(telling->out, fact->name);
    say(telling, !negated ? " is yes" : maybe_none ? " is not yes" : " is no");
}

/* ---- several --------------------------------------------------------------------------------- */

static void tell_list(struct telling *telling, const struct node *node, bool negated,
                      const char *joint, bool brackets) {
    const node_id *children = node_children(telling->program, node);
    brackets = brackets && node->child_count > 1;
    say(telling, brackets ? "(" : "");
    for (uint32_t i = 0; i < node->child_count && telling->out->length < telling->end; i++) {
        say(telling, i == 0 ? "" : joint);
        tell(telling, children[i], negated, true);
    }
    say(telling, brackets ? ")" : "");
}

static void tell_count(struct telling *telling, const struct node *node, bool negated) {
    say(telling, negated ? "fewer than " : "at least ");
    say_number(telling, node->count);
    say(telling, " of these: ");
    tell_list(telling, node, false, "; ", true);
}

/* ---- one condition --------------------------------------------------------------------------- */

static void tell_unnamed(struct telling *telling, node_id id, bool negated, bool nested) {
    const struct program *program = telling->program;
    const struct node *node = node_at(telling, id);
    switch (node->op) {
    case NODE_FALSE:
    case NODE_TRUE:
        say(telling, (node->op == NODE_TRUE) != negated ? "always" : "never");
        return;
    case NODE_FACT_DISCRETE:
        tell_fact(telling, &program->facts[node->fact], negated);
        return;
    case NODE_ONE_OF:
        tell_options(telling, node, negated);
        return;
    case NODE_NOT:
        tell(telling, node_children(program, node)[0], !negated, nested);
        return;
    case NODE_ALL:
        if (!tell_between(telling, id, negated)) {
            tell_list(telling, node, negated, negated ? ", or " : ", and ", nested);
        }
        return;
    case NODE_ANY:
        tell_list(telling, node, negated, negated ? ", and " : ", or ", nested);
        return;
    case NODE_AT_LEAST_COUNT:
        tell_count(telling, node, negated);
        return;
    case NODE_LESS:
    case NODE_AT_MOST:
    case NODE_EQUAL:
        tell_comparison(telling, node, negated);
        return;
    case NODE_ROSE_BY:
    case NODE_FELL_BY:
        tell_change(telling, node, negated);
        return;
    case NODE_IS_NONE:
        say_value(telling, node_children(program, node)[0]);
        say(telling, negated ? " is not none" : " is none");
        return;
    case NODE_ANSWERED:
        buffer_append_text(telling->out, program->facts[node->fact].name);
        say(telling, negated ? " cannot be answered" : " is answered");
        return;
    default:
        say_value(telling, id);
        say(telling, negated ? " does not hold" : " holds");
    }
}

static void tell(struct telling *telling, node_id id, bool negated, bool nested) {
    if (telling->out->length >= telling->end) {
        return;
    }
    struct text name = id == telling->root ? text_from(NULL, 0) : node_name(telling->program, id);
    if (text_is_empty(name)) {
        tell_unnamed(telling, id, negated, nested);
    } else {
        buffer_append_text(telling->out, name);
        say(telling, negated ? " does not hold" : " holds");
    }
}

void words_condition(struct buffer *out, const struct program *program, node_id condition,
                     bool negated) {
    struct telling telling = {out, program, condition, out->length + WORDS_BYTES};
    tell(&telling, condition, negated, false);
    if (out->length >= telling.end) {
        buffer_append_string(out, " ...");
    }
}
