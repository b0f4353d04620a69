/* settler.c - decides when to call settle.run and period.keep, and handles their answers. */
#include "store/settler.h"

#include "base/hash.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/time.h"
#include "store/connection.h"
#include "store/encode.h"
#include "store/session.h"
#include "store/sqlstate.h"
#include "store/store.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
    LOCK_RETRY_MS = 500,     /* another settler has the lock */
    ANSWER_MARGIN_MS = 5000, /* longer than the server's own timeout */
    /*
     * After a settlement the settler rests this many times as long, but not less than LEAST_REST_MS, so
     * that the next one takes more: each has a cost of its own, and many small ones would change the
     * same roll-up rows.
     */
    REST_RATIO = 2, /* after keeping a month too, so that settlements find the settler free */
    LEAST_REST_MS = 500,
    BACKLOG_NAMES = 5000,         /* with this many things left it does not rest */
    KEEP_EVERY_MS = 2000,         /* no month was to be kept, and nothing was settled since */
    KEEP_AGAIN_MS = 60000,        /* keeping failed */
    KEEP_TELL_EVERY_MS = 3600000, /* of the same reason */
};

static const struct histogram_bounds run_times = {
    .per_unit = 1000,
    .count = 12,
    .at = {10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000, 60000, 300000}};

enum settler_phase {
    SETTLER_AWAY,    /* no connection; it reconnects by itself */
    SETTLER_SETUP,   /* the session's questions are being answered */
    SETTLER_IDLE,    /* next call: see settler_next_ms */
    SETTLER_RUNNING, /* settle.run is under way */
    SETTLER_MARKING, /* asked for the last dirty row, or for one before the mark */
    SETTLER_KEEPING, /* period.keep is under way */
    SETTLER_BROKEN,  /* error says what to do */
};

struct settler {
    struct postgres_options options;
    struct connection connection;
    struct session session;
    enum settler_phase phase;
    const char *as_of;
    int64_t interval_ms;
    int64_t retention_days; /* of dead letters; 0: for ever */
    int64_t due_ms;         /* call settle.run at this time even if nothing was written */
    int64_t rested_ms;      /* or at this time, if something was */
    int64_t hold_ms;        /* but not before this: another settles, or the server said "not now" */
    int64_t keep_ms;        /* call period.keep at this time, or at the first rest after it */
    int64_t keep_hold_ms;   /* but not before this: it took long, or failed */
    int64_t asked_ms;
    unsigned refusals;  /* calls of settle.run put off in a row */
    bool poked;         /* something was written since the last call began */
    bool written;       /* something was written since the last turn */
    bool recalculating; /* the last call left more to be calculated again */
    bool finishing;     /* settler_finish was called */
    bool marked;        /* mark is known */
    bool finished;
    int64_t mark;     /* id of the last dirty row when finishing began */
    int64_t later_ms; /* something was written, first after the last call began; TIME_NONE: no */
    struct settler_statistics statistics;
    struct error error;
    struct log_limit limit;
    uint64_t told; /* hash of the reason, logged last, why scores cannot be kept */
};

struct settler *settler_new(const struct postgres_options *options, const char *as_of,
                            int64_t interval_ms, struct error *error)
{
    struct settler *settler = memory_alloc(sizeof *settler);

    if (settler == NULL) {
        error_memory(error);
        return NULL;
    }
    *settler = (struct settler){
        .options = *options,
        .as_of = as_of,
        .interval_ms = interval_ms,
        .later_ms = TIME_NONE,
        .statistics = {.run_times = {.bounds = &run_times}, .unsettled_since_ms = TIME_NONE},
    };
    settler->options.lock_timeout_ms = 0; /* when finishing, it waits for the lock */
    session_init(&settler->session, &settler->options, false);
    connection_init(
        &settler->connection,
        &(struct connection_options){
            .conninfo = options->conninfo,
            .application_name = options->application_name,
            .component = "settler",
            .answer_ms = options->statement_timeout_ms == 0
                             ? 0
                             : (int64_t)options->statement_timeout_ms + ANSWER_MARGIN_MS,
        });
    return settler;
}

void settler_free(struct settler *settler)
{
    if (settler == NULL)
        return;
    connection_clear(&settler->connection);
    session_clear(&settler->session);
    memory_free(settler);
}

void settler_set_interval(struct settler *settler, int64_t interval_ms)
{
    settler->interval_ms = interval_ms;
}

void settler_set_retention(struct settler *settler, int64_t days)
{
    settler->retention_days = days;
}

