/*
 * config.h - the configuration: built-in defaults, then a file, then the environment.
 *
 *     struct buffer problems;
 *     struct config *config = config_load(path, environ, &problems);
 *     if (config == NULL) print problems (one per line), exit 2
 *
 * The file is JSON with // comments, an object for each section (config/meritd.json shows every
 * option); the environment names options as MERITD_SECTION_NAME. config_load returns only a configuration
 * that is right, as far as one can judge without a server. It never changes: a reload makes another one.
 */
#ifndef MERITD_CONFIG_CONFIG_H
#define MERITD_CONFIG_CONFIG_H

#include "base/arena.h"
#include "base/buffer.h"
#include "collectors/kafka/options.h"

#include <stdint.h>
#include <stdio.h>

/* An upper bound of the number of options; the table (option_table.h) has fewer. */
#define CONFIG_OPTIONS_MAX 56

struct config_list {
    const char **items;
    size_t count;
};

struct config_pairs {
    struct kafka_setting *items;
    size_t count;
};

/* Where a value comes from. */
enum config_origin { CONFIG_DEFAULT, CONFIG_FILE, CONFIG_ENVIRONMENT };

/* Texts that are not set are NULL. A choice is an index into the words that the table allows. */
struct config {
    struct arena arena;
    const char *path; /* of the file read; NULL: none */
    enum config_origin origins[CONFIG_OPTIONS_MAX];

    const char *shop_id;
    const char *shop_zone;
    const char *shop_cutover;
    const char *shop_currency;
    const char *shop_language;
    const char *shop_customer_key_file;

    const char *kafka_bootstrap_servers;
    struct config_list kafka_topics;
    const char *kafka_group_id;
    const char *kafka_group_instance_id;
    struct config_pairs kafka_options;
    const char *kafka_options_file;
    int64_t kafka_on_gap; /* enum kafka_gap */

    const char *postgres_conninfo;
    int64_t postgres_statement_timeout_ms;
    int64_t postgres_lock_timeout_ms;

    int64_t ingest_cache_mib;
    int64_t ingest_cache_entries;
    int64_t ingest_batch_events;
    int64_t ingest_flush_interval_ms;
    int64_t ingest_shutdown_timeout_seconds;

    int64_t settle_interval_ms;

    int64_t retention_dead_letter_days;

    const char *web_listen;
    int64_t web_auth; /* enum web_auth */
    const char *web_login;
    const char *web_proxy_header;
    const char *web_origin;
    int64_t web_session_hours;
    const char *web_secret_file;
    const char *web_conninfo;
    const char *web_sign_in_conninfo;
    int64_t web_connections;
    int64_t web_database_connections;
    int64_t web_timeout_ms;

    const char *metrics_listen;
    const char *web_metrics_listen;

    int64_t log_level; /* enum log_level */
};

/*
 * Reads the file (NULL: none) and the environment ("NAME=value", ends with NULL). Caller frees. NULL:
 * problems lists all that is wrong, one line each: the file or variable, the option, its value, and what
 * would be right.
 */
struct config *config_load(const char *path, char *const *environment, struct buffer *problems);
void config_free(struct config *config); /* NULL does nothing */

/* How long to wait for an unreachable store when stopping: half of the time that stopping may take. */
static inline int64_t config_close_patience_ms(const struct config *config)
{
    return config->ingest_shutdown_timeout_seconds * 1000 / 2;
}

/* Does the option's value come from the file or the environment? */
bool config_is_set(const struct config *config, const char *option);

/* The options of the Kafka collector; lent from the configuration. */
struct kafka_options config_kafka_options(const struct config *config);

/* Prints the configuration as JSON that config_load can read, with the origin of each value. Hides secrets. */
void config_print(const struct config *config, FILE *out);

/*
 * Lists, one per line, the options whose values differ and that only a restart can change. It leaves out
 * those that a running daemon can change.
 */
void config_restart_needed(const struct config *before, const struct config *after,
                           struct buffer *names);

#endif
