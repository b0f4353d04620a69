/*
 * chat_bot.c - a conversation that nobody holds yet: a bot answers, or customers wait in a queue.
 *
 *     CUSTOMER ─► BOT ─► CUSTOMER ─► BOT ─► … ─► (end: the bot has answered all of it)
 *        │         │
 *        ▼         ▼ (the customer presses "to a person", and writes nothing)
 *      NOTICE ─► queue ─► PERSON ─► AGENT ─► …
 */
#include "generate/chat.h"

/* Chances, in parts per million. */

/* Of what a bot receives, it answers this to the end (Comm100's AI Live Chat Benchmark of 2026). */
#define CONTAINED_PPM 448000
#define QUEUED_PPM                                                                                 \
    500000 /* without a bot: assigned after the first question instead of before it */
#define NOTICE_PPM 600000   /* told that a person will come */
#define BUTTON_PPM 400000   /* ask for a person without a word */
#define GIVEN_UP_PPM 200000 /* of the customers whom nobody answers: left before anybody came */

#define QUEUE_MS (6 * SECONDS)
#define MOST_ANSWERS 3 /* of a bot before it hands over */

uint32_t generate_chat_people_ppm(const struct generate_options *options)
{
    return GENERATE_PPM - (uint32_t)((uint64_t)options->bots * CONTAINED_PPM / GENERATE_PPM);
}

void chat_plan_bot(struct generate_world *world, struct conversation *chat)
{
    struct generate_random *random = &world->random;

    if (world->options.messages < 2)
        return;
    chat->bot = generate_random_chance(random, world->options.bots);
    chat->contained = chat->bot && generate_random_chance(random, CONTAINED_PPM);
}

/* After one to three answers; at once when too few messages are left for that. */
static void chat_plan_answers(struct generate_world *world, struct conversation *chat)
{
    uint32_t answers = 1 + generate_random_below(&world->random, MOST_ANSWERS);

    if (chat->remaining >= 2 * answers + 3)
        chat->person_at = (uint16_t)(chat->remaining - 2 * answers - 1);
}

void chat_plan_person(struct generate_world *world, struct conversation *chat)
{
    struct generate_random *random = &world->random;

    chat->thanks = !chat->ignored && generate_random_chance(random, world->options.closings);
    if (chat->turn == TURN_ASSIGNED && !chat->bot && world->options.messages >= 2)
        chat->held = !generate_random_chance(random, QUEUED_PPM);
    else
        chat->held = !chat->bot;
    if (chat->held)
        return;
    chat->turn = TURN_CUSTOMER;
    chat->person_at = chat->remaining;
    chat->given_up = chat->ignored && generate_random_chance(random, GIVEN_UP_PPM);
    if (chat->bot)
        chat_plan_answers(world, chat);
}

int64_t chat_queue(struct generate_world *world, struct conversation *chat, int64_t now)
{
    int64_t mean = QUEUE_MS * chat_load(world, now) / 100;

    return chat_turn_to(chat, TURN_PERSON,
                        now + 1 * SECONDS +
                            generate_random_spread(&world->random, GENERATE_SPREAD_WAITS, mean));
}

/* With two messages left the customer writes once more, so that the bot has the last word. */
static int64_t chat_bot_answers(struct generate_world *world, struct conversation *chat,
                                int64_t now)
{
    if (chat->contained && chat->remaining == 2)
        return chat_turn_to(chat, TURN_CUSTOMER,
                            now +
                                generate_random_between(&world->random, 2 * SECONDS, 12 * SECONDS));
    return chat_turn_to(chat, TURN_BOT, now + generate_random_between(&world->random, 800, 3000));
}

int64_t chat_unheld_after_customer(struct generate_world *world, struct conversation *chat,
                                   int64_t now)
{
    struct generate_random *random = &world->random;

    if (chat->remaining == 0 && (chat->contained || chat->given_up))
        return chat_end_unanswered(world, chat, now);
    if (chat->contained || chat->remaining > chat->person_at)
        return chat_bot_answers(world, chat, now);
    if (chat->given_up)
        return chat_reply(world, chat, now);
    if (chat->remaining > 1 && generate_random_chance(random, NOTICE_PPM))
        return chat_turn_to(chat, TURN_NOTICE, now + generate_random_between(random, 300, 1500));
    return chat_queue(world, chat, now);
}

int64_t chat_after_bot(struct generate_world *world, struct conversation *chat, int64_t now)
{
    if (chat->remaining == 0)
        return chat_end(world, chat, now);
    if (!chat->contained && chat->remaining <= chat->person_at + 1 &&
        generate_random_chance(&world->random, BUTTON_PPM))
        return chat_queue(world, chat, now);
    return chat_reply(world, chat, now);
}
