/*
 * What the answers mean for the session: three looks at the same person.
 *
 *     the start's evaluation     what rose_by and fell_by measure from
 *     the screening, again       rules that fire now; whether the person is still cleared
 *     all nodes                  halts, gates and loops; what may still be told
 *
 * Before the first step only halts stop a session: what the screening finds is told by its
 * decision. Where a halt does, or the session is over, there may be none to tell it.
 */
#include "guide/guide_private.h"

/* ---- three looks ----------------------------------------------------------------------------- */

static bool has_moved(const struct guide *guide) {
    return guide->start != NULL;
}

/* What a start that had faults is known by later: values are not kept that nobody could take. */
static bool add_refusal(struct intake *intake) {
    struct fault fault = {
        .index = -1,
        .code = FAULT_START,
        .message = text_of("the session was started with facts that had faults, told in the answer "
                           "to session.start: correct them, and start anew"),
    };
    return intake_fault(intake, &fault);
}

/* An intake of the answers with the faults of `said`, or none. */
static struct intake *intake_of(const struct judging *judging, struct answer *answers,
                                const struct intake *said) {
    const struct guide *guide = judging->guide;
    struct intake *intake = arena_alloc(judging->arena, sizeof *intake);
    if (intake == NULL) {
        return NULL;
    }
    *intake = (struct intake){
        .program = guide->program,
        .arena = judging->arena,
        .as_of = guide->as_of,
        .in_session = has_moved(guide),
        .answers = answers,
        .last_fault = &intake->faults,
    };
    if (said != NULL && said->faults != NULL) {
        intake->faults = said->faults;
        intake->last_fault = said->last_fault;
    }
    return intake;
}

static bool look_at_start(struct judging *judging, struct evaluation **start) {
    *start = NULL;
    if (!judging->guide->program->measures_change) {
        return true;
    }
    struct answer *answers = has_moved(judging->guide) ? judging->guide->start : judging->answers;
    struct intake *intake = intake_of(judging, answers, NULL);
    *start = arena_alloc(judging->arena, sizeof **start);
    return intake != NULL && *start != NULL &&
           evaluate(*start, intake, judging->functions, judging->guide->program->screen_nodes);
}

/* The screening saw only its own nodes: a contradiction of a live fact behind a gate joins here. */
static bool join_faults(struct judging *judging, const struct decision *decided,
                        struct intake *intake, const struct fault *more) {
    const struct program *program = judging->guide->program;
    bool any = false;
    for (; more != NULL; more = more->next) {
        if (program->facts[more->index].node >= program->screen_nodes) {
            any = true;
            if (!intake_fault(intake, more)) {
                return false;
            }
        }
    }
    struct decision *decision = arena_alloc(judging->arena, sizeof *decision);
    if (decision == NULL || (any && !intake_finish(intake))) {
        return false;
    }
    *decision = *decided;
    decision->faults = intake->faults;
    judging->decision = decision;
    judging->faults = intake->faults;
    return true;
}

static bool look(struct judging *judging, const struct intake *said) {
    struct evaluation *start;
    struct intake *screened = intake_of(judging, judging->answers, said);
    if (screened == NULL || !look_at_start(judging, &start) ||
        (said == NULL && judging->guide->refused && !add_refusal(screened))) {
        return false;
    }
    const struct decision *decided = decide(screened, judging->functions);
    struct intake *all = intake_of(judging, judging->answers, NULL);
    judging->now = arena_alloc(judging->arena, sizeof *judging->now);
    return decided != NULL && all != NULL && judging->now != NULL &&
           evaluate_session(judging->now, all, judging->functions, start) &&
           join_faults(judging, decided, screened, all->faults);
}

/* ---- what stops ------------------------------------------------------------------------------ */

static void miss(struct judging *judging, const uint64_t *needs) {
    if (needs != NULL) {
        set_join(judging->missing, needs, judging->words);
    }
}

static void halt(struct judging *judging, uint32_t rule, bool certain) {
    judging->halts[judging->halt_count++] = (struct halting){rule, certain};
}

/* Where a halt is in force and unknown, what could settle it is missing; where nothing can rule it
 * out any more, it halts. */
static void judge_halt(struct judging *judging, uint32_t index, bool touched, bool doubted) {
    const struct rule *rule = &judging->guide->program->rules[index];
    const struct evaluation *now = judging->now;
    uint64_t fires = now->cells[rule->fires].mask;
    bool applies = force_applies(judging->guide, rule);
    if (!applies && !touched) {
        return;
    }
    bool either = now->fired_either != NULL && now->fired_either[rule->fires];
    if (fires == MASK_TRUE) {
        halt(judging, index, true);
    } else if (either || doubted) {
        halt(judging, index, false);
    } else if (applies) {
        miss(judging, evaluation_needs(now, rule->fires));
    }
}

