#include "rules/kit.h"

#include "base/date.h"
#include "rules/interval.h"
#include "rules/needs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

int kit_open(void **state) {
    struct kit *kit = calloc(1, sizeof *kit);
    kit->builder = builder_new();
    arena_init(&kit->arena, 16 * 1024, 0);
    kit->as_of = date_day((struct civil_date){2026, 5, 1});
    *state = kit;
    return 0;
}

int kit_close(void **state) {
    struct kit *kit = *state;
    program_release(kit->program);
    builder_free(kit->builder);
    arena_free(&kit->arena);
    buffer_free(&kit->text);
    free(kit);
    return 0;
}

/* ---- declaring ------------------------------------------------------------------------------- */

node_id kit_fact(struct kit *kit, struct fact fact) {
    uint32_t index = builder_add_fact(kit->builder, &fact);
    return index == UINT32_MAX ? NODE_MISSING : builder_fact(kit->builder, index)->node;
}

node_id kit_yes_no(struct kit *kit, const char *name) {
    return kit_fact(kit, (struct fact){.name = text_of(name), .type = VALUE_YES_NO});
}

node_id kit_number(struct kit *kit, const char *name, double min, double max) {
    return kit_fact(
        kit, (struct fact){.name = text_of(name), .type = VALUE_NUMBER, .min = min, .max = max});
}

node_id kit_choice(struct kit *kit, const char *name, const char *const *options, size_t count) {
    struct text texts[8];
    for (size_t i = 0; i < count; i++) {
        texts[i] = text_of(options[i]);
    }
    return kit_fact(kit, (struct fact){.name = text_of(name),
                                       .type = VALUE_CHOICE,
                                       .options = texts,
                                       .option_count = count});
}

node_id kit_date(struct kit *kit, const char *name) {
    return kit_fact(kit, (struct fact){.name = text_of(name), .type = VALUE_DATE});
}

struct fact kit_gated(struct fact fact, enum gate_kind kind, node_id gate,
                      struct answer otherwise) {
    fact.gate_kind = kind;
    fact.gate = gate;
    fact.otherwise = otherwise;
    return fact;
}

node_id kit_over(struct kit *kit, node_id number, double limit) {
    return build_less(kit->builder, build_number(kit->builder, limit), number);
}

node_id kit_under(struct kit *kit, node_id number, double limit) {
    return build_less(kit->builder, number, build_number(kit->builder, limit));
}

node_id kit_at_least(struct kit *kit, node_id number, double limit) {
    return build_at_most(kit->builder, build_number(kit->builder, limit), number);
}

node_id kit_at_most(struct kit *kit, node_id number, double limit) {
    return build_at_most(kit->builder, number, build_number(kit->builder, limit));
}

node_id kit_equal(struct kit *kit, node_id number, double limit) {
    return build_equal(kit->builder, number, build_number(kit->builder, limit));
}

node_id kit_all(struct kit *kit, node_id a, node_id b) {
    return build_all(kit->builder, (node_id[]){a, b}, 2);
}

node_id kit_any(struct kit *kit, node_id a, node_id b) {
    return build_any(kit->builder, (node_id[]){a, b}, 2);
}

void kit_rule(struct kit *kit, enum rule_kind kind, const char *id, node_id fires,
              enum urgency urgency) {
    builder_add_rule(kit->builder, &(struct rule){.id = text_of(id),
                                                  .kind = kind,
                                                  .fires = fires,
                                                  .referral.urgency = urgency});
}

void kit_result(struct kit *kit, const char *name, const char *yes, const char *no, node_id when,
                enum outcome outcome, enum urgency urgency) {
    const struct result_line lines[] = {
        {.name = text_of(yes), .when = when, .outcome = outcome, .referral.urgency = urgency},
        {.name = text_of(no), .when = NODE_MISSING},
    };
    builder_add_result(kit->builder, &(struct result){.name = text_of(name),
                                                      .lines = lines,
                                                      .line_count = 2,
                                                      .node = build_lines(kit->builder, &when, 2)});
}

void kit_freeze(struct kit *kit) {
    program_release(kit->program);
    kit->program = builder_freeze(kit->builder, NULL);
    assert_non_null(kit->program);
}

/* ---- sending --------------------------------------------------------------------------------- */

static struct sent_value read_number(struct text text, const char *end) {
    struct sent_value sent = {.kind = SENT_NUMBER, .number = strtod(text.at, NULL)};
    if (*end == ':') {
        sent.kind = SENT_QUANTITY;
        sent.text = text_from(end + 1, (size_t)(text.at + text.length - end - 1));
    }
    return sent;
}

