/* The service's door: bytes of a stream in, responses out, with one protocol served. */
#include "service/service.h"

#include <stdlib.h>

static int32_t today(void *context) {
    (void)context;
    return 20000;
}

static int64_t now(void *context) {
    (void)context;
    return 0;
}

static struct service *open_service(void) {
    struct service_options options = {.today = today, .now = now};
    struct service *service = service_new(&options);
    struct buffer report = {0};
    const char *path = SYNOVIA_SOURCE_DIR "/tests/service/protocols/knee.lua";
    if (service == NULL || service_load_file(service, path, &report) != SERVICE_LOADED) {
        abort();
    }
    buffer_free(&report);
    return service;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    static struct service *service;
    service = service == NULL ? open_service() : service;
    struct service_peer *peer = service_peer_new(service);
    struct buffer out = {0};
    struct text rest = text_from((const char *)bytes, size);
    size_t length = 0;
    while (rest.length > 0 && service_scan(peer, rest, &length, &out) == SERVICE_WHOLE &&
           service_answer(peer, text_from(rest.at, length), &out)) {
        rest = text_from(rest.at + length, rest.length - length);
    }
    service_peer_free(peer);
    buffer_free(&out);
    return 0;
}
