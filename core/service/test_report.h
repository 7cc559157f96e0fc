/*
 * What became of a protocol's tests, as MessagePack for the wire and the command line.
 */
#ifndef SYNOVIA_SERVICE_TEST_REPORT_H
#define SYNOVIA_SERVICE_TEST_REPORT_H

#include "base/buffer.h"
#include "proof/report.h"

/*
 * Appends one map: { name, kind, status, milliseconds, file, line }, and where there is something
 * to say
 *
 *     remark         why it was skipped, or failed without a difference
 *     as_of, given   what was judged: { fact: value }; of an `always` the smallest counterexample
 *     expected, got  { "outcome": value, "results.imaging": value, ... }, the same keys in both
 *     never          true: `expected` is what must not be, and is
 *     why            [{ rule | result | score | technique | fault | function: name, standing?,
 *                       line?, condition?, message?, facts?: { fact: value }, absent?: [fact],
 *                       otherwise?: [fact], changes?: { fact: value }, at? }]; `otherwise` names
 *                    facts whose gate is false, `changes` what alone keeps a fired rule from
 *                    firing, `at` is the line in the protocol
 *     why_left_out   how many further ones there are
 *     how            of an `always`: { proved: "everybody" | "every_answer" | "no", cases }
 *
 * `folder` is written before the file's name.
 */
void test_report_write(struct buffer *out, const struct test_result *result, struct text folder,
                       struct text file, double milliseconds);

/* Appends an array of { gap, rule | result, line?, file, at } for what no example shows. */
void test_report_write_gaps(struct buffer *out, const struct coverage *coverage,
                            struct text folder);

/* The name as people read it: that of a case has its number. Appends it as one text. */
void test_report_write_name(struct buffer *out, const struct test *test);

#endif
