/* Protocols from files: checked, and served where they have no errors. */
#include "service/folder.h"
#include "service/report.h"
#include "service/service_private.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

/* The folder that the file lies in. */
static bool open_folder_of(struct folder *folder, const char *path) {
    struct buffer name = {0};
    buffer_append_text(&name, folder_part(path));
    buffer_append(&name, ".", sizeof ".");
    bool opened = !name.failed && folder_open(folder, name.at);
    buffer_free(&name);
    return opened;
}

/* Loads the file; NULL where it cannot be read or memory ran out (`status` says which). */
static struct loaded *load(const struct service *service, const char *path,
                           enum service_load *status) {
    struct folder folder;
    if (access(path, R_OK) != 0) {
        *status = errno == ENOMEM ? SERVICE_NO_MEMORY : SERVICE_UNREADABLE;
        return NULL;
    }
    *status = SERVICE_NO_MEMORY;
    if (!open_folder_of(&folder, path)) {
        return NULL;
    }
    struct load_request request = {
        .reader = folder_reader(&folder),
        .path = file_part(path),
        .today = service_today(service),
        .expect_tests = true,
    };
    struct loaded *loaded = load_protocol(&request);
    folder_close(&folder);
    return loaded;
}

static enum service_load judge(const struct loaded *loaded) {
    if (load_diagnostics(loaded)->failed) {
        return SERVICE_NO_MEMORY;
    }
    return load_program(loaded) == NULL ? SERVICE_REJECTED : SERVICE_LOADED;
}

static bool serve(struct service *service, struct loaded *loaded, const char *path) {
    struct served *served = served_new(loaded, path, service_now(service));
    if (served != NULL && !catalogue_put(&service->catalogue, served)) {
        /* The caller still owns what was loaded. */
        served->loaded = NULL;
        served_release(served);
        return false;
    }
    return served != NULL;
}

static enum service_load load_file(struct service *service, const char *path, bool to_serve,
                                   struct buffer *report) {
    enum service_load status;
    struct loaded *loaded = load(service, path, &status);
    if (loaded == NULL) {
        return status;
    }
    status = judge(loaded);
    if (status != SERVICE_NO_MEMORY) {
        struct report_source source = {loaded, text_of(path), folder_part(path)};
        report_write(report, &source);
    }
    if (status != SERVICE_LOADED || !to_serve) {
        load_free(loaded);
    } else if (!serve(service, loaded, path)) {
        load_free(loaded);
        status = SERVICE_NO_MEMORY;
    }
    return status;
}

enum service_load service_load_file(struct service *service, const char *path,
                                    struct buffer *report) {
    return load_file(service, path, true, report);
}

enum service_load service_check_file(struct service *service, const char *path,
                                     struct buffer *report) {
    return load_file(service, path, false, report);
}
