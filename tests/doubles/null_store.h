/*
 * null_store.h - a store that takes everything at once and keeps nothing: for benchmarks of what lies before.
 * A write is encoded as for PostgreSQL, and thrown away.
 */
#ifndef MERITD_TESTS_DOUBLES_NULL_STORE_H
#define MERITD_TESTS_DOUBLES_NULL_STORE_H

#include "base/error.h"
#include "store/store.h"

/* settings are copied, the calendar's instants lent. Caller frees by store->ops->free. */
MUST_CHECK struct store *null_store_new(const struct store_settings *settings, struct error *error);

#endif
