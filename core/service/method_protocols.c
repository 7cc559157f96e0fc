/* protocols: what is live. */
#include "service/encode.h"
#include "service/methods.h"

enum { LANG, PARAMS };

static const struct param params[PARAMS] = {
    [LANG] = {"lang", PARAM_TEXT, false, "BCP 47 tag of the titles"},
};

static void write_protocol(struct buffer *out, const struct served *served, struct text language) {
    const struct header *header = &served->program->header;
    writer_map(out, 5);
    writer_string(out, "id");
    writer_text(out, header->id);
    writer_string(out, "version");
    writer_text(out, header->version);
    writer_string(out, "digest");
    writer_text(out, header->digest);
    writer_string(out, "title");
    writer_text(out, phrase_in(&header->title, language, served->program));
    writer_string(out, "live_since");
    encode_time(out, served->live_since);
}

static void answer(struct request *request, const struct param_value *values) {
    const struct catalogue *catalogue = &request->service->catalogue;
    struct text language = params_language(request, &values[LANG]);
    writer_array(request->out, (uint32_t)catalogue->count);
    for (size_t i = 0; i < catalogue->count; i++) {
        write_protocol(request->out, catalogue->items[i], language);
    }
}

const struct method method_protocols = {
    "protocols", "the protocols that are live", params, PARAMS, answer,
};
