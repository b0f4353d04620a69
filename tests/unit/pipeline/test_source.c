/*
 * test_source.c - the source fails while the store is away, refuses, or has no memory: at each poll, and
 * at each request. Whatever happened, no stored position is ahead of the facts: the next process, which
 * begins at the stored positions, finds everything. [1] (docs/architecture.md, "Invariants")
 */
#include "fixture.h"

#include "base/log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

enum { EVENTS = 200 };

/* What ends a source. */
static const struct {
    enum error_class class;
    const char *text;
} endings[] = {
    {ERROR_STOP, "gap: records were deleted before they were read"},
    {ERROR_STOP, "Kafka refuses this member for good"},
    {ERROR_RETRY, "Kafka denies access"},
    {ERROR_MEMORY, "out of memory"},
};
enum { ENDINGS = sizeof endings / sizeof endings[0] };

struct trial {
    struct fixture *f, *next; /* the process whose source fails; the one after it */
    size_t ending;
};

static struct trial trial_begin(int32_t partitions, size_t ending)
{
    struct fixture_options options = {
        .partitions = partitions,
        .pipeline = {.flush_events = 30, .cache_entries = 12, .close_patience_ms = 400}};
    struct trial trial = {.f = fixture_new(&options), .ending = ending};

    trial.next = fixture_new_beside(trial.f, &options);
    fixture_events(trial.f, EVENTS, 25);
    return trial;
}

/* What it says the database holds is there. */
static void check_durable(const struct fixture *f)
{
    size_t count;
    const struct position *durable = pipeline_durable(f->pipeline, &count);

    for (size_t i = 0; i < count; i++)
        assert_true(memory_store_position(f->store, durable[i].topic, durable[i].partition) >=
                    durable[i].next_offset);
}

/* The first has ended. Its failure is the source's, unless it was the store's; the next one finds the rest. */
static void trial_end(struct trial *trial, enum pipeline_state state, bool store_stops)
{
    const struct error *error = pipeline_error(trial->f->pipeline);

    assert_int_equal(state, PIPELINE_FAILED);
    if (!store_stops) {
        assert_int_equal(error->class, endings[trial->ending].class);
        assert_string_equal(error->text, endings[trial->ending].text);
    }
    check_durable(trial->f);
    assert_int_equal(fixture_run(trial->next), PIPELINE_RUNNING);
    fixture_check(trial->f);
    fixture_check_positions(trial->next);
    fixture_free(trial->next);
    fixture_free(trial->f);
}

static void test_source_fails_at_each_poll(void **state)
{
    (void)state;
    for (size_t ending = 0; ending < ENDINGS; ending++)
        for (unsigned poll = 1; poll < 20; poll++) {
            struct trial trial = trial_begin(2, ending);
            collector_mem_fail_at(trial.f->collector, poll, endings[ending].class,
                                  endings[ending].text);
            trial_end(&trial, fixture_run(trial.f), false);
        }
}

/* Each fault at each request, with the source failing at each poll around it. */
static void test_source_fails_around_each_fault(void **state)
{
    (void)state;
    for (int fault = 1; fault < MEMORY_FAULT_COUNT; fault++)
        for (unsigned request = 1; request < 14; request++)
            for (unsigned poll = 1; poll < 16; poll++) {
                size_t ending = (request + poll) % ENDINGS;
                struct trial trial = trial_begin(2, ending);
                memory_store_fault_at(trial.f->store, request, (enum memory_fault)fault);
                collector_mem_fail_at(trial.f->collector, poll, endings[ending].class,
                                      endings[ending].text);
                enum pipeline_state end = fixture_run(trial.f);
                trial_end(&trial, end,
                          fault == MEMORY_FAULT_STOPPED || fault == MEMORY_FAULT_REFUSED);
            }
}

/*
 * A request hangs; the source fails meanwhile; then what was asked ends in a fault. This is how positions
 * once were committed past records that had been dropped.
 */
