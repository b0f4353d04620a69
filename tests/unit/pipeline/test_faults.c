/*
 * test_faults.c - everything that may go wrong, at every place: lost connections before and after the
 * write happened, deadlocks, databases restored from a backup, refused records, no memory.
 * Numbers in brackets are the invariants of docs/architecture.md.
 */
#include "fixture.h"

#include "base/log.h"
#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* Of 60 events; slice_bytes 1: a request for each conversation. */
static struct fixture *small_batches(size_t slice_bytes)
{
    return fixture_new(&(struct fixture_options){
        .partitions = 2,
        .pipeline = {.flush_events = 60, .cache_entries = 12, .slice_bytes = slice_bytes}});
}

/* False when there was no n-th request any more. */
static bool run_with_fault(unsigned n, enum memory_fault fault, size_t slice_bytes)
{
    struct fixture *f = small_batches(slice_bytes);

    fixture_events(f, 500, 25);
    memory_store_fault_at(f->store, n, fault);
    assert_int_equal(fixture_run(f), PIPELINE_RUNNING);
    fixture_check(f); /* [1] [3] */
    fixture_check_positions(f);
    struct pipeline_statistics statistics = fixture_statistics(f);
    bool struck = statistics.losses + statistics.agains > 0;
    assert_int_equal(statistics.losses, struck && fault != MEMORY_FAULT_AGAIN);
    assert_int_equal(statistics.seeks, 0);
    /* What is read again counts once; what was written though its answer was lost is not known. */
    if (fault == MEMORY_FAULT_LOST_AFTER)
        assert_true(statistics.taken.events <= 500);
    else
        assert_int_equal(statistics.taken.events, 500);
    fixture_free(f);
    return struck;
}

/* Each fault at each request in turn, alone. The cache is small, so that requests of all kinds occur. */
static void test_fault_at_each_request(void **state)
{
    (void)state;
    static const enum memory_fault faults[] = {MEMORY_FAULT_LOST_BEFORE, MEMORY_FAULT_LOST_AFTER,
                                               MEMORY_FAULT_AGAIN};

    for (size_t kind = 0; kind < sizeof faults / sizeof faults[0]; kind++) {
        unsigned n = 1;
        while (run_with_fault(n, faults[kind], 0))
            n++;
        assert_true(n > 15);
        for (n = 1; run_with_fault(n, faults[kind], 1);)
            n += 5; /* there are hundreds */
        assert_true(n > 100);
    }
}

static void test_faults_all_the_time(void **state)
{
    (void)state;
    struct fixture *f = small_batches(0);

    fixture_events(f, 3000, 60);
    for (int i = 0; i < 4000; i++) {
        if (fixture_random(f, 4) == 0)
            memory_store_fault_at(f->store, 1, (enum memory_fault)(1 + fixture_random(f, 3)));
        assert_int_equal(fixture_turn(f), PIPELINE_RUNNING);
    }
    fixture_run(f);
    fixture_check(f);
    fixture_check_positions(f);
    fixture_free(f);
}

/* A backup is restored under a warm cache: what was lost is read again from the stored positions. */
static void test_restored_from_backup(void **state)
{
    (void)state;
    for (unsigned turns = 1; turns < 40; turns++) {
        struct fixture *f = small_batches(0);
        fixture_events(f, 300, 25);
        fixture_run(f);
        memory_store_save(f->store);
        fixture_events(f, 600, 25);
        for (unsigned i = 0; i < turns; i++)
            fixture_turn(f);
        memory_store_restore(f->store);
        assert_int_equal(fixture_run(f), PIPELINE_RUNNING);
        fixture_check(f);
        fixture_check_positions(f);
        fixture_free(f);
    }
}

/* After the restore the batch on its way must not carry the positions of what was lost. [1] */
struct watch {
    struct fixture *fixture;
    bool restored, violated;
};

static void watch_positions(void *context, struct store *store, const struct write *write)
{
    struct watch *watch = context;

    (void)store;
    /* The first write after the restore cannot be past the first batches that were read again. */
    if (watch->restored && write->positions.count > 0 && !watch->violated) {
        int64_t next = 0;
        for (size_t i = 0; i < write->positions.count; i++)
            next += write->positions.rows[i].next_offset;
        watch->violated = next > 200;
        watch->restored = false;
    }
}

static void test_lost_commits_are_not_claimed(void **state)
{
    (void)state;
    struct fixture *f = small_batches(0);
    struct watch watch = {.fixture = f};

    memory_store_set_hooks(
        f->store, &(struct memory_hooks){.context = &watch, .before_write = watch_positions});
    memory_store_save(f->store); /* empty */
    fixture_events(f, 5000, 25);
    fixture_run(f);
    fixture_events(f, 100, 25);
    for (int i = 0; i < 2; i++)
        fixture_turn(f);
    memory_store_hold(f->store, true);
    for (int i = 0; i < 3; i++)
        fixture_turn(f);
    memory_store_restore(f->store);
    memory_store_hold(f->store, false);
    watch.restored = true;
    fixture_run(f);
    assert_false(watch.violated);
    assert_int_equal(fixture_statistics(f).seeks, 1);
    fixture_check(f);
    fixture_check_positions(f);
    fixture_free(f);
}

