#include "plugin/kinds.h"

#include "abi/analyser.h"
#include "abi/functions.h"
#include "abi/store.h"

#define REQUIRED(table, routine)                                                                   \
    { #routine, offsetof(struct table, routine), true }
#define OPTIONAL(table, routine)                                                                   \
    { #routine, offsetof(struct table, routine), false }
#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct plugin_routine store_routines[] = {
    REQUIRED(synovia_store_routines, open),    REQUIRED(synovia_store_routines, close),
    REQUIRED(synovia_store_routines, head),    REQUIRED(synovia_store_routines, write),
    REQUIRED(synovia_store_routines, sync),    REQUIRED(synovia_store_routines, read),
    REQUIRED(synovia_store_routines, session), REQUIRED(synovia_store_routines, sessions),
    REQUIRED(synovia_store_routines, source),  REQUIRED(synovia_store_routines, forget),
    OPTIONAL(synovia_store_routines, backup),  OPTIONAL(synovia_store_routines, check),
    OPTIONAL(synovia_store_routines, info),
};

static const struct plugin_routine analyser_routines[] = {
    REQUIRED(synovia_analyser_routines, open),  REQUIRED(synovia_analyser_routines, add),
    REQUIRED(synovia_analyser_routines, hold),  REQUIRED(synovia_analyser_routines, check),
    REQUIRED(synovia_analyser_routines, value), REQUIRED(synovia_analyser_routines, interrupt),
    REQUIRED(synovia_analyser_routines, close),
};

static const struct plugin_routine functions_routines[] = {
    REQUIRED(synovia_functions_routines, function),
    REQUIRED(synovia_functions_routines, call),
};

static const struct plugin_kind kinds[] = {
    {SYNOVIA_KIND_STORE, "store", SYNOVIA_STORE_ABI_MAJOR, SYNOVIA_STORE_ABI_MINOR,
     sizeof(struct synovia_store_routines), store_routines, COUNT(store_routines)},
    {SYNOVIA_KIND_ANALYSER, "analyser", SYNOVIA_ANALYSER_ABI_MAJOR, SYNOVIA_ANALYSER_ABI_MINOR,
     sizeof(struct synovia_analyser_routines), analyser_routines, COUNT(analyser_routines)},
    {SYNOVIA_KIND_FUNCTIONS, "functions", SYNOVIA_FUNCTIONS_ABI_MAJOR, SYNOVIA_FUNCTIONS_ABI_MINOR,
     sizeof(struct synovia_functions_routines), functions_routines, COUNT(functions_routines)},
};

const struct plugin_kind *plugin_kind_of(uint32_t number) {
    for (size_t i = 0; i < COUNT(kinds); i++) {
        if (kinds[i].number == number) {
            return &kinds[i];
        }
    }
    return NULL;
}

const char *plugin_kind_name(uint32_t number) {
    switch (number) {
    case SYNOVIA_KIND_STORE:
        return "store";
    case SYNOVIA_KIND_ANALYSER:
        return "analyser";
    case SYNOVIA_KIND_FUNCTIONS:
        return "functions";
    case SYNOVIA_KIND_GATEWAY:
        return "gateway";
    default:
        return NULL;
    }
}
