#include "script/lexer.h"

#include "base/limits.h"
#include "script/lexer_characters.h"
#include "script/lexer_strings.h"

/* A reader's position. Lines and columns move with `offset`, byte by byte. */
struct scan {
    struct arena *arena;
    struct diagnostics *diagnostics;
    struct token_list *tokens;
    uint32_t capacity;
    uint32_t offset;
    uint32_t line;
    uint32_t column;
    bool mistaken;
};

static const struct {
    enum token_kind kind;
    const char *text;
} keywords[] =
    {
#define TOKEN(name, text) {TOKEN_##name, text},
        SYNOVIA_KEYWORDS(TOKEN)
#undef TOKEN
},
  symbols[] = {
#define TOKEN(name, text) {TOKEN_##name, text},
      SYNOVIA_SYMBOLS(TOKEN)
#undef TOKEN
};

enum { KEYWORDS = sizeof keywords / sizeof *keywords, SYMBOLS = sizeof symbols / sizeof *symbols };

/* The byte `ahead` of the position, or -1 behind the end. */
static int peek(const struct scan *scan, uint32_t ahead) {
    size_t at = (size_t)scan->offset + ahead;
    return at < scan->tokens->source.length ? (unsigned char)scan->tokens->source.at[at] : -1;
}

/* Moves over one byte. CR LF and LF CR are one line break; a UTF-8 continuation is no column. */
static void advance(struct scan *scan) {
    int c = peek(scan, 0);
    scan->offset++;
    if (c == '\n' || c == '\r') {
        int second = peek(scan, 0);
        if ((second == '\n' || second == '\r') && second != c) {
            scan->offset++;
        }
        scan->line++;
        scan->column = 1;
    } else if ((c & 0xC0) != 0x80) {
        scan->column++;
    }
}

static void advance_by(struct scan *scan, uint32_t bytes) {
    while (bytes-- > 0) {
        advance(scan);
    }
}

static struct place here(const struct scan *scan) {
    return (struct place){scan->tokens->file, scan->line, scan->column};
}

/* ---- tokens ---- */

static struct place place_of(const struct scan *scan, struct token token) {
    return (struct place){scan->tokens->file, token.line, token.column};
}

static struct token begin_token(const struct scan *scan, enum token_kind kind) {
    return (struct token){
        .kind = kind, .offset = scan->offset, .line = scan->line, .column = scan->column};
}

/* Doubles the room for tokens; the arena keeps the old one until it is freed as a whole. */
static bool grow(struct scan *scan) {
    uint32_t capacity = scan->capacity == 0 ? 256 : scan->capacity * 2;
    struct token *larger = arena_calloc(scan->arena, capacity, sizeof *larger);
    if (larger == NULL) {
        return false;
    }
    if (scan->tokens->count > 0) {
        memcpy(larger, scan->tokens->at, scan->tokens->count * sizeof *larger);
    }
    scan->tokens->at = larger;
    scan->capacity = capacity;
    return true;
}

static bool end_token(struct scan *scan, struct token token) {
    if (scan->tokens->count == scan->capacity && !grow(scan)) {
        return false;
    }
    token.length = scan->offset - token.offset;
    scan->tokens->at[scan->tokens->count++] = token;
    return true;
}

/* ---- long brackets ---- */

/* The level of the long bracket `[==[` at the position; -1 where there is none. */
static int long_bracket_level(const struct scan *scan) {
    uint32_t at = 1;
    while (peek(scan, at) == '=') {
        at++;
    }
    return peek(scan, at) == '[' ? (int)(at - 1) : -1;
}

static bool closes_long_bracket(const struct scan *scan, int level) {
    for (uint32_t i = 1; i <= (uint32_t)level; i++) {
        if (peek(scan, i) != '=') {
            return false;
        }
    }
    return peek(scan, 0) == ']' && peek(scan, (uint32_t)level + 1) == ']';
}

/* Moves behind the long bracket that begins here; false at the end of the source. */
static bool skip_long_bracket(struct scan *scan, int level) {
    advance_by(scan, (uint32_t)level + 2);
    while (peek(scan, 0) >= 0) {
        if (closes_long_bracket(scan, level)) {
            advance_by(scan, (uint32_t)level + 2);
            return true;
        }
        advance(scan);
    }
    return false;
}

static void report_unfinished_bracket(struct scan *scan, struct place place, const char *what,
                                      int level) {
    scan->mistaken = true;
    diagnostics_error(scan->diagnostics, DIAGNOSTIC_UNFINISHED, place, "this %s is never closed",
                      what);
    diagnostics_cure(scan->diagnostics, "write `]%.*s]` where it ends", level < 40 ? level : 40,
                     "========================================");
}

