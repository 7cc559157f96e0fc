/* Listing the mutants of a program: which faults make sense where. */
#include "proof/mutant.h"

#include "base/number.h"
#include "rules/names.h"

#include <math.h>

struct listing {
    const struct spread *spread;
    const struct program *program;
    struct buffer items; /* struct mutant */
};

static void add(struct listing *listing, struct mutant mutant) {
    buffer_append(&listing->items, &mutant, sizeof mutant);
}

static struct mutant of_node(const struct listing *listing, enum mutant_kind kind, node_id node) {
    uint32_t root = listing->spread->nodes[node].root;
    return (struct mutant){
        .kind = kind,
        .root = root,
        .node = node,
        .part = UINT32_MAX,
        .position = listing->spread->roots[root].position,
    };
}

/* ---- numbers --------------------------------------------------------------------------------- */

double number_shown_step(double number) {
    char digits[NUMBER_TEXT_SIZE];
    struct text text = number_format(number, digits);
    const char *point = memchr(text.at, '.', text.length);
    bool plain = memchr(text.at, 'e', text.length) == NULL;
    size_t decimals = 0;
    if (point != NULL && plain) {
        decimals = text.length - (size_t)(point - text.at) - 1;
    }
    return 1 / pow(10, (double)decimals);
}

double number_moved(double number, double by, double step) {
    double scale = round(1 / step);
    return round((number + by) * scale) / scale;
}

static void add_number(struct listing *listing, struct mutant mutant, double number, double by,
                       double step) {
    mutant.number = number_moved(number, by, step);
    add(listing, mutant);
}

/* By the smallest step and by one, each way. */
static void add_moves(struct listing *listing, struct mutant mutant, double number, double step) {
    add_number(listing, mutant, number, -step, step);
    add_number(listing, mutant, number, step, step);
    if (step != 1) {
        add_number(listing, mutant, number, -1, step);
        add_number(listing, mutant, number, 1, step);
    }
}

static bool is_whole(const struct program *program, node_id id) {
    const struct node *node = &program->nodes[id];
    switch (node->op) {
    case NODE_FACT_NUMBER:
        return program->facts[node->fact].whole;
    case NODE_DAYS_AGO:
    case NODE_WEEKS_AGO:
    case NODE_MONTHS_AGO:
    case NODE_YEARS_AGO:
    case NODE_DAYS_UNTIL:
        return true;
    default:
        return false;
    }
}

static void list_comparison(struct listing *listing, node_id id, const struct node *node) {
    const node_id *children = node_children(listing->program, node);
    for (uint32_t i = 0; i < node->child_count; i++) {
        const struct node *amount = &listing->program->nodes[children[i]];
        if (amount->op == NODE_NUMBER) {
            struct mutant mutant = of_node(listing, MUTANT_THRESHOLD, id);
            mutant.part = i;
            bool whole = is_whole(listing->program, children[1 - i]);
            add_moves(listing, mutant, amount->number,
                      whole ? 1 : number_shown_step(amount->number));
        }
    }
    if (node->op != NODE_EQUAL) {
        add(listing, of_node(listing, MUTANT_COMPARISON, id));
    }
}

static void list_count(struct listing *listing, node_id id, const struct node *node) {
    struct mutant mutant = of_node(listing, MUTANT_THRESHOLD, id);
    if (node->count > 1) {
        mutant.number = node->count - 1;
        add(listing, mutant);
    }
    if (node->count < node->child_count) {
        mutant.number = node->count + 1;
        add(listing, mutant);
    }
}

/* The 0 points where an item's `when` is false, which nobody wrote. */
static bool is_unwritten(const struct listing *listing, node_id id) {
    const struct spread_node *info = &listing->spread->nodes[id];
    const struct spread_root *root = &listing->spread->roots[info->root];
    if (root->use != USE_SCORE_ITEM || info->parent != root->node) {
        return false;
    }
    const struct node *first = &listing->program->nodes[root->node];
    const node_id *children = node_children(listing->program, first);
    return first->op == NODE_FIRST && first->child_count == 3 && children[2] == id &&
           listing->program->nodes[id].number == 0;
}

