/* test_writer.c - one request, again and again: what comes back, and the memory that takes. */
#include "base/hash.h"
#include "base/memory.h"
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

/* A slice of the one conversation, of which we have the even messages. */
struct scene {
    int64_t starts_at[DAYS];
    struct store_settings settings;
    struct customer_key *key;
    struct cache cache;
    struct batch batch;
    struct writer writer;
    struct buffer theirs; /* what is stored */
    struct buffer all;    /* what is to be stored in the end: every message */
};

static void scene_begin(struct scene *scene)
{
    struct error error;

    *scene = (struct scene){
        .settings = {.idle_ms = DAY_MS, .calendar = {first_ms / DAY_MS, DAYS, scene->starts_at}}};
    for (int i = 0; i < DAYS; i++)
        scene->starts_at[i] = first_ms + (int64_t)i * DAY_MS;
    scene->key = customer_key_new((struct text){NULL, 0}, &error);
    cache_init(&scene->cache, 64 << 20, SIZE_MAX);
    batch_init(&scene->batch, 0);
    writer_init(&scene->writer, 8 << 20);
    buffer_init(&scene->theirs);
    buffer_init(&scene->all);
    for (uint64_t n = 0; n < MESSAGES; n += 2) {
        struct event event = message(n);
        assert_true(batch_add(&scene->batch, &scene->cache, &event, scene->key));
    }
    set_of(0, MESSAGES, 1, scene->key, &scene->all);
    assert_true(writer_begin(&scene->writer, &scene->batch, &error));
    assert_true(writer_slice(&scene->writer, &scene->settings, &error));
}

/* Another one has stored the odd messages before `end`; the fail_at-th allocation fails, 0: none. */
static bool scene_come_back(struct scene *scene, uint64_t end, uint64_t fail_at,
                            struct error *error)
{
    set_of(1, end, 2, scene->key, &scene->theirs);
    const struct stored_conversation stored = {
        .conversation = name,
        .version = hash_version(scene->theirs.bytes, scene->theirs.length),
        .stubs = {(const char *)scene->theirs.bytes, scene->theirs.length}};
    memory_fail_at(fail_at);
    bool united = writer_unite(&scene->writer, &stored, 1, &scene->settings, error);
    memory_fail_at(0);
    return united;
}

/* The row to be sent holds every message, and is what the cache learns. */
static void scene_end(struct scene *scene)
{
    const struct conversation_row *row = &scene->writer.write.conversations.rows[0];
    struct uuid version = row->version;

    assert_int_equal(scene->writer.write.conversations.count, 1);
    assert_int_equal(row->stubs.length, scene->all.length);
    assert_memory_equal(row->stubs.bytes, scene->all.bytes, scene->all.length);
    assert_true(writer_commit(&scene->writer, &scene->cache));
    assert_true(uuid_equal(&scene->batch.pendings[0].entry->version, &version));
    writer_end(&scene->writer);
    batch_reset(&scene->batch, &scene->cache);
    buffer_clear(&scene->theirs);
    buffer_clear(&scene->all);
    writer_clear(&scene->writer);
    batch_clear(&scene->batch);
    cache_clear(&scene->cache);
    customer_key_free(scene->key);
}

/* The tenth attempt takes no more memory than the first that held nearly as many messages. */
static void test_coming_back_takes_no_more_memory(void **state)
{
    (void)state;
    struct scene scene;
    struct error error;
    size_t first = 0;

    scene_begin(&scene);
    for (uint64_t attempt = 1; attempt <= 10; attempt++) {
        assert_true(scene_come_back(&scene, MESSAGES - 20 + 2 * attempt, 0, &error));
        if (attempt == 1)
            first = scene.writer.arena.total;
        assert_true(scene.writer.arena.total < first + first / 10);
    }
    scene_end(&scene);
}

/* Whichever allocation fails: the batch begins again, and comes to the same row. */
static void test_coming_back_without_memory(void **state)
{
    (void)state;
    struct scene scene;
    struct error error;
    uint64_t failed = 0;

    scene_begin(&scene);
    while (!scene_come_back(&scene, MESSAGES, ++failed, &error)) {
        assert_int_equal(error.class, ERROR_MEMORY);
        writer_restart(&scene.writer, &scene.cache);
        assert_true(writer_slice(&scene.writer, &scene.settings, &error));
    }
    assert_true(failed > 5);
    scene_end(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_coming_back_takes_no_more_memory),
        cmocka_unit_test(test_coming_back_without_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
