/*
 * Dates: completed units up to as_of, the day that is already tomorrow, days between two dates,
 * and dates that are not known.
 */
#include "rules/kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(rows) (sizeof(rows) / sizeof(rows)[0])

static void completed_units(void **state) {
    struct kit *kit = *state; /* as_of 2026-05-01 */
    node_id surgery = kit_date(kit, "surgery");
    const enum node_op ops[] = {NODE_DAYS_AGO, NODE_WEEKS_AGO, NODE_MONTHS_AGO, NODE_YEARS_AGO};
    uint32_t probes[4];
    for (size_t i = 0; i < 4; i++) {
        probes[i] = kit_probe(kit, build_unary(kit->builder, ops[i], surgery));
    }
    const struct {
        const char *facts;
        const char *units[4]; /* days, weeks, months, years */
    } rows[] = {
        {"surgery=2026-05-01", {"0", "0", "0", "0"}},
        {"surgery=2026-04-30", {"1", "0", "0", "0"}},
        {"surgery=2026-04-24", {"7", "1", "0", "0"}},
        {"surgery=2026-04-02", {"29", "4", "0", "0"}},
        {"surgery=2026-04-01", {"30", "4", "1", "0"}},
        {"surgery=2025-05-02", {"364", "52", "11", "0"}},
        {"surgery=2025-05-01", {"365", "52", "12", "1"}},
        {"surgery=2026-05-02", {"0", "0", "0", "0"}}, /* a day ahead counts as today */
        {"", {"0..inf", "0..inf", "0..inf", "0..inf"}},
        {"surgery=?", {"0..inf", "0..inf", "0..inf", "0..inf"}},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        for (size_t unit = 0; unit < 4; unit++) {
            kit_check_cell(kit, probes[unit], &(struct kit_row){rows[i].facts, rows[i].units[unit]},
                           1);
        }
    }
}

static void the_future(void **state) {
    struct kit *kit = *state;
    kit_date(kit, "past");
    node_id due =
        kit_fact(kit, (struct fact){.name = text_of("due"), .type = VALUE_DATE, .future = true});
    uint32_t probe = kit_probe(kit, build_unary(kit->builder, NODE_DAYS_AGO, due));
    const struct kit_row rows[] = {
        {"past=2026-05-02", "clear/none complete"},
        {"past=2026-05-03", "invalid/none complete | fault: past future-date"},
        {"due=2030-01-01", "clear/none complete"},
    };
    kit_check(kit, rows, COUNT(rows));
    const struct kit_row cells[] = {
        {"due=2026-05-11", "-10"}, {"due=2026-04-21", "10"}, {"", "-inf..inf"}};
    kit_check_cell(kit, probe, cells, COUNT(cells));
}

static void an_unknown_date_is_in_the_past(void **state) {
    struct kit *kit = *state;
    node_id ago = build_unary(kit->builder, NODE_DAYS_AGO, kit_date(kit, "surgery"));
    uint32_t at_least = kit_probe(kit, kit_at_least(kit, ago, 0));
    uint32_t over = kit_probe(kit, kit_over(kit, ago, -1));
    uint32_t recent = kit_probe(kit, kit_under(kit, ago, 90));
    kit_check_cell(kit, at_least, &(struct kit_row){"", "true"}, 1);
    kit_check_cell(kit, over, &(struct kit_row){"", "true"}, 1);
    const struct kit_row rows[] = {
        {"", "unknown"}, {"surgery=2026-02-01", "true"}, {"surgery=2026-01-31", "false"}};
    kit_check_cell(kit, recent, rows, COUNT(rows));
}

static void no_date_at_all(void **state) {
    struct kit *kit = *state;
    node_id surgery = kit_fact(
        kit, (struct fact){.name = text_of("surgery"), .type = VALUE_DATE, .has_none = true});
    node_id ago = build_unary(kit->builder, NODE_MONTHS_AGO, surgery);
    uint32_t value = kit_probe(kit, ago);
    uint32_t recent = kit_probe(kit, kit_at_most(kit, ago, 6));
    const struct kit_row values[] = {
        {"surgery=none", "none"}, {"surgery=2026-03-01", "2"}, {"", "0..inf or none"}};
    kit_check_cell(kit, value, values, COUNT(values));
    const struct kit_row rows[] = {
        {"surgery=none", "false"}, {"surgery=2026-03-01", "true"}, {"", "unknown"}};
    kit_check_cell(kit, recent, rows, COUNT(rows));
}

static void days_between_two_dates(void **state) {
    struct kit *kit = *state;
    node_id from = kit_date(kit, "from");
    node_id to = kit_date(kit, "to");
    uint32_t probe = kit_probe(kit, build_binary(kit->builder, NODE_DAYS_UNTIL, from, to));
    const struct kit_row rows[] = {
        {"from=2026-01-01 to=2026-01-31", "30"},
        {"from=2026-01-31 to=2026-01-01", "-30"},
        {"from=2024-02-28 to=2024-03-01", "2"},
        {"from=2026-01-01", "-inf..inf"},
    };
    kit_check_cell(kit, probe, rows, COUNT(rows));
}

/* Only as_of tells what day it is. */
static void as_of_is_the_only_clock(void **state) {
    struct kit *kit = *state;
    uint32_t probe =
        kit_probe(kit, build_unary(kit->builder, NODE_YEARS_AGO, kit_date(kit, "born")));
    kit_check_cell(kit, probe, &(struct kit_row){"born=2000-05-02", "25"}, 1);
    kit->as_of++;
    kit_check_cell(kit, probe, &(struct kit_row){"born=2000-05-02", "26"}, 1);
    assert_int_equal(kit->decision->as_of, kit->as_of);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(completed_units, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(the_future, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(an_unknown_date_is_in_the_past, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(no_date_at_all, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(days_between_two_dates, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(as_of_is_the_only_clock, kit_open, kit_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
