/* ingest.c - reads Kafka into the database: forever, or up to the present ends. */
#include "service/ingest.h"
#include "base/log.h"
#include "client/client.h"
#include "client/command.h"
#include "collectors/kafka/consumer.h"

#include <stdio.h>
#include <unistd.h>

static struct {
    bool until_end;
} given;

static const struct command_option options[] = {
    {.name = "--until-end",
     .meaning = "outside the group: read every partition to the end it has now, settle, exit",
     .flag = &given.until_end},
};

/* A PostgreSQL name has 63 bytes: "meritd ingest ", the host, a space, and a process of up to 11. */
enum { HOST_NAME_SIZE = 37, DAEMON_NAME_SIZE = 64 };

static struct collector *ingest_collector(const struct config *config, struct error *error)
{
    struct kafka_options kafka = config_kafka_options(config);

    kafka.until_end = given.until_end;
    return collector_kafka_new(&kafka, error);
}

static int ingest_kafka(const struct invocation *invocation, const struct identity *identity)
{
    struct loop_outcome outcome;
    struct error error;
    struct collector *collector = ingest_collector(invocation->config, &error);

    if (collector == NULL) {
        log_error("ingest", "%s", error.text);
        return EXIT_STATUS_USAGE;
    }
    const struct ingest_job job = {
        .config = invocation->config,
        .config_path = invocation->config_path,
        .present_ms = invocation->present_ms,
        .database = &identity->options,
        .key = identity->key,
        .collector = collector,
        /* a one-shot command ends before anybody asks, and its daemon has the address */
        .metrics_listen = given.until_end ? NULL : invocation->config->metrics_listen,
        .version = MERITD_VERSION,
    };
    int status = ingest_run(&job, &outcome);
    if (!given.until_end)
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
        status = ingest_kafka(invocation, &client.identity);
    client_close(&client);
    return status;
}

/* merit.status recognises a daemon by this name, and tells daemons apart by it. */
static const char *daemon_name(char out[DAEMON_NAME_SIZE])
{
    char host[HOST_NAME_SIZE] = "";

    (void)gethostname(host, sizeof host - 1);
    snprintf(out, DAEMON_NAME_SIZE, "meritd ingest %s %ld", host, (long)getpid());
    return out;
}

static int ingest(const struct invocation *invocation)
{
    char name[DAEMON_NAME_SIZE];
    struct identity identity;
    struct error error;
    int status = EXIT_STATUS_USAGE;

    if (invocation->config->kafka_topics.count == 0)
        return invocation_refuse(invocation, "kafka.topics names no topic to read");
    if (given.until_end)
        return ingest_until_end(invocation);
    if (identity_init(&identity, invocation->config, daemon_name(name), &error)) {
        log_info("ingest", "meritd " MERITD_VERSION " starts");
        if (identity.published_key)
            log_warn("ingest", "customers are stored under a published key: set "
                               "shop.customer_key_file before the first event");
        status = ingest_kafka(invocation, &identity);
    } else {
        log_error("ingest", "%s", error.text);
    }
    identity_clear(&identity);
    return status;
}

const struct command command_ingest = {
    .name = "ingest",
    .operands = "",
    .summary = "the daemon: read Kafka, write PostgreSQL, settle",
    .details =
        "Runs until SIGTERM or SIGINT (writes what it has read, leaves the group, exits 0; a\n"
        "second signal leaves at once). SIGHUP reads the configuration again. Any number of\n"
        "daemons may run from one configuration: Kafka shares the partitions out.\n",
    .roles = "meritd_ingest and meritd_settle",
    COMMAND_OPTIONS(options),
    .own = {.takes_all = true, .alone = ingest},
};
