/*
 * consumer.h - collector of Kafka topics.
 *
 * In a group (the default): a member of group_id with the eager protocol; Kafka shares the partitions
 * out. Positions come from start(), never from the group's committed offsets, which are written only as
 * a hint for tools that show lag. A missing topic is waited for; new partitions arrive by themselves.
 *
 * until_end: outside the group. All partitions of all topics are taken (ASSIGNED as soon as Kafka has
 * told them and their ends), and read to the ends they had then: DONE. Nothing is committed. It is
 * FAILED with ERROR_RETRY when Kafka does not answer for 30 s, with ERROR_STOP when a topic is missing.
 *
 * Where reading begins again (start, errors of a partition, and every verify_ms) the record at
 * last_offset is read once more and skipped. If another record is there, or the partition ends before
 * next_offset, the topic was made anew: the position's epoch grows by one and reading goes on from its
 * beginning. If the partition begins behind next_offset, retention has deleted unread records: FAILED
 * (ERROR_STOP), or with KAFKA_GAP_CONTINUE counted in gap_records and passed over.
 *
 * caught_up_at_ms is the time (as given to poll) at which Kafka last said that the end, as it was then,
 * had been reached. A record without value is a tombstone; a value of no bytes is present and empty.
 *
 * hold(true) stops taking records at once, and fetching after a second; what was fetched by then stays
 * in memory (at most queue_bytes). close() leaves the group, so that others take over at once (a static
 * member, group_instance_id, stays on the broker's list for its session timeout: that is its purpose).
 * free() without a finished close() abandons the membership; it may wait some seconds for librdkafka.
 */
#ifndef MERITD_COLLECTORS_KAFKA_CONSUMER_H
#define MERITD_COLLECTORS_KAFKA_CONSUMER_H

#include "collectors/collector.h"
#include "collectors/kafka/options.h"

/*
 * All texts are copied. NULL with ERROR_STOP when an option is refused, or the file cannot be read; the error
 * names it. Does not wait for Kafka. The caller frees with ops->free.
 */
struct collector *collector_kafka_new(const struct kafka_options *options, struct error *error);

#endif
