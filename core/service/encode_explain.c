/*
 * Why, in full: each rule's condition as a tree of terms with what each came to, and for a rule
 * that fired the changes of one answer that would keep it from firing.
 *
 * Terms share parts, so that a tree can be far larger than the program; and many clients decode no
 * deeper than 32 levels. A node whose children are left out says `cut`; its text still says them.
 */
#include "service/encode.h"

#include "base/limits.h"
#include "rules/explain.h"
#include "rules/names.h"
#include "wire/frame.h"

/* A level of the tree is two of the message (a map and its `children`), and five stand above. */
enum { TREE_LEVELS = (FRAME_DEPTH_MOST - 6) / 2 };

struct tree {
    const struct encoding *encoding;
    uint32_t left; /* nodes that may still be written for this rule */
};

static void encode_node(struct tree *tree, node_id id, unsigned level);

/* A number that the script writes says all in its parent's text. */
static bool is_shown(const struct program *program, node_id id) {
    return program->nodes[id].op != NODE_NUMBER;
}

static uint32_t count_children(const struct program *program, const struct node *node) {
    const node_id *children = node_children(program, node);
    uint32_t count = 0;
    for (uint32_t i = 0; i < node->child_count; i++) {
        count += is_shown(program, children[i]);
    }
    return count;
}

static void encode_children(struct tree *tree, const struct node *node, uint32_t count,
                            unsigned level) {
    const struct program *program = tree->encoding->program;
    const node_id *children = node_children(program, node);
    encode_key(tree->encoding->out, "children");
    writer_array(tree->encoding->out, count);
    tree->left -= count;
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (is_shown(program, children[i])) {
            encode_node(tree, children[i], level + 1);
        }
    }
}

static void encode_term(const struct encoding *encoding, node_id id) {
    encode_key(encoding->out, "text");
    buffer_clear(encoding->scratch);
    explain_node(encoding->scratch, encoding->program, id);
    writer_text(encoding->out, buffer_text(encoding->scratch));
    encode_key(encoding->out, "value");
    encode_cell(encoding, id);
}

static void encode_node(struct tree *tree, node_id id, unsigned level) {
    const struct encoding *encoding = tree->encoding;
    const struct node *node = &encoding->program->nodes[id];
    uint32_t count = count_children(encoding->program, node);
    bool cut = count > 0 && (level + 1 >= TREE_LEVELS || count > tree->left);
    struct text name = node_name(encoding->program, id);
    bool named = !text_is_empty(name);
    writer_map(encoding->out, 2 + (named ? 1U : 0U) + (count > 0 ? 1U : 0U));
    if (named) {
        encode_text_pair(encoding->out, "name", name);
    }
    encode_term(encoding, id);
    if (cut) {
        encode_key(encoding->out, "cut");
        writer_boolean(encoding->out, true);
    } else if (count > 0) {
        encode_children(tree, node, count, level);
    }
}

static void encode_tree(const struct encoding *encoding, node_id root) {
    struct tree tree = {encoding, LIMIT_EXPLAIN_TERMS};
    encode_key(encoding->out, "tree");
    encode_node(&tree, root, 0);
}

/* ---- what would change it -------------------------------------------------------------------- */

static void encode_change(const struct encoding *encoding, uint32_t rule) {
    const struct change *changes = NULL;
    ptrdiff_t count = explain_changes(encoding->decision, rule, encoding->functions, &changes);
    encode_key(encoding->out, "change");
    if (count < 0) {
        encoding->out->failed = true;
        return;
    }
    writer_array(encoding->out, (uint32_t)count);
    for (ptrdiff_t i = 0; i < count; i++) {
        const struct fact *fact = &encoding->program->facts[changes[i].fact];
        writer_map(encoding->out, 2);
        encode_text_pair(encoding->out, "fact", fact->name);
        encode_key(encoding->out, "value");
        encode_answer(encoding->out, fact, &changes[i].answer);
    }
}

static bool has_fired(const struct decision *decision, uint32_t rule) {
    for (size_t i = 0; i < decision->reason_count; i++) {
        if (decision->reasons[i].rule == rule) {
            return true;
        }
    }
    return false;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void encode_rule(const struct encoding *encoding, uint32_t index) {
    const struct rule *rule = &encoding->program->rules[index];
    bool fired = has_fired(encoding->decision, index);
    writer_map(encoding->out, fired ? 3 : 2);
    encode_text_pair(encoding->out, "rule", rule->id);
    encode_tree(encoding, rule->fires);
    if (fired) {
        encode_change(encoding, index);
    }
}

void encode_explain(const struct encoding *encoding) {
    const struct program *program = encoding->program;
    encode_key(encoding->out, "explain");
    struct writer_list list = writer_open_array(encoding->out);
    for (uint32_t i = 0; i < program->rule_count; i++) {
        if (program->rules[i].kind != RULE_HALT) {
            writer_item(&list);
            encode_rule(encoding, i);
        }
    }
    for (size_t i = 0; i < program->result_count; i++) {
        writer_item(&list);
        writer_map(encoding->out, 2);
        encode_text_pair(encoding->out, "rule", program->results[i].name);
        encode_tree(encoding, program->results[i].node);
    }
    writer_close(encoding->out, &list);
}
