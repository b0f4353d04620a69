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
    ENTRY_ANSWERED,         /* asked, answered, since; is_first */
    ENTRY_CARRIED,          /* asked, answered */
    ENTRY_FIRST_RESPONSE,   /* asked, answered: a first response that is no ENTRY_ANSWERED */
    ENTRY_QUESTION,         /* asked; the first of one for each enum question_kind */
    ENTRY_KIND_COUNT = ENTRY_QUESTION + QUESTION_KIND_COUNT,
};

/*
 * Entries of one kind, except messages, are noted in ascending (asked, answered) order. The sort is stable,
 * so lists need no sort of their own.
 */
struct entry {
    uint64_t key; /* entries are sorted like their parts: by day, agent, waits */
    int64_t asked_ms;
    int64_t answered_ms;
    int64_t since_ms;
    const struct stub *message;
    uint32_t agent; /* index into the set's names, from 1; 0 "(unassigned)"; beyond them "(bot)" */
    uint8_t kind;   /* enum entry_kind */
    bool is_first;  /* an answered round: of the session's first question */
    bool waits;     /* counts only once as_of is later than the deadline */
};

/* The upper half of the key is the day, such that it sorts as unsigned. */
static inline uint64_t entry_key_of_day(int32_t day)
{
    return (uint64_t)((uint32_t)day ^ UINT32_C(0x80000000)) << 32;
}

static inline int32_t entry_day(const struct entry *entry)
{
    return (int32_t)((uint32_t)(entry->key >> 32) ^ UINT32_C(0x80000000));
}

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
