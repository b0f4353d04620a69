/*
 * delivery.h - sends the postings in the outbox.
 */
#ifndef MERITD_COMMANDS_DELIVERY_H
#define MERITD_COMMANDS_DELIVERY_H

#include "client/client.h"

struct delivery_order {
    const char *month;  /* the month (its first day) whose posting is queued first; "": none */
    const char *period; /* the quarter, half-year or year whose posting is; NULL: none */
    const char *to;     /* only to this receiver; NULL: to all */
    bool again;         /* also to receivers that have that posting already */
    int64_t wait_ms;    /* ms; postings that become due within this time are sent too */
};

/* Queues that posting, then sends each due posting once. DONE: every posting for the receivers has been sent. */
MUST_CHECK int delivery_run(struct client *client, const struct delivery_order *order);

#endif
