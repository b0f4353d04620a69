/* score.c - shows a month's ranking, and beside it what it would be with other rules, hours or a draft of a scheme. */
#include "client/client.h"
#include "client/command.h"
#include "commands/document.h"
#include "commands/known.h"

#include <stdio.h>
#include <string.h>

static struct {
    char month[MONTH_TEXT_SIZE];
    const char *period, *team, *scheme, *revision;
    bool closed;
    const char *rules, *hours, *draft; /* what if */
    enum table_format format;
} given;

static const struct command_option options[] = {
    {COMMON_MONTH, .month = &given.month},
    {COMMON_PERIOD, .text = &given.period},
    {.name = "--team",
     .argument = "TEAM",
     .meaning = "only the agents who are in that team",
     .text = &given.team},
    {COMMON_SCHEME, .text = &given.scheme},
    {.name = "--closed", .meaning = "as it was closed", .flag = &given.closed},
    {.name = "--revision",
     .argument = "N",
     .meaning = "as that revision closed it; default: the last",
     .id = &given.revision,
     .of = "a revision",
     .digits = 4},
    {.name = "--with",
     .argument = "KEY=VALUE",
     .meaning = "what if: rules, with blanks between them",
     .text = &given.rules},
    {.name = "--with-hours",
     .argument = "FILE",
     .meaning = "what if: service hours",
     .text = &given.hours},
    {.name = "--with-scheme",
     .argument = "FILE",
     .meaning = "what if: a scheme, which need not be loaded",
     .text = &given.draft},
    {COMMON_FORMAT, .table = &given.format},
};

/* The content of the files given. */
static struct {
    const char *hours, *draft;
} content;

/* Without this check a misspelt name would give an empty ranking. */
static int check_month_and_team(struct client *client)
{
    int status = known_month(client, given.month);

    if (status == EXIT_STATUS_DONE)
        status = known_name(client, given.team, "team",
                            "select distinct p.team from merit.seen_staff($1::date) p"
                            " where p.team is not null order by 1",
                            given.month);
    return status;
}

/* The draft's name is one, whether it was ever loaded or not. */
static int is_draft(struct client *client, bool *found)
{
    const char *const params[] = {content.draft, given.scheme};
    int status = client_ask(client, "select 1 where $1::jsonb ->> 'scheme' = $2", params, 2);

    *found = status == EXIT_STATUS_DONE && database_rows(client->database) > 0;
    return status;
}

static int check_scheme(struct client *client)
{
    bool found;
    int status = is_draft(client, &found);

    if (status != EXIT_STATUS_DONE || found)
        return status;
    return known_name(client, given.scheme, "scheme",
                      "select distinct s.scheme from merit.own_score s"
                      " where s.month = $1::date order by 1",
                      given.month);
}

/* ---- what if ---- */

static int print_other(struct client *client)
{
    const char *const params[] = {given.month,   given.rules, content.hours,
                                  content.draft, given.team,  given.scheme};
    int status = check_scheme(client);

    if (status != EXIT_STATUS_DONE)
        return status;
    return client_print(
        client, given.format,
        "select n.rank, o.rank as other_rank, agent, p.name, p.team, n.total, o.total as "
        "other_total,"
        "       o.total - n.total as moved, n.grade, o.grade as other_grade, scheme"
        "  from score.what_if($1::date, coalesce(string_to_array($2, ' '), '{}'), $3::jsonb, "
        "$4::jsonb) o"
        "  full join (select * from merit.own_score s where s.month = $1::date) n using (agent, "
        "scheme)"
        "  left join merit.seen_staff($1::date) p using (agent)"
        " where ($5::text is null or p.team = $5) and ($6::text is null or scheme = $6)"
        " order by scheme collate \"C\", o.rank nulls last, o.total desc nulls last, agent collate "
        "\"C\"",
        params, sizeof params / sizeof params[0], NULL);
}

static int take_draft(struct client *client, const struct document *document)
{
    content.draft = document->text;
    return print_other(client);
}

static int read_draft(struct client *client)
{
    return given.draft ? document_read(client, given.draft, take_draft) : print_other(client);
}

static int take_hours(struct client *client, const struct document *document)
{
    content.hours = document->text;
    return read_draft(client);
}

static int score_other(struct client *client)
{
    return given.hours ? document_read(client, given.hours, take_hours) : read_draft(client);
}

/* ---- as it was closed, as it is ---- */

#define RANKING(columns, source, period, revision)                                                 \
    "select r.rank, r.agent, r.name, r.team, r.total, r.grade, " columns "  from " source " r"     \
    " where r." period " and ($2::text is null or r.team = $2)"                                    \
    "   and ($3::text is null or r.scheme = $3)" revision                                          \
    " order by r.scheme collate \"C\", r.rank nulls last, r.total desc nulls last,"                \
    "       r.agent collate \"C\""

#define OF_REVISION                                                                                \
    "   and case when $4::integer is null then r.latest else r.revision = $4::integer end"

