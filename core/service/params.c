#include "service/params.h"

#include "base/date.h"
#include "base/near.h"
#include "wire/writer.h"

const char *param_kind_words(enum param_kind kind) {
    static const char *const words[] = {
        "a text",
        "true or false",
        "a map",
        "an array",
        "a date as YYYY-MM-DD",
        "a text or an integer",
        "a whole number, 0 or more",
    };
    return words[kind];
}

/* ---- one value ------------------------------------------------------------------------------- */

static bool refuse_kind(struct request *request, const struct param *param,
                        const struct wire_value *value) {
    return request_fail(request, ERROR_BAD_PARAMS, "%s must be %s and was sent as %s", param->name,
                        param_kind_words(param->kind), wire_value_name(value));
}

static bool read_text(struct request *request, const struct param *param,
                      struct param_value *into) {
    if (!wire_text(&into->value, &into->text)) {
        return refuse_kind(request, param, &into->value);
    }
    if (text_is_empty(into->text)) {
        return request_fail(request, ERROR_BAD_PARAMS, "%s must not be an empty text", param->name);
    }
    return true;
}

static bool read_date(struct request *request, const struct param *param,
                      struct param_value *into) {
    struct text text;
    if (!wire_text(&into->value, &text)) {
        return refuse_kind(request, param, &into->value);
    }
    if (!date_parse(text, &into->day)) {
        return request_fail(request, ERROR_BAD_PARAMS,
                            "%s must be a day that exists, written YYYY-MM-DD, and was sent as "
                            "\"%.*s\"",
                            param->name, (int)text.length, text.at);
    }
    /* Somebody who lives east of Greenwich may be a day ahead of UTC. */
    int32_t last = service_today(request->service) + 1;
    if (into->day > last) {
        char latest[DATE_TEXT_SIZE];
        date_format(last, latest);
        return request_fail(request, ERROR_BAD_PARAMS, "%s is %.*s, and %s is the latest allowed",
                            param->name, (int)text.length, text.at, latest);
    }
    return true;
}

static bool read_ref(struct request *request, const struct param *param, struct param_value *into) {
    if (into->value.type == WIRE_INTEGER) {
        return true;
    }
    if (!wire_text(&into->value, &into->text)) {
        return refuse_kind(request, param, &into->value);
    }
    if (into->text.length > LIMIT_REF_BYTES) {
        return request_fail(request, ERROR_BAD_PARAMS, "%s has %zu bytes, and %d are allowed",
                            param->name, into->text.length, LIMIT_REF_BYTES);
    }
    return true;
}

static bool read_count(struct request *request, const struct param *param,
                       struct param_value *into) {
    if (into->value.type != WIRE_INTEGER) {
        return refuse_kind(request, param, &into->value);
    }
    if (into->value.integer < 0) {
        return request_fail(request, ERROR_BAD_PARAMS, "%s must be %s and was sent as %lld",
                            param->name, param_kind_words(param->kind),
                            (long long)into->value.integer);
    }
    return true;
}

static bool read_type(struct request *request, const struct param *param, struct param_value *into,
                      enum wire_type type) {
    return into->value.type == type || refuse_kind(request, param, &into->value);
}

static bool read_value(struct request *request, const struct param *param,
                       struct param_value *into) {
    switch (param->kind) {
    case PARAM_TEXT:
        return read_text(request, param, into);
    case PARAM_BOOLEAN:
        return read_type(request, param, into, WIRE_BOOLEAN);
    case PARAM_MAP:
        wire_read_as_map(&into->value);
        return read_type(request, param, into, WIRE_MAP);
    case PARAM_ARRAY:
        return read_type(request, param, into, WIRE_ARRAY);
    case PARAM_DATE:
        return read_date(request, param, into);
    case PARAM_REF:
        return read_ref(request, param, into);
    case PARAM_COUNT:
        return read_count(request, param, into);
    }
    return false;
}

/* ---- the map --------------------------------------------------------------------------------- */

static bool refuse_key(struct request *request, struct text key, const struct param *table,
                       size_t count) {
    struct near_search search;
    near_begin(&search, key);
    for (size_t i = 0; i < count; i++) {
        near_offer(&search, text_of(table[i].name));
    }
    struct text near = near_result(&search);
    struct buffer *details = &request->service->scratch;
    buffer_clear(details);
    writer_map(details, text_is_empty(near) ? 1 : 2);
    writer_string(details, "key");
    writer_text(details, key);
    if (text_is_empty(near)) {
        return request_fail_with(request, ERROR_BAD_PARAMS, buffer_text(details),
                                 "the method takes no key \"%.*s\"", (int)key.length, key.at);
    }
    writer_string(details, "near");
    writer_text(details, near);
    return request_fail_with(request, ERROR_BAD_PARAMS, buffer_text(details),
                             "the method takes no key \"%.*s\"; did you mean \"%.*s\"?",
                             (int)key.length, key.at, (int)near.length, near.at);
}

