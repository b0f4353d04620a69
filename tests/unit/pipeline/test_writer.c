/* test_writer.c - one request, again and again: what comes back, and the memory that takes. */
#include "base/hash.h"
#include "pipeline/writer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

enum { MESSAGES = 3000, DAYS = 4, DAY_MS = 24 * 3600 * 1000 };

static const int64_t first_ms = INT64_C(1700006400000); /* 2023-11-15T00:00:00Z */
static const struct text name = {"endless", 7};

/* Message number n of the conversation: a minute after the one before, by the customer or by an agent. */
static struct event message(uint64_t n)
{
    struct event event = {
        .type = EVENT_CHAT_MESSAGE, .time_ms = first_ms + (int64_t)n * 60000, .hash = n + 1};

    event.chat = (struct chat_event){.conversation = name,
                                     .customer = {"cus", 3},
                                     .agent = {"ann", 3},
                                     .kind = n % 2 == 0 ? CHAT_CUSTOMER : CHAT_AGENT};
    return event;
}

/* The set of messages begin, begin + 2, … before end, encoded. */
static void set_of(uint64_t begin, uint64_t end, uint64_t step, struct customer_key *key,
                   struct buffer *bytes)
{
    struct arena arena;
    struct buffer list;
    struct customer_claim claim = {0};
    struct stub_set set;
    struct error error;

    arena_init(&arena);
    buffer_init(&list);
    for (uint64_t n = begin; n < end; n += step) {
        struct event event = message(n);
        stub_list_add(&list, &claim, &event.chat, event.time_ms, event.hash, key);
    }
    const struct stub_inputs inputs = {.lists = {{(const char *)list.bytes, list.length}},
                                       .claims = {&claim}};
    assert_true(stub_set_unite(&arena, &inputs, &set, &error));
    buffer_reset(bytes);
    stub_set_encode(&set, bytes);
    buffer_clear(&list);
    arena_clear(&arena);
}

/*
 * Ours are the even messages; each time another one has stored some more of the odd ones before us. The
 * row holds all of them, and the tenth attempt takes no more memory than the first that held as many.
 */
static void test_coming_back_takes_no_more_memory(void **state)
{
    (void)state;
    int64_t starts_at[DAYS];
    struct store_settings settings = {.idle_ms = DAY_MS,
                                      .calendar = {first_ms / DAY_MS, DAYS, starts_at}};
    struct error error;
    struct customer_key *key = customer_key_new((struct text){NULL, 0}, &error);
    struct cache cache;
    struct batch batch;
    struct writer writer;
    struct buffer theirs, all;
    size_t largest = 0;

    for (int i = 0; i < DAYS; i++)
        starts_at[i] = first_ms + (int64_t)i * DAY_MS;
    cache_init(&cache, 64 << 20, SIZE_MAX);
    batch_init(&batch, 0);
    writer_init(&writer, 8 << 20);
    buffer_init(&theirs);
    buffer_init(&all);
    for (uint64_t n = 0; n < MESSAGES; n += 2) {
        struct event event = message(n);
        assert_true(batch_add(&batch, &cache, &event, key));
    }
    assert_true(writer_begin(&writer, &batch, &error));
    assert_true(writer_slice(&writer, &settings, &error));
    set_of(0, MESSAGES, 1, key, &all);
    for (uint64_t attempt = 1; attempt <= 10; attempt++) {
        set_of(1, MESSAGES - 20 + 2 * attempt, 2, key, &theirs);
        const struct stored_conversation stored = {
            .conversation = name,
            .version = hash_version(theirs.bytes, theirs.length),
            .stubs = {(const char *)theirs.bytes, theirs.length}};
        assert_true(writer_unite(&writer, &stored, 1, &settings, &error));
        assert_int_equal(writer.write.conversations.count, 1);
        if (attempt == 1)
            largest = writer.arena.total;
        assert_true(writer.arena.total < largest + largest / 10);
    }
    const struct conversation_row *row = &writer.write.conversations.rows[0];
    assert_int_equal(row->stubs.length, all.length);
    assert_memory_equal(row->stubs.bytes, all.bytes, all.length);
    assert_true(writer_commit(&writer, &cache));
    assert_true(uuid_equal(&batch.pendings[0].entry->version, &row->version));

    writer_end(&writer);
    batch_reset(&batch, &cache);
    buffer_clear(&theirs);
    buffer_clear(&all);
    writer_clear(&writer);
    batch_clear(&batch);
    cache_clear(&cache);
    customer_key_free(key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_coming_back_takes_no_more_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
