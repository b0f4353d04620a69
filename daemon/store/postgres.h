/*
 * postgres.h - the implementation of store.h for PostgreSQL.
 *
 *     struct store *store = postgres_new(&options, &error);
 *
 * It connects in the first turn, and tries again forever, with growing pauses. A wrong password or a missing
 * database is handled and logged like any lost connection. It stops only in two cases: the first database
 * that it reaches is not the configured one (schema, shop), or later the schema is newer than this program.
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
    const char *conninfo;         /* libpq's; "" or NULL: libpq's environment variables */
    const char *application_name; /* used unless conninfo or PGAPPNAME give one */
    int32_t schema_version;       /* of the newest migration in this program */

    /* The values that ref.shop must have. */
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
