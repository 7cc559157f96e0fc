#include "script/layout.h"

#include "base/buffer.h"

/* ---- laying out ---- */

static bool spans_lines(struct text text) {
    return memchr(text.at, '\n', text.length) != NULL || memchr(text.at, '\r', text.length) != NULL;
}

static void append_quoted(struct buffer *code, struct text value) {
    buffer_append_string(code, "\"");
    for (size_t i = 0; i < value.length; i++) {
        unsigned char c = (unsigned char)value.at[i];
        if (c < ' ' || c == 0x7F) {
            buffer_append_format(code, "\\%03u", c);
            continue;
        }
        if (c == '"' || c == '\\') {
            buffer_append_string(code, "\\");
        }
        buffer_append(code, &c, 1);
    }
    buffer_append_string(code, "\"");
}

static void append_token(struct buffer *code, struct arena *arena, const struct token_list *tokens,
                         uint32_t index) {
    struct text text = token_text(tokens, index);
    if (tokens->at[index].kind == TOKEN_STRING && spans_lines(text)) {
        append_quoted(code, token_string_value(arena, tokens, index));
    } else {
        buffer_append_text(code, text);
    }
    buffer_append_string(code, "\n");
}

bool layout_build(struct arena *arena, const struct syntax_tree *tree, struct layout *layout) {
    struct buffer code;
    buffer_init(&code);
    for (uint32_t i = 0; i + 1 < tree->tokens->count; i++) {
        append_token(&code, arena, tree->tokens, i);
    }
    *layout = (struct layout){.tokens = tree->tokens, .tree = tree};
    bool made = !code.failed && !arena->failed;
    if (made) {
        layout->code = arena_copy(arena, buffer_text(&code));
        made = !arena->failed;
    }
    buffer_free(&code);
    return made;
}

/* ---- lines to tokens ---- */

uint32_t layout_token(const struct layout *layout, int line) {
    uint32_t last = layout->tokens->count - 1;
    if (line < 1) {
        return 0;
    }
    return (uint32_t)line - 1 < last ? (uint32_t)line - 1 : last;
}

struct place layout_place(const struct layout *layout, uint32_t token) {
    uint32_t last = layout->tokens->count - 1;
    return token_place(layout->tokens, token < last ? token : last);
}

uint32_t layout_near_name(const struct layout *layout, uint32_t token, const char *name) {
    for (uint32_t away = 0; away <= 2; away++) {
        if (token >= away && token - away < layout->tokens->count &&
            text_is(token_text(layout->tokens, token - away), name)) {
            return token - away;
        }
        if (token + away < layout->tokens->count &&
            text_is(token_text(layout->tokens, token + away), name)) {
            return token + away;
        }
    }
    return token;
}

/* ---- tokens to nodes ---- */

static bool spans(const struct syntax_node *node, uint32_t token) {
    return node->first <= token && token <= node->last && node->last != UINT32_MAX;
}

/* The child of `node` that spans `token`, or NULL. */
static const struct syntax_node *child_at(const struct syntax_node *node, uint32_t token) {
    const struct syntax_node *child = node->child;
    while (child != NULL && !spans(child, token)) {
        child = child->next;
    }
    return child;
}

/* The token of the word that a call is named by: the method, or what a chain of calls begins with.
 */
static uint32_t word_of_call(const struct syntax_node *call) {
    const struct syntax_node *callee = call;
    while (callee->kind == SYNTAX_CALL) {
        callee = callee->child;
    }
    return callee->kind == SYNTAX_INDEX ? syntax_child(callee, 1)->token : callee->token;
}

static const struct syntax_node *call_from(const struct layout *layout, uint32_t token,
                                           const char *name) {
    for (const struct syntax_node *node = layout->tree->root; node != NULL;
         node = child_at(node, token)) {
        bool is_call = node->kind == SYNTAX_CALL || node->kind == SYNTAX_METHOD;
        if (is_call && node->first == token &&
            text_is(token_text(layout->tokens, word_of_call(node)), name)) {
            return node;
        }
    }
    return NULL;
}

const struct syntax_node *layout_call(const struct layout *layout, uint32_t token,
                                      const char *name) {
    const struct syntax_node *call = call_from(layout, token, name);
    return call != NULL || token == 0 ? call : call_from(layout, token - 1, name);
}

const struct syntax_node *layout_operation(const struct layout *layout, uint32_t token) {
    for (const struct syntax_node *node = layout->tree->root; node != NULL;
         node = child_at(node, token)) {
        bool is_operation = node->kind == SYNTAX_UNARY || node->kind == SYNTAX_BINARY;
        if (is_operation && node->token == token) {
            return node;
        }
    }
    return NULL;
}

/* Lua says `function` or, for most, the parenthesis behind it. */
const struct syntax_node *layout_function(const struct layout *layout, int line) {
    uint32_t token = layout_token(layout, line);
    const struct syntax_node *found = NULL;
    for (const struct syntax_node *node = layout->tree->root; node != NULL;
         node = child_at(node, token)) {
        if (node->kind == SYNTAX_FUNCTION && node->token <= token && token < node->child->first) {
            found = node;
        }
    }
    return found;
}

/* ---- tables ---- */

const struct syntax_node *layout_arguments_table(const struct syntax_node *call) {
    const struct syntax_node *found = NULL;
    const struct syntax_node *arguments = syntax_child(call, 1);
    for (const struct syntax_node *each = arguments->child; each != NULL; each = each->next) {
        if (syntax_bare(each)->kind == SYNTAX_TABLE) {
            found = syntax_bare(each);
        }
    }
    return found;
}

static bool is_keyed(const struct syntax_node *field) {
    return syntax_child(field, 1) != NULL;
}

/* True for the key `name` and for `["name"]`. */
static bool is_key(const struct layout *layout, const struct syntax_node *key, const char *name) {
    struct text text = token_text(layout->tokens, key->token);
    if (key->kind == SYNTAX_NAME_KEY) {
        return text_is(text, name);
    }
    return key->kind == SYNTAX_LITERAL && text.length >= 2 && text.length - 2 == strlen(name) &&
           (text.at[0] == '"' || text.at[0] == '\'') &&
           memcmp(text.at + 1, name, text.length - 2) == 0;
}

const struct syntax_node *layout_field(const struct layout *layout, const struct syntax_node *table,
                                       const char *key) {
    const struct syntax_node *found = NULL;
    const struct syntax_node *field = table == NULL ? NULL : table->child;
    for (; field != NULL; field = field->next) {
        if (is_keyed(field) && is_key(layout, field->child, key)) {
            found = field;
        }
    }
    return found;
}

const struct syntax_node *layout_item(const struct syntax_node *table, unsigned n) {
    const struct syntax_node *field = table == NULL ? NULL : table->child;
    for (; field != NULL; field = field->next) {
        if (!is_keyed(field) && --n == 0) {
            return field;
        }
    }
    return NULL;
}

const struct syntax_node *layout_field_value(const struct syntax_node *field) {
    return is_keyed(field) ? syntax_child(field, 1) : field->child;
}

struct place layout_key_place(const struct layout *layout, uint32_t token, const char *name,
                              const char *key) {
    const struct syntax_node *call = layout_call(layout, token, name);
    if (call == NULL) {
        return layout_place(layout, token);
    }
    const struct syntax_node *field = layout_field(layout, layout_arguments_table(call), key);
    return layout_place(layout, field == NULL ? word_of_call(call) : field->first);
}

struct text layout_text(const struct layout *layout, const struct syntax_node *node) {
    return syntax_text(layout->tree, node);
}
