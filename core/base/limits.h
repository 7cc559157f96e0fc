/*
 * Every limit of Synovia, once: number, unit and meaning. The wire reference and the authoring
 * guide print this table, `hello` sends the wire's part of it, and tests/ has a test for each.
 *
 * LIMIT(name, value, unit, what passing it gives, meaning)
 */
#ifndef SYNOVIA_BASE_LIMITS_H
#define SYNOVIA_BASE_LIMITS_H

#define SYNOVIA_LIMITS(LIMIT)                                                                      \
    LIMIT(FRAME_BYTES, 1 << 20, "bytes", "frame-too-large", "one MessagePack message")             \
    LIMIT(FRAME_DEPTH, 16, "levels", "frame-too-deep", "nesting of arrays and maps in a message")  \
    LIMIT(FRAME_ITEMS, 1 << 16, "items", "frame-too-many-items",                                   \
          "values in one message, map keys included")                                              \
    LIMIT(PEOPLE, 1000, "people", "too-many-people", "fact sets in one screen_many")               \
    LIMIT(REF_BYTES, 256, "bytes", "bad-params", "a caller's ref")                                 \
    LIMIT(JOBS, 4, "requests", "busy", "long requests of one connection under way at once")        \
    LIMIT(SESSIONS, 250000, "sessions", "too-many-sessions", "sessions held in memory at once")    \
    LIMIT(PROOF_SECONDS, 600, "seconds", "bad-params", "the time that verify or diff may take")    \
    LIMIT(EXPLAIN_TERMS, 1000, "terms", "cut", "terms in the explained tree of one rule")          \
    LIMIT(CONNECTIONS, 1024, "connections", "closed", "connections at the same time")              \
    LIMIT(QUEUE_BYTES, 4 << 20, "bytes", "not-read",                                               \
          "responses that wait for a slow reader before its requests wait as well")                \
    LIMIT(JOURNAL_RECORDS, 1 << 14, "records", "not-read",                                         \
          "records that wait for a slow disk; from half of it on, requests wait as well")          \
    LIMIT(JOURNAL_BYTES, 64 << 20, "bytes", "not-read",                                            \
          "bytes of records that wait for a slow disk, likewise")                                  \
    LIMIT(HELD_BYTES, 16 << 20, "bytes", "not-read",                                               \
          "answers that wait for their records before further requests wait as well")              \
    LIMIT(STORE_SECONDS, 10, "seconds", "store_unavailable",                                       \
          "the wait for another process that writes to the same store")                            \
    LIMIT(IDLE_SECONDS, 600, "seconds", "closed", "a connection on which nothing is said")         \
    LIMIT(FRAME_SECONDS, 20, "seconds", "closed", "a message that has begun and not ended")        \
    LIMIT(WRITE_SECONDS, 60, "seconds", "closed", "a reader that takes nothing of what waits")     \
    LIMIT(ROW_BYTES, 1 << 20, "bytes", "bad-line", "one row of a table, one line of a batch")      \
    LIMIT(ROW_CELLS, 1024, "cells", "bad-line", "cells in one row of a table")                     \
    LIMIT(SOURCE_BYTES, 1 << 20, "bytes", "source-too-large", "a protocol with its includes")      \
    LIMIT(SOURCE_FILES, 64, "files", "too-many-files", "files that one protocol includes")         \
    LIMIT(SOURCE_DEPTH, 100, "levels", "nested-too-deeply", "nesting of braces, calls and blocks") \
    LIMIT(FACTS, 512, "facts", "too-many", "facts of one protocol")                                \
    LIMIT(OPTIONS, 60, "options", "too-many", "options of a choice, lines of a first or a result") \
    LIMIT(NODES, 1 << 16, "terms", "too-many", "distinct terms of one protocol")                   \
    LIMIT(TERM_DEPTH, 200, "levels", "nested-too-deeply", "terms within terms")                    \
    LIMIT(DECLARATIONS, 4096, "declarations", "too-many",                                          \
          "rules, results, scores, techniques, steps or educations of one protocol, each")         \
    LIMIT(TEXT_BYTES, 16384, "bytes", "text-too-long", "one text that a person reads")             \
    LIMIT(NAME_BYTES, 64, "bytes", "bad-name", "a name or an id")                                  \
    LIMIT(DIAGNOSTICS, 200, "messages", "too-many-diagnostics", "messages of one check")           \
    LIMIT(LOAD_INSTRUCTIONS, 20000000, "Lua instructions", "budget-instructions",                  \
          "running a protocol's script once")                                                      \
    LIMIT(LOAD_MEMORY, 64 << 20, "bytes", "budget-memory", "Lua memory of one protocol")           \
    LIMIT(CALL_INSTRUCTIONS, 100000, "Lua instructions", "budget-instructions",                    \
          "one call of a derive function")                                                         \
    LIMIT(CALL_MEMORY, 4 << 20, "bytes", "budget-memory", "Lua memory one call may add")

/* Each limit as a constant: LIMIT_FRAME_BYTES and so on. */
enum {
#define LIMIT(name, value, unit, code, meaning) LIMIT_##name = (value),
    SYNOVIA_LIMITS(LIMIT)
#undef LIMIT
};

struct limit {
    const char *name;
    long value;
    const char *unit;
    const char *code;
    const char *meaning;
};

/* The table as data, ended by a row whose name is NULL. */
const struct limit *limits_table(void);

#endif
