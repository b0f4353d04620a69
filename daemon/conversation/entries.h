/*
 * entries.h - what the walk passes to the fold; private to this folder.
 *
 * The walk (rounds.c) notes entries: one fact each ("this message", "this round"), with its day and agent.
 * The fold (parts.c) sorts the entries by day and agent and makes one part of each group. So the walk knows
 * nothing of parts, the fold knows nothing of sessions, and even a conversation of several years needs no
 * look-ups.
 */
#ifndef MERITD_CONVERSATION_ENTRIES_H
#define MERITD_CONVERSATION_ENTRIES_H

#include "conversation/rounds.h"

/* What an entry says, and which of its times are set. */
enum entry_kind {
    ENTRY_CUSTOMER_MESSAGE, /* asked: its time; message */
    ENTRY_AGENT_MESSAGE,    /* answered: its time */
    ENTRY_ANSWERED,         /* asked, answered */
    ENTRY_CARRIED,          /* asked, answered */
    ENTRY_FIRST_RESPONSE,   /* asked, answered */
    ENTRY_UNANSWERED,       /* asked */
    ENTRY_HANDED_OVER,      /* asked */
    ENTRY_KIND_COUNT,
};

/*
 * Entries of one kind, except messages, are noted in ascending (asked, answered) order. The sort is stable,
 * so lists need no sort of their own.
 */
struct entry {
    uint64_t key; /* entries are sorted like their parts: by day, agent, waits */
    int64_t asked_ms;
    int64_t answered_ms;
    const struct stub *message;
    uint32_t agent; /* index into the set's agents, from 1; 0 "(unassigned)" */
    int32_t day;
    uint8_t kind; /* enum entry_kind */
    bool waits;   /* counts only once as_of is later than the deadline */
};

struct entries {
    struct entry *items; /* room for ENTRIES_PER_STUB a stub */
    size_t count;
    size_t count_of[ENTRY_KIND_COUNT];
};

/*
 * Sorts the entries and folds them into parts. blank holds what all parts share: customer and conversation.
 * Entries that wait get counts_after_ms.
 */
MUST_CHECK bool parts_of_entries(struct entries *entries, const struct part_key *blank,
                                 const struct stub_set *set, struct arena *arena,
                                 struct rounds *rounds, struct error *error);

#endif
