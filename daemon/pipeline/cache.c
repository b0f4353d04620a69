/* cache.c - a hash table of entries, and a list of those at rest. */
#include "pipeline/cache.h"

#include "base/memory.h"

#include <assert.h>

enum {
    FIRST_SLOTS = 1024,
    BLOCK_COST = 16, /* about what the allocator adds to a block */
};

void cache_init(struct cache *cache, size_t budget, size_t cap)
{
    *cache = (struct cache){.budget = budget, .cap = cap};
}

static size_t entry_bytes(const struct cache_entry *entry)
{
    size_t bytes = sizeof *entry + entry->name_length + BLOCK_COST;

    return entry->set == NULL ? bytes : bytes + entry->set_length + BLOCK_COST;
}

static bool entry_is_pinned(const struct cache_entry *entry)
{
    return entry->pending[0] != 0 || entry->pending[1] != 0;
}

/* ---- the list of entries at rest ---- */

static void rest_add(struct cache *cache, struct cache_entry *entry)
{
    entry->newer = NULL;
    entry->older = cache->newest;
    if (cache->newest != NULL)
        cache->newest->newer = entry;
    else
        cache->oldest = entry;
    cache->newest = entry;
}

static void rest_remove(struct cache *cache, struct cache_entry *entry)
{
    if (entry->newer != NULL)
        entry->newer->older = entry->older;
    else
        cache->newest = entry->older;
    if (entry->older != NULL)
        entry->older->newer = entry->newer;
    else
        cache->oldest = entry->newer;
    entry->newer = entry->older = NULL;
}

/* ---- the table ---- */

/* The conversation's slot, or the free slot for it. */
static size_t table_find(const struct cache *cache, struct text name, uint64_t hash)
{
    size_t mask = cache->slot_count - 1;
    size_t at = hash & mask;

    for (;; at = (at + 1) & mask) {
        const struct cache_slot *slot = &cache->slots[at];
        if (slot->entry == NULL ||
            (slot->hash == hash && text_equal(cache_name(slot->entry), name)))
            return at;
    }
}

static void table_place(struct cache_slot *slots, size_t slot_count, struct cache_slot slot)
{
    size_t at = slot.hash & (slot_count - 1);

    while (slots[at].entry != NULL)
        at = (at + 1) & (slot_count - 1);
    slots[at] = slot;
}

static bool table_grow(struct cache *cache)
{
    size_t slot_count = cache->slot_count == 0 ? FIRST_SLOTS : cache->slot_count * 2;
    struct cache_slot *slots = memory_alloc(slot_count * sizeof *slots);

    if (slots == NULL)
        return false;
    memset(slots, 0, slot_count * sizeof *slots);
    for (size_t i = 0; i < cache->slot_count; i++)
        if (cache->slots[i].entry != NULL)
            table_place(slots, slot_count, cache->slots[i]);
    memory_free(cache->slots);
    cache->bytes += (slot_count - cache->slot_count) * sizeof *slots;
    cache->slots = slots;
    cache->slot_count = slot_count;
    return true;
}

/* Takes an entry out and closes the gap, so that no search ends too early. */
static void table_remove(struct cache *cache, const struct cache_entry *entry)
{
    size_t mask = cache->slot_count - 1;
    size_t gap = entry->hash & mask;

    while (cache->slots[gap].entry != entry)
        gap = (gap + 1) & mask;
    for (size_t at = (gap + 1) & mask; cache->slots[at].entry != NULL; at = (at + 1) & mask) {
        size_t home = cache->slots[at].hash & mask;
        if (((at - home) & mask) >= ((at - gap) & mask)) {
            cache->slots[gap] = cache->slots[at];
            gap = at;
        }
    }
    cache->slots[gap].entry = NULL;
    cache->count--;
}

/* ---- entries ---- */

static void entry_destroy(struct cache_entry *entry)
{
    memory_free(entry->set);
    memory_free(entry);
}

static void entry_free(struct cache *cache, struct cache_entry *entry)
{
    table_remove(cache, entry);
    cache->bytes -= entry_bytes(entry);
    entry_destroy(entry);
}

