/* readers.c - see the header. */
#include "store/readers.h"

#include "base/memory.h"
#include "store/connection.h"
#include "store/question.h"
#include "store/session.h"
#include "store/sqlstate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    WAITING_MAX = 4096,
    OF_LOGIN_MAX = 8,
    ANSWER_MARGIN_MS = 5000,
    WRITES_TIMES = 10,
    WAITS_TIMES = 6
};

enum reader_phase {
    READER_AWAY,      /* no connection */
    READER_SETUP,     /* the session's questions are being answered */
    READER_IDLE,      /* may be asked */
    READER_BEGINNING, /* of a question's transaction; */
    READER_BECOMING,  /* the login becomes the person; */
    READER_ASKING,    /* the question itself; */
    READER_ENDING,    /* commit or rollback */
};

struct reader {
    struct connection connection;
    struct session session;
    enum reader_phase phase;
    struct question *question;
};

struct readers {
    struct readers_options options;
    struct reader readers[READERS_MAX + 1]; /* the last of `count` + 1 listens */
    struct question_queue queue;            /* those that wait for a connection */
    bool missed; /* something may have been notified while nobody listened */
    char timeout[16], writes_timeout[16], listen[80];
};

static struct reader *readers_listener(struct readers *readers)
{
    return &readers->readers[readers->options.count];
}

/* ---- questions ---- */

/* How many questions of a login wait or are under way. */
static size_t readers_count_of(const struct readers *readers, const char *login)
{
    size_t count = question_queue_count_of(&readers->queue, login);

    for (size_t i = 0; i < readers->options.count; i++)
        if (readers->readers[i].question != NULL)
            count += question_is_of(readers->readers[i].question, login);
    return count;
}

bool readers_ask(struct readers *readers, const struct readers_question *asked, readers_hear *hear,
                 void *context, int64_t now_ms)
{
    size_t turn = readers_count_of(readers, asked->login);
    struct question *question = NULL;

    if (readers->queue.count < WAITING_MAX && turn < OF_LOGIN_MAX)
        question = question_new(asked);
    if (question == NULL)
        return false;
    question->turn = turn;
    question->hear = hear;
    question->context = context;
    question->until_ms = now_ms + (int64_t)readers->options.timeout_ms * WAITS_TIMES;
    question_queue_put(&readers->queue, question);
    return true;
}

void readers_drop(struct readers *readers, const void *context)
{
    struct question *question = question_queue_take_of(&readers->queue, context);

    if (question != NULL)
        question_end_as(question, READERS_LEFT);
}

/* ---- the steps of a question's transaction ---- */

/* How long it may take. To revise a month is more than to look at it, and nobody waits for its answer but who asked. */
static int64_t readers_takes_ms(const struct readers *readers, bool writes)
{
    return (int64_t)readers->options.timeout_ms * (writes ? WRITES_TIMES : 1);
}

static void reader_ask(struct reader *reader, enum reader_phase phase, const char *sql,
                       const char *const *values, size_t count, int64_t now_ms)
{
    reader->phase = phase;
    connection_ask(&reader->connection, sql,
                   &(struct connection_params){.count = count, .values = values}, now_ms);
}

static void reader_begin(const struct readers *readers, struct reader *reader,
                         struct question *question, int64_t now_ms)
{
    reader->question = question;
    reader->connection.options.answer_ms = readers_takes_ms(readers, question->writes) +
                                           ANSWER_MARGIN_MS;
    reader_ask(reader, READER_BEGINNING,
               question->writes ? "begin" : "begin isolation level repeatable read read only", NULL,
               0, now_ms);
}

