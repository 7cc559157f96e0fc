/*
 * What waits for the writer: entries and reads, each one block of memory, so that the owner's
 * thread allocates once and the writer's hardly ever.
 */
#ifndef SYNOVIA_JOURNAL_QUEUE_H
#define SYNOVIA_JOURNAL_QUEUE_H

#include "base/buffer.h"
#include "journal/journal.h"

enum queued_kind { QUEUED_ENTRY, QUEUED_FIND_SESSION, QUEUED_FIND_SOURCE };

struct queued {
    struct queued *next;
    enum queued_kind kind;
    uint64_t ticket; /* 0: nobody waits for it */
    size_t bytes;    /* that it takes of the queue */
    enum journal_outcome outcome;

    /* QUEUED_ENTRY */
    struct journal_record record;
    struct journal_session row;
    uint32_t row_hash; /* of the row's id, to find two of one session among many */
    struct journal_source source;
    bool has_row;
    bool has_source;

    /* the reads */
    struct text sought;         /* an id or a digest */
    struct buffer found;        /* what was found */
    size_t found_digest_length; /* of a session: its digest, and behind it its state */

    char texts[]; /* what the views above look at */
};

/* A copy of the entry with a salt of its own; NULL where memory ran out. */
struct queued *queued_entry(const struct journal_entry *entry);

/* A read; NULL where memory ran out. */
struct queued *queued_read(enum queued_kind kind, struct text sought);

void queued_free(struct queued *queued);

/* First in, first out. Zeroed: empty. */
struct queued_list {
    struct queued *first;
    struct queued *last;
    size_t count;
    size_t bytes;
};

void queued_push(struct queued_list *list, struct queued *queued);
struct queued *queued_pop(struct queued_list *list); /* NULL where empty */

void queued_free_all(struct queued_list *list);

#endif
