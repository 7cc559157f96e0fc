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

/* ---- lines ----------------------------------------------------------------------------------- */

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

static enum record_status at_end(struct records *records) {
    if (ferror(records->in) || records->text.failed) {
        return RECORD_FAILED;
    }
    drop_carriage_return(&records->text);
    return records->text.length == 0 ? RECORD_END : RECORD_READ;
}

enum record_status records_next(struct records *records) {
    buffer_clear(&records->text);
    records->line = records->next_line;
    for (;;) {
        int c = getc_unlocked(records->in);
        if (c == EOF) {
            return at_end(records);
        }
        if (c == '\n') {
            records->next_line++;
            drop_carriage_return(&records->text);
            return records->text.failed ? RECORD_FAILED : RECORD_READ;
        }
        if (records->text.length == LIMIT_ROW_BYTES) {
            skip_line(records);
            return RECORD_TOO_LONG;
        }
        char byte = (char)c;
        buffer_append(&records->text, &byte, 1);
    }
}

/* ---- bytes ----------------------------------------------------------------------------------- */

static size_t read_line(void *context, char *into, size_t most) {
    FILE *in = ((struct records *)context)->in;
    size_t count = 0;
    int c = 0;
    while (count < most && c != '\n' && (c = getc_unlocked(in)) != EOF) {
        into[count++] = (char)c;
    }
    return count;
}

struct csv_source records_source(struct records *records) {
    return (struct csv_source){read_line, records};
}
