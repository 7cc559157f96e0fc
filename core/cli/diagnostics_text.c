#define _XOPEN_SOURCE 700

#include "cli/diagnostics_text.h"

#include <stdlib.h>
#include <string.h>

enum { GUTTER = 6 };

/* The line of the file, without its end; NULL where it cannot be read. The caller frees it. */
static char *read_line(const char *path, long number) {
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length = -1;
    if (file == NULL) {
        return NULL;
    }
    for (long i = 0; i < number; i++) {
        length = getline(&line, &capacity, file);
        if (length < 0) {
            break;
        }
    }
    fclose(file);
    if (length < 0) {
        free(line);
        return NULL;
    }
    line[strcspn(line, "\r\n")] = 0;
    return line;
}

/* Blanks up to the column, which counts UTF-8 characters; tabs stay tabs, so that the caret stands
 * below its character. */
static void print_caret(const struct terminal *terminal, const char *line, long column) {
    fprintf(terminal->out, "%*s | ", GUTTER, "");
    for (long at = 1; at < column && *line != 0; at++) {
        fputc(*line == '\t' ? '\t' : ' ', terminal->out);
        do {
            line++;
        } while ((*line & 0xC0) == 0x80);
    }
    terminal_print(terminal, COLOUR_GREEN, "^");
    fputc('\n', terminal->out);
}

void diagnostics_print_source(const struct terminal *terminal, const char *file, long line_number,
                              long column) {
    char *line = line_number > 0 ? read_line(file, line_number) : NULL;
    if (line != NULL) {
        fprintf(terminal->out, "%*ld | ", GUTTER, line_number);
        terminal_say(terminal->out, text_of(line));
        fputc('\n', terminal->out);
        if (column > 0) {
            print_caret(terminal, line, column);
        }
    }
    free(line);
}

static void print_place(const struct terminal *terminal, const char *file, long line, long column) {
    terminal_print(terminal, COLOUR_BOLD, "%s", file);
    if (line > 0) {
        terminal_print(terminal, COLOUR_BOLD, ":%ld:%ld", line, column);
    }
    fputs(": ", terminal->out);
}

static void print_one(const struct terminal *terminal, const json_t *diagnostic) {
    const char *severity = json_text(diagnostic, "severity");
    const char *file = json_text(diagnostic, "file");
    const char *cure = json_text(diagnostic, "cure");
    long line = json_whole(diagnostic, "line");
    long column = json_whole(diagnostic, "column");
    bool error = strcmp(severity, "error") == 0;
    print_place(terminal, file, line, column);
    terminal_print(terminal, error ? COLOUR_RED : COLOUR_YELLOW, "%s:", severity);
    fputc(' ', terminal->out);
    terminal_say(terminal->out, text_of(json_text(diagnostic, "message")));
    fputc(' ', terminal->out);
    terminal_print(terminal, COLOUR_DIM, "[%s]", json_text(diagnostic, "code"));
    fputc('\n', terminal->out);
    diagnostics_print_source(terminal, file, line, column);
    if (cure[0] != 0) {
        fprintf(terminal->out, "%*s cure: ", GUTTER, "");
        terminal_say(terminal->out, text_of(cure));
        fputc('\n', terminal->out);
    }
}

void diagnostics_print(const struct terminal *terminal, const json_t *diagnostics) {
    for (size_t i = 0; i < json_array_size(diagnostics); i++) {
        print_one(terminal, json_array_get(diagnostics, i));
    }
}

void diagnostics_print_counts(const struct terminal *terminal, long errors, long warnings) {
    terminal_print(terminal, errors > 0 ? COLOUR_RED : COLOUR_PLAIN, "%ld error%s", errors,
                   errors == 1 ? "" : "s");
    fputs(", ", terminal->out);
    terminal_print(terminal, warnings > 0 ? COLOUR_YELLOW : COLOUR_PLAIN, "%ld warning%s", warnings,
                   warnings == 1 ? "" : "s");
}
