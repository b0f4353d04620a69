/* test_kafka_partition.c - is it still the same log? Every answer of partition.h, without Kafka. */
#include "base/hash.h"
#include "base/time.h"
#include "collectors/kafka/partition.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const struct text absent;

/* Record i of the log that was read before: its time and key follow from its offset. */
static int64_t time_of(int64_t offset)
{
    return TIME_2000 + 1000 * offset;
}

static struct text key_of(int64_t offset)
{
    static const char keys[] = "abcdefghijklmnopqrstuvwxyz";

    return (struct text){keys + offset % 26, 1};
}

static enum kafka_verdict give(struct kafka_partition *partition, int64_t offset)
{
    return kafka_partition_record(partition, offset, time_of(offset), key_of(offset));
}

static struct kafka_partition stored(int64_t next_offset, int64_t last_offset)
{
    struct kafka_partition partition;
    struct position position = {.topic = "lent",
                                .partition = 3,
                                .next_offset = next_offset,
                                .last_offset = last_offset,
                                .last_timestamp = TIME_NONE,
                                .caught_up_at_ms = TIME_NONE,
                                .end_offset = -1};

    if (last_offset >= 0) {
        struct text key = key_of(last_offset);
        position.last_timestamp = time_of(last_offset);
        position.last_key_hash = hash_bytes(key.bytes, key.length);
    }
    kafka_partition_init(&partition, "events", 3);
    kafka_partition_set(&partition, &position);
    return partition;
}

/* The judgement on a partition in ASKING; what the log warned of is in *warning. */
static bool judge(struct kafka_partition *partition, int64_t low, int64_t high,
                  enum kafka_gap on_gap, struct error *warning)
{
    struct error error;

    assert_int_equal(partition->phase, KAFKA_ASKING);
    return kafka_partition_judge(partition, low, high, on_gap, warning, &error);
}

static void test_nothing_stored(void **state)
{
    struct kafka_partition partition = stored(-1, -1);
    struct error warning;

    (void)state;
    assert_int_equal(kafka_partition_begin(&partition), 0);
    /* Retention took the beginning: nothing that was ever read is missing. */
    kafka_partition_out_of_range(&partition);
    assert_true(judge(&partition, 40, 50, KAFKA_GAP_STOP, &warning));
    assert_string_equal(warning.text, "");
    assert_int_equal(kafka_partition_begin(&partition), 40);
    assert_int_equal(give(&partition, 40), KAFKA_HAND_OVER);
    assert_int_equal(give(&partition, 43), KAFKA_HAND_OVER); /* a hole is no gap */
    assert_int_equal(partition.position.next_offset, 44);
    assert_int_equal(partition.position.last_timestamp, time_of(43));
    assert_int_equal(partition.position.gap_records, 0);
    assert_string_equal(partition.position.topic, "events");
}

static void test_same_record(void **state)
{
    struct kafka_partition partition = stored(10, 9);

    (void)state;
    assert_int_equal(kafka_partition_begin(&partition), 9);
    assert_int_equal(give(&partition, 9), KAFKA_SKIP);
    assert_int_equal(give(&partition, 10), KAFKA_HAND_OVER);
    assert_int_equal(give(&partition, 10), KAFKA_SKIP);
    assert_int_equal(partition.position.next_offset, 11);
    assert_int_equal(partition.position.epoch, 0);
}

/* Compaction took the record; a later one says nothing against the log. */
static void test_compacted(void **state)
{
    struct kafka_partition partition = stored(10, 9);

    (void)state;
    assert_int_equal(kafka_partition_begin(&partition), 9);
    assert_int_equal(give(&partition, 12), KAFKA_HAND_OVER);

    partition = stored(10, 9);
    (void)kafka_partition_begin(&partition);
    assert_true(kafka_partition_eof(&partition, 10, 77));
    assert_int_equal(partition.phase, KAFKA_READING);
    assert_int_equal(partition.position.caught_up_at_ms, 77);
}

static void expect_made_anew(struct kafka_partition *partition, int64_t low, int64_t high)
{
    struct error warning;

    assert_true(judge(partition, low, high, KAFKA_GAP_STOP, &warning));
    assert_non_null(strstr(warning.text, "made anew"));
    assert_int_equal(partition->position.epoch, 1);
    assert_int_equal(partition->position.last_offset, -1);
    assert_int_equal(kafka_partition_begin(partition), low);
    assert_int_equal(give(partition, low), KAFKA_HAND_OVER);
    assert_int_equal(partition->position.next_offset, low + 1);
}

