/*
 * Every recorded decision, answered again by another version of the protocol.
 *
 *     record ──> facts, as_of ──> `screen` in process ──> answer ─┐
 *         └────> the answer of then ──────────────────────────────┴──> compared, grouped
 */
#include "service/error_codes.h"
#include "service/journal_compare.h"
#include "service/journal_groups.h"
#include "service/journal_reading.h"
#include "service/service_private.h"
#include "wire/rpc.h"
#include "wire/writer.h"

enum { ARENA_BLOCK = 16 * 1024, ARENA_LIMIT = 64 << 20 };

struct replaying {
    struct service_peer *peer;
    struct text protocol;
    struct arena arena; /* of one record */
    struct message *answer;
    struct buffer frame;
    struct buffer response;
    struct buffer item;
    struct groups groups;
    uint64_t compared[COMPARED_OTHER + 1];
    uint64_t masked, erased, unreadable, turns;
};

/* ---- asking again ---------------------------------------------------------------------------- */

static void write_screen(struct buffer *frame, struct text protocol, const struct wire_value *facts,
                         const struct wire_value *as_of) {
    buffer_clear(frame);
    rpc_write_request(frame, 0, text_of("screen"));
    writer_map(frame, as_of->type == WIRE_TEXT ? 3 : 2);
    reading_write_pair(frame, "protocol", protocol);
    writer_string(frame, "facts");
    writer_value(frame, facts);
    if (as_of->type == WIRE_TEXT) {
        writer_string(frame, "as_of");
        writer_value(frame, as_of);
    }
}

/* An empty array was taken as an empty map: some languages write their empty table so. */
static bool is_map(const struct wire_value *facts) {
    return facts->type == WIRE_MAP || (facts->type == WIRE_ARRAY && facts->count == 0);
}

/* The decision of now; false where there is none. */
static bool ask_again(struct reading *reading, const struct wire_value *request,
                      struct told *told) {
    struct replaying *replaying = reading->context;
    struct wire_value facts = {.type = WIRE_NIL};
    struct wire_value as_of = {.type = WIRE_NIL};
    wire_find(request, text_of("as_of"), &as_of);
    if (!wire_find(request, text_of("facts"), &facts) || !is_map(&facts)) {
        return false;
    }
    facts.type = WIRE_MAP;
    write_screen(&replaying->frame, replaying->protocol, &facts, &as_of);
    buffer_clear(&replaying->response);
    if (replaying->frame.failed ||
        !service_answer(replaying->peer, buffer_text(&replaying->frame), &replaying->response) ||
        !message_read(replaying->answer, buffer_text(&replaying->response))) {
        reading->failed = true;
        return false;
    }
    struct wire_value root = message_root(replaying->answer);
    struct rpc_message answer = rpc_read(&root);
    reading->failed =
        text_is(reading_text(&answer.error, "code"), error_code_text(ERROR_OUT_OF_MEMORY));
    return answer.error.type == WIRE_NIL && told_read(&answer.result, &replaying->arena, told);
}

/* ---- telling --------------------------------------------------------------------------------- */

static void write_verdict(struct buffer *out, const char *key, const struct caution *caution) {
    writer_string(out, key);
    writer_map(out, 3);
    reading_write_pair(out, "outcome", text_of(outcome_name(caution->outcome)));
    reading_write_pair(out, "urgency", text_of(urgency_name(caution->urgency)));
    writer_string(out, "complete");
    writer_boolean(out, caution->complete);
}

static void write_differences(struct buffer *out, const struct comparison *comparison) {
    writer_string(out, "differences");
    writer_array(out, (uint32_t)comparison->count);
    for (size_t i = 0; i < comparison->count; i++) {
        const struct difference *difference = &comparison->differences[i];
        writer_map(out, 4);
        reading_write_pair(out, "kind", text_of(difference_kind_name(difference->kind)));
        reading_write_pair(out, "name", difference->name);
        reading_write_pair(out, "before", difference->before);
        reading_write_pair(out, "after", difference->after);
    }
}

static void write_item(struct buffer *out, const struct journal_record *record,
                       const struct comparison *comparison, const struct told *before,
                       const struct told *after) {
    char time[READING_TIME_SIZE];
    bool has_ref = !text_is_empty(record->ref);
    buffer_clear(out);
    reading_time(record->time, time);
    writer_map(out, has_ref ? 8 : 7);
    reading_write_count(out, "sequence", record->sequence);
    reading_write_pair(out, "time", text_of(time));
    if (has_ref) {
        reading_write_pair(out, "ref", record->ref);
    }
    reading_write_pair(out, "direction", text_of(compared_name(comparison->compared)));
    reading_write_pair(out, "by", text_of(caution_measure_name(comparison->by)));
    write_verdict(out, "before", &before->caution);
    write_verdict(out, "after", &after->caution);
    write_differences(out, comparison);
}

static bool tell(struct reading *reading, const struct journal_record *record,
                 const struct comparison *comparison, const struct told *before,
                 const struct told *after) {
    struct replaying *replaying = reading->context;
    const struct service_journal_listener *listener = reading->listener;
    if (listener->each == NULL) {
        return true;
    }
    write_item(&replaying->item, record, comparison, before, after);
    reading->failed = replaying->item.failed;
    return !reading->failed && listener->each(listener->context, buffer_text(&replaying->item));
}

