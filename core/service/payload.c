#include "service/payload.h"

#include "base/date.h"
#include "service/service.h"
#include "wire/writer.h"

#include <stdlib.h>

static const char masked_value[] = "(masked)";

/* ---- the names ------------------------------------------------------------------------------- */

bool masks_set(struct masks *masks, const char *const *names, size_t count) {
    if (count > MASKS_MOST) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        masks->names[i] = strdup(names[i]);
        if (masks->names[i] == NULL) {
            return false;
        }
        masks->count++;
    }
    masks->message = count > 0 ? message_new() : NULL;
    return count == 0 || masks->message != NULL;
}

void masks_free(struct masks *masks) {
    for (size_t i = 0; i < masks->count; i++) {
        free(masks->names[i]);
    }
    message_free(masks->message);
    *masks = (struct masks){.count = 0};
}

/* ---- one payload ----------------------------------------------------------------------------- */

struct masking {
    struct buffer *out;
    const struct masks *masks;
    uint64_t used; /* bit i: a value of names[i] was masked */
};

static bool is_masked(struct masking *masking, const struct wire_value *name) {
    for (size_t i = 0; i < masking->masks->count; i++) {
        if (name->type == WIRE_TEXT && text_is(name->bytes, masking->masks->names[i])) {
            masking->used |= (uint64_t)1 << i;
            return true;
        }
    }
    return false;
}

static bool is_key(const struct wire_value *key, const char *name) {
    return key->type == WIRE_TEXT && text_is(key->bytes, name);
}

/* A map of facts by name. */
static void write_facts(struct masking *masking, const struct wire_value *facts) {
    struct wire_cursor cursor = wire_items(facts);
    struct wire_value key;
    struct wire_value value;
    if (facts->type != WIRE_MAP || masking->masks->count == 0) {
        writer_value(masking->out, facts);
        return;
    }
    writer_map(masking->out, facts->count);
    while (wire_next_pair(&cursor, &key, &value)) {
        writer_value(masking->out, &key);
        if (is_masked(masking, &key)) {
            writer_string(masking->out, masked_value);
        } else {
            writer_value(masking->out, &value);
        }
    }
}

/* What says something of the value beside it: a fault, and what would change an explained rule. */
static bool tells_value(const struct wire_value *key) {
    return is_key(key, "sent") || is_key(key, "message") || is_key(key, "near") ||
           is_key(key, "value");
}

static void write_answer(struct masking *masking, const struct wire_value *value);

static void write_pair(struct masking *masking, bool hides, const struct wire_value *key,
                       const struct wire_value *value) {
    writer_value(masking->out, key);
    if (is_key(key, "facts")) {
        write_facts(masking, value);
    } else if ((hides && tells_value(key)) || is_key(key, "explain")) {
        /* Every term of an explanation has a value that rests on others: none of them is kept. */
        writer_string(masking->out, masked_value);
    } else {
        write_answer(masking, value);
    }
}

/* The answer with what was masked in it; only where something is to be. */
static void write_answer(struct masking *masking, const struct wire_value *value) {
    struct wire_cursor cursor = wire_items(value);
    struct wire_value key;
    struct wire_value item;
    if (value->type == WIRE_MAP) {
        struct wire_value fact;
        bool hides = wire_find(value, text_of("fact"), &fact) && is_masked(masking, &fact);
        writer_map(masking->out, value->count);
        while (wire_next_pair(&cursor, &key, &item)) {
            write_pair(masking, hides, &key, &item);
        }
    } else if (value->type == WIRE_ARRAY) {
        writer_array(masking->out, value->count);
        while (wire_next(&cursor, &item)) {
            write_answer(masking, &item);
        }
    } else {
        writer_value(masking->out, value);
    }
}

static void write_request(struct masking *masking, const struct payload *payload) {
    struct buffer *out = masking->out;
    struct wire_cursor cursor = wire_items(payload->params);
    struct writer_list map = writer_open_map(out);
    struct wire_value key;
    struct wire_value value;
    bool has_day = payload->as_of == NULL;
    while (wire_next_pair(&cursor, &key, &value)) {
        bool is_people = is_key(&key, "people");
        has_day = has_day || is_key(&key, "as_of");
        writer_item(&map);
        if (is_people || is_key(&key, "facts")) {
            writer_string(out, "facts");
            write_facts(masking, is_people ? payload->facts : &value);
        } else {
            writer_value(out, &key);
            writer_value(out, &value);
        }
    }
    if (!has_day) {
        char day[DATE_TEXT_SIZE];
        date_format(*payload->as_of, day);
        writer_item(&map);
        writer_string(out, "as_of");
        writer_string(out, day);
    }
    writer_close(out, &map);
}

static void write_masked(struct masking *masking) {
    writer_string(masking->out, "masked");
    writer_array(masking->out, (uint32_t)__builtin_popcountll(masking->used));
    for (size_t i = 0; i < masking->masks->count; i++) {
        if ((masking->used >> i & 1) != 0) {
            writer_string(masking->out, masking->masks->names[i]);
        }
    }
}

bool payload_write(struct buffer *out, const struct payload *payload, const struct masks *masks) {
    struct masking masking = {.out = out, .masks = masks};
    struct writer_list map = writer_open_map(out);
    map.count = 4;
    writer_string(out, "method");
    writer_string(out, payload->method);
    writer_string(out, "request");
    write_request(&masking, payload);
    writer_string(out, "answer");
    if (masks->count == 0) {
        writer_raw(out, payload->answer);
    } else if (message_read(masks->message, payload->answer)) {
        struct wire_value answer = message_root(masks->message);
        write_answer(&masking, &answer);
    } else {
        out->failed = true;
    }
    writer_string(out, "engine");
    writer_string(out, SYNOVIA_VERSION);
    if (masking.used != 0) {
        writer_item(&map);
        write_masked(&masking);
    }
    writer_close(out, &map);
    return masking.used != 0;
}
