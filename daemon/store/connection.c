/* connection.c - the state machine of connection.h; only connection_enter changes the state. */
#include "store/connection.h"

#include "base/hash.h"
#include "store/database.h"
#include "store/sqlstate.h"
#include "store/store.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum {
    CONNECT_MS = 10000, /* for each host */
    BACKOFF_FIRST_MS = 100,
    BACKOFF_LONGEST_MS = 15000,
    LOG_EVERY_MS = 10000,
};

static void connection_enter(struct connection *connection, enum connection_state state,
                             int64_t deadline_ms)
{
    connection->state = state;
    connection->deadline_ms = deadline_ms;
}

void connection_init(struct connection *connection, const struct connection_options *options)
{
    *connection = (struct connection){.options = *options};
    if (getrandom(&connection->random, sizeof connection->random, GRND_NONBLOCK) < 0)
        connection->random = (uint64_t)(uintptr_t)connection;
    connection_enter(connection, CONNECTION_DOWN, INT64_MIN);
}

void connection_clear(struct connection *connection)
{
    PQclear(connection->result);
    PQfinish(connection->pg);
    connection->result = NULL;
    connection->pg = NULL;
}

int64_t connection_backoff_ms(struct connection *connection, unsigned failures)
{
    int64_t longest = BACKOFF_LONGEST_MS;

    if (failures < 8)
        longest = (int64_t)BACKOFF_FIRST_MS << failures;
    if (longest > BACKOFF_LONGEST_MS)
        longest = BACKOFF_LONGEST_MS;
    connection->random = connection->random * 6364136223846793005U + 1442695040888963407U;
    return longest - (int64_t)((connection->random >> 33) % (uint64_t)(longest / 2));
}

/* libpq's messages are several lines and end in a line feed. */
static void connection_note(struct connection *connection, const char *what, const char *message)
{
    error_set(&connection->error, ERROR_RETRY, "%s%s", what, message);
    char *text = connection->error.text;
    size_t length = strlen(text);
    while (length > 0 && text[length - 1] == '\n')
        text[--length] = '\0';
    for (char *feed = strchr(text, '\n'); feed != NULL; feed = strchr(feed, '\n'))
        *feed = ' ';
}

/* Logs a new reason at once; repeats the same reason only now and then. */
static void connection_tell(struct connection *connection, int64_t now_ms)
{
    const char *reason = connection->error.text;
    uint64_t hash = hash_bytes(reason, strlen(reason));

    if (hash != connection->told)
        connection->limit.next_ms = now_ms;
    connection->told = hash;
    log_limited(&connection->limit, now_ms, LOG_EVERY_MS, connection->options.component,
                "%s; connecting again", reason);
}

/* connection->error receives the reason; `message` may point into it. */
static void connection_fail(struct connection *connection, int64_t now_ms)
{
    int64_t wait_ms = connection_backoff_ms(connection, connection->failures);

    connection_tell(connection, now_ms);
    connection_clear(connection);
    connection->failures++;
    connection->flushing = false;
    connection_enter(connection, CONNECTION_DOWN, now_ms + wait_ms);
}

static void connection_fail_pg(struct connection *connection, const char *what, int64_t now_ms)
{
    connection_note(connection, what, PQerrorMessage(connection->pg));
    connection_fail(connection, now_ms);
}

void connection_drop(struct connection *connection, int64_t now_ms, const char *reason)
{
    struct error copy;

    error_set(&copy, ERROR_RETRY, "%s", reason); /* the reason may be the text of our own error */
    connection->error = copy;
    connection_fail(connection, now_ms);
}

void connection_settled(struct connection *connection)
{
    connection->failures = 0;
}

/* ---- connecting ---- */

/* libpq tries one host after the other; each gets its own time. */
static int64_t connection_host_count(PGconn *pg)
{
    PQconninfoOption *options = PQconninfo(pg);
    int64_t count = 1;

    for (PQconninfoOption *o = options; o != NULL && o->keyword != NULL; o++)
        if (strcmp(o->keyword, "host") == 0 && o->val != NULL)
            for (const char *comma = strchr(o->val, ','); comma != NULL;
                 comma = strchr(comma + 1, ','))
                count++;
    PQconninfoFree(options);
    return count;
}

static void connection_ignore_notice(void *connection, const char *message)
{
    const struct connection *self = connection;

    log_debug(self->options.component, "%.*s", (int)strcspn(message, "\n"), message);
}

