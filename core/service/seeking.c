/*
 * Sessions that are in the store and not in memory.
 *
 *     request ──> seek ── the row ──> is its protocol in memory? ── yes ──> asked again
 *                                                │ no                          ^
 *                                                └── its sources ── a job ─────┘
 *                                                                loads them
 *
 * Requests for the same session wait for the same seek, and sessions of the same old protocol for
 * the same load.
 */
#include "service/keeping_private.h"

#include "service/job.h"
#include "service/sources.h"

#include <stdio.h>
#include <stdlib.h>

enum seek_stage { SEEK_SESSION, SEEK_SOURCE, SEEK_LOAD, SEEK_FOLLOW };

struct seek {
    struct seek *next;
    enum seek_stage stage;
    uint64_t ticket; /* SEEK_SESSION, SEEK_SOURCE */
    char id[SESSION_ID_DIGITS];
    struct held_answers waiting;
    /* The row, once it is found. */
    uint64_t revision;
    int64_t expires;
    struct buffer state;
    struct buffer digest;
};

static struct text id_of(const struct seek *seek) {
    return text_from(seek->id, SESSION_ID_DIGITS);
}

static void free_seek(struct seek *seek) {
    held_free_all(&seek->waiting);
    buffer_free(&seek->state);
    buffer_free(&seek->digest);
    free(seek);
}

/* Takes the seek out of the list. */
static void unlink_seek(struct keeping *keeping, struct seek *seek) {
    struct seek **link = &keeping->seeks;
    while (*link != seek) {
        link = &(*link)->next;
    }
    *link = seek->next;
}

/* ---- ends ------------------------------------------------------------------------------------ */

static void end_asking(struct service *service, struct seek *seek, bool is_missing) {
    struct held_answer *held;
    unlink_seek(service->keeping, seek);
    while ((held = held_take(&seek->waiting)) != NULL) {
        held->is_fresh = true;
        held->is_sought = is_missing;
        keeping_ask_again(service, held);
    }
    free_seek(seek);
}

static void end_refusing(struct service *service, struct seek *seek, enum error_code code,
                         const char *message) {
    struct held_answer *held;
    unlink_seek(service->keeping, seek);
    while ((held = held_take(&seek->waiting)) != NULL) {
        keeping_refuse(service, held, code, message);
    }
    free_seek(seek);
}

static void end_without_memory(struct service *service, struct seek *seek) {
    end_refusing(service, seek, ERROR_OUT_OF_MEMORY,
                 "the service ran out of memory; nothing was decided, ask again later");
}

/* True where memory has what the store has, or what will be in the store. */
static bool is_known(const struct service *service, const struct seek *seek) {
    const struct live_session *session = sessions_find(&service->sessions, id_of(seek));
    return session != NULL && session->revision >= seek->revision;
}

/* Somebody may have had the session erased, by another process. */
static void end_missing(struct service *service, struct seek *seek) {
    struct live_session *session = sessions_find(&service->sessions, id_of(seek));
    if (session != NULL && session->written == session->revision && !session->is_owed) {
        sessions_remove(&service->sessions, session);
    }
    end_asking(service, seek, true);
}

/* The session is in memory from now on. */
static void end_found(struct service *service, struct seek *seek, struct served *served) {
    struct live_session *session = NULL;
    if (is_known(service, seek)) {
        end_asking(service, seek, false);
        return;
    }
    if (sessions_reserve(&service->sessions)) {
        session = live_session_new(id_of(seek), served, buffer_text(&seek->state));
    }
    if (session == NULL) {
        end_without_memory(service, seek);
        return;
    }
    session->revision = seek->revision;
    session->written = seek->revision;
    session->expires = seek->expires;
    session->used = service_now(service);
    sessions_put(&service->sessions, session);
    end_asking(service, seek, false);
}

/* ---- an old protocol ------------------------------------------------------------------------- */

struct revival {
    struct service_job job;
    struct buffer sources;
    struct buffer digest;
    int32_t today;
    struct loaded *loaded;
};

static bool run(struct service_job *job) {
    struct revival *revival = (struct revival *)job;
    revival->loaded =
        sources_load(buffer_text(&revival->sources), buffer_text(&revival->digest), revival->today);
    return true;
}

