/*
 * test_pipeline.c - ordinary work: duplicates, splits, small caches, other writers, back-pressure, the end.
 * Numbers in brackets are the invariants of docs/architecture.md.
 */
#include "fixture.h"

#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static void test_events_become_content(void **state)
{
    (void)state;
    struct fixture *f = fixture_new(&(struct fixture_options){.partitions = 3});

    fixture_events(f, 3000, 200);
    assert_int_equal(fixture_run(f), PIPELINE_RUNNING);
    fixture_check(f);
    fixture_check_positions(f); /* [1] */
    assert_int_equal(fixture_statistics(f).taken.events, 3000);
    assert_int_equal(collector_mem_headers_read(f->collector), 0);
    assert_int_equal(collector_mem_committed(f->collector, FIXTURE_TOPIC, 1),
                     memory_store_position(f->store, FIXTURE_TOPIC, 1));
    fixture_free(f);
}

static void test_everything_is_counted(void **state)
{
    (void)state;
    struct fixture *f = fixture_new(
        &(struct fixture_options){.partitions = 2, .pipeline = {.flush_events = 100}});
    uint64_t chats = 0, orders = 0, batches = 0;

    for (unsigned i = 0; i < 400; i++)
        fixture_chat(f, 0, i % 20);
    for (unsigned i = 0; i < 300; i++)
        fixture_order(f, 1, i);
    fixture_line(f, 0, "nonsense");
    fixture_run(f);
    struct pipeline_statistics statistics = fixture_statistics(f);
    for (size_t i = 0; i < EVENT_TYPE_COUNT; i++) {
        enum event_entity entity = event_type_entity((enum event_type)i);
        chats += entity == ENTITY_CHAT ? statistics.taken.types[i] : 0;
        orders += entity == ENTITY_ORDER ? statistics.taken.types[i] : 0;
    }
    assert_int_equal(chats, 400);
    assert_int_equal(orders, 300);
    for (size_t i = 0; i <= statistics.batch_events.bounds->count; i++)
        batches += statistics.batch_events.counts[i];
    assert_int_equal(batches, statistics.batches);
    assert_int_equal(statistics.batch_events.sum, 701);
    fixture_free(f);
}

static void test_files_end(void **state)
{
    (void)state;
    struct fixture *f = fixture_new(&(struct fixture_options){0});

    fixture_events(f, 500, 20);
    collector_mem_end(f->collector);
    assert_int_equal(fixture_run(f), PIPELINE_DONE);
    fixture_check(f);
    assert_int_equal(memory_store_position(f->store, FIXTURE_TOPIC, 0), -1);
    fixture_free(f);
}

static void test_duplicates_change_nothing(void **state)
{
    (void)state;
    struct fixture *f = fixture_new(
        &(struct fixture_options){.partitions = 2, .pipeline = {.flush_events = 100}});

    fixture_events(f, 1000, 50);
    for (int i = 0; i < 2000; i++)
        fixture_repeat(f, (int32_t)fixture_random(f, 2), (size_t)fixture_random(f, 1000));
    fixture_run(f);
    fixture_check(f);
    uint64_t rows = memory_store_rows(f->store);
    for (size_t i = 0; i < 1000; i++)
        fixture_repeat(f, 0, i);
    fixture_run(f);
    fixture_check(f);
    assert_int_equal(memory_store_rows(f->store), rows); /* equal versions are not sent */
    fixture_free(f);
}

/* However the stream is cut into batches, and however little is remembered. */
static void test_splits_and_small_caches(void **state)
{
    (void)state;
    static const size_t flush[] = {1, 7, 64, 1000};
    static const size_t cache[] = {1, 10, 0};

    for (size_t i = 0; i < 4; i++) {
        for (size_t j = 0; j < 3; j++) {
            struct fixture *f = fixture_new(&(struct fixture_options){
                .partitions = 2,
                .pipeline = {.flush_events = flush[i], .cache_entries = cache[j]}});
            fixture_events(f, 1200, 40);
            fixture_run(f);
            fixture_check(f);
            fixture_check_positions(f);
            struct pipeline_statistics statistics = fixture_statistics(f);
            if (cache[j] != 0)
                assert_true(statistics.cache_entries <= cache[j]);
            if (cache[j] == 0)
                assert_int_equal(statistics.came_back, 0);
            fixture_free(f);
        }
    }
}

