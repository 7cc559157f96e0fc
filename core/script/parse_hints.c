/* What people write who come from another language, or from a keyboard: `=>`, `&&`, `// comment`, a
 * list in brackets, a name with a space. The grammar only knows that something else should stand
 * there; these know what was meant. */
#include "script/parser.h"

#include <stdio.h>

static const struct token *token_at(const struct parser *parser, uint32_t token) {
    return &parser->tokens->at[token];
}

/* The kind of the token `back` before the next one. */
static enum token_kind kind_before(const struct parser *parser, uint32_t back) {
    return parser->at < back ? TOKEN_END_OF_SOURCE : token_at(parser, parser->at - back)->kind;
}

static bool is_tight(const struct parser *parser, uint32_t token) {
    const struct token *before = token_at(parser, token);
    return before->offset + before->length == before[1].offset;
}

static bool is_text(const struct parser *parser, uint32_t token, const char *text) {
    return text_is(token_text(parser->tokens, token), text);
}

static bool stop(struct parser *parser, uint32_t token, const char *message, const char *cure) {
    parser_stop(parser, token, message, cure);
    return true;
}

/* ---- signs of other languages ---- */

/* `// ...`, `# ...` or a C comment, at the next token or before it on its line. */
static bool foreign_comment(struct parser *parser) {
    enum token_kind kind = parser_kind(parser);
    uint32_t at = parser->at;
    bool begins = kind == TOKEN_FLOOR_DIVIDE || kind == TOKEN_LENGTH ||
                  (kind == TOKEN_DIVIDE && parser_kind_ahead(parser, 1) == TOKEN_TIMES);
    if (!begins && at > 0 && token_at(parser, at - 1)->line != token_at(parser, at)->line) {
        at--; /* an expression that ends its line is judged from the next one */
    }
    while (!begins && parser->functions == 0 && at > 0 &&
           token_at(parser, at - 1)->line == token_at(parser, at)->line) {
        at--;
        begins = token_at(parser, at)->kind == TOKEN_FLOOR_DIVIDE;
    }
    return begins && stop(parser, at, "this begins no comment", "a comment begins with `--`");
}

static bool foreign_comparison(struct parser *parser) {
    if (parser_kind(parser) != TOKEN_ASSIGN || parser_kind_ahead(parser, 1) != TOKEN_MORE ||
        !is_tight(parser, parser->at)) {
        return false;
    }
    char cure[160] = "write `term:at_least(number)`";
    if (kind_before(parser, 1) == TOKEN_NAME && parser_kind_ahead(parser, 2) == TOKEN_NUMBER) {
        struct token_quote name = parser_quote(parser, parser->at - 1);
        struct token_quote number = parser_quote(parser, parser->at + 2);
        snprintf(cure, sizeof cure, "write %.*s:at_least(%s", (int)strlen(name.text) - 1, name.text,
                 number.text + 1);
        snprintf(cure + strlen(cure) - 1, 3, ")`");
    }
    return stop(parser, parser->at, "`=>` compares nothing", cure);
}

static bool foreign_joint(struct parser *parser) {
    static const struct {
        const char *text;
        const char *message;
        const char *cure;
    } joints[] = {
        {"&", "`&&` is not an operator", "two conditions are joined by one `&`: a & b"},
        {"|", "`||` is not an operator", "two conditions are joined by one `|`: a | b"},
        {"AND", "`AND` is not an operator", "write `&`: a & b, or all { a, b }"},
        {"And", "`And` is not an operator", "write `&`: a & b, or all { a, b }"},
        {"OR", "`OR` is not an operator", "write `|`: a | b, or any { a, b }"},
        {"Or", "`Or` is not an operator", "write `|`: a | b, or any { a, b }"},
    };
    for (size_t i = 0; i < sizeof joints / sizeof joints[0]; i++) {
        bool sign = i < 2;
        if (is_text(parser, parser->at, joints[i].text) &&
            (!sign || (parser->at > 0 && is_text(parser, parser->at - 1, joints[i].text)))) {
            return stop(parser, parser->at, joints[i].message, joints[i].cure);
        }
    }
    return false;
}

