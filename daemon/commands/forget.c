/* forget.c - erases who a customer is (upkeep/forget.h), and says what it cannot erase. */
#include "upkeep/forget.h"

#include "client/client.h"
#include "client/command.h"

#include <stdio.h>

static struct {
    const char *customer;
} given;

static const struct command_option options[] = {
    {.name = "--customer",
     .argument = "ID",
     .required = true,
     .meaning = "the platform's id of the customer",
     .text = &given.customer},
};

/* Texts that people wrote, which the journal protects. */
static int forget_tell_rest(struct client *client)
{
    const char *const params[] = {given.customer};
    int status = client_ask(client, "select fact.texts_naming($1)", params, 1);

    for (size_t row = 0; status == EXIT_STATUS_DONE && row < database_rows(client->database); row++)
        fprintf(stderr,
                "meritd forget: the text of %s may name the customer: it is part of the record "
                "and stays\n",
                database_value(client->database, row, 0));
    return status;
}

static int forget(struct client *client)
{
    struct uuid customer = customer_key_hash(client->identity.key, text_of(given.customer));
    struct forgotten sum;
    struct error error;

    if (!forget_customer(client->database, given.customer, customer, &sum, &error))
        return client_fail(client, &error);
    int status = forget_tell_rest(client);
    if (forgotten_total(&sum) == 0)
        fprintf(stderr, "meritd forget: nothing was found of customer %s\n", given.customer);
    if (status == EXIT_STATUS_DONE)
        printf("forgotten: %llu conversations, %llu orders, %llu tickets, %llu surveys; "
               "%llu dead letters deleted\n",
               sum.conversations, sum.orders, sum.tickets, sum.surveys, sum.letters);
    return status;
}

const struct command command_forget = {
    .name = "forget",
    .operands = "",
    .summary = "erase who a customer is; the numbers stay",
    .details =
        "What is stored of the customer gets a random pseudonym, which no key leads to, and dead\n"
        "letters that name the customer are deleted. No number changes. Run it again when it was\n"
        "interrupted; and when events of the customer have come since: they begin anew.\n",
    .roles = "the database's owner",
    COMMAND_OPTIONS(options),
    .own = {.takes_all = true, .run = forget},
};
