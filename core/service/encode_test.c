#include "service/encode_test.h"

#include "base/date.h"
#include "wire/writer.h"

/* ---- pairs ----------------------------------------------------------------------------------- */

static void write_key(struct buffer *out, struct writer_list *map, const char *key) {
    writer_item(map);
    writer_string(out, key);
}

static void write_text(struct buffer *out, struct writer_list *map, const char *key,
                       struct text text) {
    if (!text_is_empty(text)) {
        write_key(out, map, key);
        writer_text(out, text);
    }
}

static void write_position(struct buffer *out, struct writer_list *map, const char *line_key,
                           const struct source_position *position, struct text folder) {
    write_key(out, map, "file");
    writer_text_header(out, folder.length + position->file.length);
    buffer_append_text(out, folder);
    buffer_append_text(out, position->file);
    write_key(out, map, line_key);
    writer_integer(out, position->line);
}

/* ---- facts ----------------------------------------------------------------------------------- */

void encode_sent(struct buffer *out, const struct sent_value *sent) {
    switch (sent->kind) {
    case SENT_NIL:
        writer_nil(out);
        return;
    case SENT_BOOL:
        writer_boolean(out, sent->yes);
        return;
    case SENT_NUMBER:
        writer_number(out, sent->number);
        return;
    case SENT_TEXT:
    case SENT_OTHER:
        writer_text(out, sent->text);
        return;
    case SENT_QUANTITY:
        writer_map(out, 2);
        writer_string(out, "value");
        writer_number(out, sent->number);
        writer_string(out, "unit");
        writer_text(out, sent->text);
        return;
    }
}

void encode_facts(struct buffer *out, const struct stated_facts *facts) {
    struct writer_list values = writer_open_map(out);
    for (size_t i = 0; i < facts->count; i++) {
        if (!facts->items[i].absent) {
            writer_item(&values);
            writer_text(out, facts->items[i].name);
            encode_sent(out, &facts->items[i].value);
        }
    }
    writer_close(out, &values);
}

static void write_facts(struct buffer *out, struct writer_list *map, const char *key,
                        const struct stated_facts *facts) {
    write_key(out, map, key);
    encode_facts(out, facts);
}

static void write_absent(struct buffer *out, struct writer_list *map,
                         const struct stated_facts *facts) {
    write_key(out, map, "absent");
    struct writer_list names = writer_open_array(out);
    for (size_t i = 0; i < facts->count; i++) {
        if (facts->items[i].absent) {
            writer_item(&names);
            writer_text(out, facts->items[i].name);
        }
    }
    writer_close(out, &names);
}

/* ---- differences ----------------------------------------------------------------------------- */

static void write_said(struct buffer *out, struct writer_list *map, const char *key,
                       const struct said *said) {
    write_key(out, map, key);
    if (said->list) {
        writer_array(out, (uint32_t)said->count);
        for (size_t i = 0; i < said->count; i++) {
            writer_text(out, said->items[i]);
        }
    } else if (said->count == 0) {
        writer_nil(out);
    } else {
        writer_text(out, said->items[0]);
    }
}

static void write_difference(struct buffer *out, const struct difference *difference) {
    struct writer_list map = writer_open_map(out);
    write_text(out, &map, "what", text_of(aspect_name(difference->aspect)));
    write_text(out, &map, "name", difference->name);
    if (difference->never) {
        write_key(out, &map, "never");
        writer_boolean(out, true);
    }
    write_said(out, &map, "expected", &difference->expected);
    write_said(out, &map, "got", &difference->got);
    writer_close(out, &map);
}

void encode_differences(struct buffer *out, const struct difference *differences, size_t count) {
    writer_array(out, (uint32_t)count);
    for (size_t i = 0; i < count; i++) {
        write_difference(out, &differences[i]);
    }
}

static void write_differences(struct buffer *out, struct writer_list *map,
                              const struct test_result *result) {
    write_key(out, map, "differences");
    encode_differences(out, result->differences, result->difference_count);
}

/* ---- why ------------------------------------------------------------------------------------- */

static struct text kind_of(const struct reasoning *reasoning) {
    static const char *const names[] = {
        [WHY_RULE] = "rule",           [WHY_RESULT] = "result", [WHY_SCORE] = "score",
        [WHY_TECHNIQUE] = "technique", [WHY_FAULT] = "fault",   [WHY_FAILURE] = "failure",
    };
    return text_of(names[reasoning->kind]);
}

static void write_reasoning(struct buffer *out, const struct reasoning *reasoning,
                            struct text folder) {
    struct writer_list map = writer_open_map(out);
    write_text(out, &map, "kind", kind_of(reasoning));
    write_text(out, &map, "name", reasoning->name);
    write_text(out, &map, "line", reasoning->line);
    if (reasoning->kind == WHY_RULE) {
        write_text(out, &map, "standing", text_of(standing_name(reasoning->standing)));
    }
    write_text(out, &map, "condition", reasoning->condition);
    write_text(out, &map, "message", reasoning->message);
    write_facts(out, &map, "facts", &reasoning->facts);
    write_absent(out, &map, &reasoning->facts);
    write_facts(out, &map, "changes", &reasoning->changes);
    write_position(out, &map, "at_line", &reasoning->position, folder);
    writer_close(out, &map);
}

static void write_why(struct buffer *out, struct writer_list *map, const struct test_result *result,
                      struct text folder) {
    write_key(out, map, "why");
    writer_array(out, (uint32_t)result->why_count);
    for (size_t i = 0; i < result->why_count; i++) {
        write_reasoning(out, &result->why[i], folder);
    }
    if (result->why_left_out > 0) {
        write_key(out, map, "why_left_out");
        writer_unsigned(out, result->why_left_out);
    }
}

/* ---- one test -------------------------------------------------------------------------------- */

static void write_given(struct buffer *out, struct writer_list *map,
                        const struct test_result *result) {
    char day[DATE_TEXT_SIZE];
    write_facts(out, map, "given", &result->given);
    date_format(result->as_of, day);
    write_text(out, map, "as_of", text_of(day));
}

/* How an `always` was searched. */
static void write_how(struct buffer *out, struct writer_list *map,
                      const struct test_search *search) {
    write_key(out, map, "how");
    writer_map(out, 3);
    writer_string(out, "every_answer");
    writer_boolean(out, search->every_answer);
    writer_string(out, "everybody");
    writer_boolean(out, search->everybody);
    writer_string(out, "cases");
    writer_unsigned(out, search->cases);
}

static void write_failure(struct buffer *out, struct writer_list *map,
                          const struct test_result *result, struct text folder) {
    if (result->has_given) {
        write_given(out, map, result);
    }
    write_differences(out, map, result);
    write_why(out, map, result, folder);
}

void encode_test(struct buffer *out, const struct test_result *result, double milliseconds,
                 struct text folder) {
    const struct test *test = result->test;
    struct writer_list map = writer_open_map(out);
    write_key(out, &map, "name");
    writer_text(out, test->name);
    write_text(out, &map, "kind", text_of(test_kind_name(test)));
    write_text(out, &map, "status", text_of(test_status_name(result->status)));
    write_key(out, &map, "milliseconds");
    writer_float(out, milliseconds);
    write_position(out, &map, "line", &test->position, folder);
    if (test->case_number > 0) {
        write_key(out, &map, "case");
        writer_unsigned(out, test->case_number);
    }
    write_text(out, &map, "remark", text_of(test_remark_words(result->remark)));
    if (result->status == TEST_FAILED) {
        write_failure(out, &map, result, folder);
    }
    if (result->search.done) {
        write_how(out, &map, &result->search);
    }
    writer_close(out, &map);
}
