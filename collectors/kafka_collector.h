/*
 * kafka_collector.h - the Kafka collector's insides, shared by kafka.c and its parts. All of it belongs
 * to the thread that calls poll; librdkafka's callbacks run there too, inside poll.
 *
 *     kafka.c           life and the table of functions
 *     kafka_group.c     which partitions there are and where they are read from
 *     kafka_fetch.c     messages and errors from librdkafka's queue
 *     kafka_tend.c      what is done from time to time: watermarks, verification, hints
 *     kafka_partition.c one partition's rules       kafka_watch.c    the thread for blocking calls
 *     kafka_config.c    librdkafka's configuration
 */
#ifndef MERITD_COLLECTORS_KAFKA_COLLECTOR_H
#define MERITD_COLLECTORS_KAFKA_COLLECTOR_H

#include "base/arena.h"
#include "base/log.h"
#include "collectors/kafka.h"
#include "collectors/kafka_partition.h"
#include "collectors/kafka_watch.h"

#include <librdkafka/rdkafka.h>

enum { KAFKA_BATCH_MAX = 10000 }; /* messages taken in one poll */

/* Fetching is stopped only when a hold lasts: stopping throws away what is queued. */
enum { KAFKA_HOLD_MS = 1000 };

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
    rd_kafka_queue_t *closing_queue; /* takes its place once close() was called; NULL before */
    rd_kafka_topic_t **handles;      /* of the topics, for metadata */
    char **topics;                   /* names live until free: positions lend them */
    size_t topic_count;
    int wakeup; /* eventfd */

    struct kafka_watch *watch;
    enum kafka_setup setup;
    int64_t setup_since_ms; /* TIME_NONE: not yet polled */

    /* Sorted by topic and number. assignment counts how often they became others. */
    struct kafka_partition *partitions;
    size_t partition_count;
    uint32_t assignment;
    struct kafka_partition *former; /* those of the assignment before, for their anchors */
    size_t former_count;
    bool begin_again; /* positions changed: fetching is to begin again at them */

    /* The batch handed over last: lent until the next poll. */
    rd_kafka_message_t *messages[KAFKA_BATCH_MAX];
    size_t message_count;
    struct arena arena; /* headers of its records */
    const rd_kafka_topic_t
        *last_handle; /* whose partition last_partition is: messages come in runs */
    struct kafka_partition *last_partition;

    bool held;
    bool paused; /* held for so long that fetching was stopped */
    int64_t held_since_ms;

    int64_t now_ms;    /* monotonic, of the present poll: the one it is given may stand still */
    int64_t wall_ms;   /* as given to the present poll: dates caught_up_at_ms */
    int64_t asked_ms;  /* watermarks, last */
    int64_t topics_ms; /* leaders, last; TIME_NONE: to be asked for */
    int64_t verified_ms;
    int64_t hinted_ms;
    bool hint_pending;
    bool flowing;      /* records came since watermarks were last asked for */
    size_t ask_cursor; /* the partition whose turn it is */

    struct log_limit away_limit;  /* brokers cannot be reached */
    struct log_limit topic_limit; /* a topic is missing */
    struct log_limit error_limit; /* all else */
};

/* Is it time again? Times are monotonic. */
static inline bool kafka_due(int64_t now_ms, int64_t since_ms, int64_t interval_ms)
{
    return now_ms < since_ms || now_ms - since_ms >= interval_ms;
}

/* The error is for good: FAILED, unless it is so already. Returns false. */
bool kafka_fail(struct collector_kafka *kafka, const struct error *error);
void kafka_wake(struct collector_kafka *kafka);

/* ---- kafka_group.c ---- */
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

/* ---- kafka_fetch.c ---- */
/* Destroys the messages of the batch before. */
void kafka_release(struct collector_kafka *kafka);
size_t kafka_fetch(struct collector_kafka *kafka, struct record *records, size_t max);
void kafka_on_error(rd_kafka_t *client, int err, const char *reason, void *opaque);

/* ---- kafka_tend.c ---- */
void kafka_tend(struct collector_kafka *kafka);

#endif
