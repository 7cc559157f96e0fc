#include "cli/services.h"

#include "base/date.h"
#include "base/number.h"
#include "cli/terminal.h"

#include <sys/random.h>
#include <time.h>

static int32_t today(void *context) {
    (void)context;
    return date_of_unix_time((int64_t)time(NULL));
}

static int64_t now(void *context) {
    struct timespec time;
    (void)context;
    clock_gettime(CLOCK_REALTIME, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static int64_t ticks(void *context) {
    struct timespec time;
    (void)context;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

static bool random_bytes(void *context, void *bytes, size_t count) {
    (void)context;
    return getrandom(bytes, count, 0) == (ssize_t)count;
}

struct service *services_new(void) {
    struct service_options options = {
        .today = today, .now = now, .ticks = ticks, .random = random_bytes};
    return service_new(&options);
}

json_t *services_json(struct text wire) {
    struct buffer text = {0};
    json_t *value = NULL;
    if (service_json_from_wire(wire, false, &text) && !text.failed) {
        value = json_loadb(text.at, text.length, JSON_DECODE_ANY, NULL);
    }
    buffer_free(&text);
    return value;
}

const char *json_text(const json_t *object, const char *key) {
    const char *text = json_string_value(json_object_get(object, key));
    return text == NULL ? "" : text;
}

long json_whole(const json_t *object, const char *key) {
    return (long)json_integer_value(json_object_get(object, key));
}

/* ---- saying ---------------------------------------------------------------------------------- */

static void say_list(struct buffer *out, const json_t *list) {
    size_t count = json_array_size(list);
    if (count == 0) {
        buffer_append_string(out, "{ }");
        return;
    }
    for (size_t i = 0; i < count; i++) {
        buffer_append_string(out, i == 0 ? "{ " : ", ");
        json_say(out, json_array_get(list, i));
    }
    buffer_append_string(out, " }");
}

/* { value, unit } is a quantity and { low, high } a range; anything else is a list of pairs. */
static void say_object(struct buffer *out, const json_t *object) {
    const json_t *first = json_object_get(object, "value");
    const json_t *low = json_object_get(object, "low");
    if (first != NULL) {
        json_say(out, first);
        buffer_append_format(out, " %s", json_text(object, "unit"));
    } else if (low != NULL) {
        json_say(out, low);
        buffer_append_string(out, " to ");
        json_say(out, json_object_get(object, "high"));
    } else {
        json_say_pairs(out, object);
    }
}

void json_say(struct buffer *out, const json_t *value) {
    char digits[NUMBER_TEXT_SIZE];
    if (value == NULL || json_is_null(value)) {
        buffer_append_string(out, "?");
    } else if (json_is_boolean(value)) {
        buffer_append_string(out, json_is_true(value) ? "true" : "false");
    } else if (json_is_number(value)) {
        buffer_append_text(out, number_format(json_number_value(value), digits));
    } else if (json_is_string(value)) {
        terminal_clean(out, text_of(json_string_value(value)));
    } else if (json_is_array(value)) {
        say_list(out, value);
    } else {
        say_object(out, value);
    }
}

void json_say_pairs(struct buffer *out, const json_t *names) {
    const char *name;
    json_t *value;
    size_t written = 0;
    json_object_foreach((json_t *)names, name, value) {
        buffer_append_format(out, "%s%s = ", written++ == 0 ? "" : ", ", name);
        json_say(out, value);
    }
}
