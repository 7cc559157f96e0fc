/*
 * The frame scanner: where one MessagePack value ends in a stream of bytes, and whether it may be
 * let in at all.
 *
 * MessagePack has no length in front of a message, and a header of five bytes can claim four
 * thousand million items. So nothing is decoded before this scanner has walked the headers, against
 * our own limits, without allocating:
 *
 *     bytes so far   94 00 07 a6 s c r e e n 91 81 ...
 *                    ^frame                     ^next_header (may lie beyond the bytes so far)
 *
 * It remembers where the next header starts and how many values each open array or map still owes,
 * so that a frame that arrives byte by byte is walked once, not once per byte.
 */
#ifndef SYNOVIA_WIRE_FRAME_H
#define SYNOVIA_WIRE_FRAME_H

#include "base/text.h"

#include <stdint.h>

/* msgpack-c decodes no deeper than this, whatever our own limit is. */
enum { FRAME_DEPTH_MOST = 32 };

struct frame_limits {
    uint64_t bytes; /* of one frame */
    uint64_t items; /* values in one frame: map keys, map values, and containers themselves */
    unsigned depth; /* arrays and maps within each other; at most FRAME_DEPTH_MOST */
};

/* The limits of a server's door: LIMIT_FRAME_BYTES, LIMIT_FRAME_ITEMS, LIMIT_FRAME_DEPTH. */
struct frame_limits frame_limits_of_requests(void);

/* What a client takes from the server that it has chosen: 256 MiB, 2^26 items, the greatest depth.
 */
struct frame_limits frame_limits_of_responses(void);

/*
 * FRAME_ERROR(name, code, message): the message is a printf format of `found` and `allowed` in
 * struct frame_result.
 */
#define FRAME_ERRORS(FRAME_ERROR)                                                                  \
    FRAME_ERROR(TOO_LARGE, "frame-too-large",                                                      \
                "the message has at least %llu bytes, and %llu are allowed; send fewer people or " \
                "shorter texts in one request")                                                    \
    FRAME_ERROR(TOO_MANY_ITEMS, "frame-too-many-items",                                            \
                "the message holds at least %llu values, and %llu are allowed; split the request") \
    FRAME_ERROR(TOO_DEEP, "frame-too-deep",                                                        \
                "arrays and maps are nested %llu deep, and %llu levels are allowed")               \
    FRAME_ERROR(MALFORMED, "frame-malformed",                                                      \
                "the byte 0x%llx at offset %llu of the message is never used by MessagePack; is "  \
                "the peer speaking MessagePack-RPC?")

enum frame_error {
    FRAME_OK,
#define FRAME_ERROR(name, code, message) FRAME_##name,
    FRAME_ERRORS(FRAME_ERROR)
#undef FRAME_ERROR
};

enum frame_status {
    FRAME_PARTIAL, /* all is well so far; more bytes are needed */
    FRAME_WHOLE,   /* one whole frame */
    FRAME_REFUSED, /* the stream cannot be followed any further: answer if possible, and close */
};

struct frame_result {
    enum frame_status status;
    enum frame_error error; /* FRAME_OK unless refused */
    uint64_t length;        /* whole: bytes of the frame; partial: the least it will have */
    uint64_t found;   /* refused: bytes, items or levels found; or the byte that is malformed */
    uint64_t allowed; /* refused: the limit that it passes; or the offset of that byte */
};

/* The state of one stream, for frame_scan alone; plain, and may be copied. */
struct frame_scanner {
    struct frame_limits limits;
    uint64_t next_header;            /* offset in the frame; what is before it is accounted for */
    uint64_t items;                  /* values declared so far, the outermost included */
    uint64_t owed;                   /* of these, the values whose header is still to come */
    unsigned depth;                  /* arrays and maps that are open */
    uint64_t open[FRAME_DEPTH_MOST]; /* values that each of them still owes, outermost first */
    struct frame_result refusal;     /* sticky, once status is FRAME_REFUSED */
};

void frame_scanner_init(struct frame_scanner *scanner, struct frame_limits limits);

/*
 * Looks at the bytes of the stream from the start of the current frame on: all of them each time,
 * the earlier ones unchanged (they are not walked again). After FRAME_WHOLE the scanner stands
 * ready for the next frame, which starts `length` bytes further on. A refusal is sticky.
 */
struct frame_result frame_scan(struct frame_scanner *scanner, struct text bytes);

/* The wire's code of an error, such as "frame-too-large"; "ok" for FRAME_OK. */
const char *frame_error_code(enum frame_error error);

enum { FRAME_MESSAGE_SIZE = 256 };

/* Says what was found, what is allowed and the cure; empty unless refused. Returns a view of `out`.
 */
struct text frame_describe(const struct frame_result *result, char out[FRAME_MESSAGE_SIZE]);

#endif
