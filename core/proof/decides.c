#include "proof/decides.h"

/* ---- values ---------------------------------------------------------------------------------- */

static truth negate(truth value) {
    return (truth)((value & MASK_TRUE) >> 1 | (value & MASK_FALSE) << 1);
}

/* How many of the parts hold for certain, and how many may. */
struct tally {
    size_t parts, certain, possible;
};

static void count(struct tally *tally, truth value) {
    tally->parts++;
    tally->certain += value == MASK_TRUE;
    tally->possible += (value & MASK_TRUE) != 0;
}

/* At least `wanted` of them. */
static truth at_least(const struct tally *tally, size_t wanted) {
    return tally->certain >= wanted    ? MASK_TRUE
           : tally->possible >= wanted ? MASK_UNKNOWN
                                       : MASK_FALSE;
}

static truth joined(const struct written *item, const struct tally *tally) {
    switch (item->joint) {
    case JOINT_ALL:
        return at_least(tally, tally->parts);
    case JOINT_AT_LEAST:
        return at_least(tally, item->count);
    case JOINT_ANY:
        return at_least(tally, 1);
    case JOINT_NONE_OF:
    case JOINT_NOT:
        return negate(at_least(tally, 1));
    case JOINT_NONE:
        break;
    }
    return MASK_UNKNOWN;
}

static truth value_at(const struct tree *tree, const truth *pattern, size_t at) {
    const struct written *item = &tree->items[at];
    if (item->joint == JOINT_NONE) {
        return pattern[tree->leaves[at]];
    }
    struct tally tally = {0};
    for (size_t part = at + 1; part < at + item->span; part += tree->items[part].span) {
        count(&tally, value_at(tree, pattern, part));
    }
    return joined(item, &tally);
}

truth tree_value(const struct tree *tree, const truth *pattern) {
    return value_at(tree, pattern, 0);
}

bool tree_decides(const struct tree *tree, truth *pattern, size_t leaf) {
    truth before = pattern[leaf];
    if (before == MASK_UNKNOWN || tree_value(tree, pattern) == MASK_UNKNOWN) {
        return false;
    }
    pattern[leaf] = MASK_UNKNOWN;
    bool decides = tree_value(tree, pattern) == MASK_UNKNOWN;
    pattern[leaf] = before;
    return decides;
}

/* ---- the way from the whole to a leaf -------------------------------------------------------- */

static size_t leaf_count_at(const struct tree *tree, size_t at) {
    size_t end = at + tree->items[at].span;
    size_t total = tree->items[0].span;
    size_t behind = end == total ? tree->leaf_count : tree->leaves[end];
    return behind - tree->leaves[at];
}

static bool holds_leaf(const struct tree *tree, size_t at, size_t leaf) {
    return leaf >= tree->leaves[at] && leaf < tree->leaves[at] + leaf_count_at(tree, at);
}

/* The part of item `at` that the leaf is or stands in. */
static size_t part_towards(const struct tree *tree, size_t at, size_t leaf) {
    size_t part = at + 1;
    while (!holds_leaf(tree, part, leaf)) {
        part += tree->items[part].span;
    }
    return part;
}

/* What the parts of `at` beside `towards` come to. */
static struct tally others(const struct tree *tree, const truth *pattern, size_t at,
                           size_t towards) {
    struct tally tally = {0};
    for (size_t part = at + 1; part < at + tree->items[at].span; part += tree->items[part].span) {
        if (part != towards) {
            count(&tally, value_at(tree, pattern, part));
        }
    }
    return tally;
}

/* True where one part more or less can still make the difference. */
static bool is_open(const struct written *item, const struct tally *rest) {
    size_t wanted = item->joint == JOINT_ALL        ? rest->parts + 1
                    : item->joint == JOINT_AT_LEAST ? item->count
                                                    : 1;
    return rest->certain < wanted && rest->possible + 1 >= wanted;
}

bool tree_could_decide(const struct tree *tree, const truth *pattern, size_t leaf, truth wanted) {
    if ((pattern[leaf] & wanted) == 0) {
        return false;
    }
    for (size_t at = 0; tree->items[at].joint != JOINT_NONE;) {
        size_t towards = part_towards(tree, at, leaf);
        struct tally rest = others(tree, pattern, at, towards);
        if (!is_open(&tree->items[at], &rest)) {
            return false;
        }
        at = towards;
    }
    return true;
}

static bool same_beside(const struct tree *tree, const truth *a, const truth *b, size_t at,
                        size_t towards) {
    for (size_t part = at + 1; part < at + tree->items[at].span; part += tree->items[part].span) {
        if (part != towards && (value_at(tree, a, part) & value_at(tree, b, part)) == 0) {
            return false;
        }
    }
    return true;
}

bool tree_pair_shows(const struct tree *tree, const truth *a, const truth *b, size_t leaf) {
    if ((a[leaf] & b[leaf]) != 0) {
        return false;
    }
    for (size_t at = 0; tree->items[at].joint != JOINT_NONE;) {
        size_t towards = part_towards(tree, at, leaf);
        if (!same_beside(tree, a, b, at, towards)) {
            return false;
        }
        at = towards;
    }
    return true;
}

bool tree_is_counted(const struct tree *tree, size_t leaf) {
    for (size_t at = 0; tree->items[at].joint != JOINT_NONE; at = part_towards(tree, at, leaf)) {
        if (tree->items[at].joint == JOINT_AT_LEAST) {
            return true;
        }
    }
    return false;
}
