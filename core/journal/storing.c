#include "journal/storing.h"

#include "base/limits.h"
#include "journal/abi.h"
#include "journal/batch.h"

#include <inttypes.h>

/* One call of the store waits so long for others; a batch waits for several such calls. */
enum { BUSY_MS = 2000, BUSY_TRIES = LIMIT_STORE_SECONDS * 1000 / BUSY_MS };

/* ---- failing --------------------------------------------------------------------------------- */

/* Takes a routine's status; true where it is OK. */
static bool went_well(struct storing *storing, int status) {
    storing->status = abi_status(status);
    return storing->status == SYNOVIA_STORE_OK;
}

static struct synovia_message *fresh_message(struct storing *storing) {
    storing->message.length = 0;
    return &storing->message;
}

struct text storing_reason(struct storing *storing) {
    if (storing->message.length == 0) {
        synovia_say(&storing->message, "%s", abi_status_meaning(storing->status));
    }
    size_t most = sizeof storing->message.text;
    return text_from(storing->message.text,
                     storing->message.length < most ? storing->message.length : most);
}

/* ---- opening --------------------------------------------------------------------------------- */

static bool open_store(struct storing *storing, uint32_t flags) {
    struct synovia_store_options options = {
        .size = sizeof options,
        .location = abi_text(buffer_text(&storing->location)),
        .flags = flags,
        .busy_ms = BUSY_MS,
    };
    if (!went_well(storing,
                   storing->routines->open(&options, &storing->store, fresh_message(storing)))) {
        storing->store = NULL;
    }
    return storing->store != NULL && storing_catch_up(storing);
}

bool storing_open(struct storing *storing, const struct synovia_store_routines *routines,
                  struct text location, uint32_t flags) {
    *storing = (struct storing){.routines = routines};
    buffer_append_text(&storing->location, location);
    if (storing->location.failed) {
        storing->status = SYNOVIA_STORE_NO_MEMORY;
        return false;
    }
    return open_store(storing, flags);
}

static void close_store(struct storing *storing) {
    if (storing->store != NULL) {
        storing->routines->close(storing->store);
        storing->store = NULL;
    }
}

/* A store that is gone is not made anew: its journal would begin again at 1. */
bool storing_reopen(struct storing *storing) {
    close_store(storing);
    return open_store(storing, storing->head.sequence == 0 ? 0 : SYNOVIA_OPEN_EXISTING);
}

void storing_close(struct storing *storing) {
    close_store(storing);
    buffer_free(&storing->location);
    batch_free(storing->batch);
    *storing = (struct storing){.status = storing->status, .message = storing->message};
}

/* ---- the head -------------------------------------------------------------------------------- */

static int take_hash(void *context, const struct synovia_record *record) {
    struct chain_head *found = context;
    found->sequence = record->sequence;
    memcpy(found->hash, record->hash, sizeof found->hash);
    return 0;
}

/* The record that was the last one when we looked before. */
static bool find_last_seen(struct storing *storing, struct chain_head *found) {
    struct synovia_query query = {
        .size = sizeof query,
        .first = storing->head.sequence,
        .last = storing->head.sequence,
        .flags = SYNOVIA_QUERY_NO_PAYLOAD,
    };
    *found = (struct chain_head){0};
    return went_well(storing, storing->routines->read(storing->store, &query, take_hash, found,
                                                      fresh_message(storing)));
}

static bool same_head(const struct chain_head *a, const struct chain_head *b) {
    return a->sequence == b->sequence && memcmp(a->hash, b->hash, sizeof a->hash) == 0;
}

/* True where the last record seen is still in the chain that ends at `head`. */
static bool goes_on(struct storing *storing, const struct chain_head *head) {
    struct chain_head found = *head;
    if (storing->head.sequence == 0) {
        return true;
    }
    if (head->sequence > storing->head.sequence && !find_last_seen(storing, &found)) {
        return false;
    }
    if (same_head(&found, &storing->head)) {
        return true;
    }
    storing->status = SYNOVIA_STORE_CORRUPT;
    synovia_say(&storing->message,
                "this is not the journal that was open: record %" PRIu64
                " is another one or is gone; put the journal back, or start anew with another one",
                storing->head.sequence);
    return false;
}

