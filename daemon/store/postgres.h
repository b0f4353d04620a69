/*
 * postgres.h - the store behind store.h that is a PostgreSQL database.
 *
 *     struct store *store = postgres_new(&options, &error);
 *
 * Connects with the first turn, and again for ever with growing pauses: a wrong password or a missing
 * database at run time is a lost connection like any other, and logged. It stops only when the first
 * database reached is not the one configured (schema, shop), or later when its schema has become newer
 * than this program.
 */
#ifndef MERITD_STORE_POSTGRES_H
#define MERITD_STORE_POSTGRES_H

#include "base/error.h"
#include "base/hash.h"

#include <stddef.h>
#include <stdint.h>

struct store;

/* Texts are lent until the store is freed. */
struct postgres_options {
    const char *conninfo;         /* as libpq wants it; "" or NULL: its environment variables */
    const char *application_name; /* unless conninfo or PGAPPNAME give one */
    int32_t schema_version;       /* of the newest migration this program knows */

    /* What ref.shop must say. */
    const char *shop; /* NULL: none */
    const char *zone;
    const char *cut_over; /* "hh:mm" */
    const char *currency;
    const char *language; /* NULL: the currency's */
    const char *const *topics;
    size_t topic_count;
    const char *customer_key; /* fingerprint */

    unsigned statement_timeout_ms; /* 0: no limit */
    unsigned lock_timeout_ms;      /* 0: no limit */
};

/* Caller frees by store->ops->free. Does not connect yet. */
MUST_CHECK struct store *postgres_new(const struct postgres_options *options, struct error *error);

#endif
