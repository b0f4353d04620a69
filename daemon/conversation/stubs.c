/*
 * stubs.c - lists, sets, and the union of both.
 *
 * Union: read all inputs into one merger; sort the names and renumber the stubs, so that comparing
 * numbers compares names; sort the stubs in event order; keep only the first stub of each hash; drop names
 * that no stub has. Each step depends only on the set of records, never on their origin: this makes the
 * bytes canonical.
 */
#include "conversation/stubs.h"

#include "conversation/sort.h"
#include "conversation/stub_bytes.h"
#include "conversation/stub_merger.h"

#include <assert.h>

/* ---- lists --------------------------------------------------------------------------------------- */

void stub_list_add(struct buffer *list, struct customer_claim *best, const struct chat_event *chat,
                   int64_t time_ms, uint64_t hash, struct customer_key *key)
{
    struct text other = chat->kind == CHAT_AGENT ? chat->source : chat->to_agent;
    size_t most = STUB_LIST_ITEM_MIN + 2 * STUB_VARINT_MAX + chat->agent.length + other.length;
    unsigned char *begin = buffer_reserve(list, most);
    bool has_agent = chat->agent.length > 0;
    bool has_other = other.length > 0;

    assert(stub_time_is_sane(time_ms));
    if (begin == NULL)
        return;
    customer_claim_hear(best, chat, time_ms, hash, key);
    unsigned char *at = put_flags(begin, chat->kind, chat->intent, chat->quiet, has_agent,
                                  has_other);
    at = put_u64(at, (uint64_t)time_ms);
    at = put_u64(at, hash);
    if (has_agent)
        at = put_text(at, chat->agent);
    if (has_other)
        at = put_text(at, other);
    list->length += (size_t)(at - begin);
}

/* ---- union --------------------------------------------------------------------------------------- */

static bool read_inputs(struct stub_merger *merger, const struct stub_inputs *inputs,
                        struct error *error)
{
    size_t most = 0;

    for (size_t i = 0; i < 3; i++)
        most += inputs->sets[i].length / STUB_SET_ITEM_MIN +
                inputs->lists[i].length / STUB_LIST_ITEM_MIN;
    merger->stubs = arena_array(merger->arena, most, sizeof *merger->stubs);
    if (merger->stubs == NULL)
        return error_memory(error);
    for (size_t i = 0; i < 3; i++) {
        const struct customer_claim *claim = inputs->claims[i];
        if (inputs->sets[i].length > 0 && !stub_merger_read_set(merger, inputs->sets[i], error))
            return false;
        if (inputs->lists[i].length > 0 && !stub_merger_read_list(merger, inputs->lists[i], error))
            return false;
        if (claim != NULL)
            customer_claim_take(&merger->claim, claim);
    }
    return true;
}

static int name_compare(const void *a, const void *b)
{
    return text_compare(((const struct stub_name *)a)->text, ((const struct stub_name *)b)->text);
}

/* Sorts the distinct names into set->names, and renumbers those of all stubs. */
static bool number_names(struct stub_merger *merger, struct stub_set *set)
{
    struct stub_name *names = merger->names;
    size_t count = merger->name_count;
    uint32_t *numbers = arena_array(merger->arena, count + 1, sizeof *numbers);

    set->names = arena_array(merger->arena, count, sizeof *set->names);
    if (numbers == NULL || set->names == NULL ||
        !sort_stable(merger->arena, names, count, sizeof *names, name_compare))
        return false;
    numbers[0] = 0;
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || !text_equal(names[i - 1].text, names[i].text))
            set->names[set->name_count++] = names[i].text;
        numbers[names[i].number] = (uint32_t)set->name_count;
    }
    for (size_t i = 0; i < merger->count; i++) {
        merger->stubs[i].agent = numbers[merger->stubs[i].agent];
        merger->stubs[i].other = numbers[merger->stubs[i].other];
    }
    return true;
}

/* Event order, then stored content: of two stubs with one hash the smaller stays. */
static int stub_compare(const void *left, const void *right)
{
    const struct stub *a = left, *b = right;

    if (a->time_ms != b->time_ms)
        return COMPARE(a->time_ms, b->time_ms);
    if (a->kind != b->kind)
        return COMPARE(a->kind, b->kind);
    if (a->hash != b->hash)
        return COMPARE(a->hash, b->hash);
    if (a->agent != b->agent)
        return COMPARE(a->agent, b->agent);
    if (a->other != b->other)
        return COMPARE(a->other, b->other);
    if (a->intent != b->intent)
        return COMPARE(a->intent, b->intent);
    return COMPARE(a->quiet, b->quiet);
}

/* Redelivered events are neighbours after the sort; most duplicates are redelivered events. */
static size_t drop_neighbours(struct stub *stubs, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++)
        if (kept == 0 || stubs[i].hash != stubs[kept - 1].hash)
            stubs[kept++] = stubs[i];
    return kept;
}

/* For few stubs: compares each with all before it. */
static size_t drop_by_comparing(struct stub *stubs, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        bool found = false;
        for (size_t k = 0; k < kept; k++)
            found |= stubs[k].hash == stubs[i].hash;
        if (!found)
            stubs[kept++] = stubs[i];
    }
    return kept;
}

/*
 * For many stubs: an open table of positions, at most half full. slot_bits gives at least two slots per stub.
 */
