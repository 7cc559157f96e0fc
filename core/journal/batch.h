/*
 * A batch on its way to the store: entries as the store's structs, chained one behind the other.
 */
#ifndef SYNOVIA_JOURNAL_BATCH_H
#define SYNOVIA_JOURNAL_BATCH_H

#include "abi/store.h"
#include "journal/chain.h"
#include "journal/queue.h"

struct batch;

/* Room for STORING_BATCH_MOST entries; NULL where memory ran out. */
struct batch *batch_new(void);
void batch_free(struct batch *batch);

/*
 * The entries as one batch, sealed from `head` on, which moves to the last of them. Of an entry
 * whose outcome is JOURNAL_STALE nothing is written where somebody waits for it, and else all but
 * its row. What is returned lives in `batch` until the next call.
 */
const struct synovia_batch *batch_gather(struct batch *batch, struct queued_list *entries,
                                         struct chain_head *head, bool durable);

#endif
