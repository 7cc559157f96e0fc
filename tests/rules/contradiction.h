/*
 * In a contradiction both values count: what fires with the value that was sent, or with the one
 * that the gate fills in, fires.
 */
#ifndef SYNOVIA_TESTS_RULES_CONTRADICTION_H
#define SYNOVIA_TESTS_RULES_CONTRADICTION_H

#include "rules/desk.h"
#include "rules/plan.h"

/* `decision` is the plan's, and has faults. False, with a complaint, where the property fails. */
bool counts_both_values(struct complaint *complaint, const struct plan *plan,
                        const struct decision *decision);

#endif
