#include "cli/verbs.h"

#include "base/near.h"

#include <stdio.h>

const struct verb *verbs_table(void) {
    static const struct verb table[] = {
#define VERB(name, takes, does) {#name, takes, does, verb_##name},
        SYNOVIA_VERBS(VERB)
#undef VERB
            {NULL, NULL, NULL, NULL},
    };
    return table;
}

const struct verb *verbs_find(const char *name) {
    for (const struct verb *verb = verbs_table(); verb->name != NULL; verb++) {
        if (strcmp(verb->name, name) == 0) {
            return verb;
        }
    }
    return NULL;
}

const struct verb *verbs_nearest(const char *name) {
    struct near_search search;
    near_begin(&search, text_of(name));
    for (const struct verb *verb = verbs_table(); verb->name != NULL; verb++) {
        near_offer(&search, text_of(verb->name));
    }
    struct text nearest = near_result(&search);
    return text_is_empty(nearest) ? NULL : verbs_find(nearest.at);
}

enum exit_code verbs_run(const struct verb *verb, int argc, char **argv) {
    enum { NAME_SIZE = 64 };
    char name[NAME_SIZE];
    snprintf(name, sizeof name, "synovia %s", verb->name);
    argv[0] = name;
    return verb->run(argc, argv);
}
