#include "clinic.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const enum value_type number[] = {VALUE_NUMBER};
static const enum value_type date_number[] = {VALUE_DATE, VALUE_NUMBER};
static const enum value_type choice_yes_no[] = {VALUE_CHOICE, VALUE_YES_NO};

static const struct text any_unit[2];
static const struct text kilograms[] = {{"kg", 2}};
static const struct text date_years[] = {{NULL, 0}, {"a", 1}};

static const struct library_function functions[] = {
    {{"double", 6}, VALUE_NUMBER, number, any_unit, 1, {NULL, 0}},
    {{"adult", 5}, VALUE_YES_NO, date_number, date_years, 2, {NULL, 0}},
    {{"word", 4}, VALUE_CHOICE, choice_yes_no, any_unit, 2, {NULL, 0}},
    {{"infinite", 8}, VALUE_NUMBER, number, any_unit, 1, {NULL, 0}},
    {{"volume", 6}, VALUE_NUMBER, number, kilograms, 1, {"L", 1}},
    {{"strange", 7}, VALUE_NUMBER, number, any_unit, 1, {"furlong", 7}},
};

/* The library, and whose counts it keeps. */
struct counted {
    struct library library;
    struct clinic *clinic;
};

static bool call(const struct library *library, size_t function,
                 const struct function_value *inputs, size_t count, struct function_value *output,
                 char message[LIBRARY_MESSAGE_BYTES]) {
    (void)library;
    switch (function) {
    case 0:
        output->number = 2 * inputs[0].number;
        snprintf(message, LIBRARY_MESSAGE_BYTES, "%g is too much", inputs[0].number);
        return inputs[0].number <= 100;
    case 1:
        output->yes = inputs[1].number >= 18 && !text_is(inputs[0].choice, "2026-01-01");
        return count == 2;
    case 2:
        output->choice = text_of(inputs[0].none ? "a" : "b");
        return true;
    default:
        output->number = INFINITY;
        return true;
    }
}

static void close_library(const struct library *library) {
    ((const struct counted *)library)->clinic->open--;
    free((void *)library);
}

static const struct library *open_library(void *context, struct text name, struct arena *arena,
                                          struct text *error) {
    struct clinic *clinic = context;
    if (!text_is(name, "clinic")) {
        *error = arena_format(arena, "\"%.*s\" is not here", (int)name.length, name.at);
        return NULL;
    }
    struct counted *counted = calloc(1, sizeof *counted);
    if (counted == NULL) {
        return NULL;
    }
    counted->clinic = clinic;
    counted->library = (struct library){.name = text_of("clinic"),
                                        .functions = functions,
                                        .function_count = sizeof functions / sizeof *functions,
                                        .call = call,
                                        .close = close_library};
    snprintf(counted->library.digest, sizeof counted->library.digest, "%s", clinic->digest);
    clinic->opened++;
    clinic->open++;
    return &counted->library;
}

struct library_finder clinic_finder(struct clinic *clinic) {
    struct library_finder finder = {.context = clinic, .open = open_library};
    return finder;
}
