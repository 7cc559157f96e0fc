/* The tests beside a protocol file, run in one go for the command line. */
#include "service/folder.h"
#include "service/loading.h"
#include "service/service_private.h"
#include "service/testing.h"

static enum service_load run_file(struct service *service, const char *path, struct testing testing,
                                  struct buffer *summary) {
    struct buffer files = {0};
    struct loading loading = {
        .path = path, .today = service_today(service), .with_tests = true, .files = &files};
    struct loaded *loaded;
    enum service_load status = loading_file(&loading, &loaded);
    if (loaded == NULL) {
        buffer_free(&files);
        return status;
    }
    testing.files = buffer_text(&files);
    testing.loaded = loaded;
    testing.today = loading.today;
    testing.folder = folder_part(path);
    testing.ticks = service->options.ticks;
    testing.context = service->options.context;
    struct test_counts counts;
    bool done = !files.failed && testing_run(&testing, &counts, summary);
    load_free(loaded);
    buffer_free(&files);
    return done ? status : SERVICE_NO_MEMORY;
}

enum service_load service_test_file(struct service *service, const char *path, struct text filter,
                                    const struct test_listener *listener, struct buffer *summary) {
    struct testing testing = {.filter = filter, .listener = listener};
    return run_file(service, path, testing, summary);
}

enum service_load service_cover_file(struct service *service, const char *path,
                                     const struct test_listener *listener, struct buffer *summary) {
    struct testing testing = {.listener = listener, .covers = true};
    return run_file(service, path, testing, summary);
}
