#include "guide/guiding.h"

#include "base/date.h"
#include "base/number.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* ---- the protocol ---------------------------------------------------------------------------- */

static const char header[] = "protocol 'p' { format = 1, version = '1.0.0', title = 'P',\n"
                             "  refer = { to = 'physician', urgency = 'routine' } }\n"
                             "local well = yes_no 'well' { ask = 'Well?' }\n"
                             "local tingling = yes_no 'tingling' { ask = 'Tingling?' }\n"
                             "local hurts = yes_no 'hurts' { ask = 'Hurts?', live = true }\n"
                             "precondition 'well' { require = well, because = 'B', source = 'S' }\n"
                             "red_flag 'tingling' { when = tingling, because = 'B', source = 'S',\n"
                             "  refer = { to = 'doctor', urgency = 'immediate' } }\n"
                             "halt 'pain' { when = hurts, because = 'B', source = 'S' }\n";

struct texts {
    const char *text;
};

static enum read_status read_text(void *context, struct text path, struct buffer *out) {
    const struct texts *texts = context;
    if (!text_is(path, "p.lua")) {
        return READ_MISSING;
    }
    buffer_append_string(out, header);
    buffer_append_string(out, texts->text);
    return out->failed ? READ_NO_MEMORY : READ_OK;
}

static void print_errors(const struct loaded *loaded) {
    const struct diagnostics *found = load_diagnostics(loaded);
    for (size_t i = 0; i < found->count; i++) {
        print_error("%u: %.*s\n", found->items[i].place.line, (int)found->items[i].message.length,
                    found->items[i].message.at);
    }
}

void guiding_open(struct guiding *guiding, const char *text) {
    *guiding = (struct guiding){.now_ms = 1000000};
    struct texts texts = {text};
    struct load_request request = {.reader = {.context = &texts, .read = read_text},
                                   .path = text_of("p.lua")};
    assert_true(date_parse(text_of("2026-06-01"), &request.today));
    arena_init(&guiding->arena, 4096, 0);
    guiding->loaded = load_protocol(&request);
    assert_non_null(guiding->loaded);
    guiding->program = load_program(guiding->loaded);
    if (guiding->program == NULL) {
        print_errors(guiding->loaded);
    }
    assert_non_null(guiding->program);
    guiding->functions = load_functions(guiding->loaded);
}

void guiding_close(struct guiding *guiding) {
    arena_free(&guiding->arena);
    buffer_free(&guiding->packed);
    buffer_free(&guiding->said);
    load_free(guiding->loaded);
}

/* ---- facts ----------------------------------------------------------------------------------- */

static struct sent_value value_of(struct text text) {
    char *end;
    if (text_is(text, "?")) {
        return (struct sent_value){.kind = SENT_NIL};
    }
    if (text_is(text, "@")) {
        return (struct sent_value){.kind = SENT_OTHER, .text = text_of("an array")};
    }
    if (text_is(text, "true") || text_is(text, "false")) {
        return (struct sent_value){.kind = SENT_BOOL, .yes = text_is(text, "true")};
    }
    double number = strtod(text.at, &end);
    if (end == text.at + text.length) {
        return (struct sent_value){.kind = SENT_NUMBER, .number = number};
    }
    return (struct sent_value){.kind = SENT_TEXT, .text = text};
}

void guiding_take(struct intake *intake, const char *facts) {
    while (*facts != 0) {
        size_t name = strcspn(facts, "=");
        size_t word = strcspn(facts, " ");
        assert_true(name < word);
        struct text value = arena_copy(intake->arena, text_from(facts + name + 1, word - name - 1));
        struct sent_value sent = value_of(value);
        assert_true(intake_take(intake, text_from(facts, name), &sent));
        facts += word + strspn(facts + word, " ");
    }
}

/* ---- telling --------------------------------------------------------------------------------- */

static void put_fact(struct guiding *guiding, uint32_t fact) {
    buffer_append_string(&guiding->said, " ");
    buffer_append_text(&guiding->said, guiding->program->facts[fact].name);
}

static void put_list(struct guiding *guiding, const char *key, const uint32_t *facts,
                     size_t count) {
    if (count > 0) {
        buffer_append_format(&guiding->said, " | %s:", key);
    }
    for (size_t i = 0; i < count; i++) {
        put_fact(guiding, facts[i]);
    }
}

