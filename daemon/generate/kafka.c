/*
 * kafka.c - the sink that produces to Kafka, or to a broker inside this process.
 *
 * The embedded broker keeps a few MiB per partition and drops older records, read or not. So the sink stops
 * producing while more than HOLD_RECORDS records are unread in all partitions together, and at the end it
 * waits until its readers have read everything.
 */
#include "base/exit_status.h"
#include "collectors/kafka/producer.h"
#include "generate/kafka_mock.h"
#include "generate/sink.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define HOLD_RECORDS 4000 /* about 1 MiB, even if all are in one partition, which keeps 5 MiB */
#define CHECK_RECORDS 500 /* produced between two checks of the unread records */
#define POLL_NS 50000000
#define FLUSH_MS 30000
#define ERROR_SIZE 300
#define SETTINGS_MAX 100

struct kafka_sink {
    struct kafka_producer *producer;
    struct kafka_mock *mock; /* or NULL: a broker elsewhere */
    char *embedded_file;     /* file with the servers, removed at the end; or NULL */
    char *group;
    const volatile sig_atomic_t *stop;
    int64_t sent, checked; /* records */
    bool failed;           /* a message has said why */
};

static void kafka_complain(struct kafka_sink *kafka)
{
    kafka->failed = true;
    fprintf(stderr, "meritd generate: Kafka: %s\n", kafka_producer_error(kafka->producer));
}

static bool kafka_flush(void *ctx)
{
    struct kafka_sink *kafka = ctx;

    if (!kafka->failed && !kafka_producer_flush(kafka->producer, FLUSH_MS))
        kafka_complain(kafka);
    return !kafka->failed;
}

/* Records that the group has not committed; before its first commit all are unread. */
static int64_t mock_unread(struct kafka_sink *kafka)
{
    int64_t unread = kafka_mock_unread(kafka->mock, kafka->group);

    return unread < 0 ? kafka->sent : unread;
}

/* Everything was flushed before, so only readers change the number. */
static void mock_wait(struct kafka_sink *kafka, int64_t most)
{
    const struct timespec pause = {.tv_sec = 0, .tv_nsec = POLL_NS};

    while (!*kafka->stop && mock_unread(kafka) > most)
        nanosleep(&pause, NULL);
}

static bool kafka_write(void *ctx, const char *key, size_t key_len, const char *line, size_t len,
                        int64_t time_ms)
{
    struct kafka_sink *kafka = ctx;

    if (kafka->failed)
        return false;
    if (!kafka_producer_send(kafka->producer, key, key_len, line, len, time_ms)) {
        kafka_complain(kafka);
        return false;
    }
    kafka->sent++;
    if (!kafka->mock || kafka->sent - kafka->checked < CHECK_RECORDS)
        return true;
    kafka->checked = kafka->sent;
    if (!kafka_flush(kafka))
        return false;
    mock_wait(kafka, HOLD_RECORDS);
    return true;
}

static void kafka_free(struct kafka_sink *kafka)
{
    if (kafka->producer)
        kafka_producer_free(kafka->producer);
    if (kafka->mock)
        kafka_mock_free(kafka->mock);
    if (kafka->embedded_file)
        unlink(kafka->embedded_file);
    free(kafka->embedded_file);
    free(kafka->group);
    free(kafka);
}

static bool kafka_finish(void *ctx)
{
    struct kafka_sink *kafka = ctx;
    bool done = kafka_flush(kafka);

    if (done && kafka->mock)
        mock_wait(kafka, 0);
    kafka_free(kafka);
    return done;
}

/* The file appears whole or not at all: who waits for it may read it as soon as it exists. */
static bool servers_write(const char *path, const char *servers)
{
    size_t size = strlen(path) + sizeof(".new");
    char *temporary = malloc(size);
    FILE *file = NULL;
    bool done = false;

    if (!temporary)
        goto out;
    snprintf(temporary, size, "%s.new", path);
    file = fopen(temporary, "we");
    if (!file)
        goto out;
    done = fprintf(file, "%s\n", servers) > 0;
    done = fclose(file) == 0 && done && rename(temporary, path) == 0;
out:
    if (!done)
        fprintf(stderr, "meritd generate: cannot write %s: %s\n", path, strerror(errno));
    free(temporary);
    return done;
}

/* Starts the broker and publishes its address. */
static bool mock_open(struct kafka_sink *kafka, const struct generate_kafka_options *options)
{
    char error[ERROR_SIZE] = "";

    kafka->mock = kafka_mock_new(options->topic, options->partitions, error, sizeof(error));
    if (!kafka->mock) {
        fprintf(stderr, "meritd generate: no embedded broker: %s\n", error);
        return false;
    }
    if (!servers_write(options->embedded_file, kafka_mock_bootstrap(kafka->mock)))
        return false;
    kafka->embedded_file = strdup(options->embedded_file);
    return kafka->embedded_file != NULL;
}

/* Splits "name=value,…" (the form of MERITD_KAFKA_OPTIONS) in place. Shows nothing of a wrong entry. */
static size_t settings_read(char *list, struct kafka_setting settings[SETTINGS_MAX])
{
    char *rest = NULL;
    size_t count = 0;

    for (char *name = strtok_r(list, ",", &rest); name != NULL && count < SETTINGS_MAX;
         name = strtok_r(NULL, ",", &rest)) {
        char *value = strchr(name, '=');
        if (value != NULL)
            *value++ = '\0';
        settings[count++] = (struct kafka_setting){name, value != NULL ? value : ""};
    }
    return count;
}

static struct kafka_producer *producer_new(const char *bootstrap,
                                           const struct generate_kafka_options *options,
                                           char error[ERROR_SIZE])
{
    struct kafka_setting settings[SETTINGS_MAX];
    char *list = strdup(options->options ? options->options : "");

    if (list == NULL) {
        snprintf(error, ERROR_SIZE, "out of memory");
        return NULL;
    }
    size_t size = strlen(list), count = settings_read(list, settings);
    const struct kafka_options access = {
        .bootstrap_servers = bootstrap, .settings = settings, .setting_count = count};
    struct kafka_producer *producer = kafka_producer_new(&access, options->topic, error,
                                                         ERROR_SIZE);
    explicit_bzero(list, size);
    free(list);
    return producer;
}

bool generate_kafka_sink(struct generate_sink *sink, const struct generate_kafka_options *options,
                         int *exit_code)
{
    struct kafka_sink *kafka = calloc(1, sizeof(*kafka));
    const char *bootstrap = options->bootstrap;
    char error[ERROR_SIZE] = "";

    *exit_code = EXIT_STATUS_UNREACHABLE;
    if (!kafka || !(kafka->group = strdup(options->group))) {
        fprintf(stderr, "meritd generate: out of memory\n");
        goto failed;
    }
    kafka->stop = options->stop;
    if (options->embedded_file) {
        if (!mock_open(kafka, options))
            goto failed;
        bootstrap = kafka_mock_bootstrap(kafka->mock);
    }
    kafka->producer = producer_new(bootstrap, options, error);
    if (!kafka->producer) { /* it connects later, so only the configuration can fail here */
        fprintf(stderr, "meritd generate: %s\n", error);
        *exit_code = EXIT_STATUS_USAGE;
        goto failed;
    }
    *sink = (struct generate_sink){kafka_write, kafka_flush, kafka_finish, kafka};
    return true;
failed:
    if (kafka)
        kafka_free(kafka);
    return false;
}
