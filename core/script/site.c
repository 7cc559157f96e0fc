#include "script/site.h"

#include "script/sandbox.h"
#include "script/syntax.h"

struct site site_of_call(lua_State *state, const char *name) {
    struct sandbox_place here = sandbox_here(state, 1);
    struct site site = {.layout = here.layout, .token = here.token};
    if (here.layout != NULL) {
        site.node = layout_call(here.layout, here.token, name);
    }
    return site;
}

struct site site_of_operator(lua_State *state) {
    struct sandbox_place here = sandbox_here(state, 1);
    struct site site = {.layout = here.layout, .token = here.token};
    if (here.layout != NULL) {
        site.node = layout_operation(here.layout, here.token);
    }
    return site;
}

static struct place token_place_of(const struct site *site) {
    struct sandbox_place where = {site->layout, site->token};
    return sandbox_place_of(where);
}

struct place site_place(const struct site *site) {
    if (site->node == NULL) {
        return token_place_of(site);
    }
    if (site->node->kind == SYNTAX_CALL) {
        return syntax_start(site->layout->tree, site->node);
    }
    return syntax_place(site->layout->tree, site->node);
}

struct place site_start(const struct site *site) {
    if (site->node == NULL) {
        return token_place_of(site);
    }
    return syntax_start(site->layout->tree, site->node);
}

const struct syntax_node *site_argument_node(const struct site *site, unsigned n) {
    const struct syntax_node *node = site->node;
    if (node == NULL) {
        return NULL;
    }
    if (node->kind == SYNTAX_UNARY || node->kind == SYNTAX_BINARY) {
        return syntax_child(node, n);
    }
    const struct syntax_node *values = syntax_child(node, 1);
    return values == NULL ? NULL : syntax_child(values, n);
}

struct place site_argument(const struct site *site, unsigned n) {
    const struct syntax_node *node = site_argument_node(site, n);
    return node == NULL ? site_place(site) : syntax_start(site->layout->tree, node);
}

const struct syntax_node *site_table(const struct site *site) {
    return site->node == NULL ? NULL : layout_arguments_table(site->node);
}
