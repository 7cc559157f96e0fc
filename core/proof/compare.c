/*
 * One function a part of the expectation, each of the same shape: put into words what was expected
 * and what the decision says, and note a difference unless they agree.
 *
 * For `never` the same functions run with every part noted whether it agrees or not: the test
 * failed because they all agree.
 */
#include "proof/compare.h"

#include "base/number.h"
#include "rules/interval.h"

struct comparing {
    const struct decision *decision;
    const struct program *program;
    const struct expectation *expect;
    struct arena *arena;
    struct difference *differences;
    size_t count;
    bool never;
};

const char *availability_name(enum availability availability) {
    static const char *const names[] = {"no", "ask", "yes"};
    return names[availability];
}

/* ---- saying ---------------------------------------------------------------------------------- */

/* A list with room for `room` texts. Where memory ran out it is empty and the arena failed. */
struct saying {
    struct text *items;
    size_t count;
};

static struct saying saying_of(struct comparing *comparing, size_t room) {
    struct saying saying = {arena_calloc(comparing->arena, room + 1, sizeof(struct text)), 0};
    return saying;
}

static void say(struct saying *saying, struct text text) {
    if (saying->items != NULL) {
        saying->items[saying->count++] = text;
    }
}

static struct said as_list(const struct saying *saying) {
    return (struct said){true, saying->items, saying->count};
}

static struct said said_text(struct comparing *comparing, struct text text) {
    struct saying saying = saying_of(comparing, 1);
    say(&saying, text);
    return (struct said){false, saying.items, saying.count};
}

static struct said said_word(struct comparing *comparing, const char *word) {
    return said_text(comparing, text_of(word));
}

static bool said_equal(const struct said *a, const struct said *b) {
    bool equal = a->list == b->list && a->count == b->count;
    for (size_t i = 0; equal && i < a->count; i++) {
        equal = text_equal(a->items[i], b->items[i]);
    }
    return equal;
}

/* Insertion sort: the lists are short. */
static void sort(struct saying *saying) {
    for (size_t i = 1; i < saying->count; i++) {
        struct text moved = saying->items[i];
        size_t at = i;
        while (at > 0 && text_compare(saying->items[at - 1], moved) > 0) {
            saying->items[at] = saying->items[at - 1];
            at--;
        }
        saying->items[at] = moved;
    }
}

static bool says(const struct saying *saying, struct text text) {
    for (size_t i = 0; i < saying->count; i++) {
        if (text_equal(saying->items[i], text)) {
            return true;
        }
    }
    return false;
}

/* As sets. */
static bool same_items(const struct saying *a, const struct saying *b) {
    for (size_t i = 0; i < a->count; i++) {
        if (!says(b, a->items[i])) {
            return false;
        }
    }
    for (size_t i = 0; i < b->count; i++) {
        if (!says(a, b->items[i])) {
            return false;
        }
    }
    return true;
}

static void note(struct comparing *comparing, enum aspect aspect, struct text name,
                 struct said expected, struct said got) {
    comparing->differences[comparing->count++] =
        (struct difference){aspect, comparing->never, name, expected, got};
}

static void judge(struct comparing *comparing, enum aspect aspect, struct text name,
                  struct said expected, struct said got, bool agrees) {
    if (!agrees || comparing->never) {
        note(comparing, aspect, name, expected, got);
    }
}

static void judge_word(struct comparing *comparing, enum aspect aspect, struct text name,
                       const char *expected, const char *got) {
    struct said wanted = said_word(comparing, expected);
    struct said found = said_word(comparing, got);
    judge(comparing, aspect, name, wanted, found, said_equal(&wanted, &found));
}

static struct text nameless(void) {
    return text_from(NULL, 0);
}

/* ---- outcome, urgency, complete -------------------------------------------------------------- */

