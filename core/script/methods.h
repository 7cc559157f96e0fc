/*
 * The methods of terms, once: what they are called, what they take, which terms have them.
 */
#ifndef SYNOVIA_SCRIPT_METHODS_H
#define SYNOVIA_SCRIPT_METHODS_H

/* METHOD(ID, "name", "arguments", "the terms that have it", one-line meaning) */
#define SYNOVIA_METHODS(METHOD)                                                                    \
    METHOD(IS, "is", "(value)", "yes_no, choice, number and result terms", "has this value")       \
    METHOD(IS_NOT, "is_not", "(value)", "yes_no, choice, number and result terms",                 \
           "does not have this value")                                                             \
    METHOD(ONE_OF, "one_of", "{ values }", "choice, number and result terms",                      \
           "has one of these values")                                                              \
    METHOD(OVER, "over", "(number)", "number terms", "is more than this")                          \
    METHOD(UNDER, "under", "(number)", "number terms", "is less than this")                        \
    METHOD(AT_LEAST, "at_least", "(number)", "number terms", "is this or more")                    \
    METHOD(AT_MOST, "at_most", "(number)", "number terms", "is this or less")                      \
    METHOD(BETWEEN, "between", "(low, high)", "number terms", "is in this range, ends included")   \
    METHOD(IS_NONE, "is_none", "()", "terms that can be none", "there is no such value")           \
    METHOD(IF_NONE, "if_none", "(number)", "number terms that can be none",                        \
           "the number, or this one where there is none")                                          \
    METHOD(ANSWERED, "answered", "()", "facts", "is known")                                        \
    METHOD(DAYS_AGO, "days_ago", "()", "date terms", "completed days up to the request's as_of")   \
    METHOD(WEEKS_AGO, "weeks_ago", "()", "date terms",                                             \
           "completed weeks up to the request's as_of")                                            \
    METHOD(MONTHS_AGO, "months_ago", "()", "date terms",                                           \
           "completed months up to the request's as_of")                                           \
    METHOD(YEARS_AGO, "years_ago", "()", "date terms",                                             \
           "completed years up to the request's as_of")                                            \
    METHOD(DAYS_UNTIL, "days_until", "(date)", "date terms", "days from this date to that one")    \
    METHOD(ROSE_BY, "rose_by", "(number)", "number terms",                                         \
           "is so much more, or further, than at the start of the session")                        \
    METHOD(FELL_BY, "fell_by", "(number)", "number terms",                                         \
           "is so much less, or further, than at the start of the session")

enum method_id {
#define METHOD(id, name, arguments, fits, meaning) METHOD_##id,
    SYNOVIA_METHODS(METHOD)
#undef METHOD
        METHOD_COUNT
};

#endif