bool storing_catch_up(struct storing *storing) {
    struct synovia_head read = {.size = sizeof read};
    if (!went_well(storing,
                   storing->routines->head(storing->store, &read, fresh_message(storing)))) {
        return false;
    }
    struct chain_head head = {.sequence = read.sequence};
    memcpy(head.hash, read.hash, sizeof head.hash);
    if (!goes_on(storing, &head)) {
        return false;
    }
    storing->head = head;
    return true;
}

/* ---- writing --------------------------------------------------------------------------------- */

bool storing_sync(struct storing *storing) {
    return went_well(storing, storing->routines->sync(storing->store, fresh_message(storing)));
}

/* Others may write again and again between our reading the head and our writing. */
enum { ATTEMPTS = 100 };

static int take_revision(void *context, const struct synovia_session *session) {
    *(uint64_t *)context = session->revision;
    return 0;
}

/* Finds the rows that are not the next ones of their sessions. */
static bool find_stale(struct storing *storing, struct queued_list *entries, bool *found) {
    *found = false;
    for (struct queued *entry = entries->first; entry != NULL; entry = entry->next) {
        uint64_t revision = 0;
        if (!entry->has_row || entry->outcome == JOURNAL_STALE) {
            continue;
        }
        int status = storing->routines->session(storing->store, abi_text(entry->row.id),
                                                take_revision, &revision, fresh_message(storing));
        /* A row that cannot be read is none that a turn could follow. */
        bool unreadable = status == SYNOVIA_STORE_CORRUPT;
        if (status != SYNOVIA_STORE_NOT_FOUND && !unreadable && !went_well(storing, status)) {
            return false;
        }
        if (unreadable || entry->row.revision != revision + 1) {
            entry->outcome = JOURNAL_STALE;
            *found = true;
        }
    }
    return true;
}

/* After a conflict: somebody else has written records or turns. False where that is not so, or
 * where looking failed. */
static bool resolve(struct storing *storing, struct queued_list *entries) {
    struct chain_head before = storing->head;
    bool found;
    if (!storing_catch_up(storing)) {
        return false;
    }
    if (!same_head(&before, &storing->head)) {
        return true;
    }
    if (!find_stale(storing, entries, &found)) {
        return false;
    }
    if (!found) {
        storing->status = SYNOVIA_STORE_CONFLICT;
        synovia_say(&storing->message, "the store refuses what follows its own last record");
    }
    return found;
}

static void set_outcomes(struct queued_list *entries, enum journal_outcome outcome) {
    for (struct queued *entry = entries->first; entry != NULL; entry = entry->next) {
        if (entry->outcome != JOURNAL_STALE) {
            entry->outcome = outcome;
        }
    }
}

static bool has_room_for_batch(struct storing *storing) {
    if (storing->batch == NULL && (storing->batch = batch_new()) == NULL) {
        storing->message.length = 0;
        storing->status = SYNOVIA_STORE_NO_MEMORY;
    }
    return storing->batch != NULL;
}

/* Others may write for long, and answers wait: one store is for several services. */
static int write_batch(struct storing *storing, const struct synovia_batch *batch) {
    int status = SYNOVIA_STORE_BUSY;
    for (int i = 0; i < BUSY_TRIES && status == SYNOVIA_STORE_BUSY; i++) {
        status = storing->routines->write(storing->store, batch, fresh_message(storing));
    }
    return status;
}

bool storing_write(struct storing *storing, struct queued_list *entries, bool durable) {
    if (!has_room_for_batch(storing)) {
        return false;
    }
    set_outcomes(entries, JOURNAL_FAILED);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        struct chain_head head = storing->head;
        const struct synovia_batch *batch = batch_gather(storing->batch, entries, &head, durable);
        int status = batch->record_count == 0 ? SYNOVIA_STORE_OK : write_batch(storing, batch);
        if (went_well(storing, status)) {
            storing->head = head;
            set_outcomes(entries, JOURNAL_WRITTEN);
            return true;
        }
        if (storing->status != SYNOVIA_STORE_CONFLICT || !resolve(storing, entries)) {
            return false;
        }
    }
    storing->status = SYNOVIA_STORE_BUSY;
    synovia_say(&storing->message, "others write so often that there is no getting between them");
    return false;
}

