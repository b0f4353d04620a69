/*
 * test_kafka.c - the Kafka collector against librdkafka's mock cluster. A real Kafka is the integration
 * tests' business; here are the states that are hard to bring about there, and the thread sanitizer.
 */
#include "base/time.h"
#include "collectors/kafka.h"
#include "collectors/kafka_mock.h"
#include "collectors/kafka_producer.h"
#include "collectors/reader.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

enum { FIRST_SECOND = 1700000000 };

static const char *const topic = "events";

struct broker {
    struct kafka_mock *mock;
    struct kafka_producer *producer;
    int sent;
};

static void broker_start(struct broker *broker, int partitions)
{
    char err[300] = "";

    *broker = (struct broker){.mock = kafka_mock_new(topic, partitions, err, sizeof err)};
    assert_string_equal(err, "");
    assert_non_null(broker->mock);
    broker->producer = kafka_producer_new(kafka_mock_bootstrap(broker->mock), topic,
                                          "linger.ms=1,compression.codec=none", err, sizeof err);
    assert_non_null(broker->producer);
}

static void broker_stop(struct broker *broker)
{
    kafka_producer_free(broker->producer);
    kafka_mock_free(broker->mock);
}

static int64_t record_time(int i)
{
    return FIRST_SECOND * INT64_C(1000) + i;
}

/* Records n, n + 1 …: value "n", key by its last digits. */
static void broker_send(struct broker *broker, int count)
{
    for (int i = 0; i < count; i++, broker->sent++) {
        char value[16];
        char key[16];
        int length = snprintf(value, sizeof value, "%d", broker->sent);
        int key_length = snprintf(key, sizeof key, "k%d", broker->sent % 100);
        assert_true(kafka_producer_send(broker->producer, key, (size_t)key_length, value,
                                        (size_t)length, record_time(broker->sent)));
    }
    assert_true(kafka_producer_flush(broker->producer, 30000));
}

static struct collector *collect_by(const struct broker *broker, struct kafka_options options)
{
    struct error error;

    options.bootstrap_servers = kafka_mock_bootstrap(broker->mock);
    options.topics = &topic;
    options.topic_count = 1;
    struct collector *collector = collector_kafka_new(&options, &error);
    if (collector == NULL)
        fail_msg("%s", error.text);
    return collector;
}

static struct collector *collect(const struct broker *broker, bool until_end, enum kafka_gap on_gap)
{
    return collect_by(broker, (struct kafka_options){
                                  .group_id = "meritd", .until_end = until_end, .on_gap = on_gap});
}

static void read_to_end(const struct broker *broker, struct reader *reader)
{
    struct position stored[READER_POSITIONS];
    size_t count = reader->stored_count;

    memcpy(stored, reader->stored, sizeof stored);
    reader_init(reader, collect(broker, true, KAFKA_GAP_STOP));
    memcpy(reader->stored, stored, sizeof stored);
    reader->stored_count = count;
    reader_until_state(reader, COLLECTOR_DONE);
}

