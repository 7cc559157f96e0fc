/*
 * Results of the tests of rules, as maps: what `test` answers and what the command line shows.
 */
#ifndef SYNOVIA_SERVICE_ENCODE_TEST_H
#define SYNOVIA_SERVICE_ENCODE_TEST_H

#include "base/buffer.h"
#include "proof/report.h"

/* A value as somebody would send it; what no type of the language is, by its name in words. */
void encode_sent(struct buffer *out, const struct sent_value *sent);

/* { fact: value }; an absent fact is left out: nobody sent it. */
void encode_facts(struct buffer *out, const struct stated_facts *facts);

/*
 * Appends { name, kind, status, milliseconds, file, line, case?, remark?, given?, as_of?,
 * differences?, why?, why_left_out?, how? }; the parts from `remark` on as service.h says.
 */
void encode_test(struct buffer *out, const struct test_result *result, double milliseconds,
                 struct text folder);

/* Appends the list of differences of a test: [{ what, name?, never?, expected, got }]. */
void encode_differences(struct buffer *out, const struct difference *differences, size_t count);

#endif
