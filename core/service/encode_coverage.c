#include "service/encode_coverage.h"

#include "rules/words.h"
#include "service/encode_test.h"
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

static void write_count(struct buffer *out, struct writer_list *map, const char *key,
                        size_t value) {
    write_key(out, map, key);
    writer_unsigned(out, value);
}

static void write_file(struct buffer *out, struct writer_list *map,
                       const struct source_position *position, struct text folder) {
    write_key(out, map, "file");
    writer_text_header(out, folder.length + position->file.length);
    buffer_append_text(out, folder);
    buffer_append_text(out, position->file);
}

/* ---- gaps ------------------------------------------------------------------------------------ */

/* The plainest of what is missing, or NULL: said after every run of the tests. */
static const char *gap_of(const struct cover_item *item) {
    unsigned missing = cover_missing(item);
    bool never = (missing >> MARK_YES & 1) != 0;
    bool always = (missing >> MARK_NO & 1) != 0;
    if (item->kind == COVER_LINES && never) {
        return "line-never-given";
    }
    if (item->kind != COVER_RULES) {
        return NULL;
    }
    return never ? "rule-never-fired" : always ? "rule-never-quiet" : NULL;
}

static void write_gap(struct buffer *out, const struct cover_item *item, const char *kind,
                      struct text folder) {
    struct writer_list map = writer_open_map(out);
    write_text(out, &map, "kind", text_of(kind));
    write_text(out, &map, "name", item->name);
    write_text(out, &map, "line", item->detail);
    write_file(out, &map, &item->position, folder);
    write_count(out, &map, "at_line", item->position.line);
    writer_close(out, &map);
}

static void write_gaps(struct buffer *out, struct writer_list *map, const struct coverage *coverage,
                       struct text folder) {
    size_t counts[COVER_ROW_COUNT] = {0};
    for (size_t i = 0; i < coverage->item_count; i++) {
        counts[coverage->items[i].kind]++;
    }
    write_count(out, map, "rules", counts[COVER_RULES]);
    write_count(out, map, "lines", counts[COVER_LINES]);
    write_key(out, map, "gaps");
    struct writer_list gaps = writer_open_array(out);
    for (size_t i = 0; i < coverage->item_count; i++) {
        const char *kind = gap_of(&coverage->items[i]);
        if (kind != NULL) {
            writer_item(&gaps);
            write_gap(out, &coverage->items[i], kind, folder);
        }
    }
    writer_close(out, &gaps);
}

/* ---- rows ------------------------------------------------------------------------------------ */

static void write_row(struct buffer *out, enum cover_row row, const struct cover_total *total) {
    struct writer_list map = writer_open_map(out);
    write_text(out, &map, "row", text_of(cover_row_key(row)));
    write_text(out, &map, "what", text_of(cover_row_words(row)));
    write_count(out, &map, "shown", total->shown);
    write_count(out, &map, "of", total->of);
    write_count(out, &map, "out_of_reach", total->out_of_reach);
    writer_close(out, &map);
}

static void write_rows(struct buffer *out, struct writer_list *map,
                       const struct coverage *coverage) {
    write_key(out, map, "rows");
    writer_array(out, COVER_ROW_COUNT);
    for (unsigned row = 0; row < COVER_ROW_COUNT; row++) {
        write_row(out, (enum cover_row)row, &coverage->totals[row]);
    }
}

/* ---- items ----------------------------------------------------------------------------------- */

static const char *const marks[] = {
    [MARK_YES] = "yes", [MARK_NO] = "no", [MARK_DECIDES] = "decides"};

static void write_marks(struct buffer *out, struct writer_list *map, const char *key,
                        unsigned set) {
    write_key(out, map, key);
    struct writer_list list = writer_open_array(out);
    for (unsigned mark = 0; mark < COVER_MARK_COUNT; mark++) {
        if ((set >> mark & 1) != 0) {
            writer_item(&list);
            writer_string(out, marks[mark]);
        }
    }
    writer_close(out, &list);
}

static void write_seen(struct buffer *out, struct writer_list *map, const struct seen *seen) {
    write_key(out, map, "seen");
    struct writer_list counts = writer_open_map(out);
    write_count(out, &counts, "yes", seen->yes);
    write_count(out, &counts, "no", seen->no);
    write_count(out, &counts, "unknown", seen->unknown);
    writer_close(out, &counts);
}

