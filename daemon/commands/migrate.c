/*
 * migrate.c - applies each migration in a transaction, then functions and views, shop and scheme.
 *
 * A session-wide advisory lock makes two runs take turns. When a lock takes too long, a message names the
 * session that holds it, so no open transaction blocks a migration unseen. Functions and views are applied in
 * one transaction, in any order: one that fails because it needs another is tried again after the others,
 * until a pass applies none. Conversations that an older program wrote are written anew at the end (renew.c).
 */
#include "base/buffer.h"
#include "base/memory.h"
#include "client/client.h"
#include "client/command.h"
#include "client/embedded.h"
#include "commands/renew.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MIGRATE_LOCK "5283711069422"
#define MIGRATE_PATIENCE "1min" /* patience with others' locks, unless lock_timeout is set */
#define MIGRATE_SCHEMAS "ref,ingest,fact,settle,settled,rollup,score,merit,period,pay,post,web"

struct migrate {
    struct client client;
    int applied; /* migrations, by this run */
};

static bool has_prefix(const char *name, const char *prefix)
{
    return strncmp(name, prefix, strlen(prefix)) == 0;
}

static const char *base_name(const struct embedded_file *file)
{
    return strchr(file->name, '/') + 1;
}

/* After a lock timed out: names the sessions that hold any of our locks. The blocking one is among them. */
static void migrate_tell_holders(struct migrate *migrate)
{
    struct database *database = migrate->client.database;
    struct error error;

    if (!database_run(database, "rollback", &error) ||
        !database_ask(
            database,
            "select pg_catalog.format('%1$s (pid %2$s%3$s) holds locks: wait until it ends, or end"
            " it: select pg_terminate_backend(%2$s)', a.usename, a.pid,"
            "                         ', ' || nullif(a.application_name, ''))"
            "  from pg_catalog.pg_stat_activity a"
            " where a.pid <> pg_catalog.pg_backend_pid()"
            "   and a.datname = pg_catalog.current_database()"
            "   and exists (select from pg_catalog.pg_locks l"
            "                 left join pg_catalog.pg_class c on c.oid = l.relation"
            "                where l.pid = a.pid and l.granted"
            "                  and (l.locktype = 'advisory'"
            "                       or c.relnamespace::regnamespace::text"
            "                          = any ('{" MIGRATE_SCHEMAS "}')))",
            NULL, 0, &error))
        return;
    for (size_t i = 0; i < database_rows(database); i++)
        fprintf(stderr, "meritd migrate: %s\n", database_value(database, i, 0));
}

static int migrate_fail(struct migrate *migrate, const struct error *error)
{
    bool locked = strcmp(database_sqlstate(migrate->client.database), "55P03") == 0;
    int status = client_fail(&migrate->client, error);

    if (locked)
        migrate_tell_holders(migrate);
    return status;
}

static int migrate_run(struct migrate *migrate, const char *sql)
{
    struct error error;

    if (database_run(migrate->client.database, sql, &error))
        return EXIT_STATUS_DONE;
    return migrate_fail(migrate, &error);
}

static int migrate_refuse(const char *name, const char *why)
{
    fprintf(stderr, "meritd migrate: %s: %s\n", name, why);
    return EXIT_STATUS_FAILED;
}

/* ---- migrations ---- */

static int migrate_lock(struct migrate *migrate)
{
    struct database *database = migrate->client.database;
    int status = client_ask(
        &migrate->client,
        "select pg_catalog.pg_try_advisory_lock(" MIGRATE_LOCK "),"
        "       pg_catalog.set_config('lock_timeout', coalesce(nullif("
        "           pg_catalog.current_setting('lock_timeout'), '0'), '" MIGRATE_PATIENCE
        "'), false)",
        NULL, 0);

    if (status != EXIT_STATUS_DONE || strcmp(database_value(database, 0, 0), "t") == 0)
        return status;
    fprintf(stderr, "meritd migrate: waiting for another one to end\n");
    return migrate_run(migrate, "select pg_catalog.pg_advisory_lock(" MIGRATE_LOCK ")");
}

