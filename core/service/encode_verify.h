/*
 * Findings of a verification, and people of findings, as maps.
 */
#ifndef SYNOVIA_SERVICE_ENCODE_VERIFY_H
#define SYNOVIA_SERVICE_ENCODE_VERIFY_H

#include "base/buffer.h"
#include "proof/verify.h"

/* Appends { check, status, subject, detail?, file?, line?, people?: [person], differences? }, as
 * service.h says. */
void encode_finding(struct buffer *out, const struct verify_finding *finding, struct text folder);

/* Appends { given, outcome, urgency, complete, rules, test }. */
void encode_person(struct buffer *out, const struct verify_person *person);

#endif
