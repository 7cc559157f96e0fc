#include "journal/fake_store.h"

#include "journal/abi.h"
#include "journal/chain.h"

#include <pthread.h>
#include <stdlib.h>

enum { MOST_SESSIONS = 64, MOST_SOURCES = 16, NAME_BYTES = 64 };

struct kept_record {
    struct synovia_record record;
    char *bytes;
};

struct kept_session {
    char id[NAME_BYTES];
    char digest[NAME_BYTES];
    char state[NAME_BYTES];
    uint64_t revision;
    int64_t expires;
    bool is_there;
};

struct kept_source {
    char digest[NAME_BYTES];
    char bytes[NAME_BYTES];
};

struct failing {
    int status;
    char why[NAME_BYTES];
    uint64_t calls;
};

struct fake_store {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct fake_store *self; /* whose bytes are the location */
    struct kept_record *records;
    size_t count;
    size_t capacity;
    size_t durable;
    size_t largest_batch;
    struct kept_session sessions[MOST_SESSIONS];
    struct kept_source sources[MOST_SOURCES];
    size_t source_count;
    struct failing failing[FAKE_CALLS];
    int let_through; /* writes; -1: all */
    bool has_held;
};

/* A handle. */
struct synovia_store {
    struct fake_store *fake;
};

/* ---- the place ------------------------------------------------------------------------------- */

struct fake_store *fake_store_new(void) {
    struct fake_store *fake = calloc(1, sizeof *fake);
    if (fake == NULL) {
        abort();
    }
    pthread_mutex_init(&fake->lock, NULL);
    pthread_cond_init(&fake->changed, NULL);
    fake->self = fake;
    fake->let_through = -1;
    return fake;
}

void fake_store_forget_all(struct fake_store *fake) {
    while (fake->count > 0) {
        free(fake->records[--fake->count].bytes);
    }
    fake->durable = 0;
    fake->source_count = 0;
    memset(fake->sessions, 0, sizeof fake->sessions);
}

void fake_store_free(struct fake_store *fake) {
    for (size_t i = 0; i < fake->count; i++) {
        free(fake->records[i].bytes);
    }
    free(fake->records);
    pthread_cond_destroy(&fake->changed);
    pthread_mutex_destroy(&fake->lock);
    free(fake);
}

struct text fake_store_location(const struct fake_store *fake) {
    return text_from((const char *)&fake->self, sizeof fake->self);
}

static void lock(struct fake_store *fake) {
    pthread_mutex_lock(&fake->lock);
}

static void unlock(struct fake_store *fake) {
    pthread_mutex_unlock(&fake->lock);
}

/* ---- failing --------------------------------------------------------------------------------- */

void fake_store_fail(struct fake_store *fake, enum fake_call call, int status, const char *why) {
    lock(fake);
    fake->failing[call].status = status;
    strncpy(fake->failing[call].why, why, NAME_BYTES - 1);
    unlock(fake);
}

/* Under the lock: counts the call and says how it goes. */
static int begin(struct fake_store *fake, enum fake_call call, struct synovia_message *message) {
    struct failing *failing = &fake->failing[call];
    failing->calls++;
    pthread_cond_broadcast(&fake->changed);
    if (failing->status != SYNOVIA_STORE_OK && failing->why[0] != '\0') {
        synovia_say(message, "%s", failing->why);
    }
    return failing->status;
}

void fake_store_hold(struct fake_store *fake) {
    lock(fake);
    fake->let_through = 0;
    unlock(fake);
}

void fake_store_let(struct fake_store *fake, int count) {
    lock(fake);
    fake->let_through = count < 0 ? -1 : fake->let_through + count;
    pthread_cond_broadcast(&fake->changed);
    unlock(fake);
}

void fake_store_wait_for_held(struct fake_store *fake) {
    lock(fake);
    while (!fake->has_held) {
        pthread_cond_wait(&fake->changed, &fake->lock);
    }
    unlock(fake);
}

void fake_store_wait_for_calls(struct fake_store *fake, enum fake_call call, uint64_t count) {
    lock(fake);
    while (fake->failing[call].calls < count) {
        pthread_cond_wait(&fake->changed, &fake->lock);
    }
    unlock(fake);
}

