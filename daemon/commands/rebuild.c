/*
 * rebuild.c - settled rows and roll-ups, made anew from facts where a fresh calculation, which needs no lock, finds others. Each
 * step is a transaction that holds the settler's lock for some hundred rows, so that a daemon's settler waits for none of them
 * long. First sums get what they lack of the rows that they are sums of, right or wrong; then those rows are settled by the
 * settler's own steps, which keep sums what they are. So wherever it was interrupted, doing it again finds what is left.
 */
#include "base/time.h"
#include "client/client.h"
#include "client/command.h"
#include "commands/days.h"
#include "upkeep/settle_up_to.h"

#include <stdio.h>
#include <string.h>

static struct {
    const char *from, *to;
} given;

static const struct command_option options[] = {
    {DAYS_FROM, .day = &given.from},
    {DAYS_TO, .day = &given.to},
};

/* Arrays of dates, as PostgreSQL writes them, and a NUL; empty: none. */
struct work {
    struct buffer wrong; /* days with settled rows that are not what their facts amount to */
    struct buffer days;  /* days whose sums may be wrong */
};

static const char *text_in(const struct buffer *buffer)
{
    return buffer->length > 0 ? (const char *)buffer->bytes : "";
}

/* ---- what is wrong ---- */

static int look_at_day(struct client *client, const char *day, struct work *work)
{
    const char *const params[] = {day, text_in(&work->wrong), text_in(&work->days)};
    int status = client_ask(
        client,
        "select case when w.settled then w.sofar || $1::date else w.sofar end,"
        "       array(select unnest(nullif($3, '')::date[]) union select unnest(w.days) order by "
        "1),"
        "       case when w.days = '{}' then '' else ': wrong' end"
        "  from (select nullif($2, '')::date[] as sofar, d.* from rollup.wrong_days($1::date) d) w",
        params, 3);

    if (status == EXIT_STATUS_DONE)
        status = client_keep(client, 0, &work->wrong);
    if (status == EXIT_STATUS_DONE)
        status = client_keep(client, 1, &work->days);
    return status;
}

static int look_at_days(struct client *client, int32_t from, int32_t to, struct work *work)
{
    int status = EXIT_STATUS_DONE;

    for (int32_t day = from; day < to && status == EXIT_STATUS_DONE; day++) {
        char text[DATE_TEXT_SIZE];

        date_format(day, text);
        status = look_at_day(client, text, work);
        if (status == EXIT_STATUS_DONE)
            fprintf(stderr, "meritd rebuild: %s, %d of %d%s\n", text, (int)(day - from + 1),
                    (int)(to - from), database_value(client->database, 0, 2));
    }
    return status;
}

/* ---- sums ---- */

static void tell_mended(struct client *client, const char *grain)
{
    const char *start = database_value(client->database, 0, 1);
    const char *rows = database_value(client->database, 0, 2);

    if (rows != NULL && strcmp(rows, "0") != 0)
        fprintf(stderr, "meritd rebuild: sums of %s %s, %s made right\n", grain, start, rows);
}

/* Of these days or months: a portion after the other, until a look at each of them has found nothing. */
static int mend_each(struct client *client, const char *grain, const char *starts)
{
    struct buffer next;
    int status;

    buffer_init(&next);
    do {
        const char *const params[] = {grain, starts, text_in(&next)};
        status = client_take(
            client, &next,
            "select case when m.rows > 0 then s.start else s.start + 1 end, s.start, m.rows"
            "  from (select min(u.start) as start from unnest(nullif($2, '')::date[]) u(start)"
            "         where u.start >= coalesce(nullif($3, ''), '-infinity')::date) s"
            " cross join lateral rollup.mend($1, s.start) m(rows)",
            params, 3);
        if (status == EXIT_STATUS_DONE)
            tell_mended(client, grain);
    } while (status == EXIT_STATUS_DONE && *text_in(&next) != '\0');
    buffer_clear(&next);
    return status;
}

