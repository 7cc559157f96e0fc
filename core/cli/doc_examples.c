/*
 * The tests as examples. Most of them start from the same person and change a few answers, and so
 * that person is told once, and each example by what is different:
 *
 *     the usual answer to a fact = the one that most examples give it (or that none gives it)
 */
#include "cli/doc_parts.h"
#include "cli/services.h"

#include <string.h>

/* ---- the usual person ------------------------------------------------------------------------ */

static size_t count_equal(const json_t *tests, const char *fact, const json_t *value) {
    size_t equal = 0;
    size_t index;
    json_t *test;
    json_array_foreach(tests, index, test) {
        const json_t *given = json_object_get(test, "given");
        const json_t *other = json_object_get(given, fact);
        bool same = value == NULL ? other == NULL : json_equal(other, value);
        equal += given != NULL && same;
    }
    return equal;
}

/* The answer that most tests give the fact; NULL where most give none. */
static json_t *usual_answer(const json_t *tests, const char *fact) {
    json_t *usual = NULL;
    size_t most = count_equal(tests, fact, NULL);
    size_t index;
    json_t *test;
    json_array_foreach(tests, index, test) {
        json_t *value = json_object_get(json_object_get(test, "given"), fact);
        bool again = value == NULL || (usual != NULL && json_equal(value, usual));
        size_t count = again ? 0 : count_equal(tests, fact, value);
        if (count > most) {
            most = count;
            usual = value;
        }
    }
    return usual;
}

/* { fact: value }, a new reference; NULL where memory ran out. */
static json_t *usual_person(const struct page *page, const json_t *tests) {
    json_t *usual = json_object();
    size_t index;
    json_t *fact;
    json_array_foreach(page_list(page, "facts"), index, fact) {
        const char *name = json_text(fact, "name");
        json_t *value = usual_answer(tests, name);
        if (value != NULL) {
            json_object_set(usual, name, value);
        }
    }
    return usual;
}

/* ---- what is given --------------------------------------------------------------------------- */

static void say_answer(struct page *page, const char *name, const json_t *value, bool first) {
    const json_t *fact = page_fact(page, text_of(name));
    page_say(page, first ? "" : "; ");
    if (fact == NULL) {
        page_marked(page, MARK_CODE, name);
    } else {
        page_name(page, "fact", name);
    }
    page_say(page, ": ");
    doc_say_value(page, fact, value);
}

/* Somebody of whom less than half of the usual is known is told by what is known. */
static bool is_hardly_known(const json_t *usual, const json_t *given) {
    size_t known = 0;
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)usual, name, value) {
        known += json_object_get(given, name) != NULL;
    }
    return 2 * known < json_object_size(usual);
}

static void say_known(struct page *page, const json_t *given) {
    size_t told = 0;
    const char *name;
    json_t *value;
    page_say(page, json_object_size(given) == 0 ? "nothing is known yet" : "known so far only: ");
    json_object_foreach((json_t *)given, name, value) {
        say_answer(page, name, value, told++ == 0);
    }
}

static void say_differences(struct page *page, const json_t *usual, const json_t *given) {
    size_t told = 0;
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)given, name, value) {
        if (!json_equal(value, json_object_get(usual, name))) {
            say_answer(page, name, value, told++ == 0);
        }
    }
    json_object_foreach((json_t *)usual, name, value) {
        if (json_object_get(given, name) == NULL) {
            say_answer(page, name, NULL, told++ == 0);
        }
    }
    page_say(page, told == 0 ? "the usual person" : "");
}

static void say_given(struct page *page, const json_t *usual, const json_t *test) {
    const json_t *given = json_object_get(test, "given");
    if (is_hardly_known(usual, given)) {
        say_known(page, given);
    } else {
        say_differences(page, usual, given);
    }
    if (json_object_get(test, "as_of") != NULL) {
        page_say(page, "; on ");
        page_say(page, json_text(test, "as_of"));
    }
}

