/*
 * Every code that a diagnostic of a script can carry. Codes are stable: people search for them, and
 * tests/scripts/bad/ expects them. The authoring guide prints this table.
 *
 * CODE(NAME, "kebab-code", "one-line meaning")
 */
#ifndef SYNOVIA_SCRIPT_DIAGNOSTIC_CODES_H
#define SYNOVIA_SCRIPT_DIAGNOSTIC_CODES_H

#include "script/analysing_codes.h"
#include "script/declaring_codes.h"

/* Reading: source text, tokens, grammar. */
#define SYNOVIA_READING_CODES(CODE)                                                                \
    CODE(SOURCE_TOO_LARGE, "source-too-large", "the script is longer than a protocol may be")      \
    CODE(NOT_TEXT, "not-text", "compiled Lua, a NUL byte or bytes that are not UTF-8")             \
    CODE(BAD_TOKEN, "bad-token", "a character, number or escape that Lua does not know")           \
    CODE(UNFINISHED, "unfinished", "a text or long bracket without its end")                       \
    CODE(SYNTAX, "syntax", "the script is not Lua")                                                \
    CODE(MISSING_COMMA, "missing-comma", "two entries of a list without a comma between them")     \
    CODE(MISSING_END, "missing-end", "a block, brace or parenthesis that is never closed")         \
    CODE(NESTED_TOO_DEEPLY, "nested-too-deeply", "braces, calls or blocks within one another")     \
    CODE(TOO_MANY, "too-many", "more of a thing than one protocol may hold")                       \
    CODE(TOO_MANY_DIAGNOSTICS, "too-many-diagnostics", "further messages are left out")

/* Checking: what the words of the script may be and where. */
#define SYNOVIA_CHECKING_CODES(CODE)                                                               \
    CODE(WORD_OUTSIDE_FUNCTION, "word-outside-function",                                           \
         "and, or, not, if, while or repeat outside of a function for derive or helper")           \
    CODE(GOTO, "goto", "goto and labels are not part of the language")                             \
    CODE(UNDECLARED, "undeclared", "a name that nothing declares")                                 \
    CODE(USED_TOO_EARLY, "used-too-early", "a local used before the line that declares it")        \
    CODE(GLOBAL_ASSIGNED, "global-assigned", "an assignment to a name that is not a local")        \
    CODE(NOT_IN_SANDBOX, "not-in-sandbox", "a part of Lua that protocols do without")              \
    CODE(SHADOWED_WORD, "shadowed-word", "a local that hides a word of the language")              \
    CODE(OPERATOR_ON_TERM, "operator-on-term", "<, ==, .. and their kin on a term")                \
    CODE(TERM_IN_FUNCTION, "term-in-function", "a word that makes terms inside a function")        \
    CODE(CAPTURED_VARIABLE, "captured-variable",                                                   \
         "a derive function that rests on a variable that changes")                                \
    CODE(FUNCTION_ELSEWHERE, "function-elsewhere",                                                 \
         "a function for derive that is written somewhere else")

/* Running: what the sandbox reports of a script that runs. */
#define SYNOVIA_RUNNING_CODES(CODE)                                                                \
    CODE(SCRIPT_ERROR, "script-error", "the script failed while it was run")                       \
    CODE(BUDGET_INSTRUCTIONS, "budget-instructions", "the script ran for too long")                \
    CODE(BUDGET_MEMORY, "budget-memory", "the script took too much memory")                        \
    CODE(NO_MEMORY, "no-memory", "the machine ran out of memory; not the script's fault")

#define SYNOVIA_DIAGNOSTIC_CODES(CODE)                                                             \
    SYNOVIA_READING_CODES(CODE)                                                                    \
    SYNOVIA_CHECKING_CODES(CODE)                                                                   \
    SYNOVIA_DECLARING_CODES(CODE)                                                                  \
    SYNOVIA_ANALYSING_CODES(CODE)                                                                  \
    SYNOVIA_RUNNING_CODES(CODE)

enum diagnostic_code {
#define CODE(name, text, meaning) DIAGNOSTIC_##name,
    SYNOVIA_DIAGNOSTIC_CODES(CODE)
#undef CODE
        DIAGNOSTIC_CODES
};

#endif