static void wait_to_be_let(struct fake_store *fake) {
    while (fake->let_through == 0) {
        fake->has_held = true;
        pthread_cond_broadcast(&fake->changed);
        pthread_cond_wait(&fake->changed, &fake->lock);
    }
    fake->has_held = false;
    fake->let_through -= fake->let_through > 0;
}

void fake_store_crash(struct fake_store *fake) {
    lock(fake);
    while (fake->count > fake->durable) {
        free(fake->records[--fake->count].bytes);
    }
    unlock(fake);
}

/* ---- keeping --------------------------------------------------------------------------------- */

static struct synovia_text copy_text(char **at, struct synovia_text text) {
    struct synovia_text copy = {*at, text.length};
    if (text.length > 0) {
        memcpy(*at, text.at, text.length);
    }
    *at += text.length;
    return copy;
}

/* The store has memory of its own: what is failed in turn is the journal's. */
static bool keep_record(struct fake_store *fake, const struct synovia_record *record) {
    size_t bytes = record->protocol.length + record->digest.length + record->session.length +
                   record->ref.length + record->key.length + record->payload.length;
    if (fake->count == fake->capacity) {
        size_t capacity = fake->capacity == 0 ? 256 : 2 * fake->capacity;
        struct kept_record *more = realloc(fake->records, capacity * sizeof *more);
        if (more == NULL) {
            return false;
        }
        fake->records = more;
        fake->capacity = capacity;
    }
    struct kept_record *kept = &fake->records[fake->count];
    *kept = (struct kept_record){.record = *record, .bytes = malloc(bytes + 1)};
    if (kept->bytes == NULL) {
        return false;
    }
    char *at = kept->bytes;
    kept->record.protocol = copy_text(&at, record->protocol);
    kept->record.digest = copy_text(&at, record->digest);
    kept->record.session = copy_text(&at, record->session);
    kept->record.ref = copy_text(&at, record->ref);
    kept->record.key = copy_text(&at, record->key);
    struct synovia_text payload = {record->payload.at, record->payload.length};
    payload = copy_text(&at, payload);
    kept->record.payload = (struct synovia_bytes){payload.at, payload.length};
    fake->count++;
    return true;
}

static void copy_name(char name[NAME_BYTES], const void *at, size_t length) {
    memset(name, 0, NAME_BYTES);
    if (length > 0) {
        memcpy(name, at, length < NAME_BYTES ? length : NAME_BYTES - 1);
    }
}

static struct kept_session *find_session(struct fake_store *fake, struct synovia_text id) {
    for (size_t i = 0; i < MOST_SESSIONS; i++) {
        struct kept_session *session = &fake->sessions[i];
        if (session->is_there && text_is(text_of_abi(id), session->id)) {
            return session;
        }
    }
    return NULL;
}

static struct kept_session *new_session(struct fake_store *fake, struct synovia_text id) {
    for (size_t i = 0; i < MOST_SESSIONS; i++) {
        if (!fake->sessions[i].is_there) {
            copy_name(fake->sessions[i].id, id.at, id.length);
            fake->sessions[i].is_there = true;
            fake->sessions[i].revision = 0;
            return &fake->sessions[i];
        }
    }
    abort();
}

static void put_session(struct fake_store *fake, const struct synovia_session *session) {
    struct kept_session *kept = find_session(fake, session->id);
    if (kept == NULL) {
        kept = new_session(fake, session->id);
    }
    kept->revision = session->revision;
    kept->expires = session->expires_ms;
    copy_name(kept->digest, session->digest.at, session->digest.length);
    copy_name(kept->state, session->state.at, session->state.length);
}

/* ---- the routines ---------------------------------------------------------------------------- */

static int fake_open(const struct synovia_store_options *options, struct synovia_store **store,
                     struct synovia_message *message) {
    struct fake_store *fake;
    memcpy(&fake, options->location.at, sizeof fake);
    *store = NULL;
    lock(fake);
    int status = begin(fake, FAKE_OPEN, message);
    unlock(fake);
    if (status == SYNOVIA_STORE_OK) {
        *store = malloc(sizeof **store);
        if (*store == NULL) {
            return SYNOVIA_STORE_NO_MEMORY;
        }
        (*store)->fake = fake;
    }
    return status;
}

static void fake_close(struct synovia_store *store) {
    free(store);
}

static void head_of(const struct fake_store *fake, struct synovia_head *head) {
    head->sequence = fake->count;
    memset(head->hash, 0, sizeof head->hash);
    if (fake->count > 0) {
        memcpy(head->hash, fake->records[fake->count - 1].record.hash, sizeof head->hash);
    }
}