static void put_step(struct guiding *guiding, const struct guide_step *step) {
    if (step->step == NULL) {
        return;
    }
    struct text instance = guide_instance(step, &guiding->arena);
    buffer_append_format(&guiding->said, " %.*s %u/%u", (int)instance.length, instance.at,
                         step->index, step->of);
    if (step->loop != NULL) {
        buffer_append_format(&guiding->said, " %.*s %u/%u", (int)step->loop->id.length,
                             step->loop->id.at, step->round, step->loop->at_most);
    }
}

static void put_value(struct guiding *guiding, const struct guide_fact *fact) {
    const struct fact *declared = &guiding->program->facts[fact->fact];
    char digits[NUMBER_TEXT_SIZE];
    put_fact(guiding, fact->fact);
    buffer_append_string(&guiding->said, "=");
    if (fact->answer.state != ANSWER_GIVEN) {
        buffer_append_string(&guiding->said, fact->answer.state == ANSWER_NONE ? "none" : "?");
    } else if (declared->type == VALUE_YES_NO) {
        buffer_append_string(&guiding->said, fact->answer.option == 1 ? "true" : "false");
    } else if (declared->type == VALUE_CHOICE) {
        buffer_append_text(&guiding->said, declared->options[fact->answer.option]);
    } else {
        buffer_append_text(&guiding->said, number_format(fact->answer.number, digits));
    }
}

static void put_halts(struct guiding *guiding, const struct guide_answer *answer) {
    if (answer->halt_count == 0) {
        return;
    }
    buffer_append_string(&guiding->said, " | halts:");
    for (size_t i = 0; i < answer->halt_count; i++) {
        struct text id = guiding->program->rules[answer->halts[i].rule].id;
        buffer_append_format(&guiding->said, " %.*s%s", (int)id.length, id.at,
                             answer->halts[i].certain ? "" : "?");
    }
    buffer_append_string(&guiding->said, " (");
    for (size_t i = 0; i < answer->halts[0].fact_count; i++) {
        put_value(guiding, &answer->halts[0].facts[i]);
    }
    buffer_append_string(&guiding->said, " )");
}

static void put_asker(struct guiding *guiding, const struct asker *asker) {
    struct text name = asker->kind == ASKER_RULE ? guiding->program->rules[asker->index].id
                       : asker->kind == ASKER_RESULT
                           ? guiding->program->results[asker->index].name
                           : guiding->program->techniques[asker->index].id;
    buffer_append_string(&guiding->said, " ");
    buffer_append_text(&guiding->said, name);
}

static void put_questions(struct guiding *guiding, const struct guide_answer *answer) {
    for (size_t i = 0; i < answer->question_count; i++) {
        buffer_append_string(&guiding->said, i == 0 ? " | ask:" : "");
        put_fact(guiding, answer->questions[i].fact);
        buffer_append_string(&guiding->said, " (");
        for (size_t k = 0; k < answer->questions[i].asker_count; k++) {
            put_asker(guiding, &answer->questions[i].askers[k]);
        }
        buffer_append_string(&guiding->said, " )");
    }
}

/* At a step, where nothing is missing, it is what is watched. */
static bool asks_what_is_watched(const struct guide_answer *answer) {
    bool watched = answer->state == GUIDE_STEP && answer->missing_count == 0;
    for (size_t i = 0; watched && i < answer->watch_count; i++) {
        assert_int_equal(answer->question_count, answer->watch_count);
        assert_int_equal(answer->questions[i].fact, answer->watch[i]);
        assert_true(answer->questions[i].asker_count > 0);
    }
    return watched;
}

static void put_faults(struct guiding *guiding, const struct guide_answer *answer) {
    for (const struct fault *fault = answer->faults; fault != NULL; fault = fault->next) {
        buffer_append_format(&guiding->said, "%s %.*s %s",
                             fault == answer->faults ? " | faults:" : "", (int)fault->fact.length,
                             fault->fact.at, fault_code_name(fault->code));
    }
}

