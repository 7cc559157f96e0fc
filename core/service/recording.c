#include "service/recording.h"

#include "base/digest.h"
#include "journal/record.h"
#include "service/sources.h"
#include "wire/writer.h"

struct text recording_result(const struct request *request) {
    const struct buffer *out = request->out;
    return out->failed ? text_of(NULL)
                       : text_from(out->at + request->result, out->length - request->result);
}

static struct payload payload_of(const struct request *request, const struct recording *recording) {
    struct payload payload = {
        .method = recording->method,
        .params = &request->params,
        .facts = recording->facts,
        .as_of = &recording->as_of,
        .answer = recording->answer,
    };
    return payload;
}

static struct keeping_entry entry_of(const struct recording *recording,
                                     const struct payload *payload) {
    struct keeping_entry entry = {
        .kind = JOURNAL_DECISION,
        .served = recording->served,
        .ref = recording->ref,
        .key = text_of(recording->decision),
        .payload = payload,
    };
    return entry;
}

static void remember(struct request *request, const struct recording *recording) {
    if (recording->decision[0] != '\0') {
        recall_put(&request->service->recall, recording->decision, recording->served->number);
    }
}

bool recording_keep(struct request *request, const struct recording *recording) {
    struct payload payload = payload_of(request, recording);
    struct keeping_entry entry = entry_of(recording, &payload);
    remember(request, recording);
    return keeping_record(request, &entry);
}

bool recording_append(struct request *request, const struct recording *recording,
                      struct keeping_tickets *tickets) {
    struct payload payload = payload_of(request, recording);
    struct keeping_entry entry = entry_of(recording, &payload);
    remember(request, recording);
    return keeping_append(request, &entry, tickets);
}

/* ---- protocols ------------------------------------------------------------------------------- */

/* [{ path, digest }]: the texts themselves are kept once, as sources. */
static void write_files(struct buffer *out, const struct loaded *loaded) {
    size_t count = load_source_count(loaded);
    writer_array(out, (uint32_t)count);
    for (size_t i = 0; i < count; i++) {
        struct load_source source = load_source(loaded, i);
        char digest[SHA256_HEX_SIZE];
        sha256_hex(source.bytes, digest);
        writer_map(out, 2);
        writer_string(out, "path");
        writer_text(out, source.path);
        writer_string(out, "digest");
        writer_string(out, digest);
    }
}

static void write_live(struct buffer *out, const struct served *served) {
    writer_map(out, 3);
    writer_string(out, "file");
    writer_string(out, served->path);
    writer_string(out, "version");
    writer_text(out, served->program->header.version);
    writer_string(out, "files");
    write_files(out, served->loaded);
}

void recording_note_live(struct service *service, struct served *served) {
    struct buffer payload = {0};
    struct buffer sources = {0};
    if (keeping_is_on(service)) {
        write_live(&payload, served);
        sources_write(&sources, served->loaded);
        struct keeping_entry entry = {
            .kind = JOURNAL_PROTOCOL, .served = served, .written = buffer_text(&payload)};
        served->is_noted = !payload.failed && !sources.failed &&
                           keeping_note(service, &entry, buffer_text(&sources));
    }
    buffer_free(&payload);
    buffer_free(&sources);
}

void recording_note_refused(struct service *service, const char *file, struct text report) {
    struct buffer payload = {0};
    if (keeping_is_on(service)) {
        writer_map(&payload, 2);
        writer_string(&payload, "file");
        writer_string(&payload, file);
        writer_string(&payload, "report");
        writer_raw(&payload, report);
        struct keeping_entry entry = {.kind = JOURNAL_REFUSED, .written = buffer_text(&payload)};
        if (!payload.failed) {
            keeping_note(service, &entry, text_of(NULL));
        }
    }
    buffer_free(&payload);
}