/* Members of a role that could let itself in anywhere are not let in. */
static void reader_become(const struct readers *readers, struct reader *reader, int64_t now_ms)
{
    const struct question *question = reader->question;
    const char *const values[] = {
        question_text(question, question->login),
        question->writes ? readers->writes_timeout : readers->timeout,
        question_text(question, question->language),
        readers->options.now,
        readers->timeout,
    };

    reader_ask(reader, READER_BECOMING,
               "select pg_catalog.set_config('role', r.rolname, true),"
               "       pg_catalog.set_config('statement_timeout', $2, true),"
               "       pg_catalog.set_config('lock_timeout', $5, true),"
               "       pg_catalog.set_config('merit.language', coalesce($3, ''), true),"
               "       pg_catalog.set_config('merit.now', coalesce($4, ''), true)"
               "  from pg_catalog.pg_roles r"
               "  join pg_catalog.pg_database d on d.datname = pg_catalog.current_database()"
               " where r.rolname = $1 and r.rolcanlogin"
               "   and coalesce(r.rolvaliduntil > pg_catalog.now(), true)"
               "   and not (r.rolsuper or r.rolcreaterole or r.rolreplication or r.rolbypassrls)"
               "   and not pg_catalog.pg_has_role(r.oid, d.datdba, 'member')"
               "   and pg_catalog.pg_has_role(session_user, r.oid, 'member')",
               values, 5, now_ms);
}

static void reader_put(struct reader *reader, int64_t now_ms)
{
    const struct question *question = reader->question;
    const char *values[READERS_PARAMS_MAX];

    for (size_t i = 0; i < question->count; i++)
        values[i] = question_text(question, question->params[i]);
    reader_ask(reader, READER_ASKING, question_text(question, question->sql), values,
               question->count, now_ms);
}

static void reader_end(struct reader *reader, const char *sql, int64_t now_ms)
{
    reader_ask(reader, READER_ENDING, sql, NULL, 0, now_ms);
}

/* ---- answers ---- */

static void reader_take_value(struct reader *reader)
{
    const PGresult *result = reader->connection.result;
    struct question *question = reader->question;

    question->answer = (struct readers_answer){.outcome = READERS_DONE};
    if (PQntuples(result) == 0 || PQgetisnull(result, 0, 0) != 0)
        return;
    buffer_append(&question->value, PQgetvalue(result, 0, 0), (size_t)PQgetlength(result, 0, 0));
    if (question->value.failed)
        question->answer.outcome = READERS_UNAVAILABLE;
    else
        question->answer.value = (struct text){(const char *)question->value.bytes,
                                               question->value.length};
}

static void reader_done(struct reader *reader)
{
    struct question *question = reader->question;

    reader->question = NULL;
    reader->phase = READER_IDLE;
    connection_settled(&reader->connection);
    question_end(question);
}

/* What the server said, on one line. Its DETAIL may quote rows that the person may not see. */
static const char *refusal_text(const PGresult *result)
{
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);

    return message != NULL ? message : PQresultErrorMessage(result);
}

/* All of what was said. Only what our functions say by RAISE is for the page: COLUMN is a parameter's name there, of a limit the
   DETAIL begins with seconds. */
static void question_take_refusal(struct question *question, const PGresult *result)
{
    const char *message = refusal_text(result);
    const char *function = PQresultErrorField(result, PG_DIAG_SOURCE_FUNCTION);
    const char *field = PQresultErrorField(result, PG_DIAG_COLUMN_NAME);
    const char *detail = PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL);

    buffer_reset(&question->value);
    buffer_append(&question->value, message, strlen(message) + 1);
    question->answer = (struct readers_answer){.outcome = READERS_UNAVAILABLE};
    if (question->value.failed)
        return;
    question->answer = (struct readers_answer){.outcome = READERS_REFUSED,
                                               .message = (const char *)question->value.bytes};
    if (function == NULL || strcmp(function, "exec_stmt_raise") != 0)
        return;
    snprintf(question->field, sizeof question->field, "%s", field != NULL ? field : "");
    if (strcmp(question->sqlstate, "53400") == 0 && detail != NULL)
        question->answer.retry_seconds = (unsigned)strtoul(detail, NULL, 10);
}

