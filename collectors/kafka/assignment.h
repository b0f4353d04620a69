/* assignment.h - which partitions are assigned, and from which offsets they are read. */
#ifndef MERITD_COLLECTORS_KAFKA_ASSIGNMENT_H
#define MERITD_COLLECTORS_KAFKA_ASSIGNMENT_H

#include "collectors/kafka/state.h"

struct kafka_partition *kafka_find(struct collector_kafka *kafka, const char *topic,
                                   int32_t partition);
void kafka_on_rebalance(rd_kafka_t *client, rd_kafka_resp_err_t err,
                        rd_kafka_topic_partition_list_t *list, void *opaque);
/* Replaces all assigned partitions by the list; sorts the list. */
bool kafka_take_partitions(struct collector_kafka *kafka, rd_kafka_topic_partition_list_t *list);
void kafka_drop_partitions(struct collector_kafka *kafka);
/* Fetches only the partitions of the list, from its offsets; NULL: none. */
void kafka_assign(struct collector_kafka *kafka, const rd_kafka_topic_partition_list_t *list);
/* Fetches only the partitions that are CHECKING or READING, from their positions. */
void kafka_begin(struct collector_kafka *kafka);
/* Fetches one partition from its beginning offset; does nothing unless it is being fetched. */
void kafka_seek(struct collector_kafka *kafka, struct kafka_partition *partition);
/* Stops or resumes fetching of all partitions. */
void kafka_pause(struct collector_kafka *kafka, bool pause);
/* Commits to the broker the durable offsets that it does not have yet. */
void kafka_hint(struct collector_kafka *kafka);
void kafka_on_hint(rd_kafka_t *client, rd_kafka_resp_err_t err,
                   rd_kafka_topic_partition_list_t *list, void *opaque);
size_t kafka_assigned(const struct collector *collector, struct position *out, size_t max);
void kafka_start(struct collector *collector, const struct position *stored, size_t count);
size_t kafka_positions(const struct collector *collector, struct position *out, size_t max);
void kafka_committed(struct collector *collector, const struct position *positions, size_t count);

#endif
