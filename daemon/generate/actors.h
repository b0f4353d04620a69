/*
 * actors.h - inside shop.h: the shop's state and those who act in it.
 *
 * Private to shop.c and the actors' files. An actor is a record in a pool plus an entry in
 * the heap. When its time comes its step function writes at most one event into the shop's line and
 * returns the time of its next step, or one of
 *     GENERATE_DONE  it is over: the caller frees its slot
 *     GENERATE_HELD  somebody else will put it into the heap again: the slot stays
 * A time after the shop's end is as good as GENERATE_DONE.
 *
 *     actor          begun by                 file
 *     arrivals       the shop                 shop.c     one for ever: lets customers in
 *     plan           the shop                 plan.c     one for ever: staff and plans
 *     conversation   arrivals                 chat.c
 *     order          conversation, arrivals   order.c
 *     ticket         conversation             ticket.c
 *     survey         all of these three       ticket.c
 */
#ifndef MERITD_GENERATE_ACTORS_H
#define MERITD_GENERATE_ACTORS_H

#include "generate/heap.h"
#include "generate/line.h"
#include "generate/random.h"
#include "generate/shop.h"

#define GENERATE_DONE INT64_MAX
#define GENERATE_HELD (INT64_MAX - 1)

#define GENERATE_NOBODY UINT16_MAX /* no agent */
#define GENERATE_TAG_SIZE 6        /* characters that tell one run's ids from another's */
#define GENERATE_RECENT 256        /* buyers remembered for after-sales chats; a power of two */

enum generate_role { GENERATE_ROLE_AGENT, GENERATE_ROLE_LEAD, GENERATE_ROLE_DISPATCH };

/* Somebody of the staff. Skills are constant; shares in parts per million. */
struct generate_agent {
    char account[16]; /* "chen-07" */
    char name[16];    /* UTF-8 */
    uint8_t account_len;
    uint8_t role; /* enum generate_role */
    uint16_t team;
    uint16_t lead;   /* index of the team's lead, or GENERATE_NOBODY */
    bool probation;  /* until nine tenths of the span */
    bool joiner;     /* new in the span, and on probation to its end */
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

/* One thing on a month's agenda. */
struct generate_task {
    int64_t time_ms;
    uint16_t kind; /* enum of plan.c */
    uint16_t agent;
    uint32_t detail;
};

struct generate_plan {
    struct generate_task *tasks; /* of the month that runs, by time */
    size_t count, cap, next;
    uint64_t *weights; /* of the agents' shifts in that month; see generate_staff_weigh */
    int64_t month_ms;  /* its first instant */
};

struct generate_shop {
    struct generate_options options; /* texts are NULL: they are in `prefix` */
    struct generate_random random;
    struct generate_line line;   /* the event being written */
    struct generate_line prefix; /* of every line: {"specversion":…,"source":…,"type":" */
    char tag[GENERATE_TAG_SIZE];
    char currency[4];
    size_t key_at, key_len; /* of the event's key, within the line */
    bool failed;            /* out of memory */

    struct generate_agent *agents; /* those who chat, then the leads, then the dispatcher */
    uint32_t staff_count;
    uint16_t dispatcher; /* or GENERATE_NOBODY */
    uint16_t *roster;    /* who is on shift now */
    uint32_t roster_count;
    int64_t roster_until_ms;

    struct generate_heap heap;
    struct generate_pool conversations, orders, tickets, surveys;
    struct generate_plan plan;

