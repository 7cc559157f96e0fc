/*
 * The service without a socket: bytes in, bytes out. This is the library's public header; the
 * sockets (net) and the command line (cli) stand on it and on nothing below it.
 *
 *     bytes so far ──service_scan──> one frame ──service_answer──> response, appended to a buffer
 *                                                     │
 *                              what takes longer:     ├─> a job ──service_work──> listener
 *                              what is kept on disk:  └─> held ───service_settle──> listener
 *
 * A service belongs to one thread. It opens protocol files, and the store where it is told to keep
 * a journal: no socket, no thread but the journal's, and no clock or randomness but what it is
 * given.
 */
#ifndef SYNOVIA_SERVICE_SERVICE_H
#define SYNOVIA_SERVICE_SERVICE_H

#include "base/buffer.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SYNOVIA_VERSION "0.1.0"

/* Counts up where an existing client would have to change. */
enum { SYNOVIA_API = 1 };

struct service;

struct service_options {
    /* Today's day number in UTC (base/date.h): the default `as_of`, and for `review_by`. */
    int32_t (*today)(void *context);
    /* POSIX time in milliseconds, for `live_since`. */
    int64_t (*now)(void *context);
    /* A clock that only goes forward, in microseconds, to time tests; NULL: they are not timed. */
    int64_t (*ticks)(void *context);
    /* Fills in random bytes that nobody can guess, for the ids of sessions; false where there are
     * none. NULL: no session can be started. */
    bool (*random)(void *context, void *bytes, size_t count);
    size_t sessions; /* held in memory at the most; 0: LIMIT_SESSIONS */
    void *context;
};

/* NULL where memory ran out. The options are copied; what they point to must outlive the service.
 */
struct service *service_new(const struct service_options *options);

/* Every peer must be gone before. NULL is allowed. */
void service_free(struct service *service);

/* ---- protocols ------------------------------------------------------------------------------- */

enum service_load {
    SERVICE_LOADED,     /* it checks, and is served from now on */
    SERVICE_REJECTED,   /* it has errors; an older version, where there is one, stays live */
    SERVICE_UNREADABLE, /* no such file, or no permission */
    SERVICE_NO_MEMORY,
};

/*
 * Checks the protocol file and, where it has no errors, serves it. Appends one MessagePack map to
 * `report`: { file, protocol?, version?, digest?, errors, warnings, diagnostics: [{ severity, code,
 * file, line, column, message, cure? }] }; `errors` and `warnings` are counts. A protocol of the
 * same id from the same file is replaced in whole (from another file it is an error, `id-taken`);
 * requests under way keep the old one. The protocols folder, which
 * `include` cannot leave, is the one that the file lies in.
 */
enum service_load service_load_file(struct service *service, const char *path,
                                    struct buffer *report);

/* As service_load_file, but serves nothing, and looks at the tests beside the protocol as well. */
enum service_load service_check_file(struct service *service, const char *path,
                                     struct buffer *report);

/* Ids of the protocols served, sorted; valid until the next load. */
size_t service_protocol_count(const struct service *service);
struct text service_protocol_id(const struct service *service, size_t index);

/* True where some protocol that is served has a fact of this name. */
bool service_has_fact(const struct service *service, struct text name);

/*
 * Runs the tests beside the protocol file. Calls `each` (where not NULL) after every test with one
 * MessagePack map, which goes when the call returns:
 *
 *     { name, kind: "test" | "case" | "always" | "walk", status: "passed" | "failed" | "skipped" |
 *           "unconfirmed",
 *       milliseconds, file, line, case?,      -- the number within `cases`
 *       remark?,                              -- why it was skipped, or could not be judged
 *       given?: { fact: value }, as_of?,      -- of a failed one, as all that follows
 *       differences?: [{ what, name?, never?, expected, got }],   -- a text, a list of texts, or
 * nil why?: [{ kind, name, line?, standing?, condition?, message?, facts: { fact: value }, absent:
 * [fact], changes: { fact: value }, file, at_line }], why_left_out?, how?: { every_answer,
 * everybody, cases } }                -- how an `always` was searched
 *
 * Appends to `summary` { protocol?, version?, digest?, passed, failed, skipped, unconfirmed,
 * errors, files: what was read or looked for: [path], coverage?: { rules, lines, gaps: [{ kind,
 * name, line?, file, at_line }] }, diagnostics }. Tests whose name does not contain `filter` (where
 * not empty) are left out. SERVICE_REJECTED: the protocol has errors and nothing was run; where
 * only the tests have errors, `errors` counts them.
 */
