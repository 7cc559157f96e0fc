/*
 * MC/DC with three values: does a part of a condition decide alone?
 *
 * A condition as written is a tree (rules/program.h); its *leaves* are what has no parts. What one
 * example makes of it is a *pattern*: for each leaf true, false or unknown.
 *
 *     any { fever, all { tired, ~rested } }
 *
 *          fever  tired  ~rested     whole     who decides
 *     1      F      T       T        true      tired, ~rested
 *     2      F      F       T        false     fever, tired
 *     3      T      F       T        true      fever
 *     4      T      ?       ?        true      fever
 *     5      F      T       F        false     fever, ~rested
 *
 * A leaf *decides* in an example where the whole is known and would be unknown if this leaf were.
 * With everything known that is the usual "a change of this part alone changes the whole"; and what
 * was left unsaid (line 4) takes nothing from what is shown, since what is not known decides
 * nothing.
 *
 * A leaf is *shown* to decide alone by two examples: in one it is true and decides, in the other
 * false and decides, and what else counted is the same in both. Whatever is masked may differ: in
 * lines 1 and 2 above the values beside `tired` on its way up are the same (`fever` false,
 * `~rested` true), so the two show `tired`. On the way through `any`, `all` and `none_of` the
 * values beside a deciding leaf can be but one (or unknown), so there nothing needs comparing; of
 * an `at_least(k, ...)` the other parts must be the same wherever both are known, or two of them
 * could have changed places. This is masking MC/DC (Chilenski 2001), stricter for `at_least`.
 *
 * A leaf counts at its place: where one term stands twice in a condition, each place has to be
 * shown by itself, with the other place as it is.
 */
#ifndef SYNOVIA_PROOF_DECIDES_H
#define SYNOVIA_PROOF_DECIDES_H

#include "rules/program.h"

/* The value of a leaf or of a whole: a mask, as in a cell. */
typedef uint8_t truth; /* MASK_FALSE, MASK_TRUE or MASK_UNKNOWN */

/* A written condition with its parts: items[0] is the whole. */
struct tree {
    const struct written *items;
    const uint32_t *leaves; /* the number of each item's leaf, counted from the left; items that
                               have parts: the number of the first leaf below them */
    size_t leaf_count;
};

/* What the whole comes to for a value of each leaf. */
truth tree_value(const struct tree *tree, const truth *pattern);

/* True where leaf `leaf` decides. `pattern` is as before on return. */
bool tree_decides(const struct tree *tree, truth *pattern, size_t leaf);

/*
 * True where the leaf could still decide with the value `wanted`, once what is unknown turns out
 * somehow. False is certain: no pattern that agrees with this one where it is known lets it.
 */
bool tree_could_decide(const struct tree *tree, const truth *pattern, size_t leaf, truth wanted);

/* True where two patterns in which the leaf decides, once true and once false, show it. */
bool tree_pair_shows(const struct tree *tree, const truth *a, const truth *b, size_t leaf);

/* True where the leaf stands below an `at_least`, so that not every such pair shows it. */
bool tree_is_counted(const struct tree *tree, size_t leaf);

#endif
