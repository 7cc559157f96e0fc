/* Measures of a body for `derive`, as the smallest complete plug-in; plugins/README.md shows it. */
#include "abi/functions.h"

#include <math.h>

/* Body surface by Mosteller (N Engl J Med 1987;317:1098): height in cm, weight in kg, gives m2. */
static int surface(const struct synovia_value *height, const struct synovia_value *weight,
                   struct synovia_value *output, struct synovia_message *message) {
    if (height->kind == SYNOVIA_VALUE_NONE || weight->kind == SYNOVIA_VALUE_NONE) {
        synovia_say(message, "height and weight are needed, and one of them is none");
        return 1;
    }
    output->number = sqrt(height->number * weight->number / 3600);
    return 0;
}

static const uint32_t two_numbers[] = {SYNOVIA_VALUE_NUMBER, SYNOVIA_VALUE_NUMBER};
static const struct synovia_text cm_and_kg[] = {SYNOVIA_TEXT("cm"), SYNOVIA_TEXT("kg")};

static const struct synovia_function functions[] = {
    {
        .size = sizeof(struct synovia_function),
        .name = SYNOVIA_TEXT("surface"),
        .about = SYNOVIA_TEXT("body surface in m2 from height in cm and weight in kg (Mosteller)"),
        .gives = SYNOVIA_VALUE_NUMBER,
        .takes = two_numbers,
        .take_count = 2,
        .units = cm_and_kg,
        .unit = SYNOVIA_TEXT("m2"),
    },
};

static const struct synovia_function *function(size_t index) {
    return index < sizeof functions / sizeof *functions ? &functions[index] : NULL;
}

static int call(size_t index, const struct synovia_value *const *inputs, size_t count,
                struct synovia_value *output, struct synovia_message *message) {
    (void)index, (void)count; /* there is one function, and the program counts its inputs */
    return surface(inputs[0], inputs[1], output, message);
}

static const struct synovia_functions_routines routines = {
    .size = sizeof routines,
    .function = function,
    .call = call,
};

static const struct synovia_plugin description = {
    .size = sizeof description,
    .magic = SYNOVIA_PLUGIN_MAGIC,
    .kind = SYNOVIA_KIND_FUNCTIONS,
    .abi_major = SYNOVIA_FUNCTIONS_ABI_MAJOR,
    .abi_minor = 0,
    .name = SYNOVIA_TEXT("body"),
    .version = SYNOVIA_TEXT("1.0.0"),
    .about = SYNOVIA_TEXT("measures of a body"),
    .table = &routines,
};

const struct synovia_plugin *synovia_plugin(const struct synovia_host *host) {
    (void)host;
    return &description;
}
