/*
 * Functions for `derive`: what a protocol binds with `use "name"`.
 *
 *     local body = use "body"
 *     local bsa  = derive "bsa" { height, weight, type = "number", unit = "m2", body.surface }
 *
 * A function is pure. Its value follows from its inputs and from nothing else: no clock, file,
 * environment, chance, locale, thread or earlier call; the same inputs give the same bits on every
 * machine (so +, -, *, / and sqrt are fine, while exp, pow and sin may differ in their last bit
 * from one C library to another). It returns in well under a millisecond: nothing interrupts it. It
 * is called from several threads at the same time.
 *
 * Which object gave a function is part of what the protocol is: the SHA-256 of the object's file
 * goes into the protocol's digest.
 */
#ifndef SYNOVIA_ABI_FUNCTIONS_H
#define SYNOVIA_ABI_FUNCTIONS_H

#include "abi/plugin.h"

/* The version of this header; see plugin.h for how it is compared. */
enum { SYNOVIA_FUNCTIONS_ABI_MAJOR = 1, SYNOVIA_FUNCTIONS_ABI_MINOR = 0 };

/* Most inputs of one function, most functions of one plug-in; more are refused. */
enum { SYNOVIA_FUNCTION_INPUTS = 32, SYNOVIA_FUNCTIONS = 256 };

/* What a value is. */
enum synovia_value_kind {
    SYNOVIA_VALUE_NONE = 0,   /* "there is no such value"; any input may be it, no output */
    SYNOVIA_VALUE_YES_NO = 1, /* `yes` */
    SYNOVIA_VALUE_NUMBER = 2, /* `number`, finite, in the unit that the function names for it */
    SYNOVIA_VALUE_CHOICE = 3, /* `text`: the name of an option, or the line of a result */
    SYNOVIA_VALUE_DATE = 4    /* `text`: YYYY-MM-DD; an input only */
};

struct synovia_value {
    size_t size;
    uint32_t kind; /* enum synovia_value_kind */
    uint32_t yes;  /* 0 or 1 */
    double number;
    struct synovia_text text; /* of an output: static, or valid until the next call on the thread */
};

/* What a function is; static. */
struct synovia_function {
    size_t size;
    struct synovia_text name;  /* an identifier of at most SYNOVIA_PLUGIN_NAME_BYTES */
    struct synovia_text about; /* one line: what it gives, from what, by which source */
    uint32_t gives;            /* YES_NO, NUMBER or CHOICE */
    uint32_t reserved;
    const uint32_t *takes; /* the kind of each input, YES_NO to DATE */
    size_t take_count;     /* 1 to SYNOVIA_FUNCTION_INPUTS */

    /* Units are UCUM codes that the protocol's must match, or empty: any unit will do. */
    const struct synovia_text *units; /* of each input; those of what is no number are not read */
    struct synovia_text unit;         /* of a number that it gives */
};

/* The routines. All must be there. */
struct synovia_functions_routines {
    size_t size; /* sizeof(struct synovia_functions_routines) as it was built */

    /* The function `index`, counted from 0; NULL behind the last one. */
    const struct synovia_function *(*function)(size_t index);

    /*
     * Calls function `index`. There are as many inputs as it takes, each of its kind or NONE. Fills
     * in `output`, whose `size` is set and whose kind is `gives` already, and returns 0; or returns
     * anything else and says why in `message`: then the value is unknown, which the rules that rest
     * on it take as not ruled out. A number that is not finite counts as that, too.
     */
    int (*call)(size_t index, const struct synovia_value *const *inputs, size_t count,
                struct synovia_value *output, struct synovia_message *message);
};

#endif
