/* What is said about a session: plain data for whoever encodes it. */
#include "guide/guide_private.h"

#include "rules/gates.h"

/* ---- sets as lists --------------------------------------------------------------------------- */

static size_t set_count(const struct judging *judging, const uint64_t *set) {
    size_t count = 0;
    for (uint32_t i = 0; i < judging->guide->program->fact_count; i++) {
        count += set_has(set, i);
    }
    return count;
}

/* The facts of the set in the order of the script. */
static const uint32_t *list_of(const struct judging *judging, const uint64_t *set, size_t *count) {
    uint32_t *list = arena_calloc(judging->arena, set_count(judging, set) + 1, sizeof *list);
    *count = 0;
    for (uint32_t i = 0; list != NULL && i < judging->guide->program->fact_count; i++) {
        if (set_has(set, i)) {
            list[(*count)++] = i;
        }
    }
    return list;
}

/* ---- halts ----------------------------------------------------------------------------------- */

static void fill_facts(struct guide_halt *halt, const struct judging *judging) {
    const struct rule *rule = &judging->guide->program->rules[halt->rule];
    const uint64_t *grounds = evaluation_grounds(judging->now, rule->fires);
    if (grounds == NULL) {
        return;
    }
    struct guide_fact *facts =
        arena_calloc(judging->arena, set_count(judging, grounds) + 1, sizeof *facts);
    for (uint32_t i = 0; facts != NULL && i < judging->guide->program->fact_count; i++) {
        struct answer answer = gate_answer(judging->now, i);
        if (set_has(grounds, i) && answer.state != ANSWER_ABSENT) {
            facts[halt->fact_count++] = (struct guide_fact){i, answer};
        }
    }
    halt->facts = facts;
}

/* Among the halts, or by the decision, as certain as it is now. */
static bool is_told(const struct guide_answer *answer, const struct guide_halt *halt) {
    const struct decision *decision = answer->decision;
    for (size_t i = 0; i < answer->halt_count; i++) {
        if (answer->halts[i].rule == halt->rule) {
            return true;
        }
    }
    for (size_t i = 0; decision != NULL && i < decision->reason_count; i++) {
        const struct reason *reason = &decision->reasons[i];
        if (reason->rule == halt->rule && reason->certain >= halt->certain) {
            return true;
        }
    }
    return false;
}

/* Kept by urgency, then in the order of the script. */
static void insert(struct guide_halt *halts, size_t count, struct guide_halt halt,
                   const struct program *program) {
    enum urgency urgency = program->rules[halt.rule].referral.urgency;
    size_t at = count;
    while (at > 0 && (program->rules[halts[at - 1].rule].referral.urgency < urgency ||
                      (program->rules[halts[at - 1].rule].referral.urgency == urgency &&
                       halts[at - 1].rule > halt.rule))) {
        halts[at] = halts[at - 1];
        at--;
    }
    halts[at] = halt;
}

bool answer_add_halts(struct guide_answer *answer, const struct judging *judging) {
    size_t most = answer->halt_count + judging->halt_count;
    struct guide_halt *halts = arena_calloc(judging->arena, most + 1, sizeof *halts);
    if (halts == NULL) {
        return false;
    }
    size_t count = 0;
    for (; count < answer->halt_count; count++) {
        halts[count] = answer->halts[count];
    }
    for (size_t i = 0; i < judging->halt_count; i++) {
        struct guide_halt halt = {judging->halts[i].rule, judging->halts[i].certain, NULL, 0};
        if (!is_told(answer, &halt)) {
            fill_facts(&halt, judging);
            insert(halts, count++, halt, judging->guide->program);
        }
    }
    answer->halts = halts;
    answer->halt_count = count;
    answer->faults = judging->faults;
    return !judging->arena->failed;
}

/* ---- questions ------------------------------------------------------------------------------- */

static bool wants(const struct judging *judging, uint32_t rule, uint32_t fact) {
    const struct rule *asking = &judging->guide->program->rules[rule];
    const uint64_t *needs = evaluation_needs(judging->now, asking->fires);
    return needs != NULL && set_has(needs, fact) && asking->kind != RULE_ADVISORY &&
           force_applies(judging->guide, asking);
}

/* Questions in the making. */
struct asking {
    const struct judging *judging;
    struct question *questions;
    struct asker **askers; /* one list a question, with room for all rules */
    size_t count;
};

static void add_asker(struct asking *asking, size_t at, enum asker_kind kind, uint32_t index) {
    asking->askers[at][asking->questions[at].asker_count++] = (struct asker){kind, index};
}

