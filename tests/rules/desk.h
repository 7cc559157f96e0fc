/*
 * A desk: one place at which the engine decides, again and again in the same memory. What is
 * wrong with a decision is said in `complaint`.
 */
#ifndef SYNOVIA_TESTS_RULES_DESK_H
#define SYNOVIA_TESTS_RULES_DESK_H

#include "rules/decision.h"

struct desk {
    struct arena arena;
    struct intake intake;
    const struct decision *decision;
};

void desk_open(struct desk *desk);
void desk_close(struct desk *desk);

/* Decides for these answers; the decision lives until the next call. */
const struct decision *desk_decide(struct desk *desk, const struct program *program,
                                   const struct answer *answers);

/* As desk_decide, but sends the answers as values, by name; backwards: the last fact first. */
const struct decision *desk_send(struct desk *desk, const struct program *program,
                                 const struct answer *answers, bool backwards);

/* ---- reading a decision ---- */

enum seen { SEEN_QUIET, SEEN_OPEN, SEEN_NOT_RULED_OUT, SEEN_FIRED };

/* What the decision says of the rule. */
enum seen decision_says(const struct decision *decision, uint32_t rule);

/* True where the sentence is right; else it becomes the complaint, unless there is one already. */
struct complaint {
    char text[200];
};

bool complaint_unless(struct complaint *complaint, bool right, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
