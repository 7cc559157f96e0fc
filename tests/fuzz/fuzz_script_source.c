/*
 * Any bytes as a script: read, checked and laid out without a fault, and whatever passes means the
 * same to us and to Lua's own compiler.
 */
#include "script/safe_library.h"
#include "script/sandbox.h"
#include "script/source.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void compile(lua_State *state, void *data) {
    sandbox_load(state, data);
}

/* What our parser takes, Lua's must take too, but for what only its code generator counts. */
static void compile_in_sandbox(const struct source *source) {
    struct sandbox *sandbox = sandbox_open();
    struct sandbox_failure failure;
    if (sandbox == NULL) {
        return;
    }
    enum sandbox_status status =
        sandbox_run(sandbox, BUDGET_LOAD, compile, (void *)(uintptr_t)&source->layout, &failure);
    bool known = strstr(failure.message, "too many ") != NULL ||
                 strstr(failure.message, "assign to const variable") != NULL;
    if (status != SANDBOX_DONE && !known) {
        abort();
    }
    sandbox_close(sandbox);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct arena arena;
    struct diagnostics diagnostics;
    struct vocabulary vocabulary;
    arena_init(&arena, 4096, 0);
    diagnostics_init(&diagnostics);
    vocabulary.words = safe_library_words(&vocabulary.count);
    const struct source *source =
        source_read(&arena, text_of("fuzz.lua"), text_from((const char *)bytes, size), &vocabulary,
                    &diagnostics);
    diagnostics_finish(&diagnostics);
    if (source == NULL && !diagnostics_has_errors(&diagnostics)) {
        abort();
    }
    if (source != NULL) {
        compile_in_sandbox(source);
    }
    diagnostics_free(&diagnostics);
    arena_free(&arena);
    return 0;
}
