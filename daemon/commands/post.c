/* post.c - postings: sends them, lists them, shows receivers; and sends an alarm without a database. */
#include "base/log.h"
#include "client/client.h"
#include "client/command.h"
#include "commands/delivery.h"
#include "config/read_file.h"
#include "post/alarm.h"

#include <stdio.h>

static struct {
    int64_t wait_ms;
    char month[MONTH_TEXT_SIZE];
    bool again;
    const char *period, *to;
    enum table_format format;
} given;

static const struct command_option options[] = {
    {.name = "--wait",
     .argument = "DURATION",
     .meaning = "try again until all is sent, but no longer than this (90s, 30m, 2h)",
     .duration_ms = &given.wait_ms},
    {.name = "--month",
     .argument = "YYYY-MM",
     .meaning = "first queue that month's posting for who does not have it, or refused it",
     .month = &given.month},
    {COMMON_PERIOD, .text = &given.period},
    {.name = "--again",
     .meaning = "with --month or --period: for who has it, too",
     .flag = &given.again},
    {.name = "--to", .argument = "RECEIVER", .meaning = "only to this one", .text = &given.to},
    {COMMON_FORMAT, .table = &given.format},
};

static int post_list(struct client *client)
{
    return client_list(
        client, given.format, "no postings: they are made by a close",
        "select p.period, p.revision, p.sequence, p.kind, p.receiver, p.state, p.attempts,"
        "       case when p.state = 'pending'"
        "            then pg_catalog.date_trunc('second', p.next_at) end as next_at,"
        "       pg_catalog.date_trunc('second', p.attempted_at) as attempted_at,"
        "       p.outcome, p.answer"
        "  from merit.posting p order by 1, p.revision, p.sequence,"
        "       p.receiver",
        NULL, 0);
}

/* ---- receivers ---- */

static int receivers_set(struct client *client, const char *path)
{
    const struct json_value *root;
    struct buffer text;
    struct error error;
    struct json *json = json_new(&error);
    int status = EXIT_STATUS_FAILED;

    buffer_init(&text);
    if (json != NULL && read_json_file(path, json, &text, &root, &error)) {
        const char *const params[] = {(const char *)text.bytes};
        status = client_ask(client, "select post.set_receivers($1::jsonb)", params, 1);
    } else {
        fprintf(stderr, "meritd post: %s\n", error.text);
    }
    buffer_clear(&text);
    json_free(json);
    return status;
}

static int post_receivers(struct client *client)
{
    int status = EXIT_STATUS_DONE;

    if (client->invocation->operand_count > 0)
        status = receivers_set(client, client->invocation->operands[0]);
    if (status != EXIT_STATUS_DONE)
        return status;
    return client_list(
        client, given.format, "no receivers: nobody gets the ranking",
        "select r.receiver, r.kind, r.enabled, r.options from post.receiver r order by 1", NULL, 0);
}

/* ---- alarm ---- */

/* Works without the database, because the database may be the problem. */
static int post_alarm(const struct invocation *invocation)
{
    struct post_answer answer;

    alarm_send(invocation->operands[0], &answer);
    if (answer.outcome == POST_SENT)
        return EXIT_STATUS_DONE;
    log_error("post", "the alarm was not sent: %s", answer.text);
    return EXIT_STATUS_FAILED;
}

/* ---- what is due ---- */

static int due_check(const struct invocation *invocation)
{
    if (given.again && *given.month == '\0' && given.period == NULL)
        return invocation_refuse(invocation, "--again needs --month YYYY-MM or --period PERIOD");
    return EXIT_STATUS_DONE;
}

static int post_due(struct client *client)
{
    const struct delivery_order order = {
        .month = given.month,
        .period = given.period,
        .to = given.to,
        .again = given.again,
        .wait_ms = given.wait_ms,
    };

    return delivery_run(client, &order);
}

static const struct action actions[] = {
    {.word = "list", .takes = {&given.format}, .run = post_list},
    {.word = "receivers",
     .operands = "one FILE at most",
     .most = 1,
     .takes = {&given.format},
     .run = post_receivers},
    {.word = "alarm",
     .operands = "TEXT",
     .least = 1,
     .most = 1,
     .unconfigured = true,
     .alone = post_alarm},
};

const struct command command_post = {
    .name = "post",
    .operands = "[list | receivers [FILE.json] | alarm TEXT]",
    .most = 2,
    .summary = "send the postings of closed months and longer periods to their receivers",
    .details =
        "Sends what is due in the outbox, each posting at least once, under a key by which "
        "receivers\n"
        "drop repeats, and exits 1 when something is not sent or was refused. Any number may run "
        "at\n"
        "once. list shows what each receiver got and answered. receivers shows them; with a file, "
        "a\n"
        "JSON array, it sets them. URLs and secrets are read from the files that it names.\n"
        "alarm sends a sentence by the webhook in the credential post_alarm.url; it asks no "
        "database, and\n"
        "reads no configuration.\n",
    .roles = "meritd_close or merit_operator",
    COMMAND_OPTIONS(options),
    .own = {.takes = {&given.month, &given.period, &given.again, &given.to, &given.wait_ms},
            .alternatives = {&given.month, &given.period},
            .check = due_check,
            .run = post_due},
    COMMAND_ACTIONS(actions),
};