struct test_listener {
    void *context;
    void (*each)(void *context, struct text test);
};
enum service_load service_test_file(struct service *service, const char *path, struct text filter,
                                    const struct test_listener *listener, struct buffer *summary);

/*
 * As service_test_file for all tests, and looks for what their examples do not show: `coverage` has
 * { examples, complete, rows, items } as well (service/encode_coverage.h).
 */
enum service_load service_cover_file(struct service *service, const char *path,
                                     const struct test_listener *listener, struct buffer *summary);

/*
 * Seeds faults into the protocol, one at a time, and sees whether a test beside it notices. Calls
 * `each` for every mutant that none notices, in the order of the script, with one MessagePack map:
 *
 *     { kind, verdict: "survived" | "undecided", before, after, place, file, line,
 *       waits?,                -- the name of an unconfirmed test that would notice
 *       name?, test?,          -- the test that is missing, as text to paste
 *       shared? }              -- the same, where an earlier mutant's `test` notices this one too
 *
 * Appends to `summary` { protocol?, version?, digest?, tests?, test_file?, mutants?, killed?,
 * survived?, undecided?, equivalent?, score?, failing_tests?, threads?, prover?, milliseconds?,
 * kinds?: { kind: { killed, survived, undecided, equivalent } }, errors, diagnostics }. `score` is
 * what was killed of what was not proved equivalent, in per cent. Threads are started and joined
 * within the call. The result is that of service_test_file.
 */
struct mutation_request {
    unsigned threads; /* 0: one */
    /* Called on the calling thread from time to time; or NULL. */
    void (*progress)(void *context, size_t done, size_t of);
    void *context;
};
enum service_load service_mutate_file(struct service *service, const char *path,
                                      const struct mutation_request *request,
                                      const struct test_listener *listener, struct buffer *summary);

/*
 * Proves what must hold of the protocol file for every person (the plug-in `prover` decides), and
 * calls `each` (where not NULL) after every property with one MessagePack map, which goes when the
 * call returns:
 *
 *     { check: "always" | "rule" | "line" | ..., status: "proved" | "refuted" | "undecided",
 *       subject, file?, line?,
 *       detail?,           -- of a refuted or undecided one: a sentence
 *       people?: [{ given: { fact: value }, outcome, urgency, complete, rules, test }],
 *                          -- who refutes it, and a test to paste; two where one answer is compared
 *       differences? }     -- of an `always`, as in a test
 *
 * Appends to `summary` { protocol?, version?, digest?, as_of, proved, refuted, undecided, errors,
 * problem?, diagnostics }; `problem` says why nothing, or not everything, could be decided (there
 * is no plug-in). Ends about `milliseconds` after the call (0: a minute). SERVICE_REJECTED: the
 * protocol has errors; where only the tests have, there is no `always`, and `errors` counts them.
 */
struct verify_hearing {
    void *context;
    void (*each)(void *context, struct text finding);
    void (*progress)(void *context, size_t done, size_t of); /* properties; or NULL */
};
enum service_load service_verify_file(struct service *service, const char *path,
                                      uint32_t milliseconds, const struct verify_hearing *hearing,
                                      struct buffer *summary);

