/* client.c - connects, checks, prints what failed. */
#include "client/client.h"

#include "base/time.h"
#include "client/command.h"
#include "client/embedded.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what failed ---- */

static const char login_sql[] =
    "with role as (select w.name, r.oid from pg_catalog.unnest(array['meritd_ingest',"
    "        'meritd_settle', 'meritd_close', 'merit_lead', 'merit_agent', 'merit_payroll',"
    "        'merit_operator', 'merit_reader', 'meritd_web']) w(name)"
    "   left join pg_catalog.pg_roles r on r.rolname = w.name)"
    "select current_user,"
    "  coalesce((select pg_catalog.string_agg(r.name, ', ') from role r"
    "             where pg_catalog.pg_has_role(r.oid, 'usage')), 'none of our roles'),"
    "  (select pg_catalog.pg_has_role(d.datdba, 'usage') from pg_catalog.pg_database d"
    "    where d.datname = pg_catalog.current_database()),"
    "  (select pg_catalog.string_agg(r.name, ', ') from role r where r.oid is null)";

int client_ask_login(struct client *client)
{
    return client_ask(client, login_sql, NULL, 0);
}

/* Prints which roles may run the command and which the login has; then the missing privilege. */
static void client_deny(const struct client *client)
{
    const struct command *command = client->invocation->command;
    const char *message = database_message(client->database);
    char missed[200];
    struct error error;

    snprintf(missed, sizeof missed, "%.*s", (int)strcspn(message, "\n"), message);
    bool known = database_ask(client->database, login_sql, NULL, 0, &error);
    fprintf(stderr,
            "meritd %s: it is for %s, and login %s is in %s; an administrator grants roles "
            "(docs/roles.md): ",
            command->name, command->roles, database_user(client->database),
            known ? database_value(client->database, 0, 1) : "others");
    table_print_text(missed, stderr);
}

int client_fail(const struct client *client, const struct error *error)
{
    const char *name = client->invocation->command->name;

    if (error->class == ERROR_RETRY || client->database == NULL) {
        fprintf(stderr, "meritd %s: %s\n", name, error->text);
        return error->class == ERROR_MEMORY ? EXIT_STATUS_FAILED : EXIT_STATUS_UNREACHABLE;
    }
    if (database_denied(client->database)) {
        client_deny(client);
        return EXIT_STATUS_FAILED;
    }
    const char *message = database_message(client->database);
    fprintf(stderr, "meritd %s: ", name);
    table_print_text(*message ? message : error->text, stderr);
    return EXIT_STATUS_FAILED;
}

/* ---- asking ---- */

/* Prints the server's warnings on standard error. */
static void client_warn(void *context, const char *text)
{
    const struct client *client = context;

    fprintf(stderr, "meritd %s: ", client->invocation->command->name);
    table_print_text(text, stderr);
}

int client_ask(struct client *client, const char *sql, const char *const *params, size_t count)
{
    struct error error;

    if (database_ask(client->database, sql, params, count, &error))
        return EXIT_STATUS_DONE;
    return client_fail(client, &error);
}

int client_set_zone(struct client *client, enum table_format format)
{
    const char *const params[] = {client->identity.options.zone};

    if (format != TABLE_TEXT)
        return EXIT_STATUS_DONE;
    return client_ask(client, "select pg_catalog.set_config('timezone', $1, false)", params, 1);
}

int client_keep(struct client *client, size_t column, struct buffer *text)
{
    const char *value = database_value(client->database, 0, column);

    buffer_reset(text);
    buffer_append(text, value ? value : "", value ? strlen(value) + 1 : 1);
    if (!text->failed)
        return EXIT_STATUS_DONE;
    fprintf(stderr, "meritd %s: out of memory\n", client->invocation->command->name);
    return EXIT_STATUS_FAILED;
}

int client_take(struct client *client, struct buffer *text, const char *sql,
                const char *const *params, size_t count)
{
    int status = client_ask(client, sql, params, count);

    return status == EXIT_STATUS_DONE ? client_keep(client, 0, text) : status;
}

int client_tell(struct client *client, const char *sql, const char *const *params, size_t count)
{
    int status = client_ask(client, sql, params, count);

    if (status == EXIT_STATUS_DONE)
        table_print_text(database_value(client->database, 0, 0), stdout);
    return status;
}

static int client_print_json(struct client *client, const char *sql, const char *const *params,
                             size_t count, size_t *rows)
{
    struct buffer question;

    buffer_init(&question);
    /* answer.*: the row, even if a column is called answer */
    buffer_append_format(&question,
                         "select coalesce(pg_catalog.json_agg(answer.*), '[]')::text, count(*)"
                         "  from (%s) answer",
                         sql);
    buffer_append_u8(&question, 0);
    int status = client_ask(client, (const char *)question.bytes, params, count);
    buffer_clear(&question);
    if (status != EXIT_STATUS_DONE)
        return status;
    puts(database_value(client->database, 0, 0));
    *rows = strtoul(database_value(client->database, 0, 1), NULL, 10);
    return EXIT_STATUS_DONE;
}

int client_print(struct client *client, enum table_format format, const char *sql,
                 const char *const *params, size_t count, size_t *rows)
{
    size_t ignored;

    if (rows == NULL)
        rows = &ignored;
    if (format == TABLE_JSON)
        return client_print_json(client, sql, params, count, rows);
    int status = client_ask(client, sql, params, count);
    if (status != EXIT_STATUS_DONE)
        return status;
    *rows = database_rows(client->database);
    if (format == TABLE_CSV)
        table_print_csv(client->database, stdout);
    else
        table_print(client->database, &client->words, stdout);
    return EXIT_STATUS_DONE;
}

