/*
 * world.h - inside life.h: the state of the world, its events, and the order in which actors act.
 *
 * An actor is a record in a pool plus an entry in the heap. At its time, its step function (actors.h) writes
 * at most one event into the line and returns the time of its next step, or one of
 *     GENERATE_DONE  it is over: its slot is freed
 *     GENERATE_HELD  another actor will put it into the heap again: the slot stays
 * A time after the end means GENERATE_DONE.
 */
#ifndef MERITD_GENERATE_WORLD_H
#define MERITD_GENERATE_WORLD_H

#include "generate/heap.h"
#include "generate/life.h"
#include "generate/line.h"
#include "generate/random.h"

#define GENERATE_DONE INT64_MAX
#define GENERATE_HELD (INT64_MAX - 1)

#define GENERATE_NOBODY UINT16_MAX /* no agent */
#define GENERATE_TAG_SIZE 6        /* characters that distinguish the ids of two runs */
#define GENERATE_RECENT 256        /* buyers remembered for after-sales chats; a power of two */

enum generate_role { GENERATE_ROLE_AGENT, GENERATE_ROLE_LEAD, GENERATE_ROLE_DISPATCH };

/* A member of the staff. Skills are constant; shares in parts per million. */
struct generate_agent {
    char account[16]; /* "chen-07" */
    char name[16];    /* UTF-8 */
    uint8_t account_len;
    uint8_t role; /* enum generate_role */
    uint16_t team;
    uint16_t lead;   /* index of the team's lead, or GENERATE_NOBODY */
    bool probation;  /* leaves after nine tenths of the span */
    bool joiner;     /* joins within the span, and is on probation to its end */
    int64_t from_ms; /* works in [from_ms, until_ms) */
    int64_t until_ms;
    uint32_t answers;    /* share of customers who get an answer, 90 … 99.3 % */
    uint32_t converts;   /* share of answered inquirers who order */
    uint32_t pays;       /* share of orders that are paid, 80 … 98 % */
    uint32_t courtesy;   /* share of surveys with a good rating */
    int32_t wait_ms;     /* mean wait of a customer, 18 … 58 s */
    int32_t price_cents; /* mean order, 150 … 250 */
    uint32_t completion; /* aimed sales / target, 60 … 120 % */
};

/* One item on a month's agenda. */
struct generate_task {
    int64_t time_ms;
    uint16_t kind; /* enum of plan.c */
    uint16_t agent;
    uint32_t detail;
};

struct generate_plan {
    struct generate_task *tasks; /* of the current month, by time */
    size_t count, cap, next;
    uint64_t *weights; /* of the agents' shifts in that month: generate_staff_weigh */
    int64_t month_ms;  /* its first instant */
};

struct generate_world {
    struct generate_options options; /* texts are NULL: they are in `prefix` */
    struct generate_random random;
    struct generate_line line;   /* the event being written */
    struct generate_line prefix; /* of every line: {"specversion":…,"source":…,"type":" */
    char tag[GENERATE_TAG_SIZE];
    char currency[4];
    size_t key_at, key_len; /* of the event's key, within the line */
    bool failed;            /* out of memory */

    struct generate_agent *agents; /* who chat, then leads, the dispatcher; then second accounts */
    uint32_t staff_count;          /* without second accounts */
    uint16_t dispatcher;           /* or GENERATE_NOBODY */
    uint16_t *roster;              /* agents on shift in the hour that ends then */
    uint32_t roster_count;
    int64_t roster_end_ms;

    struct generate_heap heap;
    struct generate_pool conversations, orders, tickets, surveys;
    struct generate_plan plan;

    uint64_t emitted; /* events written */
    uint64_t begun;   /* conversations begun */
    uint64_t backlog; /* messages that open conversations still have to write */
    uint64_t made_orders, made_tickets, made_surveys;
    uint64_t weight_left;             /* of the calendar, until arrivals_end_ms; not when live */
    uint64_t weight_rest;             /* rest of the last gap between arrivals, below 1 ms */
    int64_t arrivals_end_ms;          /* when the last customers should arrive */
    uint64_t per_conversation;        /* expected events, in thousandths: start of the estimate */
    uint32_t recent[GENERATE_RECENT]; /* customers of the latest orders */
    uint32_t recent_count;
};

/* ---- events ---- */

/* Begins a line: envelope and `"data":{`. `type` is a literal's text. */
void generate_event_begin(struct generate_world *world, const char *type, size_t type_len,
                          enum generate_offset offset, int64_t now);
#define GENERATE_EVENT_BEGIN(world, type, offset, now)                                             \
    generate_event_begin(world, "" type, sizeof(type) - 1, offset, now)
void generate_event_end(struct generate_world *world);

/* Writes the first member of data, which is also the key: an id of this run, or an account. */
#define GENERATE_EVENT_KEY(world, member, letter, number)                                          \
    do {                                                                                           \
        GENERATE_LINE_PUT(&(world)->line, "\"" member "\":\"");                                    \
        generate_event_key(world, letter, number);                                                 \
    } while (0)
void generate_event_key(struct generate_world *world, char letter, uint64_t number);
void generate_event_key_agent(struct generate_world *world, uint16_t agent);

/* Write further members; each writes its comma first. */
#define GENERATE_EVENT_AGENT(world, member, agent)                                                 \
    do {                                                                                           \
        GENERATE_LINE_PUT(&(world)->line, ",\"" member "\":\"");                                   \
        generate_line_text(&(world)->line, (world)->agents[agent].account,                         \
                           (world)->agents[agent].account_len);                                    \
        GENERATE_LINE_PUT(&(world)->line, "\"");                                                   \
    } while (0)
#define GENERATE_EVENT_MONEY(world, member, cents)                                                 \
    do {                                                                                           \
        GENERATE_LINE_PUT(&(world)->line, ",\"" member "\":\"");                                   \
        generate_line_money(&(world)->line, cents);                                                \
        GENERATE_LINE_PUT(&(world)->line, "\"");                                                   \
    } while (0)
#define GENERATE_EVENT_NUMBER(world, member, value)                                                \
    do {                                                                                           \
        GENERATE_LINE_PUT(&(world)->line, ",\"" member "\":");                                     \
        generate_line_number(&(world)->line, value);                                               \
    } while (0)
#define GENERATE_EVENT_PUT(world, literal) GENERATE_LINE_PUT(&(world)->line, literal)
void generate_event_customer(struct generate_world *world, uint32_t customer);
void generate_event_currency(struct generate_world *world);
/* `"<letter><tag>-<number>"`, an id of this run that is not the key. */
void generate_event_id(struct generate_world *world, char letter, uint64_t number);

/* ---- who acts when ---- */

enum generate_actor {
    GENERATE_ACTOR_ARRIVALS,
    GENERATE_ACTOR_PLAN,
    GENERATE_ACTOR_CONVERSATION,
    GENERATE_ACTOR_ORDER,
    GENERATE_ACTOR_TICKET,
    GENERATE_ACTOR_SURVEY,
};

/* Puts an actor into the heap; frees it instead if its time is after the end. Sets `failed` when out of memory. */
void generate_actor_schedule(struct generate_world *world, enum generate_actor actor,
                             uint32_t index, int64_t time);
/* The kind of actor whose turn it is; *index: its record. The heap must not be empty. */
enum generate_actor generate_actor_top(const struct generate_world *world, uint32_t *index);
/* The top actor has acted, and its step returned `next`. */
void generate_actor_put_back(struct generate_world *world, int64_t time);

#endif
