#include "script/vocabulary.h"

#include "script/methods.h"

static const struct key fact_keys[] = {
    {"ask", KEY_TEXT, true, "the question"},
    {"help", KEY_TEXT, false, "what helps to answer it"},
    {"group", KEY_STRING, false, "id of the group that it is asked in"},
    {"code", KEY_TABLE, false, "{ system, code }, or several of them"},
    {"only_if", KEY_CONDITION, false, "there is such a fact only where this holds"},
    {"ask_if", KEY_CONDITION, false, "it need be asked only where this holds"},
    {"otherwise", KEY_VALUE, false, "the value where only_if or ask_if does not hold"},
    {"none", KEY_TEXT, false, "label of the answer \"there is none\""},
    {"optional", KEY_FLAG, false, "used where known, never asked"},
    {"live", KEY_FLAG, false, "changes while moving; watched in sessions"},
    {NULL, KEY_VALUE, false, NULL},
};

static const struct key rule_keys[] = {
    {"because", KEY_TEXT, true, "the reason, as a person reads it"},
    {"advice", KEY_TEXT, false, "what the person should do"},
    {"refer", KEY_TABLE, false, "{ to = ..., urgency = ... }"},
    {"source", KEY_STRING, false, "where it is published"},
    {"see", KEY_TABLE, false, "ids of educations"},
    {"during", KEY_TABLE, false, "ids of the techniques that it bars"},
    {NULL, KEY_VALUE, false, NULL},
};

static const struct key expect_keys[] = {
    {"outcome", KEY_STRING, false, "clear, defer, ask, refer, stop or invalid"},
    {"urgency", KEY_VALUE, false, "routine, urgent, immediate, or none"},
    {"complete", KEY_FLAG, false, "whether nothing more is to be asked"},
    {"rules", KEY_TABLE, false, "exactly the rules that fire"},
    {"includes", KEY_TABLE, false, "rules that fire, perhaps among others"},
    {"uncertain", KEY_TABLE, false, "exactly the rules that fire without being certain"},
    {"asks", KEY_TABLE, false, "exactly the facts that are asked, in order"},
    {"results", KEY_TABLE, false, "{ result = line }, `absent` where none is given"},
    {"scores", KEY_TABLE, false, "{ score = number } or { score = { low, high } }"},
    {"referrals", KEY_TABLE, false, "exactly who is to see the person"},
    {"advice", KEY_TABLE, false, "exactly the rules and results that give advice"},
    {"techniques", KEY_TABLE, false, "{ [\"id\"] = \"yes\", \"no\" or \"ask\" }"},
    {"faults", KEY_TABLE, false, "the facts refused, or { fact = \"code\" }"},
    {NULL, KEY_VALUE, false, NULL},
};

