#include "wire/frame.h"

#include "base/limits.h"

#include <stdbool.h>
#include <stdio.h>

enum header_kind { PLAIN, BYTES, ARRAY, MAP, NEVER_USED };

/* What the first byte of a header tells: a BYTES, ARRAY or MAP has its length in `length_bytes`
 * more bytes; `body` bytes follow in any case (a number's, or an ext's type and fixed data). */
struct header_form {
    uint8_t kind;
    uint8_t length_bytes;
    uint8_t body;
};

/* A header that has arrived whole. */
struct header {
    enum header_kind kind;
    uint64_t end;      /* offset behind the value's own bytes, which are not looked at */
    uint64_t children; /* values that an array or a map owes */
};

struct frame_limits frame_limits_of_requests(void) {
    struct frame_limits limits = {LIMIT_FRAME_BYTES, LIMIT_FRAME_ITEMS, LIMIT_FRAME_DEPTH};
    return limits;
}

struct frame_limits frame_limits_of_responses(void) {
    struct frame_limits limits = {UINT64_C(1) << 28, UINT64_C(1) << 26, FRAME_DEPTH_MOST};
    return limits;
}

/* Forgets the frame, keeps the limits. */
static void start_frame(struct frame_scanner *scanner) {
    scanner->next_header = 0;
    scanner->items = 1;
    scanner->owed = 1;
    scanner->depth = 0;
}

void frame_scanner_init(struct frame_scanner *scanner, struct frame_limits limits) {
    *scanner = (struct frame_scanner){.limits = limits};
    if (limits.depth > FRAME_DEPTH_MOST) {
        scanner->limits.depth = FRAME_DEPTH_MOST;
    }
    start_frame(scanner);
}

/* The formats 0xc0 to 0xdf, in the order of the MessagePack specification. */
static struct header_form form_of(uint8_t first) {
    static const struct header_form forms[32] = {
        {PLAIN, 0, 0},      /* c0 nil */
        {NEVER_USED, 0, 0}, /* c1 */
        {PLAIN, 0, 0},      /* c2 false */
        {PLAIN, 0, 0},      /* c3 true */
        {BYTES, 1, 0},      /* c4 bin 8 */
        {BYTES, 2, 0},      /* c5 bin 16 */
        {BYTES, 4, 0},      /* c6 bin 32 */
        {BYTES, 1, 1},      /* c7 ext 8, with a byte for its type */
        {BYTES, 2, 1},      /* c8 ext 16 */
        {BYTES, 4, 1},      /* c9 ext 32 */
        {PLAIN, 0, 4},      /* ca float 32 */
        {PLAIN, 0, 8},      /* cb float 64 */
        {PLAIN, 0, 1},      /* cc uint 8 */
        {PLAIN, 0, 2},      /* cd uint 16 */
        {PLAIN, 0, 4},      /* ce uint 32 */
        {PLAIN, 0, 8},      /* cf uint 64 */
        {PLAIN, 0, 1},      /* d0 int 8 */
        {PLAIN, 0, 2},      /* d1 int 16 */
        {PLAIN, 0, 4},      /* d2 int 32 */
        {PLAIN, 0, 8},      /* d3 int 64 */
        {PLAIN, 0, 2},      /* d4 fixext 1, with a byte for its type */
        {PLAIN, 0, 3},      /* d5 fixext 2 */
        {PLAIN, 0, 5},      /* d6 fixext 4 */
        {PLAIN, 0, 9},      /* d7 fixext 8 */
        {PLAIN, 0, 17},     /* d8 fixext 16 */
        {BYTES, 1, 0},      /* d9 str 8 */
        {BYTES, 2, 0},      /* da str 16 */
        {BYTES, 4, 0},      /* db str 32 */
        {ARRAY, 2, 0},      /* dc array 16 */
        {ARRAY, 4, 0},      /* dd array 32 */
        {MAP, 2, 0},        /* de map 16 */
        {MAP, 4, 0},        /* df map 32 */
    };
    return forms[first - 0xc0];
}

static uint64_t big_endian(const unsigned char *at, unsigned count) {
    uint64_t value = 0;
    for (unsigned i = 0; i < count; i++) {
        value = value << 8 | at[i];
    }
    return value;
}

/* Completes a header from its declared length, known to be there. */
static struct header with_length(enum header_kind kind, uint64_t end, uint64_t length) {
    struct header header = {kind, end, 0};
    if (kind == BYTES) {
        header.end += length;
    } else if (kind == ARRAY) {
        header.children = length;
    } else if (kind == MAP) {
        header.children = 2 * length;
    }
    return header;
}

/* Reads the header at `offset`; false where it is not whole. */
static bool read_header(struct text bytes, uint64_t offset, struct header *header) {
    if (offset >= bytes.length) {
        return false;
    }
    const unsigned char *at = (const unsigned char *)bytes.at + offset;
    unsigned first = *at;
    if (first < 0x80 || first >= 0xe0) {
        *header = with_length(PLAIN, offset + 1, 0);
    } else if (first < 0xa0) {
        *header = with_length(first < 0x90 ? MAP : ARRAY, offset + 1, first & 0x0f);
    } else if (first < 0xc0) {
        *header = with_length(BYTES, offset + 1, first & 0x1f);
    } else {
        struct header_form form = form_of((uint8_t)first);
        if (bytes.length - offset - 1 < form.length_bytes) {
            return false;
        }
        uint64_t length = big_endian(at + 1, form.length_bytes);
        *header = with_length(form.kind, offset + 1 + form.length_bytes + form.body, length);
    }
    return true;
}

