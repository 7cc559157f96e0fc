#include "service/analysers.h"

enum { ARENA_BLOCK = 1024 };

struct plugin *analyser_open(struct buffer *problem) {
    struct arena arena;
    struct text error = {NULL, 0};
    arena_init(&arena, ARENA_BLOCK, 0);
    struct plugin_places places = plugin_places_of_process(&arena);
    struct plugin *plugin = plugin_open(&places, "prover", SYNOVIA_KIND_ANALYSER, &arena, &error);
    if (plugin == NULL) {
        buffer_append_text(problem, error);
    }
    arena_free(&arena);
    return plugin;
}

const struct synovia_analyser_routines *analyser_routines(const struct plugin *plugin) {
    return plugin_table(plugin);
}
