#include "service/editions.h"

void editions_add(struct editions *editions, struct served *served) {
    served->number = ++editions->given;
    served->next = editions->first;
    served->link = &editions->first;
    if (served->next != NULL) {
        served->next->link = &served->next;
    }
    editions->first = served;
}

struct served *editions_find(const struct editions *editions, struct text digest) {
    struct served *served = editions->first;
    while (served != NULL && !text_equal(served->program->header.digest, digest)) {
        served = served->next;
    }
    return served;
}

struct served *editions_numbered(const struct editions *editions, uint32_t number) {
    struct served *served = editions->first;
    while (served != NULL && served->number != number) {
        served = served->next;
    }
    return served;
}
