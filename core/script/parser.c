#include "script/parser.h"

#include "base/limits.h"

#include <stdio.h>

enum { TREE_HEIGHT = 8 * LIMIT_SOURCE_DEPTH, QUOTE_BYTES = 40 };

/* ---- tokens ---- */

enum token_kind parser_kind_ahead(const struct parser *parser, uint32_t ahead) {
    uint32_t at = parser->at + ahead;
    if (parser->stopped || at >= parser->tokens->count) {
        return TOKEN_END_OF_SOURCE;
    }
    return parser->tokens->at[at].kind;
}

enum token_kind parser_kind(const struct parser *parser) {
    return parser_kind_ahead(parser, 0);
}

uint32_t parser_take(struct parser *parser) {
    return parser_kind(parser) == TOKEN_END_OF_SOURCE ? parser->at : parser->at++;
}

bool parser_accept(struct parser *parser, enum token_kind kind) {
    if (parser_kind(parser) != kind) {
        return false;
    }
    parser_take(parser);
    return true;
}

static bool is_keyword(enum token_kind kind) {
    return kind >= TOKEN_AND && kind <= TOKEN_WHILE;
}

void parser_expect(struct parser *parser, enum token_kind kind, const char *what) {
    if (parser_accept(parser, kind) || parser->stopped) {
        return;
    }
    if (kind == TOKEN_NAME && is_keyword(parser_kind(parser))) {
        char message[128];
        snprintf(message, sizeof message, "%s is a word of Lua and cannot be a name",
                 parser_quote(parser, parser->at).text);
        parser_stop(parser, parser->at, message, "choose another name");
        return;
    }
    parser_unexpected(parser, what);
}

/* ---- openers and closers ---- */

/* The column of the first token on the line of `token`. */
static uint32_t indentation(const struct parser *parser, uint32_t token) {
    const struct token *at = parser->tokens->at;
    while (token > 0 && at[token - 1].line == at[token].line) {
        token--;
    }
    return at[token].column;
}

/* Remembers a closer that begins its line further left than the line of its opener does. Looking
 * back over a line costs its length, so long lines are left alone. */
static void suspect(struct parser *parser, uint32_t opener, uint32_t closer) {
    const struct token *at = parser->tokens->at;
    bool begins_line = closer > 0 && at[closer - 1].line != at[closer].line;
    if (parser->suspect_closer != 0 || !begins_line || at[opener].column > 200) {
        return;
    }
    if (at[closer].column < indentation(parser, opener)) {
        parser->suspect_opener = opener;
        parser->suspect_closer = closer;
    }
}

/* ` of number "pulse"` for the brace of a declaration; else empty. */
static struct token_quote owner_of(const struct parser *parser, uint32_t opener) {
    struct token_quote quote = {""};
    const struct token *at = parser->tokens->at;
    if (opener >= 2 && at[opener - 1].kind == TOKEN_STRING && at[opener - 2].kind == TOKEN_NAME) {
        struct text text = token_range_text(parser->tokens, opener - 2, opener - 1);
        if (text.length < sizeof quote.text - 8) {
            snprintf(quote.text, sizeof quote.text, " of `%.*s`", (int)text.length, text.at);
        }
    }
    return quote;
}

static void report_unclosed(struct parser *parser, enum token_kind kind, uint32_t opener) {
    struct place place = token_place(parser->tokens, parser->at);
    struct place open = token_place(parser->tokens, opener);
    struct token_quote quote = parser_quote(parser, opener);
    struct token_quote owner = owner_of(parser, opener);
    if (parser_kind(parser) == TOKEN_END_OF_SOURCE) {
        diagnostics_error(parser->diagnostics, DIAGNOSTIC_MISSING_END, open,
                          "this %s is never closed: there is no `%s` for it", quote.text,
                          token_kind_text(kind));
    } else {
        diagnostics_error(parser->diagnostics, DIAGNOSTIC_MISSING_END, place,
                          "%s stands where `%s` should close the %s%s in line %u, column %u",
                          parser_quote(parser, parser->at).text, token_kind_text(kind), quote.text,
                          owner.text, (unsigned)open.line, (unsigned)open.column);
    }
    if (kind == TOKEN_CLOSE_BRACKET && parser_kind(parser) != TOKEN_END_OF_SOURCE) {
        diagnostics_cure(parser->diagnostics, "write `]` where it ends; a list stands between "
                                              "braces: `{ ... }`");
        return;
    }
    if (parser->suspect_closer == 0) {
        diagnostics_cure(parser->diagnostics, "write `%s` where it ends", token_kind_text(kind));
        return;
    }
    struct place near = token_place(parser->tokens, parser->suspect_closer);
    struct place from = token_place(parser->tokens, parser->suspect_opener);
    diagnostics_cure(parser->diagnostics,
                     "look at the %s in line %u: going by the indentation, its end is missing "
                     "before line %u",
                     parser_quote(parser, parser->suspect_opener).text, (unsigned)from.line,
                     (unsigned)near.line);
}

void parser_close(struct parser *parser, enum token_kind kind, uint32_t opener) {
    if (parser->stopped) {
        return;
    }
    if (parser_kind(parser) == kind) {
        suspect(parser, opener, parser_take(parser));
        return;
    }
    if (!parser_familiar(parser)) {
        report_unclosed(parser, kind, opener);
    }
    parser->stopped = true;
}

/* ---- mistakes ---- */

