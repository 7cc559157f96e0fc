/* Which of two decisions is the more cautious: the order by itself, and read off real decisions. */
#include "rules/caution.h"
#include "rules/kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define COUNT(rows) (sizeof(rows) / sizeof(rows)[0])

enum { MOST_IDS = 8, ARENA_BLOCK = 4096 };

/* A decision in short: "refer/urgent complete a b" (rules) "+walk" (yes) "?walk" (ask) "-walk". */
struct short_decision {
    struct caution caution;
    struct text fired[MOST_IDS];
    struct caution_technique techniques[MOST_IDS];
    char text[100];
};

static enum outcome outcome_of(const char *name) {
    enum outcome outcome = OUTCOME_CLEAR;
    while (strcmp(outcome_name(outcome), name) != 0) {
        outcome++;
    }
    return outcome;
}

static enum urgency urgency_of(const char *name) {
    enum urgency urgency = URGENCY_NONE;
    while (strcmp(urgency_name(urgency), name) != 0) {
        urgency++;
    }
    return urgency;
}

static void take_word(struct short_decision *decision, const char *word) {
    struct caution *caution = &decision->caution;
    static const char marks[] = "-?+";
    const char *mark = strchr(marks, word[0]);
    if (mark != NULL) {
        decision->techniques[caution->technique_count++] =
            (struct caution_technique){text_of(word + 1), (enum availability)(mark - marks)};
    } else if (strcmp(word, "complete") == 0) {
        caution->complete = true;
    } else {
        decision->fired[caution->fired_count++] = text_of(word);
    }
}

static void read_short(struct short_decision *decision, const char *text) {
    memset(decision, 0, sizeof *decision);
    strncpy(decision->text, text, sizeof decision->text - 1);
    char *rest = NULL;
    decision->caution.outcome = outcome_of(strtok_r(decision->text, "/", &rest));
    decision->caution.urgency = urgency_of(strtok_r(NULL, " ", &rest));
    for (char *word = strtok_r(NULL, " ", &rest); word != NULL; word = strtok_r(NULL, " ", &rest)) {
        take_word(decision, word);
    }
    decision->caution.fired = decision->fired;
    decision->caution.techniques = decision->techniques;
}

static void the_order(void **state) {
    (void)state;
    static const struct {
        const char *before, *after, *direction, *by;
        const char *back; /* direction the other way round */
    } rows[] = {
        {"clear/none complete", "clear/none complete", "same", "nothing", "same"},
        {"refer/urgent a", "refer/urgent a", "same", "nothing", "same"},
        {"stop/none a", "refer/none a", "less", "outcome", "more"},
        {"invalid/none", "stop/immediate a", "less", "outcome", "less"},
        {"ask/none", "defer/none", "less", "outcome", "more"},
        {"refer/immediate a", "refer/routine a", "less", "urgency", "more"},
        {"refer/routine a", "refer/none", "less", "urgency", "more"},
        /* both fall, and both rise */
        {"stop/immediate a", "refer/urgent", "less", "outcome", "more"},
        /* one falls while the other rises: less cautious both ways */
        {"refer/immediate a", "stop/routine b", "less", "urgency", "less"},
        {"stop/routine a b c", "refer/immediate a b c", "less", "outcome", "less"},
        /* a rule lost counts before a rule won */
        {"refer/urgent a b", "refer/urgent a", "less", "rules", "more"},
        {"refer/urgent a", "refer/urgent b", "less", "rules", "less"},
        {"refer/urgent a", "refer/urgent b c", "less", "rules", "less"},
        {"clear/none complete", "clear/none complete a", "more", "rules", "less"},
        /* rules do not count where the outcome is higher */
        {"refer/none a b", "stop/none c", "more", "outcome", "less"},
        {"refer/urgent a", "refer/urgent complete a", "less", "complete", "more"},
        {"refer/urgent a", "refer/urgent complete a b", "more", "rules", "less"},
        {"clear/none complete -x", "clear/none complete +x", "less", "techniques", "more"},
        {"clear/none complete ?x", "clear/none complete +x", "less", "techniques", "more"},
        {"clear/none complete -x +y", "clear/none complete +x -y", "less", "techniques", "less"},
        {"clear/none complete -x", "clear/none complete +y", "same", "nothing", "same"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct short_decision before;
        struct short_decision after;
        read_short(&before, rows[i].before);
        read_short(&after, rows[i].after);
        struct caution_change made = caution_compare(&before.caution, &after.caution);
        struct caution_change back = caution_compare(&after.caution, &before.caution);
        assert_string_equal(caution_direction_name(made.direction), rows[i].direction);
        assert_string_equal(caution_measure_name(made.by), rows[i].by);
        assert_string_equal(caution_direction_name(back.direction), rows[i].back);
    }
}

static void lists_are_sorted_once_each(void **state) {
    (void)state;
    struct text ids[] = {text_of("b"), text_of("a"), text_of("b"), text_of("ab")};
    assert_int_equal(caution_sort(ids, COUNT(ids)), 3);
    assert_true(text_is(ids[0], "a") && text_is(ids[1], "ab") && text_is(ids[2], "b"));
    assert_true(caution_holds(ids, 3, text_of("ab")));
    assert_false(caution_holds(ids, 3, text_of("c")));
    assert_false(caution_holds(ids, 0, text_of("a")));
    assert_int_equal(caution_sort(ids, 0), 0);
}

/* What is read off decisions of one program. */
static struct caution caution_for(struct kit *kit, const char *facts, struct arena *arena) {
    struct caution caution;
    kit_decide(kit, facts);
    assert_true(caution_of(kit->decision, arena, &caution));
    return caution;
}

static void decisions_are_read(void **state) {
    struct kit *kit = *state;
    struct arena arena;
    arena_init(&arena, ARENA_BLOCK, 0);
    kit_rule(kit, RULE_RED_FLAG, "sick", kit_yes_no(kit, "s"), URGENCY_URGENT);
    kit_rule(kit, RULE_PRECONDITION, "early", kit_yes_no(kit, "e"), URGENCY_NONE);
    kit_freeze(kit);
    struct caution well = caution_for(kit, "s=false e=false", &arena);
    struct caution both = caution_for(kit, "s=? e=true", &arena);
    struct caution open = caution_for(kit, "s=false", &arena);
    assert_int_equal(well.outcome, OUTCOME_CLEAR);
    assert_true(well.complete);
    assert_int_equal(well.fired_count, 0);
    assert_int_equal(both.outcome, OUTCOME_REFER);
    assert_int_equal(both.urgency, URGENCY_URGENT);
    assert_int_equal(both.fired_count, 2);
    assert_true(text_is(both.fired[0], "early") && text_is(both.fired[1], "sick"));
    assert_false(open.complete);
    assert_int_equal(caution_compare(&well, &both).direction, CAUTION_MORE);
    assert_int_equal(caution_compare(&both, &open).direction, CAUTION_LESS);
    arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_order),
        cmocka_unit_test(lists_are_sorted_once_each),
        cmocka_unit_test_setup_teardown(decisions_are_read, kit_open, kit_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
