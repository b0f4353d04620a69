/* look.c - checks options one by one, then metadata, the group's offsets, and a fetch at each topic's end. */
#include "collectors/kafka/look.h"

#include "base/time.h"
#include "collectors/kafka/config.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { SLICE_MS = 200, GROUP_SLICE_MS = 2000, TEXT_SIZE = KAFKA_TEXT_SIZE };

struct kafka_looker {
    const struct kafka_options *options;
    int patience_ms;
    kafka_hear *hear;
    void *context;
    size_t faults;
    rd_kafka_t *client;
    bool all_down;
    char why[KAFKA_TEXT_SIZE]; /* librdkafka's last message about a broker; "": none yet */
};

static void tell(struct kafka_looker *looker, enum kafka_fault fault, const char *format, ...)
    PRINTF_LIKE(3, 4);

static void tell(struct kafka_looker *looker, enum kafka_fault fault, const char *format, ...)
{
    char text[TEXT_SIZE * 2];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    looker->hear(looker->context, fault, text);
    looker->faults++;
}

/* ---- options ---- */

/* One by one, so that a refused one hides no other. */
static void look_at_settings(struct kafka_looker *looker)
{
    struct kafka_options alone = *looker->options;
    struct error error;

    alone.setting_count = 1;
    alone.settings_file = NULL; /* checked later, with the client */
    for (size_t i = 0; i < looker->options->setting_count; i++) {
        alone.settings = &looker->options->settings[i];
        rd_kafka_conf_t *conf = kafka_config_new(&alone, &error);
        if (conf != NULL)
            rd_kafka_conf_destroy(conf);
        else
            tell(looker, KAFKA_FAULT_OPTION, "%s", error.text);
    }
}

static void on_error(rd_kafka_t *client, int code, const char *text, void *context)
{
    struct kafka_looker *looker = context;

    if (code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN)
        looker->all_down = true;
    else
        kafka_shown(client, text, looker->why);
}

static bool make_client(struct kafka_looker *looker)
{
    struct error error;
    char why[TEXT_SIZE];
    rd_kafka_conf_t *conf = kafka_config_new(looker->options, &error);

    if (conf == NULL) {
        tell(looker, KAFKA_FAULT_OPTION, "%s", error.text);
        return false;
    }
    rd_kafka_conf_set_error_cb(conf, on_error);
    rd_kafka_conf_set_opaque(conf, looker);
    looker->client = rd_kafka_new(RD_KAFKA_CONSUMER, conf, why, sizeof why);
    if (looker->client != NULL)
        return true;
    kafka_config_hide(conf, why);
    rd_kafka_conf_destroy(conf);
    tell(looker, KAFKA_FAULT_OPTION, "kafka.options: %s", why);
    return false;
}

/* ---- topics ---- */

static void look_at_topic(struct kafka_looker *looker, const rd_kafka_metadata_topic_t *topic,
                          rd_kafka_topic_partition_list_t *readable)
{
    switch (topic->err) {
    case RD_KAFKA_RESP_ERR_NO_ERROR:
        for (int i = 0; i < topic->partition_cnt; i++)
            rd_kafka_topic_partition_list_add(readable, topic->topic, topic->partitions[i].id)
                ->offset = RD_KAFKA_OFFSET_END;
        break;
    case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
        tell(looker, KAFKA_FAULT_TOPIC,
             "kafka.topics: topic %s is not there: create it, or mend its name", topic->topic);
        break;
    default:
        tell(looker, KAFKA_FAULT_TOPIC,
             "kafka.topics: topic %s: %s: let this user describe and read it", topic->topic,
             rd_kafka_err2str(topic->err));
    }
}

static bool is_wanted(const struct kafka_options *options, const char *topic)
{
    for (size_t i = 0; i < options->topic_count; i++)
        if (strcmp(options->topics[i], topic) == 0)
            return true;
    return false;
}

/* Asks repeatedly: an event, not the answer, reports that a broker cannot be reached. */
static rd_kafka_resp_err_t ask_metadata(struct kafka_looker *looker,
                                        const struct rd_kafka_metadata **metadata)
{
    int64_t end = clock_monotonic_ms() + looker->patience_ms;
    rd_kafka_resp_err_t err;

    do {
        err = rd_kafka_metadata(looker->client, 0, NULL, metadata, SLICE_MS);
        if (err == RD_KAFKA_RESP_ERR_NO_ERROR)
            return err;
        rd_kafka_poll(looker->client, 0);
    } while (!looker->all_down && clock_monotonic_ms() < end);
    return err;
}

