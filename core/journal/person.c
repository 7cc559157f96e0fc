#include "journal/person.h"

#include <stdlib.h>

/* ---- lists ----------------------------------------------------------------------------------- */

size_t names_count(const struct names *names) {
    return names->ends.length / sizeof(size_t);
}

static size_t end_of(const struct names *names, size_t i) {
    size_t end;
    memcpy(&end, names->ends.at + i * sizeof end, sizeof end);
    return end;
}

struct text names_at(const struct names *names, size_t i) {
    size_t start = i == 0 ? 0 : end_of(names, i - 1);
    return text_from(names->bytes.at + start, end_of(names, i) - start);
}

static void add_name(struct names *names, struct text name) {
    for (size_t i = 0; i < names_count(names); i++) {
        if (text_equal(names_at(names, i), name)) {
            return;
        }
    }
    buffer_append_text(&names->bytes, name);
    buffer_append(&names->ends, &names->bytes.length, sizeof names->bytes.length);
}

static void free_names(struct names *names) {
    buffer_free(&names->bytes);
    buffer_free(&names->ends);
}

/* ---- choosing -------------------------------------------------------------------------------- */

bool person_has_failed(const struct person *person) {
    return person->sequences.failed || person->sessions.bytes.failed ||
           person->sessions.ends.failed || person->keys.bytes.failed || person->keys.ends.failed;
}

static bool choose(void *context, const struct journal_record *record) {
    struct person *person = context;
    buffer_append(&person->sequences, &record->sequence, sizeof record->sequence);
    return !person->sequences.failed;
}

/* A record with the ref: its session's turns and the feedback on its decision go as well. */
static bool choose_with_kin(void *context, const struct journal_record *record) {
    struct person *person = context;
    if (record->session.length > 0) {
        add_name(&person->sessions, record->session);
    }
    if (record->key.length > 0) {
        add_name(&person->keys, record->key);
    }
    return choose(person, record) && !person_has_failed(person);
}

/* A session's turns carry decisions of their own. */
static bool choose_turn(void *context, const struct journal_record *record) {
    struct person *person = context;
    if (record->key.length > 0) {
        add_name(&person->keys, record->key);
    }
    return choose(person, record);
}

static int compare_sequences(const void *a, const void *b) {
    uint64_t left = *(const uint64_t *)a;
    uint64_t right = *(const uint64_t *)b;
    return (left > right) - (left < right);
}

static void sort_sequences(struct buffer *sequences) {
    uint64_t *at = (uint64_t *)(void *)sequences->at;
    size_t count = sequences->length / sizeof *at;
    size_t kept = 0;
    if (count == 0) {
        return;
    }
    qsort(at, count, sizeof *at, compare_sequences);
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || at[kept - 1] != at[i]) {
            at[kept++] = at[i];
        }
    }
    sequences->length = kept * sizeof *at;
}

bool person_find(struct person *person, struct journal_reader *reader, struct text ref) {
    struct journal_filter of_ref = {.ref = ref, .without_payload = true};
    bool done = journal_reader_each(reader, &of_ref, choose_with_kin, person);
    for (size_t i = 0; done && i < names_count(&person->sessions); i++) {
        struct journal_filter of_session = {.session = names_at(&person->sessions, i),
                                            .without_payload = true};
        done = journal_reader_each(reader, &of_session, choose_turn, person);
    }
    for (size_t i = 0; done && i < names_count(&person->keys); i++) {
        struct journal_filter feedback = {
            .key = names_at(&person->keys, i), .kind = JOURNAL_FEEDBACK, .without_payload = true};
        done = journal_reader_each(reader, &feedback, choose, person);
    }
    sort_sequences(&person->sequences);
    return done;
}

void person_free(struct person *person) {
    buffer_free(&person->sequences);
    free_names(&person->sessions);
    free_names(&person->keys);
}

/* ---- reading --------------------------------------------------------------------------------- */

static size_t sequence_count(const struct person *person) {
    return person->sequences.length / sizeof(uint64_t);
}

static uint64_t sequence_at(const struct person *person, size_t i) {
    uint64_t sequence;
    memcpy(&sequence, person->sequences.at + i * sizeof sequence, sizeof sequence);
    return sequence;
}

struct showing {
    journal_visitor *visit;
    void *context;
    bool found; /* the record that was asked for fits the filter */
    bool is_over;
};

static bool show(void *context, const struct journal_record *record) {
    struct showing *showing = context;
    showing->found = true;
    showing->is_over = !showing->visit(showing->context, record);
    return !showing->is_over;
}

static bool pass_over(void *context, const struct journal_record *record) {
    (void)context, (void)record;
    return true;
}

/* One record by its sequence, where it fits the rest of the filter. */
static bool show_one(struct journal_reader *reader, const struct journal_filter *filter,
                     uint64_t sequence, struct showing *showing) {
    struct journal_filter one = *filter;
    showing->found = false;
    if (sequence < filter->first || (filter->last != 0 && sequence > filter->last)) {
        return true;
    }
    one.ref = text_of("");
    one.newest = 0;
    one.first = one.last = sequence;
    return journal_reader_each(reader, &one, show, showing);
}

/* Where the newest so many of those that fit begin. */
static bool find_newest(struct journal_reader *reader, const struct journal_filter *filter,
                        const struct person *person, size_t *first) {
    struct journal_filter bare = *filter;
    struct showing showing = {.visit = pass_over};
    uint64_t left = filter->newest;
    bool done = true;
    bare.without_payload = true;
    *first = sequence_count(person);
    while (done && *first > 0 && left > 0) {
        done = show_one(reader, &bare, sequence_at(person, --*first), &showing);
        left -= showing.found;
    }
    return done;
}

static bool show_person(struct journal_reader *reader, const struct journal_filter *filter,
                        const struct person *person, struct showing *showing) {
    size_t first = 0;
    bool done = filter->newest == 0 || find_newest(reader, filter, person, &first);
    for (size_t i = first; done && !showing->is_over && i < sequence_count(person); i++) {
        done = show_one(reader, filter, sequence_at(person, i), showing);
    }
    return done;
}

bool journal_reader_each_of_person(struct journal_reader *reader,
                                   const struct journal_filter *filter, journal_visitor *visit,
                                   void *context) {
    struct person person = {.sequences = {0}};
    struct showing showing = {.visit = visit, .context = context};
    bool done = person_find(&person, reader, filter->ref);
    if (done && person_has_failed(&person)) {
        done = reader_went_well(reader, SYNOVIA_STORE_NO_MEMORY);
    }
    done = done && show_person(reader, filter, &person, &showing);
    person_free(&person);
    return done;
}