static struct frame_result refuse(struct frame_scanner *scanner, enum frame_error error,
                                  uint64_t found, uint64_t allowed) {
    scanner->refusal = (struct frame_result){
        .status = FRAME_REFUSED,
        .error = error,
        .found = found,
        .allowed = allowed,
    };
    return scanner->refusal;
}

/* Books a header whose limits were checked: one value fewer is owed, its children more; containers
 * that owe nothing any more are closed. */
static void accept(struct frame_scanner *scanner, const struct header *header) {
    scanner->next_header = header->end;
    scanner->items += header->children;
    scanner->owed += header->children - 1;
    if (scanner->depth > 0) {
        scanner->open[scanner->depth - 1]--;
    }
    if (header->children > 0) {
        scanner->open[scanner->depth++] = header->children;
    }
    while (scanner->depth > 0 && scanner->open[scanner->depth - 1] == 0) {
        scanner->depth--;
    }
}

/* Checks a header against the limits before anything it declares is believed. */
static enum frame_error check(struct frame_scanner *scanner, const struct header *header) {
    const struct frame_limits *limits = &scanner->limits;
    if (header->kind == NEVER_USED) {
        refuse(scanner, FRAME_MALFORMED, 0xc1, scanner->next_header);
    } else if (scanner->items + header->children > limits->items) {
        refuse(scanner, FRAME_TOO_MANY_ITEMS, scanner->items + header->children, limits->items);
    } else if ((header->kind == ARRAY || header->kind == MAP) && scanner->depth >= limits->depth) {
        refuse(scanner, FRAME_TOO_DEEP, scanner->depth + 1, limits->depth);
    } else {
        /* Every value that is still owed takes a byte at least. */
        uint64_t least = header->end + scanner->owed - 1 + header->children;
        if (least > limits->bytes) {
            refuse(scanner, FRAME_TOO_LARGE, least, limits->bytes);
        }
    }
    return scanner->refusal.error;
}

/* Bytes of a value that its first byte tells all about; 0 for containers and longer texts. */
static unsigned small_size(uint8_t first) {
    if (first < 0x80 || first >= 0xe0) {
        return 1;
    }
    if (first < 0xc0) {
        return first < 0xa0 ? 0 : 1 + (first & 0x1fu);
    }
    struct header_form form = form_of(first);
    return form.kind == PLAIN ? 1 + (unsigned)form.body : 0;
}

/*
 * Most values of a request are small and stand in one container. They are stepped over here with
 * nothing to book but their number; the last of the container, what is not small and what passes
 * the limit of bytes is left to the loop in frame_scan. It takes a third off the time of a scan.
 */
static void skip_small_values(struct frame_scanner *scanner, struct text bytes) {
    uint64_t left = scanner->depth == 0 ? 0 : scanner->open[scanner->depth - 1];
    uint64_t at = scanner->next_header;
    uint64_t owed = scanner->owed;
    for (; left > 1 && at < bytes.length; left--, owed--) {
        unsigned size = small_size((uint8_t)bytes.at[at]);
        if (size == 0 || at + size + owed - 1 > scanner->limits.bytes) {
            break;
        }
        at += size;
    }
    if (scanner->depth > 0) {
        scanner->open[scanner->depth - 1] = left;
    }
    scanner->next_header = at;
    scanner->owed = owed;
}

struct frame_result frame_scan(struct frame_scanner *scanner, struct text bytes) {
    if (scanner->refusal.status == FRAME_REFUSED) {
        return scanner->refusal;
    }
    struct header header;
    while (scanner->owed > 0 && read_header(bytes, scanner->next_header, &header)) {
        if (check(scanner, &header) != FRAME_OK) {
            return scanner->refusal;
        }
        accept(scanner, &header);
        skip_small_values(scanner, bytes);
    }
    struct frame_result result = {.length = scanner->next_header + scanner->owed};
    if (scanner->owed == 0 && result.length <= bytes.length) {
        result.status = FRAME_WHOLE;
        start_frame(scanner);
    } else if (result.length <= bytes.length) {
        result.length = bytes.length + 1; /* a header is there in part */
    }
    return result;
}

const char *frame_error_code(enum frame_error error) {
    switch (error) {
#define FRAME_ERROR(name, code, message)                                                           \
    case FRAME_##name:                                                                             \
        return code;
        FRAME_ERRORS(FRAME_ERROR)
#undef FRAME_ERROR
    case FRAME_OK:
        break;
    }
    return "ok";
}

struct text frame_describe(const struct frame_result *result, char out[FRAME_MESSAGE_SIZE]) {
    unsigned long long found = result->found;
    unsigned long long allowed = result->allowed;
    out[0] = '\0';
    switch (result->error) {
#define FRAME_ERROR(name, code, message)                                                           \
    case FRAME_##name:                                                                             \
        snprintf(out, FRAME_MESSAGE_SIZE, message, found, allowed);                                \
        break;
        FRAME_ERRORS(FRAME_ERROR)
#undef FRAME_ERROR
    case FRAME_OK:
        break;
    }
    return text_of(out);
}
