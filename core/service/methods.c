#include "service/methods.h"

#include "base/near.h"

static const struct method *const methods[] = {
    &method_hello,
    &method_protocols,
    &method_protocol,
    &method_screen,
    &method_screen_many,
    &method_sequence,
    &method_session_start,
    &method_session_report,
    &method_session_get,
    &method_session_end,
    &method_feedback,
    &method_check,
    &method_test,
    &method_coverage,
    &method_verify,
    &method_diff,
    &method_cancel,
    &method_subscribe,
    NULL,
};

const struct method *const *method_table(void) {
    return methods;
}

const struct method *method_find(struct text name) {
    for (size_t i = 0; methods[i] != NULL; i++) {
        if (text_is(name, methods[i]->name)) {
            return methods[i];
        }
    }
    return NULL;
}

struct text method_near(struct text name) {
    struct near_search search;
    near_begin(&search, name);
    for (size_t i = 0; methods[i] != NULL; i++) {
        near_offer(&search, text_of(methods[i]->name));
    }
    return near_result(&search);
}
