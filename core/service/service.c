/* The service as a whole, and the protocols that it serves. */
#include "service/service_private.h"

#include <stdlib.h>

struct service *service_new(const struct service_options *options) {
    struct service *service = calloc(1, sizeof *service);
    if (service != NULL) {
        service->options = *options;
    }
    return service;
}

void service_free(struct service *service) {
    if (service != NULL) {
        catalogue_free(&service->catalogue);
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