/* ---- numbers ---- */

/* `under(95%)`, `under(90 mm[Hg])`, `days_ago():under(28 days)`. */
static bool number_with_unit(struct parser *parser) {
    enum token_kind next = parser_kind(parser);
    enum token_kind behind = parser_kind_ahead(parser, 1);
    bool percent = kind_before(parser, 1) == TOKEN_MODULO && kind_before(parser, 2) == TOKEN_NUMBER;
    bool name = next == TOKEN_NAME && kind_before(parser, 1) == TOKEN_NUMBER &&
                (behind == TOKEN_CLOSE_PAREN || behind == TOKEN_OPEN_BRACKET);
    return (percent || name) &&
           stop(parser, parser->at - 1, "a number stands here without its unit",
                "write the number alone: it is in the unit of its fact");
}

/* `seconds 20` */
static bool time_without_parentheses(struct parser *parser) {
    uint32_t before = parser->at - 1;
    if (parser_kind(parser) != TOKEN_NUMBER || parser->at == 0 ||
        !(is_text(parser, before, "seconds") || is_text(parser, before, "minutes") ||
          is_text(parser, before, "hours"))) {
        return false;
    }
    char cure[160];
    struct text word = token_text(parser->tokens, before);
    struct token_quote number = parser_quote(parser, parser->at);
    snprintf(cure, sizeof cure, "write `%.*s(%.*s)`", (int)word.length, word.at,
             (int)strlen(number.text) - 2, number.text + 1);
    return stop(parser, parser->at, "the number of a span of time stands in parentheses", cure);
}

/* ---- texts and lists ---- */

static bool quote_within_text(struct parser *parser) {
    return parser->at > 0 && kind_before(parser, 1) == TOKEN_STRING &&
           parser_kind(parser) == TOKEN_NAME && is_tight(parser, parser->at - 1) &&
           stop(parser, parser->at - 1, "a quote within this text ends it",
                "write \\\" for a quote that belongs to the text");
}

static bool list_in_brackets(struct parser *parser) {
    return parser_kind(parser) == TOKEN_OPEN_BRACKET &&
           stop(parser, parser->at, "brackets hold no list", "write braces: `{ ... }`");
}

static bool repeat_for_loop(struct parser *parser) {
    return parser_kind(parser) == TOKEN_REPEAT && parser_kind_ahead(parser, 1) == TOKEN_STRING &&
           stop(parser, parser->at, "a technique has no `repeat`", "did you mean `loop`?");
}

bool parser_familiar(struct parser *parser) {
    if (parser->stopped) {
        return false;
    }
    return foreign_comparison(parser) || foreign_joint(parser) || number_with_unit(parser) ||
           time_without_parentheses(parser) || quote_within_text(parser) ||
           repeat_for_loop(parser) || foreign_comment(parser);
}

bool parser_familiar_value(struct parser *parser) {
    return parser_familiar(parser) || (!parser->stopped && list_in_brackets(parser));
}

/* ---- names ---- */

bool parser_name_in_pieces(struct parser *parser, uint32_t name) {
    enum token_kind next = parser_kind(parser);
    uint32_t other = next == TOKEN_MINUS ? parser->at + 1 : parser->at;
    if (parser->stopped || other >= parser->tokens->count ||
        token_at(parser, other)->kind != TOKEN_NAME || token_at(parser, name)->kind != TOKEN_NAME ||
        token_at(parser, other)->line != token_at(parser, name)->line) {
        return false;
    }
    char message[128];
    char cure[160];
    struct token_quote first = parser_quote(parser, name);
    struct token_quote second = parser_quote(parser, other);
    snprintf(message, sizeof message, "a name has no %s in it",
             next == TOKEN_MINUS ? "dashes" : "spaces");
    snprintf(cure, sizeof cure, "write %.*s_%s", (int)strlen(first.text) - 1, first.text,
             second.text + 1);
    return stop(parser, name, message, cure);
}
