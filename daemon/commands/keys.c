/* keys.c - see the header. */
#include "commands/keys.h"

#include "base/exit_status.h"
#include "base/text_array.h"

#include <assert.h>
#include <string.h>

int keys_set(struct client *client, const char *set_sql, const char *const *more, size_t more_count)
{
    const struct invocation *invocation = client->invocation;
    const char *params[1 + KEYS_MORE_MAX];
    struct text_array array;

    assert(more_count <= KEYS_MORE_MAX);
    text_array_init(&array);
    for (size_t i = 0; i < invocation->operand_count; i++)
        text_array_add(&array, text_of(invocation->operands[i]));
    params[0] = text_array_end(&array);
    for (size_t i = 0; i < more_count; i++)
        params[1 + i] = more[i];
    int status = client_ask(client, set_sql, params, 1 + more_count);
    text_array_clear(&array);
    if (status == EXIT_STATUS_FAILED && strcmp(database_sqlstate(client->database), "22023") == 0)
        return EXIT_STATUS_USAGE;
    return status;
}
