/*
 * A session in the judging; each file of the room adds its part:
 *
 *     places.c   where a technique goes on from here; what decides that
 *     force.c    which rules are in force here, which live facts are watched
 *     doubt.c    what cannot be ruled out, whatever else will be reported
 *     judge.c    what stops the session, what is missing, whether the person is still cleared
 *     guide.c    the calls: what becomes of the session
 *     report_hash.c  the same report, known again
 *     answer.c   what is said about it
 *     pack.c     the session as bytes; unpack.c reads them
 */
#ifndef SYNOVIA_GUIDE_GUIDE_PRIVATE_H
#define SYNOVIA_GUIDE_GUIDE_PRIVATE_H

#include "guide/guide.h"
#include "rules/needs.h"

/* ---- places ---------------------------------------------------------------------------------- */

static inline const struct technique *guide_technique(const struct guide *guide) {
    return &guide->program->techniques[guide->technique];
}

static inline bool place_is_somewhere(struct guide_place place) {
    return place.step != GUIDE_NOWHERE;
}

/* The place as an answer tells it; `step` is NULL nowhere. */
struct guide_step place_step(const struct technique *technique, struct guide_place place);

/* What was met on the way to a place. */
struct way {
    const struct evaluation *evaluation;
    const struct technique *technique;
    struct guide_event *events; /* room for place_most_events */
    size_t event_count;
};

/* The most events that one way through the technique can meet. */
size_t place_most_events(const struct technique *technique);

/* The next step that is not left out, from the place that is done; nowhere at the end. */
struct guide_place place_next(struct way *way, struct guide_place done);

/* Calls `visit` with each condition that may decide what comes after the place: gates of the steps
 * that may be next, and the loop's finish_when. */
void place_visit_next(const struct technique *technique, struct guide_place place,
                      void (*visit)(void *context, node_id condition), void *context);

/* ---- judging --------------------------------------------------------------------------------- */

struct halting {
    uint32_t rule;
    bool certain;
};

struct judging {
    const struct guide *guide;
    const struct functions *functions;
    struct arena *arena;
    struct answer *answers; /* those judged: the guide's, or a copy with a report on top */
    size_t words;
    struct evaluation *now;
    const struct decision *decision;
    const struct fault *faults;
    uint64_t *watch;   /* sets of facts */
    uint64_t *missing; /* what has to be told before anybody goes on */
    struct halting *halts;
    size_t halt_count;
    bool cleared; /* nothing that is known keeps the person from the technique's steps */
    bool barred;  /* no answer to what is still asked would make the person cleared */
};

/*
 * Judges the answers. `said` is what was reported, for its faults (NULL: nothing was). False where
 * memory ran out.
 */
bool judge(struct judging *judging, const struct guide *guide, struct answer *answers,
           const struct intake *said, const struct functions *functions);

/* ---- force ----------------------------------------------------------------------------------- */

/* True where the rule is for this place: by its technique, and by its step where it names one.
 * Nowhere, a rule that names a step is not in force. */
bool force_applies(const struct guide *guide, const struct rule *rule);

/* True where the rule's `during` is empty or names the technique. */
bool force_in_technique(const struct guide *guide, const struct rule *rule);

/* True where the rule is watched here: a halt, or a throughout rule, that is in force. */
bool force_is_watched(const struct guide *guide, const struct rule *rule);

/* The live facts that the rule rests on, as a set in the arena; NULL where memory ran out. */
const uint64_t *force_rests_on(const struct judging *judging, const struct rule *rule);

/* Fills judging->watch: before the first step, the live facts that a screening takes. False where
 * memory ran out. */
bool force_watch(struct judging *judging);

/* For each rule, whether it rests on a live fact that was reported and is not watched; in the
 * arena, NULL where memory ran out. */
const bool *force_touched(const struct judging *judging);

/* ---- reports --------------------------------------------------------------------------------- */

/* A hash of what the report says and for which turn, whatever the order it was written in. False
 * where memory ran out. */
bool report_hash(uint64_t turn, const struct intake *report, uint64_t *hash);

/* A hash of what is known of live facts at the end of a turn. False where memory ran out. */
bool report_live_hash(const struct guide *guide, const struct answer *answers, uint64_t turn,
                      uint64_t *hash);

/* True where a report for the last turn says what that turn came to, in one piece: all that was
 * live, and of the rest nothing that is otherwise now. False too where memory ran out. */
bool report_is_whole_turn(const struct guide *guide, uint64_t turn, const struct intake *report);

/* ---- doubt ----------------------------------------------------------------------------------- */

/* For each node, whether it would be true by some answer to what cannot be answered, whatever is
 * reported of the rest (true where it is true). In the arena; NULL where memory ran out. */
bool *doubt_find(const struct evaluation *now);

/* ---- answers --------------------------------------------------------------------------------- */

/* Fills the answer with what stands in the guide and what was judged; `missing` only where
 * something was reported in this turn. False where memory ran out. */
bool answer_fill(struct guide_answer *answer, const struct guide *guide,
                 const struct judging *judging);

/* Adds the halts of what was judged to those told already, and takes its faults. False where memory
 * ran out. */
bool answer_add_halts(struct guide_answer *answer, const struct judging *judging);

/* After this moment a session that is not over has expired. */
int64_t guide_expires_ms(const struct guide *guide);

/* ---- bytes ----------------------------------------------------------------------------------- */

/* What stands behind packed bytes: a hash of them and of the program's digest. */
uint64_t guide_checksum(const struct program *program, struct text bytes);

#endif
