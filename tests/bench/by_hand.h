/*
 * The reference: the thoracic protocol's screening written by hand in C on msgpack-c, as a good
 * programmer would who needs exactly these rules and no others. Same request in, same decision out
 * but for its id (bench_decisions.c compares them before it measures).
 */
#ifndef SYNOVIA_BENCH_BY_HAND_H
#define SYNOVIA_BENCH_BY_HAND_H

#include <msgpack.h>
#include <stdbool.h>

struct by_hand {
    msgpack_unpacked unpacked; /* reused from request to request */
    msgpack_sbuffer out;
    const char *digest; /* what the decision names */
};

void by_hand_init(struct by_hand *by_hand, const char *digest);
void by_hand_free(struct by_hand *by_hand);

/* Answers one request; the response is in `out`. False where it is no such request. */
bool by_hand_answer(struct by_hand *by_hand, const char *request, size_t length);

#endif