struct token_quote parser_quote(const struct parser *parser, uint32_t token) {
    struct token_quote quote;
    struct text text = token_text(parser->tokens, token);
    if (text_is_empty(text)) {
        snprintf(quote.text, sizeof quote.text, "%s", token_kind_text(TOKEN_END_OF_SOURCE));
        return quote;
    }
    size_t length = 0;
    while (length < text.length && length < QUOTE_BYTES && text.at[length] != '\n' &&
           text.at[length] != '\r') {
        length++;
    }
    bool cut = length < text.length;
    while (cut && length > 0 && ((unsigned char)text.at[length] & 0xC0) == 0x80) {
        length--;
    }
    snprintf(quote.text, sizeof quote.text, "`%.*s%s`", (int)length, text.at, cut ? "..." : "");
    return quote;
}

void parser_stop(struct parser *parser, uint32_t token, const char *message, const char *cure) {
    if (parser->stopped) {
        return;
    }
    diagnostics_error(parser->diagnostics, DIAGNOSTIC_SYNTAX, token_place(parser->tokens, token),
                      "%s", message);
    diagnostics_cure(parser->diagnostics, "%s", cure);
    parser->stopped = true;
}

static const char *cure_of(enum token_kind found) {
    switch (found) {
    case TOKEN_ASSIGN:
        return "`=` sets a name or a key; a comparison is written `==` in a function, and "
               "`term:is(value)` on a term";
    case TOKEN_COMMA:
        return "remove the comma, or write what is missing before it";
    case TOKEN_END:
    case TOKEN_CLOSE_BRACE:
    case TOKEN_CLOSE_PAREN:
    case TOKEN_CLOSE_BRACKET:
        return "something is missing before it, or it is one too many";
    case TOKEN_END_OF_SOURCE:
        return "the script breaks off here";
    default:
        return is_keyword(found) ? "this word of Lua has another place"
                                 : "is a comma, an operator or a quote missing before it?";
    }
}

void parser_unexpected(struct parser *parser, const char *expected) {
    if (parser_familiar_value(parser)) {
        return;
    }
    char message[192];
    snprintf(message, sizeof message, "%s was expected, not %s", expected,
             parser_quote(parser, parser->at).text);
    parser_stop(parser, parser->at, message, cure_of(parser_kind(parser)));
}

void parser_missing_comma(struct parser *parser, const char *list) {
    if (parser->stopped || parser_familiar(parser)) {
        return;
    }
    struct token_quote before = parser_quote(parser, parser->at - 1);
    struct token_quote behind = parser_quote(parser, parser->at);
    diagnostics_error(
        parser->diagnostics, DIAGNOSTIC_MISSING_COMMA, token_place(parser->tokens, parser->at),
        "a comma is missing in this %s, between %s and %s", list, before.text, behind.text);
    diagnostics_cure(parser->diagnostics, "write a comma behind %s", before.text);
}

static void stop_too_deep(struct parser *parser, const char *what) {
    if (parser->stopped) {
        return;
    }
    diagnostics_error(parser->diagnostics, DIAGNOSTIC_NESTED_TOO_DEEPLY,
                      token_place(parser->tokens, parser->at), "%s", what);
    diagnostics_cure(parser->diagnostics, "give parts of it names of their own: local part = ...");
    parser->stopped = true;
}

void parser_enter(struct parser *parser) {
    char what[96];
    if (++parser->depth > LIMIT_SOURCE_DEPTH) {
        snprintf(what, sizeof what, "more than %d braces, operators or blocks within one another",
                 (int)LIMIT_SOURCE_DEPTH);
        stop_too_deep(parser, what);
    }
}

void parser_leave(struct parser *parser) {
    parser->depth--;
}

/* ---- nodes ---- */

struct syntax_node *parser_node(struct parser *parser, enum syntax_kind kind) {
    struct syntax_node *node = arena_calloc(parser->arena, 1, sizeof *node);
    if (node == NULL) {
        parser->stopped = true;
        node = &parser->scrap;
    }
    *node = (struct syntax_node){
        .kind = kind, .token = parser->at, .first = parser->at, .last = parser->at};
    return node;
}

struct syntax_node *parser_node_around(struct parser *parser, enum syntax_kind kind,
                                       struct syntax_node *first) {
    struct syntax_node *node = parser_node(parser, kind);
    node->first = first->first;
    parser_add(parser, node, NULL, first);
    return node;
}

struct syntax_node *parser_add(struct parser *parser, struct syntax_node *node,
                               struct syntax_node *previous, struct syntax_node *child) {
    child->parent = node;
    if (previous == NULL) {
        node->child = child;
    } else {
        previous->next = child;
    }
    if (node->height <= child->height) {
        node->height = child->height + 1;
    }
    if (node->height > TREE_HEIGHT) {
        stop_too_deep(parser, "too long a chain of operators, calls or fields");
    }
    return child;
}

struct syntax_node *parser_end(struct parser *parser, struct syntax_node *node) {
    node->last = parser->at - 1;
    return node;
}

struct syntax_node *parser_leaf(struct parser *parser, enum syntax_kind kind) {
    struct syntax_node *node = parser_node(parser, kind);
    parser_take(parser);
    return node;
}

/* ---- the whole ---- */

bool syntax_parse(struct arena *arena, const struct token_list *tokens,
                  struct diagnostics *diagnostics, struct syntax_tree *tree) {
    struct parser parser = {
        .arena = arena, .tokens = tokens, .diagnostics = diagnostics, .takes_dots = true};
    tree->tokens = tokens;
    tree->root = parse_block(&parser);
    if (parser_kind(&parser) != TOKEN_END_OF_SOURCE) {
        char message[128];
        snprintf(message, sizeof message, "%s closes nothing here",
                 parser_quote(&parser, parser.at).text);
        parser_stop(&parser, parser.at, message, "remove it, or look for one too many before it");
    }
    return !parser.stopped;
}
