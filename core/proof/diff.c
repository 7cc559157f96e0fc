#include "proof/diff_private.h"

#include "proof/case.h"
#include "proof/example.h"
#include "proof/smaller.h"

#include <math.h>

enum { ARENA_BLOCK = 64 * 1024 };

const char *diff_kind_name(enum diff_kind kind) {
    static const char *const names[] = {
#define KIND(name, word) word,
        SYNOVIA_DIFF_KINDS(KIND)
#undef KIND
    };
    return names[kind];
}

const char *diff_direction_name(enum diff_direction direction) {
    static const char *const names[] = {"less", "more", "other"};
    return names[direction];
}

/* ---- the facts of both ----------------------------------------------------------------------- */

static ptrdiff_t find_same(const struct program *program, const struct fact *fact) {
    ptrdiff_t found = program_find_fact(program, fact->name);
    return found >= 0 && program->facts[found].type == fact->type ? found : -1;
}

static struct fact narrowed(const struct fact *a, const struct fact *b) {
    struct fact fact = *a;
    fact.min = fmax(a->min, b->min);
    fact.max = fmin(a->max, b->max);
    fact.whole = a->whole || b->whole;
    return fact;
}

static bool join_facts(struct diffing *diffing) {
    const struct program *a = diffing->sides[0]->program;
    const struct program *b = diffing->sides[1]->program;
    struct arena *arena = &diffing->prover.arena;
    size_t most = a->fact_count + b->fact_count;
    struct fact *facts = arena_calloc(arena, most + 1, sizeof *facts);
    for (int side = 0; side < 2; side++) {
        diffing->place[side] = arena_calloc(arena, most + 1, sizeof *diffing->place[side]);
    }
    if (facts == NULL || diffing->place[0] == NULL || diffing->place[1] == NULL) {
        return false;
    }
    size_t count = 0;
    for (size_t i = 0; i < a->fact_count; i++, count++) {
        ptrdiff_t other = find_same(b, &a->facts[i]);
        facts[count] = other < 0 ? a->facts[i] : narrowed(&a->facts[i], &b->facts[other]);
        diffing->place[0][count] = (uint32_t)i;
        diffing->place[1][count] = other < 0 ? UINT32_MAX : (uint32_t)other;
    }
    for (size_t i = 0; i < b->fact_count; i++) {
        if (find_same(a, &b->facts[i]) < 0) {
            facts[count] = b->facts[i];
            diffing->place[0][count] = UINT32_MAX;
            diffing->place[1][count++] = (uint32_t)i;
        }
    }
    diffing->both = *a;
    diffing->both.facts = facts;
    diffing->both.fact_count = count;
    return true;
}

/* The option of the same name; false where the side has none. */
static bool translate(const struct fact *from, const struct fact *to, struct answer *answer) {
    if (from->type != VALUE_CHOICE || answer->state != ANSWER_GIVEN) {
        return true;
    }
    struct text name = from->options[answer->option];
    for (uint32_t i = 0; i < to->option_count; i++) {
        if (text_equal(to->options[i], name)) {
            answer->option = i;
            return true;
        }
    }
    return false;
}

static struct answer *answers_of(const struct diffing *diffing, int side,
                                 const struct answer *answers, struct arena *arena) {
    const struct program *program = diffing->sides[side]->program;
    struct answer *own = arena_calloc(arena, program->fact_count + 1, sizeof *own);
    for (size_t i = 0; own != NULL && i < diffing->both.fact_count; i++) {
        uint32_t place = diffing->place[side][i];
        if (place == UINT32_MAX) {
            continue;
        }
        own[place] = answers[i];
        if (!translate(&diffing->both.facts[i], &program->facts[place], &own[place])) {
            return NULL;
        }
    }
    return own;
}

/* ---- what both say --------------------------------------------------------------------------- */