static const struct key protocol_keys[] = {
    {"format", KEY_NUMBER, true, "version of the language: 1"},
    {"version", KEY_STRING, true, "version of the protocol, as SemVer: 1.0.0"},
    {"title", KEY_TEXT, true, "what it is about"},
    {"language", KEY_STRING, false, "BCP 47 tag of its plain texts; \"en\""},
    {"sources", KEY_TABLE, false, "{ { title = ..., url = ... }, ... }"},
    {"authors", KEY_TABLE, false, "who wrote it"},
    {"reviewed", KEY_TABLE, false, "{ by = ..., on = \"YYYY-MM-DD\" }"},
    {"review_by", KEY_STRING, false, "the day by which it is to be reviewed again"},
    {"refer", KEY_TABLE, false, "who sees the person where a rule names nobody"},
    {NULL, KEY_VALUE, false, NULL},
};
static const struct key choice_keys[] = {
    {"options", KEY_TABLE, true, "the list to choose from"},
    {"labels", KEY_TABLE, false, "{ option = text }"},
    {NULL, KEY_VALUE, false, NULL},
};
static const struct key number_keys[] = {
    {"min", KEY_NUMBER, false, "the least value"},
    {"max", KEY_NUMBER, false, "the greatest value"},
    {"unit", KEY_STRING, false, "UCUM code"},
    {"whole", KEY_FLAG, false, "whole numbers only"},
    {"also", KEY_TABLE, false, "{ [\"unit\"] = factor to the own unit }"},
    {"unit_required", KEY_FLAG, false, "a bare number is refused"},
    {NULL, KEY_VALUE, false, NULL},
};
static const struct key date_keys[] = {
    {"future", KEY_FLAG, false, "may lie after the day of the request"},
    {NULL, KEY_VALUE, false, NULL},
};
static const struct key derive_keys[] = {
    {"type", KEY_STRING, false, "of a function: yes_no, number or choice"},
    {"unit", KEY_STRING, false, "UCUM code"},
    {"options", KEY_TABLE, false, "of a function that gives a choice"},
    {"min", KEY_NUMBER, false, "the least value that a function gives"},
    {"max", KEY_NUMBER, false, "the greatest value that a function gives"},
    {NULL, KEY_VALUE, false, NULL},
};
static const struct key score_keys[] = {
    {"title", KEY_TEXT, false, "its name for people"},
    {NULL, KEY_VALUE, false, NULL},
};
static const struct key result_keys[] = {
    {"title", KEY_TEXT, false, "its name for people"},
    {NULL, KEY_VALUE, false, NULL},
};
static const struct key scope_keys[] = {
    {"require", KEY_CONDITION, true, "it fires where this is false"},
    {NULL, KEY_VALUE, false, NULL},
};
static const struct key precondition_keys[] = {
    {"require", KEY_CONDITION, true, "it fires where this is false"},
    {"throughout", KEY_FLAG, false, "judged at every turn of a session as well"},
    {NULL, KEY_VALUE, false, NULL},
};
static const struct key serious_keys[] = {
    {"when", KEY_CONDITION, true, "it fires where this is true"},
    {"throughout", KEY_FLAG, false, "judged at every turn of a session as well"},
    {NULL, KEY_VALUE, false, NULL},
};
static const struct key plain_rule_keys[] = {
    {"when", KEY_CONDITION, true, "it fires where this is true"},
    {NULL, KEY_VALUE, false, NULL},
};
static const struct key technique_keys[] = {
    {"title", KEY_TEXT, true, "its name for people"},
    {"needs", KEY_TABLE, false, "what must be at hand"},
    {"only_if", KEY_CONDITION, false, "for whom it is"},
    {"idle", KEY_DURATION, false, "after which a session expires; minutes(30)"},
    {"after", KEY_TEXT, false, "what to say at the end"},
    {"source", KEY_STRING, false, "where it is published"},
    {NULL, KEY_VALUE, false, NULL},
};
static const struct key step_keys[] = {
    {"caution", KEY_TEXT, false, "what to take care of"},
    {"hold", KEY_DURATION, false, "for how long"},
    {"figure", KEY_STRING, false, "name of a picture"},
    {"only_if", KEY_CONDITION, false, "done only where this holds"},
    {"skip_if", KEY_CONDITION, false, "left out only where this holds"},
    {"source", KEY_STRING, false, "where it is published"},
    {NULL, KEY_VALUE, false, NULL},
};
static const struct key loop_keys[] = {
    {"at_most", KEY_NUMBER, true, "the most rounds"},
    {"finish_when", KEY_CONDITION, false, "ends it after a round"},
    {"only_if", KEY_CONDITION, false, "done only where this holds"},
    {"skip_if", KEY_CONDITION, false, "left out only where this holds"},
    {"source", KEY_STRING, false, "where it is published"},
    {NULL, KEY_VALUE, false, NULL},
};
static const struct key education_keys[] = {
    {"title", KEY_TEXT, true, "its heading"},
    {"text", KEY_TEXT, true, "what it explains"},
    {"source", KEY_STRING, false, "where it is published"},
    {NULL, KEY_VALUE, false, NULL},
};
static const struct key test_keys[] = {
    {"given", KEY_VALUE, true, "facts { ... }"},
    {"expect", KEY_TABLE, true, "what the decision must be"},
    {"unconfirmed", KEY_FLAG, false, "nobody has said yet that what is expected is right"},
    {NULL, KEY_VALUE, false, NULL},
};
static const struct key case_keys[] = {
    {"unconfirmed", KEY_FLAG, false, "nobody has said yet that what is expected is right"},
    {NULL, KEY_VALUE, false, NULL},
};
static const struct key cases_keys[] = {
    {"given", KEY_VALUE, false, "facts { ... } of every case"},
    {NULL, KEY_VALUE, false, NULL},
};
static const struct key walk_keys[] = {
    {"technique", KEY_STRING, true, "id of the technique"},
    {"given", KEY_VALUE, true, "facts { ... } at the start"},
    {"usual", KEY_VALUE, false, "what is reported at every turn"},
    {"report", KEY_TABLE, false, "{ [\"step#round\"] = { ... } }"},
    {"wait", KEY_TABLE, false, "{ [\"step#round\"] = minutes(5) }: the time before its report"},
    {"again", KEY_TABLE, false, "steps whose report is sent twice, as if its answer was lost"},
    {"expect", KEY_TABLE, true, "how it must end"},
    {"unconfirmed", KEY_FLAG, false, "nobody has said yet that what is expected is right"},
    {NULL, KEY_VALUE, false, NULL},
};
static const struct key always_keys[] = {
    {"when", KEY_CONDITION, true, "for every input for which this is true"},
    {"expect", KEY_TABLE, false, "this holds"},
    {"never", KEY_TABLE, false, "this does not"},
    {"unconfirmed", KEY_FLAG, false, "nobody has said yet that what is expected is right"},
    {NULL, KEY_VALUE, false, NULL},
};

