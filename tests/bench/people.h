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
    const struct person_fact *facts;
    size_t fact_count;
};

enum { BENCH_PEOPLE = 2 };
const struct bench_person *bench_person(size_t index);

#endif