static struct sent_value read_value(struct text text) {
    if (text_is(text, "?")) {
        return (struct sent_value){.kind = SENT_NIL};
    }
    if (text_is(text, "@")) {
        return (struct sent_value){.kind = SENT_OTHER, .text = text_of("an array")};
    }
    if (text_is(text, "true") || text_is(text, "false")) {
        return (struct sent_value){.kind = SENT_BOOL, .yes = text_is(text, "true")};
    }
    char *end;
    strtod(text.at, &end);
    if (end == text.at + text.length || (end > text.at && *end == ':')) {
        return read_number(text, end);
    }
    return (struct sent_value){.kind = SENT_TEXT, .text = text};
}

static void send(struct kit *kit, const char *facts) {
    while (*facts != 0) {
        size_t name = strcspn(facts, "=");
        size_t word = strcspn(facts, " ");
        assert_true(name < word);
        struct text value = arena_copy(&kit->arena, text_from(facts + name + 1, word - name - 1));
        struct sent_value sent = read_value(value);
        assert_true(intake_take(&kit->intake, text_from(facts, name), &sent));
        facts += word + strspn(facts + word, " ");
    }
}

void kit_decide(struct kit *kit, const char *facts) {
    if (kit->program == NULL) {
        kit_freeze(kit);
    }
    arena_reset(&kit->arena);
    assert_true(intake_begin(&kit->intake, kit->program, kit->as_of, &kit->arena));
    send(kit, facts);
    kit->decision = decide(&kit->intake, kit->functions);
    assert_non_null(kit->decision);
}

/* ---- the summary ----------------------------------------------------------------------------- */

static void put(struct kit *kit, const char *text) {
    buffer_append_string(&kit->text, text);
}

static void put_text(struct kit *kit, struct text text) {
    buffer_append_text(&kit->text, text);
}

/* A list's items are separated by spaces; its first is preceded by its title. */
static void put_item(struct kit *kit, size_t index, const char *title, struct text name) {
    put(kit, index == 0 ? " | " : " ");
    put(kit, index == 0 ? title : "");
    put(kit, index == 0 ? ": " : "");
    put_text(kit, name);
}

static void put_set(struct kit *kit, const uint64_t *set) {
    put(kit, "(");
    for (uint32_t i = 0, count = 0; set != NULL && i < kit->program->fact_count; i++) {
        if (set_has(set, i)) {
            put(kit, count++ == 0 ? "" : " ");
            put_text(kit, kit->program->facts[i].name);
        }
    }
    put(kit, ")");
}

static void put_rules(struct kit *kit) {
    const struct decision *decision = kit->decision;
    for (size_t i = 0; i < decision->reason_count; i++) {
        put_item(kit, i, "fired", kit->program->rules[decision->reasons[i].rule].id);
        put(kit, decision->reasons[i].certain ? "" : "?");
    }
    for (size_t i = 0; i < decision->open_count; i++) {
        put_item(kit, i, "open", kit->program->rules[decision->open[i].rule].id);
        put_set(kit, decision->open[i].needs);
    }
    for (size_t i = 0; i < decision->question_count; i++) {
        put_item(kit, i, "ask", kit->program->facts[decision->questions[i].fact].name);
    }
}

static void put_lines(struct kit *kit, const struct result *result, uint64_t possible) {
    for (uint32_t i = 0, count = 0; i < result->line_count; i++) {
        if (possible >> i & 1) {
            put(kit, count++ == 0 ? "(" : " ");
            put_text(kit, result->lines[i].name);
        }
    }
    put(kit, ")");
}

static void put_result(struct kit *kit, const struct result *result,
                       const struct result_given *given) {
    buffer_append_format(&kit->text, " | %.*s: ", (int)result->name.length, result->name.at);
    switch (given->state) {
    case RESULT_WITHHELD:
        put(kit, "withheld");
        return;
    case RESULT_SETTLED:
        put_text(kit, result->lines[given->line].name);
        return;
    case RESULT_OPEN:
        put(kit, "open");
        break;
    case RESULT_UNSETTLED:
        put(kit, "left");
        break;
    }
    put_lines(kit, result, given->possible);
}

static void put_score(struct kit *kit, const struct score *score) {
    const struct interval *sum = &kit->decision->evaluation->cells[score->node].number;
    buffer_append_format(&kit->text, " | %.*s: ", (int)score->name.length, score->name.at);
    if (!sum->may_be_number) {
        put(kit, "none");
    } else if (interval_known(sum)) {
        buffer_append_format(&kit->text, "%g", sum->low);
    } else {
        buffer_append_format(&kit->text, "%g..%g", sum->low, sum->high);
    }
}

