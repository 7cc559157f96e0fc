#include "script/suite_load.h"

#include "script/suite_private.h"

/* ---- the draft ---- */

struct names {
    const void *items;
    size_t count;
    size_t size;
};

/* Keys by the names in a table of the program: `names` begins each of its items. */
static struct key *keys_of(struct arena *arena, struct names names, const char *more) {
    struct key *keys = arena_calloc(arena, names.count + 2, sizeof *keys);
    for (size_t i = 0; keys != NULL && i < names.count; i++) {
        const struct text *name = (const void *)((const char *)names.items + i * names.size);
        keys[i].name = arena_copy(arena, *name).at;
        keys[i].kind = KEY_VALUE;
    }
    if (keys != NULL) {
        keys[names.count].name = more;
        keys[names.count].kind = KEY_VALUE;
    }
    return keys;
}

_Static_assert(offsetof(struct fact, name) == 0, "keys_of reads the name first");
_Static_assert(offsetof(struct result, name) == 0, "keys_of reads the name first");
_Static_assert(offsetof(struct score, name) == 0, "keys_of reads the name first");
_Static_assert(offsetof(struct technique, id) == 0, "keys_of reads the name first");

struct suite_draft *suite_draft_new(struct session *session, const struct program *program) {
    struct arena *arena = session->arena;
    struct suite_draft *draft = arena_calloc(arena, 1, sizeof *draft);
    if (draft == NULL) {
        return NULL;
    }
    struct names facts = {program->facts, program->fact_count, sizeof *program->facts};
    struct names results = {program->results, program->result_count, sizeof *program->results};
    struct names scores = {program->scores, program->score_count, sizeof *program->scores};
    struct names techniques = {program->techniques, program->technique_count,
                               sizeof *program->techniques};
    draft->program = program;
    draft->fact_keys = keys_of(arena, facts, "as_of");
    draft->result_keys = keys_of(arena, results, NULL);
    draft->score_keys = keys_of(arena, scores, NULL);
    draft->technique_keys = keys_of(arena, techniques, NULL);
    for (size_t i = 0; i < program->fact_count; i++) {
        draft->has_dates = draft->has_dates || program->facts[i].type == VALUE_DATE;
    }
    return arena->failed ? NULL : draft;
}

/* ---- the terms of the protocol, as globals ---- */

void suite_open(lua_State *state) {
    for (const struct named_term *named = session_of(state)->terms; named != NULL;
         named = named->next) {
        term_push(state, named->term);
        sandbox_define(state, session_copy(state, named->term->name).at);
    }
    suite_facts_open(state);
}

/* ---- the end ---- */

const struct suite *suite_finish(struct session *session, struct text path) {
    const struct suite_draft *draft = session->tests;
    if (diagnostics_has_errors(session->diagnostics)) {
        return NULL;
    }
    struct suite *suite = arena_calloc(session->arena, 1, sizeof *suite);
    const struct program *program =
        suite == NULL ? NULL : builder_freeze(session->declarations.builder, NULL);
    if (program == NULL) {
        session->diagnostics->failed = true;
        return NULL;
    }
    suite->program = program;
    suite->file = path;
    suite->tests = draft->tests;
    suite->test_count = draft->test_count;
    session->diagnostics->failed =
        !suite_find_bases(session, suite) || session->diagnostics->failed;
    return suite;
}
