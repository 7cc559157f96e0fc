/*
 * Every code that an error response can carry. The list is fixed: clients decide by it what to do.
 * The wire reference prints this table.
 *
 * ERROR(NAME, "code", who is at fault, "meaning")
 */
#ifndef SYNOVIA_SERVICE_ERROR_CODES_H
#define SYNOVIA_SERVICE_ERROR_CODES_H

#include <stdbool.h>

#define SYNOVIA_ERRORS(ERROR)                                                                      \
    ERROR(BAD_REQUEST, "bad-request", CALLER, "the message is not a MessagePack-RPC request")      \
    ERROR(UNKNOWN_METHOD, "unknown-method", CALLER, "the service has no method of this name")      \
    ERROR(BAD_PARAMS, "bad-params", CALLER,                                                        \
          "a key that the method does not know, one that is missing, or a value of a wrong kind")  \
    ERROR(UNKNOWN_PROTOCOL, "unknown-protocol", CALLER, "no protocol of this id is served")        \
    ERROR(DIGEST_MISMATCH, "digest-mismatch", CALLER,                                              \
          "the protocol that is live is not the one with the digest asked for")                    \
    ERROR(UNKNOWN_TECHNIQUE, "unknown-technique", CALLER,                                          \
          "the protocol has no technique of this id")                                              \
    ERROR(UNKNOWN_SESSION, "unknown-session", CALLER,                                              \
          "there is no session of this id, or none any more")                                      \
    ERROR(WRONG_TURN, "wrong-turn", CALLER,                                                        \
          "the report is for another turn than the session's; `details` has the one")              \
    ERROR(UNKNOWN_RULE, "unknown-rule", CALLER,                                                    \
          "the protocol has no rule and no result of this name")                                   \
    ERROR(TOO_MANY_PEOPLE, "too-many-people", CALLER, "more fact sets than one request may have")  \
    ERROR(BUSY, "busy", CALLER, "too many long requests of this connection are still under way")   \
    ERROR(CANCELLED, "cancelled", CALLER, "the caller has cancelled this request")                 \
    ERROR(NO_TESTS, "no-tests", CALLER, "the protocol has no file of tests beside it")             \
    ERROR(FRAME_TOO_LARGE, "frame-too-large", CALLER, "the message has more bytes than allowed")   \
    ERROR(FRAME_TOO_DEEP, "frame-too-deep", CALLER, "arrays and maps nested deeper than allowed")  \
    ERROR(FRAME_TOO_MANY_ITEMS, "frame-too-many-items", CALLER,                                    \
          "the message holds more values than allowed")                                            \
    ERROR(FRAME_MALFORMED, "frame-malformed", CALLER, "bytes that MessagePack never uses")         \
    ERROR(NO_ANALYSER, "no-analyser", SERVICE,                                                     \
          "nothing can be proved: the plug-in `prover` is not installed, or failed")               \
    ERROR(OUT_OF_MEMORY, "out-of-memory", SERVICE,                                                 \
          "the service ran out of memory for this request; nothing was decided")                   \
    ERROR(STORE_UNAVAILABLE, "store_unavailable", SERVICE,                                         \
          "what was asked cannot be put on record, so it is not answered; ask again")              \
    ERROR(PROTOCOL_GONE, "protocol-gone", SERVICE,                                                 \
          "the version of the protocol that a session started with can no longer be loaded")       \
    ERROR(SESSION_UNREADABLE, "session-unreadable", SERVICE,                                       \
          "what is kept of a session is not what was written: start a new one")                    \
    ERROR(TOO_MANY_SESSIONS, "too-many-sessions", SERVICE,                                         \
          "as many sessions as the service holds are going on")                                    \
    ERROR(NO_RANDOMNESS, "no-randomness", SERVICE,                                                 \
          "the machine gives no random bytes for the id of a session")

enum error_code {
#define ERROR(name, code, at_fault, meaning) ERROR_##name,
    SYNOVIA_ERRORS(ERROR)
#undef ERROR
        ERROR_CODES
};

const char *error_code_text(enum error_code code);
const char *error_code_meaning(enum error_code code);

/* True where the caller has to send something else; false where the service could not. */
bool error_code_is_callers(enum error_code code);

#endif
