/*
 * Explaining a rule: its source text node by node, and what would change it.
 */
#ifndef SYNOVIA_RULES_EXPLAIN_H
#define SYNOVIA_RULES_EXPLAIN_H

#include "base/buffer.h"
#include "rules/decision.h"

/*
 * Appends the node as the script would write it: `fever | temp:at_least(38)`. Named values, scores
 * and results appear by their names unless `node` itself is one.
 */
void explain_node(struct buffer *out, const struct program *program, node_id node);

/* One change of one fact that, everything else staying, keeps a fired rule from firing. */
struct change {
    uint32_t fact;
    struct answer answer;
};

/*
 * The changes that would keep the fired rule from firing, at most one a fact, in the order of the
 * facts; each was tried by evaluating. Returns their number, or -1 where memory ran out.
 */
ptrdiff_t explain_changes(const struct decision *decision, uint32_t rule,
                          const struct functions *functions, const struct change **changes);

#endif
