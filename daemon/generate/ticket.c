/*
 * ticket.c - a ticket, which follows a chat.
 *
 *     CREATED ─► ASSIGNED ─► REPLIED ─► (PENDED ─► RESUMED) ─► RESOLVED ─► (REOPENED ─► RESOLVED) ─► CLOSED
 *                   └─► MERGED, of a customer who opened a second one
 *
 * Pauses and second tickets come with GENERATE_CHANGES alone.
 */
#include "generate/actors.h"

/* Chances, in parts per million. */
#define NAMED_PPM 500000 /* the ticket, its resolution names the agent */
#define DUE_PPM 500000   /* complaints with a due time; other tickets always have one */
#define SLA_PPM 700000   /* resolutions that say whether the due time was met */
#define REPLY_AGAIN_PPM 300000
#define REOPEN_PPM 80000
#define CLOSE_PPM 700000
#define SURVEY_PPM 250000
#define SILENT_PPM 150000 /* resolved while it waits for the customer */
#define TWICE_PPM 30000   /* with GENERATE_CHANGES: opened twice */

#define MINUTES GENERATE_MINUTE_MS
#define HOURS GENERATE_HOUR_MS
#define DAYS GENERATE_DAY_MS
#define REPLY_FACTOR 40 /* a reply to a ticket takes this many times a chat's wait */
#define SLA_HOURS 36

enum ticket_state {
    TICKET_CREATED, /* ticket.created comes next; and so on */
    TICKET_ASSIGNED,
    TICKET_REPLIED,
    TICKET_RESOLVED,
    TICKET_REOPENED,
    TICKET_CLOSED,
    TICKET_PENDED,
    TICKET_RESUMED,
    TICKET_MERGED,
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
    bool named;       /* ticket.created names the agent; there is no assignment */
    bool reopened;    /* it was reopened already */
    bool waits;       /* it will wait for the customer */
    bool second;      /* of the same as the one before, into which it is merged */
};

