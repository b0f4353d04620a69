/*
 * cache.h - conversations as the database has them, as many as memory allows.
 *
 * It is only a cache: an entry may be missing or outdated at any time; then the database returns its row
 * once. An entry is
 *     pinned   a batch refers to it: it stays, whatever the budget;
 *     at rest  no batch refers to it: beyond the budget it is dropped, least recently used first.
 * An entry's set is the encoded bytes last known to be committed, named by `version`; `known` says whether
 * there are any. Forgetting is always safe.
 */
#ifndef MERITD_PIPELINE_CACHE_H
#define MERITD_PIPELINE_CACHE_H

#include "base/hash.h"
#include "base/text.h"

#include <stddef.h>
#include <stdint.h>

enum { CACHE_BATCHES = 2 }; /* how many batches may refer to an entry */

struct cache_entry {
    uint64_t hash;                     /* of the name */
    struct cache_entry *newer, *older; /* at rest: the list in order of last use */
    char *set;                         /* encoded; own memory; NULL: none */
    size_t set_length;
    struct uuid version;             /* of the set */
    bool known;                      /* set and version were the last to be committed */
    uint32_t pending[CACHE_BATCHES]; /* 1 + index among the batch's pendings; 0: not in the batch */
    uint32_t name_length;
    char name[]; /* the conversation's id */
};

struct cache_slot {
    uint64_t hash;
    struct cache_entry *entry; /* NULL: free */
};

struct cache {
    struct cache_slot *slots; /* open addressing, linear; at most 3/4 taken */
    size_t slot_count;        /* a power of two, or 0 */
    size_t count;             /* entries */
    size_t budget;            /* bytes that entries may take */
    size_t cap;               /* most entries; SIZE_MAX: no limit */
    size_t bytes;             /* of all entries and slots */
    size_t pinned_bytes;      /* of pinned entries */
    struct cache_entry *newest, *oldest;
    uint64_t hits, misses, evictions;
};

void cache_init(struct cache *cache, size_t budget, size_t cap);
void cache_clear(struct cache *cache); /* frees all entries, pinned ones too */

/*
 * Finds or makes the conversation's entry, and pins it for batch `which` under `pending` (1 + index), unless
 * the batch has it already (see entry->pending[which]). NULL when memory is out.
 */
struct cache_entry *cache_pin(struct cache *cache, struct text conversation, unsigned which,
                              uint32_t pending);
/* Unpins an entry that the batch no longer needs. May drop entries, also this one. */
void cache_unpin(struct cache *cache, struct cache_entry *entry, unsigned which);

/* Stores a copy of what was committed. When memory is out, the entry becomes unknown. */
void cache_learn(struct cache *cache, struct cache_entry *entry, const struct uuid *version,
                 struct text set);
void cache_forget(struct cache *cache, struct cache_entry *entry);
/* Drops all entries at rest. The caller must forget the pinned ones (cache_forget). */
void cache_drop_rest(struct cache *cache);

static inline struct text cache_name(const struct cache_entry *entry)
{
    return (struct text){entry->name, entry->name_length};
}

static inline struct text cache_set(const struct cache_entry *entry)
{
    return (struct text){entry->set, entry->set_length};
}

#endif