static void test_until_end(void **state)
{
    struct broker broker;
    struct reader reader = {0};

    (void)state;
    broker_start(&broker, 1);
    read_to_end(&broker, &reader); /* an empty partition has an end too */
    assert_int_equal(reader.count, 0);
    assert_int_equal(reader_position(&reader, 0).next_offset, 0);
    reader_clear(&reader);

    broker_send(&broker, 1000);
    reader.stored_count = 0;
    read_to_end(&broker, &reader);
    assert_int_equal(reader.count, 1000);
    for (int i = 0; i < 100; i++) {
        assert_int_equal(reader.seen[i].offset, i);
        assert_int_equal(atoi(reader.seen[i].value), i);
        assert_int_equal(reader.seen[i].timestamp_ms, record_time(i));
    }
    struct position position = reader_position(&reader, 0);
    assert_int_equal(position.next_offset, 1000);
    assert_int_equal(position.last_offset, 999);
    assert_int_equal(position.last_timestamp, record_time(999));
    position.topic = topic;
    reader_clear(&reader);

    /* From the stored position on: nothing, then what is new. */
    reader.stored[0] = position;
    reader.stored_count = 1;
    read_to_end(&broker, &reader);
    assert_int_equal(reader.count, 0);
    reader_clear(&reader);
    broker_send(&broker, 7);
    read_to_end(&broker, &reader);
    assert_int_equal(reader.count, 7);
    assert_int_equal(reader.seen[0].offset, 1000);
    assert_int_equal(reader_position(&reader, 0).epoch, 0);

    /* Taken back from there, to its begin or less far, it comes to the same end: not to what is new. */
    broker_send(&broker, 3);
    reader.collector->ops->start(reader.collector, &position, 1);
    reader_until_state(&reader, COLLECTOR_DONE);
    assert_int_equal(reader.count, 7 + 7);
    struct position begin = {.topic = topic, .next_offset = -1, .last_offset = -1};
    reader.collector->ops->start(reader.collector, &begin, 1);
    reader_until_state(&reader, COLLECTOR_DONE);
    assert_int_equal(reader.count, 7 + 7 + 1007);
    assert_int_equal(reader_position(&reader, 0).next_offset, 1007);
    reader_clear(&reader);
    broker_stop(&broker);
}

/* Reads to the end from this position and says how many records came. */
static size_t read_from(const struct broker *broker, struct position stored,
                        struct position *position)
{
    struct reader reader = {.stored = {stored}, .stored_count = 1};

    read_to_end(broker, &reader);
    size_t count = reader.count;
    *position = reader_position(&reader, 0);
    reader_clear(&reader);
    return count;
}

static void test_made_anew(void **state)
{
    struct broker broker;
    struct position position;

    (void)state;
    broker_start(&broker, 1);
    broker_send(&broker, 50);
    struct position stored = {.topic = topic,
                              .epoch = 2,
                              .next_offset = 30,
                              .last_offset = 29,
                              .last_timestamp = record_time(29) + 1,
                              .last_key_hash = 1,
                              .gap_records = 5};
    assert_int_equal(read_from(&broker, stored, &position), 50);
    assert_int_equal(position.epoch, 3);
    assert_int_equal(position.next_offset, 50);
    assert_int_equal(position.gap_records, 5);
    /* The end lies before the position: at its last record, just behind it, and far away. */
    for (int64_t next = 51; next < 53; next++) {
        stored.next_offset = next;
        stored.last_offset = next - 1;
        assert_int_equal(read_from(&broker, stored, &position), 50);
        assert_int_equal(position.epoch, 3);
    }
    stored.last_offset = -1;
    assert_int_equal(read_from(&broker, stored, &position), 50);
    broker_stop(&broker);
}

static void broker_send_large(struct broker *broker, int count)
{
    static char value[64000];

    for (int i = 0; i < count; i++, broker->sent++)
        assert_true(kafka_producer_send(broker->producer, "k", 1, value, sizeof value,
                                        record_time(broker->sent)));
    assert_true(kafka_producer_flush(broker->producer, 30000));
}

static void test_gap(void **state)
{
    struct broker broker;
    struct reader reader;
    struct position position;

    (void)state;
    broker_start(&broker, 1);
    broker_send(&broker, 10);
    reader = (struct reader){0};
    read_to_end(&broker, &reader);
    position = reader_position(&reader, 0);
    position.topic = topic;
    reader_clear(&reader);
    broker_send_large(&broker, 120); /* the mock cluster keeps 5 MiB */

    reader_init(&reader, collect(&broker, true, KAFKA_GAP_STOP));
    reader.stored[reader.stored_count++] = position;
    reader_until_state(&reader, COLLECTOR_FAILED);
    const struct error *error = reader.collector->ops->error(reader.collector);
    assert_int_equal(error->class, ERROR_STOP);
    assert_non_null(strstr(error->text, "offsets 10 to "));
    assert_int_equal(reader.count, 0);
    reader_close(&reader);
    reader_clear(&reader);

    reader_init(&reader, collect(&broker, true, KAFKA_GAP_CONTINUE));
    reader.stored[reader.stored_count++] = position;
    reader_until_state(&reader, COLLECTOR_DONE);
    int64_t first = reader.seen[0].offset;
    assert_true(first > 10);
    assert_int_equal(reader.count, 130 - first);
    assert_int_equal(reader_position(&reader, 0).gap_records, first - 10);
    assert_int_equal(reader_position(&reader, 0).epoch, 0);
    reader_clear(&reader);
    broker_stop(&broker);
}

