/* retain.c - see the header. First the day is moved from which facts are kept; then nothing counts that is deleted. */
#include "upkeep/retain.h"

#include "base/text_array.h"
#include "base/time.h"
#include "upkeep/settle_up_to.h"
#include "upkeep/stored_stubs.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum {
    PATIENCE_MS = 30000, /* with a step that somebody is in the way of */
    PAUSE_NS = 500000000,
    STEPS_TOLD = 50,  /* progress is told after so many */
    AFTER_SIZE = 512, /* of the id that a step begins after */
};

const char *const retain_names[RETAIN_KINDS] = {
    [RETAIN_ORDERS] = "orders",
    [RETAIN_TICKETS] = "tickets",
    [RETAIN_CONVERSATIONS] = "conversations",
    [RETAIN_SURVEYS] = "surveys",
};

/* ---- steps ---- */

/* A lock that was not had, a deadlock: nothing was done, and it may pass. */
static bool may_pass(const struct database *database)
{
    const char *state = database_sqlstate(database);

    return strcmp(state, "55P03") == 0 || strncmp(state, "40", 2) == 0;
}

/* A step has failed. Is it to be tried again? Then says the first time (*until_ms is 0) who is in the way, and pauses. */
static bool retain_tries_again(struct retention *retention, int64_t *until_ms,
                               const struct error *error)
{
    int64_t now_ms = clock_monotonic_ms();

    if (!may_pass(retention->database) || (*until_ms != 0 && now_ms >= *until_ms))
        return false;
    if (*until_ms == 0) {
        *until_ms = now_ms + PATIENCE_MS;
        retention->waits(error->text);
    }
    nanosleep(&(struct timespec){.tv_nsec = PAUSE_NS}, NULL);
    return true;
}

static bool retain_ask(struct retention *retention, const char *sql, const char *const *params,
                       size_t count, struct error *error)
{
    int64_t until_ms = 0;

    while (!database_ask(retention->database, sql, params, count, error))
        if (!retain_tries_again(retention, &until_ms, error))
            return false;
    return true;
}

/* So that moving the limit, which settles the rest, holds its locks for a moment only. */
static bool retain_settle(struct retention *retention, struct error *error)
{
    int64_t until_ms = 0;

    while (!settle_what_is_dirty(retention->database, error))
        if (!retain_tries_again(retention, &until_ms, error))
            return false;
    return true;
}

/* Adds the answer's rows; the month is NULL where none went. Returns how many went. */
static unsigned long long retain_count(struct retention *retention, enum retain_kind kind,
                                       size_t month_column)
{
    const struct database *database = retention->database;
    unsigned long long sum = 0;

    for (size_t row = 0; row < database_rows(database); row++) {
        const char *text = database_value(database, row, month_column);
        unsigned long long gone;
        int year, month;
        if (text == NULL || sscanf(text, "%d-%d", &year, &month) != 2 ||
            sscanf(database_value(database, row, month_column + 1), "%llu", &gone) != 1)
            continue;
        retention->gone[kind][(year - RETAIN_YEAR) * 12 + month - 1] += gone;
        sum += gone;
    }
    return sum;
}

/* ---- orders, tickets: the server finds the old ones ---- */

/* sql: $1 kept from, $2 after, $3 dry run; gives last, month, dropped. */
static bool retain_pages(struct retention *retention, enum retain_kind kind, const char *sql,
                         size_t page, struct error *error)
{
    unsigned long long seen = 0, gone = 0;
    char after[AFTER_SIZE] = "";

    for (int step = 1;; step++) {
        const char *const params[] = {retention->kept_from, after, retention->dry_run ? "t" : "f"};
        if (!retain_ask(retention, sql, params, 3, error))
            return false;
        if (database_rows(retention->database) == 0)
            break;
        snprintf(after, sizeof after, "%s", database_value(retention->database, 0, 0));
        gone += retain_count(retention, kind, 1);
        seen += page;
        if (step % STEPS_TOLD == 0)
            retention->progress(kind, seen, gone);
    }
    retention->progress(kind, seen, gone);
    return true;
}

/* ---- conversations: their stubs say from when to when they are ---- */

struct spans {
    struct text_array names, versions, firsts, lasts;
};

static void spans_init(struct spans *spans)
{
    text_array_init(&spans->names);
    text_array_init(&spans->versions);
    text_array_init(&spans->firsts);
    text_array_init(&spans->lasts);
}

static void spans_clear(struct spans *spans)
{
    text_array_clear(&spans->names);
    text_array_clear(&spans->versions);
    text_array_clear(&spans->firsts);
    text_array_clear(&spans->lasts);
}

static bool spans_add(struct spans *spans, const struct database *database, size_t row,
                      struct arena *arena, struct error *error)
{
    char first[TIME_TEXT_SIZE], last[TIME_TEXT_SIZE];
    struct stub_set set;

    if (!stored_stubs_read(arena, database_value(database, row, 2), &set, error))
        return false;
    if (set.count == 0)
        return true;
    time_format(set.stubs[0].time_ms, first);
    time_format(set.stubs[set.count - 1].time_ms, last);
    text_array_add(&spans->names, text_of(database_value(database, row, 0)));
    text_array_add(&spans->versions, text_of(database_value(database, row, 1)));
    text_array_add(&spans->firsts, text_of(first));
    text_array_add(&spans->lasts, text_of(last));
    return true;
}

