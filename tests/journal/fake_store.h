/*
 * A store in memory that fails, waits and forgets on demand: what a disk does at its worst, when a
 * test says so. It keeps the promises of plugins/abi/store.h but where it is told not to.
 *
 * One fake_store is the place; journals open it by its location. Every function may be called by
 * any thread.
 */
#ifndef SYNOVIA_TESTS_JOURNAL_FAKE_STORE_H
#define SYNOVIA_TESTS_JOURNAL_FAKE_STORE_H

#include "abi/store.h"
#include "base/text.h"

#include <stdbool.h>

struct fake_store;

/* Never NULL: a test that has no memory for this ends. */
struct fake_store *fake_store_new(void);
void fake_store_free(struct fake_store *fake);

const struct synovia_store_routines *fake_store_routines(void);

/* Empties it. Nobody may have it open. */
void fake_store_forget_all(struct fake_store *fake);

/* What to give journal_open; valid as long as the store. */
struct text fake_store_location(const struct fake_store *fake);

/* ---- making it fail ---- */

enum fake_call { FAKE_OPEN, FAKE_HEAD, FAKE_WRITE, FAKE_SYNC, FAKE_READ, FAKE_SESSION, FAKE_CALLS };

/* From now on the call returns this status (SYNOVIA_STORE_OK: it works again) and says `why`. */
void fake_store_fail(struct fake_store *fake, enum fake_call call, int status, const char *why);

/* The machine's power is cut: what is not durable is gone. */
void fake_store_crash(struct fake_store *fake);

/* Writes wait until they are let through: `count` of them, -1 for all. At the start all are. */
void fake_store_hold(struct fake_store *fake);
void fake_store_let(struct fake_store *fake, int count);

/* Waits until a write waits to be let through. */
void fake_store_wait_for_held(struct fake_store *fake);

/* Waits until the call was made so many times in all. */
void fake_store_wait_for_calls(struct fake_store *fake, enum fake_call call, uint64_t count);

/* Somebody else appends a record, chained rightly. */
void fake_store_other_writes(struct fake_store *fake);

/* Somebody else takes the session to this revision. */
void fake_store_other_turns(struct fake_store *fake, const char *session, uint64_t revision,
                            int64_t expires);

/* The last record is another one all of a sudden: the file was exchanged. */
void fake_store_exchange(struct fake_store *fake);

/* ---- looking ---- */

/* True where the chain of all the records is whole. */
bool fake_store_is_whole(struct fake_store *fake);

uint64_t fake_store_records(struct fake_store *fake);
uint64_t fake_store_durable(struct fake_store *fake); /* records that outlive a crash */
uint64_t fake_store_calls(struct fake_store *fake, enum fake_call call);

/* How many records have this payload. */
uint64_t fake_store_count(struct fake_store *fake, const char *payload);

/* The revision of the session, 0 where there is none. */
uint64_t fake_store_revision(struct fake_store *fake, const char *session);

/* The largest batch so far, in records. */
uint64_t fake_store_largest_batch(struct fake_store *fake);

/* The kind of the record, and its payload where `payload` is not NULL (of at most `size` bytes,
 * zero-terminated). */
int fake_store_kind(struct fake_store *fake, uint64_t sequence, char *payload, size_t size);

#endif
