#include "base/json_tree.h"

#include "base/limits.h"

#include <jansson.h>
#include <stdio.h>

/* One conversion: sticky failures, looked at once. */
struct conversion {
    struct arena *arena;
    bool too_deep;
};

static void convert(struct conversion *conversion, const json_t *from, int depth,
                    struct json_tree *to);

static struct json_tree *convert_items(struct conversion *conversion, size_t count) {
    return arena_calloc(conversion->arena, count, sizeof(struct json_tree));
}

static void convert_object(struct conversion *conversion, json_t *from, int depth,
                           struct json_tree *to) {
    struct json_tree *inner = convert_items(conversion, json_object_size(from));
    to->kind = JSON_TREE_OBJECT;
    to->inner = inner;
    for (void *at = json_object_iter(from); at != NULL && inner != NULL;
         at = json_object_iter_next(from, at)) {
        struct text name = text_from(json_object_iter_key(at), json_object_iter_key_len(at));
        struct json_tree *member = &inner[to->count++];
        convert(conversion, json_object_iter_value(at), depth, member);
        member->name = arena_copy(conversion->arena, name);
    }
}

static void convert_list(struct conversion *conversion, const json_t *from, int depth,
                         struct json_tree *to) {
    size_t count = json_array_size(from);
    struct json_tree *inner = convert_items(conversion, count);
    to->kind = JSON_TREE_LIST;
    to->inner = inner;
    for (size_t i = 0; i < count && inner != NULL; i++) {
        convert(conversion, json_array_get(from, i), depth, &inner[to->count++]);
    }
}

/* `depth` levels may still follow. */
static void convert(struct conversion *conversion, const json_t *from, int depth,
                    struct json_tree *to) {
    *to = (struct json_tree){.kind = JSON_TREE_NULL};
    if ((json_is_object(from) || json_is_array(from)) && depth == 0) {
        conversion->too_deep = true;
    } else if (json_is_object(from)) {
        /* jansson iterates over an object that it may change; we do not change it. */
        convert_object(conversion, (json_t *)(uintptr_t)from, depth - 1, to);
    } else if (json_is_array(from)) {
        convert_list(conversion, from, depth - 1, to);
    } else if (json_is_string(from)) {
        struct text text = text_from(json_string_value(from), json_string_length(from));
        to->kind = JSON_TREE_TEXT;
        to->text = arena_copy(conversion->arena, text);
    } else if (json_is_number(from)) {
        to->kind = JSON_TREE_NUMBER;
        to->number = json_number_value(from);
    } else if (json_is_boolean(from)) {
        to->kind = JSON_TREE_YES_NO;
        to->yes = json_is_true(from);
    }
}

static enum json_tree_status fail(struct json_tree_problem *problem, int line, int column,
                                  const char *message) {
    problem->line = line < 1 ? 1 : (uint32_t)line;
    problem->column = column < 1 ? 1 : (uint32_t)column;
    snprintf(problem->message, sizeof problem->message, "%s", message);
    return JSON_TREE_BAD;
}

enum json_tree_status json_tree_read(struct text json, struct arena *arena, struct json_tree *tree,
                                     struct json_tree_problem *problem) {
    struct conversion conversion = {.arena = arena};
    json_error_t error = {0};
    json_t *root =
        text_is_empty(json)
            ? NULL
            : json_loadb(json.at, json.length,
                         JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL, &error);
    if (text_is_empty(json)) {
        return fail(problem, 1, 1, "the text is empty");
    }
    if (root == NULL) {
        bool told = error.text[0] != '\0' && json_error_code(&error) != json_error_out_of_memory;
        return told ? fail(problem, error.line, error.column, error.text) : JSON_TREE_NO_MEMORY;
    }
    convert(&conversion, root, LIMIT_FRAME_DEPTH, tree);
    json_decref(root);
    if (conversion.too_deep) {
        char message[JSON_TREE_PROBLEM_SIZE];
        snprintf(message, sizeof message, "arrays and objects are nested more than %d deep",
                 LIMIT_FRAME_DEPTH);
        return fail(problem, 1, 1, message);
    }
    return arena->failed ? JSON_TREE_NO_MEMORY : JSON_TREE_READ;
}

const struct json_tree *json_tree_find(const struct json_tree *object, const char *name) {
    for (size_t i = 0; object->kind == JSON_TREE_OBJECT && i < object->count; i++) {
        if (text_is(object->inner[i].name, name)) {
            return &object->inner[i];
        }
    }
    return NULL;
}