static bool is_comparison(enum node_op op) {
    return op == NODE_LESS || op == NODE_AT_MOST || op == NODE_EQUAL;
}

static void list_number(struct listing *listing, node_id id, const struct node *node) {
    node_id parent = listing->spread->nodes[id].parent;
    bool compared = parent != NODE_MISSING && is_comparison(listing->program->nodes[parent].op);
    if (!compared && !is_unwritten(listing, id)) {
        struct mutant mutant = of_node(listing, MUTANT_POINTS, id);
        add_moves(listing, mutant, node->number, number_shown_step(node->number));
    }
}

/* ---- several --------------------------------------------------------------------------------- */

static void list_parts(struct listing *listing, node_id id, const struct node *node) {
    struct mutant mutant = of_node(listing, MUTANT_PART, id);
    bool enough =
        node->op == NODE_AT_LEAST_COUNT ? node->child_count > node->count : node->child_count > 1;
    for (uint32_t i = 0; enough && i < node->child_count; i++) {
        mutant.part = i;
        add(listing, mutant);
    }
}

static void list_options(struct listing *listing, node_id id, const struct node *node) {
    struct mutant mutant = of_node(listing, MUTANT_PART, id);
    uint64_t mask = node->mask & ~MASK_NONE;
    node_id on = node_children(listing->program, node)[0];
    if ((mask & (mask - 1)) == 0 || node_is_condition(listing->program, on)) {
        return;
    }
    for (uint32_t bit = 0; bit < 63; bit++) {
        if (mask >> bit & 1) {
            mutant.part = bit;
            add(listing, mutant);
        }
    }
}

/* Neighbours of different values that both have a condition; the last line has none. */
static void list_first(struct listing *listing, node_id id, const struct node *node) {
    struct mutant mutant = of_node(listing, MUTANT_LINES, id);
    const node_id *children = node_children(listing->program, node);
    for (uint32_t i = 0; 2 * i + 3 < node->child_count; i++) {
        const struct node *a = &listing->program->nodes[children[2 * i + 1]];
        const struct node *b = &listing->program->nodes[children[2 * i + 3]];
        mutant.part = i;
        if (a->op != NODE_NUMBER || b->op != NODE_NUMBER || a->number != b->number) {
            add(listing, mutant);
        }
    }
}

/* A negation of an own part that stands in an any, an all, a line ...; what is below a NOT is
 * negated by dropping the NOT. */
static void list_negations(struct listing *listing, node_id id, const struct node *node) {
    const node_id *children = node_children(listing->program, node);
    struct mutant mutant = of_node(listing, MUTANT_NEGATION, id);
    bool takes_conditions = node->op == NODE_ALL || node->op == NODE_ANY ||
                            node->op == NODE_AT_LEAST_COUNT || node->op == NODE_FIRST;
    for (uint32_t i = 0; takes_conditions && i < node->child_count; i++) {
        if (node_is_condition(listing->program, children[i])) {
            mutant.part = i;
            add(listing, mutant);
        }
    }
}

