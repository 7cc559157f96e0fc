/*
 * The tests beside a protocol as they were declared: for people who review a protocol by its
 * examples. Nothing is run.
 */
#include "service/describe.h"
#include "service/encode.h"
#include "service/encode_test.h"
#include "service/loading.h"
#include "service/service_private.h"

#include "base/date.h"
#include "proof/report.h"

/* ---- what was given -------------------------------------------------------------------------- */

static void write_facts(const struct describing *describing, const struct given *given) {
    struct writer_list facts = writer_open_map(describing->out);
    for (size_t i = 0; i < given->fact_count; i++) {
        writer_item(&facts);
        writer_text(describing->out, given->facts[i].name);
        encode_sent(describing->out, &given->facts[i].value);
    }
    writer_close(describing->out, &facts);
}

static void write_given(const struct describing *describing, struct writer_list *map,
                        const char *key, const struct given *given) {
    describe_key(describing, map, key);
    write_facts(describing, given);
    if (given->has_as_of) {
        char day[DATE_TEXT_SIZE];
        date_format(given->as_of, day);
        describe_text(describing, map, "as_of", text_of(day));
    }
}

/* ---- what is expected ------------------------------------------------------------------------ */

enum listed { LISTED_RULES, LISTED_FACTS };

static void write_list(const struct describing *describing, struct writer_list *map,
                       const char *key, const struct expected_list *list, enum listed listed) {
    if (!list->set) {
        return;
    }
    const struct program *program = describing->program;
    describe_key(describing, map, key);
    writer_array(describing->out, (uint32_t)list->count);
    for (size_t i = 0; i < list->count; i++) {
        uint32_t index = list->items[i];
        writer_text(describing->out,
                    listed == LISTED_RULES ? program->rules[index].id : program->facts[index].name);
    }
}

static void write_texts(const struct describing *describing, struct writer_list *map,
                        const char *key, const struct expected_texts *texts) {
    if (texts->set) {
        describe_key(describing, map, key);
        writer_array(describing->out, (uint32_t)texts->count);
        for (size_t i = 0; i < texts->count; i++) {
            writer_text(describing->out, texts->items[i]);
        }
    }
}

static void write_results(const struct describing *describing, struct writer_list *map,
                          const struct expectation *expect) {
    if (expect->result_count == 0) {
        return;
    }
    describe_key(describing, map, "results");
    writer_map(describing->out, (uint32_t)expect->result_count);
    for (size_t i = 0; i < expect->result_count; i++) {
        const struct expected_result *expected = &expect->results[i];
        const struct result *result = &describing->program->results[expected->result];
        writer_text(describing->out, result->name);
        if (expected->absent) {
            writer_nil(describing->out);
        } else {
            writer_text(describing->out, result->lines[expected->line].name);
        }
    }
}

static void write_scores(const struct describing *describing, struct writer_list *map,
                         const struct expectation *expect) {
    if (expect->score_count == 0) {
        return;
    }
    describe_key(describing, map, "scores");
    writer_map(describing->out, (uint32_t)expect->score_count);
    for (size_t i = 0; i < expect->score_count; i++) {
        writer_text(describing->out, describing->program->scores[expect->scores[i].score].name);
        writer_array(describing->out, 2);
        writer_number(describing->out, expect->scores[i].low);
        writer_number(describing->out, expect->scores[i].high);
    }
}

static void write_techniques(const struct describing *describing, struct writer_list *map,
                             const struct expectation *expect) {
    if (expect->technique_count == 0) {
        return;
    }
    describe_key(describing, map, "techniques");
    writer_map(describing->out, (uint32_t)expect->technique_count);
    for (size_t i = 0; i < expect->technique_count; i++) {
        const struct expected_technique *expected = &expect->techniques[i];
        writer_text(describing->out, describing->program->techniques[expected->technique].id);
        writer_string(describing->out, encode_availability(expected->available));
    }
}

static void write_faults(const struct describing *describing, struct writer_list *map,
                         const struct expectation *expect) {
    if (!expect->has_faults) {
        return;
    }
    describe_key(describing, map, "faults");
    writer_map(describing->out, (uint32_t)expect->fault_count);
    for (size_t i = 0; i < expect->fault_count; i++) {
        writer_text(describing->out, expect->faults[i].fact);
        if (expect->faults[i].any_code) {
            writer_nil(describing->out);
        } else {
            writer_string(describing->out, fault_code_name(expect->faults[i].code));
        }
    }
}

static void write_expectation(const struct describing *describing, struct writer_list *outer,
                              const char *key, const struct expectation *expect) {
    describe_key(describing, outer, key);
    struct writer_list map = writer_open_map(describing->out);
    if (expect->has_outcome) {
        describe_text(describing, &map, "outcome", text_of(outcome_name(expect->outcome)));
    }
    if (expect->has_urgency) {
        describe_text(describing, &map, "urgency", text_of(urgency_name(expect->urgency)));
    }
    if (expect->has_complete) {
        describe_key(describing, &map, "complete");
        writer_boolean(describing->out, expect->complete);
    }
    write_list(describing, &map, "rules", &expect->rules, LISTED_RULES);
    write_list(describing, &map, "includes", &expect->includes, LISTED_RULES);
    write_list(describing, &map, "uncertain", &expect->uncertain, LISTED_RULES);
    write_list(describing, &map, "asks", &expect->asks, LISTED_FACTS);
    write_results(describing, &map, expect);
    write_scores(describing, &map, expect);
    write_texts(describing, &map, "referrals", &expect->referrals);
    write_texts(describing, &map, "advice", &expect->advice);
    write_techniques(describing, &map, expect);
    write_faults(describing, &map, expect);
    writer_close(describing->out, &map);
}