void settler_poke(struct settler *settler)
{
    settler->poked = settler->written = true;
}

void settler_finish(struct settler *settler)
{
    settler->finishing = true;
}

/* ---- questions ---- */

static void settler_ask(struct settler *settler, enum settler_phase phase, const char *sql,
                        const char *const *values, size_t count, int64_t now_ms)
{
    settler->phase = phase;
    settler->asked_ms = now_ms;
    connection_ask(&settler->connection, sql,
                   &(struct connection_params){.count = count, .values = values}, now_ms);
}

/* The present comes from the server's clock, so daemons on several machines share one clock. */
static void settler_run(struct settler *settler, int64_t now_ms)
{
    char days[24];
    const char *const values[] = {settler->as_of, settler->finishing ? "true" : "false", days};

    snprintf(days, sizeof days, "%" PRId64, settler->retention_days);
    settler->poked = false;
    settler->later_ms = TIME_NONE;
    settler_ask(settler, SETTLER_RUNNING,
                "select r.worked, r.settled, r.dirty_left, r.names_left, r.recalculating,"
                "       case when $3::integer > 0 and r.worked and not r.dirty_left"
                "            then ingest.expire_dead_letters($3) else 0 end"
                "  from settle.run(coalesce($1::timestamptz, pg_catalog.now()), $2::boolean) r",
                values, 3, now_ms);
}

/* Whatever becomes of it, the answer alone may say that it is asked again before long. */
static void settler_keep(struct settler *settler, int64_t now_ms)
{
    settler->keep_ms = settler->keep_hold_ms = now_ms + KEEP_AGAIN_MS;
    settler_ask(settler, SETTLER_KEEPING,
                "select pg_catalog.to_char(k.month, 'YYYY-MM'), k.problem from period.keep() k",
                NULL, 0, now_ms);
}

static void settler_set_mark(struct settler *settler, int64_t now_ms)
{
    settler_ask(settler, SETTLER_MARKING, "select coalesce(max(d.id), 0) from ingest.dirty d", NULL,
                0, now_ms);
}

/* Asks for a dirty row before the mark. */
static void settler_check_mark(struct settler *settler, int64_t now_ms)
{
    char mark[24];
    const char *const values[] = {mark};

    snprintf(mark, sizeof mark, "%" PRId64, settler->mark);
    settler_ask(settler, SETTLER_MARKING,
                "select count(*) from (select from ingest.dirty d where d.id <= $1::bigint limit "
                "1) left_over",
                values, 1, now_ms);
}

/* ---- answers ---- */

static enum settler_answer settler_break(struct settler *settler, const struct error *error)
{
    settler->error = *error;
    settler->phase = SETTLER_BROKEN;
    connection_clear(&settler->connection);
    return SETTLER_STOPPED;
}

/* Logs a new reason at once; repeats the same reason only now and then. */
static void settler_tell_unkept(struct settler *settler, const char *month, const char *reason,
                                int64_t now_ms)
{
    uint64_t hash = hash_bytes(reason, strlen(reason));

    if (hash != settler->told)
        settler->limit.next_ms = now_ms;
    settler->told = hash;
    log_limited(&settler->limit, now_ms, KEEP_TELL_EVERY_MS, "settler",
                "scores of %s cannot be kept, so readers make their own: %s; tried again later",
                month, reason);
}

/* Settling goes on: on this connection, unless it is useless. */
static void settler_keep_failed(struct settler *settler, int64_t now_ms)
{
    const PGresult *result = settler->connection.result;
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    struct error cause, error;

    connection_result_error(result, ERROR_RETRY, &cause);
    if (sqlstate_class(state) == SQLSTATE_RECONNECT) {
        connection_drop(&settler->connection, now_ms, cause.text);
        return;
    }
    error_set(&error, ERROR_RETRY, "%.200s%s", cause.text, sqlstate_advice(state));
    settler->phase = SETTLER_IDLE;
    settler_tell_unkept(settler, "any month", error.text, now_ms);
}

static enum settler_answer settler_failed(struct settler *settler, int64_t now_ms)
{
    const PGresult *result = settler->connection.result;
    enum sqlstate_class class = sqlstate_class(PQresultErrorField(result, PG_DIAG_SQLSTATE));
    struct error cause, error;