/* Our values come first: the user's conninfo overrides them. */
static void connection_start(struct connection *connection, int64_t now_ms)
{
    const struct connection_options *options = &connection->options;
    const char *const keywords[] = {
        "keepalives_idle", "keepalives_interval",       "keepalives_count", "tcp_user_timeout",
        "dbname",          "fallback_application_name", "client_encoding",  NULL};
    const char *const values[] = {"10",
                                  "5",
                                  "3",
                                  "25000",
                                  options->conninfo ? options->conninfo : "",
                                  options->application_name,
                                  "UTF8",
                                  NULL};

    if (!database_conninfo_is_readable(options->conninfo)) {
        connection_note(connection, "cannot connect: ",
                        "postgres.conninfo (not shown) is neither name=value… nor a URI, or has an "
                        "option that libpq does not know");
        connection_fail(connection, now_ms);
        return;
    }
    connection->pg = PQconnectStartParams(keywords, values, 1);
    if (connection->pg == NULL) {
        connection_note(connection, "cannot connect: ", "out of memory");
        connection_fail(connection, now_ms);
    } else if (PQstatus(connection->pg) == CONNECTION_BAD) {
        connection_fail_pg(connection, "cannot connect: ", now_ms);
    } else {
        PQsetNoticeProcessor(connection->pg, connection_ignore_notice, connection);
        connection->polling = PGRES_POLLING_WRITING;
        connection_enter(connection, CONNECTION_CONNECTING,
                         now_ms + CONNECT_MS * connection_host_count(connection->pg));
    }
}

/* PQconnectPoll must not be called before its socket is ready. */
static bool connection_is_ready(const struct connection *connection)
{
    struct pollfd fd = {.fd = PQsocket(connection->pg),
                        .events = connection->polling == PGRES_POLLING_READING ? POLLIN : POLLOUT};

    return poll(&fd, 1, 0) > 0;
}

static enum connection_event connection_poll(struct connection *connection, int64_t now_ms)
{
    while (connection_is_ready(connection)) {
        connection->polling = PQconnectPoll(connection->pg);
        if (connection->polling == PGRES_POLLING_FAILED) {
            connection_fail_pg(connection, "cannot connect: ", now_ms);
            return CONNECTION_NOTHING;
        }
        if (connection->polling == PGRES_POLLING_OK) {
            PQsetnonblocking(connection->pg, 1);
            connection->opened = true;
            connection_enter(connection, CONNECTION_IDLE, INT64_MAX);
            return CONNECTION_OPENED;
        }
    }
    if (now_ms >= connection->deadline_ms) {
        connection_note(connection, "cannot connect: ", "no answer in time");
        connection_fail(connection, now_ms);
    }
    return CONNECTION_NOTHING;
}

/* ---- asking ---- */

static int64_t connection_answer_deadline(const struct connection *connection, int64_t now_ms)
{
    return connection->options.answer_ms == 0 ? INT64_MAX : now_ms + connection->options.answer_ms;
}

/* sent: the result of PQsend…. */
static void connection_asked(struct connection *connection, int sent, int64_t now_ms)
{
    if (sent == 0) {
        connection_fail_pg(connection, "cannot ask: ", now_ms);
        return;
    }
    connection->flushing = true;
    connection_enter(connection, CONNECTION_ASKED, connection_answer_deadline(connection, now_ms));
}

static const int *connection_formats(const struct connection_params *params)
{
    static const int binary[] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};

    assert(params->count <= sizeof binary / sizeof binary[0]);
    return params->binary ? binary : NULL;
}

static void connection_forget_result(struct connection *connection)
{
    assert(connection->state == CONNECTION_IDLE);
    PQclear(connection->result);
    connection->result = NULL;
}

void connection_ask(struct connection *connection, const char *sql,
                    const struct connection_params *params, int64_t now_ms)
{
    connection_forget_result(connection);
    connection_asked(connection,
                     PQsendQueryParams(connection->pg, sql, (int)params->count, NULL,
                                       params->values, params->lengths, connection_formats(params),
                                       1),
                     now_ms);
}

void connection_ask_prepared(struct connection *connection, const char *name,
                             const struct connection_params *params, int64_t now_ms)
{
    connection_forget_result(connection);
    connection_asked(connection,
                     PQsendQueryPrepared(connection->pg, name, (int)params->count, params->values,
                                         params->lengths, connection_formats(params), 1),
                     now_ms);
}