static void skip_comment(struct scan *scan) {
    struct place place = here(scan);
    advance_by(scan, 2);
    int level = peek(scan, 0) == '[' ? long_bracket_level(scan) : -1;
    if (level >= 0) {
        if (!skip_long_bracket(scan, level)) {
            report_unfinished_bracket(scan, place, "comment", level);
        }
        return;
    }
    while (peek(scan, 0) >= 0 && peek(scan, 0) != '\n' && peek(scan, 0) != '\r') {
        advance(scan);
    }
}

static bool scan_long_string(struct scan *scan, int level) {
    struct token token = begin_token(scan, TOKEN_STRING);
    if (!skip_long_bracket(scan, level)) {
        report_unfinished_bracket(scan, place_of(scan, token), "long text", level);
    }
    return end_token(scan, token);
}

/* ---- quoted strings ---- */

/* Moves over the escape at the position, and reports one that Lua does not know. */
static void scan_escape(struct scan *scan) {
    struct place place = here(scan);
    struct text rest = text_from(scan->tokens->source.at + scan->offset,
                                 scan->tokens->source.length - scan->offset);
    struct escape escape = lexer_escape(rest);
    if (escape.problem != NULL) {
        scan->mistaken = true;
        diagnostics_error(scan->diagnostics, DIAGNOSTIC_BAD_TOKEN, place, "%s", escape.problem);
        diagnostics_cure(scan->diagnostics,
                         "a backslash itself is written `\\\\`; a character such as é needs none");
    }
    uint32_t end = scan->offset + escape.length;
    while (scan->offset < end) {
        advance(scan);
    }
}

static bool scan_string(struct scan *scan) {
    struct token token = begin_token(scan, TOKEN_STRING);
    int quote = peek(scan, 0);
    advance(scan);
    while (peek(scan, 0) != quote) {
        int c = peek(scan, 0);
        if (c < 0 || c == '\n' || c == '\r') {
            scan->mistaken = true;
            diagnostics_error(scan->diagnostics, DIAGNOSTIC_UNFINISHED, place_of(scan, token),
                              "this text has no closing %c on its line", quote);
            diagnostics_cure(scan->diagnostics,
                             "close it with %c; a text of several lines is written [[ ... ]]",
                             quote);
            return end_token(scan, token);
        }
        if (c == '\\') {
            scan_escape(scan);
        } else {
            advance(scan);
        }
    }
    advance(scan);
    return end_token(scan, token);
}

/* ---- numbers, names, symbols ---- */

/* True where `text` is a numeral of Lua: digits with one point and one exponent, or 0x likewise. */
static bool is_numeral(struct text text) {
    bool hexadecimal = text.length > 1 && text.at[0] == '0' && (text.at[1] | 32) == 'x';
    size_t at = hexadecimal ? 2 : 0;
    size_t digits = 0;
    bool point = false;
    for (; at < text.length; at++) {
        int c = (unsigned char)text.at[at];
        if (c == '.' && !point) {
            point = true;
        } else if (hexadecimal ? character_is_hexadecimal(c) : character_is_digit(c)) {
            digits++;
        } else {
            break;
        }
    }
    if (digits == 0 || at == text.length) {
        return digits > 0;
    }
    if ((text.at[at++] | 32) != (hexadecimal ? 'p' : 'e')) {
        return false;
    }
    at += at < text.length && (text.at[at] == '+' || text.at[at] == '-');
    size_t exponent = at;
    while (at < text.length && character_is_digit((unsigned char)text.at[at])) {
        at++;
    }
    return at == text.length && at > exponent;
}

/* As Lua reads a numeral: greedily over everything that could belong to one. */
static bool scan_number(struct scan *scan) {
    struct token token = begin_token(scan, TOKEN_NUMBER);
    bool hexadecimal = peek(scan, 0) == '0' && (peek(scan, 1) | 32) == 'x';
    for (;;) {
        int c = peek(scan, 0);
        if (c > 0 && (c | 32) == (hexadecimal ? 'p' : 'e') &&
            (peek(scan, 1) == '+' || peek(scan, 1) == '-')) {
            advance(scan);
        } else if (!character_is_letter(c) && !character_is_digit(c) && c != '.') {
            break;
        }
        advance(scan);
    }
    struct text text =
        text_from(scan->tokens->source.at + token.offset, scan->offset - token.offset);
    if (!is_numeral(text)) {
        scan->mistaken = true;
        diagnostics_error(scan->diagnostics, DIAGNOSTIC_BAD_TOKEN, place_of(scan, token),
                          "`%.*s` is not a number", text.length < 40 ? (int)text.length : 40,
                          text.at);
        diagnostics_cure(scan->diagnostics, "write a decimal point and no unit, such as 37.5; join "
                                            "texts with ` .. ` between spaces");
    }
    return end_token(scan, token);
}