/* A reason of the screening that concerns this technique; NULL where the rule gives none. */
static const struct reason *find_reason(const struct judging *judging, uint32_t rule) {
    const struct decision *decision = judging->decision;
    for (size_t i = 0; i < decision->reason_count; i++) {
        if (decision->reasons[i].rule == rule) {
            return &decision->reasons[i];
        }
    }
    return NULL;
}

static void judge_rule(struct judging *judging, uint32_t index) {
    const struct rule *rule = &judging->guide->program->rules[index];
    if (rule->kind == RULE_ADVISORY || !force_in_technique(judging->guide, rule)) {
        return;
    }
    const struct reason *reason = find_reason(judging, index);
    if (reason != NULL) {
        halt(judging, index, reason->certain);
    }
}

static bool judge_halts(struct judging *judging) {
    const struct program *program = judging->guide->program;
    const bool *touched = force_touched(judging);
    const bool *doubted = doubt_find(judging->now);
    judging->halts = arena_calloc(judging->arena, program->rule_count + 1, sizeof *judging->halts);
    if (touched == NULL || doubted == NULL || judging->halts == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < program->rule_count; i++) {
        if (program->rules[i].kind == RULE_HALT) {
            judge_halt(judging, i, touched[i], doubted[program->rules[i].fires]);
        }
    }
    bool counts = has_moved(judging->guide) || guide_state_is_over(judging->guide->state) ||
                  judging->halt_count > 0;
    for (uint32_t i = 0; counts && i < program->rule_count; i++) {
        if (program->rules[i].kind != RULE_HALT) {
            judge_rule(judging, i);
        }
    }
    return true;
}

/* ---- what is missing, and whether the person is cleared -------------------------------------- */

static void miss_watched(struct judging *judging) {
    const struct program *program = judging->guide->program;
    for (uint32_t i = 0; i < program->fact_count; i++) {
        if (set_has(judging->watch, i)) {
            miss(judging, evaluation_needs(judging->now, program->facts[i].node));
        }
    }
}

static void miss_screened(struct judging *judging) {
    const struct decision *decision = judging->decision;
    for (size_t i = 0; !decision->complete && i < decision->question_count; i++) {
        set_add(judging->missing, decision->questions[i].fact);
    }
    miss(judging, decision->techniques[judging->guide->technique].needs);
}

/* Whether something refers or stops, whatever was refused beside it. */
static bool is_referred(const struct decision *decision) {
    if (decision->outcome != OUTCOME_INVALID) {
        return decision->outcome > OUTCOME_ASK;
    }
    bool referred = decision->urgency != URGENCY_NONE;
    for (size_t i = 0; i < decision->reason_count; i++) {
        const struct rule *rule = &decision->program->rules[decision->reasons[i].rule];
        referred = referred || (rule->kind != RULE_ADVISORY && rule->during_count == 0 &&
                                rule_kind_outcome(rule->kind) > OUTCOME_ASK);
    }
    return referred;
}

static void judge_clearance(struct judging *judging) {
    const struct decision *decision = judging->decision;
    enum availability available = decision->techniques[judging->guide->technique].available;
    bool invalid = decision->outcome == OUTCOME_INVALID;
    bool settled = !invalid && decision->complete && available != AVAILABLE_ASK;
    judging->cleared = decision_is_cleared(decision) && available == AVAILABLE_YES;
    judging->barred = !judging->cleared && (settled || is_referred(decision));
}

/* ---- the whole ------------------------------------------------------------------------------- */

bool judge(struct judging *judging, const struct guide *guide, struct answer *answers,
           const struct intake *said, const struct functions *functions) {
    *judging = (struct judging){
        .guide = guide,
        .functions = functions,
        .arena = guide->arena,
        .answers = answers,
        .words = (guide->program->fact_count + 63) / 64,
    };
    judging->watch = arena_calloc(guide->arena, judging->words + 1, sizeof *judging->watch);
    judging->missing = arena_calloc(guide->arena, judging->words + 1, sizeof *judging->missing);
    if (judging->watch == NULL || judging->missing == NULL || !look(judging, said) ||
        !force_watch(judging) || !judge_halts(judging)) {
        return false;
    }
    judge_clearance(judging);
    if (place_is_somewhere(guide->place)) {
        miss_watched(judging);
        miss_screened(judging);
    }
    return !guide->arena->failed;
}