static size_t find_row(const struct param *table, size_t count, struct text key) {
    size_t index = 0;
    while (index < count && !text_is(key, table[index].name)) {
        index++;
    }
    return index;
}

static bool read_pair(struct request *request, const struct param *table, size_t count,
                      struct param_value *values, const struct wire_value *key,
                      const struct wire_value *value) {
    struct text name;
    if (!wire_text(key, &name)) {
        return request_fail(request, ERROR_BAD_PARAMS, "a key of params must be a text, not %s",
                            wire_value_name(key));
    }
    size_t row = find_row(table, count, name);
    if (row == count) {
        return refuse_key(request, name, table, count);
    }
    if (values[row].given) {
        return request_fail(request, ERROR_BAD_PARAMS, "%s was sent twice", table[row].name);
    }
    values[row].given = true;
    values[row].value = *value;
    return read_value(request, &table[row], &values[row]);
}

bool params_read(struct request *request, const struct param *table, size_t count,
                 struct param_value *values) {
    struct wire_cursor cursor = wire_items(&request->params);
    struct wire_value key;
    struct wire_value value;
    memset(values, 0, count * sizeof *values);
    while (wire_next_pair(&cursor, &key, &value)) {
        if (!read_pair(request, table, count, values, &key, &value)) {
            return false;
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (table[i].required && !values[i].given) {
            return request_fail(request, ERROR_BAD_PARAMS, "%s is missing: %s; it must be %s",
                                table[i].name, table[i].meaning, param_kind_words(table[i].kind));
        }
    }
    return true;
}

/* ---- what several methods share -------------------------------------------------------------- */

struct served *params_protocol(struct request *request, const struct param_value *protocol) {
    const struct catalogue *catalogue = &request->service->catalogue;
    struct text id = protocol->text;
    struct served *served = catalogue_find(catalogue, id);
    if (served != NULL) {
        return served;
    }
    struct text near = catalogue_near(catalogue, id);
    if (text_is_empty(near)) {
        request_fail(request, ERROR_UNKNOWN_PROTOCOL,
                     "no protocol \"%.*s\" is served; the method protocols lists those that are",
                     (int)id.length, id.at);
    } else {
        request_fail(request, ERROR_UNKNOWN_PROTOCOL,
                     "no protocol \"%.*s\" is served; did you mean \"%.*s\"?", (int)id.length,
                     id.at, (int)near.length, near.at);
    }
    return NULL;
}

ptrdiff_t params_technique(struct request *request, const struct program *program,
                           const struct param_value *technique) {
    struct near_search search;
    struct text id = technique->text;
    near_begin(&search, id);
    for (size_t i = 0; i < program->technique_count; i++) {
        if (text_equal(program->techniques[i].id, id)) {
            return (ptrdiff_t)i;
        }
        near_offer(&search, program->techniques[i].id);
    }
    struct text near = near_result(&search);
    bool found = !text_is_empty(near);
    request_fail(request, ERROR_UNKNOWN_TECHNIQUE, "the protocol has no technique \"%.*s\"%s%.*s%s",
                 (int)id.length, id.at, found ? "; did you mean \"" : "", (int)near.length,
                 found ? near.at : "", found ? "\"?" : "");
    return -1;
}

bool params_digest(struct request *request, const struct param_value *digest,
                   const struct served *served) {
    struct text live = served->program->header.digest;
    if (!digest->given || text_equal(digest->text, live)) {
        return true;
    }
    return request_fail(request, ERROR_DIGEST_MISMATCH,
                        "the digest asked for is %.*s, and the live one is %.*s: fetch the "
                        "protocol anew",
                        (int)digest->text.length, digest->text.at, (int)live.length, live.at);
}

struct text params_language(const struct request *request, const struct param_value *lang) {
    const struct service_peer *peer = request->peer;
    return lang->given ? lang->text : text_from(peer->language, peer->language_length);
}

int32_t params_as_of(const struct request *request, const struct param_value *as_of) {
    return as_of->given ? as_of->day : service_today(request->service);
}
