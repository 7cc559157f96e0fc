#include "service/asking.h"

#include "base/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static int32_t today(void *context) {
    int32_t day = 0;
    (void)context;
    date_parse(text_of(ASKING_TODAY), &day);
    return day;
}

static int64_t now(void *context) {
    return (int64_t)today(context) * 86400000 + 9 * 3600000;
}

/* 00.., 01.., and so on, so that ids can be told beforehand; a counter, as ids must differ. */
static bool next_id(void *context, void *bytes, size_t count) {
    static unsigned char given;
    (void)context;
    memset(bytes, given++, count);
    return true;
}

struct service_options asking_options(void) {
    struct service_options options = {.today = today, .now = now, .random = next_id};
    return options;
}

int asking_open(void **state) {
    struct asking *asking = calloc(1, sizeof *asking);
    struct service_options options = asking_options();
    struct buffer report = {0};
    assert_non_null(asking);
    asking->service = service_new(&options);
    assert_int_equal(service_load_file(asking->service, KNEE_PATH, &report), SERVICE_LOADED);
    asking->peer = service_peer_new(asking->service);
    assert_non_null(asking->peer);
    buffer_free(&report);
    *state = asking;
    return 0;
}

int asking_close(void **state) {
    struct asking *asking = *state;
    service_peer_free(asking->peer);
    service_free(asking->service);
    buffer_free(&asking->out);
    free(asking);
    return 0;
}

static bool ask(struct asking *asking, const char *method, const char *params) {
    buffer_clear(&asking->out);
    bool answered =
        service_call_json(asking->peer, text_of(method), text_of(params), false, &asking->out);
    buffer_append(&asking->out, "", 1);
    assert_false(asking->out.failed);
    return answered;
}

json_t *asking_result(struct asking *asking, const char *method, const char *params) {
    if (!ask(asking, method, params)) {
        fail_msg("%s refused: %s", method, asking->out.at);
    }
    json_t *result = json_loads(asking->out.at, JSON_DECODE_ANY, NULL);
    assert_non_null(result);
    return result;
}

static const char *refusal(struct asking *asking, const char *method, const char *params,
                           const char *key) {
    if (ask(asking, method, params)) {
        fail_msg("%s %s was not refused: %s", method, params, asking->out.at);
    }
    json_t *error = json_loads(asking->out.at, 0, NULL);
    assert_non_null(error);
    buffer_clear(&asking->out);
    buffer_append_string(&asking->out, json_string_value(json_object_get(error, key)));
    buffer_append(&asking->out, "", 1);
    json_decref(error);
    return asking->out.at;
}

const char *asking_refusal(struct asking *asking, const char *method, const char *params) {
    return refusal(asking, method, params, "code");
}

const char *asking_message(struct asking *asking, const char *method, const char *params) {
    return refusal(asking, method, params, "message");
}

static const json_t *step(const json_t *value, const char *name, size_t length) {
    char key[128];
    assert_true(length < sizeof key);
    memcpy(key, name, length);
    key[length] = '\0';
    return json_is_array(value) ? json_array_get(value, (size_t)atoi(key))
                                : json_object_get(value, key);
}

const char *asking_at(struct asking *asking, const json_t *root, const char *path) {
    const json_t *value = root;
    while (*path != '\0') {
        size_t length = strcspn(path, ".");
        value = step(value, path, length);
        path += length + (path[length] == '.');
    }
    char *text = value == NULL ? NULL : json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
    buffer_clear(&asking->out);
    buffer_append_string(&asking->out, text == NULL ? "" : text);
    buffer_append(&asking->out, "", 1);
    free(text);
    return asking->out.at;
}
