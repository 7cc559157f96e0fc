/*
 * screen_many: many people's facts in, as many decisions out, in their order.
 *
 * The request outlives its frame: the job keeps a copy of the bytes and reads its params anew. It
 * keeps the protocol as well, so that all are judged by the version that was live at the start.
 */
#include "service/encode.h"
#include "service/job.h"
#include "service/recording.h"
#include "service/screening.h"

#include <stdlib.h>

enum { PROTOCOL, PEOPLE, DIGEST, AS_OF, LANG, EXPLAIN, REF, PARAMS };

/* A slice of so many people takes about a millisecond; explained ones take longer. */
enum { PEOPLE_IN_A_SLICE = 32, EXPLAINED_IN_A_SLICE = 1 };

enum { ARENA_BLOCK = 64 * 1024, ARENA_LIMIT = 64 * 1024 * 1024 };

static const struct param params[PARAMS] = {
    [PROTOCOL] = {"protocol", PARAM_TEXT, true, "the id of a protocol"},
    [PEOPLE] = {"people", PARAM_ARRAY, true, "what is known of each person: maps by fact"},
    [DIGEST] = {"digest", PARAM_TEXT, false, "the digest that the live protocol must have"},
    [AS_OF] = {"as_of", PARAM_DATE, false, "the day to count from; today in UTC where not given"},
    [LANG] = {"lang", PARAM_TEXT, false, "BCP 47 tag of the texts"},
    [EXPLAIN] = {"explain", PARAM_BOOLEAN, false, "true: with a tree of every rule's condition"},
    [REF] = {"ref", PARAM_REF, false, "the caller's own name for this request; in every decision"},
};

struct screening_job {
    struct service_job job;
    struct served *served; /* counted */
    struct buffer frame;
    struct message *message;
    struct arena arena;
    struct buffer out;
    struct request request;
    struct param_value values[PARAMS];
    struct wire_cursor people;
    struct text language;
    int32_t as_of;
    struct keeping_tickets tickets; /* of the records so far */
};

static void free_job(struct service_job *job) {
    struct screening_job *screening = (struct screening_job *)job;
    served_release(screening->served);
    buffer_free(&screening->frame);
    message_free(screening->message);
    arena_free(&screening->arena);
    buffer_free(&screening->out);
    free(screening);
}

/* ---- the work -------------------------------------------------------------------------------- */

/* What was written since `start` is the decision. */
static void record_one(struct screening_job *screening, const struct wire_value *facts,
                       const char *id, size_t start) {
    struct request *request = &screening->request;
    const struct param_value *ref = &screening->values[REF];
    if (request->out->failed) {
        return;
    }
    struct recording recording = {
        .method = "screen_many",
        .served = screening->served,
        .facts = facts,
        .ref = ref->given ? &ref->value : NULL,
        .as_of = screening->as_of,
        .decision = id,
        .answer = text_from(request->out->at + start, request->out->length - start),
    };
    recording_append(request, &recording, &screening->tickets);
}

static void screen_one(struct screening_job *screening, struct wire_value *facts) {
    struct request *request = &screening->request;
    char id[HASH128_HEX_SIZE] = "";
    size_t start = request->out->length;
    wire_read_as_map(facts);
    if (facts->type != WIRE_MAP) {
        request_fail(request, ERROR_BAD_PARAMS, "people must be maps of facts, and one is %s",
                     wire_type_name(facts->type));
        return;
    }
    arena_reset(&screening->arena);
    const struct decision *decision =
        screening_decide(request, screening->served, facts, screening->as_of);
    if (decision == NULL) {
        return;
    }
    const struct param_value *values = screening->values;
    struct encoding encoding = {
        .out = request->out,
        .arena = request->arena,
        .program = screening->served->program,
        .decision = decision,
        .functions = &screening->served->functions,
        .scratch = &request->service->scratch,
        .language = screening->language,
        .explain = values[EXPLAIN].given && values[EXPLAIN].value.boolean,
        .ref = values[REF].given ? &values[REF].value : NULL,
        .id = id,
    };
    encode_decision(&encoding);
    record_one(screening, facts, id, start);
}

static bool run(struct service_job *job) {
    struct screening_job *screening = (struct screening_job *)job;
    struct request *request = &screening->request;
    bool explains = screening->values[EXPLAIN].given && screening->values[EXPLAIN].value.boolean;
    int left = explains ? EXPLAINED_IN_A_SLICE : PEOPLE_IN_A_SLICE;
    struct wire_value facts;
    while (left-- > 0 && !request->failed && !request->out->failed) {
        if (!wire_next(&screening->people, &facts)) {
            return true;
        }
        screen_one(screening, &facts);
    }
    return request->failed || request->out->failed;
}

static void finish(struct service_job *job, struct buffer *out) {
    struct screening_job *screening = (struct screening_job *)job;
    struct request *request = &screening->request;
    if (request->out->failed) {
        buffer_free(request->out);
        request->start = 0;
        request->failed = false;
        request_fail_memory(request);
    }
    request->peer = job->peer; /* NULL: it is gone, and nobody is owed an answer */
    if (job->peer != NULL) {
        keeping_hold(request, &screening->tickets); /* where it must wait, nothing is left here */
        buffer_append_text(out, buffer_text(request->out));
    }
}

/* ---- the start ------------------------------------------------------------------------------- */

/* Reads the request anew from the job's own bytes, which were read before. */
static bool read_again(struct screening_job *screening, struct request *of) {
    buffer_append_text(&screening->frame, of->frame);
    screening->message = message_new();
    if (screening->frame.failed || screening->message == NULL ||
        !message_read(screening->message, buffer_text(&screening->frame))) {
        return false;
    }
    struct wire_value root = message_root(screening->message);
    screening->request = *of;
    screening->request.params = rpc_read(&root).params;
    screening->request.arena = &screening->arena;
    screening->request.out = &screening->out;
    screening->request.start = 0;
    return params_read(&screening->request, params, PARAMS, screening->values);
}

static struct service_job *new_job(struct request *request, struct served *served,
                                   const struct param_value *values) {
    struct screening_job *screening = calloc(1, sizeof *screening);
    if (screening == NULL) {
        return NULL;
    }
    screening->job = (struct service_job){
        .place = JOB_IN_SLICES, .run = run, .finish = finish, .free = free_job};
    screening->served = served_keep(served);
    arena_init(&screening->arena, ARENA_BLOCK, ARENA_LIMIT);
    if (!read_again(screening, request)) {
        free_job(&screening->job);
        return NULL;
    }
    screening->people = wire_items(&screening->values[PEOPLE].value);
    screening->language = params_language(request, &screening->values[LANG]);
    screening->as_of = params_as_of(request, &values[AS_OF]);
    rpc_write_result(&screening->out, request->id);
    writer_array(&screening->out, screening->values[PEOPLE].value.count);
    return &screening->job;
}

static void answer(struct request *request, const struct param_value *values) {
    struct served *served = params_protocol(request, &values[PROTOCOL]);
    if (served == NULL || !params_digest(request, &values[DIGEST], served)) {
        return;
    }
    if (values[PEOPLE].value.count > LIMIT_PEOPLE) {
        request_fail(request, ERROR_TOO_MANY_PEOPLE,
                     "%u people in one request, and %d are allowed: send them in several",
                     values[PEOPLE].value.count, LIMIT_PEOPLE);
        return;
    }
    struct service_job *job = new_job(request, served, values);
    if (job == NULL) {
        request_fail_memory(request);
    } else {
        job_add(request, job);
    }
}

const struct method method_screen_many = {
    "screen_many", "decisions for many people, in order", params, PARAMS, answer,
};