static bool scan_name(struct scan *scan) {
    struct token token = begin_token(scan, TOKEN_NAME);
    while (character_is_letter(peek(scan, 0)) || character_is_digit(peek(scan, 0))) {
        advance(scan);
    }
    struct text text =
        text_from(scan->tokens->source.at + token.offset, scan->offset - token.offset);
    for (size_t i = 0; i < KEYWORDS; i++) {
        if (text_is(text, keywords[i].text)) {
            token.kind = keywords[i].kind;
        }
    }
    return end_token(scan, token);
}

static bool is_word(const struct scan *scan, uint32_t index) {
    const struct token_list *tokens = scan->tokens;
    const struct token *token = &tokens->at[index];
    return token->line == scan->line &&
           character_is_letter((unsigned char)tokens->source.at[token->offset]);
}

/* Of several words behind one another on this line, the first. No script has two names beside each
 * other, but a text has whose quote is missing. NULL where there are no such words. */
static const struct token *first_bare_word(const struct scan *scan) {
    const struct token_list *tokens = scan->tokens;
    uint32_t first = tokens->count;
    bool two_names = false;
    while (first > 0 && is_word(scan, first - 1)) {
        first--;
        two_names =
            two_names || (first + 1 < tokens->count && tokens->at[first].kind == TOKEN_NAME &&
                          tokens->at[first + 1].kind == TOKEN_NAME);
    }
    return two_names ? &tokens->at[first] : NULL;
}

/* Reports the text that ends with the character that was just read. */
static void report_bare_text(struct scan *scan, const struct token *first) {
    struct text text =
        text_from(scan->tokens->source.at + first->offset, scan->offset - first->offset);
    diagnostics_error(scan->diagnostics, DIAGNOSTIC_BAD_TOKEN, place_of(scan, *first),
                      "a text that is not in quotes: `%.*s`",
                      text.length < 60 ? (int)text.length : 60, text.at);
    diagnostics_cure(scan->diagnostics, "write \"%.*s\"", text.length < 60 ? (int)text.length : 60,
                     text.at);
    if (peek(scan, 0) == '"') {
        advance(scan); /* its end, which is there: it does not begin another text */
    }
}

/* Reports a character that begins no token, and steps over the whole of it. */
static bool scan_wrong_character(struct scan *scan) {
    struct place place = here(scan);
    uint32_t start = scan->offset;
    const struct token *bare = first_bare_word(scan);
    const char *source = scan->tokens->source.at;
    const char *cure =
        character_cure(text_from(source + start, scan->tokens->source.length - start));
    do {
        advance(scan);
    } while (peek(scan, 0) >= 0 && (peek(scan, 0) & 0xC0) == 0x80);
    scan->mistaken = true;
    bool printable = (unsigned char)source[start] >= ' ' && source[start] != 0x7F;
    if (bare != NULL && printable) {
        report_bare_text(scan, bare);
        return true;
    }
    if (printable) {
        diagnostics_error(scan->diagnostics, DIAGNOSTIC_BAD_TOKEN, place,
                          "`%.*s` means nothing here", (int)(scan->offset - start), source + start);
    } else {
        diagnostics_error(scan->diagnostics, DIAGNOSTIC_BAD_TOKEN, place,
                          "a control character (code %d) means nothing here", source[start]);
    }
    diagnostics_cure(scan->diagnostics, "%s", cure);
    return true;
}

static bool scan_symbol(struct scan *scan) {
    struct token token = begin_token(scan, TOKEN_END_OF_SOURCE);
    struct text rest = text_from(scan->tokens->source.at + scan->offset,
                                 scan->tokens->source.length - scan->offset);
    for (size_t i = 0; i < SYMBOLS; i++) {
        size_t length = strlen(symbols[i].text);
        if (rest.length >= length && memcmp(rest.at, symbols[i].text, length) == 0) {
            token.kind = symbols[i].kind;
            advance_by(scan, (uint32_t)length);
            return end_token(scan, token);
        }
    }
    return scan_wrong_character(scan);
}

/* One token, or one stretch of space or comment. False where memory ran out. */
static bool scan_next(struct scan *scan) {
    int c = peek(scan, 0);
    if (c == ' ' || (c >= '\t' && c <= '\r')) {
        advance(scan);
        return true;
    }
    if (c == '-' && peek(scan, 1) == '-') {
        skip_comment(scan);
        return true;
    }
    if (c == '"' || c == '\'') {
        return scan_string(scan);
    }
    if (c == '[' && long_bracket_level(scan) >= 0) {
        return scan_long_string(scan, long_bracket_level(scan));
    }
    if (character_is_digit(c) || (c == '.' && character_is_digit(peek(scan, 1)))) {
        return scan_number(scan);
    }
    return character_is_letter(c) ? scan_name(scan) : scan_symbol(scan);
}