/*
 * Looks for cases at the boundaries that the tests beside the protocol lack. Appends to `summary`
 * { protocol?, test_file?, lacking?, unplaced?, suggestions?: [{ fact, text, cases: [{ given, why
 * }] }], errors, diagnostics }: `text` is to be pasted, `unplaced` the number of facts for which
 * the tests know nobody to whom they matter. The result is that of service_test_file.
 */
enum service_load service_suggest_file(struct service *service, const char *path,
                                       struct buffer *summary);

/*
 * One version of a protocol: a file, or what a reader gives (a revision of git). `path` is the
 * file, or with a reader its name in the folder that the reader reads; `read` appends the file's
 * bytes, and is asked for what it includes as well.
 */
enum service_read { SERVICE_READ_OK, SERVICE_READ_MISSING, SERVICE_READ_FAILED };
struct service_version {
    const char *path;
    void *context;
    enum service_read (*read)(void *context, struct text path, struct buffer *out); /* or NULL */
};

/*
 * Compares two versions: which people are treated differently. Calls `each` after every change with
 * one MessagePack map, which goes when the call returns:
 *
 *     { kind: "outcome" | "urgency" | "rule" | ..., direction: "less" | "more" | "other",
 *       subject?, what, words?, undecided?,
 *       before?: person, after?: person }          -- as `people` of service_verify_file
 *
 * Appends to `summary` { before: version, after: version, as_of, less, more, other, undecided,
 * problem? }, a version being { protocol?, version?, digest?, errors, diagnostics }.
 * SERVICE_REJECTED: one of them has errors, and nothing was compared.
 */
enum service_load service_diff_versions(struct service *service,
                                        const struct service_version *before,
                                        const struct service_version *after, uint32_t milliseconds,
                                        const struct verify_hearing *hearing,
                                        struct buffer *summary);

/*
 * The tests beside the protocol file as they are declared, for people who review a protocol by its
 * examples; nothing is run. Appends one MessagePack array (empty where there are none, or where
 * they have errors):
 *
 *     [{ name, kind, case?,
 *        given: { fact: value }, as_of?, expect: {...},             -- test, case
 *        when, when_words, expect?: {...}, never?: {...},           -- always
 *        technique, given, as_of?, usual: {...}, walked: {...},     -- walk
 *        report: { instance: {...} }, unsaid: { instance: [fact] }, wait: { instance: seconds },
 *        again?: [instance] }]
 *
 * `unsaid` names what is usually reported and left out there. The keys of `expect`, `never` and
 * `walked` are those of the tests; a score is [low, high], what must have no value is nil.
 */
enum service_load service_examples_file(struct service *service, const char *path,
                                        struct buffer *out);

/* ---- requests -------------------------------------------------------------------------------- */

/* What the service keeps for one connection. */
struct service_peer;

/* NULL where memory ran out. */
struct service_peer *service_peer_new(struct service *service);

/* Jobs of the peer that are not answered yet are dropped. NULL is allowed. */
void service_peer_free(struct service_peer *peer);

/*
 * Answers one whole frame (service_scan has found it): appends the response, or nothing for a
 * notification and for what is answered later. False where the connection should be closed (memory
 * ran out, or bytes that are no MessagePack-RPC); what could be answered is in `out` even then.
 * `out` must not have failed before; the frame may go as soon as the call returns.
 */
bool service_answer(struct service_peer *peer, struct text frame, struct buffer *out);

/*
 * Where a stream stands: scans `bytes` (all bytes of the current frame so far) for the peer.
 * `length` becomes the bytes of a whole frame, or the least that a partial one will have.
 * SERVICE_REFUSED appends an error response where one can be sent; the connection is then closed.
 */
enum service_scan { SERVICE_PARTIAL, SERVICE_WHOLE, SERVICE_REFUSED };
enum service_scan service_scan(struct service_peer *peer, struct text bytes, size_t *length,
                               struct buffer *out);

/* ---- what takes longer ----------------------------------------------------------------------- */

