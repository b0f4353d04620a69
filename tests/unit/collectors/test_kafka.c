/*
 * test_kafka.c - the Kafka collector against librdkafka's mock cluster. A real Kafka is the integration
 * tests' business; here are the states that are hard to bring about there, and the thread sanitizer.
 */
#include "base/time.h"
#include "collectors/broker.h"
#include "collectors/kafka/state.h"
#include "collectors/reader.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void read_to_end(const struct broker *broker, struct reader *reader)
{
    struct position stored[READER_POSITIONS];
    size_t count = reader->stored_count;

    memcpy(stored, reader->stored, sizeof stored);
    reader_init(reader, broker_collect(broker, true, KAFKA_GAP_STOP));
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
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(reader.seen[i].offset, i);
        assert_int_equal(atoi(reader.seen[i].value), i);
        assert_int_equal(reader.seen[i].timestamp_ms, broker_record_time(i));
    }
    struct position position = reader_position(&reader, 0);
    assert_int_equal(position.next_offset, 1000);
    assert_int_equal(position.last_offset, 999);
    assert_int_equal(position.last_timestamp, broker_record_time(999));
    position.topic = broker_topic;
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
    struct position begin = {.topic = broker_topic, .next_offset = -1, .last_offset = -1};
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

/* From the first question to the first record the loop is woken for each step: it does not wait for its time-out. */
static void test_until_end_is_woken(void **state)
{
    struct broker broker;
    struct reader reader;

    (void)state;
    broker_start(&broker, 1);
    broker_send(&broker, 1);
    reader_init(&reader, broker_collect(&broker, true, KAFKA_GAP_STOP));
    reader.patience_ms = 5000; /* no single step takes that long, even on a busy machine */
    reader_until_count(&reader, 1);
    assert_int_equal(reader.unwoken, 0);
    reader_clear(&reader);
    broker_stop(&broker);
}

static void test_made_anew(void **state)
{
    struct broker broker;
    struct position position;

    (void)state;
    broker_start(&broker, 1);
    broker_send(&broker, 50);
    struct position stored = {.topic = broker_topic,
                              .epoch = 2,
                              .next_offset = 30,
                              .last_offset = 29,
                              .last_timestamp = broker_record_time(29) + 1,
                              .last_key_hash = 1,
                              .gap_records = 5};
    assert_int_equal(read_from(&broker, stored, &position), 50);
    assert_int_equal(position.epoch, 3);
    assert_int_equal(position.next_offset, 50);
    assert_int_equal(position.gap_records, 5);
    /* The end lies before the position: at its last record, just after it, and far away. */
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
                                        broker_record_time(broker->sent)));
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
    position.topic = broker_topic;
    reader_clear(&reader);
    broker_send_large(&broker, 120); /* the mock cluster keeps 5 MiB */

    reader_init(&reader, broker_collect(&broker, true, KAFKA_GAP_STOP));
    reader.stored[reader.stored_count++] = position;
    reader_until_state(&reader, COLLECTOR_FAILED);
    const struct error *error = reader.collector->ops->error(reader.collector);
    assert_int_equal(error->class, ERROR_STOP);
    assert_non_null(strstr(error->text, "offsets 10 to "));
    assert_int_equal(reader.count, 0);
    reader_close(&reader);
    reader_clear(&reader);

    reader_init(&reader, broker_collect(&broker, true, KAFKA_GAP_CONTINUE));
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

/* Whatever unit a producer stamps in: what lies outside of 2000 to 2100 is none, here and when read again. */
static void test_timestamps(void **state)
{
    static const struct {
        int64_t stamped, told;
    } cases[] = {
        {INT64_C(1700000000000000000), TIME_NONE}, /* nanoseconds */
        {INT64_C(1700000000000000), TIME_NONE},    /* microseconds */
        {INT64_C(1700000000), TIME_NONE},          /* seconds */
        {INT64_MAX, TIME_NONE},
        {1, TIME_NONE},
        {-5, TIME_NONE},
        {TIME_2000 - 1, TIME_NONE},
        {TIME_2000, TIME_2000},
        {TIME_2101 - 1, TIME_2101 - 1},
        {TIME_2101, TIME_NONE},
    };
    struct broker broker;
    struct reader reader = {0};

    (void)state;
    broker_start(&broker, 1);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_true(kafka_producer_send(broker.producer, "k", 1, "v", 1, cases[i].stamped));
        assert_true(kafka_producer_flush(broker.producer, 30000));
        read_to_end(&broker, &reader); /* compares the record before this one, first of all */
        assert_int_equal(reader.count, 1);
        assert_true(reader.seen[0].timestamp_ms == cases[i].told);
        reader_store(&reader);
        reader.stored[0].topic = broker_topic;
        assert_true(reader.stored[0].last_timestamp == cases[i].told);
        assert_int_equal(reader.stored[0].epoch, 0);
        reader_clear(&reader);
    }
    /* As the position was stored by a program that took every timestamp as it came. */
    struct position position = reader.stored[0];
    position.last_timestamp = TIME_2101;
    assert_int_equal(read_from(&broker, position, &position), 0);
    assert_int_equal(position.epoch, 0);
    broker_stop(&broker);
}

