#include "proof/lua_case.h"

#include "base/date.h"
#include "base/number.h"
#include "proof/compare.h"
#include "proof/lua_write.h"

#include <ctype.h>

/* ---- values ---------------------------------------------------------------------------------- */

void lua_write_string(struct buffer *out, struct text text) {
    buffer_append_string(out, "\"");
    for (size_t i = 0; i < text.length; i++) {
        char c = text.at[i];
        if (c == '"' || c == '\\') {
            buffer_append_format(out, "\\%c", c);
        } else if (c == '\n') {
            buffer_append_string(out, "\\n");
        } else {
            buffer_append(out, &c, 1);
        }
    }
    buffer_append_string(out, "\"");
}

static void write_number(struct buffer *out, double number) {
    char digits[NUMBER_TEXT_SIZE];
    buffer_append_text(out, number_format(number, digits));
}

void lua_write_sent(struct buffer *out, const struct sent_value *value) {
    switch (value->kind) {
    case SENT_NIL:
        buffer_append_string(out, "unanswerable");
        return;
    case SENT_BOOL:
        buffer_append_string(out, value->yes ? "true" : "false");
        return;
    case SENT_NUMBER:
        write_number(out, value->number);
        return;
    case SENT_QUANTITY:
        buffer_append_string(out, "{ ");
        write_number(out, value->number);
        buffer_append_string(out, ", ");
        lua_write_string(out, value->text);
        buffer_append_string(out, " }");
        return;
    case SENT_TEXT:
    case SENT_OTHER:
        if (text_is(value->text, "none")) {
            buffer_append_string(out, "none");
        } else {
            lua_write_string(out, value->text);
        }
        return;
    }
}

static void write_value(struct buffer *out, const struct lua_fact *fact) {
    if (fact->absent) {
        buffer_append_string(out, "absent");
    } else {
        lua_write_sent(out, &fact->value);
    }
}

static void write_facts(struct buffer *out, const struct lua_case *written, const char *joint) {
    for (size_t i = 0; i < written->fact_count; i++) {
        const struct lua_fact *fact = &written->facts[i];
        buffer_append_string(out, i == 0 ? "" : joint);
        buffer_append_text(out, written->program->facts[fact->fact].name);
        buffer_append_string(out, " = ");
        write_value(out, fact);
    }
}

bool lua_case_needs_day(const struct program *program) {
    for (size_t i = 0; i < program->fact_count; i++) {
        if (program->facts[i].type == VALUE_DATE) {
            return true;
        }
    }
    return false;
}

/* ---- what is given --------------------------------------------------------------------------- */

enum { LINE_WIDTH = 96 };

void lua_write_given(struct buffer *out, const struct lua_case *written) {
    char day[DATE_TEXT_SIZE];
    size_t begin = out->length;
    buffer_append_text(out, written->base);
    if (!text_is_empty(written->base) && written->fact_count == 0) {
        return;
    }
    if (written->fact_count == 0 && !written->writes_as_of) {
        buffer_append_string(out, "facts {}");
        return;
    }
    buffer_append_string(out, text_is_empty(written->base) ? "facts { " : ":with { ");
    write_facts(out, written, ", ");
    if (written->writes_as_of) {
        date_format(written->as_of, day);
        buffer_append_format(out, "%sas_of = \"%s\"", written->fact_count == 0 ? "" : ", ", day);
    }
    buffer_append_string(out, " }");
    if (out->length - begin <= LINE_WIDTH) {
        return;
    }
    out->length = begin;
    buffer_append_text(out, written->base);
    buffer_append_string(out, text_is_empty(written->base) ? "facts {\n    " : ":with {\n    ");
    write_facts(out, written, ",\n    ");
    if (written->writes_as_of) {
        buffer_append_format(out, ",\n    as_of = \"%s\"", day);
    }
    buffer_append_string(out, ",\n  }");
}

void lua_case_name(struct buffer *out, const struct lua_case *written) {
    if (written->fact_count == 0) {
        buffer_append_text(out, text_is_empty(written->base) ? text_of("nothing is known yet")
                                                             : written->base);
        return;
    }
    struct buffer name = {0};
    write_facts(&name, written, ", ");
    for (size_t i = 0; i < name.length; i++) {
        if (name.at[i] != '"') {
            buffer_append(out, &name.at[i], 1);
        }
    }
    out->failed = out->failed || name.failed;
    buffer_free(&name);
}

/* ---- what is expected ------------------------------------------------------------------------ */

struct writing {
    struct buffer *out;
    const struct program *program;
    bool some; /* keys written so far */
};

