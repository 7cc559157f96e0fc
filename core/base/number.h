/*
 * Numbers as text, the same on every machine and in every locale.
 */
#ifndef SYNOVIA_BASE_NUMBER_H
#define SYNOVIA_BASE_NUMBER_H

#include "base/text.h"

enum { NUMBER_TEXT_SIZE = 32 }; /* the longest text and a zero */

/*
 * Writes the shortest decimal that reads back as exactly this number, and a zero byte: "0.1", "3",
 * "-2.5", "1e+22"; "inf", "-inf" and "nan" where it is not finite. Returns a view of `out`.
 */
struct text number_format(double number, char out[NUMBER_TEXT_SIZE]);

/*
 * Reads a decimal of that kind ("-2.5", "1e+22"), with a point or a comma before its decimals.
 * False where the text is no such number from its first byte to its last, or the number is not
 * finite.
 */
bool number_parse(struct text text, double *number);

#endif
