#include "service/sessions.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_CAPACITY = 64 };

/* ---- ids ------------------------------------------------------------------------------------- */

static bool is_digit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

bool session_id_is_one(struct text id) {
    bool is_one = id.length == SESSION_ID_DIGITS;
    for (size_t i = 0; is_one && i < id.length; i++) {
        is_one = is_digit(id.at[i]);
    }
    return is_one;
}

void session_id_write(const unsigned char bytes[SESSION_ID_BYTES], char id[SESSION_ID_DIGITS]) {
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < SESSION_ID_BYTES; i++) {
        id[2 * i] = digits[bytes[i] >> 4];
        id[2 * i + 1] = digits[bytes[i] & 15];
    }
}

/* The ids are random, and only ours are ever put in: eight of their digits are hash enough. */
static size_t hash(const char *id) {
    size_t value = 0;
    for (size_t i = 0; i < 8; i++) {
        char c = id[i];
        value = value << 4 | (size_t)(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    return value;
}

/* ---- one session ----------------------------------------------------------------------------- */

static char *copy_bytes(struct text bytes) {
    char *copy = malloc(bytes.length > 0 ? bytes.length : 1);
    if (copy != NULL && bytes.length > 0) {
        memcpy(copy, bytes.at, bytes.length);
    }
    return copy;
}

struct live_session *live_session_new(struct text id, struct served *served, struct text state) {
    struct live_session *session = calloc(1, sizeof *session);
    char *copy = copy_bytes(state);
    if (session == NULL || copy == NULL) {
        free(session);
        free(copy);
        return NULL;
    }
    memcpy(session->id, id.at, SESSION_ID_DIGITS);
    session->served = served_keep(served);
    session->state = copy;
    session->state_length = (uint32_t)state.length;
    return session;
}

void live_session_free(struct live_session *session) {
    if (session != NULL) {
        served_release(session->served);
        free(session->state);
        free(session);
    }
}

/* ---- the table ------------------------------------------------------------------------------- */

void sessions_free(struct sessions *sessions) {
    for (size_t i = 0; i < sessions->capacity; i++) {
        live_session_free(sessions->slots[i]);
    }
    free(sessions->slots);
    *sessions = (struct sessions){0};
}

/* The slot of the id, or the free one where it would stand. */
static size_t slot_of(const struct sessions *sessions, const char *id) {
    size_t slot = hash(id) & (sessions->capacity - 1);
    while (sessions->slots[slot] != NULL &&
           memcmp(sessions->slots[slot]->id, id, SESSION_ID_DIGITS) != 0) {
        slot = (slot + 1) & (sessions->capacity - 1);
    }
    return slot;
}

struct live_session *sessions_find(const struct sessions *sessions, struct text id) {
    if (sessions->count == 0 || !session_id_is_one(id)) {
        return NULL;
    }
    return sessions->slots[slot_of(sessions, id.at)];
}

/* At most three slots of four are taken. */
bool sessions_reserve(struct sessions *sessions) {
    if (4 * (sessions->count + 1) <= 3 * sessions->capacity) {
        return true;
    }
    struct sessions grown = *sessions;
    grown.capacity = sessions->capacity == 0 ? FIRST_CAPACITY : 2 * sessions->capacity;
    grown.slots = calloc(grown.capacity, sizeof(struct live_session *));
    if (grown.slots == NULL) {
        return false;
    }
    for (size_t i = 0; i < sessions->capacity; i++) {
        if (sessions->slots[i] != NULL) {
            grown.slots[slot_of(&grown, sessions->slots[i]->id)] = sessions->slots[i];
        }
    }
    free(sessions->slots);
    *sessions = grown;
    return true;
}

void sessions_put(struct sessions *sessions, struct live_session *session) {
    size_t slot = slot_of(sessions, session->id);
    if (sessions->slots[slot] == NULL) {
        sessions->count++;
    } else {
        live_session_free(sessions->slots[slot]);
    }
    sessions->slots[slot] = session;
}

/* The sessions behind a freed slot are put in again, so that no search ends before them. */
static void remove_slot(struct sessions *sessions, size_t slot) {
    live_session_free(sessions->slots[slot]);
    sessions->slots[slot] = NULL;
    sessions->count--;
    for (;;) {
        slot = (slot + 1) & (sessions->capacity - 1);
        struct live_session *moved = sessions->slots[slot];
        if (moved == NULL) {
            return;
        }
        sessions->slots[slot] = NULL;
        sessions->slots[slot_of(sessions, moved->id)] = moved;
    }
}

void sessions_remove(struct sessions *sessions, struct live_session *session) {
    remove_slot(sessions, slot_of(sessions, session->id));
}

static bool may_go(const struct live_session *session, const struct sessions_rule *rule) {
    return session->written == session->revision && !session->is_owed &&
           (session->expires < rule->expired_before || session->used < rule->unused_since);
}

void sessions_sweep(struct sessions *sessions, const struct sessions_rule *rule, size_t slots) {
    size_t most = slots < sessions->capacity ? slots : sessions->capacity;
    for (size_t i = 0; i < most; i++) {
        size_t slot = sessions->hand & (sessions->capacity - 1);
        if (sessions->slots[slot] != NULL && may_go(sessions->slots[slot], rule)) {
            remove_slot(sessions, slot); /* perhaps another stands there now */
        } else {
            sessions->hand = slot + 1;
        }
    }
}
