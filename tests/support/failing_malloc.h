/*
 * Allocation failures on demand: the test program's own malloc, calloc and realloc stand before
 * those of the C library (and of a sanitizer), for the program and for every library that it loads.
 *
 * "Fail until ok": run the same operation with its 1st, 2nd, ... n-th allocation failing, until it
 * gets through without one failing. Each time it must report the failure and leave nothing behind;
 * the leak checker of the ASan build sees to the second, or valgrind, which has to be told to leave
 * our malloc in its place: --soname-synonyms=somalloc=nouserintercepts.
 */
#ifndef SYNOVIA_TESTS_FAILING_MALLOC_H
#define SYNOVIA_TESTS_FAILING_MALLOC_H

#include <stdbool.h>

/* From now on the `countdown`-th allocation fails, counted from 1; those before and after it work.
 */
void failing_malloc_arm(long countdown);

/* Allocations work again. True where one failed since failing_malloc_arm. */
bool failing_malloc_disarm(void);

/* What became of an operation during which an allocation may have failed. */
enum operation_outcome {
    OPERATION_DONE,   /* it did all that it should */
    OPERATION_FAILED, /* it reported that memory ran out */
    OPERATION_WRONG,  /* anything else: a wrong result, a changed argument */
};

/*
 * Fail until ok. `operation` does its work from the start, frees what it made and says how it went;
 * it must not assert, because a failing assertion allocates. Returns how many allocations were
 * failed in turn, or -1 where the operation went wrong, or reported a failure when there was none.
 */
long failing_malloc_until_ok(enum operation_outcome (*operation)(void *context), void *context);

#endif
