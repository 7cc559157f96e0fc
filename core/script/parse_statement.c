#include "base/limits.h"
#include "script/parser.h"

#include <stdio.h>

/* A stray brace or parenthesis ends a block too: most often an `end` is missing before it, and what
 * the block belongs to can say so. */
static bool ends_block(enum token_kind kind) {
    switch (kind) {
    case TOKEN_CLOSE_BRACE:
    case TOKEN_CLOSE_PAREN:
    case TOKEN_CLOSE_BRACKET:
    case TOKEN_END_OF_SOURCE:
    case TOKEN_END:
    case TOKEN_ELSE:
    case TOKEN_ELSEIF:
    case TOKEN_UNTIL:
        return true;
    default:
        return false;
    }
}

/* A block and the `end` that closes what `opener` has opened; it becomes a child of `node`. */
static struct syntax_node *parse_body(struct parser *parser, struct syntax_node *node,
                                      struct syntax_node *previous, uint32_t opener) {
    struct syntax_node *block = parser_add(parser, node, previous, parse_block(parser));
    parser_close(parser, TOKEN_END, opener);
    parser_end(parser, node);
    return block;
}

static struct syntax_node *parse_loop_body(struct parser *parser, struct syntax_node *node,
                                           struct syntax_node *previous, uint32_t opener) {
    parser_expect(parser, TOKEN_DO, "`do`");
    parser->loops++;
    parse_body(parser, node, previous, opener);
    parser->loops--;
    return node;
}

/* ---- functions ---- */

enum { FUNCTIONS_DEEP = 8 };

/* Lua's compiler looks a name up in every function around it, so their number is bounded. */
static void enter_function(struct parser *parser) {
    if (++parser->functions <= FUNCTIONS_DEEP || parser->stopped) {
        return;
    }
    diagnostics_error(parser->diagnostics, DIAGNOSTIC_NESTED_TOO_DEEPLY,
                      token_place(parser->tokens, parser->at),
                      "more than %d functions within one another", FUNCTIONS_DEEP);
    diagnostics_cure(parser->diagnostics, "give the inner functions names of their own");
    parser->stopped = true;
}

static struct syntax_node *parse_parameters(struct parser *parser) {
    struct syntax_node *names = parser_node(parser, SYNTAX_NAMES);
    struct syntax_node *previous = NULL;
    parser->takes_dots = false;
    if (parser_kind(parser) == TOKEN_CLOSE_PAREN) {
        return parser_end(parser, names);
    }
    do {
        parser->takes_dots = parser_accept(parser, TOKEN_DOTS);
        if (!parser->takes_dots) {
            struct syntax_node *name = parser_node(parser, SYNTAX_NAME);
            parser_expect(parser, TOKEN_NAME, "the name of a parameter");
            previous = parser_add(parser, names, previous, name);
        }
    } while (!parser->takes_dots && parser_accept(parser, TOKEN_COMMA));
    return parser_end(parser, names);
}

struct syntax_node *parse_function_body(struct parser *parser, uint32_t function) {
    struct syntax_node *node = parser_node(parser, SYNTAX_FUNCTION);
    bool outer_dots = parser->takes_dots;
    unsigned outer_loops = parser->loops;
    enter_function(parser);
    node->token = function;
    node->first = function;
    uint32_t paren = parser->at;
    parser_expect(parser, TOKEN_OPEN_PAREN, "`(` with the parameters");
    parser->loops = 0;
    struct syntax_node *names = parser_add(parser, node, NULL, parse_parameters(parser));
    parser_close(parser, TOKEN_CLOSE_PAREN, paren);
    parse_body(parser, node, names, function);
    parser->takes_dots = outer_dots;
    parser->loops = outer_loops;
    parser->functions--;
    return node;
}

/* `function a.b.c(...)`; a method (`a:b`) would be of no use without metatables. */
static struct syntax_node *parse_function_statement(struct parser *parser) {
    struct syntax_node *node = parser_node(parser, SYNTAX_FUNCTION_STATEMENT);
    uint32_t function = parser_take(parser);
    struct syntax_node *target = parser_node(parser, SYNTAX_NAME);
    parser_expect(parser, TOKEN_NAME, "the name of the function");
    while (parser_kind(parser) == TOKEN_DOT) {
        struct syntax_node *index = parser_node_around(parser, SYNTAX_INDEX, target);
        parser_take(parser);
        struct syntax_node *key = parser_node(parser, SYNTAX_NAME_KEY);
        parser_expect(parser, TOKEN_NAME, "the name of a field");
        parser_add(parser, index, target, key);
        target = parser_end(parser, index);
    }
    if (parser_kind(parser) == TOKEN_COLON) {
        parser_stop(parser, parser->at, "protocols have no methods of their own",
                    "write local function name(...)");
    }
    parser_add(parser, node, NULL, target);
    parser_add(parser, node, target, parse_function_body(parser, function));
    return parser_end(parser, node);
}

