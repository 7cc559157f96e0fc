/*
 * The parts of `synovia guide`: a person asked, decided about, and guided through a technique.
 *
 *     guide.c          the way from the first question to the end
 *     guide_turns.c    the session: a step, its hold, what is reported, the next step
 *     guide_hold.c     counting a hold down
 *     guide_say.c      steps, halts and ends in words
 */
#ifndef SYNOVIA_CLI_GUIDE_H
#define SYNOVIA_CLI_GUIDE_H

#include "cli/interview.h"

struct guide {
    struct screen screen;
    struct talk talk;
    struct interview interview;
    json_t *protocol; /* as the service describes it */
    bool is_plain;
};

/* ---- guide_turns.c --------------------------------------------------------------------------- */

enum turns_end {
    TURNS_OVER, /* finished, halted, not cleared or expired: it was said */
    TURNS_QUIT, /* the person has left: what to do was said */
    TURNS_INTERRUPTED,
    TURNS_FAILED, /* complained; `code` says how */
};

/* Guides the person through the technique, a map of the protocol. */
enum turns_end guide_turns(struct guide *guide, const json_t *technique, enum exit_code *code);

/* ---- guide_hold.c ---------------------------------------------------------------------------- */

enum hold_end { HOLD_OVER, HOLD_STOPPED, HOLD_INTERRUPTED };

/*
 * Counts the seconds down, visibly. On a terminal any key stops it. Elsewhere, and where nothing
 * may be drawn over, the count is a few lines of its own.
 */
enum hold_end guide_hold(struct talk *talk, double seconds);

/* ---- guide_say.c ----------------------------------------------------------------------------- */

/* "Step 4 of 6, round 2 of at most 4", what to do, and what to take care of. */
void guide_say_step(const struct talk *talk, const json_t *step);

/* Why the session was stopped, what to do now, and who is to see the person: not to be missed. */
void guide_say_halts(const struct talk *talk, const json_t *answer);

/* The technique is done. */
void guide_say_finished(const struct talk *talk, const json_t *answer);

/* Who leaves in the middle is told how; `step` is where. */
void guide_say_left(const struct guide *guide, const json_t *technique, const json_t *step);

/* The decision, with its reasons and referrals. */
void guide_say_decision(const struct guide *guide, const json_t *decision);

#endif
