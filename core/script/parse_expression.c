#include "script/parser.h"

#include <stdio.h>

enum { UNARY_PRIORITY = 12 };

struct priority {
    int left;
    int right; /* lower than left: the operator groups to the right */
};

/* Lua 5.4 manual, 3.4.8; left 0 for what is no binary operator. */
static struct priority priority_of(enum token_kind kind) {
    switch (kind) {
    case TOKEN_OR:
        return (struct priority){1, 1};
    case TOKEN_AND:
        return (struct priority){2, 2};
    case TOKEN_LESS:
    case TOKEN_MORE:
    case TOKEN_AT_MOST:
    case TOKEN_AT_LEAST:
    case TOKEN_EQUAL:
    case TOKEN_NOT_EQUAL:
        return (struct priority){3, 3};
    case TOKEN_BAR:
        return (struct priority){4, 4};
    case TOKEN_TILDE:
        return (struct priority){5, 5};
    case TOKEN_AMPERSAND:
        return (struct priority){6, 6};
    case TOKEN_SHIFT_LEFT:
    case TOKEN_SHIFT_RIGHT:
        return (struct priority){7, 7};
    case TOKEN_CONCAT:
        return (struct priority){9, 8};
    case TOKEN_PLUS:
    case TOKEN_MINUS:
        return (struct priority){10, 10};
    case TOKEN_TIMES:
    case TOKEN_DIVIDE:
    case TOKEN_FLOOR_DIVIDE:
    case TOKEN_MODULO:
        return (struct priority){11, 11};
    case TOKEN_POWER:
        return (struct priority){14, 13};
    default:
        return (struct priority){0, 0};
    }
}

static bool is_unary(enum token_kind kind) {
    return kind == TOKEN_NOT || kind == TOKEN_MINUS || kind == TOKEN_TILDE || kind == TOKEN_LENGTH;
}

/* True for a token that can begin another entry of a list, where a comma has been forgotten. */
static bool begins_value(enum token_kind kind) {
    switch (kind) {
    case TOKEN_NAME:
    case TOKEN_NUMBER:
    case TOKEN_STRING:
    case TOKEN_OPEN_BRACE:
    case TOKEN_OPEN_BRACKET:
    case TOKEN_FUNCTION:
    case TOKEN_NIL:
    case TOKEN_TRUE:
    case TOKEN_FALSE:
    case TOKEN_NOT:
        return true;
    default:
        return false;
    }
}

/* ---- tables ---- */

/* `name = value`, also where the name is a keyword or a text, which Lua does not take. */
static struct syntax_node *parse_named_field(struct parser *parser, struct syntax_node *field) {
    if (parser_kind(parser) != TOKEN_NAME) {
        char message[128];
        char cure[128];
        struct token_quote quote = parser_quote(parser, parser->at);
        bool is_text = parser_kind(parser) == TOKEN_STRING;
        int length = (int)strlen(quote.text) - 2;
        snprintf(message, sizeof message, "%s cannot be a key as it stands", quote.text);
        snprintf(cure, sizeof cure, is_text ? "write [%.*s] = ..." : "write [\"%.*s\"] = ...",
                 length, quote.text + 1);
        parser_stop(parser, parser->at, message, cure);
    }
    struct syntax_node *key = parser_add(parser, field, NULL, parser_leaf(parser, SYNTAX_NAME_KEY));
    parser_expect(parser, TOKEN_ASSIGN, "`=`");
    parser_add(parser, field, key, parse_expression(parser));
    return parser_end(parser, field);
}

static struct syntax_node *parse_bracket_field(struct parser *parser, struct syntax_node *field) {
    uint32_t bracket = parser_take(parser);
    struct syntax_node *key = parser_add(parser, field, NULL, parse_expression(parser));
    parser_close(parser, TOKEN_CLOSE_BRACKET, bracket);
    parser_expect(parser, TOKEN_ASSIGN, "`=` behind the key");
    parser_add(parser, field, key, parse_expression(parser));
    return parser_end(parser, field);
}

static bool is_word(enum token_kind kind) {
    return kind == TOKEN_NAME || kind == TOKEN_STRING || (kind >= TOKEN_AND && kind <= TOKEN_WHILE);
}

/* `min: 0`, as in JSON or YAML. */
static bool has_colon_for_key(const struct parser *parser) {
    enum token_kind behind = parser_kind_ahead(parser, 2);
    return is_word(parser_kind(parser)) && parser_kind_ahead(parser, 1) == TOKEN_COLON &&
           behind != TOKEN_NAME;
}

