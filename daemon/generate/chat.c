/*
 * chat.c - a conversation, from the first question to the close.
 *
 * The number of messages, the agent who answers, a transfer and an order are all drawn when the conversation
 * begins; then it goes turn by turn:
 *
 *     ASSIGNED ─► CUSTOMER ─► BOT | AUTO ─► AGENT ─► CUSTOMER ─► … ─► CLOSE ─► (days later) …
 *                    │ ▲                    │   ▲
 *                    ▼ └── think ───────────┘   │
 *                 TRANSFER ── wait of the next ─┘
 *
 * An ignored conversation never reaches AGENT. `remaining` counts messages; when it is 0 the
 * conversation has its outcome: an order, the payment of one, a survey, a ticket.
 */
#include "generate/actors.h"

#include "generate/calendar.h"

/* Chances, in parts per million. */
#define ASSIGNED_PPM 600000      /* have chat.assigned; otherwise the messages name the agent */
#define DISPATCHED_PPM 30000     /* begin at the dispatcher, who transfers at once */
#define TRANSFER_PPM 45000       /* transferred later */
#define TRANSFER_OPEN_PPM 300000 /* of those: with an open question */
#define BOT_PPM 350000           /* greeted by a bot */
#define AUTO_PPM 100000          /* greeted by the agent's automatic reply */
#define LABELLED_PPM 800000      /* presale chats whose messages carry the intent */
#define ASSIST_PPM 200000        /* orderers who pay only after a second agent's help */
#define AGAIN_PPM 300000         /* customer writes once more before the answer */
#define MORE_PPM 250000          /* agent writes once more before the customer does */
#define THANKS_PPM 80000         /* the customer has the last word */
#define PAUSE_PPM 15000          /* customer leaves the chat for hours */
#define CLOSED_PPM 800000        /* end with chat.closed */
#define REOPEN_PPM 15000         /* customer comes back to it after days */
#define SURVEY_PPM 160000
#define TICKET_PPM 30000

#define SECONDS INT64_C(1000)
#define MINUTES GENERATE_MINUTE_MS
#define HOURS GENERATE_HOUR_MS

enum chat_turn {
    TURN_ASSIGNED, /* chat.assigned comes next */
    TURN_CUSTOMER,
    TURN_BOT,
    TURN_AUTO,
    TURN_AGENT,
    TURN_TRANSFER,
    TURN_CLOSE,
};

struct conversation {
    uint64_t number;
    uint32_t customer;
    uint32_t held_order; /* an order that waits for the end of this, or GENERATE_POOL_NONE */
    uint16_t agent;
    uint16_t other;       /* the next agent, or GENERATE_NOBODY */
    uint16_t remaining;   /* messages */
    uint16_t transfer_at; /* transferred when this many remain, or fewer */
    uint8_t turn;         /* enum chat_turn */
    bool open_transfer;   /* transferred with an open question */
    bool first;           /* no message was sent yet */
    bool ignored, bot, automatic;
    bool presale, labelled;
    bool orders; /* will order */
    bool assist; /* orders before the transfer, pays after the end */
    bool reopened;
};

void generate_chat_init(struct generate_world *world)
{
    generate_pool_init(&world->conversations, sizeof(struct conversation));
}

/* ---- beginning ---- */

/* At least 2 messages, a question and an answer, unless conversations have one message. */
static uint16_t chat_length(struct generate_world *world, bool ignored)
{
    struct generate_random *random = &world->random;
    int64_t more; /* in thousandths, rounded at random so that the mean stays */

    if (world->options.messages == 1)
        return 1;
    if (ignored)
        return (uint16_t)(1 + generate_random_below(random, 2));
    /* Ignored conversations (one in twenty) have 1.5; those that continue after days have 3 more. */
    more = (int64_t)world->options.messages * 1052 - 2000 - 79 - 36;
    if (more < 0)
        more = 0;
    more = generate_random_spread(random, GENERATE_SPREAD_ARRIVALS, more);
    more += generate_random_below(random, 1000);
    return (uint16_t)(2 + more / 1000);
}

