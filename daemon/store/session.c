/* session.c - a table of questions, and the check of each answer. */
#include "store/session.h"

#include "base/memory.h"
#include "store/encode.h"
#include "store/sqlstate.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { MAX_PARAMS = 7, MS_PER_HOUR = 3600000 };

struct session_step {
    const char *sql;
    const char *statement; /* prepare it under this name; NULL: ask it */
    void (*ask)(struct session *session, struct connection *connection, const char *sql,
                int64_t now_ms);
    bool (*check)(struct session *session, const PGresult *result, struct error *error);
};

void session_init(struct session *session, const struct postgres_options *options, bool writes)
{
    *session = (struct session){.options = options, .writes = writes};
}

void session_clear(struct session *session)
{
    buffer_clear(&session->params);
    memory_free(session->day_starts);
    session->day_starts = NULL;
}

/* ---- the questions ---- */

static void session_ask_plain(struct session *session, struct connection *connection,
                              const char *sql, int64_t now_ms)
{
    (void)session;
    connection_ask(connection, sql, &(struct connection_params){0}, now_ms);
}

static void session_ask_parameters(struct session *session, struct connection *connection,
                                   const char *sql, int64_t now_ms)
{
    char statement[16], lock[16];
    const char *values[] = {statement, lock};

    snprintf(statement, sizeof statement, "%u", session->options->statement_timeout_ms);
    snprintf(lock, sizeof lock, "%u", session->options->lock_timeout_ms);
    connection_ask(connection, sql, &(struct connection_params){.count = 2, .values = values},
                   now_ms);
}

/* All parameters in binary, because topics are an array. */
static void session_ask_shop(struct session *session, struct connection *connection,
                             const char *sql, int64_t now_ms)
{
    const struct postgres_options *options = session->options;
    const char *values[MAX_PARAMS] = {options->shop,     options->zone, options->cut_over,
                                      options->currency, NULL,          options->customer_key,
                                      options->language};
    int lengths[MAX_PARAMS] = {0};
    struct buffer *topics = &session->params;

    buffer_reset(topics);
    encode_array_begin(topics, OID_TEXT, options->topic_count);
    for (size_t i = 0; i < options->topic_count; i++)
        encode_element(topics, options->topics[i], strlen(options->topics[i]));
    if (topics->failed) {
        connection_drop(connection, now_ms, "out of memory");
        return;
    }
    for (int i = 0; i < MAX_PARAMS; i++)
        lengths[i] = values[i] == NULL ? 0 : (int)strlen(values[i]);
    values[4] = (const char *)topics->bytes;
    lengths[4] = (int)topics->length;
    connection_ask(connection, sql, &(struct connection_params){MAX_PARAMS, values, lengths, true},
                   now_ms);
}

/* ---- checks of the answers ---- */

/* A problem that a person must solve. A process that was connected before waits: the database may be in a restore. */
static enum error_class session_wrong(const struct session *session)
{
    return session->was_ready ? ERROR_RETRY : ERROR_STOP;
}

static bool session_check_parameters(struct session *session, const PGresult *result,
                                     struct error *error)
{
    (void)session;
    if (*PQgetvalue(result, 0, 0) != 0)
        return error_set(error, ERROR_RETRY, "the server is a standby: it takes no writes");
    return true;
}

static bool session_check_version(struct session *session, const PGresult *result,
                                  struct error *error)
{
    int32_t wanted = session->options->schema_version;
    int32_t found = 0;

    if (PQgetisnull(result, 0, 0) == 0)
        found = (int32_t)decode_u32(PQgetvalue(result, 0, 0));
    if (found < wanted)
        return error_set(error, session_wrong(session),
                         "the database's schema is at version %d, this program needs %d: run "
                         "`meritd migrate`",
                         found, wanted);
    if (found > wanted)
        return error_set(error, ERROR_STOP,
                         "the database's schema is at version %d, this program knows %d: run the "
                         "newer program",
                         found, wanted);
    return true;
}

static bool session_check_shop(struct session *session, const PGresult *result, struct error *error)
{
    char text[400] = "";
    size_t used = 0;

    if (PQntuples(result) == 0)
        return true;
    for (int i = 0; i < PQntuples(result) && used < sizeof text; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", i == 0 ? "" : "; ",
                                 PQgetvalue(result, i, 0));
    return error_set(error, session_wrong(session),
                     "the configuration and this database differ: %s; mend the configuration, or "
                     "run `meritd migrate`",
                     text);
}

static bool session_check_rules(struct session *session, const PGresult *result,
                                struct error *error)
{
    if (PQntuples(result) != 1)
        return error_set(error, session_wrong(session),
                         "ref.rules() gives no rules: run `meritd migrate`");
    session->settings.idle_ms = (int64_t)(int32_t)decode_u32(PQgetvalue(result, 0, 0)) *
                                MS_PER_HOUR;
    session->settings.kept_from_ms = PQgetisnull(result, 0, 1) != 0
                                         ? INT64_MIN
                                         : decode_time(PQgetvalue(result, 0, 1));
    return true;
}

static bool session_no_calendar(const struct session *session, struct error *error)
{
    return error_set(error, session_wrong(session),
                     "ref.day holds no calendar: run `meritd migrate`");
}