/* If the table of migrations exists, no migration in it may be newer than this program's. */
static int migrate_look(struct migrate *migrate, bool *bootstrapped)
{
    struct database *database = migrate->client.database;
    int status = client_ask(&migrate->client,
                            "select pg_catalog.to_regclass('ref.migration') is not null", NULL, 0);

    if (status != EXIT_STATUS_DONE)
        return status;
    *bootstrapped = strcmp(database_value(database, 0, 0), "t") == 0;
    if (!*bootstrapped)
        return EXIT_STATUS_DONE;
    status = client_ask(&migrate->client, "select max(m.version) from ref.migration m", NULL, 0);
    if (status != EXIT_STATUS_DONE)
        return status;
    const char *newest = database_value(database, 0, 0);
    if (newest != NULL && atoi(newest) > embedded_schema_version()) {
        fprintf(
            stderr,
            "meritd migrate: the database's schema is at version %s, this program knows %d: run "
            "the newer program\n",
            newest, embedded_schema_version());
        return EXIT_STATUS_FAILED;
    }
    return EXIT_STATUS_DONE;
}

/* The version row comes first, so that two runs collide there; 0001 makes its table. */
static int migrate_apply(struct migrate *migrate, const struct embedded_file *file,
                         bool bootstrapped)
{
    struct buffer script;
    char row[400];

    snprintf(row, sizeof row,
             "insert into ref.migration (version, name, checksum) values (%d, '%s',"
             " pg_catalog.current_setting('merit.checksum'));\n",
             atoi(base_name(file)), base_name(file));
    buffer_init(&script);
    buffer_append_format(&script, "begin;\n%s", bootstrapped ? row : "");
    buffer_append(&script, file->bytes, file->length);
    buffer_append_format(&script, "\n%scommit;", bootstrapped ? "" : row);
    buffer_append_u8(&script, 0);
    int status = script.failed ? migrate_refuse(file->name, "out of memory")
                               : migrate_run(migrate, (const char *)script.bytes);
    buffer_clear(&script);
    if (status != EXIT_STATUS_DONE)
        return migrate_refuse(file->name, "not applied; the database is as it was before it");
    printf("applied %s\n", base_name(file));
    migrate->applied++;
    return EXIT_STATUS_DONE;
}

/* The server computes SHA-256; a setting keeps the hash for the version row. */
static int migrate_digest(struct migrate *migrate, const struct embedded_file *file)
{
    const char *const params[] = {file->bytes};

    return client_ask(&migrate->client,
                      "select pg_catalog.set_config('merit.checksum', pg_catalog.encode("
                      "pg_catalog.sha256(pg_catalog.convert_to($1, 'UTF8')), 'hex'), false)",
                      params, 1);
}

static int migrate_one(struct migrate *migrate, const struct embedded_file *file,
                       bool *bootstrapped)
{
    struct database *database = migrate->client.database;
    char version[16];
    const char *const params[] = {version};
    int status = migrate_digest(migrate, file);

    if (status != EXIT_STATUS_DONE)
        return status;
    if (*bootstrapped) {
        snprintf(version, sizeof version, "%d", atoi(base_name(file)));
        status = client_ask(&migrate->client,
                            "select m.checksum = pg_catalog.current_setting('merit.checksum')"
                            "  from ref.migration m where m.version = $1::integer",
                            params, 1);
        if (status != EXIT_STATUS_DONE)
            return status;
        if (database_rows(database) == 1)
            return strcmp(database_value(database, 0, 0), "t") == 0
                       ? EXIT_STATUS_DONE
                       : migrate_refuse(file->name,
                                        "was applied with another content (checksum); this program "
                                        "and the database do not belong together");
    }
    status = migrate_apply(migrate, file, *bootstrapped);
    *bootstrapped = true;
    return status;
}

