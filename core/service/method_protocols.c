/* protocols: what is live. */
#include "service/methods.h"

#include "base/date.h"
#include "wire/writer.h"

#include <stdio.h>

enum { LANG, PARAMS };

static const struct param params[PARAMS] = {
    [LANG] = {"lang", PARAM_TEXT, false, "BCP 47 tag of the titles"},
};

/* RFC 3339 in UTC, to the second. */
static void write_time(struct buffer *out, int64_t milliseconds) {
    enum { TIME_TEXT_SIZE = sizeof "YYYY-MM-DDThh:mm:ssZ" };
    int64_t seconds = milliseconds / 1000;
    char day[DATE_TEXT_SIZE];
    char text[TIME_TEXT_SIZE];
    date_format(date_of_unix_time(seconds), day);
    unsigned of_day = (unsigned)(seconds % 86400);
    snprintf(text, sizeof text, "%sT%02u:%02u:%02uZ", day, of_day / 3600 % 24, of_day / 60 % 60,
             of_day % 60);
    writer_string(out, text);
}

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
    write_time(out, served->live_since);
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
