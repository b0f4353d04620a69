/*
 * ticket.c - what goes on after a chat: tickets, and what customers think of it all.
 *
 *     CREATED ─► ASSIGNED ─► REPLIED ─► RESOLVED ─► (REOPENED ─► RESOLVED) ─► CLOSED
 */
#include "generate/actors.h"

/* Chances, in parts per million. */
#define NAMED_PPM 500000 /* the ticket or survey names the agent itself */
#define DUE_PPM 500000   /* complaints have a due time given; others always */
#define SLA_PPM 700000   /* resolutions say whether the promise was kept */
#define REPLY_AGAIN_PPM 300000
#define REOPEN_PPM 80000
#define CLOSE_PPM 700000
#define SURVEY_PPM 250000
#define DIMENSION_PPM 300000

#define MINUTES GENERATE_MINUTE_MS
#define HOURS GENERATE_HOUR_MS
#define DAYS GENERATE_DAY_MS
#define REPLY_FACTOR 40 /* a reply to a ticket takes so many times the wait in a chat */
#define SLA_HOURS 36

enum ticket_state {
    TICKET_CREATED, /* ticket.created comes next; and so on */
    TICKET_ASSIGNED,
    TICKET_REPLIED,
    TICKET_RESOLVED,
    TICKET_REOPENED,
    TICKET_CLOSED,
};

enum ticket_category {
    CATEGORY_AFTER_SALES,
    CATEGORY_COMPLAINT,
    CATEGORY_DISPUTE,
    CATEGORY_LOGISTICS,
};

struct ticket {
    uint64_t number;
    int64_t opened_ms; /* created or reopened */
    uint32_t customer;
    uint16_t agent;
    uint8_t state;    /* enum ticket_state */
    uint8_t category; /* enum ticket_category */
    bool named;       /* created names the agent, and there is no assignment */
    bool reopened;    /* once was enough */
};

struct survey {
    struct generate_survey_start start;
};

void generate_ticket_init(struct generate_shop *shop)
{
    generate_pool_init(&shop->tickets, sizeof(struct ticket));
    generate_pool_init(&shop->surveys, sizeof(struct survey));
}

static enum ticket_category ticket_category(struct generate_random *random)
{
    uint32_t kind = generate_random_below(random, 100);

    if (kind < 45)
        return CATEGORY_AFTER_SALES;
    if (kind < 65)
        return CATEGORY_COMPLAINT;
    return kind < 78 ? CATEGORY_DISPUTE : CATEGORY_LOGISTICS;
}

void generate_ticket_begin(struct generate_shop *shop, uint32_t customer, uint16_t agent,
                           int64_t at)
{
    uint32_t index = generate_pool_take(&shop->tickets);
    struct ticket *ticket;

    if (index == GENERATE_POOL_NONE) {
        shop->failed = true;
        return;
    }
    ticket = generate_pool_at(&shop->tickets, index);
    ticket->number = shop->made_tickets++;
    ticket->customer = customer;
    ticket->agent = agent;
    ticket->opened_ms = at;
    ticket->category = (uint8_t)ticket_category(&shop->random);
    ticket->named = generate_random_chance(&shop->random, NAMED_PPM);
    generate_actor_schedule(shop, GENERATE_ACTOR_TICKET, index, at);
}

/* ---- events of a ticket ---- */

static void ticket_write_category(struct generate_shop *shop, const struct ticket *ticket)
{
    switch ((enum ticket_category)ticket->category) {
    case CATEGORY_AFTER_SALES: GENERATE_EVENT_PUT(shop, ",\"category\":\"after_sales\""); break;
    case CATEGORY_COMPLAINT: GENERATE_EVENT_PUT(shop, ",\"category\":\"complaint\""); break;
    case CATEGORY_DISPUTE: GENERATE_EVENT_PUT(shop, ",\"category\":\"dispute\""); break;
    case CATEGORY_LOGISTICS: GENERATE_EVENT_PUT(shop, ",\"category\":\"logistics\""); break;
    }
}

static void ticket_write_due(struct generate_shop *shop, int64_t due_ms)
{
    GENERATE_EVENT_PUT(shop, ",\"due\":\"");
    generate_line_time(&shop->line, GENERATE_OFFSET_UTC, due_ms);
    GENERATE_EVENT_PUT(shop, "\"");
}

