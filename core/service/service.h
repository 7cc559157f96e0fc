/*
 * The service without a socket: bytes in, bytes out. This is the library's public header; the
 * sockets (net) and the command line (cli) stand on it and on nothing below it.
 *
 *     frame of bytes ── service_answer ──> whole response frames, appended to a buffer
 *
 * A service belongs to one thread. It opens protocol files and nothing else: no socket, no thread,
 * and no clock but the one that it is given.
 */
#ifndef SYNOVIA_SERVICE_SERVICE_H
#define SYNOVIA_SERVICE_SERVICE_H

#include "base/buffer.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

struct service;

struct service_options {
    /* Today's day number in UTC (base/date.h): the default `as_of`, and for `review_by`. */
    int32_t (*today)(void *context);
    /* POSIX time in milliseconds, for `live_since`. */
    int64_t (*now)(void *context);
    void *context;
};

/* NULL where memory ran out. The options are copied; what they point to must outlive the service. */
struct service *service_new(const struct service_options *options);
void service_free(struct service *service);

/* ---- protocols ------------------------------------------------------------------------------- */

enum service_load {
    SERVICE_LOADED,     /* it checks, and is served from now on */
    SERVICE_REJECTED,   /* it has errors; an older version, where there is one, stays live */
    SERVICE_UNREADABLE, /* no such file, or no permission */
    SERVICE_NO_MEMORY,
};

/*
 * Checks the protocol file and, where it has no errors, serves it. Appends one MessagePack map to
 * `report`: { file, protocol?, version?, digest?, errors, warnings, diagnostics: [{ severity, code,
 * file, line, column, message, cure? }] }; `errors` and `warnings` are counts. A protocol of the
 * same id is replaced in whole; requests under way keep the old one.
 */
enum service_load service_load_file(struct service *service, const char *path,
                                    struct buffer *report);

/* As service_load_file, but serves nothing. */
enum service_load service_check_file(struct service *service, const char *path,
                                     struct buffer *report);

/* Ids of the protocols served, sorted; valid until the next load. */
size_t service_protocol_count(const struct service *service);
struct text service_protocol_id(const struct service *service, size_t index);

/*
 * Runs the tests beside the protocol file. Calls `each` (where not NULL) after every test with one
 * MessagePack map { name, kind, status: "passed" | "failed" | "skipped", milliseconds, file, line,
 * given?, expected?, got?, why?, how? }, and appends to `summary` { protocol?, passed, failed,
 * skipped, errors, diagnostics }. Tests whose name does not contain `filter` (where not empty) are
 * left out.
 */
struct test_listener {
    void *context;
    void (*each)(void *context, struct text test);
};
enum service_load service_test_file(struct service *service, const char *path, struct text filter,
                                    const struct test_listener *listener, struct buffer *summary);

/* ---- requests -------------------------------------------------------------------------------- */

/* What the service keeps for one connection. */
struct service_peer;

struct service_peer *service_peer_new(struct service *service);
void service_peer_free(struct service_peer *peer);

/*
 * Answers one whole frame (wire/frame.h has found it): appends the response, or nothing for a
 * notification. False where the connection should be closed (memory ran out, or bytes that are no
 * MessagePack-RPC); what could be answered is in `out` even then.
 */
bool service_answer(struct service_peer *peer, struct text frame, struct buffer *out);

/*
 * Where a stream stands: scans `bytes` (all bytes of the current frame so far) for the peer.
 * SERVICE_REFUSED appends an error response where one can be sent; the connection is then closed.
 */
enum service_scan { SERVICE_PARTIAL, SERVICE_WHOLE, SERVICE_REFUSED };
enum service_scan service_scan(struct service_peer *peer, struct text bytes, size_t *length,
                               struct buffer *out);

/* ---- for programs that speak JSON (the command line, batches) --------------------------------- */

/*
 * One call in process: `params` is JSON text of an object. Appends the result as JSON, compact or
 * pretty, and returns true; or appends { "code", "message" } and returns false.
 */
bool service_call_json(struct service_peer *peer, struct text method, struct text params,
                       bool pretty, struct buffer *out);

/* MessagePack to JSON text and back, for a client of another process; false appends a message. */
bool service_json_from_wire(struct text value, bool pretty, struct buffer *out);
bool service_json_to_wire(struct text json, struct buffer *out);

#endif
