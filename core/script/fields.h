/*
 * Reading the table of a declaration: what its keys must be, and where each stands in the source.
 *
 * fields_open judges the table as a whole (keys that it does not have, that are missing, written
 * twice or nil); then one getter a key, each of which reports a value of the wrong type and gives
 * its "nothing" instead. Whoever reads looks at `wrong` once, at the end.
 *
 * The readable table stays on the Lua stack at `table`; getters leave the stack as it was unless
 * they say that they push.
 */
#ifndef SYNOVIA_SCRIPT_FIELDS_H
#define SYNOVIA_SCRIPT_FIELDS_H

#include "script/term.h"

struct fields {
    lua_State *state;
    struct session *session;
    struct diagnostics *diagnostics;
    int table; /* stack index */
    const struct key_set *keys;
    const char *what;               /* "`number \"age\"`", for messages */
    const struct layout *layout;    /* NULL where the source of the table is not known */
    const struct syntax_node *node; /* the table constructor, or NULL */
    struct place place;             /* of the declaration, where a key's is not known */
    size_t count;                   /* items without a key */
    bool wrong;                     /* something was reported */
    uint32_t written;               /* the note of the condition read last (written.h); 0: none */
};

/* Opens the table at `index` with the keys of `keys`; false where it is no table (reported). */
bool fields_open(lua_State *state, int index, const struct key_set *keys, const char *what,
                 const struct layout *layout, const struct syntax_node *node, struct place place,
                 struct fields *fields);

/* Opens the table that `outer` has on top of the stack as the value of `key` (or item `item` where
 * `key` is NULL). */
bool fields_open_inner(const struct fields *outer, const char *key, size_t item,
                       const struct key_set *keys, const char *what, struct fields *fields);

/* Where the value of a key, and the n-th item (from 1), stand. */
struct place fields_place(const struct fields *fields, const char *key);
struct place fields_item_place(const struct fields *fields, size_t item);

/* The expression of the n-th item, or NULL. */
const struct syntax_node *fields_item_node(const struct fields *fields, size_t item);

/* Where the key itself stands, rather than its value. */
struct place fields_key_place(const struct fields *fields, const char *key);

/* Pushes the value of a key, or the n-th item. False (and nothing pushed) where there is none. */
bool fields_push(const struct fields *fields, const char *key);
void fields_push_item(const struct fields *fields, size_t item);

bool fields_has(const struct fields *fields, const char *key);

/* A BCP 47 tag as far as its shape goes: letters, then parts of letters and digits. */
bool fields_is_language(struct text tag);

/* A text for people; no entries where there is none. */
struct phrase fields_phrase(struct fields *fields, const char *key);
struct phrase fields_item_phrase(struct fields *fields, size_t item);

/* A plain string, not empty; empty where there is none. */
struct text fields_text(struct fields *fields, const char *key);
struct text fields_item_text(struct fields *fields, size_t item, const char *wanted);

/* True where the key holds a number, which is finite. */
bool fields_number(struct fields *fields, const char *key, double *number);
bool fields_flag(struct fields *fields, const char *key);

/* NODE_MISSING where there is none, or it is wrong or poisoned (then `wrong` is set). */
node_id fields_condition(struct fields *fields, const char *key);

/* Seconds; `otherwise` where there is none. */
double fields_duration(struct fields *fields, const char *key, double otherwise);

/* A list of strings under a key. `what` is one of them: "an option". */
const struct text *fields_texts(struct fields *fields, const char *key, const char *what,
                                size_t *count);

/* A referral; `urgency` is URGENCY_NONE where there is none or it is wrong. */
struct referral fields_referral(struct fields *fields, const char *key);

/* Reports something about a key: sets `wrong`. A cure may follow by diagnostics_cure. */
void fields_error(struct fields *fields, enum diagnostic_code code, struct place place,
                  const char *format, ...) __attribute__((format(printf, 4, 5)));

/* The urgency or outcome of that name; false where there is none. */
bool urgency_of_name(struct text name, enum urgency *urgency);
bool outcome_of_name(struct text name, enum outcome *outcome);

#endif
