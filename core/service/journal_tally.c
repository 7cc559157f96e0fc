#include "service/journal_tally.h"

#include "base/digest.h"
#include "service/journal_reading.h"

#include <stdlib.h>

enum { ARENA_BLOCK = 16 * 1024 };

void tally_init(struct tally *tally) {
    *tally = (struct tally){.records = 0};
    arena_init(&tally->arena, ARENA_BLOCK, 0);
}

void tally_free(struct tally *tally) {
    for (size_t i = 0; i < tally->version_count; i++) {
        free(tally->versions[i].rules);
    }
    free(tally->versions);
    free(tally->marks.places);
    arena_free(&tally->arena);
}

/* ---- once a session -------------------------------------------------------------------------- */

/* The place of the mark, or the free one where it belongs. The capacity is a power of two. */
static uint64_t *place_of_mark(uint64_t *places, size_t capacity, uint64_t mark) {
    size_t at = mark & (capacity - 1);
    while (places[at] != 0 && places[at] != mark) {
        at = (at + 1) & (capacity - 1);
    }
    return &places[at];
}

static bool make_marks_room(struct tally_marks *marks) {
    size_t more = marks->capacity == 0 ? 64 : 2 * marks->capacity;
    uint64_t *places = 2 * marks->count < marks->capacity ? NULL : calloc(more, sizeof *places);
    if (places == NULL) {
        return 2 * marks->count < marks->capacity;
    }
    for (size_t i = 0; i < marks->capacity; i++) {
        if (marks->places[i] != 0) {
            *place_of_mark(places, more, marks->places[i]) = marks->places[i];
        }
    }
    free(marks->places);
    marks->places = places;
    marks->capacity = more;
    return true;
}

/* A session that is over tells its halts and its decision in the answer to each report that comes
 * late: they are the same firing. True the first time, and always outside sessions. */
static bool is_first(struct tally *tally, const struct journal_record *record, struct text name) {
    if (text_is_empty(record->session)) {
        return true;
    }
    uint64_t mark = hash64(record->session) * UINT64_C(0x9e3779b97f4a7c15) ^ hash64(name);
    if (!make_marks_room(&tally->marks)) {
        tally->failed = true;
        return false;
    }
    uint64_t *place = place_of_mark(tally->marks.places, tally->marks.capacity, mark | 1);
    bool first = *place == 0;
    *place = mark | 1;
    tally->marks.count += first;
    return first;
}

/* ---- growing --------------------------------------------------------------------------------- */

static bool make_room(struct tally *tally, void **items, size_t count, size_t *capacity,
                      size_t size) {
    if (count < *capacity) {
        return true;
    }
    size_t more = *capacity == 0 ? 8 : 2 * *capacity;
    void *grown = realloc(*items, more * size);
    if (grown == NULL) {
        tally->failed = true;
        return false;
    }
    *items = grown;
    *capacity = more;
    return true;
}

static struct text keep(struct tally *tally, struct text text) {
    struct text kept = arena_copy(&tally->arena, text);
    tally->failed = tally->failed || tally->arena.failed;
    return kept;
}

static struct version_tally *find_version(struct tally *tally,
                                          const struct journal_record *record) {
    for (size_t i = tally->version_count; i-- > 0;) {
        struct version_tally *version = &tally->versions[i];
        if (text_equal(version->digest, record->digest) &&
            text_equal(version->protocol, record->protocol)) {
            return version;
        }
    }
    return NULL;
}

static struct version_tally *version_of(struct tally *tally, const struct journal_record *record) {
    struct version_tally *version = find_version(tally, record);
    void *versions = tally->versions;
    if (version == NULL && make_room(tally, &versions, tally->version_count,
                                     &tally->version_capacity, sizeof *version)) {
        tally->versions = versions;
        version = &tally->versions[tally->version_count++];
        *version = (struct version_tally){
            .protocol = keep(tally, record->protocol),
            .digest = keep(tally, record->digest),
            .first = record->sequence,
        };
    }
    if (version != NULL) {
        version->last = record->sequence;
    }
    return version;
}

