/* The table of formulas: equal ones are one. What they simplify to is formula_logic.c's and
 * formula_arithmetic.c's. */
#include "proof/formula.h"

#include "base/number.h"
#include "proof/formula_private.h"

#include <math.h>
#include <stdlib.h>

/* ---- growing --------------------------------------------------------------------------------- */

/* Room for `more` items behind `count`; false (and `failed`) where memory ran out. */
static bool reserve(struct formulas *formulas, void **items, size_t count, size_t more,
                    size_t *capacity, size_t size) {
    if (count + more <= *capacity) {
        return true;
    }
    size_t wanted = 2 * *capacity < count + more ? count + more + 256 : 2 * *capacity;
    void *grown = formulas->failed ? NULL : realloc(*items, wanted * size);
    if (grown == NULL) {
        formulas->failed = true;
        return false;
    }
    *items = grown;
    *capacity = wanted;
    return true;
}

/* ---- equal ones ------------------------------------------------------------------------------ */

static uint64_t mix(uint64_t hash, uint64_t value) {
    hash = (hash ^ value) * 0x9e3779b97f4a7c15U;
    return hash ^ (hash >> 29);
}

static uint64_t hash_of(const struct formula_node *node, const formula_id *children) {
    uint64_t bits;
    memcpy(&bits, &node->number, sizeof bits);
    uint64_t hash = mix(mix(mix(node->op, node->sort), node->tag), bits);
    for (uint32_t i = 0; i < node->child_count; i++) {
        hash = mix(hash, children[i] + 1U);
    }
    return hash;
}

static bool is_equal(const struct formulas *formulas, formula_id id,
                     const struct formula_node *node, const formula_id *children) {
    const struct formula_node *other = &formulas->nodes[id];
    return other->op == node->op && other->sort == node->sort && other->tag == node->tag &&
           other->child_count == node->child_count &&
           memcmp(&other->number, &node->number, sizeof node->number) == 0 &&
           (node->child_count == 0 || memcmp(formula_children(formulas, id), children,
                                             node->child_count * sizeof *children) == 0);
}

/* The slot of an equal formula, or the empty one where it belongs. */
static uint32_t *slot_of(const struct formulas *formulas, const struct formula_node *node,
                         const formula_id *children) {
    size_t at = (size_t)hash_of(node, children) & (formulas->slot_count - 1);
    while (formulas->slots[at] != 0 &&
           !is_equal(formulas, formulas->slots[at] - 1, node, children)) {
        at = (at + 1) & (formulas->slot_count - 1);
    }
    return &formulas->slots[at];
}

static bool grow_slots(struct formulas *formulas) {
    if (2 * (formulas->count + 1) < formulas->slot_count) {
        return true;
    }
    size_t count = formulas->slot_count == 0 ? 1024 : 2 * formulas->slot_count;
    uint32_t *slots = formulas->failed ? NULL : calloc(count, sizeof *slots);
    if (slots == NULL) {
        formulas->failed = true;
        return false;
    }
    free(formulas->slots);
    formulas->slots = slots;
    formulas->slot_count = count;
    for (size_t i = 0; i < formulas->count; i++) {
        const struct formula_node *node = &formulas->nodes[i];
        *slot_of(formulas, node, formulas->children + node->first_child) = (uint32_t)i + 1;
    }
    return true;
}

formula_id formula_intern(struct formulas *formulas, struct formula_node node,
                          const formula_id *children, size_t count) {
    node.child_count = (uint32_t)count;
    if (!grow_slots(formulas)) {
        return FORMULA_FALSE;
    }
    uint32_t *slot = slot_of(formulas, &node, children);
    if (*slot != 0) {
        return *slot - 1;
    }
    if (!reserve(formulas, (void **)&formulas->nodes, formulas->count, 1, &formulas->capacity,
                 sizeof node) ||
        !reserve(formulas, (void **)&formulas->children, formulas->child_count, count,
                 &formulas->child_capacity, sizeof *children)) {
        return FORMULA_FALSE;
    }
    node.first_child = (uint32_t)formulas->child_count;
    if (count > 0) {
        memcpy(formulas->children + formulas->child_count, children, count * sizeof *children);
    }
    formulas->child_count += count;
    formulas->nodes[formulas->count] = node;
    *slot = (uint32_t)++formulas->count;
    return *slot - 1;
}

/* ---- remembering ----------------------------------------------------------------------------- */

static struct formula_memory *memory_of(const struct formulas *formulas, uint64_t key) {
    size_t at = (size_t)mix(key, 1) & (formulas->memory_size - 1);
    while (formulas->memory[at].key != 0 && formulas->memory[at].key != key) {
        at = (at + 1) & (formulas->memory_size - 1);
    }
    return &formulas->memory[at];
}

bool formula_recall(const struct formulas *formulas, uint64_t key, formula_id *known) {
    if (formulas->memory_size == 0) {
        return false;
    }
    const struct formula_memory *memory = memory_of(formulas, key);
    *known = memory->known;
    return memory->key != 0;
}

