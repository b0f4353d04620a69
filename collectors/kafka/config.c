/* config.c - the settings that we give, that the user may give, and that nobody may give. */
#include "collectors/kafka/config.h"

#include "base/log.h"
#include "base/secret.h"

#include <stdio.h>
#include <string.h>
#include <syslog.h>

enum { QUEUE_BYTES = 32 << 20 };

/* Our defaults; the user may change them. */
static const struct kafka_setting defaults[] = {
    {"client.id", "meritd"},
    {"session.timeout.ms", "10000"},
    {"heartbeat.interval.ms", "1000"}, /* tells members that another member joined or left */
    {"partition.assignment.strategy", "range,roundrobin"},
    {"isolation.level", "read_committed"},
    {"allow.auto.create.topics", "false"},
    {"check.crcs", "true"}, /* fetches a record again if a byte has changed */
    {"topic.metadata.refresh.interval.ms", "10000"}, /* finds new topics and partitions */
    {"socket.keepalive.enable", "true"},
    {"reconnect.backoff.max.ms", "2000"},
    {"log.connection.close", "false"},
    /* One queue for all partitions. A message needs some 500 bytes besides its content. */
    {"queued.min.messages", "20000"},
    /* A thin stream comes a few times a second, not with each record: a fetch costs as much as 50 records. */
    {"fetch.min.bytes", "65536"},
    {"fetch.wait.max.ms", "100"}, /* so long records wait for others; leaving the group waits too */
    /* Each answer has some of 16 partitions, in turn. If a few filled it, the others would stay far behind.
     * Were they larger, who has set a smaller receive.message.max.bytes would be refused. */
    {"max.partition.fetch.bytes", "262144"},
    {"fetch.max.bytes", "4194304"},
};

/* The collector depends on these: they are set after the user's settings. */
static const struct kafka_setting fixed[] = {
    {"enable.auto.commit", "false"}, {"enable.auto.offset.store", "false"},
    {"auto.offset.reset", "error"},  {"enable.partition.eof", "true"},
    {"log.queue", "true"},
};

/* Our own options control these. */
static const char *const named[] = {"bootstrap.servers", "metadata.broker.list", "group.id",
                                    "group.instance.id"};

/* Settings of librdkafka that hold a secret, or a part of one. */
static const char *const secret[] = {
    "sasl.username",
    "sasl.password",
    "sasl.oauthbearer.config",
    "sasl.oauthbearer.client.secret",
    "ssl.key.pem",
    "ssl.key.password",
    "ssl.keystore.password",
};

/* A part of a password may be given in place of a name, so messages show only names that look like names. */
static bool kafka_is_name(const char *name)
{
    return strchr(name, '.') != NULL &&
           name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789._")] == '\0';
}

bool kafka_config_set(rd_kafka_conf_t *conf, const char *name, const char *value, char *err,
                      size_t err_size)
{
    rd_kafka_conf_res_t result = rd_kafka_conf_set(conf, name, value, err, err_size);

    if (result == RD_KAFKA_CONF_OK)
        return true;
    if (result == RD_KAFKA_CONF_UNKNOWN)
        snprintf(err, err_size, "%s is no option of librdkafka",
                 kafka_is_name(name) ? name : "an entry");
    else if (!kafka_setting_is_plain(name))
        snprintf(err, err_size, "the value of %s (not shown) is refused by librdkafka", name);
    return false;
}

/* Hides parts of the value in the text: parts of at least 6 bytes, or the whole of a shorter value. */
static void kafka_hide_value(char *text, const char *value)
{
    size_t size = strlen(value);
    size_t least = size < 6 ? size : 6;

    for (char *at = text; size > 0 && *at != '\0'; at++) {
        size_t longest = 0;
        for (const char *from = value; *from != '\0'; from++) {
            size_t length = 0;
            while (from[length] != '\0' && from[length] == at[length])
                length++;
            longest = length > longest ? length : longest;
        }
        if (longest >= least)
            memset(at, '*', longest);
    }
}

void kafka_config_hide(const rd_kafka_conf_t *conf, char *text)
{
    char value[4096];

    for (size_t i = 0; i < sizeof secret / sizeof secret[0]; i++) {
        size_t size = sizeof value;
        if (rd_kafka_conf_get(conf, secret[i], value, &size) == RD_KAFKA_CONF_OK)
            kafka_hide_value(text, value);
    }
    explicit_bzero(value, sizeof value);
}

const char *kafka_shown(const rd_kafka_t *client, const char *text, char out[KAFKA_TEXT_SIZE])
{
    snprintf(out, KAFKA_TEXT_SIZE, "%s", text);
    if (client != NULL)
        kafka_config_hide(rd_kafka_conf((rd_kafka_t *)client), out);
    return out;
}