static void compare_ladder(struct comparing *comparing) {
    const struct expectation *expect = comparing->expect;
    const struct decision *decision = comparing->decision;
    if (expect->has_outcome) {
        judge_word(comparing, ASPECT_OUTCOME, nameless(), outcome_name(expect->outcome),
                   outcome_name(decision->outcome));
    }
    if (expect->has_urgency) {
        judge_word(comparing, ASPECT_URGENCY, nameless(), urgency_name(expect->urgency),
                   urgency_name(decision->urgency));
    }
    if (expect->has_complete) {
        judge_word(comparing, ASPECT_COMPLETE, nameless(), expect->complete ? "true" : "false",
                   decision->complete ? "true" : "false");
    }
}

/* ---- rules ----------------------------------------------------------------------------------- */

static struct saying expected_rules(struct comparing *comparing, const struct expected_list *list) {
    struct saying saying = saying_of(comparing, list->count);
    for (size_t i = 0; i < list->count; i++) {
        say(&saying, comparing->program->rules[list->items[i]].id);
    }
    return saying;
}

static struct saying fired_rules(struct comparing *comparing, bool only_uncertain) {
    const struct decision *decision = comparing->decision;
    struct saying saying = saying_of(comparing, decision->reason_count);
    for (size_t i = 0; i < decision->reason_count; i++) {
        if (!only_uncertain || !decision->reasons[i].certain) {
            say(&saying, comparing->program->rules[decision->reasons[i].rule].id);
        }
    }
    return saying;
}

static void compare_rule_set(struct comparing *comparing, enum aspect aspect,
                             const struct expected_list *list) {
    if (!list->set) {
        return;
    }
    struct saying expected = expected_rules(comparing, list);
    struct saying got = fired_rules(comparing, aspect == ASPECT_UNCERTAIN);
    bool agrees = same_items(&expected, &got);
    if (aspect == ASPECT_INCLUDES) {
        agrees = true;
        for (size_t i = 0; i < expected.count; i++) {
            agrees = agrees && says(&got, expected.items[i]);
        }
    }
    judge(comparing, aspect, nameless(), as_list(&expected), as_list(&got), agrees);
}

static void compare_rules(struct comparing *comparing) {
    compare_rule_set(comparing, ASPECT_RULES, &comparing->expect->rules);
    compare_rule_set(comparing, ASPECT_INCLUDES, &comparing->expect->includes);
    compare_rule_set(comparing, ASPECT_UNCERTAIN, &comparing->expect->uncertain);
}

static void compare_asks(struct comparing *comparing) {
    const struct expected_list *list = &comparing->expect->asks;
    const struct decision *decision = comparing->decision;
    if (!list->set) {
        return;
    }
    struct saying expected = saying_of(comparing, list->count);
    for (size_t i = 0; i < list->count; i++) {
        say(&expected, comparing->program->facts[list->items[i]].name);
    }
    struct saying got = saying_of(comparing, decision->question_count);
    for (size_t i = 0; i < decision->question_count; i++) {
        say(&got, comparing->program->facts[decision->questions[i].fact].name);
    }
    struct said wanted = as_list(&expected);
    struct said found = as_list(&got);
    judge(comparing, ASPECT_ASKS, nameless(), wanted, found, said_equal(&wanted, &found));
}

/* ---- results, scores, techniques ------------------------------------------------------------- */

static const char *state_words(enum result_state state) {
    static const char *const words[] = {"nothing: a scope is not known to hold",
                                        "nothing yet: it is still open", "",
                                        "nothing: what is known does not settle it"};
    return words[state];
}

static struct said said_result(struct comparing *comparing, uint32_t index) {
    const struct result_given *given = &comparing->decision->results[index];
    if (given->state == RESULT_SETTLED) {
        return said_text(comparing, comparing->program->results[index].lines[given->line].name);
    }
    return said_word(comparing, state_words(given->state));
}

static void compare_results(struct comparing *comparing) {
    for (size_t i = 0; i < comparing->expect->result_count; i++) {
        const struct expected_result *expected = &comparing->expect->results[i];
        const struct result *result = &comparing->program->results[expected->result];
        const struct result_given *given = &comparing->decision->results[expected->result];
        bool settled = given->state == RESULT_SETTLED;
        bool agrees = expected->absent ? !settled : settled && given->line == expected->line;
        struct said wanted = expected->absent
                                 ? said_word(comparing, "nothing")
                                 : said_text(comparing, result->lines[expected->line].name);
        judge(comparing, ASPECT_RESULTS, result->name, wanted,
              said_result(comparing, expected->result), agrees);
    }
}

