/*
 * naive.h - a second implementation of the walk of docs/metrics.md, for comparison; it shares no code with
 * rounds.c.
 *
 * It works on the records as they came and compares texts. First it cuts the conversation into sessions, and says
 * which event opened the round that is open after each event. Everything else it looks up from there, backwards and
 * forwards. It is slow where that is simpler: it finds duplicates pair by pair.
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

struct naive_rounds {
    struct answered_round *items; /* TIME_NONE where a list has no such time */
    size_t count;
};

struct naive_part {
    int32_t day;
    struct text agent;
    int64_t counts_after_ms;
    int32_t customer_messages, closing_messages, agent_messages;
    int64_t first_customer_at_ms; /* of all of them */
    int64_t first_asking_at_ms;   /* of those that are not closing */
    int64_t agent_first_at_ms, agent_last_at_ms;
    struct record_of_chat intent; /* its message; chat.intent NONE: there is none */
    struct naive_rounds answered, carried, first_responses, questions[QUESTION_KIND_COUNT];
};

struct naive_voice {
    int64_t at_ms;
    struct text sender; /* of an agent's message; absent: none, or nobody */
    struct text named;  /* absent: none */
};

struct naive {
    bool has_customer;
    struct uuid customer;
    const struct calendar *calendar;
    struct naive_voice *voices; /* in event order */
    size_t voice_count;
    int64_t open_until_ms;
    struct naive_part *parts; /* in no order */
    size_t part_count;
};

/* Caller clears. Texts point into the records. Calls abort when memory is out. */
void naive_walk(const struct record_of_chat *records, size_t count, int64_t idle_ms,
                const struct calendar *calendar, struct customer_key *key, struct naive *naive);
void naive_clear(struct naive *naive);

/* Whom a survey at that moment counts for, and the business day on which that agent spoke; absent: nobody. */
struct text naive_voice_at(const struct naive *naive, int64_t moment_ms, int32_t *day);

/* A sentence about the first difference between the two; NULL: none. */
const char *naive_difference(const struct naive *naive, const struct stub_set *set,
                             const struct rounds *rounds);

#endif