/* ---- one record ------------------------------------------------------------------------------ */

static bool compare(struct reading *reading, const struct journal_record *record,
                    const struct told *before, const struct told *after) {
    struct replaying *replaying = reading->context;
    struct comparison comparison;
    if (!compare_told(before, after, &replaying->arena, &comparison)) {
        reading->failed = true;
        return false;
    }
    replaying->compared[comparison.compared]++;
    if (comparison.compared == COMPARED_SAME) {
        return true;
    }
    for (size_t i = 0; i < comparison.count; i++) {
        reading->failed =
            reading->failed || !groups_count(&replaying->groups, comparison.compared,
                                             &comparison.differences[i], record->sequence);
    }
    return !reading->failed && tell(reading, record, &comparison, before, after);
}

/* Turns other than a session's first hold no decision. */
static bool is_decision(const struct journal_record *record, const struct wire_value *payload) {
    return record->kind == JOURNAL_DECISION ||
           text_is(reading_text(payload, "method"), "session.start");
}

static bool replay_payload(struct reading *reading, const struct journal_record *record,
                           const struct wire_value *payload) {
    struct replaying *replaying = reading->context;
    struct wire_value request;
    struct wire_value answer;
    struct told before;
    struct told after;
    if (!is_decision(record, payload)) {
        replaying->turns++;
        return true;
    }
    if (record->masked) {
        replaying->masked++;
        return true;
    }
    arena_reset(&replaying->arena);
    if (!wire_find(payload, text_of("request"), &request) || request.type != WIRE_MAP ||
        !wire_find(payload, text_of("answer"), &answer) ||
        !told_read_answer(&answer, &replaying->arena, &before) ||
        !ask_again(reading, &request, &after)) {
        reading->failed = reading->failed || replaying->arena.failed;
        replaying->unreadable++;
        return !reading->failed;
    }
    return compare(reading, record, &before, &after);
}

static bool replay(struct reading *reading, const struct journal_record *record) {
    struct replaying *replaying = reading->context;
    struct wire_value payload;
    bool counts = record->kind == JOURNAL_DECISION || record->kind == JOURNAL_TURN;
    if (!counts || !text_equal(record->protocol, replaying->protocol)) {
        return true;
    }
    if (record->erased) {
        replaying->erased++;
        return true;
    }
    if (!reading_payload(reading->journal, record, &payload) || payload.type != WIRE_MAP) {
        replaying->unreadable++;
        return true;
    }
    return replay_payload(reading, record, &payload);
}

/* ---- the report ------------------------------------------------------------------------------ */

static void write_report(struct buffer *out, const struct replaying *replaying,
                         const struct served *served) {
    const uint64_t *compared = replaying->compared;
    const struct header *header = &served->program->header;
    writer_map(out, 13);
    reading_write_pair(out, "protocol", header->id);
    reading_write_pair(out, "version", header->version);
    reading_write_pair(out, "digest", header->digest);
    reading_write_count(out, "replayed",
                        compared[COMPARED_SAME] + compared[COMPARED_LESS] +
                            compared[COMPARED_MORE] + compared[COMPARED_OTHER]);
    reading_write_count(out, "same", compared[COMPARED_SAME]);
    reading_write_count(out, "less", compared[COMPARED_LESS]);
    reading_write_count(out, "more", compared[COMPARED_MORE]);
    reading_write_count(out, "other", compared[COMPARED_OTHER]);
    reading_write_count(out, "masked", replaying->masked);
    reading_write_count(out, "erased", replaying->erased);
    reading_write_count(out, "unreadable", replaying->unreadable);
    reading_write_count(out, "turns", replaying->turns);
    writer_string(out, "groups");
    groups_write(&replaying->groups, out);
}

static void free_replaying(struct replaying *replaying) {
    service_peer_free(replaying->peer);
    message_free(replaying->answer);
    arena_free(&replaying->arena);
    buffer_free(&replaying->frame);
    buffer_free(&replaying->response);
    buffer_free(&replaying->item);
    groups_free(&replaying->groups);
}

bool service_replay(struct service *service, struct text protocol, struct service_journal *journal,
                    const struct service_journal_filter *filter,
                    const struct service_journal_listener *listener, struct buffer *report,
                    struct buffer *problem) {
    struct served *served = catalogue_find(&service->catalogue, protocol);
    struct replaying replaying = {.protocol = protocol};
    struct reading reading = {
        .journal = journal, .listener = listener, .visit = replay, .context = &replaying};
    bool done = false;
    if (served == NULL) {
        buffer_append_format(problem, "no protocol \"%.*s\" is loaded", (int)protocol.length,
                             protocol.at);
        return false;
    }
    arena_init(&replaying.arena, ARENA_BLOCK, ARENA_LIMIT);
    groups_init(&replaying.groups);
    replaying.peer = service_peer_new(service);
    replaying.answer = message_new();
    if (replaying.peer == NULL || replaying.answer == NULL) {
        buffer_append_string(problem, "out of memory");
    } else {
        replaying.peer->error_form = RPC_ERROR_MAP;
        done = reading_run(&reading, filter, problem);
    }
    if (done) {
        write_report(report, &replaying, served);
    }
    free_replaying(&replaying);
    return done && !report->failed;
}