static struct said said_range(struct comparing *comparing, double low, double high) {
    char from[NUMBER_TEXT_SIZE];
    char to[NUMBER_TEXT_SIZE];
    number_format(low, from);
    number_format(high, to);
    struct text range = low == high ? arena_copy(comparing->arena, text_of(from))
                                    : arena_format(comparing->arena, "%s to %s", from, to);
    return said_text(comparing, range);
}

static struct said said_score(struct comparing *comparing, const struct interval *interval) {
    return interval->may_be_number ? said_range(comparing, interval->low, interval->high)
                                   : said_word(comparing, "none");
}

static void compare_scores(struct comparing *comparing) {
    for (size_t i = 0; i < comparing->expect->score_count; i++) {
        const struct expected_score *expected = &comparing->expect->scores[i];
        const struct score *score = &comparing->program->scores[expected->score];
        const struct interval *got = &comparing->decision->evaluation->cells[score->node].number;
        bool agrees = got->may_be_number && numbers_equal(got->low, expected->low) &&
                      numbers_equal(got->high, expected->high);
        judge(comparing, ASPECT_SCORES, score->name,
              said_range(comparing, expected->low, expected->high), said_score(comparing, got),
              agrees);
    }
}

static void compare_techniques(struct comparing *comparing) {
    for (size_t i = 0; i < comparing->expect->technique_count; i++) {
        const struct expected_technique *expected = &comparing->expect->techniques[i];
        judge_word(
            comparing, ASPECT_TECHNIQUES, comparing->program->techniques[expected->technique].id,
            availability_name(expected->available),
            availability_name(comparing->decision->techniques[expected->technique].available));
    }
}

/* ---- referrals, advice ----------------------------------------------------------------------- */

static struct saying expected_texts(struct comparing *comparing,
                                    const struct expected_texts *texts) {
    struct saying saying = saying_of(comparing, texts->count);
    for (size_t i = 0; i < texts->count; i++) {
        say(&saying, texts->items[i]);
    }
    sort(&saying);
    return saying;
}

static struct text in_own_language(const struct comparing *comparing, const struct phrase *phrase) {
    return phrase_in(phrase, comparing->program->header.language, comparing->program);
}

static void compare_referrals(struct comparing *comparing) {
    const struct decision *decision = comparing->decision;
    if (!comparing->expect->referrals.set) {
        return;
    }
    size_t room = 0;
    for (size_t i = 0; i < decision->referral_count; i++) {
        room += decision->referrals[i].referral->to_count;
    }
    struct saying got = saying_of(comparing, room);
    for (size_t i = 0; i < decision->referral_count; i++) {
        const struct referral *referral = decision->referrals[i].referral;
        for (size_t j = 0; j < referral->to_count; j++) {
            struct text who = in_own_language(comparing, &referral->to[j]);
            if (!says(&got, who)) {
                say(&got, who);
            }
        }
    }
    sort(&got);
    struct saying expected = expected_texts(comparing, &comparing->expect->referrals);
    judge(comparing, ASPECT_REFERRALS, nameless(), as_list(&expected), as_list(&got),
          same_items(&expected, &got));
}

static void compare_advice(struct comparing *comparing) {
    const struct decision *decision = comparing->decision;
    const struct program *program = comparing->program;
    if (!comparing->expect->advice.set) {
        return;
    }
    struct saying got = saying_of(comparing, decision->reason_count + program->result_count);
    for (size_t i = 0; i < decision->reason_count; i++) {
        const struct rule *rule = &program->rules[decision->reasons[i].rule];
        if (rule->advice.count > 0) {
            say(&got, rule->id);
        }
    }
    for (size_t i = 0; i < program->result_count; i++) {
        const struct result_given *given = &decision->results[i];
        if (given->state == RESULT_SETTLED &&
            program->results[i].lines[given->line].advice.count > 0) {
            say(&got, program->results[i].name);
        }
    }
    sort(&got);
    struct saying expected = expected_texts(comparing, &comparing->expect->advice);
    judge(comparing, ASPECT_ADVICE, nameless(), as_list(&expected), as_list(&got),
          same_items(&expected, &got));
}