static int mend_sums(struct client *client, const struct days *days, const struct work *work)
{
    const char *const params[] = {days->from, days->to, text_in(&work->days)};
    struct buffer months;

    buffer_init(&months);
    int status = mend_each(client, "day", text_in(&work->days));
    if (status == EXIT_STATUS_DONE)
        status = client_take(
            client, &months,
            "select array(select distinct date_trunc('month', d.day)::date"
            "  from (select generate_series($1::date, $2::date - 1, '1 day') as day"
            "        union all select unnest(nullif($3, '')::date[])) d)",
            params, 3);
    if (status == EXIT_STATUS_DONE)
        status = mend_each(client, "month", text_in(&months));
    buffer_clear(&months);
    return status;
}

/* ---- settled rows ---- */

static int settle_day(struct client *client, const char *day, const char *mark)
{
    struct error error;
    long left;

    do {
        if (!settle_step(client->database, mark, &left, &error))
            return client_fail(client, &error);
        fprintf(stderr, "meritd rebuild: %s is settled anew, portions left: %ld\n", day, left);
    } while (left > 0);
    return EXIT_STATUS_DONE;
}

static int settle_anew(struct client *client, const struct work *work)
{
    struct buffer day, mark;
    int status;

    buffer_init(&day);
    buffer_init(&mark);
    do {
        const char *const params[] = {text_in(&work->wrong), text_in(&day)};
        status = client_take(
            client, &day,
            "select s.day, rollup.name_wrong(s.day)"
            "  from (select min(u.day) as day from unnest(nullif($1, '')::date[]) u(day)"
            "         where u.day > coalesce(nullif($2, ''), '-infinity')::date) s",
            params, 2);
        if (status == EXIT_STATUS_DONE)
            status = client_keep(client, 1, &mark);
        if (status == EXIT_STATUS_DONE && *text_in(&mark) != '\0')
            status = settle_day(client, text_in(&day), text_in(&mark));
    } while (status == EXIT_STATUS_DONE && *text_in(&day) != '\0');
    buffer_clear(&day);
    buffer_clear(&mark);
    return status;
}

/* ---- the command ---- */

static bool days_parse(const struct days *days, int32_t *from, int32_t *to)
{
    return date_parse(text_of(days->from), from) && date_parse(text_of(days->to), to);
}

/* Sums once more at the end, for a wrong row may have counted on a day where nothing leads to it. */
static int rebuild_days(struct client *client, const struct days *days, struct work *work)
{
    int32_t from, to;

    if (!days_parse(days, &from, &to))
        return EXIT_STATUS_FAILED; /* the server's days are days */
    int status = look_at_days(client, from, to, work);
    if (status == EXIT_STATUS_DONE)
        status = mend_sums(client, days, work);
    if (status == EXIT_STATUS_DONE && *text_in(&work->wrong) != '\0')
        status = settle_anew(client, work);
    if (status == EXIT_STATUS_DONE && *text_in(&work->wrong) != '\0')
        status = mend_sums(client, days, work);
    return status;
}

static int rebuild(struct client *client)
{
    struct days days;
    struct work work;
    int status = days_find(client, given.from, given.to, &days);

    if (status != EXIT_STATUS_DONE)
        return status;
    buffer_init(&work.wrong);
    buffer_init(&work.days);
    status = rebuild_days(client, &days, &work);
    buffer_clear(&work.wrong);
    buffer_clear(&work.days);
    if (status == EXIT_STATUS_DONE)
        printf("made anew: %s to %s\n", days.from, days.to);
    return status;
}

const struct command command_rebuild = {
    .name = "rebuild",
    .operands = "",
    .summary = "make settled rows and roll-ups anew from facts",
    .details =
        "Mends what verify finds of those days and of their months, some hundred rows at a time,\n"
        "beside a daemon or without. What is right stays as it is. If interrupted, run it again.\n",
    .roles = "meritd_settle",
    COMMAND_OPTIONS(options),
    .own = {.takes_all = true, .run = rebuild},
};