static const struct evaluation *evaluate_report(const struct diffing *diffing, int side,
                                                const struct answer *answers, struct arena *arena) {
    const struct program *program = diffing->sides[side]->program;
    struct intake intake;
    struct evaluation *evaluation = arena_alloc(arena, sizeof *evaluation);
    if (evaluation == NULL || !intake_begin(&intake, program, diffing->options->as_of, arena)) {
        return NULL;
    }
    memcpy(intake.answers, answers, program->fact_count * sizeof *answers);
    bool done = evaluate_session(evaluation, &intake, diffing->sides[side]->functions, NULL);
    return done && intake.faults == NULL ? evaluation : NULL;
}

bool diff_both_say(const struct search_for *search, const struct answer *answers,
                   struct both_say *say) {
    struct diffing *diffing = search->diffing;
    for (int side = 0; side < 2; side++) {
        struct arena *arena = &diffing->scratch[side];
        arena_reset(arena);
        const struct answer *own = answers_of(diffing, side, answers, arena);
        if (own == NULL) {
            return false;
        }
        if (search->in_session) {
            say->evaluations[side] = evaluate_report(diffing, side, own, arena);
        } else {
            say->decisions[side] =
                case_of_answers(diffing->sides[side]->program, own, diffing->options->as_of,
                                diffing->sides[side]->functions, arena);
        }
        diffing->failed = diffing->failed || arena->failed;
        bool there = search->in_session
                         ? say->evaluations[side] != NULL
                         : say->decisions[side] != NULL && say->decisions[side]->faults == NULL &&
                               (say->decisions[side]->complete || search->partial);
        if (!there) {
            return false;
        }
    }
    return true;
}

static bool shows(const struct search_for *search, const struct answer *answers) {
    struct both_say say = {{NULL, NULL}, {NULL, NULL}};
    return diff_both_say(search, answers, &say) && search->shows(search, &say);
}

static bool still_shows(void *context, const struct answer *answers) {
    return shows(context, answers);
}

/* ---- searching ------------------------------------------------------------------------------- */

static bool goes_on(const struct diffing *diffing) {
    const atomic_bool *cancelled = diffing->prover.options.cancelled;
    bool stopped = cancelled != NULL && atomic_load(cancelled);
    int64_t now = diffing->options->ticks(diffing->options->context);
    return !diffing->failed && !stopped && now < diffing->until;
}

static uint32_t share_of(const struct diffing *diffing) {
    enum { SHARES = 8, LEAST = 20 };
    int64_t now = diffing->options->ticks(diffing->options->context);
    int64_t milliseconds = (diffing->until - now) / 1000;
    size_t rest = diffing->of > diffing->done ? diffing->of - diffing->done : 1;
    int64_t share = milliseconds / (int64_t)rest * SHARES;
    share = share < LEAST ? LEAST : share;
    share = share > milliseconds ? milliseconds : share;
    return share < 1 ? 1 : (uint32_t)share;
}

/* The person at hand, in the facts of both. */
static struct answer *model_answers(struct search_for *search, const struct answer **own) {
    struct diffing *diffing = search->diffing;
    struct prover *prover = diff_prover(diffing, search->in_session);
    struct answer *answers =
        arena_calloc(&diffing->arena, diffing->both.fact_count + 1, sizeof *answers);
    for (int side = 0; side < 2; side++) {
        own[side] =
            prover_answers(prover, diff_known(diffing, search->in_session, side), &diffing->arena);
    }
    if (answers == NULL || own[0] == NULL || own[1] == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < diffing->both.fact_count; i++) {
        uint32_t old = diffing->place[0][i];
        answers[i] = old != UINT32_MAX ? own[0][old] : own[1][diffing->place[1][i]];
    }
    return answers;
}

static bool learn(struct search_for *search, const struct answer *const *own) {
    struct diffing *diffing = search->diffing;
    struct prover *prover = diff_prover(diffing, search->in_session);
    for (int side = 0; side < 2; side++) {
        struct prover_program *known = diff_known(diffing, search->in_session, side);
        if (!search->in_session) {
            if (prover_try(prover, known, own[side]) == NULL) {
                return false;
            }
            continue;
        }
        arena_reset(&diffing->scratch[side]);
        const struct evaluation *evaluation =
            evaluate_report(diffing, side, own[side], &diffing->scratch[side]);
        if (evaluation != NULL) {
            meaning_learn(&known->meaning, evaluation);
        }
    }
    return true;
}

