/*
 * identity.h - which shop this is, by its configuration: the customer key, and the settings that the database
 * must share.
 */
#ifndef MERITD_CLIENT_IDENTITY_H
#define MERITD_CLIENT_IDENTITY_H

#include "base/hmac.h"
#include "config/config.h"
#include "store/postgres.h"

struct identity {
    struct customer_key *key;
    char fingerprint[17]; /* of the key */
    bool published_key;   /* no secret is configured */
    size_t secret_length; /* of the configured one, bytes */
    char *topics;         /* as PostgreSQL writes a text[] */
    struct postgres_options options;
};

/* Reads the customer key file. ERROR_STOP: the file cannot be read. Lends from the configuration.
 * identity_clear frees; it may be called after a failure. */
MUST_CHECK bool identity_init(struct identity *identity, const struct config *config,
                              const char *application_name, struct error *error);
void identity_clear(struct identity *identity);

#endif