static bool session_check_days(struct session *session, const PGresult *result, struct error *error)
{
    size_t count = (size_t)PQntuples(result);

    if (count < 2)
        return session_no_calendar(session, error);
    int64_t *starts = memory_alloc(count * sizeof *starts);
    if (starts == NULL)
        return error_memory(error);
    memory_free(session->day_starts);
    session->day_starts = starts;
    int32_t first = decode_date(PQgetvalue(result, 0, 0));
    for (size_t i = 0; i < count; i++) {
        starts[i] = decode_time(PQgetvalue(result, (int)i, 1));
        if (decode_date(PQgetvalue(result, (int)i, 0)) != first + (int32_t)i)
            return session_no_calendar(session, error);
    }
    session->settings.calendar = (struct calendar){first, count, starts};
    return true;
}

static bool session_check_types(struct session *session, const PGresult *result,
                                struct error *error)
{
    static const char *const names[] = {
#define X(name, array, row, type) type,
        WRITE_ARRAY_LIST(X)
#undef X
    };

    for (int array = 0; array < WRITE_ARRAY_COUNT; array++) {
        session->oids.rows[array] = 0;
        for (int i = 0; i < PQntuples(result); i++)
            if (strcmp(names[array], PQgetvalue(result, i, 0)) == 0)
                session->oids.rows[array] = decode_u32(PQgetvalue(result, i, 1));
        if (session->oids.rows[array] == 0)
            return error_set(error, session_wrong(session),
                             "there is no type ingest.%s: run `meritd migrate`", names[array]);
    }
    return true;
}

static const struct session_step session_steps[] = {
    {.sql = "select pg_catalog.pg_is_in_recovery(),"
            "       pg_catalog.set_config('statement_timeout', $1, false),"
            "       pg_catalog.set_config('lock_timeout', $2, false),"
            "       pg_catalog.set_config('idle_in_transaction_session_timeout', '60s', false),"
            "       pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', false),"
            "       pg_catalog.set_config('timezone', 'UTC', false),"
            "       pg_catalog.set_config('jit', 'off', false)",
     .ask = session_ask_parameters,
     .check = session_check_parameters},
    {.sql = "select ingest.schema_version()",
     .ask = session_ask_plain,
     .check = session_check_version},
    {.sql = "select ref.shop_differences($1, $2, $3, $4, $5, $6, $7)",
     .ask = session_ask_shop,
     .check = session_check_shop},
    /* The settler's connection ends here. */
    /* The session says what it knows of the limit: a write that knows another one is refused (ingest.write). */
    {.sql =
         "select r.session_idle_hours, d.starts_at,"
         "       pg_catalog.set_config('merit.kept_from', coalesce(s.kept_from::text, ''), false)"
         "  from ref.shop s cross join ref.rules() r left join ref.day d on d.day = s.kept_from",
     .ask = session_ask_plain,
     .check = session_check_rules},
    {.sql = "select d.day, d.starts_at from ref.day d order by d.starts_at, d.day",
     .ask = session_ask_plain,
     .check = session_check_days},
    {.sql = "select t.typname, t.oid from pg_catalog.pg_type t"
            "  join pg_catalog.pg_namespace n on n.oid = t.typnamespace"
            " where n.nspname = 'ingest' and t.typtype = 'c'",
     .ask = session_ask_plain,
     .check = session_check_types},
    {.sql = "select ingest.write($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
     .statement = "write"},
    {.sql = "select d.conversation, d.version, d.stubs from ingest.differing($1, $2) d",
     .statement = "differing"},
    {.sql = "select p.topic, p.partition, p.epoch, p.next_offset, p.last_offset,"
            "       p.last_timestamp, p.last_key_hash, p.caught_up_at, p.end_offset, p.gap_records,"
            "       p.late_records, p.late_offset, p.late_at"
            "  from ingest.position p",
     .statement = "positions"},
};

enum { STEP_COUNT = sizeof session_steps / sizeof session_steps[0], STEP_COUNT_READER = 3 };

/* ---- from question to question ---- */

static void session_ask(struct session *session, struct connection *connection, int64_t now_ms)
{
    const struct session_step *step = &session_steps[session->step];

    if (step->statement != NULL)
        connection_prepare(connection, step->statement, step->sql, now_ms);
    else
        step->ask(session, connection, step->sql, now_ms);
}

void session_begin(struct session *session, struct connection *connection, int64_t now_ms)
{
    session->step = 0;
    session_ask(session, connection, now_ms);
}

/* A question failed: may it pass, or is this not our database? */
static bool session_check_failed(const struct session *session, const PGresult *result,
                                 struct error *error)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    enum sqlstate_class class = sqlstate_class(state);
    struct error cause;

    connection_result_error(result, ERROR_RETRY, &cause);
    if (class == SQLSTATE_PASSES || class == SQLSTATE_RECONNECT)
        return error_set(error, ERROR_RETRY, "%s", cause.text);
    return error_set(error, session_wrong(session),
                     "%.200s: the database is not as this program needs it%s", cause.text,
                     sqlstate_advice(state));
}

static bool session_check(struct session *session, const PGresult *result, struct error *error)
{
    const struct session_step *step = &session_steps[session->step];

    switch (PQresultStatus(result)) {
    case PGRES_TUPLES_OK: return step->check(session, result, error);
    case PGRES_COMMAND_OK: return true;
    default: return session_check_failed(session, result, error);
    }
}

enum session_answer session_answered(struct session *session, struct connection *connection,
                                     int64_t now_ms)
{
    if (!session_check(session, connection->result, &session->error)) {
        if (session->error.class == ERROR_STOP)
            return SESSION_STOPPED;
        connection_drop(connection, now_ms, session->error.text);
        return SESSION_FAILED;
    }
    session->step++;
    if (session->step < (session->writes ? STEP_COUNT : STEP_COUNT_READER)) {
        session_ask(session, connection, now_ms);
        return SESSION_GOING;
    }
    session->was_ready = true;
    return SESSION_READY;
}
