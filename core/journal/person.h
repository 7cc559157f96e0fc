/*
 * What is recorded of a person: the records with their ref, all records of their sessions, and the
 * feedback on their decisions. Shown by this choice, and forgotten by it.
 */
#ifndef SYNOVIA_JOURNAL_PERSON_H
#define SYNOVIA_JOURNAL_PERSON_H

#include "journal/reader_private.h"

/* Texts one behind the other, no text twice. */
struct names {
    struct buffer bytes;
    struct buffer ends; /* of size_t */
};

size_t names_count(const struct names *names);
struct text names_at(const struct names *names, size_t i);

struct person {
    struct buffer sequences; /* of uint64_t, ascending */
    struct names sessions;
    struct names keys; /* of decisions */
};

/* Fills an empty person, who is to be freed whatever comes back. False where the store failed; ask
 * person_has_failed for memory. */
bool person_find(struct person *person, struct journal_reader *reader, struct text ref);
bool person_has_failed(const struct person *person);
void person_free(struct person *person);

#endif
