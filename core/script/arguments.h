/*
 * How many values a word or a method is called with.
 *
 * Lua drops values that a function does not take, without a word: `saturation:under(94,5)`, written
 * by somebody whose decimals have a comma, would be `under(94)`. So every word and every method of
 * the language counts what it is given before it looks at any of it.
 */
#ifndef SYNOVIA_SCRIPT_ARGUMENTS_H
#define SYNOVIA_SCRIPT_ARGUMENTS_H

#include "script/methods.h"
#include "script/site.h"
#include "script/vocabulary.h"

/* What a method takes behind its term. */
unsigned arguments_of_method(enum method_id method);

/* What a word takes: its name where it is FORM_NAMED, else its values. */
unsigned arguments_of_word(enum word_id word);

/*
 * True where a method that takes `wanted` values was given `given`; otherwise reports it at `site`,
 * with a decimal comma as the likely cause where the source looks like one.
 */
bool arguments_fit_method(lua_State *state, const struct site *site, enum method_id method,
                          unsigned given);
bool arguments_fit_word(lua_State *state, const struct site *site, enum word_id word,
                        unsigned given);

/*
 * The text from `before` to `behind` with a point for the comma between them: `min = 0.5`. Empty
 * where they are not a decimal; raises where memory ran out.
 */
struct text arguments_decimal(lua_State *state, const struct layout *layout,
                              const struct syntax_node *before, const struct syntax_node *behind);

#endif