static void chat_plan_transfer(struct generate_world *world, struct conversation *chat, int64_t now)
{
    struct generate_random *random = &world->random;
    bool can = !chat->ignored && chat->remaining >= 5;

    chat->other = GENERATE_NOBODY;
    chat->assist = chat->orders && can && generate_random_chance(random, ASSIST_PPM);
    if (world->dispatcher != GENERATE_NOBODY && !chat->ignored && !chat->assist &&
        generate_random_chance(random, DISPATCHED_PPM)) {
        chat->other = chat->agent;
        chat->agent = world->dispatcher;
        chat->transfer_at = chat->remaining;
        chat->open_transfer = true;
    } else if (chat->assist || (can && generate_random_chance(random, TRANSFER_PPM))) {
        chat->other = generate_staff_pick(world, now, chat->agent);
        chat->transfer_at = (uint16_t)(chat->remaining / 2);
        chat->open_transfer = !chat->assist && generate_random_chance(random, TRANSFER_OPEN_PPM);
    }
    if (chat->other == chat->agent) {
        chat->other = GENERATE_NOBODY;
        chat->assist = false;
    }
}

static void chat_plan(struct generate_world *world, struct conversation *chat,
                      const struct generate_chat_start *start, int64_t now)
{
    struct generate_random *random = &world->random;
    const struct generate_agent *agent;

    chat->number = world->begun++;
    chat->customer = start->customer;
    chat->held_order = GENERATE_POOL_NONE;
    chat->agent = generate_staff_pick(world, now, GENERATE_NOBODY);
    agent = &world->agents[chat->agent];
    chat->first = true;
    chat->ignored = !generate_random_chance(random, agent->answers);
    chat->remaining = chat_length(world, chat->ignored);
    chat->bot = generate_random_chance(random, BOT_PPM);
    chat->automatic = generate_random_chance(random, AUTO_PPM);
    chat->presale = start->presale;
    chat->labelled = !start->presale || generate_random_chance(random, LABELLED_PPM);
    chat->orders = start->presale && !chat->ignored &&
                   (world->options.families & GENERATE_ORDERS) &&
                   generate_random_chance(random, agent->converts);
    chat_plan_transfer(world, chat, now);
    chat->turn = generate_random_chance(random, ASSIGNED_PPM) ? TURN_ASSIGNED : TURN_CUSTOMER;
    world->backlog += chat->remaining;
}

void generate_chat_begin(struct generate_world *world, const struct generate_chat_start *start,
                         int64_t now)
{
    uint32_t index = generate_pool_take(&world->conversations);

    if (index == GENERATE_POOL_NONE) {
        world->failed = true;
        return;
    }
    chat_plan(world, generate_pool_at(&world->conversations, index), start, now);
    generate_actor_schedule(world, GENERATE_ACTOR_CONVERSATION, index, now);
}

/* ---- events ---- */

static void chat_write_intent(struct generate_world *world, bool presale)
{
    if (presale)
        GENERATE_EVENT_PUT(world, ",\"intent\":\"presale\"");
    else
        GENERATE_EVENT_PUT(world, ",\"intent\":\"aftersale\"");
}

static void chat_write_message(struct generate_world *world, struct conversation *chat, int64_t now)
{
    GENERATE_EVENT_BEGIN(world, "chat.message", GENERATE_OFFSET_SHOP, now);
    GENERATE_EVENT_KEY(world, "conversation", 'c', chat->number);
    generate_event_customer(world, chat->customer);
    switch ((enum chat_turn)chat->turn) {
    case TURN_CUSTOMER: GENERATE_EVENT_PUT(world, ",\"from\":\"customer\""); break;
    case TURN_BOT: GENERATE_EVENT_PUT(world, ",\"from\":\"bot\""); break;
    case TURN_AUTO: GENERATE_EVENT_PUT(world, ",\"from\":\"agent\",\"auto\":true"); break;
    default: GENERATE_EVENT_PUT(world, ",\"from\":\"agent\""); break;
    }
    if (chat->turn != TURN_BOT)
        GENERATE_EVENT_AGENT(world, "agent", chat->agent);
    if (chat->turn == TURN_CUSTOMER && chat->labelled)
        chat_write_intent(world, chat->presale);
    generate_event_end(world);
    chat->remaining--;
    world->backlog--;
}

static void chat_write_assigned(struct generate_world *world, const struct conversation *chat,
                                int64_t now)
{
    GENERATE_EVENT_BEGIN(world, "chat.assigned", GENERATE_OFFSET_SHOP, now);
    GENERATE_EVENT_KEY(world, "conversation", 'c', chat->number);
    GENERATE_EVENT_AGENT(world, "agent", chat->agent);
    generate_event_customer(world, chat->customer);
    generate_event_end(world);
}

static void chat_write_transferred(struct generate_world *world, const struct conversation *chat,
                                   int64_t now)
{
    GENERATE_EVENT_BEGIN(world, "chat.transferred", GENERATE_OFFSET_SHOP, now);
    GENERATE_EVENT_KEY(world, "conversation", 'c', chat->number);
    GENERATE_EVENT_AGENT(world, "from_agent", chat->agent);
    GENERATE_EVENT_AGENT(world, "to_agent", chat->other);
    generate_event_end(world);
}