static const struct key reviewed_keys[] = {
    {"by", KEY_STRING, true, "who reviewed it"},
    {"on", KEY_STRING, true, "the day"},
    {NULL, KEY_VALUE, false, NULL},
};
static const struct key source_keys[] = {
    {"title", KEY_STRING, true, "what it is"},
    {"url", KEY_STRING, false, "where it is"},
    {NULL, KEY_VALUE, false, NULL},
};
static const struct key refer_keys[] = {
    {"to", KEY_VALUE, true, "who should see the person: a text, or a list of them"},
    {"urgency", KEY_STRING, true, "routine, urgent or immediate"},
    {NULL, KEY_VALUE, false, NULL},
};
static const struct key first_line_keys[] = {
    {"when", KEY_CONDITION, false, "not on the last"},
    {NULL, KEY_VALUE, false, NULL},
};
static const struct key score_item_keys[] = {
    {"when", KEY_CONDITION, false, "the points count where this holds"},
    {"label", KEY_TEXT, false, "what the points are for"},
    {NULL, KEY_VALUE, false, NULL},
};
static const struct key result_line_keys[] = {
    {"when", KEY_CONDITION, false, "not on the last line"},
    {"because", KEY_TEXT, false, "the reason, as a person reads it"},
    {"advice", KEY_TEXT, false, "what the person should do"},
    {"outcome", KEY_STRING, false, "defer, refer or stop"},
    {"refer", KEY_TABLE, false, "{ to = ..., urgency = ... }"},
    {NULL, KEY_VALUE, false, NULL},
};
static const struct key walk_expect_keys[] = {
    {"halted", KEY_TABLE, false, "exactly the rules that halt"},
    {"uncertain", KEY_TABLE, false, "exactly those of them that are not certain"},
    {"at", KEY_STRING, false, "the step where it ends"},
    {"finished", KEY_FLAG, false, "whether it reached its end"},
    {"steps", KEY_TABLE, false, "exactly the steps walked, in order"},
    {"missing", KEY_TABLE, false, "facts that a report lacked"},
    {"not_cleared", KEY_FLAG, false, "whether the person was not cleared at all"},
    {"expired", KEY_FLAG, false, "whether it was left alone for too long"},
    {NULL, KEY_VALUE, false, NULL},
};

