/*
 * event.h - one decoded event of the contract (docs/events.md): plain values, lent texts.
 *
 * decode makes it from a record; its texts live in the arena that was passed to decode. Optional members that
 * were absent, null or empty are absent texts, NONE instants, or has_ = false.
 */
#ifndef MERITD_MODEL_EVENT_H
#define MERITD_MODEL_EVENT_H

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

#define EVENT_TEXT_MAX 128     /* bytes of every string, */
#define EVENT_IDENTITY_MAX 256 /* except id and source */

/* X(enum name, "type" of the envelope, entity) */
#define EVENT_TYPE_LIST(X)                                                                         \
    X(CHAT_MESSAGE, "chat.message", CHAT)                                                          \
    X(CHAT_ASSIGNED, "chat.assigned", CHAT)                                                        \
    X(CHAT_TRANSFERRED, "chat.transferred", CHAT)                                                  \
    X(CHAT_CLOSED, "chat.closed", CHAT)                                                            \
    X(ORDER_CREATED, "order.created", ORDER)                                                       \
    X(ORDER_UPDATED, "order.updated", ORDER)                                                       \
    X(ORDER_PAID, "order.paid", ORDER)                                                             \
    X(ORDER_REFUNDED, "order.refunded", ORDER)                                                     \
    X(ORDER_CANCELLED, "order.cancelled", ORDER)                                                   \
    X(TICKET_CREATED, "ticket.created", TICKET)                                                    \
    X(TICKET_ASSIGNED, "ticket.assigned", TICKET)                                                  \
    X(TICKET_REPLIED, "ticket.replied", TICKET)                                                    \
    X(TICKET_PENDED, "ticket.pended", TICKET)                                                      \
    X(TICKET_RESUMED, "ticket.resumed", TICKET)                                                    \
    X(TICKET_RESOLVED, "ticket.resolved", TICKET)                                                  \
    X(TICKET_REOPENED, "ticket.reopened", TICKET)                                                  \
    X(TICKET_CLOSED, "ticket.closed", TICKET)                                                      \
    X(TICKET_MERGED, "ticket.merged", TICKET)                                                      \
    X(SURVEY_ANSWERED, "survey.answered", SURVEY)                                                  \
    X(MARK_RECORDED, "mark.recorded", MARK)                                                        \
    X(TALLY_RECORDED, "tally.recorded", TALLY)                                                     \
    X(TARGET_SET, "target.set", TARGET)                                                            \
    X(AGENT_UPDATED, "agent.updated", AGENT)

enum event_type {
#define X(name, text, entity) EVENT_##name,
    EVENT_TYPE_LIST(X)
#undef X
        EVENT_TYPE_COUNT
};

enum event_entity {
    ENTITY_CHAT,
    ENTITY_ORDER,
    ENTITY_TICKET,
    ENTITY_SURVEY,
    ENTITY_MARK,
    ENTITY_TALLY,
    ENTITY_TARGET,
    ENTITY_AGENT,
};

/* What a chat event does. At one instant, the smaller comes first in event order. */
enum chat_kind {
    CHAT_CUSTOMER = 0, /* a message from the customer */
    CHAT_MACHINE = 1,  /* a message from a bot or the system */
    CHAT_ASSIGNED = 2,
    CHAT_AGENT = 3, /* a message from an agent */
    CHAT_TRANSFERRED = 4,
    CHAT_CLOSED = 5,
};

enum chat_intent { INTENT_NONE = 0, INTENT_PRESALE = 1, INTENT_AFTERSALE = 2 };

struct chat_event {
    struct text conversation;
    struct text customer; /* absent for closed, transferred, and assigned without customer */
    struct text agent;    /* assigned: agent; message: the window's; transferred: from_agent */
    struct text to_agent; /* transferred only */
    struct text source;   /* of agents' messages that are not quiet: the producing system */
    enum chat_kind kind;
    enum chat_intent intent; /* customer messages only, otherwise NONE */
    bool quiet;              /* a message that neither asks nor answers: the customer's with
                                closing, the agent's or bot's with auto, any of the system */
};

/* an optional boolean: three states */
enum flag { FLAG_ABSENT = -1, FLAG_FALSE = 0, FLAG_TRUE = 1 };

struct order_event {
    struct text order;
    struct text customer; /* required for created */
    struct text agent;    /* created, updated: explicit credit */
    int64_t amount_cents; /* minor units (1/100); updated: -1 absent; cancelled: 0 */
    int64_t items;        /* created only; -1 absent */
    enum flag flagged;    /* created, updated */
    int64_t pay_due_ms;   /* created, updated; TIME_NONE absent */
};

struct ticket_event {
    struct text ticket;
    struct text customer, agent, category, channel, priority; /* five types may name an agent */
    int64_t due_ms;                                           /* created only; TIME_NONE absent */
    int64_t amount_cents;                                     /* created only; -1 absent */
    enum flag sla_met;                                        /* resolved, closed */
    struct text into;                                         /* merged only: the other ticket */
};

enum survey_subject { SURVEY_NOTHING, SURVEY_CONVERSATION, SURVEY_ORDER, SURVEY_TICKET };

struct survey_event {
    enum survey_subject subject;
    struct text reference; /* id of the conversation, order or ticket; absent for NOTHING */
    struct text survey;    /* the answer's id: later answers with it correct earlier ones */
    struct text agent, customer, dimension;
    int64_t rating, scale; /* 1 <= rating <= scale, scale >= 2 */
};

struct mark_event {
    struct text agent, indicator, period, rater, role;
    double score, scale; /* 0 <= score <= scale, scale > 0 */
};

struct tally_event {
    struct text agent, kind;
    double count; /* >= 0 */
    bool has_day;
    int32_t day; /* date, when given */
};

struct target_event {
    struct text agent, period, metric;
    double value; /* finite */
};

struct agent_event {
    struct text agent, name, employee, team, role, lead, status;
    bool has_joined, has_left;
    int32_t joined, left;
};

struct event {
    enum event_type type;
    int64_t time_ms; /* event time */
    uint64_t hash;   /* event hash of (source, id) */
    union {
        struct chat_event chat;
        struct order_event order;
        struct ticket_event ticket;
        struct survey_event survey;
        struct mark_event mark;
        struct tally_event tally;
        struct target_event target;
        struct agent_event agent;
    };
};

/* "chat.message", …; static storage. */
const char *event_type_name(enum event_type type);
enum event_entity event_type_entity(enum event_type type);

/* Marks, tallies, targets and staff records: kept for ever, and written later than what they speak of. */
bool event_type_is_record(enum event_type type);

#endif
