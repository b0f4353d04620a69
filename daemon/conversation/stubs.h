/*
 * stubs.h - a conversation as the set of its events.
 *
 * An event is kept as a stub: time, kind, agents, hash. A *set* is what fact.conversation stores:
 * canonical bytes, equal for equal sets whoever made them, named by their hash (version). A *list* is
 * stubs in order of arrival, duplicates and all, that wait to be united with a set. Both are bytes;
 * uniting any of them in any order and grouping gives the same set.
 *
 *     stub_list_add(&list, &event.chat, …)         as events arrive
 *     stub_set_unite(&arena, inputs, n, &set, …)   stored set + lists -> set
 *     stub_set_encode(&set, &buffer)               -> bytes, version = hash_version(bytes)
 *
 * Rules (docs/events.md): two stubs with one hash are one event, and the smaller by time, then rank
 * (kind), then stored content wins; the customer is that of the earliest customer message, else of the
 * earliest event that names one, over all records ever seen, losers included.
 */
#ifndef MERITD_CONVERSATION_STUBS_H
#define MERITD_CONVERSATION_STUBS_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/hmac.h"
#include "conversation/claim.h"
#include "model/event.h"

struct stub {
    int64_t time_ms;
    uint64_t hash;
    uint32_t agent;    /* 1-based index into the set's agents; 0 none */
    uint32_t to_agent; /* likewise; transfers only */
    uint8_t kind;      /* enum chat_kind */
    uint8_t intent;    /* enum chat_intent */
    bool is_auto;
};

/* In event order; agents sorted by bytes, each used by a stub. All memory is the arena's. */
struct stub_set {
    struct stub *stubs;
    size_t count;
    struct text *agents;
    size_t agent_count;
    struct customer_claim claim;
};

/*
 * Appends one chat event to a list. The customer is hashed only if its claim beats *best, which is
 * then replaced and is to be given to stub_set_unite (zero-initialised at first). The list's buffer
 * remembers a failed growth: check list->failed.
 */
void stub_list_add(struct buffer *list, struct customer_claim *best, const struct chat_event *chat,
                   int64_t time_ms, uint64_t hash, struct customer_key *key);

/* What is to be united: encoded sets (empty: the empty set), lists, and claims. */
struct stub_inputs {
    struct text sets[3];
    struct text lists[3];
    const struct customer_claim *claims[3]; /* NULL: none */
};

/*
 * Unites all inputs. ERROR_STOP when a set or list is malformed (bytes that this program never wrote),
 * ERROR_MEMORY when memory is out. The set's texts may point into the inputs.
 */
MUST_CHECK bool stub_set_unite(struct arena *arena, const struct stub_inputs *inputs,
                               struct stub_set *set, struct error *error);

/* Appends the canonical bytes. out is none of the buffers that the set's texts point into. */
void stub_set_encode(const struct stub_set *set, struct buffer *out);

#endif
