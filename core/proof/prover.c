#include "proof/prover.h"

#include "proof/case.h"

enum { ARENA_BLOCK = 64 * 1024 };

/* ---- beginning and ending -------------------------------------------------------------------- */

static void note_problem(struct prover *prover, const struct synovia_message *message) {
    struct text words = text_from(message->text, message->length);
    prover->problem = arena_copy(&prover->arena, words);
}

bool prover_init(struct prover *prover, const struct prover_options *options) {
    struct synovia_message message = {0};
    *prover = (struct prover){.options = *options};
    atomic_init(&prover->cancelled, false);
    arena_init(&prover->arena, ARENA_BLOCK, 0);
    arena_init(&prover->scratch, ARENA_BLOCK, 0);
    formulas_init(&prover->formulas);
    person_init(&prover->person, &prover->formulas, options->as_of, &prover->arena);
    prover->solver = options->analyser->open(1, &message);
    if (prover->solver == NULL) {
        note_problem(prover, &message);
    }
    return prover->solver != NULL && !prover->formulas.failed;
}

void prover_free(struct prover *prover) {
    if (prover->solver != NULL) {
        prover->options.analyser->close(prover->solver);
    }
    formulas_free(&prover->formulas);
    arena_free(&prover->arena);
    arena_free(&prover->scratch);
}

/* ---- programs -------------------------------------------------------------------------------- */

static const uint32_t *name_functions(struct prover *prover, const struct program *program) {
    uint32_t *names = arena_calloc(&prover->arena, program->function_count + 1, sizeof *names);
    for (size_t i = 0; names != NULL && i < program->function_count; i++) {
        names[i] = prover->functions++;
    }
    return names;
}

bool prover_add(struct prover *prover, const struct program *program,
                const struct functions *functions, const struct prover_program *same_functions,
                struct prover_program *added) {
    *added = (struct prover_program){.program = program, .functions = functions};
    if (same_functions == NULL && prover->known_count < PROVER_PROGRAMS) {
        prover->known[prover->known_count++] = added;
    }
    added->meaning = (struct meaning){
        .formulas = &prover->formulas,
        .person = &prover->person,
        .arena = &prover->arena,
        .program = program,
        .facts = person_join(&prover->person, program),
        .functions = same_functions != NULL ? same_functions->meaning.functions
                                            : name_functions(prover, program),
        .in_session = prover->options.in_session,
    };
    prover->failed = prover->failed || added->meaning.facts == NULL ||
                     added->meaning.functions == NULL || !meaning_make(&added->meaning) ||
                     !formula_decide(&added->meaning, &added->decision) ||
                     (same_functions == NULL && !prover_learn_functions(prover, added));
    return !prover->failed;
}

bool prover_vary(struct prover *prover, const struct prover_program *base, uint32_t fact,
                 struct prover_program *varied) {
    struct person *person = arena_calloc(&prover->arena, 1, sizeof *person);
    *varied = *base;
    varied->meaning.person = person;
    prover->failed = prover->failed || person == NULL ||
                     !person_vary(base->meaning.person, base->meaning.facts[fact],
                                  &base->program->facts[fact], person) ||
                     !meaning_make(&varied->meaning) ||
                     !formula_decide(&varied->meaning, &varied->decision) ||
                     !prover_learn_functions(prover, varied);
    return !prover->failed;
}

/* ---- telling the analyser -------------------------------------------------------------------- */

/* False where the analyser cannot go on; the problem is noted, or memory ran out. */
static bool took(struct prover *prover, uint32_t status, const struct synovia_message *message) {
    if (status == SYNOVIA_ANALYSER_NO_MEMORY) {
        prover->failed = true;
    } else if (status != SYNOVIA_ANALYSER_DONE) {
        note_problem(prover, message);
    }
    return status == SYNOVIA_ANALYSER_DONE;
}

static bool tell_formula(struct prover *prover, formula_id id) {
    const struct formula_node *node = &prover->formulas.nodes[id];
    char digits[FORMULA_NUMBER_SIZE];
    struct synovia_message message = {0};
    struct synovia_formula formula = {
        .size = sizeof formula,
        .op = node->op,
        .sort = node->sort,
        .children = formula_children(&prover->formulas, id),
        .child_count = node->op == SYNOVIA_OP_VARIABLE ? 0 : node->child_count,
        .function = node->tag,
    };
    if (node->op == SYNOVIA_OP_NUMBER) {
        struct text fraction = formula_fraction(node->number, digits);
        formula.number = (struct synovia_text){fraction.at, fraction.length};
    }
    return took(prover, prover->options.analyser->add(prover->solver, &formula, &message),
                &message);
}

