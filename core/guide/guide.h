/*
 * A session: one person's guided run through one technique.
 *
 *     facts ──> guide_start ──┬──> asking ──report──> asking, not_cleared or the first step
 *                             ├──> not_cleared
 *                             └──> step ──report──> step ──report──> ... ──> finished
 *                                    └── a halt, on any report ──> halted
 *
 *     from asking and step also: ended (guide_end), expired (idle for longer than the technique
 *     allows), and not_cleared (a report took the clearance away without any rule having fired)
 *
 * A pure function of program, state, report and time: no socket, store or clock, and no memory but
 * the arena's. What is kept between two calls goes in and out as a few bytes (guide_pack).
 *
 * Three rules order everything else:
 *
 * - What is not known never adds movement. Where it is not known whether somebody may go on,
 *   nobody does.
 * - Whatever a report is otherwise (partial, faulty, late, for a turn that is not the current one),
 *   what stops a session is looked for in it first: "it hurts" stops at once. A report with the
 *   number of another turn that stops nothing is refused and leaves no trace.
 * - A call that says the same twice is answered the same twice: the report that answered the last
 *   turn, sent again, changes nothing (not even the time of expiry) and is answered with the turn
 *   that it led to. So is a report that says at once all that was told of that turn in parts.
 *
 * Turns count from 1. While the screening still asks, that is a turn like any other: its reports
 * add up until the person is cleared. A session that is over (every state but asking and step)
 * stays as it is; a report to it is answered with its state, and with the halts that the report
 * would have caused, so that nobody who says "my arm tingles" too late is told nothing: in
 * not_cleared those that its decision does not tell already.
 */
#ifndef SYNOVIA_GUIDE_GUIDE_H
#define SYNOVIA_GUIDE_GUIDE_H

#include "base/buffer.h"
#include "rules/decision.h"

/* STATE(NAME, "name on the wire", meaning); a closed list. */
#define SYNOVIA_GUIDE_STATES(STATE)                                                                \
    STATE(ASKING, "asking", "the screening is not complete: questions come before steps")          \
    STATE(NOT_CLEARED, "not_cleared", "the person is not cleared, or no longer is: no steps")      \
    STATE(STEP, "step", "a step is being done; its report is awaited")                             \
    STATE(HALTED, "halted", "a rule stopped the session")                                          \
    STATE(FINISHED, "finished", "the last step is done")                                           \
    STATE(ENDED, "ended", "somebody ended the session")                                            \
    STATE(EXPIRED, "expired", "idle for longer than the technique allows: a new start screens anew")

enum guide_state {
#define STATE(name, wire, meaning) GUIDE_##name,
    SYNOVIA_GUIDE_STATES(STATE)
#undef STATE
        GUIDE_STATE_COUNT
};

const char *guide_state_name(enum guide_state state);
const char *guide_state_meaning(enum guide_state state);

/* True for every state but asking and step: nothing can happen in the session any more. */
bool guide_state_is_over(enum guide_state state);

/* ---- what is kept ---------------------------------------------------------------------------- */

enum { GUIDE_NOWHERE = UINT32_MAX };

/* Where in its technique a session is. */
struct guide_place {
    uint32_t step; /* index in technique.steps; GUIDE_NOWHERE before the first and after the last */
    uint32_t inner; /* in a loop: index in its steps; else 0 */
    uint32_t round; /* in a loop: from 1; else 0 */
};

/*
 * A session between two calls. Filled by guide_start and guide_unpack, changed in place by the
 * others; `answers` and `start` live in the arena. After a call that ran out of memory it is
 * worth nothing: go back to the packed bytes.
 */
struct guide {
    const struct program *program; /* the one that the session started with */
    struct arena *arena;           /* of the call */
    enum guide_state state;
    uint32_t technique;
    uint32_t turn; /* the one whose report is awaited; from 1 */
    int32_t as_of; /* the start's; days are counted from it to the end */
    int64_t last_ms;
    struct guide_place place;
    bool refused;           /* not_cleared: values of the start had faults */
    bool reported;          /* something was reported in this turn */
    bool has_last;          /* `last_report` counts */
    uint64_t last_report;   /* what the report that answered turn - 1 said, hashed */
    uint64_t last_live;     /* step: what was live in turn - 1, by all its reports, hashed */
    struct answer *answers; /* one a fact: the screening's; live ones as reported in this turn */
    struct answer *start;   /* one a fact: as it was when the first step was reached */
};

/* ---- what is answered ------------------------------------------------------------------------ */

/* A single step of a technique, as it is done in one turn. */
struct guide_step {
    const struct step *step; /* NULL: none */
    const struct step *loop; /* the loop that it stands in, or NULL */
    uint32_t round;          /* of the loop, from 1; 0 outside loops */
    uint32_t index, of;      /* from 1: the technique's single steps in the order written, those of
                                loops counted once; the steps left out count as well */
};

struct guide_fact {
    uint32_t fact;
    struct answer answer; /* behind the gate: `otherwise` where it filled the fact in */
};

/* A rule that stops the session. */
struct guide_halt {
    uint32_t rule; /* any kind but advisory; text, advice and referral are the rule's */
    bool certain;  /* false: it could not be ruled out, and nothing can settle it */
    const struct guide_fact *facts; /* what it rests on, those that say something */
    size_t fact_count;
};

/* What was met on the way to the step that is shown; tests measure with it. */
enum guide_event_kind {
    GUIDE_STEP_SHOWN,
    GUIDE_STEP_LEFT_OUT, /* a single step or a loop, by its only_if or skip_if */
    GUIDE_LOOP_AT_MOST,  /* the loop ended with its last round */
    GUIDE_LOOP_FINISHED, /* by its finish_when, or because that was not known */
    GUIDE_LOOP_EMPTY,    /* no step of it would have been shown */
};

