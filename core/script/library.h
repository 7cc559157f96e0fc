/*
 * What `use "name"` binds: functions that somebody else gives to `derive`. The room knows only what
 * stands here; where the functions come from is the finder's business.
 *
 *     use "body" ──► finder ──► library ──► a sealed table of functions ──► derive
 *
 * A library is part of what a protocol is: its digest goes into the protocol's.
 */
#ifndef SYNOVIA_SCRIPT_LIBRARY_H
#define SYNOVIA_SCRIPT_LIBRARY_H

#include "base/digest.h"
#include "rules/evaluate.h"

enum { LIBRARY_INPUTS = 32, LIBRARY_MESSAGE_BYTES = 512 };

struct library_function {
    struct text name;             /* an identifier */
    enum value_type gives;        /* not VALUE_DATE */
    const enum value_type *takes; /* the type of each input */
    const struct text *units;     /* the UCUM code of each input; empty: any unit will do */
    size_t take_count;            /* at most LIBRARY_INPUTS */
    struct text unit;             /* of a number that it gives; empty: any */
};

/* Owned by whoever found it, and given back with `close`. */
struct library {
    struct text name;             /* as in `use "name"` */
    char digest[SHA256_HEX_SIZE]; /* of what gives the functions */
    const struct library_function *functions;
    size_t function_count;

    /*
     * Calls a function with an input for each that it takes, of its type or none (a date's text
     * stands in `choice`). Fills in `output`, of the type that it gives, or returns false and says
     * why in `message`. Pure, and may be called from several threads at once; a text that it gives
     * is valid until the next call on the thread.
     */
    bool (*call)(const struct library *library, size_t function,
                 const struct function_value *inputs, size_t count, struct function_value *output,
                 char message[LIBRARY_MESSAGE_BYTES]);

    /* Ends it; none of its functions is called any more. */
    void (*close)(const struct library *library);
};

/*
 * Finds a library. NULL where there is none of this name: `*error` then says why, in the arena, and
 * is empty where memory ran out. A finder without `open` finds nothing.
 */
struct library_finder {
    void *context;
    const struct library *(*open)(void *context, struct text name, struct arena *arena,
                                  struct text *error);
};

#endif