static bool kafka_set(rd_kafka_conf_t *conf, const char *name, const char *value,
                      struct error *error)
{
    char why[300];

    return kafka_config_set(conf, name, value, why, sizeof why) ||
           error_set(error, ERROR_STOP, "kafka.options: %s", why);
}

static bool kafka_set_all(rd_kafka_conf_t *conf, const struct kafka_setting *settings, size_t count,
                          struct error *error)
{
    for (size_t i = 0; i < count; i++)
        if (!kafka_set(conf, settings[i].name, settings[i].value, error))
            return false;
    return true;
}

static bool kafka_config_check(const struct kafka_setting *setting, char *err, size_t err_size)
{
    const char *name = setting->name;

    for (size_t i = 0; i < sizeof named / sizeof named[0]; i++)
        if (strcmp(name, named[i]) == 0) {
            snprintf(err, err_size, "%s has an option of its own and is not set here", name);
            return false;
        }
    for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++)
        if (strcmp(name, fixed[i].name) == 0) {
            snprintf(err, err_size, "%s is always %s", name, fixed[i].value);
            return false;
        }
    bool fits = strcmp(name, "partition.assignment.strategy") != 0 ||
                strstr(setting->value, "cooperative") == NULL;
    if (!fits)
        snprintf(err, err_size, "%s=%s: only range and roundrobin are supported", name,
                 setting->value);
    return fits;
}

bool kafka_config_take(rd_kafka_conf_t *conf, const struct kafka_setting *setting, char *err,
                       size_t err_size)
{
    return kafka_config_check(setting, err, err_size) &&
           kafka_config_set(conf, setting->name, setting->value, err, err_size);
}

/* ---- the user's file --------------------------------------------------------------------------- */

/* Takes one line apart, in place. */
static bool line_take(rd_kafka_conf_t *conf, char *line, char *err, size_t err_size)
{
    line[strcspn(line, "\r")] = '\0';
    char *value = strchr(line, '=');

    if (line[0] == '\0' || line[0] == '#')
        return true;
    if (value == NULL || value == line) {
        snprintf(err, err_size, "what stands there (not shown) is not of the form name=value");
        return false;
    }
    *value++ = '\0';
    const struct kafka_setting setting = {line, value};
    return kafka_config_take(conf, &setting, err, err_size);
}

static bool lines_take(rd_kafka_conf_t *conf, const char *file, char *text, struct error *error)
{
    char err[300];
    char *line;

    for (size_t number = 1; (line = strsep(&text, "\n")) != NULL; number++)
        if (!line_take(conf, line, err, sizeof err))
            return error_set(error, ERROR_STOP, "options_file %s: line %zu: %s", file, number, err);
    return true;
}

bool kafka_settings_file_take(rd_kafka_conf_t *conf, const char *file, struct error *error)
{
    struct buffer text;
    struct error cause;
    bool done = false;

    buffer_init_secret(&text);
    if (!secret_read(file, &text, &cause))
        error_set(error, ERROR_STOP, "options_file: %.450s", cause.text);
    else if (strlen((const char *)text.bytes) + 1 != text.length)
        error_set(error, ERROR_STOP, "options_file %s: holds a NUL byte, and is no text", file);
    else
        done = lines_take(conf, file, (char *)text.bytes, error);
    buffer_clear(&text);
    return done;
}

/* ---- everything together -------------------------------------------------------------------------------- */

static bool kafka_take_all(rd_kafka_conf_t *conf, const struct kafka_options *options,
                           struct error *error)
{
    char why[300];

    for (size_t i = 0; i < options->setting_count; i++)
        if (!kafka_config_take(conf, &options->settings[i], why, sizeof why))
            return error_set(error, ERROR_STOP, "kafka.options: %s", why);
    return options->settings_file == NULL ||
           kafka_settings_file_take(conf, options->settings_file, error);
}

static bool kafka_set_options(rd_kafka_conf_t *conf, const struct kafka_options *options,
                              struct error *error)
{
    char kilobytes[24];
    size_t bytes = options->queue_bytes > 0 ? options->queue_bytes : (size_t)QUEUE_BYTES;

    snprintf(kilobytes, sizeof kilobytes, "%zu", bytes / 1024 > 0 ? bytes / 1024 : 1);
    if (!kafka_set(conf, "queued.max.messages.kbytes", kilobytes, error))
        return false;
    return kafka_take_all(conf, options, error) &&
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

/* The error callback reports FAIL, less often; AUTOCREATE is noise of the mock cluster. */
void kafka_on_log(const rd_kafka_t *client, int level, const char *facility, const char *text)
{
    char shown[KAFKA_TEXT_SIZE];

    text = kafka_shown(client, text, shown);
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
