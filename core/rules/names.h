/*
 * The names that a script gave: to values, to options, to lines.
 */
#ifndef SYNOVIA_RULES_NAMES_H
#define SYNOVIA_RULES_NAMES_H

#include "rules/program.h"

/* The name of the derived value, score or result that the node is; empty where it is none. */
struct text node_name(const struct program *program, node_id id);

/* The name of value `bit` of a choice or a result; empty where the node has no such value. */
struct text node_option_name(const struct program *program, node_id id, uint32_t bit);

/* True where the node is a condition: not a number, a choice or a result. */
bool node_is_condition(const struct program *program, node_id id);

/* The unit of a fact or of a derived value, as declared; empty for every other node. */
struct text node_unit(const struct program *program, node_id id);

/*
 * Where the node is all { number:at_least(low), number:at_most(high) } with plain numbers, as
 * between(low, high) builds it: true, with the three parts.
 */
bool node_is_between(const struct program *program, node_id id, node_id *number, double *low,
                     double *high);

#endif
