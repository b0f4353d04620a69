/* naive.c - the second opinion. */
#include "naive.h"

#include <stdlib.h>

static const struct text none = {NULL, 0};

/* ---- from records to events ---------------------------------------------------------------------- */

static int by_number(int64_t a, int64_t b)
{
    return a < b ? -1 : a > b;
}

/* Event order of docs/events.md. */
static int by_event_order(const struct record_of_chat *a, const struct record_of_chat *b)
{
    if (a->time_ms != b->time_ms)
        return by_number(a->time_ms, b->time_ms);
    if (a->chat.kind != b->chat.kind)
        return by_number(a->chat.kind, b->chat.kind);
    return a->hash < b->hash ? -1 : a->hash > b->hash;
}

/* … and what decides between two records with one hash: the bytes of what is stored. */
static int by_event_order_and_content(const struct record_of_chat *a,
                                      const struct record_of_chat *b)
{
    int order = by_event_order(a, b);
    if (order == 0)
        order = text_compare(a->chat.agent, b->chat.agent);
    if (order == 0)
        order = text_compare(a->chat.to_agent, b->chat.to_agent);
    if (order == 0)
        order = by_number(a->chat.intent, b->chat.intent);
    if (order == 0)
        order = by_number(a->chat.is_auto, b->chat.is_auto);
    return order;
}

/* A record is an event unless another one with its hash is smaller (or is the same, and was first). */
static bool is_event(const struct record_of_chat *records, size_t count, size_t at)
{
    for (size_t i = 0; i < count; i++) {
        if (i == at || records[i].hash != records[at].hash)
            continue;
        int order = by_event_order_and_content(&records[i], &records[at]);
        if (order < 0 || (order == 0 && i < at))
            return false;
    }
    return true;
}

static int sort_order(const void *a, const void *b)
{
    return by_event_order(a, b);
}

/* The customer of the earliest message, or else of the earliest record; of two, the smaller bytes. */
static void find_customer(const struct record_of_chat *records, size_t count, bool messages_only,
                          struct customer_key *key, struct naive *naive)
{
    const struct record_of_chat *best = NULL;

    for (size_t i = 0; i < count; i++) {
        const struct record_of_chat *record = &records[i];
        if (text_is_absent(record->chat.customer) ||
            (messages_only && record->chat.kind != CHAT_CUSTOMER))
            continue;
        struct uuid customer = customer_key_hash(key, record->chat.customer);
        int order = best == NULL ? -1 : by_event_order(record, best);
        if (order == 0)
            order = uuid_compare(&customer, &naive->customer);
        if (order >= 0)
            continue;
        best = record;
        naive->customer = customer;
        naive->has_customer = true;
    }
}

static void *grown(void *items, size_t count, size_t size)
{
    void *more = realloc(items, (count + 1) * size);

    if (more == NULL)
        abort();
    return more;
}

/* ---- what it finds, by part ---------------------------------------------------------------------- */

struct finding {
    struct naive *naive;
    int64_t idle_ms;
    const struct calendar *calendar;
    int64_t counts_after_ms; /* of what is found now */
};

static int32_t day_of(const struct finding *finding, int64_t instant_ms)
{
    size_t day = finding->calendar->count - 1;

    while (day > 0 && finding->calendar->starts_at[day] > instant_ms)
        day--;
    return finding->calendar->first + (int32_t)day;
}

static struct naive_part *part_of(struct finding *finding, int64_t instant_ms, struct text agent)
{
    struct naive *naive = finding->naive;
    int32_t day = day_of(finding, instant_ms);

    for (size_t i = 0; i < naive->part_count; i++) {
        struct naive_part *part = &naive->parts[i];
        if (part->day == day && text_equal(part->agent, agent) &&
            part->counts_after_ms == finding->counts_after_ms)
            return part;
    }
    naive->parts = grown(naive->parts, naive->part_count, sizeof *naive->parts);
    naive->parts[naive->part_count] = (struct naive_part){
        .day = day,
        .agent = agent,
        .counts_after_ms = finding->counts_after_ms,
        .first_customer_at_ms = TIME_NONE,
        .agent_first_at_ms = TIME_NONE,
        .agent_last_at_ms = TIME_NONE,
        .intent.chat.intent = INTENT_NONE,
    };
    return &naive->parts[naive->part_count++];
}

static void add_times(struct naive_times *times, int64_t asked_ms, int64_t answered_ms)
{
    times->items = grown(times->items, times->count, sizeof *times->items);
    times->items[times->count++] = (struct round_times){asked_ms, answered_ms};
}

