#include "proof/small.h"

#include "base/number.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* ---- the protocol ---------------------------------------------------------------------------- */

static struct phrase_entry english(const char *words) {
    return (struct phrase_entry){text_of("en"), text_of(words)};
}

static void declare_rules(struct small *small) {
    struct builder *builder = small->kit.builder;
    struct phrase_entry wait = english("Come back when you are calm.");
    kit_rule(&small->kit, RULE_SCOPE, "adults", kit_under(&small->kit, small->age, 16),
             URGENCY_ROUTINE);
    kit_rule(&small->kit, RULE_RED_FLAG, "hot", small->fever, URGENCY_IMMEDIATE);
    kit_rule(&small->kit, RULE_CONTRAINDICATION, "old", kit_over(&small->kit, small->age, 80),
             URGENCY_URGENT);
    builder_add_rule(builder, &(struct rule){.id = text_of("calm"),
                                             .kind = RULE_PRECONDITION,
                                             .fires = build_not(builder, small->calm),
                                             .advice = {&wait, 1}});
}

static void declare_values(struct small *small) {
    struct builder *builder = small->kit.builder;
    struct phrase_entry label = english("Fever");
    node_id numbers[] = {build_number(builder, 2), build_number(builder, 0)};
    node_id points = build_first(builder, &small->fever, numbers, 2);
    struct score_item item = {.label = {&label, 1}, .node = points};
    kit_result(&small->kit, "picture", "taken", "spared", kit_at_least(&small->kit, small->age, 55),
               OUTCOME_REFER, URGENCY_ROUTINE);
    builder_add_score(builder, &(struct score){.name = text_of("points"),
                                               .items = &item,
                                               .item_count = 1,
                                               .node = build_sum(builder, &points, 1)});
}

int small_open(void **state) {
    struct small *small = calloc(1, sizeof *small);
    void *kit = NULL;
    kit_open(&kit);
    small->kit = *(struct kit *)kit;
    free(kit);
    arena_init(&small->lasting, 4096, 0);
    arena_init(&small->arena, 4096, 0);
    small->fever = kit_yes_no(&small->kit, "fever");
    small->age = kit_fact(&small->kit, (struct fact){.name = text_of("age"),
                                                     .type = VALUE_NUMBER,
                                                     .max = 120,
                                                     .whole = true,
                                                     .gate = NODE_MISSING});
    small->calm = kit_yes_no(&small->kit, "calm");
    declare_rules(small);
    declare_values(small);
    *state = small;
    return 0;
}

int small_close(void **state) {
    struct small *small = *state;
    arena_free(&small->lasting);
    arena_free(&small->arena);
    return kit_close(state);
}

/* ---- running --------------------------------------------------------------------------------- */

void small_prove(struct small *small, const struct test *tests, size_t count) {
    kit_freeze(&small->kit);
    small->suite = (struct suite){.program = small->kit.program,
                                  .file = text_of("small_test.lua"),
                                  .tests = tests,
                                  .test_count = count};
    struct proof_options options = {.today = small->kit.as_of, .covers = true};
    assert_true(proof_begin(&small->proof, &small->suite, NULL, &options, &small->lasting));
}

const struct test_result *small_run(struct small *small, size_t index) {
    arena_reset(&small->arena);
    assert_true(proof_run(&small->proof, index, &small->arena, &small->result));
    assert_ptr_equal(small->result.test, &small->suite.tests[index]);
    return &small->result;
}

static struct sent_value value_of(const char *at, size_t length) {
    struct sent_value sent = {.kind = SENT_NUMBER};
    struct text text = text_from(at, length);
    if (text_is(text, "true") || text_is(text, "false")) {
        sent.kind = SENT_BOOL;
        sent.yes = *at == 't';
    } else if (text_is(text, "?")) {
        sent.kind = SENT_NIL;
    } else {
        sent.number = strtod(at, NULL);
    }
    return sent;
}

struct given small_giving(struct small *small, const char *facts) {
    enum { MOST = 4 };
    struct given_fact *items = arena_calloc(&small->lasting, MOST, sizeof *items);
    struct given given = {.facts = items};
    while (*facts != 0 && given.fact_count < MOST) {
        size_t name = strcspn(facts, "=");
        size_t word = strcspn(facts, " ");
        items[given.fact_count].name = text_from(facts, name);
        items[given.fact_count++].value = value_of(facts + name + 1, word - name - 1);
        facts += word + strspn(facts + word, " ");
    }
    return given;
}

/* ---- telling --------------------------------------------------------------------------------- */

static void put_said(struct buffer *out, const struct said *said) {
    buffer_append_string(out, said->list ? "{" : "");
    for (size_t i = 0; i < said->count; i++) {
        buffer_append_string(out, i > 0 ? " " : "");
        buffer_append_text(out, said->items[i]);
    }
    buffer_append_string(out, said->list ? "}" : "");
}

static void put_fact(struct buffer *out, const struct stated_fact *fact) {
    char digits[NUMBER_TEXT_SIZE];
    buffer_append_text(out, fact->name);
    buffer_append_string(out, "=");
    if (fact->absent) {
        buffer_append_string(out, "-");
    } else if (fact->value.kind == SENT_BOOL) {
        buffer_append_string(out, fact->value.yes ? "true" : "false");
    } else if (fact->value.kind == SENT_NUMBER) {
        buffer_append_text(out, number_format(fact->value.number, digits));
    } else if (fact->value.kind == SENT_TEXT) {
        buffer_append_text(out, fact->value.text);
    } else {
        buffer_append_string(out, "?");
    }
}

static void put_facts(struct buffer *out, const char *before, const struct stated_facts *facts) {
    for (size_t i = 0; i < facts->count; i++) {
        buffer_append_string(out, i == 0 ? before : " ");
        put_fact(out, &facts->items[i]);
    }
}

static const char *finish(struct buffer *out) {
    buffer_append(out, "", 1);
    return out->at;
}

const char *small_differences(struct small *small) {
    struct buffer *out = &small->kit.text;
    buffer_clear(out);
    for (size_t i = 0; i < small->result.difference_count; i++) {
        const struct difference *difference = &small->result.differences[i];
        buffer_append_string(out, i > 0 ? "; " : "");
        buffer_append_string(out, aspect_name(difference->aspect));
        buffer_append_string(out, difference->name.length > 0 ? "." : "");
        buffer_append_text(out, difference->name);
        buffer_append_string(out, difference->never ? ": never " : ": ");
        put_said(out, &difference->expected);
        buffer_append_string(out, " / ");
        put_said(out, &difference->got);
    }
    return finish(out);
}

const char *small_why(struct small *small) {
    struct buffer *out = &small->kit.text;
    buffer_clear(out);
    for (size_t i = 0; i < small->result.why_count; i++) {
        const struct reasoning *why = &small->result.why[i];
        buffer_append_string(out, i > 0 ? "; " : "");
        buffer_append_text(out, why->name);
        buffer_append_string(out, why->kind == WHY_RULE ? " " : " = ");
        if (why->kind == WHY_RULE) {
            buffer_append_string(out, standing_name(why->standing));
        } else {
            buffer_append_text(out, why->line);
        }
        buffer_append_string(out, " [");
        buffer_append_text(out, why->condition);
        buffer_append_string(out, "]");
        put_facts(out, " ", &why->facts);
        put_facts(out, " -> ", &why->changes);
    }
    return finish(out);
}

const char *small_given(struct small *small) {
    buffer_clear(&small->kit.text);
    put_facts(&small->kit.text, "", &small->result.given);
    return finish(&small->kit.text);
}
