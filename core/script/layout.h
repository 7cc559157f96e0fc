/*
 * Columns out of a compiler that only knows lines.
 *
 * Lua keeps a line number for each instruction and nothing finer. So the source that we hand it is
 * laid out anew, token k alone on line k + 1:
 *
 *     local age = number "age" { min = 0 }         1  local
 *                                                  2  age
 *     what the author wrote                        3  =
 *                                                  4  number      what Lua is given
 *                                                  5  "age"
 *                                                  6  { ...
 *
 * Comments are dropped, and a text that spans lines is written as a quoted one-liner. What Lua then
 * calls a line is the index of a token, of which we know line and column.
 *
 * Which token Lua (5.4) names:
 *   a call         the first token of its chain (`number` above, for both calls); one further where
 *                  the chain is a positional item of a table: `{ age:under(10) }` names the `:`
 *   an operator    the operator
 *   a global read  the name, or the token behind it
 */
#ifndef SYNOVIA_SCRIPT_LAYOUT_H
#define SYNOVIA_SCRIPT_LAYOUT_H

#include "base/arena.h"
#include "base/text.h"
#include "script/diagnostics.h"
#include "script/syntax.h"

#include <stdbool.h>
#include <stdint.h>

struct layout {
    const struct token_list *tokens;
    const struct syntax_tree *tree;
    struct text code; /* what lua_load is given */
};

/* Lays out a parsed source. False where memory ran out. `tree` and its tokens must outlive it. */
bool layout_build(struct arena *arena, const struct syntax_tree *tree, struct layout *layout);

/* The token of a line of the laid-out source; lines outside of it give the nearest token. */
uint32_t layout_token(const struct layout *layout, int line);

/* Where a token stands in what the author wrote. */
struct place layout_place(const struct layout *layout, uint32_t token);

/*
 * The call, in the chain that begins at `token` (or one before it, see above), whose word or method
 * is `name`: for `number "age" { ... }` and "number" the outermost call, for `age:over(3)` and
 * "over" that method call. NULL where there is none.
 */
const struct syntax_node *layout_call(const struct layout *layout, uint32_t token,
                                      const char *name);

/* The expression whose operator is `token`, or NULL. */
const struct syntax_node *layout_operation(const struct layout *layout, uint32_t token);

/* The table constructor among a call's arguments (`{ ... }` or `( ..., { ... })`), or NULL. */
const struct syntax_node *layout_arguments_table(const struct syntax_node *call);

/* The field `key = ...` of a table constructor (also `["key"] = ...`), or NULL; `table` may be
 * NULL. Of several the last, as in Lua. */
const struct syntax_node *layout_field(const struct layout *layout, const struct syntax_node *table,
                                       const char *key);

/* The n-th positional entry (from 1) of a table constructor, or NULL; `table` may be NULL. */
const struct syntax_node *layout_item(const struct syntax_node *table, unsigned n);

/* The value of a FIELD. */
const struct syntax_node *layout_field_value(const struct syntax_node *field);

/*
 * The place of `key` in the table that belongs to the call `name` at `token`; where there is no
 * such key the place of the call. This is what a message about an option wants.
 */
struct place layout_key_place(const struct layout *layout, uint32_t token, const char *name,
                              const char *key);

/* The name token with the text `name` nearest to `token`, no more than 2 away; else `token`. */
uint32_t layout_near_name(const struct layout *layout, uint32_t token, const char *name);

/* The function literal that Lua says is defined on `line` (lua_Debug.linedefined), or NULL. */
const struct syntax_node *layout_function(const struct layout *layout, int line);

/* The author's own text of a node, as written (it may span lines). */
struct text layout_text(const struct layout *layout, const struct syntax_node *node);

#endif
