/*
 * JSON text as a tree in an arena, by jansson: for those who must own nothing while they look at
 * it. Numbers are numbers; what JSON tells apart (3 and 3.0) is not kept.
 */
#ifndef SYNOVIA_BASE_JSON_TREE_H
#define SYNOVIA_BASE_JSON_TREE_H

#include "base/arena.h"

#include <stdint.h>

enum json_tree_kind {
    JSON_TREE_NULL,
    JSON_TREE_YES_NO,
    JSON_TREE_NUMBER,
    JSON_TREE_TEXT,
    JSON_TREE_LIST,
    JSON_TREE_OBJECT,
};

struct json_tree {
    enum json_tree_kind kind;
    bool yes;
    double number;
    struct text text;              /* ends with a zero byte */
    struct text name;              /* its key, as a member of an object; ends with a zero byte */
    const struct json_tree *inner; /* the items of a list, the members of an object */
    size_t count;
};

enum { JSON_TREE_PROBLEM_SIZE = 200 };

struct json_tree_problem {
    uint32_t line; /* within the text, from 1 */
    uint32_t column;
    char message[JSON_TREE_PROBLEM_SIZE];
};

enum json_tree_status { JSON_TREE_READ, JSON_TREE_BAD, JSON_TREE_NO_MEMORY };

/* Reads one value of any type, nested at most LIMIT_FRAME_DEPTH deep; a key given twice is a
 * mistake. Only for JSON_TREE_BAD is `problem` filled. */
enum json_tree_status json_tree_read(struct text json, struct arena *arena, struct json_tree *tree,
                                     struct json_tree_problem *problem);

/* The member of that name, or NULL. */
const struct json_tree *json_tree_find(const struct json_tree *object, const char *name);

#endif
