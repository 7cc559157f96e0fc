/*
 * Small programs in few lines, and decisions as one line of text, so that tests read as tables:
 *
 *     { "fever=true age=?", "refer/urgent complete | fired: flag" }
 *
 * Facts are sent as `name=value`, separated by spaces: `true`, `false`, a number, a number with its
 * unit (`12:kg`), `?` (nil, unanswerable), `@` (an array, which nothing accepts), else a text.
 *
 * A summary is "outcome/urgency", " complete" where it is, and then what is not empty of:
 *
 *     fired: a b?         rules that fired; ? is not certain
 *     open: c(x y)        open rules, and the facts that could settle them
 *     ask: x y            questions in their order
 *     imaging: image      results: the line, `withheld`, or "open(line line)", "left(line line)"
 *     risk: 1..3          scores: one number where known; "none" where there is none
 *     walk: yes           techniques: "yes", "no", "no by rule", "ask(x y)"
 *     refer: a b?         who refers, the most urgent first
 *     fault: x code       in the order of the decision
 *     failed: 1           how many functions failed
 */
#ifndef SYNOVIA_TESTS_RULES_KIT_H
#define SYNOVIA_TESTS_RULES_KIT_H

#include "base/arena.h"
#include "base/buffer.h"
#include "rules/builder.h"
#include "rules/decision.h"

struct kit {
    struct builder *builder;
    const struct program *program; /* NULL until kit_freeze */
    struct arena arena;            /* of the last decision */
    const struct functions *functions;
    int32_t as_of;
    struct intake intake;
    const struct decision *decision;
    struct buffer text;
};

/* cmocka's set-up and tear-down: a new builder; as_of is 2026-05-01. */
int kit_open(void **state);
int kit_close(void **state);

/* ---- declaring ---- */

/* Facts; each returns its node. A number's `fact` needs min and max set. */
node_id kit_fact(struct kit *kit, struct fact fact);
node_id kit_yes_no(struct kit *kit, const char *name);
node_id kit_number(struct kit *kit, const char *name, double min, double max);
node_id kit_choice(struct kit *kit, const char *name, const char *const *options, size_t count);
node_id kit_date(struct kit *kit, const char *name);

/* A fact that exists only where the gate holds. */
struct fact kit_gated(struct fact fact, enum gate_kind kind, node_id gate, struct answer otherwise);

node_id kit_over(struct kit *kit, node_id number, double limit);
node_id kit_under(struct kit *kit, node_id number, double limit);
node_id kit_at_least(struct kit *kit, node_id number, double limit);
node_id kit_at_most(struct kit *kit, node_id number, double limit);
node_id kit_equal(struct kit *kit, node_id number, double limit);
node_id kit_all(struct kit *kit, node_id a, node_id b);
node_id kit_any(struct kit *kit, node_id a, node_id b);

/* A rule that fires where the node is true, and refers where the urgency is not NONE. */
void kit_rule(struct kit *kit, enum rule_kind kind, const char *id, node_id fires,
              enum urgency urgency);

/* A result of two lines: the first where `when` holds (refers where urgency is not NONE). */
void kit_result(struct kit *kit, const char *name, const char *yes, const char *no, node_id when,
                enum outcome outcome, enum urgency urgency);

void kit_freeze(struct kit *kit);

/* ---- looking at one node ---- */

/* Has the node evaluated although nothing needs it; returns the probe. */
uint32_t kit_probe(struct kit *kit, node_id node);

/*
 * What the probe came to in the last decision: "true", "false", "unknown"; a mask of other values
 * as their bits ("0 2 none"); a number, "1..3", "none", or "1..3 or none".
 */
const char *kit_cell(struct kit *kit, uint32_t probe);

/* As kit_check, of one probe's cell. */
struct kit_row;
void kit_check_cell(struct kit *kit, uint32_t probe, const struct kit_row *rows, size_t count);

/* ---- deciding ---- */

/* Sends the facts, decides, and keeps the decision until the next call. */
void kit_decide(struct kit *kit, const char *facts);

/* The last decision as one line, valid until the next call. */
const char *kit_summary(struct kit *kit);

struct kit_row {
    const char *facts;
    const char *expected; /* summary */
};

/* Decides each row and compares; freezes first where that is still to be done. */
void kit_check(struct kit *kit, const struct kit_row *rows, size_t count);

#endif
