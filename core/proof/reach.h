/*
 * Is there any input that would show this? Searches the space of inputs for a case that earns a
 * missing mark.
 *
 * That nobody has it is proved among those who answer everything, and again among those who cannot
 * answer or were not asked: then no example whatever shows it.
 */
#ifndef SYNOVIA_PROOF_REACH_H
#define SYNOVIA_PROOF_REACH_H

#include "proof/cover.h"
#include "proof/report.h"

struct reach {
    const struct program *program;
    const struct functions *functions;
    int32_t as_of;
    uint64_t budget;     /* evaluations of each search */
    struct arena *arena; /* of what is found */
};

enum reach_verdict {
    REACH_FOUND,
    REACH_IMPOSSIBLE, /* proved */
    REACH_OPEN,       /* neither in the budget; or a session would have to be searched */
    REACH_NO_MEMORY,
};

/* Looks for a case in which the node has a value of the mask for certain. FOUND: `given` is a case
 * as small as it gets. */
enum reach_verdict reach_value(const struct reach *reach, node_id node, uint64_t wanted,
                               struct stated_facts *given);

/* Line `line` of a FIRST or LINES node is chosen. */
enum reach_verdict reach_line(const struct reach *reach, node_id node, uint32_t line,
                              struct stated_facts *given);

/* The leaf decides with this value, and shows it together with `other`, a pattern in which it
 * decides with the contrary; NULL: with any. */
enum reach_verdict reach_decides(const struct reach *reach, const struct tree *tree, size_t leaf,
                                 truth value, const truth *other, struct stated_facts *given);

/* The leaf decides as true in one case and as false in another, which show it together. */
enum reach_verdict reach_pair(const struct reach *reach, const struct tree *tree, size_t leaf,
                              struct stated_facts *yes, struct stated_facts *no);

#endif