static size_t drop_by_table(struct stub *stubs, size_t count, uint32_t *slots, unsigned slot_bits)
{
    size_t mask = ((size_t)1 << slot_bits) - 1;
    size_t kept = 0;

    memset(slots, 0, (mask + 1) * sizeof *slots);
    for (size_t i = 0; i < count; i++) {
        uint64_t hash = stubs[i].hash;
        size_t slot = (size_t)(hash * UINT64_C(0x9e3779b97f4a7c15) >> (64 - slot_bits));
        while (slots[slot] != 0 && stubs[slots[slot] - 1].hash != hash)
            slot = (slot + 1) & mask;
        if (slots[slot] != 0)
            continue;
        stubs[kept++] = stubs[i];
        slots[slot] = (uint32_t)kept;
    }
    return kept;
}

/* Keeps only the first stub of each hash, in the same order. */
static bool drop_duplicates(struct stub_merger *merger)
{
    enum { FEW = 32 };
    size_t count = drop_neighbours(merger->stubs, merger->count);

    if (count <= FEW) {
        merger->count = drop_by_comparing(merger->stubs, count);
        return true;
    }
    unsigned slot_bits = 7;
    while ((size_t)1 << slot_bits < 2 * count)
        slot_bits++;
    uint32_t *slots = arena_array(merger->arena, (size_t)1 << slot_bits, sizeof *slots);
    if (slots == NULL)
        return false;
    merger->count = drop_by_table(merger->stubs, count, slots, slot_bits);
    return true;
}

/* Drops names that only dropped stubs had. */
static bool drop_unused_names(struct stub_merger *merger, struct stub_set *set)
{
    size_t used = 0;
    uint32_t *numbers = arena_array(merger->arena, set->name_count + 1, sizeof *numbers);

    if (numbers == NULL)
        return false;
    memset(numbers, 0, (set->name_count + 1) * sizeof *numbers);
    for (size_t i = 0; i < merger->count; i++) {
        numbers[merger->stubs[i].agent] = 1;
        numbers[merger->stubs[i].other] = 1;
    }
    numbers[0] = 0;
    for (size_t i = 1; i <= set->name_count; i++) {
        if (numbers[i] == 0)
            continue;
        set->names[used++] = set->names[i - 1];
        numbers[i] = (uint32_t)used;
    }
    if (used == set->name_count)
        return true;
    set->name_count = used;
    for (size_t i = 0; i < merger->count; i++) {
        merger->stubs[i].agent = numbers[merger->stubs[i].agent];
        merger->stubs[i].other = numbers[merger->stubs[i].other];
    }
    return true;
}

bool stub_set_unite(struct arena *arena, const struct stub_inputs *inputs, struct stub_set *set,
                    struct error *error)
{
    struct stub_merger merger = {.arena = arena};

    *set = (struct stub_set){0};
    if (!read_inputs(&merger, inputs, error))
        return false;
    if (!number_names(&merger, set) ||
        !sort_stable(arena, merger.stubs, merger.count, sizeof *merger.stubs, stub_compare) ||
        !drop_duplicates(&merger) || !drop_unused_names(&merger, set))
        return error_memory(error);
    set->stubs = merger.stubs;
    set->count = merger.count;
    set->claim = merger.claim;
    return true;
}

/* ---- canonical bytes ----------------------------------------------------------------------------- */

bool stub_set_is_old(struct text set)
{
    return set.length > 0 && set.bytes[0] != STUB_FORMAT;
}

static size_t encoded_size_at_most(const struct stub_set *set)
{
    size_t size = STUB_SET_HEAD_MAX + set->count * STUB_SET_ITEM_MAX;

    for (size_t i = 0; i < set->name_count; i++)
        size += STUB_VARINT_MAX + set->names[i].length;
    return size;
}

static unsigned char *put_claim(unsigned char *at, const struct customer_claim *claim)
{
    *at++ = claim->present ? (unsigned char)(claim->kind + 1) : 0;
    if (!claim->present)
        return at;
    at = put_varint(at, zigzag_of(claim->time_ms));
    at = put_u64(at, claim->hash);
    memcpy(at, claim->customer.bytes, sizeof claim->customer.bytes);
    return at + sizeof claim->customer.bytes;
}

static unsigned char *put_stub(unsigned char *at, const struct stub *stub, uint64_t time)
{
    at = put_varint(at, time);
    at = put_flags(at, stub->kind, stub->intent, stub->quiet, stub->agent != 0, stub->other != 0);
    if (stub->agent != 0)
        at = put_varint(at, stub->agent);
    if (stub->other != 0)
        at = put_varint(at, stub->other);
    return put_u64(at, stub->hash);
}

void stub_set_encode(const struct stub_set *set, struct buffer *out)
{
    unsigned char *begin = buffer_reserve(out, encoded_size_at_most(set));
    unsigned char *at = begin;

    if (begin == NULL)
        return;
    *at++ = STUB_FORMAT;
    at = put_claim(at, &set->claim);
    at = put_varint(at, set->name_count);
    for (size_t i = 0; i < set->name_count; i++)
        at = put_text(at, set->names[i]);
    at = put_varint(at, set->count);
    for (size_t i = 0; i < set->count; i++) {
        const struct stub *stub = &set->stubs[i];
        at = put_stub(at, stub,
                      i == 0 ? zigzag_of(stub->time_ms)
                             : (uint64_t)(stub->time_ms - stub[-1].time_ms));
    }
    out->length += (size_t)(at - begin);
}
