#include "proof/coverage_private.h"
#include "proof/reach.h"

truth *coverage_deciding(const struct patterns *patterns, size_t leaf, struct arena *arena) {
    size_t leaves = patterns->tree.leaf_count;
    truth *decides = arena_alloc(arena, patterns->count + 1);
    for (size_t i = 0; decides != NULL && i < patterns->count; i++) {
        truth *pattern = patterns->items + i * leaves;
        decides[i] = tree_decides(&patterns->tree, pattern, leaf) ? pattern[leaf] : 0;
    }
    return decides;
}

/* Takes a search's verdict into the item; false where memory ran out. */
static bool take(struct making *making, struct cover_item *item, enum cover_mark mark, bool value,
                 enum reach_verdict verdict, const struct stated_facts *given) {
    if (verdict == REACH_IMPOSSIBLE) {
        item->out_of_reach |= 1U << mark;
    }
    if (verdict == REACH_FOUND) {
        struct cover_hint *hint = arena_calloc(making->arena, 1, sizeof *hint);
        if (hint == NULL) {
            return false;
        }
        *hint = (struct cover_hint){mark, value, *given, item->hints};
        item->hints = hint;
    }
    return verdict != REACH_NO_MEMORY;
}

static bool search_value(struct making *making, const struct reach *reach, struct cover_item *item,
                         const struct subject *subject, enum cover_mark mark) {
    struct stated_facts given = {.count = 0};
    enum reach_verdict verdict =
        subject->is_line ? reach_line(reach, subject->node, subject->line, &given)
                         : reach_value(reach, subject->node,
                                       mark == MARK_YES ? subject->yes : subject->no, &given);
    return take(making, item, mark, mark == MARK_YES, verdict, &given);
}

/* The part does not stand below an `at_least`: any case for each value that lacks one. */
static bool search_plain_part(struct making *making, const struct reach *reach,
                              struct cover_item *item, const struct subject *subject,
                              const truth *decides) {
    const struct patterns *patterns = subject->patterns;
    static const truth values[] = {MASK_FALSE, MASK_TRUE};
    for (size_t i = 0; i < 2; i++) {
        struct stated_facts given = {.count = 0};
        if (memchr(decides, values[i], patterns->count) != NULL) {
            continue;
        }
        enum reach_verdict verdict =
            reach_decides(reach, &patterns->tree, subject->leaf, values[i], NULL, &given);
        if (!take(making, item, MARK_DECIDES, values[i] == MASK_TRUE, verdict, &given)) {
            return false;
        }
    }
    return true;
}

/* First a partner for what some example shows, then a pair. */
static bool search_counted_part(struct making *making, const struct reach *reach,
                                struct cover_item *item, const struct subject *subject,
                                const truth *decides) {
    const struct tree *tree = &subject->patterns->tree;
    struct stated_facts given[2] = {{.count = 0}, {.count = 0}};
    for (size_t i = 0; i < subject->patterns->count; i++) {
        truth contrary = decides[i] == MASK_TRUE ? MASK_FALSE : MASK_TRUE;
        const truth *pattern = subject->patterns->items + i * tree->leaf_count;
        enum reach_verdict verdict =
            decides[i] == 0 ? REACH_OPEN
                            : reach_decides(reach, tree, subject->leaf, contrary, pattern, given);
        if (verdict == REACH_FOUND || verdict == REACH_NO_MEMORY) {
            return take(making, item, MARK_DECIDES, contrary == MASK_TRUE, verdict, given);
        }
    }
    enum reach_verdict verdict = reach_pair(reach, tree, subject->leaf, &given[1], &given[0]);
    return take(making, item, MARK_DECIDES, true, verdict, &given[1]) &&
           take(making, item, MARK_DECIDES, false, verdict, &given[0]);
}

static bool search_part(struct making *making, const struct reach *reach, struct cover_item *item,
                        const struct subject *subject) {
    const truth *decides = coverage_deciding(subject->patterns, subject->leaf, making->arena);
    if (decides == NULL) {
        return false;
    }
    return tree_is_counted(&subject->patterns->tree, subject->leaf)
               ? search_counted_part(making, reach, item, subject, decides)
               : search_plain_part(making, reach, item, subject, decides);
}

static bool search_item(struct making *making, const struct reach *reach, size_t index) {
    struct cover_item *item = &making->items[index];
    const struct subject *subject = &making->subjects[index];
    unsigned missing = subject->node == NODE_MISSING ? 0 : cover_missing(item);
    return ((missing & DECIDES) == 0 || search_part(making, reach, item, subject)) &&
           ((missing & NO) == 0 || search_value(making, reach, item, subject, MARK_NO)) &&
           ((missing & YES) == 0 || search_value(making, reach, item, subject, MARK_YES));
}

bool coverage_search(struct making *making, bool *complete) {
    const struct coverage_options *options = making->options;
    struct reach reach = {
        .program = making->program,
        .functions = making->proof->functions,
        .as_of = making->proof->always_as_of,
        .budget = options->budget == 0 ? COVERAGE_BUDGET : options->budget,
        .arena = making->arena,
    };
    for (size_t i = 0; i < making->count; i++) {
        if (options->goes_on != NULL && !options->goes_on(options->context, i, making->count)) {
            return true;
        }
        if (!search_item(making, &reach, i)) {
            return false;
        }
    }
    *complete = true;
    return true;
}
