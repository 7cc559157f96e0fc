/*
 * What a fact's answer comes to behind its gate.
 *
 *                 gate true          gate unknown       gate false
 *
 *   value sent    the value          the value          ask_if: the value; only_if: `otherwise`,
 *                                                       another value is a contradiction
 *   absent or     anything           anything or        `otherwise`
 *   unanswerable  (optional: none)   `otherwise`
 *                                    (optional: none
 *                                    or `otherwise`)
 */
#ifndef SYNOVIA_RULES_GATES_H
#define SYNOVIA_RULES_GATES_H

#include "rules/evaluate.h"

/* The possible values of the fact; its gate's cell must be there already. */
uint64_t gate_discrete(const struct evaluation *evaluation, uint32_t index);
struct interval gate_number(const struct evaluation *evaluation, uint32_t index);

/* Given, none or filled in: true; unanswerable: false; absent: unknown. */
uint64_t gate_answered(const struct evaluation *evaluation, uint32_t fact);

/* The gate's cell: MASK_TRUE where the fact has none. */
uint64_t gate_mask(const struct evaluation *evaluation, uint32_t fact);

/* The answer after the gate: as sent, or `otherwise` where the gate filled it in. */
struct answer gate_answer(const struct evaluation *evaluation, uint32_t fact);

/*
 * After the walk: adds a fault for every contradiction (and sets `contradicted`) and for a "none"
 * where there is a value (which makes the fact absent). False where memory ran out.
 */
bool gates_report(struct evaluation *evaluation, struct intake *intake);

#endif
