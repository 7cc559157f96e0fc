#include "proof/equivalence_private.h"

#include <stdlib.h>
#include <time.h>

struct equivalence {
    struct prover prover;
    struct prover session; /* where rose_by and fell_by have a start, and live facts may be said */
    struct prover_program base, session_base;
    bool has_session; /* the session's prover is made; it is when it is first asked for */
    const struct program *program;
    struct equivalence_options options;
    atomic_bool cancelled;
};

/* ---- beginning and ending -------------------------------------------------------------------- */

static int64_t milliseconds_now(void *context) {
    struct timespec time;
    (void)context;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static struct prover_options options_of(const struct equivalence *equivalence, bool in_session) {
    return (struct prover_options){
        .analyser = equivalence->options.analyser,
        .as_of = equivalence->options.as_of,
        .in_session = in_session,
        .clock = milliseconds_now,
        .cancelled = &equivalence->cancelled,
    };
}

struct equivalence *equivalence_new(const struct program *program,
                                    const struct equivalence_options *options) {
    struct equivalence *equivalence = calloc(1, sizeof *equivalence);
    if (equivalence == NULL) {
        return NULL;
    }
    equivalence->program = program;
    equivalence->options = *options;
    atomic_init(&equivalence->cancelled, false);
    struct prover_options plain = options_of(equivalence, false);
    if (!prover_init(&equivalence->prover, &plain) ||
        !prover_add(&equivalence->prover, program, options->functions, NULL, &equivalence->base)) {
        equivalence_free(equivalence);
        return NULL;
    }
    return equivalence;
}

void equivalence_free(struct equivalence *equivalence) {
    if (equivalence == NULL) {
        return;
    }
    prover_free(&equivalence->prover);
    if (equivalence->has_session) {
        prover_free(&equivalence->session);
    }
    free(equivalence);
}

void equivalence_cancel(struct equivalence *equivalence) {
    atomic_store(&equivalence->cancelled, true);
}

/* ---- the whole ------------------------------------------------------------------------------- */

static enum equivalence_verdict verdict_of(enum prover_verdict verdict) {
    static const enum equivalence_verdict verdicts[] = {
        [PROVER_IMPOSSIBLE] = EQUIVALENCE_SAME,     [PROVER_FOUND] = EQUIVALENCE_DIFFERENT,
        [PROVER_UNDECIDED] = EQUIVALENCE_UNDECIDED, [PROVER_CANCELLED] = EQUIVALENCE_CANCELLED,
        [PROVER_NO_MEMORY] = EQUIVALENCE_NO_MEMORY,
    };
    return verdicts[verdict];
}

static enum equivalence_verdict ask(struct comparing *comparing, bool in_session,
                                    uint32_t milliseconds) {
    if (comparing->differs == FORMULA_FALSE) {
        return EQUIVALENCE_SAME;
    }
    struct prover_query query = {
        .assumptions = &comparing->differs,
        .count = 1,
        .in_session = in_session,
        .confirm = in_session ? confirm_session : confirm_screening,
        .context = comparing,
        .milliseconds = milliseconds,
    };
    return verdict_of(prover_ask(comparing->prover, &query));
}

static enum equivalence_verdict compare_as(struct comparing *comparing, const struct program *other,
                                           bool in_session, uint32_t milliseconds) {
    struct equivalence *equivalence = comparing->equivalence;
    comparing->differs = FORMULA_FALSE;
    comparing->prover = in_session ? &equivalence->session : &equivalence->prover;
    comparing->a = in_session ? &equivalence->session_base : &equivalence->base;
    if (!prover_add(comparing->prover, other, equivalence->options.functions, comparing->a,
                    &comparing->b)) {
        return EQUIVALENCE_NO_MEMORY;
    }
    if (in_session) {
        compare_sessions(comparing);
    } else {
        compare_screenings(comparing, comparing->parts);
    }
    return ask(comparing, in_session, milliseconds);
}

static bool make_session(struct equivalence *equivalence) {
    struct prover_options options = options_of(equivalence, true);
    if (equivalence->has_session) {
        return true;
    }
    equivalence->has_session = true;
    return prover_init(&equivalence->session, &options) &&
           prover_add(&equivalence->session, equivalence->program, equivalence->options.functions,
                      NULL, &equivalence->session_base);
}

struct equivalence_result equivalence_compare(struct equivalence *equivalence,
                                              const struct program *other, uint32_t parts,
                                              uint32_t milliseconds, struct arena *arena) {
    struct equivalence_result result = {.verdict = EQUIVALENCE_SAME};
    struct comparing comparing = {
        .equivalence = equivalence, .parts = parts, .arena = arena, .result = &result};
    result.verdict = compare_as(&comparing, other, false, milliseconds);
    if (result.verdict == EQUIVALENCE_SAME && (parts & PART_SESSION) != 0) {
        result.verdict = make_session(equivalence)
                             ? compare_as(&comparing, other, true, milliseconds)
                             : EQUIVALENCE_NO_MEMORY;
    }
    return result;
}