    uint64_t emitted; /* events written */
    uint64_t begun;   /* conversations begun */
    uint64_t backlog; /* messages that begun conversations still have to write */
    uint64_t made_orders, made_tickets;
    uint64_t weight_left;      /* of the calendar, until arrivals_end_ms; not when live */
    uint64_t weight_rest;      /* of the last gap between arrivals, under a millisecond */
    int64_t arrivals_end_ms;   /* when the last customers should come */
    uint64_t per_conversation; /* expected events, in thousandths: where the estimate begins */
    uint32_t recent[GENERATE_RECENT]; /* customers of the latest orders */
    uint32_t recent_count;
};

/* ---- events (shop.c) ---- */

/* Begins a line: envelope and `"data":{`. `type` is a literal's text. */
void generate_event_begin(struct generate_shop *shop, const char *type, size_t type_len,
                          enum generate_offset offset, int64_t now);
#define GENERATE_EVENT_BEGIN(shop, type, offset, now)                                              \
    generate_event_begin(shop, "" type, sizeof(type) - 1, offset, now)
void generate_event_end(struct generate_shop *shop);

/* The first member of data, which is also the key: ids of this run, and accounts. */
#define GENERATE_EVENT_KEY(shop, member, letter, number)                                           \
    do {                                                                                           \
        GENERATE_LINE_PUT(&(shop)->line, "\"" member "\":\"");                                     \
        generate_event_key(shop, letter, number);                                                  \
    } while (0)
void generate_event_key(struct generate_shop *shop, char letter, uint64_t number);
void generate_event_key_agent(struct generate_shop *shop, uint16_t agent);

/* Further members: each writes its comma first. */
#define GENERATE_EVENT_AGENT(shop, member, agent)                                                  \
    do {                                                                                           \
        GENERATE_LINE_PUT(&(shop)->line, ",\"" member "\":\"");                                    \
        generate_line_text(&(shop)->line, (shop)->agents[agent].account,                           \
                           (shop)->agents[agent].account_len);                                     \
        GENERATE_LINE_PUT(&(shop)->line, "\"");                                                    \
    } while (0)
#define GENERATE_EVENT_MONEY(shop, member, cents)                                                  \
    do {                                                                                           \
        GENERATE_LINE_PUT(&(shop)->line, ",\"" member "\":\"");                                    \
        generate_line_money(&(shop)->line, cents);                                                 \
        GENERATE_LINE_PUT(&(shop)->line, "\"");                                                    \
    } while (0)
#define GENERATE_EVENT_NUMBER(shop, member, value)                                                 \
    do {                                                                                           \
        GENERATE_LINE_PUT(&(shop)->line, ",\"" member "\":");                                      \
        generate_line_number(&(shop)->line, value);                                                \
    } while (0)
#define GENERATE_EVENT_PUT(shop, literal) GENERATE_LINE_PUT(&(shop)->line, literal)
void generate_event_customer(struct generate_shop *shop, uint32_t customer);
void generate_event_currency(struct generate_shop *shop);
/* `"<letter><tag>-<number>"`, an id of this run that is not the key. */
void generate_event_id(struct generate_shop *shop, char letter, uint64_t number);

/* ---- staff (staff.c) ---- */

/* False when out of memory, which `failed` says too. */
bool generate_staff_init(struct generate_shop *shop);
/* Somebody on shift who chats; `except` only when hardly anybody else is there. */
uint16_t generate_staff_pick(struct generate_shop *shop, int64_t now, uint16_t except);
/*
 * The calendar's weight of [from, to) as it falls to each of the agents who chat: what a target is
 * made of. Walks the hours; writes options.agents numbers.
 */
void generate_staff_weigh(struct generate_shop *shop, int64_t from, int64_t to, uint64_t *weights);

/* ---- actors ---- */

enum generate_actor {
    GENERATE_ACTOR_ARRIVALS,
    GENERATE_ACTOR_PLAN,
    GENERATE_ACTOR_CONVERSATION,
    GENERATE_ACTOR_ORDER,
    GENERATE_ACTOR_TICKET,
    GENERATE_ACTOR_SURVEY,
};

/* Make their pools. */
void generate_chat_init(struct generate_shop *shop);
void generate_order_init(struct generate_shop *shop);
void generate_ticket_init(struct generate_shop *shop);

/* Into the heap; an actor whose time is after the end is freed instead. Sets `failed`. */
void generate_actor_schedule(struct generate_shop *shop, enum generate_actor actor, uint32_t index,
                             int64_t time);

struct generate_chat_start {
    uint32_t customer;
    bool presale;
};

/* The share of contacts that are presale, and that get an order, for the sales targets. */
#define GENERATE_PRESALE_PPM 740000

void generate_chat_begin(struct generate_shop *shop, const struct generate_chat_start *start,
                         int64_t now);
/* A conversation of one question and no more: fills an exact number of events up. */
void generate_chat_single(struct generate_shop *shop, uint32_t customer, int64_t now);
int64_t generate_chat_step(struct generate_shop *shop, uint32_t index, int64_t now);

struct generate_order_start {
    uint32_t customer;
    uint16_t agent; /* whose work it is; GENERATE_NOBODY: silent */
    bool held;      /* its payment waits for generate_order_release */
};

/* The order's index, or GENERATE_POOL_NONE (out of memory, or after the end). */
uint32_t generate_order_begin(struct generate_shop *shop, const struct generate_order_start *start,
                              int64_t at);
/* Lets a held order go on at that time; its slot may be free afterwards. */
void generate_order_release(struct generate_shop *shop, uint32_t index, int64_t at);
int64_t generate_order_step(struct generate_shop *shop, uint32_t index, int64_t now);

void generate_ticket_begin(struct generate_shop *shop, uint32_t customer, uint16_t agent,
                           int64_t at);
int64_t generate_ticket_step(struct generate_shop *shop, uint32_t index, int64_t now);

/* What a survey is about: c, o or t and its number, as in the ids. */
struct generate_survey_start {
    char about;
    uint64_t number;
    uint32_t customer;
    uint16_t agent; /* who is rated, whether or not the event names them */
};

void generate_survey_begin(struct generate_shop *shop, const struct generate_survey_start *start,
                           int64_t at);
int64_t generate_survey_step(struct generate_shop *shop, uint32_t index, int64_t now);

/* The plan's first step is at the shop's start. */
int64_t generate_plan_step(struct generate_shop *shop, int64_t now);

#endif