static void key(struct writing *writing, const char *name) {
    buffer_append_format(writing->out, "%s%s = ", writing->some ? ", " : "", name);
    writing->some = true;
}

void lua_write_key(struct buffer *out, struct text name) {
    bool plain = name.length > 0 && !isdigit((unsigned char)name.at[0]);
    for (size_t i = 0; i < name.length; i++) {
        plain = plain && (isalnum((unsigned char)name.at[i]) || name.at[i] == '_');
    }
    buffer_append_string(out, plain ? "" : "[");
    if (plain) {
        buffer_append_text(out, name);
    } else {
        lua_write_string(out, name);
    }
    buffer_append_string(out, plain ? " = " : "] = ");
}

static void begin_list(struct writing *writing, const char *name) {
    key(writing, name);
    buffer_append_string(writing->out, "{");
}

static void end_list(struct writing *writing, size_t count) {
    buffer_append_string(writing->out, count > 0 ? " }" : "}");
}

static void separate(struct writing *writing, size_t index) {
    buffer_append_string(writing->out, index == 0 ? " " : ", ");
}

static void write_rules(struct writing *writing, const char *name,
                        const struct expected_list *list) {
    if (!list->set) {
        return;
    }
    begin_list(writing, name);
    for (size_t i = 0; i < list->count; i++) {
        separate(writing, i);
        lua_write_string(writing->out, writing->program->rules[list->items[i]].id);
    }
    end_list(writing, list->count);
}

static void write_asks(struct writing *writing, const struct expected_list *list) {
    if (!list->set) {
        return;
    }
    begin_list(writing, "asks");
    for (size_t i = 0; i < list->count; i++) {
        separate(writing, i);
        lua_write_string(writing->out, writing->program->facts[list->items[i]].name);
    }
    end_list(writing, list->count);
}

static void write_texts(struct writing *writing, const char *name,
                        const struct expected_texts *texts) {
    if (!texts->set) {
        return;
    }
    begin_list(writing, name);
    for (size_t i = 0; i < texts->count; i++) {
        separate(writing, i);
        lua_write_string(writing->out, texts->items[i]);
    }
    end_list(writing, texts->count);
}

static void write_results(struct writing *writing, const struct expectation *expect) {
    if (expect->result_count == 0) {
        return;
    }
    begin_list(writing, "results");
    for (size_t i = 0; i < expect->result_count; i++) {
        const struct result *result = &writing->program->results[expect->results[i].result];
        separate(writing, i);
        lua_write_key(writing->out, result->name);
        if (expect->results[i].absent) {
            buffer_append_string(writing->out, "absent");
        } else {
            lua_write_string(writing->out, result->lines[expect->results[i].line].name);
        }
    }
    end_list(writing, expect->result_count);
}

static void write_scores(struct writing *writing, const struct expectation *expect) {
    if (expect->score_count == 0) {
        return;
    }
    begin_list(writing, "scores");
    for (size_t i = 0; i < expect->score_count; i++) {
        const struct expected_score *score = &expect->scores[i];
        separate(writing, i);
        lua_write_key(writing->out, writing->program->scores[score->score].name);
        if (score->low == score->high) {
            write_number(writing->out, score->low);
        } else {
            buffer_append_string(writing->out, "{ ");
            write_number(writing->out, score->low);
            buffer_append_string(writing->out, ", ");
            write_number(writing->out, score->high);
            buffer_append_string(writing->out, " }");
        }
    }
    end_list(writing, expect->score_count);
}

static void write_techniques(struct writing *writing, const struct expectation *expect) {
    if (expect->technique_count == 0) {
        return;
    }
    begin_list(writing, "techniques");
    for (size_t i = 0; i < expect->technique_count; i++) {
        const struct expected_technique *technique = &expect->techniques[i];
        separate(writing, i);
        lua_write_key(writing->out, writing->program->techniques[technique->technique].id);
        lua_write_string(writing->out, text_of(availability_name(technique->available)));
    }
    end_list(writing, expect->technique_count);
}

static void write_faults(struct writing *writing, const struct expectation *expect) {
    if (!expect->has_faults) {
        return;
    }
    begin_list(writing, "faults");
    for (size_t i = 0; i < expect->fault_count; i++) {
        separate(writing, i);
        lua_write_key(writing->out, expect->faults[i].fact);
        lua_write_string(writing->out, text_of(fault_code_name(expect->faults[i].code)));
    }
    end_list(writing, expect->fault_count);
}

