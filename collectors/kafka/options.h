/* options.h - the options of a Kafka, for consumer and producer. */
#ifndef MERITD_COLLECTORS_KAFKA_OPTIONS_H
#define MERITD_COLLECTORS_KAFKA_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum kafka_gap { KAFKA_GAP_STOP, KAFKA_GAP_CONTINUE };

/* A name and value of librdkafka's configuration. */
struct kafka_setting {
    const char *name;
    const char *value;
};

/* May messages show the setting's value? Only for a few names that never hold a secret: any other name, or a
 * misspelt one, might. */
bool kafka_setting_is_plain(const char *name);

struct kafka_options {
    const char *bootstrap_servers; /* "host:port,…" */
    const char *const *topics;     /* exact names */
    size_t topic_count;
    const char *group_id;                 /* needed with until_end too, by librdkafka */
    const char *group_instance_id;        /* NULL: not a static member */
    const struct kafka_setting *settings; /* passed to librdkafka; override our defaults */
    size_t setting_count;
    const char *settings_file; /* NULL: none; more settings, which override these (config.h) */
    bool until_end;
    enum kafka_gap on_gap;
    int64_t verify_ms;  /* 0: 20,000 */
    size_t queue_bytes; /* most bytes fetched and not yet handed over; 0: 32 MiB */
};

#endif
