/*
 * What a script may spend: memory and instructions.
 *
 * Memory is counted in the allocator of the Lua state. Instructions are counted by a hook, and
 * because one instruction can copy a megabyte, work is priced rather than only counted:
 *
 *     spent = instructions * (1 + what the longest text has above 4 KiB / 2 KiB)
 *             + bytes allocated / 64 + what library functions charge for their loops
 *
 * so that no loop around `==` on long texts, or around `..`, outlives its budget. (The longest text
 * is the longest that the script has built itself; what stands in the source is not counted.)
 *
 * The same hook looks at the calls within one another: more than BUDGET_CALLS_DEEP, or one with
 * more than BUDGET_ARGUMENTS values behind `...`, is an error. Between two looks an instruction can
 * add one value, so what a flood of arguments can copy is bounded too.
 *
 * Once exhausted, a budget stays so until the outermost call has ended: each further instruction
 * (or allocation, where it was memory) fails, whatever a nested call makes of the first failure.
 *
 * While a call is counted (BUDGET_CALL) nothing is collected, and the first refusal is final: what
 * earlier calls have left behind cannot decide whether this one passes.
 */
#ifndef SYNOVIA_SCRIPT_BUDGET_H
#define SYNOVIA_SCRIPT_BUDGET_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum budget_kind {
    BUDGET_SETUP, /* our own preparation of the state: LIMIT_LOAD_MEMORY, no instructions counted */
    BUDGET_LOAD,  /* running a script once: LIMIT_LOAD_INSTRUCTIONS, LIMIT_LOAD_MEMORY in all */
    BUDGET_CALL,  /* one call: LIMIT_CALL_INSTRUCTIONS, LIMIT_CALL_MEMORY more than at its start */
};

enum budget_exhausted { BUDGET_LEFT, BUDGET_NO_INSTRUCTIONS, BUDGET_NO_MEMORY };

enum { BUDGET_CHUNK_BYTES = 16, BUDGET_CALLS_DEEP = 200, BUDGET_ARGUMENTS = 250 };

struct budget {
    size_t held;      /* bytes that the state holds now */
    size_t ceiling;   /* bytes that it may hold; 0: no limit (closing) */
    size_t longest;   /* bytes of the longest text that the script has built */
    size_t taken;     /* bytes taken since the last instruction count, not priced yet */
    int64_t left;     /* what may still be spent */
    bool counting;    /* a script is running */
    bool host_failed; /* malloc has failed since budget_begin */
    enum budget_exhausted exhausted; /* sticky until budget_begin */
    lua_State *state; /* whose next instruction is to fail; NULL while it is being made */
    /* Where the script was at the last refusal: Lua gives the message handler no chance to look. */
    char refused_chunk[BUDGET_CHUNK_BYTES];
    int refused_line; /* 0: not in a script */
};

/* The lua_Alloc of a state; `context` is a struct budget. Refuses what passes the ceiling. */
void *budget_allocate(void *context, void *block, size_t old_size, size_t new_size);

/* Starts and ends the count of one outermost call. */
void budget_begin(struct budget *budget, enum budget_kind kind);
void budget_end(struct budget *budget);

/* Spends `units` of the running call; raises the budget error where it has run out. For library
 * functions that loop in C: about one unit a round. */
void budget_charge(lua_State *state, uint64_t units);

/* Asks for room before `size` bytes are built in one go; raises the budget error where there is
 * none. */
void budget_need(lua_State *state, size_t size);

#endif
