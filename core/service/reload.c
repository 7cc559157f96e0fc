/*
 * Live reload: a file that has changed is loaded and tested by a job, and swapped in whole when it
 * has no errors and fails no test. Whatever goes wrong, what is live stays.
 */
#include "service/folder.h"
#include "service/job.h"
#include "service/loading.h"
#include "service/protocol_files.h"
#include "service/read_folders.h"
#include "service/recording.h"
#include "service/report.h"
#include "service/subscriptions.h"
#include "service/testing.h"
#include "wire/writer.h"

#include <stdlib.h>

struct reload_job {
    struct service_job job;
    char *path;
    struct loading loading;
    char *live_digest; /* what need not be tested again; NULL: nothing is live */
    /* what came of it */
    enum service_load status;
    struct loaded *loaded; /* NULL: nothing to go live */
    bool is_unchanged;
    struct test_counts counts;
    struct buffer files; /* that were asked for */
    struct buffer report;
};

void service_watch(struct service *service, const struct service_watcher *watcher) {
    service->watcher = *watcher;
}

struct text service_read_folders(const struct service *service) {
    return buffer_text(&service->read_folders);
}

/* ---- on the thread --------------------------------------------------------------------------- */

static bool run_tests(struct reload_job *reload) {
    struct buffer summary = {0};
    struct testing testing = {.loaded = reload->loaded, .today = reload->loading.today};
    bool done = testing_run(&testing, &reload->counts, &summary);
    buffer_free(&summary);
    return done;
}

static bool run(struct service_job *job) {
    struct reload_job *reload = (struct reload_job *)job;
    reload->status = loading_file(&reload->loading, &reload->loaded);
    if (reload->loaded == NULL) {
        return true;
    }
    const struct program *program = load_program(reload->loaded);
    reload->is_unchanged = program != NULL && reload->live_digest != NULL &&
                           text_is(program->header.digest, reload->live_digest);
    if (!reload->is_unchanged && program != NULL && !run_tests(reload)) {
        reload->status = SERVICE_NO_MEMORY;
    }
    return true;
}

/* ---- on the service's thread ----------------------------------------------------------------- */

static void tell(const struct service *service, enum service_reload how, struct text report) {
    if (service->watcher.told != NULL) {
        service->watcher.told(service->watcher.context, how, report);
    }
}

/* A report of a file of which there is none. */
static void tell_of_file(const struct service *service, enum service_reload how, const char *path) {
    struct buffer report = {0};
    writer_map(&report, 1);
    writer_string(&report, "load");
    writer_map(&report, 1);
    writer_string(&report, "file");
    writer_string(&report, path);
    tell(service, how, buffer_text(&report));
    buffer_free(&report);
}

/* The report of the load, with the counts of its tests. */
static void write_report(struct reload_job *reload, const char *taken_by) {
    struct report_source source = {
        .loaded = reload->loaded,
        .file = text_of(reload->path),
        .folder = folder_part(reload->path),
        .taken_by = taken_by,
    };
    writer_map(&reload->report, 3);
    writer_string(&reload->report, "load");
    report_write(&reload->report, &source);
    writer_string(&reload->report, "passed");
    writer_unsigned(&reload->report, reload->counts.passed);
    writer_string(&reload->report, "failed");
    writer_unsigned(&reload->report, reload->counts.failed);
}

/* Takes over what was loaded. */
static bool go_live(struct service *service, struct reload_job *reload) {
    struct served *served = served_new(reload->loaded, reload->path, service_now(service));
    if (served == NULL) {
        return false;
    }
    reload->loaded = NULL;
    editions_add(&service->editions, served);
    if (!catalogue_put(&service->catalogue, served)) {
        served_release(served);
        return false;
    }
    recording_note_live(service, served);
    subscriptions_tell(service, &served->program->header);
    return true;
}

static bool may_go_live(const struct reload_job *reload) {
    return reload->status == SERVICE_LOADED && load_diagnostics(reload->loaded)->errors == 0 &&
           reload->counts.failed == 0;
}