static void turn_until_batch(struct fixture *f)
{
    uint64_t batches = fixture_statistics(f).batches;

    while (fixture_statistics(f).batches == batches)
        assert_int_equal(fixture_turn(f), PIPELINE_RUNNING);
}

/*
 * Lost once, the one partition is behind and the other is not; lost again before the other's next
 * position is written, neither is, though records of the other are gone. [1]
 */
static void test_commits_are_lost_twice(void **state)
{
    (void)state;
    struct fixture *f = small_batches(0);

    fixture_events(f, 300, 25);
    fixture_run(f);
    memory_store_save(f->store);
    for (unsigned i = 0; i < 30; i++)
        fixture_chat(f, 0, i);
    fixture_run(f);
    memory_store_hold(f->store, true);
    for (unsigned i = 0; i < 30; i++)
        fixture_chat(f, 1, i);
    for (int i = 0; i < 30; i++)
        fixture_turn(f); /* a batch is under way */
    for (int i = 0; i < 2; i++) {
        memory_store_restore(f->store);
        memory_store_hold(f->store, false);
        turn_until_batch(f);
    }
    fixture_run(f);
    fixture_check(f);
    fixture_check_positions(f);
    fixture_free(f);
}

/* A batch that ends in the middle of a poll, for want of memory, brings no positions; it is lost. [1] */
static void test_a_batch_without_positions_is_lost(void **state)
{
    (void)state;
    unsigned without = 0;

    log_set_level(LOG_LEVEL_ERROR);
    for (uint64_t n = 1; n < 100; n++) {
        struct fixture *f = fixture_new(&(struct fixture_options){.partitions = 1});
        fixture_events(f, 300, 25);
        fixture_run(f);
        memory_store_save(f->store);
        int64_t before = memory_store_position(f->store, FIXTURE_TOPIC, 0);
        fixture_events(f, 1000, 500);
        memory_fail_at(n);
        turn_until_batch(f);
        memory_fail_at(0);
        without += memory_store_position(f->store, FIXTURE_TOPIC, 0) == before;
        memory_store_restore(f->store);
        fixture_run(f);
        fixture_check(f);
        fixture_check_positions(f);
        fixture_free(f);
    }
    assert_true(without > 0);
    log_set_level(LOG_LEVEL_WARN);
}

/* The end of a source is reached again when the connection is lost there. */
static void test_fault_at_the_end(void **state)
{
    (void)state;
    for (int32_t partitions = 0; partitions < 3; partitions++)
        for (unsigned n = 1; n < 30; n++) {
            struct fixture *f = fixture_new(&(struct fixture_options){
                .partitions = partitions, .pipeline = {.flush_events = 60}});
            fixture_events(f, 300, 25);
            collector_mem_end(f->collector);
            memory_store_fault_at(f->store, n, MEMORY_FAULT_LOST_BEFORE);
            assert_int_equal(fixture_run(f), PIPELINE_DONE);
            fixture_check(f);
            fixture_check_positions(f);
            fixture_free(f);
        }
}

/* The connection is lost while it stops: what it had read and not written is the next process's. */
static void test_fault_while_closing(void **state)
{
    (void)state;
    static const enum memory_fault faults[] = {MEMORY_FAULT_LOST_BEFORE, MEMORY_FAULT_LOST_AFTER};

    for (unsigned n = 0; n < 40; n++) {
        struct fixture *f = small_batches(n % 4 == 0 ? 1 : 0);
        struct fixture *next = fixture_new_beside(f, &(struct fixture_options){.partitions = 2});
        fixture_events(f, 300, 25);
        for (unsigned i = 0; i < n / 2; i++)
            fixture_turn(f);
        memory_store_fault_at(f->store, 1 + n % 5, faults[n % 2]);
        pipeline_close(f->pipeline);
        assert_int_equal(fixture_run(f), PIPELINE_CLOSED);
        assert_int_equal(fixture_run(next), PIPELINE_RUNNING);
        fixture_check(f);
        fixture_check_positions(next);
        fixture_free(next);
        fixture_free(f);
    }
}

/* ---- refusals ---- */

/* The orders of number 999 are refused, in whatever batch they are. */
static bool refuses_order(void *context, const struct write *write)
{
    (void)context;
    for (size_t i = 0; i < write->order_events.count; i++)
        if (text_equal(write->order_events.rows[i].order, TEXT("o999")))
            return true;
    return false;
}

