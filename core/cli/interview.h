/*
 * Asking a person whatever a decision still needs: the first question, its answer, the next
 * decision; until there is nothing to ask.
 *
 *     facts ──decide──> decision ──first question──> answer ──> facts ...
 *       ^                                             │
 *       └────────────── back: the last one goes ──────┘
 */
#ifndef SYNOVIA_CLI_INTERVIEW_H
#define SYNOVIA_CLI_INTERVIEW_H

#include "cli/question.h"
#include "cli/screen.h"

struct interview {
    const struct screen *screen;
    struct talk *talk;
    json_t *facts;    /* what is known, in the order in which it was asked */
    json_t *decision; /* for these facts */
    bool has_told;    /* of somebody who must see the person at once */
};

enum interview_end {
    INTERVIEW_DONE, /* nothing is left to ask */
    INTERVIEW_QUIT, /* the person has gone; the decision is by what was known */
    INTERVIEW_INTERRUPTED,
    INTERVIEW_FAILED, /* the service could not; complained, and `code` says how */
};

/* Makes the first decision; `facts` is taken over. False where that failed. */
bool interview_begin(struct interview *interview, json_t *facts, enum exit_code *code);
void interview_end(struct interview *interview);

/* Asks until nothing is left to ask. */
enum interview_end interview_ask(struct interview *interview, enum exit_code *code);

/* Takes back the last answer and decides anew; false where there is none, or that failed. */
bool interview_back(struct interview *interview, enum exit_code *code);

#endif