/* The server refused. When this connection is useless now, its end ends the question; without one LISTEN was refused. */
static void reader_refused(struct reader *reader, int64_t now_ms)
{
    const PGresult *result = reader->connection.result;
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    struct question *question = reader->question;

    if (question == NULL) {
        connection_drop(&reader->connection, now_ms, refusal_text(result));
        return;
    }
    snprintf(question->sqlstate, sizeof question->sqlstate, "%s", state != NULL ? state : "");
    question_take_refusal(question, result);
    if (state == NULL || strncmp(state, "57P", 3) == 0 || strncmp(state, "08", 2) == 0)
        connection_drop(&reader->connection, now_ms, refusal_text(result));
    else if (reader->phase == READER_ENDING)
        reader_done(reader);
    else
        reader_end(reader, "rollback", now_ms);
}

static void reader_answered(const struct readers *readers, struct reader *reader, int64_t now_ms)
{
    const PGresult *result = reader->connection.result;
    ExecStatusType status = PQresultStatus(result);

    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
        reader_refused(reader, now_ms);
        return;
    }
    switch (reader->phase) {
    case READER_BEGINNING: reader_become(readers, reader, now_ms); break;
    case READER_BECOMING:
        if (PQntuples(result) == 1) {
            reader_put(reader, now_ms);
            break;
        }
        reader->question->answer.outcome = READERS_NO_PERSON;
        reader_end(reader, "rollback", now_ms);
        break;
    case READER_ASKING:
        reader_take_value(reader);
        reader_end(reader, "commit", now_ms);
        break;
    case READER_ENDING: reader_done(reader); break;
    case READER_AWAY:
    case READER_SETUP:
    case READER_IDLE: connection_settled(&reader->connection); break; /* LISTEN is answered */
    }
}

/* False: a person must act. */
static bool reader_set_up(struct readers *readers, struct reader *reader, int64_t now_ms,
                          struct error *error)
{
    switch (session_answered(&reader->session, &reader->connection, now_ms)) {
    case SESSION_STOPPED: *error = reader->session.error; return false;
    case SESSION_GOING:
    case SESSION_FAILED: return true;
    case SESSION_READY: break;
    }
    reader->phase = READER_IDLE;
    if (reader == readers_listener(readers)) {
        readers->missed = true;
        reader_ask(reader, READER_IDLE, readers->listen, NULL, 0, now_ms);
    } else {
        connection_settled(&reader->connection);
    }
    return true;
}

static void reader_closed(struct reader *reader)
{
    struct question *question = reader->question;

    reader->phase = READER_AWAY;
    reader->question = NULL;
    if (question != NULL)
        question_end_as(question, READERS_UNAVAILABLE);
}

static bool reader_turn(struct readers *readers, struct reader *reader, int64_t now_ms,
                        struct error *error)
{
    switch (connection_turn(&reader->connection, now_ms)) {
    case CONNECTION_OPENED:
        reader->phase = READER_SETUP;
        session_begin(&reader->session, &reader->connection, now_ms);
        break;
    case CONNECTION_ANSWERED:
        if (reader->phase == READER_SETUP)
            return reader_set_up(readers, reader, now_ms, error);
        reader_answered(readers, reader, now_ms);
        break;
    case CONNECTION_CLOSED: reader_closed(reader); break;
    case CONNECTION_NOTHING: break;
    }
    return true;
}

/* ---- all of them ---- */

struct readers *readers_new(const struct readers_options *options, struct error *error)
{
    struct readers *readers = memory_alloc(sizeof *readers);
    const struct postgres_options *database = options->database;

    if (readers == NULL) {
        error_memory(error);
        return NULL;
    }
    *readers = (struct readers){.options = *options};
    snprintf(readers->timeout, sizeof readers->timeout, "%u", options->timeout_ms);
    snprintf(readers->writes_timeout, sizeof readers->writes_timeout, "%lld",
             (long long)readers_takes_ms(readers, true));
    snprintf(readers->listen, sizeof readers->listen, "listen %s", options->channel);
    for (size_t i = 0; i <= options->count; i++) {
        session_init(&readers->readers[i].session, database, false);
        connection_init(&readers->readers[i].connection,
                        &(struct connection_options){
                            .conninfo = database->conninfo,
                            .application_name = database->application_name,
                            .component = "readers",
                            .answer_ms = readers_takes_ms(readers, false) + ANSWER_MARGIN_MS,
                        });
    }
    return readers;
}