/* Who takes what the service has to say outside of service_answer: whole messages, which go when
 * the call returns. */
struct service_listener {
    void *context;
    void (*deliver)(void *context, struct text bytes);
};

/* From now on long requests of the peer are answered later, and it may subscribe. A peer without a
 * listener gets every answer from service_answer, however long that takes. */
void service_peer_listen(struct service_peer *peer, const struct service_listener *listener);

/* How many requests of the peer are still to be answered: jobs, and answers that are held until
 * they are on disk. */
unsigned service_peer_owed(const struct service_peer *peer);

/* True where the peer waits for news and so may be silent. */
bool service_peer_is_subscribed(const struct service_peer *peer);

/* True while there is work for service_work, which does about a millisecond of it. */
bool service_has_work(const struct service *service);
void service_work(struct service *service);

/*
 * Work for another thread, one job at a time: take it, run it there, end it on the service's thread
 * (which delivers the answer). NULL where none waits or one is under way. The service may be used
 * meanwhile, but not freed, and not told to load a file.
 */
struct service_job;
struct service_job *service_take_job(struct service *service);
void service_run_job(struct service_job *job);
void service_end_job(struct service *service);

/* Tells the peer that the job under way is for how far it is, where it asked for that and something
 * has changed; call it now and then. */
void service_tell_progress(struct service *service);

/* ---- what is kept ---------------------------------------------------------------------------- */

enum service_durability {
    SERVICE_COMMIT,   /* no answer leaves before its record is on disk */
    SERVICE_INTERVAL, /* answers leave at once; their records are on disk within a second */
    SERVICE_NONE,     /* answers leave at once; nothing is synced */
};

/* How the journal does. */
struct service_keeping_state {
    bool is_kept; /* a journal is kept at all */
    bool is_available;
    enum service_durability durability;
    const char *reason; /* why it is not available, in words; valid until the next call */
    int64_t since;      /* POSIX milliseconds: of the last change; 0: none yet */
};

struct service_keeping {
    const char *store;   /* the name of a store plug-in, or the path of one; NULL: "sqlite" */
    const char *journal; /* where the store keeps it: for sqlite a file, which is made */
    enum service_durability durability;
    const char *const *masked; /* facts whose values are not recorded */
    size_t masked_count;
    /* Told when the store has become unavailable, and when it is available again. */
    void (*told)(void *context, const struct service_keeping_state *state);
    void *context;
};

/*
 * From now on decisions, sessions, feedback and what goes live are recorded; before any protocol is
 * loaded. Waits for the disk. False: `problem` has a message for people (empty: memory ran out) and
 * the service keeps nothing.
 */
bool service_keep(struct service *service, const struct service_keeping *keeping,
                  struct buffer *problem);

void service_keeping_state(struct service *service, struct service_keeping_state *state);

/* Writes what is left, whatever the durability, and closes the journal, as service_free does. How
 * many records are lost because the store does not take them: answers that have left. */
uint64_t service_stop_keeping(struct service *service);

/* Called on the journal's thread whenever service_settle has something to do; a `wake` of NULL is
 * never called. When service_set_waker returns, nobody calls the one before any more. */
struct service_waker {
    void *context;
    void (*wake)(void *context);
};
void service_set_waker(struct service *service, const struct service_waker *waker);

/* Delivers the answers whose records have been written, or an error where they could not be. */
void service_settle(struct service *service);

/* True while the journal, or what waits for it, takes no more: ask before each service_answer, read
 * nothing more from anybody, and ask again after service_settle. */
bool service_is_full(const struct service *service);

/* Forgets some of the sessions that nobody needs in memory any more; call it now and then. */
void service_sweep(struct service *service);

/* ---- live reload ----------------------------------------------------------------------------- */

