/*
 * The handshake of every plug-in: how a shared object says what it is, before anything of it is
 * used.
 *
 *     program                                     NAME.so
 *        │  dlopen, dlsym "synovia_plugin"          │
 *        │ ───────────── host ────────────────────► │
 *        │ ◄──────────── struct synovia_plugin ──── │   size, magic, kind, version of the kind's
 *        │  compare; refuse, naming both versions   │   ABI, name, table of routines
 *        │ ───────────── table->open(...) ────────► │
 *
 * One symbol is exported: synovia_plugin, below. What stands behind `table` depends on the kind
 * and is laid out in the kind's own header (store.h, analyser.h, ...), each with a version of its
 * own, MAJOR.MINOR:
 *
 *   - MAJOR changes where an old plug-in could no longer be called rightly. It must be equal.
 *   - MINOR grows with every appended member. A plug-in that needs a newer one than the program
 *     has is refused; an older one is taken, and what it does not have yet counts as absent.
 *
 * Structs and tables are only ever appended to, and each begins with its `size` in bytes as the
 * side that filled it in knew it: a member that does not lie within `size` is not there. (The
 * exceptions are the two views and the message, which never grow.) Arrays of such structs are
 * arrays of pointers, so that nobody steps by a size that the other side does not share.
 *
 * Texts have a length and no zero byte behind them. A plug-in never frees what it was given and
 * never hands over memory: results are shown to a visitor and may go when that returns. No routine
 * may end the process, change its signals or locale, or throw through the caller.
 */
#ifndef SYNOVIA_ABI_PLUGIN_H
#define SYNOVIA_ABI_PLUGIN_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* The name of the one exported symbol. */
#define SYNOVIA_PLUGIN_SYMBOL "synovia_plugin"

/* "SYNOVIA1", read as a little-endian number; the 1 is the version of this handshake. */
#define SYNOVIA_PLUGIN_MAGIC UINT64_C(0x314149564f4e5953)

/* What a plug-in is. A number that is not listed is refused. */
enum synovia_plugin_kind {
    SYNOVIA_KIND_STORE = 1,     /* keeps the journal and the sessions: store.h */
    SYNOVIA_KIND_ANALYSER = 2,  /* decides formulas for the prover: analyser.h */
    SYNOVIA_KIND_FUNCTIONS = 3, /* functions for `derive`, bound with `use "name"` */
    SYNOVIA_KIND_GATEWAY = 4    /* reserved */
};

/* Bounds of the texts in struct synovia_plugin; longer ones are refused. */
enum { SYNOVIA_PLUGIN_NAME_BYTES = 64, SYNOVIA_PLUGIN_TEXT_BYTES = 256 };

/* UTF-8 bytes that somebody else owns; `at` may be NULL only where `length` is 0. Never grows. */
struct synovia_text {
    const char *at;
    size_t length; /* bytes */
};

/* Any bytes that somebody else owns; `at` may be NULL only where `length` is 0. Never grows. */
struct synovia_bytes {
    const void *at;
    size_t length;
};

/*
 * Where a routine says in words why it failed; the status that it returns says what kind of failure
 * it was. The caller owns it and sets `length` to 0 before the call. One or two sentences: what was
 * found, what is allowed, the cure. Never grows.
 */
struct synovia_message {
    size_t length;  /* bytes of `text` in use, at most sizeof text */
    char text[512]; /* UTF-8, no zero byte needed */
};

/* What the program tells the plug-in at the handshake. */
struct synovia_host {
    size_t size;
    struct synovia_text version; /* of the program: "0.1.0" */
};

/* What the plug-in tells the program. Static, and valid until the shared object is closed. */
struct synovia_plugin {
    size_t size;                 /* sizeof(struct synovia_plugin) as it was built */
    uint64_t magic;              /* SYNOVIA_PLUGIN_MAGIC */
    uint32_t kind;               /* enum synovia_plugin_kind */
    uint32_t abi_major;          /* of the kind's header, as it was built */
    uint32_t abi_minor;          /* the oldest minor of the kind's header that it can work with */
    uint32_t reserved;           /* 0 */
    struct synovia_text name;    /* an identifier, as in its file name: "sqlite" */
    struct synovia_text version; /* its own: "0.1.0" */
    struct synovia_text about;   /* one line: what it is, and on what it stands */
    const void *table;           /* const struct synovia_store_routines * and so on, by kind */
};

/*
 * The entry. Called once, before anything else, on the thread that loads; NULL means that the
 * plug-in does not want to run here. It should do nothing but return its description.
 */
typedef const struct synovia_plugin *synovia_plugin_entry(const struct synovia_host *host);

/* Put before the definition of synovia_plugin, which is built with hidden visibility otherwise. */
#define SYNOVIA_PLUGIN_EXPORT __attribute__((visibility("default")))

SYNOVIA_PLUGIN_EXPORT const struct synovia_plugin *synovia_plugin(const struct synovia_host *host);

/* A view of a string literal in a static initialiser: .name = SYNOVIA_TEXT("sqlite"). */
#define SYNOVIA_TEXT(literal)                                                                      \
    { (literal), sizeof(literal) - 1 }

/* printf into a message, cut to what fits; does nothing where `message` is NULL. */
__attribute__((format(printf, 2, 3))) static inline void
synovia_say(struct synovia_message *message, const char *format, ...) {
    if (message == NULL) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    int written = vsnprintf(message->text, sizeof message->text, format, arguments);
    va_end(arguments);
    size_t length = written < 0 ? 0 : (size_t)written;
    message->length = length < sizeof message->text ? length : sizeof message->text - 1;
}

#endif
