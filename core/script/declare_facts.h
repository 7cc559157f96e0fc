/*
 * The parts of a fact's table that depend on its type.
 */
#ifndef SYNOVIA_SCRIPT_DECLARE_FACTS_H
#define SYNOVIA_SCRIPT_DECLARE_FACTS_H

#include "script/words.h"

/* `options` and `labels` of a choice. Without a usable list the fact has no options. */
void fact_read_options(struct fields *fields, struct fact *fact);

/* min, max, unit, whole, also, unit_required of a number; its unit through `unit`. */
void fact_read_number(struct fields *fields, struct fact *fact, const struct unit **unit);

/* The value of `otherwise`, on top of the stack: one that the fact could have. */
void fact_read_value(struct fields *fields, const char *key, struct fact *fact);

/*
 * The unit that the key `unit` names: 1 where it is not there. What is not a unit is reported with
 * the code that was probably meant, and NULL given: a number that fits anything.
 */
const struct unit *fact_read_unit(struct fields *fields, struct text *code);

/* A list of options under a key: distinct names, at most LIMIT_OPTIONS. */
const struct text *fact_read_option_list(struct fields *fields, size_t *count);

#endif