static int fake_head(struct synovia_store *store, struct synovia_head *head,
                     struct synovia_message *message) {
    lock(store->fake);
    int status = begin(store->fake, FAKE_HEAD, message);
    head_of(store->fake, head);
    unlock(store->fake);
    return status;
}

/* Nobody writes past another, and nobody sends what the contract forbids. */
static int check_batch(struct fake_store *fake, const struct synovia_batch *batch) {
    struct synovia_head head = {.size = sizeof head};
    head_of(fake, &head);
    if (batch->record_count > 0 &&
        (batch->records[0]->sequence != head.sequence + 1 ||
         memcmp(batch->records[0]->previous, head.hash, sizeof head.hash) != 0)) {
        return SYNOVIA_STORE_CONFLICT;
    }
    for (size_t i = 0; i < batch->session_count; i++) {
        const struct synovia_session *put = batch->sessions[i];
        const struct kept_session *kept = find_session(fake, put->id);
        for (size_t j = 0; j < i; j++) {
            if (text_equal(text_of_abi(batch->sessions[j]->id), text_of_abi(put->id))) {
                return SYNOVIA_STORE_INVALID;
            }
        }
        if (put->revision != (kept == NULL ? 0 : kept->revision) + 1) {
            return SYNOVIA_STORE_CONFLICT;
        }
    }
    return SYNOVIA_STORE_OK;
}

static void put_source(struct fake_store *fake, const struct synovia_source *source) {
    for (size_t i = 0; i < fake->source_count; i++) {
        if (text_is(text_of_abi(source->digest), fake->sources[i].digest)) {
            return;
        }
    }
    struct kept_source *kept = &fake->sources[fake->source_count++];
    copy_name(kept->digest, source->digest.at, source->digest.length);
    copy_name(kept->bytes, source->bytes.at, source->bytes.length);
}

static int put_batch(struct fake_store *fake, const struct synovia_batch *batch) {
    size_t before = fake->count;
    for (size_t i = 0; i < batch->record_count; i++) {
        if (!keep_record(fake, batch->records[i])) {
            while (fake->count > before) {
                free(fake->records[--fake->count].bytes);
            }
            return SYNOVIA_STORE_NO_MEMORY;
        }
    }
    for (size_t i = 0; i < batch->session_count; i++) {
        put_session(fake, batch->sessions[i]);
    }
    for (size_t i = 0; i < batch->gone_count; i++) {
        struct kept_session *kept = find_session(fake, batch->gone[i]);
        if (kept != NULL) {
            kept->is_there = false;
        }
    }
    for (size_t i = 0; i < batch->source_count; i++) {
        put_source(fake, batch->sources[i]);
    }
    if ((batch->flags & SYNOVIA_BATCH_DURABLE) != 0) {
        fake->durable = fake->count;
    }
    if (batch->record_count > fake->largest_batch) {
        fake->largest_batch = batch->record_count;
    }
    return SYNOVIA_STORE_OK;
}

static int fake_write(struct synovia_store *store, const struct synovia_batch *batch,
                      struct synovia_message *message) {
    struct fake_store *fake = store->fake;
    lock(fake);
    wait_to_be_let(fake);
    int status = begin(fake, FAKE_WRITE, message);
    status = status == SYNOVIA_STORE_OK ? check_batch(fake, batch) : status;
    status = status == SYNOVIA_STORE_OK ? put_batch(fake, batch) : status;
    pthread_cond_broadcast(&fake->changed);
    unlock(fake);
    return status;
}

static int fake_sync(struct synovia_store *store, struct synovia_message *message) {
    struct fake_store *fake = store->fake;
    lock(fake);
    int status = begin(fake, FAKE_SYNC, message);
    if (status == SYNOVIA_STORE_OK) {
        fake->durable = fake->count;
    }
    unlock(fake);
    return status;
}

static bool is_meant(const struct synovia_query *query, const struct synovia_record *record) {
    const struct synovia_text *wanted[] = {&query->session, &query->ref, &query->key,
                                           &query->digest};
    const struct synovia_text *has[] = {&record->session, &record->ref, &record->key,
                                        &record->digest};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        if (wanted[i]->length > 0 && !text_equal(text_of_abi(*wanted[i]), text_of_abi(*has[i]))) {
            return false;
        }
    }
    return query->kind == 0 || query->kind == record->kind;
}

