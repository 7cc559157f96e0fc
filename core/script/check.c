#include "script/check.h"

#include "script/check_private.h"

const struct vocabulary_word *vocabulary_find(const struct vocabulary *vocabulary,
                                              struct text name) {
    for (size_t i = 0; i < vocabulary->count; i++) {
        if (text_equal(vocabulary->words[i].name, name)) {
            return &vocabulary->words[i];
        }
    }
    return NULL;
}

enum token_kind check_token(const struct check *check, const struct syntax_node *node) {
    return check->tree->tokens->at[node->token].kind;
}

struct text check_excerpt(struct check *check, const struct syntax_node *node) {
    struct text text = syntax_text(check->tree, node);
    char out[EXCERPT_BYTES];
    size_t count = 0;
    size_t at = 0;
    while (at < text.length && count < sizeof out - 4) {
        unsigned char c = (unsigned char)text.at[at++];
        bool space = c <= ' ';
        if (!space || (count > 0 && out[count - 1] != ' ')) {
            out[count++] = space ? ' ' : (char)c;
        }
    }
    bool cut = at < text.length;
    while (cut && count > 0 && ((unsigned char)text.at[at] & 0xC0) == 0x80) {
        at--;
        count--;
    }
    return arena_format(check->arena, "%.*s%s", (int)count, out, cut ? "..." : "");
}

bool check_script(struct arena *arena, const struct syntax_tree *tree,
                  const struct vocabulary *vocabulary, struct diagnostics *diagnostics) {
    struct check check = {
        .arena = arena, .tree = tree, .vocabulary = vocabulary, .diagnostics = diagnostics};
    if (scopes_resolve(arena, tree, vocabulary, &check.scopes)) {
        check_names(&check);
        check_words(&check);
        check_operators(&check);
        check_captures(&check);
        check_values(&check);
    }
    diagnostics->failed = diagnostics->failed || arena->failed;
    return check.scopes.too_many == NULL;
}