#define OF_ANY " and $4::text is null" /* --revision goes with --closed */

#define LIVE_MONTH                                                                                 \
    "(select s.month, s.rank, s.agent, p.name, p.team, s.total, s.grade, s.scheme,"                \
    "        case when e.agent is null then s.why"                                                 \
    "             else ref.said(ref.message('evidence.counts', e.grade, e.counts_as)) end as why"  \
    "   from merit.own_score s left join merit.seen_staff($1::date) p on p.agent = s.agent"        \
    "   left join merit.evidence_needed(pg_catalog.to_char($1::date, 'YYYY-MM')) e"                \
    "          on (e.agent, e.scheme, e.grade) = (s.agent, s.scheme, s.grade)"                     \
    "         and e.evidence is null"                                                              \
    "  where s.month = $1::date)"

#define LIVE_TERM                                                                                  \
    "(select s.term, s.rank, s.agent, s.name, s.team, s.total, s.grade, s.scheme, s.parts,"        \
    "        case when e.agent is null then s.why"                                                 \
    "             else ref.said(ref.message('evidence.counts', e.grade, e.counts_as)) end as why"  \
    "   from merit.own_term_score s"                                                               \
    "   left join merit.evidence_needed($1) e"                                                     \
    "          on (e.agent, e.scheme, e.grade) = (s.agent, s.scheme, s.grade)"                     \
    "         and e.evidence is null"                                                              \
    "  where s.term = $1)"

/* By whether it is of a longer period than a month, and whether it is as it was closed. */
static const char *const rankings[2][2] = {
    {RANKING("r.scheme, r.why", LIVE_MONTH, "month = $1::date", OF_ANY),
     RANKING("r.place, r.scheme, r.revision, r.why", "merit.result", "month = $1::date",
             OF_REVISION)},
    {RANKING("r.parts, r.scheme, r.why", LIVE_TERM, "term = $1", OF_ANY),
     RANKING("r.parts, r.scheme, r.revision, r.why", "merit.term_result", "term = $1",
             OF_REVISION)},
};

static int print_ranking(struct client *client)
{
    const char *of_period = given.period ? given.period : given.month;
    const char *const params[] = {of_period, given.team, given.scheme, given.revision};
    size_t rows = 0;
    int status = client_print(client, given.format, rankings[given.period != NULL][given.closed],
                              params, 4, &rows);

    if (status == EXIT_STATUS_DONE && rows == 0) {
        int length = given.period ? (int)strlen(of_period) : 7; /* 2026-10 of 2026-10-01 */

        fprintf(stderr,
                given.closed ? "meritd score: %.*s has no such results: is it closed?\n"
                             : "meritd score: nobody is scored in %.*s\n",
                length, of_period);
    }
    return status;
}

static int score_live(struct client *client)
{
    int status = check_scheme(client);

    if (status == EXIT_STATUS_DONE)
        status = print_ranking(client);
    return status == EXIT_STATUS_DONE ? known_held(client, given.month) : status;
}

static int score_term(struct client *client)
{
    int status = known_name(
        client, given.period, "period",
        "select t.term from merit.own_terms() t where $1::date is null order by 1", NULL);

    return status == EXIT_STATUS_DONE ? print_ranking(client) : status;
}

static int score(struct client *client)
{
    if (given.period != NULL)
        return score_term(client);
    int status = check_month_and_team(client);

    if (status != EXIT_STATUS_DONE)
        return status;
    if (given.closed)
        return print_ranking(client);
    return given.rules || given.hours || given.draft ? score_other(client) : score_live(client);
}

static int score_check(const struct invocation *invocation)
{
    int status = one_period(invocation, given.month, given.period);

    if (status != EXIT_STATUS_DONE)
        return status;
    if (given.period != NULL && (given.rules || given.hours || given.draft))
        return invocation_refuse(invocation, "--with goes with --month");
    if (given.closed && (given.rules || given.hours || given.draft))
        return invocation_refuse(invocation,
                                 "--closed shows what was frozen: no --with goes with it");
    if (given.revision && !given.closed)
        return invocation_refuse(invocation, "--revision goes with --closed");
    return EXIT_STATUS_DONE;
}

const struct command command_score = {
    .name = "score",
    .operands = "",
    .summary = "the ranking of a month or longer period",
    .details =
        "Live: from the roll-ups as they are now; with --closed, as it was frozen. Agents "
        "see "
        "themselves,\n"
        "leads their teams.\n"
        "With other rules (--with \"order.judge=pay sales.net=yes\"), service hours or a draft of "
        "a "
        "scheme, all of\n"
        "them from that month on: today's ranking beside the one that they would give. It changes "
        "nothing, and\n"
        "calculates the month from its facts, which takes a while. The closing role and the owner "
        "may "
        "ask.\n",
    .spoken = true,
    .roles = "merit_agent, merit_lead or meritd_close",
    COMMAND_OPTIONS(options),
    .own = {.takes_all = true, .check = score_check, .run = score},
};
