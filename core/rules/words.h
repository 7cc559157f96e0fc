/*
 * A condition as an English sentence for somebody who reviews a protocol and reads no Lua:
 *
 *     fever | temp:at_least(38)      fever is yes, or temp is 38 Cel or more
 *     ~weight_loss_intended          weight_loss_intended is not yes
 *
 * Names stay as the script has them, so that a sentence can be found there again. A negation is
 * moved inwards (De Morgan), because "not (a or b)" is read wrongly more often than "neither".
 */
#ifndef SYNOVIA_RULES_WORDS_H
#define SYNOVIA_RULES_WORDS_H

#include "base/buffer.h"
#include "rules/program.h"

/* Appends the condition in words, or with `negated` when it does not hold; cut at 2000 bytes. */
void words_condition(struct buffer *out, const struct program *program, node_id condition,
                     bool negated);

#endif
