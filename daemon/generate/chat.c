/*
 * chat.c - a conversation, from the first question to the close.
 *
 * The number of messages, the agent who answers, a transfer and an order are all drawn when the conversation
 * begins; then it goes turn by turn:
 *
 *     ASSIGNED ─► CUSTOMER ─► GREETING | AUTO ─► AGENT ─► CUSTOMER ─► … ─► THANKS ─► CLOSE ─► (days later) …
 *                    │ ▲                    │   ▲
 *                    ▼ └── think ───────────┘   │
 *                 TRANSFER ── wait of the next ─┘
 *
 * An ignored conversation never reaches AGENT. `remaining` counts messages; when it is 0 the
 * conversation has its outcome (chat_outcome.c). What comes before a person holds
 * it, a bot's answers and the wait in a queue, is in chat_bot.c.
 */
#include "generate/chat.h"

#include "generate/calendar.h"

/* Chances, in parts per million. */
#define ASSIGNED_PPM 600000      /* have chat.assigned; otherwise the messages name the agent */
#define DISPATCHED_PPM 30000     /* begin at the dispatcher, who transfers at once */
#define TRANSFER_PPM 45000       /* transferred later */
#define TRANSFER_OPEN_PPM 300000 /* of those: with an open question */
#define GREETED_PPM 350000       /* greeted by a bot, where there are no others */
#define AUTO_PPM 100000          /* greeted by the agent's automatic reply */
#define LABELLED_PPM 800000      /* presale chats whose messages carry the intent */
#define CONTAINED_CONVERTS_PPM 200000 /* presale chats that the bot answers alone: orders */
#define ASSIST_PPM 200000             /* orderers who pay only after a second agent's help */
#define AGAIN_PPM 300000              /* customer writes once more before the answer */
#define MORE_PPM 250000               /* agent writes once more before the customer does */
#define LAST_WORD_PPM 80000           /* the customer has the last word, as if it were a question */
#define REOPEN_PPM 15000              /* customer comes back to it after days */

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
    more -= world->options.closings / 1000; /* those come on top */
    if (more < 0)
        more = 0;
    more = generate_random_spread(random, GENERATE_SPREAD_ARRIVALS, more);
    more += generate_random_below(random, 1000);
    return (uint16_t)(2 + more / 1000);
}