static void ticket_write_created(struct generate_shop *shop, const struct ticket *ticket,
                                 int64_t now)
{
    bool urgent = ticket->category == CATEGORY_COMPLAINT || ticket->category == CATEGORY_DISPUTE;

    GENERATE_EVENT_BEGIN(shop, "ticket.created", GENERATE_OFFSET_UTC, now);
    GENERATE_EVENT_KEY(shop, "ticket", 't', ticket->number);
    generate_event_customer(shop, ticket->customer);
    ticket_write_category(shop, ticket);
    if (ticket->named)
        GENERATE_EVENT_AGENT(shop, "agent", ticket->agent);
    if (urgent)
        GENERATE_EVENT_PUT(shop, ",\"channel\":\"phone\",\"priority\":\"high\"");
    else
        GENERATE_EVENT_PUT(shop, ",\"channel\":\"chat\",\"priority\":\"normal\"");
    if (!urgent || generate_random_chance(&shop->random, DUE_PPM))
        ticket_write_due(shop, now + (urgent ? 4 * DAYS : 2 * DAYS));
    if (urgent)
        GENERATE_EVENT_MONEY(shop, "amount",
                             generate_random_spread(&shop->random, GENERATE_SPREAD_AMOUNTS, 90000));
    generate_event_end(shop);
}

static void ticket_write_assigned(struct generate_shop *shop, const struct ticket *ticket,
                                  int64_t now)
{
    GENERATE_EVENT_BEGIN(shop, "ticket.assigned", GENERATE_OFFSET_UTC, now);
    GENERATE_EVENT_KEY(shop, "ticket", 't', ticket->number);
    GENERATE_EVENT_AGENT(shop, "agent", ticket->agent);
    generate_event_end(shop);
}

static void ticket_write_replied(struct generate_shop *shop, const struct ticket *ticket,
                                 int64_t now)
{
    GENERATE_EVENT_BEGIN(shop, "ticket.replied", GENERATE_OFFSET_UTC, now);
    GENERATE_EVENT_KEY(shop, "ticket", 't', ticket->number);
    GENERATE_EVENT_AGENT(shop, "agent", ticket->agent);
    generate_event_end(shop);
}

static void ticket_write_sla(struct generate_shop *shop, const struct ticket *ticket, int64_t now)
{
    if (!generate_random_chance(&shop->random, SLA_PPM))
        return;
    if (now - ticket->opened_ms <= SLA_HOURS * HOURS)
        GENERATE_EVENT_PUT(shop, ",\"sla_met\":true");
    else
        GENERATE_EVENT_PUT(shop, ",\"sla_met\":false");
}

static void ticket_write_resolved(struct generate_shop *shop, const struct ticket *ticket,
                                  int64_t now)
{
    GENERATE_EVENT_BEGIN(shop, "ticket.resolved", GENERATE_OFFSET_UTC, now);
    GENERATE_EVENT_KEY(shop, "ticket", 't', ticket->number);
    if (generate_random_chance(&shop->random, NAMED_PPM))
        GENERATE_EVENT_AGENT(shop, "agent", ticket->agent);
    ticket_write_sla(shop, ticket, now);
    generate_event_end(shop);
}

static void ticket_write_reopened(struct generate_shop *shop, const struct ticket *ticket,
                                  int64_t now)
{
    GENERATE_EVENT_BEGIN(shop, "ticket.reopened", GENERATE_OFFSET_UTC, now);
    GENERATE_EVENT_KEY(shop, "ticket", 't', ticket->number);
    generate_event_end(shop);
}

static void ticket_write_closed(struct generate_shop *shop, const struct ticket *ticket,
                                int64_t now)
{
    GENERATE_EVENT_BEGIN(shop, "ticket.closed", GENERATE_OFFSET_UTC, now);
    GENERATE_EVENT_KEY(shop, "ticket", 't', ticket->number);
    generate_event_end(shop);
}

/* ---- steps of a ticket ---- */

static int64_t ticket_turn_to(struct ticket *ticket, enum ticket_state state, int64_t at)
{
    ticket->state = (uint8_t)state;
    return at;
}

static int64_t ticket_await_reply(struct generate_shop *shop, struct ticket *ticket, int64_t now)
{
    int64_t mean = (int64_t)shop->agents[ticket->agent].wait_ms * REPLY_FACTOR;

    return ticket_turn_to(ticket, TICKET_REPLIED,
                          now + generate_random_spread(&shop->random, GENERATE_SPREAD_WAITS, mean));
}

static int64_t ticket_await_resolution(struct generate_shop *shop, struct ticket *ticket,
                                       int64_t now)
{
    int64_t mean = (int64_t)shop->agents[ticket->agent].wait_ms * 2 * REPLY_FACTOR * REPLY_FACTOR;

    return ticket_turn_to(ticket, TICKET_RESOLVED,
                          now + generate_random_spread(&shop->random, GENERATE_SPREAD_WAITS, mean));
}

static int64_t ticket_after_replied(struct generate_shop *shop, struct ticket *ticket, int64_t now)
{
    if (generate_random_chance(&shop->random, REPLY_AGAIN_PPM))
        return ticket_await_reply(shop, ticket, now);
    return ticket_await_resolution(shop, ticket, now);
}

