/* A protocol file verified in one go, for the command line. */
#include "service/folder.h"
#include "service/loading.h"
#include "service/service_private.h"
#include "service/verifying.h"

enum service_load service_verify_file(struct service *service, const char *path,
                                      uint32_t milliseconds, const struct verify_hearing *hearing,
                                      struct buffer *summary) {
    struct loading loading = {.path = path, .today = service_today(service), .with_tests = true};
    struct loaded *loaded;
    enum service_load status = loading_file(&loading, &loaded);
    if (loaded == NULL) {
        return status;
    }
    struct verifying_request request = {
        .loaded = loaded,
        .today = loading.today,
        .folder = folder_part(path),
        .milliseconds = milliseconds,
        .hearing = hearing,
    };
    bool done = verifying_run(&request, summary);
    load_free(loaded);
    return done ? status : SERVICE_NO_MEMORY;
}
