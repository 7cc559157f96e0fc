/*
 * The decision on the wire: the map of section "the wire" of the reference, in its order.
 *
 *     encode_decision.c    the map itself, and what is plain in it
 *     encode_reasons.c     fired rules with the facts that they rest on, referrals, advice
 *     encode_questions.c   open rules and what to ask next
 *     encode_results.c     results, scores, techniques
 *     encode_faults.c      what was refused, what failed
 *     encode_explain.c     trees of the rules' conditions, and what would change them
 *     encode_value.c       values of facts and of nodes
 *
 * All of them write straight into the response; what they note for themselves lives in the
 * request's arena. Where memory runs out they leave it to the sticky errors of both.
 */
#ifndef SYNOVIA_SERVICE_ENCODE_H
#define SYNOVIA_SERVICE_ENCODE_H

#include "base/buffer.h"
#include "rules/decision.h"
#include "wire/writer.h"

struct encoding {
    struct buffer *out;
    struct arena *arena;
    const struct program *program;
    const struct decision *decision;
    const struct functions *functions;
    struct buffer *scratch;
    struct text language; /* of the texts; empty: the protocol's own */
    bool explain;
    const struct wire_value *ref; /* echoed; NULL: none was sent */
    char *id; /* HASH128_HEX_SIZE bytes that the decision's id is written to; NULL: nobody asks */
};

void encode_decision(const struct encoding *encoding);

/* ---- the parts, each one key with its value -------------------------------------------------- */

/* protocol: { id, version, digest } */
void encode_identity(const struct encoding *encoding);

void encode_reasons(const struct encoding *encoding);
void encode_referrals(const struct encoding *encoding);
void encode_advice(const struct encoding *encoding);
void encode_open(const struct encoding *encoding);
void encode_questions(const struct encoding *encoding);
void encode_results(const struct encoding *encoding);
void encode_scores(const struct encoding *encoding);
void encode_techniques(const struct encoding *encoding);
void encode_faults(const struct encoding *encoding);
void encode_failures(const struct encoding *encoding);
void encode_explain(const struct encoding *encoding);

/* ---- lists that answers of sessions have as well, the value alone ---------------------------- */

void encode_question_list(const struct encoding *encoding, const struct question *questions,
                          size_t count);
void encode_fault_list(const struct encoding *encoding, const struct fault *faults);

/* ---- values ---------------------------------------------------------------------------------- */

/* The phrase in the language asked for. */
static inline struct text encode_phrase(const struct encoding *encoding,
                                        const struct phrase *phrase) {
    return phrase_in(phrase, encoding->language, encoding->program);
}

/* Inline, so that the length of a key is known where it is compiled. */
static inline void encode_key(struct buffer *out, const char *key) {
    writer_string(out, key);
}

static inline void encode_text_pair(struct buffer *out, const char *key, struct text value) {
    writer_string(out, key);
    writer_text(out, value);
}

void encode_day(struct buffer *out, int32_t day);

/* POSIX time in milliseconds as RFC 3339 in UTC, to the second that has begun. */
void encode_time(struct buffer *out, int64_t milliseconds);

/* "yes", "no" or "ask". */
const char *encode_availability(enum availability available);

/* An answer as it would be sent: "none", nil for unanswerable and absent. */
void encode_answer(struct buffer *out, const struct fact *fact, const struct answer *answer);

/*
 * What a node came to: a boolean, a number, a date, an option or a line; "none"; { low, high }
 * where a number is not settled, and nil where anything else is not.
 */
void encode_cell(const struct encoding *encoding, node_id node);

/* The facts of a set by name, in the order of the script; NULL is the empty set. */
void encode_fact_set(const struct encoding *encoding, const uint64_t *set);

/* Who speaks: the id of a rule, the name of a result, the id of a technique. */
struct text encode_asker(const struct program *program, enum asker_kind kind, uint32_t index);

/* The reason of a result's line: its `because`, else the result's title, else its name. */
struct text encode_line_because(const struct encoding *encoding, uint32_t result, uint32_t line);

/* The persons or places of a referral. */
void encode_addressees(const struct encoding *encoding, const struct referral *referral);

#endif
