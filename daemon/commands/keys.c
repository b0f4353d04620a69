/* keys.c - see the header. */
#include "commands/keys.h"

#include "base/exit_status.h"
#include "base/text_array.h"

#include <string.h>

int keys_show(struct client *client, enum table_format format, const struct key_table *table)
{
    return client_print(client, format, table->list_sql, NULL, 0, NULL);
}

int keys_set(struct client *client, enum table_format format, const struct key_table *table)
{
    const struct invocation *invocation = client->invocation;
    struct text_array array;

    text_array_init(&array);
    for (size_t i = 0; i < invocation->operand_count; i++)
        text_array_add(&array, text_of(invocation->operands[i]));
    const char *const params[] = {text_array_end(&array)};
    int status = client_ask(client, table->set_sql, params, 1);
    text_array_clear(&array);
    if (status == EXIT_STATUS_FAILED && strcmp(database_sqlstate(client->database), "22023") == 0)
        return EXIT_STATUS_USAGE;
    return status == EXIT_STATUS_DONE ? keys_show(client, format, table) : status;
}