static void list_node(struct listing *listing, node_id id) {
    const struct node *node = &listing->program->nodes[id];
    node_id measured;
    double low;
    double high;
    switch (node->op) {
    case NODE_LESS:
    case NODE_AT_MOST:
    case NODE_EQUAL:
        list_comparison(listing, id, node);
        return;
    case NODE_ROSE_BY:
    case NODE_FELL_BY:
        add_moves(listing, of_node(listing, MUTANT_THRESHOLD, id), node->number,
                  is_whole(listing->program, node_children(listing->program, node)[0])
                      ? 1
                      : number_shown_step(node->number));
        return;
    case NODE_ALL:
    case NODE_ANY:
        if (node->child_count > 1 &&
            !node_is_between(listing->program, id, &measured, &low, &high)) {
            add(listing, of_node(listing, MUTANT_JOINT, id));
            list_parts(listing, id, node);
            list_negations(listing, id, node);
        }
        return;
    case NODE_AT_LEAST_COUNT:
        list_count(listing, id, node);
        list_parts(listing, id, node);
        list_negations(listing, id, node);
        return;
    case NODE_ONE_OF:
        list_options(listing, id, node);
        return;
    case NODE_FIRST:
        list_first(listing, id, node);
        list_negations(listing, id, node);
        return;
    case NODE_NUMBER:
        list_number(listing, id, node);
        return;
    case NODE_IF_NONE:
        add_moves(listing, of_node(listing, MUTANT_POINTS, id), node->number,
                  number_shown_step(node->number));
        return;
    default:
        return;
    }
}

/* ---- declarations ---------------------------------------------------------------------------- */

static struct mutant of_table(enum mutant_kind kind, uint32_t index, uint32_t line,
                              struct source_position position) {
    return (struct mutant){
        .kind = kind,
        .root = UINT32_MAX,
        .node = NODE_MISSING,
        .part = UINT32_MAX,
        .index = index,
        .line = line,
        .position = position,
    };
}

/* The kind below, which is less serious; the same where there is none. */
static enum rule_kind kind_below(enum rule_kind kind) {
    switch (kind) {
    case RULE_CONTRAINDICATION:
        return RULE_RED_FLAG;
    case RULE_SCOPE:
    case RULE_RED_FLAG:
        return RULE_PRECONDITION;
    case RULE_PRECONDITION:
        return RULE_ADVISORY;
    default:
        return kind;
    }
}

/* Kinds that must refer cannot lose their referral, only have it later. */
static bool may_be_without_referral(const struct rule *rule) {
    return rule->kind == RULE_PRECONDITION || rule->kind == RULE_ADVISORY;
}

static void list_rule(struct listing *listing, uint32_t index) {
    const struct rule *rule = &listing->program->rules[index];
    enum mutant_kind removed = rule->kind == RULE_HALT ? MUTANT_HALT : MUTANT_RULE;
    add(listing, of_table(removed, index, UINT32_MAX, rule->position));
    if (kind_below(rule->kind) != rule->kind && rule->during_count == 0) {
        struct mutant mutant = of_table(MUTANT_KIND, index, UINT32_MAX, rule->position);
        mutant.level = kind_below(rule->kind);
        add(listing, mutant);
    }
    bool stays = rule->referral.urgency == URGENCY_ROUTINE && !may_be_without_referral(rule);
    bool shows = rule->kind != RULE_HALT && rule->during_count == 0;
    if (rule->referral.urgency > URGENCY_NONE && !stays && shows) {
        struct mutant mutant = of_table(MUTANT_URGENCY, index, UINT32_MAX, rule->position);
        mutant.level = rule->referral.urgency - 1;
        add(listing, mutant);
    }
    if (rule->throughout) {
        add(listing, of_table(MUTANT_THROUGHOUT, index, UINT32_MAX, rule->position));
    }
}

static enum outcome outcome_below(enum outcome outcome) {
    switch (outcome) {
    case OUTCOME_STOP:
        return OUTCOME_REFER;
    case OUTCOME_REFER:
        return OUTCOME_DEFER;
    default:
        return OUTCOME_CLEAR;
    }
}

