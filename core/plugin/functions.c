#include "plugin/functions.h"

static bool is_identifier(struct synovia_text text) {
    return text.at != NULL && text.length <= SYNOVIA_PLUGIN_NAME_BYTES &&
           text_is_identifier(text_from(text.at, text.length));
}

static bool is_bounded(struct synovia_text text) {
    return text.length <= SYNOVIA_PLUGIN_NAME_BYTES && (text.length == 0 || text.at != NULL);
}

static bool takes_what_it_may(const struct synovia_function *said) {
    if (said->take_count < 1 || said->take_count > SYNOVIA_FUNCTION_INPUTS || said->takes == NULL) {
        return false;
    }
    for (size_t i = 0; i < said->take_count; i++) {
        if (said->takes[i] < SYNOVIA_VALUE_YES_NO || said->takes[i] > SYNOVIA_VALUE_DATE) {
            return false;
        }
    }
    return true;
}

/* Whether they are units at all, the script tells. */
static bool has_units(const struct synovia_function *said) {
    for (size_t i = 0; said->units != NULL && i < said->take_count; i++) {
        if (!is_bounded(said->units[i])) {
            return false;
        }
    }
    return said->units != NULL && is_bounded(said->unit);
}

/* What is wrong with a function; NULL where nothing is. */
static const char *fault_of(const struct synovia_function *said) {
    if (said->size < sizeof *said) {
        return "its description is too small; build it anew";
    }
    if (!is_identifier(said->name)) {
        return "its name is no identifier of at most 64 bytes";
    }
    if (said->gives < SYNOVIA_VALUE_YES_NO || said->gives > SYNOVIA_VALUE_CHOICE) {
        return "it must give a yes_no, a number or a choice";
    }
    if (!takes_what_it_may(said)) {
        return "it must take 1 to 32 inputs, each a yes_no, a number, a choice or a date";
    }
    return has_units(said) ? NULL
                           : "it must name a unit of at most 64 bytes, or an empty one, for "
                             "each input";
}

static bool is_taken(const struct plugin_function *functions, size_t count, struct text name) {
    for (size_t i = 0; i < count; i++) {
        if (text_equal(functions[i].name, name)) {
            return true;
        }
    }
    return false;
}

static size_t count_of(const struct synovia_functions_routines *routines) {
    size_t count = 0;
    while (count <= SYNOVIA_FUNCTIONS && routines->function(count) != NULL) {
        count++;
    }
    return count;
}

static bool read_function(const struct synovia_function *said, struct plugin_function *functions,
                          size_t index, const char **fault) {
    *fault = fault_of(said);
    if (*fault != NULL) {
        return false;
    }
    struct text name = text_from(said->name.at, said->name.length);
    if (is_taken(functions, index, name)) {
        *fault = "another one has the same name";
        return false;
    }
    functions[index] = (struct plugin_function){
        .name = name,
        .gives = said->gives,
        .takes = said->takes,
        .take_count = said->take_count,
        .units = said->units,
        .unit = text_from(said->unit.at, said->unit.length),
    };
    return true;
}

bool plugin_read_functions(const struct plugin *plugin, struct arena *arena,
                           const struct plugin_function **functions, size_t *count,
                           struct text *error) {
    const struct synovia_functions_routines *routines = plugin_table(plugin);
    struct text path = plugin_about(plugin).path;
    *error = text_of("");
    *count = count_of(routines);
    if (*count == 0 || *count > SYNOVIA_FUNCTIONS) {
        *error = arena_format(arena, "%.*s must have 1 to %d functions", (int)path.length, path.at,
                              SYNOVIA_FUNCTIONS);
        return false;
    }
    struct plugin_function *read = arena_calloc(arena, *count, sizeof *read);
    *functions = read;
    const char *fault = NULL;
    for (size_t i = 0; read != NULL && i < *count; i++) {
        if (!read_function(routines->function(i), read, i, &fault)) {
            *error = arena_format(arena, "%.*s: function %zu: %s", (int)path.length, path.at, i + 1,
                                  fault);
            return false;
        }
    }
    return read != NULL;
}
