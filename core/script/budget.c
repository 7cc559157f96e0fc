#include "script/budget.h"

#include "base/limits.h"

#include <lauxlib.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    COUNT_STEP = 1000,    /* instructions between two counts */
    FREE_TEXT = 4 << 10,  /* bytes that one instruction may compare or copy at no extra price */
    TEXT_PRICE = 2 << 10, /* above that, one more unit for each of these */
    BYTES_A_UNIT = 64,    /* bytes taken for the price of one instruction */
};

static struct budget *budget_of(lua_State *state) {
    void *budget;
    lua_getallocf(state, &budget);
    return budget;
}

static void count(lua_State *state, lua_Debug *event);

/* Marks a budget as exhausted: from now on every instruction of the script is counted, so that the
 * next one fails, and each after it. lua_sethook may be called at any time. */
static void exhaust(struct budget *budget, enum budget_exhausted what) {
    if (budget->exhausted == BUDGET_LEFT) {
        budget->exhausted = what;
    }
    if (budget->state != NULL) {
        lua_sethook(budget->state, count, LUA_MASKCOUNT, 1);
    }
}

/* Raises the budget's error. The error value is never looked at (`exhausted` tells) and must not
 * take memory. */
static void fail(lua_State *state) {
    lua_pushlightuserdata(state, budget_of(state));
    lua_error(state);
}

static void spend(struct budget *budget, uint64_t units) {
    units += budget->taken / BYTES_A_UNIT;
    budget->taken %= BYTES_A_UNIT;
    if (units > (uint64_t)budget->left) {
        budget->left = 0;
        exhaust(budget, BUDGET_NO_INSTRUCTIONS);
    } else {
        budget->left -= (int64_t)units;
    }
}

/* Raises an error where calls go too deep, or where one has been given too much. */
static void look_at_calls(lua_State *state) {
    lua_Debug frame;
    for (int level = 0; lua_getstack(state, level, &frame); level++) {
        if (level == BUDGET_CALLS_DEEP) {
            luaL_error(state, "the functions call one another more than %d levels deep",
                       (int)BUDGET_CALLS_DEEP);
        }
        if (lua_getlocal(state, &frame, -(BUDGET_ARGUMENTS + 1)) != NULL) {
            luaL_error(state, "a function is called with more than %d values",
                       (int)BUDGET_ARGUMENTS);
        }
    }
}

static void count(lua_State *state, lua_Debug *event) {
    (void)event;
    struct budget *budget = budget_of(state);
    uint64_t price = 1;
    if (budget->longest > FREE_TEXT) {
        price += (budget->longest - FREE_TEXT) / TEXT_PRICE;
    }
    spend(budget, COUNT_STEP * price);
    if (budget->exhausted != BUDGET_LEFT) {
        fail(state);
    }
    look_at_calls(state);
}

/* ---- memory ---- */

/* Notes where the script is. Reads frames only, which are whole whenever Lua allocates. */
static void note_place(struct budget *budget) {
    lua_Debug frame;
    budget->refused_line = 0;
    for (int level = 0; budget->state != NULL && lua_getstack(budget->state, level, &frame);
         level++) {
        lua_getinfo(budget->state, "Sl", &frame);
        if (frame.currentline > 0) {
            snprintf(budget->refused_chunk, sizeof budget->refused_chunk, "%.15s", frame.short_src);
            budget->refused_line = frame.currentline;
            return;
        }
    }
}

static bool is_refused(struct budget *budget, size_t grown) {
    bool over =
        budget->ceiling != 0 && (grown > budget->ceiling || budget->held > budget->ceiling - grown);
    if (!over && (budget->exhausted != BUDGET_NO_MEMORY || !budget->counting)) {
        return false;
    }
    if (budget->exhausted == BUDGET_LEFT) {
        note_place(budget);
    }
    exhaust(budget, BUDGET_NO_MEMORY);
    return true;
}

static void note_growth(struct budget *budget, size_t grown, bool is_text) {
    if (!budget->counting) {
        return;
    }
    budget->taken += grown;
    if (is_text && grown > budget->longest) {
        budget->longest = grown;
    }
}

void *budget_allocate(void *context, void *block, size_t old_size, size_t new_size) {
    struct budget *budget = context;
    bool is_text = block == NULL && old_size == LUA_TSTRING;
    if (block == NULL) {
        old_size = 0; /* of a new object, Lua passes the kind */
    }
    if (new_size == 0) {
        free(block);
        budget->held -= old_size;
        return NULL;
    }
    size_t grown = new_size > old_size ? new_size - old_size : 0;
    if (grown > 0 && is_refused(budget, grown)) {
        return NULL;
    }
    void *moved = realloc(block, new_size);
    if (moved == NULL && grown > 0) {
        budget->host_failed = true;
        return NULL;
    }
    if (moved == NULL) {
        moved = block; /* Lua relies on shrinking to succeed; the larger block serves as well */
    }
    budget->held = budget->held - old_size + new_size;
    note_growth(budget, grown, is_text);
    return moved;
}

/* ---- calls ---- */

void budget_begin(struct budget *budget, enum budget_kind kind) {
    budget->exhausted = BUDGET_LEFT;
    budget->host_failed = false;
    budget->refused_line = 0;
    budget->taken = 0;
    budget->counting = kind != BUDGET_SETUP;
    budget->left = INT64_MAX;
    budget->ceiling = LIMIT_LOAD_MEMORY;
    if (kind == BUDGET_SETUP) {
        return;
    }
    budget->left = kind == BUDGET_LOAD ? LIMIT_LOAD_INSTRUCTIONS : LIMIT_CALL_INSTRUCTIONS;
    if (kind == BUDGET_CALL) {
        budget->ceiling = budget->held + LIMIT_CALL_MEMORY;
    }
    lua_sethook(budget->state, count, LUA_MASKCOUNT, COUNT_STEP);
}

void budget_end(struct budget *budget) {
    budget->counting = false;
    budget->ceiling = 0;
    lua_sethook(budget->state, NULL, 0, 0);
}

void budget_charge(lua_State *state, uint64_t units) {
    struct budget *budget = budget_of(state);
    if (budget->counting) {
        spend(budget, units);
    }
    if (budget->exhausted != BUDGET_LEFT) {
        fail(state);
    }
}

void budget_need(lua_State *state, size_t size) {
    struct budget *budget = budget_of(state);
    if (is_refused(budget, size)) {
        fail(state);
    }
}