static enum prover_opinion confirm(void *context) {
    struct search_for *search = context;
    struct diffing *diffing = search->diffing;
    struct prover *prover = diff_prover(diffing, search->in_session);
    const struct answer *own[2];
    struct answer *answers = model_answers(search, own);
    if (answers == NULL || !learn(search, own)) {
        return PROVER_OUT_OF_MEMORY;
    }
    if (shows(search, answers)) {
        search->answers = answers;
        return PROVER_CONFIRMED;
    }
    struct formulas *formulas = &prover->formulas;
    formula_id same = FORMULA_TRUE;
    for (int side = 0; side < 2; side++) {
        struct prover_program *known = diff_known(diffing, search->in_session, side);
        same = formula_and(formulas, same, prover_is_person(prover, known, own[side]));
    }
    prover_leave_out(prover, same);
    return diffing->failed ? PROVER_OUT_OF_MEMORY : PROVER_REFUTED;
}

static enum prover_verdict ask(struct search_for *search, formula_id also, uint32_t milliseconds) {
    const formula_id assumptions[] = {search->goal, also};
    struct prover_query query = {
        .assumptions = assumptions,
        .count = 2,
        .in_session = search->in_session,
        .confirm = confirm,
        .context = search,
        .milliseconds = milliseconds,
    };
    return prover_ask(diff_prover(search->diffing, search->in_session), &query);
}

static void shrink(struct search_for *search) {
    struct diffing *diffing = search->diffing;
    smaller_answers(&diffing->both, diffing->options->as_of, search->answers, still_shows, search);
}

static void look_for_fewer(struct search_for *search) {
    enum { ROUNDS = 12, MILLISECONDS = 2000 };
    struct prover *prover = diff_prover(search->diffing, search->in_session);
    for (int i = 0; i < ROUNDS && goes_on(search->diffing); i++) {
        struct answer *kept = search->answers;
        size_t count = smaller_count(&search->diffing->both, kept);
        if (count <= 1) {
            return;
        }
        formula_id fewer = prover_says_at_most(prover, NULL, count - 1);
        uint32_t share = share_of(search->diffing);
        if (ask(search, fewer, share < MILLISECONDS ? share : MILLISECONDS) != PROVER_FOUND) {
            search->answers = kept;
            return;
        }
        shrink(search);
    }
}

enum prover_verdict diff_search(struct search_for *search) {
    arena_reset(&search->diffing->arena);
    if (search->goal == FORMULA_FALSE) {
        return PROVER_IMPOSSIBLE;
    }
    enum prover_verdict verdict = ask(search, FORMULA_TRUE, share_of(search->diffing));
    if (verdict == PROVER_FOUND) {
        shrink(search);
        look_for_fewer(search);
    }
    search->diffing->failed = search->diffing->failed || verdict == PROVER_NO_MEMORY;
    return verdict;
}

/* ---- telling --------------------------------------------------------------------------------- */

static void tell(struct diffing *diffing, const struct diff_change *change) {
    struct diff_summary *summary = diffing->summary;
    summary->undecided += change->undecided;
    summary->less += !change->undecided && change->direction == DIFF_LESS;
    summary->more += !change->undecided && change->direction == DIFF_MORE;
    summary->other += !change->undecided && change->direction == DIFF_OTHER;
    if (diffing->arena.failed) {
        diffing->failed = true;
    } else if (!diffing->failed) {
        diffing->listener->told(diffing->listener->context, change);
    }
}

void diff_note(struct diffing *diffing, struct diff_change change) {
    tell(diffing, &change);
}

static struct text name_for(struct search_for *search, const struct diff_change *change) {
    const char *space = text_is_empty(change->subject) ? "" : " ";
    return arena_format(&search->diffing->arena, "%s%s%.*s %.*s", diff_kind_name(change->kind),
                        space, (int)change->subject.length, change->subject.at,
                        (int)change->what.length, change->what.at);
}

