/* The service as a whole, and the protocols that it serves. */
#include "service/job.h"

#include <stdlib.h>

/* An ordinary screening fits in one block; the limit keeps one request from taking the machine. */
enum { ARENA_BLOCK = 256 * 1024, ARENA_LIMIT = 64 * 1024 * 1024 };

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
        catalogue_free(&service->catalogue);
        message_free(service->message);
        arena_free(&service->arena);
        buffer_free(&service->scratch);
        free(service);
    }
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

struct text service_protocol_id(const struct service *service, size_t index) {
    return service->catalogue.items[index]->program->header.id;
}
