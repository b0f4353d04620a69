/* scratch.c - starts the server, asks it by the client of commands, and stops it. */
#include "store/scratch.h"

#include "base/log.h"
#include "store/database.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SCRIPT "tests/unit/store/scratch_postgres.sh"

static char folder[200]; /* "": no PostgreSQL here */
static char conninfo[300];
static struct database *database;

static const char *const topics[] = {"shop"};

struct postgres_options scratch_options(void)
{
    return (struct postgres_options){
        .conninfo = conninfo,
        .application_name = "test",
        .schema_version = 7,
        .zone = "Asia/Shanghai",
        .cut_over = "00:00",
        .currency = "CNY",
        .topics = topics,
        .topic_count = 1,
        .customer_key = "key",
        .statement_timeout_ms = 20000,
        .lock_timeout_ms = 100,
    };
}

/* PGHOSTADDR or PGSERVICE of whoever runs this must lead nothing here to another server. */
static void leave_environment(void)
{
    char name[64];

    for (char **at = environ; *at != NULL;) {
        snprintf(name, sizeof name, "%.*s", (int)strcspn(*at, "="), *at);
        if (strncmp(name, "PG", 2) == 0 && unsetenv(name) == 0)
            at = environ; /* it has moved up */
        else
            at++;
    }
}

int scratch_start(void **state)
{
    (void)state;
    leave_environment();
    FILE *output = popen("sh " SCRIPT " start", "r");

    log_set_level(LOG_LEVEL_ERROR);
    if (output == NULL)
        return -1;
    if (fgets(folder, sizeof folder, output) != NULL)
        folder[strcspn(folder, "\n")] = '\0';
    int status = pclose(output);
    if (status != 0)
        return WEXITSTATUS(status) == 77 ? 0 : -1;
    struct error error;
    snprintf(conninfo, sizeof conninfo, "host='%s' user=shop dbname=shop", folder);
    database = database_open(conninfo, "eyes", &error);
    return database == NULL ? -1 : 0;
}

int scratch_stop(void **state)
{
    (void)state;
    char command[300];

    database_free(database);
    snprintf(command, sizeof command, "sh " SCRIPT " stop '%s'", folder);
    return folder[0] == '\0' ? 0 : system(command);
}

bool scratch_is_there(void)
{
    return folder[0] != '\0';
}

const char *scratch_folder(void)
{
    return folder;
}

const char *look(const char *sql)
{
    struct error error;

    if (!database_ask(database, sql, NULL, 0, &error))
        fail_msg("%s", error.text);
    const char *value = database_value(database, 0, 0);
    return value == NULL ? "NULL" : value;
}

void look_run(const char *sql)
{
    struct error error;

    if (!database_run(database, sql, &error))
        fail_msg("%s", error.text);
}
