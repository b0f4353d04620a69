/*
 * stored_stubs.h - a conversation's stubs as database_ask gives and takes them: in the server's text form of a bytea.
 */
#ifndef MERITD_UPKEEP_STORED_STUBS_H
#define MERITD_UPKEEP_STORED_STUBS_H

#include "conversation/stubs.h"

/* Reads "\x…". The arena owns all memory. */
MUST_CHECK bool stored_stubs_read(struct arena *arena, const char *hex, struct stub_set *set,
                                  struct error *error);

/* Appends the set's bytes as "\x…"; *version is their version. */
MUST_CHECK bool stored_stubs_write(const struct stub_set *set, struct buffer *hex,
                                   struct uuid *version, struct error *error);

#endif
