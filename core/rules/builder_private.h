/*
 * The builder's inside, shared by builder.c (terms), builder_declare.c and builder_freeze.c.
 */
#ifndef SYNOVIA_RULES_BUILDER_PRIVATE_H
#define SYNOVIA_RULES_BUILDER_PRIVATE_H

#include "rules/builder.h"
#include "rules/program_private.h"

/* A growable table of one kind of item. */
struct table {
    void *items;
    size_t count;
    size_t capacity;
};

struct builder {
    enum builder_status status;
    struct store *store;
    struct table nodes;    /* struct node */
    struct table children; /* node_id */
    uint32_t *slots;       /* hash-consing: node id + 1, or 0; slot_mask + 1 of them */
    uint32_t slot_mask;
    struct header header;
    struct table facts; /* struct fact, and so on */
    struct table functions;
    struct table derived;
    struct table scores;
    struct table rules;
    struct table results;
    struct table techniques;
    struct table educations;
    struct table groups;
    struct table probes; /* node_id */
    struct table written;
    struct table lines; /* struct written_line */
};

/* Appends a copy of the item; returns its index, or UINT32_MAX (status set) where memory ran out.
 */
uint32_t table_append(struct builder *builder, struct table *table, const void *item, size_t size);

/* Adds the node, or finds the equal one; the children are copied. */
node_id builder_intern(struct builder *builder, struct node node, const node_id *children,
                       size_t count);

#endif
