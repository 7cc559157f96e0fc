/*
 * One request on its way: what a method reads from and answers to.
 *
 *     dispatch ── head of the result ──> method ── one value ──> done
 *                                          └─ request_fail ──> all taken back, an error instead
 */
#ifndef SYNOVIA_SERVICE_REQUEST_H
#define SYNOVIA_SERVICE_REQUEST_H

#include "service/error_codes.h"
#include "service/service_private.h"

struct request {
    struct service *service;
    struct service_peer *peer;
    uint32_t id;
    struct wire_value params; /* a map */
    struct arena *arena;      /* for this request alone */
    struct buffer *out;
    size_t start;      /* length of `out` before the response */
    size_t result;     /* the same before the result */
    bool failed;       /* an error was written */
    bool is_later;     /* a job answers, or the answer is held */
    struct text frame; /* the bytes that it was read from */
    bool is_fresh;     /* its session was just looked for in the store: memory has what is there */
    bool is_sought;    /* and the store does not have it */
    unsigned tries;    /* how often it was asked again */
};

/* Takes back what was written of the response and writes the error instead. Only the first error of
 * a request counts. Always false, so that a reader can return it. */
bool request_fail(struct request *request, enum error_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same with one MessagePack value as `details`, for clients that asked for errors as maps. */
bool request_fail_with(struct request *request, enum error_code code, struct text details,
                       const char *format, ...) __attribute__((format(printf, 4, 5)));

bool request_fail_memory(struct request *request);

#endif
