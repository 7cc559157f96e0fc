/*
 * How the completions of a set of facts are made:
 *
 *     sent          a=yes          c=?
 *     completions   a=yes  b=1     c=?      for each value of b, and for b unanswerable;
 *                   a=yes  b=2     c=?      nothing where b's gate is false
 *                   a=yes  b=?     c=?
 *     worlds        a=yes  b=2     c=0      for each value of what is unanswerable
 *                   a=yes  b=2     c=1
 *
 * Where there are too many, random ones stand for all.
 */
#include "rules/trial.h"

#include "rules/contradiction.h"
#include "rules/properties.h"

enum { MOST_COMPLETIONS = 150, MOST_WORLDS = 32 };

struct trial {
    const struct plan *plan;
    const struct program *program;
    const struct answer *sent;
    struct random random;
    struct tally *tally;
    struct complaint *complaint;
    struct desk before; /* decides what was sent */
    struct desk after;  /* decides the completion */
    struct desk walk;   /* decides on the way from one to the other */
    struct answer completion[PLAN_FACTS];
    struct answer hidden[PLAN_FACTS];
    struct oracle_world world;
    struct outlook outlook;
    /* What each absent fact would make of it if it were unanswerable, where that is complete. */
    struct {
        bool complete;
        enum outcome outcome;
        enum urgency urgency;
    } unanswerable[PLAN_FACTS];
};

/* ---- worlds ---------------------------------------------------------------------------------- */

static bool look_at_world(struct trial *trial) {
    struct oracle_world *world = &trial->world;
    world->program = trial->program;
    world->as_of = PLAN_AS_OF;
    world->sent = trial->completion;
    world->hidden = trial->hidden;
    if (!oracle_look(world)) {
        return true;
    }
    trial->tally->worlds++;
    struct oracle_verdict verdict = oracle_judge(world);
    outlook_add(&trial->outlook, trial->program, &verdict);
    return allows(trial->complaint, trial->before.decision, world) &&
           allows(trial->complaint, trial->after.decision, world);
}

static bool is_hidden(const struct trial *trial, uint32_t fact) {
    return trial->completion[fact].state == ANSWER_UNANSWERABLE &&
           !trial->program->facts[fact].optional;
}

static bool every_world(struct trial *trial, uint32_t fact) {
    while (fact < trial->program->fact_count && !is_hidden(trial, fact)) {
        fact++;
    }
    if (fact == trial->program->fact_count) {
        return look_at_world(trial);
    }
    struct answer values[PLAN_VALUES];
    int count = plan_values(&trial->program->facts[fact], values);
    for (int i = 0; i < count; i++) {
        trial->hidden[fact] = values[i];
        if (!every_world(trial, fact + 1)) {
            return false;
        }
    }
    return true;
}

static bool some_worlds(struct trial *trial) {
    for (int world = 0; world < MOST_WORLDS; world++) {
        for (uint32_t fact = 0; fact < trial->program->fact_count; fact++) {
            struct answer values[PLAN_VALUES];
            int count = plan_values(&trial->program->facts[fact], values);
            trial->hidden[fact] = values[random_below(&trial->random, (uint32_t)count)];
        }
        if (!look_at_world(trial)) {
            return false;
        }
    }
    return true;
}

/* Sets `exact` where there is one world only. */
static bool look_at_worlds(struct trial *trial, bool *exact) {
    uint64_t count = 1;
    struct answer values[PLAN_VALUES];
    for (uint32_t fact = 0; fact < trial->program->fact_count; fact++) {
        if (is_hidden(trial, fact)) {
            count *= (uint64_t)plan_values(&trial->program->facts[fact], values);
        }
    }
    *exact = count == 1;
    outlook_begin(&trial->outlook);
    return count <= MOST_WORLDS ? every_world(trial, 0) : some_worlds(trial);
}

/* ---- following the questions ----------------------------------------------------------------- */

