/*
 * producer.h - writes records to one topic: idempotent, acknowledged by all replicas, compressed.
 *
 *     p = kafka_producer_new(&options, "events", err, sizeof err);
 *     while (…) kafka_producer_send(p, key, key_len, value, value_len, timestamp_ms);
 *     kafka_producer_flush(p, 30000);                  only now all are delivered
 *     kafka_producer_free(p);                          unflushed records are lost
 *
 * The topic must exist. A record with a key goes to the partition that Java clients would choose. Use it from
 * one thread.
 */
#ifndef MERITD_COLLECTORS_KAFKA_PRODUCER_H
#define MERITD_COLLECTORS_KAFKA_PRODUCER_H

#include "collectors/kafka/options.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct kafka_producer;

/*
 * Uses only the options bootstrap_servers, settings and settings_file. NULL with a sentence in err: an option
 * was refused. Does not wait for Kafka.
 */
struct kafka_producer *kafka_producer_new(const struct kafka_options *options, const char *topic,
                                          char *err, size_t err_size);
/* Gives every later record the header "content-type"; NULL: no header. Lent. */
void kafka_producer_set_content_type(struct kafka_producer *producer, const char *content_type);
/* Copies the record into the queue; waits while the queue is full (at most 30 s without progress). key and
 * value may be NULL. False: this record or an earlier one cannot be delivered. */
bool kafka_producer_send(struct kafka_producer *producer, const void *key, size_t key_len,
                         const void *value, size_t value_len, int64_t timestamp_ms);
/* Waits until all records are acknowledged; false: the time is over, or a record was not delivered. */
bool kafka_producer_flush(struct kafka_producer *producer, int timeout_ms);
/* Why send or flush returned false. */
const char *kafka_producer_error(const struct kafka_producer *producer);
/* NULL does nothing. */
void kafka_producer_free(struct kafka_producer *producer);

#endif
