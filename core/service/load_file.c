/* Protocols from files: checked, and served where they have no errors. */
#include "service/folder.h"
#include "service/loading.h"
#include "service/read_folders.h"
#include "service/recording.h"
#include "service/report.h"
#include "service/service_private.h"

/* Takes over what was loaded; false where memory ran out. */
static bool serve(struct service *service, struct loaded *loaded, const char *path) {
    struct served *served = served_new(loaded, path, service_now(service));
    if (served == NULL) {
        load_free(loaded);
        return false;
    }
    editions_add(&service->editions, served);
    if (!catalogue_put(&service->catalogue, served)) {
        served_release(served);
        return false;
    }
    recording_note_live(service, served);
    return true;
}

/* Loads the file and notes where it was read from. */
static enum service_load load_noting(struct service *service, const char *path, bool to_serve,
                                     struct loaded **loaded) {
    struct buffer files = {0};
    struct loading loading = {.path = path,
                              .today = service_today(service),
                              .with_tests = !to_serve,
                              .files = to_serve ? &files : NULL};
    enum service_load status = loading_file(&loading, loaded);
    read_folders_note(&service->read_folders, path, &files);
    buffer_free(&files);
    return status;
}

static enum service_load load_file(struct service *service, const char *path, bool to_serve,
                                   struct buffer *report) {
    struct loaded *loaded;
    enum service_load status = load_noting(service, path, to_serve, &loaded);
    if (loaded == NULL) {
        return status;
    }
    struct report_source source = {
        .loaded = loaded,
        .file = text_of(path),
        .folder = folder_part(path),
        .taken_by = to_serve ? report_taken_by(&service->catalogue, loaded, path) : NULL,
    };
    report_write(report, &source);
    status = source.taken_by != NULL ? SERVICE_REJECTED : status;
    status = report->failed ? SERVICE_NO_MEMORY : status;
    if (status != SERVICE_LOADED || !to_serve) {
        load_free(loaded);
        return status;
    }
    return serve(service, loaded, path) ? SERVICE_LOADED : SERVICE_NO_MEMORY;
}

enum service_load service_load_file(struct service *service, const char *path,
                                    struct buffer *report) {
    return load_file(service, path, true, report);
}

enum service_load service_check_file(struct service *service, const char *path,
                                     struct buffer *report) {
    return load_file(service, path, false, report);
}