void generate_ticket_init(struct generate_world *world)
{
    generate_pool_init(&world->tickets, sizeof(struct ticket));
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

static void ticket_begin(struct generate_world *world, uint32_t customer, uint16_t agent,
                         bool second, int64_t at)
{
    uint32_t index = generate_pool_take(&world->tickets);
    struct ticket *ticket;

    if (index == GENERATE_POOL_NONE) {
        world->failed = true;
        return;
    }
    ticket = generate_pool_at(&world->tickets, index);
    ticket->number = world->made_tickets++;
    ticket->customer = customer;
    ticket->agent = agent;
    ticket->opened_ms = at;
    ticket->category = (uint8_t)ticket_category(&world->random);
    ticket->named = generate_random_chance(&world->random, NAMED_PPM);
    ticket->second = second;
    if (world->options.pauses > 0)
        ticket->waits = generate_random_chance(&world->random, world->options.pauses);
    generate_actor_schedule(world, GENERATE_ACTOR_TICKET, index, at);
}

void generate_ticket_begin(struct generate_world *world, uint32_t customer, uint16_t agent,
                           int64_t at)
{
    struct generate_random *random = &world->random;

    ticket_begin(world, customer, agent, false, at);
    if ((world->options.families & GENERATE_CHANGES) && generate_random_chance(random, TWICE_PPM))
        ticket_begin(world, customer, agent, true,
                     at + generate_random_between(random, 10 * MINUTES, 5 * HOURS));
}

/* ---- events of a ticket ---- */

static void ticket_write_category(struct generate_world *world, const struct ticket *ticket)
{
    switch ((enum ticket_category)ticket->category) {
    case CATEGORY_AFTER_SALES: GENERATE_EVENT_PUT(world, ",\"category\":\"after_sales\""); break;
    case CATEGORY_COMPLAINT: GENERATE_EVENT_PUT(world, ",\"category\":\"complaint\""); break;
    case CATEGORY_DISPUTE: GENERATE_EVENT_PUT(world, ",\"category\":\"dispute\""); break;
    case CATEGORY_LOGISTICS: GENERATE_EVENT_PUT(world, ",\"category\":\"logistics\""); break;
    }
}

static void ticket_write_due(struct generate_world *world, int64_t due_ms)
{
    GENERATE_EVENT_PUT(world, ",\"due\":\"");
    generate_line_time(&world->line, GENERATE_OFFSET_UTC, due_ms);
    GENERATE_EVENT_PUT(world, "\"");
}

static void ticket_write_created(struct generate_world *world, const struct ticket *ticket,
                                 int64_t now)
{
    bool urgent = ticket->category == CATEGORY_COMPLAINT || ticket->category == CATEGORY_DISPUTE;

    GENERATE_EVENT_BEGIN(world, "ticket.created", GENERATE_OFFSET_UTC, now);
    GENERATE_EVENT_KEY(world, "ticket", 't', ticket->number);
    generate_event_customer(world, ticket->customer);
    ticket_write_category(world, ticket);
    if (ticket->named)
        GENERATE_EVENT_AGENT(world, "agent", ticket->agent);
    if (urgent)
        GENERATE_EVENT_PUT(world, ",\"channel\":\"phone\",\"priority\":\"high\"");
    else
        GENERATE_EVENT_PUT(world, ",\"channel\":\"chat\",\"priority\":\"normal\"");
    if (!urgent || generate_random_chance(&world->random, DUE_PPM))
        ticket_write_due(world, now + (urgent ? 4 * DAYS : 2 * DAYS));
    if (urgent)
        GENERATE_EVENT_MONEY(
            world, "amount",
            generate_random_spread(&world->random, GENERATE_SPREAD_AMOUNTS, 90000));
    generate_event_end(world);
}

static void ticket_write_assigned(struct generate_world *world, const struct ticket *ticket,
                                  int64_t now)
{
    GENERATE_EVENT_BEGIN(world, "ticket.assigned", GENERATE_OFFSET_UTC, now);
    GENERATE_EVENT_KEY(world, "ticket", 't', ticket->number);
    GENERATE_EVENT_AGENT(world, "agent", ticket->agent);
    generate_event_end(world);
}

static void ticket_write_replied(struct generate_world *world, const struct ticket *ticket,
                                 int64_t now)
{
    GENERATE_EVENT_BEGIN(world, "ticket.replied", GENERATE_OFFSET_UTC, now);
    GENERATE_EVENT_KEY(world, "ticket", 't', ticket->number);
    GENERATE_EVENT_AGENT(world, "agent", ticket->agent);
    generate_event_end(world);
}

static void ticket_write_sla(struct generate_world *world, const struct ticket *ticket, int64_t now)
{
    if (!generate_random_chance(&world->random, SLA_PPM))
        return;
    if (now - ticket->opened_ms <= SLA_HOURS * HOURS)
        GENERATE_EVENT_PUT(world, ",\"sla_met\":true");
    else
        GENERATE_EVENT_PUT(world, ",\"sla_met\":false");
}

static void ticket_write_resolved(struct generate_world *world, const struct ticket *ticket,
                                  int64_t now)
{
    GENERATE_EVENT_BEGIN(world, "ticket.resolved", GENERATE_OFFSET_UTC, now);
    GENERATE_EVENT_KEY(world, "ticket", 't', ticket->number);
    if (generate_random_chance(&world->random, NAMED_PPM))
        GENERATE_EVENT_AGENT(world, "agent", ticket->agent);
    ticket_write_sla(world, ticket, now);
    generate_event_end(world);
}

/* Its state is all that there is to say. */
static void ticket_write_state(struct generate_world *world, const struct ticket *ticket,
                               int64_t now)
{
    switch ((enum ticket_state)ticket->state) {
    case TICKET_REOPENED:
        GENERATE_EVENT_BEGIN(world, "ticket.reopened", GENERATE_OFFSET_UTC, now);
        break;
    case TICKET_PENDED:
        GENERATE_EVENT_BEGIN(world, "ticket.pended", GENERATE_OFFSET_UTC, now);
        break;
    case TICKET_RESUMED:
        GENERATE_EVENT_BEGIN(world, "ticket.resumed", GENERATE_OFFSET_UTC, now);
        break;
    default: GENERATE_EVENT_BEGIN(world, "ticket.closed", GENERATE_OFFSET_UTC, now); break;
    }
    GENERATE_EVENT_KEY(world, "ticket", 't', ticket->number);
    generate_event_end(world);
}

static void ticket_write_merged(struct generate_world *world, const struct ticket *ticket,
                                int64_t now)
{
    GENERATE_EVENT_BEGIN(world, "ticket.merged", GENERATE_OFFSET_UTC, now);
    GENERATE_EVENT_KEY(world, "ticket", 't', ticket->number);
    GENERATE_EVENT_PUT(world, ",\"into\":");
    generate_event_id(world, 't', ticket->number - 1);
    generate_event_end(world);
}

/* ---- steps of a ticket ---- */

static int64_t ticket_turn_to(struct ticket *ticket, enum ticket_state state, int64_t at)
{
    ticket->state = (uint8_t)state;
    return at;
}

static int64_t ticket_reply_at(struct generate_world *world, struct ticket *ticket, int64_t now)
{
    int64_t mean = (int64_t)world->agents[ticket->agent].wait_ms * REPLY_FACTOR;

    return ticket_turn_to(ticket, TICKET_REPLIED,
                          now +
                              generate_random_spread(&world->random, GENERATE_SPREAD_WAITS, mean));
}

static int64_t ticket_await_reply(struct generate_world *world, struct ticket *ticket, int64_t now)
{
    if (ticket->second)
        return ticket_turn_to(ticket, TICKET_MERGED,
                              now +
                                  generate_random_between(&world->random, 5 * MINUTES, 3 * HOURS));
    return ticket_reply_at(world, ticket, now);
}

static int64_t ticket_await_resolution(struct generate_world *world, struct ticket *ticket,
                                       int64_t now)
{
    int64_t mean = (int64_t)world->agents[ticket->agent].wait_ms * 2 * REPLY_FACTOR * REPLY_FACTOR;

    return ticket_turn_to(ticket, TICKET_RESOLVED,
                          now +
                              generate_random_spread(&world->random, GENERATE_SPREAD_WAITS, mean));
}

static int64_t ticket_after_replied(struct generate_world *world, struct ticket *ticket,
                                    int64_t now)
{
    if (generate_random_chance(&world->random, REPLY_AGAIN_PPM))
        return ticket_await_reply(world, ticket, now);
    if (ticket->waits)
        return ticket_turn_to(ticket, TICKET_PENDED,
                              now + generate_random_between(&world->random, 0, 30 * MINUTES));
    return ticket_await_resolution(world, ticket, now);
}

/* The customer answers after an hour to three days, and some are resolved without. */
static int64_t ticket_after_pended(struct generate_world *world, struct ticket *ticket, int64_t now)
{
    struct generate_random *random = &world->random;
    int64_t answered = now + generate_random_between(random, 1 * HOURS, 3 * DAYS);

    ticket->waits = false;
    return ticket_turn_to(
        ticket, generate_random_chance(random, SILENT_PPM) ? TICKET_RESOLVED : TICKET_RESUMED,
        answered);
}

static int64_t ticket_after_resolved(struct generate_world *world, struct ticket *ticket,
                                     int64_t now)
{
    struct generate_random *random = &world->random;
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
    if ((world->options.families & GENERATE_SURVEYS) && generate_random_chance(random, SURVEY_PPM))
        generate_survey_begin(world, &survey,
                              now + generate_random_between(random, 10 * MINUTES, 2 * DAYS));
    if (!generate_random_chance(random, CLOSE_PPM))
        return GENERATE_DONE;
    return ticket_turn_to(ticket, TICKET_CLOSED,
                          now + generate_random_between(random, 1 * HOURS, 3 * DAYS));
}

int64_t generate_ticket_step(struct generate_world *world, uint32_t index, int64_t now)
{
    struct ticket *ticket = generate_pool_at(&world->tickets, index);

    switch ((enum ticket_state)ticket->state) {
    case TICKET_CREATED:
        ticket_write_created(world, ticket, now);
        if (ticket->named)
            return ticket_await_reply(world, ticket, now);
        return ticket_turn_to(ticket, TICKET_ASSIGNED,
                              now + generate_random_between(&world->random, 0, 30 * MINUTES));
    case TICKET_ASSIGNED:
        ticket_write_assigned(world, ticket, now);
        return ticket_await_reply(world, ticket, now);
    case TICKET_REPLIED:
        ticket_write_replied(world, ticket, now);
        return ticket_after_replied(world, ticket, now);
    case TICKET_RESOLVED:
        ticket_write_resolved(world, ticket, now);
        return ticket_after_resolved(world, ticket, now);
    case TICKET_REOPENED:
        ticket_write_state(world, ticket, now);
        ticket->opened_ms = now;
        return ticket_await_resolution(world, ticket, now);
    case TICKET_PENDED:
        ticket_write_state(world, ticket, now);
        return ticket_after_pended(world, ticket, now);
    case TICKET_RESUMED:
        ticket_write_state(world, ticket, now);
        return ticket_await_resolution(world, ticket, now);
    case TICKET_MERGED: ticket_write_merged(world, ticket, now); return GENERATE_DONE;
    case TICKET_CLOSED: ticket_write_state(world, ticket, now); return GENERATE_DONE;
    }
    return GENERATE_DONE;
}