static const struct key_set word_keys[WORD_COUNT] = {
    [WORD_PROTOCOL] = {protocol_keys, NULL, NULL},
    [WORD_GROUPS] = {NULL, NULL, "groups: { \"id\", \"title\" }"},
    [WORD_YES_NO] = {fact_keys, NULL, NULL},
    [WORD_CHOICE] = {choice_keys, fact_keys, NULL},
    [WORD_NUMBER] = {number_keys, fact_keys, NULL},
    [WORD_DATE] = {date_keys, fact_keys, NULL},
    [WORD_DERIVE] = {derive_keys, NULL, "a term, or inputs and a function"},
    [WORD_FIRST] = {NULL, NULL, "lines: { number, when = condition }"},
    [WORD_SCORE] = {score_keys, NULL, "items: { points, when = condition, label = text }"},
    [WORD_ANY] = {NULL, NULL, "conditions"},
    [WORD_ALL] = {NULL, NULL, "conditions"},
    [WORD_NONE_OF] = {NULL, NULL, "conditions"},
    [WORD_AT_LEAST] = {NULL, NULL, "conditions"},
    [WORD_SCOPE] = {scope_keys, rule_keys, NULL},
    [WORD_CONTRAINDICATION] = {serious_keys, rule_keys, NULL},
    [WORD_RED_FLAG] = {serious_keys, rule_keys, NULL},
    [WORD_PRECONDITION] = {precondition_keys, rule_keys, NULL},
    [WORD_ADVISORY] = {plain_rule_keys, rule_keys, NULL},
    [WORD_HALT] = {plain_rule_keys, rule_keys, NULL},
    [WORD_RESULT] = {result_keys, NULL, "lines: { \"name\", when = condition }"},
    [WORD_TECHNIQUE] = {technique_keys, NULL, "steps and loops"},
    [WORD_STEP] = {step_keys, NULL, "the text that says what to do"},
    [WORD_LOOP] = {loop_keys, NULL, "steps"},
    [WORD_EDUCATION] = {education_keys, NULL, NULL},
    [WORD_TEST] = {test_keys, NULL, NULL},
    [WORD_CASES] = {cases_keys, NULL, "cases: { { fact = value }, outcome = ... }"},
    [WORD_WALK] = {walk_keys, NULL, NULL},
    [WORD_ALWAYS] = {always_keys, NULL, NULL},
};

static const struct key_set inner_keys[INNER_COUNT] = {
    [INNER_REVIEWED] = {reviewed_keys, NULL, NULL},
    [INNER_SOURCE] = {source_keys, NULL, NULL},
    [INNER_REFER] = {refer_keys, NULL, NULL},
    [INNER_FIRST_LINE] = {first_line_keys, NULL, "a number or a number term"},
    [INNER_SCORE_ITEM] = {score_item_keys, NULL, "a number or a number term"},
    [INNER_RESULT_LINE] = {result_line_keys, NULL, "the name of the line"},
    [INNER_CASE] = {expect_keys, case_keys, "the facts that differ"},
    [INNER_EXPECT] = {expect_keys, NULL, NULL},
    [INNER_WALK_EXPECT] = {walk_expect_keys, NULL, NULL},
};

static const struct method methods[] = {
#define METHOD(id, name, arguments, fits, meaning) {name, arguments, fits, meaning},
    SYNOVIA_METHODS(METHOD)
#undef METHOD
        {NULL, NULL, NULL, NULL},
};

struct word vocabulary_word(enum word_id id) {
    static const struct word words[WORD_COUNT] = {
#define WORD(id, name, form, term, test, meaning) {name, FORM_##form, term, test, meaning},
        SYNOVIA_WORDS(WORD)
#undef WORD
    };
    return words[id];
}

const struct key_set *vocabulary_keys(enum word_id id) {
    return &word_keys[id];
}

const struct key_set *vocabulary_inner(enum inner_table table) {
    return &inner_keys[table];
}

const struct method *vocabulary_methods(void) {
    return methods;
}

const struct key *key_set_at(const struct key_set *set, size_t n) {
    const struct key *lists[] = {set->keys, set->shared};
    for (size_t i = 0; i < 2; i++) {
        for (const struct key *key = lists[i]; key != NULL && key->name != NULL; key++) {
            if (n-- == 0) {
                return key;
            }
        }
    }
    return NULL;
}

const struct key *key_set_find(const struct key_set *set, struct text name) {
    const struct key *key = NULL;
    for (size_t n = 0; (key = key_set_at(set, n)) != NULL; n++) {
        if (text_is(name, key->name)) {
            return key;
        }
    }
    return NULL;
}
