#include "proof/lua_walk.h"

#include "proof/lua_write.h"

/* ---- facts ----------------------------------------------------------------------------------- */

static void write_fact(struct buffer *out, const struct given_fact *fact) {
    lua_write_key(out, fact->name);
    lua_write_sent(out, &fact->value);
}

static void write_facts(struct buffer *out, const struct given *given, const char *joint) {
    for (size_t i = 0; i < given->fact_count; i++) {
        buffer_append_string(out, i == 0 ? "" : joint);
        write_fact(out, &given->facts[i]);
    }
}

/* On one line where it is short. */
static void write_usual(struct buffer *out, const struct given *usual) {
    enum { LINE_WIDTH = 84 };
    size_t begin = out->length;
    buffer_append_string(out, "{ ");
    write_facts(out, usual, ", ");
    buffer_append_string(out, " }");
    if (out->length - begin > LINE_WIDTH) {
        out->length = begin;
        buffer_append_string(out, "{\n    ");
        write_facts(out, usual, ",\n    ");
        buffer_append_string(out, ",\n  }");
    }
}

static void write_report(struct buffer *out, const struct lua_walk *written) {
    if (text_is_empty(written->instance)) {
        return;
    }
    buffer_append_string(out, "  report = { ");
    lua_write_key(out, written->instance);
    buffer_append_string(out, "{ ");
    write_fact(out, &written->report);
    buffer_append_string(out, " } },\n");
}

/* ---- what is expected ------------------------------------------------------------------------ */

static void write_texts(struct buffer *out, const char *key, const struct text *items,
                        size_t count) {
    buffer_append_format(out, ",\n    %s = {", key);
    for (size_t i = 0; i < count; i++) {
        buffer_append_string(out, i == 0 ? " " : ", ");
        lua_write_string(out, items[i]);
    }
    buffer_append_string(out, count > 0 ? " }" : "}");
}

static void write_rules(struct buffer *out, const struct program *program,
                        const struct expected_list *halted) {
    buffer_append_string(out, "halted = {");
    for (size_t i = 0; i < halted->count; i++) {
        buffer_append_string(out, i == 0 ? " " : ", ");
        lua_write_string(out, program->rules[halted->items[i]].id);
    }
    buffer_append_string(out, halted->count > 0 ? " }" : "}");
}

static void write_expectation(struct buffer *out, const struct program *program,
                              const struct walk_expectation *expect) {
    buffer_append_string(out, "{\n    ");
    if (expect->has_not_cleared) {
        buffer_append_string(out, "not_cleared = true");
    } else if (expect->has_finished && expect->finished) {
        buffer_append_string(out, "finished = true");
    } else {
        write_rules(out, program, &expect->halted);
    }
    if (!text_is_empty(expect->at)) {
        buffer_append_string(out, ",\n    at = ");
        lua_write_string(out, expect->at);
    }
    if (expect->missing.set) {
        write_texts(out, "missing", expect->missing.items, expect->missing.count);
    }
    if (expect->steps.set) {
        write_texts(out, "steps", expect->steps.items, expect->steps.count);
    }
    buffer_append_string(out, ",\n  }");
}

/* ---- the whole ------------------------------------------------------------------------------- */

/* "turn-slowly: left#1, hurts = true", or what sets the person apart at the start. */
void lua_walk_name(struct buffer *out, const struct lua_walk *written) {
    const struct program *program = written->start.program;
    struct buffer report = {0};
    buffer_append_text(out, program->techniques[written->technique].id);
    if (!text_is_empty(written->instance)) {
        write_fact(&report, &written->report);
        buffer_append_format(out, ": %.*s, ", (int)written->instance.length, written->instance.at);
        for (size_t i = 0; i < report.length; i++) {
            buffer_append(out, &report.at[i], report.at[i] == '"' ? 0 : 1);
        }
    } else if (written->start.fact_count > 0) {
        buffer_append_string(out, ": ");
        lua_case_name(out, &written->start);
    } else {
        buffer_append_string(out, " with nothing unusual");
    }
    out->failed = out->failed || report.failed;
    buffer_free(&report);
}

void lua_walk_write(struct buffer *out, const struct lua_walk *written) {
    const struct program *program = written->start.program;
    struct buffer name = {0};
    lua_walk_name(&name, written);
    lua_write_note(out, written->start.note);
    buffer_append_string(out, "walk ");
    lua_write_string(out, buffer_text(&name));
    buffer_append_string(out, " {\n  technique = ");
    lua_write_string(out, program->techniques[written->technique].id);
    buffer_append_string(out, ",\n  given = ");
    lua_write_given(out, &written->start);
    buffer_append_string(out, ",\n  usual = ");
    write_usual(out, &written->usual);
    buffer_append_string(out, ",\n");
    write_report(out, written);
    buffer_append_string(out, "  unconfirmed = true,\n  expect = ");
    write_expectation(out, program, &written->expect);
    buffer_append_string(out, ",\n}\n");
    out->failed = out->failed || name.failed;
    buffer_free(&name);
}

/* ---- as it will be read ---------------------------------------------------------------------- */

/* `usual` with one fact set. */
static bool set_fact(const struct given *usual, const struct given_fact *fact, struct arena *arena,
                     struct given *given) {
    struct given_fact *facts = arena_calloc(arena, usual->fact_count + 1, sizeof *facts);
    *given = (struct given){.facts = facts};
    for (size_t i = 0; facts != NULL && i < usual->fact_count; i++) {
        if (!text_equal(usual->facts[i].name, fact->name)) {
            facts[given->fact_count++] = usual->facts[i];
        }
    }
    if (facts != NULL) {
        facts[given->fact_count++] = *fact;
    }
    return facts != NULL;
}

bool lua_walk_test(const struct suite *suite, const struct lua_walk *written, struct arena *arena,
                   struct test *test) {
    *test = (struct test){
        .kind = TEST_WALK,
        .technique = written->technique,
        .usual = written->usual,
        .walked = written->expect,
    };
    if (!lua_case_given(suite, &written->start, arena, &test->given)) {
        return false;
    }
    if (text_is_empty(written->instance)) {
        return true;
    }
    struct walk_report *report = arena_calloc(arena, 1, sizeof *report);
    struct given_fact *fact = arena_calloc(arena, 1, sizeof *fact);
    if (report == NULL || fact == NULL) {
        return false;
    }
    *fact = written->report;
    report->instance = written->instance;
    report->given = (struct given){.facts = fact, .fact_count = 1};
    test->reports = report;
    test->report_count = 1;
    return set_fact(&written->usual, fact, arena, &report->whole);
}
