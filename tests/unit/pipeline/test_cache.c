/* test_cache.c - the cache against a plain list, under random use; eviction and pinning. */
#include "pipeline/cache.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct cache_entry *pin(struct cache *cache, unsigned number, unsigned which)
{
    char name[20];
    int length = snprintf(name, sizeof name, "c%u", number);

    return cache_pin(cache, (struct text){name, (size_t)length}, which, number + 1);
}

static void learn(struct cache *cache, struct cache_entry *entry, unsigned char value)
{
    struct uuid version = {{value}};

    cache_learn(cache, entry, &version, (struct text){"0123456789", 1 + value % 10u});
}

static void test_least_recently_used_goes(void **state)
{
    (void)state;
    struct cache cache;

    cache_init(&cache, 1 << 20, 3);
    for (unsigned i = 0; i < 5; i++) {
        struct cache_entry *entry = pin(&cache, i, 0);
        learn(&cache, entry, (unsigned char)i);
        cache_unpin(&cache, entry, 0);
        if (i == 2) /* used again: now younger than 1 and 2 */
            cache_unpin(&cache, pin(&cache, 0, 1), 1);
    }
    assert_int_equal(cache.count, 3);
    assert_int_equal(cache.evictions, 2);
    struct cache_entry *kept = pin(&cache, 0, 0);
    assert_true(kept->known);
    assert_int_equal(kept->version.bytes[0], 0);
    assert_false(pin(&cache, 1, 0)->known);
    cache_clear(&cache);
}

static void test_pinned_entries_stay(void **state)
{
    (void)state;
    struct cache cache;
    struct cache_entry *entries[100];

    cache_init(&cache, 1, 1); /* nothing fits */
    for (unsigned i = 0; i < 100; i++) {
        entries[i] = pin(&cache, i, 0);
        learn(&cache, entries[i], (unsigned char)i);
    }
    for (unsigned i = 0; i < 100; i++) {
        assert_ptr_equal(pin(&cache, i, 1), entries[i]);
        cache_unpin(&cache, entries[i], 0); /* the other batch holds it */
        assert_true(entries[i]->known);
    }
    assert_int_equal(cache.count, 100);
    for (unsigned i = 0; i < 100; i++)
        cache_unpin(&cache, entries[i], 1);
    assert_int_equal(cache.count, 0);
    assert_int_equal(cache.pinned_bytes, 0);
    cache_clear(&cache);
}

/* What is known of a name is what was learnt last, unless it was evicted or forgotten. */
static void test_random_use(void **state)
{
    (void)state;
    enum { NAMES = 5000 };
    static int known[NAMES]; /* value + 1 */
    struct cache cache;
    uint64_t random = 7;

    cache_init(&cache, 200 << 10, SIZE_MAX);
    for (int i = 0; i < 200000; i++) {
        random = random * 6364136223846793005U + 1442695040888963407U;
        unsigned number = (unsigned)(random >> 40) % NAMES;
        unsigned value = (unsigned)(random >> 33) % 100;
        struct cache_entry *entry = pin(&cache, number, 0);
        if (entry->known) {
            assert_int_equal(entry->version.bytes[0] + 1, known[number]);
            assert_int_equal(entry->set_length, 1 + entry->version.bytes[0] % 10);
        }
        if (value == 0) {
            cache_forget(&cache, entry);
        } else {
            learn(&cache, entry, (unsigned char)value);
            known[number] = (int)value + 1;
        }
        cache_unpin(&cache, entry, 0);
        assert_int_equal(cache.pinned_bytes, 0);
        assert_true(cache.bytes <= 200 << 10);
    }
    assert_true(cache.hits > 0);
    assert_true(cache.evictions > 0);
    cache_drop_rest(&cache);
    assert_int_equal(cache.count, 0);
    assert_int_equal(cache.bytes, cache.slot_count * sizeof(struct cache_slot));
    cache_clear(&cache);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_least_recently_used_goes),
        cmocka_unit_test(test_pinned_entries_stay),
        cmocka_unit_test(test_random_use),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
