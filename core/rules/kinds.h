/*
 * The closed lists of the rules language: outcomes, urgencies, kinds of rules, types of facts.
 */
#ifndef SYNOVIA_RULES_KINDS_H
#define SYNOVIA_RULES_KINDS_H

/* The outcome ladder; a later one is more serious. */
enum outcome {
    OUTCOME_CLEAR,
    OUTCOME_DEFER,
    OUTCOME_ASK,
    OUTCOME_REFER,
    OUTCOME_STOP,
    OUTCOME_INVALID,
};

/* How soon the person must be seen; a later one is sooner. */
enum urgency {
    URGENCY_NONE, /* nobody is referred */
    URGENCY_ROUTINE,
    URGENCY_URGENT,
    URGENCY_IMMEDIATE,
};

enum rule_kind {
    RULE_SCOPE,
    RULE_CONTRAINDICATION,
    RULE_RED_FLAG,
    RULE_PRECONDITION,
    RULE_ADVISORY,
    RULE_HALT,
};

enum value_type {
    VALUE_YES_NO,
    VALUE_CHOICE,
    VALUE_NUMBER,
    VALUE_DATE,
};

/* The names that scripts, the wire and people read: "clear", "routine", "red_flag", "yes_no" ... */
const char *outcome_name(enum outcome outcome);
const char *urgency_name(enum urgency urgency); /* "none" for URGENCY_NONE */
const char *rule_kind_name(enum rule_kind kind);
const char *value_type_name(enum value_type type);

/* The outcome that a rule of this kind establishes when it fires; `clear` for advisory and halt. */
enum outcome rule_kind_outcome(enum rule_kind kind);

#endif
