#include "cli/columns.h"

#include "base/near.h"
#include "cli/screen.h"
#include "cli/terminal.h"

#include <stdlib.h>
#include <strings.h>

enum column_kind { COLUMN_YES_NO, COLUMN_NUMBER, COLUMN_TEXT, COLUMN_REF, COLUMN_AS_OF };

struct column {
    enum column_kind kind;
    char *key; /* the fact's name as JSON, in quotes; owned */
};

enum { MOST_COLUMNS = 1024 };

/* ---- the header ------------------------------------------------------------------------------ */

static enum column_kind kind_of_type(const char *type) {
    if (strcmp(type, "yes_no") == 0) {
        return COLUMN_YES_NO;
    }
    return strcmp(type, "number") == 0 ? COLUMN_NUMBER : COLUMN_TEXT;
}

/* The kind of the column of that name; false where there is no such fact. */
static bool kind_of_name(struct text name, const json_t *facts, enum column_kind *kind) {
    if (text_is(name, "ref") || text_is(name, "as_of")) {
        *kind = text_is(name, "ref") ? COLUMN_REF : COLUMN_AS_OF;
        return true;
    }
    for (size_t i = 0; i < json_array_size(facts); i++) {
        const json_t *fact = json_array_get(facts, i);
        if (text_is(name, json_text(fact, "name"))) {
            *kind = kind_of_type(json_text(fact, "type"));
            return true;
        }
    }
    return false;
}

static void complain_unknown(struct text name, const json_t *facts, const char *program) {
    struct near_search search;
    near_begin(&search, name);
    for (size_t i = 0; i < json_array_size(facts); i++) {
        near_offer(&search, text_of(json_text(json_array_get(facts, i), "name")));
    }
    near_offer(&search, text_of("ref"));
    near_offer(&search, text_of("as_of"));
    struct text near = near_result(&search);
    bool found = !text_is_empty(near);
    complain(program,
             "the header's column \"%.*s\" is no fact of the protocol, nor ref or as_of%s%.*s%s",
             (int)name.length, name.at, found ? "; did you mean \"" : "", (int)near.length,
             found ? near.at : "", found ? "\"?" : "");
}

static char *quoted(struct text name) {
    struct buffer key = {0};
    screen_quote(&key, name);
    buffer_append(&key, "", 1);
    if (key.failed) {
        buffer_free(&key);
        return NULL;
    }
    return key.at;
}

static bool is_named_twice(const struct columns *columns, size_t index) {
    for (size_t i = 0; i < index; i++) {
        if (strcmp(columns->items[i].key, columns->items[index].key) == 0) {
            return true;
        }
    }
    return false;
}

static bool read_column(struct columns *columns, size_t index, const json_t *facts,
                        const char *program) {
    struct text name = columns->cells[index].text;
    if (!kind_of_name(name, facts, &columns->items[index].kind)) {
        complain_unknown(name, facts, program);
        return false;
    }
    columns->items[index].key = quoted(name);
    if (columns->items[index].key == NULL) {
        complain(program, "out of memory");
        return false;
    }
    if (is_named_twice(columns, index)) {
        complain(program, "the header has the column %s twice", columns->items[index].key);
        return false;
    }
    return true;
}

bool columns_begin(struct columns *columns, struct records *records, const json_t *facts,
                   const char *program) {
    *columns = (struct columns){
        .items = calloc(MOST_COLUMNS, sizeof *columns->items),
        .cells = calloc(MOST_COLUMNS, sizeof *columns->cells),
    };
    if (columns->items == NULL || columns->cells == NULL) {
        complain(program, "out of memory");
        return false;
    }
    long count = records_split(records, columns->cells, MOST_COLUMNS);
    if (count < 1 || count > MOST_COLUMNS) {
        complain(program, "the header cannot be read as CSV");
        return false;
    }
    columns->count = (size_t)count;
    for (size_t i = 0; i < columns->count; i++) {
        if (!read_column(columns, i, facts, program)) {
            return false;
        }
    }
    return true;
}

void columns_free(struct columns *columns) {
    for (size_t i = 0; i < columns->count; i++) {
        free(columns->items[i].key);
    }
    free(columns->items);
    free(columns->cells);
    *columns = (struct columns){0};
}

/* ---- a row ----------------------------------------------------------------------------------- */

static bool is_word(struct text text, const char *word) {
    return text.length == strlen(word) && strncasecmp(text.at, word, text.length) == 0;
}

