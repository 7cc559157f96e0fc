/*
 * One load of one protocol, while its script runs: what every word of the language works on.
 *
 * The C functions of the vocabulary find their session through the Lua state (session_of). They own
 * nothing: whatever they make lives in the session's arena, so that a Lua error may leave them at
 * any point. A wrong declaration is reported and goes on with a poisoned term; only memory that
 * ran out raises an error.
 */
#ifndef SYNOVIA_SCRIPT_SESSION_H
#define SYNOVIA_SCRIPT_SESSION_H

#include "script/check.h"
#include "script/declarations.h"
#include "script/load.h"
#include "script/sandbox.h"
#include "script/units.h"
#include "script/use.h"
#include "script/vocabulary.h"

#include <lua.h>

struct source;
struct term;
struct suite_draft;

/* `word "name"`: waits for its table. */
struct pending {
    struct pending *next;
    enum word_id word;
    struct text name;
    struct place place;          /* of the word */
    const struct layout *layout; /* NULL where not known */
    uint32_t token;              /* the call's */
    bool finished;
    bool used;                                  /* a step: it stands in a technique */
    struct place only_if, skip_if, finish_when; /* a step: where its conditions stand */
    uint32_t written_only_if, written_skip_if, written_finish_when; /* and their notes */
};

/* A name that must turn out to be declared by the end of the script. */
struct reference {
    struct reference *next;
    enum name_space space;
    const char *what; /* "an education" */
    struct text name;
    struct text step; /* of a technique; empty: none */
    struct place place;
};

/* A fact, value, score or result by its name, for the tests. */
struct named_term {
    struct named_term *next;
    const struct term *term;
};

/* A condition as it was written (written.h). */
struct written_note {
    enum joint joint;
    uint32_t count;              /* JOINT_AT_LEAST */
    node_id node;                /* of the builder */
    const struct layout *layout; /* where `syntax` is known */
    const struct syntax_node *syntax;
    struct place place;
    struct text name;      /* of what was taken, where the expression is not known */
    const uint32_t *parts; /* notes */
    size_t part_count;
    bool taken;           /* somebody took it: it is not free */
    enum written_use use; /* WRITTEN_PART until it is told */
    uint32_t index, line;
};

/* A file that was read, in order of first use. */
struct loaded_file {
    struct loaded_file *next;
    struct text path;
    struct text bytes;
    const struct source *source; /* NULL where it could not be read as a script */
    bool running;                /* its chunk is being run now */
    int value;                   /* registry reference of what it returned */
};

/* A text for people, for languages.h. */
struct noted_text {
    struct phrase phrase;
    struct place place;
    struct noted_text *next;
};

struct session {
    struct declarations declarations;
    struct arena *arena;             /* = declarations.arena */
    struct diagnostics *diagnostics; /* = declarations.diagnostics */
    struct sandbox *sandbox;
    struct units *units;
    const struct source_reader *reader;
    struct vocabulary vocabulary;
    struct pending *pendings, **last_pending;
    struct reference *references, **last_reference;
    struct named_term *terms;
    const struct library_finder *finder;
    struct used_library *libraries, **last_library;
    struct loaded_file *files, **last_file;
    size_t file_count;
    size_t byte_count;        /* of all files */
    struct noted_text *texts; /* the last one first */
    struct written_note *written;
    size_t written_count, written_capacity;
    uint32_t *written_recent; /* some of the notes, by expression and node; NULL at first */
    struct written_line *lines;
    size_t line_count, line_capacity;
    uint32_t first_count;      /* of `first` so far */
    struct suite_draft *tests; /* NULL while the protocol itself is loaded */
    bool full;                 /* the limit of terms was reported */
    bool crowded;              /* that of declarations was */
    bool bad_refer; /* the header's `refer` was refused; nobody complains that it is missing */
};

/* The session that the state is loaded in; raises an error after the load (a word that a derive
 * function calls while a request is answered). */
struct session *session_of(lua_State *state);

/* The same, or NULL. */
struct session *session_find(lua_State *state);

/* Makes `session` the state's; NULL at the end of the load. Call within a body. */
void session_bind(lua_State *state, struct session *session);

/* Ends the script because the machine's memory ran out; the load then gives no program. */
_Noreturn void session_no_memory(lua_State *state);

/* Zeroed memory in the arena for `count` items; raises where it ran out. NULL where count is 0. */
void *session_alloc(lua_State *state, size_t count, size_t size);

/* A copy in the arena; raises where memory ran out. */
struct text session_copy(lua_State *state, struct text text);

/* The string at `index`, copied. */
struct text session_string(lua_State *state, int index);

/* The next free slot of a list in `declarations`, the list grown by one; raises where memory ran
 * out. */
void *session_append(lua_State *state, void *items_pointer, size_t *count, size_t *capacity,
                     size_t size);

/*
 * Takes a name for a thing of the script: true where it was free. Otherwise the first place is
 * named in an error.
 */
bool session_name(lua_State *state, enum name_space space, struct text name, struct place place);

/* Notes a name that must be declared by the end. */
void session_refer(lua_State *state, struct reference reference);

/* Reports the pending declarations and the references that nothing fulfilled. */
void session_finish(struct session *session);

/* Notes a use of a term for good. */
void session_root(lua_State *state, struct root root);

#endif
