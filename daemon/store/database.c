/* database.c - libpq's blocking calls, with one form of error. */
#include "store/database.h"

#include "base/buffer.h"
#include "base/log.h"
#include "base/memory.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <string.h>

struct database {
    PGconn *pg;
    PGresult *result;
    struct buffer message; /* NUL-terminated after a failure */
    char sqlstate[6];
    bool denied;
    void (*hear)(void *context, const char *text); /* NULL: nobody listens */
    void *hear_context;
};

/* ---- notices ---- */

static void append_field(struct buffer *out, const char *title, const PGresult *result, int field)
{
    const char *text = PQresultErrorField(result, field);

    if (text != NULL)
        buffer_append_format(out, "%s%s", title, text);
}

static bool is_warning(const PGresult *result)
{
    const char *severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);

    return (severity != NULL && strcmp(severity, "WARNING") == 0) ||
           PQresultErrorField(result, PG_DIAG_MESSAGE_HINT) != NULL;
}

static void database_notice(void *context, const PGresult *result)
{
    const struct database *database = context;
    struct buffer text;

    buffer_init(&text);
    append_field(&text, "", result, PG_DIAG_MESSAGE_PRIMARY);
    append_field(&text, "\n", result, PG_DIAG_MESSAGE_DETAIL);
    append_field(&text, "\nhint: ", result, PG_DIAG_MESSAGE_HINT);
    buffer_append_u8(&text, 0);
    if (!text.failed && database->hear != NULL && is_warning(result))
        database->hear(database->hear_context, (const char *)text.bytes);
    else if (!text.failed)
        log_debug("database", "%.*s", (int)strcspn((const char *)text.bytes, "\n"),
                  (const char *)text.bytes);
    buffer_clear(&text);
}

void database_on_warning(struct database *database, void (*hear)(void *context, const char *text),
                         void *context)
{
    database->hear = hear;
    database->hear_context = context;
}

/* ---- connecting ---- */

bool database_conninfo_is_readable(const char *conninfo)
{
    char *why = NULL;

    if (conninfo == NULL || (strchr(conninfo, '=') == NULL && strstr(conninfo, "://") == NULL))
        return true; /* a database's name */
    PQconninfoOption *options = PQconninfoParse(conninfo, &why);
    bool readable = options != NULL || why == NULL;
    PQconninfoFree(options);
    PQfreemem(why);
    return readable;
}

static bool database_connect(struct database *database, const char *conninfo,
                             const char *application_name, struct error *error)
{
    const char *const keywords[] = {"connect_timeout", "dbname", "fallback_application_name",
                                    "client_encoding", NULL};
    const char *const values[] = {"10", conninfo ? conninfo : "", application_name, "UTF8", NULL};

    if (!database_conninfo_is_readable(conninfo))
        return error_set(
            error, ERROR_RETRY,
            "cannot connect to PostgreSQL: postgres.conninfo (not shown) is not of the "
            "form name=value, or a URI");
    database->pg = PQconnectdbParams(keywords, values, 1);
    if (database->pg == NULL)
        return error_memory(error);
    if (PQstatus(database->pg) == CONNECTION_BAD) {
        const char *message = PQerrorMessage(database->pg);
        return error_set(error, ERROR_RETRY, "cannot connect to PostgreSQL: %.*s",
                         (int)strcspn(message, "\n"), message);
    }
    PQsetNoticeReceiver(database->pg, database_notice, database);
    return true;
}

struct database *database_open(const char *conninfo, const char *application_name,
                               struct error *error)
{
    struct database *database = memory_alloc(sizeof *database);

    if (database == NULL) {
        error_memory(error);
        return NULL;
    }
    *database = (struct database){0};
    buffer_init(&database->message);
    if (!database_connect(database, conninfo, application_name, error) ||
        !database_ask(database,
                      "select pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', false),"
                      "       pg_catalog.set_config('timezone', 'UTC', false),"
                      "       pg_catalog.set_config('statement_timeout', '0', false)",
                      NULL, 0, error)) {
        database_free(database);
        return NULL;
    }
    return database;
}

