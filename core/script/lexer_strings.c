#include "script/lexer_strings.h"

#include "script/lexer.h"

static int at(struct text text, uint32_t index) {
    return index < text.length ? (unsigned char)text.at[index] : -1;
}

static int digit_value(int c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    int lower = c | 32;
    return c > 0 && lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

static bool is_decimal(int c) {
    return c >= '0' && c <= '9';
}

static struct escape wrong(uint32_t length, const char *problem) {
    return (struct escape){.length = length, .problem = problem};
}

static struct escape one_byte(uint32_t length, int byte) {
    return (struct escape){.length = length, .count = 1, .bytes = {(char)byte}};
}

/* \ddd, up to three decimal digits. */
static struct escape decimal_escape(struct text rest) {
    int value = 0;
    uint32_t length = 1;
    while (length < 4 && is_decimal(at(rest, length))) {
        value = value * 10 + digit_value(at(rest, length++));
    }
    return value > 255 ? wrong(length, "the escape is a byte above 255") : one_byte(length, value);
}

/* \xXX, exactly two hexadecimal digits. */
static struct escape hexadecimal_escape(struct text rest) {
    int high = digit_value(at(rest, 2));
    int low = high < 0 ? -1 : digit_value(at(rest, 3));
    return low < 0 ? wrong(2, "`\\x` needs two hexadecimal digits") : one_byte(4, high * 16 + low);
}

/* UTF-8 in its original form, up to six bytes for values below 2^31, as Lua writes it. */
static void encode(struct escape *escape, uint32_t value) {
    char reversed[ESCAPE_BYTES];
    uint32_t count = 0;
    uint32_t first_limit = 0x3F;
    if (value < 0x80) {
        escape->bytes[0] = (char)value;
        escape->count = 1;
        return;
    }
    while (value > first_limit) {
        reversed[count++] = (char)(0x80 | (value & 0x3F));
        value >>= 6;
        first_limit >>= 1;
    }
    reversed[count++] = (char)((~first_limit << 1) | value);
    for (uint32_t i = 0; i < count; i++) {
        escape->bytes[i] = reversed[count - 1 - i];
    }
    escape->count = count;
}

/* \u{XXX}, a code point below 2^31. */
static struct escape unicode_escape(struct text rest) {
    uint32_t length = 3;
    uint32_t value = 0;
    if (at(rest, 2) != '{' || digit_value(at(rest, 3)) < 0) {
        return wrong(2, "`\\u` needs hexadecimal digits in braces, as in `\\u{E9}`");
    }
    while (digit_value(at(rest, length)) >= 0) {
        if (value > (0x7FFFFFFFU >> 4)) {
            return wrong(length, "`\\u` goes up to 7FFFFFFF");
        }
        value = value * 16 + (uint32_t)digit_value(at(rest, length++));
    }
    if (at(rest, length) != '}') {
        return wrong(length, "`\\u{` has no closing brace");
    }
    struct escape escape = {.length = length + 1};
    encode(&escape, value);
    return escape;
}

/* \z and the white space behind it, line breaks included. */
static struct escape skip_escape(struct text rest) {
    uint32_t length = 2;
    while (at(rest, length) == ' ' || (at(rest, length) >= '\t' && at(rest, length) <= '\r')) {
        length++;
    }
    return (struct escape){.length = length};
}

/* A backslash at the end of a line: a line break, two bytes of which count as one. */
static struct escape line_escape(struct text rest) {
    int second = at(rest, 2);
    bool pair = (second == '\n' || second == '\r') && second != at(rest, 1);
    return one_byte(pair ? 3 : 2, '\n');
}

struct escape lexer_escape(struct text rest) {
    static const char letters[] = "abfnrtv\\\"'";
    static const char meanings[] = "\a\b\f\n\r\t\v\\\"'";
    int c = at(rest, 1);
    const char *letter = c > 0 ? strchr(letters, c) : NULL;
    if (letter != NULL) {
        return one_byte(2, meanings[letter - letters]);
    }
    if (is_decimal(c)) {
        return decimal_escape(rest);
    }
    switch (c) {
    case 'x':
        return hexadecimal_escape(rest);
    case 'u':
        return unicode_escape(rest);
    case 'z':
        return skip_escape(rest);
    case '\n':
    case '\r':
        return line_escape(rest);
    default:
        return wrong(1, "a backslash before a character that it does not change");
    }
}

/* ---- values ---- */

/* The content between long brackets: without the first line break, line breaks as \n. */
static struct text long_value(char *out, struct text token) {
    size_t count = 0;
    size_t level = 0;
    while (token.at[level + 1] == '=') {
        level++;
    }
    struct text content = text_from(token.at + level + 2, token.length - 2 * (level + 2));
    for (uint32_t i = 0; i < content.length; i++) {
        int c = at(content, i);
        bool line_break = c == '\n' || c == '\r';
        int second = at(content, i + 1);
        bool pair = line_break && (second == '\n' || second == '\r') && second != c;
        if (!line_break || i > 0) {
            out[count++] = line_break ? '\n' : (char)c;
        }
        i += pair;
    }
    return text_from(out, count);
}

static struct text quoted_value(char *out, struct text token) {
    size_t count = 0;
    for (size_t i = 1; i + 1 < token.length;) {
        if (token.at[i] != '\\') {
            out[count++] = token.at[i++];
            continue;
        }
        struct escape escape = lexer_escape(text_from(token.at + i, token.length - 1 - i));
        memcpy(out + count, escape.bytes, escape.count);
        count += escape.count;
        i += escape.length;
    }
    return text_from(out, count);
}

/* A value is never longer than its token: the longest escape gives 6 bytes for at least 10. */
struct text token_string_value(struct arena *arena, const struct token_list *tokens,
                               uint32_t index) {
    struct text token = token_text(tokens, index);
    char *out = arena_alloc(arena, token.length);
    if (out == NULL) {
        return text_of(NULL);
    }
    return token.at[0] == '[' ? long_value(out, token) : quoted_value(out, token);
}
