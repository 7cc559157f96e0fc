/* Prints the tables of the wire reference, from the tables that the service itself goes by.
 *
 * usage: print_wire_tables methods | errors | limits | faults | states */
#include "base/limits.h"
#include "guide/guide.h"
#include "rules/intake.h"
#include "service/methods.h"

#include <stdio.h>

static void print_methods(void) {
    puts("| method | key | kind | | meaning |\n| --- | --- | --- | --- | --- |");
    for (const struct method *const *at = method_table(); *at != NULL; at++) {
        const struct method *method = *at;
        printf("| **`%s`** | | | | %s |\n", method->name, method->summary);
        for (size_t i = 0; i < method->param_count; i++) {
            const struct param *param = &method->params[i];
            printf("| | `%s` | %s | %s | %s |\n", param->name, param_kind_words(param->kind),
                   param->required ? "required" : "", param->meaning);
        }
    }
}

static void print_errors(void) {
    puts("| code | first element | meaning |\n| --- | --- | --- |");
    for (enum error_code code = 0; code < ERROR_CODES; code++) {
        printf("| `%s` | %d | %s |\n", error_code_text(code), error_code_is_callers(code) ? 1 : 0,
               error_code_meaning(code));
    }
}

static void print_limits(void) {
    puts("| limit | value | unit | past it | of what |\n| --- | --- | --- | --- | --- |");
    for (const struct limit *limit = limits_table(); limit->name != NULL; limit++) {
        printf("| `%s` | %ld | %s | `%s` | %s |\n", limit->name, limit->value, limit->unit,
               limit->code, limit->meaning);
    }
}

static void print_faults(void) {
    puts("| code | meaning |\n| --- | --- |");
    for (enum fault_code code = 0; code < FAULT_CODE_COUNT; code++) {
        printf("| `%s` | %s |\n", fault_code_name(code), fault_code_meaning(code));
    }
}

static void print_states(void) {
    puts("| state | meaning |\n| --- | --- |");
    for (enum guide_state state = 0; state < GUIDE_STATE_COUNT; state++) {
        printf("| `%s` | %s |\n", guide_state_name(state), guide_state_meaning(state));
    }
}

int main(int argc, char **argv) {
    static const struct {
        const char *name;
        void (*print)(void);
    } tables[] = {
        {"methods", print_methods}, {"errors", print_errors}, {"limits", print_limits},
        {"faults", print_faults},   {"states", print_states},
    };
    for (size_t i = 0; argc == 2 && i < sizeof tables / sizeof *tables; i++) {
        if (strcmp(argv[1], tables[i].name) == 0) {
            tables[i].print();
            return 0;
        }
    }
    fputs("usage: print_wire_tables methods | errors | limits | faults | states\n", stderr);
    return 2;
}
