/*
 * Which conditions stand where in the source, and of which parts each is made: for whoever speaks
 * of the source again after the load (coverage, mutation, counterexamples).
 *
 * A node does not know that, because equal terms are one node. So each word, operator and method
 * that makes a condition notes it here together with its expression, and whoever takes a condition
 * (a list, an operator, a `when`) asks for the note of what it takes:
 *
 *     local tired = all { weak, slow }       noted: all { weak, slow }, free, for a name
 *     when = any { fever, tired, ~rested }   noted: any { ... }, a rule's, of three parts:
 *                                            fever, tired, ~rested
 *
 * A part is the noted condition itself where it was made by the very expression that stands there,
 * and else a name: `tired` above is one part, and its own parts are those of the first line.
 *
 * At the end of the load, written_finish hands everything to the builder (struct written).
 */
#ifndef SYNOVIA_SCRIPT_WRITTEN_H
#define SYNOVIA_SCRIPT_WRITTEN_H

#include "script/term.h"

/* A note; 0 stands for none. */
typedef uint32_t written_id;

/* Notes that `term` was just made by the expression of `site`, and of which parts (NULL and 0 for
 * none); sets term->written. Nothing is noted while tests are loaded. */
void written_made(lua_State *state, struct term *term, const struct site *site, enum joint joint,
                  uint32_t count, const written_id *parts, size_t part_count);

/* The note of the condition at `index`, which `node` became, where the expression `syntax` stands
 * (NULL: not known; `place` counts then). */
written_id written_taken(lua_State *state, int index, node_id node, const struct layout *layout,
                         const struct syntax_node *syntax, struct place place);

/* True where it has no parts: a comparison, a fact, a name. */
bool written_is_plain(lua_State *state, written_id id);

/* Notes what a taken condition is for; 0 is allowed and notes nothing. */
void written_used(lua_State *state, written_id id, enum written_use use, uint32_t index,
                  uint32_t line);

/* Notes where a line of a result or a `first` stands. */
void written_line(lua_State *state, const struct written_line *line);

/* Hands all notes to the builder. False where memory ran out. */
bool written_finish(struct session *session);

#endif