/* Everything that was made since the last time. */
static bool tell(struct prover *prover) {
    struct synovia_message message = {0};
    if (prover->formulas.failed || prover->arena.failed) {
        prover->failed = true;
        return false;
    }
    for (; prover->told < prover->formulas.count; prover->told++) {
        if (!tell_formula(prover, (formula_id)prover->told)) {
            return false;
        }
    }
    for (; prover->told_held < prover->formulas.held_count; prover->told_held++) {
        formula_id held = prover->formulas.held[prover->told_held];
        uint32_t status = prover->options.analyser->hold(prover->solver, held, &message);
        if (!took(prover, status, &message)) {
            return false;
        }
    }
    return true;
}

/* ---- reading a model ------------------------------------------------------------------------- */

struct shown {
    bool yes;
    double number;
};

static void show(void *context, const struct synovia_formula_value *value) {
    struct shown *shown = context;
    shown->yes = value->yes != 0;
    shown->number = value->number;
}

static bool look_up(struct prover *prover, formula_id formula, struct shown *shown) {
    struct synovia_message message = {0};
    *shown = (struct shown){0};
    if (!tell(prover)) {
        return false;
    }
    return took(prover,
                prover->options.analyser->value(prover->solver, formula, shown, show, &message),
                &message);
}

bool prover_condition(struct prover *prover, formula_id condition, bool *yes) {
    struct shown shown;
    bool done = look_up(prover, condition, &shown);
    *yes = shown.yes;
    return done;
}

bool prover_number(struct prover *prover, formula_id formula, double *number) {
    struct shown shown;
    bool done = look_up(prover, formula, &shown);
    *number = shown.number;
    return done;
}

static bool holds(struct prover *prover, formula_id condition) {
    bool yes;
    return prover_condition(prover, condition, &yes) && yes;
}

static void read_value(struct prover *prover, const struct person *person, const struct fact *fact,
                       uint32_t person_fact, struct answer *answer) {
    formula_id value = person->facts[person_fact].value;
    double number = 0;
    switch (fact->type) {
    case VALUE_YES_NO:
        answer->option = holds(prover, person->facts[person_fact].options[1]);
        return;
    case VALUE_CHOICE:
        for (uint32_t i = 0; i < fact->option_count; i++) {
            if (holds(prover, person_option(person, person_fact, fact, i))) {
                answer->option = i;
            }
        }
        return;
    case VALUE_NUMBER:
        prover_number(prover, value, &number);
        answer->number = number < fact->min ? fact->min : number > fact->max ? fact->max : number;
        return;
    case VALUE_DATE:
        prover_number(prover, value, &number);
        answer->day = (int32_t)number;
        return;
    }
}

struct answer *prover_answers(struct prover *prover, const struct prover_program *of,
                              struct arena *arena) {
    const struct program *program = of->program;
    struct answer *answers = arena_calloc(arena, program->fact_count + 1, sizeof *answers);
    for (size_t i = 0; answers != NULL && i < program->fact_count; i++) {
        uint32_t index = of->meaning.facts[i];
        const struct person_fact fact = of->meaning.person->facts[index];
        if (holds(prover, fact.given)) {
            answers[i].state = ANSWER_GIVEN;
            read_value(prover, of->meaning.person, &program->facts[i], index, &answers[i]);
        } else if (holds(prover, fact.none)) {
            answers[i].state = ANSWER_NONE;
        } else if (holds(prover, fact.unanswerable)) {
            answers[i].state = ANSWER_UNANSWERABLE;
        }
    }
    return prover->failed || !text_is_empty(prover->problem) ? NULL : answers;
}

/* ---- the engine ------------------------------------------------------------------------------ */

const struct decision *prover_try(struct prover *prover, struct prover_program *with,
                                  const struct answer *answers) {
    arena_reset(&prover->scratch);
    prover->tries++;
    const struct decision *decision = case_of_answers(with->program, answers, prover->options.as_of,
                                                      with->functions, &prover->scratch);
    if (decision == NULL) {
        prover->failed = true;
        return NULL;
    }
    meaning_learn(&with->meaning, decision->evaluation);
    return decision;
}

