/* marks.c - who has to mark whom, and by when. */
#include "client/client.h"
#include "client/command.h"
#include "commands/known.h"

static struct {
    char month[MONTH_TEXT_SIZE];
    bool due;
    enum table_format format;
} given;

static const struct command_option options[] = {
    {COMMON_OF_MONTH, .month = &given.month},
    {.name = "--due", .meaning = "only those that are missing", .flag = &given.due},
    {COMMON_FORMAT, .table = &given.format},
};

static int marks_list(struct client *client)
{
    const char *const params[] = {sql_text(given.month), given.due ? "t" : "f"};
    int status = known_month(client, given.month);

    if (status != EXIT_STATUS_DONE)
        return status;
    return client_list(
        client, given.format, "marks",
        "select pg_catalog.to_char(m.month, 'YYYY-MM') as month, m.scheme, m.indicator, m.mark,"
        "       m.agent, m.team, m.role, pg_catalog.array_to_string(m.raters, ', ') as raters,"
        "       m.due, m.given, m.needed, m.marked, m.overdue"
        "  from merit.marks_due m"
        " where ($1::date is null or m.month = $1::date) and not (m.marked and $2::boolean)"
        " order by m.due, m.month, m.scheme, m.indicator, m.mark, m.agent, m.role",
        params, 2);
}

static const struct action actions[] = {
    {.word = "list", .takes = {&given.month, &given.due, &given.format}, .run = marks_list},
};

const struct command command_marks = {
    .name = "marks",
    .operands = "list",
    .least = 1,
    .most = 1,
    .summary = "who has to mark whom, and by when",
    .details =
        "Of the months that are not closed, those whom a scheme would rank. Agents see what they "
        "have to\nmark and who marks them, leads also their teams.\n",
    .spoken = true,
    .roles = "merit_agent, merit_lead or meritd_close",
    COMMAND_OPTIONS(options),
    COMMAND_ACTIONS(actions),
};