/* ---- local ---- */

static void parse_attribute(struct parser *parser) {
    if (!parser_accept(parser, TOKEN_LESS)) {
        return;
    }
    if (!text_is(token_text(parser->tokens, parser->at), "const")) {
        parser_stop(parser, parser->at, "a local may be <const> and nothing else",
                    "remove what stands between < and >");
    }
    parser_expect(parser, TOKEN_NAME, "`const`");
    parser_expect(parser, TOKEN_MORE, "`>`");
}

static struct syntax_node *parse_names(struct parser *parser, bool attributes) {
    struct syntax_node *names = parser_node(parser, SYNTAX_NAMES);
    struct syntax_node *previous = NULL;
    do {
        struct syntax_node *name = parser_node(parser, SYNTAX_NAME);
        parser_expect(parser, TOKEN_NAME, "a name");
        previous = parser_add(parser, names, previous, name);
        if (attributes) {
            parse_attribute(parser);
        }
    } while (parser_accept(parser, TOKEN_COMMA));
    return parser_end(parser, names);
}

static struct syntax_node *parse_local_function(struct parser *parser) {
    struct syntax_node *node = parser_node(parser, SYNTAX_LOCAL_FUNCTION);
    parser_take(parser);
    uint32_t function = parser_take(parser);
    struct syntax_node *name = parser_node(parser, SYNTAX_NAME);
    parser_expect(parser, TOKEN_NAME, "the name of the function");
    parser_add(parser, node, NULL, name);
    parser_add(parser, node, name, parse_function_body(parser, function));
    return parser_end(parser, node);
}

static struct syntax_node *parse_local(struct parser *parser) {
    if (parser_kind_ahead(parser, 1) == TOKEN_FUNCTION) {
        return parse_local_function(parser);
    }
    struct syntax_node *node = parser_node(parser, SYNTAX_LOCAL);
    parser_take(parser);
    struct syntax_node *names = parser_add(parser, node, NULL, parse_names(parser, true));
    parser_name_in_pieces(parser, parser->at - 1);
    struct syntax_node *values = parser_accept(parser, TOKEN_ASSIGN)
                                     ? parse_values(parser, NULL)
                                     : parser_end(parser, parser_node(parser, SYNTAX_VALUES));
    parser_add(parser, node, names, values);
    return parser_end(parser, node);
}

/* ---- loops and branches ---- */

static struct syntax_node *parse_while(struct parser *parser) {
    struct syntax_node *node = parser_node(parser, SYNTAX_WHILE);
    uint32_t opener = parser_take(parser);
    struct syntax_node *condition = parser_add(parser, node, NULL, parse_expression(parser));
    return parse_loop_body(parser, node, condition, opener);
}

static struct syntax_node *parse_repeat(struct parser *parser) {
    struct syntax_node *node = parser_node(parser, SYNTAX_REPEAT);
    uint32_t opener = parser_take(parser);
    parser->loops++;
    struct syntax_node *block = parser_add(parser, node, NULL, parse_block(parser));
    parser->loops--;
    parser_close(parser, TOKEN_UNTIL, opener);
    parser_add(parser, node, block, parse_expression(parser));
    return parser_end(parser, node);
}

static struct syntax_node *parse_for(struct parser *parser) {
    struct syntax_node *node = parser_node(parser, SYNTAX_FOR_EACH);
    uint32_t opener = parser_take(parser);
    struct syntax_node *names = parser_add(parser, node, NULL, parse_names(parser, false));
    if (parser_kind(parser) == TOKEN_ASSIGN && names->child != NULL && names->child->next == NULL) {
        node->kind = SYNTAX_FOR_NUMBER;
        parser_take(parser);
    } else {
        parser_expect(parser, TOKEN_IN, "`in` (or `=` and a range of numbers)");
    }
    struct syntax_node *values = parser_add(parser, node, names, parse_values(parser, NULL));
    bool pair = syntax_child(values, 1) != NULL && syntax_child(values, 3) == NULL;
    if (node->kind == SYNTAX_FOR_NUMBER && !pair) {
        parser_stop(parser, values->first, "a range needs its first and last number",
                    "write for i = 1, 10 do");
    }
    return parse_loop_body(parser, node, values, opener);
}