/* At the end of all questions, what `complete` does not wait for is settled as well. */
static bool ends_alike(struct trial *trial, const struct decision *end) {
    const struct decision *after = trial->after.decision;
    for (uint32_t i = 0; i < trial->program->rule_count; i++) {
        const struct rule *rule = &trial->program->rules[i];
        /* Advice from a result that stays withheld is never given, so nothing is asked for it. */
        bool withheld = rule->rests_on_result && end->results[0].state == RESULT_WITHHELD;
        bool advisory = rule->kind == RULE_ADVISORY && rule->during_count == 0 && !withheld;
        if (advisory &&
            !complaint_unless(trial->complaint, decision_says(end, i) == decision_says(after, i),
                              "advisory %u is left unasked", i)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < trial->program->technique_count; i++) {
        if (!complaint_unless(trial->complaint,
                              end->techniques[i].available == after->techniques[i].available,
                              "technique %u is left unasked", i)) {
            return false;
        }
    }
    return is_the_same(trial->complaint, end, after);
}

static const struct question *pick_question(struct trial *trial, const struct decision *decision) {
    size_t at = random_chance(&trial->random, 50)
                    ? 0
                    : random_below(&trial->random, (uint32_t)decision->question_count);
    return &decision->questions[at];
}

/* Answering only what is asked leads to the same as answering everything. */
static bool follow_questions(struct trial *trial) {
    struct answer said[PLAN_FACTS];
    memcpy(said, trial->sent, sizeof said);
    for (;;) {
        const struct decision *now = desk_decide(&trial->walk, trial->program, said);
        if (now->complete && !is_the_same(trial->complaint, now, trial->after.decision)) {
            return false;
        }
        if (now->question_count == 0) {
            return ends_alike(trial, now);
        }
        uint32_t fact = pick_question(trial, now)->fact;
        said[fact] = trial->completion[fact];
        trial->tally->questions++;
        if (!complaint_unless(trial->complaint, said[fact].state != ANSWER_ABSENT,
                              "fact %u is asked, but its gate is false", fact)) {
            return false;
        }
    }
}

/* ---- one completion -------------------------------------------------------------------------- */

/* "I cannot say" was never better than this answer. */
static bool was_not_better(struct trial *trial) {
    const struct decision *after = trial->after.decision;
    for (uint32_t fact = 0; fact < trial->program->fact_count; fact++) {
        if (!trial->unanswerable[fact].complete || trial->completion[fact].state == ANSWER_ABSENT) {
            continue;
        }
        if (!complaint_unless(trial->complaint,
                              after->outcome <= trial->unanswerable[fact].outcome &&
                                  after->urgency <= trial->unanswerable[fact].urgency,
                              "fact %u unanswerable is better than an answer", fact)) {
            return false;
        }
    }
    return true;
}

/* A person who contradicts themselves is no completion. */
static bool try_completion(struct trial *trial) {
    bool exact;
    desk_decide(&trial->after, trial->program, trial->completion);
    if (trial->after.decision->faults != NULL) {
        return true;
    }
    if (!look_at_worlds(trial, &exact)) {
        return false;
    }
    if (trial->outlook.worlds == 0) {
        return true;
    }
    trial->tally->completions++;
    return agrees(trial->complaint, trial->after.decision, &trial->outlook, exact) &&
           holds_together(trial->complaint, trial->after.decision) &&
           takes_nothing_back(trial->complaint, trial->before.decision, trial->after.decision) &&
           was_not_better(trial) && follow_questions(trial);
}

/* ---- all completions ------------------------------------------------------------------------- */

/* Where the gate is false for certain there is nothing to say. */
static bool may_be_said(struct trial *trial, uint32_t fact) {
    const struct fact *declared = &trial->program->facts[fact];
    if (trial->sent[fact].state != ANSWER_ABSENT || declared->optional) {
        return false;
    }
    if (declared->gate == NODE_MISSING) {
        return true;
    }
    const struct decision *so_far = desk_decide(&trial->walk, trial->program, trial->completion);
    return so_far->evaluation->cells[declared->gate].mask != MASK_FALSE;
}

static int answers_of(const struct trial *trial, uint32_t fact,
                      struct answer answers[PLAN_VALUES + 1]) {
    int count = plan_values(&trial->program->facts[fact], answers);
    answers[count++] = (struct answer){.state = ANSWER_UNANSWERABLE};
    return count;
}

static bool every_completion(struct trial *trial, uint32_t fact) {
    if (fact == trial->program->fact_count) {
        return try_completion(trial);
    }
    if (!may_be_said(trial, fact)) {
        return every_completion(trial, fact + 1);
    }
    struct answer answers[PLAN_VALUES + 1];
    int count = answers_of(trial, fact, answers);
    bool holds = true;
    for (int i = 0; holds && i < count; i++) {
        trial->completion[fact] = answers[i];
        holds = every_completion(trial, fact + 1);
    }
    trial->completion[fact] = trial->sent[fact];
    return holds;
}

static bool some_completions(struct trial *trial) {
    for (int i = 0; i < MOST_COMPLETIONS; i++) {
        memcpy(trial->completion, trial->sent, sizeof trial->completion);
        for (uint32_t fact = 0; fact < trial->program->fact_count; fact++) {
            struct answer answers[PLAN_VALUES + 1];
            int count = answers_of(trial, fact, answers);
            if (may_be_said(trial, fact)) {
                trial->completion[fact] = answers[random_below(&trial->random, (uint32_t)count)];
            }
        }
        if (!try_completion(trial)) {
            return false;
        }
    }
    return true;
}

static bool try_completions(struct trial *trial) {
    uint64_t count = 1;
    struct answer answers[PLAN_VALUES + 1];
    memcpy(trial->completion, trial->sent, sizeof trial->completion);
    for (uint32_t fact = 0; fact < trial->program->fact_count; fact++) {
        if (trial->sent[fact].state == ANSWER_ABSENT) {
            count *= (uint64_t)answers_of(trial, fact, answers);
        }
    }
    return count <= MOST_COMPLETIONS ? every_completion(trial, 0) : some_completions(trial);
}

/* ---- the whole ------------------------------------------------------------------------------- */

/* `answered` asks for just this difference, so that there "cannot say" may be the better answer. */
static bool is_asked_about(const struct trial *trial, uint32_t fact) {
    for (node_id id = 0; id < trial->program->screen_nodes; id++) {
        const struct node *node = &trial->program->nodes[id];
        if (node->op == NODE_ANSWERED && node->fact == fact) {
            return true;
        }
    }
    return false;
}

static void ask_in_vain(struct trial *trial) {
    struct answer said[PLAN_FACTS];
    for (uint32_t fact = 0; fact < trial->program->fact_count; fact++) {
        trial->unanswerable[fact].complete = false;
        if (!may_be_said(trial, fact) || is_asked_about(trial, fact)) {
            continue;
        }
        memcpy(said, trial->sent, sizeof said);
        said[fact].state = ANSWER_UNANSWERABLE;
        const struct decision *decision = desk_decide(&trial->walk, trial->program, said);
        trial->unanswerable[fact].complete = decision->complete && decision->faults == NULL;
        trial->unanswerable[fact].outcome = decision->outcome;
        trial->unanswerable[fact].urgency = decision->urgency;
    }
}

static bool try_all(struct trial *trial) {
    const struct decision *before = desk_decide(&trial->before, trial->program, trial->sent);
    if (!forgets_the_order(trial->complaint, trial->program, trial->sent) ||
        !holds_together(trial->complaint, before) || !asks_rightly(trial->complaint, before)) {
        return false;
    }
    if (before->faults != NULL) {
        return counts_both_values(trial->complaint, trial->plan, before);
    }
    memcpy(trial->completion, trial->sent, sizeof trial->completion);
    ask_in_vain(trial);
    return try_completions(trial);
}

bool trial_run(const struct plan *plan, uint64_t seed, struct tally *tally,
               struct complaint *complaint) {
    struct trial trial = {.plan = plan,
                          .program = plan_build(plan),
                          .sent = plan->answers,
                          .random = {seed},
                          .tally = tally,
                          .complaint = complaint};
    complaint->text[0] = 0;
    if (!complaint_unless(complaint, trial.program != NULL, "the program cannot be built")) {
        return false;
    }
    desk_open(&trial.before);
    desk_open(&trial.after);
    desk_open(&trial.walk);
    tally->fact_sets++;
    bool holds = try_all(&trial);
    desk_close(&trial.before);
    desk_close(&trial.after);
    desk_close(&trial.walk);
    program_release(trial.program);
    return holds;
}

/* Tries each way of making it smaller, and starts again with the first that still fails. */
void trial_shrink(struct plan *plan, uint64_t seed, struct complaint *complaint) {
    struct tally ignored;
    int way = 0;
    while (way < plan_ways(plan)) {
        struct plan smaller = *plan;
        struct complaint its;
        if (plan_reduce(&smaller, way) && !trial_run(&smaller, seed, &ignored, &its)) {
            *plan = smaller;
            *complaint = its;
            way = 0;
        } else {
            way++;
        }
    }
}