formula_id prover_is_person(struct prover *prover, const struct prover_program *with,
                            const struct answer *answers) {
    struct formulas *formulas = &prover->formulas;
    formula_id same = FORMULA_TRUE;
    for (size_t i = 0; i < with->program->fact_count; i++) {
        formula_id has = person_has(with->meaning.person, with->meaning.facts[i],
                                    &with->program->facts[i], &answers[i]);
        same = formula_and(formulas, same, has);
    }
    return same;
}

void prover_leave_out(struct prover *prover, formula_id people) {
    struct formulas *formulas = &prover->formulas;
    prover->unrefuted = formula_and(formulas, prover->unrefuted, formula_not(formulas, people));
}

void prover_block(struct prover *prover, const struct prover_program *with,
                  const struct answer *answers) {
    prover_leave_out(prover, prover_is_person(prover, with, answers));
}

void prover_block_both(struct prover *prover, const struct prover_program *with,
                       const struct answer *answers, const struct prover_program *varied,
                       uint32_t fact, const struct answer *other) {
    struct formulas *formulas = &prover->formulas;
    formula_id second = person_has(varied->meaning.person, varied->meaning.facts[fact],
                                   &varied->program->facts[fact], other);
    prover_leave_out(prover,
                     formula_and(formulas, prover_is_person(prover, with, answers), second));
}

formula_id prover_says_at_most(struct prover *prover, const struct prover_program *with,
                               size_t count) {
    struct formulas *formulas = &prover->formulas;
    size_t facts = with == NULL ? prover->person.fact_count : with->program->fact_count;
    formula_id *said = arena_calloc(&prover->arena, facts + 1, sizeof *said);
    for (size_t i = 0; said != NULL && i < facts; i++) {
        const struct person_fact *fact = with == NULL
                                             ? &prover->person.facts[i]
                                             : &with->meaning.person->facts[with->meaning.facts[i]];
        said[i] =
            formula_any(formulas, (formula_id[]){fact->given, fact->none, fact->unanswerable}, 3);
    }
    if (said == NULL) {
        return FORMULA_FALSE;
    }
    return formula_not(formulas, formula_at_least(formulas, said, facts, count + 1));
}

/* ---- asking ---------------------------------------------------------------------------------- */

struct asking {
    struct prover *prover;
    const struct prover_query *query;
    formula_id *assumptions;
    size_t count;
    int64_t until; /* by the clock */
};

static int64_t now(const struct prover *prover) {
    return prover->options.clock == NULL ? 0 : prover->options.clock(prover->options.context);
}

/* Milliseconds that are left; 0: none. Without a limit, the most there are. */
static uint32_t left(const struct asking *asking) {
    if (asking->query->milliseconds == 0) {
        return UINT32_MAX;
    }
    if (asking->prover->options.clock == NULL) {
        return asking->query->milliseconds;
    }
    int64_t rest = asking->until - now(asking->prover);
    return rest <= 0 ? 0 : (uint32_t)rest;
}

static enum prover_verdict verdict_of(struct prover *prover, uint32_t status,
                                      const struct synovia_message *message) {
    switch (status) {
    case SYNOVIA_ANALYSER_SAT:
        return PROVER_FOUND;
    case SYNOVIA_ANALYSER_UNSAT:
        return PROVER_IMPOSSIBLE;
    case SYNOVIA_ANALYSER_UNKNOWN:
        return PROVER_UNDECIDED;
    case SYNOVIA_ANALYSER_CANCELLED:
        return PROVER_CANCELLED;
    case SYNOVIA_ANALYSER_NO_MEMORY:
        prover->failed = true;
        return PROVER_NO_MEMORY;
    default:
        note_problem(prover, message);
        return PROVER_UNDECIDED;
    }
}

static bool is_cancelled(const struct prover *prover) {
    const atomic_bool *cancelled = prover->options.cancelled;
    return atomic_load(&prover->cancelled) || (cancelled != NULL && atomic_load(cancelled));
}

static enum prover_verdict check_for(const struct asking *asking, uint32_t milliseconds) {
    struct prover *prover = asking->prover;
    struct synovia_message message = {0};
    prover->checks++;
    asking->assumptions[asking->count] = prover->unrefuted;
    uint32_t status = prover->options.analyser->check(prover->solver, asking->assumptions,
                                                      asking->count + 1, milliseconds, &message);
    return verdict_of(prover, status, &message);
}

