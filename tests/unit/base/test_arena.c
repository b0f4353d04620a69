/* Allocation that can be made to fail, and arenas. */
#include "base/arena.h"
#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void test_the_nth_allocation_fails_once(void **state)
{
    (void)state;
    memory_fail_at(2);
    void *first = memory_alloc(1);
    assert_non_null(first);
    assert_null(memory_realloc(first, 100)); /* `first` stays */
    void *third = memory_realloc(first, 100);
    assert_non_null(third);
    memory_free(third);

    memory_fail_at(1);
    memory_fail_at(0);
    void *block = memory_alloc(1);
    assert_non_null(block);
    memory_free(block);
    memory_free(NULL);
    block = memory_alloc_or_die(10);
    memset(block, 1, 10);
    memory_free(block);
}

static void test_allocations_are_aligned_and_apart(void **state)
{
    struct arena arena;
    unsigned char *blocks[300];

    (void)state;
    arena_init(&arena);
    for (size_t i = 0; i < 300; i++) {
        blocks[i] = arena_alloc(&arena, i);
        assert_non_null(blocks[i]);
        assert_int_equal((uintptr_t)blocks[i] % 16, 0);
        memset(blocks[i], (int)(i % 251), i);
    }
    for (size_t i = 0; i < 300; i++)
        for (size_t k = 0; k < i; k++)
            assert_int_equal(blocks[i][k], i % 251);
    arena_clear(&arena);
}

static void test_large_allocations_have_blocks_of_their_own(void **state)
{
    enum { LARGE = 5000000 };
    struct arena arena;

    (void)state;
    arena_init(&arena);
    unsigned char *large = arena_alloc(&arena, LARGE);
    assert_non_null(large);
    memset(large, 7, LARGE);
    assert_true(arena.total >= LARGE);
    arena_reset(&arena);
    assert_int_equal(arena.total, 0); /* too large to keep */
    arena_clear(&arena);
}

static void test_reset_keeps_one_block(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena);
    arena_reset(&arena); /* of an arena without blocks, too */
    for (size_t i = 0; i < 1000; i++)
        assert_non_null(arena_alloc(&arena, 100));
    size_t before = arena.total;
    arena_reset(&arena);
    assert_in_range(arena.total, 100000 / 2, before);
    size_t kept = arena.total;
    for (size_t i = 0; i < 400; i++)
        assert_non_null(arena_alloc(&arena, 100));
    assert_int_equal(arena.total, kept); /* 400 * 112 bytes found room in it */
    arena_clear(&arena);
    assert_int_equal(arena.total, 0);
}

static void test_impossible_sizes_are_refused(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena);
    assert_null(arena_alloc(&arena, SIZE_MAX));
    assert_null(arena_array(&arena, SIZE_MAX / 8, 16));
    assert_non_null(arena_array(&arena, 0, 16));
    assert_non_null(arena_alloc(&arena, 0));
    arena_clear(&arena);
}

static void test_failed_growth_changes_nothing(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena);
    memory_fail_at(1);
    assert_null(arena_alloc(&arena, 1));
    assert_int_equal(arena.total, 0);
    assert_non_null(arena_alloc(&arena, 1));
    memory_fail_at(1);
    assert_null(arena_alloc(&arena, 1000000));
    memory_fail_at(0);
    assert_non_null(arena_alloc(&arena, 16));
    arena_clear(&arena);
}

static void test_texts_are_copied(void **state)
{
    struct arena arena;
    char original[] = "anna";
    struct text copy;

    (void)state;
    arena_init(&arena);
    assert_true(arena_text(&arena, text_of(original), &copy));
    original[0] = 'A';
    assert_true(text_equal(copy, TEXT("anna")));
    assert_true(arena_text(&arena, text_of(NULL), &copy));
    assert_true(text_is_absent(copy));
    assert_true(arena_text(&arena, TEXT(""), &copy));
    assert_false(text_is_absent(copy));
    arena_clear(&arena);
    memory_fail_at(1);
    assert_false(arena_text(&arena, TEXT("anna"), &copy));
    memory_fail_at(0);
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_nth_allocation_fails_once),
        cmocka_unit_test(test_allocations_are_aligned_and_apart),
        cmocka_unit_test(test_large_allocations_have_blocks_of_their_own),
        cmocka_unit_test(test_reset_keeps_one_block),
        cmocka_unit_test(test_impossible_sizes_are_refused),
        cmocka_unit_test(test_failed_growth_changes_nothing),
        cmocka_unit_test(test_texts_are_copied),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
