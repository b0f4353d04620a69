/* test_mem.c - the scripted collector keeps the contract that tests of the pipeline rely on. */
#include "base/time.h"
#include "collectors/reader.h"
#include "doubles/mem_collector.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <stdio.h>

static const struct text absent;

static void script_records(struct collector *mem, int32_t partition, int first, int count)
{
    for (int i = first; i < first + count; i++) {
        char value[16];
        snprintf(value, sizeof value, "%d/%d", (int)partition, i);
        collector_mem_record(mem, "events", partition, 1000 + i, TEXT("key"), text_of(value));
    }
}

static void test_without_assignment(void **state)
{
    struct reader reader;

    (void)state;
    reader_init(&reader, collector_mem_new());
    script_records(reader.collector, 0, 0, 3);
    collector_mem_record(reader.collector, "events", 0, TIME_NONE, absent, absent);
    collector_mem_pause(reader.collector);
    collector_mem_end(reader.collector);
    assert_int_equal(reader_step(&reader), 4);
    assert_false(reader.seen[3].present);
    assert_int_equal(reader_step(&reader), 0);
    assert_int_equal(reader.collector->ops->state(reader.collector), COLLECTOR_RUNNING);
    assert_int_equal(reader_step(&reader), 0);
    assert_int_equal(reader.collector->ops->state(reader.collector), COLLECTOR_DONE);
    reader_clear(&reader);
}

static void test_assignment(void **state)
{
    struct reader reader;

    (void)state;
    reader_init(&reader, collector_mem_new());
    struct collector *mem = reader.collector;
    collector_mem_assign(mem, "events", 0, 1);
    script_records(mem, 0, 0, 5);
    collector_mem_skip(mem, "events", 1, 10);
    script_records(mem, 1, 0, 5);
    collector_mem_caught_up(mem, "events", 0);
    struct position *stored = reader_stored(&reader, "events", 0);
    stored->next_offset = 3;
    stored->last_offset = 2;
    stored->epoch = 4;
    reader_until_caught_up(&reader, 1);
    assert_int_equal(reader.starts, 1);
    assert_int_equal(reader.count, 2 + 5);
    assert_int_equal(reader.seen[0].offset, 3);
    assert_int_equal(reader.seen[2].offset, 10);
    struct position position = reader_position(&reader, 0);
    assert_int_equal(position.next_offset, 5);
    assert_int_equal(position.last_offset, 4);
    assert_int_equal(position.last_timestamp, 1004);
    assert_int_equal(position.epoch, 4);
    mem->ops->committed(mem, &position, 1);
    assert_int_equal(collector_mem_committed(mem, "events", 0), 5);
    assert_int_equal(collector_mem_committed(mem, "events", 1), -1);
    reader_clear(&reader);
}

/* Set back, a partition hands over again what is after the position; the other does not. */
static void test_start_again(void **state)
{
    struct reader reader;

    (void)state;
    reader_init(&reader, collector_mem_new());
    struct collector *mem = reader.collector;
    collector_mem_assign(mem, "events", 0, 1);
    script_records(mem, 0, 0, 4);
    script_records(mem, 1, 0, 4);
    reader_until_count(&reader, 8);
    struct position back = {.topic = "events", .partition = 0, .next_offset = 2, .last_offset = 1};
    mem->ops->start(mem, &back, 1);
    reader_until_count(&reader, 10);
    assert_int_equal(reader.seen[8].offset, 2);
    assert_int_equal(reader_step(&reader), 0);
    collector_mem_revoke(mem);
    script_records(mem, 0, 4, 1);
    assert_int_equal(reader_step(&reader), 0);
    assert_int_equal(reader_position(&reader, 0).next_offset, -1);
    collector_mem_assign(mem, "events", 0, 0);
    reader_store(&reader);
    *reader_stored(&reader, "events", 0) = back;
    reader_until_count(&reader, 13);
    assert_int_equal(reader.seen[12].offset, 4);
    reader_clear(&reader);
}

/* Taken back from its end, it comes there again. */
static void test_start_again_at_the_end(void **state)
{
    struct reader reader;

    (void)state;
    reader_init(&reader, collector_mem_new());
    struct collector *mem = reader.collector;
    collector_mem_assign(mem, "events", 0, 0);
    script_records(mem, 0, 0, 4);
    collector_mem_end(mem);
    reader_until_state(&reader, COLLECTOR_DONE);
    struct position back = {.topic = "events", .partition = 0, .next_offset = 1, .last_offset = 0};
    mem->ops->start(mem, &back, 1);
    assert_int_equal(mem->ops->state(mem), COLLECTOR_RUNNING);
    reader_until_state(&reader, COLLECTOR_DONE);
    assert_int_equal(reader.count, 4 + 3);
    reader_clear(&reader);
}

static void test_hold_fail_close(void **state)
{
    struct reader reader;

    (void)state;
    reader_init(&reader, collector_mem_new());
    struct collector *mem = reader.collector;
    script_records(mem, 0, 0, 1);
    collector_mem_fail(mem, ERROR_STOP, "as scripted");
    mem->ops->hold(mem, true);
    assert_true(collector_mem_held(mem));
    assert_int_equal(reader_step(&reader), 0);
    mem->ops->hold(mem, false);
    assert_int_equal(reader_step(&reader), 1);
    reader_until_state(&reader, COLLECTOR_FAILED);
    assert_string_equal(mem->ops->error(mem)->text, "as scripted");
    reader_clear(&reader);

    reader_init(&reader, collector_mem_new());
    script_records(reader.collector, 0, 0, 1);
    reader_close(&reader);
    assert_int_equal(reader_step(&reader), 0);
    reader_clear(&reader);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_without_assignment), cmocka_unit_test(test_assignment),
        cmocka_unit_test(test_start_again),        cmocka_unit_test(test_start_again_at_the_end),
        cmocka_unit_test(test_hold_fail_close),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