static int fake_read(struct synovia_store *store, const struct synovia_query *query,
                     synovia_record_visitor *visit, void *context,
                     struct synovia_message *message) {
    struct fake_store *fake = store->fake;
    uint64_t shown = 0;
    lock(fake);
    int status = begin(fake, FAKE_READ, message);
    uint64_t last = query->last == 0 || query->last > fake->count ? fake->count : query->last;
    bool downwards = (query->flags & SYNOVIA_QUERY_NEWEST_FIRST) != 0;
    uint64_t first = query->first == 0 ? 1 : query->first;
    for (uint64_t i = 0; status == SYNOVIA_STORE_OK && first + i <= last; i++) {
        struct synovia_record shown_record =
            fake->records[(downwards ? last - i : first + i) - 1].record;
        if (!is_meant(query, &shown_record) || (query->limit != 0 && shown == query->limit)) {
            continue;
        }
        if ((query->flags & SYNOVIA_QUERY_NO_PAYLOAD) != 0) {
            shown_record.payload.length = 0;
        }
        shown++;
        if (visit(context, &shown_record) != 0) {
            break;
        }
    }
    unlock(fake);
    return status;
}

static struct synovia_session shown_session(const struct kept_session *kept) {
    struct synovia_session session = {
        .size = sizeof session,
        .id = abi_text(text_of(kept->id)),
        .revision = kept->revision,
        .digest = abi_text(text_of(kept->digest)),
        .expires_ms = kept->expires,
        .state = abi_bytes(text_of(kept->state)),
    };
    return session;
}

static int fake_session(struct synovia_store *store, struct synovia_text id,
                        synovia_session_visitor *visit, void *context,
                        struct synovia_message *message) {
    struct fake_store *fake = store->fake;
    lock(fake);
    int status = begin(fake, FAKE_SESSION, message);
    if (status == SYNOVIA_STORE_OK) {
        const struct kept_session *kept = find_session(fake, id);
        if (kept == NULL) {
            status = SYNOVIA_STORE_NOT_FOUND;
        } else {
            struct synovia_session shown = shown_session(kept);
            visit(context, &shown);
        }
    }
    unlock(fake);
    return status;
}

static int fake_sessions(struct synovia_store *store, int64_t until_ms, uint64_t limit,
                         synovia_session_visitor *visit, void *context,
                         struct synovia_message *message) {
    struct fake_store *fake = store->fake;
    uint64_t shown = 0;
    (void)message;
    lock(fake);
    for (size_t i = 0; i < MOST_SESSIONS; i++) {
        const struct kept_session *kept = &fake->sessions[i];
        if (!kept->is_there || kept->expires > until_ms || (limit != 0 && shown == limit)) {
            continue;
        }
        struct synovia_session session = shown_session(kept);
        shown++;
        if (visit(context, &session) != 0) {
            break;
        }
    }
    unlock(fake);
    return SYNOVIA_STORE_OK;
}

static int fake_source(struct synovia_store *store, struct synovia_text digest,
                       synovia_bytes_visitor *visit, void *context,
                       struct synovia_message *message) {
    struct fake_store *fake = store->fake;
    int status = SYNOVIA_STORE_NOT_FOUND;
    (void)message;
    lock(fake);
    for (size_t i = 0; i < fake->source_count; i++) {
        if (text_is(text_of_abi(digest), fake->sources[i].digest)) {
            visit(context, abi_bytes(text_of(fake->sources[i].bytes)));
            status = SYNOVIA_STORE_OK;
        }
    }
    unlock(fake);
    return status;
}

static void erase(struct synovia_record *record) {
    record->session = record->ref = record->key = (struct synovia_text){0};
    record->payload = (struct synovia_bytes){0};
    memset(record->salt, 0, sizeof record->salt);
    record->flags |= SYNOVIA_RECORD_ERASED;
}

