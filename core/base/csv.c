/*
 * libcsv says what is in a cell and when one ends, but not where. So it is fed up to and including
 * the next byte that may end a cell: where it then tells of a cell, that byte has ended it, and the
 * next one begins behind it.
 */
#include "base/csv.h"

#include "base/buffer.h"
#include "base/limits.h"

#include <csv.h>
#include <stdio.h>

enum { PIECE_BYTES = 16 * 1024, CELL_BLOCK = 4096, PROBLEM_SIZE = 200 };

/* A place in the source. */
struct mark {
    uint32_t line;
    uint32_t column;
};

struct csv {
    struct csv_source source;
    struct csv_parser parser;
    char separator;  /* 0: not known yet */
    bool has_header; /* it was read in whole */
    char piece[PIECE_BYTES];
    size_t at, end; /* what is left of the piece */
    struct mark here;
    bool after_return; /* a line feed that comes now belongs to it */
    bool within_line;  /* behind its first byte */
    bool begun;        /* the first bytes were looked at */
    bool ended;        /* so is the source */
    /* the row at hand */
    struct buffer text; /* of its cells, one behind the other */
    struct csv_cell cells[LIMIT_ROW_CELLS];
    size_t count;
    size_t bytes;      /* of the row so far, as it stands in the source */
    struct mark start; /* of the cell at hand */
    bool within;       /* it has begun */
    bool in_quotes;    /* while the separator is not known */
    bool only_white;   /* so is the row so far */
    bool row_ended;
    bool too_many;
    char problem[PROBLEM_SIZE];
};

