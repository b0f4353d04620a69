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
        order = text_compare(a->chat.source, b->chat.source);
    if (order == 0)
        order = by_number(a->chat.intent, b->chat.intent);
    if (order == 0)
        order = by_number(a->chat.quiet, b->chat.quiet);
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

static int32_t day_of(const struct calendar *calendar, int64_t instant_ms)
{
    size_t day = calendar->count - 1;

    while (day > 0 && calendar->starts_at[day] > instant_ms)
        day--;
    return calendar->first + (int32_t)day;
}

static struct naive_part *part_of(struct finding *finding, int64_t instant_ms, struct text agent)
{
    struct naive *naive = finding->naive;
    int32_t day = day_of(finding->calendar, instant_ms);

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
        .first_asking_at_ms = TIME_NONE,
        .agent_first_at_ms = TIME_NONE,
        .agent_last_at_ms = TIME_NONE,
        .intent.chat.intent = INTENT_NONE,
    };
    return &naive->parts[naive->part_count++];
}

static void add_round(struct naive_rounds *rounds, int64_t asked_ms, int64_t answered_ms,
                      int64_t since_ms)
{
    rounds->items = grown(rounds->items, rounds->count, sizeof *rounds->items);
    rounds->items[rounds->count++] = (struct answered_round){asked_ms, answered_ms, since_ms};
}

static void add_question(struct finding *finding, enum question_kind kind, int64_t asked_ms,
                         struct text agent)
{
    add_round(&part_of(finding, asked_ms, agent)->questions[kind], asked_ms, TIME_NONE, TIME_NONE);
}

/* The earlier of two instants, of which the first may be none. */
static int64_t earlier(int64_t a, int64_t b)
{
    return a == TIME_NONE || b < a ? b : a;
}

static void add_customer_message(struct finding *finding, const struct record_of_chat *message,
                                 struct text agent)
{
    struct naive_part *part = part_of(finding, message->time_ms, agent);

    part->customer_messages++;
    part->closing_messages += message->chat.quiet;
    part->first_customer_at_ms = earlier(part->first_customer_at_ms, message->time_ms);
    if (!message->chat.quiet)
        part->first_asking_at_ms = earlier(part->first_asking_at_ms, message->time_ms);
    if (message->chat.intent != INTENT_NONE &&
        (part->intent.chat.intent == INTENT_NONE || by_event_order(message, &part->intent) < 0))
        part->intent = *message;
}

static void add_agent_message(struct finding *finding, int64_t at_ms, struct text agent)
{
    struct naive_part *part = part_of(finding, at_ms, agent);

    part->agent_messages++;
    part->agent_first_at_ms = earlier(part->agent_first_at_ms, at_ms);
    if (part->agent_last_at_ms == TIME_NONE || at_ms > part->agent_last_at_ms)
        part->agent_last_at_ms = at_ms;
}

static void add_answer(struct finding *finding, int64_t asked_ms, int64_t answered_ms,
                       int64_t since_ms, struct text agent)
{
    add_round(&part_of(finding, asked_ms, agent)->answered, asked_ms, answered_ms, since_ms);
    if (day_of(finding->calendar, asked_ms) != day_of(finding->calendar, answered_ms))
        add_round(&part_of(finding, answered_ms, agent)->carried, asked_ms, answered_ms, TIME_NONE);
}

/* ---- sessions ------------------------------------------------------------------------------------ */

/*
 * The events [begin, end) of one session; is_last: nothing has ended it yet. openers[i]: the event that opened the
 * round which is open once begin[i] has happened; NULL: none is.
 */
struct session {
    const struct record_of_chat *begin, *end;
    const struct record_of_chat *
        *openers; /* a list for all sessions: openers[0] is the first event's */
    bool is_last;
};

static bool is_human(const struct record_of_chat *event)
{
    return event->chat.kind == CHAT_CUSTOMER ||
           (event->chat.kind == CHAT_AGENT && !event->chat.quiet);
}

