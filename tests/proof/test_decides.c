/*
 * Who decides, held against what the words mean, on random conditions with at most eight parts:
 * every completion of what is unknown is tried, and every fault that a shown part should expose is
 * seeded.
 */
#include "proof/decides.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { MOST_ITEMS = 40, MOST_LEAVES = 8, CONDITIONS = 400, PATTERNS = 60 };

struct random {
    uint64_t state;
};

/* Numerical Recipes' 64-bit congruential generator; its upper bits. */
static size_t below(struct random *random, size_t bound) {
    random->state = random->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (size_t)(random->state >> 33) % bound;
}

struct condition {
    struct written items[MOST_ITEMS];
    uint32_t leaves[MOST_ITEMS];
    struct tree tree;
    size_t count;
};

/* ---- random conditions ----------------------------------------------------------------------- */

static void grow(struct condition *condition, struct random *random, int depth) {
    static const enum joint joints[] = {JOINT_ALL, JOINT_ANY, JOINT_NONE_OF, JOINT_AT_LEAST,
                                        JOINT_NOT};
    size_t at = condition->count++;
    struct written *item = &condition->items[at];
    condition->leaves[at] = (uint32_t)condition->tree.leaf_count;
    *item = (struct written){.joint = JOINT_NONE};
    bool full = condition->tree.leaf_count + 3 > MOST_LEAVES;
    if (depth == 0 || full || below(random, 3) == 0) {
        condition->tree.leaf_count++;
    } else {
        item->joint = joints[below(random, 5)];
        size_t parts = item->joint == JOINT_NOT ? 1 : 1 + below(random, 3);
        item->count = (uint32_t)(1 + below(random, parts));
        for (size_t i = 0; i < parts && condition->tree.leaf_count < MOST_LEAVES; i++) {
            grow(condition, random, depth - 1);
        }
    }
    item->span = (uint32_t)(condition->count - at);
}

static void make(struct condition *condition, struct random *random) {
    *condition = (struct condition){.count = 0};
    grow(condition, random, 3);
    condition->tree.items = condition->items;
    condition->tree.leaves = condition->leaves;
}

static void make_pattern(const struct condition *condition, struct random *random, bool whole,
                         truth *pattern) {
    static const truth values[] = {MASK_FALSE, MASK_TRUE, MASK_UNKNOWN};
    for (size_t i = 0; i < condition->tree.leaf_count; i++) {
        pattern[i] = values[below(random, whole ? 2 : 3)];
    }
}

/* ---- what the words mean --------------------------------------------------------------------- */

/* With everything known: counted by hand, and not by the code under test. */
static bool holds(const struct condition *condition, const bool *leaves, size_t at) {
    const struct written *item = &condition->items[at];
    size_t parts = 0;
    size_t yes = 0;
    if (item->joint == JOINT_NONE) {
        return leaves[condition->leaves[at]];
    }
    for (size_t i = at + 1; i < at + item->span; i += condition->items[i].span) {
        parts++;
        yes += holds(condition, leaves, i);
    }
    switch (item->joint) {
    case JOINT_ALL:
        return yes == parts;
    case JOINT_ANY:
        return yes > 0;
    case JOINT_AT_LEAST:
        return yes >= item->count;
    default:
        return yes == 0;
    }
}

/* Over all completions of the pattern: whether the whole can hold, can fail, and whether in some of
 * them a change of the leaf changes the whole. */
struct meaning {
    bool can_hold, can_fail, leaf_matters;
};

static struct meaning meaning_of(const struct condition *condition, const truth *pattern,
                                 size_t leaf) {
    struct meaning meaning = {false, false, false};
    size_t count = condition->tree.leaf_count;
    for (unsigned bits = 0; bits < 1U << count; bits++) {
        bool leaves[MOST_LEAVES];
        bool fits = true;
        for (size_t i = 0; i < count; i++) {
            leaves[i] = (bits >> i & 1) != 0;
            fits = fits && (pattern[i] & (leaves[i] ? MASK_TRUE : MASK_FALSE)) != 0;
        }
        if (fits) {
            bool value = holds(condition, leaves, 0);
            leaves[leaf] = !leaves[leaf];
            meaning.leaf_matters |= holds(condition, leaves, 0) != value;
            meaning.can_hold |= value;
            meaning.can_fail |= !value;
        }
    }
    return meaning;
}

