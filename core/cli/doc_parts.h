/*
 * The parts of the page for review, in its order. Each writes its heading and all that belongs to
 * it, and nothing at all where the protocol has nothing of the kind.
 */
#ifndef SYNOVIA_CLI_DOC_PARTS_H
#define SYNOVIA_CLI_DOC_PARTS_H

#include "cli/doc_page.h"

/* The tests beside the protocol, and what became of them. */
struct doc_examples {
    const json_t *declared; /* an array, as service_examples_file tells them */
    const json_t *outcomes; /* an array of as many, as service_test_file tells them */
};

void doc_put_header(struct page *page);

/* The picture of the flow, drawn by Graphviz; nothing (and a note on standard error) where it
 * cannot be drawn. */
void doc_put_flow(struct page *page);

void doc_put_questions(struct page *page);
void doc_put_rules(struct page *page);
void doc_put_values(struct page *page);
void doc_put_results(struct page *page);
void doc_put_techniques(struct page *page);
void doc_put_education(struct page *page);
void doc_put_examples(struct page *page, const struct doc_examples *examples);

/* Where a reviewer signs. */
void doc_put_signature(struct page *page);

/* ---- what several parts tell ----------------------------------------------------------------- */

/* "Refer to A, B; urgent" for { to, urgency }. */
void doc_say_referral(struct page *page, const json_t *refer);

/* Links to ids, with commas between. */
void doc_say_names(struct page *page, const char *kind, const json_t *ids);

/* A value of a fact as a person reads it: yes, a label, a number with its unit, "cannot say". */
void doc_say_value(struct page *page, const json_t *fact, const json_t *value);

/* How many a list of the protocol has. */
size_t doc_count(const struct page *page, const char *key);

/* The kinds of rules in the order of the page. */
struct doc_kind {
    const char *kind;   /* "red_flag" */
    const char *title;  /* "Red flags" */
    const char *effect; /* what a rule of the kind does, in a sentence */
};

/* Ended by a row whose kind is NULL. */
const struct doc_kind *doc_kinds(void);

#endif