static void test_values(void **state)
{
    struct broker broker;
    struct reader reader = {0};
    static char large[200000];

    (void)state;
    broker_start(&broker, 1);
    memset(large, 'x', sizeof large);
    assert_true(kafka_producer_send(broker.producer, NULL, 0, NULL, 0, 5));
    assert_true(kafka_producer_send(broker.producer, "k", 1, "", 0, 5));
    assert_true(kafka_producer_send(broker.producer, "k", 1, large, sizeof large, 5));
    assert_true(kafka_producer_send(broker.producer, "k", 1, large, 65537, 5));
    assert_true(kafka_producer_flush(broker.producer, 30000));
    read_to_end(&broker, &reader);
    assert_int_equal(reader.count, 4);
    assert_false(reader.seen[0].present);
    assert_true(reader.seen[1].present);
    assert_int_equal(reader.seen[1].length, 0);
    assert_true(reader.seen[2].cut);
    assert_int_equal(reader.seen[2].length, 65537);
    assert_false(reader.seen[3].cut);
    assert_int_equal(reader.seen[3].length, 65537);
    reader_clear(&reader);
    broker_stop(&broker);
}

/* Every record once, in each partition in order. */
static void expect_all_once(const struct reader *reader, int first, int last)
{
    int64_t next[READER_POSITIONS] = {0};
    char *seen = calloc((size_t)last, 1);

    for (size_t i = 0; i < reader->count; i++) {
        const struct seen *record = &reader->seen[i];
        assert_true(record->offset >= next[record->partition]);
        next[record->partition] = record->offset + 1;
        int number = atoi(record->value);
        assert_in_range(number, first, last - 1);
        assert_int_equal(seen[number], 0);
        seen[number] = 1;
    }
    assert_int_equal(reader->count, last - first);
    free(seen);
}

static void step_both(struct reader *one, struct reader *two)
{
    (void)reader_step(one);
    (void)reader_step(two);
}

/* How many of the values first … last - 1 one of the two has seen. */
static size_t distinct_values(const struct reader *one, const struct reader *two, int first,
                              int last)
{
    size_t distinct = 0;
    char *seen = calloc((size_t)last, 1);

    for (size_t i = 0; i < one->count + two->count; i++) {
        const struct seen *record = i < one->count ? &one->seen[i] : &two->seen[i - one->count];
        int number = atoi(record->value);
        assert_in_range(number, 0, last - 1);
        distinct += number >= first && !seen[number];
        seen[number] = 1;
    }
    free(seen);
    return distinct;
}

/* Taken back again before the last time has had its effect, as by a database that comes and goes. */
static void test_taken_back_again_and_again(void **state)
{
    struct broker broker;
    struct reader reader;
    struct position begin[READER_POSITIONS];

    (void)state;
    broker_start(&broker, 4);
    broker_send(&broker, 400);
    reader_init(&reader, collect(&broker, false, KAFKA_GAP_STOP));
    reader_until_caught_up(&reader, 4);
    size_t count = reader.collector->ops->positions(reader.collector, begin, READER_POSITIONS);
    assert_int_equal(count, 4);
    for (size_t i = 0; i < count; i++) {
        begin[i].next_offset = begin[i].last_offset = -1;
        begin[i].caught_up_at_ms = TIME_NONE;
    }
    for (int i = 0; i < 100; i++) {
        reader.collector->ops->start(reader.collector, begin, count);
        if (i % 10 == 0)
            (void)reader_step(&reader);
    }
    reader.count = 0;
    reader.collector->ops->start(reader.collector, begin, count);
    reader_until_caught_up(&reader, 4);
    expect_all_once(&reader, 0, 400);
    reader_close(&reader);
    reader_clear(&reader);
    broker_stop(&broker);
}

