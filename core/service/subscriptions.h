/*
 * Telling those who asked for it that a protocol has changed.
 */
#ifndef SYNOVIA_SERVICE_SUBSCRIPTIONS_H
#define SYNOVIA_SERVICE_SUBSCRIPTIONS_H

#include "rules/program.h"
#include "service/service_private.h"

/* Sends `protocol.changed { id, version, digest }` to every peer that subscribed. Where memory runs
 * out, nobody is told; what is live says the method protocols. */
void subscriptions_tell(const struct service *service, const struct header *header);

#endif
