#include "service/recall.h"

#include <stdlib.h>

enum { SLOTS = 1 << 15, DIGITS = HASH128_HEX_SIZE - 1 };

void recall_free(struct recall *recall) {
    free(recall->slots);
    recall->slots = NULL;
}

/* The ids are hashes, so their first digits scatter them well enough. */
static struct recalled *slot_of(const struct recall *recall, const char *id) {
    size_t value = 0;
    for (size_t i = 0; i < 6; i++) {
        value = value * 31 + (unsigned char)id[i];
    }
    return &recall->slots[value % SLOTS];
}

void recall_put(struct recall *recall, const char *id, uint32_t edition) {
    if (recall->slots == NULL) {
        recall->slots = calloc(SLOTS, sizeof *recall->slots);
    }
    if (recall->slots != NULL) {
        struct recalled *slot = slot_of(recall, id);
        memcpy(slot->id, id, DIGITS);
        slot->edition = edition;
    }
}

uint32_t recall_find(const struct recall *recall, struct text id) {
    if (recall->slots == NULL || id.length != DIGITS) {
        return 0;
    }
    const struct recalled *slot = slot_of(recall, id.at);
    return memcmp(slot->id, id.at, DIGITS) == 0 ? slot->edition : 0;
}
