/* members.h - which partitions the members of a group have, from Kafka's description of the group. */
#ifndef MERITD_COLLECTORS_KAFKA_MEMBERS_H
#define MERITD_COLLECTORS_KAFKA_MEMBERS_H

#include <librdkafka/rdkafka.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * What all members have; the caller destroys it. NULL: not known, with *err; without one
 * the group is rebalancing, or is none of consumers. Blocks up to timeout_ms.
 */
rd_kafka_topic_partition_list_t *kafka_members_assigned(rd_kafka_t *client, const char *group,
                                                        int timeout_ms, rd_kafka_resp_err_t *err);
/*
 * Adds the partitions of one member, as its group's leader wrote them (ConsumerProtocolAssignment of Kafka's protocol;
 * no bytes: no partition). False: it cannot be read.
 */
bool kafka_member_read(const void *bytes, size_t size, rd_kafka_topic_partition_list_t *list);

#endif