int client_tell_or_print(struct client *client, enum table_format format, const char *sql,
                         const char *const *params, size_t count)
{
    struct buffer question;

    if (format != TABLE_TEXT)
        return client_print(client, format, sql, params, count, NULL);
    buffer_init(&question);
    buffer_append_format(&question, "select answer.told from (%s) answer", sql);
    buffer_append_u8(&question, 0);
    int status = client_tell(client, (const char *)question.bytes, params, count);
    buffer_clear(&question);
    return status;
}

int client_list(struct client *client, enum table_format format, const char *nothing,
                const char *sql, const char *const *params, size_t count)
{
    size_t rows = 0;
    int status = client_set_zone(client, format);

    if (status != EXIT_STATUS_DONE)
        return status;
    status = client_print(client, format, sql, params, count, &rows);
    if (status == EXIT_STATUS_DONE && rows == 0 && format == TABLE_TEXT)
        fprintf(stderr, "meritd %s: %s\n", client->invocation->command->name,
                words_find(&client->words, "none", nothing));
    return status;
}

/* --now for the views. */
static int client_set_now(struct client *client)
{
    char now[TIME_TEXT_SIZE];
    const char *const params[] = {now};

    if (client->invocation->present_ms == TIME_NONE)
        return EXIT_STATUS_DONE;
    time_format(client->invocation->present_ms, now);
    return client_ask(client, "select pg_catalog.set_config('merit.now', $1, false)", params, 1);
}

int client_connect(struct client *client, const struct invocation *invocation)
{
    struct error error;

    *client = (struct client){.invocation = invocation};
    if (!identity_init(&client->identity, invocation->config, "meritd", &error)) {
        fprintf(stderr, "meritd %s: %s\n", invocation->command->name, error.text);
        return EXIT_STATUS_USAGE;
    }
    return client_reconnect(client);
}

int client_reconnect(struct client *client)
{
    const struct invocation *invocation = client->invocation;
    struct error error;

    database_free(client->database);
    client->database = database_open(invocation->config->postgres_conninfo, "meritd", &error);
    if (client->database == NULL) {
        fprintf(stderr, "meritd %s: %s\n", invocation->command->name, error.text);
        return EXIT_STATUS_UNREACHABLE;
    }
    database_on_warning(client->database, client_warn, client);
    return client_set_now(client);
}

void client_close(struct client *client)
{
    database_free(client->database);
    identity_clear(&client->identity);
    words_clear(&client->words);
}

/* ---- is the database ours? ---- */

static int client_refuse(const struct client *client, const char *text)
{
    fprintf(stderr, "meritd %s: %s\n", client->invocation->command->name, text);
    return EXIT_STATUS_FAILED;
}

int client_check_schema(struct client *client)
{
    struct error error;
    char text[200];
    int known = embedded_schema_version();

    if (!database_ask(client->database, "select ingest.schema_version()", NULL, 0, &error)) {
        const char *state = database_sqlstate(client->database);
        if (strcmp(state, "42883") == 0 || strcmp(state, "3F000") == 0) /* no function, no schema */
            return client_refuse(client,
                                 "this database has no schema of meritd: run `meritd migrate`");
        return client_fail(client, &error);
    }
    const char *found = database_value(client->database, 0, 0);
    int version = found ? atoi(found) : 0;
    if (version == known)
        return EXIT_STATUS_DONE;
    snprintf(text, sizeof text,
             "the database's schema is at version %d, this program %s %d: run %s", version,
             version < known ? "needs" : "knows", known,
             version < known ? "`meritd migrate`" : "the newer program");
    return client_refuse(client, text);
}

int client_ask_differences(struct client *client)
{
    const struct postgres_options *shop = &client->identity.options;
    const char *const params[] = {
        shop->shop,         shop->zone,    shop->cut_over, shop->currency, client->identity.topics,
        shop->customer_key, shop->language};

    return client_ask(client,
                      "select d from ref.shop_differences($1, $2, $3, $4, $5::text[], $6, $7) d",
                      params, sizeof params / sizeof params[0]);
}

int client_check_shop(struct client *client)
{
    int status = client_ask_differences(client);

    if (status != EXIT_STATUS_DONE || database_rows(client->database) == 0)
        return status;
    fprintf(stderr, "meritd %s: the configuration and this database differ:\n",
            client->invocation->command->name);
    for (size_t row = 0; row < database_rows(client->database); row++)
        fprintf(stderr, "  %s\n", database_value(client->database, row, 0));
    fprintf(stderr, "mend the configuration, or run `meritd migrate`: it takes new topics and "
                    "another language at any time, the rest before the first event\n");
    return EXIT_STATUS_FAILED;
}

static int client_read_words(struct client *client)
{
    int status = client_ask(client, "select s.key, s.word from merit.spoken() s", NULL, 0);

    if (status == EXIT_STATUS_DONE && !words_keep(&client->words, client->database))
        status = client_refuse(client, "out of memory");
    return status;
}

int client_open(struct client *client, const struct invocation *invocation)
{
    int status = client_connect(client, invocation);

    if (status == EXIT_STATUS_DONE)
        status = client_check_schema(client);
    if (status == EXIT_STATUS_DONE)
        status = client_check_shop(client);
    if (status == EXIT_STATUS_DONE && invocation->command->spoken)
        status = client_read_words(client);
    return status;
}
