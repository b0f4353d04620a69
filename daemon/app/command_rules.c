/* command_rules.c - the parameters of the numbers. */
#include "app/client.h"
#include "app/text_array.h"

#include <stdio.h>
#include <string.h>

static int rules_show(struct client *client)
{
    enum table_format format;
    int status = table_read_format(client->invocation, &format);

    if (status != EXIT_STATUS_DONE)
        return status;
    return client_print(client, format,
                        "select r.key, r.value, r.\"default\", r.allowed, r.meaning"
                        "  from ref.rule_list() r",
                        NULL, 0, NULL);
}

static int rules_set(struct client *client)
{
    const struct invocation *invocation = client->invocation;
    struct text_array array;

    text_array_init(&array);
    for (size_t i = 1; i < invocation->operand_count; i++)
        text_array_add(&array, text_of(invocation->operands[i]));
    const char *const params[] = {text_array_end(&array)};
    int status = client_ask(client, "select ref.set_rules($1::text[])", params, 1);
    text_array_clear(&array);
    if (status == EXIT_STATUS_FAILED && strcmp(database_sqlstate(client->database), "22023") == 0)
        return EXIT_STATUS_USAGE;
    return status == EXIT_STATUS_DONE ? rules_show(client) : status;
}

int command_rules(const struct invocation *invocation)
{
    const char *action = invocation->operands[0];
    bool show = strcmp(action, "show") == 0;
    struct client client;

    if (!show && strcmp(action, "set") != 0)
        return invocation_refuse(invocation, "%s is neither show nor set", action);
    if (show && invocation->operand_count > 1)
        return invocation_refuse(invocation, "show takes nothing more");
    if (!show && invocation->operand_count == 1)
        return invocation_refuse(invocation, "set needs one KEY=VALUE at least");
    int status = client_open(&client, invocation);
    if (status == EXIT_STATUS_DONE)
        status = show ? rules_show(&client) : rules_set(&client);
    client_close(&client);
    return status;
}