static void put_technique(struct kit *kit, uint32_t index) {
    const struct technique_given *given = &kit->decision->techniques[index];
    struct text id = kit->program->techniques[index].id;
    buffer_append_format(&kit->text, " | %.*s: ", (int)id.length, id.at);
    if (given->available == AVAILABLE_ASK) {
        put(kit, "ask");
        put_set(kit, given->needs);
        return;
    }
    put(kit, given->available == AVAILABLE_YES ? "yes" : "no");
    if (given->barring_rule >= 0) {
        put(kit, " by ");
        put_text(kit, kit->program->rules[given->barring_rule].id);
    }
}

static void put_referrals(struct kit *kit) {
    for (size_t i = 0; i < kit->decision->referral_count; i++) {
        const struct referral_made *made = &kit->decision->referrals[i];
        bool rule = made->kind == ASKER_RULE;
        put_item(kit, i, "refer",
                 rule ? kit->program->rules[made->index].id
                      : kit->program->results[made->index].lines[made->line].name);
        put(kit, made->certain ? "" : "?");
    }
}

static void put_problems(struct kit *kit) {
    size_t count = 0;
    for (const struct fault *fault = kit->decision->faults; fault != NULL; fault = fault->next) {
        put_item(kit, count++, "fault", fault->fact);
        buffer_append_format(&kit->text, " %s", fault_code_name(fault->code));
    }
    size_t failed = 0;
    for (const struct failure *failure = kit->decision->failures; failure != NULL;
         failure = failure->next) {
        failed++;
    }
    if (failed > 0) {
        buffer_append_format(&kit->text, " | failed: %zu", failed);
    }
}

const char *kit_summary(struct kit *kit) {
    const struct decision *decision = kit->decision;
    buffer_clear(&kit->text);
    buffer_append_format(&kit->text, "%s/%s%s", outcome_name(decision->outcome),
                         urgency_name(decision->urgency), decision->complete ? " complete" : "");
    put_rules(kit);
    for (size_t i = 0; i < kit->program->result_count; i++) {
        put_result(kit, &kit->program->results[i], &decision->results[i]);
    }
    for (size_t i = 0; i < kit->program->score_count; i++) {
        put_score(kit, &kit->program->scores[i]);
    }
    for (uint32_t i = 0; i < kit->program->technique_count; i++) {
        put_technique(kit, i);
    }
    put_referrals(kit);
    put_problems(kit);
    buffer_append(&kit->text, "", 1);
    return kit->text.at;
}

/* ---- probes ---------------------------------------------------------------------------------- */

uint32_t kit_probe(struct kit *kit, node_id node) {
    return builder_add_probe(kit->builder, node);
}

static void put_interval(struct kit *kit, const struct interval *number) {
    if (!number->may_be_number) {
        put(kit, "none");
        return;
    }
    buffer_append_format(&kit->text, number->low == number->high ? "%g" : "%g..%g", number->low,
                         number->high);
    put(kit, number->may_be_none ? " or none" : "");
}

static void put_bits(struct kit *kit, uint64_t mask) {
    for (uint32_t bit = 0, count = 0; bit < 64; bit++) {
        if (mask >> bit & 1) {
            put(kit, count++ == 0 ? "" : " ");
            buffer_append_format(&kit->text, bit == 63 ? "none" : "%u", (unsigned)bit);
        }
    }
}

static bool is_condition(enum node_op op) {
    return op != NODE_FACT_DISCRETE && op != NODE_LINES && op != NODE_FUNCTION_DISCRETE;
}

const char *kit_cell(struct kit *kit, uint32_t probe) {
    static const char *const verdicts[] = {"nothing", "false", "true", "unknown"};
    node_id node = kit->program->probes[probe];
    const union cell *cell = &kit->decision->evaluation->cells[node];
    enum node_op op = kit->program->nodes[node].op;
    buffer_clear(&kit->text);
    if (node_op_is_number(op)) {
        put_interval(kit, &cell->number);
    } else if (is_condition(op)) {
        put(kit, cell->mask < 4 ? verdicts[cell->mask] : "not a condition");
    } else {
        put_bits(kit, cell->mask);
    }
    buffer_append(&kit->text, "", 1);
    return kit->text.at;
}

/* ---- tables ---------------------------------------------------------------------------------- */

static void compare(const struct kit_row *row, const char *got) {
    if (strcmp(got, row->expected) != 0) {
        fail_msg("\n  sent      %s\n  expected  %s\n  got       %s", row->facts, row->expected,
                 got);
    }
}

void kit_check_cell(struct kit *kit, uint32_t probe, const struct kit_row *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        kit_decide(kit, rows[i].facts);
        compare(&rows[i], kit_cell(kit, probe));
    }
}

void kit_check(struct kit *kit, const struct kit_row *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        kit_decide(kit, rows[i].facts);
        compare(&rows[i], kit_summary(kit));
    }
}
