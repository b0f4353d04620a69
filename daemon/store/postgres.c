/*
 * postgres.c - sends requests as prepared statements, and handles their answers.
 *
 *     AWAY ──opened──► SETUP ──ready: RENEWED──► READY ──request──► ASKED ──► READY (DONE, REFUSED)
 *      ▲ ◄──────────── connection closed: LOST once, if it had been ready        └──► PAUSED (AGAIN)
 *                                                          READY ◄── pause over ──────┘
 *     STOPPED is for good.
 */
#include "store/postgres.h"

#include "base/buffer.h"
#include "base/memory.h"
#include "store/connection.h"
#include "store/encode.h"
#include "store/session.h"
#include "store/sqlstate.h"
#include "store/store.h"
#include "store/write_encode.h"

#include <assert.h>
#include <inttypes.h>

enum {
    ANSWER_MARGIN_MS = 5000, /* longer than the server's own timeout */
    BUFFER_KEPT = 64 << 20,  /* bytes; a larger buffer is freed after use */
    PARAMS_WRITE = WRITE_ARRAY_COUNT,
};

enum postgres_phase {
    POSTGRES_AWAY,    /* no connection; it reconnects by itself */
    POSTGRES_SETUP,   /* the session's questions are being answered */
    POSTGRES_READY,   /* may be asked */
    POSTGRES_WRITING, /* a write is under way */
    POSTGRES_ASKED,   /* another request is under way */
    POSTGRES_PAUSED,  /* the server said "not now"; READY at pause_until_ms */
    POSTGRES_STOPPED, /* error says what to do */
};

struct postgres {
    struct store store;
    struct postgres_options options;
    struct connection connection;
    struct session session;
    enum postgres_phase phase;
    bool renewed;      /* RENEWED was returned, LOST not yet */
    unsigned refusals; /* AGAIN in a row */
    int64_t pause_until_ms;
    int64_t now_ms; /* of the last turn */
    struct buffer params;
    struct stored_conversation *conversations;
    size_t conversation_room;
    struct position *positions;
    size_t position_room;
    struct error error;
};

static struct postgres *postgres_of(struct store *store)
{
    return (struct postgres *)store;
}

static const struct postgres *postgres_of_const(const struct store *store)
{
    return (const struct postgres *)store;
}

/* ---- turns ---- */

static enum store_answer postgres_stop(struct postgres *postgres, const struct error *error)
{
    postgres->error = *error;
    postgres->phase = POSTGRES_STOPPED;
    connection_clear(&postgres->connection);
    return STORE_STOPPED;
}

static enum store_answer postgres_closed(struct postgres *postgres)
{
    postgres->phase = POSTGRES_AWAY;
    postgres->error = postgres->connection.error;
    if (!postgres->renewed)
        return STORE_BUSY;
    postgres->renewed = false;
    return STORE_LOST;
}

/* Drops the connection; the next turn returns LOST. */
static enum store_answer postgres_drop(struct postgres *postgres, const PGresult *result,
                                       int64_t now_ms)
{
    struct error cause;

    connection_result_error(result, ERROR_RETRY, &cause);
    error_set(&postgres->error, ERROR_RETRY, "%.200s%s", cause.text,
              sqlstate_advice(PQresultErrorField(result, PG_DIAG_SQLSTATE)));
    connection_drop(&postgres->connection, now_ms, postgres->error.text);
    return STORE_BUSY;
}

static enum store_answer postgres_failed(struct postgres *postgres, int64_t now_ms)
{
    const PGresult *result = postgres->connection.result;
    enum sqlstate_class class = sqlstate_class(PQresultErrorField(result, PG_DIAG_SQLSTATE));

    postgres->phase = POSTGRES_READY;
    switch (class) {
    case SQLSTATE_REFUSED:
        connection_result_error(result, ERROR_REJECT, &postgres->error);
        return STORE_REFUSED;
    case SQLSTATE_PASSES: {
        connection_result_error(result, ERROR_RETRY, &postgres->error);
        int64_t pause_ms = connection_backoff_ms(&postgres->connection, postgres->refusals++);
        log_warn("store", "%s; sent again in %" PRId64 " ms: if it stays, mend what is named",
                 postgres->error.text, pause_ms);
        postgres->pause_until_ms = now_ms + pause_ms;
        postgres->phase = POSTGRES_PAUSED;
        return STORE_AGAIN;
    }
    case SQLSTATE_RECONNECT:
    case SQLSTATE_SCHEMA: break;
    }
    return postgres_drop(postgres, result, now_ms);
}

static enum store_answer postgres_answered(struct postgres *postgres, int64_t now_ms)
{
    if (postgres->phase == POSTGRES_SETUP) {
        switch (session_answered(&postgres->session, &postgres->connection, now_ms)) {
        case SESSION_STOPPED: return postgres_stop(postgres, &postgres->session.error);
        case SESSION_GOING:
        case SESSION_FAILED: return STORE_BUSY;
        case SESSION_READY: break;
        }
        postgres->phase = POSTGRES_READY;
        postgres->renewed = true;
        postgres->refusals = 0;
        return STORE_RENEWED;
    }
    assert(postgres->phase == POSTGRES_ASKED || postgres->phase == POSTGRES_WRITING);
    if (PQresultStatus(postgres->connection.result) != PGRES_TUPLES_OK)
        return postgres_failed(postgres, now_ms);
    if (postgres->phase == POSTGRES_WRITING)
        connection_settled(&postgres->connection);
    postgres->phase = POSTGRES_READY;
    postgres->refusals = 0;
    return STORE_DONE;
}

