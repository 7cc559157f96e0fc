#include "script/source.h"

#include "base/limits.h"

/* A source without its checks: tokens, tree and layout. False where any of them failed. */
static bool read(struct arena *arena, struct text file, struct text text, struct source *source,
                 struct diagnostics *diagnostics) {
    return lexer_scan(arena, file, text, diagnostics, &source->tokens) &&
           syntax_parse(arena, &source->tokens, diagnostics, &source->tree) &&
           layout_build(arena, &source->tree, &source->layout);
}

/* The size is judged before the text is copied; the scan reports it again, in the same words. */
static bool is_too_large(struct arena *arena, struct text file, struct text text,
                         struct diagnostics *diagnostics) {
    struct token_list none;
    return text.length > LIMIT_SOURCE_BYTES && !lexer_scan(arena, file, text, diagnostics, &none);
}

const struct source *source_read(struct arena *arena, struct text file, struct text text,
                                 const struct vocabulary *vocabulary,
                                 struct diagnostics *diagnostics) {
    if (is_too_large(arena, file, text, diagnostics)) {
        return NULL;
    }
    size_t errors = diagnostics->errors;
    struct source *source = arena_calloc(arena, 1, sizeof *source);
    struct text own_file = arena_copy(arena, file);
    struct text own_text = arena_copy(arena, text);
    bool made =
        source != NULL && !arena->failed && read(arena, own_file, own_text, source, diagnostics);
    bool runs = made && diagnostics->errors == errors;
    if (made) {
        runs = check_script(arena, &source->tree, vocabulary, diagnostics) && runs;
    }
    /* Nothing read and nothing reported: then memory ran out, here or on the way. */
    bool silent = !made && diagnostics->errors == errors;
    diagnostics->failed = diagnostics->failed || arena->failed || silent;
    return runs && !diagnostics->failed ? source : NULL;
}