static size_t partitions_of(const struct reader *reader)
{
    return reader->collector->ops->positions(reader->collector, NULL, 0);
}

/* One member, held back and set back; a second one joins, the first one leaves. */
static void test_group(void **state)
{
    struct broker broker;
    struct reader one;
    struct reader two;

    (void)state;
    broker_start(&broker, 4);
    broker_send(&broker, 1000);
    reader_init(&one, collect(&broker, false, KAFKA_GAP_STOP));
    reader_until_caught_up(&one, 4);
    expect_all_once(&one, 0, 1000);
    assert_int_equal(one.starts, 1);

    /* Durable positions become the group's offsets, some time later. */
    struct position positions[READER_POSITIONS];
    size_t count = one.collector->ops->positions(one.collector, positions, READER_POSITIONS);
    assert_true(kafka_mock_unread(broker.mock, "meritd") == 1000);
    one.collector->ops->committed(one.collector, positions, count);
    while (kafka_mock_unread(broker.mock, "meritd") != 0)
        (void)reader_step(&one);

    /* Held back: nothing comes, before fetching is stopped and after. */
    one.collector->ops->hold(one.collector, true);
    broker_send(&broker, 500);
    int64_t since_ms = clock_monotonic_ms();
    while (clock_monotonic_ms() - since_ms < 1500)
        assert_int_equal(reader_step(&one), 0);
    one.collector->ops->hold(one.collector, false);
    reader_until_count(&one, 1500);
    expect_all_once(&one, 0, 1500);

    /* Back to what the database has. */
    one.count = 0;
    one.collector->ops->start(one.collector, positions, count);
    reader_until_count(&one, 500);
    reader_until_caught_up(&one, 4);
    expect_all_once(&one, 1000, 1500);
    reader_store(&one);

    reader_init(&two, collect(&broker, false, KAFKA_GAP_STOP));
    memcpy(two.stored, one.stored, sizeof two.stored);
    two.stored_count = one.stored_count;
    since_ms = clock_monotonic_ms();
    while (partitions_of(&one) != 2 || partitions_of(&two) != 2) {
        assert_true(clock_monotonic_ms() - since_ms < 120000);
        step_both(&one, &two);
    }
    /* The mock cluster may rebalance once more: each record comes, perhaps again. */
    one.count = two.count = 0;
    broker_send(&broker, 500);
    while (distinct_values(&one, &two, 1500, 2000) < 500)
        step_both(&one, &two);
    assert_true(one.count > 0 && two.count > 0);

    reader_close(&one);
    reader_clear(&one);
    since_ms = clock_monotonic_ms();
    while (partitions_of(&two) != 4) {
        assert_true(clock_monotonic_ms() - since_ms < 120000);
        (void)reader_step(&two);
    }
    reader_close(&two);
    reader_clear(&two);
    broker_stop(&broker);
}

/* Leaving at any moment: before anything came, with an assignment unanswered, while held. */
static void test_close(void **state)
{
    struct broker broker;
    struct reader reader;

    (void)state;
    broker_start(&broker, 2);
    reader_init(&reader, collect(&broker, false, KAFKA_GAP_STOP));
    reader_close(&reader);
    reader_clear(&reader);

    reader_init(&reader, collect(&broker, false, KAFKA_GAP_STOP));
    reader.waits = true;
    reader_until_state(&reader, COLLECTOR_ASSIGNED);
    reader_close(&reader);
    reader_clear(&reader);

    reader_init(&reader, collect(&broker, false, KAFKA_GAP_STOP));
    reader_until_caught_up(&reader, 2);
    reader.collector->ops->hold(reader.collector, true);
    reader_close(&reader);
    assert_int_equal(reader_step(&reader), 0);
    reader_clear(&reader);

    /* Freed in the midst of a close, which nobody serves any more. */
    reader_init(&reader, collect(&broker, false, KAFKA_GAP_STOP));
    reader_until_caught_up(&reader, 2);
    reader.collector->ops->close(reader.collector);
    reader_clear(&reader);

    /* Not closed at all. */
    reader_init(&reader, collect(&broker, false, KAFKA_GAP_STOP));
    (void)reader_step(&reader);
    reader_clear(&reader);
    broker_stop(&broker);
}

