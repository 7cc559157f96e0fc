/*
 * The server: one libuv loop that carries bytes between sockets and the service.
 *
 *     socket ── bytes ──> connection ── frames ──> service ── responses ──> connection ──> socket
 *
 * It knows nothing of what the bytes mean. It sees to what a network does: bytes that come one by
 * one, readers that are slow, peers that fall silent or speak nonsense, and an operator who wants
 * it to end.
 */
#ifndef SYNOVIA_NET_SERVER_H
#define SYNOVIA_NET_SERVER_H

#include "net/log.h"
#include "service/service.h"

struct server_options {
    struct service *service;   /* outlives the server */
    struct log *log;           /* outlives the server */
    const char *const *listen; /* addresses (net/address.h) */
    size_t listen_count;       /* 0: ADDRESS_DEFAULT */
    unsigned idle_seconds;     /* 0: LIMIT_IDLE_SECONDS; so with those below */
    unsigned frame_seconds;
    unsigned write_seconds;
    size_t queue_bytes;
    size_t connections;
    /* Protocols that are loaded anew when they change, and at SIGHUP; NULL: none are. */
    const char *watch;
    /* Called for each address once it is listened on, with the port that was chosen, and with NULL
     * when all are; not called where one fails. */
    void (*ready)(void *context, const char *address);
    void *context;
};

enum server_end {
    SERVER_DRAINED, /* SIGTERM or SIGINT: what was received in full has been answered */
    SERVER_CUT,     /* a second signal: at once */
    SERVER_FAILED,  /* an address could not be listened on, or memory ran out: logged */
};

/*
 * Listens and serves until a signal. Handles SIGTERM and SIGINT meanwhile, and ignores SIGPIPE and
 * SIGXFSZ for good. Closes every connection and leaves no handle behind; Unix sockets are unlinked.
 */
enum server_end server_run(const struct server_options *options);

#endif