const char *guiding_tell(struct guiding *guiding, const struct guide_answer *answer) {
    buffer_clear(&guiding->said);
    buffer_append_format(&guiding->said, "%u %s", answer->turn, guide_state_name(answer->state));
    put_step(guiding, &answer->step);
    put_list(guiding, "watch", answer->watch, answer->watch_count);
    put_list(guiding, "missing", answer->missing, answer->missing_count);
    if (!asks_what_is_watched(answer)) {
        put_questions(guiding, answer);
    }
    put_halts(guiding, answer);
    if (answer->decision != NULL) {
        buffer_append_format(&guiding->said, " | outcome: %s",
                             outcome_name(answer->decision->outcome));
    }
    put_faults(guiding, answer);
    buffer_append_string(&guiding->said, answer->again ? " | again" : "");
    buffer_append(&guiding->said, "", 1);
    assert_false(guiding->said.failed);
    return guiding->said.at;
}

/* ---- calls ----------------------------------------------------------------------------------- */

static void begin_call(struct guiding *guiding) {
    arena_reset(&guiding->arena);
    assert_int_equal(guide_unpack(&guiding->guide, guiding->program, buffer_text(&guiding->packed),
                                  &guiding->arena),
                     GUIDE_UNPACKED);
}

/* What was not changed packs to the same bytes. */
static void end_call(struct guiding *guiding) {
    struct buffer packed = {0};
    guide_pack(&guiding->guide, &packed);
    assert_false(packed.failed);
    if (!guiding->answer.changed) {
        assert_true(text_equal(buffer_text(&packed), buffer_text(&guiding->packed)));
    }
    buffer_free(&guiding->packed);
    guiding->packed = packed;
}

static void start(struct guiding *guiding, const char *rest) {
    size_t length = strcspn(rest, " ");
    struct intake intake;
    uint32_t technique = 0;
    while (!text_equal(guiding->program->techniques[technique].id, text_from(rest, length))) {
        technique++;
        assert_true(technique < guiding->program->technique_count);
    }
    int32_t as_of = 0;
    assert_true(date_parse(text_of("2026-06-01"), &as_of));
    arena_reset(&guiding->arena);
    assert_true(intake_begin(&intake, guiding->program, as_of, &guiding->arena));
    guiding_take(&intake, rest + length + strspn(rest + length, " "));
    assert_true(guide_start(&guiding->guide, technique, &intake, &guiding->functions,
                            guiding->now_ms, &guiding->answer));
}

static bool report(struct guiding *guiding, const char *rest) {
    char *facts;
    unsigned long turn = strtoul(rest, &facts, 10);
    struct intake intake;
    begin_call(guiding);
    assert_true(guide_begin_report(&guiding->guide, &intake));
    guiding_take(&intake, facts + strspn(facts, " "));
    enum guide_outcome outcome = guide_report(&guiding->guide, turn, &intake, &guiding->functions,
                                              guiding->now_ms, &guiding->answer);
    assert_int_not_equal(outcome, GUIDE_NO_MEMORY);
    return outcome == GUIDE_ANSWERED;
}

static void get(struct guiding *guiding) {
    begin_call(guiding);
    assert_true(guide_get(&guiding->guide, &guiding->functions, guiding->now_ms, &guiding->answer));
}

static bool is_word(const char *call, const char *word, const char **rest) {
    size_t length = strlen(word);
    if (strncmp(call, word, length) != 0) {
        return false;
    }
    *rest = call + length + strspn(call + length, " ");
    return true;
}

const char *guiding_say(struct guiding *guiding, const char *call) {
    const char *rest = call;
    bool taken = true;
    if (is_word(call, "start", &rest)) {
        start(guiding, rest);
    } else if (is_word(call, "report", &rest)) {
        taken = report(guiding, rest);
    } else if (is_word(call, "wait", &rest)) {
        guiding->now_ms += (int64_t)(strtod(rest, NULL) * 1000);
        get(guiding);
    } else if (is_word(call, "get", &rest)) {
        get(guiding);
    } else {
        assert_string_equal(call, "end");
        begin_call(guiding);
        assert_true(
            guide_end(&guiding->guide, &guiding->functions, guiding->now_ms, &guiding->answer));
    }
    end_call(guiding);
    const char *said = guiding_tell(guiding, &guiding->answer);
    return taken ? said : "refused";
}

void guiding_check(const char *text, const struct guiding_row *rows, size_t count) {
    struct guiding guiding;
    guiding_open(&guiding, text);
    for (size_t i = 0; i < count; i++) {
        const char *said = guiding_say(&guiding, rows[i].call);
        if (strcmp(said, rows[i].answer) != 0) {
            print_error("row %zu: %s\n", i, rows[i].call);
        }
        assert_string_equal(said, rows[i].answer);
    }
    guiding_close(&guiding);
}