static void add_customer_message(struct finding *finding, const struct record_of_chat *message,
                                 struct text agent)
{
    struct naive_part *part = part_of(finding, message->time_ms, agent);

    part->customer_messages++;
    if (part->first_customer_at_ms == TIME_NONE || part->first_customer_at_ms > message->time_ms)
        part->first_customer_at_ms = message->time_ms;
    if (message->chat.intent != INTENT_NONE &&
        (part->intent.chat.intent == INTENT_NONE || by_event_order(message, &part->intent) < 0))
        part->intent = *message;
}

static void add_agent_message(struct finding *finding, int64_t at_ms, struct text agent)
{
    struct naive_part *part = part_of(finding, at_ms, agent);

    part->agent_messages++;
    if (part->agent_first_at_ms == TIME_NONE || at_ms < part->agent_first_at_ms)
        part->agent_first_at_ms = at_ms;
    if (part->agent_last_at_ms == TIME_NONE || at_ms > part->agent_last_at_ms)
        part->agent_last_at_ms = at_ms;
}

static void add_answer(struct finding *finding, int64_t asked_ms, int64_t answered_ms,
                       struct text agent)
{
    add_times(&part_of(finding, asked_ms, agent)->answered, asked_ms, answered_ms);
    if (day_of(finding, asked_ms) != day_of(finding, answered_ms))
        add_times(&part_of(finding, answered_ms, agent)->carried, asked_ms, answered_ms);
}

/* ---- sessions ------------------------------------------------------------------------------------ */

/* The events [begin, end) of one session; is_last: nothing has ended it yet. */
struct session {
    const struct record_of_chat *begin, *end;
    bool is_last;
};

static bool is_human(const struct record_of_chat *event)
{
    return event->chat.kind == CHAT_CUSTOMER ||
           (event->chat.kind == CHAT_AGENT && !event->chat.is_auto);
}

static bool is_reply(const struct record_of_chat *event)
{
    return event->chat.kind == CHAT_AGENT && !event->chat.is_auto;
}

/* A session ends after `closed`, and before the event that comes too late after its last human one. */
static struct session session_from(const struct record_of_chat *begin,
                                   const struct record_of_chat *end, int64_t idle_ms)
{
    const struct record_of_chat *last_human = NULL;

    for (const struct record_of_chat *event = begin; event < end; event++) {
        if (last_human != NULL && event->time_ms - last_human->time_ms > idle_ms)
            return (struct session){begin, event, false};
        if (event->chat.kind == CHAT_CLOSED)
            return (struct session){begin, event + 1, false};
        if (is_human(event))
            last_human = event;
    }
    return (struct session){begin, end, true};
}

/* Who has the conversation once `event` has happened; absent: nobody. */
static struct text holder_after(const struct session *session, const struct record_of_chat *event)
{
    for (; event >= session->begin; event--) {
        switch (event->chat.kind) {
        case CHAT_ASSIGNED: return event->chat.agent;
        case CHAT_TRANSFERRED: return event->chat.to_agent;
        case CHAT_CUSTOMER:
        case CHAT_AGENT:
            if (!text_is_absent(event->chat.agent))
                return event->chat.agent;
            break;
        case CHAT_MACHINE:
        case CHAT_CLOSED: break;
        }
    }
    return none;
}

static struct text or_unassigned(struct text agent)
{
    return text_is_absent(agent) ? TEXT(AGENT_UNASSIGNED) : agent;
}

/* The event that ends a round opened before `event`: the next reply or transfer; or the session's end. */
static const struct record_of_chat *round_end(const struct session *session,
                                              const struct record_of_chat *event)
{
    while (event < session->end && !is_reply(event) && event->chat.kind != CHAT_TRANSFERRED)
        event++;
    return event;
}

/* To whom a round that ends so belongs. */
static struct text round_taker(const struct session *session, const struct record_of_chat *end)
{
    if (end == session->end)
        return or_unassigned(holder_after(session, end - 1));
    if (is_reply(end))
        return or_unassigned(holder_after(session, end));
    return or_unassigned(end->chat.agent);
}

/* What ends only with an unfinished session counts only after its deadline. */
static void set_when_it_counts(struct finding *finding, const struct session *session,
                               const struct record_of_chat *end)
{
    finding->counts_after_ms = TIME_NONE;
    if (end < session->end || !session->is_last)
        return;
    for (const struct record_of_chat *event = session->begin; event < session->end; event++)
        if (is_human(event))
            finding->counts_after_ms = event->time_ms + finding->idle_ms;
}