/* The next conversations after that name, which becomes the last of them; "" when there are no more. */
static bool spans_read(struct retention *retention, struct spans *spans, char after[AFTER_SIZE],
                       struct error *error)
{
    const char *const params[] = {after};
    struct arena arena;

    if (!retain_ask(retention,
                    "select c.conversation, c.version, c.stubs from fact.conversation c"
                    " where c.conversation > $1 order by c.conversation limit 1000",
                    params, 1, error))
        return false;
    size_t rows = database_rows(retention->database);
    bool read = true;
    arena_init(&arena);
    for (size_t row = 0; row < rows && read; row++) {
        read = spans_add(spans, retention->database, row, &arena, error);
        arena_reset(&arena);
    }
    arena_clear(&arena);
    snprintf(after, AFTER_SIZE, "%s",
             rows > 0 ? database_value(retention->database, rows - 1, 0) : "");
    return read;
}

static bool spans_drop(struct retention *retention, struct spans *spans, struct error *error)
{
    const char *const params[] = {
        retention->kept_from,
        text_array_end(&spans->names),
        text_array_end(&spans->versions),
        text_array_end(&spans->firsts),
        text_array_end(&spans->lasts),
        retention->dry_run ? "t" : "f",
    };

    return retain_ask(retention,
                      "select d.month, d.dropped from fact.drop_conversations($1::date, $2::text[],"
                      " $3::uuid[], $4::timestamptz[], $5::timestamptz[], $6::boolean) d",
                      params, 6, error);
}

static bool retain_conversations(struct retention *retention, struct error *error)
{
    unsigned long long seen = 0, gone = 0;
    char after[AFTER_SIZE] = "";

    for (int step = 1;; step++) {
        struct spans spans;
        spans_init(&spans);
        bool done = spans_read(retention, &spans, after, error);
        if (done && after[0] != '\0')
            done = spans_drop(retention, &spans, error);
        spans_clear(&spans);
        if (!done)
            return false;
        if (after[0] == '\0')
            break;
        gone += retain_count(retention, RETAIN_CONVERSATIONS, 0);
        seen += 1000;
        if (step % STEPS_TOLD == 0)
            retention->progress(RETAIN_CONVERSATIONS, seen, gone);
    }
    retention->progress(RETAIN_CONVERSATIONS, seen, gone);
    return true;
}

/* ---- surveys, and settled rows: by their day ---- */

static bool retain_blocks(struct retention *retention, const char *relation, struct error *error)
{
    char block[24] = "0";

    while (block[0] != '\0') {
        const char *const params[] = {relation, block, retention->kept_from};
        if (!retain_ask(retention, "select fact.drop_days($1, $2::bigint, $3::date)", params, 3,
                        error))
            return false;
        const char *next = database_value(retention->database, 0, 0);
        snprintf(block, sizeof block, "%s", next ? next : "");
    }
    return true;
}

static bool retain_days(struct retention *retention, struct error *error)
{
    static const char *const relations[] = {"fact.survey", "settled.survey", "settled.contact",
                                            "settled.buyer"};
    const char *const params[] = {retention->kept_from};

    if (!retain_ask(
            retention,
            "select pg_catalog.date_trunc('month', v.day)::date, count(*) from fact.survey v"
            " where v.day < $1::date and not fact.survey_stays(v, $1::date) group by 1",
            params, 1, error))
        return false;
    unsigned long long gone = retain_count(retention, RETAIN_SURVEYS, 0);
    for (size_t i = 0; i < sizeof relations / sizeof relations[0] && !retention->dry_run; i++)
        if (!retain_blocks(retention, relations[i], error))
            return false;
    retention->progress(RETAIN_SURVEYS, gone, gone);
    return true;
}

/* Distinct customers do not add up: those of teams and shop are stored while there are buyers. */
static bool retain_seal(struct retention *retention, struct error *error)
{
    do {
        if (!retain_ask(retention, "select rollup.seal()", NULL, 0, error))
            return false;
    } while (database_value(retention->database, 0, 0));
    return true;
}

bool retain(struct retention *retention, const char *months, struct error *error)
{
    const char *const params[] = {months, retention->dry_run ? "t" : "f"};

    if (!database_ask(retention->database,
                      "select pg_catalog.set_config('lock_timeout', '5s', false)", NULL, 0,
                      error) ||
        (!retention->dry_run && !retain_settle(retention, error)) ||
        !retain_ask(retention, "select fact.keep_from($1::integer, $2::boolean)", params, 2, error))
        return false;
    snprintf(retention->kept_from, sizeof retention->kept_from, "%s",
             database_value(retention->database, 0, 0));
    return (retention->dry_run || retain_seal(retention, error)) &&
           retain_pages(retention, RETAIN_ORDERS,
                        "select d.last, d.month, d.dropped"
                        "  from fact.drop_orders($1::date, $2, 500, $3::boolean) d",
                        500, error) &&
           retain_pages(retention, RETAIN_TICKETS,
                        "select d.last, d.month, d.dropped"
                        "  from fact.drop_tickets($1::date, $2, 500, $3::boolean) d",
                        500, error) &&
           retain_conversations(retention, error) && retain_days(retention, error);
}