enum service_reload {
    SERVICE_RELOAD_LIVE,     /* new or changed, checked, its tests passed: it is live */
    SERVICE_RELOAD_KEPT,     /* it has errors or fails its tests: the older one, if any, stays */
    SERVICE_RELOAD_RETIRED,  /* its file is gone */
    SERVICE_RELOAD_UNLOADED, /* it could not be read, or memory ran out */
};

/* Told of each file that changed, with the report of service_load_file and, where tests were run,
 * `passed` and `failed`. */
struct service_watcher {
    void *context;
    void (*told)(void *context, enum service_reload how, struct text report);
};
void service_watch(struct service *service, const struct service_watcher *watcher);

/* The folders that something was read from, or looked for in, by loading and reloading: paths, each
 * ended by a zero byte. Valid until the next load; the list only grows. */
struct text service_read_folders(const struct service *service);

/*
 * Looks at every protocol that `path` (a folder, or one file) stands for: those whose sources have
 * changed are checked and tested by jobs and then go live, each in whole; those that are served and
 * whose file is gone are retired. False where the path cannot be read or memory ran out; what is
 * live stays.
 */
bool service_reload(struct service *service, const char *path);

/* ---- for programs that speak JSON (the command line, batches) ---------------------------------
 */

/*
 * One call in process: `params` is JSON text of an object (empty: no params). Appends the result as
 * JSON, compact or pretty, and returns true; or appends { "code", "message", "details"? } and
 * returns false.
 */
bool service_call_json(struct service_peer *peer, struct text method, struct text params,
                       bool pretty, struct buffer *out);

/* MessagePack to JSON text and back; false appends a message in words instead. */
bool service_json_from_wire(struct text value, bool pretty, struct buffer *out);
bool service_json_to_wire(struct text json, struct buffer *out);

/* ---- the other side: a client of another process ----------------------------------------------
 */

/*
 * Appends what a client sends to call one method and to be shown errors as maps: `hello`, then the
 * request. False: `params` is no JSON, and `out` has a message in words instead; where memory ran
 * out, `out` has failed.
 */
bool service_write_call(struct text method, struct text params, struct buffer *out);

/* Looks for the answer in what is received. */
struct service_reader;

/* NULL where memory ran out. */
struct service_reader *service_reader_new(void);
void service_reader_free(struct service_reader *reader);

enum service_reply {
    SERVICE_REPLY_PARTIAL, /* more bytes are needed */
    SERVICE_REPLY_RESULT,
    SERVICE_REPLY_ERROR,
    SERVICE_REPLY_FOREIGN, /* bytes that no service sends, or memory ran out */
};

/*
 * Looks at all the bytes received so far (the earlier ones unchanged; they are not walked again).
 * Where the answer is whole, appends the result, or the error as { "code", "message", "details"? },
 * as JSON; the reader is then done.
 */
enum service_reply service_reader_read(struct service_reader *reader, struct text bytes,
                                       bool pretty, struct buffer *out);

/*
 * Behind the answer: the next notification in all the bytes received so far, as { "method",
 * "params" } in JSON on one line. SERVICE_REPLY_RESULT: one was appended, and there may be more.
 */
enum service_reply service_reader_next(struct service_reader *reader, struct text bytes,
                                       struct buffer *out);

/* ---- reading a journal ------------------------------------------------------------------------
 *
 * Also while a service writes it. Where one of these returns false the store failed, or memory ran
 * out, and `problem` has a message for people.
 */

struct service_journal;

/* Opens the journal of a store (NULL: "sqlite"), which must be there. Nothing is changed in it but
 * where `changes` is true and something is forgotten. NULL where that fails. */
struct service_journal *service_journal_open(const char *store, const char *journal, bool changes,
                                             struct buffer *problem);
void service_journal_close(struct service_journal *journal);

/* Which records; what is 0 or empty does not narrow. */
struct service_journal_filter {
    uint64_t first, last; /* sequences, both included */
    uint64_t newest;      /* of those that fit, so many, the newest */
    struct text protocol, session, kind;
    struct text ref; /* with its sessions, and the feedback on its decisions: what forget erases */
    int64_t since, until; /* POSIX milliseconds: since <= time < until */
};

