/* batch.c - one function for each kind of row. */
#include "pipeline/batch.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "model/position.h"

#include <assert.h>
#include <stdlib.h>

enum {
    FIRST_ROOM = 64,
    LIST_KEPT = 256,         /* bytes of a reset list's memory */
    PENDINGS_KEPT = 1 << 16, /* lists that keep it */
};

void batch_init(struct batch *batch, unsigned which)
{
    *batch = (struct batch){.which = which};
    arena_init(&batch->arena);
}

/* ---- growing arrays ---- */

/* Makes room for one more; false: no memory, the array is unchanged. */
static bool rows_grow(void **rows, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return true;
    size_t wanted = *capacity == 0 ? FIRST_ROOM : *capacity * 2;
    void *grown = memory_realloc(*rows, wanted * size);
    if (grown == NULL)
        return false;
    *rows = grown;
    *capacity = wanted;
    return true;
}

/* Appends *row to one of the write's arrays. */
#define ROWS_ADD(array, row)                                                                       \
    (rows_grow((void **)&(array)->rows, (array)->count, &(array)->capacity, sizeof *(array)->rows) \
         ? ((array)->rows[(array)->count++] = *(row), true)                                        \
         : false)

/* Copies a lent text into the arena, in place. */
static bool keep(struct arena *arena, struct text *t)
{
    struct text lent = *t;

    return arena_text(arena, lent, t);
}

static bool hash_customer(struct customer_key *key, struct text customer, struct uuid *hash)
{
    if (text_is_absent(customer))
        return false;
    *hash = customer_key_hash(key, customer);
    return true;
}

/* ---- chat ---- */

/* A pending with an empty list. NULL: no memory. */
static struct pending *batch_next_pending(struct batch *batch)
{
    if (!rows_grow((void **)&batch->pendings, batch->pending_count, &batch->pending_room,
                   sizeof *batch->pendings))
        return NULL;
    struct pending *pending = &batch->pendings[batch->pending_count];
    if (batch->pending_count == batch->pending_ready) {
        buffer_init(&pending->list);
        batch->pending_ready++;
    }
    pending->claim = (struct customer_claim){0};
    return pending;
}

static struct pending *batch_find_pending(struct batch *batch, struct cache *cache,
                                          struct text conversation)
{
    struct pending *next = batch_next_pending(batch);

    if (next == NULL)
        return NULL;
    uint32_t name = (uint32_t)batch->pending_count + 1;
    struct cache_entry *entry = cache_pin(cache, conversation, batch->which, name);
    if (entry == NULL)
        return NULL;
    if (entry->pending[batch->which] == name) {
        next->entry = entry;
        batch->pending_count++;
    }
    return &batch->pendings[entry->pending[batch->which] - 1];
}

/* A pending that got no stub stays, with an empty list: the writer will find it unchanged. */
static bool batch_add_chat(struct batch *batch, struct cache *cache, const struct event *event,
                           struct customer_key *key)
{
    struct pending *pending = batch_find_pending(batch, cache, event->chat.conversation);

    if (pending == NULL)
        return false;
    struct customer_claim claim = pending->claim;
    size_t length = pending->list.length, capacity = pending->list.capacity;
    stub_list_add(&pending->list, &claim, &event->chat, event->time_ms, event->hash, key);
    batch->list_bytes += pending->list.capacity - capacity;
    if (pending->list.failed) {
        pending->list.length = length;
        pending->list.failed = false;
        return false;
    }
    pending->claim = claim;
    return true;
}

/* ---- everything else ---- */

static bool batch_add_order(struct batch *batch, const struct event *event,
                            struct customer_key *key)
{
    const struct order_event *order = &event->order;
    struct order_event_row row = {
        .order = order->order,
        .hash = event->hash,
        .type = event->type,
        .at_ms = event->time_ms,
        .amount_cents = order->amount_cents,
        .agent = order->agent,
        .items = event->type == EVENT_ORDER_CREATED ? order->items : -1,
        .flagged = order->flagged,
        .pay_due_ms = order->pay_due_ms,
    };

    row.has_customer = hash_customer(key, order->customer, &row.customer);
    return keep(&batch->arena, &row.order) && keep(&batch->arena, &row.agent) &&
           ROWS_ADD(&batch->rows.order_events, &row);
}

static bool batch_add_ticket(struct batch *batch, const struct event *event,
                             struct customer_key *key)
{
    const struct ticket_event *ticket = &event->ticket;
    struct ticket_event_row row = {
        .ticket = ticket->ticket,
        .hash = event->hash,
        .type = event->type,
        .at_ms = event->time_ms,
        .agent = ticket->agent,
        .category = ticket->category,
        .channel = ticket->channel,
        .priority = ticket->priority,
        .due_ms = ticket->due_ms,
        .amount_cents = ticket->amount_cents,
        .sla_met = ticket->sla_met,
        .into = ticket->into,
    };

