/* Sessions as transcripts: a table for each sentence of the design's section on them. */
#include "guide/guiding.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define CHECK(text, ...)                                                                           \
    do {                                                                                           \
        const struct guiding_row rows[] = {__VA_ARGS__};                                           \
        guiding_check(text, rows, sizeof rows / sizeof *rows);                                     \
    } while (0)

static const char plain[] = "technique 'walk' { title = 'T', idle = minutes(1),\n"
                            "  step 'sit' { 'Sit.' },\n"
                            "  loop 'repeats' { at_most = 2, finish_when = tired,\n"
                            "    step 'reach' { 'Reach.' }, step 'back' { 'Back.' } },\n"
                            "  step 'rise' { 'Rise.' } }\n";

static void from_the_start_to_the_end(void **state) {
    (void)state;
    CHECK(plain, {"start walk well=true tingling=false", "1 step sit 1/4 | watch: hurts"},
          {"report 1 hurts=false", "2 step reach#1 2/4 repeats 1/2 | watch: hurts tired"});
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(from_the_start_to_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
