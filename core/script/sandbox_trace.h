/*
 * What went wrong and where: from Lua's frames and messages to a sandbox_failure.
 *
 * A chunk is named "=#7", 7 being the number of its layout in the sandbox, and its "lines" are
 * tokens. So Lua's own messages begin with "#7:123: ", which is taken off and read.
 */
#ifndef SYNOVIA_SCRIPT_SANDBOX_TRACE_H
#define SYNOVIA_SCRIPT_SANDBOX_TRACE_H

#include "base/limits.h"
#include "script/sandbox.h"

enum { SANDBOX_LAYOUTS = LIMIT_SOURCE_FILES + 1, SANDBOX_CHUNK_BYTES = 16 };

/* The layouts of a sandbox, in the order of their chunks' numbers. */
struct sandbox_layouts {
    const struct layout *at[SANDBOX_LAYOUTS];
    unsigned count;
};

/* "=#7" for number 7. */
void trace_chunk_name(unsigned number, char out[SANDBOX_CHUNK_BYTES]);

/* The place of a frame's current line; `layout` is NULL for frames that are not of a script. */
struct sandbox_place trace_place(const struct sandbox_layouts *layouts, const char *chunk,
                                 int line);

/* Fills in the message and the trace for the error value at `index`, from within a message handler.
 * Takes no memory of the state. */
void trace_describe(lua_State *state, int index, const struct sandbox_layouts *layouts,
                    struct sandbox_failure *failure);

/* Fills in what a script is told that ran out of its budget, or of the machine's memory. */
void trace_describe_status(enum sandbox_status status, struct sandbox_failure *failure);

#endif