static int64_t ticket_after_resolved(struct generate_shop *shop, struct ticket *ticket, int64_t now)
{
    struct generate_random *random = &shop->random;
    struct generate_survey_start survey = {
        .about = 't',
        .number = ticket->number,
        .customer = ticket->customer,
        .agent = ticket->agent,
    };

    if (!ticket->reopened && generate_random_chance(random, REOPEN_PPM)) {
        ticket->reopened = true;
        return ticket_turn_to(ticket, TICKET_REOPENED,
                              now + generate_random_between(random, 1 * HOURS, 20 * DAYS));
    }
    if ((shop->options.families & GENERATE_SURVEYS) && generate_random_chance(random, SURVEY_PPM))
        generate_survey_begin(shop, &survey,
                              now + generate_random_between(random, 10 * MINUTES, 2 * DAYS));
    if (!generate_random_chance(random, CLOSE_PPM))
        return GENERATE_DONE;
    return ticket_turn_to(ticket, TICKET_CLOSED,
                          now + generate_random_between(random, 1 * HOURS, 3 * DAYS));
}

int64_t generate_ticket_step(struct generate_shop *shop, uint32_t index, int64_t now)
{
    struct ticket *ticket = generate_pool_at(&shop->tickets, index);

    switch ((enum ticket_state)ticket->state) {
    case TICKET_CREATED:
        ticket_write_created(shop, ticket, now);
        if (ticket->named)
            return ticket_await_reply(shop, ticket, now);
        return ticket_turn_to(ticket, TICKET_ASSIGNED,
                              now + generate_random_between(&shop->random, 0, 30 * MINUTES));
    case TICKET_ASSIGNED:
        ticket_write_assigned(shop, ticket, now);
        return ticket_await_reply(shop, ticket, now);
    case TICKET_REPLIED:
        ticket_write_replied(shop, ticket, now);
        return ticket_after_replied(shop, ticket, now);
    case TICKET_RESOLVED:
        ticket_write_resolved(shop, ticket, now);
        return ticket_after_resolved(shop, ticket, now);
    case TICKET_REOPENED:
        ticket_write_reopened(shop, ticket, now);
        ticket->opened_ms = now;
        return ticket_await_resolution(shop, ticket, now);
    case TICKET_CLOSED: ticket_write_closed(shop, ticket, now); return GENERATE_DONE;
    }
    return GENERATE_DONE;
}

/* ---- surveys ---- */

void generate_survey_begin(struct generate_shop *shop, const struct generate_survey_start *start,
                           int64_t at)
{
    uint32_t index = generate_pool_take(&shop->surveys);
    struct survey *survey;

    if (index == GENERATE_POOL_NONE) {
        shop->failed = true;
        return;
    }
    survey = generate_pool_at(&shop->surveys, index);
    survey->start = *start;
    generate_actor_schedule(shop, GENERATE_ACTOR_SURVEY, index, at);
}

/* Good ratings are the upper two of the scale; the others are anywhere below. */
static void survey_write_rating(struct generate_shop *shop, uint16_t agent, uint32_t scale)
{
    bool good = agent == GENERATE_NOBODY ||
                generate_random_chance(&shop->random, shop->agents[agent].courtesy);
    uint32_t low = good ? scale - 1 : 1;
    uint32_t high = good ? scale : scale - 2;

    GENERATE_EVENT_NUMBER(shop, "rating",
                          (uint64_t)generate_random_between(&shop->random, low, high));
    GENERATE_EVENT_NUMBER(shop, "scale", scale);
}

int64_t generate_survey_step(struct generate_shop *shop, uint32_t index, int64_t now)
{
    const struct survey *survey = generate_pool_at(&shop->surveys, index);
    const struct generate_survey_start *start = &survey->start;

    GENERATE_EVENT_BEGIN(shop, "survey.answered", GENERATE_OFFSET_SHOP, now);
    switch (start->about) {
    case 'c': GENERATE_EVENT_KEY(shop, "conversation", 'c', start->number); break;
    case 'o': GENERATE_EVENT_KEY(shop, "order", 'o', start->number); break;
    default: GENERATE_EVENT_KEY(shop, "ticket", 't', start->number); break;
    }
    generate_event_customer(shop, start->customer);
    if (start->agent != GENERATE_NOBODY && generate_random_chance(&shop->random, NAMED_PPM))
        GENERATE_EVENT_AGENT(shop, "agent", start->agent);
    survey_write_rating(shop, start->agent, start->about == 't' ? 10 : 5);
    if (generate_random_chance(&shop->random, DIMENSION_PPM))
        GENERATE_EVENT_PUT(shop, ",\"dimension\":\"attitude\"");
    generate_event_end(shop);
    return GENERATE_DONE;
}