static void find_messages(struct finding *finding, const struct session *session)
{
    for (const struct record_of_chat *event = session->begin; event < session->end; event++) {
        struct text holder = holder_after(session, event);
        finding->counts_after_ms = TIME_NONE;
        if (is_reply(event))
            add_agent_message(finding, event->time_ms, or_unassigned(holder));
        if (event->chat.kind != CHAT_CUSTOMER)
            continue;
        if (text_is_absent(holder)) {
            const struct record_of_chat *end = round_end(session, event);
            holder = round_taker(session, end);
            set_when_it_counts(finding, session, end);
        }
        add_customer_message(finding, event, holder);
    }
}

static void find_first_response(struct finding *finding, const struct session *session)
{
    const struct record_of_chat *question = session->begin;

    while (question < session->end && question->chat.kind != CHAT_CUSTOMER)
        question++;
    finding->counts_after_ms = TIME_NONE;
    for (const struct record_of_chat *event = question; event < session->end; event++) {
        if (!is_reply(event))
            continue;
        add_times(&part_of(finding, question->time_ms, or_unassigned(holder_after(session, event)))
                       ->first_responses,
                  question->time_ms, event->time_ms);
        return;
    }
}

static void find_round(struct finding *finding, const struct session *session,
                       const struct record_of_chat *question, const struct record_of_chat *end)
{
    struct text taker = round_taker(session, end);
    int64_t asked_ms = question->time_ms;

    set_when_it_counts(finding, session, end);
    if (end < session->end && is_reply(end))
        add_answer(finding, asked_ms, end->time_ms, taker);
    else if (end < session->end)
        add_times(&part_of(finding, asked_ms, taker)->handed_over, asked_ms, TIME_NONE);
    else
        add_times(&part_of(finding, asked_ms, taker)->unanswered, asked_ms, TIME_NONE);
    if (finding->counts_after_ms != TIME_NONE)
        finding->naive->open_until_ms = finding->counts_after_ms;
}

/* A round begins with a customer's message, or with the transfer that ended the one before. */
static void find_rounds(struct finding *finding, const struct session *session)
{
    const struct record_of_chat *question = session->begin;

    while (question < session->end) {
        if (question->chat.kind != CHAT_CUSTOMER) {
            question++;
            continue;
        }
        const struct record_of_chat *end = round_end(session, question);
        find_round(finding, session, question, end);
        while (end < session->end && end->chat.kind == CHAT_TRANSFERRED) {
            question = end;
            end = round_end(session, question + 1);
            find_round(finding, session, question, end);
        }
        question = end;
    }
}

static struct text last_agent_of(const struct record_of_chat *events, size_t count)
{
    struct text last = none;

    for (size_t i = 0; i < count; i++) {
        if (!text_is_absent(events[i].chat.agent))
            last = events[i].chat.agent;
        if (!text_is_absent(events[i].chat.to_agent))
            last = events[i].chat.to_agent;
    }
    return last;
}

void naive_walk(const struct record_of_chat *records, size_t count, int64_t idle_ms,
                const struct calendar *calendar, struct customer_key *key, struct naive *naive)
{
    struct finding finding = {.naive = naive, .idle_ms = idle_ms, .calendar = calendar};
    struct record_of_chat *events = NULL;
    size_t event_count = 0;

    *naive = (struct naive){.open_until_ms = TIME_NONE};
    for (size_t i = 0; i < count; i++) {
        if (!is_event(records, count, i))
            continue;
        events = grown(events, event_count, sizeof *events);
        events[event_count++] = records[i];
    }
    if (event_count > 0)
        qsort(events, event_count, sizeof *events, sort_order);
    naive->last_agent = last_agent_of(events, event_count);
    find_customer(records, count, true, key, naive);
    if (!naive->has_customer)
        find_customer(records, count, false, key, naive);
    for (size_t at = 0; at < event_count;) {
        struct session session = session_from(events + at, events + event_count, idle_ms);
        find_messages(&finding, &session);
        find_first_response(&finding, &session);
        find_rounds(&finding, &session);
        at = (size_t)(session.end - events);
    }
    free(events);
}

void naive_clear(struct naive *naive)
{
    for (size_t i = 0; i < naive->part_count; i++) {
        free(naive->parts[i].answered.items);
        free(naive->parts[i].carried.items);
        free(naive->parts[i].first_responses.items);
        free(naive->parts[i].unanswered.items);
        free(naive->parts[i].handed_over.items);
    }
    free(naive->parts);
    *naive = (struct naive){0};
}
