#include "proof/observed.h"

struct observing {
    const struct decision *decision;
    const struct program *program;
    struct arena *arena;
    struct expectation *all;
};

/* ---- lists ----------------------------------------------------------------------------------- */

static struct expected_list fired(const struct observing *observing, bool only_uncertain) {
    const struct decision *decision = observing->decision;
    uint32_t *items = arena_calloc(observing->arena, decision->reason_count + 1, sizeof *items);
    struct expected_list list = {.set = true, .items = items};
    for (size_t i = 0; items != NULL && i < decision->reason_count; i++) {
        if (!only_uncertain || !decision->reasons[i].certain) {
            items[list.count++] = decision->reasons[i].rule;
        }
    }
    return list;
}

static struct expected_list asked(const struct observing *observing) {
    const struct decision *decision = observing->decision;
    uint32_t *items = arena_calloc(observing->arena, decision->question_count + 1, sizeof *items);
    struct expected_list list = {.set = true, .items = items};
    for (size_t i = 0; items != NULL && i < decision->question_count; i++) {
        items[list.count++] = decision->questions[i].fact;
    }
    return list;
}

static void add_once(struct text *items, size_t *count, struct text text) {
    for (size_t i = 0; i < *count; i++) {
        if (text_equal(items[i], text)) {
            return;
        }
    }
    items[(*count)++] = text;
}

static struct expected_texts referred(const struct observing *observing) {
    const struct decision *decision = observing->decision;
    const struct program *program = observing->program;
    size_t room = 0;
    for (size_t i = 0; i < decision->referral_count; i++) {
        room += decision->referrals[i].referral->to_count;
    }
    struct text *items = arena_calloc(observing->arena, room + 1, sizeof *items);
    struct expected_texts texts = {.set = true, .items = items};
    for (size_t i = 0; items != NULL && i < decision->referral_count; i++) {
        const struct referral *referral = decision->referrals[i].referral;
        for (size_t j = 0; j < referral->to_count; j++) {
            add_once(items, &texts.count,
                     phrase_in(&referral->to[j], program->header.language, program));
        }
    }
    return texts;
}

static struct expected_texts advised(const struct observing *observing) {
    const struct decision *decision = observing->decision;
    const struct program *program = observing->program;
    size_t room = decision->reason_count + program->result_count;
    struct text *items = arena_calloc(observing->arena, room + 1, sizeof *items);
    struct expected_texts texts = {.set = true, .items = items};
    for (size_t i = 0; items != NULL && i < decision->reason_count; i++) {
        const struct rule *rule = &program->rules[decision->reasons[i].rule];
        if (rule->advice.count > 0) {
            add_once(items, &texts.count, rule->id);
        }
    }
    for (size_t i = 0; items != NULL && i < program->result_count; i++) {
        const struct result_given *given = &decision->results[i];
        if (given->state == RESULT_SETTLED &&
            program->results[i].lines[given->line].advice.count > 0) {
            add_once(items, &texts.count, program->results[i].name);
        }
    }
    return texts;
}

/* ---- values ---------------------------------------------------------------------------------- */

static void observe_results(const struct observing *observing) {
    size_t count = observing->program->result_count;
    struct expected_result *results = arena_calloc(observing->arena, count + 1, sizeof *results);
    for (uint32_t i = 0; results != NULL && i < count; i++) {
        const struct result_given *given = &observing->decision->results[i];
        results[i] = (struct expected_result){i, given->state != RESULT_SETTLED, given->line};
    }
    observing->all->results = results;
    observing->all->result_count = results == NULL ? 0 : count;
}

static void observe_scores(const struct observing *observing) {
    const struct program *program = observing->program;
    struct expected_score *scores =
        arena_calloc(observing->arena, program->score_count + 1, sizeof *scores);
    for (uint32_t i = 0; scores != NULL && i < program->score_count; i++) {
        const struct interval *got =
            &observing->decision->evaluation->cells[program->scores[i].node].number;
        if (got->may_be_number) {
            scores[observing->all->score_count++] = (struct expected_score){i, got->low, got->high};
        }
    }
    observing->all->scores = scores;
}

static void observe_techniques(const struct observing *observing) {
    size_t count = observing->program->technique_count;
    struct expected_technique *techniques =
        arena_calloc(observing->arena, count + 1, sizeof *techniques);
    for (uint32_t i = 0; techniques != NULL && i < count; i++) {
        techniques[i] =
            (struct expected_technique){i, observing->decision->techniques[i].available};
    }
    observing->all->techniques = techniques;
    observing->all->technique_count = techniques == NULL ? 0 : count;
}

static void observe_faults(const struct observing *observing) {
    size_t count = 0;
    for (const struct fault *fault = observing->decision->faults; fault; fault = fault->next) {
        count++;
    }
    struct expected_fault *faults = arena_calloc(observing->arena, count + 1, sizeof *faults);
    observing->all->has_faults = true;
    observing->all->faults = faults;
    for (const struct fault *fault = observing->decision->faults; faults != NULL && fault != NULL;
         fault = fault->next) {
        faults[observing->all->fault_count++] =
            (struct expected_fault){fault->fact, false, fault->code};
    }
}

