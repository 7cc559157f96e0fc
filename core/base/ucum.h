/*
 * The units that the house accepts, by their UCUM code (https://ucum.org): one table, from which
 * the authoring guide is printed and the conversions are made. A code has one spelling here; what
 * is not in the table is refused, with the code that was probably meant.
 *
 * The conversions themselves are udunits2's, in another room: a row only says in its words what the
 * code means, with UCUM's definitions where the two differ (UCUM's year has 365.25 days, udunits2's
 * is the tropical one; UCUM's millimetre of mercury is 133.322 Pa).
 *
 * One name in the table is unknown to udunits2: "international_unit", UCUM's [IU]. Who parses the
 * table first defines it as a base unit of its own, because an [IU] of a substance is no amount,
 * mass or number of anything else.
 */
#ifndef SYNOVIA_BASE_UCUM_H
#define SYNOVIA_BASE_UCUM_H

#include "base/text.h"

struct ucum_unit {
    const char *code;    /* as authors and front ends write it */
    const char *udunits; /* what udunits2 is to parse; see "international_unit" above */
    const char *wrong;   /* common wrong spellings, each ended by '|' */
};

/* The whole table in reading order, ended by a row whose code is NULL. */
const struct ucum_unit *ucum_table(void);

/* The row of exactly this code (upper and lower case differ), or NULL where it is not accepted. */
const struct ucum_unit *ucum_find(struct text code);

/*
 * The code that somebody probably meant by a text that is not one: a common wrong spelling, else
 * the same letters in another case, else the nearest code; NULL where nothing comes near.
 */
const char *ucum_suggest(struct text wrong);

#endif
