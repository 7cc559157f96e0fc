/*
 * The codes of what is wrong with a script as a whole; part of the table in diagnostic_codes.h.
 *
 * CODE(NAME, "kebab-code", "one-line meaning")
 */
#ifndef SYNOVIA_SCRIPT_ANALYSING_CODES_H
#define SYNOVIA_SCRIPT_ANALYSING_CODES_H

#define SYNOVIA_ANALYSING_CODES(CODE)                                                              \
    CODE(NEVER_TRUE, "never-true", "a condition that no input makes true")                         \
    CODE(NEVER_FALSE, "never-false", "a condition that no input makes false")                      \
    CODE(LINE_LEFT_NOTHING, "line-left-nothing", "a line that the lines before it leave nothing")  \
    CODE(RANGE_GAP, "range-gap", "`between` lines with numbers between them that meet neither")    \
    CODE(OPTIONAL_CLEARS, "optional-clears",                                                       \
         "an optional fact whose truth would make the outcome less serious")                       \
    CODE(NONE_LOSES, "none-loses", "a sum that loses known points where one number is none")       \
    CODE(NONE_NEGATED, "none-negated",                                                             \
         "a comparison with none under a negation or in `require`, where false counts")            \
    CODE(UNREACHED, "unreached", "a fact that nothing looks at")                                   \
    CODE(LIVE_IN_SCREENING, "live-in-screening", "a screening that rests on a live fact")          \
    CODE(SESSION_ONLY, "session-only", "rose_by or fell_by where there is no session")             \
    CODE(NO_LIVE_FACT, "no-live-fact", "a halt or finish_when that nothing reported can change")   \
    CODE(NO_SOURCE, "no-source", "a rule without `source`")                                        \
    CODE(DECIDES_NOTHING, "decides-nothing", "a protocol without a rule or a result")

#endif
