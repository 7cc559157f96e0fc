/*
 * The inside of syntax_parse, shared by its two halves (parse_statement.c, parse_expression.c).
 *
 * After a mistake `stopped` is set, and the parser sees nothing but the end of the source: every
 * loop ends by itself, and no function needs to hand a failure upwards. Nodes that cannot be
 * allocated are all the one `scrap`.
 */
#ifndef SYNOVIA_SCRIPT_PARSER_H
#define SYNOVIA_SCRIPT_PARSER_H

#include "script/syntax.h"

struct parser {
    struct arena *arena;
    const struct token_list *tokens;
    struct diagnostics *diagnostics;
    uint32_t at;        /* the token to read next */
    unsigned depth;     /* statements and expressions within one another, as Lua counts them */
    unsigned loops;     /* loops around, within the innermost function */
    unsigned functions; /* functions around */
    bool takes_dots;    /* the innermost function has `...` */
    bool stopped;
    /* The first block whose `end` or brace stands further left than the line that opened it: where
     * one is missing in the end, it is probably missing there. 0, 0 where there is none. */
    uint32_t suspect_opener;
    uint32_t suspect_closer;
    struct syntax_node scrap;
};

/* ---- tokens ---- */

/* The kind of the next token, and of the one `ahead` of it; the end of the source once stopped. */
enum token_kind parser_kind(const struct parser *parser);
enum token_kind parser_kind_ahead(const struct parser *parser, uint32_t ahead);

/* Steps over the next token and gives its index. */
uint32_t parser_take(struct parser *parser);

/* Steps over the next token where it is of that kind. */
bool parser_accept(struct parser *parser, enum token_kind kind);

/* Steps over a token that must be there; else reports that `what` was expected, and stops. */
void parser_expect(struct parser *parser, enum token_kind kind, const char *what);

/* Steps over the token that closes what `opener` has opened; else reports both, and stops. */
void parser_close(struct parser *parser, enum token_kind kind, uint32_t opener);

/* ---- mistakes ---- */

/* Up to 40 bytes of a token in backquotes, or "the end of the script"; for messages. */
struct token_quote {
    char text[64];
};
struct token_quote parser_quote(const struct parser *parser, uint32_t token);

/* Reports a mistake at a token, with its cure, and stops. Later calls do nothing. */
void parser_stop(struct parser *parser, uint32_t token, const char *message, const char *cure);

/* Reports the next token as what cannot stand here, where `expected` could. */
void parser_unexpected(struct parser *parser, const char *expected);

/* Reports a comma that is missing before the next token, which begins another entry. */
void parser_missing_comma(struct parser *parser, const char *list);

/* Where the next token and those around it are a slip that many make (`&&`, `=>`, `// comment`):
 * reports what was meant, stops, and gives true. To be asked where the grammar is at its end. */
bool parser_familiar(struct parser *parser);

/* The same where a value was expected: a list in brackets, too. */
bool parser_familiar_value(struct parser *parser);

/* Where the token `name` and what comes next are a name with a dash or a space in it: reports that,
 * stops, and gives true. */
bool parser_name_in_pieces(struct parser *parser, uint32_t name);

/* One level further in, and out again. Entering too deep stops. */
void parser_enter(struct parser *parser);
void parser_leave(struct parser *parser);

/* ---- nodes ---- */

/* A node that begins, and is about, the next token. */
struct syntax_node *parser_node(struct parser *parser, enum syntax_kind kind);

/* A node that begins where `first` does; `first` becomes its first child. */
struct syntax_node *parser_node_around(struct parser *parser, enum syntax_kind kind,
                                       struct syntax_node *first);

/* Makes `child`, which is complete, the next child of `node` behind `previous` (NULL for the
 * first), and returns it. */
struct syntax_node *parser_add(struct parser *parser, struct syntax_node *node,
                               struct syntax_node *previous, struct syntax_node *child);

/* Ends a node before the next token. */
struct syntax_node *parser_end(struct parser *parser, struct syntax_node *node);

/* A NAME, NAME_KEY or LITERAL of the next token alone. */
struct syntax_node *parser_leaf(struct parser *parser, enum syntax_kind kind);

/* ---- grammar ---- */

struct syntax_node *parse_block(struct parser *parser);
struct syntax_node *parse_expression(struct parser *parser);

/* Expressions with commas between; `list` is what a message calls them. */
struct syntax_node *parse_values(struct parser *parser, const char *list);

/* A name, a call, an index: what may begin a statement. */
struct syntax_node *parse_suffixed(struct parser *parser);

/* Parameters and block of a function; the next token is `(`. `function` is its first token. */
struct syntax_node *parse_function_body(struct parser *parser, uint32_t function);

#endif
