/* fetch.c - see fetch.h. */
#include "collectors/kafka/fetch.h"

#include "base/hash.h"
#include "base/time.h"
#include "collectors/kafka/assignment.h"
#include "collectors/kafka/config.h"
#include "collectors/value.h"

enum { REPEAT_MS = 30000 }; /* the same problem is logged this often */

/* ---- errors ------------------------------------------------------------------------------------- */

static void kafka_fail_fatally(struct collector_kafka *kafka, const char *reason)
{
    struct error error;

    error_set(&error, ERROR_STOP, "Kafka refuses this member for good: %s", reason);
    (void)kafka_fail(kafka, &error);
}

void kafka_on_error(rd_kafka_t *client, int err, const char *reason, void *opaque)
{
    struct collector_kafka *kafka = opaque;
    char text[300], shown[KAFKA_TEXT_SIZE];

    reason = kafka_shown(client, reason, shown);
    switch (err) {
    case RD_KAFKA_RESP_ERR__FATAL:
        rd_kafka_fatal_error(client, text, sizeof text);
        kafka_fail_fatally(kafka, kafka_shown(client, text, shown));
        break;
    case RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN:
    case RD_KAFKA_RESP_ERR__TRANSPORT:
    case RD_KAFKA_RESP_ERR__RESOLVE:
        log_limited(&kafka->away_limit, kafka->now_ms, REPEAT_MS, "kafka",
                    "Kafka cannot be reached, trying on; see kafka.bootstrap_servers: %s", reason);
        break;
    default:
        log_limited(&kafka->error_limit, kafka->now_ms, REPEAT_MS, "kafka",
                    "librdkafka reports, going on: %s", reason);
        break;
    }
}

/* The topic is gone or never existed. If it comes back, it may be another one. */
static void kafka_topic_missing(struct collector_kafka *kafka, struct kafka_partition *partition,
                                const rd_kafka_message_t *message)
{
    log_limited(&kafka->topic_limit, kafka->now_ms, REPEAT_MS, "kafka",
                "topic \"%s\" is not there, waiting for it; create it or mend kafka.topics: %s",
                message->rkt == NULL ? "?" : rd_kafka_topic_name(message->rkt),
                rd_kafka_err2str(message->err));
    if (partition != NULL && partition->phase == KAFKA_READING)
        kafka->begin_again = true;
}

/* An event's text, which may be written to out. */
static const char *kafka_reason(const struct collector_kafka *kafka,
                                const rd_kafka_message_t *message, char out[KAFKA_TEXT_SIZE])
{
    return kafka_shown(kafka->client, rd_kafka_message_errstr(message), out);
}

/* A daemon waits until a person grants access; a one-shot command does not. */
static void kafka_denied(struct collector_kafka *kafka, const rd_kafka_message_t *message)
{
    char shown[KAFKA_TEXT_SIZE];
    const char *reason = kafka_reason(kafka, message, shown);
    struct error error;

    error_set(&error, ERROR_STOP, "Kafka denies access: %s", reason);
    if (kafka->until_end)
        (void)kafka_fail(kafka, &error);
    else
        log_limited(&kafka->error_limit, kafka->now_ms, REPEAT_MS, "kafka",
                    "Kafka denies access, waiting to be allowed; mend the ACLs: %s", reason);
}

/* librdkafka skips records that it cannot read; we fetch them again until it can. */
static void kafka_damaged(struct collector_kafka *kafka, struct kafka_partition *partition,
                          const rd_kafka_message_t *message)
{
    char shown[KAFKA_TEXT_SIZE];

    log_limited(&kafka->error_limit, kafka->now_ms, REPEAT_MS, "kafka",
                "records cannot be read, fetching them again: %s",
                kafka_reason(kafka, message, shown));
    if (partition != NULL)
        kafka_partition_out_of_range(partition);
}

static void kafka_event(struct collector_kafka *kafka, struct kafka_partition *partition,
                        const rd_kafka_message_t *message)
{
    char shown[KAFKA_TEXT_SIZE];

    switch (message->err) {
    case RD_KAFKA_RESP_ERR__PARTITION_EOF:
        if (partition != NULL)
            (void)kafka_partition_eof(partition, message->offset, kafka->wall_ms);
        break;
    case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET:
    case RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE:
        if (partition != NULL)
            kafka_partition_out_of_range(partition);
        break;
    case RD_KAFKA_RESP_ERR__BAD_MSG:
    case RD_KAFKA_RESP_ERR__BAD_COMPRESSION:
    case RD_KAFKA_RESP_ERR__NOT_IMPLEMENTED: kafka_damaged(kafka, partition, message); break;
    case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
    case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
    case RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION:
        kafka_topic_missing(kafka, partition, message);
        break;
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED: kafka_denied(kafka, message); break;
    case RD_KAFKA_RESP_ERR__FATAL:
        kafka_fail_fatally(kafka, kafka_reason(kafka, message, shown));
        break;
    default:
        log_limited(&kafka->error_limit, kafka->now_ms, REPEAT_MS, "kafka",
                    "fetching failed, trying on: %s", kafka_reason(kafka, message, shown));
        break;
    }
}

