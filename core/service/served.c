#include "service/served.h"

#include <stdlib.h>
#include <string.h>

struct served *served_new(struct loaded *loaded, const char *path, int64_t live_since) {
    struct served *served = calloc(1, sizeof *served);
    char *copy = strdup(path);
    if (served == NULL || copy == NULL) {
        free(served);
        free(copy);
        return NULL;
    }
    *served = (struct served){
        .count = 1,
        .loaded = loaded,
        .program = load_program(loaded),
        .functions = load_functions(loaded),
        .path = copy,
        .live_since = live_since,
    };
    return served;
}

struct served *served_keep(struct served *served) {
    served->count++;
    return served;
}

void served_release(struct served *served) {
    if (served == NULL || --served->count > 0) {
        return;
    }
    if (served->link != NULL) {
        *served->link = served->next;
    }
    if (served->next != NULL) {
        served->next->link = served->link;
    }
    load_free(served->loaded);
    free(served->path);
    free(served);
}
