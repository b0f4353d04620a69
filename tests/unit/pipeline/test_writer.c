/* test_writer.c - one request, again and again: what comes back, and the memory that takes. */
#include "base/hash.h"
#include "base/memory.h"
#include "conversation/stub_bytes.h"
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

/*
 * Ten attempts take no more memory than the first one: each holds nearly as many messages. What fits into a block
 * of the arena differs a little, and blocks double: hence twice, not ten times.
 */
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
        assert_true(scene.writer.arena.total < 2 * first);
    }
    scene_end(&scene);
}

/* Message 0 as a set of format 1: claim (1 + kind 1, zigzag time, hash, customer), agent, one stub. */
static void old_set_of(struct buffer *bytes)
{
    unsigned char room[100];
    unsigned char *at = room;

    *at++ = STUB_FORMAT_1;
    *at++ = 2;
    at = put_varint(at, zigzag_of(first_ms));
    at = put_u64(at, 1);
    memset(at, 7, 16);
    at += 16;
    *at++ = 1;
    at = put_text(at, TEXT("ann"));
    *at++ = 1;
    at = put_varint(at, zigzag_of(first_ms));
    *at++ = 1 | STUB_HAS_AGENT;
    *at++ = 1;
    at = put_u64(at, 1);
    buffer_reset(bytes);
    buffer_append(bytes, room, (size_t)(at - room));
}

/* An old row has no parts: all are new. Whom its surveys count for follows other rules, too. */
static void assert_replaces_old_row(const struct conversation_row *row, const struct uuid *old)
{
    assert_true(row->has_replaces);
    assert_true(uuid_equal(&row->replaces, old));
    assert_false(uuid_equal(&row->version, old));
    assert_int_equal(row->stubs.bytes[0], STUB_FORMAT);
    assert_int_equal(row->gone_count + row->changed_count, 0);
    assert_true(row->put_count > 0);
    assert_true(row->surveys_follow);
}

/* More messages come for a conversation that is stored in format 1. */
static void test_an_old_row_that_comes_back(void **state)
{
    (void)state;
    struct scene scene;
    struct error error;

    scene_begin(&scene);
    old_set_of(&scene.theirs);
    const struct stored_conversation stored = {
        .conversation = name,
        .version = hash_version(scene.theirs.bytes, scene.theirs.length),
        .stubs = {(const char *)scene.theirs.bytes, scene.theirs.length}};
    assert_true(writer_unite(&scene.writer, &stored, 1, &scene.settings, &error));
    assert_int_equal(scene.writer.write.conversations.count, 1);
    assert_replaces_old_row(&scene.writer.write.conversations.rows[0], &stored.version);
    writer_restart(&scene.writer, &scene.cache);
    assert_true(writer_slice(&scene.writer, &scene.settings, &error));
    set_of(0, MESSAGES, 2, scene.key, &scene.all); /* what the batch holds */
    scene_end(&scene);
}

/* Old rows are renewed whole; a row that somebody wrote since, or that is gone, is left out. */
static void test_renewing(void **state)
{
    (void)state;
    struct scene scene;
    struct buffer old;
    struct error error;
    struct writer writer;

    scene_begin(&scene);
    buffer_init(&old);
    old_set_of(&old);
    const struct stored_conversation stored[] = {
        {.conversation = TEXT("gone")},
        {.conversation = TEXT("new"),
         .version = hash_version(scene.all.bytes, scene.all.length),
         .stubs = {(const char *)scene.all.bytes, scene.all.length}},
        {.conversation = TEXT("old"),
         .version = hash_version(old.bytes, old.length),
         .stubs = {(const char *)old.bytes, old.length}},
    };
    writer_init(&writer, 8 << 20);
    for (int again = 0; again < 2; again++) {
        assert_true(writer_renew(&writer, stored, 3, &scene.settings, &error));
        assert_int_equal(writer.write.conversations.count, 1);
        const struct conversation_row *row = &writer.write.conversations.rows[0];
        assert_true(text_equal(row->conversation, TEXT("old")));
        assert_replaces_old_row(row, &stored[2].version);
        assert_int_equal(row->put_count,
                         2); /* the message; the open question, after its deadline */
    }
    writer_clear(&writer);
    buffer_clear(&old);
    set_of(0, MESSAGES, 2, scene.key, &scene.all); /* what the batch holds */
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
        cmocka_unit_test(test_an_old_row_that_comes_back),
        cmocka_unit_test(test_renewing),
        cmocka_unit_test(test_coming_back_without_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
