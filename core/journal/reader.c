#include "journal/abi.h"
#include "journal/reader_private.h"

#include <stdlib.h>

/* Records in one read of the store: it may hold a writer's log for as long as that takes. */
enum { PAGE = 512 };

/* ---- opening --------------------------------------------------------------------------------- */

struct journal_reader *journal_reader_open(const struct synovia_store_routines *routines,
                                           struct text location, enum journal_use use,
                                           struct buffer *reason) {
    uint32_t flags = use == JOURNAL_READS ? SYNOVIA_OPEN_READ_ONLY : SYNOVIA_OPEN_EXISTING;
    struct journal_reader *reader = calloc(1, sizeof *reader);
    if (reader == NULL) {
        return NULL;
    }
    if (!chain_setup()) {
        buffer_append_string(reason, "the system has no random numbers to give");
        free(reader);
        return NULL;
    }
    if (!storing_open(&reader->storing, routines, location, flags)) {
        if (reader->storing.status != SYNOVIA_STORE_NO_MEMORY) {
            buffer_append_text(reason, storing_reason(&reader->storing));
        }
        journal_reader_close(reader);
        return NULL;
    }
    return reader;
}

void journal_reader_close(struct journal_reader *reader) {
    if (reader != NULL) {
        storing_close(&reader->storing);
        free(reader);
    }
}

struct text journal_reader_reason(struct journal_reader *reader) {
    return storing_reason(&reader->storing);
}

bool reader_went_well(struct journal_reader *reader, int status) {
    reader->storing.status = abi_status(status);
    return reader->storing.status == SYNOVIA_STORE_OK;
}

struct synovia_message *reader_message(struct journal_reader *reader) {
    reader->storing.message.length = 0;
    return &reader->storing.message;
}

bool journal_reader_head(struct journal_reader *reader, struct chain_head *head) {
    bool done = storing_catch_up(&reader->storing);
    *head = reader->storing.head;
    return done;
}

/* ---- pages ----------------------------------------------------------------------------------- */

struct page {
    journal_visitor *visit;
    void *context;
    uint64_t count;
    uint64_t at; /* sequence of the last record shown */
    bool is_over;
};

static int show(void *context, const struct synovia_record *record) {
    struct page *page = context;
    struct journal_record shown;
    abi_to_record(record, &shown);
    page->count++;
    page->at = record->sequence;
    page->is_over = !page->visit(page->context, &shown);
    return page->is_over;
}

/* Moves the query behind the page; false where there is nothing. */
static bool turn_page(struct synovia_query *query, const struct page *page) {
    if (page->is_over || page->count < PAGE) {
        return false;
    }
    if ((query->flags & SYNOVIA_QUERY_NEWEST_FIRST) == 0) {
        query->first = page->at + 1;
        return query->last == 0 || query->first <= query->last;
    }
    query->last = page->at - 1;
    return query->last > 0 && query->last >= query->first;
}

bool reader_pages(struct journal_reader *reader, struct synovia_query *query,
                  journal_visitor *visit, void *context) {
    struct page page;
    query->limit = PAGE;
    do {
        page = (struct page){.visit = visit, .context = context};
        int status = reader->storing.routines->read(reader->storing.store, query, show, &page,
                                                    reader_message(reader));
        if (!reader_went_well(reader, status)) {
            return false;
        }
    } while (turn_page(query, &page));
    return true;
}

/* ---- filters --------------------------------------------------------------------------------- */

/* What the store does not look at itself. */
struct sieve {
    const struct journal_filter *filter;
    journal_visitor *visit;
    void *context;
    uint64_t left;  /* the newest: how many are still to be found */
    uint64_t first; /* the newest: the earliest one found */
};

static bool fits(const struct journal_filter *filter, const struct journal_record *record) {
    return (filter->protocol.length == 0 || text_equal(filter->protocol, record->protocol)) &&
           (filter->since == 0 || record->time >= filter->since) &&
           (filter->until == 0 || record->time < filter->until);
}

static bool pass_on(void *context, const struct journal_record *record) {
    struct sieve *sieve = context;
    return !fits(sieve->filter, record) || sieve->visit(sieve->context, record);
}

static bool count_down(void *context, const struct journal_record *record) {
    struct sieve *sieve = context;
    if (fits(sieve->filter, record)) {
        sieve->first = record->sequence;
        sieve->left--;
    }
    return sieve->left > 0;
}

static struct synovia_query query_of(const struct journal_filter *filter) {
    struct synovia_query query = {
        .size = sizeof query,
        .first = filter->first,
        .last = filter->last,
        .session = abi_text(filter->session),
        .ref = abi_text(filter->ref),
        .key = abi_text(filter->key),
        .kind = (uint32_t)filter->kind,
        .flags = filter->without_payload ? (uint32_t)SYNOVIA_QUERY_NO_PAYLOAD : 0U,
    };
    return query;
}

/* Where the newest so many begin: UINT64_MAX where there is none. */
static bool find_newest(struct journal_reader *reader, const struct journal_filter *filter,
                        uint64_t *first) {
    struct sieve sieve = {.filter = filter, .left = filter->newest, .first = UINT64_MAX};
    struct synovia_query query = query_of(filter);
    query.flags = SYNOVIA_QUERY_NEWEST_FIRST | SYNOVIA_QUERY_NO_PAYLOAD;
    bool done = reader_pages(reader, &query, count_down, &sieve);
    *first = sieve.first;
    return done;
}

bool journal_reader_each(struct journal_reader *reader, const struct journal_filter *filter,
                         journal_visitor *visit, void *context) {
    struct sieve sieve = {.filter = filter, .visit = visit, .context = context};
    struct synovia_query query = query_of(filter);
    if (filter->newest > 0 && !find_newest(reader, filter, &query.first)) {
        return false;
    }
    return query.first == UINT64_MAX || reader_pages(reader, &query, pass_on, &sieve);
}

/* ---- the rest -------------------------------------------------------------------------------- */

static int take_source(void *context, struct synovia_bytes bytes) {
    buffer_append_text(context, bytes_of_abi(bytes));
    return 0;
}

bool journal_reader_source(struct journal_reader *reader, struct text digest, struct buffer *source,
                           bool *found) {
    int status = reader->storing.routines->source(reader->storing.store, abi_text(digest),
                                                  take_source, source, reader_message(reader));
    *found = status == SYNOVIA_STORE_OK;
    return status == SYNOVIA_STORE_NOT_FOUND || reader_went_well(reader, status);
}

bool journal_reader_backup(struct journal_reader *reader, struct text path) {
    if (reader->storing.routines->backup == NULL) {
        reader->storing.message.length = 0;
        return reader_went_well(reader, SYNOVIA_STORE_UNSUPPORTED);
    }
    return reader_went_well(reader,
                            reader->storing.routines->backup(reader->storing.store, abi_text(path),
                                                             reader_message(reader)));
}