/* In slices that grow, so that a cancellation is seen soon and little is done twice. */
static enum prover_verdict check(const struct asking *asking) {
    struct prover *prover = asking->prover;
    uint32_t slice = 250;
    if (!tell(prover)) {
        return prover->failed ? PROVER_NO_MEMORY : PROVER_UNDECIDED;
    }
    for (;;) {
        uint32_t rest = left(asking);
        if (is_cancelled(prover)) {
            return PROVER_CANCELLED;
        }
        if (rest == 0) {
            return PROVER_UNDECIDED;
        }
        bool whole = prover->options.clock == NULL || prover->options.cancelled == NULL;
        uint32_t milliseconds = whole || rest < slice ? rest : slice;
        enum prover_verdict verdict =
            check_for(asking, milliseconds == UINT32_MAX ? 0 : milliseconds);
        if (verdict != PROVER_UNDECIDED || milliseconds == rest ||
            !text_is_empty(prover->problem)) {
            return verdict;
        }
        slice *= 2;
    }
}

/* Until somebody is confirmed, nobody is left, or too many were refuted. */
static enum prover_verdict ask_until(const struct asking *asking, int tries) {
    for (int i = 0; i < tries; i++) {
        enum prover_verdict verdict = check(asking);
        if (verdict != PROVER_FOUND || asking->query->confirm == NULL) {
            return verdict;
        }
        switch (asking->query->confirm(asking->query->context)) {
        case PROVER_CONFIRMED:
            return PROVER_FOUND;
        case PROVER_OUT_OF_MEMORY:
            return asking->prover->failed ? PROVER_NO_MEMORY : PROVER_UNDECIDED;
        case PROVER_REFUTED:
            break;
        }
    }
    return PROVER_UNDECIDED;
}

/* Nothing of any function is guessed. */
static formula_id is_familiar(const struct asking *asking) {
    struct prover *prover = asking->prover;
    const struct prover_program *varied = asking->query->varied;
    formula_id familiar = varied == NULL ? FORMULA_TRUE : meaning_is_familiar(&varied->meaning);
    for (size_t i = 0; i < prover->known_count; i++) {
        familiar = formula_and(&prover->formulas, familiar,
                               meaning_is_familiar(&prover->known[i]->meaning));
    }
    return familiar;
}

/*
 * In three rounds. First people whose values lie clear of the bands around thresholds, and of whom
 * functions are known: there formulas and engine agree, and most that is found is found there. Then
 * functions may be guessed, and learned. Then everybody, for the proof.
 */
static enum prover_verdict ask_all(struct asking *asking) {
    struct prover *prover = asking->prover;
    size_t count = asking->count;
    formula_id familiar = is_familiar(asking);
    asking->assumptions[asking->count++] = prover->formulas.clear_of_bands;
    if (familiar != FORMULA_TRUE) {
        asking->assumptions[asking->count++] = familiar;
        enum prover_verdict found = ask_until(asking, PROVER_TRIES);
        if (found != PROVER_IMPOSSIBLE && found != PROVER_UNDECIDED) {
            return found;
        }
        asking->count--;
    }
    enum prover_verdict verdict = ask_until(asking, PROVER_TRIES);
    asking->count = count;
    if (verdict != PROVER_IMPOSSIBLE) {
        return verdict;
    }
    verdict = ask_until(asking, PROVER_TRIES);
    prover->is_almost_proved = verdict == PROVER_UNDECIDED;
    return verdict;
}

enum prover_verdict prover_ask(struct prover *prover, const struct prover_query *query) {
    struct asking asking = {
        .prover = prover,
        .query = query,
        .assumptions = arena_calloc(&prover->arena, query->count + 4, sizeof(formula_id)),
        .until = now(prover) + query->milliseconds,
    };
    if (asking.assumptions == NULL || prover->failed) {
        return PROVER_NO_MEMORY;
    }
    memcpy(asking.assumptions, query->assumptions, query->count * sizeof(formula_id));
    asking.count = query->count;
    prover->is_almost_proved = false;
    prover->unrefuted = FORMULA_TRUE;
    if (!query->in_session) {
        asking.assumptions[asking.count++] = prover->person.screening;
    }
    return ask_all(&asking);
}

void prover_cancel(struct prover *prover) {
    atomic_store(&prover->cancelled, true);
    if (prover->solver != NULL) {
        prover->options.analyser->interrupt(prover->solver);
    }
}
