/*
 * hash.c - XXH3, compiled in: most inputs have a few dozen bytes, and a library call would cost as much as
 * the hash.
 */
#define XXH_INLINE_ALL
#include "base/hash.h"

#include <stdio.h>
#include <xxhash.h>

/* By the contract source and id have at most 256 bytes each; longer ones are hashed by streaming. */
enum { JOINED_MAX = 2 * 256 + 1 };

static uint64_t hash_event_streamed(struct text source, struct text id)
{
    XXH3_state_t state;

    XXH3_INITSTATE(&state);
    XXH3_64bits_reset(&state);
    XXH3_64bits_update(&state, source.bytes, source.length);
    XXH3_64bits_update(&state, "", 1);
    XXH3_64bits_update(&state, id.bytes, id.length);
    return XXH3_64bits_digest(&state);
}

uint64_t hash_event(struct text source, struct text id)
{
    char joined[JOINED_MAX];

    if (source.length > JOINED_MAX - 1 || id.length > JOINED_MAX - 1 - source.length)
        return hash_event_streamed(source, id);
    if (source.length > 0)
        memcpy(joined, source.bytes, source.length);
    joined[source.length] = '\0';
    if (id.length > 0)
        memcpy(joined + source.length + 1, id.bytes, id.length);
    return XXH3_64bits(joined, source.length + 1 + id.length);
}

uint64_t hash_bytes(const void *bytes, size_t length)
{
    return XXH3_64bits(bytes, length);
}

struct uuid hash_version(const void *bytes, size_t length)
{
    XXH128_canonical_t canonical;
    struct uuid version;

    _Static_assert(sizeof canonical == sizeof version, "128 bits are 16 bytes");
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(bytes, length));
    memcpy(version.bytes, canonical.digest, sizeof version.bytes);
    return version;
}

void uuid_format(struct uuid uuid, char out[UUID_TEXT_SIZE])
{
    for (size_t i = 0; i < sizeof uuid.bytes; i++)
        out += sprintf(out, i == 4 || i == 6 || i == 8 || i == 10 ? "-%02x" : "%02x",
                       (unsigned)uuid.bytes[i]);
}