static void test_source_fails_while_a_request_hangs(void **state)
{
    (void)state;
    for (int fault = 1; fault < MEMORY_FAULT_COUNT; fault++)
        for (unsigned turns = 1; turns < 25; turns++)
            for (unsigned hang = 1; hang < 40; hang += 6) {
                struct trial trial = trial_begin(2, turns % ENDINGS);
                struct fixture *f = trial.f;
                for (unsigned i = 0; i < turns; i++)
                    fixture_turn(f);
                memory_store_hold(f->store, true);
                memory_store_fault_at(f->store, 1, (enum memory_fault)fault);
                collector_mem_fail_at(f->collector, 1 + hang / 3, endings[trial.ending].class,
                                      endings[trial.ending].text);
                for (unsigned i = 0; i < hang; i++)
                    fixture_turn(f);
                memory_store_hold(f->store, false);
                enum pipeline_state end = fixture_run(f);
                trial_end(&trial, end,
                          fault == MEMORY_FAULT_STOPPED || fault == MEMORY_FAULT_REFUSED);
            }
}

/* What is void when the source fails stays in the source: it ends at once, though the store stays away. */
static void test_source_fails_while_going_back(void **state)
{
    (void)state;
    struct trial trial = trial_begin(2, 0);
    struct fixture *f = trial.f;

    memory_store_fault_at(f->store, 3, MEMORY_FAULT_LOST_BEFORE);
    while (fixture_statistics(f).losses == 0)
        fixture_turn(f);
    memory_store_hold(f->store, true);
    collector_mem_fail_at(f->collector, 1, endings[0].class, endings[0].text);
    for (int i = 0; i < 40; i++)
        fixture_turn(f);
    assert_true(fixture_statistics(f).void_events > 0);
    assert_false(fixture_statistics(f).connected);
    trial_end(&trial, fixture_turn(f), false);
}

/* Told to stop before, while and after the source and the store fail. */
static void test_closed_amid_failures(void **state)
{
    (void)state;
    for (int fault = 1; fault < MEMORY_FAULT_COUNT; fault++)
        for (unsigned turns = 1; turns < 30; turns++) {
            struct trial trial = trial_begin(2, turns % ENDINGS);
            struct fixture *f = trial.f;
            memory_store_fault_at(f->store, 1 + turns / 4, (enum memory_fault)fault);
            collector_mem_fail_at(f->collector, 1 + turns % 9, endings[trial.ending].class,
                                  endings[trial.ending].text);
            for (unsigned i = 0; i < turns; i++)
                fixture_turn(f);
            pipeline_close(f->pipeline);
            memory_store_hold(f->store, turns % 3 == 0);
            for (int i = 0; i < 100; i++)
                fixture_turn(f);
            enum pipeline_state end = pipeline_close_now(f->pipeline);
            assert_true(end == PIPELINE_CLOSED || end == PIPELINE_GAVE_UP ||
                        end == PIPELINE_FAILED);
            assert_true(end != PIPELINE_GAVE_UP || fixture_statistics(f).void_events > 0);
            trial_end(&trial, PIPELINE_FAILED, true); /* the rest is as ever */
        }
}

/* A file's records cannot be read again: its batches stay, and are written before it fails. */
static void test_file_fails(void **state)
{
    (void)state;
    for (int fault = 1; fault <= MEMORY_FAULT_NO_MEMORY; fault++)
        for (unsigned request = 1; request < 14; request++) {
            struct fixture *f = fixture_new(
                &(struct fixture_options){.pipeline = {.flush_events = 30, .cache_entries = 12}});
            fixture_events(f, EVENTS, 25);
            collector_mem_fail(f->collector, ERROR_STOP, "cut off");
            memory_store_fault_at(f->store, request, (enum memory_fault)fault);
            assert_int_equal(fixture_run(f), PIPELINE_FAILED);
            assert_string_equal(pipeline_error(f->pipeline)->text, "cut off");
            fixture_check(f);
            fixture_free(f);
        }
}

/* ---- older facts are deleted meanwhile ---- */

#define FAR_MS (INT64_C(100) * 366 * TIME_MS_PER_DAY + INT64_C(946684800000))