    row.has_customer = hash_customer(key, ticket->customer, &row.customer);
    return keep(&batch->arena, &row.ticket) && keep(&batch->arena, &row.agent) &&
           keep(&batch->arena, &row.category) && keep(&batch->arena, &row.channel) &&
           keep(&batch->arena, &row.priority) && keep(&batch->arena, &row.into) &&
           ROWS_ADD(&batch->rows.ticket_events, &row);
}

static bool batch_add_survey(struct batch *batch, const struct event *event,
                             struct customer_key *key)
{
    const struct survey_event *survey = &event->survey;
    struct survey_row row = {
        .hash = event->hash,
        .at_ms = event->time_ms,
        .subject = survey->subject,
        .reference = survey->reference,
        .agent = survey->agent,
        .dimension = survey->dimension,
        .rating = survey->rating,
        .scale = survey->scale,
        .survey = survey->survey,
    };

    row.has_customer = hash_customer(key, survey->customer, &row.customer);
    return keep(&batch->arena, &row.reference) && keep(&batch->arena, &row.agent) &&
           keep(&batch->arena, &row.dimension) && keep(&batch->arena, &row.survey) &&
           ROWS_ADD(&batch->rows.surveys, &row);
}

static bool batch_add_mark(struct batch *batch, const struct event *event)
{
    struct mark_row row = {event->hash, event->time_ms, event->mark};

    return keep(&batch->arena, &row.mark.agent) && keep(&batch->arena, &row.mark.indicator) &&
           keep(&batch->arena, &row.mark.period) && keep(&batch->arena, &row.mark.rater) &&
           keep(&batch->arena, &row.mark.role) && ROWS_ADD(&batch->rows.marks, &row);
}

static bool batch_add_tally(struct batch *batch, const struct event *event)
{
    struct tally_row row = {event->hash, event->time_ms, event->tally.day, event->tally};

    return keep(&batch->arena, &row.tally.agent) && keep(&batch->arena, &row.tally.kind) &&
           ROWS_ADD(&batch->rows.tallies, &row);
}

static bool batch_add_target(struct batch *batch, const struct event *event)
{
    struct target_row row = {event->hash, event->time_ms, event->target};

    return keep(&batch->arena, &row.target.agent) && keep(&batch->arena, &row.target.period) &&
           keep(&batch->arena, &row.target.metric) && ROWS_ADD(&batch->rows.targets, &row);
}

static bool batch_add_agent(struct batch *batch, const struct event *event)
{
    struct agent_row row = {event->hash, event->time_ms, 0, event->agent};
    struct agent_event *agent = &row.agent;

    return keep(&batch->arena, &agent->agent) && keep(&batch->arena, &agent->name) &&
           keep(&batch->arena, &agent->employee) && keep(&batch->arena, &agent->team) &&
           keep(&batch->arena, &agent->role) && keep(&batch->arena, &agent->lead) &&
           keep(&batch->arena, &agent->status) && ROWS_ADD(&batch->rows.agents, &row);
}

static bool batch_add_event(struct batch *batch, struct cache *cache, const struct event *event,
                            struct customer_key *key)
{
    switch (event_type_entity(event->type)) {
    case ENTITY_CHAT: return batch_add_chat(batch, cache, event, key);
    case ENTITY_ORDER: return batch_add_order(batch, event, key);
    case ENTITY_TICKET: return batch_add_ticket(batch, event, key);
    case ENTITY_SURVEY: return batch_add_survey(batch, event, key);
    case ENTITY_MARK: return batch_add_mark(batch, event);
    case ENTITY_TALLY: return batch_add_tally(batch, event);
    case ENTITY_TARGET: return batch_add_target(batch, event);
    case ENTITY_AGENT: return batch_add_agent(batch, event);
    }
    abort(); /* every type has an entity */
}

bool batch_add(struct batch *batch, struct cache *cache, const struct event *event,
               struct customer_key *key)
{
    if (!batch_add_event(batch, cache, event, key))
        return false;
    batch->events++;
    batch->intake.events++;
    batch->intake.types[event->type]++;
    return true;
}

/* ---- dead letters, positions ---- */

static bool keep_headers(struct arena *arena, const struct header **headers, size_t count)
{
    struct header *copy = arena_array(arena, count, sizeof *copy);

    if (copy == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        copy[i] = (*headers)[i];
        if (!keep(arena, &copy[i].name) || !keep(arena, &copy[i].value))
            return false;
    }
    *headers = copy;
    return true;
}