/* One conversation a request: rows of other kinds go with the first, positions with the last. */
static void test_slices(void **state)
{
    (void)state;
    for (size_t cache = 0; cache < 20; cache += 10) {
        struct fixture *f = fixture_new(&(struct fixture_options){
            .partitions = 2, .pipeline = {.slice_bytes = 1, .cache_entries = cache}});

        fixture_events(f, 300, 40);
        fixture_run(f);
        assert_int_equal(memory_store_writes(f->store), memory_store_conversations(f->store));
        for (size_t i = 0; i < 300; i++)
            fixture_repeat(f, 0, i);
        fixture_events(f, 300, 40);
        fixture_run(f);
        fixture_check(f);
        fixture_check_positions(f); /* [1] */
        fixture_free(f);
    }
}

/* A budget smaller than the content: entries go, their rows come back, nothing is lost. */
static void test_budget_is_kept(void **state)
{
    (void)state;
    struct fixture *f = fixture_new(&(struct fixture_options){
        .partitions = 1, .pipeline = {.flush_events = 50, .memory_bytes = 64 << 10}});

    fixture_events(f, 6000, 500);
    fixture_run(f);
    fixture_check(f);
    struct pipeline_statistics statistics = fixture_statistics(f);
    assert_true(statistics.cache_evictions > 0);
    assert_true(statistics.came_back > 0);
    assert_true(statistics.cache_bytes <= 64 << 10);
    fixture_free(f);
}

/* Another process has part of each conversation, overlapping ours, before or while we write. */
struct rival {
    struct fixture *fixture;
    unsigned writes;
};

static void rival_interferes(void *context, struct store *store, const struct write *write)
{
    struct rival *rival = context;
    struct fixture *f = rival->fixture;
    size_t lines[64], count = 0;
    char name[32];

    (void)store;
    if (write->conversations.count == 0 || ++rival->writes > 40 || rival->writes % 2 == 0)
        return;
    struct text victim = write->conversations.rows[write->conversations.count / 2].conversation;
    snprintf(name, sizeof name, "%.*s", (int)victim.length, victim.bytes);
    char quoted[64];
    snprintf(quoted, sizeof quoted, "\"conversation\":\"%s\"", name);
    for (size_t i = 0; i < f->line_count && count < 64; i++)
        if (strstr(f->lines[i].text, quoted) != NULL)
            lines[count++] = i;
    /* The rival adds to what is stored: our first lines may be there, all of them at the end. */
    fixture_other_writer(f, name, lines, count);
}

static void test_other_writers_lose_nothing(void **state)
{
    (void)state;
    struct fixture *f = fixture_new(
        &(struct fixture_options){.partitions = 2, .pipeline = {.flush_events = 40}});
    struct rival rival = {.fixture = f};

    memory_store_set_hooks(
        f->store, &(struct memory_hooks){.context = &rival, .before_write = rival_interferes});
    fixture_events(f, 1500, 30);
    fixture_run(f);
    fixture_check(f); /* [2] [3] */
    fixture_check_positions(f);
    assert_true(fixture_statistics(f).came_back > 0);
    fixture_free(f);
}

/* A row we know as stored is there no more (somebody deleted it while we were connected). */
static void test_missing_rows_are_made_anew(void **state)
{
    (void)state;
    struct fixture *f = fixture_new(&(struct fixture_options){.partitions = 1});

    fixture_events(f, 300, 5);
    fixture_run(f);
    memory_store_remove(f->store, TEXT("c3"));
    for (int i = 0; i < 20; i++)
        fixture_chat(f, 0, 3);
    fixture_run(f);
    fixture_check(f);
    fixture_free(f);
}

