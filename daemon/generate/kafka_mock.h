/*
 * kafka_mock.h - a Kafka inside this process, on loopback: librdkafka's mock cluster, for the demo.
 *
 * One broker, one topic. It keeps only the newest 5 MiB (and 100,000 batches) of each partition, so a
 * producer has to wait while kafka_mock_unread is large. For one thread; its functions may block for a
 * second or two.
 */
#ifndef MERITD_GENERATE_KAFKA_MOCK_H
#define MERITD_GENERATE_KAFKA_MOCK_H

#include <stddef.h>
#include <stdint.h>

struct kafka_mock;

/* On failure NULL, with a sentence in err. */
struct kafka_mock *kafka_mock_new(const char *topic, int partitions, char *err, size_t err_size);
/* "127.0.0.1:port"; lives as long as the mock. */
const char *kafka_mock_bootstrap(const struct kafka_mock *mock);
/* Records that the group has not committed yet (all, if it never committed); -1 unknown. */
int64_t kafka_mock_unread(struct kafka_mock *mock, const char *group);
/* Close the clients first. NULL does nothing. */
void kafka_mock_free(struct kafka_mock *mock);

#endif