static void test_made_anew(void **state)
{
    struct kafka_partition partition = stored(10, 9);

    (void)state;
    /* Another time, another key, or none. */
    (void)kafka_partition_begin(&partition);
    assert_int_equal(kafka_partition_record(&partition, 9, 1, key_of(9)), KAFKA_ASK);
    assert_int_equal(give(&partition, 10), KAFKA_SKIP);
    expect_made_anew(&partition, 0, 100);
    partition = stored(10, 9);
    (void)kafka_partition_begin(&partition);
    assert_int_equal(kafka_partition_record(&partition, 9, time_of(9), absent), KAFKA_ASK);
    expect_made_anew(&partition, 5, 100);
    /* A record where there was none. */
    partition = stored(10, 7);
    (void)kafka_partition_begin(&partition);
    assert_int_equal(give(&partition, 8), KAFKA_ASK);
    expect_made_anew(&partition, 0, 100);
    /* The end before the position: told by the end itself, or by an offset that is not there. */
    partition = stored(10, 9);
    (void)kafka_partition_begin(&partition);
    assert_false(kafka_partition_eof(&partition, 9, 0));
    expect_made_anew(&partition, 0, 9);
    partition = stored(10, 9);
    (void)kafka_partition_begin(&partition);
    kafka_partition_out_of_range(&partition);
    expect_made_anew(&partition, 0, 0);
}

/* The end was told by a replica that lagged: the watermarks acquit the log. */
static void test_acquitted(void **state)
{
    struct kafka_partition partition = stored(10, 9);
    struct error warning;

    (void)state;
    (void)kafka_partition_begin(&partition);
    assert_false(kafka_partition_eof(&partition, 9, 0));
    assert_true(judge(&partition, 0, 10, KAFKA_GAP_STOP, &warning));
    assert_string_equal(warning.text, "");
    assert_int_equal(kafka_partition_begin(&partition), 9);
    assert_int_equal(give(&partition, 9), KAFKA_SKIP);
    assert_int_equal(partition.position.epoch, 0);
}

static void test_gap(void **state)
{
    struct kafka_partition partition = stored(10, 9);
    struct error warning;
    struct error error;

    (void)state;
    (void)kafka_partition_begin(&partition);
    kafka_partition_out_of_range(&partition);
    assert_false(kafka_partition_judge(&partition, 25, 90, KAFKA_GAP_STOP, &warning, &error));
    assert_int_equal(error.class, ERROR_STOP);
    static const char *const told[] = {"\"events\"", "partition 3", "10 to 24", "kafka.on_gap"};
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++)
        assert_non_null(strstr(error.text, told[i]));

    assert_true(judge(&partition, 25, 90, KAFKA_GAP_CONTINUE, &warning));
    assert_non_null(strstr(warning.text, "10 to 24"));
    assert_int_equal(partition.position.gap_records, 15);
    assert_int_equal(kafka_partition_begin(&partition), 25);
    assert_int_equal(give(&partition, 26), KAFKA_HAND_OVER);

    /* The record is gone, but nothing that was unread. */
    partition = stored(10, 9);
    (void)kafka_partition_begin(&partition);
    kafka_partition_out_of_range(&partition);
    assert_true(judge(&partition, 10, 90, KAFKA_GAP_STOP, &warning));
    assert_int_equal(partition.position.gap_records, 0);
    assert_int_equal(kafka_partition_begin(&partition), 10);
}

/* Read on into a log that was made anew and has grown past us: the anchor tells, however late. */
static void test_anchor(void **state)
{
    struct kafka_partition partition = stored(10, 9);

    (void)state;
    (void)kafka_partition_begin(&partition);
    assert_int_equal(give(&partition, 9), KAFKA_SKIP);
    for (int64_t offset = 10; offset < 30; offset++)
        assert_int_equal(give(&partition, offset), KAFKA_HAND_OVER);
    struct kafka_partition same = partition;
    assert_int_equal(kafka_partition_begin(&partition), 9);
    assert_int_equal(kafka_partition_record(&partition, 9, 5, absent), KAFKA_ASK);
    expect_made_anew(&partition, 0, 30);
    /* The log is the same: from the anchor straight to the newest record, which is the next anchor. */
    assert_int_equal(kafka_partition_begin(&same), 9);
    assert_int_equal(give(&same, 9), KAFKA_SEEK);
    assert_int_equal(kafka_partition_begin(&same), 29);
    assert_int_equal(give(&same, 10), KAFKA_SKIP);
    assert_int_equal(give(&same, 29), KAFKA_SKIP);
    assert_int_equal(give(&same, 30), KAFKA_HAND_OVER);
    assert_int_equal(same.position.epoch, 0);
    assert_int_equal(same.anchor.offset, 29);
    /* Set back to a place after the anchor, the stored record counts; before it, the anchor still does. */
    struct kafka_partition later = stored(40, 39);
    kafka_partition_set(&same, &later.position);
    assert_int_equal(kafka_partition_begin(&same), 29);
    struct kafka_partition earlier = stored(20, 19);
    kafka_partition_set(&same, &earlier.position);
    assert_int_equal(kafka_partition_begin(&same), 19);
}

