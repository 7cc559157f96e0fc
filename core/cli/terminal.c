#include "cli/terminal.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct terminal terminal_on(FILE *out) {
    const char *no_colour = getenv("NO_COLOR");
    const char *kind = getenv("TERM");
    bool refused = no_colour != NULL && no_colour[0] != 0;
    bool able = kind != NULL && strcmp(kind, "dumb") != 0;
    bool is_terminal = isatty(fileno(out)) == 1;
    return (struct terminal){out, is_terminal, is_terminal && able && !refused};
}

void terminal_print(const struct terminal *terminal, enum colour colour, const char *format, ...) {
    static const char *const codes[] = {"",         "\033[1m",  "\033[2m",
                                        "\033[31m", "\033[32m", "\033[33m"};
    bool coloured = terminal->colours && colour != COLOUR_PLAIN;
    va_list arguments;
    fputs(coloured ? codes[colour] : "", terminal->out);
    va_start(arguments, format);
    vfprintf(terminal->out, format, arguments);
    va_end(arguments);
    fputs(coloured ? "\033[0m" : "", terminal->out);
}

/* ---- what others wrote ----------------------------------------------------------------------- */

void terminal_clean(struct buffer *out, struct text text) {
    for (size_t i = 0; i < text.length;) {
        unsigned code;
        size_t control = text_control_length(text_from(text.at + i, text.length - i), &code);
        if (control > 0) {
            buffer_append_format(out, "\\x%02x", code);
        } else {
            buffer_append(out, text.at + i, 1);
        }
        i += control > 0 ? control : 1;
    }
}

void terminal_say(FILE *out, struct text text) {
    struct buffer clean = {0};
    terminal_clean(&clean, text);
    if (clean.length > 0) {
        fwrite(clean.at, 1, clean.length, out);
    }
    buffer_free(&clean);
}

void complain(const char *program, const char *format, ...) {
    char *message = NULL;
    size_t length = 0;
    FILE *gathering = open_memstream(&message, &length);
    va_list arguments;
    if (gathering != NULL) {
        va_start(arguments, format);
        vfprintf(gathering, format, arguments);
        va_end(arguments);
        fclose(gathering);
    }
    fprintf(stderr, "%s: ", program);
    terminal_say(stderr, message == NULL ? text_of("out of memory") : text_from(message, length));
    fputc('\n', stderr);
    free(message);
}

bool terminal_finish(const char *program) {
    bool written = fflush(stdout) == 0 && !ferror(stdout);
    if (!written) {
        complain(program, "cannot write to standard output: %s", strerror(errno));
    }
    return written;
}
