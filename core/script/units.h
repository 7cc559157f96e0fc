/*
 * The unit of every expression, with its scale: kilograms over square metres are kg/m2, and over
 * square centimetres something 10 000 times as large.
 *
 * Codes come from the table in base/ucum.h, alone or joined (`kg/m2`, `mL/min/{1.73_m2}`: what
 * stands in braces is a remark); udunits2 reads what the table says that a code means, multiplies,
 * divides and converts.
 *
 * A unit lives as long as its `struct units`. NULL stands for "no unit said": a number written in
 * the script, which takes the unit of what it meets.
 */
#ifndef SYNOVIA_SCRIPT_UNITS_H
#define SYNOVIA_SCRIPT_UNITS_H

#include "base/arena.h"
#include "rules/program.h"

#include <stdbool.h>

struct unit;
struct units;

/* What making a unit costs, in instructions of the script's budget. */
enum { UNIT_PRICE = 200 };

/* An empty set. NULL where memory ran out. udunits2 reads its database at the first unit. */
struct units *units_open(struct arena *arena);
void units_close(struct units *units);

/* True where memory ran out, or where udunits2's database is not there (`missing` then says so). */
bool units_failed(const struct units *units, bool *missing);

/* The unit of a code. NULL where it is none (`wrong` is then the part that is not known) or where
 * units_failed. */
const struct unit *units_find(struct units *units, struct text code, struct text *wrong);

/* The unit 1, of facts that have none. NULL where units_failed. */
const struct unit *units_one(struct units *units);

/* a * b and a / b, neither of them NULL. NULL where units_failed. */
const struct unit *units_multiply(struct units *units, const struct unit *a, const struct unit *b);
const struct unit *units_divide(struct units *units, const struct unit *a, const struct unit *b);

/* As an author would write it: "kg/m2". */
struct text unit_text(const struct unit *unit);

/* True for a scale whose zero is not "nothing" (Cel): it may be compared, added and subtracted
 * only.
 */
bool unit_has_offset(const struct unit *unit);

enum unit_fit {
    UNIT_SAME,
    UNIT_SCALED, /* the same quantity on another scale */
    UNIT_APART,  /* another quantity */
};

/* How two units fit. Where they measure the same, value_in_b = value_in_a * scale + offset. */
enum unit_fit unit_compare(const struct unit *a, const struct unit *b, double *scale,
                           double *offset);

/*
 * Every other code of the table in which a number of this unit may be sent. False where memory ran
 * out. Plain numbers and ratios (`1`, `%`, `mmol/mol`, `deg`) have none: they are the same to
 * arithmetic, but not to a clinician.
 */
bool unit_converts(const struct unit *unit); /* true where it may have any */
bool units_conversions(struct units *units, const struct unit *unit,
                       const struct unit_conversion **conversions, size_t *count);

#endif
