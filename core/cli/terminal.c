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

void complain(const char *program, const char *format, ...) {
    va_list arguments;
    fprintf(stderr, "%s: ", program);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
}

bool terminal_finish(const char *program) {
    bool written = fflush(stdout) == 0 && !ferror(stdout);
    if (!written) {
        complain(program, "cannot write to standard output: %s", strerror(errno));
    }
    return written;
}