static int migrate_tables(struct migrate *migrate)
{
    bool bootstrapped = false;
    int status = migrate_look(migrate, &bootstrapped);

    for (const struct embedded_file *file = embedded_files;
         file->name != NULL && status == EXIT_STATUS_DONE; file++)
        if (has_prefix(file->name, "migrations/"))
            status = migrate_one(migrate, file, &bootstrapped);
    return status;
}

/* ---- functions and views ---- */

/* Every other folder of sql/ is a schema: a function or view in each file, at whatever depth. */
static bool is_object(const struct embedded_file *file)
{
    const char *ending = strrchr(file->name, '.');

    return ending != NULL && strcmp(ending, ".sql") == 0 &&
           !has_prefix(file->name, "migrations/") && !has_prefix(file->name, "roles/");
}

/* May the file succeed after others? (Undefined table, function, object, schema.) */
static bool waits_for_another(const char *state)
{
    return strcmp(state, "42P01") == 0 || strcmp(state, "42883") == 0 ||
           strcmp(state, "42704") == 0 || strcmp(state, "42703") == 0;
}

/* Applies one file inside a savepoint. *waits: not yet. */
static int migrate_object(struct migrate *migrate, const struct embedded_file *file, bool last,
                          bool *waits)
{
    struct database *database = migrate->client.database;
    struct buffer script;
    struct error error;

    *waits = false;
    buffer_init(&script);
    buffer_append_format(&script, "savepoint object;\n");
    buffer_append(&script, file->bytes, file->length);
    buffer_append_format(&script, "\nrelease object;");
    buffer_append_u8(&script, 0);
    bool done = !script.failed && database_run(database, (const char *)script.bytes, &error);
    buffer_clear(&script);
    if (done)
        return EXIT_STATUS_DONE;
    if (!last && waits_for_another(database_sqlstate(database))) {
        *waits = true;
        return migrate_run(migrate, "rollback to object; release object");
    }
    int status = migrate_fail(migrate, &error);
    migrate_refuse(file->name, "not applied; functions and views are as they were before");
    return status;
}

/* One pass over the files that are not applied yet; moves those that must wait to the front. */
static int migrate_pass(struct migrate *migrate, const struct embedded_file **files, size_t *count,
                        bool last)
{
    size_t waiting = 0;

    for (size_t i = 0; i < *count; i++) {
        bool waits;
        int status = migrate_object(migrate, files[i], last, &waits);
        if (status != EXIT_STATUS_DONE)
            return status;
        if (waits)
            files[waiting++] = files[i];
    }
    *count = waiting;
    return EXIT_STATUS_DONE;
}

static int migrate_objects(struct migrate *migrate)
{
    const struct embedded_file **files = memory_alloc_or_die(embedded_count * sizeof *files);
    size_t count = 0, before = SIZE_MAX;
    int status;

    for (size_t i = 0; i < embedded_count; i++)
        if (is_object(&embedded_files[i]))
            files[count++] = &embedded_files[i];
    size_t total = count;
    status = migrate_run(migrate, "begin; set local check_function_bodies = off");
    while (status == EXIT_STATUS_DONE && count > 0) {
        bool last = count == before; /* none was applied: now report the failures */
        before = count;
        status = migrate_pass(migrate, files, &count, last);
    }
    if (status == EXIT_STATUS_DONE)
        status = migrate_run(migrate, "select ref.drop_leftovers()");
    if (status == EXIT_STATUS_DONE) /* what the old functions made is not kept */
        status = migrate_run(migrate, "insert into score.stale (since, until) "
                                      "values ('-infinity', 'infinity')");
    if (status == EXIT_STATUS_DONE)
        status = migrate_run(migrate, "commit");
    memory_free(files);
    if (status == EXIT_STATUS_DONE)
        printf("functions and views: %zu\n", total);
    return status;
}

/* ---- roles: create missing ones, grant their privileges again ---- */

