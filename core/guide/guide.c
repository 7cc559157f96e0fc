/* The calls: what becomes of a session. */
#include "guide/guide_private.h"

/* ---- time ------------------------------------------------------------------------------------ */

/* Milliseconds that are whole in a double; longer ago than anything here. */
#define MOST_MS 9e15

int64_t guide_expires_ms(const struct guide *guide) {
    double idle = guide_technique(guide)->idle_seconds * 1000;
    return guide->last_ms + (int64_t)(idle < MOST_MS ? idle : MOST_MS);
}

static bool is_idle(const struct guide *guide, int64_t now_ms) {
    return !guide_state_is_over(guide->state) && now_ms > guide_expires_ms(guide);
}

/* ---- looking --------------------------------------------------------------------------------- */

/* The session as it stands. */
static bool view(const struct guide *guide, const struct functions *functions,
                 struct guide_answer *answer) {
    struct judging judging;
    return judge(&judging, guide, guide->answers, NULL, functions) &&
           answer_fill(answer, guide, &judging);
}

/* ---- answers of a person --------------------------------------------------------------------- */

static struct answer *copy_answers(const struct guide *guide) {
    size_t count = guide->program->fact_count;
    struct answer *copy = arena_alloc(guide->arena, (count + 1) * sizeof *copy);
    if (copy != NULL && count > 0) {
        memcpy(copy, guide->answers, count * sizeof *copy);
    }
    return copy;
}

/* What is known with the report on top. A fact that was sent and refused is no longer known: what
 * it was before has just been contradicted. */
static struct answer *overlay(const struct guide *guide, const struct intake *report) {
    struct answer *answers = copy_answers(guide);
    for (size_t i = 0; answers != NULL && i < guide->program->fact_count; i++) {
        if (report->seen[i]) {
            answers[i] = report->answers[i];
        }
    }
    return answers;
}

static void forget_live(struct guide *guide) {
    for (size_t i = 0; i < guide->program->fact_count; i++) {
        if (guide->program->facts[i].live) {
            guide->answers[i] = (struct answer){.state = ANSWER_ABSENT};
        }
    }
}

/* ---- going on -------------------------------------------------------------------------------- */

/* Before a step is shown: what holds whatever will be reported there stops the session now. */
static bool arrive(struct guide *guide, const struct functions *functions,
                   struct guide_answer *answer) {
    struct judging judging;
    if (!judge(&judging, guide, guide->answers, NULL, functions)) {
        return false;
    }
    bool halts = guide->state == GUIDE_STEP && judging.halt_count > 0;
    guide->state = halts ? GUIDE_HALTED : guide->state;
    return answer_fill(answer, guide, &judging);
}

/* The turn is done: on to the next step that is not left out, or to the end. */
static bool go_on(struct guide *guide, const struct judging *judging, struct guide_answer *answer) {
    struct way way = {.evaluation = judging->now, .technique = guide_technique(guide)};
    way.events = arena_calloc(guide->arena, place_most_events(way.technique), sizeof *way.events);
    if (way.events == NULL) {
        return false;
    }
    guide->place = place_next(&way, guide->place);
    guide->state = place_is_somewhere(guide->place) ? GUIDE_STEP : GUIDE_FINISHED;
    guide->reported = false;
    forget_live(guide);
    if (!arrive(guide, judging->functions, answer)) {
        return false;
    }
    answer->judged = judging->now;
    answer->screened = judging->decision;
    answer->events = way.events;
    answer->event_count = way.event_count - (guide->state == GUIDE_HALTED);
    return true;
}

static bool take_first_step(struct guide *guide, const struct judging *judging,
                            struct guide_answer *answer) {
    guide->start = copy_answers(guide);
    return guide->start != NULL && go_on(guide, judging, answer);
}

/* What a judgement makes of the session; true where the turn is done, and so goes on. */
static bool becomes(struct guide *guide, const struct judging *judging) {
    bool moving = guide->state == GUIDE_STEP;
    if (judging->halt_count > 0) {
        guide->state = GUIDE_HALTED;
    } else if (judging->barred) {
        guide->state = GUIDE_NOT_CLEARED;
    } else if (moving) {
        return judging->faults == NULL && set_is_empty(judging->missing, judging->words);
    } else {
        return judging->cleared && judging->faults == NULL;
    }
    return false;
}

bool guide_start(struct guide *guide, uint32_t technique, struct intake *intake,
                 const struct functions *functions, int64_t now_ms, struct guide_answer *answer) {
    *guide = (struct guide){
        .program = intake->program,
        .arena = intake->arena,
        .state = GUIDE_ASKING,
        .technique = technique,
        .turn = 1,
        .as_of = intake->as_of,
        .last_ms = now_ms,
        .place = {.step = GUIDE_NOWHERE},
        .answers = intake->answers,
    };
    struct judging judging;
    if (!judge(&judging, guide, guide->answers, intake, functions)) {
        return false;
    }
    bool cleared = becomes(guide, &judging);
    if (judging.faults != NULL && guide->state != GUIDE_HALTED) {
        guide->state = GUIDE_NOT_CLEARED;
        guide->refused = true;
    }
    bool done =
        cleared ? take_first_step(guide, &judging, answer) : answer_fill(answer, guide, &judging);
    answer->changed = true;
    return done;
}

/* ---- reports --------------------------------------------------------------------------------- */

bool guide_begin_report(const struct guide *guide, struct intake *report) {
    bool begun = intake_begin(report, guide->program, guide->as_of, guide->arena);
    report->in_session = true;
    return begun;
}

/* The report that led to where the session is, once more. Where it was the end of a turn, what it
 * said live is forgotten, and whatever else was reported since is not looked at. */
