/* producer.c - librdkafka's producer, with a queue that makes the sender wait. */
#include "collectors/kafka/producer.h"

#include "base/memory.h"
#include "base/time.h"
#include "collectors/kafka/config.h"

#include <librdkafka/rdkafka.h>
#include <stdio.h>
#include <string.h>

enum { WAIT_MS = 100, STALL_MS = 30000 };

struct kafka_producer {
    rd_kafka_t *client;
    rd_kafka_topic_t *topic;
    const char *content_type; /* the header of every record; NULL: none */
    int64_t delivered;
    char error[300]; /* empty: no error so far */
};

static const struct kafka_setting defaults[] = {
    {"client.id", "meritd"},
    {"compression.codec", "lz4"},
    {"linger.ms", "20"},
    {"partitioner", "murmur2_random"},
    {"queue.buffering.max.messages", "100000"},
    {"queue.buffering.max.kbytes", "65536"},
    {"allow.auto.create.topics", "false"},
    {"log.connection.close", "false"},
};

static void producer_on_delivery(rd_kafka_t *client, const rd_kafka_message_t *message,
                                 void *opaque)
{
    struct kafka_producer *producer = opaque;

    (void)client;
    if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR)
        producer->delivered++;
    else if (producer->error[0] == '\0')
        snprintf(producer->error, sizeof producer->error, "not delivered: %s",
                 rd_kafka_err2str(message->err));
}

static bool producer_set_all(rd_kafka_conf_t *conf, const struct kafka_setting *settings,
                             size_t count, char *err, size_t err_size)
{
    for (size_t i = 0; i < count; i++)
        if (!kafka_config_set(conf, settings[i].name, settings[i].value, err, err_size))
            return false;
    return true;
}

static bool producer_take_file(rd_kafka_conf_t *conf, const char *file, char *err, size_t err_size)
{
    struct error error;

    if (file == NULL || kafka_settings_file_take(conf, file, &error))
        return true;
    snprintf(err, err_size, "%s", error.text);
    return false;
}

static bool producer_configure(rd_kafka_conf_t *conf, const struct kafka_options *options,
                               char *err, size_t err_size)
{
    return producer_set_all(conf, defaults, sizeof defaults / sizeof defaults[0], err, err_size) &&
           producer_set_all(conf, options->settings, options->setting_count, err, err_size) &&
           producer_take_file(conf, options->settings_file, err, err_size) &&
           kafka_config_set(conf, "enable.idempotence", "true", err, err_size) &&
           kafka_config_set(conf, "acks", "all", err, err_size) &&
           kafka_config_set(conf, "bootstrap.servers", options->bootstrap_servers, err, err_size);
}

static bool producer_connect(struct kafka_producer *producer, const struct kafka_options *options,
                             const char *topic, char *err, size_t err_size)
{
    rd_kafka_conf_t *conf = rd_kafka_conf_new();

    rd_kafka_conf_set_opaque(conf, producer);
    rd_kafka_conf_set_log_cb(conf, kafka_on_log);
    rd_kafka_conf_set_dr_msg_cb(conf, producer_on_delivery);
    if (producer_configure(conf, options, err, err_size))
        producer->client = rd_kafka_new(RD_KAFKA_PRODUCER, conf, err, err_size);
    if (producer->client == NULL) {
        kafka_config_hide(conf, err);
        rd_kafka_conf_destroy(conf);
        return false;
    }
    producer->topic = rd_kafka_topic_new(producer->client, topic, NULL);
    if (producer->topic == NULL)
        snprintf(err, err_size, "topic \"%s\": %s", topic, rd_kafka_err2str(rd_kafka_last_error()));
    return producer->topic != NULL;
}

struct kafka_producer *kafka_producer_new(const struct kafka_options *options, const char *topic,
                                          char *err, size_t err_size)
{
    struct kafka_producer *producer = memory_alloc_or_die(sizeof *producer);

    *producer = (struct kafka_producer){0};
    if (!producer_connect(producer, options, topic, err, err_size)) {
        kafka_producer_free(producer);
        return NULL;
    }
    return producer;
}

