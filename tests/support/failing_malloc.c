#define _GNU_SOURCE /* RTLD_NEXT */
#include "support/failing_malloc.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>

/*
 * malloc has no context argument, so this is the one place of the tests that keeps state. Nothing
 * on its way may be instrumented: memory is asked for before a sanitizer has set itself up.
 */
static atomic_long countdown_left; /* 0: not armed, or failed already */
static atomic_bool has_failed;

__attribute__((no_sanitize("address", "undefined", "thread"))) static bool must_fail(void) {
    if (atomic_load(&countdown_left) == 0 || atomic_fetch_sub(&countdown_left, 1) != 1) {
        return false;
    }
    atomic_store(&has_failed, true);
    errno = ENOMEM; /* pthread_create looks at it */
    return true;
}

/* The function of this name that ours stands before. POSIX lets dlsym's object pointer be stored in
 * a function pointer this way only. */
__attribute__((no_sanitize("address", "undefined", "thread"))) static void
find_next(const char *name, void *function) {
    *(void **)function = dlsym(RTLD_NEXT, name);
}

static void *(*next_malloc)(size_t);
static void *(*next_calloc)(size_t, size_t);
static void *(*next_realloc)(void *, size_t);

/* All at once: dlsym within a function of the C library that allocates may get in its way (dlerror
 * formats a message and would lose it). */
__attribute__((no_sanitize("address", "undefined", "thread"))) static void find_all(void) {
    find_next("malloc", &next_malloc);
    find_next("calloc", &next_calloc);
    find_next("realloc", &next_realloc);
}

__attribute__((visibility("default"), no_sanitize("address", "undefined", "thread"))) void *
malloc(size_t size) {
    if (next_malloc == NULL) {
        find_all();
    }
    return must_fail() ? NULL : next_malloc(size);
}

__attribute__((visibility("default"), no_sanitize("address", "undefined", "thread"))) void *
calloc(size_t count, size_t size) {
    if (next_calloc == NULL) {
        find_all();
    }
    return must_fail() ? NULL : next_calloc(count, size);
}

__attribute__((visibility("default"), no_sanitize("address", "undefined", "thread"))) void *
realloc(void *memory, size_t size) {
    if (next_realloc == NULL) {
        find_all();
    }
    return must_fail() ? NULL : next_realloc(memory, size);
}

void failing_malloc_arm(long countdown) {
    atomic_store(&has_failed, false);
    atomic_store(&countdown_left, countdown);
}

bool failing_malloc_disarm(void) {
    atomic_store(&countdown_left, 0);
    return atomic_load(&has_failed);
}

long failing_malloc_until_ok(enum operation_outcome (*operation)(void *context), void *context) {
    for (long failed = 0;; failed++) {
        failing_malloc_arm(failed + 1);
        enum operation_outcome outcome = operation(context);
        bool injected = failing_malloc_disarm();
        if (outcome == OPERATION_WRONG || (outcome == OPERATION_FAILED && !injected)) {
            return -1;
        }
        if (!injected) {
            return failed;
        }
    }
}