/* `opener` is the first `if`, which the one `end` of all branches closes. An elseif is an IF within
 * the one before it, so that the height of the tree bounds their number too: the time that Lua's
 * compiler takes over them is quadratic. */
static struct syntax_node *parse_branches(struct parser *parser, uint32_t opener) {
    struct syntax_node *node = parser_node(parser, SYNTAX_IF);
    parser_take(parser);
    struct syntax_node *condition = parser_add(parser, node, NULL, parse_expression(parser));
    if (parser_kind(parser) == TOKEN_ASSIGN) {
        parser_stop(parser, parser->at, "`=` sets; it does not compare",
                    parser->functions > 0 ? "write `==`"
                                          : "outside of functions there is no `if`: put the "
                                            "condition into `when` or `only_if`");
    }
    parser_expect(parser, TOKEN_THEN, "`then`");
    struct syntax_node *block = parser_add(parser, node, condition, parse_block(parser));
    if (parser_kind(parser) == TOKEN_ELSEIF) {
        parser_enter(parser);
        parser_add(parser, node, block, parse_branches(parser, opener));
        parser_leave(parser);
        return parser_end(parser, node);
    }
    if (parser_accept(parser, TOKEN_ELSE)) {
        parser_add(parser, node, block, parse_block(parser));
    }
    parser_close(parser, TOKEN_END, opener);
    return parser_end(parser, node);
}

static struct syntax_node *parse_do(struct parser *parser) {
    struct syntax_node *node = parser_node(parser, SYNTAX_DO);
    uint32_t opener = parser_take(parser);
    parse_body(parser, node, NULL, opener);
    return node;
}

static struct syntax_node *parse_break(struct parser *parser) {
    if (parser->loops == 0) {
        parser_stop(parser, parser->at, "there is no loop to break out of", "remove `break`");
    }
    return parser_leaf(parser, SYNTAX_BREAK);
}

static struct syntax_node *parse_return(struct parser *parser) {
    struct syntax_node *node = parser_node(parser, SYNTAX_RETURN);
    parser_take(parser);
    bool empty = ends_block(parser_kind(parser)) || parser_kind(parser) == TOKEN_SEMICOLON;
    parser_add(parser, node, NULL,
               empty ? parser_end(parser, parser_node(parser, SYNTAX_VALUES))
                     : parse_values(parser, NULL));
    parser_accept(parser, TOKEN_SEMICOLON);
    parser_end(parser, node);
    if (!ends_block(parser_kind(parser))) {
        parser_stop(parser, parser->at, "a statement behind `return`, which must be the last one",
                    "is an `end` missing before this? if not, remove it or the return");
    }
    return node;
}

static struct syntax_node *refuse_goto(struct parser *parser) {
    if (!parser->stopped) {
        diagnostics_error(parser->diagnostics, DIAGNOSTIC_GOTO,
                          token_place(parser->tokens, parser->at),
                          "`goto` and labels are not part of the language");
        diagnostics_cure(parser->diagnostics, "use `for` and `break`, or return early");
        parser->stopped = true;
    }
    return parser_node(parser, SYNTAX_BREAK);
}

/* ---- assignments and calls ---- */

static bool is_operator_of_assignment(enum token_kind kind) {
    return kind >= TOKEN_CONCAT && kind <= TOKEN_BAR && kind != TOKEN_LABEL;
}

/* An expression alone does nothing; most often something else was meant. */
static void stop_at_idle_expression(struct parser *parser, const struct syntax_node *node) {
    enum token_kind next = parser_kind(parser);
    if (parser_familiar(parser) || (node->kind == SYNTAX_NAME && next == TOKEN_MINUS &&
                                    parser_name_in_pieces(parser, node->first))) {
        return;
    }
    char message[160];
    const char *cure = "give it a name, local name = ..., or declare something with it";
    snprintf(message, sizeof message, "%s alone is no statement: nothing is done with it",
             parser_quote(parser, node->first).text);
    if (is_operator_of_assignment(next) && parser_kind_ahead(parser, 1) == TOKEN_ASSIGN) {
        cure = "Lua has no += and the like: write name = name + ...";
    } else if (next == TOKEN_NAME) {
        cure = "is this word misspelt (local, return, for, function)?";
    } else if (next == TOKEN_EQUAL) {
        cure = "`==` compares; a name is set with `=`";
    }
    parser_stop(parser, node->first, message, cure);
}