static enum store_answer postgres_turn(struct store *store, int64_t now_ms)
{
    struct postgres *postgres = postgres_of(store);

    postgres->now_ms = now_ms;
    if (postgres->phase == POSTGRES_STOPPED)
        return STORE_STOPPED;
    switch (connection_turn(&postgres->connection, now_ms)) {
    case CONNECTION_OPENED:
        postgres->phase = POSTGRES_SETUP;
        session_begin(&postgres->session, &postgres->connection, now_ms);
        return STORE_BUSY;
    case CONNECTION_ANSWERED: return postgres_answered(postgres, now_ms);
    case CONNECTION_CLOSED: return postgres_closed(postgres);
    case CONNECTION_NOTHING: break;
    }
    if (postgres->phase == POSTGRES_PAUSED && now_ms >= postgres->pause_until_ms)
        postgres->phase = POSTGRES_READY;
    return postgres->phase == POSTGRES_READY ? STORE_IDLE : STORE_BUSY;
}

static int postgres_fd(const struct store *store)
{
    return connection_fd(&postgres_of_const(store)->connection);
}

static unsigned postgres_wants(const struct store *store)
{
    return connection_wants(&postgres_of_const(store)->connection);
}

static int64_t postgres_deadline_ms(const struct store *store)
{
    const struct postgres *postgres = postgres_of_const(store);

    if (postgres->phase == POSTGRES_STOPPED)
        return INT64_MAX;
    if (postgres->connection.opened && postgres->connection.state == CONNECTION_DOWN)
        return INT64_MIN; /* CLOSED must still be returned */
    return postgres->phase == POSTGRES_PAUSED ? postgres->pause_until_ms
                                              : postgres->connection.deadline_ms;
}

static const struct error *postgres_error(const struct store *store)
{
    return &postgres_of_const(store)->error;
}

static const struct store_settings *postgres_settings(const struct store *store)
{
    return &postgres_of_const(store)->session.settings;
}

/* ---- requests ---- */

static void postgres_ask(struct postgres *postgres, enum postgres_phase phase,
                         const char *statement, const struct connection_params *params)
{
    assert(postgres->phase == POSTGRES_READY);
    postgres->phase = phase;
    connection_ask_prepared(&postgres->connection, statement, params, postgres->now_ms);
    if (postgres->params.capacity > BUFFER_KEPT)
        buffer_clear(&postgres->params);
}

static bool postgres_write(struct store *store, const struct write *write, struct error *error)
{
    struct postgres *postgres = postgres_of(store);
    struct write_encoded encoded;
    const char *values[PARAMS_WRITE];
    int lengths[PARAMS_WRITE];
    size_t begin = 0;

    write_encode(write, &postgres->session.oids, &postgres->params, &encoded);
    if (postgres->params.failed) {
        buffer_clear(&postgres->params);
        return error_memory(error);
    }
    for (int i = 0; i < WRITE_ARRAY_COUNT; i++) {
        values[i] = (const char *)postgres->params.bytes + begin;
        lengths[i] = (int)(encoded.ends[i] - begin);
        begin = encoded.ends[i];
    }
    postgres_ask(postgres, POSTGRES_WRITING, "write",
                 &(struct connection_params){PARAMS_WRITE, values, lengths, true});
    return true;
}

static bool postgres_read_conversations(struct store *store, const struct conversation_row *rows,
                                        size_t count, struct error *error)
{
    struct postgres *postgres = postgres_of(store);
    struct buffer *params = &postgres->params;

    buffer_reset(params);
    encode_array_begin(params, OID_TEXT, count);
    for (size_t i = 0; i < count; i++)
        encode_element(params, rows[i].conversation.bytes, rows[i].conversation.length);
    size_t names_length = params->length;
    encode_array_begin(params, OID_UUID, count);
    for (size_t i = 0; i < count; i++)
        encode_element(params, rows[i].version.bytes, sizeof rows[i].version.bytes);
    if (params->failed) {
        buffer_clear(params);
        return error_memory(error);
    }
    const char *values[] = {(const char *)params->bytes,
                            (const char *)params->bytes + names_length};
    int lengths[] = {(int)names_length, (int)(params->length - names_length)};
    postgres_ask(postgres, POSTGRES_ASKED, "differing",
                 &(struct connection_params){2, values, lengths, true});
    return true;
}

static bool postgres_read_positions(struct store *store, struct error *error)
{
    (void)error;
    postgres_ask(postgres_of(store), POSTGRES_ASKED, "positions",
                 &(struct connection_params){.binary = true});
    return true;
}

/* ---- answers ---- */