bool batch_add_dead_letter(struct batch *batch, const struct record *record, enum reason reason,
                           const char *message)
{
    struct dead_letter_row row = {
        .topic = record->topic,
        .partition = record->partition,
        .offset = record->offset,
        .timestamp_ms = record->timestamp_ms,
        .reason = reason,
        .message = utf8_whole(text_of(message)),
        .key = record->key,
        .headers = record->headers,
        .header_count = record->header_count,
        .payload = record->value,
        .cut = record->cut || record->value.length > RECORD_VALUE_MAX,
    };

    if (row.cut)
        row.payload.length = RECORD_VALUE_MAX;
    if (record->content != 0)
        row.payload_hash = record->content;
    else if (!text_is_absent(row.payload))
        row.payload_hash = hash_bytes(row.payload.bytes, row.payload.length);
    if (!keep(&batch->arena, &row.topic) || !keep(&batch->arena, &row.message) ||
        !keep(&batch->arena, &row.key) || !keep(&batch->arena, &row.payload) ||
        !keep_headers(&batch->arena, &row.headers, row.header_count) ||
        !ROWS_ADD(&batch->rows.dead_letters, &row))
        return false;
    batch->events++;
    batch->intake.dead_letters[reason]++;
    return true;
}

bool batch_reserve_positions(struct batch *batch, size_t count)
{
    size_t wanted = batch->rows.positions.count + count;

    if (wanted <= batch->rows.positions.capacity)
        return true;
    struct position *grown = memory_realloc(batch->rows.positions.rows, wanted * sizeof *grown);
    if (grown == NULL)
        return false;
    batch->rows.positions.rows = grown;
    batch->rows.positions.capacity = wanted;
    return true;
}

void batch_set_position(struct batch *batch, const struct position *position, size_t guess)
{
    struct position *rows = batch->rows.positions.rows;
    const struct position *known = position_find(rows, batch->rows.positions.count, position,
                                                 guess);

    assert(known != NULL || batch->rows.positions.count < batch->rows.positions.capacity);
    rows[known != NULL ? (size_t)(known - rows) : batch->rows.positions.count++] = *position;
}

bool batch_bury(struct batch *batch, struct cache *cache, const struct record *record,
                const char *message)
{
    size_t positions = batch->rows.positions.count;

    batch_reset(batch, cache);
    if (!batch_add_dead_letter(batch, record, REASON_REFUSED_BY_STORE, message))
        return false;
    batch->rows.positions.count = positions;
    batch->intake.records++;
    batch->intake.record_bytes += record->value.length;
    return true;
}

void batch_set_days(struct batch *batch, const struct calendar *calendar)
{
    struct write *rows = &batch->rows;

#define SET_DAYS(array)                                                                            \
    for (size_t i = 0; i < rows->array.count; i++)                                                 \
    rows->array.rows[i].day = calendar_day(calendar, rows->array.rows[i].at_ms)
    SET_DAYS(order_events);
    SET_DAYS(ticket_events);
    SET_DAYS(surveys);
    SET_DAYS(agents);
#undef SET_DAYS
    for (size_t i = 0; i < rows->tallies.count; i++) {
        struct tally_row *row = &rows->tallies.rows[i];
        row->day = row->tally.has_day ? row->tally.day : calendar_day(calendar, row->at_ms);
    }
}

/* ---- the whole batch ---- */

static void batch_reset_rows(struct write *rows)
{
#define X(name, array, row, type) rows->array.count = 0;
    WRITE_ROWS_LIST(X)
#undef X
}

void batch_reset(struct batch *batch, struct cache *cache)
{
    for (size_t i = 0; i < batch->pending_count; i++) {
        struct pending *pending = &batch->pendings[i];
        cache_unpin(cache, pending->entry, batch->which);
        if (i >= PENDINGS_KEPT || pending->list.capacity > LIST_KEPT) {
            batch->list_bytes -= pending->list.capacity;
            buffer_clear(&pending->list);
        } else {
            buffer_reset(&pending->list);
        }
    }
    batch->pending_count = 0;
    batch->events = 0;
    batch->intake = (struct pipeline_intake){0};
    batch_reset_rows(&batch->rows);
    arena_reset(&batch->arena);
}

void batch_clear(struct batch *batch)
{
    for (size_t i = 0; i < batch->pending_ready; i++)
        buffer_clear(&batch->pendings[i].list);
    memory_free(batch->pendings);
#define X(name, array, row, type) memory_free(batch->rows.array.rows);
    WRITE_ROWS_LIST(X)
#undef X
    arena_clear(&batch->arena);
}

void batch_forget_versions(struct batch *batch, struct cache *cache)
{
    for (size_t i = 0; i < batch->pending_count; i++)
        cache_forget(cache, batch->pendings[i].entry);
}

bool batch_is_empty(const struct batch *batch)
{
    return batch->events == 0 && batch->pending_count == 0;
}

size_t batch_bytes(const struct batch *batch)
{
    size_t bytes = batch->arena.total + batch->list_bytes +
                   batch->pending_count * sizeof *batch->pendings;

#define X(name, array, row, type) bytes += batch->rows.array.count * sizeof(row);
    WRITE_ROWS_LIST(X)
#undef X
    return bytes;
}
