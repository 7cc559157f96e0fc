/* The tests beside a protocol file, run in one go for the command line. */
#include "service/folder.h"
#include "service/load_file.h"
#include "service/test_run.h"

static bool run_tests(struct test_run *run, const struct test_listener *listener,
                      struct buffer *summary) {
    struct buffer told = {0};
    enum test_run_step step;
    while ((step = test_run_next(run, &told)) == TEST_RUN_TOLD) {
        if (listener != NULL) {
            listener->each(listener->context, buffer_text(&told));
        }
        buffer_clear(&told);
    }
    buffer_free(&told);
    return step == TEST_RUN_ENDED && test_run_summary(run, summary);
}

enum service_load service_test_file(struct service *service, const char *path, struct text filter,
                                    const struct test_listener *listener, struct buffer *summary) {
    enum service_load status;
    struct loaded *loaded = load_path(service, path, true, &status);
    if (loaded == NULL) {
        return status;
    }
    status = load_judge(loaded);
    struct test_run run;
    bool done = status != SERVICE_NO_MEMORY &&
                test_run_begin(&run, loaded, service_today(service), folder_part(path), filter);
    if (done && !run_tests(&run, listener, summary)) {
        done = false;
    }
    if (status != SERVICE_NO_MEMORY) {
        test_run_end(&run);
    }
    load_free(loaded);
    return done ? status : SERVICE_NO_MEMORY;
}
