/*
 * naive.h - docs/metrics.md's walk a second time, for comparison; shares no code with rounds.c.
 *
 * It works on the records as they came, compares texts, cuts the conversation into sessions first, and
 * then looks for each round's end. Slow where that is simpler (duplicates are found pair by pair).
 */
#ifndef MERITD_TESTS_CONVERSATION_NAIVE_H
#define MERITD_TESTS_CONVERSATION_NAIVE_H

#include "conversation/rounds.h"

/* One record of a chat, as it was decoded. */
struct record_of_chat {
    struct chat_event chat;
    int64_t time_ms;
    uint64_t hash;
};

struct naive_times {
    struct round_times *items;
    size_t count;
};

struct naive_part {
    int32_t day;
    struct text agent;
    int64_t counts_after_ms;
    int32_t customer_messages, agent_messages;
    int64_t first_customer_at_ms, agent_first_at_ms, agent_last_at_ms;
    struct record_of_chat intent; /* the message it is of; its chat.intent NONE: there is none */
    struct naive_times answered, carried, first_responses, unanswered, handed_over;
};

struct naive {
    bool has_customer;
    struct uuid customer;
    struct text last_agent;
    int64_t open_asked_at_ms, open_until_ms;
    struct text open_agent;
    struct naive_part *parts; /* in no order */
    size_t part_count;
};

/* Caller clears. Texts point into the records. Calls abort when memory is out. */
void naive_walk(const struct record_of_chat *records, size_t count, int64_t idle_ms,
                const struct calendar *calendar, struct customer_key *key, struct naive *naive);
void naive_clear(struct naive *naive);

/* What differs between the two, as a sentence; NULL when nothing does. */
const char *naive_difference(const struct naive *naive, const struct stub_set *set,
                             const struct rounds *rounds);

#endif