static struct syntax_node *parse_field(struct parser *parser) {
    struct syntax_node *field = parser_node(parser, SYNTAX_FIELD);
    if (has_colon_for_key(parser) && parser_kind_ahead(parser, 2) != TOKEN_END_OF_SOURCE) {
        parser_stop(parser, parser->at + 1, "a key is set with `=`, not with `:`",
                    "write key = value");
    }
    if (parser->functions == 0 && parser_kind(parser) == TOKEN_NAME &&
        parser_kind_ahead(parser, 1) == TOKEN_EQUAL) {
        parser_stop(parser, parser->at + 1, "a key is set with one `=`",
                    "write key = value; two terms are compared by `a:is(b)`");
    }
    if (is_word(parser_kind(parser)) && parser_kind_ahead(parser, 1) == TOKEN_ASSIGN &&
        parser_kind_ahead(parser, 2) != TOKEN_MORE) {
        return parse_named_field(parser, field);
    }
    if (parser_kind(parser) == TOKEN_OPEN_BRACKET) {
        return parse_bracket_field(parser, field);
    }
    parser_add(parser, field, NULL, parse_expression(parser));
    return parser_end(parser, field);
}

static bool accept_field_end(struct parser *parser) {
    if (parser_accept(parser, TOKEN_COMMA) || parser_accept(parser, TOKEN_SEMICOLON)) {
        return true;
    }
    if (!begins_value(parser_kind(parser))) {
        return false;
    }
    parser_missing_comma(parser, "table");
    return true;
}

/* True for what goes on behind a table whose brace was forgotten. */
static bool begins_statement(const struct parser *parser) {
    bool is_key =
        parser_kind_ahead(parser, 1) == TOKEN_ASSIGN || parser_kind_ahead(parser, 1) == TOKEN_COLON;
    switch (parser_kind(parser)) {
    case TOKEN_END_OF_SOURCE:
        return true;
    case TOKEN_LOCAL:
    case TOKEN_RETURN:
    case TOKEN_FOR:
    case TOKEN_IF:
    case TOKEN_END:
    case TOKEN_REPEAT:
        return !is_key;
    default:
        return false;
    }
}

static struct syntax_node *parse_table(struct parser *parser) {
    struct syntax_node *table = parser_node(parser, SYNTAX_TABLE);
    struct syntax_node *previous = NULL;
    uint32_t brace = parser_take(parser);
    bool more = true;
    while (more && parser_kind(parser) != TOKEN_CLOSE_BRACE && !begins_statement(parser)) {
        previous = parser_add(parser, table, previous, parse_field(parser));
        more = accept_field_end(parser);
    }
    parser_close(parser, TOKEN_CLOSE_BRACE, brace);
    return parser_end(parser, table);
}

/* ---- calls and indexes ---- */

struct syntax_node *parse_values(struct parser *parser, const char *list) {
    struct syntax_node *values = parser_node(parser, SYNTAX_VALUES);
    struct syntax_node *previous = NULL;
    bool more = true;
    while (more && !parser->stopped) {
        previous = parser_add(parser, values, previous, parse_expression(parser));
        more = parser_accept(parser, TOKEN_COMMA);
        if (!more && list != NULL && begins_value(parser_kind(parser))) {
            parser_missing_comma(parser, list);
            more = true;
        }
    }
    return parser_end(parser, values);
}

static struct syntax_node *parse_one_argument(struct parser *parser) {
    struct syntax_node *values = parser_node(parser, SYNTAX_VALUES);
    bool is_table = parser_kind(parser) == TOKEN_OPEN_BRACE;
    parser_add(parser, values, NULL,
               is_table ? parse_table(parser) : parser_leaf(parser, SYNTAX_LITERAL));
    return parser_end(parser, values);
}

/* `age:at_least(50, because = ...`: the key belongs to the table around. */
static void stop_at_key(struct parser *parser, uint32_t paren) {
    char message[224];
    char cure[128];
    if (parser->stopped) {
        return;
    }
    snprintf(message, sizeof message, "the `(` of %s is not closed before the key %s",
             parser_quote(parser, paren - 1).text, parser_quote(parser, parser->at - 1).text);
    snprintf(cure, sizeof cure, "write `)` behind %s", parser_quote(parser, parser->at - 3).text);
    parser_stop(parser, paren, message, cure);
}

static struct syntax_node *parse_arguments(struct parser *parser) {
    if (parser_kind(parser) != TOKEN_OPEN_PAREN) {
        return parse_one_argument(parser);
    }
    uint32_t paren = parser_take(parser);
    struct syntax_node *values = parser_kind(parser) == TOKEN_CLOSE_PAREN
                                     ? parser_end(parser, parser_node(parser, SYNTAX_VALUES))
                                     : parse_values(parser, "list of arguments");
    if (parser_kind(parser) == TOKEN_ASSIGN && syntax_child(values, 1) != NULL &&
        parser_kind_ahead(parser, 1) != TOKEN_MORE) {
        stop_at_key(parser, paren);
    }
    if (parser_kind(parser) == TOKEN_ASSIGN && !parser_familiar(parser)) {
        parser_stop(parser, parser->at, "arguments in parentheses have no names",
                    "write braces: word { key = value }");
    }
    parser_close(parser, TOKEN_CLOSE_PAREN, paren);
    return values;
}

static bool begins_arguments(enum token_kind kind) {
    return kind == TOKEN_OPEN_PAREN || kind == TOKEN_OPEN_BRACE || kind == TOKEN_STRING;
}

