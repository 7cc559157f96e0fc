#include "service/test_report.h"

#include "base/date.h"
#include "wire/writer.h"

#include <stdio.h>

enum { CASE_SUFFIX_SIZE = 32 };

static void write_pair(struct buffer *out, struct writer_list *map, const char *key,
                       struct text value) {
    writer_item(map);
    writer_string(out, key);
    writer_text(out, value);
}

static void write_pair_unless_empty(struct buffer *out, struct writer_list *map, const char *key,
                                    struct text value) {
    if (!text_is_empty(value)) {
        write_pair(out, map, key, value);
    }
}

static void write_key(struct buffer *out, struct writer_list *map, const char *key) {
    writer_item(map);
    writer_string(out, key);
}

static void write_joined(struct buffer *out, struct text a, struct text b) {
    writer_text_header(out, a.length + b.length);
    buffer_append_text(out, a);
    buffer_append_text(out, b);
}

/* ---- facts ----------------------------------------------------------------------------------- */

static void write_sent(struct buffer *out, const struct sent_value *sent) {
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
    case SENT_QUANTITY:
        writer_map(out, 2);
        writer_string(out, "value");
        writer_number(out, sent->number);
        writer_string(out, "unit");
        writer_text(out, sent->text);
        return;
    case SENT_TEXT:
    case SENT_OTHER:
        writer_text(out, sent->text);
        return;
    }
}

static void write_values(struct buffer *out, const struct stated_facts *facts) {
    struct writer_list map = writer_open_map(out);
    for (size_t i = 0; i < facts->count; i++) {
        if (!facts->items[i].absent) {
            writer_item(&map);
            writer_text(out, facts->items[i].name);
            write_sent(out, &facts->items[i].value);
        }
    }
    writer_close(out, &map);
}

static bool is_listed(const struct stated_fact *fact, bool absent) {
    return absent ? fact->absent : fact->filled_in;
}

/* The names of the facts that are absent, or were filled in; nothing where there are none. */
static void write_names(struct buffer *out, struct writer_list *map, const char *key,
                        const struct stated_facts *facts, bool absent) {
    size_t count = 0;
    for (size_t i = 0; i < facts->count; i++) {
        count += is_listed(&facts->items[i], absent);
    }
    if (count == 0) {
        return;
    }
    write_key(out, map, key);
    writer_array(out, (uint32_t)count);
    for (size_t i = 0; i < facts->count; i++) {
        if (is_listed(&facts->items[i], absent)) {
            writer_text(out, facts->items[i].name);
        }
    }
}

/* ---- differences ----------------------------------------------------------------------------- */

static void write_said(struct buffer *out, const struct said *said) {
    if (!said->list) {
        writer_text(out, said->count == 0 ? text_of("") : said->items[0]);
        return;
    }
    writer_array(out, (uint32_t)said->count);
    for (size_t i = 0; i < said->count; i++) {
        writer_text(out, said->items[i]);
    }
}

static void write_aspect(struct buffer *out, const struct difference *difference) {
    struct text aspect = text_of(aspect_name(difference->aspect));
    bool named = !text_is_empty(difference->name);
    writer_text_header(out, aspect.length + (named ? 1 + difference->name.length : 0));
    buffer_append_text(out, aspect);
    buffer_append_string(out, named ? "." : "");
    buffer_append_text(out, difference->name);
}

static void write_side(struct buffer *out, const struct test_result *result, bool expected) {
    writer_map(out, (uint32_t)result->difference_count);
    for (size_t i = 0; i < result->difference_count; i++) {
        const struct difference *difference = &result->differences[i];
        write_aspect(out, difference);
        write_said(out, expected ? &difference->expected : &difference->got);
    }
}

static void write_differences(struct buffer *out, struct writer_list *map,
                              const struct test_result *result) {
    if (result->difference_count == 0) {
        return;
    }
    write_key(out, map, "expected");
    write_side(out, result, true);
    write_key(out, map, "got");
    write_side(out, result, false);
    if (result->differences[0].never) {
        write_key(out, map, "never");
        writer_boolean(out, true);
    }
}

/* ---- why ------------------------------------------------------------------------------------- */

static const char *reasoning_key(enum reasoning_kind kind) {
    static const char *const keys[] = {"rule", "result", "score", "technique", "fault", "function"};
    return keys[kind];
}

