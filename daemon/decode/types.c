/*
 * types.c - the contract's types: the members of each, and the checks across members.
 *
 * A member that is not in its type's list is unknown and ignored, whatever it holds.
 */
#include "base/time.h"
#include "decode/reading.h"

/* The event under construction, and values that do not go into it unchanged. */
struct draft {
    struct event event;
    struct text source;
    struct text conversation, order, ticket; /* of a survey, at most one */
    int from;                                /* enum author */
    bool is_auto, closing, has_currency;
    int intent; /* enum chat_intent */
    struct draft_date day, joined, left;
};

/* The four initialisers of a struct field. */
#define REQUIRED(member, form, place)                                                              \
    MEMBER_##member, true, &form_##form, offsetof(struct draft, place)
#define OPTIONAL(member, form, place)                                                              \
    MEMBER_##member, false, &form_##form, offsetof(struct draft, place)

/* ---- the lists -------------------------------------------------------------------------------- */

static const struct field chat_message[] = {
    {REQUIRED(CONVERSATION, text, event.chat.conversation)},
    {REQUIRED(CUSTOMER, text, event.chat.customer)},
    {REQUIRED(FROM, from, from)},
    {OPTIONAL(AGENT, agent, event.chat.agent)},
    {OPTIONAL(AUTO, bool, is_auto)},
    {OPTIONAL(CLOSING, bool, closing)},
    {OPTIONAL(INTENT, intent, intent)},
};
static const struct field chat_assigned[] = {
    {REQUIRED(CONVERSATION, text, event.chat.conversation)},
    {REQUIRED(AGENT, agent, event.chat.agent)},
    {OPTIONAL(CUSTOMER, text, event.chat.customer)},
};
static const struct field chat_transferred[] = {
    {REQUIRED(CONVERSATION, text, event.chat.conversation)},
    {REQUIRED(FROM_AGENT, agent, event.chat.agent)},
    {REQUIRED(TO_AGENT, agent, event.chat.to_agent)},
};
static const struct field chat_closed[] = {
    {REQUIRED(CONVERSATION, text, event.chat.conversation)},
};

static const struct field order_created[] = {
    {REQUIRED(ORDER, text, event.order.order)},
    {REQUIRED(CUSTOMER, text, event.order.customer)},
    {REQUIRED(AMOUNT, money, event.order.amount_cents)},
    {OPTIONAL(CURRENCY, currency, has_currency)},
    {OPTIONAL(AGENT, agent, event.order.agent)},
    {OPTIONAL(ITEMS, count, event.order.items)},
    {OPTIONAL(FLAGGED, flag, event.order.flagged)},
    {OPTIONAL(PAY_DUE, instant, event.order.pay_due_ms)},
};
static const struct field order_updated[] = {
    {REQUIRED(ORDER, text, event.order.order)},
    {OPTIONAL(AMOUNT, money, event.order.amount_cents)},
    {OPTIONAL(CURRENCY, currency, has_currency)},
    {OPTIONAL(AGENT, agent, event.order.agent)},
    {OPTIONAL(PAY_DUE, instant, event.order.pay_due_ms)},
    {OPTIONAL(FLAGGED, flag, event.order.flagged)},
};
static const struct field order_paid[] = {
    {REQUIRED(ORDER, text, event.order.order)},
    {REQUIRED(AMOUNT, money, event.order.amount_cents)},
    {OPTIONAL(CUSTOMER, text, event.order.customer)},
    {OPTIONAL(CURRENCY, currency, has_currency)},
};
static const struct field order_cancelled[] = {
    {REQUIRED(ORDER, text, event.order.order)},
    {OPTIONAL(CUSTOMER, text, event.order.customer)},
};

