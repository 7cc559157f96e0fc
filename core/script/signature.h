/*
 * Whether the function of a `derive` fits its inputs and its type: how many it takes, and of a
 * plug-in's function also of which types, in which units, and what it gives.
 */
#ifndef SYNOVIA_SCRIPT_SIGNATURE_H
#define SYNOVIA_SCRIPT_SIGNATURE_H

#include "script/fields.h"

/* The type of a term's value. */
enum value_type signature_type_of(const struct term *term);

/*
 * Judges the function on top of the stack, the last item of the fields, against the items before
 * it, `inputs` of them, and against what was declared of it (NULL where that was wrong already),
 * with its unit where it is a number. What does not fit is reported.
 */
void signature_judge(struct fields *fields, size_t inputs, const struct function *declared,
                     const struct unit *unit);

#endif