static void chat_write_closed(struct generate_world *world, const struct conversation *chat,
                              int64_t now)
{
    GENERATE_EVENT_BEGIN(world, "chat.closed", GENERATE_OFFSET_SHOP, now);
    GENERATE_EVENT_KEY(world, "conversation", 'c', chat->number);
    generate_event_end(world);
}

void generate_chat_single(struct generate_world *world, uint32_t customer, int64_t now)
{
    struct conversation chat = {
        .number = world->begun++,
        .customer = customer,
        .agent = generate_staff_pick(world, now, GENERATE_NOBODY),
        .remaining = 1,
        .turn = TURN_CUSTOMER,
    };

    world->backlog++;
    chat_write_message(world, &chat, now);
}

/* ---- turns ---- */

static int64_t chat_turn_to(struct conversation *chat, enum chat_turn turn, int64_t at)
{
    chat->turn = (uint8_t)turn;
    return at;
}

/* When the agent answers: slower in rush hours. */
static int64_t chat_answer(struct generate_world *world, struct conversation *chat, int64_t now)
{
    bool flat = world->options.live_per_day > 0;
    int64_t load = 70 + generate_calendar_weight(flat, now) * 30 / GENERATE_WEIGHT_FLAT;
    int64_t mean = world->agents[chat->agent].wait_ms * load / 100;

    return chat_turn_to(chat, TURN_AGENT,
                        now + 1 * SECONDS +
                            generate_random_spread(&world->random, GENERATE_SPREAD_WAITS, mean));
}

/* When the customer continues: mostly at once, sometimes after hours. */
static int64_t chat_reply(struct generate_world *world, struct conversation *chat, int64_t now)
{
    int64_t mean = generate_random_chance(&world->random, PAUSE_PPM) ? 2 * HOURS : 25 * SECONDS;

    return chat_turn_to(chat, TURN_CUSTOMER,
                        now + 1 * SECONDS +
                            generate_random_spread(&world->random, GENERATE_SPREAD_WAITS, mean));
}

static bool chat_transfers_now(const struct conversation *chat, bool open)
{
    return chat->other != GENERATE_NOBODY && chat->open_transfer == open &&
           chat->remaining <= chat->transfer_at;
}

static struct generate_survey_start chat_survey(const struct conversation *chat)
{
    return (struct generate_survey_start){
        .about = 'c',
        .number = chat->number,
        .customer = chat->customer,
        .agent = chat->agent,
    };
}

/* Most order within minutes, some in hours, few on the next day. */
static int64_t chat_order_delay(struct generate_world *world)
{
    uint32_t kind = generate_random_below(&world->random, 100);

    if (kind < 75)
        return generate_random_between(&world->random, 20 * SECONDS, 10 * MINUTES);
    if (kind < 95)
        return generate_random_between(&world->random, 10 * MINUTES, 3 * HOURS);
    return generate_random_between(&world->random, 3 * HOURS, 20 * HOURS);
}

static void chat_order(struct generate_world *world, struct conversation *chat, int64_t at,
                       bool held)
{
    struct generate_order_start start = {chat->customer, chat->agent, held};
    uint32_t index = generate_order_begin(world, &start, at);

    chat->orders = false;
    if (held)
        chat->held_order = index;
}

/* The outcome, after the last message. */
static void chat_outcome(struct generate_world *world, struct conversation *chat, int64_t now)
{
    struct generate_random *random = &world->random;
    struct generate_survey_start survey = chat_survey(chat);

    if (chat->held_order != GENERATE_POOL_NONE) {
        generate_order_release(world, chat->held_order,
                               now + generate_random_between(random, 20 * SECONDS, 2 * HOURS));
        chat->held_order = GENERATE_POOL_NONE;
    }
    if (chat->orders)
        chat_order(world, chat, now + chat_order_delay(world), false);
    if ((world->options.families & GENERATE_SURVEYS) && !chat->ignored &&
        generate_random_chance(random, SURVEY_PPM))
        generate_survey_begin(world, &survey,
                              now + generate_random_between(random, 30 * SECONDS, 6 * HOURS));
    if ((world->options.families & GENERATE_TICKETS) && generate_random_chance(random, TICKET_PPM))
        generate_ticket_begin(world, chat->customer, chat->agent,
                              now + generate_random_between(random, 1 * MINUTES, 30 * MINUTES));
}

