/* assignment.h - which partitions there are, and where they are read from. */
#ifndef MERITD_COLLECTORS_KAFKA_ASSIGNMENT_H
#define MERITD_COLLECTORS_KAFKA_ASSIGNMENT_H

#include "collectors/kafka/state.h"

struct kafka_partition *kafka_find(struct collector_kafka *kafka, const char *topic,
                                   int32_t partition);
void kafka_on_rebalance(rd_kafka_t *client, rd_kafka_resp_err_t err,
                        rd_kafka_topic_partition_list_t *list, void *opaque);
/* Takes the place of all partitions there were; the list is sorted on the way. */
bool kafka_take_partitions(struct collector_kafka *kafka, rd_kafka_topic_partition_list_t *list);
void kafka_drop_partitions(struct collector_kafka *kafka);
/* Fetches the partitions of the list from its offsets, and no others; NULL: none. */
void kafka_assign(struct collector_kafka *kafka, const rd_kafka_topic_partition_list_t *list);
/* Fetches all partitions that are CHECKING or READING from their positions, and no others. */
void kafka_begin(struct collector_kafka *kafka);
/* Fetches one partition from where it is to begin; only while it is being fetched. */
void kafka_seek(struct collector_kafka *kafka, struct kafka_partition *partition);
/* Stops or resumes fetching of all partitions. */
void kafka_pause(struct collector_kafka *kafka, bool pause);
/* Tells the broker durable offsets it was not told yet. */
void kafka_hint(struct collector_kafka *kafka);
void kafka_on_hint(rd_kafka_t *client, rd_kafka_resp_err_t err,
                   rd_kafka_topic_partition_list_t *list, void *opaque);
size_t kafka_assigned(const struct collector *collector, struct position *out, size_t max);
void kafka_start(struct collector *collector, const struct position *stored, size_t count);
size_t kafka_positions(const struct collector *collector, struct position *out, size_t max);
void kafka_committed(struct collector *collector, const struct position *positions, size_t count);

#endif