/* Who hears while it goes on; both may be NULL. */
struct service_journal_listener {
    void *context;
    /* One MessagePack map, which goes when the call returns; false ends the reading. */
    bool (*each)(void *context, struct text item);
    /* Now and then: how many records of the journal are read. */
    void (*progress)(void *context, uint64_t done, uint64_t of);
};

/* Appends the kinds of records: [{ kind, meaning }]. */
void service_journal_kinds(struct buffer *out);

/*
 * Each record that fits, in order: { sequence, time, kind, protocol?, digest?, session?, ref?,
 * decision?, masked?, erased?, payload, body, previous, hash }. `packed` adds { salt, packed }, the
 * payload byte for byte, with which the hashes can be computed anew.
 */
bool service_journal_show(struct service_journal *journal,
                          const struct service_journal_filter *filter, bool packed,
                          const struct service_journal_listener *listener, struct buffer *problem);

/*
 * Walks the chain from record `from` (0: the first) to `to` (0: the last). `noted`, where not
 * empty, is a `head` of an earlier report, which must still be met. Appends { whole, records,
 * erased, accounted, masked, from, head: "SEQUENCE:HASH", broken?: { sequence, what, message } };
 * `accounted`: as many erased bodies as records of forgetting tell of. SERVICE_VERIFY_BAD_HEAD:
 * `noted` is none.
 */
enum service_verify {
    SERVICE_VERIFY_WHOLE,
    SERVICE_VERIFY_BROKEN,
    SERVICE_VERIFY_BAD_HEAD,
    SERVICE_VERIFY_COULD_NOT,
};
enum service_verify service_journal_verify(struct service_journal *journal, uint64_t from,
                                           uint64_t to, struct text noted,
                                           const struct service_journal_listener *listener,
                                           struct buffer *report, struct buffer *problem);

/*
 * How rules fared, by protocol and version in the order of their first records. Appends { records,
 * erased, unreadable, versions: [{ protocol, version, digest, from, to, decisions, masked,
 * outcomes: { outcome: count }, rules: [{ rule, kind?, fired, not_ruled_out, open, accepted,
 * overridden, stopped?: { since | version, decisions, expected } }] }] }.
 */
bool service_journal_stats(struct service_journal *journal,
                           const struct service_journal_filter *filter,
                           const struct service_journal_listener *listener, struct buffer *report,
                           struct buffer *problem);

/* Erases what is recorded of a ref, with its sessions and the feedback on its decisions. Appends
 * { records, sessions, lingering }. */
bool service_journal_forget(struct service_journal *journal, struct text ref, int64_t now,
                            struct buffer *report, struct buffer *problem);

/* Copies the journal to a new file. */
bool service_journal_backup(struct service_journal *journal, const char *path,
                            struct buffer *problem);

/*
 * Answers every recorded decision of a protocol again by the version that the service serves, with
 * the facts and the day as recorded, and tells the listener of each that differs: { sequence, time,
 * ref?, direction: "less" | "more" | "other", by, before: { outcome, urgency, complete }, after,
 * differences: [{ kind, name, before, after }] } (rules/caution.h has the order; "other": a result
 * differs and caution does not). Appends { protocol, version, digest, replayed, same, less, more,
 * other, masked, erased, unreadable, turns, groups: [{ direction, kind, name, before, after, count,
 * examples: [sequence] }] }, less cautious first. Nothing is passed over: a decision is counted
 * among the replayed ones, or as masked (facts of it were not recorded), erased (it may have been a
 * turn) or unreadable; `turns` holds no decision.
 */
bool service_replay(struct service *service, struct text protocol, struct service_journal *journal,
                    const struct service_journal_filter *filter,
                    const struct service_journal_listener *listener, struct buffer *report,
                    struct buffer *problem);

#endif