/* ---- faults ---------------------------------------------------------------------------------- */

static bool fault_fits(const struct expected_fault *expected, const struct fault *fault) {
    return text_equal(expected->fact, fault->fact) &&
           (expected->any_code || expected->code == fault->code);
}

static size_t fault_count(const struct decision *decision) {
    size_t count = 0;
    for (const struct fault *fault = decision->faults; fault != NULL; fault = fault->next) {
        count++;
    }
    return count;
}

/* Each fault is expected by something, and each expectation fits something. */
static bool faults_agree(const struct comparing *comparing) {
    const struct expectation *expect = comparing->expect;
    for (size_t i = 0; i < expect->fault_count; i++) {
        const struct fault *fault = comparing->decision->faults;
        while (fault != NULL && !fault_fits(&expect->faults[i], fault)) {
            fault = fault->next;
        }
        if (fault == NULL) {
            return false;
        }
    }
    for (const struct fault *fault = comparing->decision->faults; fault; fault = fault->next) {
        size_t i = 0;
        while (i < expect->fault_count && !fault_fits(&expect->faults[i], fault)) {
            i++;
        }
        if (i == expect->fault_count) {
            return false;
        }
    }
    return true;
}

static struct text fault_words(struct comparing *comparing, struct text fact,
                               enum fault_code code) {
    return arena_format(comparing->arena, "%.*s: %s", (int)fact.length, fact.at,
                        fault_code_name(code));
}

static void compare_faults(struct comparing *comparing) {
    const struct expectation *expect = comparing->expect;
    if (!expect->has_faults) {
        return;
    }
    struct saying expected = saying_of(comparing, expect->fault_count);
    for (size_t i = 0; i < expect->fault_count; i++) {
        const struct expected_fault *fault = &expect->faults[i];
        say(&expected,
            fault->any_code ? fault->fact : fault_words(comparing, fault->fact, fault->code));
    }
    struct saying got = saying_of(comparing, fault_count(comparing->decision));
    for (const struct fault *fault = comparing->decision->faults; fault; fault = fault->next) {
        say(&got, fault_words(comparing, fault->fact, fault->code));
    }
    judge(comparing, ASPECT_FAULTS, nameless(), as_list(&expected), as_list(&got),
          faults_agree(comparing));
}

/* ---- the whole ------------------------------------------------------------------------------- */

static bool compare(const struct decision *decision, const struct expectation *expect, bool never,
                    struct arena *arena, struct comparison *comparison) {
    size_t room =
        ASPECT_COUNT + expect->result_count + expect->score_count + expect->technique_count;
    struct comparing comparing = {
        .decision = decision,
        .program = decision->program,
        .expect = expect,
        .arena = arena,
        .differences = arena_calloc(arena, room, sizeof(struct difference)),
        .never = never,
    };
    if (comparing.differences == NULL) {
        return false;
    }
    compare_ladder(&comparing);
    compare_rules(&comparing);
    compare_asks(&comparing);
    compare_results(&comparing);
    compare_scores(&comparing);
    compare_referrals(&comparing);
    compare_advice(&comparing);
    compare_techniques(&comparing);
    compare_faults(&comparing);
    *comparison = (struct comparison){comparing.differences, comparing.count};
    return !arena->failed;
}

bool compare_decision(const struct decision *decision, const struct expectation *expect,
                      struct arena *arena, struct comparison *comparison) {
    return compare(decision, expect, false, arena, comparison);
}

bool compare_never(const struct decision *decision, const struct expectation *never,
                   struct arena *arena, struct comparison *comparison) {
    return compare(decision, never, true, arena, comparison);
}
