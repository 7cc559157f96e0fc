/*
 * Sessions by chance: programs with a technique of steps and loops, gates, halts and throughout
 * rules, and people who report to them. Few facts with few values, so that what matters happens
 * often.
 */
#ifndef SYNOVIA_TESTS_GUIDE_CHANCE_H
#define SYNOVIA_TESTS_GUIDE_CHANCE_H

#include "guide/guide.h"

/* splitmix64: the same sequence for the same seed everywhere. */
struct chance {
    uint64_t state;
};

uint32_t chance_below(struct chance *chance, uint32_t limit);
bool chance_percent(struct chance *chance, uint32_t percent);

/* The facts of every program; the live ones stand last. */
enum {
    CHANCE_CALM, /* screening and throughout: live, and owed at the start */
    CHANCE_A,
    CHANCE_B,
    CHANCE_COUNT,  /* a number, 0 to 4 */
    CHANCE_BEHIND, /* yes_no, only if B */
    CHANCE_HURTS,
    CHANCE_X,
    CHANCE_Y,
    CHANCE_PAIN,   /* a number, 0 to 5 */
    CHANCE_WITHIN, /* yes_no, only if X */
    CHANCE_FACTS
};

/* A program with one technique; the caller releases it. `plain`: every halt is in force everywhere,
 * and no step protects. */
const struct program *chance_program(struct chance *chance, bool plain);

/* Its rules and steps, for a failure. */
void chance_print(const struct program *program);

/* What somebody says: `seen` tells which facts. */
struct chance_said {
    bool seen[CHANCE_FACTS];
    struct answer answers[CHANCE_FACTS];
};

/* Answers to all facts that there are for what has been answered before, or to the live ones only;
 * mostly such that nothing stops. */
struct chance_said chance_say(struct chance *chance, bool live_only);

/* Puts it into an intake. */
void chance_take(struct intake *intake, const struct chance_said *said);

/* True where the step, or its loop, has a skip_if: not knowing may add it. */
bool chance_protects(const struct guide_step *step);

#endif