void kafka_producer_set_content_type(struct kafka_producer *producer, const char *content_type)
{
    producer->content_type = content_type;
}

/* Waits for acknowledgements; false when none came for too long. */
static bool producer_wait(struct kafka_producer *producer, int64_t *since_ms, int64_t *delivered)
{
    rd_kafka_poll(producer->client, WAIT_MS);
    if (producer->delivered != *delivered) {
        *delivered = producer->delivered;
        *since_ms = clock_monotonic_ms();
    }
    if (clock_monotonic_ms() - *since_ms < STALL_MS)
        return true;
    snprintf(producer->error, sizeof producer->error, "Kafka acknowledges nothing");
    return false;
}

/* One attempt; an array, because the macros of rd_kafka_producev are not C17. */
static rd_kafka_resp_err_t producer_offer(struct kafka_producer *producer, const void *key,
                                          size_t key_len, const void *value, size_t value_len,
                                          int64_t timestamp_ms)
{
    rd_kafka_vu_t record[] = {
        {.vtype = RD_KAFKA_VTYPE_RKT, .u.rkt = producer->topic},
        {.vtype = RD_KAFKA_VTYPE_MSGFLAGS, .u.i = RD_KAFKA_MSG_F_COPY},
        {.vtype = RD_KAFKA_VTYPE_KEY, .u.mem = {(void *)key, key_len}},
        {.vtype = RD_KAFKA_VTYPE_VALUE, .u.mem = {(void *)value, value_len}},
        {.vtype = RD_KAFKA_VTYPE_TIMESTAMP, .u.i64 = timestamp_ms},
        {.vtype = RD_KAFKA_VTYPE_HEADER,
         .u.header = {"content-type", producer->content_type,
                      -1}}, /* the last: it may be left out */
    };
    size_t count = sizeof record / sizeof record[0] - (producer->content_type == NULL);
    rd_kafka_error_t *error = rd_kafka_produceva(producer->client, record, count);
    if (error == NULL)
        return RD_KAFKA_RESP_ERR_NO_ERROR;
    rd_kafka_resp_err_t err = rd_kafka_error_code(error);
    rd_kafka_error_destroy(error);
    return err;
}

bool kafka_producer_send(struct kafka_producer *producer, const void *key, size_t key_len,
                         const void *value, size_t value_len, int64_t timestamp_ms)
{
    int64_t delivered = producer->delivered;
    int64_t since_ms = 0;

    while (producer->error[0] == '\0') {
        rd_kafka_resp_err_t err = producer_offer(producer, key, key_len, value, value_len,
                                                 timestamp_ms);
        if (err == RD_KAFKA_RESP_ERR_NO_ERROR) {
            rd_kafka_poll(producer->client, 0);
            return producer->error[0] == '\0';
        }
        if (err != RD_KAFKA_RESP_ERR__QUEUE_FULL) {
            snprintf(producer->error, sizeof producer->error, "not sent: %s",
                     rd_kafka_err2str(err));
            break;
        }
        if (since_ms == 0)
            since_ms = clock_monotonic_ms();
        if (!producer_wait(producer, &since_ms, &delivered))
            break;
    }
    return false;
}

bool kafka_producer_flush(struct kafka_producer *producer, int timeout_ms)
{
    if (rd_kafka_flush(producer->client, timeout_ms) != RD_KAFKA_RESP_ERR_NO_ERROR &&
        producer->error[0] == '\0')
        snprintf(producer->error, sizeof producer->error,
                 "%d records were not acknowledged within %d ms",
                 rd_kafka_outq_len(producer->client), timeout_ms);
    return producer->error[0] == '\0';
}

const char *kafka_producer_error(const struct kafka_producer *producer)
{
    return producer->error;
}

void kafka_producer_free(struct kafka_producer *producer)
{
    if (producer == NULL)
        return;
    if (producer->topic != NULL)
        rd_kafka_topic_destroy(producer->topic);
    if (producer->client != NULL)
        rd_kafka_destroy(producer->client);
    memory_free(producer);
}
