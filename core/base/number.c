#include "base/number.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* printf and strtod agree with each other in any locale; only the sign of the fraction differs. */
static void use_decimal_point(char *digits) {
    char *mark = digits + strspn(digits, "-0123456789");
    if (*mark != '\0' && *mark != 'e' && *mark != '.') {
        size_t wide = strcspn(mark, "0123456789e");
        *mark = '.';
        memmove(mark + 1, mark + wide, strlen(mark + wide) + 1);
    }
}

struct text number_format(double number, char out[NUMBER_TEXT_SIZE]) {
    if (!isfinite(number)) {
        const char *word = isnan(number) ? "nan" : number > 0 ? "inf" : "-inf";
        memcpy(out, word, strlen(word) + 1);
        return text_of(out);
    }
    /* A decimal of up to 15 digits survives the way through a normal double, and %g drops trailing
     * zeros: if there is a shorter form, 15 digits show it. Subnormal numbers hold fewer digits. */
    int digits = fabs(number) >= DBL_MIN ? DBL_DIG : 1;
    do {
        snprintf(out, NUMBER_TEXT_SIZE, "%.*g", digits, number);
        digits++;
    } while (digits <= DBL_DECIMAL_DIG && strtod(out, NULL) != number);
    use_decimal_point(out);
    return text_of(out);
}

/* The decimal mark that strtod wants. */
static char locale_mark(void) {
    char half[NUMBER_TEXT_SIZE];
    snprintf(half, sizeof half, "%.1f", 0.5);
    return half[1];
}

bool number_parse(struct text text, double *number) {
    enum { LONGEST = 63 };
    char digits[LONGEST + 1];
    char *end;
    if (text_is_empty(text) || text.length > LONGEST) {
        return false;
    }
    for (size_t i = 0; i < text.length; i++) {
        char c = text.at[i];
        if (c == 0 || strchr("0123456789+-eE.,", c) == NULL) {
            return false;
        }
        digits[i] = c == '.' || c == ',' ? locale_mark() : c;
    }
    digits[text.length] = '\0';
    *number = strtod(digits, &end);
    return end == digits + text.length && isfinite(*number);
}
