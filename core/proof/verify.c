#include "proof/verify_private.h"

#include "proof/case.h"
#include "proof/example.h"
#include "proof/judge.h"

enum { ARENA_BLOCK = 64 * 1024 };

/* ---- names ----------------------------------------------------------------------------------- */

const char *verify_check_name(enum verify_check check) {
    static const char *const names[] = {
#define CHECK(name, word, meaning) word,
        SYNOVIA_VERIFY_CHECKS(CHECK)
#undef CHECK
    };
    return names[check];
}

const char *verify_check_meaning(enum verify_check check) {
    static const char *const meanings[] = {
#define CHECK(name, word, meaning) meaning,
        SYNOVIA_VERIFY_CHECKS(CHECK)
#undef CHECK
    };
    return meanings[check];
}

const char *verify_status_name(enum verify_status status) {
    static const char *const names[] = {"proved", "refuted", "undecided"};
    return names[status];
}

/* ---- time ------------------------------------------------------------------------------------ */

static int64_t microseconds_left(const struct verifying *verifying) {
    return verifying->until - verifying->options->ticks(verifying->options->context);
}

bool verify_goes_on(const struct verifying *verifying) {
    const atomic_bool *cancelled = verifying->prover.options.cancelled;
    bool stopped = cancelled != NULL && atomic_load(cancelled);
    return !verifying->failed && !stopped && text_is_empty(verifying->prover.problem) &&
           microseconds_left(verifying) > 0;
}

/* What is left is shared by the properties that are left; most need little, so each may take
 * several shares. */
uint32_t verify_share(const struct verifying *verifying) {
    enum { SHARES = 8, LEAST = 20 };
    int64_t milliseconds = microseconds_left(verifying) / 1000;
    size_t rest = verifying->of > verifying->done ? verifying->of - verifying->done : 1;
    int64_t share = milliseconds / (int64_t)rest * SHARES;
    share = share < LEAST ? LEAST : share;
    share = share > milliseconds ? milliseconds : share;
    return share < 1 ? 1 : (uint32_t)share;
}

static int64_t milliseconds_of(void *context) {
    const struct verify_options *options = context;
    return options->ticks(options->context) / 1000;
}

/* ---- findings -------------------------------------------------------------------------------- */

static void tell(struct verifying *verifying, struct verify_finding *finding) {
    struct verify_summary *summary = verifying->summary;
    verifying->done++;
    summary->proved += finding->status == VERIFY_PROVED;
    summary->refuted += finding->status == VERIFY_REFUTED;
    summary->undecided += finding->status == VERIFY_UNDECIDED;
    if (verifying->arena.failed) {
        verifying->failed = true;
    } else if (!verifying->failed) {
        verifying->listener->told(verifying->listener->context, finding);
    }
    if (verifying->listener->progress != NULL) {
        verifying->listener->progress(verifying->listener->context, verifying->done, verifying->of);
    }
}

static void undecided(const struct verifying *verifying, const struct prover *prover,
                      struct verify_finding *finding) {
    const char *why = "it could not be decided in the time; give it more with --time";
    if (!text_is_empty(verifying->prover.problem)) {
        why = "the analyser could not decide it";
    } else if (prover->is_almost_proved) {
        why =
            "it is proved for everybody but those who have a number within a billionth of a limit, "
            "and who are no more than the engine's tolerance away from being on it";
    }
    finding->status = VERIFY_UNDECIDED;
    finding->detail = text_of(why);
}

static void describe(struct hunt *hunt, const struct answer *answers,
                     const struct verify_finding *finding, const char *which,
                     struct verify_person *person) {
    struct verifying *verifying = hunt->verifying;
    struct arena *arena = &verifying->arena;
    struct text name = arena_format(arena, "%s: %.*s%s", verify_check_name(finding->check),
                                    (int)finding->subject.length, finding->subject.at, which);
    if (!example_describe(hunt->base->program, verifying->functions, answers,
                          verifying->options->as_of, name, finding->detail, arena, person)) {
        verifying->failed = true;
    }
}