/* ---- what is expected ------------------------------------------------------------------------ */

struct expecting {
    struct page *page;
    size_t told;
};

static struct page *next(struct expecting *expecting) {
    page_say(expecting->page, expecting->told++ == 0 ? "" : "; ");
    return expecting->page;
}

static void say_outcome(struct expecting *expecting, const json_t *expect) {
    const char *outcome = json_text(expect, "outcome");
    const char *urgency = json_text(expect, "urgency");
    const json_t *complete = json_object_get(expect, "complete");
    if (outcome[0] != '\0') {
        page_marked(next(expecting), MARK_BADGE, outcome);
    }
    if (strcmp(urgency, "none") == 0) {
        page_say(next(expecting), "no referral");
    } else if (urgency[0] != '\0') {
        page_marked(next(expecting), MARK_BADGE, urgency);
    }
    if (complete != NULL) {
        page_say(next(expecting), json_is_true(complete) ? "complete" : "not complete yet");
    }
}

static void say_names(struct expecting *expecting, const json_t *expect, const char *key,
                      const char *kind, const char *lead, const char *empty) {
    const json_t *names = json_object_get(expect, key);
    if (names == NULL) {
        return;
    }
    struct page *page = next(expecting);
    page_say(page, json_array_size(names) == 0 ? empty : lead);
    doc_say_names(page, kind, names);
}

static void say_texts(struct expecting *expecting, const json_t *expect, const char *key,
                      const char *lead, const char *empty) {
    const json_t *texts = json_object_get(expect, key);
    size_t index;
    json_t *text;
    if (texts == NULL) {
        return;
    }
    struct page *page = next(expecting);
    page_say(page, json_array_size(texts) == 0 ? empty : lead);
    json_array_foreach(texts, index, text) {
        page_say(page, index == 0 ? "" : ", ");
        page_say(page, json_string_value(text));
    }
}

static void say_score(struct page *page, const json_t *range) {
    const json_t *low = json_array_get(range, 0);
    const json_t *high = json_array_get(range, 1);
    doc_say_value(page, NULL, low);
    if (!json_equal(low, high)) {
        page_say(page, " to ");
        doc_say_value(page, NULL, high);
    }
}

/* `results`, `scores`, `techniques` and `faults`: pairs of a name and what it must be. */
static void say_pairs(struct expecting *expecting, const json_t *expect, const char *key,
                      const char *kind, const char *missing) {
    const char *name;
    json_t *value;
    json_object_foreach(json_object_get(expect, key), name, value) {
        struct page *page = next(expecting);
        page_name(page, kind, name);
        page_say(page, ": ");
        if (json_is_null(value)) {
            page_say(page, missing);
        } else if (json_is_array(value)) {
            say_score(page, value);
        } else {
            page_say(page, json_string_value(value));
        }
    }
}

static void say_expectation(struct page *page, const json_t *expect) {
    struct expecting expecting = {page, 0};
    say_outcome(&expecting, expect);
    say_names(&expecting, expect, "rules", "rule", "fires: ", "no rule fires");
    say_names(&expecting, expect, "includes", "rule", "fires, among others: ", "");
    say_names(&expecting, expect, "uncertain", "rule", "not ruled out: ", "all is certain");
    say_names(&expecting, expect, "asks", "fact", "asks: ", "asks nothing");
    say_pairs(&expecting, expect, "results", "result", "no value");
    say_pairs(&expecting, expect, "scores", "score", "");
    say_texts(&expecting, expect, "referrals", "refers to ", "refers nobody");
    say_texts(&expecting, expect, "advice", "advice of ", "no advice");
    say_pairs(&expecting, expect, "techniques", "technique", "");
    say_pairs(&expecting, expect, "faults", "fact", "refused");
}