    connection_result_error(result, ERROR_RETRY, &cause);
    if (class == SQLSTATE_RECONNECT || class == SQLSTATE_SCHEMA) {
        error_set(&error, ERROR_RETRY, "%.200s%s", cause.text,
                  sqlstate_advice(PQresultErrorField(result, PG_DIAG_SQLSTATE)));
        connection_drop(&settler->connection, now_ms, error.text);
        return SETTLER_GOING;
    }
    if (class == SQLSTATE_REFUSED && settler->finishing) {
        error_set(&error, ERROR_STOP, "settling failed: %.400s", cause.text);
        return settler_break(settler, &error);
    }
    int64_t pause_ms = connection_backoff_ms(&settler->connection, settler->refusals++);
    settler->statistics.put_off++;
    log_warn("settler", "%s; settling again in %" PRId64 " ms: if it stays, mend what is named",
             cause.text, pause_ms);
    settler->poked = true;
    settler->phase = SETTLER_IDLE;
    settler->hold_ms = now_ms + pause_ms;
    return SETTLER_GOING;
}

static int64_t settler_rest_ms(const struct settler *settler)
{
    int64_t rest_ms = REST_RATIO * settler->statistics.run_ms;

    return rest_ms > LEAST_REST_MS ? rest_ms : LEAST_REST_MS;
}

static void settler_ran(struct settler *settler, int64_t now_ms)
{
    const PGresult *result = settler->connection.result;
    bool worked = *PQgetvalue(result, 0, 0) != 0;
    bool dirty_left = *PQgetvalue(result, 0, 2) != 0;
    uint64_t settled = decode_u64(PQgetvalue(result, 0, 1));
    bool backlog = decode_u64(PQgetvalue(result, 0, 3)) >= BACKLOG_NAMES;
    uint64_t expired = decode_u64(PQgetvalue(result, 0, 5));

    connection_settled(&settler->connection);
    if (expired > 0)
        log_info("settler", "deleted %" PRIu64 " dead letters, older than %" PRId64 " days",
                 expired, settler->retention_days);
    settler->phase = SETTLER_IDLE;
    settler->refusals = 0;
    settler->statistics.dirty_left = dirty_left;
    if (!worked) {
        settler->poked = true;
        settler->hold_ms = now_ms + LOCK_RETRY_MS;
        return;
    }
    settler->recalculating = *PQgetvalue(result, 0, 4) != 0;
    settler->due_ms = now_ms + settler->interval_ms;
    settler->poked |= dirty_left || settler->recalculating;
    settler->statistics.runs++;
    settler->statistics.settled += settled;
    if (settled > 0)
        settler->keep_ms = now_ms; /* scores follow from it, and people read them */
    settler->statistics.run_ms = now_ms - settler->asked_ms;
    histogram_add(&settler->statistics.run_times, settler->statistics.run_ms);
    if (!dirty_left)
        settler->statistics.unsettled_since_ms = settler->later_ms;
    settler->rested_ms = backlog || settler->recalculating ? now_ms
                                                           : now_ms + settler_rest_ms(settler);
    if (settler->marked && dirty_left)
        settler_check_mark(settler, now_ms);
    else
        settler->finished = settler->marked;
}

static void settler_kept(struct settler *settler, int64_t now_ms)
{
    const PGresult *result = settler->connection.result;
    bool chosen = PQgetisnull(result, 0, 0) == 0; /* perhaps there are more such months */

    settler->phase = SETTLER_IDLE;
    settler->keep_hold_ms = now_ms + REST_RATIO * (now_ms - settler->asked_ms);
    settler->keep_ms = chosen ? settler->keep_hold_ms : now_ms + KEEP_EVERY_MS;
    if (PQgetisnull(result, 0, 1) == 0)
        settler_tell_unkept(settler, PQgetvalue(result, 0, 0), PQgetvalue(result, 0, 1), now_ms);
}

static void settler_marked(struct settler *settler)
{
    int64_t number = (int64_t)decode_u64(PQgetvalue(settler->connection.result, 0, 0));

    settler->phase = SETTLER_IDLE;
    if (settler->marked)
        settler->finished = number == 0;
    else
        settler->mark = number;
    settler->marked = true;
}

static enum settler_answer settler_answered(struct settler *settler, int64_t now_ms)
{
    bool good = PQresultStatus(settler->connection.result) == PGRES_TUPLES_OK;