static void describe_people(struct hunt *hunt, struct verify_finding *finding) {
    describe(hunt, hunt->answers, finding, hunt->varied == NULL ? "" : ", first",
             &finding->people[0]);
    finding->person_count = 1;
    if (hunt->varied != NULL) {
        struct answer kept = hunt->answers[hunt->fact];
        hunt->answers[hunt->fact] = hunt->other;
        describe(hunt, hunt->answers, finding, ", second", &finding->people[1]);
        hunt->answers[hunt->fact] = kept;
        finding->person_count = 2;
    }
}

/* The parts of the promise that are broken. */
static void judge_always(struct hunt *hunt, struct verify_finding *finding) {
    struct verifying *verifying = hunt->verifying;
    struct test_result result = {.test = hunt->test};
    const struct decision *decision =
        case_of_answers(hunt->base->program, hunt->answers, verifying->options->as_of,
                        verifying->functions, &verifying->arena);
    if (decision != NULL &&
        judge_promise(decision, hunt->test, hunt->base->program->probes[hunt->test->probe],
                      verifying->functions, &verifying->arena, &result)) {
        finding->differences = result.differences;
        finding->difference_count = result.difference_count;
    }
}

void tell_nobody(struct hunt *hunt, enum prover_verdict verdict, struct verify_finding finding) {
    struct verifying *verifying = hunt->verifying;
    if (verdict == PROVER_IMPOSSIBLE) {
        finding.status = VERIFY_PROVED;
        finding.detail = text_of("");
    } else if (verdict == PROVER_FOUND) {
        finding.status = VERIFY_REFUTED;
        describe_people(hunt, &finding);
        if (hunt->test != NULL) {
            judge_always(hunt, &finding);
        }
    } else {
        undecided(verifying, hunt->prover, &finding);
    }
    tell(verifying, &finding);
}

void tell_somebody(struct verifying *verifying, enum prover_verdict verdict,
                   struct verify_finding finding, const char *nobody) {
    if (verdict == PROVER_FOUND) {
        finding.status = VERIFY_PROVED;
    } else if (verdict == PROVER_IMPOSSIBLE) {
        finding.status = VERIFY_REFUTED;
        finding.detail = text_of(nobody);
    } else {
        undecided(verifying, &verifying->prover, &finding);
    }
    tell(verifying, &finding);
}

/* ---- the whole ------------------------------------------------------------------------------- */

static bool begin(struct verifying *verifying, const atomic_bool *cancelled) {
    struct prover_options options = {
        .analyser = verifying->options->analyser,
        .as_of = verifying->options->as_of,
        .clock = milliseconds_of,
        .context = (void *)verifying->options,
        .cancelled = cancelled,
    };
    arena_init(&verifying->arena, ARENA_BLOCK, 0);
    arena_init(&verifying->scratch, ARENA_BLOCK, 0);
    return prover_init(&verifying->prover, &options) &&
           prover_add(&verifying->prover, verifying->program, verifying->functions, NULL,
                      &verifying->base);
}

static void run(struct verifying *verifying) {
    uint32_t milliseconds = verifying->options->milliseconds;
    milliseconds = milliseconds == 0 ? VERIFY_MILLISECONDS : milliseconds;
    verifying->until =
        verifying->options->ticks(verifying->options->context) + (int64_t)milliseconds * 1000;
    verifying->of = verify_count_alone(verifying) + verify_count_pairs(verifying) +
                    verify_count_session(verifying);
    verify_alone(verifying);
    verify_session(verifying);
    verify_pairs(verifying);
}

bool verify_program(const struct program *program, const struct suite *suite,
                    const struct functions *functions, const struct verify_options *options,
                    const atomic_bool *cancelled, const struct verify_listener *listener,
                    struct arena *arena, struct verify_summary *summary) {
    struct verifying verifying = {
        .program = program,
        .suite = suite,
        .functions = functions,
        .options = options,
        .listener = listener,
        .summary = summary,
    };
    *summary = (struct verify_summary){0};
    bool ready = begin(&verifying, cancelled);
    if (ready) {
        run(&verifying);
    }
    summary->problem = arena_copy(arena, verifying.prover.problem);
    summary->cancelled = cancelled != NULL && atomic_load(cancelled);
    bool done = !verifying.failed && !verifying.prover.failed && !arena->failed &&
                (ready || !text_is_empty(summary->problem));
    prover_free(&verifying.prover);
    if (verifying.has_session) {
        prover_free(&verifying.session);
    }
    arena_free(&verifying.arena);
    arena_free(&verifying.scratch);
    return done;
}
