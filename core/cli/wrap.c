#include "cli/wrap.h"

#include <stdlib.h>
#include <sys/ioctl.h>

enum { USUAL_WIDTH = 80, LEAST_WIDTH = 20, MOST_WIDTH = 1000, HANGING = 2 };

unsigned wrap_width(FILE *out) {
    struct winsize size = {0};
    const char *columns = getenv("COLUMNS");
    long width = columns == NULL ? 0 : strtol(columns, NULL, 10);
    if (width <= 0 && ioctl(fileno(out), TIOCGWINSZ, &size) == 0) {
        width = size.ws_col;
    }
    if (width <= 0 || width > MOST_WIDTH) {
        return USUAL_WIDTH;
    }
    return width < LEAST_WIDTH ? LEAST_WIDTH : (unsigned)width;
}

/* Bytes of the escape sequence that the text begins with; 0 where it begins with none. */
static size_t escape_length(struct text text) {
    if (text.length < 2 || text.at[0] != '\033' || text.at[1] != '[') {
        return 0;
    }
    for (size_t i = 2; i < text.length; i++) {
        if (text.at[i] >= '@' && text.at[i] <= '~') {
            return i + 1;
        }
    }
    return text.length;
}

/* Columns that the text takes: code points outside of escape sequences. */
static unsigned columns_of(struct text text) {
    unsigned columns = 0;
    for (size_t i = 0; i < text.length;) {
        size_t escape = escape_length(text_from(text.at + i, text.length - i));
        columns += escape == 0 && ((unsigned char)text.at[i] & 0xc0) != 0x80;
        i += escape == 0 ? 1 : escape;
    }
    return columns;
}

static size_t count_spaces(struct text text, size_t from) {
    size_t end = from;
    while (end < text.length && text.at[end] == ' ') {
        end++;
    }
    return end - from;
}

static size_t word_length(struct text text, size_t from) {
    size_t end = from;
    while (end < text.length && text.at[end] != ' ') {
        end++;
    }
    return end - from;
}

static void print_line(FILE *out, struct text line, unsigned width) {
    size_t indent = count_spaces(line, 0);
    unsigned column = 0;
    for (size_t at = 0; at < line.length;) {
        size_t spaces = count_spaces(line, at);
        struct text word = text_from(line.at + at + spaces, word_length(line, at + spaces));
        unsigned columns = columns_of(word);
        bool fits = column == 0 || column + spaces + columns <= width;
        size_t before = fits ? spaces : indent + HANGING;
        if (!fits) {
            fputc('\n', out);
            column = 0;
            before = before + columns <= width ? before : columns < width ? width - columns : 0;
        }
        if (word.length > 0) {
            fprintf(out, "%*s%.*s", (int)before, "", (int)word.length, word.at);
            column += (unsigned)before + columns;
        }
        at += spaces + word.length;
    }
}

void wrap_print(FILE *out, struct text text, unsigned width) {
    size_t start = 0;
    for (size_t i = 0; i < text.length; i++) {
        if (text.at[i] == '\n') {
            print_line(out, text_from(text.at + start, i - start), width);
            fputc('\n', out);
            start = i + 1;
        }
    }
    struct text rest = text_from(text.at + start, text.length - start);
    print_line(out, rest, width);
    if (rest.length > 0 && rest.at[rest.length - 1] == ' ') {
        fputc(' ', out); /* a prompt, behind which somebody will type */
    }
}
