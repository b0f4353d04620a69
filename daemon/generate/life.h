/*
 * life.h - an invented shop's life as a stream of events: pure, seeded, in event-time order.
 *
 *     struct generate_world *world = generate_life_new(&options);
 *     struct generated event;
 *     while (generate_life_next(world, &event))
 *         ... event.line, event.len ...
 *     if (generate_life_failed(world)) ... out of memory ...
 *     generate_life_free(world);
 *
 * No I/O, no clock, no global state. The same options give the same bytes, on any machine. Events
 * come in the order of their times (equal times in any order), each inside [start_ms, end_ms], with
 * an id of its own; they follow events.md strictly.
 *
 * What the shop is like: agents differ in constant skills (how fast and whether they answer, how many
 * inquirers order and pay, for how much). Most orders follow a chat within the inquiry window; some name
 * their agent, some are flagged, some follow no chat. Some customers are transferred; some pay only after a
 * second agent has served them. The staff includes an agent on probation, a joiner, a leaver, leads, and a
 * dispatcher who only transfers. A bot receives most chats, answers what it can, and hands the others over.
 *
 * A stream of chat alone is, byte for byte, the one that was written before there were bots and changes: what is
 * measured on it stays comparable. Without these families nothing may be drawn for them.
 *
 * It streams: memory holds the staff and the open conversations, orders and tickets. Customers are numbers
 * and take no memory.
 */
#ifndef MERITD_GENERATE_LIFE_H
#define MERITD_GENERATE_LIFE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Families of events that may be left out; chat.* may not. */
enum generate_family {
    GENERATE_ORDERS = 1 << 0,  /* order.* */
    GENERATE_TICKETS = 1 << 1, /* ticket.* */
    GENERATE_SURVEYS = 1 << 2, /* survey.answered */
    GENERATE_STAFF = 1 << 3,   /* agent.updated */
    GENERATE_PLANS = 1 << 4,   /* target.set, mark.recorded, tally.recorded */
    GENERATE_BOTS = 1 << 5,    /* chat: bots, queues, closing messages */
    GENERATE_CHANGES =
        1 << 6, /* order.updated, pauses and mergers, surveys by id: what is stated anew */
    GENERATE_EVERYTHING = (1 << 7) - 1,
};

struct generate_options {
    uint64_t seed;
    uint32_t agents;        /* who chat, 1 … 10,000; leads and the dispatcher are extra */
    uint32_t teams;         /* 1 … agents; 0: one per twelve agents, at least one */
    uint32_t customers;     /* 1 … 4e9; 0: three per four conversations */
    uint64_t conversations; /* in the whole span; 0: 40 per agent and day, or as `events` needs */
    uint64_t events;        /* exactly this many; 0: no limit */
    uint32_t messages;      /* mean messages per conversation, 1 … 1,000 */
    int64_t start_ms;       /* 2000 … 2100, first instant */
    int64_t end_ms;         /* start < end, last instant */
    /* When a business day begins, in ms after midnight at +08:00; a month begins with its first business day. */
    int64_t cutover_ms;
    /*
     * 0: the conversations are spread over [start, end] by the hours of the day. Otherwise the span is
     * open-ended, all hours have the same weight, and this many conversations begin in 24 hours.
     */
    uint64_t live_per_day;
    unsigned families; /* of enum generate_family */
    /* Shares in parts per million. Without GENERATE_BOTS, GENERATE_CHANGES they are 0. */
    uint32_t bots;          /* of conversations that a bot receives */
    uint32_t closings;      /* of conversations that end with the customer's thanks */
    uint32_t deposits;      /* of orders that are paid in two parts until a day of their own */
    uint32_t pauses;        /* of tickets that wait for the customer */
    uint32_t second_agents; /* that many agents also chat from a second account, "chen-01-2" */
    const char *source;     /* printable ASCII, 1 … 256 bytes */
    const char *shop;       /* UTF-8 without control characters, up to 128 bytes; NULL: none */
    const char *currency;   /* three letters */
};

/* One event. Lent by the world until its next call. */
struct generated {
    int64_t time_ms;  /* event time */
    const char *key;  /* the conversation's, order's, ticket's or agent's id; the record key */
    size_t key_len;   /* bytes */
    const char *line; /* one JSON object, no line feed, not NUL-terminated */
    size_t len;       /* bytes */
};

struct generate_world;

/* NULL: out of memory. Copies the texts of the options. Caller frees. */
struct generate_world *generate_life_new(const struct generate_options *options);
void generate_life_free(struct generate_world *world);

/* The next event; false at the end, or when out of memory (see generate_life_failed). */
bool generate_life_next(struct generate_world *world, struct generated *out);
bool generate_life_failed(const struct generate_world *world);

/* Events written and conversations begun so far. */
uint64_t generate_life_events(const struct generate_world *world);
uint64_t generate_life_conversations(const struct generate_world *world);

#endif