static void chat_plan_transfer(struct generate_world *world, struct conversation *chat, int64_t now)
{
    struct generate_random *random = &world->random;
    bool answered = !chat->ignored && !chat->contained; /* by a person */
    bool can = answered && chat->remaining >= 5;

    chat->other = GENERATE_NOBODY;
    chat->assist = chat->orders && can && generate_random_chance(random, ASSIST_PPM);
    if (world->dispatcher != GENERATE_NOBODY && answered && !chat->assist &&
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
    bool bots = world->options.families & GENERATE_BOTS;

    chat->number = world->begun++;
    chat->customer = start->customer;
    chat->held_order = GENERATE_POOL_NONE;
    chat->agent = generate_staff_account(world, generate_staff_pick(world, now, GENERATE_NOBODY));
    agent = &world->agents[chat->agent];
    chat->first = true;
    if (bots)
        chat_plan_bot(world, chat);
    chat->ignored = !chat->contained && !generate_random_chance(random, agent->answers);
    chat->remaining = chat_length(world, chat->ignored);
    chat->held = true;
    if (!bots)
        chat->bot = generate_random_chance(random, GREETED_PPM);
    chat->automatic = generate_random_chance(random, AUTO_PPM);
    chat->presale = start->presale;
    chat->labelled = !start->presale || generate_random_chance(random, LABELLED_PPM);
    chat->orders = start->presale && !chat->ignored &&
                   (world->options.families & GENERATE_ORDERS) &&
                   generate_random_chance(random, chat->contained ? CONTAINED_CONVERTS_PPM
                                                                  : agent->converts);
    chat_plan_transfer(world, chat, now);
    chat->turn = generate_random_chance(random, ASSIGNED_PPM) ? TURN_ASSIGNED : TURN_CUSTOMER;
    if (bots)
        chat_plan_person(world, chat);
    world->backlog += chat->remaining + (uint64_t)chat->thanks;
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

void generate_chat_single(struct generate_world *world, uint32_t customer, int64_t now)
{
    struct conversation chat = {
        .number = world->begun++,
        .customer = customer,
        .agent = generate_staff_pick(world, now, GENERATE_NOBODY),
        .remaining = 1,
        .turn = TURN_CUSTOMER,
        .held = true,
    };

    world->backlog++;
    chat_write_message(world, &chat, now);
}

/* ---- turns ---- */

/* When the agent answers. */
static int64_t chat_answer(struct generate_world *world, struct conversation *chat, int64_t now)
{
    int64_t mean = world->agents[chat->agent].wait_ms * chat_load(world, now) / 100;

    return chat_turn_to(chat, TURN_AGENT,
                        now + 1 * SECONDS +
                            generate_random_spread(&world->random, GENERATE_SPREAD_WAITS, mean));
}

static bool chat_transfers_now(const struct conversation *chat, bool open)
{
    return chat->other != GENERATE_NOBODY && chat->open_transfer == open &&
           chat->remaining <= chat->transfer_at;
}

static int64_t chat_after_customer(struct generate_world *world, struct conversation *chat,
                                   int64_t now)
{
    struct generate_random *random = &world->random;
    bool first = chat->first;

    chat->first = false;
    if (!chat->held)
        return chat_unheld_after_customer(world, chat, now);
    if (chat->remaining == 0)
        return chat_end_unanswered(world, chat, now);
    if (chat_transfers_now(chat, true) || (chat->agent == world->dispatcher && !chat->ignored))
        return chat_turn_to(chat, TURN_TRANSFER,
                            now + generate_random_between(random, 2 * SECONDS, 20 * SECONDS));
    if (first && chat->bot && chat->remaining > 1)
        return chat_turn_to(chat, TURN_GREETING, now + generate_random_between(random, 300, 1500));
    if (first && chat->automatic && chat->remaining > 1)
        return chat_turn_to(chat, TURN_AUTO, now + generate_random_between(random, 300, 1500));
    if (chat->ignored)
        return chat_reply(world, chat, now);
    if (chat->remaining > 1 && generate_random_chance(random, AGAIN_PPM))
        return chat_turn_to(chat, TURN_CUSTOMER,
                            now + generate_random_between(random, 2 * SECONDS, 12 * SECONDS));
    return chat_answer(world, chat, now);
}

/* A person takes it over, with a question that waits or after the bot's last answer. */
static int64_t chat_after_person(struct generate_world *world, struct conversation *chat,
                                 int64_t now)
{
    chat->held = true;
    if (chat->remaining == 0)
        return chat_end_unanswered(world, chat, now);
    if (chat->ignored)
        return chat_reply(world, chat, now);
    if (chat_transfers_now(chat, true) || chat->agent == world->dispatcher)
        return chat_turn_to(chat, TURN_TRANSFER,
                            now +
                                generate_random_between(&world->random, 2 * SECONDS, 20 * SECONDS));
    if (chat->automatic && chat->remaining > 1)
        return chat_turn_to(chat, TURN_AUTO,
                            now + generate_random_between(&world->random, 300, 1500));
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
    if (chat->remaining == 1 ? !generate_random_chance(random, LAST_WORD_PPM)
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
    chat->ignored = chat->given_up = false;
    chat->presale = false;
    chat->labelled = true;
    chat->remaining = chat->person_at = 3;
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
    case TURN_BOT: chat_write_message(world, chat, now); return chat_after_bot(world, chat, now);
    case TURN_NOTICE: chat_write_message(world, chat, now); return chat_queue(world, chat, now);
    case TURN_PERSON:
        chat_write_assigned(world, chat, now);
        return chat_after_person(world, chat, now);
    case TURN_GREETING:
    case TURN_AUTO:
        chat_write_message(world, chat, now);
        return chat->ignored ? chat_reply(world, chat, now) : chat_answer(world, chat, now);
    case TURN_AGENT:
        chat_write_message(world, chat, now);
        return chat_after_agent(world, chat, now);
    case TURN_TRANSFER:
        chat_write_transferred(world, chat, now);
        return chat_after_transfer(world, chat, now);
    case TURN_THANKS: chat_write_message(world, chat, now); return chat_end(world, chat, now);
    case TURN_CLOSE: chat_write_closed(world, chat, now); return chat_after_close(world, chat, now);
    }
    return GENERATE_DONE;
}