static void test_dead_letters(void **state)
{
    (void)state;
    struct fixture *f = fixture_new(&(struct fixture_options){.partitions = 1});

    fixture_events(f, 50, 5);
    fixture_line(f, 0, "{\"specversion\":\"1.0\"}");
    fixture_line(f, 0, "nonsense");
    fixture_events(f, 50, 5);
    fixture_run(f);
    fixture_check(f);
    assert_int_equal(memory_store_count(f->store, MEMORY_DEAD_LETTERS), 2);
    const struct dead_letter_row *row = memory_store_dead_letter(f->store, 1);
    assert_int_equal(row->reason, REASON_NOT_JSON);
    assert_int_equal(row->offset, 51);
    assert_true(text_equal(row->payload, TEXT("nonsense")));
    assert_int_equal(fixture_statistics(f).taken.dead_letters[REASON_NOT_JSON], 1);
    /* of both, and of the 50 after the one that wanted them, since these might be like it */
    assert_int_equal(collector_mem_headers_read(f->collector), 52);
    fixture_free(f);
}

/* Tombstones write no row but their position. */
static void test_positions_move_without_events(void **state)
{
    (void)state;
    struct fixture *f = fixture_new(&(struct fixture_options){.partitions = 1});

    for (int i = 0; i < 5; i++)
        collector_mem_record(f->collector, FIXTURE_TOPIC, 0, TIME_NONE, (struct text){0},
                             (struct text){0});
    collector_mem_caught_up(f->collector, FIXTURE_TOPIC, 0);
    fixture_run(f);
    assert_int_equal(memory_store_position(f->store, FIXTURE_TOPIC, 0), 5);
    assert_int_equal(fixture_statistics(f).taken.tombstones, 5);
    fixture_free(f);
}

/* That nothing comes is not to be caught up: the source must have said so, and lately. */
static void test_caught_up_is_what_the_source_says(void **state)
{
    (void)state;
    struct fixture *f = fixture_new(&(struct fixture_options){.partitions = 2});
    struct position positions[2];

    fixture_events(f, 100, 5);
    collector_mem_caught_up(f->collector, FIXTURE_TOPIC, 0);
    fixture_run(f);
    assert_true(fixture_statistics(f).at_rest);
    assert_false(fixture_statistics(f).caught_up); /* of partition 1 nothing is known */
    collector_mem_caught_up(f->collector, FIXTURE_TOPIC, 1);
    fixture_run(f);
    assert_true(fixture_statistics(f).caught_up);
    f->collector->ops->positions(f->collector, positions, 2);
    pipeline_turn(f->pipeline, positions[0].caught_up_at_ms + 60001, f->now_ms + 50);
    assert_true(fixture_statistics(f).at_rest);
    assert_false(fixture_statistics(f).caught_up);
    fixture_free(f);
}

/* A store that does not answer: reading stops within the budget, the source is held, and goes on. */
static void test_back_pressure(void **state)
{
    (void)state;
    struct fixture *f = fixture_new(
        &(struct fixture_options){.partitions = 1, .pipeline = {.flush_events = 1000}});
    struct pipeline_wants wants;

    for (int i = 0; i < 3; i++)
        fixture_turn(f); /* connected, assigned */
    fixture_events(f, 20000, 300);
    memory_store_hold(f->store, true);
    for (int i = 0; i < 200; i++)
        fixture_turn(f);
    struct pipeline_statistics statistics = fixture_statistics(f);
    assert_true(statistics.held);
    assert_true(collector_mem_held(f->collector));
    assert_true(statistics.waiting_events <= 2 * 1000);
    pipeline_wants(f->pipeline, &wants);
    memory_store_hold(f->store, false);
    fixture_run(f);
    assert_false(collector_mem_held(f->collector));
    fixture_check(f);
    fixture_free(f);
}

static void test_close_writes_what_was_read(void **state)
{
    (void)state;
    struct fixture *f = fixture_new(
        &(struct fixture_options){.partitions = 2, .pipeline = {.flush_interval_ms = 1000000}});

    fixture_events(f, 700, 30);
    for (int i = 0; i < 20; i++)
        fixture_turn(f);
    assert_int_equal(memory_store_conversations(f->store), 0);
    pipeline_close(f->pipeline);
    assert_int_equal(fixture_run(f), PIPELINE_CLOSED);
    fixture_check(f);
    fixture_check_positions(f);
    fixture_free(f);
}