/* ---- the source as a whole ---- */

static struct place place_of_byte(struct text file, struct text source, size_t offset) {
    struct token_list tokens = {.file = file, .source = source};
    struct scan scan = {.tokens = &tokens, .line = 1, .column = 1};
    while (scan.offset < offset) {
        advance(&scan);
    }
    return here(&scan);
}

static bool refuse_too_large(struct text file, struct text source,
                             struct diagnostics *diagnostics) {
    if (source.length <= LIMIT_SOURCE_BYTES) {
        return false;
    }
    diagnostics_error(diagnostics, DIAGNOSTIC_SOURCE_TOO_LARGE, (struct place){file, 1, 1},
                      "the script has %zu bytes; a protocol with its includes may have %d",
                      source.length, (int)LIMIT_SOURCE_BYTES);
    diagnostics_cure(diagnostics, "split it into protocols of their own");
    return true;
}

static bool refuse_not_text(struct text file, struct text source, struct diagnostics *diagnostics) {
    if (source.length > 0 && source.at[0] == '\x1b') {
        diagnostics_error(diagnostics, DIAGNOSTIC_NOT_TEXT, (struct place){file, 1, 1},
                          "this is compiled Lua (bytecode), which is never run");
        diagnostics_cure(diagnostics, "give the script itself, as text");
        return true;
    }
    const char *zero = source.length == 0 ? NULL : memchr(source.at, 0, source.length);
    if (zero != NULL) {
        diagnostics_error(diagnostics, DIAGNOSTIC_NOT_TEXT,
                          place_of_byte(file, source, (size_t)(zero - source.at)),
                          "a NUL byte stands in the script");
        diagnostics_cure(diagnostics, "save the file as UTF-8 text (not as UTF-16)");
        return true;
    }
    if (!text_is_utf8(source)) {
        diagnostics_error(diagnostics, DIAGNOSTIC_NOT_TEXT,
                          place_of_byte(file, source, character_utf8_prefix(source)),
                          "the bytes from here on are not UTF-8");
        diagnostics_cure(diagnostics, "save the file as UTF-8 text");
        return true;
    }
    return false;
}

/* Steps over a byte order mark, which takes no column, and a first line that begins with '#'. */
static void skip_head(struct scan *scan) {
    if (peek(scan, 0) == 0xEF && peek(scan, 1) == 0xBB && peek(scan, 2) == 0xBF) {
        scan->offset = 3;
    }
    while (peek(scan, 0) == '#' || (scan->line == 1 && scan->column > 1)) {
        if (peek(scan, 0) < 0) {
            return;
        }
        advance(scan);
    }
}

bool lexer_scan(struct arena *arena, struct text file, struct text source,
                struct diagnostics *diagnostics, struct token_list *tokens) {
    *tokens = (struct token_list){.file = file, .source = source};
    if (refuse_too_large(file, source, diagnostics) || refuse_not_text(file, source, diagnostics)) {
        return false;
    }
    struct scan scan = {
        .arena = arena, .diagnostics = diagnostics, .tokens = tokens, .line = 1, .column = 1};
    skip_head(&scan);
    while (peek(&scan, 0) >= 0) {
        if (!scan_next(&scan)) {
            return false;
        }
    }
    return end_token(&scan, begin_token(&scan, TOKEN_END_OF_SOURCE)) && !scan.mistaken;
}

/* ---- looking at tokens ---- */

struct text token_text(const struct token_list *tokens, uint32_t index) {
    return token_range_text(tokens, index, index);
}

struct place token_place(const struct token_list *tokens, uint32_t index) {
    const struct token *token = &tokens->at[index];
    return (struct place){tokens->file, token->line, token->column};
}

struct text token_range_text(const struct token_list *tokens, uint32_t first, uint32_t last) {
    if (last < first || last >= tokens->count) {
        return text_of(NULL);
    }
    const struct token *end = &tokens->at[last];
    uint32_t start = tokens->at[first].offset;
    return text_from(tokens->source.at + start, end->offset + end->length - start);
}

const char *token_kind_text(enum token_kind kind) {
    switch (kind) {
    case TOKEN_END_OF_SOURCE:
        return "the end of the script";
    case TOKEN_NAME:
        return "a name";
    case TOKEN_NUMBER:
        return "a number";
    case TOKEN_STRING:
        return "a text";
#define TOKEN(name, text)                                                                          \
    case TOKEN_##name:                                                                             \
        return text;
        SYNOVIA_KEYWORDS(TOKEN)
        SYNOVIA_SYMBOLS(TOKEN)
#undef TOKEN
    }
    return "";
}