static void test_refused_record_is_isolated(void **state)
{
    (void)state;
    struct fixture *f = fixture_new(
        &(struct fixture_options){.partitions = 2, .pipeline = {.flush_events = 300}});

    memory_store_set_hooks(f->store, &(struct memory_hooks){.refuses = refuses_order});
    fixture_events(f, 400, 30);
    fixture_run(f);
    fixture_events(f, 100, 30);
    for (int i = 0; i < 2; i++)
        fixture_order(f, 1, 999);
    fixture_events(f, 100, 30);
    size_t refused = f->line_count - 101;
    assert_int_equal(fixture_run(f), PIPELINE_RUNNING);
    assert_int_equal(memory_store_count(f->store, MEMORY_DEAD_LETTERS), 2);
    const struct dead_letter_row *row = memory_store_dead_letter(f->store, 1);
    assert_int_equal(row->reason, REASON_REFUSED_BY_STORE);
    assert_true(text_equal(row->message, TEXT("refused")));
    assert_true(text_equal(row->payload, text_of(f->lines[refused].text)));
    fixture_check_positions(f);
    assert_int_equal(fixture_statistics(f).taken.dead_letters[REASON_REFUSED_BY_STORE], 2);

    /* Everything else is there, and whole batches are written again. */
    memory_store_set_hooks(f->store, &(struct memory_hooks){0});
    uint64_t batches = fixture_statistics(f).batches;
    fixture_events(f, 200, 30);
    fixture_run(f);
    assert_true(fixture_statistics(f).batches <= batches + 2);
    assert_true(memory_store_conversations(f->store) >= 29);
    fixture_free(f);
}

/* Requests that one refused record among this many costs, wherever it stands: two for each halving, about. */
static void test_refused_record_is_found_by_halves(void **state)
{
    (void)state;
    enum { EVENTS = 4096, HALVINGS = 12 };

    for (unsigned at = 0; at < EVENTS; at += 455) {
        struct fixture *f = fixture_new(
            &(struct fixture_options){.partitions = 2, .pipeline = {.flush_events = EVENTS}});
        memory_store_set_hooks(f->store, &(struct memory_hooks){.refuses = refuses_order});
        fixture_events(f, at, 30);
        fixture_order(f, 1, 999);
        fixture_events(f, EVENTS - at - 1, 30);
        f->refused = 1;
        assert_int_equal(fixture_run(f), PIPELINE_RUNNING);
        struct pipeline_statistics statistics = fixture_statistics(f);
        assert_true(statistics.refusals + statistics.batches <= 2 * HALVINGS);
        assert_int_equal(statistics.taken.events, EVENTS - 1);
        assert_int_equal(statistics.taken.dead_letters[REASON_REFUSED_BY_STORE], 1);
        fixture_check(f);
        fixture_check_positions(f);
        fixture_free(f);
    }
}

/* Several of them; and what else may happen while they are sought. */
static void test_refused_records_amid_trouble(void **state)
{
    (void)state;
    enum { EVENTS = 1000, BAD = 7, HALVINGS = 10 };

    log_set_level(LOG_LEVEL_ERROR);
    for (int trouble = 0; trouble < 20; trouble++) {
        struct fixture *f = fixture_new(
            &(struct fixture_options){.partitions = 3, .pipeline = {.flush_events = EVENTS}});
        memory_store_set_hooks(f->store, &(struct memory_hooks){.refuses = refuses_order});
        f->random += (uint64_t)trouble;
        for (int i = 0; i < BAD; i++) {
            fixture_events(f, fixture_random(f, EVENTS / BAD), 30);
            fixture_order(f, (int32_t)fixture_random(f, 3), 999);
        }
        f->refused = BAD;
        for (int i = 0; i < 400 && trouble > 0; i++) {
            if (fixture_random(f, 8) == 0)
                memory_store_fault_at(f->store, 1, (enum memory_fault)(1 + fixture_random(f, 4)));
            if (fixture_random(f, 8) == 0)
                memory_fail_at(1 + fixture_random(f, 60));
            assert_int_equal(fixture_turn(f), PIPELINE_RUNNING);
        }
        memory_fail_at(0);
        assert_int_equal(fixture_run(f), PIPELINE_RUNNING);
        struct pipeline_statistics statistics = fixture_statistics(f);
        if (trouble == 0)
            assert_true(statistics.refusals + statistics.batches <= BAD * 2 * (HALVINGS + 1));
        fixture_check(f);
        fixture_check_positions(f);
        fixture_free(f);
    }
    log_set_level(LOG_LEVEL_WARN);
}

