/*
 * Many people, line by line: each record becomes the params of one `screen`, each answer one line.
 *
 *     {"facts":{..},"ref":"a1"}  ->  {"protocol":"x", + "facts":{..},"ref":"a1"}
 *                                        | service_call_json
 *     {"line":1, + "decision":.. <-  {"decision":..,"ref":"a1"}
 *
 * Texts are joined, not parsed: only a line that was refused is looked into, to say why. Nothing is
 * kept from one line to the next but the buffers.
 */
#include "base/limits.h"
#include "cli/columns.h"
#include "cli/records.h"
#include "cli/screen.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static const char program[] = "synovia screen";

struct batch {
    const struct screen *screen;
    struct records records;
    struct csv *csv; /* NULL: the records are lines */
    struct columns columns;
    long line;            /* of the record at hand */
    struct buffer start;  /* of every record's params */
    struct buffer params; /* of the record at hand */
    struct buffer answer;
    struct buffer problem;
    struct text ref; /* of a CSV row */
    long done, refused;
    bool failed; /* the stream could not be read to its end */
    bool shows_progress;
    struct timespec began;
};

/* ---- telling --------------------------------------------------------------------------------- */

/* Takes over `ref`, which may be NULL. */
static void tell_error(struct batch *batch, json_t *ref, const char *code, const char *message) {
    json_t *line = json_pack("{s:I, s:o*, s:{s:s, s:s}}", "line", (json_int_t)batch->line, "ref",
                             ref, "error", "code", code, "message", message);
    batch->refused++;
    if (line == NULL) {
        printf("{\"line\":%ld,\"error\":{\"code\":\"out-of-memory\",\"message\":\"\"}}\n",
               batch->line);
        return;
    }
    json_dumpf(line, stdout, JSON_COMPACT);
    putchar('\n');
    json_decref(line);
}

static void tell_decision(struct batch *batch) {
    printf("{\"line\":%ld,", batch->line);
    fwrite(batch->answer.at + 1, 1, batch->answer.length - 1, stdout);
    putchar('\n');
}

/* What the service refused, in its words. */
static void tell_refused(struct batch *batch, json_t *ref) {
    json_t *error = json_loadb(batch->answer.at, batch->answer.length, 0, NULL);
    tell_error(batch, ref, error == NULL ? "out-of-memory" : json_text(error, "code"),
               error == NULL ? "out of memory" : json_text(error, "message"));
    json_decref(error);
}

/* A line that is no JSON is told with its own columns, not with those of the joined text. */
static void tell_bad_line(struct batch *batch) {
    json_error_t where;
    json_t *line = json_loadb(batch->records.text.at, batch->records.text.length,
                              JSON_REJECT_DUPLICATES, &where);
    if (line == NULL) {
        struct buffer message = {0};
        buffer_append_format(&message, "column %d: %s", where.column, where.text);
        buffer_append(&message, "", 1);
        tell_error(batch, NULL, "bad-line", message.failed ? "not JSON" : message.at);
        buffer_free(&message);
        return;
    }
    json_t *ref = json_object_get(line, "ref");
    bool usable = json_is_string(ref) || json_is_integer(ref);
    tell_refused(batch, usable ? json_incref(ref) : NULL);
    json_decref(line);
}

/* ---- progress -------------------------------------------------------------------------------- */

static double seconds_since(const struct timespec *then) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - then->tv_sec) + (double)(now.tv_nsec - then->tv_nsec) / 1e9;
}

static void show_progress(const struct batch *batch, const char *end) {
    double seconds = seconds_since(&batch->began);
    fprintf(stderr, "\r%ld lines, %.0f a second, %ld refused %s", batch->done,
            seconds > 0 ? (double)batch->done / seconds : 0, batch->refused, end);
}

/* ---- one record ------------------------------------------------------------------------------ */

static bool call(struct batch *batch) {
    buffer_clear(&batch->answer);
    return service_call_json(batch->screen->peer, text_of("screen"), buffer_text(&batch->params),
                             false, &batch->answer) &&
           !batch->answer.failed && batch->answer.length > 0;
}

static void begin_params(struct batch *batch) {
    buffer_clear(&batch->params);
    buffer_append_text(&batch->params, buffer_text(&batch->start));
}

static void decide_row(struct batch *batch, const struct csv_row *row) {
    batch->line = (long)row->line;
    begin_params(batch);
    buffer_clear(&batch->problem);
    if (!columns_row(&batch->columns, row, batch->screen->as_of, &batch->params, &batch->ref,
                     &batch->problem)) {
        buffer_append(&batch->problem, "", 1);
        tell_error(batch, NULL, "bad-line", batch->problem.failed ? "" : batch->problem.at);
        return;
    }
    if (call(batch)) {
        tell_decision(batch);
    } else {
        tell_refused(batch, text_is_empty(batch->ref)
                                ? NULL
                                : json_stringn(batch->ref.at, batch->ref.length));
    }
}