static void list_line(struct listing *listing, uint32_t index, uint32_t at) {
    const struct result *result = &listing->program->results[index];
    const struct result_line *line = &result->lines[at];
    if (line->outcome > OUTCOME_CLEAR) {
        struct mutant mutant = of_table(MUTANT_OUTCOME, index, at, result->position);
        mutant.level = outcome_below(line->outcome);
        add(listing, mutant);
    }
    if (line->referral.urgency > URGENCY_ROUTINE) {
        struct mutant mutant = of_table(MUTANT_URGENCY, index, at, result->position);
        mutant.level = line->referral.urgency - 1;
        add(listing, mutant);
    }
    if (at + 2 < result->line_count) {
        struct mutant mutant = of_table(MUTANT_LINES, index, at, result->position);
        mutant.node = result->node;
        mutant.part = at;
        add(listing, mutant);
    }
}

static void add_otherwise(struct listing *listing, uint32_t index, struct answer otherwise) {
    struct mutant mutant =
        of_table(MUTANT_OTHERWISE, index, UINT32_MAX, listing->program->facts[index].position);
    mutant.otherwise = otherwise;
    mutant.otherwise.state = ANSWER_GIVEN;
    add(listing, mutant);
}

/* Another value of the same type, and where it is none, one that is not. */
static void list_otherwise(struct listing *listing, uint32_t index) {
    const struct fact *fact = &listing->program->facts[index];
    bool given = fact->otherwise.state == ANSWER_GIVEN;
    uint32_t options = fact->type == VALUE_YES_NO ? 2 : (uint32_t)fact->option_count;
    switch (fact->type) {
    case VALUE_YES_NO:
    case VALUE_CHOICE:
        for (uint32_t i = 0; i < options; i++) {
            if (!given || i != fact->otherwise.option) {
                add_otherwise(listing, index, (struct answer){.option = i});
            }
        }
        return;
    case VALUE_NUMBER:
        for (int by = -1; given && by <= 1; by += 2) {
            double number = fact->otherwise.number + by;
            if (number >= fact->min && number <= fact->max) {
                add_otherwise(listing, index, (struct answer){.number = number});
            }
        }
        if (!given && isfinite(fact->min)) {
            add_otherwise(listing, index, (struct answer){.number = fact->min});
        }
        return;
    case VALUE_DATE:
        return;
    }
}

static void list_steps(struct listing *listing, uint32_t index) {
    const struct technique *technique = &listing->program->techniques[index];
    const struct step *step;
    for (uint32_t i = 0; (step = spread_step(technique, i)) != NULL; i++) {
        struct mutant mutant = of_table(MUTANT_AT_MOST, index, i, step->position);
        if (step->kind != STEP_LOOP) {
            continue;
        }
        mutant.level = step->at_most + 1;
        add(listing, mutant);
        if (step->at_most > 1) {
            mutant.level = step->at_most - 1;
            add(listing, mutant);
        }
    }
}

/* ---- the whole ------------------------------------------------------------------------------- */

static bool is_listed(const struct spread *spread, uint32_t root) {
    return root != UINT32_MAX && spread->roots[root].use != USE_PROBE;
}

/* A root that is a condition as a whole; a derived one is negated wherever it is used. */
static void list_roots(struct listing *listing) {
    for (uint32_t i = 0; i < listing->spread->root_count; i++) {
        const struct spread_root *root = &listing->spread->roots[i];
        if (root->spare != NODE_MISSING && root->use != USE_PROBE && root->use != USE_DERIVED) {
            add(listing, (struct mutant){
                             .kind = MUTANT_NEGATION,
                             .root = i,
                             .node = NODE_MISSING,
                             .part = UINT32_MAX,
                             .position = root->position,
                         });
        }
    }
}

static void list_declarations(struct listing *listing) {
    const struct program *program = listing->program;
    for (uint32_t i = 0; i < program->rule_count; i++) {
        list_rule(listing, i);
    }
    for (uint32_t i = 0; i < program->result_count; i++) {
        for (uint32_t line = 0; line < program->results[i].line_count; line++) {
            list_line(listing, i, line);
        }
    }
    for (uint32_t i = 0; i < program->fact_count; i++) {
        if (program->facts[i].gate_kind != GATE_NONE) {
            list_otherwise(listing, i);
        }
    }
    for (uint32_t i = 0; i < program->technique_count; i++) {
        list_steps(listing, i);
    }
}

