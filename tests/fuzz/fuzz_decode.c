/*
 * fuzz_decode - any bytes as a record: nothing crashes, and what is taken keeps the contract.
 *
 *     fuzz_decode -dict=tests/fuzz/fuzz_decode.dict CORPUS tests/fuzz/corpus/decode
 *
 * Input: a structured record; or, after the letter b, a binary one: a line each for ce_specversion,
 * ce_id, ce_source, ce_type, ce_time, ce_shop and content-type, then the value.
 */
#include "base/time.h"
#include "base/utf8.h"
#include "decode/decode.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define NOW_MS INT64_C(1791192600000) /* 2026-10-05T09:30:00Z */

enum { HEADERS = 7, NEED = 1, MAY = 0 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* Stays in every build, and names the invariant. */
#define HOLDS(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition);         \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

/* ---- invariants ------------------------------------------------------------------------------- */

static void check_text(struct text t, int need)
{
    size_t bad;
    HOLDS(!need || !text_is_absent(t));
    if (text_is_absent(t))
        return;
    HOLDS(t.length >= 1 && t.length <= 128);
    HOLDS(utf8_is_valid(t, &bad));
    HOLDS(!memchr(t.bytes, '\0', t.length));
}

static void check_agent(struct text t, int need)
{
    check_text(t, need);
    HOLDS(text_is_absent(t) || t.bytes[0] != '(');
}

static void check_year(int64_t day)
{
    HOLDS(day >= date_from_civil(2000, 1, 1) && day <= date_from_civil(2100, 12, 31));
}

static void check_amount(int64_t cents, int64_t least)
{
    HOLDS(cents >= least && cents < INT64_C(100000000000000));
}

static void check_chat(enum event_type type, const struct chat_event *chat)
{
    check_text(chat->conversation, NEED);
    check_text(chat->customer, type == EVENT_CHAT_MESSAGE);
    check_agent(chat->agent, type == EVENT_CHAT_ASSIGNED || type == EVENT_CHAT_TRANSFERRED);
    check_agent(chat->to_agent, type == EVENT_CHAT_TRANSFERRED);
    HOLDS(chat->intent == INTENT_NONE || chat->kind == CHAT_CUSTOMER);
    HOLDS(!chat->quiet || type == EVENT_CHAT_MESSAGE);
    HOLDS((chat->kind == CHAT_ASSIGNED) == (type == EVENT_CHAT_ASSIGNED));
    HOLDS((chat->kind == CHAT_TRANSFERRED) == (type == EVENT_CHAT_TRANSFERRED));
    HOLDS((chat->kind == CHAT_CLOSED) == (type == EVENT_CHAT_CLOSED));
}

static void check_order(enum event_type type, const struct order_event *order)
{
    check_text(order->order, NEED);
    check_text(order->customer, type == EVENT_ORDER_CREATED);
    check_agent(order->agent, MAY);
    bool states = type == EVENT_ORDER_CREATED || type == EVENT_ORDER_UPDATED;

    check_amount(order->amount_cents, type == EVENT_ORDER_UPDATED ? -1 : 0);
    HOLDS(order->items >= -1 && order->items < INT64_C(1) << 53);
    HOLDS(type == EVENT_ORDER_CREATED || order->items == -1);
    HOLDS(states || (order->flagged == FLAG_ABSENT && order->pay_due_ms == TIME_NONE));
    if (order->pay_due_ms != TIME_NONE)
        check_year(order->pay_due_ms / TIME_MS_PER_DAY);
}

static void check_ticket(enum event_type type, const struct ticket_event *ticket)
{
    check_text(ticket->ticket, NEED);
    check_text(ticket->customer, MAY);
    check_agent(ticket->agent, type == EVENT_TICKET_ASSIGNED || type == EVENT_TICKET_REPLIED);
    check_text(ticket->category, MAY);
    check_text(ticket->channel, MAY);
    check_text(ticket->priority, MAY);
    check_amount(ticket->amount_cents, -1);
    if (ticket->due_ms != TIME_NONE)
        check_year(ticket->due_ms / TIME_MS_PER_DAY);
    HOLDS(ticket->sla_met == FLAG_ABSENT || type == EVENT_TICKET_RESOLVED ||
          type == EVENT_TICKET_CLOSED);
    check_text(ticket->into, type == EVENT_TICKET_MERGED);
    HOLDS(text_is_absent(ticket->into) || type == EVENT_TICKET_MERGED);
}

static void check_survey(const struct survey_event *survey)
{
    check_text(survey->reference, survey->subject != SURVEY_NOTHING);
    HOLDS(survey->subject != SURVEY_NOTHING || text_is_absent(survey->reference));
    check_agent(survey->agent, MAY);
    check_text(survey->customer, MAY);
    check_text(survey->dimension, MAY);
    check_text(survey->survey, MAY);
    HOLDS(survey->scale >= 2 && survey->scale < INT64_C(1) << 53);
    HOLDS(survey->rating >= 1 && survey->rating <= survey->scale);
}

static void check_mark(const struct mark_event *mark)
{
    check_agent(mark->agent, NEED);
    check_text(mark->indicator, NEED);
    check_text(mark->period, NEED);
    check_text(mark->rater, NEED);
    check_text(mark->role, NEED);
    HOLDS(mark->period.length == 4 || mark->period.length == 7);
    HOLDS(isfinite(mark->scale) && mark->scale > 0);
    HOLDS(mark->score >= 0 && !signbit(mark->score) && mark->score <= mark->scale);
}

static void check_staff(const struct agent_event *agent)
{
    check_agent(agent->agent, NEED);
    check_text(agent->name, MAY);
    check_text(agent->employee, MAY);
    check_text(agent->team, MAY);
    check_text(agent->role, MAY);
    check_agent(agent->lead, MAY);
    check_text(agent->status, MAY);
    if (agent->has_joined)
        check_year(agent->joined);
    if (agent->has_left)
        check_year(agent->left);
}

static void check_numbers(const struct event *event)
{
    if (event->type == EVENT_TALLY_RECORDED) {
        check_agent(event->tally.agent, NEED);
        check_text(event->tally.kind, NEED);
        HOLDS(isfinite(event->tally.count) && event->tally.count >= 0);
        if (event->tally.has_day)
            check_year(event->tally.day);
    } else {
        check_agent(event->target.agent, NEED);
        check_text(event->target.metric, NEED);
        check_text(event->target.period, NEED);
        HOLDS(isfinite(event->target.value));
    }
}

static void check_event(const struct event *event)
{
    HOLDS(event->time_ms >= TIME_2000 && event->time_ms <= NOW_MS + TIME_MS_PER_DAY);
    switch (event_type_entity(event->type)) {
    case ENTITY_CHAT: check_chat(event->type, &event->chat); break;
    case ENTITY_ORDER: check_order(event->type, &event->order); break;
    case ENTITY_TICKET: check_ticket(event->type, &event->ticket); break;
    case ENTITY_SURVEY: check_survey(&event->survey); break;
    case ENTITY_MARK: check_mark(&event->mark); break;
    case ENTITY_TALLY:
    case ENTITY_TARGET: check_numbers(event); break;
    case ENTITY_AGENT: check_staff(&event->agent); break;
    }
}

static void check_reject(const struct reject *reject)
{
    size_t length = strnlen(reject->message, sizeof reject->message), bad;
    HOLDS(length > 0 && length < sizeof reject->message);
    HOLDS(utf8_is_valid((struct text){reject->message, length}, &bad));
    for (size_t i = 0; i < length; i++)
        HOLDS((unsigned char)reject->message[i] >= 0x20);
    HOLDS(reject->reason < REASON_REFUSED_BY_STORE);
}

/* ---- records ---------------------------------------------------------------------------------- */

/* Takes one line off the text. */
static struct text take_line(struct text *rest)
{
    const char *end = rest->length ? memchr(rest->bytes, '\n', rest->length) : NULL;
    size_t length = end ? (size_t)(end - rest->bytes) : rest->length;
    struct text line = {rest->bytes, length};
    size_t skipped = end ? length + 1 : length;
    *rest = (struct text){rest->bytes + skipped, rest->length - skipped};
    return line;
}

static void make_headers(struct text *rest, struct header headers[HEADERS])
{
    static const char *const names[HEADERS] = {
        "ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time", "ce_shop", "content-type"};
    for (int i = 0; i < HEADERS; i++)
        headers[i] = (struct header){text_of(names[i]), take_line(rest)};
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static struct decoder *decoder;
    struct decode_options options = {.shop = TEXT("main"), .currency = TEXT("CNY")};
    struct error error;
    if (!decoder)
        decoder = decoder_new(&options, &error);
    HOLDS(decoder);

    struct header headers[HEADERS];
    struct text value = {(const char *)bytes, length};
    struct record record = {.timestamp_ms = TIME_NONE};
    if (length > 0 && bytes[0] == 'b') {
        value = (struct text){value.bytes + 1, length - 1};
        make_headers(&value, headers);
        record.headers = headers;
        record.header_count = HEADERS;
    }
    record.value = value;

    struct event event;
    struct reject reject;
    enum decode_result result = decode(decoder, &record, NOW_MS, &event, &reject);
    HOLDS(result != DECODE_NO_MEMORY);
    if (result == DECODE_EVENT)
        check_event(&event);
    else if (result == DECODE_REJECT)
        check_reject(&reject);
    return 0;
}
