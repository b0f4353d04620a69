/* kafka_config.h - from our options to librdkafka's configuration, and from its log to ours. */
#ifndef MERITD_COLLECTORS_KAFKA_CONFIG_H
#define MERITD_COLLECTORS_KAFKA_CONFIG_H

#include "collectors/kafka.h"

#include <librdkafka/rdkafka.h>

/* Our defaults, then the user's settings, then what must be so. NULL with ERROR_STOP, naming the option
 * that was refused. The caller owns the result until rd_kafka_new has succeeded with it. */
rd_kafka_conf_t *kafka_config_new(const struct kafka_options *options, struct error *error);

/* For rd_kafka_conf_set_log_cb; may be called by any thread. */
void kafka_on_log(const rd_kafka_t *client, int level, const char *facility, const char *text);

#endif
