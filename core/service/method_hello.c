/* hello: who the service is, what it allows; and how this connection wants to be spoken to. */
#include "service/encode.h"
#include "service/methods.h"

#include "wire/writer.h"

enum { CLIENT, ERRORS, LANG, PARAMS };

static const struct param params[PARAMS] = {
    [CLIENT] = {"client", PARAM_TEXT, false, "the caller's name, for people who read a trace"},
    [ERRORS] = {"errors", PARAM_TEXT, false,
                "the form of errors from now on: \"array\" or \"map\""},
    [LANG] = {"lang", PARAM_TEXT, false, "BCP 47 tag of the texts, where a request names none"},
};

static bool set_errors(struct request *request, const struct param_value *errors) {
    if (!errors->given) {
        return true;
    }
    if (text_is(errors->text, "map")) {
        request->peer->error_form = RPC_ERROR_MAP;
    } else if (text_is(errors->text, "array")) {
        request->peer->error_form = RPC_ERROR_ARRAY;
    } else {
        return request_fail(request, ERROR_BAD_PARAMS,
                            "errors must be \"array\" or \"map\" and was sent as \"%.*s\"",
                            (int)errors->text.length, errors->text.at);
    }
    return true;
}

static bool set_language(struct request *request, const struct param_value *lang) {
    struct service_peer *peer = request->peer;
    if (!lang->given) {
        return true;
    }
    if (lang->text.length > sizeof peer->language) {
        return request_fail(request, ERROR_BAD_PARAMS, "lang has %zu bytes, and %zu are allowed",
                            lang->text.length, sizeof peer->language);
    }
    memcpy(peer->language, lang->text.at, lang->text.length);
    peer->language_length = lang->text.length;
    return true;
}

struct wire_limit {
    const char *name;
    int64_t value;
};

/* The part of base/limits.h that a client has to know. */
static const struct wire_limit wire_limits[] = {
    {"frame_bytes", LIMIT_FRAME_BYTES},
    {"frame_depth", LIMIT_FRAME_DEPTH},
    {"frame_items", LIMIT_FRAME_ITEMS},
    {"people", LIMIT_PEOPLE},
    {"jobs", LIMIT_JOBS},
    {"ref_bytes", LIMIT_REF_BYTES},
    {"idle_seconds", LIMIT_IDLE_SECONDS},
    {"frame_seconds", LIMIT_FRAME_SECONDS},
};

static void write_limits(struct buffer *out) {
    uint32_t count = sizeof wire_limits / sizeof *wire_limits;
    writer_map(out, count);
    for (uint32_t i = 0; i < count; i++) {
        writer_string(out, wire_limits[i].name);
        writer_integer(out, wire_limits[i].value);
    }
}

static void write_methods(struct buffer *out) {
    struct writer_list names = writer_open_array(out);
    for (const struct method *const *method = method_table(); *method != NULL; method++) {
        writer_item(&names);
        writer_string(out, (*method)->name);
    }
    writer_close(out, &names);
}

/* Whether what is asked now would be put on record, and when an answer leaves. */
static void write_journal(struct service *service, struct buffer *out) {
    static const char *const durabilities[] = {
        [SERVICE_COMMIT] = "commit", [SERVICE_INTERVAL] = "interval", [SERVICE_NONE] = "none"};
    struct service_keeping_state state;
    service_keeping_state(service, &state);
    struct writer_list map = writer_open_map(out);
    map.count = 1;
    writer_string(out, "state");
    writer_string(out, !state.is_kept ? "none" : state.is_available ? "kept" : "unavailable");
    if (state.is_kept) {
        writer_item(&map);
        writer_string(out, "durability");
        writer_string(out, durabilities[state.durability]);
    }
    if (state.is_kept && !state.is_available) {
        map.count += 2;
        writer_string(out, "reason");
        writer_string(out, state.reason);
        writer_string(out, "since");
        encode_time(out, state.since);
    }
    writer_close(out, &map);
}

static void answer(struct request *request, const struct param_value *values) {
    struct buffer *out = request->out;
    if (!set_errors(request, &values[ERRORS]) || !set_language(request, &values[LANG])) {
        return;
    }
    writer_map(out, 6);
    writer_string(out, "server");
    writer_string(out, "synovia");
    writer_string(out, "version");
    writer_string(out, SYNOVIA_VERSION);
    writer_string(out, "api");
    writer_integer(out, SYNOVIA_API);
    writer_string(out, "methods");
    write_methods(out);
    writer_string(out, "limits");
    write_limits(out);
    writer_string(out, "journal");
    write_journal(request->service, out);
}

const struct method method_hello = {
    "hello", "who the service is and what it allows; sets the form of errors and the language",
    params,  PARAMS,
    answer,
};
