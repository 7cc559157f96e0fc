/*
 * The whole-program checks: what a script that was understood piece by piece can still get wrong.
 *
 *     declarations ──► analysis (a view of them as a program, searched and evaluated)
 *                          ├─ analyse_reach      facts that nothing looks at
 *                          ├─ analyse_decided    conditions that are never true or never false
 *                          ├─ analyse_lines      lines that nothing is left for, gaps in ranges
 *                          ├─ analyse_optional   optional facts that would clear somebody
 *                          ├─ analyse_none       sums that lose points, negations of none
 *                          ├─ analyse_live       live facts where nothing reports them
 *                          └─ analyse_rules      rules without a source, protocols without rules
 *
 * The passes only read the declarations and report; the order in which they run changes nothing but
 * which of two messages about one place is kept.
 */
#ifndef SYNOVIA_SCRIPT_ANALYSE_H
#define SYNOVIA_SCRIPT_ANALYSE_H

#include "script/declarations.h"

/*
 * Runs every pass over what a script declared. Call it once, after the script ran and before the
 * builder is frozen (it may add terms that no program keeps). Where memory runs out,
 * `diagnostics->failed` is set.
 */
void analyse(struct declarations *declarations);

#endif
