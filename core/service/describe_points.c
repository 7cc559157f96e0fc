/*
 * Points that depend on a measurement, line by line:
 *
 *     first { { 3, when = spo2:at_most(91) }, { 2, when = spo2:at_most(93) }, { 0 } }
 *
 * A chart of points is reviewed as a table, and so the lines are told one by one. Terms share
 * parts, and a `first` within a `first` within a `first` could be told many times over: below the
 * second level it stays a term.
 */
#include "service/describe.h"

#include "rules/names.h"

enum { POINTS_LEVELS = 2 };

static bool is_lines(const struct program *program, node_id id) {
    return program->nodes[id].op == NODE_FIRST;
}

static void write_lines(const struct describing *describing, struct writer_list *map,
                        node_id points, int levels);

static void write_line(const struct describing *describing, node_id when, node_id number,
                       int levels) {
    const struct program *program = describing->program;
    struct writer_list map = writer_open_map(describing->out);
    struct text name = node_name(program, number);
    if (text_is_empty(name)) {
        describe_term(describing, &map, "points", number);
    } else {
        describe_text(describing, &map, "points", name);
    }
    describe_term(describing, &map, "when", when);
    describe_words(describing, &map, "when_words", when, false);
    if (levels > 1 && text_is_empty(name) && is_lines(program, number)) {
        write_lines(describing, &map, number, levels - 1);
    }
    writer_close(describing->out, &map);
}

static void write_lines(const struct describing *describing, struct writer_list *map,
                        node_id points, int levels) {
    const struct node *node = &describing->program->nodes[points];
    const node_id *children = node_children(describing->program, node);
    uint32_t count = node->child_count / 2;
    describe_key(describing, map, "lines");
    writer_array(describing->out, count + 1);
    for (size_t i = 0; i < 2 * (size_t)count; i += 2) {
        write_line(describing, children[i], children[i + 1], levels);
    }
    write_line(describing, NODE_MISSING, children[2 * (size_t)count], levels);
}

void describe_points(const struct describing *describing, struct writer_list *map, node_id points) {
    if (is_lines(describing->program, points)) {
        write_lines(describing, map, points, POINTS_LEVELS);
    }
}