void connection_prepare(struct connection *connection, const char *name, const char *sql,
                        int64_t now_ms)
{
    connection_forget_result(connection);
    connection_asked(connection, PQsendPrepare(connection->pg, name, sql, 0, NULL), now_ms);
}

bool connection_take_notification(struct connection *connection, struct buffer *payload)
{
    PGnotify *notification = connection->pg == NULL ? NULL : PQnotifies(connection->pg);

    if (notification == NULL)
        return false;
    buffer_reset(payload);
    buffer_append(payload, notification->extra, strlen(notification->extra) + 1);
    PQfreemem(notification);
    return true;
}

/* Of the results of one question keeps the first failure, otherwise the last result. */
static void connection_take_result(struct connection *connection, PGresult *result)
{
    if (connection->result != NULL && PQresultStatus(connection->result) == PGRES_FATAL_ERROR) {
        PQclear(result);
        return;
    }
    PQclear(connection->result);
    connection->result = result;
}

static enum connection_event connection_progress(struct connection *connection, int64_t now_ms)
{
    bool asked = connection->state == CONNECTION_ASKED;

    if (PQconsumeInput(connection->pg) == 0) {
        connection_fail_pg(connection, "connection lost: ", now_ms);
        return CONNECTION_NOTHING;
    }
    if (!asked)
        return CONNECTION_NOTHING;
    if (connection->flushing) {
        int left = PQflush(connection->pg);
        if (left < 0) {
            connection_fail_pg(connection, "connection lost: ", now_ms);
            return CONNECTION_NOTHING;
        }
        connection->flushing = left != 0;
        if (left == 0) /* the server starts only now, so its time counts from here */
            connection->deadline_ms = connection_answer_deadline(connection, now_ms);
    }
    while (PQisBusy(connection->pg) == 0) {
        PGresult *result = PQgetResult(connection->pg);
        if (result == NULL) {
            connection->flushing = false;
            connection_enter(connection, CONNECTION_IDLE, INT64_MAX);
            return CONNECTION_ANSWERED;
        }
        connection_take_result(connection, result);
    }
    return CONNECTION_NOTHING;
}

static enum connection_event connection_work(struct connection *connection, int64_t now_ms)
{
    enum connection_event event = connection_progress(connection, now_ms);

    if (event == CONNECTION_NOTHING && connection->state == CONNECTION_ASKED &&
        now_ms >= connection->deadline_ms)
        connection_drop(connection, now_ms, "connection lost: the server does not answer");
    return event;
}

enum connection_event connection_turn(struct connection *connection, int64_t now_ms)
{
    enum connection_event event = CONNECTION_NOTHING;

    if (connection->state == CONNECTION_DOWN && !connection->opened &&
        now_ms >= connection->deadline_ms)
        connection_start(connection, now_ms);
    if (connection->state == CONNECTION_CONNECTING)
        event = connection_poll(connection, now_ms);
    else if (connection->state != CONNECTION_DOWN)
        event = connection_work(connection, now_ms);
    if (connection->state == CONNECTION_DOWN && connection->opened) {
        connection->opened = false;
        event = CONNECTION_CLOSED;
    }
    return event;
}

int connection_fd(const struct connection *connection)
{
    return connection->pg == NULL ? -1 : PQsocket(connection->pg);
}

unsigned connection_wants(const struct connection *connection)
{
    switch (connection->state) {
    case CONNECTION_DOWN: return 0;
    case CONNECTION_CONNECTING:
        return connection->polling == PGRES_POLLING_READING ? STORE_WANTS_READ : STORE_WANTS_WRITE;
    case CONNECTION_IDLE: return STORE_WANTS_READ; /* to learn that the server closed it */
    case CONNECTION_ASKED:
        return connection->flushing ? STORE_WANTS_READ | STORE_WANTS_WRITE : STORE_WANTS_READ;
    }
    return 0;
}

bool connection_result_error(const PGresult *result, enum error_class class, struct error *error)
{
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    const char *detail = PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL);

    if (message == NULL)
        message = PQresultErrorMessage(result);
    if (detail != NULL)
        return error_set(error, class, "%s (%s)", message, detail);
    return error_set(error, class, "%s", message);
}
