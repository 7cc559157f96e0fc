/*
 * An open store with the end of its chain: what the writer writes through, and what readers and
 * `forget` share with it. No thread and no lock: a storing belongs to one thread at a time.
 *
 * It remembers the last record that it saw and looks for it again whenever it reads the head anew:
 * a journal that was exchanged, cut or made anew behind its back is refused, and not chained to.
 */
#ifndef SYNOVIA_JOURNAL_STORING_H
#define SYNOVIA_JOURNAL_STORING_H

#include "abi/store.h"
#include "base/buffer.h"
#include "journal/chain.h"
#include "journal/queue.h"

enum { STORING_BATCH_MOST = 1024 }; /* entries in one transaction */

struct storing {
    const struct synovia_store_routines *routines;
    struct synovia_store *store; /* NULL while it is not open */
    struct buffer location;
    struct chain_head head;         /* the last record that was seen */
    struct synovia_message message; /* of the last failure */
    enum synovia_store_status status;
    struct batch *batch; /* room for one batch; NULL until the first is written */
};

/* Opens the store and reads its head. `flags` are those of struct synovia_store_options. False: the
 * reason is in `status` and `message`; storing_close it all the same. */
bool storing_open(struct storing *storing, const struct synovia_store_routines *routines,
                  struct text location, uint32_t flags);

/* Opens it again after a failure; what it was before must still be there. */
bool storing_reopen(struct storing *storing);

/* Frees everything, and closes the store where it is open. */
void storing_close(struct storing *storing);

/* Why it failed, in words; valid until the next call. Never empty. */
struct text storing_reason(struct storing *storing);

/* Reads the head anew. False where that fails, or where the last record seen is not there any more.
 */
bool storing_catch_up(struct storing *storing);

/*
 * Writes entries (no reads; no session twice; at most STORING_BATCH_MOST) as one batch, chained to
 * the head; where somebody else wrote meanwhile, to the new head. Each entry's outcome becomes
 * JOURNAL_WRITTEN, or JOURNAL_STALE where its session's row is not the next one: an entry with a
 * ticket is then left out, one without is written without its row. False where the store failed:
 * nothing was written, and of the outcomes only JOURNAL_STALE means anything.
 */
bool storing_write(struct storing *storing, struct queued_list *entries, bool durable);

bool storing_sync(struct storing *storing);

/* Does a read and sets its outcome, with what was found. False where the store failed. */
bool storing_read(struct storing *storing, struct queued *read);

/* Deletes a few sessions that expired before `until` (POSIX milliseconds). False where the store
 * failed; `more` says whether there may be others. */
bool storing_purge(struct storing *storing, int64_t until, bool *more);

#endif