static void write_hints(struct buffer *out, struct writer_list *map,
                        const struct cover_hint *hints) {
    write_key(out, map, "examples");
    struct writer_list list = writer_open_array(out);
    for (; hints != NULL; hints = hints->next) {
        writer_item(&list);
        struct writer_list hint = writer_open_map(out);
        write_text(out, &hint, "mark", text_of(marks[hints->mark]));
        write_key(out, &hint, "value");
        writer_boolean(out, hints->value);
        write_key(out, &hint, "given");
        encode_facts(out, &hints->given);
        writer_close(out, &hint);
    }
    writer_close(out, &list);
}

static void write_condition(struct buffer *out, struct writer_list *map,
                            const struct coverage *coverage, const struct cover_item *item) {
    static const char *const uses[] = {
        [WRITTEN_PART] = "part",
        [WRITTEN_FREE] = "free",
        [WRITTEN_RULE] = "rule",
        [WRITTEN_LINE] = "line",
        [WRITTEN_FIRST] = "first",
        [WRITTEN_SCORE] = "score",
        [WRITTEN_GATE] = "gate",
        [WRITTEN_TECHNIQUE] = "technique",
        [WRITTEN_STEP_ONLY_IF] = "only_if",
        [WRITTEN_STEP_SKIP_IF] = "skip_if",
        [WRITTEN_FINISH_WHEN] = "finish_when",
    };
    static const char *const joints[] = {
        [JOINT_NONE] = "",           [JOINT_ALL] = "all",           [JOINT_ANY] = "any",
        [JOINT_NONE_OF] = "none_of", [JOINT_AT_LEAST] = "at_least", [JOINT_NOT] = "not",
    };
    if (item->kind == COVER_CONDITIONS) {
        write_text(out, map, "use", text_of(uses[item->use]));
    }
    write_text(out, map, "joint", text_of(joints[item->joint]));
    write_count(out, map, "depth", item->depth);
    struct buffer words = {0};
    words_condition(&words, coverage->program, item->node, false);
    write_text(out, map, "words", buffer_text(&words));
    out->failed = out->failed || words.failed;
    buffer_free(&words);
}

static void write_item(struct buffer *out, const struct coverage *coverage,
                       const struct cover_item *item, struct text folder) {
    struct writer_list map = writer_open_map(out);
    write_text(out, &map, "kind", text_of(cover_row_kind(item->kind)));
    write_text(out, &map, "name", item->name);
    write_text(out, &map, "detail", item->detail);
    if (item->node != NODE_MISSING) {
        write_condition(out, &map, coverage, item);
    }
    write_file(out, &map, &item->position, folder);
    write_count(out, &map, "line", item->position.line);
    write_count(out, &map, "column", item->position.column);
    write_count(out, &map, "end_line", item->end_line);
    write_count(out, &map, "end_column", item->end_column);
    write_seen(out, &map, &item->seen);
    write_marks(out, &map, "wanted", item->wanted);
    write_marks(out, &map, "missing", cover_missing(item));
    if (item->out_of_reach != 0) {
        write_marks(out, &map, "out_of_reach", item->out_of_reach);
    }
    if (item->hints != NULL) {
        write_hints(out, &map, item->hints);
    }
    writer_close(out, &map);
}

static void write_items(struct buffer *out, struct writer_list *map,
                        const struct coverage *coverage, struct text folder) {
    write_key(out, map, "items");
    struct writer_list list = writer_open_array(out);
    for (size_t i = 0; i < coverage->item_count; i++) {
        writer_item(&list);
        write_item(out, coverage, &coverage->items[i], folder);
    }
    writer_close(out, &list);
}

/* ---- the whole ------------------------------------------------------------------------------- */

void encode_coverage(struct buffer *out, const struct coverage *coverage, bool whole,
                     struct text folder) {
    struct writer_list map = writer_open_map(out);
    write_gaps(out, &map, coverage, folder);
    if (whole) {
        write_count(out, &map, "examples", coverage->examples);
        write_key(out, &map, "complete");
        writer_boolean(out, coverage->complete);
        write_rows(out, &map, coverage);
        write_items(out, &map, coverage, folder);
    }
    writer_close(out, &map);
}
