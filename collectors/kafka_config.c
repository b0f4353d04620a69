/* kafka_config.c - what we set, what the user may set, and what nobody may. */
#include "collectors/kafka_config.h"

#include "base/log.h"

#include <stdio.h>
#include <string.h>
#include <syslog.h>

enum { QUEUE_BYTES = 32 << 20 };

/* Ours unless the user says otherwise. */
static const struct kafka_setting defaults[] = {
    {"client.id", "meritd"},
    {"session.timeout.ms", "10000"},
    {"heartbeat.interval.ms", "1000"}, /* members learn by it that another one came or left */
    {"partition.assignment.strategy", "range,roundrobin"},
    {"isolation.level", "read_committed"},
    {"allow.auto.create.topics", "false"},
    {"topic.metadata.refresh.interval.ms", "10000"}, /* new topics and partitions are found by it */
    {"socket.keepalive.enable", "true"},
    {"reconnect.backoff.max.ms", "2000"},
    {"log.connection.close", "false"},
    /* The queue is one for all partitions. A message costs some 500 bytes beside its own. */
    {"queued.min.messages", "20000"},
    {"fetch.wait.max.ms", "200"}, /* leaving waits for it */
    {"fetch.max.bytes", "4194304"},
};

/* What the collector is built on; they follow the user's settings. */
static const struct kafka_setting fixed[] = {
    {"enable.auto.commit", "false"}, {"enable.auto.offset.store", "false"},
    {"auto.offset.reset", "error"},  {"enable.partition.eof", "true"},
    {"log.queue", "true"},
};

/* Options of our own stand for these. */
static const char *const named[] = {"bootstrap.servers", "metadata.broker.list", "group.id",
                                    "group.instance.id"};

static bool kafka_set(rd_kafka_conf_t *conf, const char *name, const char *value,
                      struct error *error)
{
    char why[300];

    if (rd_kafka_conf_set(conf, name, value, why, sizeof why) == RD_KAFKA_CONF_OK)
        return true;
    return error_set(error, ERROR_STOP, "kafka.options: %s=%s is refused by librdkafka: %s", name,
                     value, why);
}

static bool kafka_set_all(rd_kafka_conf_t *conf, const struct kafka_setting *settings, size_t count,
                          struct error *error)
{
    for (size_t i = 0; i < count; i++)
        if (!kafka_set(conf, settings[i].name, settings[i].value, error))
            return false;
    return true;
}

static bool kafka_check_setting(const struct kafka_setting *setting, struct error *error)
{
    for (size_t i = 0; i < sizeof named / sizeof named[0]; i++)
        if (strcmp(setting->name, named[i]) == 0)
            return error_set(error, ERROR_STOP,
                             "kafka.options: %s has an option of its own and is not set here",
                             setting->name);
    for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++)
        if (strcmp(setting->name, fixed[i].name) == 0)
            return error_set(error, ERROR_STOP, "kafka.options: %s is always %s", setting->name,
                             fixed[i].value);
    if (strcmp(setting->name, "partition.assignment.strategy") == 0 &&
        strstr(setting->value, "cooperative") != NULL)
        return error_set(error, ERROR_STOP,
                         "kafka.options: partition.assignment.strategy=%s: only range and "
                         "roundrobin are supported",
                         setting->value);
    return true;
}

static bool kafka_set_options(rd_kafka_conf_t *conf, const struct kafka_options *options,
                              struct error *error)
{
    char kilobytes[24];
    size_t bytes = options->queue_bytes > 0 ? options->queue_bytes : (size_t)QUEUE_BYTES;

    snprintf(kilobytes, sizeof kilobytes, "%zu", bytes / 1024 > 0 ? bytes / 1024 : 1);
    if (!kafka_set(conf, "queued.max.messages.kbytes", kilobytes, error))
        return false;
    for (size_t i = 0; i < options->setting_count; i++)
        if (!kafka_check_setting(&options->settings[i], error))
            return false;
    return kafka_set_all(conf, options->settings, options->setting_count, error) &&
           kafka_set_all(conf, fixed, sizeof fixed / sizeof fixed[0], error) &&
           kafka_set(conf, "bootstrap.servers", options->bootstrap_servers, error) &&
           kafka_set(conf, "group.id", options->group_id, error) &&
           (options->group_instance_id == NULL || options->until_end ||
            kafka_set(conf, "group.instance.id", options->group_instance_id, error));
}

rd_kafka_conf_t *kafka_config_new(const struct kafka_options *options, struct error *error)
{
    rd_kafka_conf_t *conf = rd_kafka_conf_new();

    if (kafka_set_all(conf, defaults, sizeof defaults / sizeof defaults[0], error) &&
        kafka_set_options(conf, options, error))
        return conf;
    rd_kafka_conf_destroy(conf);
    return NULL;
}

/* FAIL is told by the error callback, less often; AUTOCREATE is noise of the mock cluster. */
void kafka_on_log(const rd_kafka_t *client, int level, const char *facility, const char *text)
{
    (void)client;
    if (strcmp(facility, "FAIL") == 0 || strcmp(facility, "AUTOCREATE") == 0)
        log_debug("kafka", "%s", text);
    else if (level <= LOG_CRIT)
        log_error("kafka", "librdkafka (%s): %s", facility, text);
    else if (level <= LOG_WARNING)
        log_warn("kafka", "librdkafka (%s): %s", facility, text);
    else if (level <= LOG_INFO)
        log_info("kafka", "librdkafka (%s): %s", facility, text);
    else
        log_debug("kafka", "%s: %s", facility, text);
}