static int migrate_roles(struct migrate *migrate)
{
    int status = migrate_run(migrate, "begin");

    for (const struct embedded_file *file = embedded_files;
         file->name != NULL && status == EXIT_STATUS_DONE; file++) {
        if (!has_prefix(file->name, "roles/"))
            continue;
        status = migrate_run(migrate, file->bytes);
        if (status != EXIT_STATUS_DONE)
            migrate_refuse(file->name, "not applied; what roles may do is as it was before");
    }
    return status == EXIT_STATUS_DONE ? migrate_run(migrate, "commit") : status;
}

/* ---- the tables' initial rows ---- */

static int migrate_shop(struct migrate *migrate)
{
    const struct identity *identity = &migrate->client.identity;
    const struct postgres_options *options = &identity->options;
    const char *const params[] = {options->shop,     options->zone,    options->cut_over,
                                  options->currency, identity->topics, options->customer_key,
                                  options->language};
    int status = client_ask(&migrate->client,
                            "select ref.set_shop($1, $2, $3::time, $4, $5::text[], $6, $7)", params,
                            sizeof params / sizeof params[0]);

    if (status == EXIT_STATUS_DONE)
        printf("shop: %s, %s, day begins at %s, %s\n", options->shop ? options->shop : "any",
               options->zone, options->cut_over, options->currency);
    if (status == EXIT_STATUS_DONE && identity->published_key)
        fprintf(stderr, "meritd migrate: customers are stored under a published key: set "
                        "shop.customer_key_file before the first event, or everybody who knows a "
                        "customer's id can find them\n");
    return status;
}

static int migrate_scheme(struct migrate *migrate)
{
    const struct embedded_file *scheme = NULL;

    for (size_t i = 0; i < embedded_count; i++)
        if (strcmp(embedded_files[i].name, "schemes/shop-service.json") == 0)
            scheme = &embedded_files[i];
    if (scheme == NULL)
        return EXIT_STATUS_DONE;
    const char *const params[] = {scheme->bytes};
    int status = client_ask(&migrate->client,
                            "select score.load_default('shop-service', $1::jsonb)", params, 1);
    if (status == EXIT_STATUS_DONE && database_value(migrate->client.database, 0, 0) != NULL)
        printf("scheme: shop-service, version %s\n",
               database_value(migrate->client.database, 0, 0));
    return status;
}

static int migrate_all(struct migrate *migrate)
{
    int status = migrate_lock(migrate);

    if (status == EXIT_STATUS_DONE)
        status = migrate_tables(migrate);
    if (status == EXIT_STATUS_DONE)
        status = migrate_objects(migrate);
    if (status == EXIT_STATUS_DONE)
        status = migrate_roles(migrate);
    if (status == EXIT_STATUS_DONE)
        status = migrate_shop(migrate);
    if (status == EXIT_STATUS_DONE)
        status = migrate_scheme(migrate);
    if (status == EXIT_STATUS_DONE)
        status = renew_conversations(&migrate->client);
    if (status == EXIT_STATUS_DONE)
        printf("schema: version %d, %s\n", embedded_schema_version(),
               migrate->applied > 0 ? "brought up to date" : "was up to date");
    return status;
}

static int migrate_alone(const struct invocation *invocation)
{
    struct migrate migrate = {0};
    int status = client_connect(&migrate.client, invocation);

    if (status == EXIT_STATUS_DONE)
        status = migrate_all(&migrate);
    client_close(&migrate.client);
    return status;
}

const struct command command_migrate = {
    .name = "migrate",
    .operands = "",
    .summary = "create or bring up to date the database's schema",
    .details = "Applies what is missing, then functions and views, writes the shop of the\n"
               "configuration into the database, and loads a first scoring scheme when there is\n"
               "none. Doing it again changes nothing. Refuses a schema newer than this program.\n",
    .roles = "the database's owner",
    .own = {.alone = migrate_alone},
};