static bool is_reply(const struct record_of_chat *event)
{
    return event->chat.kind == CHAT_AGENT && !event->chat.quiet;
}

static bool is_bots_answer(const struct record_of_chat *event)
{
    return event->chat.kind == CHAT_MACHINE && !event->chat.quiet;
}

static const struct record_of_chat *open_after(const struct session *session,
                                               const struct record_of_chat *event)
{
    return event < session->begin ? NULL : session->openers[event - session->begin];
}

static const struct record_of_chat *open_before(const struct session *session,
                                                const struct record_of_chat *event)
{
    return open_after(session, event - 1);
}

/* Does a person who is called at `event` take over from a bot that had the last word, after a question? */
static bool is_hand_off(const struct session *session, const struct record_of_chat *event)
{
    const struct record_of_chat *before = event - 1;

    while (before >= session->begin && !is_bots_answer(before)) {
        if (is_reply(before) || before->chat.kind == CHAT_ASSIGNED ||
            before->chat.kind == CHAT_TRANSFERRED)
            return false;
        before--;
    }
    if (before < session->begin)
        return false;
    for (before = event - 1; before >= session->begin; before--)
        if (before->chat.kind == CHAT_CUSTOMER && !before->chat.quiet)
            return true;
    return false;
}

/* The opener of the round that is open once `event` has happened, given the one before. */
static const struct record_of_chat *opener_after(const struct session *session,
                                                 const struct record_of_chat *event,
                                                 const struct record_of_chat *before)
{
    switch (event->chat.kind) {
    case CHAT_CUSTOMER: return before == NULL && !event->chat.quiet ? event : before;
    case CHAT_MACHINE:
    case CHAT_AGENT: return event->chat.quiet ? before : NULL;
    case CHAT_ASSIGNED: return before == NULL && is_hand_off(session, event) ? event : before;
    case CHAT_TRANSFERRED: return before != NULL || is_hand_off(session, event) ? event : NULL;
    case CHAT_CLOSED: break;
    }
    return before;
}

/* The last human message or opening before `event`: what keeps the session going. */
static int64_t alive_at(const struct session *session, const struct record_of_chat *event)
{
    const struct record_of_chat *opener = open_before(session, event);
    int64_t alive_ms = opener != NULL ? opener->time_ms : TIME_NONE;

    while (--event >= session->begin)
        if (is_human(event) && event->time_ms > alive_ms)
            alive_ms = event->time_ms;
    return alive_ms;
}

