/*
 * What goes on record: decisions, and what became of the protocols that they are made by.
 */
#ifndef SYNOVIA_SERVICE_RECORDING_H
#define SYNOVIA_SERVICE_RECORDING_H

#include "service/keeping.h"

struct recording {
    const char *method;
    struct served *served;
    const struct wire_value *facts; /* of this one person, where the method has many; else NULL */
    const struct wire_value *ref;   /* NULL: none was sent */
    int32_t as_of;
    const char *decision; /* its id, for feedback; empty: none was made */
    struct text answer;   /* MessagePack: as it was sent */
};

/* Records the decision of a request with one person: keeping_record. */
bool recording_keep(struct request *request, const struct recording *recording);

/* Records that of one person of many: keeping_append. */
bool recording_append(struct request *request, const struct recording *recording,
                      struct keeping_tickets *tickets);

/* Records that the protocol went live, and keeps its sources, so that who was judged by it can be
 * judged by it again, and sessions go on with it. */
void recording_note_live(struct service *service, struct served *served);

/* Records a reload that was refused, with the report of service_load_file and the tests' counts. */
void recording_note_refused(struct service *service, const char *file, struct text report);

/* The result that the request has written so far. */
struct text recording_result(const struct request *request);

#endif
