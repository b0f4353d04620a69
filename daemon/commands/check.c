/*
 * check.c - checks configuration, customer key, pages, Kafka, database. Before any command runs, the configuration
 * was read and its errors were reported. This command does the checks that need more than reading.
 */
#include "client/client.h"
#include "client/command.h"
#include "client/embedded.h"
#include "collectors/kafka/look.h"
#include "web/web.h"

#include <stdio.h>
#include <string.h>

enum { PATIENCE_MS = 10000, KEY_LEAST = 16 };

struct check {
    struct client client;
    bool configuration; /* checks that failed */
    bool reach;
    bool content;
    bool compared; /* to compare with the shop in the database */
    bool differs;
};

/* One line about what is wrong with the configuration. */
static void check_blame(struct check *check, const char *text)
{
    fprintf(stderr, "%s\n", text);
    check->configuration = true;
}

/* The result of a helper that has already printed what it found. */
static void check_note(struct check *check, int status)
{
    check->configuration |= status == EXIT_STATUS_USAGE;
    check->reach |= status == EXIT_STATUS_UNREACHABLE;
    check->content |= status == EXIT_STATUS_FAILED;
}

/* ---- customer key ---- */

static bool check_key(struct check *check, const struct config *config)
{
    const struct identity *identity = &check->client.identity;
    struct error error;
    char text[200];

    if (!identity_init(&check->client.identity, config, "meritd", &error)) {
        check_blame(check, error.text);
        return false;
    }
    if (identity->published_key)
        printf("warning: customers are stored under a published key: set shop.customer_key_file\n");
    if (!identity->published_key && identity->secret_length < KEY_LEAST) {
        snprintf(
            text, sizeof text,
            "shop.customer_key_file: the secret has %zu bytes and can be guessed; it must have "
            "%d at least: head -c 32 /dev/urandom | base64, before the first event",
            identity->secret_length, KEY_LEAST);
        check_blame(check, text);
    }
    return true;
}

/* ---- the pages ---- */

static void check_web(struct check *check, const struct config *config)
{
    struct error error;

    if (!web_check(config, &error))
        check_blame(check, error.text);
}

/* ---- Kafka ---- */

static void check_hear(void *context, enum kafka_fault fault, const char *text)
{
    struct check *check = context;

    fprintf(stderr, "%s\n", text);
    check->configuration |= fault == KAFKA_FAULT_OPTION;
    check->reach |= fault == KAFKA_FAULT_AWAY;
    check->content |= fault == KAFKA_FAULT_TOPIC;
}

static void check_kafka(struct check *check, const struct config *config)
{
    struct kafka_options options = config_kafka_options(config);

    if (options.topic_count == 0)
        printf("kafka: no topics, not looked at\n");
    else if (kafka_look(&options, PATIENCE_MS, check_hear, check) == 0)
        printf("kafka: reached, all topics can be read\n");
}

/* ---- the database ---- */

static void check_zone(struct check *check, const char *zone)
{
    const char *const params[] = {zone};
    char text[200];
    int status = client_ask(
        &check->client, "select from pg_catalog.pg_timezone_names z where z.name = $1", params, 1);

    check_note(check, status);
    if (status == EXIT_STATUS_DONE && database_rows(check->client.database) == 0) {
        snprintf(text, sizeof text,
                 "shop.zone: %s is no time zone that the server knows; it must be the name of one, "
                 "such as Asia/Shanghai",
                 zone);
        check_blame(check, text);
    }
}

/* A login needs at least one role; which one depends on its purpose. False: the login may ask nothing. */
static bool check_login(struct check *check)
{
    int status = client_ask_login(&check->client);

    check_note(check, status);
    if (status != EXIT_STATUS_DONE)
        return false;
    const struct database *database = check->client.database;
    const char *login = database_value(database, 0, 0), *roles = database_value(database, 0, 1);
    const char *missing = database_value(database, 0, 3);
    bool owner = *database_value(database, 0, 2) == 't';
    bool member = strcmp(roles, "none of our roles") != 0;
    if (missing != NULL)
        fprintf(
            stderr,
            "postgres: the server has no roles %s: run sql/roles/create.sql as an administrator "
            "(docs/roles.md)\n",
            missing);
    if (!owner && !member)
        fprintf(
            stderr,
            "postgres.conninfo: login %s is in none of our roles: an administrator grants it those "
            "it needs (docs/roles.md)\n",
            login);
    check->content |= missing != NULL || (!owner && !member);
    printf("login: %s, %s%s\n", login, owner ? "the database's owner; " : "", roles);
    return owner || member;
}

static void check_database(struct check *check, bool shop)
{
    int status = client_reconnect(&check->client);

    check_note(check, status);
    if (status != EXIT_STATUS_DONE)
        return;
    check_zone(check, check->client.invocation->config->shop_zone);
    if (!check_login(check))
        return;
    status = client_check_schema(&check->client);
    check_note(check, status);
    check->compared = status == EXIT_STATUS_DONE && shop;
    if (check->compared) {
        status = client_check_shop(&check->client);
        check->differs = status != EXIT_STATUS_DONE;
    }
    check_note(check, status);
    if (status == EXIT_STATUS_DONE)
        printf("database: reached, schema version %d%s\n", embedded_schema_version(),
               shop ? ", this shop's" : "");
}

static const char *check_verdict(const struct check *check)
{
    if (check->configuration)
        return "wrong";
    if (check->differs)
        return "right in itself, but not as this database has it";
    return check->compared ? "right" : "right as far as can be seen without the database";
}

static int check_all(const struct invocation *invocation)
{
    struct check check = {.client.invocation = invocation};
    bool shop = check_key(&check, invocation->config);

    check_web(&check, invocation->config);
    check_kafka(&check, invocation->config);
    check_database(&check, shop);
    client_close(&check.client);
    printf("configuration: %s, %s\n",
           invocation->config_path ? invocation->config_path : "built-in defaults and environment",
           check_verdict(&check));
    if (check.configuration)
        return EXIT_STATUS_USAGE;
    if (check.reach)
        return EXIT_STATUS_UNREACHABLE;
    return check.content ? EXIT_STATUS_FAILED : EXIT_STATUS_DONE;
}

const struct command command_check = {
    .name = "check",
    .operands = "",
    .summary = "check the configuration, Kafka and the database",
    .details =
        "Reports everything that is wrong at once: 2 when it is the configuration, 3 when Kafka\n"
        "or PostgreSQL cannot be reached, 1 when it is what they hold. Changes nothing.\n",
    .roles = "every role but merit_reader",
    .own = {.alone = check_all},
};
