/*
 * The bytes of a session, as pack.c writes and unpack.c reads them.
 *
 *     version state flags | technique turn as_of last | step inner round | last report, live
 *     answers: count, then for each that is not absent: (facts skipped, form), value
 *     start:   the same for those that have another answer now; only where changes are measured
 *     checksum of all before it and of the program's digest, 8 bytes
 *
 * Numbers are base-128, the lowest seven bits first; signed ones zigzag.
 */
#ifndef SYNOVIA_GUIDE_PACK_H
#define SYNOVIA_GUIDE_PACK_H

#include "guide/guide_private.h"

enum { PACK_VERSION = 2, CHECKSUM_BYTES = 8 };

enum {
    FLAG_REPORTED = 1,
    FLAG_LAST = 2,
    FLAG_MOVED = 4,
    FLAG_PLACE = 8,
    FLAG_REFUSED = 16,
    FLAGS = 31,
};

/* How an answer is written, three bits. */
enum form {
    FORM_ABSENT, /* only in the start's list: answered since */
    FORM_NONE,
    FORM_UNANSWERABLE,
    FORM_NO,
    FORM_YES,
    FORM_OPTION, /* number */
    FORM_WHOLE,  /* signed number: a whole number, or a day */
    FORM_DOUBLE, /* 8 bytes */
};

#endif