static void set_up_parser(struct csv *csv) {
    csv_init(&csv->parser, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_blk_size(&csv->parser, CELL_BLOCK);
    if (csv->separator != 0) {
        csv_set_delim(&csv->parser, (unsigned char)csv->separator);
    }
}

struct csv *csv_open(const struct csv_source *source, uint32_t line) {
    struct csv *csv = malloc(sizeof *csv);
    if (csv != NULL) {
        *csv = (struct csv){.source = *source, .here = {line, 1}};
        set_up_parser(csv);
    }
    return csv;
}

void csv_close(struct csv *csv) {
    if (csv != NULL) {
        csv_free(&csv->parser);
        buffer_free(&csv->text);
        free(csv);
    }
}

uint32_t csv_line(const struct csv *csv) {
    return csv->here.line;
}

bool csv_has_decimal_comma(const struct csv *csv) {
    return csv->separator != 0 && csv->separator != ',';
}

/* ---- bytes ----------------------------------------------------------------------------------- */

/* False at the end of the source. */
static bool fill(struct csv *csv) {
    if (csv->at == csv->end && !csv->ended) {
        csv->at = 0;
        csv->end = csv->source.read(csv->source.context, csv->piece, PIECE_BYTES);
        csv->ended = csv->end == 0;
    }
    return csv->at < csv->end;
}

/* Counts lines and columns over the next `count` bytes, and takes them. */
static void pass(struct csv *csv, size_t count) {
    for (; count > 0; count--) {
        unsigned char byte = (unsigned char)csv->piece[csv->at++];
        if (byte == '\r' || (byte == '\n' && !csv->after_return)) {
            csv->here = (struct mark){csv->here.line + 1, 1};
        } else if (byte != '\n' && (byte & 0xc0) != 0x80) {
            csv->here.column++;
        }
        csv->after_return = byte == '\r';
        csv->within_line = byte != '\r' && byte != '\n';
    }
}

static bool is_line_end(char byte) {
    return byte == '\n' || byte == '\r';
}

/* Goes on behind the line end that comes next. */
static void skip_line(struct csv *csv) {
    bool ended = false;
    while (!ended && fill(csv)) {
        ended = is_line_end(csv->piece[csv->at]);
        pass(csv, 1);
    }
}

static bool is_separator(struct csv *csv, char byte) {
    if (csv->separator != 0) {
        return byte == csv->separator;
    }
    csv->in_quotes = csv->in_quotes != (byte == '"');
    if (csv->in_quotes || (byte != ',' && byte != ';' && byte != '\t')) {
        return false;
    }
    csv->separator = byte;
    csv_set_delim(&csv->parser, (unsigned char)byte);
    return true;
}

/* How many of the bytes at hand lead up to and include the next one that may end a cell. */
static size_t span(struct csv *csv) {
    size_t end = csv->at;
    while (end < csv->end) {
        char byte = csv->piece[end++];
        if (is_line_end(byte) || is_separator(csv, byte)) {
            break;
        }
    }
    return end - csv->at;
}

/* ---- what libcsv tells ----------------------------------------------------------------------- */

static void on_cell(void *bytes, size_t length, void *context) {
    struct csv *csv = context;
    csv->within = false;
    if (csv->count == LIMIT_ROW_CELLS) {
        csv->too_many = true;
        return;
    }
    csv->cells[csv->count++] =
        (struct csv_cell){text_from(NULL, length), csv->start.line, csv->start.column};
    buffer_append(&csv->text, bytes, length);
}

static void on_row(int end, void *context) {
    struct csv *csv = context;
    (void)end;
    csv->row_ended = true;
    if (csv->separator == 0) {
        csv->separator = ','; /* a header of one cell */
    }
    csv->has_header = true;
}

static void begin_row(struct csv *csv) {
    buffer_clear(&csv->text);
    csv->count = 0;
    csv->bytes = 0;
    csv->within = false;
    csv->only_white = true;
    csv->row_ended = false;
    csv->too_many = false;
}

/* ---- what cannot be read --------------------------------------------------------------------- */

static enum csv_status refuse(struct csv *csv, struct csv_row *row, struct mark where,
                              const char *problem) {
    uint32_t line = csv->count > 0 ? csv->cells[0].line : csv->start.line;
    snprintf(csv->problem, sizeof csv->problem, "%s", problem);
    *row = (struct csv_row){.line = line,
                            .problem = csv->problem,
                            .problem_line = where.line,
                            .problem_column = where.column};
    return CSV_BAD_ROW;
}

/* Gives up the row and goes on behind the line that was reached. */
static enum csv_status refuse_line(struct csv *csv, struct csv_row *row, struct mark where,
                                   const char *problem) {
    enum csv_status status = refuse(csv, row, where, problem);
    if (csv->within_line) {
        skip_line(csv);
    }
    csv_free(&csv->parser);
    csv->separator = csv->has_header ? csv->separator : ',';
    set_up_parser(csv);
    return status;
}

/* libcsv stopped at the next byte. */
static enum csv_status refuse_quote(struct csv *csv, struct csv_row *row) {
    struct mark where = csv->here;
    char problem[PROBLEM_SIZE];
    if (csv->piece[csv->at] == '"') {
        return refuse_line(csv, row, where,
                           "a quote within a cell: put the whole cell into quotes and double those "
                           "within it");
    }
    snprintf(problem, sizeof problem,
             "something stands behind the quote that ends the cell begun in line %u, column %u: "
             "double the quotes within a cell",
             (unsigned)csv->start.line, (unsigned)csv->start.column);
    return refuse_line(csv, row, where, problem);
}

static enum csv_status refuse_long(struct csv *csv, struct csv_row *row) {
    char problem[PROBLEM_SIZE];
    snprintf(problem, sizeof problem, "the row is longer than %d bytes; is a quote not closed?",
             LIMIT_ROW_BYTES);
    struct mark where = {csv->count > 0 ? csv->cells[0].line : csv->start.line, 1};
    return refuse_line(csv, row, where, problem);
}

/* Other formats of a spreadsheet, by how they begin; NULL where it may be CSV. */
static const char *foreign_format(struct text bytes) {
    static const struct {
        const char *bytes;
        size_t length;
        const char *problem;
    } formats[] = {
        {"PK\003\004", 4, "this is a workbook and no CSV: save it as \"CSV UTF-8\""},
        {"\xff\xfe", 2, "this is UTF-16 text: save the table as \"CSV UTF-8\""},
        {"\xfe\xff", 2, "this is UTF-16 text: save the table as \"CSV UTF-8\""},
    };
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (bytes.length >= formats[i].length &&
            memcmp(bytes.at, formats[i].bytes, formats[i].length) == 0) {
            return formats[i].problem;
        }
    }
    return NULL;
}

/* ---- rows ------------------------------------------------------------------------------------ */