/* ---- reading --------------------------------------------------------------------------------- */

static int take_session(void *context, const struct synovia_session *session) {
    struct queued *read = context;
    read->row = (struct journal_session){
        .id = read->sought, .revision = session->revision, .expires = session->expires_ms};
    buffer_append_text(&read->found, text_of_abi(session->digest));
    read->found_digest_length = read->found.length;
    buffer_append_text(&read->found, bytes_of_abi(session->state));
    return 0;
}

static int take_source(void *context, struct synovia_bytes bytes) {
    struct queued *read = context;
    buffer_append_text(&read->found, bytes_of_abi(bytes));
    return 0;
}

bool storing_read(struct storing *storing, struct queued *read) {
    const struct synovia_store_routines *routines = storing->routines;
    struct synovia_text sought = abi_text(read->sought);
    int status =
        read->kind == QUEUED_FIND_SESSION
            ? routines->session(storing->store, sought, take_session, read, fresh_message(storing))
            : routines->source(storing->store, sought, take_source, read, fresh_message(storing));
    if (status == SYNOVIA_STORE_NOT_FOUND) {
        read->outcome = JOURNAL_MISSING;
        return true;
    }
    /* What is kept under one id is damaged: this read fails, the store does not. */
    if (status == SYNOVIA_STORE_CORRUPT) {
        storing->status = SYNOVIA_STORE_CORRUPT;
        buffer_clear(&read->found);
        buffer_append_text(&read->found, storing_reason(storing));
        read->outcome = read->found.failed ? JOURNAL_FAILED : JOURNAL_UNREADABLE;
        return true;
    }
    if (!went_well(storing, status)) {
        return false;
    }
    /* Memory that ran out fails this read, and says nothing about the store. */
    read->outcome = read->found.failed ? JOURNAL_FAILED : JOURNAL_FOUND;
    return true;
}

/* ---- sessions that nobody takes up again ----------------------------------------------------- */

enum { PURGED_AT_ONCE = 64 };

struct purge {
    struct buffer ids; /* one behind the other */
    size_t lengths[PURGED_AT_ONCE];
    size_t count;
};

static int note_session(void *context, const struct synovia_session *session) {
    struct purge *purge = context;
    buffer_append_text(&purge->ids, text_of_abi(session->id));
    purge->lengths[purge->count++] = session->id.length;
    return purge->count == PURGED_AT_ONCE;
}

static bool delete_sessions(struct storing *storing, const struct purge *purge) {
    struct synovia_text gone[PURGED_AT_ONCE];
    struct synovia_batch batch = {.size = sizeof batch, .gone = gone, .gone_count = purge->count};
    const char *at = purge->ids.at;
    for (size_t i = 0; i < purge->count; i++) {
        gone[i] = abi_text(text_from(at, purge->lengths[i]));
        at += purge->lengths[i];
    }
    return went_well(storing,
                     storing->routines->write(storing->store, &batch, fresh_message(storing)));
}

bool storing_purge(struct storing *storing, int64_t until, bool *more) {
    struct purge purge = {.count = 0};
    int status = storing->routines->sessions(storing->store, until, PURGED_AT_ONCE, note_session,
                                             &purge, fresh_message(storing));
    /* Those that cannot be read stay, and `verify` names them. */
    bool done = status == SYNOVIA_STORE_CORRUPT || went_well(storing, status);
    *more = done && purge.count == PURGED_AT_ONCE && !purge.ids.failed;
    if (done && purge.count > 0 && !purge.ids.failed) {
        done = delete_sessions(storing, &purge);
    }
    buffer_free(&purge.ids);
    return done;
}
