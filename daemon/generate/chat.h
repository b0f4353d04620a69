/*
 * chat.h - inside chat*.c: a conversation under way, and its events.
 *
 * `remaining` counts its messages, but for the thanks at its end. Until somebody holds it, its messages name no
 * agent: a bot answers (`contained`: all of it), or it waits for a person from the moment when `person_at` or
 * fewer messages remain.
 */
#ifndef MERITD_GENERATE_CHAT_H
#define MERITD_GENERATE_CHAT_H

#include "generate/actors.h"

#define SECONDS INT64_C(1000)
#define MINUTES GENERATE_MINUTE_MS
#define HOURS GENERATE_HOUR_MS

enum chat_turn {
    TURN_ASSIGNED, /* chat.assigned comes next, before the first question */
    TURN_CUSTOMER,
    TURN_GREETING, /* of a bot, in streams without bots: it is no answer */
    TURN_AUTO,     /* the agent's automatic reply */
    TURN_BOT,      /* the bot answers */
    TURN_NOTICE,   /* the bot or the system says that a person will come */
    TURN_PERSON,   /* chat.assigned comes next: a person takes it over */
    TURN_AGENT,
    TURN_TRANSFER,
    TURN_THANKS, /* the customer's closing message comes next */
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
    uint16_t person_at;   /* a person is asked for when this many remain, or fewer */
    uint8_t turn;         /* enum chat_turn */
    bool open_transfer;   /* transferred with an open question */
    bool first;           /* no message was sent yet */
    bool ignored, bot, automatic;
    bool presale, labelled;
    bool orders; /* will order */
    bool assist; /* orders before the transfer, pays after the end */
    bool reopened;
    bool held;      /* by the agent, whom messages name */
    bool contained; /* the bot answers all of it */
    bool given_up;  /* the customer leaves before a person comes */
    bool thanks;    /* the customer will thank at the end */
};

/* Writes the message of this turn, and counts it. */
void chat_write_message(struct generate_world *world, struct conversation *chat, int64_t now);
void chat_write_assigned(struct generate_world *world, const struct conversation *chat,
                         int64_t now);
void chat_write_transferred(struct generate_world *world, const struct conversation *chat,
                            int64_t now);
void chat_write_closed(struct generate_world *world, const struct conversation *chat, int64_t now);

static inline int64_t chat_turn_to(struct conversation *chat, enum chat_turn turn, int64_t at)
{
    chat->turn = (uint8_t)turn;
    return at;
}

/* ---- before a person holds it: chat_bot.c ---- */

/* Both only in streams with bots: whether a bot receives it, before all else; when a person takes it over. */
void chat_plan_bot(struct generate_world *world, struct conversation *chat);
void chat_plan_person(struct generate_world *world, struct conversation *chat);
/* What follows a message of the customer while nobody holds the conversation. */
int64_t chat_unheld_after_customer(struct generate_world *world, struct conversation *chat,
                                   int64_t now);
int64_t chat_after_bot(struct generate_world *world, struct conversation *chat, int64_t now);
/* Waits for a person. */
int64_t chat_queue(struct generate_world *world, struct conversation *chat, int64_t now);

/* ---- how people go on, and the end: chat_outcome.c ---- */

/* When the customer continues: mostly at once, sometimes after hours. */
int64_t chat_reply(struct generate_world *world, struct conversation *chat, int64_t now);
int64_t chat_end(struct generate_world *world, struct conversation *chat, int64_t now);
int64_t chat_end_unanswered(struct generate_world *world, struct conversation *chat, int64_t now);
/* How long people take at that hour, in percent: longer in rush hours. */
int64_t chat_load(const struct generate_world *world, int64_t now);
/* Places the order that the conversation leads to. */
void chat_order(struct generate_world *world, struct conversation *chat, int64_t at, bool held);

#endif