/* What comes after the limit has moved is judged by the new one: no row is written of what is too old, but it is counted. */
static void test_limit_moves(void **state)
{
    (void)state;
    struct fixture *f = fixture_new(
        &(struct fixture_options){.partitions = 3, .pipeline = {.flush_events = 30}});

    fixture_events(f, EVENTS, 25);
    fixture_run(f);
    fixture_check(f);
    assert_int_equal(memory_store_count(f->store, MEMORY_DEAD_LETTERS), 0);
    memory_store_keep_from(f->store, FAR_MS);
    fixture_run(f);
    for (int i = 0; i < 10; i++)
        fixture_repeat(f, i % 3, (size_t)i);
    fixture_run(f);
    assert_int_equal(memory_store_count(f->store, MEMORY_DEAD_LETTERS), 0);
    assert_int_equal(fixture_statistics(f).taken.too_old, 10);
    fixture_check_positions(f);
    fixture_free(f);
}

/* What was read of a file by the old one cannot be read again: it ends, and says what to do. */
static void test_limit_moves_amid_a_file(void **state)
{
    (void)state;
    struct fixture *f = fixture_new(&(struct fixture_options){.pipeline = {.flush_events = 30}});

    fixture_events(f, EVENTS, 25);
    while (memory_store_writes(f->store) == 0)
        fixture_turn(f);
    memory_store_keep_from(f->store, FAR_MS);
    assert_int_equal(fixture_run(f), PIPELINE_FAILED);
    assert_string_equal(pipeline_error(f->pipeline)->text,
                        "meritd retain has deleted older facts meanwhile: replay once more");
    fixture_free(f);
}

/* One of the two texts of each has an even length, and so a timestamp (fixture.c). */
static void test_records_are_never_late(void **state)
{
    static const char *const data[][2] = {
        {"tally.recorded", "{\"agent\":\"ann\",\"kind\":\"error\",\"count\":1}"},
        {"target.set", "{\"agent\":\"ann\",\"period\":\"2026-01\",\"metric\":\"sales\","
                       "\"value\":1}"},
        {"mark.recorded", "{\"agent\":\"ann\",\"indicator\":\"i\",\"rater\":\"r\",\"role\":"
                          "\"lead\",\"period\":\"2026-01\",\"score\":5}"},
        {"agent.updated", "{\"agent\":\"ann\",\"status\":\"left\"}"},
        {"order.cancelled", "{\"order\":\"o\"}"},
    };
    enum { KINDS = sizeof data / sizeof data[0] };
    struct fixture *f = fixture_new(&(struct fixture_options){.partitions = 1});
    char text[512];

    (void)state;
    for (int i = 0; i < KINDS; i++)
        for (int more = 0; more < 2; more++) {
            (void)snprintf(text, sizeof text,
                           "{\"specversion\":\"1.0\",\"id\":\"%d%.*s\",\"source\":\"/late\","
                           "\"type\":\"%s\",\"time\":\"2026-02-10T10:00:00Z\",\"data\":%s}",
                           i, more, "+", data[i][0], data[i][1]);
            fixture_line(f, 0, text);
        }
    assert_int_equal(fixture_run(f), PIPELINE_RUNNING);
    assert_int_equal(memory_store_count(f->store, MEMORY_DEAD_LETTERS), 0);
    assert_int_equal(memory_store_late(f->store, FIXTURE_TOPIC, 0), 1); /* the order's */
    fixture_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_source_fails_at_each_poll),
        cmocka_unit_test(test_source_fails_around_each_fault),
        cmocka_unit_test(test_source_fails_while_a_request_hangs),
        cmocka_unit_test(test_source_fails_while_going_back),
        cmocka_unit_test(test_records_are_never_late),
        cmocka_unit_test(test_closed_amid_failures),
        cmocka_unit_test(test_file_fails),
        cmocka_unit_test(test_limit_moves),
        cmocka_unit_test(test_limit_moves_amid_a_file),
    };

    log_set_level(LOG_LEVEL_ERROR);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