static struct syntax_node *parse_call(struct parser *parser, struct syntax_node *callee) {
    struct syntax_node *call = parser_node_around(parser, SYNTAX_CALL, callee);
    parser_add(parser, call, callee, parse_arguments(parser));
    return parser_end(parser, call);
}

static struct syntax_node *parse_method(struct parser *parser, struct syntax_node *object) {
    parser_take(parser);
    struct syntax_node *method = parser_node_around(parser, SYNTAX_METHOD, object);
    parser_expect(parser, TOKEN_NAME, "the name of a method");
    bool called = begins_arguments(parser_kind(parser)) || parser->stopped;
    if (!called && !parser_name_in_pieces(parser, method->token)) {
        char message[128];
        snprintf(message, sizeof message, "the method %s is not called",
                 parser_quote(parser, method->token).text);
        parser_stop(parser, method->token, message,
                    "write its argument behind it, as in term:over(3), or () where it has none; a "
                    "key is set with `=`");
    }
    parser_add(parser, method, object, parse_arguments(parser));
    return parser_end(parser, method);
}

static struct syntax_node *parse_index(struct parser *parser, struct syntax_node *object) {
    struct syntax_node *index = parser_node_around(parser, SYNTAX_INDEX, object);
    uint32_t opener = parser_take(parser);
    if (parser->tokens->at[opener].kind == TOKEN_DOT) {
        struct syntax_node *key = parser_node(parser, SYNTAX_NAME_KEY);
        parser_expect(parser, TOKEN_NAME, "the name of a field");
        parser_add(parser, index, object, key);
    } else {
        parser_add(parser, index, object, parse_expression(parser));
        parser_close(parser, TOKEN_CLOSE_BRACKET, opener);
    }
    return parser_end(parser, index);
}

static struct syntax_node *parse_primary(struct parser *parser) {
    if (parser_kind(parser) == TOKEN_NAME) {
        return parser_leaf(parser, SYNTAX_NAME);
    }
    struct syntax_node *paren = parser_node(parser, SYNTAX_PAREN);
    if (parser_kind(parser) != TOKEN_OPEN_PAREN) {
        parser_unexpected(parser, "a value");
        return paren;
    }
    uint32_t opener = parser_take(parser);
    parser_add(parser, paren, NULL, parse_expression(parser));
    parser_close(parser, TOKEN_CLOSE_PAREN, opener);
    return parser_end(parser, paren);
}

struct syntax_node *parse_suffixed(struct parser *parser) {
    struct syntax_node *node = parse_primary(parser);
    for (;;) {
        enum token_kind kind = parser_kind(parser);
        if (kind == TOKEN_DOT || kind == TOKEN_OPEN_BRACKET) {
            node = parse_index(parser, node);
        } else if (kind == TOKEN_COLON) {
            node = parse_method(parser, node);
        } else if (begins_arguments(kind)) {
            node = parse_call(parser, node);
        } else {
            return node;
        }
    }
}

/* ---- operators ---- */

static struct syntax_node *parse_dots(struct parser *parser) {
    if (!parser->takes_dots) {
        parser_stop(parser, parser->at, "this function takes no `...`",
                    "name its parameters, or write function(...)");
    }
    return parser_leaf(parser, SYNTAX_LITERAL);
}

static struct syntax_node *parse_simple(struct parser *parser) {
    switch (parser_kind(parser)) {
    case TOKEN_NUMBER:
    case TOKEN_STRING:
    case TOKEN_NIL:
    case TOKEN_TRUE:
    case TOKEN_FALSE:
        return parser_leaf(parser, SYNTAX_LITERAL);
    case TOKEN_DOTS:
        return parse_dots(parser);
    case TOKEN_OPEN_BRACE:
        return parse_table(parser);
    case TOKEN_FUNCTION: {
        uint32_t function = parser_take(parser);
        return parse_function_body(parser, function);
    }
    default:
        return parse_suffixed(parser);
    }
}

/* An expression whose operators all bind tighter than `limit`; recursion as in Lua's own parser, so
 * that what passes our depth passes its. */
static struct syntax_node *parse_operators(struct parser *parser, int limit) {
    struct syntax_node *left;
    parser_enter(parser);
    if (is_unary(parser_kind(parser))) {
        left = parser_node(parser, SYNTAX_UNARY);
        parser_take(parser);
        parser_add(parser, left, NULL, parse_operators(parser, UNARY_PRIORITY));
        parser_end(parser, left);
    } else {
        left = parse_simple(parser);
    }
    while (priority_of(parser_kind(parser)).left > limit) {
        struct priority priority = priority_of(parser_kind(parser));
        struct syntax_node *binary = parser_node_around(parser, SYNTAX_BINARY, left);
        parser_take(parser);
        parser_add(parser, binary, left, parse_operators(parser, priority.right));
        left = parser_end(parser, binary);
    }
    parser_leave(parser);
    return left;
}

struct syntax_node *parse_expression(struct parser *parser) {
    return parse_operators(parser, 0);
}
