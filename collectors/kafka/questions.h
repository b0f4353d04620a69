/*
 * questions.h - a thread for librdkafka's blocking calls: watermarks, the list of partitions, the group's description.
 *
 * The thread owns no state. There is one job; either we or the thread have it:
 *
 *     job = kafka_questions_job(questions);     NULL: the thread has it
 *     if (job->answered) …                      read the answer
 *     fill in the question; kafka_questions_send(questions);
 *
 * An answer makes wakeup_fd readable. A watermark query also wakes librdkafka's thread of that broker:
 * version 2.0.2 checks only once per second whether a full queue has room again.
 */
#ifndef MERITD_COLLECTORS_KAFKA_QUESTIONS_H
#define MERITD_COLLECTORS_KAFKA_QUESTIONS_H

#include "base/error.h"

#include <librdkafka/rdkafka.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum kafka_question {
    KAFKA_ASK_OFFSETS, /* fills low, high and err of each item */
    KAFKA_ASK_TOPICS,  /* fills metadata and err of each topic; then assigned and group_err */
};

struct kafka_job_item {
    const char *topic; /* lives as long as the thread */
    int32_t partition;
    size_t index;        /* the asker's own: which of its partitions */
    bool judge;          /* the asker's own: the partition was ASKING */
    int64_t next_offset; /* the asker's own: the partition's position */
    rd_kafka_resp_err_t err;
    int64_t low;
    int64_t high;
};

struct kafka_job_topic {
    rd_kafka_topic_t *handle; /* lent */
    rd_kafka_resp_err_t err;
    const struct rd_kafka_metadata *metadata; /* the reader of the answer destroys it */
};

struct kafka_job {
    enum kafka_question question;
    bool answered;       /* there is an unread answer; its reader clears this */
    int64_t asked_ms;    /* the asker's own */
    uint32_t assignment; /* the asker's own: the assignment when it asked */
    bool ask_group;      /* KAFKA_ASK_TOPICS: for the group's members, too */
    struct kafka_job_item *items;
    size_t item_count;
    size_t item_room;
    struct kafka_job_topic *topics;
    size_t topic_count;
    /* What the members of the group have; the reader of the answer destroys it. NULL: not asked, not known, or
     * the group is rebalancing. */
    rd_kafka_topic_partition_list_t *assigned;
    rd_kafka_resp_err_t group_err;
};

struct kafka_questions; /* the thread, and the job */

/*
 * Gets one topic entry for each handle; handles must outlive the thread. group NULL: no group is described. On
 * failure NULL with ERROR_STOP.
 */
struct kafka_questions *kafka_questions_new(rd_kafka_t *client, rd_kafka_topic_t *const *topics,
                                            size_t topic_count, const char *group, int wakeup_fd,
                                            struct error *error);
struct kafka_job *kafka_questions_job(struct kafka_questions *questions);
/* Appends an item; NULL when memory is out. */
struct kafka_job_item *kafka_job_add(struct kafka_job *job);
void kafka_questions_send(struct kafka_questions *questions);
/*
 * Stops the thread; waits for a running call, but not forever: librdkafka 2.0.2 never answers a call that was
 * open when its client closed. False: the thread, and what it was lent, stay until the process ends. NULL
 * does nothing.
 */
bool kafka_questions_free(struct kafka_questions *questions) MUST_CHECK;
/* Ends a thread. False: it did not end in time, and no one waits for it any more. */
bool kafka_join(pthread_t thread, int seconds);

#endif