static void test_caught_up(void **state)
{
    struct kafka_partition partition = stored(-1, -1);

    (void)state;
    (void)kafka_partition_begin(&partition);
    assert_int_equal(give(&partition, 0), KAFKA_HAND_OVER);
    assert_true(partition.position.caught_up_at_ms == TIME_NONE);
    /* Read to the end as the watermarks have it, but Kafka did not say so. */
    assert_true(kafka_partition_watch(&partition, 0, 1, 1, 50));
    assert_true(partition.position.caught_up_at_ms == TIME_NONE);
    /* The end is after control records. */
    assert_true(kafka_partition_eof(&partition, 3, 100));
    assert_int_equal(partition.position.next_offset, 3);
    assert_int_equal(partition.position.caught_up_at_ms, 100);
    assert_true(kafka_partition_watch(&partition, 0, 3, 3, 200));
    assert_int_equal(partition.position.caught_up_at_ms, 200);
    assert_true(kafka_partition_watch(&partition, 0, 5, 3, 300));
    assert_int_equal(partition.position.caught_up_at_ms, 200);
    assert_int_equal(partition.position.end_offset, 5);
    /* Shorter than what was read when it was asked: suspicious; but not an answer that is only old. */
    assert_false(kafka_partition_watch(&partition, 0, 2, 3, 400));
    assert_true(kafka_partition_watch(&partition, 0, 2, 2, 400));
}

static void test_until_end(void **state)
{
    struct kafka_partition partition = stored(-1, -1);

    (void)state;
    partition.stop_offset = 2;
    partition.stop_asked_ms = 77;
    (void)kafka_partition_begin(&partition);
    assert_int_equal(give(&partition, 0), KAFKA_HAND_OVER);
    assert_true(partition.position.caught_up_at_ms == TIME_NONE);
    assert_int_equal(give(&partition, 1), KAFKA_HAND_OVER);
    assert_int_equal(partition.phase, KAFKA_ENDED);
    assert_int_equal(give(&partition, 2), KAFKA_SKIP);
    assert_int_equal(partition.position.next_offset, 2);
    /* What was there when the end was asked for has been read. */
    assert_int_equal(partition.position.caught_up_at_ms, 77);
    /* Nothing but control records before the end. */
    partition = stored(-1, -1);
    partition.stop_offset = 2;
    (void)kafka_partition_begin(&partition);
    assert_true(kafka_partition_eof(&partition, 4, 0));
    assert_int_equal(partition.phase, KAFKA_ENDED);
    /* Everything was read before. */
    partition = stored(10, 9);
    partition.stop_offset = 10;
    partition.stop_asked_ms = 78;
    (void)kafka_partition_begin(&partition);
    assert_int_equal(give(&partition, 9), KAFKA_SKIP);
    assert_int_equal(partition.phase, KAFKA_ENDED);
    assert_int_equal(partition.position.caught_up_at_ms, 78);
    /* The records before the end are gone; one after it comes. */
    partition = stored(10, 9);
    partition.stop_offset = 12;
    (void)kafka_partition_begin(&partition);
    assert_int_equal(give(&partition, 13), KAFKA_SKIP);
    assert_int_equal(partition.phase, KAFKA_ENDED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_stored), cmocka_unit_test(test_same_record),
        cmocka_unit_test(test_compacted),      cmocka_unit_test(test_made_anew),
        cmocka_unit_test(test_acquitted),      cmocka_unit_test(test_gap),
        cmocka_unit_test(test_anchor),         cmocka_unit_test(test_caught_up),
        cmocka_unit_test(test_until_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