/* Looks at the first bytes, however few the source gives at once: a byte order mark is skipped.
 * Returns what is wrong with them, or NULL. */
static const char *begin_source(struct csv *csv) {
    enum { FIRST_BYTES = 4 };
    if (csv->begun) {
        return NULL;
    }
    csv->begun = true;
    while (csv->end < FIRST_BYTES && !csv->ended) {
        size_t count =
            csv->source.read(csv->source.context, csv->piece + csv->end, PIECE_BYTES - csv->end);
        csv->end += count;
        csv->ended = count == 0;
    }
    struct text bytes = text_from(csv->piece, csv->end);
    csv->at = bytes.length >= 3 && memcmp(bytes.at, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    return foreign_format(bytes);
}

static bool is_blank(const struct csv *csv) {
    return csv->text.length == 0 && !csv->text.failed;
}

/* The texts of the cells can be told only now: the buffer has moved while it grew. */
static enum csv_status finish_row(struct csv *csv, struct csv_row *row) {
    const char *at = csv->text.at;
    if (csv->text.failed) {
        return CSV_NO_MEMORY;
    }
    if (csv->too_many) {
        char problem[PROBLEM_SIZE];
        snprintf(problem, sizeof problem, "the row has more than %d cells", LIMIT_ROW_CELLS);
        return refuse(csv, row, (struct mark){csv->cells[0].line, 1}, problem);
    }
    for (size_t i = 0; i < csv->count; i++) {
        struct csv_cell *cell = &csv->cells[i];
        cell->text.at = at;
        at += cell->text.length;
        if (!text_is_utf8(cell->text)) {
            return refuse(csv, row, (struct mark){cell->line, cell->column},
                          "this cell is not UTF-8: save the table as \"CSV UTF-8\"");
        }
    }
    *row = (struct csv_row){.cells = csv->cells, .count = csv->count, .line = csv->cells[0].line};
    return CSV_ROW;
}

static bool is_white(struct text bytes) {
    for (size_t i = 0; i < bytes.length; i++) {
        if (bytes.at[i] != ' ' && bytes.at[i] != '\t' && !is_line_end(bytes.at[i])) {
            return false;
        }
    }
    return true;
}

/* Feeds libcsv up to where a cell may end. False where it refused: `at` is then where. */
static bool feed(struct csv *csv) {
    struct text bytes = text_from(csv->piece + csv->at, span(csv));
    if (!csv->within) {
        csv->start = csv->here;
        csv->within = true;
    }
    csv->only_white = csv->only_white && is_white(bytes);
    csv->bytes += bytes.length;
    size_t taken = csv_parse(&csv->parser, bytes.at, bytes.length, on_cell, on_row, csv);
    pass(csv, taken);
    if (csv->only_white && !csv->row_ended && is_line_end(bytes.at[bytes.length - 1])) {
        begin_row(csv); /* libcsv passes over an empty line without a word */
    }
    return taken == bytes.length;
}

static enum csv_status finish_source(struct csv *csv, struct csv_row *row) {
    if (csv_fini(&csv->parser, on_cell, on_row, csv) != 0) {
        enum csv_status status = refuse(csv, row, csv->start, "a quoted cell is never closed");
        csv_free(&csv->parser);
        set_up_parser(csv);
        return status;
    }
    return csv->row_ended && !is_blank(csv) ? finish_row(csv, row) : CSV_END;
}

enum csv_status csv_next(struct csv *csv, struct csv_row *row) {
    begin_row(csv);
    const char *foreign = begin_source(csv);
    if (foreign != NULL) {
        csv->ended = true;
        csv->at = csv->end;
        csv->start = csv->here;
        return refuse(csv, row, csv->here, foreign);
    }
    while (fill(csv)) {
        if (!feed(csv)) {
            bool bad = csv_error(&csv->parser) == CSV_EPARSE;
            return bad ? refuse_quote(csv, row) : CSV_NO_MEMORY;
        }
        if (csv->bytes > LIMIT_ROW_BYTES) {
            return refuse_long(csv, row);
        }
        if (csv->row_ended && !is_blank(csv)) {
            return finish_row(csv, row);
        }
        if (csv->row_ended) {
            begin_row(csv);
        }
    }
    return finish_source(csv, row);
}