static const struct field ticket_created[] = {
    {REQUIRED(TICKET, text, event.ticket.ticket)},
    {OPTIONAL(CUSTOMER, text, event.ticket.customer)},
    {OPTIONAL(AGENT, agent, event.ticket.agent)},
    {OPTIONAL(CATEGORY, text, event.ticket.category)},
    {OPTIONAL(CHANNEL, text, event.ticket.channel)},
    {OPTIONAL(PRIORITY, text, event.ticket.priority)},
    {OPTIONAL(DUE, instant, event.ticket.due_ms)},
    {OPTIONAL(AMOUNT, money, event.ticket.amount_cents)},
};
static const struct field ticket_with_agent[] = {
    {REQUIRED(TICKET, text, event.ticket.ticket)},
    {REQUIRED(AGENT, agent, event.ticket.agent)},
};
static const struct field ticket_ended[] = {
    {REQUIRED(TICKET, text, event.ticket.ticket)},
    {OPTIONAL(AGENT, agent, event.ticket.agent)},
    {OPTIONAL(SLA_MET, flag, event.ticket.sla_met)},
};
static const struct field ticket_alone[] = {
    {REQUIRED(TICKET, text, event.ticket.ticket)},
};
static const struct field ticket_merged[] = {
    {REQUIRED(TICKET, text, event.ticket.ticket)},
    {REQUIRED(INTO, text, event.ticket.into)},
};

static const struct field survey_answered[] = {
    {REQUIRED(RATING, integer, event.survey.rating)},
    {REQUIRED(SCALE, integer, event.survey.scale)},
    {OPTIONAL(SURVEY, text, event.survey.survey)},
    {OPTIONAL(CONVERSATION, text, conversation)},
    {OPTIONAL(ORDER, text, order)},
    {OPTIONAL(TICKET, text, ticket)},
    {OPTIONAL(AGENT, agent, event.survey.agent)},
    {OPTIONAL(CUSTOMER, text, event.survey.customer)},
    {OPTIONAL(DIMENSION, text, event.survey.dimension)},
};
static const struct field mark_recorded[] = {
    {REQUIRED(AGENT, agent, event.mark.agent)},
    {REQUIRED(INDICATOR, text, event.mark.indicator)},
    {REQUIRED(PERIOD, period, event.mark.period)},
    {REQUIRED(RATER, text, event.mark.rater)},
    {REQUIRED(ROLE, mark_role, event.mark.role)},
    {REQUIRED(SCORE, number, event.mark.score)},
    {OPTIONAL(SCALE, number, event.mark.scale)},
};
static const struct field tally_recorded[] = {
    {REQUIRED(AGENT, agent, event.tally.agent)},
    {REQUIRED(KIND, text, event.tally.kind)},
    {REQUIRED(COUNT, quantity, event.tally.count)},
    {OPTIONAL(DAY, date, day)},
};
static const struct field target_set[] = {
    {REQUIRED(AGENT, agent, event.target.agent)},
    {REQUIRED(PERIOD, period, event.target.period)},
    {REQUIRED(METRIC, text, event.target.metric)},
    {REQUIRED(VALUE, number, event.target.value)},
};
static const struct field agent_updated[] = {
    {REQUIRED(AGENT, agent, event.agent.agent)},
    {OPTIONAL(NAME, text, event.agent.name)},
    {OPTIONAL(EMPLOYEE, text, event.agent.employee)},
    {OPTIONAL(TEAM, text, event.agent.team)},
    {OPTIONAL(ROLE, text, event.agent.role)},
    {OPTIONAL(LEAD, agent, event.agent.lead)},
    {OPTIONAL(STATUS, status, event.agent.status)},
    {OPTIONAL(JOINED, date, joined)},
    {OPTIONAL(LEFT, date, left)},
};

/* ---- what goes before and after the lists ------------------------------------------------------ */

/* Values of absent optional members, where they are not zero. */
static void draft_begin(struct draft *draft)
{
    switch (event_type_entity(draft->event.type)) {
    case ENTITY_ORDER:
        draft->event.order.amount_cents = draft->event.type == EVENT_ORDER_UPDATED ? -1 : 0;
        draft->event.order.items = -1;
        draft->event.order.flagged = FLAG_ABSENT;
        draft->event.order.pay_due_ms = TIME_NONE;
        break;
    case ENTITY_TICKET:
        draft->event.ticket.due_ms = TIME_NONE;
        draft->event.ticket.amount_cents = -1;
        draft->event.ticket.sla_met = FLAG_ABSENT;
        break;
    case ENTITY_MARK: draft->event.mark.scale = 100; break;
    case ENTITY_CHAT:
    case ENTITY_SURVEY:
    case ENTITY_TALLY:
    case ENTITY_TARGET:
    case ENTITY_AGENT: break;
    }
}