static void settle(struct service *service, struct reload_job *reload) {
    const char *taken_by = report_taken_by(&service->catalogue, reload->loaded, reload->path);
    write_report(reload, taken_by);
    bool passes = taken_by == NULL && may_go_live(reload);
    if (reload->report.failed || (passes && !go_live(service, reload))) {
        tell_of_file(service, SERVICE_RELOAD_UNLOADED, reload->path);
    } else {
        if (!passes) {
            recording_note_refused(service, reload->path, buffer_text(&reload->report));
        }
        tell(service, passes ? SERVICE_RELOAD_LIVE : SERVICE_RELOAD_KEPT,
             buffer_text(&reload->report));
    }
}

static void finish(struct service_job *job, struct buffer *out) {
    struct reload_job *reload = (struct reload_job *)job;
    (void)out;
    read_folders_note(&job->service->read_folders, reload->path, &reload->files);
    if (reload->is_unchanged) {
        return;
    }
    if (reload->loaded == NULL || reload->status == SERVICE_NO_MEMORY) {
        tell_of_file(job->service, SERVICE_RELOAD_UNLOADED, reload->path);
    } else {
        settle(job->service, reload);
    }
}

static void free_job(struct service_job *job) {
    struct reload_job *reload = (struct reload_job *)job;
    load_free(reload->loaded);
    buffer_free(&reload->files);
    buffer_free(&reload->report);
    free(reload->live_digest);
    free(reload->path);
    free(reload);
}

/* ---- starting -------------------------------------------------------------------------------- */

static char *copy_text(struct text text) {
    char *copy = malloc(text.length + 1);
    if (copy != NULL) {
        memcpy(copy, text.at, text.length);
        copy[text.length] = '\0';
    }
    return copy;
}

static const struct served *served_from(const struct service *service, const char *path) {
    for (size_t i = 0; i < service->catalogue.count; i++) {
        if (strcmp(service->catalogue.items[i]->path, path) == 0) {
            return service->catalogue.items[i];
        }
    }
    return NULL;
}

static bool add_job(struct service *service, const char *path) {
    const struct served *live = served_from(service, path);
    struct reload_job *reload = calloc(1, sizeof *reload);
    if (reload == NULL) {
        return false;
    }
    reload->job = (struct service_job){
        .place = JOB_ON_A_THREAD, .run = run, .finish = finish, .free = free_job};
    reload->path = strdup(path);
    reload->live_digest = live == NULL ? NULL : copy_text(live->program->header.digest);
    if (reload->path == NULL || (live != NULL && reload->live_digest == NULL)) {
        free_job(&reload->job);
        return false;
    }
    reload->loading = (struct loading){.path = reload->path,
                                       .today = service_today(service),
                                       .with_tests = true,
                                       .files = &reload->files};
    job_add_own(service, &reload->job);
    return true;
}

static bool is_listed(const struct protocol_files *files, const char *path) {
    for (size_t i = 0; i < files->count; i++) {
        if (strcmp(files->paths[i], path) == 0) {
            return true;
        }
    }
    return false;
}

static void retire_gone(struct service *service, const struct protocol_files *files) {
    for (size_t i = service->catalogue.count; i-- > 0;) {
        struct served *served = service->catalogue.items[i];
        if (!is_listed(files, served->path)) {
            tell_of_file(service, SERVICE_RELOAD_RETIRED, served->path);
            catalogue_remove(&service->catalogue, served->program->header.id);
        }
    }
}

bool service_reload(struct service *service, const char *path) {
    struct protocol_files files = {0};
    enum protocol_files_status status = protocol_files_add(&files, path);
    bool done = status == PROTOCOL_FILES_FOUND || status == PROTOCOL_FILES_EMPTY;
    if (done) {
        retire_gone(service, &files);
    }
    for (size_t i = 0; done && i < files.count; i++) {
        done = add_job(service, files.paths[i]);
    }
    protocol_files_free(&files);
    return done;
}
