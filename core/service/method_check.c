/* check: what is wrong with a script, from its text. Nothing is served. */
#include "service/methods.h"
#include "service/report.h"

enum { SOURCE, NAME, PARAMS };

static const struct param params[PARAMS] = {
    [SOURCE] = {"source", PARAM_TEXT, true, "the text of a protocol script"},
    [NAME] = {"name", PARAM_TEXT, false, "the file name in the diagnostics; \"protocol.lua\""},
};

struct one_text {
    struct text name;
    struct text source;
};

/* There are no other files: a text over the wire has nothing beside it to include. */
static enum read_status read_text(void *context, struct text path, struct buffer *out) {
    const struct one_text *one = context;
    if (!text_equal(path, one->name)) {
        return READ_MISSING;
    }
    if (one->source.length > LIMIT_SOURCE_BYTES) {
        return READ_TOO_LARGE;
    }
    buffer_append_text(out, one->source);
    return out->failed ? READ_NO_MEMORY : READ_OK;
}

static void answer(struct request *request, const struct param_value *values) {
    struct one_text one = {
        .name = values[NAME].given ? values[NAME].text : text_of("protocol.lua"),
        .source = values[SOURCE].text,
    };
    struct load_request load = {
        .reader = {&one, read_text},
        .path = one.name,
        .today = service_today(request->service),
    };
    struct loaded *loaded = load_protocol(&load);
    if (loaded == NULL || load_diagnostics(loaded)->failed) {
        request_fail_memory(request);
    } else {
        struct report_source source = {loaded, one.name, text_from(NULL, 0)};
        report_write(request->out, &source);
    }
    load_free(loaded);
}

const struct method method_check = {
    "check", "what is wrong with the text of a protocol script", params, PARAMS, answer,
};
