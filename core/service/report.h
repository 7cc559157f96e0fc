/*
 * What a load found, for the wire and the command line.
 */
#ifndef SYNOVIA_SERVICE_REPORT_H
#define SYNOVIA_SERVICE_REPORT_H

#include "base/buffer.h"
#include "service/catalogue.h"

struct report_source {
    const struct loaded *loaded;
    struct text file;     /* as the caller named it */
    struct text folder;   /* written before the file of each diagnostic; may be empty */
    const char *taken_by; /* the file that serves its id already (report_taken_by), or NULL */
};

/* The file of another path that serves the id of what was loaded: two files must not take turns in
 * being one protocol. NULL where there is none. */
const char *report_taken_by(const struct catalogue *catalogue, const struct loaded *loaded,
                            const char *path);

/* Appends { file, protocol?, version?, digest?, errors, warnings, diagnostics: [...] }. */
void report_write(struct buffer *out, const struct report_source *source);

/* Appends the list alone: [{ severity, code, file, line, column, message, cure? }]. */
void report_write_diagnostics(struct buffer *out, const struct diagnostics *list,
                              struct text folder);

#endif