/* closing and intent mean something in the customer's messages only, auto in agents' and bots'. */
static bool finish_message(struct reading *reading, struct draft *draft)
{
    struct chat_event *chat = &draft->event.chat;
    (void)reading;
    switch ((enum author)draft->from) {
    case AUTHOR_CUSTOMER:
        chat->kind = CHAT_CUSTOMER;
        chat->quiet = draft->closing;
        chat->intent = (enum chat_intent)draft->intent;
        break;
    case AUTHOR_AGENT:
        chat->kind = CHAT_AGENT;
        chat->quiet = draft->is_auto;
        if (!chat->quiet)
            chat->source = draft->source;
        break;
    case AUTHOR_BOT:
        chat->kind = CHAT_MACHINE;
        chat->quiet = draft->is_auto;
        break;
    case AUTHOR_SYSTEM:
        chat->kind = CHAT_MACHINE;
        chat->quiet = true;
        break;
    }
    return true;
}

static bool finish_assigned(struct reading *reading, struct draft *draft)
{
    (void)reading;
    draft->event.chat.kind = CHAT_ASSIGNED;
    return true;
}

static bool finish_transferred(struct reading *reading, struct draft *draft)
{
    (void)reading;
    draft->event.chat.kind = CHAT_TRANSFERRED;
    return true;
}

static bool finish_closed(struct reading *reading, struct draft *draft)
{
    (void)reading;
    draft->event.chat.kind = CHAT_CLOSED;
    return true;
}

static bool finish_updated(struct reading *reading, struct draft *draft)
{
    const struct order_event *order = &draft->event.order;
    if (order->amount_cents >= 0 || draft->has_currency || !text_is_absent(order->agent) ||
        order->pay_due_ms != TIME_NONE || order->flagged != FLAG_ABSENT)
        return true;
    return reading_reject(reading, REASON_MISSING_MEMBER,
                          "data changes nothing; it must give at least one of amount, currency, "
                          "agent, pay_due and flagged");
}

static bool finish_survey(struct reading *reading, struct draft *draft)
{
    struct survey_event *survey = &draft->event.survey;
    const struct text *references[] = {
        [SURVEY_CONVERSATION] = &draft->conversation,
        [SURVEY_ORDER] = &draft->order,
        [SURVEY_TICKET] = &draft->ticket,
    };
    for (int subject = SURVEY_CONVERSATION; subject <= SURVEY_TICKET; subject++) {
        if (text_is_absent(*references[subject]))
            continue;
        if (survey->subject != SURVEY_NOTHING)
            return reading_reject(reading, REASON_INVALID_VALUE,
                                  "data names more than one of conversation, order and ticket; a "
                                  "survey must be about one of them or none");
        survey->subject = (enum survey_subject)subject;
        survey->reference = *references[subject];
    }
    if (survey->scale < 2)
        return reading_reject(reading, REASON_OUT_OF_RANGE,
                              "data.scale is %lld; it must be 2 or more", (long long)survey->scale);
    if (survey->rating < 1 || survey->rating > survey->scale)
        return reading_reject(reading, REASON_OUT_OF_RANGE,
                              "data.rating is %lld; it must be from 1 to data.scale, %lld",
                              (long long)survey->rating, (long long)survey->scale);
    return true;
}

static bool finish_mark(struct reading *reading, struct draft *draft)
{
    const struct mark_event *mark = &draft->event.mark;
    if (mark->scale <= 0)
        return reading_reject(reading, REASON_OUT_OF_RANGE,
                              "data.scale is %.17g; it must be more than 0", mark->scale);
    if (mark->score < 0 || mark->score > mark->scale)
        return reading_reject(reading, REASON_OUT_OF_RANGE,
                              "data.score is %.17g; it must be from 0 to data.scale, %.17g",
                              mark->score, mark->scale);
    return true;
}

