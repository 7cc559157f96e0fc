/*
 * The cure for `a or b == 3`: the same thought in the words of the language.
 */
#include "script/check_private.h"

#include "base/buffer.h"

enum { REWRITE_BYTES = 400 };

static void write(struct check *check, const struct syntax_node *node, struct buffer *out);

static bool is_binary(const struct check *check, const struct syntax_node *node,
                      enum token_kind operator) {
    return node->kind == SYNTAX_BINARY && check_token(check, node) == operator;
}

/* The operands of a chain of one operator, `a or b or c`, with commas between. */
static void write_operands(struct check *check, const struct syntax_node *node,
                           enum token_kind operator, struct buffer * out) {
    const struct syntax_node *bare = syntax_bare(node);
    if (!is_binary(check, bare, operator)) {
        write(check, node, out);
        return;
    }
    write_operands(check, bare->child, operator, out);
    buffer_append_string(out, ", ");
    write_operands(check, bare->child->next, operator, out);
}

static bool is_plain_value(const struct check *check, const struct syntax_node *node) {
    enum token_kind kind = check_token(check, node);
    return node->kind == SYNTAX_LITERAL && (kind == TOKEN_NUMBER || kind == TOKEN_STRING);
}

/* `condition and value or other`, Lua's idiom for a choice. */
static bool write_choice(struct check *check, const struct syntax_node *node, struct buffer *out) {
    const struct syntax_node *left = syntax_bare(node->child);
    const struct syntax_node *other = syntax_bare(node->child->next);
    if (!is_binary(check, left, TOKEN_AND) || !is_plain_value(check, other) ||
        !is_plain_value(check, syntax_bare(left->child->next))) {
        return false;
    }
    buffer_append_string(out, "first { { ");
    write(check, left->child->next, out);
    buffer_append_string(out, ", when = ");
    write(check, left->child, out);
    buffer_append_string(out, " }, { ");
    write(check, other, out);
    buffer_append_string(out, " } }");
    return true;
}

static void write_list(struct check *check, const char *word, const struct syntax_node *node,
                       enum token_kind operator, struct buffer * out) {
    buffer_append_string(out, word);
    buffer_append_string(out, " { ");
    write_operands(check, node, operator, out);
    buffer_append_string(out, " }");
}

static void write_not(struct check *check, const struct syntax_node *node, struct buffer *out) {
    const struct syntax_node *operand = syntax_bare(node->child);
    if (is_binary(check, operand, TOKEN_OR)) {
        write_list(check, "none_of", operand, TOKEN_OR, out);
        return;
    }
    bool simple = operand->kind == SYNTAX_NAME || operand->kind == SYNTAX_CALL ||
                  operand->kind == SYNTAX_METHOD || is_binary(check, operand, TOKEN_AND);
    buffer_append_string(out, simple ? "~" : "~(");
    write(check, operand, out);
    buffer_append_string(out, simple ? "" : ")");
}

/* ---- comparisons ---- */

/* The method for a comparison, with the term on the left; `mirrored` where it stood on the right.
 */
static const char *method_of(enum token_kind operator, bool mirrored) {
    switch (operator) {
    case TOKEN_LESS:
        return mirrored ? "over" : "under";
    case TOKEN_MORE:
        return mirrored ? "under" : "over";
    case TOKEN_AT_MOST:
        return mirrored ? "at_least" : "at_most";
    case TOKEN_AT_LEAST:
        return mirrored ? "at_most" : "at_least";
    case TOKEN_EQUAL:
        return "is";
    case TOKEN_NOT_EQUAL:
        return "is_not";
    default:
        return NULL;
    }
}

static bool is_simple(const struct syntax_node *node) {
    return node->kind == SYNTAX_NAME || node->kind == SYNTAX_CALL || node->kind == SYNTAX_METHOD ||
           node->kind == SYNTAX_INDEX;
}

static void write_object(struct check *check, const struct syntax_node *node, struct buffer *out) {
    buffer_append_string(out, is_simple(node) ? "" : "(");
    write(check, node, out);
    buffer_append_string(out, is_simple(node) ? "" : ")");
}

