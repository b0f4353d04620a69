/*
 * command_post.h - what the parts of `meritd post` share (command_post.c, command_post_send.c).
 */
#ifndef MERITD_APP_COMMAND_POST_H
#define MERITD_APP_COMMAND_POST_H

#include "app/client.h"

/*
 * Queues what --month, --again and --to name, if given; sends what is due, each posting once, and with --wait
 * what becomes due until then. DONE: every posting for a receiver in question has been sent.
 */
MUST_CHECK int post_deliver(struct client *client);

#endif
