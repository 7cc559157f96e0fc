/* The tables of the documents, in Markdown. */
#include "reference/reference.h"

#include "base/limits.h"
#include "base/ucum.h"
#include "script/diagnostics.h"
#include "script/vocabulary.h"

#include <stdlib.h>

/* A cell: the bar between two cells is the one letter that must not stand in it as it is. */
static void put_cell(struct buffer *out, const char *words) {
    for (const char *at = words; *at != '\0'; at++) {
        buffer_append_string(out, *at == '|' ? "\\" : "");
        buffer_append(out, at, 1);
    }
    buffer_append_string(out, " |");
}

/* ---- limits and units ------------------------------------------------------------------------ */

static void put_limits(struct buffer *out) {
    buffer_append_string(out, "| limit | of | passing it gives |\n| --- | --- | --- |\n");
    for (const struct limit *limit = limits_table(); limit->name != NULL; limit++) {
        buffer_append_format(out, "| %ld %s | ", limit->value, limit->unit);
        put_cell(out, limit->meaning);
        buffer_append_format(out, " `%s` |\n", limit->code);
    }
}

static void put_units(struct buffer *out) {
    buffer_append_string(out, "| code | often written, and not accepted |\n| --- | --- |\n");
    for (const struct ucum_unit *unit = ucum_table(); unit->code != NULL; unit++) {
        size_t told = 0;
        buffer_append_format(out, "| `%s` | ", unit->code);
        for (const char *at = unit->wrong; *at != '\0';) {
            size_t length = strcspn(at, "|");
            buffer_append_string(out, told++ == 0 ? "`" : ", `");
            buffer_append_text(out, text_from(at, length));
            buffer_append_string(out, "`");
            at += length + (at[length] == '|');
        }
        buffer_append_string(out, told == 0 ? "|\n" : " |\n");
    }
}

/* ---- codes ----------------------------------------------------------------------------------- */

struct code_row {
    const char *code;
    const char *meaning;
};

static int compare_codes(const void *a, const void *b) {
    const struct code_row *left = a;
    const struct code_row *right = b;
    return strcmp(left->code, right->code);
}

static void put_diagnostic_codes(struct buffer *out) {
    struct code_row rows[] = {
#define CODE(name, code, meaning) {code, meaning},
        SYNOVIA_DIAGNOSTIC_CODES(CODE)
#undef CODE
    };
    size_t count = sizeof rows / sizeof *rows;
    qsort(rows, count, sizeof *rows, compare_codes);
    buffer_append_string(out, "| code | is about |\n| --- | --- |\n");
    for (size_t i = 0; i < count; i++) {
        buffer_append_format(out, "| `%s` | ", rows[i].code);
        put_cell(out, rows[i].meaning);
        buffer_append_string(out, "\n");
    }
}

/* ---- words, keys, methods -------------------------------------------------------------------- */

static void put_key(struct buffer *out, const char *word, const struct key *key) {
    buffer_append_format(out, "| `%s` | `%s` | ", word, key->name);
    put_cell(out, key->meaning);
    buffer_append_string(out, key->required ? " yes |\n" : " |\n");
}

static void put_keys(struct buffer *out) {
    buffer_append_string(out, "| word | key | is | compulsory |\n| --- | --- | --- | --- |\n");
    for (int id = 0; id < WORD_COUNT; id++) {
        struct word word = vocabulary_word((enum word_id)id);
        const struct key_set *set = vocabulary_keys((enum word_id)id);
        const struct key *key;
        for (size_t n = 0; (key = key_set_at(set, n)) != NULL; n++) {
            put_key(out, word.name, key);
        }
    }
}

static void put_words(struct buffer *out) {
    buffer_append_string(out,
                         "| word | is | in its braces, without a key |\n| --- | --- | --- |\n");
    for (int id = 0; id < WORD_COUNT; id++) {
        struct word word = vocabulary_word((enum word_id)id);
        const char *items = vocabulary_keys((enum word_id)id)->items;
        buffer_append_format(out, "| `%s` | ", word.name);
        put_cell(out, word.meaning);
        buffer_append_string(out, items == NULL ? "" : " ");
        put_cell(out, items == NULL ? "" : items);
        buffer_append_string(out, "\n");
    }
}

static void put_methods(struct buffer *out) {
    buffer_append_string(out,
                         "| method | of | is true where it, or gives |\n| --- | --- | --- |\n");
    for (const struct method *method = vocabulary_methods(); method->name != NULL; method++) {
        buffer_append_format(out, "| `:%s%s%s` | %s | ", method->name,
                             method->arguments[0] == '{' ? " " : "", method->arguments,
                             method->fits);
        put_cell(out, method->meaning);
        buffer_append_string(out, "\n");
    }
}

bool reference_table(struct buffer *out, struct text name) {
    static const struct {
        const char *name;
        void (*put)(struct buffer *out);
    } tables[] = {
        {"limits", put_limits},
        {"units", put_units},
        {"diagnostic-codes", put_diagnostic_codes},
        {"words", put_words},
        {"keys", put_keys},
        {"methods", put_methods},
        {"error-codes", reference_error_codes},
    };
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        if (text_is(name, tables[i].name)) {
            tables[i].put(out);
            return true;
        }
    }
    return false;
}
