/*
 * hash.h - the event hash of the contract, and 128-bit hashes that identify contents.
 */
#ifndef MERITD_BASE_HASH_H
#define MERITD_BASE_HASH_H

#include "base/text.h"

#include <stdint.h>

/* 16 bytes in network order, stored by PostgreSQL as uuid. */
struct uuid {
    unsigned char bytes[16];
};

static inline int uuid_compare(const struct uuid *a, const struct uuid *b)
{
    return memcmp(a->bytes, b->bytes, sizeof a->bytes);
}

static inline bool uuid_equal(const struct uuid *a, const struct uuid *b)
{
    return uuid_compare(a, b) == 0;
}

#define UUID_TEXT_SIZE 37

/* The usual form: 01234567-89ab-cdef-0123-456789abcdef. */
void uuid_format(struct uuid uuid, char out[UUID_TEXT_SIZE]);

/* The event hash: XXH3_64bits(source, 0x00, id), unsigned. */
uint64_t hash_event(struct text source, struct text id);

/* XXH3_64bits of the bytes. */
uint64_t hash_bytes(const void *bytes, size_t length);

/* XXH3_128bits of the bytes, canonical (big-endian) form. */
struct uuid hash_version(const void *bytes, size_t length);

#endif
