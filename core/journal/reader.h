/*
 * Reading a journal that a service may have open at the same time: page by page, so that a journal
 * of any size takes no memory to speak of, and no writer waits for its reader.
 *
 * And the two things that are done to a journal from outside: erasing the records of a person, and
 * copying it.
 */
#ifndef SYNOVIA_JOURNAL_READER_H
#define SYNOVIA_JOURNAL_READER_H

#include "base/buffer.h"
#include "journal/chain.h"

struct synovia_store_routines;
struct journal_reader;

enum journal_use {
    JOURNAL_READS,   /* nothing is made or changed; the journal must be there */
    JOURNAL_CHANGES, /* for forget; the journal must be there */
};

/* NULL where the store cannot be opened or memory ran out; `reason` then says why (where it is
 * empty, memory ran out). The routines must outlive the reader. */
struct journal_reader *journal_reader_open(const struct synovia_store_routines *routines,
                                           struct text location, enum journal_use use,
                                           struct buffer *reason);
void journal_reader_close(struct journal_reader *reader);

/* Why the last call failed; valid until the next one. */
struct text journal_reader_reason(struct journal_reader *reader);

/* The last record there is now. False where the store failed. */
bool journal_reader_head(struct journal_reader *reader, struct chain_head *head);

/* Which records: what is 0 or empty does not narrow. */
struct journal_filter {
    uint64_t first, last; /* sequences, both included */
    uint64_t newest;      /* of those that fit, so many, the newest */
    struct text protocol;
    struct text session;
    struct text ref;
    struct text key;
    int kind;
    int64_t since, until; /* POSIX milliseconds: since <= time < until; before 1970 is negative */
    bool without_payload;
};

/* Takes a record, in order of sequence; false ends the reading. It and what it points to go when
 * the call returns. It must not call the reader. */
typedef bool journal_visitor(void *context, const struct journal_record *record);

/* Shows the records that fit. False where the store failed. */
bool journal_reader_each(struct journal_reader *reader, const struct journal_filter *filter,
                         journal_visitor *visit, void *context);

/* As journal_reader_each for the filter's ref, and also what belongs to it: all records of sessions
 * with this ref, and the feedback on its decisions. That is what journal_reader_forget erases. */
bool journal_reader_each_of_person(struct journal_reader *reader,
                                   const struct journal_filter *filter, journal_visitor *visit,
                                   void *context);

/* Shows the sources kept under a digest. False where the store failed; `found` says whether there
 * were any. */
bool journal_reader_source(struct journal_reader *reader, struct text digest, struct buffer *source,
                           bool *found);

/* ---- forgetting ------------------------------------------------------------------------------ */

struct journal_forgotten {
    uint64_t records;  /* whose bodies were erased */
    uint64_t sessions; /* rows that were deleted */
    bool lingering;    /* a reader under way holds the old bytes in a log; forgetting anything later
                          clears them */
};

/*
 * Erases the body of every record with this ref, of every record of their sessions, and of the
 * feedback on their decisions; deletes the rows of these sessions; and appends the record that says
 * so, whose payload `describe` writes. All in one transaction, also while a service writes. Where
 * there is nothing to erase, nothing is appended, and all counts are 0. False where the store
 * failed or memory ran out: nothing was erased.
 */
bool journal_reader_forget(struct journal_reader *reader, struct text ref, int64_t now,
                           void (*describe)(const struct journal_forgotten *forgotten,
                                            struct buffer *payload),
                           struct journal_forgotten *forgotten);

/* Copies the whole journal, as it is now, to a new file. */
bool journal_reader_backup(struct journal_reader *reader, struct text path);

#endif
