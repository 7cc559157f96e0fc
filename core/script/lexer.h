/*
 * Lua 5.4 source text to tokens, each with its place.
 *
 * We have a lexer of our own for two reasons: Lua reports lines only, while authors are owed a
 * column; and Lua stops at the first mistake. Comments and white space are dropped. The bytes of a
 * token stay in the source; nothing is copied.
 */
#ifndef SYNOVIA_SCRIPT_LEXER_H
#define SYNOVIA_SCRIPT_LEXER_H

#include "base/arena.h"
#include "base/text.h"
#include "script/diagnostics.h"

#include <stdbool.h>
#include <stdint.h>

/* TOKEN(NAME, "text"): keywords first, in Lua's order, then symbols. */
#define SYNOVIA_KEYWORDS(TOKEN)                                                                    \
    TOKEN(AND, "and")                                                                              \
    TOKEN(BREAK, "break")                                                                          \
    TOKEN(DO, "do")                                                                                \
    TOKEN(ELSE, "else")                                                                            \
    TOKEN(ELSEIF, "elseif")                                                                        \
    TOKEN(END, "end")                                                                              \
    TOKEN(FALSE, "false")                                                                          \
    TOKEN(FOR, "for")                                                                              \
    TOKEN(FUNCTION, "function")                                                                    \
    TOKEN(GOTO, "goto")                                                                            \
    TOKEN(IF, "if")                                                                                \
    TOKEN(IN, "in")                                                                                \
    TOKEN(LOCAL, "local")                                                                          \
    TOKEN(NIL, "nil")                                                                              \
    TOKEN(NOT, "not")                                                                              \
    TOKEN(OR, "or")                                                                                \
    TOKEN(REPEAT, "repeat")                                                                        \
    TOKEN(RETURN, "return")                                                                        \
    TOKEN(THEN, "then")                                                                            \
    TOKEN(TRUE, "true")                                                                            \
    TOKEN(UNTIL, "until")                                                                          \
    TOKEN(WHILE, "while")

/* Longest first, so that the first that matches is the token. */
#define SYNOVIA_SYMBOLS(TOKEN)                                                                     \
    TOKEN(DOTS, "...")                                                                             \
    TOKEN(CONCAT, "..")                                                                            \
    TOKEN(EQUAL, "==")                                                                             \
    TOKEN(NOT_EQUAL, "~=")                                                                         \
    TOKEN(AT_MOST, "<=")                                                                           \
    TOKEN(AT_LEAST, ">=")                                                                          \
    TOKEN(SHIFT_LEFT, "<<")                                                                        \
    TOKEN(SHIFT_RIGHT, ">>")                                                                       \
    TOKEN(FLOOR_DIVIDE, "//")                                                                      \
    TOKEN(LABEL, "::")                                                                             \
    TOKEN(PLUS, "+")                                                                               \
    TOKEN(MINUS, "-")                                                                              \
    TOKEN(TIMES, "*")                                                                              \
    TOKEN(DIVIDE, "/")                                                                             \
    TOKEN(MODULO, "%")                                                                             \
    TOKEN(POWER, "^")                                                                              \
    TOKEN(LENGTH, "#")                                                                             \
    TOKEN(AMPERSAND, "&")                                                                          \
    TOKEN(TILDE, "~")                                                                              \
    TOKEN(BAR, "|")                                                                                \
    TOKEN(LESS, "<")                                                                               \
    TOKEN(MORE, ">")                                                                               \
    TOKEN(ASSIGN, "=")                                                                             \
    TOKEN(OPEN_PAREN, "(")                                                                         \
    TOKEN(CLOSE_PAREN, ")")                                                                        \
    TOKEN(OPEN_BRACE, "{")                                                                         \
    TOKEN(CLOSE_BRACE, "}")                                                                        \
    TOKEN(OPEN_BRACKET, "[")                                                                       \
    TOKEN(CLOSE_BRACKET, "]")                                                                      \
    TOKEN(SEMICOLON, ";")                                                                          \
    TOKEN(COLON, ":")                                                                              \
    TOKEN(COMMA, ",")                                                                              \
    TOKEN(DOT, ".")

enum token_kind {
    TOKEN_END_OF_SOURCE,
    TOKEN_NAME,
    TOKEN_NUMBER,
    TOKEN_STRING, /* quoted or long bracket, with its quotes */
#define TOKEN(name, text) TOKEN_##name,
    SYNOVIA_KEYWORDS(TOKEN) SYNOVIA_SYMBOLS(TOKEN)
#undef TOKEN
};

struct token {
    enum token_kind kind;
    uint32_t offset; /* bytes from the start of the source */
    uint32_t length; /* bytes */
    uint32_t line;   /* from 1 */
    uint32_t column; /* from 1, in code points */
};

/* The tokens of one file. The last one is TOKEN_END_OF_SOURCE. */
struct token_list {
    struct text file;   /* as it is named in messages */
    struct text source; /* the file's bytes; must outlive the list */
    struct token *at;   /* in the arena */
    uint32_t count;     /* with the end token; 0 only before a scan */
};

/*
 * Reads `source` into tokens. The size is judged before anything is allocated (LIMIT_SOURCE_BYTES).
 * A byte order mark and a first line that begins with '#' are skipped; CR, LF, CRLF and LFCR each
 * end one line. Mistakes are reported, and the scan goes on behind them.
 *
 * True: a list without a mistake. False: at least one error was reported, or memory ran out
 * (`arena->failed`, `diagnostics->failed`); the list then must not be used.
 */
bool lexer_scan(struct arena *arena, struct text file, struct text source,
                struct diagnostics *diagnostics, struct token_list *tokens);

/* The bytes of token `index` in the source; empty for the end token. */
struct text token_text(const struct token_list *tokens, uint32_t index);

/* Where token `index` begins. */
struct place token_place(const struct token_list *tokens, uint32_t index);

/* The source from the first byte of token `first` to the last byte of token `last`. */
struct text token_range_text(const struct token_list *tokens, uint32_t first, uint32_t last);

/* What a TOKEN_STRING of a scanned list means, escapes resolved; empty where memory ran out
 * (`arena->failed`). */
struct text token_string_value(struct arena *arena, const struct token_list *tokens,
                               uint32_t index);

/* The text of a keyword or symbol ("and", "=="); what it is for the others ("a name"). */
const char *token_kind_text(enum token_kind kind);

#endif