/* A session ends behind `closed`, and before the event that comes too late. */
static struct session session_from(const struct record_of_chat *begin,
                                   const struct record_of_chat *end,
                                   const struct record_of_chat **openers, int64_t idle_ms)
{
    struct session session = {begin, begin, openers, false};

    for (const struct record_of_chat *event = begin; event < end; event++) {
        int64_t alive_ms = alive_at(&session, event);
        if (alive_ms != TIME_NONE && event->time_ms - alive_ms > idle_ms)
            return session;
        openers[event - begin] = opener_after(&session, event, open_before(&session, event));
        session.end = event + 1;
        if (event->chat.kind == CHAT_CLOSED)
            return session;
    }
    session.is_last = true;
    return session;
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

/* Does `event` end a round of its session? */
static bool ends_round(const struct session *session, const struct record_of_chat *event)
{
    const struct record_of_chat *before = open_before(session, event);

    return before != NULL && open_after(session, event) != before;
}

/* The first event at or behind `event` that ends a round; or the session's end. */
static const struct record_of_chat *round_end(const struct session *session,
                                              const struct record_of_chat *event)
{
    while (event < session->end && !ends_round(session, event))
        event++;
    return event;
}

/* To whom a round that ends so belongs. */
static struct text round_taker(const struct session *session, const struct record_of_chat *end)
{
    if (end == session->end)
        return or_unassigned(holder_after(session, end - 1));
    if (is_bots_answer(end))
        return TEXT(AGENT_BOT);
    if (is_reply(end))
        return or_unassigned(holder_after(session, end));
    return or_unassigned(end->chat.agent);
}

/* What ends only with an unfinished session counts only after its deadline. */
static void set_when_it_counts(struct finding *finding, const struct session *session,
                               const struct record_of_chat *end)
{
    finding->counts_after_ms = TIME_NONE;
    if (end == session->end && session->is_last)
        finding->counts_after_ms = alive_at(session, end) + finding->idle_ms;
}

static void find_customer_message(struct finding *finding, const struct session *session,
                                  const struct record_of_chat *event)
{
    struct text holder = holder_after(session, event);
    const struct record_of_chat *end = round_end(session, event + 1);

    if (!text_is_absent(holder)) {
        bool is_bots = open_after(session, event) != NULL && end < session->end &&
                       is_bots_answer(end);
        add_customer_message(finding, event, is_bots ? TEXT(AGENT_BOT) : holder);
    } else if (end < session->end || open_before(session, end) != NULL) {
        set_when_it_counts(finding, session, end);
        add_customer_message(finding, event, round_taker(session, end));
    }
}

static void find_messages(struct finding *finding, const struct session *session)
{
    for (const struct record_of_chat *event = session->begin; event < session->end; event++) {
        finding->counts_after_ms = TIME_NONE;
        if (is_reply(event))
            add_agent_message(finding, event->time_ms, or_unassigned(holder_after(session, event)));
        if (event->chat.kind == CHAT_CUSTOMER)
            find_customer_message(finding, session, event);
    }
}

/* The question that a round goes back to: before all transfers that handed it over. */
static const struct record_of_chat *first_question(const struct session *session,
                                                   const struct record_of_chat *opener)
{
    while (open_before(session, opener) != NULL)
        opener = open_before(session, opener);
    return opener;
}

static bool is_answer(const struct session *session, const struct record_of_chat *event)
{
    return is_reply(event) && open_before(session, event) != NULL;
}

/* The first answer of the session answers its first question, too; without one, who has it at its end missed it. */
static void find_first_response(struct finding *finding, const struct session *session)
{
    const struct record_of_chat *event = session->begin;

    while (event < session->end && !is_answer(session, event))
        event++;
    if (open_before(session, event) == NULL)
        return;
    int64_t asked_ms = first_question(session, open_before(session, event))->time_ms;
    struct text agent = round_taker(session, event);
    set_when_it_counts(finding, session, event);
    if (event == session->end)
        add_question(finding, QUESTION_FIRST_MISSING, asked_ms, agent);
    else
        add_round(&part_of(finding, asked_ms, agent)->first_responses, asked_ms, event->time_ms,
                  TIME_NONE);
}

/* The last change of holder while the round was open. */
static int64_t since_of(const struct session *session, const struct record_of_chat *opener,
                        const struct record_of_chat *end)
{
    while (--end > opener)
        if (end->chat.kind == CHAT_ASSIGNED &&
            !text_equal(end->chat.agent, holder_after(session, end - 1)))
            return end->time_ms;
    return TIME_NONE;
}

/* Was a round answered before the session's end, and no question handed over since? */
static bool is_trailing(const struct session *session)
{
    for (const struct record_of_chat *event = session->end; event-- > session->begin;) {
        if (is_answer(session, event))
            return true;
        if (event->chat.kind == CHAT_TRANSFERRED && ends_round(session, event))
            return false;
    }
    return false;
}

static void find_round(struct finding *finding, const struct session *session,
                       const struct record_of_chat *opener, const struct record_of_chat *end)
{
    struct text taker = round_taker(session, end);
    int64_t asked_ms = opener->time_ms;

    set_when_it_counts(finding, session, end);
    if (end == session->end)
        add_question(finding, is_trailing(session) ? QUESTION_TRAILING : QUESTION_UNANSWERED,
                     asked_ms, taker);
    else if (is_reply(end))
        add_answer(finding, asked_ms, end->time_ms, since_of(session, opener, end), taker);
    else if (is_bots_answer(end))
        add_question(finding, QUESTION_BOT_ANSWERED, asked_ms, taker);
    else
        add_question(finding, QUESTION_HANDED_OVER, asked_ms, taker);
    if (finding->counts_after_ms != TIME_NONE)
        finding->naive->open_until_ms = finding->counts_after_ms;
}

static void find_rounds(struct finding *finding, const struct session *session)
{
    for (const struct record_of_chat *event = session->begin; event < session->end; event++)
        if (open_after(session, event) == event)
            find_round(finding, session, event, round_end(session, event + 1));
}

/* The events that say whom a survey counts for: by their senders; or, before anybody spoke, by the names in them. */
static void find_voices(struct finding *finding, const struct session *session)
{
    struct naive *naive = finding->naive;

    for (const struct record_of_chat *event = session->begin; event < session->end; event++) {
        struct text sender = is_reply(event) ? holder_after(session, event) : none;
        bool is_transfer = event->chat.kind == CHAT_TRANSFERRED;
        struct text named = is_transfer ? event->chat.to_agent : event->chat.agent;
        if (text_is_absent(named) && text_is_absent(sender))
            continue;
        naive->voices = grown(naive->voices, naive->voice_count, sizeof *naive->voices);
        naive->voices[naive->voice_count++] = (struct naive_voice){event->time_ms, sender, named};
    }
}

void naive_walk(const struct record_of_chat *records, size_t count, int64_t idle_ms,
                const struct calendar *calendar, struct customer_key *key, struct naive *naive)
{
    struct finding finding = {.naive = naive, .idle_ms = idle_ms, .calendar = calendar};
    struct record_of_chat *events = NULL;
    size_t event_count = 0;

    *naive = (struct naive){.calendar = calendar, .open_until_ms = TIME_NONE};
    for (size_t i = 0; i < count; i++) {
        if (!is_event(records, count, i))
            continue;
        events = grown(events, event_count, sizeof *events);
        events[event_count++] = records[i];
    }
    if (event_count > 0)
        qsort(events, event_count, sizeof *events, sort_order);
    find_customer(records, count, true, key, naive);
    if (!naive->has_customer)
        find_customer(records, count, false, key, naive);
    const struct record_of_chat **openers = grown(NULL, event_count, sizeof *openers);
    for (size_t at = 0; at < event_count;) {
        struct session session = session_from(events + at, events + event_count, openers, idle_ms);
        find_messages(&finding, &session);
        find_first_response(&finding, &session);
        find_rounds(&finding, &session);
        find_voices(&finding, &session);
        at = (size_t)(session.end - events);
    }
    free(openers);
    free(events);
}

struct text naive_voice_at(const struct naive *naive, int64_t moment_ms, int32_t *day)
{
    for (int spoken = 1; spoken >= 0; spoken--) {
        for (size_t i = naive->voice_count; i-- > 0;) {
            const struct naive_voice *voice = &naive->voices[i];
            struct text agent = spoken ? voice->sender : voice->named;
            if (voice->at_ms > moment_ms || text_is_absent(agent))
                continue;
            *day = day_of(naive->calendar, voice->at_ms);
            return agent;
        }
    }
    return none;
}

void naive_clear(struct naive *naive)
{
    for (size_t i = 0; i < naive->part_count; i++) {
        free(naive->parts[i].answered.items);
        free(naive->parts[i].carried.items);
        free(naive->parts[i].first_responses.items);
        for (size_t q = 0; q < QUESTION_KIND_COUNT; q++)
            free(naive->parts[i].questions[q].items);
    }
    free(naive->parts);
    free(naive->voices);
    *naive = (struct naive){0};
}
