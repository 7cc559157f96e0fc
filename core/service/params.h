/*
 * The params of a method: a table says which keys it takes and of what kind; one reader holds what
 * was sent against it and refuses everything else by name.
 */
#ifndef SYNOVIA_SERVICE_PARAMS_H
#define SYNOVIA_SERVICE_PARAMS_H

#include "service/request.h"

enum param_kind {
    PARAM_TEXT,    /* well-formed UTF-8, not empty */
    PARAM_BOOLEAN, /* true or false */
    PARAM_MAP,
    PARAM_ARRAY,
    PARAM_DATE,  /* YYYY-MM-DD, at most a day after today's in UTC */
    PARAM_REF,   /* a text of at most LIMIT_REF_BYTES, or an integer */
    PARAM_COUNT, /* a whole number, 0 or more */
};

struct param {
    const char *name;
    enum param_kind kind;
    bool required;
    const char *meaning; /* one line for the wire reference */
};

/* What was sent for one row of the table. */
struct param_value {
    bool given;
    struct wire_value value;
    struct text text; /* PARAM_TEXT */
    int32_t day;      /* PARAM_DATE */
};

enum { PARAMS_MOST = 10 };

/* Reads the request's params into `values`, one a row. False where the request failed. */
bool params_read(struct request *request, const struct param *table, size_t count,
                 struct param_value *values);

/* "a text", "true or false", ... */
const char *param_kind_words(enum param_kind kind);

/* The protocol of that id that is live; NULL where the request failed. */
struct served *params_protocol(struct request *request, const struct param_value *protocol);

/* The index of the technique of that id; -1 where the request failed. */
ptrdiff_t params_technique(struct request *request, const struct program *program,
                           const struct param_value *technique);

/* True where no digest was asked for, or the one that is live; else the request has failed. */
bool params_digest(struct request *request, const struct param_value *digest,
                   const struct served *served);

/* The language asked for: that of the request, else that of hello; empty where neither says. */
struct text params_language(const struct request *request, const struct param_value *lang);

/* The day that the request counts from: `as_of`, else today's. */
int32_t params_as_of(const struct request *request, const struct param_value *as_of);

#endif
