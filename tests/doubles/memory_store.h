/*
 * memory_store.h - a store in memory with the semantics of ingest.write, and faults on order.
 *
 * Compare-and-swap by version, everything else a set by key, positions only when nothing came back and
 * forward only within their epoch. Its own memory comes from malloc and is not survived when short, so
 * that memory_fail_at reaches the code under test alone.
 *
 * It is never kinder than PostgreSQL: a lost connection is away for some turns, its settings are void
 * meanwhile, and what an answer lent is overwritten by the next request, or with the connection.
 */
#ifndef MERITD_TESTS_DOUBLES_MEMORY_STORE_H
#define MERITD_TESTS_DOUBLES_MEMORY_STORE_H

#include "model/rows.h"
#include "store/store.h"

enum memory_fault {
    MEMORY_FAULT_NONE,
    MEMORY_FAULT_LOST_BEFORE, /* the connection breaks, the write has not happened */
    MEMORY_FAULT_LOST_AFTER,  /* the connection breaks, the write has happened */
    MEMORY_FAULT_AGAIN,       /* deadlock or the like: not now */
    MEMORY_FAULT_NO_MEMORY,   /* the request cannot be made, or its answer not be read: no memory */
    MEMORY_FAULT_REFUSED,     /* the server refuses what it is asked */
    MEMORY_FAULT_STOPPED,     /* a person must act */
    MEMORY_FAULT_COUNT,
};

/* Called before a request is carried out; may change the store's content (another writer). */
struct memory_hooks {
    void *context;
    void (*before_write)(void *context, struct store *store, const struct write *write);
    bool (*refuses)(void *context, const struct write *write);
};

/* The kinds of rows that are kept as sets of keys. */
enum memory_kind {
    MEMORY_ORDER_EVENTS,
    MEMORY_TICKET_EVENTS,
    MEMORY_SURVEYS,
    MEMORY_MARKS,
    MEMORY_TALLIES,
    MEMORY_TARGETS,
    MEMORY_AGENTS,
    MEMORY_DEAD_LETTERS,
    MEMORY_KIND_COUNT,
};

/* settings are copied, the calendar's instants lent. Caller frees by store->ops->free. */
struct store *memory_store_new(const struct store_settings *settings);
/* Another connection to the same content, as of another process. Likewise. */
struct store *memory_store_beside(struct store *store);
void memory_store_set_hooks(struct store *store, const struct memory_hooks *hooks);
/* The n-th request of any kind from now (1 = the next) suffers the fault, once. */
void memory_store_fault_at(struct store *store, unsigned n, enum memory_fault fault);
/* While held, a request stays under way. */
void memory_store_hold(struct store *store, bool held);

/* A backup of everything, and the way back to it; going back breaks all connections. */
void memory_store_save(struct store *store);
void memory_store_restore(struct store *store);

/* Another writer: a row as ingest.write takes it (false: it came back), or one less. */
bool memory_store_swap(struct store *store, const struct conversation_row *row);
void memory_store_remove(struct store *store, struct text conversation);

/* Content. Texts are lent until the next change. */
size_t memory_store_conversations(const struct store *store);
bool memory_store_conversation(const struct store *store, size_t index, struct text *conversation,
                               struct text *stubs);
struct text memory_store_stubs(const struct store *store, struct text conversation);
/* The parts of a conversation, sorted by key; at most max of them; returns how many there are. */
size_t memory_store_parts(const struct store *store, struct text conversation, struct part *parts,
                          size_t max);
size_t memory_store_count(const struct store *store, enum memory_kind kind);
/* The n-th dead letter taken, in order of arrival. */
const struct dead_letter_row *memory_store_dead_letter(const struct store *store, size_t n);
/* The stored next offset, -1 without one. */
int64_t memory_store_position(const struct store *store, const char *topic, int32_t partition);
/* Requests carried out: writes, and rows of conversations sent with them. */
uint64_t memory_store_writes(const struct store *store);
uint64_t memory_store_rows(const struct store *store);

#endif
