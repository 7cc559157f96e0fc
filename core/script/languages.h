/*
 * The languages of a protocol's texts: which are in use, and which of them some texts lack.
 */
#ifndef SYNOVIA_SCRIPT_LANGUAGES_H
#define SYNOVIA_SCRIPT_LANGUAGES_H

#include "script/session.h"

/* Notes a text for people that was read without a mistake; raises where memory ran out. */
void languages_note(lua_State *state, struct phrase phrase, struct place place);

/* Warns, once for each language, where a text lacks the protocol's own, or one that most have. */
void languages_judge(struct session *session);

#endif