static bool answer_again(struct guide *guide, struct intake *report,
                         const struct functions *functions, struct guide_answer *answer) {
    struct guide fresh = *guide;
    bool turned = guide->state == GUIDE_STEP || guide->state == GUIDE_FINISHED;
    if (turned) {
        fresh.answers = copy_answers(guide);
        fresh.reported = false;
        if (fresh.answers == NULL) {
            return false;
        }
        forget_live(&fresh);
    }
    struct judging judging;
    bool done = judge(&judging, &fresh, fresh.answers, turned ? NULL : report, functions) &&
                answer_fill(answer, &fresh, &judging);
    answer->again = true;
    return done;
}

/* A decision that stays: but one that is more serious is not kept from anybody. */
static void raise_decision(struct guide_answer *answer, const struct decision *decision) {
    const struct decision *standing = answer->decision;
    bool higher = standing != NULL && decision->outcome != OUTCOME_INVALID &&
                  decision->outcome > standing->outcome;
    if (higher || (standing != NULL && decision->urgency > standing->urgency)) {
        answer->decision = decision;
    }
}

/* To a session that is over: what it is, and what this report would have stopped it for. */
static bool answer_over(struct guide *guide, struct intake *report,
                        const struct functions *functions, struct guide_answer *answer) {
    struct judging judging;
    struct answer *answers = overlay(guide, report);
    if (answers == NULL || !view(guide, functions, answer) ||
        !judge(&judging, guide, answers, report, functions) ||
        !answer_add_halts(answer, &judging)) {
        return false;
    }
    raise_decision(answer, judging.decision);
    return true;
}

/* Keeps what was reported, and what becomes of it. */
static bool take(struct guide *guide, struct judging *judging, int64_t now_ms, uint64_t hash,
                 struct guide_answer *answer) {
    bool asking = guide->state == GUIDE_ASKING;
    guide->answers = judging->answers;
    guide->last_ms = now_ms;
    guide->reported = true;
    bool turned = becomes(guide, judging);
    if (turned || guide_state_is_over(guide->state)) {
        guide->has_last = true;
        guide->last_report = hash;
    }
    if (!turned) {
        return answer_fill(answer, guide, judging);
    }
    if (!report_live_hash(guide, guide->answers, guide->turn, &guide->last_live)) {
        return false;
    }
    if (!(asking ? take_first_step(guide, judging, answer) : go_on(guide, judging, answer))) {
        return false;
    }
    guide->turn += guide->state == GUIDE_STEP;
    answer->turn = guide->turn;
    return true;
}

static bool expire(struct guide *guide, const struct functions *functions,
                   struct guide_answer *answer) {
    guide->state = GUIDE_EXPIRED;
    bool done = view(guide, functions, answer);
    answer->changed = true;
    return done;
}

static enum guide_outcome outcome_of(bool done, enum guide_outcome outcome) {
    return done ? outcome : GUIDE_NO_MEMORY;
}

/* A report that is new, to a session that goes on. */
static enum guide_outcome report_anew(struct guide *guide, uint64_t turn, struct intake *report,
                                      const struct functions *functions, int64_t now_ms,
                                      uint64_t hash, struct guide_answer *answer) {
    struct judging judging;
    struct answer *answers = overlay(guide, report);
    if (answers == NULL || !judge(&judging, guide, answers, report, functions)) {
        return GUIDE_NO_MEMORY;
    }
    bool stops = judging.halt_count > 0;
    if (!stops && is_idle(guide, now_ms)) {
        return outcome_of(expire(guide, functions, answer), GUIDE_ANSWERED);
    }
    if (!stops && !judging.barred && turn != guide->turn) {
        return outcome_of(view(guide, functions, answer), GUIDE_WRONG_TURN);
    }
    bool done = take(guide, &judging, now_ms, hash, answer);
    answer->changed = true;
    return outcome_of(done, GUIDE_ANSWERED);
}

enum guide_outcome guide_report(struct guide *guide, uint64_t turn, struct intake *report,
                                const struct functions *functions, int64_t now_ms,
                                struct guide_answer *answer) {
    uint64_t hash;
    if (!intake_finish(report) || !report_hash(turn, report, &hash)) {
        return GUIDE_NO_MEMORY;
    }
    bool again = guide->has_last &&
                 (guide->last_report == hash || report_is_whole_turn(guide, turn, report));
    if (again && is_idle(guide, now_ms)) {
        return outcome_of(expire(guide, functions, answer), GUIDE_ANSWERED);
    }
    if (again) {
        return outcome_of(answer_again(guide, report, functions, answer), GUIDE_ANSWERED);
    }
    if (guide_state_is_over(guide->state)) {
        return outcome_of(answer_over(guide, report, functions, answer), GUIDE_ANSWERED);
    }
    return report_anew(guide, turn, report, functions, now_ms, hash, answer);
}

/* ---- getting and ending ---------------------------------------------------------------------- */

bool guide_get(struct guide *guide, const struct functions *functions, int64_t now_ms,
               struct guide_answer *answer) {
    if (is_idle(guide, now_ms)) {
        return expire(guide, functions, answer);
    }
    return view(guide, functions, answer);
}

bool guide_end(struct guide *guide, const struct functions *functions, int64_t now_ms,
               struct guide_answer *answer) {
    if (is_idle(guide, now_ms)) {
        return expire(guide, functions, answer);
    }
    bool ends = !guide_state_is_over(guide->state);
    guide->state = ends ? GUIDE_ENDED : guide->state;
    bool done = view(guide, functions, answer);
    answer->changed = ends;
    return done;
}