/* One question a fact, so far without askers; false where memory ran out. */
static bool open_questions(struct asking *asking, const struct judging *judging,
                           const uint32_t *facts, size_t count) {
    struct arena *arena = judging->arena;
    size_t most = judging->guide->program->rule_count + 1;
    *asking = (struct asking){.judging = judging, .count = count};
    asking->questions = arena_calloc(arena, count + 1, sizeof *asking->questions);
    asking->askers = arena_calloc(arena, count + 1, sizeof *asking->askers);
    for (size_t i = 0; !arena->failed && i < count; i++) {
        asking->askers[i] = arena_calloc(arena, most, sizeof **asking->askers);
        asking->questions[i] = (struct question){.fact = facts[i], .askers = asking->askers[i]};
    }
    return !arena->failed;
}

/* What no rule asks is for the technique: its gates and loops. */
static void close_questions(struct asking *asking, struct guide_answer *answer) {
    for (size_t i = 0; i < asking->count; i++) {
        if (asking->questions[i].asker_count == 0) {
            add_asker(asking, i, ASKER_TECHNIQUE, asking->judging->guide->technique);
        }
    }
    answer->questions = asking->questions;
    answer->question_count = asking->count;
}

/* For the rules in force that the fact could settle. */
static void ask_missing(struct guide_answer *answer, const struct judging *judging) {
    struct asking asking;
    if (!open_questions(&asking, judging, answer->missing, answer->missing_count)) {
        return;
    }
    for (size_t i = 0; i < asking.count; i++) {
        for (uint32_t rule = 0; rule < judging->guide->program->rule_count; rule++) {
            if (wants(judging, rule, asking.questions[i].fact)) {
                add_asker(&asking, i, ASKER_RULE, rule);
            }
        }
    }
    close_questions(&asking, answer);
}

/* For the rules that watch the fact here. */
static void ask_watched(struct guide_answer *answer, const struct judging *judging) {
    const struct guide *guide = judging->guide;
    struct asking asking;
    if (!open_questions(&asking, judging, answer->watch, answer->watch_count)) {
        return;
    }
    for (uint32_t rule = 0; rule < guide->program->rule_count; rule++) {
        const struct rule *watching = &guide->program->rules[rule];
        const uint64_t *facts =
            force_is_watched(guide, watching) ? force_rests_on(judging, watching) : NULL;
        for (size_t i = 0; facts != NULL && i < asking.count; i++) {
            if (set_has(facts, asking.questions[i].fact)) {
                add_asker(&asking, i, ASKER_RULE, rule);
            }
        }
    }
    close_questions(&asking, answer);
}

/* ---- the states ------------------------------------------------------------------------------ */

static void fill_step(struct guide_answer *answer, const struct guide *guide,
                      const struct judging *judging) {
    answer->watch = list_of(judging, judging->watch, &answer->watch_count);
    if (guide->reported) {
        answer->missing = list_of(judging, judging->missing, &answer->missing_count);
    }
    if (judging->arena->failed) {
        return;
    }
    if (answer->missing_count > 0) {
        ask_missing(answer, judging);
    } else {
        ask_watched(answer, judging);
    }
}

static void fill_decision(struct guide_answer *answer, const struct judging *judging) {
    answer->decision = judging->decision;
    if (answer->state == GUIDE_ASKING) {
        answer->questions = judging->decision->questions;
        answer->question_count = judging->decision->question_count;
    }
}

bool answer_fill(struct guide_answer *answer, const struct guide *guide,
                 const struct judging *judging) {
    *answer = (struct guide_answer){
        .state = guide->state,
        .technique = guide->technique,
        .turn = guide->turn,
        .faults = judging->faults,
        .failures = judging->now->failures,
        .expires_ms = guide_state_is_over(guide->state) ? 0 : guide_expires_ms(guide),
        .judged = judging->now,
        .screened = judging->decision,
    };
    if (guide->state == GUIDE_STEP || guide->state == GUIDE_HALTED) {
        answer->step = place_step(guide_technique(guide), guide->place);
    }
    if (guide->state == GUIDE_STEP) {
        fill_step(answer, guide, judging);
    } else if (guide->state == GUIDE_HALTED) {
        return answer_add_halts(answer, judging);
    } else if (guide->state == GUIDE_ASKING || guide->state == GUIDE_NOT_CLEARED) {
        fill_decision(answer, judging);
    }
    return !guide->arena->failed;
}