/* Steps aside until so much lies in librdkafka's own queue, unpolled, and nothing more has come for a while. */
static void until_queued(const struct reader *reader, size_t count)
{
    const struct collector_kafka *kafka = (const struct collector_kafka *)reader->collector;
    int64_t since_ms = clock_monotonic_ms(), quiet_since_ms = since_ms;
    size_t last = 0;

    while (last < count || clock_monotonic_ms() - quiet_since_ms < 400) {
        size_t length = rd_kafka_queue_length(kafka->queue);
        if (length != last)
            quiet_since_ms = clock_monotonic_ms();
        last = length;
        assert_true(clock_monotonic_ms() - since_ms < 60000);
        usleep(10000);
    }
}

/*
 * What lies in one array: records, a fatal error, more records, their end. Those after the error are nobody's, and
 * so is the end after them.
 */
static void test_fatal_error_between_records(void **state)
{
    struct broker broker;
    struct reader reader;

    (void)state;
    broker_start(&broker, 1);
    broker_send(&broker, 3);
    reader_init(&reader, broker_collect(&broker, false, KAFKA_GAP_STOP));
    reader_until_caught_up(&reader, 1);
    assert_int_equal(reader_position(&reader, 0).next_offset, 3);
    broker_send(&broker, 5);
    until_queued(&reader, 5 + 1);
    struct collector_kafka *kafka = (struct collector_kafka *)reader.collector;
    assert_int_equal(
        rd_kafka_test_fatal_error(kafka->client, RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID, "test"),
        RD_KAFKA_RESP_ERR_NO_ERROR);
    until_queued(&reader, 5 + 1 + 1);
    broker_send(&broker, 20);
    until_queued(&reader, 5 + 1 + 1 + 20 + 1);
    reader_until_state(&reader, COLLECTOR_FAILED);
    assert_int_equal(reader.count, 3 + 5);
    assert_int_equal(reader_position(&reader, 0).next_offset, 3 + 5);
    assert_int_equal(reader_position(&reader, 0).last_offset, 3 + 5 - 1);
    reader_clear(&reader);
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
        {{"max.partition.fetch.bytes", "0"}, "outside allowed range"},
    };
    struct kafka_options options = {.bootstrap_servers = "127.0.0.1:1",
                                    .topics = &broker_topic,
                                    .topic_count = 1,
                                    .group_id = "g"};
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
}

/* What a user may have set already. librdkafka refuses it if our fetch.max.bytes is larger. */
static void test_small_answers_are_not_refused(void **state)
{
    static const struct kafka_setting small = {"receive.message.max.bytes", "8388608"};
    const struct kafka_options options = {.bootstrap_servers = "127.0.0.1:1",
                                          .topics = &broker_topic,
                                          .topic_count = 1,
                                          .group_id = "g",
                                          .settings = &small,
                                          .setting_count = 1};
    struct error error = {ERROR_NONE, ""};

    (void)state;
    struct collector *collector = collector_kafka_new(&options, &error);
    if (collector == NULL)
        fail_msg("%s", error.text);
    collector->ops->free(collector);
}

/* Whatever option it stands at, well or badly spelt: the value is in no message. */
static void test_secrets_are_not_told(void **state)
{
    static const char *const names[] = {"sasl.password",
                                        "sasl.pasword",
                                        "sasl.username",
                                        "ssl.key.password",
                                        "ssl.key.pem",
                                        "sasl.mechanims",
                                        "sasl.oauthbearer.config",
                                        "enable.ssl.certificate.verification",
                                        "builtin.features",
                                        "ssl.keystore.password",
                                        "statistics.interval.ms",
                                        "debgu",
                                        "hunter2,secret=x",
                                        "sasl.oauthbearer.method"};
    static const char secret[] = "hunter2secret";
    struct kafka_options options = {.bootstrap_servers = "127.0.0.1:1",
                                    .topics = &broker_topic,
                                    .topic_count = 1,
                                    .group_id = "g",
                                    .setting_count = 3};
    size_t refused = 0;

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct kafka_setting settings[] = {{"security.protocol", "sasl_plaintext"},
                                           {"sasl.mechanism", i % 2 ? "OAUTHBEARER" : "PLAIN"},
                                           {names[i], secret}};
        struct error error = {ERROR_NONE, ""};
        char err[300] = "";
        options.settings = settings;
        struct collector *collector = collector_kafka_new(&options, &error);
        struct kafka_producer *producer = kafka_producer_new(&options, broker_topic, err,
                                                             sizeof err);
        refused += collector == NULL;
        assert_null(strstr(error.text, "hunter2"));
        assert_null(strstr(err, "hunter2"));
        if (collector != NULL)
            collector->ops->free(collector);
        kafka_producer_free(producer);
    }
    assert_true(refused >= 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_until_end),
        cmocka_unit_test(test_until_end_is_woken),
        cmocka_unit_test(test_made_anew),
        cmocka_unit_test(test_gap),
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_timestamps),
        cmocka_unit_test(test_fatal_error_between_records),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_small_answers_are_not_refused),
        cmocka_unit_test(test_secrets_are_not_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
