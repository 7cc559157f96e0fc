/*
 * A client that waits: one request out, one response back, on a loop of its own. Who has subscribed
 * to something stays, and hears on.
 */
#ifndef SYNOVIA_NET_CLIENT_H
#define SYNOVIA_NET_CLIENT_H

#include "base/buffer.h"
#include "base/text.h"
#include "net/address.h"

enum client_end {
    CLIENT_ANSWERED,
    CLIENT_UNREACHABLE, /* nobody listens there, or the address is none */
    CLIENT_LOST,        /* the connection was closed before the response was whole */
    CLIENT_TIMED_OUT,
    CLIENT_INTERRUPTED, /* SIGINT or SIGTERM, while it stayed */
    CLIENT_NO_MEMORY,
};

struct client_request {
    const char *address;   /* net/address.h */
    struct text bytes;     /* what to send */
    unsigned milliseconds; /* that all of it may take, staying left aside */
    /* True when `received` is the whole response, or cannot become one; called after every read. */
    bool (*is_whole)(void *context, struct text received);
    /* Where not NULL: true once it was answered and there is more to hear. From then on time does
     * not count, and it ends with is_whole, a signal or the connection. */
    bool (*stays)(void *context);
    void *context;
};

/* Appends what was received to `response`. Unless answered, `problem` says what went wrong. */
enum client_end client_exchange(const struct client_request *request, struct buffer *response,
                                char problem[ADDRESS_PROBLEM_SIZE]);

#endif
