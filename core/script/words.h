/*
 * The words of the language as C functions, and what each declares.
 *
 *     number "age"            words.c: named   -> a pending term
 *     number "age" { ... }    words.c: call    -> declare_facts.c -> the model -> a term
 *     any { a, b }            declare_conditions.c
 */
#ifndef SYNOVIA_SCRIPT_WORDS_H
#define SYNOVIA_SCRIPT_WORDS_H

#include "script/fields.h"
#include "script/functions.h"

/* Defines the words in the script's environment; within a body. `tests`: those of a test file. */
void words_open(lua_State *state, bool tests);

/* The words of a protocol or of a test file, for the static checks; `words` has room for
 * WORD_COUNT. Returns how many there are. */
size_t words_vocabulary(bool tests, struct vocabulary_word *words);

/*
 * The words with a name, one function each group of kin. The table is at stack index 2; what they
 * return is what Lua is told to return.
 */
int declare_header(lua_State *state, struct pending *pending);
int declare_fact(lua_State *state, struct pending *pending);
int declare_derive(lua_State *state, struct pending *pending);
int declare_score(lua_State *state, struct pending *pending);
int declare_rule(lua_State *state, struct pending *pending);
int declare_result(lua_State *state, struct pending *pending);
int declare_technique(lua_State *state, struct pending *pending);
int declare_step(lua_State *state, struct pending *pending);
int declare_education(lua_State *state, struct pending *pending);
int declare_test(lua_State *state, struct pending *pending);

/* The words without one; their arguments are on the stack. */
int word_groups(lua_State *state);
int word_list(lua_State *state, enum word_id word); /* any, all, none_of, at_least */
int word_first(lua_State *state);
int word_duration(lua_State *state, enum word_id word);
int word_helper(lua_State *state);
int word_include(lua_State *state);
int word_use(lua_State *state);
int word_facts(lua_State *state);
int word_cases_from(lua_State *state);

/* The bytes of a file, in the arena; otherwise as session_read_file. */
bool session_read_bytes(struct session *session, struct text path, struct place place,
                        struct text *bytes);

/*
 * Reads a file into the session; NULL where it could not be read (reported at `place`, or memory
 * ran out and `diagnostics->failed` is set). Raises nothing, so that it also serves outside of a
 * body.
 */
struct loaded_file *session_read_file(struct session *session, struct text path,
                                      struct place place);

/* Opens the table of a named declaration; `what` lives in the session's arena. */
bool words_open_table(lua_State *state, const struct pending *pending, struct fields *fields);

/* `number "age"`, in the session's arena. */
const char *words_describe(lua_State *state, const struct pending *pending);

/* True where the function at `index` is one of the words. */
bool words_is_word(lua_State *state, int index);

/* Judges the function at `index`, which may hold constants and helpers only; `what` it is for.
 * False where it holds anything else (reported). */
bool capture_check(lua_State *state, int index, struct place place);

/* Remembers the function at `index` as a helper. */
void capture_add_helper(lua_State *state, int index);

#endif