static void test_refused_file(void **state)
{
    (void)state;
    struct fixture *f = fixture_new(&(struct fixture_options){0});

    memory_store_set_hooks(f->store, &(struct memory_hooks){.refuses = refuses_order});
    fixture_events(f, 10, 3);
    fixture_order(f, 0, 999);
    collector_mem_end(f->collector);
    assert_int_equal(fixture_run(f), PIPELINE_FAILED);
    assert_int_equal(pipeline_error(f->pipeline)->class, ERROR_STOP);
    fixture_free(f);
}

static bool refuses_everything(void *context, const struct write *write)
{
    (void)context;
    (void)write;
    return true;
}

static void test_refusing_everything_fails(void **state)
{
    (void)state;
    struct fixture *f = fixture_new(&(struct fixture_options){.partitions = 1});

    memory_store_set_hooks(f->store, &(struct memory_hooks){.refuses = refuses_everything});
    fixture_events(f, 10, 3);
    assert_int_equal(fixture_run(f), PIPELINE_FAILED);
    fixture_free(f);
}

/* ---- memory ---- */

/* Every allocation of a whole run fails once; with and without rows that come back. */
static void test_memory_fails_at_each_allocation(void **state)
{
    (void)state;
    unsigned shortages = 0;

    log_set_level(LOG_LEVEL_ERROR);
    for (uint64_t n = 1; n <= 700; n++) {
        struct fixture *f = fixture_new(&(struct fixture_options){
            .partitions = 2,
            .pipeline = {.flush_events = 40, .cache_entries = n % 3 == 0 ? 5 : 0}});
        fixture_events(f, 240, 30);
        memory_fail_at(n);
        assert_int_equal(fixture_run(f), PIPELINE_RUNNING);
        memory_fail_at(0);
        fixture_check(f); /* [3] */
        fixture_check_positions(f);
        shortages += fixture_statistics(f).batches > 0;
        fixture_free(f);
    }
    assert_int_equal(shortages, 700);
    log_set_level(LOG_LEVEL_INFO);
}

/* Memory fails again and again while the connection does, too. */
static void test_memory_and_connection_fail(void **state)
{
    (void)state;
    struct fixture *f = small_batches(0);

    log_set_level(LOG_LEVEL_ERROR);
    fixture_events(f, 2000, 60);
    for (int i = 0; i < 3000; i++) {
        if (fixture_random(f, 10) == 0)
            memory_fail_at(1 + fixture_random(f, 40));
        if (fixture_random(f, 10) == 0)
            memory_store_fault_at(f->store, 1, (enum memory_fault)(1 + fixture_random(f, 3)));
        assert_int_equal(fixture_turn(f), PIPELINE_RUNNING);
    }
    memory_fail_at(0);
    fixture_run(f);
    fixture_check(f);
    fixture_check_positions(f);
    fixture_free(f);
    log_set_level(LOG_LEVEL_INFO);
}

/* ---- assignment ---- */

static void test_partitions_come_and_go(void **state)
{
    (void)state;
    struct fixture *f = small_batches(0);

    fixture_events(f, 400, 25);
    collector_mem_revoke(f->collector);
    collector_mem_assign(f->collector, FIXTURE_TOPIC, 0, 1);
    fixture_events(f, 400, 25);
    fixture_run(f);
    fixture_check(f);
    fixture_check_positions(f);
    fixture_free(f);
}

/* The wall clock steps back and forth by hours: intervals are the monotonic one's, content is the events'. */
static void test_clock_steps(void **state)
{
    (void)state;
    struct fixture *f = fixture_new(
        &(struct fixture_options){.partitions = 2, .pipeline = {.flush_events = 100}});

    f->wall_jumps_ms = INT64_C(6) * 60 * 60 * 1000;
    for (int i = 0; i < 10; i++) {
        fixture_events(f, 200, 20);
        fixture_run(f);
    }
    assert_int_equal(fixture_statistics(f).taken.events, 2000);
    fixture_check(f);
    fixture_check_positions(f);
    fixture_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fault_at_each_request),
        cmocka_unit_test(test_faults_all_the_time),
        cmocka_unit_test(test_restored_from_backup),
        cmocka_unit_test(test_lost_commits_are_not_claimed),
        cmocka_unit_test(test_commits_are_lost_twice),
        cmocka_unit_test(test_a_batch_without_positions_is_lost),
        cmocka_unit_test(test_fault_at_the_end),
        cmocka_unit_test(test_fault_while_closing),
        cmocka_unit_test(test_refused_record_is_isolated),
        cmocka_unit_test(test_refused_record_is_found_by_halves),
        cmocka_unit_test(test_refused_records_amid_trouble),
        cmocka_unit_test(test_refused_file),
        cmocka_unit_test(test_refusing_everything_fails),
        cmocka_unit_test(test_memory_fails_at_each_allocation),
        cmocka_unit_test(test_memory_and_connection_fail),
        cmocka_unit_test(test_partitions_come_and_go),
        cmocka_unit_test(test_clock_steps),
    };

    log_set_level(LOG_LEVEL_WARN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