/*
 * Nothing is asked of a client that closes: librdkafka 2.0.2 drops what it had not answered yet, and
 * who waits for that waits for ever.
 */
static void test_leaves_without_ever_beginning(void **state)
{
    struct broker broker;
    struct reader reader;

    (void)state;
    broker_start(&broker, 4);
    for (int i = 0; i < 100; i++) {
        reader_init(&reader, collect(&broker, true, KAFKA_GAP_STOP));
        reader.waits = true;
        reader_until_state(&reader, COLLECTOR_ASSIGNED);
        reader_close(&reader);
        reader_clear(&reader);
    }
    broker_stop(&broker);
}

/* The same of a static member: no answer of the group's stands between the end of its reading and its own. */
static void test_static_members_leave(void **state)
{
    enum { MEMBERS = 40 };
    struct broker broker;
    struct reader readers[MEMBERS];

    (void)state;
    broker_start(&broker, 4);
    for (int i = 0; i < MEMBERS; i++) {
        char group[16];
        snprintf(group, sizeof group, "group%d", i);
        reader_init(&readers[i],
                    collect_by(&broker, (struct kafka_options){.group_id = group,
                                                               .group_instance_id = "static"}));
    }
    for (int i = 0; i < MEMBERS; i++)
        reader_until_caught_up(&readers[i], 4);
    for (int i = 0; i < MEMBERS; i++) {
        reader_close(&readers[i]);
        reader_clear(&readers[i]);
    }
    broker_stop(&broker);
}

static void test_refused(void **state)
{
    static const struct {
        struct kafka_setting setting;
        const char *told;
    } refused[] = {
        {{"no.such.option", "1"}, "no.such.option"},
        {{"session.timeout.ms", "soon"}, "session.timeout.ms"},
        {{"enable.auto.commit", "true"}, "enable.auto.commit"},
        {{"group.id", "other"}, "group.id"},
        {{"partition.assignment.strategy", "cooperative-sticky"}, "cooperative-sticky"},
        {{"session.timeout.ms", "3600000"}, "session.timeout.ms"}, /* beyond max.poll.interval.ms */
    };
    struct kafka_options options = {
        .bootstrap_servers = "127.0.0.1:1", .topics = &topic, .topic_count = 1, .group_id = "g"};
    struct error error;

    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        options.settings = &refused[i].setting;
        options.setting_count = 1;
        assert_null(collector_kafka_new(&options, &error));
        assert_int_equal(error.class, ERROR_STOP);
        assert_non_null(strstr(error.text, refused[i].told));
    }
    static const char *const pattern = "^events";
    options.setting_count = 0;
    options.topics = &pattern;
    assert_null(collector_kafka_new(&options, &error));
    assert_non_null(strstr(error.text, "^events"));

    char err[300];
    assert_null(kafka_producer_new("127.0.0.1:1", topic, "linger.ms=5,bogus=1", err, sizeof err));
    assert_non_null(strstr(err, "bogus"));
    assert_null(kafka_producer_new("127.0.0.1:1", topic, "bogus", err, sizeof err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_until_end),
        cmocka_unit_test(test_made_anew),
        cmocka_unit_test(test_gap),
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_taken_back_again_and_again),
        cmocka_unit_test(test_group),
        cmocka_unit_test(test_close),
        cmocka_unit_test(test_leaves_without_ever_beginning),
        cmocka_unit_test(test_static_members_leave),
        cmocka_unit_test(test_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