/* The parts of these conditions are all different, and so Kleene's logic loses nothing. */
static void a_leaf_decides_where_it_matters(void **state) {
    (void)state;
    struct random random = {1};
    struct condition condition;
    for (int i = 0; i < CONDITIONS; i++) {
        make(&condition, &random);
        for (int k = 0; k < PATTERNS; k++) {
            truth pattern[MOST_LEAVES];
            size_t leaf = below(&random, condition.tree.leaf_count);
            make_pattern(&condition, &random, false, pattern);
            struct meaning meaning = meaning_of(&condition, pattern, leaf);
            truth value = tree_value(&condition.tree, pattern);
            assert_int_equal((value & MASK_TRUE) != 0, meaning.can_hold);
            assert_int_equal((value & MASK_FALSE) != 0, meaning.can_fail);
            bool decides =
                value != MASK_UNKNOWN && pattern[leaf] != MASK_UNKNOWN && meaning.leaf_matters;
            assert_int_equal(tree_decides(&condition.tree, pattern, leaf), decides);
        }
    }
}

static void what_could_decide_is_not_cut(void **state) {
    (void)state;
    struct random random = {2};
    struct condition condition;
    size_t cut = 0;
    for (int i = 0; i < CONDITIONS; i++) {
        make(&condition, &random);
        for (int k = 0; k < PATTERNS; k++) {
            truth whole[MOST_LEAVES];
            truth partial[MOST_LEAVES];
            size_t leaf = below(&random, condition.tree.leaf_count);
            make_pattern(&condition, &random, true, whole);
            memcpy(partial, whole, sizeof whole);
            for (size_t hidden = below(&random, 4); hidden > 0; hidden--) {
                partial[below(&random, condition.tree.leaf_count)] = MASK_UNKNOWN;
            }
            bool could = tree_could_decide(&condition.tree, partial, leaf, whole[leaf]);
            assert_true(could || !tree_decides(&condition.tree, whole, leaf));
            cut += !could;
        }
    }
    assert_true(cut > 1000);
}

/* ---- seeded faults --------------------------------------------------------------------------- */

/* The value of the whole where the leaf is stuck at a value, or counts for nothing. */
enum fault { STUCK_TRUE, STUCK_FALSE, NEGATED, FAULTS };

static bool faulty(const struct condition *condition, const truth *pattern, size_t leaf,
                   enum fault fault) {
    bool leaves[MOST_LEAVES];
    for (size_t i = 0; i < condition->tree.leaf_count; i++) {
        leaves[i] = pattern[i] == MASK_TRUE;
    }
    leaves[leaf] = fault == STUCK_TRUE || (fault == NEGATED && !leaves[leaf]);
    return holds(condition, leaves, 0);
}

static bool notices(const struct condition *condition, const truth *pattern, size_t leaf,
                    enum fault fault) {
    bool right = tree_value(&condition->tree, pattern) == MASK_TRUE;
    return faulty(condition, pattern, leaf, fault) != right;
}

/* What stands beside the leaf takes its place: told apart, for it is the same in both. */
static bool notices_other(const struct condition *condition, const truth *a, const truth *b,
                          size_t leaf, size_t other) {
    truth mistaken[2][MOST_LEAVES];
    const truth *patterns[] = {a, b};
    for (int i = 0; i < 2; i++) {
        memcpy(mistaken[i], patterns[i], condition->tree.leaf_count);
        mistaken[i][leaf] = patterns[i][other];
        if (tree_value(&condition->tree, mistaken[i]) !=
            tree_value(&condition->tree, patterns[i])) {
            return true;
        }
    }
    return false;
}

static void a_shown_part_cannot_be_wrong_unnoticed(void **state) {
    (void)state;
    struct random random = {3};
    struct condition condition;
    size_t shown = 0;
    for (int i = 0; i < CONDITIONS; i++) {
        make(&condition, &random);
        for (int k = 0; k < PATTERNS; k++) {
            truth a[MOST_LEAVES];
            truth b[MOST_LEAVES];
            size_t leaf = below(&random, condition.tree.leaf_count);
            make_pattern(&condition, &random, true, a);
            make_pattern(&condition, &random, true, b);
            if (!tree_decides(&condition.tree, a, leaf) ||
                !tree_decides(&condition.tree, b, leaf) ||
                !tree_pair_shows(&condition.tree, a, b, leaf)) {
                continue;
            }
            shown++;
            assert_int_not_equal(tree_value(&condition.tree, a), tree_value(&condition.tree, b));
            for (enum fault fault = 0; fault < FAULTS; fault++) {
                assert_true(notices(&condition, a, leaf, fault) ||
                            notices(&condition, b, leaf, fault));
            }
            for (size_t other = 0; other < condition.tree.leaf_count; other++) {
                assert_true(a[other] != b[other] || notices_other(&condition, a, b, leaf, other));
            }
        }
    }
    assert_true(shown > 500);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_leaf_decides_where_it_matters),
        cmocka_unit_test(what_could_decide_is_not_cut),
        cmocka_unit_test(a_shown_part_cannot_be_wrong_unnoticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
