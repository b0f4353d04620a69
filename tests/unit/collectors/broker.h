/* broker.h - librdkafka's mock cluster with one topic, records sent to it, and collectors that read it. */
#ifndef MERITD_TESTS_COLLECTORS_BROKER_H
#define MERITD_TESTS_COLLECTORS_BROKER_H

#include "collectors/kafka/consumer.h"
#include "collectors/kafka/producer.h"

struct broker {
    struct kafka_mock *mock;
    struct kafka_producer *producer;
    int sent;
};

extern const char *const broker_topic;

void broker_start(struct broker *broker, int partitions);
void broker_stop(struct broker *broker);
/* The time of the record with this number, Unix milliseconds. */
int64_t broker_record_time(int number);
/* Sends this many records, numbered from the last one on: the value is the number, the key its last digits. */
void broker_send(struct broker *broker, int count);
/* Makes a member of the group "meritd", or of no group when it reads until the end. */
struct collector *broker_collect(const struct broker *broker, bool until_end,
                                 enum kafka_gap on_gap);
/* Uses these options, and fills in servers and topic. */
struct collector *broker_collect_by(const struct broker *broker, struct kafka_options options);

#endif
