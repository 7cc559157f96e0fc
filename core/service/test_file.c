/* The tests beside a protocol file, run in one go for the command line. */
#include "service/folder.h"
#include "service/loading.h"
#include "service/service_private.h"
#include "service/testing.h"

enum service_load service_test_file(struct service *service, const char *path, struct text filter,
                                    const struct test_listener *listener, struct buffer *summary) {
    struct loading loading = {.path = path, .today = service_today(service), .with_tests = true};
    struct loaded *loaded;
    enum service_load status = loading_file(&loading, &loaded);
    if (loaded == NULL) {
        return status;
    }
    struct testing testing = {
        .loaded = loaded,
        .today = loading.today,
        .folder = folder_part(path),
        .filter = filter,
        .listener = listener,
        .ticks = service->options.ticks,
        .context = service->options.context,
    };
    struct test_counts counts;
    bool done = testing_run(&testing, &counts, summary);
    load_free(loaded);
    return done ? status : SERVICE_NO_MEMORY;
}
