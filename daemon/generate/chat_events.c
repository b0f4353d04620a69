/*
 * chat_events.c - the events of a conversation.
 */
#include "generate/chat.h"

static void chat_write_intent(struct generate_world *world, bool presale)
{
    if (presale)
        GENERATE_EVENT_PUT(world, ",\"intent\":\"presale\"");
    else
        GENERATE_EVENT_PUT(world, ",\"intent\":\"aftersale\"");
}

static void chat_write_from(struct generate_world *world, const struct conversation *chat)
{
    switch ((enum chat_turn)chat->turn) {
    case TURN_CUSTOMER: GENERATE_EVENT_PUT(world, ",\"from\":\"customer\""); break;
    case TURN_THANKS: GENERATE_EVENT_PUT(world, ",\"from\":\"customer\",\"closing\":true"); break;
    case TURN_GREETING:
    case TURN_BOT: GENERATE_EVENT_PUT(world, ",\"from\":\"bot\""); break;
    case TURN_AUTO: GENERATE_EVENT_PUT(world, ",\"from\":\"agent\",\"auto\":true"); break;
    case TURN_NOTICE:
        if (chat->bot)
            GENERATE_EVENT_PUT(world, ",\"from\":\"bot\",\"auto\":true");
        else
            GENERATE_EVENT_PUT(world, ",\"from\":\"system\"");
        break;
    default: GENERATE_EVENT_PUT(world, ",\"from\":\"agent\""); break;
    }
}

void chat_write_message(struct generate_world *world, struct conversation *chat, int64_t now)
{
    GENERATE_EVENT_BEGIN(world, "chat.message", GENERATE_OFFSET_SHOP, now);
    GENERATE_EVENT_KEY(world, "conversation", 'c', chat->number);
    generate_event_customer(world, chat->customer);
    chat_write_from(world, chat);
    if (chat->held && chat->turn != TURN_GREETING)
        GENERATE_EVENT_AGENT(world, "agent", chat->agent);
    if (chat->turn == TURN_CUSTOMER && chat->labelled)
        chat_write_intent(world, chat->presale);
    generate_event_end(world);
    chat->remaining--;
    world->backlog--;
}

void chat_write_assigned(struct generate_world *world, const struct conversation *chat, int64_t now)
{
    GENERATE_EVENT_BEGIN(world, "chat.assigned", GENERATE_OFFSET_SHOP, now);
    GENERATE_EVENT_KEY(world, "conversation", 'c', chat->number);
    GENERATE_EVENT_AGENT(world, "agent", chat->agent);
    generate_event_customer(world, chat->customer);
    generate_event_end(world);
}

void chat_write_transferred(struct generate_world *world, const struct conversation *chat,
                            int64_t now)
{
    GENERATE_EVENT_BEGIN(world, "chat.transferred", GENERATE_OFFSET_SHOP, now);
    GENERATE_EVENT_KEY(world, "conversation", 'c', chat->number);
    GENERATE_EVENT_AGENT(world, "from_agent", chat->agent);
    GENERATE_EVENT_AGENT(world, "to_agent", chat->other);
    generate_event_end(world);
}

void chat_write_closed(struct generate_world *world, const struct conversation *chat, int64_t now)
{
    GENERATE_EVENT_BEGIN(world, "chat.closed", GENERATE_OFFSET_SHOP, now);
    GENERATE_EVENT_KEY(world, "conversation", 'c', chat->number);
    generate_event_end(world);
}