static void write_keys(struct buffer *out, const struct program *program,
                       const struct expectation *expect) {
    struct writing writing = {out, program, false};
    if (expect->has_outcome) {
        key(&writing, "outcome");
        lua_write_string(out, text_of(outcome_name(expect->outcome)));
    }
    if (expect->has_urgency) {
        key(&writing, "urgency");
        lua_write_string(out, text_of(urgency_name(expect->urgency)));
    }
    if (expect->has_complete) {
        key(&writing, "complete");
        buffer_append_string(out, expect->complete ? "true" : "false");
    }
    write_rules(&writing, "rules", &expect->rules);
    write_rules(&writing, "uncertain", &expect->uncertain);
    write_asks(&writing, &expect->asks);
    write_results(&writing, expect);
    write_scores(&writing, expect);
    write_texts(&writing, "referrals", &expect->referrals);
    write_texts(&writing, "advice", &expect->advice);
    write_techniques(&writing, expect);
    write_faults(&writing, expect);
}

void lua_expectation(struct buffer *out, const struct program *program,
                     const struct expectation *expect) {
    buffer_append_string(out, "{ ");
    write_keys(out, program, expect);
    buffer_append_string(out, " }");
}

/* ---- as it will be read --------------------------------------------------------------------- */

bool lua_case_given(const struct suite *suite, const struct lua_case *written, struct arena *arena,
                    struct given *given) {
    size_t room = suite->program->fact_count + written->fact_count + 1;
    *given = (struct given){.has_as_of = written->writes_as_of, .as_of = written->as_of};
    for (size_t i = 0; i < suite->base_count && !text_is_empty(written->base); i++) {
        if (text_equal(suite->bases[i].name, written->base)) {
            *given = suite->bases[i].given;
            room += given->fact_count;
        }
    }
    struct given_fact *facts = arena_calloc(arena, room, sizeof *facts);
    size_t count = 0;
    for (size_t i = 0; facts != NULL && i < given->fact_count; i++) {
        bool changed = false;
        for (size_t k = 0; k < written->fact_count; k++) {
            struct text name = suite->program->facts[written->facts[k].fact].name;
            changed = changed || text_equal(name, given->facts[i].name);
        }
        if (!changed) {
            facts[count++] = given->facts[i];
        }
    }
    for (size_t i = 0; facts != NULL && i < written->fact_count; i++) {
        if (!written->facts[i].absent) {
            facts[count].name = suite->program->facts[written->facts[i].fact].name;
            facts[count++].value = written->facts[i].value;
        }
    }
    given->facts = facts;
    given->fact_count = count;
    return facts != NULL;
}

/* ---- the whole ------------------------------------------------------------------------------- */

void lua_write_note(struct buffer *out, struct text note) {
    size_t begin = 0;
    for (size_t i = 0; i <= note.length && note.length > 0; i++) {
        if (i == note.length || note.at[i] == '\n') {
            buffer_append_format(out, "-- %.*s\n", (int)(i - begin), note.at + begin);
            begin = i + 1;
        }
    }
}

void lua_cases_write(struct buffer *out, const struct lua_cases *cases) {
    buffer_append_string(out, "cases ");
    lua_write_string(out, cases->name);
    buffer_append_string(out, " {");
    if (!text_is_empty(cases->base)) {
        buffer_append_format(out, " given = %.*s,", (int)cases->base.length, cases->base.at);
    }
    if (cases->writes_as_of) {
        char day[DATE_TEXT_SIZE];
        date_format(cases->as_of, day);
        buffer_append_format(out, " given = facts { as_of = \"%s\" },", day);
    }
    buffer_append_string(out, "\n");
    for (size_t i = 0; i < cases->count; i++) {
        const struct lua_case *line = &cases->lines[i];
        if (!text_is_empty(line->note)) {
            buffer_append_format(out, "  -- %.*s\n", (int)line->note.length, line->note.at);
        }
        buffer_append_string(out, "  { { ");
        write_facts(out, line, ", ");
        buffer_append_string(out, " }, unconfirmed = true,\n    ");
        write_keys(out, line->program, &line->expect);
        buffer_append_string(out, " },\n");
    }
    buffer_append_string(out, "}\n");
}

void lua_case_write(struct buffer *out, const struct lua_case *written) {
    struct buffer name = {0};
    if (text_is_empty(written->name)) {
        lua_case_name(&name, written);
    } else {
        buffer_append_text(&name, written->name);
    }
    lua_write_note(out, written->note);
    buffer_append_string(out, "test ");
    lua_write_string(out, buffer_text(&name));
    buffer_append_string(out, " {\n  given  = ");
    lua_write_given(out, written);
    buffer_append_string(out, ",\n  unconfirmed = true,\n  expect = ");
    lua_expectation(out, written->program, &written->expect);
    buffer_append_string(out, ",\n}\n");
    out->failed = out->failed || name.failed;
    buffer_free(&name);
}
