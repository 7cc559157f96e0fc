/*
 * The methods of the wire, once: what `synovia call` lists, what the wire reference prints and what
 * a request is looked up in.
 */
#ifndef SYNOVIA_SERVICE_METHODS_H
#define SYNOVIA_SERVICE_METHODS_H

#include "service/params.h"

struct method {
    const char *name;
    const char *summary; /* one line: what it does */
    const struct param *params;
    size_t param_count;
    /* Writes exactly one value, the result, or calls request_fail. `values` has one a param. */
    void (*answer)(struct request *request, const struct param_value *values);
};

extern const struct method method_hello;
extern const struct method method_protocols;
extern const struct method method_protocol;
extern const struct method method_screen;
extern const struct method method_screen_many;
extern const struct method method_sequence;
extern const struct method method_session_start;
extern const struct method method_session_report;
extern const struct method method_session_get;
extern const struct method method_session_end;
extern const struct method method_feedback;
extern const struct method method_check;
extern const struct method method_test;
extern const struct method method_coverage;
extern const struct method method_verify;
extern const struct method method_diff;
extern const struct method method_cancel;
extern const struct method method_subscribe;

/* The method of that name, or NULL. */
const struct method *method_find(struct text name);

/* The nearest name to one that is not there; empty where none is near. */
struct text method_near(struct text name);

/* All methods in the order of the reference, ended by NULL. */
const struct method *const *method_table(void);

#endif