static struct served *revive(struct service *service, struct revival *revival) {
    struct served *served = editions_find(&service->editions, buffer_text(&revival->digest));
    if (served != NULL) {
        return served_keep(served);
    }
    served = revival->loaded == NULL ? NULL : served_new(revival->loaded, "", 0);
    if (served != NULL) {
        revival->loaded = NULL;
        served->is_noted = true;
        editions_add(&service->editions, served);
    }
    return served;
}

static struct seek *next_of_digest(struct keeping *keeping, struct text digest) {
    struct seek *seek = keeping->seeks;
    while (seek != NULL &&
           (seek->stage < SEEK_LOAD || !text_equal(buffer_text(&seek->digest), digest))) {
        seek = seek->next;
    }
    return seek;
}

static void finish(struct service_job *job, struct buffer *out) {
    struct revival *revival = (struct revival *)job;
    struct service *service = job->service;
    struct served *served = revive(service, revival);
    struct seek *seek;
    (void)out;
    while ((seek = next_of_digest(service->keeping, buffer_text(&revival->digest))) != NULL) {
        if (served != NULL) {
            end_found(service, seek, served);
        } else {
            end_refusing(service, seek, ERROR_PROTOCOL_GONE,
                         "the version of the protocol that the session started with can no longer "
                         "be loaded: start a new session");
        }
    }
    served_release(served); /* the sessions have counted it */
    keeping_answer_ready(service);
}

static void free_revival(struct service_job *job) {
    struct revival *revival = (struct revival *)job;
    load_free(revival->loaded);
    buffer_free(&revival->sources);
    buffer_free(&revival->digest);
    free(revival);
}

static bool start_revival(struct service *service, struct seek *seek, struct text sources) {
    struct revival *revival = calloc(1, sizeof *revival);
    if (revival == NULL) {
        return false;
    }
    revival->job = (struct service_job){
        .place = JOB_ON_A_THREAD, .run = run, .finish = finish, .free = free_revival};
    revival->today = service_today(service);
    buffer_append_text(&revival->sources, sources);
    buffer_append_text(&revival->digest, buffer_text(&seek->digest));
    if (revival->sources.failed || revival->digest.failed) {
        free_revival(&revival->job);
        return false;
    }
    seek->stage = SEEK_LOAD;
    job_add_own(service, &revival->job);
    return true;
}

/* ---- what the store says --------------------------------------------------------------------- */

/* True where another seek has asked for the sources already. */
static bool is_asked_for(const struct keeping *keeping, struct text digest) {
    for (const struct seek *seek = keeping->seeks; seek != NULL; seek = seek->next) {
        if ((seek->stage == SEEK_SOURCE || seek->stage == SEEK_LOAD) &&
            text_equal(buffer_text(&seek->digest), digest)) {
            return true;
        }
    }
    return false;
}

static void seek_protocol(struct service *service, struct seek *seek) {
    struct keeping *keeping = service->keeping;
    struct text digest = buffer_text(&seek->digest);
    struct served *served = editions_find(&service->editions, digest);
    if (served != NULL) {
        end_found(service, seek, served);
    } else if (is_asked_for(keeping, digest)) {
        seek->stage = SEEK_FOLLOW;
    } else if (journal_find_source(keeping->journal, digest, &seek->ticket) == JOURNAL_QUEUED) {
        seek->stage = SEEK_SOURCE;
    } else {
        end_refusing(service, seek, ERROR_STORE_UNAVAILABLE,
                     "the protocol of the session cannot be read from the store; ask again");
    }
}

static void take_row(struct service *service, struct seek *seek,
                     const struct journal_session *row) {
    seek->revision = row->revision;
    seek->expires = row->expires;
    buffer_append_text(&seek->state, row->state);
    buffer_append_text(&seek->digest, row->digest);
    if (seek->state.failed || seek->digest.failed) {
        end_without_memory(service, seek);
    } else {
        seek_protocol(service, seek);
    }
}

/* Those that follow fare like the one that they follow. */
static void end_all_of_digest(struct service *service, struct seek *seek, enum error_code code,
                              const char *message) {
    struct buffer digest = seek->digest;
    seek->digest = (struct buffer){0};
    end_refusing(service, seek, code, message);
    while ((seek = next_of_digest(service->keeping, buffer_text(&digest))) != NULL) {
        end_refusing(service, seek, code, message);
    }
    buffer_free(&digest);
}

