/*
 * consumer.h - collector of Kafka topics.
 *
 * In a group (the default): it is a member of group_id, with the eager protocol; Kafka assigns the
 * partitions. Positions come from start(), never from the group's committed offsets: those are only a hint
 * for tools that show lag. It waits for a missing topic, and gets new partitions without a restart.
 *
 * until_end: it is in no group. It asks Kafka for all partitions of all topics and their ends (then it is
 * ASSIGNED), reads to these ends, and is DONE. It commits nothing. FAILED with ERROR_RETRY: Kafka did not
 * answer for 30 s; with ERROR_STOP: a topic is missing.
 *
 * When reading starts again (start, errors of a partition, and every verify_ms), it reads the record at
 * last_offset once more and skips it. If another record is there, or the partition ends before next_offset,
 * the topic was created anew: the position's epoch grows by one, and reading continues from the partition's
 * beginning. If the partition begins after next_offset, retention has deleted unread records: FAILED
 * (ERROR_STOP), or with KAFKA_GAP_CONTINUE they are counted in gap_records and skipped.
 *
 * caught_up_at_ms is the time (as given to poll) at which Kafka last said that the partition's current end
 * was reached. A record without value is a tombstone; a value of 0 bytes is present and empty.
 *
 * hold(true) stops taking records at once, and fetching after one second; records fetched by then stay in
 * memory (at most queue_bytes). close() leaves the group, so other members take over at once. A static member
 * (group_instance_id) stays on the broker's list for its session timeout, as intended. free() without a
 * finished close() abandons the membership; it may wait some seconds for librdkafka.
 */
#ifndef MERITD_COLLECTORS_KAFKA_CONSUMER_H
#define MERITD_COLLECTORS_KAFKA_CONSUMER_H

#include "collectors/collector.h"
#include "collectors/kafka/options.h"

/*
 * Copies all texts. NULL with ERROR_STOP: an option was refused, or the settings file cannot be read; the
 * message names it. Does not wait for Kafka. The caller frees with ops->free.
 */
struct collector *collector_kafka_new(const struct kafka_options *options, struct error *error);

#endif