static void describe(struct search_for *search, struct diff_change *change) {
    struct diffing *diffing = search->diffing;
    struct verify_person *people[] = {&change->before, &change->after};
    struct both_say say = {{NULL, NULL}, {NULL, NULL}};
    for (int side = 0; side < 2; side++) {
        const struct answer *own = answers_of(diffing, side, search->answers, &diffing->arena);
        if (own == NULL ||
            !example_describe(diffing->sides[side]->program, diffing->sides[side]->functions, own,
                              diffing->options->as_of, name_for(search, change), text_from(NULL, 0),
                              &diffing->arena, people[side])) {
            diffing->failed = true;
            return;
        }
    }
    change->has_person = true;
    if (diff_both_say(search, search->answers, &say)) {
        change->words = diff_words(search, &say);
    }
}

void diff_tell(struct search_for *search, enum prover_verdict verdict, struct diff_change change) {
    struct diffing *diffing = search->diffing;
    diffing->done++;
    if (diffing->listener->progress != NULL) {
        diffing->listener->progress(diffing->listener->context, diffing->done, diffing->of);
    }
    if (verdict == PROVER_IMPOSSIBLE) {
        return;
    }
    change.undecided = verdict != PROVER_FOUND;
    if (verdict == PROVER_FOUND) {
        describe(search, &change);
    }
    tell(diffing, &change);
}

/* ---- the whole ------------------------------------------------------------------------------- */

static int64_t milliseconds_of(void *context) {
    const struct verify_options *options = context;
    return options->ticks(options->context) / 1000;
}

static bool begin(struct diffing *diffing, const atomic_bool *cancelled) {
    struct prover_options options = {
        .analyser = diffing->options->analyser,
        .as_of = diffing->options->as_of,
        .clock = milliseconds_of,
        .context = (void *)diffing->options,
        .cancelled = cancelled,
    };
    arena_init(&diffing->arena, ARENA_BLOCK, 0);
    arena_init(&diffing->scratch[0], ARENA_BLOCK, 0);
    arena_init(&diffing->scratch[1], ARENA_BLOCK, 0);
    bool ready = prover_init(&diffing->prover, &options);
    options.in_session = true;
    ready = prover_init(&diffing->session, &options) && ready;
    for (int side = 0; ready && side < 2; side++) {
        const struct diff_side *own = diffing->sides[side];
        ready = prover_add(&diffing->prover, own->program, own->functions, NULL,
                           &diffing->known[side]) &&
                prover_add(&diffing->session, own->program, own->functions, NULL,
                           &diffing->session_known[side]);
    }
    return ready && join_facts(diffing) && diff_find_touched(diffing);
}

static void run(struct diffing *diffing) {
    uint32_t milliseconds = diffing->options->milliseconds;
    milliseconds = milliseconds == 0 ? VERIFY_MILLISECONDS : milliseconds;
    diffing->until =
        diffing->options->ticks(diffing->options->context) + (int64_t)milliseconds * 1000;
    diffing->of = diff_count_screening(diffing) + diff_count_session(diffing);
    diff_screening(diffing);
    diff_session(diffing);
    diff_facts(diffing);
}

bool diff_programs(const struct diff_side *before, const struct diff_side *after,
                   const struct verify_options *options, const atomic_bool *cancelled,
                   const struct diff_listener *listener, struct arena *arena,
                   struct diff_summary *summary) {
    struct diffing diffing = {
        .sides = {before, after}, .options = options, .listener = listener, .summary = summary};
    *summary = (struct diff_summary){0};
    bool ready = begin(&diffing, cancelled);
    if (ready) {
        run(&diffing);
    }
    struct text problem =
        text_is_empty(diffing.prover.problem) ? diffing.session.problem : diffing.prover.problem;
    summary->problem = arena_copy(arena, problem);
    summary->cancelled = cancelled != NULL && atomic_load(cancelled);
    bool done = !diffing.failed && !diffing.prover.failed && !diffing.session.failed &&
                !arena->failed && (ready || !text_is_empty(summary->problem));
    prover_free(&diffing.prover);
    prover_free(&diffing.session);
    arena_free(&diffing.arena);
    arena_free(&diffing.scratch[0]);
    arena_free(&diffing.scratch[1]);
    return done;
}
