/*
 * From the facts of a request to a decision.
 */
#ifndef SYNOVIA_SERVICE_SCREENING_H
#define SYNOVIA_SERVICE_SCREENING_H

#include "rules/decision.h"
#include "service/request.h"

/*
 * Decides for one person. `facts` is a map; it and the decision live as long as the request. NULL
 * where the request failed: memory ran out, or a key that is no text.
 */
const struct decision *screening_decide(struct request *request, const struct served *served,
                                        const struct wire_value *facts, int32_t as_of);

/* Reads a map of facts; faults are the intake's. False where the request failed. */
bool screening_take(struct request *request, struct intake *intake, const struct wire_value *facts);

#endif