static bool grow_memory(struct formulas *formulas) {
    struct formula_memory *old = formulas->memory;
    size_t size = formulas->memory_size;
    size_t wanted = size == 0 ? 1024 : 2 * size;
    struct formula_memory *memory = calloc(wanted, sizeof *memory);
    if (memory == NULL) {
        formulas->failed = true;
        return false;
    }
    formulas->memory = memory;
    formulas->memory_size = wanted;
    for (size_t i = 0; i < size; i++) {
        if (old[i].key != 0) {
            *memory_of(formulas, old[i].key) = old[i];
        }
    }
    free(old);
    return true;
}

void formula_remember(struct formulas *formulas, uint64_t key, formula_id known) {
    if (2 * (formulas->memory_count + 1) > formulas->memory_size && !grow_memory(formulas)) {
        return;
    }
    *memory_of(formulas, key) = (struct formula_memory){key, known};
    formulas->memory_count++;
}

/* ---- the whole ------------------------------------------------------------------------------- */

void formulas_init(struct formulas *formulas) {
    *formulas = (struct formulas){0};
    struct formula_node no = {.op = SYNOVIA_OP_FALSE, .sort = SYNOVIA_SORT_BOOL};
    struct formula_node yes = {.op = SYNOVIA_OP_TRUE, .sort = SYNOVIA_SORT_BOOL};
    formula_intern(formulas, no, NULL, 0);
    formula_intern(formulas, yes, NULL, 0);
    formulas->clear_of_bands = formula_variable(formulas, SYNOVIA_SORT_BOOL);
}

void formulas_free(struct formulas *formulas) {
    free(formulas->nodes);
    free(formulas->children);
    free(formulas->slots);
    free(formulas->memory);
    free(formulas->held);
    free(formulas->symbols);
    *formulas = (struct formulas){0};
}

void formula_hold(struct formulas *formulas, formula_id condition) {
    if (condition != FORMULA_TRUE &&
        reserve(formulas, (void **)&formulas->held, formulas->held_count, 1,
                &formulas->held_capacity, sizeof *formulas->held)) {
        formulas->held[formulas->held_count++] = condition;
    }
}

/* ---- leaves ---------------------------------------------------------------------------------- */

formula_id formula_number(struct formulas *formulas, double number) {
    bool whole = number == floor(number) && fabs(number) < FORMULA_EXACT;
    struct formula_node node = {.op = SYNOVIA_OP_NUMBER,
                                .sort = whole ? SYNOVIA_SORT_INT : SYNOVIA_SORT_REAL,
                                .number = number == 0 ? 0 : number};
    return formula_intern(formulas, node, NULL, 0);
}

bool formula_is_number(const struct formulas *formulas, formula_id id, double *number) {
    const struct formula_node *node = &formulas->nodes[id];
    if (formulas->failed || node->op != SYNOVIA_OP_NUMBER) {
        return false;
    }
    *number = node->number;
    return true;
}

/* Tags below this are of formula_unknown. */
enum { FIRST_TAG = 1 << 24 };

formula_id formula_variable(struct formulas *formulas, enum synovia_sort sort) {
    struct formula_node node = {.op = SYNOVIA_OP_VARIABLE,
                                .sort = (unsigned char)sort,
                                .tag = FIRST_TAG + formulas->next_tag++};
    return formula_intern(formulas, node, NULL, 0);
}

formula_id formula_unknown(struct formulas *formulas, enum synovia_sort sort, uint32_t what,
                           const formula_id *about, size_t count) {
    struct formula_node node = {
        .op = SYNOVIA_OP_VARIABLE, .sort = (unsigned char)sort, .tag = what};
    return formula_intern(formulas, node, about, count);
}

uint32_t formula_symbol(struct formulas *formulas, uint64_t key) {
    size_t i = 0;
    while (i < formulas->symbol_count && formulas->symbols[i] != key) {
        i++;
    }
    if (i == formulas->symbol_count &&
        reserve(formulas, (void **)&formulas->symbols, i, 1, &formulas->symbol_capacity,
                sizeof *formulas->symbols)) {
        formulas->symbols[formulas->symbol_count++] = key;
    }
    return (uint32_t)i;
}

formula_id formula_apply(struct formulas *formulas, enum synovia_sort sort, uint32_t function,
                         const formula_id *arguments, size_t count) {
    struct formula_node node = {
        .op = SYNOVIA_OP_APPLY, .sort = (unsigned char)sort, .tag = function};
    return formula_intern(formulas, node, arguments, count);
}

/* ---- numbers as fractions -------------------------------------------------------------------- */

/* "-12.5e-3" as digits without the point, and the power of ten that is left. */
static int digits_of(struct text decimal, char *digits, size_t *length) {
    int power = 0;
    bool behind = false;
    for (size_t i = 0; i < decimal.length; i++) {
        char c = decimal.at[i];
        if (c == 'e') {
            return power + atoi(decimal.at + i + 1);
        }
        if (c == '.') {
            behind = true;
        } else {
            digits[(*length)++] = c;
            power -= behind;
        }
    }
    return power;
}

struct text formula_fraction(double number, char out[FORMULA_NUMBER_SIZE]) {
    char decimal[NUMBER_TEXT_SIZE];
    size_t length = 0;
    int power = digits_of(number_format(number, decimal), out, &length);
    for (; power > 0; power--) {
        out[length++] = '0';
    }
    if (power < 0) {
        out[length++] = '/';
        out[length++] = '1';
    }
    for (; power < 0; power++) {
        out[length++] = '0';
    }
    return text_from(out, length);
}
