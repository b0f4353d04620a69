/*
 * delivery.h - what the parts of `meritd post` share (post.c, delivery.c).
 */
#ifndef MERITD_COMMANDS_DELIVERY_H
#define MERITD_COMMANDS_DELIVERY_H

#include "commands/client.h"

/*
 * Queues what --month, --again and --to name, if given; sends what is due, each posting once, and with --wait
 * what becomes due until then. DONE: every posting for a receiver in question has been sent.
 */
MUST_CHECK int post_deliver(struct client *client);

#endif
