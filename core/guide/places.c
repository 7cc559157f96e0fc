/*
 * The way through a technique.
 *
 *     sit ── loop( reach, back ) ── walk
 *              ^            |
 *              └─ round+1 ──┴─ after each round: finish_when, at_most
 *
 * A step is shown only where its only_if is known to hold, and left out by skip_if only where that
 * is known to hold. A loop goes on only where finish_when is known not to hold.
 */
#include "guide/guide_private.h"

static const struct guide_place NOWHERE = {.step = GUIDE_NOWHERE};

/* ---- telling a place ------------------------------------------------------------------------- */

static uint32_t singles_of(const struct step *step) {
    return step->kind == STEP_LOOP ? (uint32_t)step->step_count : 1;
}

struct guide_step place_step(const struct technique *technique, struct guide_place place) {
    struct guide_step told = {.step = NULL};
    if (!place_is_somewhere(place)) {
        return told;
    }
    for (uint32_t i = 0; i < technique->step_count; i++) {
        told.index += i < place.step ? singles_of(&technique->steps[i]) : 0;
        told.of += singles_of(&technique->steps[i]);
    }
    const struct step *step = &technique->steps[place.step];
    bool in_loop = step->kind == STEP_LOOP;
    told.step = in_loop ? &step->steps[place.inner] : step;
    told.loop = in_loop ? step : NULL;
    told.round = in_loop ? place.round : 0;
    told.index += in_loop ? place.inner + 1 : 1;
    return told;
}

struct text guide_instance(const struct guide_step *step, struct arena *arena) {
    struct text id = step->step->id;
    if (step->loop == NULL) {
        return id;
    }
    return arena_format(arena, "%.*s#%u", (int)id.length, id.at, step->round);
}

/* ---- going on -------------------------------------------------------------------------------- */

/* Each step is met at most twice (the rest of a round, and the next), each loop ends once. */
size_t place_most_events(const struct technique *technique) {
    size_t most = 1;
    for (size_t i = 0; i < technique->step_count; i++) {
        most += 2 + 2 * singles_of(&technique->steps[i]);
    }
    return most;
}

static void note(struct way *way, enum guide_event_kind kind, const struct step *step) {
    way->events[way->event_count++] = (struct guide_event){kind, step};
}

static uint64_t value_of(const struct way *way, node_id condition, uint64_t otherwise) {
    return condition == NODE_MISSING ? otherwise : way->evaluation->cells[condition].mask;
}

static bool is_shown(struct way *way, const struct step *step) {
    bool shown = value_of(way, step->only_if, MASK_TRUE) == MASK_TRUE &&
                 value_of(way, step->skip_if, MASK_FALSE) != MASK_TRUE;
    if (!shown) {
        note(way, GUIDE_STEP_LEFT_OUT, step);
    } else if (step->kind == STEP_SINGLE) {
        note(way, GUIDE_STEP_SHOWN, step);
    }
    return shown;
}

/* The first step of the loop that is shown, from `inner` on; false where there is none. */
static bool find_in_round(struct way *way, struct guide_place *place, uint32_t inner) {
    const struct step *loop = &way->technique->steps[place->step];
    for (place->inner = inner; place->inner < loop->step_count; place->inner++) {
        if (is_shown(way, &loop->steps[place->inner])) {
            return true;
        }
    }
    return false;
}

static struct guide_place enter_from(struct way *way, uint32_t first) {
    for (uint32_t i = first; i < way->technique->step_count; i++) {
        const struct step *step = &way->technique->steps[i];
        if (!is_shown(way, step)) {
            continue;
        }
        if (step->kind == STEP_SINGLE) {
            return (struct guide_place){.step = i};
        }
        struct guide_place place = {.step = i, .round = 1};
        if (find_in_round(way, &place, 0)) {
            return place;
        }
        note(way, GUIDE_LOOP_EMPTY, step);
    }
    return NOWHERE;
}

/* A round that would show nothing ends the loop: no turn would come in between that could change
 * anything. */
static struct guide_place next_round(struct way *way, struct guide_place place) {
    const struct step *loop = &way->technique->steps[place.step];
    if (value_of(way, loop->finish_when, MASK_FALSE) != MASK_FALSE) {
        note(way, GUIDE_LOOP_FINISHED, loop);
        return enter_from(way, place.step + 1);
    }
    if (place.round >= loop->at_most) {
        note(way, GUIDE_LOOP_AT_MOST, loop);
        return enter_from(way, place.step + 1);
    }
    place.round++;
    if (find_in_round(way, &place, 0)) {
        return place;
    }
    note(way, GUIDE_LOOP_EMPTY, loop);
    return enter_from(way, place.step + 1);
}

struct guide_place place_next(struct way *way, struct guide_place done) {
    if (!place_is_somewhere(done)) {
        return enter_from(way, 0);
    }
    if (way->technique->steps[done.step].kind == STEP_SINGLE) {
        return enter_from(way, done.step + 1);
    }
    struct guide_place place = done;
    return find_in_round(way, &place, done.inner + 1) ? place : next_round(way, done);
}

/* ---- what decides what comes next ------------------------------------------------------------ */

struct looking {
    void (*visit)(void *context, node_id condition);
    void *context;
};

static void look_at(const struct looking *looking, node_id condition) {
    if (condition != NODE_MISSING) {
        looking->visit(looking->context, condition);
    }
}

/* True where the step is shown whatever is known, so that nothing behind it is next. */
static bool look_at_gates(const struct looking *looking, const struct step *step) {
    look_at(looking, step->only_if);
    look_at(looking, step->skip_if);
    return step->only_if == NODE_MISSING && step->skip_if == NODE_MISSING;
}

static bool look_in_round(const struct looking *looking, const struct step *loop, uint32_t inner) {
    for (uint32_t i = inner; i < loop->step_count; i++) {
        if (look_at_gates(looking, &loop->steps[i])) {
            return true;
        }
    }
    return false;
}

static void look_from(const struct looking *looking, const struct technique *technique,
                      uint32_t first) {
    for (uint32_t i = first; i < technique->step_count; i++) {
        const struct step *step = &technique->steps[i];
        bool entered = look_at_gates(looking, step);
        bool shown = step->kind == STEP_SINGLE || look_in_round(looking, step, 0);
        if (entered && shown) {
            return;
        }
    }
}

void place_visit_next(const struct technique *technique, struct guide_place place,
                      void (*visit)(void *context, node_id condition), void *context) {
    struct looking looking = {visit, context};
    const struct step *step = &technique->steps[place.step];
    if (step->kind == STEP_SINGLE) {
        look_at_gates(&looking, step);
        look_from(&looking, technique, place.step + 1);
        return;
    }
    look_at_gates(&looking, &step->steps[place.inner]);
    look_at(&looking, step->finish_when);
    if (!look_in_round(&looking, step, place.inner + 1)) {
        look_in_round(&looking, step, 0);
        look_from(&looking, technique, place.step + 1);
    }
}