/* The number of conversations that came back: one number in one row. */
static size_t postgres_came_back(const struct store *store)
{
    const PGresult *result = postgres_of_const(store)->connection.result;

    return (size_t)decode_u64(PQgetvalue(result, 0, 0));
}

static struct text result_text(const PGresult *result, int row, int column)
{
    return (struct text){PQgetvalue(result, row, column), (size_t)PQgetlength(result, row, column)};
}

static int64_t result_int8(const PGresult *result, int row, int column, int64_t null_value)
{
    return PQgetisnull(result, row, column) != 0
               ? null_value
               : (int64_t)decode_u64(PQgetvalue(result, row, column));
}

static int64_t result_time(const PGresult *result, int row, int column)
{
    return PQgetisnull(result, row, column) != 0 ? TIME_NONE
                                                 : decode_time(PQgetvalue(result, row, column));
}

/* Makes room for the answer's rows, which the caller fills; NULL when memory is out. */
static void *result_room(void *old, size_t *room, size_t count, size_t size)
{
    if (count <= *room && old != NULL)
        return old;
    void *grown = memory_realloc(old, (count + 1) * size);
    if (grown != NULL)
        *room = count + 1;
    return grown;
}

static const struct stored_conversation *postgres_conversations(struct store *store, size_t *count)
{
    struct postgres *postgres = postgres_of(store);
    const PGresult *result = postgres->connection.result;

    *count = (size_t)PQntuples(result);
    struct stored_conversation *rows = result_room(
        postgres->conversations, &postgres->conversation_room, *count, sizeof *rows);
    if (rows == NULL)
        return NULL;
    postgres->conversations = rows;
    for (int i = 0; i < PQntuples(result); i++) {
        rows[i] = (struct stored_conversation){.conversation = result_text(result, i, 0)};
        if (PQgetisnull(result, i, 1) != 0)
            continue; /* not stored */
        memcpy(rows[i].version.bytes, PQgetvalue(result, i, 1), sizeof rows[i].version.bytes);
        rows[i].stubs = result_text(result, i, 2);
    }
    return rows;
}

static void position_of_row(const PGresult *result, int i, struct position *position)
{
    *position = (struct position){
        .topic = PQgetvalue(result, i, 0),
        .partition = (int32_t)decode_u32(PQgetvalue(result, i, 1)),
        .epoch = (int32_t)decode_u32(PQgetvalue(result, i, 2)),
        .next_offset = result_int8(result, i, 3, -1),
        .last_offset = result_int8(result, i, 4, -1),
        .last_timestamp = result_time(result, i, 5),
        .last_key_hash = (uint64_t)result_int8(result, i, 6, 0),
        .caught_up_at_ms = result_time(result, i, 7),
        .end_offset = result_int8(result, i, 8, -1),
        .gap_records = result_int8(result, i, 9, 0),
        .late_records = result_int8(result, i, 10, 0),
        .late_offset = result_int8(result, i, 11, -1),
        .late_at_ms = result_time(result, i, 12),
    };
}

static const struct position *postgres_positions(struct store *store, size_t *count)
{
    struct postgres *postgres = postgres_of(store);
    const PGresult *result = postgres->connection.result;

    *count = (size_t)PQntuples(result);
    struct position *rows = result_room(postgres->positions, &postgres->position_room, *count,
                                        sizeof *rows);
    if (rows == NULL)
        return NULL;
    postgres->positions = rows;
    for (int i = 0; i < PQntuples(result); i++)
        position_of_row(result, i, &rows[i]);
    return rows;
}

/* ---- lifetime ---- */

static void postgres_free(struct store *store)
{
    struct postgres *postgres = postgres_of(store);

    connection_clear(&postgres->connection);
    session_clear(&postgres->session);
    buffer_clear(&postgres->params);
    memory_free(postgres->conversations);
    memory_free(postgres->positions);
    memory_free(postgres);
}

static const struct store_ops postgres_ops = {
    .name = "postgres",
    .turn = postgres_turn,
    .fd = postgres_fd,
    .wants = postgres_wants,
    .deadline_ms = postgres_deadline_ms,
    .error = postgres_error,
    .settings = postgres_settings,
    .write = postgres_write,
    .read_conversations = postgres_read_conversations,
    .read_positions = postgres_read_positions,
    .came_back = postgres_came_back,
    .conversations = postgres_conversations,
    .positions = postgres_positions,
    .free = postgres_free,
};

struct store *postgres_new(const struct postgres_options *options, struct error *error)
{
    struct postgres *postgres = memory_alloc(sizeof *postgres);

    if (postgres == NULL) {
        error_memory(error);
        return NULL;
    }
    *postgres = (struct postgres){.store = {&postgres_ops}, .options = *options};
    session_init(&postgres->session, &postgres->options, true);
    connection_init(
        &postgres->connection,
        &(struct connection_options){
            .conninfo = options->conninfo,
            .application_name = options->application_name,
            .component = "store",
            .answer_ms = options->statement_timeout_ms == 0
                             ? 0
                             : (int64_t)options->statement_timeout_ms + ANSWER_MARGIN_MS,
        });
    return &postgres->store;
}
