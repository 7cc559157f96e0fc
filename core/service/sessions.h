/*
 * The sessions that are held in memory: packed states by session id.
 *
 *     id ──> [ served, revision, expires, packed state ]
 *
 * Most sessions wait most of the time: a person holds a position, or has gone to fetch a towel. So
 * what is kept of one is the state as bytes, a few hundred of them, and it is unpacked only while a
 * report is answered.
 *
 * `revision` counts the turns; `written` is the last one that is on disk. What is not on disk yet
 * may not be forgotten here, and nobody may be told of it (see keeping.h).
 */
#ifndef SYNOVIA_SERVICE_SESSIONS_H
#define SYNOVIA_SERVICE_SESSIONS_H

#include "service/served.h"

#include <stdbool.h>

/* 128 random bits as lower-case hexadecimal digits; nobody guesses one. */
enum { SESSION_ID_BYTES = 16, SESSION_ID_DIGITS = 32 };

struct live_session {
    char id[SESSION_ID_DIGITS];
    struct served *served; /* the protocol that it is pinned to; counted */
    uint64_t revision;     /* 1 when it was started */
    uint64_t written;      /* the last revision that is as durable as was asked for; 0: none */
    bool is_owed;          /* a halt that the store could not take: recorded with the next call */
    int64_t expires;       /* POSIX time in milliseconds */
    int64_t used;          /* likewise: when it was last looked up */
    char *state;           /* packed by guide/session.h; owned */
    uint32_t state_length;
};

struct sessions {
    struct live_session **slots; /* open addressing; NULL: free */
    size_t capacity;             /* a power of two, or 0 */
    size_t count;
    size_t hand; /* where the next sweep goes on */
};

/* A zeroed table is empty. */
void sessions_free(struct sessions *sessions);

/* True where the text has the form of an id. */
bool session_id_is_one(struct text id);

void session_id_write(const unsigned char bytes[SESSION_ID_BYTES], char id[SESSION_ID_DIGITS]);

/* The session of that id, or NULL; valid until it is removed. */
struct live_session *sessions_find(const struct sessions *sessions, struct text id);

/* Makes room for one more, so that sessions_put cannot fail. False where memory ran out. */
bool sessions_reserve(struct sessions *sessions);

/* Puts the session in, in place of the one of the same id where there is one, and takes it over;
 * after sessions_reserve. */
void sessions_put(struct sessions *sessions, struct live_session *session);

/* Takes out the session and frees it. */
void sessions_remove(struct sessions *sessions, struct live_session *session);

/* What may go, for sessions_sweep. */
struct sessions_rule {
    int64_t expired_before; /* POSIX time in milliseconds */
    int64_t unused_since;   /* likewise; INT64_MIN: however long it was not used, it stays */
};

/* Looks at the next `slots` of the table and removes the sessions there that are written and have
 * expired, or have not been used, for as long as the rule says. */
void sessions_sweep(struct sessions *sessions, const struct sessions_rule *rule, size_t slots);

/* A copy of the parts as a session that is in no table; counts `served`. NULL where memory ran out.
 */
struct live_session *live_session_new(struct text id, struct served *served, struct text state);
void live_session_free(struct live_session *session);

#endif
