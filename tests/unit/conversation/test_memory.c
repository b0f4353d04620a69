/* Every allocation fails once: each failure is ERROR_MEMORY and leaves nothing behind. */
#include "base/memory.h"
#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { RECORDS = 400, STEPS_MAX = 100000 };

/* What a write does for one conversation, from records to the difference. */
static bool write_of(const struct record_of_chat *records, size_t count, struct text stored,
                     struct arena *arena, struct buffer *list, struct buffer *out,
                     struct error *error)
{
    struct customer_claim claim = {0};
    struct stub_set before_set, after_set;
    struct rounds before, after;
    struct rounds_difference difference;

    for (size_t i = 0; i < count; i++)
        stub_list_add(list, &claim, &records[i].chat, records[i].time_ms, records[i].hash,
                      sample_key);
    if (list->failed)
        return error_memory(error);
    struct stub_inputs old = {.sets = {stored}};
    struct stub_inputs new = {.sets = {stored}, .lists = {sample_text(list)}, .claims = {&claim}};
    if (!stub_set_unite(arena, &old, &before_set, error) ||
        !stub_set_unite(arena, &new, &after_set, error))
        return false;
    stub_set_encode(&after_set, out);
    if (out->failed)
        return error_memory(error);
    return rounds_of(&before_set, TEXT("chat"), SAMPLE_IDLE_MS, &sample_calendar, arena, &before,
                     error) &&
           rounds_of(&after_set, TEXT("chat"), SAMPLE_IDLE_MS, &sample_calendar, arena, &after,
                     error) &&
           rounds_diff(&before, &after, arena, &difference, error);
}

static void assert_survives_each_failure(size_t count)
{
    static struct record_of_chat records[RECORDS];
    struct sample_random random = {count};
    struct buffer stored = {0};
    struct arena arena;
    uint64_t n = 0;
    bool done = false;

    sample_conversation(&random, records, count);
    sample_shuffle(&random, records, count);
    arena_init(&arena);
    sample_set(&arena, records, count / 2, &stored);
    while (!done) {
        struct buffer list = {0}, out = {0};
        struct error error = {0};
        arena_clear(&arena);
        memory_fail_at(++n);
        done = write_of(records, count, sample_text(&stored), &arena, &list, &out, &error);
        memory_fail_at(0);
        if (!done)
            assert_int_equal(error.class, ERROR_MEMORY);
        assert_true(n < STEPS_MAX);
        buffer_clear(&list);
        buffer_clear(&out);
    }
    assert_true(n > 2); /* some did fail */
    buffer_clear(&stored);
    arena_clear(&arena);
}

static void test_short_conversations(void **state)
{
    (void)state;
    for (size_t count = 0; count < 40; count++)
        assert_survives_each_failure(count);
}

static void test_long_conversations(void **state)
{
    (void)state;
    for (size_t count = 40; count <= RECORDS; count += 3)
        assert_survives_each_failure(count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_short_conversations),
        cmocka_unit_test(test_long_conversations),
    };
    return cmocka_run_group_tests(tests, sample_setup, sample_teardown);
}