/* ---- the kinds of tests ---------------------------------------------------------------------- */

static void write_example(const struct describing *describing, struct writer_list *map,
                          const struct test *test) {
    write_given(describing, map, "given", &test->given);
    write_expectation(describing, map, "expect", &test->expect);
}

static void write_always(const struct describing *describing, struct writer_list *map,
                         const struct test *test) {
    node_id when = describing->program->probes[test->probe];
    describe_term(describing, map, "when", when);
    describe_words(describing, map, "when_words", when, false);
    if (test->has_expect) {
        write_expectation(describing, map, "expect", &test->expect);
    }
    if (test->has_never) {
        write_expectation(describing, map, "never", &test->never);
    }
}

static void write_walk_end(const struct describing *describing, struct writer_list *outer,
                           const struct walk_expectation *walked) {
    describe_key(describing, outer, "walked");
    struct writer_list map = writer_open_map(describing->out);
    write_list(describing, &map, "halted", &walked->halted, LISTED_RULES);
    write_list(describing, &map, "uncertain", &walked->uncertain, LISTED_RULES);
    describe_text(describing, &map, "at", walked->at);
    if (walked->has_finished) {
        describe_key(describing, &map, "finished");
        writer_boolean(describing->out, walked->finished);
    }
    if (walked->has_not_cleared) {
        describe_key(describing, &map, "not_cleared");
        writer_boolean(describing->out, walked->not_cleared);
    }
    if (walked->has_expired) {
        describe_key(describing, &map, "expired");
        writer_boolean(describing->out, walked->expired);
    }
    write_texts(describing, &map, "steps", &walked->steps);
    write_texts(describing, &map, "missing", &walked->missing);
    writer_close(describing->out, &map);
}

static bool gives(const struct given *given, struct text name) {
    for (size_t i = 0; i < given->fact_count; i++) {
        if (text_equal(given->facts[i].name, name)) {
            return true;
        }
    }
    return false;
}

static bool leaves_out(const struct test *test, const struct walk_report *report) {
    for (size_t i = 0; i < test->usual.fact_count; i++) {
        if (!gives(&report->whole, test->usual.facts[i].name)) {
            return true;
        }
    }
    return false;
}

/* What is usually said, and left out at an instance. */
static void write_unsaid(const struct describing *describing, const struct test *test) {
    struct buffer *out = describing->out;
    struct writer_list instances = writer_open_map(out);
    for (size_t i = 0; i < test->report_count; i++) {
        const struct walk_report *report = &test->reports[i];
        if (!leaves_out(test, report)) {
            continue;
        }
        writer_item(&instances);
        writer_text(out, report->instance);
        struct writer_list names = writer_open_array(out);
        for (size_t k = 0; k < test->usual.fact_count; k++) {
            if (!gives(&report->whole, test->usual.facts[k].name)) {
                writer_item(&names);
                writer_text(out, test->usual.facts[k].name);
            }
        }
        writer_close(out, &names);
    }
    writer_close(out, &instances);
}

static void write_waits(const struct describing *describing, const struct test *test) {
    writer_map(describing->out, (uint32_t)test->wait_count);
    for (size_t i = 0; i < test->wait_count; i++) {
        writer_text(describing->out, test->waits[i].instance);
        writer_number(describing->out, test->waits[i].seconds);
    }
}

static void write_walk(const struct describing *describing, struct writer_list *map,
                       const struct test *test) {
    describe_text(describing, map, "technique",
                  describing->program->techniques[test->technique].id);
    write_given(describing, map, "given", &test->given);
    describe_key(describing, map, "usual");
    write_facts(describing, &test->usual);
    describe_key(describing, map, "report");
    struct writer_list reports = writer_open_map(describing->out);
    for (size_t i = 0; i < test->report_count; i++) {
        writer_item(&reports);
        writer_text(describing->out, test->reports[i].instance);
        write_facts(describing, &test->reports[i].given);
    }
    writer_close(describing->out, &reports);
    describe_key(describing, map, "unsaid");
    write_unsaid(describing, test);
    describe_key(describing, map, "wait");
    write_waits(describing, test);
    write_texts(describing, map, "again", &test->again);
    write_walk_end(describing, map, &test->walked);
}

static void write_test(const struct describing *describing, const struct test *test) {
    struct writer_list map = writer_open_map(describing->out);
    describe_text(describing, &map, "name", test->name);
    describe_text(describing, &map, "kind", text_of(test_kind_name(test)));
    if (test->case_number > 0) {
        describe_key(describing, &map, "case");
        writer_unsigned(describing->out, test->case_number);
    }
    switch (test->kind) {
    case TEST_EXAMPLE:
        write_example(describing, &map, test);
        break;
    case TEST_ALWAYS:
        write_always(describing, &map, test);
        break;
    case TEST_WALK:
        write_walk(describing, &map, test);
        break;
    }
    writer_close(describing->out, &map);
}

enum service_load service_examples_file(struct service *service, const char *path,
                                        struct buffer *out) {
    struct loading loading = {.path = path, .today = service_today(service), .with_tests = true};
    struct loaded *loaded;
    enum service_load status = loading_file(&loading, &loaded);
    if (loaded == NULL) {
        return status;
    }
    const struct suite *suite = load_suite(loaded);
    struct describing describing = {.out = out, .program = suite == NULL ? NULL : suite->program};
    writer_array(out, suite == NULL ? 0 : (uint32_t)suite->test_count);
    for (size_t i = 0; suite != NULL && i < suite->test_count; i++) {
        write_test(&describing, &suite->tests[i]);
    }
    load_free(loaded);
    return out->failed ? SERVICE_NO_MEMORY : status;
}
