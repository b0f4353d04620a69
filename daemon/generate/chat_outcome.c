/*
 * chat_outcome.c - how people go on, and how a conversation ends: thanks, an order, the payment of one, a survey, a
 * ticket, the close.
 */
#include "generate/chat.h"

#include "generate/calendar.h"

/* Chances, in parts per million. */
#define PAUSE_PPM 15000   /* customer leaves the chat for hours */
#define CLOSED_PPM 800000 /* end with chat.closed */
#define SURVEY_PPM 160000
#define TICKET_PPM 30000

int64_t chat_load(const struct generate_world *world, int64_t now)
{
    bool flat = world->options.live_per_day > 0;

    return 70 + generate_calendar_weight(flat, now) * 30 / GENERATE_WEIGHT_FLAT;
}

int64_t chat_reply(struct generate_world *world, struct conversation *chat, int64_t now)
{
    int64_t mean = generate_random_chance(&world->random, PAUSE_PPM) ? 2 * HOURS : 25 * SECONDS;

    return chat_turn_to(chat, TURN_CUSTOMER,
                        now + 1 * SECONDS +
                            generate_random_spread(&world->random, GENERATE_SPREAD_WAITS, mean));
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

void chat_order(struct generate_world *world, struct conversation *chat, int64_t at, bool held)
{
    struct generate_order_start start = {
        .customer = chat->customer,
        .agent = chat->contained ? GENERATE_NOBODY : chat->agent,
        .held = held,
    };
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
    if ((world->options.families & GENERATE_SURVEYS) && !chat->ignored && !chat->contained &&
        generate_random_chance(random, SURVEY_PPM))
        generate_survey_begin(world, &survey,
                              now + generate_random_between(random, 30 * SECONDS, 6 * HOURS));
    if ((world->options.families & GENERATE_TICKETS) && generate_random_chance(random, TICKET_PPM))
        generate_ticket_begin(world, chat->customer, chat->agent,
                              now + generate_random_between(random, 1 * MINUTES, 30 * MINUTES));
}

/* The thanks, or else the outcome and the close. */
int64_t chat_end(struct generate_world *world, struct conversation *chat, int64_t now)
{
    if (chat->thanks) {
        chat->thanks = false;
        chat->remaining = 1;
        return chat_turn_to(chat, TURN_THANKS,
                            now +
                                generate_random_between(&world->random, 3 * SECONDS, 30 * SECONDS));
    }
    chat_outcome(world, chat, now);
    if (!generate_random_chance(&world->random, CLOSED_PPM))
        return GENERATE_DONE;
    return chat_turn_to(chat, TURN_CLOSE,
                        now + generate_random_between(&world->random, 30 * SECONDS, 15 * MINUTES));
}

/* Who had the last word need not thank. */
int64_t chat_end_unanswered(struct generate_world *world, struct conversation *chat, int64_t now)
{
    world->backlog -= (uint64_t)chat->thanks;
    chat->thanks = false;
    return chat_end(world, chat, now);
}