static void say_end_of_walk(struct page *page, const json_t *walked) {
    struct expecting expecting = {page, 0};
    const char *at = json_text(walked, "at");
    say_names(&expecting, walked, "halted", "rule", "halted by ", "not halted");
    say_names(&expecting, walked, "uncertain", "rule", "not ruled out: ", "all is certain");
    if (at[0] != '\0') {
        page_say(next(&expecting), "ends at ");
        page_say(page, at);
    }
    if (json_is_true(json_object_get(walked, "finished"))) {
        page_say(next(&expecting), "finished");
    }
    if (json_is_true(json_object_get(walked, "not_cleared"))) {
        page_say(next(&expecting), "not cleared");
    }
    if (json_is_true(json_object_get(walked, "expired"))) {
        page_say(next(&expecting), "expired");
    }
    say_texts(&expecting, walked, "steps", "steps: ", "no step");
    say_texts(&expecting, walked, "missing", "still asks ", "nothing is missing");
}

/* ---- rows ------------------------------------------------------------------------------------ */

struct telling {
    struct page *page;
    const struct doc_examples *examples;
    const json_t *usual;
};

static bool is_kind(const json_t *test, const char *kind) {
    return strcmp(json_text(test, "kind"), kind) == 0;
}

static bool failed(const struct telling *telling, size_t index) {
    const json_t *outcome = json_array_get(telling->examples->outcomes, index);
    return strcmp(json_text(outcome, "status"), "failed") == 0;
}

/* How many tests from here on are lines of the same `cases`. */
static size_t count_cases(const json_t *tests, size_t from) {
    size_t count = 1;
    const json_t *first = json_array_get(tests, from);
    while (is_kind(first, "case")) {
        const json_t *test = json_array_get(tests, from + count);
        if (json_whole(test, "case") <= 1 ||
            strcmp(json_text(test, "name"), json_text(first, "name")) != 0) {
            break;
        }
        count++;
    }
    return count;
}

static void put_cell_end(struct telling *telling, size_t index) {
    if (failed(telling, index)) {
        page_break(telling->page);
        page_marked(telling->page, MARK_STRONG, "This does not hold.");
    }
    page_close(telling->page, MARK_CELL);
    page_close(telling->page, MARK_ROW);
}

static void say_at(struct page *page, const char *instance) {
    page_say(page, "; at ");
    page_marked(page, MARK_CODE, instance);
    page_say(page, " ");
}

static void say_reports(struct page *page, const json_t *test) {
    const char *instance, *name;
    json_t *report, *value;
    json_object_foreach(json_object_get(test, "report"), instance, report) {
        size_t told = 0;
        if (json_object_size(report) > 0) {
            say_at(page, instance);
        }
        json_object_foreach(report, name, value) {
            say_answer(page, name, value, told++ == 0);
        }
    }
}

/* What is left out at a step, how long it waits there, and the answers that get lost. */
static void say_mishaps(struct page *page, const json_t *test) {
    const char *instance;
    json_t *value;
    json_object_foreach(json_object_get(test, "unsaid"), instance, value) {
        say_at(page, instance);
        page_say(page, "nothing is said of");
        for (size_t i = 0; i < json_array_size(value); i++) {
            page_say(page, i == 0 ? " " : ", ");
            page_name(page, "fact", json_string_value(json_array_get(value, i)));
        }
    }
    json_object_foreach(json_object_get(test, "wait"), instance, value) {
        say_at(page, instance);
        page_format(page, "after %g min", json_number_value(value) / 60);
    }
    const json_t *again = json_object_get(test, "again");
    for (size_t i = 0; i < json_array_size(again); i++) {
        say_at(page, json_string_value(json_array_get(again, i)));
        page_say(page, "the report is sent twice");
    }
}

static void put_given(struct telling *telling, const json_t *test) {
    struct page *page = telling->page;
    if (is_kind(test, "always")) {
        page_say(page, "Whoever it is, where ");
        page_sentence(page, json_text(test, "when_words"));
    } else {
        say_given(page, telling->usual, test);
        say_reports(page, test);
        say_mishaps(page, test);
    }
}

