/*
 * kafka_settings_file.h - librdkafka's options from a file: passwords, which stand in no configuration.
 *
 *     # kafka.options
 *     sasl.username=meritd
 *     sasl.password=what stands behind the first =, to the end of the line
 *
 * A line each; empty ones and those that begin with # say nothing, and the last of a name wins. The file is a
 * credential of systemd's or stands at an absolute path, and has 4096 bytes at most (base/secret.h).
 */
#ifndef MERITD_COLLECTORS_KAFKA_SETTINGS_FILE_H
#define MERITD_COLLECTORS_KAFKA_SETTINGS_FILE_H

#include "base/error.h"

#include <librdkafka/rdkafka.h>

/* Sets every option of the file. ERROR_STOP, naming file and line, and no value of a secret: one is refused. */
MUST_CHECK bool kafka_settings_file_take(rd_kafka_conf_t *conf, const char *file,
                                         struct error *error);

#endif