static bool finish_tally(struct reading *reading, struct draft *draft)
{
    (void)reading;
    draft->event.tally.has_day = draft->day.has;
    draft->event.tally.day = draft->day.day;
    return true;
}

static bool finish_agent(struct reading *reading, struct draft *draft)
{
    (void)reading;
    draft->event.agent.has_joined = draft->joined.has;
    draft->event.agent.joined = draft->joined.day;
    draft->event.agent.has_left = draft->left.has;
    draft->event.agent.left = draft->left.day;
    return true;
}

/* ---- the types -------------------------------------------------------------------------------- */

struct type {
    const struct field *fields;
    size_t field_count;
    bool (*finish)(struct reading *reading, struct draft *draft); /* NULL: nothing to do */
};

/* A type without its line does not compile: the table below names all types. */
#define TYPE(name, list, finish)                                                                   \
    static const struct type type_##name = {(list), sizeof(list) / sizeof((list)[0]), (finish)}

TYPE(CHAT_MESSAGE, chat_message, finish_message);
TYPE(CHAT_ASSIGNED, chat_assigned, finish_assigned);
TYPE(CHAT_TRANSFERRED, chat_transferred, finish_transferred);
TYPE(CHAT_CLOSED, chat_closed, finish_closed);
TYPE(ORDER_CREATED, order_created, NULL);
TYPE(ORDER_UPDATED, order_updated, finish_updated);
TYPE(ORDER_PAID, order_paid, NULL);
TYPE(ORDER_REFUNDED, order_paid, NULL);
TYPE(ORDER_CANCELLED, order_cancelled, NULL);
TYPE(TICKET_CREATED, ticket_created, NULL);
TYPE(TICKET_ASSIGNED, ticket_with_agent, NULL);
TYPE(TICKET_REPLIED, ticket_with_agent, NULL);
TYPE(TICKET_PENDED, ticket_alone, NULL);
TYPE(TICKET_RESUMED, ticket_alone, NULL);
TYPE(TICKET_RESOLVED, ticket_ended, NULL);
TYPE(TICKET_REOPENED, ticket_alone, NULL);
TYPE(TICKET_CLOSED, ticket_ended, NULL);
TYPE(TICKET_MERGED, ticket_merged, NULL);
TYPE(SURVEY_ANSWERED, survey_answered, finish_survey);
TYPE(MARK_RECORDED, mark_recorded, finish_mark);
TYPE(TALLY_RECORDED, tally_recorded, finish_tally);
TYPE(TARGET_SET, target_set, NULL);
TYPE(AGENT_UPDATED, agent_updated, finish_agent);

static const struct type *const types[EVENT_TYPE_COUNT] = {
#define X(name, text, entity) [EVENT_##name] = &type_##name,
    EVENT_TYPE_LIST(X)
#undef X
};

bool type_find(struct text name, enum event_type *type)
{
    static const struct text names[EVENT_TYPE_COUNT] = {
#define X(name, text, entity) [EVENT_##name] = {(text), sizeof(text) - 1},
        EVENT_TYPE_LIST(X)
#undef X
    };
    for (int i = 0; i < EVENT_TYPE_COUNT; i++) {
        if (text_equal(names[i], name)) {
            *type = (enum event_type)i;
            return true;
        }
    }
    return false;
}

bool type_read(struct reading *reading, const struct envelope *envelope, struct event *event)
{
    const struct type *type = types[envelope->type];
    struct members members;
    struct draft draft;
    memset(&draft, 0, sizeof draft); /* all members of the union; an initialiser need not do that */
    draft.event.type = envelope->type;
    draft.event.time_ms = envelope->time_ms;
    draft.event.hash = envelope->hash;
    draft.source = envelope->source;
    draft_begin(&draft);
    members_collect(&reading->decoder->index, envelope->data, &members);
    if (!fields_read(reading, type->fields, type->field_count, &members, &draft) ||
        (type->finish && !type->finish(reading, &draft)))
        return false;
    *event = draft.event;
    return true;
}
