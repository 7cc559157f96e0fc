/*
 * Loading a protocol: from source texts to an immutable program, or to everything that is wrong.
 *
 * The way in is a *source reader*, so that files, a text sent over the wire and a test's string are
 * all the same here. The room itself opens no file and reads no clock.
 */
#ifndef SYNOVIA_SCRIPT_LOAD_H
#define SYNOVIA_SCRIPT_LOAD_H

#include "base/buffer.h"
#include "rules/evaluate.h"
#include "rules/program.h"
#include "script/diagnostics.h"
#include "script/library.h"
#include "script/suite.h"

enum read_status {
    READ_OK,
    READ_MISSING,   /* there is no such file */
    READ_REFUSED,   /* it may not be read (outside the folder, no permission) */
    READ_FAILED,    /* it could not be read */
    READ_TOO_LARGE, /* longer than LIMIT_SOURCE_BYTES; the reader need not read on */
    READ_NO_MEMORY,
};

/*
 * Reads one file, `path` relative to the protocols folder, into `out` (empty when called). The room
 * refuses absolute paths and `..` itself; that a symbolic link does not lead out of the folder is
 * the reader's business.
 */
struct source_reader {
    void *context;
    enum read_status (*read)(void *context, struct text path, struct buffer *out);
};

struct load_request {
    struct source_reader reader;
    struct library_finder libraries; /* for `use`; zeroed: there are none */
    struct text path;  /* of the protocol, relative to the protocols folder: "knee-injury.lua" */
    int32_t today;     /* day number: whether `review_by` has passed */
    bool expect_tests; /* a protocol without tests beside it is warned about */
    bool load_tests;   /* load the tests into `suite` */
};

struct loaded;

/*
 * Loads one protocol. NULL only where memory ran out at the very start; any later shortage is a
 * result without a program whose `diagnostics->failed` is set.
 */
struct loaded *load_protocol(const struct load_request *request);

/* Frees the result; a program that was kept (program_keep) lives on, but its functions go. */
void load_free(struct loaded *loaded);

/* The program, owned by the result; NULL where the protocol has errors (those of its tests do not
 * count here). */
const struct program *load_program(const struct loaded *loaded);

/* The tests, where they were asked for and the protocol and they have no errors; else NULL. */
const struct suite *load_suite(const struct loaded *loaded);

/* One source file of the protocol, as it was read. */
struct load_source {
    struct text path; /* relative to the protocols folder */
    struct text bytes;
};

/* The protocol's own file first, then those that it includes, in the order of first use; what the
 * digest is made of, with the digests of the libraries in use (library.h). The tests are not among
 * them. Valid as long as the result. */
size_t load_source_count(const struct loaded *loaded);
struct load_source load_source(const struct loaded *loaded, size_t index);

/* Everything found, sorted; of the tests too. */
const struct diagnostics *load_diagnostics(const struct loaded *loaded);

/*
 * The host of the program's `derive` functions, to be handed to `decide`; its context is NULL where
 * the program has none. Belongs to one thread at a time and lives as long as the result.
 */
struct functions load_functions(const struct loaded *loaded);

/* The path of the tests that belong to a protocol: "x.lua" has "x_test.lua". False where `path`
 * does not end in ".lua" or memory ran out. */
bool load_test_path(struct text path, struct arena *arena, struct text *test_path);

#endif
