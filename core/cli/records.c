#include "cli/records.h"

#include "base/limits.h"

void records_begin(struct records *records, FILE *in) {
    static const int mark[] = {0xEF, 0xBB, 0xBF};
    *records = (struct records){.in = in, .next_line = 1};
    int c = getc(in);
    for (size_t i = 0; i < 3 && c == mark[i]; i++) {
        c = getc(in);
    }
    if (c != EOF) {
        ungetc(c, in);
    }
}

void records_free(struct records *records) {
    buffer_free(&records->text);
}

int records_peek(struct records *records) {
    int c;
    while ((c = getc(records->in)) == ' ' || c == '\t' || c == '\r' || c == '\n') {
        records->next_line += c == '\n';
    }
    if (c != EOF) {
        ungetc(c, records->in);
    }
    return c;
}

/* ---- reading --------------------------------------------------------------------------------- */

/* Where a quoted field begins and ends; a doubled quote ends it and begins it again. */
struct quoting {
    bool csv;
    bool inside;
    bool at_start; /* of a field */
    bool after_quote;
};

static void quoting_take(struct quoting *quoting, char c) {
    if (!quoting->csv) {
        return;
    }
    if (c == '"' && (quoting->at_start || quoting->after_quote)) {
        quoting->inside = true;
        quoting->after_quote = false;
    } else if (c == '"' && quoting->inside) {
        quoting->inside = false;
        quoting->after_quote = true;
    } else {
        quoting->after_quote = false;
    }
    quoting->at_start = !quoting->inside && c == ',';
}

/* Drops what is left of the line. */
static void skip_line(struct records *records) {
    int c;
    while ((c = getc_unlocked(records->in)) != EOF && c != '\n') {
    }
    records->next_line++;
}

static void drop_carriage_return(struct buffer *text) {
    if (text->length > 0 && text->at[text->length - 1] == '\r') {
        text->length--;
    }
}

static enum record_status at_end(struct records *records, bool inside) {
    if (ferror(records->in) || records->text.failed) {
        return RECORD_FAILED;
    }
    drop_carriage_return(&records->text);
    if (inside) {
        return RECORD_UNFINISHED;
    }
    return records->text.length == 0 ? RECORD_END : RECORD_READ;
}

enum record_status records_next(struct records *records, bool csv) {
    struct quoting quoting = {.csv = csv, .at_start = true};
    buffer_clear(&records->text);
    records->line = records->next_line;
    for (;;) {
        int c = getc_unlocked(records->in);
        if (c == EOF) {
            return at_end(records, quoting.inside);
        }
        records->next_line += c == '\n';
        if (c == '\n' && !quoting.inside) {
            drop_carriage_return(&records->text);
            return records->text.failed ? RECORD_FAILED : RECORD_READ;
        }
        if (records->text.length == LIMIT_FRAME_BYTES) {
            if (c != '\n') {
                skip_line(records);
            }
            return RECORD_TOO_LONG;
        }
        char byte = (char)c;
        quoting_take(&quoting, byte);
        buffer_append(&records->text, &byte, 1);
    }
}

/* ---- cells ----------------------------------------------------------------------------------- */

/* Takes the cell at `from` to its comma or the end; the bytes of a quoted one move left over their
 * quotes. Returns where it ended, or NULL where a quote stands where none may be. */
static char *take_cell(char *from, const char *end, struct cell *cell) {
    char *to = from;
    char *start = from;
    cell->quoted = from < end && *from == '"';
    bool inside = cell->quoted;
    from += inside;
    for (; from < end && (inside || *from != ','); from++) {
        if (*from != '"') {
            if (cell->quoted && !inside) {
                return NULL;
            }
            *to++ = *from;
        } else if (!inside) {
            return NULL;
        } else if (from + 1 < end && from[1] == '"') {
            *to++ = *from++;
        } else {
            inside = false;
        }
    }
    cell->text = text_from(start, (size_t)(to - start));
    return inside ? NULL : from;
}

long records_split(struct records *records, struct cell *cells, size_t most) {
    char *at = records->text.at;
    const char *end = at == NULL ? NULL : at + records->text.length;
    long count = 0;
    struct cell left_over;
    if (at == NULL) {
        return 0;
    }
    for (;;) {
        at = take_cell(at, end, (size_t)count < most ? &cells[count] : &left_over);
        if (at == NULL) {
            return -1;
        }
        count++;
        if (at == end) {
            return count;
        }
        at++;
    }
}
