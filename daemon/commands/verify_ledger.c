/* verify_ledger.c - a problem is a row; none, and the heads are shown, to be written down elsewhere. */
#include "commands/verify_ledger.h"

#include "commands/client.h"
#include "commands/flags.h"

#include <stdio.h>
#include <string.h>

static int verify_ledger_ask(struct client *client, enum table_format format, size_t *problems)
{
    const char *const params[] = {invocation_flag(client->invocation, "--head")};
    int status = client_print(
        client, format,
        "select 'ledger' as what, 'line ' || v.line as \"where\", v.problem"
        "  from pay.verify_ledger($1) v union all"
        " select 'frozen', pg_catalog.format('%s, revision %s', pg_catalog.to_char(p.month,"
        "        'YYYY-MM'), p.revision), p.problem from period.verify() p",
        params, 1, problems);

    if (status != EXIT_STATUS_DONE)
        return status;
    status = client_ask(client, "select * from pay.ledger_end()", NULL, 0);
    if (status == EXIT_STATUS_DONE)
        fprintf(format == TABLE_TEXT ? stdout : stderr,
                "ledger: %s lines, %zu problem%s, head %s\njournal: %s entries, head %s\n",
                database_value(client->database, 0, 0), *problems, *problems == 1 ? "" : "s",
                database_value(client->database, 0, 1), database_value(client->database, 0, 2),
                database_value(client->database, 0, 3));
    return status;
}

int verify_ledger(const struct invocation *invocation)
{
    const char *head = invocation_flag(invocation, "--head");
    enum table_format format;
    struct client client;
    size_t problems = 0;
    int status = flags_fit(invocation, "--ledger", "--ledger", "--head --format");

    if (status == EXIT_STATUS_DONE)
        status = table_read_format(invocation, &format);
    if (status == EXIT_STATUS_DONE && head != NULL &&
        (strlen(head) != 64 || head[strspn(head, "0123456789abcdefABCDEF")] != '\0'))
        status = invocation_refuse(invocation,
                                   "--head is \"%s\"; it must be a hash of 64 hex digits", head);
    if (status != EXIT_STATUS_DONE)
        return status;
    status = client_open(&client, invocation);
    if (status == EXIT_STATUS_DONE)
        status = verify_ledger_ask(&client, format, &problems);
    client_close(&client);
    return status == EXIT_STATUS_DONE && problems > 0 ? EXIT_STATUS_FAILED : status;
}
