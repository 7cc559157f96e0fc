/*
 * A plug-in with one function, sum(number, number) -> number, that is right in everything; objects
 * beside this header change one thing.
 */
#ifndef SYNOVIA_TESTS_PLUGIN_GOOD_FUNCTIONS_H
#define SYNOVIA_TESTS_PLUGIN_GOOD_FUNCTIONS_H

#include "abi/functions.h"

static const struct synovia_function *only_function;

static inline const struct synovia_function *the_function(size_t index) {
    return index == 0 ? only_function : NULL;
}

static inline int sum(size_t index, const struct synovia_value *const *inputs, size_t count,
                      struct synovia_value *output, struct synovia_message *message) {
    (void)index, (void)count, (void)message;
    output->number = inputs[0]->number + inputs[1]->number;
    return 0;
}

static inline struct synovia_function good_function(void) {
    static const uint32_t takes[] = {SYNOVIA_VALUE_NUMBER, SYNOVIA_VALUE_NUMBER};
    static const struct synovia_text units[2]; /* any */
    struct synovia_function function = {
        .size = sizeof function,
        .name = SYNOVIA_TEXT("sum"),
        .about = SYNOVIA_TEXT("the sum of two numbers"),
        .gives = SYNOVIA_VALUE_NUMBER,
        .takes = takes,
        .take_count = 2,
        .units = units,
    };
    return function;
}

/* The description of a plug-in whose functions `list` tells; `function` is what the_function gives.
 */
static inline const struct synovia_plugin *
describe_functions_by(const struct synovia_function *function,
                      const struct synovia_function *(*list)(size_t index)) {
    static struct synovia_functions_routines routines;
    static struct synovia_plugin said;
    only_function = function;
    routines = (struct synovia_functions_routines){sizeof routines, list, sum};
    said = (struct synovia_plugin){
        .size = sizeof said,
        .magic = SYNOVIA_PLUGIN_MAGIC,
        .kind = SYNOVIA_KIND_FUNCTIONS,
        .abi_major = SYNOVIA_FUNCTIONS_ABI_MAJOR,
        .abi_minor = SYNOVIA_FUNCTIONS_ABI_MINOR,
        .name = SYNOVIA_TEXT("sums"),
        .table = &routines,
    };
    return &said;
}

static inline const struct synovia_plugin *
describe_functions(const struct synovia_function *function) {
    return describe_functions_by(function, the_function);
}

#endif
