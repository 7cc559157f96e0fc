#include "base/arena.h"
#include "support/failing_malloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

enum { BLOCK = 1024 };

static void test_memory_is_aligned(void **state) {
    (void)state;
    struct arena arena;
    arena_init(&arena, BLOCK, 0);
    for (size_t size = 0; size < 200; size++) {
        const char *memory = arena_alloc(&arena, size);
        assert_non_null(memory);
        assert_int_equal((uintptr_t)memory % ARENA_ALIGNMENT, 0);
    }
    arena_free(&arena);
    assert_int_equal(arena.held, 0);
}

/* Pieces that overlapped would overwrite each other. */
static void test_every_byte_keeps_its_value(void **state) {
    (void)state;
    enum { PIECES = 300 };
    unsigned char *pieces[PIECES];
    struct arena arena;
    arena_init(&arena, BLOCK, 0);
    for (size_t i = 0; i < PIECES; i++) {
        pieces[i] = arena_alloc(&arena, i + 1);
        assert_non_null(pieces[i]);
        memset(pieces[i], (int)(i & 0xff), i + 1);
    }
    for (size_t i = 0; i < PIECES; i++) {
        assert_int_equal(pieces[i][0], i & 0xff);
        assert_int_equal(pieces[i][i], i & 0xff);
    }
    arena_free(&arena);
}

static void test_a_big_piece_does_not_waste_the_current_block(void **state) {
    (void)state;
    struct arena arena;
    arena_init(&arena, BLOCK, 0);
    char *before = arena_alloc(&arena, 16);
    char *big = arena_alloc(&arena, 10 * BLOCK);
    char *after = arena_alloc(&arena, 16);
    assert_non_null(big);
    memset(big, 1, 10 * BLOCK);
    assert_ptr_equal(after, before + 16);
    arena_free(&arena);
}

static void test_reset_keeps_a_block(void **state) {
    (void)state;
    struct arena arena;
    arena_init(&arena, BLOCK, 0);
    for (int i = 0; i < 10; i++) {
        assert_non_null(arena_alloc(&arena, BLOCK / 2));
    }
    arena_reset(&arena);
    size_t held = arena.held;
    assert_in_range(held, BLOCK, BLOCK + 64);
    failing_malloc_arm(1);
    void *memory = arena_alloc(&arena, BLOCK);
    bool took_memory = failing_malloc_disarm();
    assert_non_null(memory);
    assert_false(took_memory);
    assert_int_equal(arena.held, held);
    arena_free(&arena);
}

static void test_reset_of_an_empty_arena(void **state) {
    (void)state;
    struct arena arena;
    arena_init(&arena, BLOCK, 0);
    arena_reset(&arena);
    assert_non_null(arena_alloc(&arena, 0));
    arena_free(&arena);
    assert_non_null(arena_alloc(&arena, 1));
    arena_free(&arena);
}

static void test_the_limit_is_kept(void **state) {
    (void)state;
    enum { LIMIT = 4 * BLOCK };
    struct arena arena;
    arena_init(&arena, BLOCK, LIMIT);
    assert_null(arena_alloc(&arena, LIMIT));
    assert_true(arena.failed);
    arena_reset(&arena);
    assert_false(arena.failed);

    size_t handed_out = 0;
    while (arena_alloc(&arena, 100) != NULL) {
        handed_out += 100;
        assert_in_range(arena.held, 1, LIMIT);
    }
    assert_true(arena.failed);
    /* The last block is cut to what the limit leaves. */
    assert_in_range(handed_out, LIMIT * 3 / 4, LIMIT);
    arena_free(&arena);
}

static void test_sizes_that_overflow_fail(void **state) {
    (void)state;
    struct arena arena;
    arena_init(&arena, BLOCK, 0);
    assert_null(arena_alloc(&arena, SIZE_MAX));
    assert_null(arena_alloc(&arena, SIZE_MAX / 2 + 1));
    arena_reset(&arena);
    assert_null(arena_calloc(&arena, SIZE_MAX / 2, 4));
    assert_true(arena.failed);
    arena_free(&arena);
}

static void test_calloc_clears_used_memory(void **state) {
    (void)state;
    struct arena arena;
    arena_init(&arena, BLOCK, 0);
    memset(arena_alloc(&arena, BLOCK), 0xff, BLOCK);
    arena_reset(&arena);
    const unsigned char *memory = arena_calloc(&arena, 10, 10);
    for (size_t i = 0; i < 100; i++) {
        assert_int_equal(memory[i], 0);
    }
    assert_non_null(arena_calloc(&arena, 0, 8));
    arena_free(&arena);
}

static void test_copies_and_formats_are_terminated(void **state) {
    (void)state;
    struct arena arena;
    arena_init(&arena, BLOCK, 0);
    struct text copy = arena_copy(&arena, text_from("knee-injury", 4));
    assert_string_equal(copy.at, "knee");
    struct text empty = arena_copy(&arena, text_from(NULL, 0));
    assert_int_equal(empty.length, 0);
    assert_string_equal(empty.at, "");
    struct text line = arena_format(&arena, "%s %d", "age", 54);
    assert_true(text_is(line, "age 54"));
    assert_int_equal(line.at[line.length], 0);
    struct text longer = arena_format(&arena, "%*s", 2 * BLOCK, "");
    assert_int_equal(longer.length, 2 * BLOCK);
    arena_free(&arena);
}

/* An arena that several blocks, a big piece and a text come from. */
static enum operation_outcome fill_arena(void *context) {
    (void)context;
    struct arena arena;
    arena_init(&arena, BLOCK, 0);
    bool complete = arena_alloc(&arena, 10) != NULL;
    complete = arena_calloc(&arena, 100, 30) != NULL && complete;
    complete = arena_copy(&arena, text_of("text")).at != NULL && complete;
    complete = arena_format(&arena, "%*d", BLOCK, 1).at != NULL && complete;
    bool consistent = complete == !arena.failed;
    arena_free(&arena);
    if (!consistent || arena.held != 0) {
        return OPERATION_WRONG;
    }
    return complete ? OPERATION_DONE : OPERATION_FAILED;
}

static void test_every_allocation_may_fail(void **state) {
    (void)state;
    assert_int_equal(failing_malloc_until_ok(fill_arena, NULL), 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_memory_is_aligned),
        cmocka_unit_test(test_every_byte_keeps_its_value),
        cmocka_unit_test(test_a_big_piece_does_not_waste_the_current_block),
        cmocka_unit_test(test_reset_keeps_a_block),
        cmocka_unit_test(test_reset_of_an_empty_arena),
        cmocka_unit_test(test_the_limit_is_kept),
        cmocka_unit_test(test_sizes_that_overflow_fail),
        cmocka_unit_test(test_calloc_clears_used_memory),
        cmocka_unit_test(test_copies_and_formats_are_terminated),
        cmocka_unit_test(test_every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