/* `term == true` is the term itself, `== nil` and `== none` ask whether there is a value. */
static bool write_special(struct check *check, const struct syntax_node *term,
                          const struct syntax_node *value, bool negated, struct buffer *out) {
    enum token_kind kind = check_token(check, value);
    bool is_truth = value->kind == SYNTAX_LITERAL && (kind == TOKEN_TRUE || kind == TOKEN_FALSE);
    bool is_none = (value->kind == SYNTAX_LITERAL && kind == TOKEN_NIL) ||
                   syntax_is_name(check->tree, value, "none");
    if (!is_truth && !is_none) {
        return false;
    }
    bool turned = is_truth ? (kind == TOKEN_FALSE) != negated : negated;
    buffer_append_string(out, turned ? "~" : "");
    write_object(check, term, out);
    buffer_append_string(out, is_none ? ":is_none()" : "");
    return true;
}

static void write_comparison(struct check *check, const struct syntax_node *node,
                             struct buffer *out) {
    enum token_kind operator= check_token(check, node);
    const struct syntax_node *term = syntax_bare(node->child);
    const struct syntax_node *value = syntax_bare(node->child->next);
    bool mirrored = term->kind == SYNTAX_LITERAL && value->kind != SYNTAX_LITERAL;
    if (mirrored) {
        const struct syntax_node *left = term;
        term = value;
        value = left;
    }
    bool is_equality = operator== TOKEN_EQUAL || operator== TOKEN_NOT_EQUAL;
    if (is_equality && write_special(check, term, value, operator== TOKEN_NOT_EQUAL, out)) {
        return;
    }
    bool is_text = value->kind == SYNTAX_LITERAL && check_token(check, value) == TOKEN_STRING;
    write_object(check, term, out);
    buffer_append_format(out, ":%s%s", method_of(operator, mirrored), is_text ? " " : "(");
    write(check, value, out);
    buffer_append_string(out, is_text ? "" : ")");
}

/* ---- the whole ---- */

static void write_binary(struct check *check, const struct syntax_node *node, struct buffer *out) {
    enum token_kind operator= check_token(check, node);
    if (operator== TOKEN_OR) {
        if (!write_choice(check, node, out)) {
            write_list(check, "any", node, TOKEN_OR, out);
        }
    } else if (operator== TOKEN_AND) {
        write_list(check, "all", node, TOKEN_AND, out);
    } else {
        write_comparison(check, node, out);
    }
}

static void write(struct check *check, const struct syntax_node *node, struct buffer *out) {
    const struct syntax_node *bare = syntax_bare(node);
    enum token_kind operator= check_token(check, bare);
    bool is_word = operator== TOKEN_AND || operator== TOKEN_OR;
    if (bare->kind == SYNTAX_BINARY && (is_word || method_of(operator, false) != NULL)) {
        write_binary(check, bare, out);
    } else if (bare->kind == SYNTAX_UNARY && operator== TOKEN_NOT) {
        write_not(check, bare, out);
    } else {
        buffer_append_text(out, check_excerpt(check, node));
    }
}

/* `a | b` beside `any { a, b }` where both sides are single names. */
static void write_short_form(struct check *check, const struct syntax_node *node,
                             struct buffer *out) {
    bool is_or = is_binary(check, node, TOKEN_OR);
    if (!is_or && !is_binary(check, node, TOKEN_AND)) {
        return;
    }
    const struct syntax_node *left = node->child;
    const struct syntax_node *right = left->next;
    if (left->kind != SYNTAX_NAME || right->kind != SYNTAX_NAME) {
        return;
    }
    buffer_append_string(out, " or ");
    buffer_append_text(out, syntax_text(check->tree, left));
    buffer_append_string(out, is_or ? " | " : " & ");
    buffer_append_text(out, syntax_text(check->tree, right));
}

struct text check_rewrite(struct check *check, const struct syntax_node *node) {
    struct buffer out;
    buffer_init(&out);
    write(check, node, &out);
    write_short_form(check, node, &out);
    struct text text = text_of("any { a, b }, all { a, b } or ~a, with the parts as named terms");
    if (!out.failed && out.length <= REWRITE_BYTES) {
        text = arena_copy(check->arena, buffer_text(&out));
    }
    check->diagnostics->failed = check->diagnostics->failed || out.failed;
    buffer_free(&out);
    return text;
}
