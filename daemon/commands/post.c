/* post.c - postings: send them, list them, say who gets them; and an alarm that needs no database. */
#include "commands/delivery.h"

#include "base/log.h"
#include "commands/action.h"
#include "commands/flags.h"
#include "config/read_file.h"
#include "post/alarm.h"

#include <stdio.h>

static int post_list(struct client *client)
{
    return client_list(
        client, "no postings: they are made by a close",
        "select pg_catalog.to_char(p.month, 'YYYY-MM') as month, p.revision, p.receiver,"
        "       p.state, p.attempts,"
        "       case when p.state = 'pending'"
        "            then pg_catalog.date_trunc('second', p.next_at) end as next_at,"
        "       pg_catalog.date_trunc('second', p.attempted_at) as attempted_at,"
        "       p.outcome, p.answer"
        "  from merit.posting p order by p.month, p.revision, p.receiver",
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
    enum table_format format;
    int status = table_read_format(client->invocation, &format);

    if (status == EXIT_STATUS_DONE && client->invocation->operand_count > 1)
        status = receivers_set(client, client->invocation->operands[1]);
    if (status != EXIT_STATUS_DONE)
        return status;
    return client_list(
        client, "no receivers: nobody gets the ranking",
        "select r.receiver, r.kind, r.enabled, r.options from post.receiver r order by 1", NULL, 0);
}

/* ---- alarm ---- */

/* Without the database, which may be what is wrong. */
static int post_alarm(const struct invocation *invocation)
{
    struct post_answer answer;

    alarm_send(invocation->operands[1], &answer);
    if (answer.outcome == POST_SENT)
        return EXIT_STATUS_DONE;
    log_error("post", "the alarm was not sent: %s", answer.text);
    return EXIT_STATUS_FAILED;
}

/* ---- which of them ---- */

static int post_due(const struct invocation *invocation)
{
    struct client client;
    int status = flags_fit(invocation, "post",
                           invocation_flag(invocation, "--again") ? "--month" : "",
                           "--month --again --to --wait");

    if (status != EXIT_STATUS_DONE)
        return status;
    status = client_open(&client, invocation);
    if (status == EXIT_STATUS_DONE)
        status = post_deliver(&client);
    client_close(&client);
    return status;
}

int command_post(const struct invocation *invocation)
{
    static const struct action actions[] = {
        {"list", "", 0, 0, .takes = "--format", .run = post_list},
        {"receivers", "one FILE at most", 0, 1, .takes = "--format", .run = post_receivers},
    };

    if (invocation->operand_count == 0)
        return post_due(invocation);
    if (strcmp(invocation->operands[0], "alarm") == 0 && invocation->operand_count == 2)
        return post_alarm(invocation);
    return action_run(invocation, actions, sizeof actions / sizeof actions[0]);
}
