/*
 * A person as an example: what is given, what the engine decides, and a test to paste.
 */
#ifndef SYNOVIA_PROOF_EXAMPLE_H
#define SYNOVIA_PROOF_EXAMPLE_H

#include "proof/verify.h"

/*
 * Describes the person with these answers; `name` is the name of the test, and `note` the comment
 * above it (lines ended by '\n'; may be empty). Everything lives in the arena. False where memory
 * ran out.
 */
bool example_describe(const struct program *program, const struct functions *functions,
                      const struct answer *answers, int32_t as_of, struct text name,
                      struct text note, struct arena *arena, struct verify_person *person);

#endif
