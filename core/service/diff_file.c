/* Two versions of a protocol compared in one go, for the command line. */
#include "service/diffing.h"
#include "service/folder.h"
#include "service/libraries.h"
#include "service/loading.h"
#include "service/service_private.h"

/* A caller's reader as the loader wants it. */
static enum read_status read_version(void *context, struct text path, struct buffer *out) {
    const struct service_version *version = context;
    switch (version->read(version->context, path, out)) {
    case SERVICE_READ_OK:
        break;
    case SERVICE_READ_MISSING:
        return READ_MISSING;
    case SERVICE_READ_FAILED:
        return READ_FAILED;
    }
    if (out->failed) {
        return READ_NO_MEMORY;
    }
    return out->length > LIMIT_SOURCE_BYTES ? READ_TOO_LARGE : READ_OK;
}

static enum service_load load_read(const struct service_version *version, int32_t today,
                                   struct loaded **loaded) {
    struct load_request request = {
        .reader = {(void *)version, read_version},
        .path = text_of(version->path),
        .today = today,
        .libraries = libraries_installed(),
    };
    *loaded = load_protocol(&request);
    if (*loaded == NULL || load_diagnostics(*loaded)->failed) {
        return SERVICE_NO_MEMORY;
    }
    return load_program(*loaded) == NULL ? SERVICE_REJECTED : SERVICE_LOADED;
}

static enum service_load load_version(const struct service_version *version, int32_t today,
                                      struct loaded **loaded) {
    if (version->read != NULL) {
        return load_read(version, today, loaded);
    }
    struct loading loading = {.path = version->path, .today = today};
    return loading_file(&loading, loaded);
}

static enum service_load worse(enum service_load a, enum service_load b) {
    return a > b ? a : b;
}

static struct text folder_of(const struct service_version *version) {
    return version->read != NULL ? text_from(NULL, 0) : folder_part(version->path);
}

enum service_load service_diff_versions(struct service *service,
                                        const struct service_version *before,
                                        const struct service_version *after, uint32_t milliseconds,
                                        const struct verify_hearing *hearing,
                                        struct buffer *summary) {
    struct loaded *loaded[2] = {NULL, NULL};
    int32_t today = service_today(service);
    enum service_load status = load_version(before, today, &loaded[0]);
    if (loaded[0] != NULL) {
        status = worse(status, load_version(after, today, &loaded[1]));
    }
    if (loaded[0] != NULL && loaded[1] != NULL) {
        struct diffing_request request = {
            .loaded = {loaded[0], loaded[1]},
            .folders = {folder_of(before), folder_of(after)},
            .as_of = today,
            .milliseconds = milliseconds,
            .hearing = hearing,
        };
        status = diffing_run(&request, summary) ? status : SERVICE_NO_MEMORY;
    }
    load_free(loaded[0]);
    load_free(loaded[1]);
    return status;
}
