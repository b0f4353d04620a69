/* waiting.c - whose customers wait for an answer now. */
#include "client/client.h"
#include "client/command.h"

static struct {
    const char *team, *limit;
    enum table_format format;
} given;

static const struct command_option options[] = {
    {.name = "--team",
     .argument = "TEAM",
     .meaning = "only the agents who are in that team",
     .text = &given.team},
    {.name = "--limit",
     .argument = "N",
     .meaning = "at most so many rows, 1 to 1000; default 200",
     .count = &given.limit,
     .otherwise = "200"},
    {COMMON_FORMAT, .table = &given.format},
};

static int waiting(struct client *client)
{
    const char *const params[] = {given.team, given.limit};

    return client_list(
        client, given.format, "waiting",
        "select w.agent, w.name, w.team, w.conversation, w.asked_at,"
        "       w.seconds as elapsed_seconds, w.counted_seconds as wait_seconds, w.after_answer,"
        "       w.slow, w.url"
        "  from pg_catalog.jsonb_to_recordset(web.waiting($1, $2::integer) -> 'waiting')"
        "       as w(agent text, name text, team text, conversation text, asked_at timestamptz,"
        "            seconds numeric, counted_seconds numeric, after_answer boolean, slow boolean,"
        "            url text)",
        params, sizeof params / sizeof params[0]);
}

const struct command command_waiting = {
    .name = "waiting",
    .operands = "",
    .summary = "whose customers wait for an answer now",
    .details =
        "The longest waits first; wait_seconds counts what lies inside the service hours. Agents "
        "see\n"
        "their own customers, leads those of their teams. slow: longer than web.slow_seconds.\n",
    .spoken = true,
    .roles = "merit_agent, merit_lead, merit_operator or meritd_close",
    COMMAND_OPTIONS(options),
    .own = {.takes_all = true, .run = waiting},
};
