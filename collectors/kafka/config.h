/* config.h - from our options to librdkafka's configuration, and from its log to ours. */
#ifndef MERITD_COLLECTORS_KAFKA_CONFIG_H
#define MERITD_COLLECTORS_KAFKA_CONFIG_H

#include "base/error.h"
#include "collectors/kafka/options.h"

#include <librdkafka/rdkafka.h>

/* Our defaults, then the user's settings, then what must be so. NULL with ERROR_STOP, naming the option
 * that was refused. The caller owns the result until rd_kafka_new has succeeded with it. */
rd_kafka_conf_t *kafka_config_new(const struct kafka_options *options, struct error *error);

/*
 * Sets one option. False with a sentence in err, which shows the value only where kafka_setting_is_plain: librdkafka's
 * own words hold values.
 */
bool kafka_config_set(rd_kafka_conf_t *conf, const char *name, const char *value, char *err,
                      size_t err_size);
/* The same with what a user sets: false as well where an option of ours stands for it, or it is always ours. */
bool kafka_config_take(rd_kafka_conf_t *conf, const struct kafka_setting *setting, char *err,
                       size_t err_size);
/*
 * Sets every option of a file: passwords, which stand in no configuration. ERROR_STOP, naming file and line, and
 * no value of a secret, when one is refused.
 *
 *     # kafka.options
 *     sasl.username=meritd
 *     sasl.password=what stands behind the first =, to the end of the line
 *
 * A line each; empty ones and those that begin with # say nothing, and the last of a name wins. The file is a
 * credential of systemd's or stands at an absolute path, and has 4096 bytes at most (base/secret.h).
 */
MUST_CHECK bool kafka_settings_file_take(rd_kafka_conf_t *conf, const char *file,
                                         struct error *error);

/* Takes out of a text of librdkafka's what stands in values of secrets, whole or in parts. */
void kafka_config_hide(const rd_kafka_conf_t *conf, char *text);
/* The same with what a client, or a broker through it, says at work: a copy, or its begin. */
enum { KAFKA_TEXT_SIZE = 600 };
const char *kafka_shown(const rd_kafka_t *client, const char *text, char out[KAFKA_TEXT_SIZE]);

/* For rd_kafka_conf_set_log_cb; may be called by any thread. */
void kafka_on_log(const rd_kafka_t *client, int level, const char *facility, const char *text);

#endif