void readers_free(struct readers *readers)
{
    if (readers == NULL)
        return;
    for (size_t i = 0; i <= readers->options.count; i++) {
        struct reader *reader = &readers->readers[i];
        if (reader->question != NULL)
            question_free(reader->question);
        connection_clear(&reader->connection);
        session_clear(&reader->session);
    }
    while (readers->queue.first != NULL)
        question_free(question_queue_take(&readers->queue));
    memory_free(readers);
}

/* Those that have waited too long, or for a server that is away, hear it. Who hears it may ask again. */
static void readers_give_up(struct readers *readers, int64_t now_ms)
{
    for (;;) {
        bool ready = readers_are_ready(readers);
        struct question *question = ready ? question_queue_take_late(&readers->queue, now_ms)
                                          : question_queue_take(&readers->queue);
        if (question == NULL)
            return;
        question_end_as(question, READERS_UNAVAILABLE);
    }
}

static bool reader_is_free(const struct reader *reader)
{
    return reader->phase == READER_IDLE && reader->connection.state == CONNECTION_IDLE;
}

bool readers_turn(struct readers *readers, int64_t now_ms, struct error *error)
{
    for (size_t i = 0; i <= readers->options.count; i++)
        if (!reader_turn(readers, &readers->readers[i], now_ms, error))
            return false;
    readers_give_up(readers, now_ms);
    for (size_t i = 0; i < readers->options.count && readers->queue.first != NULL; i++) {
        struct reader *reader = &readers->readers[i];
        if (reader_is_free(reader))
            reader_begin(readers, reader, question_queue_take(&readers->queue), now_ms);
    }
    return true;
}

bool readers_are_ready(const struct readers *readers)
{
    for (size_t i = 0; i < readers->options.count; i++)
        if (readers->readers[i].phase >= READER_IDLE)
            return true;
    return false;
}

size_t readers_waiting(const struct readers *readers)
{
    return readers->queue.count;
}

bool readers_take_notification(struct readers *readers, struct buffer *payload)
{
    struct reader *listener = readers_listener(readers);

    if (connection_take_notification(&listener->connection, payload)) {
        readers->missed = false;
        return true;
    }
    if (!readers->missed || !reader_is_free(listener))
        return false;
    readers->missed = false;
    buffer_reset(payload);
    buffer_append(payload, "", 1);
    return true;
}

size_t readers_fds(const struct readers *readers, struct readers_fd out[READERS_FDS_MAX])
{
    for (size_t i = 0; i <= readers->options.count; i++)
        out[i] = (struct readers_fd){connection_fd(&readers->readers[i].connection),
                                     connection_wants(&readers->readers[i].connection)};
    return readers->options.count + 1;
}

/* When the next that waits is begun or given up. */
static int64_t readers_queue_deadline_ms(const struct readers *readers)
{
    if (readers->queue.first == NULL)
        return INT64_MAX;
    if (!readers_are_ready(readers))
        return INT64_MIN;
    for (size_t i = 0; i < readers->options.count; i++)
        if (reader_is_free(&readers->readers[i]))
            return INT64_MIN;
    return question_queue_deadline_ms(&readers->queue);
}

int64_t readers_deadline_ms(const struct readers *readers)
{
    int64_t deadline_ms = readers_queue_deadline_ms(readers);

    for (size_t i = 0; i <= readers->options.count; i++) {
        const struct connection *connection = &readers->readers[i].connection;
        if (connection->opened && connection->state == CONNECTION_DOWN)
            return INT64_MIN; /* CLOSED must still be returned */
        if (connection->deadline_ms < deadline_ms)
            deadline_ms = connection->deadline_ms;
    }
    return deadline_ms;
}
