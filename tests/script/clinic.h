/*
 * A library without a plug-in, "clinic", for the tests of `use`:
 *
 *     double(number) -> number         twice; fails above 100, saying so
 *     adult(date, number) -> yes_no    a number of at least 18, and the date is not "2026-01-01"
 *     word(choice, yes_no) -> choice   "a" where the choice is none, otherwise "b"
 *     infinite(number) -> number       a number that is not finite
 *     volume(kg) -> L, strange(number) -> furlong     the same
 */
#ifndef SYNOVIA_TESTS_SCRIPT_CLINIC_H
#define SYNOVIA_TESTS_SCRIPT_CLINIC_H

#include "script/library.h"

/* How often it was opened and is open now; a finder's context. */
struct clinic {
    int opened, open;
    const char *digest; /* 64 digits */
};

struct library_finder clinic_finder(struct clinic *clinic);

#endif
