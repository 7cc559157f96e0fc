#include "script/session.h"

#include "base/limits.h"
#include "base/near.h"
#include "script/written.h"

#include <lauxlib.h>

/* The address is the key of the registry entry. */
static const char session_key;

struct session *session_find(lua_State *state) {
    lua_rawgetp(state, LUA_REGISTRYINDEX, &session_key);
    struct session *session = lua_touserdata(state, -1);
    lua_pop(state, 1);
    return session;
}

struct session *session_of(lua_State *state) {
    struct session *session = session_find(state);
    if (session == NULL) {
        luaL_error(state, "a function may compute, but not declare: the script has already run");
    }
    return session;
}

void session_bind(lua_State *state, struct session *session) {
    lua_pushlightuserdata(state, session);
    lua_rawsetp(state, LUA_REGISTRYINDEX, &session_key);
}

_Noreturn void session_no_memory(lua_State *state) {
    struct session *session = session_of(state);
    session->diagnostics->failed = true;
    lua_pushliteral(state, "out of memory");
    lua_error(state);
    __builtin_unreachable();
}

/* The arena is not Lua's, so that neither its bytes nor the work on them would count otherwise. */
void *session_alloc(lua_State *state, size_t count, size_t size) {
    enum { BYTES_A_UNIT = 4 };
    if (count == 0) {
        return NULL;
    }
    budget_charge(state, 1 + count * size / BYTES_A_UNIT);
    void *memory = arena_calloc(session_of(state)->arena, count, size);
    if (memory == NULL) {
        session_no_memory(state);
    }
    return memory;
}

struct text session_copy(lua_State *state, struct text text) {
    struct arena *arena = session_of(state)->arena;
    struct text copy = arena_copy(arena, text);
    if (arena->failed) {
        session_no_memory(state);
    }
    return copy;
}

struct text session_string(lua_State *state, int index) {
    size_t length = 0;
    const char *at = lua_tolstring(state, index, &length);
    return session_copy(state, text_from(at, length));
}

void *session_append(lua_State *state, void *items_pointer, size_t *count, size_t *capacity,
                     size_t size) {
    void *items = NULL;
    budget_charge(state, 1 + size / 8);
    memcpy(&items, items_pointer, sizeof items);
    items = declarations_grow(session_of(state)->arena, items, *count, capacity, size);
    if (items == NULL) {
        session_no_memory(state);
    }
    memcpy(items_pointer, &items, sizeof items);
    void *slot = (char *)items + *count * size;
    memset(slot, 0, size);
    ++*count;
    return slot;
}

/* ---- names ---- */

static const struct declared_name *find_name(const struct name_list *list, struct text name) {
    for (size_t i = 0; i < list->count; i++) {
        if (text_equal(list->items[i].name, name)) {
            return &list->items[i];
        }
    }
    return NULL;
}

static bool is_one_too_many(struct session *session, const struct name_list *list,
                            struct place place) {
    if (list->count < LIMIT_DECLARATIONS) {
        return false;
    }
    if (!session->crowded) {
        diagnostics_error(session->diagnostics, DIAGNOSTIC_TOO_MANY, place,
                          "a protocol has at most %d declarations of a kind", LIMIT_DECLARATIONS);
        diagnostics_cure(session->diagnostics, "split it into several protocols");
    }
    session->crowded = true;
    return true;
}

bool session_name(lua_State *state, enum name_space space, struct text name, struct place place) {
    struct session *session = session_of(state);
    struct name_list *list = &session->declarations.names[space];
    budget_charge(state, list->count);
    if (is_one_too_many(session, list, place)) {
        return false;
    }
    const struct declared_name *first = find_name(list, name);
    if (first != NULL) {
        diagnostics_error(session->diagnostics, DIAGNOSTIC_DECLARED_TWICE, place,
                          "`%.*s` is declared twice; the first is at %.*s:%u:%u", (int)name.length,
                          name.at, (int)first->place.file.length, first->place.file.at,
                          first->place.line, first->place.column);
        diagnostics_cure(session->diagnostics, "give one of the two another name");
        return false;
    }
    struct declared_name *slot =
        session_append(state, &list->items, &list->count, &list->capacity, sizeof *list->items);
    slot->name = name;
    slot->place = place;
    return true;
}

void session_refer(lua_State *state, struct reference reference) {
    struct session *session = session_of(state);
    struct reference *slot = session_alloc(state, 1, sizeof *slot);
    *slot = reference;
    slot->next = NULL;
    *session->last_reference = slot;
    session->last_reference = &slot->next;
}

