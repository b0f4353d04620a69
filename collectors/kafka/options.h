/* options.h - what one says of a Kafka, for its consumer and its producer alike. */
#ifndef MERITD_COLLECTORS_KAFKA_OPTIONS_H
#define MERITD_COLLECTORS_KAFKA_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum kafka_gap { KAFKA_GAP_STOP, KAFKA_GAP_CONTINUE };

/* A name and value of librdkafka's own configuration. */
struct kafka_setting {
    const char *name;
    const char *value;
};

/* May its value be shown? Of the few names only that are known to hold no secret: any other may, misspelt too. */
bool kafka_setting_is_plain(const char *name);

struct kafka_options {
    const char *bootstrap_servers; /* "host:port,…" */
    const char *const *topics;     /* exact names */
    size_t topic_count;
    const char *group_id;                 /* with until_end too: librdkafka wants one */
    const char *group_instance_id;        /* NULL: not a static member */
    const struct kafka_setting *settings; /* passed on to librdkafka; win over our defaults */
    size_t setting_count;
    const char *settings_file; /* NULL: none; more of them, which win (config.h) */
    bool until_end;
    enum kafka_gap on_gap;
    int64_t verify_ms;  /* 0: 20,000 */
    size_t queue_bytes; /* fetched and not yet handed over, at most; 0: 32 MiB */
};

#endif