static int64_t chat_end(struct generate_world *world, struct conversation *chat, int64_t now)
{
    chat_outcome(world, chat, now);
    if (!generate_random_chance(&world->random, CLOSED_PPM))
        return GENERATE_DONE;
    return chat_turn_to(chat, TURN_CLOSE,
                        now + generate_random_between(&world->random, 30 * SECONDS, 15 * MINUTES));
}

static int64_t chat_after_customer(struct generate_world *world, struct conversation *chat,
                                   int64_t now)
{
    struct generate_random *random = &world->random;
    bool first = chat->first;

    chat->first = false;
    if (chat->remaining == 0)
        return chat_end(world, chat, now);
    if (chat_transfers_now(chat, true) || (chat->agent == world->dispatcher && !chat->ignored))
        return chat_turn_to(chat, TURN_TRANSFER,
                            now + generate_random_between(random, 2 * SECONDS, 20 * SECONDS));
    if (first && chat->bot && chat->remaining > 1)
        return chat_turn_to(chat, TURN_BOT, now + generate_random_between(random, 300, 1500));
    if (first && chat->automatic && chat->remaining > 1)
        return chat_turn_to(chat, TURN_AUTO, now + generate_random_between(random, 300, 1500));
    if (chat->ignored)
        return chat_reply(world, chat, now);
    if (chat->remaining > 1 && generate_random_chance(random, AGAIN_PPM))
        return chat_turn_to(chat, TURN_CUSTOMER,
                            now + generate_random_between(random, 2 * SECONDS, 12 * SECONDS));
    return chat_answer(world, chat, now);
}

static int64_t chat_after_agent(struct generate_world *world, struct conversation *chat,
                                int64_t now)
{
    struct generate_random *random = &world->random;

    if (chat->remaining == 0)
        return chat_end(world, chat, now);
    if (chat_transfers_now(chat, false)) {
        if (chat->assist && chat->orders)
            chat_order(world, chat, now + 2 * SECONDS, true);
        return chat_turn_to(chat, TURN_TRANSFER,
                            now + generate_random_between(random, 5 * SECONDS, 40 * SECONDS));
    }
    if (chat->remaining == 1 ? !generate_random_chance(random, THANKS_PPM)
                             : generate_random_chance(random, MORE_PPM))
        return chat_turn_to(chat, TURN_AGENT,
                            now + generate_random_between(random, 3 * SECONDS, 15 * SECONDS));
    return chat_reply(world, chat, now);
}

/* The next agent answers what is open, or the customer tells it all again. */
static int64_t chat_after_transfer(struct generate_world *world, struct conversation *chat,
                                   int64_t now)
{
    chat->agent = chat->other;
    chat->other = GENERATE_NOBODY;
    return chat->open_transfer ? chat_answer(world, chat, now) : chat_reply(world, chat, now);
}

static int64_t chat_after_close(struct generate_world *world, struct conversation *chat,
                                int64_t now)
{
    if (chat->reopened || world->options.messages < 2 ||
        !generate_random_chance(&world->random, REOPEN_PPM))
        return GENERATE_DONE;
    chat->reopened = true;
    chat->ignored = false;
    chat->presale = false;
    chat->labelled = true;
    chat->remaining = 3;
    world->backlog += chat->remaining;
    return chat_turn_to(chat, TURN_CUSTOMER,
                        now + generate_random_between(&world->random, 5 * HOURS, 70 * HOURS));
}

int64_t generate_chat_step(struct generate_world *world, uint32_t index, int64_t now)
{
    struct conversation *chat = generate_pool_at(&world->conversations, index);

    switch ((enum chat_turn)chat->turn) {
    case TURN_ASSIGNED:
        chat_write_assigned(world, chat, now);
        return chat_turn_to(chat, TURN_CUSTOMER,
                            now + generate_random_between(&world->random, 200, 3 * SECONDS));
    case TURN_CUSTOMER:
        chat_write_message(world, chat, now);
        return chat_after_customer(world, chat, now);
    case TURN_BOT:
    case TURN_AUTO:
        chat_write_message(world, chat, now);
        return chat->ignored ? chat_reply(world, chat, now) : chat_answer(world, chat, now);
    case TURN_AGENT:
        chat_write_message(world, chat, now);
        return chat_after_agent(world, chat, now);
    case TURN_TRANSFER:
        chat_write_transferred(world, chat, now);
        return chat_after_transfer(world, chat, now);
    case TURN_CLOSE: chat_write_closed(world, chat, now); return chat_after_close(world, chat, now);
    }
    return GENERATE_DONE;
}