static bool stands_after(const struct mutant *a, const struct mutant *b) {
    int files = text_compare(a->position.file, b->position.file);
    return files != 0 ? files > 0 : a->position.line > b->position.line;
}

/* By the script; equal lines keep the order of listing. Merging, because lists are long. */
static void sort(struct mutant *items, struct mutant *room, size_t count) {
    size_t half = count / 2;
    if (count < 2) {
        return;
    }
    sort(items, room, half);
    sort(items + half, room, count - half);
    size_t left = 0;
    size_t right = half;
    for (size_t i = 0; i < count; i++) {
        bool from_right =
            left == half || (right < count && stands_after(&items[left], &items[right]));
        room[i] = from_right ? items[right++] : items[left++];
    }
    memcpy(items, room, count * sizeof *items);
}

/* ---- copies of one place --------------------------------------------------------------------- */

struct copy {
    bool is_known;
    struct source_position origin;
};

static bool same_position(const struct source_position *a, const struct source_position *b) {
    return a->line == b->line && a->column == b->column && text_equal(a->file, b->file);
}

static bool is_copy(const struct spread *spread, const struct mutant *a, const struct mutant *b) {
    return a->kind == b->kind && a->root != b->root && a->part == b->part &&
           a->number == b->number &&
           spread->nodes[a->node].original == spread->nodes[b->node].original;
}

static size_t count_copies(const struct mutant *mutant) {
    size_t count = 0;
    for (; mutant != NULL; mutant = mutant->also) {
        count++;
    }
    return count;
}

/* Takes the copies of earlier ones out of the list. Returns how many are left. */
static size_t join_copies(const struct spread *spread, struct mutant *items, size_t count,
                          struct copy *copies, struct arena *arena) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        struct mutant mutant = items[i];
        struct copy copy = {.is_known = mutant_origin(spread, &mutant, &copy.origin)};
        size_t at = copy.is_known ? 0 : kept;
        while (at < kept && !(copies[at].is_known && is_copy(spread, &items[at], &mutant) &&
                              same_position(&copies[at].origin, &copy.origin))) {
            at++;
        }
        struct mutant *also = NULL;
        if (at < kept && count_copies(&items[at]) < MUTANT_COPIES) {
            also = arena_calloc(arena, 1, sizeof *also);
        }
        if (also != NULL) {
            *also = mutant;
            also->also = items[at].also;
            items[at].also = also;
        } else {
            copies[kept] = copy;
            items[kept++] = mutant;
        }
    }
    return kept;
}

bool mutants_list(const struct spread *spread, struct arena *arena, struct mutants *mutants) {
    struct listing listing = {.spread = spread, .program = &spread->program};
    for (node_id id = 0; id < spread->program.node_count; id++) {
        if (is_listed(spread, spread->nodes[id].root)) {
            list_node(&listing, id);
        }
    }
    list_roots(&listing);
    list_declarations(&listing);
    size_t count = listing.items.length / sizeof(struct mutant);
    struct mutant *items = arena_calloc(arena, count + 1, sizeof *items);
    struct mutant *room = arena_calloc(arena, count + 1, sizeof *room);
    struct copy *copies = arena_calloc(arena, count + 1, sizeof *copies);
    bool done = !listing.items.failed && items != NULL && room != NULL && copies != NULL;
    if (done && count > 0) {
        memcpy(items, listing.items.at, count * sizeof *items);
        count = join_copies(spread, items, count, copies, arena);
        for (size_t i = 0; i < count; i++) {
            items[i].position = mutant_position(spread, &items[i]);
        }
        sort(items, room, count);
    }
    done = done && !arena->failed;
    buffer_free(&listing.items);
    *mutants = (struct mutants){items, done ? count : 0};
    return done;
}
