#include "base/cell.h"

#include "base/number.h"

#include <strings.h>

const char cell_ambiguous[] =
    "where the comma is the decimal mark, a point before three digits may divide thousands or "
    "decimals: write 1234 or 1,234";

static bool is_word(struct text text, const char *word) {
    return text.length == strlen(word) && strncasecmp(text.at, word, text.length) == 0;
}

static size_t skip_digits(struct text text, size_t at) {
    while (at < text.length && text.at[at] >= '0' && text.at[at] <= '9') {
        at++;
    }
    return at;
}

static bool is_one_of(char c, const char *set) {
    return c != 0 && strchr(set, c) != NULL;
}

/* Behind what follows a mark ('.', 'e') and an optional sign, where that is at least one digit;
 * else `at`. */
static size_t skip_part(struct text text, size_t at, const char *marks, const char *signs) {
    size_t from = at;
    if (from == text.length || !is_one_of(text.at[from], marks)) {
        return at;
    }
    from++;
    from += from < text.length && is_one_of(text.at[from], signs);
    size_t end = skip_digits(text, from);
    return end > from ? end : at;
}

/* Three digits behind a point that may divide thousands: 1.234, but neither 0.234 nor 1.2345. */
static bool may_divide_thousands(struct text text, size_t first, size_t point, size_t end) {
    return point < end && text.at[point] == '.' && end - point == 4 && point - first <= 3 &&
           text.at[first] != '0';
}

/* The number that the text begins with: its length, 0 where it begins with none. */
static size_t scan_number(struct text text, bool decimal_comma, bool *ambiguous) {
    size_t first = text.length > 0 && text.at[0] == '-';
    size_t point = skip_digits(text, first);
    if (point == first || (point > first + 1 && text.at[first] == '0')) {
        return 0;
    }
    size_t end = skip_part(text, point, decimal_comma ? ",." : ".", "");
    *ambiguous = decimal_comma && may_divide_thousands(text, first, point, end);
    return skip_part(text, end, "eE", "+-");
}

static struct cell_value read_number(struct text cell, bool decimal_comma) {
    struct cell_value value = {.kind = CELL_TEXT};
    bool ambiguous = false;
    size_t length = scan_number(cell, decimal_comma, &ambiguous);
    bool alone = length == cell.length;
    bool with_unit = length + 1 < cell.length && cell.at[length] == ' ';
    if (length == 0 || (!alone && !with_unit) ||
        !number_parse(text_from(cell.at, length), &value.number)) {
        return value;
    }
    value.kind = ambiguous ? CELL_AMBIGUOUS : alone ? CELL_NUMBER : CELL_QUANTITY;
    if (with_unit) {
        value.unit = text_from(cell.at + length + 1, cell.length - length - 1);
    }
    return value;
}

static struct cell_value read_yes_no(struct text cell) {
    bool yes = is_word(cell, "true") || is_word(cell, "yes");
    bool no = is_word(cell, "false") || is_word(cell, "no");
    return (struct cell_value){.kind = yes || no ? CELL_YES_NO : CELL_TEXT, .yes = yes};
}

struct cell_value cell_read(struct text cell, enum cell_wanted wanted, bool decimal_comma) {
    if (text_is(cell, "?")) {
        return (struct cell_value){.kind = CELL_UNANSWERABLE};
    }
    if (wanted == CELL_WANTS_NUMBER) {
        return read_number(cell, decimal_comma);
    }
    return wanted == CELL_WANTS_YES_NO ? read_yes_no(cell) : (struct cell_value){.kind = CELL_TEXT};
}