void database_free(struct database *database)
{
    if (database == NULL)
        return;
    PQclear(database->result);
    PQfinish(database->pg);
    buffer_clear(&database->message);
    memory_free(database);
}

/* ---- failures ---- */

static void database_forget(struct database *database)
{
    PQclear(database->result);
    database->result = NULL;
    buffer_reset(&database->message);
    database->sqlstate[0] = '\0';
    database->denied = false;
}

/* Our functions send messages only by PL/pgSQL's RAISE. */
static bool is_raised(const PGresult *result)
{
    const char *function = PQresultErrorField(result, PG_DIAG_SOURCE_FUNCTION);

    return function != NULL && strcmp(function, "exec_stmt_raise") == 0;
}

/* The message of the server, or of libpq. */
static bool database_fail(struct database *database, struct error *error)
{
    const char *state = database->result ? PQresultErrorField(database->result, PG_DIAG_SQLSTATE)
                                         : NULL;
    const char *first = database->result
                            ? PQresultErrorField(database->result, PG_DIAG_MESSAGE_PRIMARY)
                            : NULL;

    snprintf(database->sqlstate, sizeof database->sqlstate, "%s", state ? state : "");
    database->denied = strcmp(database->sqlstate, "42501") == 0 && !is_raised(database->result);
    if (first == NULL)
        first = PQerrorMessage(database->pg);
    buffer_append(&database->message, first, strlen(first));
    append_field(&database->message, "\n", database->result, PG_DIAG_MESSAGE_DETAIL);
    append_field(&database->message, "\nhint: ", database->result, PG_DIAG_MESSAGE_HINT);
    buffer_append_u8(&database->message, 0);
    if (PQstatus(database->pg) == CONNECTION_BAD)
        return error_set(error, ERROR_RETRY, "connection to PostgreSQL lost: %.*s",
                         (int)strcspn(first, "\n"), first);
    return error_set(error, ERROR_STOP, "%s", first);
}

static bool database_answered(struct database *database, PGresult *result, struct error *error)
{
    database->result = result;
    switch (PQresultStatus(result)) {
    case PGRES_TUPLES_OK:
    case PGRES_COMMAND_OK: return true;
    default: return database_fail(database, error);
    }
}

bool database_ask(struct database *database, const char *sql, const char *const *params,
                  size_t count, struct error *error)
{
    database_forget(database);
    return database_answered(
        database, PQexecParams(database->pg, sql, (int)count, NULL, params, NULL, NULL, 0), error);
}

bool database_run(struct database *database, const char *sql, struct error *error)
{
    database_forget(database);
    return database_answered(database, PQexec(database->pg, sql), error);
}

const char *database_user(const struct database *database)
{
    return PQuser(database->pg);
}

/* ---- answers ---- */

size_t database_rows(const struct database *database)
{
    return (size_t)PQntuples(database->result);
}

size_t database_columns(const struct database *database)
{
    return (size_t)PQnfields(database->result);
}

const char *database_column(const struct database *database, size_t column)
{
    return PQfname(database->result, (int)column);
}

const char *database_value(const struct database *database, size_t row, size_t column)
{
    if (PQgetisnull(database->result, (int)row, (int)column) != 0)
        return NULL;
    return PQgetvalue(database->result, (int)row, (int)column);
}

bool database_is_number(const struct database *database, size_t column)
{
    enum { INT8 = 20, INT2 = 21, INT4 = 23, FLOAT4 = 700, FLOAT8 = 701, NUMERIC = 1700 };

    switch (PQftype(database->result, (int)column)) {
    case INT2:
    case INT4:
    case INT8:
    case FLOAT4:
    case FLOAT8:
    case NUMERIC: return true;
    default: return false;
    }
}

bool database_is_flag(const struct database *database, size_t column)
{
    enum { BOOL = 16 };

    return PQftype(database->result, (int)column) == BOOL;
}

const char *database_message(const struct database *database)
{
    if (database->message.failed || database->message.length == 0)
        return "";
    return (const char *)database->message.bytes;
}

const char *database_sqlstate(const struct database *database)
{
    return database->sqlstate;
}

bool database_denied(const struct database *database)
{
    return database->denied;
}
