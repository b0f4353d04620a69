#include "collectors/broker.h"

#include "generate/kafka_mock.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <stdio.h>

enum { FIRST_SECOND = 1700000000 };

const char *const broker_topic = "events";

void broker_start(struct broker *broker, int partitions)
{
    char err[300] = "";

    *broker = (struct broker){.mock = kafka_mock_new(broker_topic, partitions, err, sizeof err)};
    assert_string_equal(err, "");
    assert_non_null(broker->mock);
    static const struct kafka_setting settings[] = {{"linger.ms", "1"},
                                                    {"compression.codec", "none"}};
    const struct kafka_options options = {.bootstrap_servers = kafka_mock_bootstrap(broker->mock),
                                          .settings = settings,
                                          .setting_count = 2};
    broker->producer = kafka_producer_new(&options, broker_topic, err, sizeof err);
    assert_non_null(broker->producer);
}

void broker_stop(struct broker *broker)
{
    kafka_producer_free(broker->producer);
    kafka_mock_free(broker->mock);
}

int64_t broker_record_time(int number)
{
    return FIRST_SECOND * INT64_C(1000) + number;
}

void broker_send(struct broker *broker, int count)
{
    for (int i = 0; i < count; i++, broker->sent++) {
        char value[16];
        char key[16];
        int length = snprintf(value, sizeof value, "%d", broker->sent);
        int key_length = snprintf(key, sizeof key, "k%d", broker->sent % 100);
        assert_true(kafka_producer_send(broker->producer, key, (size_t)key_length, value,
                                        (size_t)length, broker_record_time(broker->sent)));
    }
    assert_true(kafka_producer_flush(broker->producer, 30000));
}

struct collector *broker_collect_by(const struct broker *broker, struct kafka_options options)
{
    struct error error;

    options.bootstrap_servers = kafka_mock_bootstrap(broker->mock);
    options.topics = &broker_topic;
    options.topic_count = 1;
    struct collector *collector = collector_kafka_new(&options, &error);
    if (collector == NULL)
        fail_msg("%s", error.text);
    return collector;
}

struct collector *broker_collect(const struct broker *broker, bool until_end, enum kafka_gap on_gap)
{
    return broker_collect_by(
        broker,
        (struct kafka_options){.group_id = "meritd", .until_end = until_end, .on_gap = on_gap});
}