/* ---- records ------------------------------------------------------------------------------------ */

/* Messages come in runs of one partition, so the last partition found is mostly the next one too. */
static struct kafka_partition *kafka_partition_of(struct collector_kafka *kafka,
                                                  const rd_kafka_message_t *message)
{
    if (message->rkt == NULL)
        return NULL;
    if (kafka->last_handle != message->rkt ||
        kafka->last_partition->position.partition != message->partition) {
        struct kafka_partition *found = kafka_find(kafka, rd_kafka_topic_name(message->rkt),
                                                   message->partition);
        if (found == NULL)
            return NULL;
        kafka->last_handle = message->rkt;
        kafka->last_partition = found;
    }
    return kafka->last_partition;
}

/* librdkafka allocates several things to look whether there are any. */
bool kafka_read_headers(struct collector *collector, struct record *record)
{
    struct collector_kafka *kafka = kafka_of(collector);
    const rd_kafka_message_t *message = record->unread;
    rd_kafka_headers_t *all;
    const char *name;
    const void *value;
    size_t length;

    if (rd_kafka_message_headers(message, &all) != RD_KAFKA_RESP_ERR_NO_ERROR) {
        record->unread = NULL;
        return true;
    }
    size_t count = rd_kafka_header_cnt(all);
    struct header *headers = arena_array(&kafka->arena, count, sizeof *headers);
    if (headers == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (rd_kafka_header_get_all(all, i, &name, &value, &length) != RD_KAFKA_RESP_ERR_NO_ERROR)
            break;
        headers[record->header_count++] = (struct header){text_of(name), {value, length}};
    }
    record->headers = headers;
    record->unread = NULL;
    return true;
}

/* Lent from the message. */
static void kafka_record(const struct kafka_partition *partition, const rd_kafka_message_t *message,
                         struct record *record)
{
    rd_kafka_timestamp_type_t type;

    *record = (struct record){
        .topic = text_of(partition->position.topic),
        .partition = message->partition,
        .offset = message->offset,
        .timestamp_ms = time_or_none(rd_kafka_message_timestamp(message, &type)),
        .key = {message->key, message->key == NULL ? 0 : message->key_len},
        .unread = message};
    if (message->payload != NULL)
        collector_value_set(record, message->payload, message->len);
}

/*
 * Handles one message; true when *record must be handed over. The state may have changed since the messages
 * were fetched, or at the previous message: then all later messages are dropped, and none moves a position.
 */
static bool kafka_message(struct collector_kafka *kafka, const rd_kafka_message_t *message,
                          struct record *record)
{
    struct kafka_partition *partition = kafka->state == COLLECTOR_RUNNING
                                            ? kafka_partition_of(kafka, message)
                                            : NULL;

    if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
        kafka_event(kafka, partition, message);
        return false;
    }
    if (partition == NULL)
        return false;
    kafka_record(partition, message, record);
    enum kafka_verdict verdict = kafka_partition_record(partition, message->offset,
                                                        record->timestamp_ms, record->key);
    if (verdict == KAFKA_SEEK)
        kafka_seek(kafka, partition);
    return verdict == KAFKA_HAND_OVER;
}

void kafka_release(struct collector_kafka *kafka)
{
    for (size_t i = 0; i < kafka->message_count; i++)
        rd_kafka_message_destroy(kafka->messages[i]);
    kafka->message_count = 0;
    kafka->last_handle = NULL;
    arena_reset(&kafka->arena);
}

size_t kafka_fetch(struct collector_kafka *kafka, struct record *records, size_t max)
{
    size_t limit = max < KAFKA_BATCH_MAX ? max : KAFKA_BATCH_MAX;
    size_t count = 0;
    ssize_t taken = rd_kafka_consume_batch_queue(kafka->queue, 0, kafka->messages, limit);

    if (taken <= 0)
        return 0;
    kafka->message_count = (size_t)taken;
    for (size_t i = 0; i < kafka->message_count; i++)
        count += kafka_message(kafka, kafka->messages[i], &records[count]);
    if (count > 0)
        kafka->flowing = true;
    /* The event comes only when the queue was empty before, and the queue may never become empty. */
    if (kafka->message_count == limit)
        kafka_wake(kafka);
    return count;
}