static void write_reasoning(struct buffer *out, const struct reasoning *why) {
    struct writer_list map = writer_open_map(out);
    write_pair(out, &map, reasoning_key(why->kind), why->name);
    if (why->kind == WHY_RULE) {
        write_pair(out, &map, "standing", text_of(standing_name(why->standing)));
    }
    write_pair_unless_empty(out, &map, "line", why->line);
    write_pair_unless_empty(out, &map, "condition", why->condition);
    write_pair_unless_empty(out, &map, "message", why->message);
    if (why->facts.count > 0) {
        write_key(out, &map, "facts");
        write_values(out, &why->facts);
    }
    write_names(out, &map, "absent", &why->facts, true);
    write_names(out, &map, "otherwise", &why->facts, false);
    if (why->changes.count > 0) {
        write_key(out, &map, "changes");
        write_values(out, &why->changes);
    }
    if (why->position.line > 0) {
        write_key(out, &map, "at");
        writer_unsigned(out, why->position.line);
    }
    writer_close(out, &map);
}

static void write_why(struct buffer *out, struct writer_list *map,
                      const struct test_result *result) {
    if (result->why_count == 0) {
        return;
    }
    write_key(out, map, "why");
    writer_array(out, (uint32_t)result->why_count);
    for (size_t i = 0; i < result->why_count; i++) {
        write_reasoning(out, &result->why[i]);
    }
    if (result->why_left_out > 0) {
        write_key(out, map, "why_left_out");
        writer_unsigned(out, result->why_left_out);
    }
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void write_how(struct buffer *out, struct writer_list *map,
                      const struct test_search *search) {
    const char *proved = search->everybody      ? "everybody"
                         : search->every_answer ? "every_answer"
                                                : "no";
    write_key(out, map, "how");
    writer_map(out, 2);
    writer_string(out, "proved");
    writer_string(out, proved);
    writer_string(out, "cases");
    writer_unsigned(out, search->cases);
}

static void write_given(struct buffer *out, struct writer_list *map,
                        const struct test_result *result) {
    char day[DATE_TEXT_SIZE];
    date_format(result->as_of, day);
    write_pair(out, map, "as_of", text_of(day));
    write_key(out, map, "given");
    write_values(out, &result->given);
}

void test_report_write_name(struct buffer *out, const struct test *test) {
    char suffix[CASE_SUFFIX_SIZE] = "";
    if (test->case_number > 0) {
        snprintf(suffix, sizeof suffix, ", case %u", (unsigned)test->case_number);
    }
    write_joined(out, test->name, text_of(suffix));
}

void test_report_write(struct buffer *out, const struct test_result *result, struct text folder,
                       struct text file, double milliseconds) {
    struct writer_list map = writer_open_map(out);
    write_key(out, &map, "name");
    test_report_write_name(out, result->test);
    write_pair(out, &map, "kind", text_of(test_kind_name(result->test)));
    write_pair(out, &map, "status", text_of(test_status_name(result->status)));
    write_key(out, &map, "milliseconds");
    writer_float(out, milliseconds);
    write_key(out, &map, "file");
    write_joined(out, folder, file);
    write_key(out, &map, "line");
    writer_unsigned(out, result->test->position.line);
    write_pair_unless_empty(out, &map, "remark", text_of(test_remark_words(result->remark)));
    if (result->has_given) {
        write_given(out, &map, result);
    }
    write_differences(out, &map, result);
    write_why(out, &map, result);
    if (result->search.done) {
        write_how(out, &map, &result->search);
    }
    writer_close(out, &map);
}

/* ---- coverage -------------------------------------------------------------------------------- */

static void write_gap(struct buffer *out, const struct gap *gap, struct text folder) {
    static const char *const kinds[] = {"never-fired", "never-quiet", "never-given"};
    struct writer_list map = writer_open_map(out);
    write_pair(out, &map, "gap", text_of(kinds[gap->kind]));
    write_pair(out, &map, gap->kind == GAP_LINE_NEVER_GIVEN ? "result" : "rule", gap->name);
    write_pair_unless_empty(out, &map, "line", gap->line);
    write_key(out, &map, "file");
    write_joined(out, folder, gap->position.file);
    write_key(out, &map, "at");
    writer_unsigned(out, gap->position.line);
    writer_close(out, &map);
}

void test_report_write_gaps(struct buffer *out, const struct coverage *coverage,
                            struct text folder) {
    writer_array(out, (uint32_t)coverage->gap_count);
    for (size_t i = 0; i < coverage->gap_count; i++) {
        write_gap(out, &coverage->gaps[i], folder);
    }
}
