/*
 * What the room's files share of a service and of a peer.
 */
#ifndef SYNOVIA_SERVICE_SERVICE_PRIVATE_H
#define SYNOVIA_SERVICE_SERVICE_PRIVATE_H

#include "base/arena.h"
#include "base/limits.h"
#include "service/catalogue.h"
#include "service/editions.h"
#include "service/recall.h"
#include "service/service.h"
#include "service/sessions.h"
#include "wire/frame.h"
#include "wire/rpc.h"
#include "wire/value.h"

/* What a request needs is kept from one to the next, so that an ordinary one takes no memory. */
struct service {
    struct service_options options;
    struct catalogue catalogue;
    struct message *message; /* the request being answered */
    struct arena arena;      /* of that request */
    struct buffer scratch;   /* of that request */
    struct service_peer *peers;
    struct service_job *slices;  /* jobs that the service's thread does, a slice at a time */
    struct service_job *waiting; /* jobs for a thread */
    struct service_job *running; /* the one that is on a thread */
    struct service_watcher watcher;
    struct buffer read_folders; /* read_folders.h */
    struct editions editions;
    struct sessions sessions;
    struct recall recall;
    struct keeping *keeping; /* keeping_private.h; NULL: nothing is kept */
};

struct service_peer {
    struct service *service;
    struct frame_scanner scanner;
    enum rpc_error_form error_form;
    char language[LIMIT_NAME_BYTES]; /* of hello; the default of `lang` */
    size_t language_length;
    struct service_peer *next; /* of the service's peers */
    struct service_peer *previous;
    struct service_listener listener;
    unsigned jobs;             /* requests that are answered later by a job */
    unsigned held;             /* answers that wait for their records, or for a session */
    struct buffer *waiting_in; /* where they go while nobody listens; NULL: nobody waits */
    bool is_subscribed;
};

int32_t service_today(const struct service *service);
int64_t service_now(const struct service *service);

#endif