static int fake_forget(struct synovia_store *store, const uint64_t *sequences, size_t count,
                       const struct synovia_batch *with, struct synovia_forgotten *forgotten,
                       struct synovia_message *message) {
    struct fake_store *fake = store->fake;
    lock(fake);
    int status = begin(fake, FAKE_WRITE, message);
    status = status == SYNOVIA_STORE_OK ? check_batch(fake, with) : status;
    status = status == SYNOVIA_STORE_OK ? put_batch(fake, with) : status;
    for (size_t i = 0; status == SYNOVIA_STORE_OK && i < count; i++) {
        struct synovia_record *record = &fake->records[sequences[i] - 1].record;
        forgotten->records += (record->flags & SYNOVIA_RECORD_ERASED) == 0;
        erase(record);
    }
    if (status == SYNOVIA_STORE_OK) {
        forgotten->sessions = with->gone_count;
        fake->durable = fake->count;
    }
    unlock(fake);
    return status;
}

const struct synovia_store_routines *fake_store_routines(void) {
    static const struct synovia_store_routines routines = {
        .size = sizeof routines,
        .open = fake_open,
        .close = fake_close,
        .head = fake_head,
        .write = fake_write,
        .sync = fake_sync,
        .read = fake_read,
        .session = fake_session,
        .sessions = fake_sessions,
        .source = fake_source,
        .forget = fake_forget,
    };
    return &routines;
}

/* ---- what others do -------------------------------------------------------------------------- */

void fake_store_other_writes(struct fake_store *fake) {
    struct journal_record record = {.kind = JOURNAL_FEEDBACK, .payload = text_of("other")};
    struct synovia_record abi;
    struct synovia_head read = {.size = sizeof read};
    struct chain_head head;
    lock(fake);
    head_of(fake, &read);
    head.sequence = read.sequence;
    memcpy(head.hash, read.hash, sizeof head.hash);
    chain_seal(&head, &record);
    abi_from_record(&record, &abi);
    if (!keep_record(fake, &abi)) {
        abort();
    }
    fake->durable = fake->count;
    unlock(fake);
}

void fake_store_other_turns(struct fake_store *fake, const char *session, uint64_t revision,
                            int64_t expires) {
    struct synovia_session put = {.size = sizeof put,
                                  .id = abi_text(text_of(session)),
                                  .revision = revision,
                                  .expires_ms = expires};
    lock(fake);
    put_session(fake, &put);
    unlock(fake);
}

void fake_store_exchange(struct fake_store *fake) {
    lock(fake);
    fake->records[fake->count - 1].record.hash[0] ^= 1;
    unlock(fake);
}

/* ---- looking --------------------------------------------------------------------------------- */

bool fake_store_is_whole(struct fake_store *fake) {
    struct chain_walk walk;
    struct journal_record record;
    chain_walk_begin(&walk, 1);
    lock(fake);
    for (size_t i = 0; i < fake->count; i++) {
        abi_to_record(&fake->records[i].record, &record);
        chain_walk_take(&walk, &record);
    }
    unlock(fake);
    return chain_walk_end(&walk);
}

uint64_t fake_store_records(struct fake_store *fake) {
    lock(fake);
    uint64_t count = fake->count;
    unlock(fake);
    return count;
}

uint64_t fake_store_durable(struct fake_store *fake) {
    lock(fake);
    uint64_t count = fake->durable;
    unlock(fake);
    return count;
}

uint64_t fake_store_calls(struct fake_store *fake, enum fake_call call) {
    lock(fake);
    uint64_t count = fake->failing[call].calls;
    unlock(fake);
    return count;
}

uint64_t fake_store_count(struct fake_store *fake, const char *payload) {
    uint64_t count = 0;
    lock(fake);
    for (size_t i = 0; i < fake->count; i++) {
        count += text_is(bytes_of_abi(fake->records[i].record.payload), payload);
    }
    unlock(fake);
    return count;
}

uint64_t fake_store_revision(struct fake_store *fake, const char *session) {
    lock(fake);
    const struct kept_session *kept = find_session(fake, abi_text(text_of(session)));
    uint64_t revision = kept == NULL ? 0 : kept->revision;
    unlock(fake);
    return revision;
}

uint64_t fake_store_largest_batch(struct fake_store *fake) {
    lock(fake);
    uint64_t largest = fake->largest_batch;
    unlock(fake);
    return largest;
}

int fake_store_kind(struct fake_store *fake, uint64_t sequence, char *payload, size_t size) {
    lock(fake);
    const struct synovia_record *record = &fake->records[sequence - 1].record;
    int kind = (int)record->kind;
    if (payload != NULL) {
        size_t length = record->payload.length < size ? record->payload.length : size - 1;
        memcpy(payload, record->payload.at, length);
        payload[length] = '\0';
    }
    unlock(fake);
    return kind;
}