/* Where the rule is, or where it belongs. */
static size_t place_of(const struct version_tally *version, struct text rule) {
    size_t low = 0;
    size_t high = version->rule_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (text_compare(version->rules[middle].rule, rule) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* NULL where memory ran out. */
static struct rule_tally *rule_of(struct tally *tally, struct version_tally *version,
                                  struct text rule) {
    size_t at = place_of(version, rule);
    void *rules = version->rules;
    if (at < version->rule_count && text_equal(version->rules[at].rule, rule)) {
        return &version->rules[at];
    }
    if (!make_room(tally, &rules, version->rule_count, &version->rule_capacity,
                   sizeof *version->rules)) {
        return NULL;
    }
    version->rules = rules;
    memmove(&version->rules[at + 1], &version->rules[at],
            (version->rule_count - at) * sizeof *version->rules);
    version->rule_count++;
    version->rules[at] = (struct rule_tally){.rule = keep(tally, rule)};
    return &version->rules[at];
}

/* ---- counting -------------------------------------------------------------------------------- */

typedef void count_one(struct version_tally *version, struct rule_tally *rule,
                       const struct wire_value *item);

/* Each map of a list that names a rule; with `once` (else NULL) a rule counts once in its session.
 */
static void count_list(struct tally *tally, struct version_tally *version,
                       const struct journal_record *once, const struct wire_value *of,
                       const char *key, count_one *count) {
    struct wire_value list;
    struct wire_value item;
    if (of->type != WIRE_MAP || !wire_find(of, text_of(key), &list)) {
        return;
    }
    struct wire_cursor cursor = wire_items(&list);
    while (wire_next(&cursor, &item)) {
        struct text name = reading_text(&item, "rule");
        struct rule_tally *rule = text_is_empty(name) ? NULL : rule_of(tally, version, name);
        if (rule != NULL) {
            struct text kind = reading_text(&item, "kind");
            if (text_is_empty(rule->kind) && !text_is_empty(kind)) {
                rule->kind = keep(tally, kind);
            }
            if (once == NULL || is_first(tally, once, name)) {
                count(version, rule, &item);
            }
        }
    }
}

static void count_fired(struct version_tally *version, struct rule_tally *rule,
                        const struct wire_value *item) {
    struct wire_value certain;
    bool is_certain = !wire_find(item, text_of("certain"), &certain) ||
                      certain.type != WIRE_BOOLEAN || certain.boolean;
    *(is_certain ? &rule->fired : &rule->not_ruled_out) += 1;
    rule->last_fired = version->decisions;
}

static void count_open(struct version_tally *version, struct rule_tally *rule,
                       const struct wire_value *item) {
    (void)version, (void)item;
    rule->open++;
}

static void take_decision(struct tally *tally, struct version_tally *version,
                          const struct journal_record *record, const struct wire_value *decision) {
    struct text outcome = reading_text(decision, "outcome");
    struct wire_value protocol;
    if (!text_is_empty(record->key) && !is_first(tally, record, record->key)) {
        return;
    }
    version->decisions++;
    version->masked += record->masked;
    for (int i = 0; i < TALLY_OUTCOMES; i++) {
        version->outcomes[i] += text_is(outcome, outcome_name((enum outcome)i));
    }
    if (text_is_empty(version->version) && wire_find(decision, text_of("protocol"), &protocol)) {
        version->version = keep(tally, reading_text(&protocol, "version"));
    }
    count_list(tally, version, record, decision, "reasons", count_fired);
    count_list(tally, version, NULL, decision, "open", count_open);
}

/* A turn's halts count as decisions do; a start may carry a decision of its own. */
static void take_answer(struct tally *tally, struct version_tally *version,
                        const struct journal_record *record, const struct wire_value *answer) {
    struct wire_value decision;
    struct wire_value halts;
    if (!text_is_empty(reading_text(answer, "outcome"))) {
        take_decision(tally, version, record, answer);
        return;
    }
    if (wire_find(answer, text_of("decision"), &decision) && decision.type == WIRE_MAP) {
        take_decision(tally, version, record, &decision);
    }
    if (wire_find(answer, text_of("halts"), &halts)) {
        count_list(tally, version, record, answer, "halts", count_fired);
    }
}

static void take_feedback(struct tally *tally, struct version_tally *version,
                          const struct wire_value *payload) {
    struct text name = reading_text(payload, "rule");
    struct rule_tally *rule = text_is_empty(name) ? NULL : rule_of(tally, version, name);
    if (rule != NULL) {
        bool overridden = text_is(reading_text(payload, "response"), "overridden");
        *(overridden ? &rule->overridden : &rule->accepted) += 1;
    }
}

static void take_version(struct tally *tally, struct version_tally *version,
                         const struct wire_value *payload) {
    if (text_is_empty(version->version)) {
        version->version = keep(tally, reading_text(payload, "version"));
    }
}

void tally_take(struct tally *tally, const struct journal_record *record,
                const struct wire_value *payload) {
    struct wire_value answer;
    bool counts = record->kind == JOURNAL_DECISION || record->kind == JOURNAL_TURN ||
                  record->kind == JOURNAL_FEEDBACK || record->kind == JOURNAL_PROTOCOL;
    tally->records++;
    tally->erased += record->erased;
    if (!counts || record->erased) {
        return;
    }
    struct version_tally *version =
        payload == NULL || payload->type != WIRE_MAP ? NULL : version_of(tally, record);
    if (version == NULL) {
        tally->unreadable++;
    } else if (record->kind == JOURNAL_FEEDBACK) {
        take_feedback(tally, version, payload);
    } else if (record->kind == JOURNAL_PROTOCOL) {
        take_version(tally, version, payload);
    } else if (wire_find(payload, text_of("answer"), &answer) && answer.type == WIRE_MAP) {
        take_answer(tally, version, record, &answer);
    } else {
        tally->unreadable++;
    }
}
