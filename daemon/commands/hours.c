/* hours.c - service hours: checks documents, loads them from a day on, shows what holds when, and compares. */
#include "base/time.h"
#include "client/client.h"
#include "client/command.h"
#include "commands/document.h"

#include <stdio.h>

static struct {
    const char *from;
    const char *day;
    const char *team;
    bool document;
    enum table_format format;
} given;

static const struct command_option options[] = {
    {.name = "--from",
     .argument = "YYYY-MM-DD",
     .meaning = "load: the first day, in the shop's zone",
     .day = &given.from},
    {.name = "--day",
     .argument = "YYYY-MM-DD",
     .meaning = "show: that day; default: today and six more",
     .day = &given.day},
    {.name = "--team", .argument = "TEAM", .meaning = "show: only that team", .text = &given.team},
    {.name = "--document",
     .meaning = "show: the document in force, to be loaded again",
     .flag = &given.document},
    {COMMON_FORMAT, .table = &given.format},
};

/* ---- check, load ---- */

static int check_document(struct client *client, const struct document *document)
{
    return document_check(
        client, document,
        "select p.path, p.problem, p.warning from ref.hours_problems($1::jsonb) p");
}

static int hours_check(struct client *client)
{
    return documents_check(client, check_document);
}

static int load_document(struct client *client, const struct document *document)
{
    const char *const params[] = {document->text, given.from};
    int status = check_document(client, document);

    if (status == EXIT_STATUS_DONE)
        status = client_ask(client, "select ref.load_hours($1::jsonb, $2::date)", params, 2);
    if (status != EXIT_STATUS_DONE)
        return status;
    bool is_new = *database_value(client->database, 0, 0) == 't';
    status = client_ask(client,
                        "select min(h.effective) - 1 from ref.service_hours h"
                        " where h.effective > $1::date",
                        &given.from, 1);
    if (status != EXIT_STATUS_DONE)
        return status;
    const char *last = database_value(client->database, 0, 0);
    printf("%s: in force from %s%s%s%s\n", document->path, given.from, last ? " to " : " on",
           last ? last : "", is_new ? "" : "; it was already, nothing changes");
    return EXIT_STATUS_DONE;
}

static int hours_load(struct client *client)
{
    return document_read(client, client->invocation->operands[0], load_document);
}

/* ---- list, show ---- */

static int hours_list(struct client *client)
{
    return client_list(
        client, given.format, "no service hours: always open",
        "select h.effective as \"from\","
        "       not exists (select from ref.service_hours l"
        "                    where l.effective = h.effective and l.id > h.id) as holds,"
        "       pg_catalog.date_trunc('second', h.loaded_at) as loaded_at, h.loaded_by"
        "  from ref.service_hours h order by h.effective, h.id",
        NULL, 0);
}

static int show_document(struct client *client, const char *const params[2])
{
    int status = client_ask(client,
                            "select pg_catalog.jsonb_pretty(ref.hours_on("
                            "       coalesce($1::date, (merit.now() at time zone $2)::date)))",
                            params, 2);

    if (status == EXIT_STATUS_DONE)
        table_print_text(database_value(client->database, 0, 0), stdout);
    return status;
}

static int hours_show(struct client *client)
{
    const char *const params[] = {given.day, client->identity.options.zone, given.team};

    if (given.document)
        return show_document(client, params);
    return client_print(
        client, given.format,
        "select h.day, h.weekday, h.team, h.open, h.why, h.suspended, h.\"from\""
        "  from (values (coalesce($1::date, (merit.now() at time zone $2)::date))) d(first_day)"
        " cross join lateral ref.shown_hours(d.first_day,"
        "     coalesce($1::date, d.first_day + 6), $3) h",
        params, 3, NULL);
}

static int show_check(const struct invocation *invocation)
{
    if (given.document && given.team != NULL)
        return invocation_refuse(invocation, "--document is of all teams: it takes no --team");
    return EXIT_STATUS_DONE;
}

/* ---- diff ---- */

static bool is_day(const char *operand)
{
    int32_t day;

    return date_parse(text_of(operand), &day);
}

static int diff_check(const struct invocation *invocation)
{
    if (invocation->operand_count == 2 && !is_day(invocation->operands[1]))
        return invocation_refuse(invocation, "%s is no day, such as 2026-10-05",
                                 invocation->operands[1]);
    return EXIT_STATUS_DONE;
}

/* Prints what differs between the document in force on a day and another one: the text, or that of the other day. Without a
 * day, that is today. */
static int print_differences(struct client *client, const char *day, const char *text,
                             const char *other_day)
{
    const char *const params[] = {day, text, other_day, client->identity.options.zone};
    size_t rows = 0;
    int status = client_set_zone(client, given.format);

    if (status == EXIT_STATUS_DONE)
        status = client_print(
            client, given.format,
            "select d.what, d.before, d.after"
            "  from (values ((merit.now() at time zone $4)::date)) n(today)"
            " cross join lateral ref.hours_differences("
            "     ref.hours_on(coalesce($1::date, n.today)),"
            "     coalesce($2::jsonb, ref.hours_on(coalesce($3::date, n.today)))) d",
            params, 4, &rows);
    if (status == EXIT_STATUS_DONE && rows == 0 && given.format == TABLE_TEXT)
        puts("no difference");
    return status == EXIT_STATUS_DONE && rows > 0 ? EXIT_STATUS_FAILED : status;
}

static const char *second_operand(const struct client *client)
{
    return client->invocation->operand_count == 2 ? client->invocation->operands[1] : NULL;
}

static int diff_document(struct client *client, const struct document *document)
{
    int status = check_document(client, document);

    if (status != EXIT_STATUS_DONE)
        return status;
    return print_differences(client, second_operand(client), document->text, NULL);
}

static int hours_diff(struct client *client)
{
    const char *first = client->invocation->operands[0];

    if (is_day(first))
        return print_differences(client, first, NULL, second_operand(client));
    return document_read(client, first, diff_document);
}

static const struct action actions[] = {
    {.word = "check", .operands = "FILE…", .least = 1, .most = SIZE_MAX, .run = hours_check},
    {.word = "load",
     .operands = "FILE",
     .least = 1,
     .most = 1,
     .needs = {&given.from},
     .run = hours_load},
    {.word = "list", .takes = {&given.format}, .run = hours_list},
    {.word = "show",
     .takes = {&given.day, &given.team, &given.document, &given.format},
     .check = show_check,
     .run = hours_show},
    {.word = "diff",
     .operands = "FILE or DAY, then a DAY or none",
     .least = 1,
     .most = 2,
     .takes = {&given.format},
     .check = diff_check,
     .run = hours_diff},
};

const struct command command_hours = {
    .name = "hours",
    .operands = "check FILE… | load FILE | list | show | diff FILE|DAY [DAY]",
    .least = 1,
    .most = SIZE_MAX,
    .summary = "service hours: check files, load them from a day on, see what holds when",
    .details =
        "check lists all that is wrong, by line and column. load puts a document in force from\n"
        "--from on, until the next one; days of closed months keep theirs, and the same file "
        "again\n"
        "changes nothing. list shows every document that was loaded. show prints, for each team,\n"
        "the hours of a day, or of a week from today on. diff compares what is in force on a day\n"
        "(default: today) with a file, or two days; status 1: they differ.\n",
    .roles = "the database's owner (all but load: meritd_close or merit_operator)",
    COMMAND_OPTIONS(options),
    COMMAND_ACTIONS(actions),
};