struct guide_event {
    enum guide_event_kind kind;
    const struct step *step; /* or the loop */
};

/*
 * The answer to a call. Everything points into the program or the arena. Facts are indices, in the
 * order of the script.
 */
struct guide_answer {
    enum guide_state state;
    uint32_t technique;
    uint32_t turn;
    /* step: what to do. halted: where it was (`at`), or was about to be; step.step is NULL where it
     * halted before the first. Other states: NULL */
    struct guide_step step;
    const uint32_t *watch; /* step: the live facts to report in this turn */
    size_t watch_count;
    const uint32_t *missing; /* asking, step: once something was reported in this turn, what it
                                still lacks; may name screening facts that became open */
    size_t missing_count;
    const struct question *questions; /* asking: the decision's. step: one for each missing fact,
                                         or, where none is, for each that is watched */
    size_t question_count;
    const struct decision
        *decision;                  /* asking, not_cleared; else NULL. To a report in not_cleared
                                       that raises outcome or urgency: as the report would have it */
    const struct guide_halt *halts; /* halted; and other states that are over, where the report
                                       would have halted. The most urgent first */
    size_t halt_count;
    const struct fault *faults;     /* of the report or the start; later of a start that had some:
                                       one of the code `start` */
    const struct failure *failures; /* functions that failed for these answers */
    int64_t expires_ms;             /* asking, step: the session is expired after it. Else 0 */

    bool changed; /* the session is not what it was before the call: keep it */
    bool again;   /* the report had been given before: this is its answer again */

    /* What the answer rests on, for whoever explains or measures. */
    const struct evaluation *judged;  /* all nodes, as the report left the person; at a start and
                                         without a report, as the person is known to be */
    const struct decision *screened;  /* the screening that went with it */
    const struct guide_event *events; /* of the way to the step shown, in order */
    size_t event_count;
};

/* "arch#2", "sit": the step with its round. In the arena; empty where memory ran out. */
struct text guide_instance(const struct guide_step *step, struct arena *arena);

/* ---- calls ----------------------------------------------------------------------------------- */

/*
 * Starts a session through `technique` (an index). `intake` holds the facts of the start, taken as
 * for a screening (intake_begin, intake_take; not decided yet), and its arena and as_of become the
 * session's. `now_ms` is a time in milliseconds since some fixed moment, here and in the other
 * calls; only differences count. False only where memory ran out.
 *
 * Steps are given only where the technique's availability is "yes". With faults the session is
 * not_cleared, its decision `invalid`: what was refused may have been what matters, and so it is
 * corrected and started anew. A halt that holds already, by the live facts that are owed at the
 * start, halts before the first step, and then all rules that fire are told with it.
 */
bool guide_start(struct guide *guide, uint32_t technique, struct intake *intake,
                 const struct functions *functions, int64_t now_ms, struct guide_answer *answer);

/* Sets up an intake for a report: any fact of the program may be given to intake_take, live ones
 * included. It lives in the session's arena. False where memory ran out. */
bool guide_begin_report(const struct guide *guide, struct intake *report);

enum guide_outcome {
    GUIDE_ANSWERED,
    GUIDE_WRONG_TURN, /* refused: the report names another turn than `answer->turn`, is not the last
                         one again, and stops nothing. `answer` is that of guide_get */
    GUIDE_NO_MEMORY,
};

/*
 * Takes the report for `turn`.
 *
 * - Halts of all kinds are judged first, on any report. A halt that is in force here, and that
 *   nothing that is still to be reported could rule out, halts, not certain; so does a screening
 *   rule that is not ruled out any more. Where a live fact is reported that is not watched here,
 *   every halt that rests on it is judged, whatever its `during`.
 * - A report for another turn is looked at on top of what is known now. If it stops the session, it
 *   does; if not, it is refused, and nothing of it is kept.
 * - With faults the turn stands, and what is right in the report is kept. So it does while
 *   something is missing; later values of the turn replace earlier ones.
 * - Otherwise the turn is done: the next step that is not left out, or the end. A halt that is in
 *   force at that step, and that no report there could rule out, halts before it is shown.
 *
 * The time of expiry moves with each report that is kept. A report that comes after it and would
 * have halted halts; any other finds the session expired.
 */
enum guide_outcome guide_report(struct guide *guide, uint64_t turn, struct intake *report,
                                const struct functions *functions, int64_t now_ms,
                                struct guide_answer *answer);

/* The session as it stands; `changed` only where it has expired. False where memory ran out. */
bool guide_get(struct guide *guide, const struct functions *functions, int64_t now_ms,
               struct guide_answer *answer);

/* Ends the session; one that is over stays as it is. False where memory ran out. */
bool guide_end(struct guide *guide, const struct functions *functions, int64_t now_ms,
               struct guide_answer *answer);

/* ---- bytes ----------------------------------------------------------------------------------- */

/* Appends the session as bytes, some 50 to 200 for a person with a few dozen facts; they hold the
 * facts in plain form. The buffer's `failed` tells where memory ran out. */
void guide_pack(const struct guide *guide, struct buffer *out);

enum guide_unpacking {
    GUIDE_UNPACKED,
    GUIDE_CORRUPT, /* not what guide_pack wrote for this program, or of a version not known here */
    GUIDE_UNPACK_NO_MEMORY,
};

/* Reads what guide_pack wrote for a program of the same digest. The bytes may be anything: whatever
 * they are, each part is checked against the program before it is used. */
enum guide_unpacking guide_unpack(struct guide *guide, const struct program *program,
                                  struct text bytes, struct arena *arena);

#endif
