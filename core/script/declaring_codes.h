/*
 * The codes of what is wrong with a declaration itself; part of the table in diagnostic_codes.h.
 *
 * CODE(NAME, "kebab-code", "one-line meaning")
 */
#ifndef SYNOVIA_SCRIPT_DECLARING_CODES_H
#define SYNOVIA_SCRIPT_DECLARING_CODES_H

#define SYNOVIA_DECLARING_CODES(CODE)                                                              \
    CODE(HEADER_MISSING, "header-missing",                                                         \
         "a protocol without its `protocol` header, or before it")                                 \
    CODE(HEADER_TWICE, "header-twice", "a second `protocol` header")                               \
    CODE(BAD_HEADER, "bad-header", "a header field that does not hold what it must")               \
    CODE(NEVER_FINISHED, "never-finished", "a declaration that was never given its table")         \
    CODE(DECLARED_TWICE, "declared-twice", "two things of one kind with the same name")            \
    CODE(BAD_NAME, "bad-name", "a name or id that is missing or not well formed")                  \
    CODE(UNKNOWN_KEY, "unknown-key", "a key that this declaration does not have")                  \
    CODE(MISSING_KEY, "missing-key", "a key that this declaration must have")                      \
    CODE(KEY_TWICE, "key-twice", "the same key written twice in one table")                        \
    CODE(NIL_VALUE, "nil-value", "a key or an item whose value is nil")                            \
    CODE(WRONG_TYPE, "wrong-type", "a value of another type than this place takes")                \
    CODE(BAD_VALUE, "bad-value", "a value that this place does not take")                          \
    CODE(BAD_TEXT, "bad-text",                                                                     \
         "a text that is empty, too long, or not UTF-8, or a bad language tag")                    \
    CODE(BAD_RANGE, "bad-range", "a range whose ends are the wrong way round")                     \
    CODE(EMPTY_LIST, "empty-list", "a list that must have at least one item")                      \
    CODE(LINE_ORDER, "line-order", "a `when` on a last line, or a line before it that has none")   \
    CODE(GATE, "gate", "only_if, ask_if and otherwise that do not go together")                    \
    CODE(REFERRAL, "referral", "a referral that is missing, incomplete or not allowed here")       \
    CODE(UNKNOWN_REFERENCE, "unknown-reference", "a name that the protocol declares nowhere")      \
    CODE(UNKNOWN_METHOD, "unknown-method", "a method that terms do not have")                      \
    CODE(METHOD_MISFIT, "method-misfit", "a method that does not fit the type of its term")        \
    CODE(TERM_MISUSED, "term-misused",                                                             \
         "a term that is called, indexed, compared or joined like a value")                        \
    CODE(UNKNOWN_UNIT, "unknown-unit", "a unit that is not a UCUM code of the table")              \
    CODE(UNIT_MISMATCH, "unit-mismatch", "units that do not fit one another")                      \
    CODE(CAPTURED_VALUE, "captured-value",                                                         \
         "a derive function that holds a term, a table or a word of the language")                 \
    CODE(INCLUDE, "include", "a file that cannot be included")                                     \
    CODE(PLUG_IN, "plug-in", "`use` of a plug-in that is not installed")                           \
    CODE(NO_TESTS, "no-tests", "a protocol without tests beside it")                               \
    CODE(REVIEW_PASSED, "review-passed", "the day by which the protocol was to be reviewed is over")

#endif
