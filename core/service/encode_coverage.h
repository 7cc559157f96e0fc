/*
 * What the examples of a protocol show, as a map: what `coverage` answers, and a little of it in
 * what `test` answers.
 */
#ifndef SYNOVIA_SERVICE_ENCODE_COVERAGE_H
#define SYNOVIA_SERVICE_ENCODE_COVERAGE_H

#include "base/buffer.h"
#include "proof/coverage.h"

/*
 * Appends { rules, lines, gaps: [{ kind, name, line?, file, at_line }] }, and where `whole`, in the
 * same map,
 *
 *     examples, complete,
 *     rows:  [{ row, what, shown, of, out_of_reach }],
 *     items: [{ kind, name?, detail?, use?, joint?, depth?, words?, file, line, column, end_line,
 *               end_column, seen: { yes, no, unknown }, wanted: [mark], missing: [mark],
 *               out_of_reach?: [mark], examples?: [{ mark, value, given: { fact: value } }] }]
 *
 * with the marks "yes", "no" and "decides" (proof/coverage.h).
 */
void encode_coverage(struct buffer *out, const struct coverage *coverage, bool whole,
                     struct text folder);

#endif
