/*
 * Building a program: declare bottom-up, then freeze.
 *
 * Terms are added children first; an equal term added twice is the same node. Texts, arrays and
 * phrases handed in are copied into the program's arena, so the caller's may go at once.
 *
 * Errors are sticky: where memory or a limit runs out, calls return NODE_MISSING (or UINT32_MAX)
 * and do nothing more, a NODE_MISSING child yields NODE_MISSING, and builder_freeze returns NULL;
 * builder_status tells which it was. What an author may write is not judged here (that is the
 * script room's part); a caller that breaks the shapes below is a bug, caught by assert.
 *
 * A *condition* is true, false or unknown, never none: a yes_no fact that can be none becomes one
 * by build_one_of(builder, fact, MASK_TRUE), which is false where it is none.
 */
#ifndef SYNOVIA_RULES_BUILDER_H
#define SYNOVIA_RULES_BUILDER_H

#include "rules/program.h"

struct builder;

enum builder_status {
    BUILDER_OK,
    BUILDER_NO_MEMORY,
    BUILDER_TOO_MANY_NODES, /* LIMIT_NODES */
    BUILDER_TOO_DEEP,       /* LIMIT_TERM_DEPTH */
};

/* NULL where memory ran out. */
struct builder *builder_new(void);

/* Frees the builder; programs that it froze live on. NULL is allowed. */
void builder_free(struct builder *builder);

enum builder_status builder_status(const struct builder *builder);

/* ---- terms ---- */

node_id build_constant(struct builder *builder, bool value);
node_id build_number(struct builder *builder, double value); /* finite */
node_id build_not(struct builder *builder, node_id condition);
node_id build_all(struct builder *builder, const node_id *conditions, size_t count);
node_id build_any(struct builder *builder, const node_id *conditions, size_t count);

/* True where at least `count` of the conditions hold. */
node_id build_at_least(struct builder *builder, uint32_t count, const node_id *conditions,
                       size_t condition_count);

/* True where the discrete value is one of the mask's; false where it is none. */
node_id build_one_of(struct builder *builder, node_id discrete, uint64_t mask);
node_id build_is_none(struct builder *builder, node_id any);
node_id build_answered(struct builder *builder, uint32_t fact);

/* Comparisons of numbers; `over` and `at_least` are these with the sides exchanged. */
node_id build_less(struct builder *builder, node_id a, node_id b);
node_id build_at_most(struct builder *builder, node_id a, node_id b);
node_id build_equal(struct builder *builder, node_id a, node_id b);
node_id build_rose_by(struct builder *builder, node_id number, double by);
node_id build_fell_by(struct builder *builder, node_id number, double by);

/* NODE_ADD for any count from 1; `op` one of SUBTRACT, MULTIPLY, DIVIDE, DAYS_UNTIL. */
node_id build_sum(struct builder *builder, const node_id *numbers, size_t count);
node_id build_binary(struct builder *builder, enum node_op op, node_id a, node_id b);

/* `op` one of NEGATE, DAYS_AGO, WEEKS_AGO, MONTHS_AGO, YEARS_AGO. */
node_id build_unary(struct builder *builder, enum node_op op, node_id child);
node_id build_if_none(struct builder *builder, node_id number, double value);

/* `whens` has one fewer than `values`; the last value has no condition. */
node_id build_first(struct builder *builder, const node_id *whens, const node_id *values,
                    size_t value_count);

/* The lines of the result that is added next: bit i of its mask is line i. `whens` has line_count -
 * 1 conditions. */
node_id build_lines(struct builder *builder, const node_id *whens, size_t line_count);

/* The call of a function that builder_add_function returned. */
node_id build_function(struct builder *builder, uint32_t function, const node_id *inputs,
                       size_t count);

/* ---- declarations: each returns the index in the program's table ---- */

/* Sets facts[index].node itself; `gate` must be an earlier node. */
uint32_t builder_add_fact(struct builder *builder, const struct fact *fact);
uint32_t builder_add_function(struct builder *builder, const struct function *function);
uint32_t builder_add_derived(struct builder *builder, const struct derived *derived);
uint32_t builder_add_score(struct builder *builder, const struct score *score);
uint32_t builder_add_rule(struct builder *builder, const struct rule *rule);
uint32_t builder_add_result(struct builder *builder, const struct result *result);
uint32_t builder_add_technique(struct builder *builder, const struct technique *technique);
uint32_t builder_add_education(struct builder *builder, const struct education *education);
uint32_t builder_add_group(struct builder *builder, const struct group *group);
void builder_set_header(struct builder *builder, const struct header *header);

/* Adds a condition that no rule needs but a caller wants evaluated (a test's `always`). */
uint32_t builder_add_probe(struct builder *builder, node_id condition);

/*
 * Where conditions and lines were written (program.h). What nothing needs is left out of the frozen
 * program, with its parts.
 */
uint32_t builder_add_written(struct builder *builder, const struct written *written);
uint32_t builder_add_line(struct builder *builder, const struct written_line *line);

/* ---- looking at what is there so far (valid until the next build or add call) ---- */

const struct node *builder_node(const struct builder *builder, node_id node);
const node_id *builder_children(const struct builder *builder, node_id node);
size_t builder_node_count(const struct builder *builder);
const struct fact *builder_fact(const struct builder *builder, uint32_t fact);

/*
 * The frozen program, with one count; NULL where memory or a limit ran out. The builder stays as it
 * is and may be added to and frozen again: first as it is served, then with its tests' probes.
 * `map`, where not NULL, receives for each builder node its id in the program (NODE_MISSING where
 * nothing needs it); it must have room for builder_node_count items.
 */
const struct program *builder_freeze(struct builder *builder, node_id *map);

#endif
