/*
 * memory_store.h - a store in memory with the semantics of ingest.write, and with faults that a test orders.
 *
 * Compare-and-swap by version for conversations, a set by key for everything else; positions only if nothing
 * came back, and only forward within their epoch. Its memory comes from malloc (the test ends when it is
 * out), so memory_fail_at reaches only the code under test.
 *
 * It is never kinder than PostgreSQL: a lost connection stays away for some turns, its settings are void
 * meanwhile, and the next request, or the loss of the connection, overwrites what an answer has lent.
 */
#ifndef MERITD_TESTS_DOUBLES_MEMORY_STORE_H
#define MERITD_TESTS_DOUBLES_MEMORY_STORE_H

#include "model/rows.h"
#include "store/store.h"

enum memory_fault {
    MEMORY_FAULT_NONE,
    MEMORY_FAULT_LOST_BEFORE, /* the connection breaks before the write */
    MEMORY_FAULT_LOST_AFTER,  /* the connection breaks after the write */
    MEMORY_FAULT_AGAIN,       /* a deadlock or the like: try again later */
    MEMORY_FAULT_NO_MEMORY,   /* no memory to make the request, or to read its answer */
    MEMORY_FAULT_REFUSED,     /* the server refuses the request */
    MEMORY_FAULT_STOPPED,     /* a person must act */
    MEMORY_FAULT_COUNT,
};

/* Called before a request is carried out; may change the store's content (another writer). */
struct memory_hooks {
    void *context;
    void (*before_write)(void *context, struct store *store, const struct write *write);
    bool (*refuses)(void *context, const struct write *write);
};

/* The kinds of rows that the store keeps as sets of keys. */
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

/* Copies the settings; the calendar's instants are lent. Caller frees by store->ops->free. */
struct store *memory_store_new(const struct store_settings *settings);
/* Makes another connection to the same content, like that of another process. Otherwise the same. */
struct store *memory_store_beside(struct store *store);
void memory_store_set_hooks(struct store *store, const struct memory_hooks *hooks);
/* The n-th request from now (1 = the next), of any kind, has the fault, once. */
void memory_store_fault_at(struct store *store, unsigned n, enum memory_fault fault);
/* While on hold, a request stays unanswered. */
void memory_store_hold(struct store *store, bool held);

/* Make a backup of everything, and restore it; a restore breaks all connections. */
void memory_store_save(struct store *store);
void memory_store_restore(struct store *store);
/* Moves the limit of what is kept; breaks the connection, as a write that does not know it would. */
void memory_store_keep_from(struct store *store, int64_t kept_from_ms);

/* Act as another writer: write a row like ingest.write (false: it came back), or delete one. */
bool memory_store_swap(struct store *store, const struct conversation_row *row);
void memory_store_remove(struct store *store, struct text conversation);

/* Read the content. Texts are lent until the next change. */
size_t memory_store_conversations(const struct store *store);
bool memory_store_conversation(const struct store *store, size_t index, struct text *conversation,
                               struct text *stubs);
struct text memory_store_stubs(const struct store *store, struct text conversation);
/* The parts of a conversation, sorted by key; at most max of them. Returns their whole number. */
size_t memory_store_parts(const struct store *store, struct text conversation, struct part *parts,
                          size_t max);
size_t memory_store_count(const struct store *store, enum memory_kind kind);
/* The n-th dead letter taken, in order of arrival. */
const struct dead_letter_row *memory_store_dead_letter(const struct store *store, size_t n);
/* The stored next offset, -1 without one. */
int64_t memory_store_position(const struct store *store, const char *topic, int32_t partition);
/* How many late events the stored position tells of, 0 without one. */
int64_t memory_store_late(const struct store *store, const char *topic, int32_t partition);
/* Requests carried out: writes, and rows of conversations sent with them. */
uint64_t memory_store_writes(const struct store *store);
uint64_t memory_store_rows(const struct store *store);

#endif