static bool look_at_topics(struct kafka_looker *looker, rd_kafka_topic_partition_list_t *readable)
{
    const struct rd_kafka_metadata *metadata;
    rd_kafka_resp_err_t err = ask_metadata(looker, &metadata);

    if (err != RD_KAFKA_RESP_ERR_NO_ERROR) {
        tell(looker, KAFKA_FAULT_AWAY, "kafka.bootstrap_servers: Kafka cannot be reached at %s: %s",
             looker->options->bootstrap_servers,
             *looker->why ? looker->why : rd_kafka_err2str(err));
        return false;
    }
    for (int i = 0; i < metadata->topic_cnt; i++)
        if (is_wanted(looker->options, metadata->topics[i].topic))
            look_at_topic(looker, &metadata->topics[i], readable);
    rd_kafka_metadata_destroy(metadata);
    return true;
}

/* The client knows topics only by handles, which must live while it asks. */
static void with_topics(struct kafka_looker *looker, size_t n,
                        void (*look)(struct kafka_looker *looker))
{
    if (n == looker->options->topic_count) {
        look(looker);
        return;
    }
    rd_kafka_topic_t *topic = rd_kafka_topic_new(looker->client, looker->options->topics[n], NULL);
    with_topics(looker, n + 1, look);
    if (topic != NULL)
        rd_kafka_topic_destroy(topic);
}

/* ---- the group, and reading ---- */

/* An event reports that the group is denied; librdkafka keeps looking for the group's coordinator. */
static rd_kafka_resp_err_t group_event(const struct kafka_looker *looker)
{
    rd_kafka_message_t *message = rd_kafka_consumer_poll(looker->client, 0);
    rd_kafka_resp_err_t err = message == NULL ? RD_KAFKA_RESP_ERR_NO_ERROR : message->err;

    if (message != NULL)
        rd_kafka_message_destroy(message);
    return err;
}

static rd_kafka_resp_err_t ask_group(const struct kafka_looker *looker,
                                     rd_kafka_topic_partition_list_t *list)
{
    int64_t end = clock_monotonic_ms() + looker->patience_ms;
    rd_kafka_resp_err_t err;

    do {
        err = rd_kafka_committed(looker->client, list, GROUP_SLICE_MS);
        if (err == RD_KAFKA_RESP_ERR__TIMED_OUT &&
            group_event(looker) == RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED)
            return RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED;
    } while (err == RD_KAFKA_RESP_ERR__TIMED_OUT && clock_monotonic_ms() < end);
    return err;
}

static void look_at_group(struct kafka_looker *looker, rd_kafka_topic_partition_list_t *readable)
{
    rd_kafka_topic_partition_list_t *copy = rd_kafka_topic_partition_list_copy(readable);
    rd_kafka_resp_err_t err = ask_group(looker, copy);

    rd_kafka_topic_partition_list_destroy(copy);
    if (err == RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED)
        tell(looker, KAFKA_FAULT_TOPIC,
             "kafka.group_id: group %s must not be used: let this user read it",
             looker->options->group_id);
    else if (err != RD_KAFKA_RESP_ERR_NO_ERROR)
        tell(looker, KAFKA_FAULT_AWAY, "kafka.group_id: group %s: %s", looker->options->group_id,
             rd_kafka_err2str(err));
}

/* Each partition answers once: with its end, or with an error. */
static void look_at_records(struct kafka_looker *looker, rd_kafka_topic_partition_list_t *readable)
{
    int64_t end = clock_monotonic_ms() + looker->patience_ms;
    int waiting = readable->cnt;

    rd_kafka_assign(looker->client, readable);
    while (waiting > 0 && clock_monotonic_ms() < end) {
        rd_kafka_message_t *message = rd_kafka_consumer_poll(looker->client, SLICE_MS);
        if (message == NULL)
            continue;
        if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF)
            waiting--;
        else if (message->err == RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED) {
            tell(looker, KAFKA_FAULT_TOPIC,
                 "kafka.topics: topic %s must not be read: let this user read it",
                 message->rkt ? rd_kafka_topic_name(message->rkt) : "");
            waiting = 0;
        }
        rd_kafka_message_destroy(message);
    }
    if (waiting > 0)
        tell(looker, KAFKA_FAULT_AWAY, "kafka: %d of %d partitions do not answer", waiting,
             readable->cnt);
    rd_kafka_assign(looker->client, NULL);
}

static void look_inside(struct kafka_looker *looker)
{
    rd_kafka_topic_partition_list_t *readable = rd_kafka_topic_partition_list_new(8);

    if (look_at_topics(looker, readable) && readable->cnt > 0) {
        rd_kafka_poll_set_consumer(looker->client);
        look_at_group(looker, readable);
        look_at_records(looker, readable);
    }
    rd_kafka_topic_partition_list_destroy(readable);
}

size_t kafka_look(const struct kafka_options *options, int patience_ms, kafka_hear *hear,
                  void *context)
{
    struct kafka_looker looker = {
        .options = options, .patience_ms = patience_ms, .hear = hear, .context = context};

    look_at_settings(&looker);
    if (looker.faults == 0 && make_client(&looker)) {
        with_topics(&looker, 0, look_inside);
        rd_kafka_consumer_close(looker.client);
        rd_kafka_destroy(looker.client);
    }
    return looker.faults;
}