static void entry_drop(struct cache *cache, struct cache_entry *entry)
{
    rest_remove(cache, entry);
    entry_free(cache, entry);
}

static void cache_shrink(struct cache *cache)
{
    while (cache->oldest != NULL && (cache->bytes > cache->budget || cache->count > cache->cap)) {
        entry_drop(cache, cache->oldest);
        cache->evictions++;
    }
}

/* A new entry, in the table, neither pinned nor at rest. */
static struct cache_entry *entry_new(struct cache *cache, struct text name, uint64_t hash)
{
    if ((cache->count + 1) * 4 > cache->slot_count * 3 && !table_grow(cache))
        return NULL;
    struct cache_entry *entry = memory_alloc(sizeof *entry + name.length);
    if (entry == NULL)
        return NULL;
    *entry = (struct cache_entry){.hash = hash, .name_length = (uint32_t)name.length};
    memcpy(entry->name, name.bytes, name.length);
    cache->slots[table_find(cache, name, hash)] = (struct cache_slot){hash, entry};
    cache->count++;
    cache->bytes += entry_bytes(entry);
    return entry;
}

struct cache_entry *cache_pin(struct cache *cache, struct text conversation, unsigned which,
                              uint32_t pending)
{
    uint64_t hash = hash_bytes(conversation.bytes, conversation.length);
    struct cache_entry *entry = NULL;

    if (cache->slot_count != 0)
        entry = cache->slots[table_find(cache, conversation, hash)].entry;
    if (entry == NULL) {
        entry = entry_new(cache, conversation, hash);
        if (entry == NULL)
            return NULL;
        cache->misses++;
        cache->pinned_bytes += entry_bytes(entry);
    } else if (!entry_is_pinned(entry)) {
        rest_remove(cache, entry);
        cache->hits++;
        cache->pinned_bytes += entry_bytes(entry);
    }
    if (entry->pending[which] == 0)
        entry->pending[which] = pending;
    return entry;
}

void cache_unpin(struct cache *cache, struct cache_entry *entry, unsigned which)
{
    assert(entry->pending[which] != 0);
    entry->pending[which] = 0;
    if (entry_is_pinned(entry))
        return;
    cache->pinned_bytes -= entry_bytes(entry);
    if (!entry->known) { /* an entry with only a name is useless */
        entry_free(cache, entry);
        return;
    }
    rest_add(cache, entry);
    cache_shrink(cache);
}

/* Replaces the set of a pinned entry; set may be absent. */
static void entry_set(struct cache *cache, struct cache_entry *entry, char *set, size_t length)
{
    size_t before = entry_bytes(entry);

    memory_free(entry->set);
    entry->set = set;
    entry->set_length = length;
    cache->bytes += entry_bytes(entry) - before;
    cache->pinned_bytes += entry_bytes(entry) - before;
}

void cache_learn(struct cache *cache, struct cache_entry *entry, const struct uuid *version,
                 struct text set)
{
    char *copy = memory_alloc(set.length);

    assert(entry_is_pinned(entry));
    if (copy == NULL) {
        cache_forget(cache, entry);
        return;
    }
    memcpy(copy, set.bytes, set.length);
    entry_set(cache, entry, copy, set.length);
    entry->version = *version;
    entry->known = true;
}

void cache_forget(struct cache *cache, struct cache_entry *entry)
{
    assert(entry_is_pinned(entry));
    entry_set(cache, entry, NULL, 0);
    entry->known = false;
}

void cache_drop_rest(struct cache *cache)
{
    while (cache->oldest != NULL)
        entry_drop(cache, cache->oldest);
}

/* Frees entries at rest in the order of use, which is roughly their order in memory. */
void cache_clear(struct cache *cache)
{
    for (size_t i = 0; i < cache->slot_count; i++)
        if (cache->slots[i].entry != NULL && entry_is_pinned(cache->slots[i].entry))
            entry_destroy(cache->slots[i].entry);
    while (cache->oldest != NULL) {
        struct cache_entry *entry = cache->oldest;
        cache->oldest = entry->newer;
        entry_destroy(entry);
    }
    memory_free(cache->slots);
    cache_init(cache, cache->budget, cache->cap);
}
