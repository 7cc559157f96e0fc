#include "proof/analyser.h"

#include "plugin/plugin.h"

#include <stdio.h>
#include <stdlib.h>

const struct synovia_analyser_routines *test_analyser(void) {
    static struct plugin *plugin;
    struct arena arena;
    struct text error;
    struct plugin_places nowhere = {0};
    arena_init(&arena, 4096, 0);
    if (plugin == NULL) {
        plugin = plugin_open(&nowhere, SYNOVIA_PROVER, SYNOVIA_KIND_ANALYSER, &arena, &error);
    }
    if (plugin == NULL) {
        fprintf(stderr, "%.*s\n", (int)error.length, error.at);
        exit(1);
    }
    arena_free(&arena);
    return plugin_table(plugin);
}
