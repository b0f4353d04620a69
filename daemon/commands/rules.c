/* rules.c - rules and settings: the parameters of the numbers, and those of month end. */
#include "commands/client.h"
#include "commands/text_array.h"

#include <stdio.h>
#include <string.h>

/* A table of keys with values, which SQL lists and checks. */
struct key_table {
    const char *list_sql; /* its columns: key, value, default, allowed, meaning */
    const char *set_sql;  /* of KEY=VALUE texts as a text[]; 22023: some of them are wrong */
};

static const struct key_table rule_table = {
    .list_sql = "select r.key, r.value, r.\"default\", r.allowed, r.meaning"
                "  from ref.rule_list() r",
    .set_sql = "select ref.set_rules($1::text[])",
};

static const struct key_table setting_table = {
    .list_sql = "select s.key, s.value, s.\"default\", s.allowed, s.meaning"
                "  from period.setting_list() s",
    .set_sql = "select period.set_settings($1::text[])",
};

static int keys_show(struct client *client, const struct key_table *table)
{
    enum table_format format;
    int status = table_read_format(client->invocation, &format);

    if (status != EXIT_STATUS_DONE)
        return status;
    return client_print(client, format, table->list_sql, NULL, 0, NULL);
}

static int keys_set(struct client *client, const struct key_table *table)
{
    const struct invocation *invocation = client->invocation;
    struct text_array array;

    text_array_init(&array);
    for (size_t i = 1; i < invocation->operand_count; i++)
        text_array_add(&array, text_of(invocation->operands[i]));
    const char *const params[] = {text_array_end(&array)};
    int status = client_ask(client, table->set_sql, params, 1);
    text_array_clear(&array);
    if (status == EXIT_STATUS_FAILED && strcmp(database_sqlstate(client->database), "22023") == 0)
        return EXIT_STATUS_USAGE;
    return status == EXIT_STATUS_DONE ? keys_show(client, table) : status;
}

static int keys_run(const struct invocation *invocation, const struct key_table *table)
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
        status = show ? keys_show(&client, table) : keys_set(&client, table);
    client_close(&client);
    return status;
}

int command_rules(const struct invocation *invocation)
{
    return keys_run(invocation, &rule_table);
}

int command_settings(const struct invocation *invocation)
{
    return keys_run(invocation, &setting_table);
}
