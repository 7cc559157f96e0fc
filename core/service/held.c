#include "service/held.h"

#include <stdlib.h>

struct held_answer *held_new(struct text response, struct text frame) {
    struct held_answer *held = malloc(sizeof *held + response.length + frame.length);
    if (held == NULL) {
        return NULL;
    }
    char *bytes = (char *)(held + 1);
    *held = (struct held_answer){
        .response = text_from(bytes, response.length),
        .frame = text_from(bytes + response.length, frame.length),
    };
    if (response.length > 0) {
        memcpy(bytes, response.at, response.length);
    }
    if (frame.length > 0) {
        memcpy(bytes + response.length, frame.at, frame.length);
    }
    return held;
}

void held_free(struct held_answer *held) {
    free(held);
}

static size_t size_of(const struct held_answer *held) {
    return sizeof *held + held->response.length + held->frame.length;
}

void held_add(struct held_answers *list, struct held_answer *held) {
    held->next = NULL;
    *(list->last == NULL ? &list->first : &list->last->next) = held;
    list->last = held;
    list->bytes += size_of(held);
}

struct held_answer *held_take(struct held_answers *list) {
    struct held_answer *held = list->first;
    if (held != NULL) {
        list->first = held->next;
        list->last = held->next == NULL ? NULL : list->last;
        list->bytes -= size_of(held);
    }
    return held;
}

void held_forget_peer(struct held_answers *list, const struct service_peer *peer) {
    for (struct held_answer *held = list->first; held != NULL; held = held->next) {
        held->peer = held->peer == peer ? NULL : held->peer;
    }
}

void held_free_all(struct held_answers *list) {
    struct held_answer *held;
    while ((held = held_take(list)) != NULL) {
        held_free(held);
    }
}
