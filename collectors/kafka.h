/*
 * kafka.h - collector of Kafka topics.
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
#ifndef MERITD_COLLECTORS_KAFKA_H
#define MERITD_COLLECTORS_KAFKA_H

#include "collectors/collector.h"

enum kafka_gap { KAFKA_GAP_STOP, KAFKA_GAP_CONTINUE };

/* A name and value of librdkafka's own configuration. */
struct kafka_setting {
    const char *name;
    const char *value;
};

/* May its value be shown? Of the few names only that are known to hold no secret: any other may, misspelt too. */
bool kafka_setting_is_plain(const char *name);

struct kafka_options {
    const char *bootstrap_servers; /* "host:port,…" */
    const char *const *topics;     /* exact names */
    size_t topic_count;
    const char *group_id;                 /* with until_end too: librdkafka wants one */
    const char *group_instance_id;        /* NULL: not a static member */
    const struct kafka_setting *settings; /* passed on to librdkafka; win over our defaults */
    size_t setting_count;
    const char *settings_file; /* NULL: none; more of them, which win (kafka_settings_file.h) */
    bool until_end;
    enum kafka_gap on_gap;
    int64_t verify_ms;  /* 0: 20,000 */
    size_t queue_bytes; /* fetched and not yet handed over, at most; 0: 32 MiB */
};

/*
 * All texts are copied. NULL with ERROR_STOP when an option is refused, or the file cannot be read; the error
 * names it. Does not wait for Kafka. The caller frees with ops->free.
 */
struct collector *collector_kafka_new(const struct kafka_options *options, struct error *error);

#endif
