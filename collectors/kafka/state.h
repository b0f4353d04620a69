/*
 * state.h - the Kafka consumer's state, shared by its parts. Only the thread that calls poll uses it;
 * librdkafka's callbacks run in that thread too, inside poll. Each part calls only those below it:
 *
 *     consumer.c        making and freeing, the table of functions, periodic work
 *     watermarks.c      questions to Kafka, and what follows from the answers
 *     fetch.c           messages and errors from librdkafka's queue
 *     group.c           whether the group's members read every partition
 *     assignment.c      which partitions are assigned and from which offsets they are read
 *     state.c           failing, waking
 *     partition.c       one partition's rules       questions.c    the thread for blocking calls
 *     config.c          librdkafka's configuration  members.c      what the group's members have
 */
#ifndef MERITD_COLLECTORS_KAFKA_STATE_H
#define MERITD_COLLECTORS_KAFKA_STATE_H

#include "base/arena.h"
#include "base/log.h"
#include "collectors/collector.h"
#include "collectors/kafka/options.h"
#include "collectors/kafka/partition.h"
#include "collectors/kafka/questions.h"

#include <librdkafka/rdkafka.h>

enum {
    KAFKA_BATCH_MAX = 10000, /* messages taken in one poll */
    KAFKA_LOOKS_LEAST = 2,   /* looks_needed, when all partitions were assigned last */
    KAFKA_LOOKS_TRIED = 6,   /* looks_left, when a partition may be no member's */
};

enum kafka_setup {
    KAFKA_SETUP_TOPICS, /* until-end: which partitions there are */
    KAFKA_SETUP_ENDS,   /* until-end: where they end */
    KAFKA_SETUP_DONE,
};

struct collector_kafka {
    struct collector collector;
    enum collector_state state;
    struct error error;

    bool until_end;
    enum kafka_gap on_gap;
    int64_t verify_ms;

    rd_kafka_t *client;
    rd_kafka_queue_t *queue;         /* the consumer's */
    rd_kafka_queue_t *closing_queue; /* replaces the consumer's queue after close(); NULL before */
    rd_kafka_topic_t **handles;      /* of the topics, for metadata */
    char **topics;                   /* names live until free, because positions lend them */
    size_t topic_count;
    int wakeup; /* eventfd */

    struct kafka_questions *questions;
    enum kafka_setup setup;
    int64_t setup_since_ms; /* TIME_NONE: poll was not called yet */

    /* Sorted by topic and number. assignment counts how often they were replaced. */
    struct kafka_partition *partitions;
    size_t partition_count;
    uint32_t assignment;
    struct kafka_partition *former; /* the previous assignment's partitions, for their anchors */
    size_t former_count;
    bool begin_again;          /* positions changed: fetch again from them */
    uint32_t unassigned_looks; /* since this assignment: how often a partition was no member's */
    uint32_t looks_needed;     /* so many, and we join anew */
    uint32_t looks_left;       /* so many questions about topics ask for the group's members, too */
    size_t partitions_there;   /* of all topics, as the last answer about them had it */

    /* The last batch handed over: lent until the next poll. */
    rd_kafka_message_t *messages[KAFKA_BATCH_MAX];
    size_t message_count;
    struct arena arena;                  /* headers of its records */
    const rd_kafka_topic_t *last_handle; /* the topic of last_partition: messages come in runs */
    struct kafka_partition *last_partition;

    bool held;
    bool paused; /* on hold long enough: fetching has stopped */
    int64_t held_since_ms;

    int64_t now_ms;    /* monotonic, of the present poll */
    int64_t wall_ms;   /* as given to the present poll: sets caught_up_at_ms */
    int64_t asked_ms;  /* when watermarks were last asked for */
    int64_t topics_ms; /* when topics were last asked for; TIME_NONE: ask now */
    int64_t verified_ms;
    int64_t hinted_ms;
    bool hint_pending;
    bool flowing;      /* records came since watermarks were last asked for */
    size_t ask_cursor; /* the partition whose turn it is */

    struct log_limit away_limit;  /* brokers cannot be reached */
    struct log_limit topic_limit; /* a topic is missing */
    struct log_limit error_limit; /* all other warnings */
};

static inline struct collector_kafka *kafka_of(const struct collector *collector)
{
    return (struct collector_kafka *)collector;
}

/* Has the interval passed since *last? Times are monotonic, in ms. */
static inline bool kafka_due(int64_t now_ms, int64_t since_ms, int64_t interval_ms)
{
    return now_ms < since_ms || now_ms - since_ms >= interval_ms;
}

/* The error is permanent: sets FAILED, unless it is set already. Returns false. */
bool kafka_fail(struct collector_kafka *kafka, const struct error *error);
void kafka_wake(struct collector_kafka *kafka);

#endif