bool observed(const struct decision *decision, struct arena *arena, struct expectation *all) {
    struct observing observing = {decision, decision->program, arena, all};
    *all = (struct expectation){
        .has_outcome = true,
        .outcome = decision->outcome,
        .has_urgency = true,
        .urgency = decision->urgency,
        .has_complete = true,
        .complete = decision->complete,
        .rules = fired(&observing, false),
        .uncertain = fired(&observing, true),
        .asks = asked(&observing),
        .referrals = referred(&observing),
        .advice = advised(&observing),
    };
    observe_results(&observing);
    observe_scores(&observing);
    observe_techniques(&observing);
    observe_faults(&observing);
    return !arena->failed;
}

/* ---- a part of it ---------------------------------------------------------------------------- */

static bool differs(const struct comparison *comparison, enum aspect aspect) {
    for (size_t i = 0; i < comparison->difference_count; i++) {
        if (comparison->differences[i].aspect == aspect) {
            return true;
        }
    }
    return false;
}

static bool differs_in(const struct comparison *comparison, enum aspect aspect, struct text name) {
    for (size_t i = 0; i < comparison->difference_count; i++) {
        const struct difference *difference = &comparison->differences[i];
        if (difference->aspect == aspect && text_equal(difference->name, name)) {
            return true;
        }
    }
    return false;
}

bool observed_is_telling(const struct comparison *differences) {
    return differs(differences, ASPECT_OUTCOME) || differs(differences, ASPECT_URGENCY) ||
           differs(differences, ASPECT_RULES) || differs(differences, ASPECT_RESULTS) ||
           differs(differences, ASPECT_SCORES);
}

static void keep_values(const struct expectation *all, const struct program *program,
                        const struct comparison *differences, struct arena *arena,
                        struct expectation *part) {
    struct expected_result *results = arena_calloc(arena, all->result_count + 1, sizeof *results);
    struct expected_score *scores = arena_calloc(arena, all->score_count + 1, sizeof *scores);
    struct expected_technique *techniques =
        arena_calloc(arena, all->technique_count + 1, sizeof *techniques);
    if (results == NULL || scores == NULL || techniques == NULL) {
        return;
    }
    for (size_t i = 0; i < all->result_count; i++) {
        struct text name = program->results[all->results[i].result].name;
        if (differs_in(differences, ASPECT_RESULTS, name)) {
            results[part->result_count++] = all->results[i];
        }
    }
    for (size_t i = 0; i < all->score_count; i++) {
        struct text name = program->scores[all->scores[i].score].name;
        if (differs_in(differences, ASPECT_SCORES, name)) {
            scores[part->score_count++] = all->scores[i];
        }
    }
    for (size_t i = 0; i < all->technique_count; i++) {
        struct text id = program->techniques[all->techniques[i].technique].id;
        if (differs_in(differences, ASPECT_TECHNIQUES, id) && !observed_is_telling(differences)) {
            techniques[part->technique_count++] = all->techniques[i];
        }
    }
    part->results = results;
    part->scores = scores;
    part->techniques = techniques;
}

bool observed_part(const struct expectation *all, const struct program *program,
                   const struct comparison *differences, struct arena *arena,
                   struct expectation *part) {
    bool telling = observed_is_telling(differences);
    *part = (struct expectation){
        .has_outcome = true,
        .outcome = all->outcome,
        .has_urgency = true,
        .urgency = all->urgency,
    };
    if (differs(differences, ASPECT_RULES) || all->rules.count > 0) {
        part->rules = all->rules;
    }
    keep_values(all, program, differences, arena, part);
    if (!telling) {
        part->has_complete = differs(differences, ASPECT_COMPLETE);
        part->complete = all->complete;
        part->uncertain = all->uncertain;
        part->uncertain.set = differs(differences, ASPECT_UNCERTAIN);
        part->asks = all->asks;
        part->asks.set = differs(differences, ASPECT_ASKS);
        part->referrals = all->referrals;
        part->referrals.set = differs(differences, ASPECT_REFERRALS);
        part->advice = all->advice;
        part->advice.set = differs(differences, ASPECT_ADVICE);
        part->has_faults = differs(differences, ASPECT_FAULTS);
        part->faults = all->faults;
        part->fault_count = all->fault_count;
    }
    return !arena->failed;
}

/* A longer list is not read. */
enum { MOST_QUESTIONS = 4 };

bool observed_summary(const struct expectation *all, struct arena *arena,
                      struct expectation *summary) {
    struct expected_result *results = arena_calloc(arena, all->result_count + 1, sizeof *results);
    *summary = (struct expectation){
        .has_outcome = true,
        .outcome = all->outcome,
        .has_urgency = true,
        .urgency = all->urgency,
        .rules = all->rules,
        .asks = all->asks,
        .results = results,
        .has_faults = all->fault_count > 0,
        .faults = all->faults,
        .fault_count = all->fault_count,
    };
    summary->asks.set = all->asks.count > 0 && all->asks.count <= MOST_QUESTIONS;
    summary->has_complete = all->asks.count > MOST_QUESTIONS;
    for (size_t i = 0; results != NULL && i < all->result_count; i++) {
        if (!all->results[i].absent) {
            results[summary->result_count++] = all->results[i];
        }
    }
    return results != NULL;
}
