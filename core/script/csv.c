#include "script/csv.h"

void csv_begin(struct csv *csv, struct text bytes, struct arena *arena) {
    static const char mark[] = "\xef\xbb\xbf";
    *csv = (struct csv){.arena = arena, .rest = bytes, .line = 1};
    if (bytes.length >= 3 && memcmp(bytes.at, mark, 3) == 0) {
        csv->rest = text_from(bytes.at + 3, bytes.length - 3);
    }
}

static void advance(struct csv *csv, size_t count) {
    csv->rest = text_from(csv->rest.at + count, csv->rest.length - count);
}

static char peek(const struct csv *csv) {
    return csv->rest.length == 0 ? '\n' : csv->rest.at[0];
}

static bool ends_line(const struct csv *csv) {
    bool carriage = csv->rest.length > 1 && csv->rest.at[0] == '\r' && csv->rest.at[1] == '\n';
    return peek(csv) == '\n' || carriage;
}

static void skip_line_end(struct csv *csv) {
    if (csv->rest.length > 0) {
        advance(csv, peek(csv) == '\r' ? 2 : 1);
        csv->line++;
    }
}

static enum csv_status read_quoted(struct csv *csv, struct text *cell) {
    char *out = arena_alloc(csv->arena, csv->rest.length + 1);
    size_t length = 0;
    if (out == NULL) {
        return CSV_NO_MEMORY;
    }
    advance(csv, 1);
    while (csv->rest.length > 0) {
        char c = csv->rest.at[0];
        advance(csv, 1);
        csv->line += c == '\n';
        if (c == '"') {
            if (csv->rest.length == 0 || csv->rest.at[0] != '"') {
                *cell = text_from(out, length);
                return peek(csv) == ',' || ends_line(csv) ? CSV_ROW : CSV_BAD;
            }
            advance(csv, 1);
        }
        out[length++] = c;
    }
    return CSV_BAD;
}

static enum csv_status read_cell(struct csv *csv, struct text *cell) {
    if (csv->rest.length > 0 && csv->rest.at[0] == '"') {
        return read_quoted(csv, cell);
    }
    size_t length = 0;
    const char *start = csv->rest.at;
    while (csv->rest.length > 0 && csv->rest.at[0] != ',' && !ends_line(csv)) {
        advance(csv, 1);
        length++;
    }
    *cell = text_from(start, length);
    return CSV_ROW;
}

/* Commas to the end of the bytes: no row has more cells than that and one. */
static size_t most_cells(const struct csv *csv) {
    size_t count = 1;
    for (size_t i = 0; i < csv->rest.length && csv->rest.at[i] != '\n'; i++) {
        count += csv->rest.at[i] == ',';
    }
    return count;
}

enum csv_status csv_next(struct csv *csv, struct csv_row *row) {
    while (csv->rest.length > 0 && ends_line(csv)) {
        skip_line_end(csv);
    }
    if (csv->rest.length == 0) {
        return CSV_END;
    }
    size_t capacity = most_cells(csv);
    struct text *cells = arena_calloc(csv->arena, capacity, sizeof *cells);
    *row = (struct csv_row){.cells = cells, .line = csv->line};
    if (cells == NULL) {
        return CSV_NO_MEMORY;
    }
    for (;;) {
        if (row->count == capacity) {
            return CSV_BAD; /* a quoted cell went on into a further line, with more cells behind */
        }
        enum csv_status status = read_cell(csv, &cells[row->count++]);
        if (status != CSV_ROW) {
            return status;
        }
        if (csv->rest.length == 0 || ends_line(csv)) {
            skip_line_end(csv);
            return CSV_ROW;
        }
        advance(csv, 1);
    }
}