static enum written_use use_of_role(enum root_role role) {
    static const enum written_use uses[] = {
        [ROOT_WHEN] = WRITTEN_RULE,
        [ROOT_REQUIRE] = WRITTEN_RULE,
        [ROOT_HALT] = WRITTEN_RULE,
        [ROOT_LINE] = WRITTEN_LINE,
        [ROOT_GATE] = WRITTEN_GATE,
        [ROOT_DERIVED] = WRITTEN_FREE,
        [ROOT_SCORE_ITEM] = WRITTEN_SCORE,
        [ROOT_TECHNIQUE] = WRITTEN_TECHNIQUE,
        [ROOT_STEP_ONLY_IF] = WRITTEN_STEP_ONLY_IF,
        [ROOT_STEP_SKIP_IF] = WRITTEN_STEP_SKIP_IF,
        [ROOT_FINISH_WHEN] = WRITTEN_FINISH_WHEN,
    };
    return uses[role];
}

void session_root(lua_State *state, struct root root) {
    struct declarations *declarations = &session_of(state)->declarations;
    struct root *slot = session_append(state, &declarations->roots, &declarations->root_count,
                                       &declarations->root_capacity, sizeof *declarations->roots);
    *slot = root;
    written_used(state, root.written, use_of_role(root.role), root.index, root.line);
}

/* ---- the end of the script ---- */

static void report_pending(struct session *session, const struct pending *pending) {
    struct word word = vocabulary_word(pending->word);
    diagnostics_error(session->diagnostics, DIAGNOSTIC_NEVER_FINISHED, pending->place,
                      "`%s \"%.*s\"` was never given its table", word.name,
                      (int)pending->name.length, pending->name.at);
    diagnostics_cure(session->diagnostics, "write `%s \"%.*s\" { ... }`", word.name,
                     (int)pending->name.length, pending->name.at);
}

static void report_stray_step(struct session *session, const struct pending *pending) {
    diagnostics_error(session->diagnostics, DIAGNOSTIC_NEVER_FINISHED, pending->place,
                      "the %s `%.*s` stands in no technique", vocabulary_word(pending->word).name,
                      (int)pending->name.length, pending->name.at);
    diagnostics_cure(session->diagnostics,
                     "write it among the items of `technique \"id\" { ... }`");
}

static void report_reference(struct session *session, const struct reference *reference) {
    const struct name_list *list = &session->declarations.names[reference->space];
    struct near_search search;
    near_begin(&search, reference->name);
    for (size_t i = 0; i < list->count; i++) {
        near_offer(&search, list->items[i].name);
    }
    struct text near = near_result(&search);
    diagnostics_error(session->diagnostics, DIAGNOSTIC_UNKNOWN_REFERENCE, reference->place,
                      "the protocol declares no %s `%.*s`", reference->what,
                      (int)reference->name.length, reference->name.at);
    if (!text_is_empty(near)) {
        diagnostics_cure(session->diagnostics, "did you mean `%.*s`?", (int)near.length, near.at);
    } else if (list->count == 0) {
        diagnostics_cure(session->diagnostics, "declare it, or leave it out");
    }
}

static bool offer_steps(const struct step *steps, size_t count, struct text id,
                        struct near_search *search) {
    for (size_t i = 0; i < count; i++) {
        if (text_equal(steps[i].id, id) ||
            offer_steps(steps[i].steps, steps[i].step_count, id, search)) {
            return true;
        }
        near_offer(search, steps[i].id);
    }
    return false;
}

/* A step of a technique that is there. */
static void check_step(struct session *session, const struct reference *reference) {
    const struct declarations *declarations = &session->declarations;
    for (size_t i = 0; i < declarations->technique_count; i++) {
        const struct technique *technique = &declarations->techniques[i];
        struct near_search search;
        near_begin(&search, reference->step);
        if (!text_equal(technique->id, reference->name) ||
            offer_steps(technique->steps, technique->step_count, reference->step, &search)) {
            continue;
        }
        struct text near = near_result(&search);
        diagnostics_error(session->diagnostics, DIAGNOSTIC_UNKNOWN_REFERENCE, reference->place,
                          "the technique `%.*s` has no step `%.*s`", (int)technique->id.length,
                          technique->id.at, (int)reference->step.length, reference->step.at);
        if (!text_is_empty(near)) {
            diagnostics_cure(session->diagnostics, "did you mean `%.*s/%.*s`?",
                             (int)technique->id.length, technique->id.at, (int)near.length,
                             near.at);
        }
    }
}

void session_finish(struct session *session) {
    for (const struct pending *pending = session->pendings; pending != NULL;
         pending = pending->next) {
        if (!pending->finished) {
            report_pending(session, pending);
        } else if ((pending->word == WORD_STEP || pending->word == WORD_LOOP) && !pending->used) {
            report_stray_step(session, pending);
        }
    }
    for (const struct reference *reference = session->references; reference != NULL;
         reference = reference->next) {
        if (find_name(&session->declarations.names[reference->space], reference->name) == NULL) {
            report_reference(session, reference);
        } else if (!text_is_empty(reference->step)) {
            check_step(session, reference);
        }
    }
    session->references = NULL;
    session->last_reference = &session->references;
}