static size_t skip_digits(struct text text, size_t at) {
    while (at < text.length && text.at[at] >= '0' && text.at[at] <= '9') {
        at++;
    }
    return at;
}

static bool is_one_of(char c, const char *set) {
    return c != 0 && strchr(set, c) != NULL;
}

/* Behind what follows a mark ('.', 'e') and an optional sign, where that is at least one digit;
 * else `at`. */
static size_t skip_part(struct text text, size_t at, const char *marks, const char *signs) {
    size_t from = at;
    if (from == text.length || !is_one_of(text.at[from], marks)) {
        return at;
    }
    from++;
    from += from < text.length && is_one_of(text.at[from], signs);
    size_t end = skip_digits(text, from);
    return end > from ? end : at;
}

/* The length of the JSON number that the text begins with; 0 where it begins with none. */
static size_t number_length(struct text text) {
    size_t digits = text.length > 0 && text.at[0] == '-';
    size_t at = skip_digits(text, digits);
    if (at == digits || (at > digits + 1 && text.at[digits] == '0')) {
        return 0;
    }
    return skip_part(text, skip_part(text, at, ".", ""), "eE", "+-");
}

static void append_number(struct buffer *out, struct text cell) {
    size_t length = number_length(cell);
    if (length > 0 && length == cell.length) {
        buffer_append_text(out, cell);
    } else if (length > 0 && length + 1 < cell.length && cell.at[length] == ' ') {
        buffer_append_format(out, "{\"value\":%.*s,\"unit\":", (int)length, cell.at);
        screen_quote(out, text_from(cell.at + length + 1, cell.length - length - 1));
        buffer_append_string(out, "}");
    } else {
        screen_quote(out, cell);
    }
}

static void append_yes_no(struct buffer *out, struct text cell) {
    if (is_word(cell, "true") || is_word(cell, "yes")) {
        buffer_append_string(out, "true");
    } else if (is_word(cell, "false") || is_word(cell, "no")) {
        buffer_append_string(out, "false");
    } else {
        screen_quote(out, cell);
    }
}

static void append_value(struct buffer *out, enum column_kind kind, struct text cell) {
    if (text_is(cell, "?")) {
        buffer_append_string(out, "null");
    } else if (kind == COLUMN_NUMBER) {
        append_number(out, cell);
    } else if (kind == COLUMN_YES_NO) {
        append_yes_no(out, cell);
    } else {
        screen_quote(out, cell);
    }
}

static bool is_fact(enum column_kind kind) {
    return kind != COLUMN_REF && kind != COLUMN_AS_OF;
}

static void append_facts(const struct columns *columns, struct buffer *out) {
    size_t written = 0;
    buffer_append_string(out, ",\"facts\":{");
    for (size_t i = 0; i < columns->count; i++) {
        const struct column *column = &columns->items[i];
        if (is_fact(column->kind) && columns->cells[i].text.length > 0) {
            buffer_append_format(out, "%s%s:", written++ == 0 ? "" : ",", column->key);
            append_value(out, column->kind, columns->cells[i].text);
        }
    }
    buffer_append_string(out, "}}");
}

static struct text cell_of_kind(const struct columns *columns, enum column_kind kind) {
    for (size_t i = 0; i < columns->count; i++) {
        if (columns->items[i].kind == kind) {
            return columns->cells[i].text;
        }
    }
    return text_from(NULL, 0);
}

static void append_text_pair(struct buffer *out, const char *key, struct text value) {
    if (!text_is_empty(value)) {
        buffer_append_format(out, ",\"%s\":", key);
        screen_quote(out, value);
    }
}

bool columns_row(struct columns *columns, struct records *records, const char *as_of,
                 struct buffer *out, struct text *ref, struct buffer *problem) {
    long count = records_split(records, columns->cells, columns->count);
    *ref = text_from(NULL, 0);
    if (count < 0) {
        buffer_append_string(problem, "a quote within a cell: put the whole cell into quotes and "
                                      "double those within it");
        return false;
    }
    if ((size_t)count != columns->count) {
        buffer_append_format(problem, "the row has %ld cells, and the header has %zu", count,
                             columns->count);
        return false;
    }
    struct text day = cell_of_kind(columns, COLUMN_AS_OF);
    *ref = cell_of_kind(columns, COLUMN_REF);
    append_text_pair(out, "ref", *ref);
    append_text_pair(out, "as_of", text_is_empty(day) ? text_of(as_of) : day);
    append_facts(columns, out);
    return true;
}