/* The day of the command line, where the line does not name one itself. */
static bool names_day(struct text line) {
    static const char key[] = "\"as_of\"";
    for (size_t i = 0; i + sizeof key - 1 <= line.length; i++) {
        if (memcmp(line.at + i, key, sizeof key - 1) == 0) {
            json_t *value = json_loadb(line.at, line.length, 0, NULL);
            bool named = json_object_get(value, "as_of") != NULL;
            json_decref(value);
            return named;
        }
    }
    return false;
}

static void decide_line(struct batch *batch) {
    begin_params(batch);
    struct text line = buffer_text(&batch->records.text);
    size_t brace = 0;
    while (brace < line.length && (line.at[brace] == ' ' || line.at[brace] == '\t')) {
        brace++;
    }
    if (brace == line.length) {
        return;
    }
    if (line.at[brace] != '{') {
        tell_error(batch, NULL, "bad-line", "a line is a JSON object, such as {\"facts\": {}}");
        return;
    }
    struct text rest = text_from(line.at + brace + 1, line.length - brace - 1);
    if (batch->screen->as_of != NULL && !names_day(line)) {
        buffer_append_string(&batch->params, ",\"as_of\":");
        screen_quote(&batch->params, text_of(batch->screen->as_of));
    }
    size_t space = 0;
    while (space < rest.length && (rest.at[space] == ' ' || rest.at[space] == '\t')) {
        space++;
    }
    bool empty = space < rest.length && rest.at[space] == '}';
    buffer_append_string(&batch->params, empty ? "" : ",");
    buffer_append_text(&batch->params, rest);
    if (call(batch)) {
        tell_decision(batch);
    } else {
        tell_bad_line(batch);
    }
}

/* ---- the stream ------------------------------------------------------------------------------ */

/* False at the end of the stream. */
static bool take_line(struct batch *batch) {
    enum record_status status = records_next(&batch->records);
    batch->line = batch->records.line;
    switch (status) {
    case RECORD_READ:
        decide_line(batch);
        return true;
    case RECORD_TOO_LONG:
        tell_error(batch, NULL, "bad-line", "the line is longer than a mebibyte");
        return true;
    case RECORD_END:
        return false;
    case RECORD_FAILED:
        batch->failed = true;
        return false;
    }
    return false;
}

static bool take_row(struct batch *batch) {
    struct csv_row row;
    enum csv_status status = csv_next(batch->csv, &row);
    if (status == CSV_ROW || status == CSV_BAD_ROW) {
        decide_row(batch, &row);
        return true;
    }
    batch->failed = status == CSV_NO_MEMORY || ferror(batch->records.in);
    return false;
}

static bool take_record(struct batch *batch) {
    enum { PROGRESS_EVERY = 1024 };
    if (!(batch->csv == NULL ? take_line(batch) : take_row(batch))) {
        return false;
    }
    batch->done++;
    if (batch->shows_progress && batch->done % PROGRESS_EVERY == 0) {
        show_progress(batch, "");
    }
    return !ferror(stdout);
}

static bool read_header(struct batch *batch) {
    struct csv_source source = records_source(&batch->records);
    struct csv_row header;
    batch->csv = csv_open(&source, (uint32_t)batch->records.next_line);
    enum csv_status status = batch->csv == NULL ? CSV_NO_MEMORY : csv_next(batch->csv, &header);
    if (status != CSV_ROW) {
        complain(program, "the header cannot be read as CSV: %s",
                 status == CSV_BAD_ROW ? header.problem
                 : status == CSV_END   ? "there is none"
                                       : "out of memory");
        return false;
    }
    json_t *protocol = screen_describe(batch->screen);
    const json_t *facts = json_object_get(protocol, "facts");
    bool begun = facts != NULL && columns_begin(&batch->columns, &header, facts, program);
    batch->columns.decimal_comma = csv_has_decimal_comma(batch->csv);
    json_decref(protocol);
    return begun;
}

static enum exit_code run(struct batch *batch) {
    int first = records_peek(&batch->records);
    bool is_csv = batch->screen->input == BATCH_CSV ||
                  (batch->screen->input == BATCH_DETECT && first != '{' && first != EOF);
    if (is_csv && !read_header(batch)) {
        return EXIT_CODE_FAILED;
    }
    while (take_record(batch)) {
    }
    if (batch->shows_progress) {
        show_progress(batch, "\n");
    }
    if (batch->failed) {
        complain(program, "cannot read standard input to its end");
        return EXIT_CODE_COULD_NOT;
    }
    return batch->refused > 0 ? EXIT_CODE_FAILED : EXIT_CODE_DONE;
}

enum exit_code screen_batch(const struct screen *screen) {
    struct batch batch = {
        .screen = screen,
        .shows_progress = isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO),
    };
    clock_gettime(CLOCK_MONOTONIC, &batch.began);
    records_begin(&batch.records, stdin);
    screen_params(screen, false, &batch.start);
    enum exit_code code = run(&batch);
    csv_close(batch.csv);
    columns_free(&batch.columns);
    records_free(&batch.records);
    buffer_free(&batch.start);
    buffer_free(&batch.params);
    buffer_free(&batch.answer);
    buffer_free(&batch.problem);
    return code;
}
