/*
 * naive.h - a second implementation of the walk of docs/metrics.md, for comparison; it shares no code with
 * rounds.c.
 *
 * It works on the records as they came, compares texts, first cuts the conversation into sessions, and then
 * finds each round's end. It is slow where that is simpler: it finds duplicates pair by pair.
 */
#ifndef MERITD_TESTS_CONVERSATION_NAIVE_H
#define MERITD_TESTS_CONVERSATION_NAIVE_H

#include "conversation/rounds.h"

/* One decoded record of a chat. */
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
    struct record_of_chat intent; /* its message; chat.intent NONE: there is none */
    struct naive_times answered, carried, first_responses, unanswered, handed_over;
};

struct naive {
    bool has_customer;
    struct uuid customer;
    struct text last_agent;
    int64_t open_until_ms;
    struct naive_part *parts; /* in no order */
    size_t part_count;
};

/* Caller clears. Texts point into the records. Calls abort when memory is out. */
void naive_walk(const struct record_of_chat *records, size_t count, int64_t idle_ms,
                const struct calendar *calendar, struct customer_key *key, struct naive *naive);
void naive_clear(struct naive *naive);

/* A sentence about the first difference between the two; NULL: none. */
const char *naive_difference(const struct naive *naive, const struct stub_set *set,
                             const struct rounds *rounds);

#endif
