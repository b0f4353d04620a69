/*
 * null_store.h - a store that accepts everything at once and keeps nothing: for benchmarks of everything
 * before the store. It encodes a write as for PostgreSQL, and drops it.
 */
#ifndef MERITD_TESTS_DOUBLES_NULL_STORE_H
#define MERITD_TESTS_DOUBLES_NULL_STORE_H

#include "base/error.h"
#include "store/store.h"

/* Copies the settings; the calendar's instants are lent. Caller frees by store->ops->free. */
MUST_CHECK struct store *null_store_new(const struct store_settings *settings, struct error *error);

#endif
