/* ingest.c - Kafka through the pipeline: for ever, or to the ends there are now. */
#include "service/ingest.h"
#include "base/log.h"
#include "collectors/kafka/consumer.h"
#include "commands/client.h"

#include <stdio.h>
#include <unistd.h>

/* A name of PostgreSQL's has 63 bytes: "meritd ingest ", the host, a space, and a process of up to 11. */
enum { HOST_NAME_SIZE = 37, DAEMON_NAME_SIZE = 64 };

static struct collector *ingest_collector(const struct config *config, bool until_end,
                                          struct error *error)
{
    struct kafka_options options = config_kafka_options(config);

    options.until_end = until_end;
    return collector_kafka_new(&options, error);
}

static int ingest_kafka(const struct invocation *invocation, const struct shop *shop,
                        bool until_end)
{
    struct loop_outcome outcome;
    struct error error;
    struct collector *collector = ingest_collector(invocation->config, until_end, &error);

    if (collector == NULL) {
        log_error("ingest", "%s", error.text);
        return EXIT_STATUS_USAGE;
    }
    const struct ingest_job job = {
        .config = invocation->config,
        .config_path = invocation->config_path,
        .present_ms = invocation->now_ms,
        .database = &shop->options,
        .key = shop->key,
        .collector = collector,
    };
    int status = ingest_run(&job, &outcome);
    if (!until_end)
        return status == EXIT_STATUS_DONE ? EXIT_STATUS_DONE : EXIT_STATUS_FAILED;
    if (status == EXIT_STATUS_DONE && outcome.reason != LOOP_DONE) {
        log_error("ingest", "interrupted before the end: run it again to read the rest");
        return EXIT_STATUS_FAILED;
    }
    if (status == EXIT_STATUS_DONE)
        ingest_summarize(&outcome);
    return status;
}

/* A daemon waits for its database; a one-shot command needs it now. */
static int ingest_until_end(const struct invocation *invocation)
{
    struct client client;
    int status = client_open(&client, invocation);

    database_free(client.database);
    client.database = NULL;
    if (status == EXIT_STATUS_DONE)
        status = ingest_kafka(invocation, &client.shop, true);
    client_close(&client);
    return status;
}

/* By this name merit.status knows a daemon, and which one it is. */
static const char *daemon_name(char out[DAEMON_NAME_SIZE])
{
    char host[HOST_NAME_SIZE] = "";

    (void)gethostname(host, sizeof host - 1);
    snprintf(out, DAEMON_NAME_SIZE, "meritd ingest %s %ld", host, (long)getpid());
    return out;
}

int command_ingest(const struct invocation *invocation)
{
    char name[DAEMON_NAME_SIZE];
    struct shop shop;
    struct error error;
    int status = EXIT_STATUS_USAGE;

    if (invocation->config->kafka_topics.count == 0)
        return invocation_refuse(invocation, "kafka.topics names no topic to read");
    if (invocation_flag(invocation, "--until-end") != NULL)
        return ingest_until_end(invocation);
    if (shop_init(&shop, invocation->config, daemon_name(name), &error)) {
        log_info("ingest", "meritd " MERITD_VERSION " starts");
        if (shop.published_key)
            log_warn("ingest", "customers are stored under a published key: set "
                               "shop.customer_key_file before the first event");
        status = ingest_kafka(invocation, &shop, false);
    } else {
        log_error("ingest", "%s", error.text);
    }
    shop_clear(&shop);
    return status;
}
