/*
 * shop.h - what defines the shop, as the configuration says it: customer key and database options.
 */
#ifndef MERITD_COMMANDS_SHOP_H
#define MERITD_COMMANDS_SHOP_H

#include "base/hmac.h"
#include "config/config.h"
#include "store/postgres.h"

struct shop {
    struct customer_key *key;
    char fingerprint[17]; /* of the key */
    bool published_key;   /* no secret is configured */
    size_t secret_length; /* of the configured one, bytes */
    char *topics;         /* as PostgreSQL writes a text[] */
    struct postgres_options options;
};

/* Reads the customer key file. ERROR_STOP: it cannot be had. Lends from the configuration. shop_clear frees;
 * it may be called after a failure. */
MUST_CHECK bool shop_init(struct shop *shop, const struct config *config,
                          const char *application_name, struct error *error);
void shop_clear(struct shop *shop);

/* The version of the newest migration in this program. */
int shop_schema_version(void);

#endif
