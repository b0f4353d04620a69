/*
 * kafka_watch.h - the thread for calls of librdkafka that block: watermarks and the list of partitions.
 *
 * It owns no state. There is one job, which lies either with us or with the thread:
 *
 *     job = kafka_watch_job(watch);         NULL: the thread has it
 *     if (job->answered) …                  read the answer
 *     fill in the question; kafka_watch_send(watch);
 *
 * An answer makes wakeup_fd readable. A watermark query also wakes librdkafka's thread of that broker:
 * 2.0.2 looks only once a second whether a full queue has been emptied.
 */
#ifndef MERITD_COLLECTORS_KAFKA_WATCH_H
#define MERITD_COLLECTORS_KAFKA_WATCH_H

#include "base/error.h"

#include <librdkafka/rdkafka.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum kafka_question {
    KAFKA_ASK_OFFSETS, /* fills low, high and err of each item */
    KAFKA_ASK_TOPICS,  /* fills metadata and err of each topic */
};

struct kafka_watch_item {
    const char *topic; /* lives as long as the watch */
    int32_t partition;
    size_t index;        /* the asker's own: which of its partitions */
    bool judge;          /* the asker's own: the partition was ASKING */
    int64_t next_offset; /* the asker's own: the partition's position */
    rd_kafka_resp_err_t err;
    int64_t low;
    int64_t high;
};

struct kafka_watch_topic {
    rd_kafka_topic_t *handle; /* lent */
    rd_kafka_resp_err_t err;
    const struct rd_kafka_metadata *metadata; /* the reader of the answer destroys it */
};

struct kafka_watch_job {
    enum kafka_question question;
    bool answered;       /* an answer lies here, unread; the reader clears it */
    int64_t asked_ms;    /* the asker's own */
    uint32_t assignment; /* the asker's own: what its indexes belong to */
    struct kafka_watch_item *items;
    size_t item_count;
    size_t item_room;
    struct kafka_watch_topic *topics;
    size_t topic_count;
};

struct kafka_watch;

/* One topic entry for each handle, which must outlive the watch. NULL with ERROR_STOP. */
struct kafka_watch *kafka_watch_new(rd_kafka_t *client, rd_kafka_topic_t *const *topics,
                                    size_t topic_count, int wakeup_fd, struct error *error);
struct kafka_watch_job *kafka_watch_job(struct kafka_watch *watch);
/* An item at the end of the list, or NULL when memory is out. */
struct kafka_watch_item *kafka_watch_add(struct kafka_watch_job *job);
void kafka_watch_send(struct kafka_watch *watch);
/* Waits for a call under way, at most two seconds. NULL does nothing. */
void kafka_watch_free(struct kafka_watch *watch);

#endif
