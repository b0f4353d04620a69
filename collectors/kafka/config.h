/* config.h - turns our options into librdkafka's configuration, and its log lines into ours. */
#ifndef MERITD_COLLECTORS_KAFKA_CONFIG_H
#define MERITD_COLLECTORS_KAFKA_CONFIG_H

#include "base/error.h"
#include "collectors/kafka/options.h"

#include <librdkafka/rdkafka.h>

/* Sets our defaults, then the user's settings, then what we require. NULL with ERROR_STOP: an option was
 * refused; the message names it. The caller owns the result until rd_kafka_new succeeds with it. */
rd_kafka_conf_t *kafka_config_new(const struct kafka_options *options, struct error *error);

/*
 * Sets one option. False with a sentence in err. The sentence shows the value only if kafka_setting_is_plain;
 * librdkafka's own messages would show it always.
 */
bool kafka_config_set(rd_kafka_conf_t *conf, const char *name, const char *value, char *err,
                      size_t err_size);
/* Sets an option that the user gives. Also false when one of our options controls it, or when we always set it. */
bool kafka_config_take(rd_kafka_conf_t *conf, const struct kafka_setting *setting, char *err,
                       size_t err_size);
/*
 * Sets every option of a file: passwords, which are never in the configuration. ERROR_STOP: an option was
 * refused; the message names file and line, and no secret value.
 *
 *     # kafka.options
 *     sasl.username=meritd
 *     sasl.password=everything after the first =, to the end of the line
 *
 * One option per line. Empty lines and lines that begin with # are ignored; the last line of a name wins. The
 * file is a systemd credential or an absolute path, and has at most 4096 bytes (base/secret.h).
 */
MUST_CHECK bool kafka_settings_file_take(rd_kafka_conf_t *conf, const char *file,
                                         struct error *error);

/* Removes secret values, and parts of them, from a text of librdkafka. */
void kafka_config_hide(const rd_kafka_conf_t *conf, char *text);
/* Does the same for a running client's message, which may come from a broker. Writes a copy, cut to the room. */
enum { KAFKA_TEXT_SIZE = 600 };
const char *kafka_shown(const rd_kafka_t *client, const char *text, char out[KAFKA_TEXT_SIZE]);

/* For rd_kafka_conf_set_log_cb; any thread may call it. */
void kafka_on_log(const rd_kafka_t *client, int level, const char *facility, const char *text);

#endif
