/*
 * stubs.h - a conversation as the set of its events.
 *
 * An event is kept as a stub: time, kind, names, hash. A *set* is what fact.conversation stores:
 * canonical bytes, equal for equal sets whoever made them, named by their hash (version). A *list* is stubs
 * in order of arrival, with duplicates, that wait to be united with a set. Both are bytes. Sets and lists may
 * be united in any order and grouping: the resulting set is the same.
 *
 *     stub_list_add(&list, &event.chat, …)         as events arrive
 *     stub_set_unite(&arena, inputs, n, &set, …)   stored set + lists -> set
 *     stub_set_encode(&set, &buffer)               -> bytes, version = hash_version(bytes)
 *
 * Rules (docs/events.md): two stubs with one hash are one event; the smaller wins, by time, then rank (kind),
 * then stored content. The customer is named by the earliest customer message, or else by the earliest event
 * that names one, among all records ever seen, losers included.
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
    uint32_t agent; /* 1-based index into the set's names; 0 none */
    uint32_t other; /* likewise: to whom a transfer goes; the source of an agent's message */
    uint8_t kind;   /* enum chat_kind */
    uint8_t intent; /* enum chat_intent */
    bool quiet;     /* a message that neither asks nor answers */
};

/* In event order. Names of agents and sources, sorted by bytes; each is used by a stub. The arena owns all memory. */
struct stub_set {
    struct stub *stubs;
    size_t count;
    struct text *names;
    size_t name_count;
    struct customer_claim claim;
};

/*
 * Appends one chat event to a list. If its claim beats *best, it hashes the customer and replaces *best.
 * Zero-initialise *best, and pass it to stub_set_unite in the end. Check list->failed for lack of memory.
 */
void stub_list_add(struct buffer *list, struct customer_claim *best, const struct chat_event *chat,
                   int64_t time_ms, uint64_t hash, struct customer_key *key);

/* An input of stub_set_unite: an encoded set (empty: the empty set), a list, a claim. */
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

/*
 * Was the stored set written in an earlier format? Then the rounds that went with it followed earlier rules:
 * its row has no parts (migration 0025 took them away) until it is written again.
 */
bool stub_set_is_old(struct text set);

/* Appends the canonical bytes. The set's texts must not point into out. */
void stub_set_encode(const struct stub_set *set, struct buffer *out);

#endif