/* The store is away for good: what was read stays in the source; a file's reader must be told. */
static void test_close_without_store(void **state)
{
    (void)state;
    for (int32_t partitions = 0; partitions < 2; partitions++) {
        struct fixture *f = fixture_new(&(struct fixture_options){.partitions = partitions});
        fixture_turn(f); /* connected */
        fixture_events(f, 100, 5);
        for (int i = 0; i < 3; i++)
            fixture_turn(f);
        memory_store_save(f->store);
        memory_store_restore(f->store); /* breaks the connection */
        memory_store_hold(f->store, true);
        for (int i = 0; i < 3; i++)
            fixture_turn(f);
        pipeline_close(f->pipeline);
        assert_int_equal(fixture_run(f), partitions == 0 ? PIPELINE_FAILED : PIPELINE_GAVE_UP);
        fixture_free(f);
    }
}

/* Nothing was read that is not committed: that the store is away is no matter. */
static void test_close_with_nothing_read(void **state)
{
    (void)state;
    struct fixture *f = fixture_new(&(struct fixture_options){.partitions = 1});

    fixture_events(f, 100, 5);
    fixture_run(f);
    memory_store_save(f->store);
    memory_store_restore(f->store); /* breaks the connection */
    memory_store_hold(f->store, true);
    fixture_turn(f);
    fixture_events(f, 100, 5); /* not read before the store is back */
    for (int i = 0; i < 3; i++)
        fixture_turn(f);
    pipeline_close(f->pipeline);
    assert_int_equal(fixture_run(f), PIPELINE_CLOSED);
    assert_int_equal(fixture_statistics(f).taken.events, 100);
    fixture_free(f);
}

/* The time for stopping is over: it says whether everything is written, without another turn. */
static void test_close_now(void **state)
{
    (void)state;
    for (int away = 0; away < 2; away++) {
        struct fixture *f = fixture_new(
            &(struct fixture_options){.partitions = 1, .pipeline = {.flush_interval_ms = 1}});
        for (int i = 0; i < 3; i++)
            fixture_turn(f); /* connected, assigned */
        memory_store_hold(f->store, away);
        fixture_events(f, 100, 5);
        for (int i = 0; i < 20; i++)
            fixture_turn(f);
        pipeline_close(f->pipeline);
        assert_int_equal(pipeline_close_now(f->pipeline),
                         away ? PIPELINE_GAVE_UP : PIPELINE_CLOSED);
        if (!away)
            fixture_check(f);
        fixture_free(f);
    }
}

static void test_source_fails(void **state)
{
    (void)state;
    struct fixture *f = fixture_new(&(struct fixture_options){0});

    fixture_events(f, 100, 5);
    collector_mem_fail(f->collector, ERROR_STOP, "cut off");
    assert_int_equal(fixture_run(f), PIPELINE_FAILED);
    assert_string_equal(pipeline_error(f->pipeline)->text, "cut off");
    fixture_check(f); /* what came before is written */
    fixture_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_events_become_content),
        cmocka_unit_test(test_everything_is_counted),
        cmocka_unit_test(test_files_end),
        cmocka_unit_test(test_duplicates_change_nothing),
        cmocka_unit_test(test_splits_and_small_caches),
        cmocka_unit_test(test_slices),
        cmocka_unit_test(test_budget_is_kept),
        cmocka_unit_test(test_other_writers_lose_nothing),
        cmocka_unit_test(test_missing_rows_are_made_anew),
        cmocka_unit_test(test_dead_letters),
        cmocka_unit_test(test_positions_move_without_events),
        cmocka_unit_test(test_caught_up_is_what_the_source_says),
        cmocka_unit_test(test_back_pressure),
        cmocka_unit_test(test_close_writes_what_was_read),
        cmocka_unit_test(test_close_without_store),
        cmocka_unit_test(test_close_with_nothing_read),
        cmocka_unit_test(test_close_now),
        cmocka_unit_test(test_source_fails),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
