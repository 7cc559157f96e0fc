/*
 * Calling a derive function: known inputs in, one value out, judged against its declaration.
 */
#ifndef SYNOVIA_RULES_FUNCTION_CALL_H
#define SYNOVIA_RULES_FUNCTION_CALL_H

#include "rules/evaluate.h"

/*
 * Fills the cell of a FUNCTION node: the function's value where every input is known, anything it
 * may return where one is unknown or the call failed. False only where memory ran out.
 */
bool function_call_node(struct evaluation *evaluation, node_id id);

#endif
