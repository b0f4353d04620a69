/* fetch.h - turns messages of librdkafka's queue into records. */
#ifndef MERITD_COLLECTORS_KAFKA_FETCH_H
#define MERITD_COLLECTORS_KAFKA_FETCH_H

#include "collectors/kafka/state.h"

/* Destroys the messages of the last batch. */
void kafka_release(struct collector_kafka *kafka);
size_t kafka_fetch(struct collector_kafka *kafka, struct record *records, size_t max);
bool kafka_read_headers(struct collector *collector, struct record *record);
void kafka_on_error(rd_kafka_t *client, int err, const char *reason, void *opaque);

#endif