/* Lua's compiler recurses over targets, so their number is bounded like a depth. */
static struct syntax_node *parse_assignment(struct parser *parser, struct syntax_node *first) {
    struct syntax_node *targets = parser_node_around(parser, SYNTAX_TARGETS, first);
    struct syntax_node *previous = first;
    unsigned outer = parser->depth;
    while (parser_accept(parser, TOKEN_COMMA)) {
        parser_enter(parser);
        previous = parser_add(parser, targets, previous, parse_suffixed(parser));
        if (previous->kind != SYNTAX_NAME && previous->kind != SYNTAX_INDEX) {
            parser_stop(parser, previous->first, "this cannot be assigned to",
                        "assign to a name or to a field of a table");
        }
    }
    parser->depth = outer;
    parser_end(parser, targets);
    struct syntax_node *node = parser_node_around(parser, SYNTAX_ASSIGN, targets);
    parser_expect(parser, TOKEN_ASSIGN, "`=`");
    parser_add(parser, node, targets, parse_values(parser, NULL));
    return parser_end(parser, node);
}

static struct syntax_node *parse_expression_statement(struct parser *parser) {
    uint32_t start = parser->at;
    struct syntax_node *first = parse_suffixed(parser);
    enum token_kind next = parser_kind(parser);
    if (next == TOKEN_ASSIGN || next == TOKEN_COMMA) {
        if (first->kind != SYNTAX_NAME && first->kind != SYNTAX_INDEX) {
            parser_stop(parser, start, "this cannot be assigned to",
                        "assign to a name or to a field of a table");
        }
        return parse_assignment(parser, first);
    }
    if (first->kind != SYNTAX_CALL && first->kind != SYNTAX_METHOD) {
        stop_at_idle_expression(parser, first);
    }
    struct syntax_node *node = parser_node_around(parser, SYNTAX_CALL_STATEMENT, first);
    node->token = first->first;
    return parser_end(parser, node);
}

/* What begins no statement at all: `= 3`, `"text"`, `)`. */
static struct syntax_node *parse_other(struct parser *parser) {
    enum token_kind kind = parser_kind(parser);
    if (kind == TOKEN_NAME || kind == TOKEN_OPEN_PAREN) {
        return parse_expression_statement(parser);
    }
    struct syntax_node *node = parser_node(parser, SYNTAX_BLOCK);
    if (parser_familiar(parser)) {
        return node;
    }
    char message[128];
    snprintf(message, sizeof message, "no statement begins with %s",
             parser_quote(parser, parser->at).text);
    parser_stop(parser, parser->at, message,
                "is something missing before it, or one brace or comma too many?");
    return node;
}

static struct syntax_node *parse_statement(struct parser *parser) {
    switch (parser_kind(parser)) {
    case TOKEN_IF:
        return parse_branches(parser, parser->at);
    case TOKEN_WHILE:
        return parse_while(parser);
    case TOKEN_DO:
        return parse_do(parser);
    case TOKEN_FOR:
        return parse_for(parser);
    case TOKEN_REPEAT:
        return parse_repeat(parser);
    case TOKEN_FUNCTION:
        return parse_function_statement(parser);
    case TOKEN_LOCAL:
        return parse_local(parser);
    case TOKEN_RETURN:
        return parse_return(parser);
    case TOKEN_BREAK:
        return parse_break(parser);
    case TOKEN_GOTO:
    case TOKEN_LABEL:
        return refuse_goto(parser);
    default:
        return parse_other(parser);
    }
}

struct syntax_node *parse_block(struct parser *parser) {
    struct syntax_node *block = parser_node(parser, SYNTAX_BLOCK);
    struct syntax_node *previous = NULL;
    while (!ends_block(parser_kind(parser))) {
        if (parser_accept(parser, TOKEN_SEMICOLON)) {
            continue;
        }
        parser_enter(parser);
        previous = parser_add(parser, block, previous, parse_statement(parser));
        parser_leave(parser);
    }
    return parser_end(parser, block);
}
