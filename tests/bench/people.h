/*
 * The two people that the benchmark asks about: all facts of the thoracic protocol given, once so
 * that the person is cleared, once with two red flags.
 */
#ifndef SYNOVIA_BENCH_PEOPLE_H
#define SYNOVIA_BENCH_PEOPLE_H

#include <stddef.h>

enum person_fact_type { FACT_YES_NO, FACT_NUMBER, FACT_CHOICE };

struct person_fact {
    const char *name;
    enum person_fact_type type;
    double number; /* yes_no: 0 or 1 */
    const char *choice;
};

struct bench_person {
    const char *title;
    const char *outcome;
    size_t fact_count;
    const struct person_fact *base; /* what the first person answers */
    size_t change_count;
    const struct person_fact *changes; /* what this one answers otherwise */
};

enum { BENCH_PEOPLE = 2 };
const struct bench_person *bench_person(size_t index);

/* The fact at that place, as this person answers it. */
const struct person_fact *bench_fact(const struct bench_person *person, size_t index);

#endif
