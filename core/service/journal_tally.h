/*
 * Counting how rules fared, by protocol and version: what `journal stats` tells.
 *
 * A rule *has stopped* where, at the rate at which it fired before, STOPPED_EXPECTED firings or
 * more were to be expected since, and there was none. By chance alone that happens to a rule less
 * than once in a thousand times (e^-7, firings being independent). It is judged twice: within a
 * version, since the rule last fired; and from one version of a protocol to the next, where the
 * earlier one saw it fire three times or more.
 */
#ifndef SYNOVIA_SERVICE_JOURNAL_TALLY_H
#define SYNOVIA_SERVICE_JOURNAL_TALLY_H

#include "base/arena.h"
#include "base/buffer.h"
#include "journal/record.h"
#include "rules/kinds.h"
#include "wire/value.h"

enum { STOPPED_EXPECTED = 7, STOPPED_SEEN = 3, TALLY_OUTCOMES = OUTCOME_INVALID + 1 };

struct rule_tally {
    struct text rule;
    struct text kind; /* empty: known from feedback only */
    uint64_t fired;   /* certain */
    uint64_t not_ruled_out;
    uint64_t open;
    uint64_t accepted;
    uint64_t overridden;
    uint64_t last_fired; /* the how-manieth decision of the version it was */
};

struct version_tally {
    struct text protocol, version, digest;
    uint64_t first, last; /* sequences of its records */
    uint64_t decisions;
    uint64_t masked;
    uint64_t outcomes[TALLY_OUTCOMES];
    struct rule_tally *rules; /* sorted by rule */
    size_t rule_count;
    size_t rule_capacity;
};

/* What has been counted: hashes, 0 where a place is free. */
struct tally_marks {
    uint64_t *places;
    size_t count;
    size_t capacity;
};

struct tally {
    struct tally_marks marks; /* of sessions: each rule and each decision counts once in one */
    struct arena arena;       /* of names */
    struct version_tally *versions; /* in the order of their first records */
    size_t version_count;
    size_t version_capacity;
    uint64_t records;
    uint64_t erased;
    uint64_t unreadable;
    bool failed; /* memory ran out */
};

void tally_init(struct tally *tally);
void tally_free(struct tally *tally);

/* Takes a record; `payload` is NULL where there is none that can be read. */
void tally_take(struct tally *tally, const struct journal_record *record,
                const struct wire_value *payload);

/* Appends what service_journal_stats promises. */
void tally_write(const struct tally *tally, struct buffer *out);

#endif