static void settle_source(struct service *service, struct seek *seek,
                          const struct journal_settled *settled) {
    if (settled->outcome == JOURNAL_FOUND) {
        if (!start_revival(service, seek, settled->bytes)) {
            end_all_of_digest(service, seek, ERROR_OUT_OF_MEMORY,
                              "the service ran out of memory; ask again later");
        }
    } else if (settled->outcome == JOURNAL_MISSING) {
        end_all_of_digest(service, seek, ERROR_PROTOCOL_GONE,
                          "the store does not have the version of the protocol that the session "
                          "started with: start a new session");
    } else if (settled->outcome == JOURNAL_UNREADABLE) {
        end_all_of_digest(service, seek, ERROR_PROTOCOL_GONE,
                          "what the store has of the version of the protocol that the session "
                          "started with is damaged: start a new session");
    } else {
        end_all_of_digest(service, seek, ERROR_STORE_UNAVAILABLE,
                          "the protocol of the session cannot be read from the store; ask again");
    }
}

/* What is kept of this one session is damaged; the reason names it. */
static void end_unreadable(struct service *service, struct seek *seek, struct text reason) {
    char message[JOURNAL_REASON_BYTES + 100];
    snprintf(message, sizeof message, "%.*s; start a new session",
             (int)(reason.length < JOURNAL_REASON_BYTES ? reason.length : JOURNAL_REASON_BYTES),
             reason.at);
    end_refusing(service, seek, ERROR_SESSION_UNREADABLE, message);
}

static void settle_session(struct service *service, struct seek *seek,
                           const struct journal_settled *settled) {
    if (settled->outcome == JOURNAL_FOUND) {
        take_row(service, seek, &settled->row);
    } else if (settled->outcome == JOURNAL_MISSING) {
        end_missing(service, seek);
    } else if (settled->outcome == JOURNAL_UNREADABLE) {
        end_unreadable(service, seek, settled->bytes);
    } else {
        end_refusing(service, seek, ERROR_STORE_UNAVAILABLE,
                     "the session cannot be read from the store; ask again");
    }
}

bool seeking_settle(struct service *service, const struct journal_settled *settled) {
    struct seek *seek = service->keeping->seeks;
    while (seek != NULL && (seek->stage >= SEEK_LOAD || seek->ticket != settled->ticket)) {
        seek = seek->next;
    }
    if (seek == NULL) {
        return false;
    }
    if (seek->stage == SEEK_SESSION) {
        settle_session(service, seek, settled);
    } else {
        settle_source(service, seek, settled);
    }
    return true;
}

/* ---- beginning ------------------------------------------------------------------------------- */

static struct seek *find_seek(const struct keeping *keeping, struct text id) {
    struct seek *seek = keeping->seeks;
    while (seek != NULL && !text_equal(id_of(seek), id)) {
        seek = seek->next;
    }
    return seek;
}

static struct seek *begin(struct request *request, struct text id) {
    struct keeping *keeping = request->service->keeping;
    struct seek *seek = calloc(1, sizeof *seek);
    if (seek == NULL) {
        request_fail_memory(request);
        return NULL;
    }
    enum journal_append how = journal_find_session(keeping->journal, id, &seek->ticket);
    if (!keeping_accepted(request, how)) {
        free(seek);
        return NULL;
    }
    memcpy(seek->id, id.at, SESSION_ID_DIGITS);
    struct seek **link = &keeping->seeks;
    while (*link != NULL) {
        link = &(*link)->next;
    }
    *link = seek;
    return seek;
}

bool keeping_seek(struct request *request, struct text id) {
    struct keeping *keeping = request->service->keeping;
    if (keeping == NULL || !session_id_is_one(id)) {
        return false;
    }
    struct seek *seek = find_seek(keeping, id);
    seek = seek != NULL ? seek : begin(request, id);
    struct held_answer *held = seek == NULL ? NULL : keeping_wait_for(request);
    if (held != NULL) {
        held_add(&seek->waiting, held);
    }
    return true;
}

void seeking_forget_peer(struct keeping *keeping, const struct service_peer *peer) {
    for (struct seek *seek = keeping->seeks; seek != NULL; seek = seek->next) {
        held_forget_peer(&seek->waiting, peer);
    }
}

void seeking_end(struct keeping *keeping) {
    while (keeping->seeks != NULL) {
        struct seek *seek = keeping->seeks;
        keeping->seeks = seek->next;
        free_seek(seek);
    }
}
