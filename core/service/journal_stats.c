/* How rules fared, told: counts by version, and which rules have stopped. */
#include "service/journal_reading.h"
#include "service/journal_tally.h"

#include "wire/writer.h"

/* ---- rules that have stopped ----------------------------------------------------------------- */

static uint64_t firings(const struct rule_tally *rule) {
    return rule->fired + rule->not_ruled_out;
}

static const struct rule_tally *find_rule(const struct version_tally *version, struct text name) {
    for (size_t i = 0; i < version->rule_count; i++) {
        if (text_equal(version->rules[i].rule, name)) {
            return &version->rules[i];
        }
    }
    return NULL;
}

/* The version of the same protocol before this one; NULL where it is the first. */
static const struct version_tally *version_before(const struct tally *tally, size_t at) {
    for (size_t i = at; i-- > 0;) {
        if (text_equal(tally->versions[i].protocol, tally->versions[at].protocol) &&
            tally->versions[i].decisions > 0) {
            return &tally->versions[i];
        }
    }
    return NULL;
}

/* How often the rule should have fired in `decisions` at the rate of so many in so many. */
static double expected(uint64_t fired, uint64_t in, uint64_t decisions) {
    return in == 0 ? 0 : (double)fired * (double)decisions / (double)in;
}

static void write_stopped(struct buffer *out, const char *key, struct text since,
                          uint64_t decisions, double firings_expected) {
    writer_string(out, "stopped");
    writer_map(out, 3);
    reading_write_pair(out, key, since);
    reading_write_count(out, "decisions", decisions);
    writer_string(out, "expected");
    writer_number(out, (double)(uint64_t)firings_expected);
}

/* Since it last fired in this version. */
static bool write_if_silent(struct buffer *out, const struct version_tally *version,
                            const struct rule_tally *rule) {
    uint64_t since = version->decisions - rule->last_fired;
    double missed = expected(firings(rule), rule->last_fired, since);
    if (firings(rule) == 0 || missed < STOPPED_EXPECTED) {
        return false;
    }
    write_stopped(out, "since", text_of("it last fired in this version"), since, missed);
    return true;
}

/* True where the rule fired in the version before and does not in this one. */
static bool write_if_lost(struct buffer *out, const struct version_tally *before,
                          const struct version_tally *version, const struct rule_tally *rule,
                          const struct rule_tally *was) {
    double missed = expected(firings(was), before->decisions, version->decisions);
    if ((rule != NULL && firings(rule) > 0) || firings(was) < STOPPED_SEEN ||
        missed < STOPPED_EXPECTED) {
        return false;
    }
    write_stopped(out, "version", before->version, version->decisions, missed);
    return true;
}

/* ---- the report ------------------------------------------------------------------------------ */

static void write_rule(struct buffer *out, const struct tally *tally, size_t at,
                       const struct rule_tally *rule) {
    const struct version_tally *version = &tally->versions[at];
    const struct version_tally *before = version_before(tally, at);
    const struct rule_tally *was = before == NULL ? NULL : find_rule(before, rule->rule);
    struct writer_list map = writer_open_map(out);
    map.count = 6;
    reading_write_pair(out, "rule", rule->rule);
    reading_write_count(out, "fired", rule->fired);
    reading_write_count(out, "not_ruled_out", rule->not_ruled_out);
    reading_write_count(out, "open", rule->open);
    reading_write_count(out, "accepted", rule->accepted);
    reading_write_count(out, "overridden", rule->overridden);
    if (!text_is_empty(rule->kind)) {
        writer_item(&map);
        reading_write_pair(out, "kind", rule->kind);
    }
    if ((was != NULL && write_if_lost(out, before, version, rule, was)) ||
        write_if_silent(out, version, rule)) {
        writer_item(&map);
    }
    writer_close(out, &map);
}

/* A rule of the version before that does not stand in this one's records at all. */
static void write_gone(struct buffer *out, struct writer_list *list, const struct tally *tally,
                       size_t at) {
    const struct version_tally *version = &tally->versions[at];
    const struct version_tally *before = version_before(tally, at);
    for (size_t i = 0; before != NULL && i < before->rule_count; i++) {
        struct rule_tally none = {.rule = before->rules[i].rule, .kind = before->rules[i].kind};
        double missed = expected(firings(&before->rules[i]), before->decisions, version->decisions);
        if (find_rule(version, none.rule) == NULL && firings(&before->rules[i]) >= STOPPED_SEEN &&
            missed >= STOPPED_EXPECTED) {
            writer_item(list);
            write_rule(out, tally, at, &none);
        }
    }
}

static void write_outcomes(struct buffer *out, const struct version_tally *version) {
    struct writer_list map = writer_open_map(out);
    for (int i = 0; i < TALLY_OUTCOMES; i++) {
        if (version->outcomes[i] > 0) {
            writer_item(&map);
            reading_write_count(out, outcome_name((enum outcome)i), version->outcomes[i]);
        }
    }
    writer_close(out, &map);
}

static void write_version(struct buffer *out, const struct tally *tally, size_t at) {
    const struct version_tally *version = &tally->versions[at];
    writer_map(out, 9);
    reading_write_pair(out, "protocol", version->protocol);
    reading_write_pair(out, "version", version->version);
    reading_write_pair(out, "digest", version->digest);
    reading_write_count(out, "from", version->first);
    reading_write_count(out, "to", version->last);
    reading_write_count(out, "decisions", version->decisions);
    reading_write_count(out, "masked", version->masked);
    writer_string(out, "outcomes");
    write_outcomes(out, version);
    writer_string(out, "rules");
    struct writer_list list = writer_open_array(out);
    for (size_t i = 0; i < version->rule_count; i++) {
        writer_item(&list);
        write_rule(out, tally, at, &version->rules[i]);
    }
    write_gone(out, &list, tally, at);
    writer_close(out, &list);
}

void tally_write(const struct tally *tally, struct buffer *out) {
    writer_map(out, 4);
    reading_write_count(out, "records", tally->records);
    reading_write_count(out, "erased", tally->erased);
    reading_write_count(out, "unreadable", tally->unreadable);
    writer_string(out, "versions");
    struct writer_list list = writer_open_array(out);
    for (size_t i = 0; i < tally->version_count; i++) {
        writer_item(&list);
        write_version(out, tally, i);
    }
    writer_close(out, &list);
}

/* ---- reading --------------------------------------------------------------------------------- */

static bool take(struct reading *reading, const struct journal_record *record) {
    struct tally *tally = reading->context;
    struct wire_value payload;
    bool read = reading_payload(reading->journal, record, &payload);
    tally_take(tally, record, read ? &payload : NULL);
    reading->failed = tally->failed;
    return !reading->failed;
}

bool service_journal_stats(struct service_journal *journal,
                           const struct service_journal_filter *filter,
                           const struct service_journal_listener *listener, struct buffer *report,
                           struct buffer *problem) {
    struct tally tally;
    struct reading reading = {
        .journal = journal, .listener = listener, .visit = take, .context = &tally};
    tally_init(&tally);
    bool done = reading_run(&reading, filter, problem);
    if (done) {
        tally_write(&tally, report);
    }
    tally_free(&tally);
    return done && !report->failed;
}