    if (settler->phase == SETTLER_SETUP) {
        switch (session_answered(&settler->session, &settler->connection, now_ms)) {
        case SESSION_STOPPED: return settler_break(settler, &settler->session.error);
        case SESSION_GOING:
        case SESSION_FAILED: return SETTLER_GOING;
        case SESSION_READY: break;
        }
        settler->phase = SETTLER_IDLE;
        settler->due_ms = settler->hold_ms = now_ms;
        settler->statistics.connected = true;
        settler->written = true; /* perhaps: by others, or before */
    } else if (settler->phase == SETTLER_KEEPING) {
        (good ? settler_kept : settler_keep_failed)(settler, now_ms);
    } else if (!good) {
        return settler_failed(settler, now_ms);
    } else if (settler->phase == SETTLER_RUNNING) {
        settler_ran(settler, now_ms);
    } else {
        settler_marked(settler);
    }
    return SETTLER_GOING;
}

/* ---- turns ---- */

/* When to call settle.run next; in the past: now. */
static int64_t settler_next_ms(const struct settler *settler)
{
    int64_t wanted_ms = settler->poked ? settler->rested_ms : settler->due_ms;

    if (settler->finishing)
        wanted_ms = INT64_MIN;
    return wanted_ms > settler->hold_ms ? wanted_ms : settler->hold_ms;
}

static int64_t settler_keep_ms(const struct settler *settler)
{
    int64_t keep_ms = settler->keep_ms > settler->keep_hold_ms ? settler->keep_ms
                                                               : settler->keep_hold_ms;

    return settler->finishing ? INT64_MAX : keep_ms;
}

/* What is calculated again takes hours and leaves no rest. */
static bool settler_may_keep(const struct settler *settler, int64_t now_ms)
{
    return now_ms >= settler_keep_ms(settler) &&
           (settler->recalculating || now_ms < settler_next_ms(settler));
}

static void settler_go_on(struct settler *settler, int64_t now_ms)
{
    if (settler->phase != SETTLER_IDLE || settler->finished)
        return;
    if (settler_may_keep(settler, now_ms)) {
        settler_keep(settler, now_ms);
    } else if (now_ms < settler_next_ms(settler)) {
        return;
    } else if (settler->finishing && !settler->marked) {
        settler_set_mark(settler, now_ms);
    } else {
        settler_run(settler, now_ms);
    }
}

static void settler_closed(struct settler *settler)
{
    settler->phase = SETTLER_AWAY;
    settler->statistics.losses += settler->statistics.connected;
    settler->statistics.connected = false;
}

static void settler_note_written(struct settler *settler, int64_t now_ms)
{
    if (!settler->written)
        return;
    settler->written = false;
    if (settler->later_ms == TIME_NONE)
        settler->later_ms = now_ms;
    if (settler->statistics.unsettled_since_ms == TIME_NONE)
        settler->statistics.unsettled_since_ms = now_ms;
}

enum settler_answer settler_turn(struct settler *settler, int64_t now_ms)
{
    enum settler_answer answer = SETTLER_GOING;

    if (settler->phase == SETTLER_BROKEN)
        return SETTLER_STOPPED;
    settler_note_written(settler, now_ms);
    switch (connection_turn(&settler->connection, now_ms)) {
    case CONNECTION_OPENED:
        settler->phase = SETTLER_SETUP;
        session_begin(&settler->session, &settler->connection, now_ms);
        break;
    case CONNECTION_ANSWERED: answer = settler_answered(settler, now_ms); break;
    case CONNECTION_CLOSED: settler_closed(settler); break;
    case CONNECTION_NOTHING: break;
    }
    settler_go_on(settler, now_ms);
    if (answer == SETTLER_GOING && settler->finished)
        return SETTLER_FINISHED;
    return answer;
}

int settler_fd(const struct settler *settler)
{
    return connection_fd(&settler->connection);
}

unsigned settler_wants(const struct settler *settler)
{
    return connection_wants(&settler->connection);
}

int64_t settler_deadline_ms(const struct settler *settler)
{
    const struct connection *connection = &settler->connection;

    if (settler->phase == SETTLER_BROKEN || settler->finished)
        return INT64_MAX;
    if (connection->opened && connection->state == CONNECTION_DOWN)
        return INT64_MIN; /* CLOSED must still be returned */
    if (settler->phase != SETTLER_IDLE)
        return connection->deadline_ms;
    return settler_next_ms(settler) < settler_keep_ms(settler) ? settler_next_ms(settler)
                                                               : settler_keep_ms(settler);
}

const struct error *settler_error(const struct settler *settler)
{
    return &settler->error;
}

void settler_statistics(const struct settler *settler, struct settler_statistics *out)
{
    *out = settler->statistics;
}
