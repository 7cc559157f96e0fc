/*
 * The pieces that tests are written of; for lua_case.c and lua_walk.c.
 */
#ifndef SYNOVIA_PROOF_LUA_WRITE_H
#define SYNOVIA_PROOF_LUA_WRITE_H

#include "proof/lua_case.h"

/* "text", with what Lua needs escaped. */
void lua_write_string(struct buffer *out, struct text text);

/* A value as it is sent: `7`, `true`, `"limping"`, `none`, `unanswerable`, `{ 100.4, "[degF]" }`.
 */
void lua_write_sent(struct buffer *out, const struct sent_value *value);

/* A key with its "=": `name = `, or `["two words"] = `. */
void lua_write_key(struct buffer *out, struct text name);

/* What a case gives: `well:with { worst_pain = 7 }`. */
void lua_write_given(struct buffer *out, const struct lua_case *written);

/* The lines of a note, as comments. */
void lua_write_note(struct buffer *out, struct text note);

#endif
