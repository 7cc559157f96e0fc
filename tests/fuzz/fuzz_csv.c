/*
 * Any bytes as a table. Whatever they are, the rows come to an end, stay within their limits, lie
 * one behind the other, and do not depend on the pieces in which the bytes are read.
 */
#include "base/buffer.h"
#include "base/csv.h"
#include "base/limits.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

struct pieces {
    struct text rest;
    size_t most;
};

static size_t read_piece(void *context, char *into, size_t most) {
    struct pieces *pieces = context;
    size_t count = pieces->rest.length;
    count = count > pieces->most ? pieces->most : count;
    count = count > most ? most : count;
    memcpy(into, pieces->rest.at, count);
    pieces->rest = text_from(pieces->rest.at + count, pieces->rest.length - count);
    return count;
}

static void require(bool holds) {
    if (!holds) {
        abort();
    }
}

static void say_row(struct buffer *said, const struct csv_row *row) {
    require(row->count > 0 && row->count <= LIMIT_ROW_CELLS && row->line == row->cells[0].line);
    for (size_t i = 0; i < row->count; i++) {
        require(text_is_utf8(row->cells[i].text));
        buffer_append_format(said, "%u:%u ", row->cells[i].line, row->cells[i].column);
        buffer_append_text(said, row->cells[i].text);
        buffer_append_string(said, "\n");
    }
}

static void say_table(struct text table, size_t most, struct buffer *said) {
    struct pieces pieces = {table, most};
    struct csv_source source = {read_piece, &pieces};
    struct csv *csv = csv_open(&source, 1);
    struct csv_row row;
    enum csv_status status = CSV_ROW;
    uint32_t line = 0;
    require(csv != NULL);
    while ((status = csv_next(csv, &row)) == CSV_ROW || status == CSV_BAD_ROW) {
        require(row.line > line || status == CSV_BAD_ROW);
        line = row.line;
        if (status == CSV_ROW) {
            say_row(said, &row);
        } else {
            require(row.problem_line >= row.line && row.problem_column > 0);
            buffer_append_format(said, "%u:%u! %s\n", row.problem_line, row.problem_column,
                                 row.problem);
        }
    }
    require(status == CSV_END && csv_next(csv, &row) == CSV_END);
    csv_close(csv);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    struct text table = text_from((const char *)data, size);
    struct buffer whole = {0};
    struct buffer pieces = {0};
    say_table(table, SIZE_MAX, &whole);
    say_table(table, 3, &pieces);
    require(text_equal(buffer_text(&whole), buffer_text(&pieces)));
    buffer_free(&whole);
    buffer_free(&pieces);
    return 0;
}
