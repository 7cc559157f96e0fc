/*
 * One question to a person at the terminal, and what they typed as an answer to it.
 *
 * A question is a map as decisions have it: { fact, type, ask, help?, options?, labels?, min?,
 * max?, unit?, none? }.
 */
#ifndef SYNOVIA_CLI_QUESTION_H
#define SYNOVIA_CLI_QUESTION_H

#include "cli/services.h"
#include "cli/talk.h"

enum question_end {
    QUESTION_ANSWERED,
    QUESTION_BACK,        /* to what was asked before */
    QUESTION_QUIT,        /* the person wants to leave, or the input has ended */
    QUESTION_INTERRUPTED, /* a signal */
};

/* Asks until what is typed can be read as an answer, which is left in `answer` as a new reference
 * (null: it cannot be answered). `may_go_back` says whether there is a way back. */
enum question_end question_ask(struct talk *talk, const json_t *question, bool may_go_back,
                               json_t **answer);

/* The question about a fact, as `protocol` describes it, as a new reference; NULL where memory ran
 * out. */
json_t *question_of_fact(const json_t *fact);

#endif
