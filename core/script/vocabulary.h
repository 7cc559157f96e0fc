/*
 * The words of the protocol language and the keys of their tables, once: scripts are checked
 * against this table, and documentation and editor annotations are printed from it.
 */
#ifndef SYNOVIA_SCRIPT_VOCABULARY_H
#define SYNOVIA_SCRIPT_VOCABULARY_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

/* How a word is written. */
enum word_form {
    FORM_NAMED, /* number "age" { ... } */
    FORM_CALL,  /* first { ... }, minutes(3), include "file.lua" */
    FORM_VALUE, /* none */
};

/* WORD(ID, "word", form, yields a term, only in tests, one-line meaning) */
#define SYNOVIA_WORDS(WORD)                                                                        \
    WORD(PROTOCOL, "protocol", NAMED, false, false, "the header: what this protocol is")           \
    WORD(GROUPS, "groups", CALL, false, false, "the groups of questions, in order")                \
    WORD(YES_NO, "yes_no", NAMED, true, false, "a fact that is yes or no")                         \
    WORD(CHOICE, "choice", NAMED, true, false, "a fact that is one of a closed list")              \
    WORD(NUMBER, "number", NAMED, true, false, "a fact that is a number")                          \
    WORD(DATE, "date", NAMED, true, false, "a fact that is a day")                                 \
    WORD(DERIVE, "derive", NAMED, true, false, "a value worked out from others")                   \
    WORD(FIRST, "first", CALL, true, false, "the number of the first line that holds")             \
    WORD(SCORE, "score", NAMED, true, false, "a sum of points")                                    \
    WORD(ANY, "any", CALL, true, false, "true where at least one of a list holds")                 \
    WORD(ALL, "all", CALL, true, false, "true where every one of a list holds")                    \
    WORD(NONE_OF, "none_of", CALL, true, false, "true where not one of a list holds")              \
    WORD(AT_LEAST, "at_least", CALL, true, false, "true where at least so many of a list hold")    \
    WORD(NONE, "none", VALUE, false, false, "there is no such value")                              \
    WORD(SCOPE, "scope", NAMED, false, false, "who the protocol is for")                           \
    WORD(CONTRAINDICATION, "contraindication", NAMED, false, false, "it must not be performed")    \
    WORD(RED_FLAG, "red_flag", NAMED, false, false, "a professional must see the person first")    \
    WORD(PRECONDITION, "precondition", NAMED, false, false, "what must hold now")                  \
    WORD(ADVISORY, "advisory", NAMED, false, false, "advice that changes no outcome")              \
    WORD(HALT, "halt", NAMED, false, false, "what stops a session")                                \
    WORD(RESULT, "result", NAMED, true, false, "an answer that the protocol owes")                 \
    WORD(TECHNIQUE, "technique", NAMED, false, false, "steps that a cleared person is guided by")  \
    WORD(STEP, "step", NAMED, false, false, "one step of a technique")                             \
    WORD(LOOP, "loop", NAMED, false, false, "steps of a technique that are repeated")              \
    WORD(EDUCATION, "education", NAMED, false, false, "a text that explains")                      \
    WORD(SECONDS, "seconds", CALL, false, false, "a span of time")                                 \
    WORD(MINUTES, "minutes", CALL, false, false, "a span of time")                                 \
    WORD(HOURS, "hours", CALL, false, false, "a span of time")                                     \
    WORD(HELPER, "helper", CALL, false, false, "a function that derive functions may call")        \
    WORD(INCLUDE, "include", CALL, false, false, "runs another file and gives what it returns")    \
    WORD(USE, "use", CALL, false, false, "the functions of a plug-in")                             \
    WORD(FACTS, "facts", CALL, false, true, "what is known of a person")                           \
    WORD(ABSENT, "absent", VALUE, false, true, "not asked yet")                                    \
    WORD(UNANSWERABLE, "unanswerable", VALUE, false, true, "asked, and the person cannot say")     \
    WORD(TEST, "test", NAMED, false, true, "one example and what is expected of it")               \
    WORD(CASES, "cases", NAMED, false, true, "several examples that differ in a few facts")        \
    WORD(CASES_FROM, "cases_from", CALL, false, true, "examples from a table or lines of JSON")    \
    WORD(WALK, "walk", NAMED, false, true, "a session and what is expected of it")                 \
    WORD(ALWAYS, "always", NAMED, false, true, "what holds for every input")

enum word_id {
#define WORD(id, name, form, term, test, meaning) WORD_##id,
    SYNOVIA_WORDS(WORD)
#undef WORD
        WORD_COUNT
};

/* What a key takes. */
enum key_kind {
    KEY_TEXT,      /* a text that a person reads: a string, or a table by language */
    KEY_STRING,    /* a plain string */
    KEY_NUMBER,    /* a finite number */
    KEY_FLAG,      /* true or false */
    KEY_CONDITION, /* a term that is a condition */
    KEY_DURATION,  /* seconds(n), minutes(n) or hours(n) */
    KEY_TABLE,     /* a table; its reader judges what is in it */
    KEY_VALUE,     /* its reader judges it all */
};

struct key {
    const char *name;
    enum key_kind kind;
    bool required;
    const char *meaning;
};

/* The keys of one table. Both lists are ended by a key without a name. */
struct key_set {
    const struct key *keys;   /* its own; NULL: none */
    const struct key *shared; /* those that its kin have too; NULL: none */
    const char *items;        /* what its items without a key are; NULL: it has none */
};

/* The key of that name, or NULL. */
const struct key *key_set_find(const struct key_set *set, struct text name);

/* The n-th key, own ones first, or NULL behind the last. */
const struct key *key_set_at(const struct key_set *set, size_t n);

struct word {
    const char *name;
    enum word_form form;
    bool makes_term;
    bool test_only;
    const char *meaning;
};

struct word vocabulary_word(enum word_id id);

/* The keys of the table that a word takes; no keys and no items where it takes none. */
const struct key_set *vocabulary_keys(enum word_id id);

/* The keys of the tables within tables. */
enum inner_table {
    INNER_REVIEWED,
    INNER_SOURCE,
    INNER_REFER,
    INNER_FIRST_LINE,
    INNER_SCORE_ITEM,
    INNER_RESULT_LINE,
    INNER_CASE,
    INNER_EXPECT,
    INNER_WALK_EXPECT,
    INNER_COUNT,
};

const struct key_set *vocabulary_inner(enum inner_table table);

/* A method of a term. */
struct method {
    const char *name;
    const char *arguments; /* "(number)" */
    const char *fits;      /* "numbers" */
    const char *meaning;
};

/* The methods, ended by a row whose name is NULL; the order is that of enum method_id in
 * methods.h. */
const struct method *vocabulary_methods(void);

#endif
