/*
 * delivery.h - the outbox, emptied.
 */
#ifndef MERITD_COMMANDS_DELIVERY_H
#define MERITD_COMMANDS_DELIVERY_H

#include "commands/client.h"

struct delivery_order {
    const char *month; /* its posting is queued first (its first day); "": none */
    const char *to;    /* only to this receiver; NULL: to all */
    bool again;        /* the month's, for who has it, too */
    int64_t wait_ms;   /* so long what becomes due is sent, too */
};

/* Queues, and sends each posting that is due once. DONE: every posting for a receiver in question has been sent. */
MUST_CHECK int delivery_run(struct client *client, const struct delivery_order *order);

#endif