static void put_expected(struct telling *telling, const json_t *test) {
    struct page *page = telling->page;
    const json_t *never = json_object_get(test, "never");
    if (json_object_get(test, "walked") != NULL) {
        say_end_of_walk(page, json_object_get(test, "walked"));
    }
    if (json_object_get(test, "expect") != NULL) {
        say_expectation(page, json_object_get(test, "expect"));
    }
    if (never != NULL) {
        page_say(page, "never ");
        say_expectation(page, never);
    }
}

static void put_rows(struct telling *telling, size_t from, size_t count) {
    struct page *page = telling->page;
    for (size_t i = 0; i < count; i++) {
        const json_t *test = json_array_get(telling->examples->declared, from + i);
        page_open(page, MARK_ROW);
        page_open(page, MARK_CELL);
        page_say(page, i == 0 ? json_text(test, "name") : "");
        page_close(page, MARK_CELL);
        page_open(page, MARK_CELL);
        put_given(telling, test);
        page_close(page, MARK_CELL);
        page_open(page, MARK_CELL);
        put_expected(telling, test);
        put_cell_end(telling, from + i);
    }
}

/* ---- the part -------------------------------------------------------------------------------- */

static size_t count_status(const json_t *outcomes, const char *status) {
    size_t count = 0;
    size_t index;
    json_t *outcome;
    json_array_foreach(outcomes, index, outcome) {
        count += strcmp(json_text(outcome, "status"), status) == 0;
    }
    return count;
}

static void put_summary(struct page *page, const struct doc_examples *examples) {
    size_t bad = count_status(examples->outcomes, "failed");
    size_t skipped = count_status(examples->outcomes, "skipped");
    size_t good = count_status(examples->outcomes, "passed");
    page_open(page, bad > 0 ? MARK_WARNING : MARK_PARAGRAPH);
    if (bad > 0) {
        page_format(page, "%zu of %zu examples do not hold.", bad, bad + good);
    } else {
        page_format(page, "All %zu examples that were run hold.", good);
    }
    if (skipped > 0) {
        page_format(page, " %zu could not be run.", skipped);
    }
    page_close(page, bad > 0 ? MARK_WARNING : MARK_PARAGRAPH);
}

static void put_usual(struct page *page, const json_t *usual) {
    size_t told = 0;
    const char *name;
    json_t *value;
    if (json_object_size(usual) == 0) {
        return;
    }
    page_open(page, MARK_PARAGRAPH);
    page_marked(page, MARK_STRONG, "The usual person");
    page_say(page, ", of whom an example tells only what is different: ");
    json_object_foreach((json_t *)usual, name, value) {
        say_answer(page, name, value, told++ == 0);
    }
    page_say(page, ". All else: not asked yet.");
    page_close(page, MARK_PARAGRAPH);
}

static void put_table(struct telling *telling) {
    static const char *const headings[] = {"Example", "Given", "Expected", NULL};
    const json_t *tests = telling->examples->declared;
    page_table(telling->page, "examples", headings);
    for (size_t i = 0; i < json_array_size(tests);) {
        size_t count = count_cases(tests, i);
        put_rows(telling, i, count);
        i += count;
    }
    page_close(telling->page, MARK_TABLE);
}

void doc_put_examples(struct page *page, const struct doc_examples *examples) {
    page_heading(page, 2, "examples", "", "Examples");
    if (json_array_size(examples->declared) == 0) {
        page_marked(page, MARK_WARNING, "There are no tests beside this protocol.");
        return;
    }
    json_t *usual = usual_person(page, examples->declared);
    struct telling telling = {page, examples, usual};
    page->out->failed = page->out->failed || usual == NULL;
    put_summary(page, examples);
    put_usual(page, usual);
    put_table(&telling);
    json_decref(usual);
}
