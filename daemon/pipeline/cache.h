/*
 * cache.h - conversations as the database has them, as far as memory allows.
 *
 * Only a cache: an entry may be missing or outdated at any time, and then its row comes back once. An
 * entry is
 *     pinned   a batch refers to it: it stays where it is, whatever the budget says;
 *     at rest  nobody refers to it: least recently used first, it is dropped beyond the budget.
 * An entry's set is the encoded bytes last known to be committed, named by `version`; `known` says
 * whether there are any. To forget is always right.
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
    struct cache_entry *newer, *older; /* at rest: the list by last use */
    char *set;                         /* encoded; own memory; NULL: none */
    size_t set_length;
    struct uuid version;             /* of the set */
    bool known;                      /* set and version are what was last committed */
    uint32_t pending[CACHE_BATCHES]; /* 1 + index among the batch's pendings; 0: not in it */
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
    size_t cap;               /* entries there may be; SIZE_MAX no limit */
    size_t bytes;             /* of all entries and the slots */
    size_t pinned_bytes;      /* of those that are pinned */
    struct cache_entry *newest, *oldest;
    uint64_t hits, misses, evictions;
};

void cache_init(struct cache *cache, size_t budget, size_t cap);
void cache_clear(struct cache *cache); /* frees all, pinned ones too */

/*
 * The conversation's entry, made if there is none, pinned for batch `which` under `pending` (1 + index)
 * unless the batch has it already (see entry->pending[which]). NULL when memory is out.
 */
struct cache_entry *cache_pin(struct cache *cache, struct text conversation, unsigned which,
                              uint32_t pending);
/* The batch refers to it no more. May drop entries, this one among them. */
void cache_unpin(struct cache *cache, struct cache_entry *entry, unsigned which);

/* What was committed; copied. When memory is out the entry is merely unknown. */
void cache_learn(struct cache *cache, struct cache_entry *entry, const struct uuid *version,
                 struct text set);
void cache_forget(struct cache *cache, struct cache_entry *entry);
/* All that was known is void: entries at rest are dropped. Pinned ones are the caller's to forget. */
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
