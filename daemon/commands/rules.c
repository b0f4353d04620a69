/* rules.c - the parameters of the numbers: shows those of a month, sets them from a month on, and lists what was set. */
#include "client/command.h"
#include "commands/keys.h"

#include <stdio.h>

#define FIRST_MONTH "2000-01-01"

static struct {
    char from[MONTH_TEXT_SIZE];
    char month[MONTH_TEXT_SIZE];
    enum table_format format;
} given;

static const struct command_option options[] = {
    {.name = "--from",
     .argument = "YYYY-MM",
     .meaning = "set: the first month; default: from the first one on",
     .month = &given.from},
    {.name = "--month",
     .argument = "YYYY-MM",
     .meaning = "show: that month; default: this one",
     .month = &given.month},
    {COMMON_FORMAT, .table = &given.format},
};

static int print_rules(struct client *client, const char *month)
{
    const char *const params[] = {month};

    return client_print(client, given.format,
                        "select r.key, r.value, r.\"default\", r.allowed, r.meaning"
                        "  from ref.rule_list("
                        "       coalesce($1::date, (select max(d.day) from ref.day d"
                        "                            where d.starts_at <= merit.now()))) r",
                        params, 1, NULL);
}

static int rules_show(struct client *client)
{
    return print_rules(client, sql_text(given.month));
}

/* On standard error, beside what a program reads. */
static int tell_recalculation(struct client *client)
{
    int status = client_ask(
        client, "select pg_catalog.to_char(h.since, 'YYYY-MM') from rollup.held h", NULL, 0);

    if (status == EXIT_STATUS_DONE && database_rows(client->database) > 0)
        fprintf(stderr,
                "meritd rules: the figures of %s and later are calculated again in the background, "
                "and are "
                "shown as before until that is done: see meritd status\n",
                database_value(client->database, 0, 0));
    return status;
}

/* Or else one would look for them in a later month. */
static int tell_until(struct client *client, const char *month)
{
    const char *const params[] = {month};
    int status = client_ask(client,
                            "select pg_catalog.to_char(s.until, 'YYYY-MM') from ref.rule_span s"
                            " where $1::date >= s.since and $1::date < s.until"
                            "   and s.until < 'infinity'",
                            params, 1);

    if (status == EXIT_STATUS_DONE && database_rows(client->database) > 0)
        fprintf(stderr,
                "meritd rules: these rules hold until %s, for which rules were set: see meritd "
                "rules history\n",
                database_value(client->database, 0, 0));
    return status;
}

/* Shows the list of the month from which on they were set, whichever month it is now. */
static int rules_set(struct client *client)
{
    const char *const from[] = {given.from[0] != '\0' ? given.from : FIRST_MONTH};
    int status = keys_set(client, "select ref.set_rules($1::text[], $2::date)", from, 1);

    if (status == EXIT_STATUS_DONE)
        status = tell_recalculation(client);
    if (status == EXIT_STATUS_DONE)
        status = tell_until(client, from[0]);
    return status == EXIT_STATUS_DONE ? print_rules(client, from[0]) : status;
}

static int rules_history(struct client *client)
{
    return client_list(client, given.format, "no rule was ever set: all are the defaults",
                       "select pg_catalog.to_char(c.effective, 'YYYY-MM') as \"from\","
                       "       pg_catalog.array_to_string(c.assignments, ' ') as rules,"
                       "       pg_catalog.date_trunc('second', c.made_at) as made_at, c.made_by"
                       "  from ref.rule_change c order by c.id",
                       NULL, 0);
}

static const struct action actions[] = {
    {.word = "show", .takes = {&given.month, &given.format}, .run = rules_show},
    {.word = "set",
     .operands = "one KEY=VALUE at least",
     .least = 1,
     .most = SIZE_MAX,
     .takes = {&given.from, &given.format},
     .run = rules_set},
    {.word = "history", .takes = {&given.format}, .run = rules_history},
};

const struct command command_rules = {
    .name = "rules",
    .operands = "show | set KEY=VALUE… | history",
    .least = 1,
    .most = SIZE_MAX,
    .summary =
        "the rules of the numbers: show a month's, set them from a month on, list what was set",
    .details = "set takes all of the assignments or none. They hold from --from on until a month "
               "for which rules\n"
               "were set too; the other rules stay those of the months before. The numbers of "
               "these months\n"
               "are calculated again in the background; until that is done, they are shown as they "
               "were. Closed\n"
               "months keep their rules, and session.idle_hours is fixed with the first event.\n",
    .roles = "the database's owner (to see them meritd_close or merit_operator)",
    COMMAND_OPTIONS(options),
    COMMAND_ACTIONS(actions),
};
