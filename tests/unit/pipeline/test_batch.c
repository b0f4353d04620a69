/* test_batch.c - the memory that a batch says it takes. */
#include "pipeline/batch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { EVENTS = 1000 };

/* Bytes of a batch that holds EVENTS events of a type, none of which has a text. */
static size_t bytes_of(enum event_type type)
{
    struct error error;
    struct customer_key *key = customer_key_new((struct text){NULL, 0}, &error);
    struct cache cache;
    struct batch batch;

    assert_non_null(key);
    cache_init(&cache, 1 << 20, SIZE_MAX);
    batch_init(&batch, 0);
    for (uint64_t hash = 0; hash < EVENTS; hash++) {
        struct event event = {.type = type, .hash = hash};
        assert_true(batch_add(&batch, &cache, &event, key));
    }
    size_t bytes = batch_bytes(&batch);
    batch_reset(&batch, &cache);
    batch_clear(&batch);
    cache_clear(&cache);
    customer_key_free(key);
    return bytes;
}

/* A row holds at least the hash of its event and an instant. */
static void test_every_kind_of_row_is_counted(void **state)
{
    (void)state;
    for (int type = 0; type < EVENT_TYPE_COUNT; type++)
        if (event_type_entity((enum event_type)type) != ENTITY_CHAT)
            assert_true(bytes_of((enum event_type)type) >= EVENTS * 2 * sizeof(int64_t));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_kind_of_row_is_counted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
