/* The service as a whole, and the protocols that it serves. */
#include "service/job.h"
#include "service/keeping.h"

#include <stdlib.h>

/* An ordinary screening fits in one block; the limit keeps one request from taking the machine. */
enum { ARENA_BLOCK = 256 * 1024, ARENA_LIMIT = 64 * 1024 * 1024 };

/* A session that has expired is answered for a while, so that somebody who comes late is told that
 * it has, and not that there never was one. One that can be read again from the store need not stay
 * in memory while nobody uses it. */
enum {
    EXPIRED_STAYS_MS = 60 * 60 * 1000,
    UNUSED_STAYS_MS = 10 * 60 * 1000,
    SLOTS_IN_A_SWEEP = 4096,
};

struct service *service_new(const struct service_options *options) {
    struct service *service = calloc(1, sizeof *service);
    struct message *message = message_new();
    if (service == NULL || message == NULL) {
        free(service);
        message_free(message);
        return NULL;
    }
    service->options = *options;
    service->message = message;
    arena_init(&service->arena, ARENA_BLOCK, ARENA_LIMIT);
    return service;
}

void service_free(struct service *service) {
    if (service != NULL) {
        job_drop_all(service);
        service_stop_keeping(service);
        sessions_free(&service->sessions);
        catalogue_free(&service->catalogue);
        recall_free(&service->recall);
        message_free(service->message);
        arena_free(&service->arena);
        buffer_free(&service->scratch);
        buffer_free(&service->read_folders);
        free(service);
    }
}

void service_sweep(struct service *service) {
    int64_t now = service_now(service);
    struct sessions_rule rule = {now - EXPIRED_STAYS_MS,
                                 keeping_is_on(service) ? now - UNUSED_STAYS_MS : INT64_MIN};
    sessions_sweep(&service->sessions, &rule, SLOTS_IN_A_SWEEP);
}

int32_t service_today(const struct service *service) {
    return service->options.today(service->options.context);
}

int64_t service_now(const struct service *service) {
    return service->options.now(service->options.context);
}

size_t service_protocol_count(const struct service *service) {
    return service->catalogue.count;
}

bool service_has_fact(const struct service *service, struct text name) {
    bool found = false;
    for (size_t i = 0; i < service->catalogue.count; i++) {
        found = found || program_find_fact(service->catalogue.items[i]->program, name) >= 0;
    }
    return found;
}

struct text service_protocol_id(const struct service *service, size_t index) {
    return service->catalogue.items[index]->program->header.id;
}
