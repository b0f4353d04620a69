/*
 * shop.c - the shop's loop, its arrivals, and the envelope of every event.
 *
 * Arrivals are a Poisson process in the calendar's weight instead of time: the next customer comes
 * when the weight left, shared by the conversations left, has passed. With a wanted number of
 * events the conversations left are estimated anew at each arrival, from the events still wanted,
 * less those that begun conversations will write, over the events a conversation came to so far. So
 * the stream steers to its number shortly before the end; what the estimate misses is made up for
 * by single questions at the last instant.
 */
#include "generate/actors.h"

#include "generate/calendar.h"

#include <stdlib.h>

#define ACTOR_SHIFT 29 /* an actor in the heap: its kind above, its pool index below */
#define INDEX_MASK ((1u << ACTOR_SHIFT) - 1)

#define DEFAULT_PER_AGENT_DAY 40
#define LEAST_CUSTOMERS 100
#define LIVE_HURRY 60
#define SILENT_ORDER_PPM 45000 /* of arrivals bring an order without a chat besides */
#define GUEST_PPM 300          /* of customers buy as one shared guest */
#define GUEST_CUSTOMER 0
#define FEW_CONVERSATIONS 32      /* from here down gaps are drawn exactly */
#define ESTIMATE_CONVERSATIONS 64 /* how many the first estimate counts for */

/* ---- envelope ---- */

void generate_event_begin(struct generate_shop *shop, const char *type, size_t type_len,
                          enum generate_offset offset, int64_t now)
{
    struct generate_line *line = &shop->line;

    assert(line->len == 0);
    generate_line_text(line, shop->prefix.bytes, shop->prefix.len);
    generate_line_text(line, type, type_len);
    GENERATE_LINE_PUT(line, "\",\"id\":\"");
    generate_line_text(line, shop->tag, GENERATE_TAG_SIZE);
    GENERATE_LINE_PUT(line, "-");
    generate_line_number(line, shop->emitted);
    GENERATE_LINE_PUT(line, "\",\"time\":\"");
    generate_line_time(line, offset, now);
    GENERATE_LINE_PUT(line, "\",\"data\":{");
    shop->emitted++;
}

void generate_event_end(struct generate_shop *shop)
{
    GENERATE_LINE_PUT(&shop->line, "}}");
}

static void id_write(struct generate_shop *shop, char letter, uint64_t number)
{
    struct generate_line *line = &shop->line;

    generate_line_text(line, &letter, 1);
    generate_line_text(line, shop->tag, GENERATE_TAG_SIZE);
    GENERATE_LINE_PUT(line, "-");
    generate_line_number(line, number);
}

void generate_event_key(struct generate_shop *shop, char letter, uint64_t number)
{
    shop->key_at = shop->line.len;
    id_write(shop, letter, number);
    shop->key_len = shop->line.len - shop->key_at;
    GENERATE_LINE_PUT(&shop->line, "\"");
}

void generate_event_key_agent(struct generate_shop *shop, uint16_t agent)
{
    GENERATE_LINE_PUT(&shop->line, "\"agent\":\"");
    shop->key_at = shop->line.len;
    shop->key_len = shop->agents[agent].account_len;
    generate_line_text(&shop->line, shop->agents[agent].account, shop->key_len);
    GENERATE_LINE_PUT(&shop->line, "\"");
}

void generate_event_id(struct generate_shop *shop, char letter, uint64_t number)
{
    GENERATE_LINE_PUT(&shop->line, "\"");
    id_write(shop, letter, number);
    GENERATE_LINE_PUT(&shop->line, "\"");
}

void generate_event_customer(struct generate_shop *shop, uint32_t customer)
{
    GENERATE_LINE_PUT(&shop->line, ",\"customer\":\"buyer-");
    generate_line_number(&shop->line, customer);
    GENERATE_LINE_PUT(&shop->line, "\"");
}

void generate_event_currency(struct generate_shop *shop)
{
    GENERATE_LINE_PUT(&shop->line, ",\"currency\":\"");
    generate_line_text(&shop->line, shop->currency, 3);
    GENERATE_LINE_PUT(&shop->line, "\"");
}

/* ---- actors ---- */

static struct generate_pool *actor_pool(struct generate_shop *shop, enum generate_actor actor)
{
    switch (actor) {
    case GENERATE_ACTOR_CONVERSATION: return &shop->conversations;
    case GENERATE_ACTOR_ORDER: return &shop->orders;
    case GENERATE_ACTOR_TICKET: return &shop->tickets;
    case GENERATE_ACTOR_SURVEY: return &shop->surveys;
    case GENERATE_ACTOR_ARRIVALS:
    case GENERATE_ACTOR_PLAN: break;
    }
    return NULL;
}

static void actor_free(struct generate_shop *shop, enum generate_actor actor, uint32_t index)
{
    struct generate_pool *pool = actor_pool(shop, actor);

    if (pool)
        generate_pool_free(pool, index);
}

/*
 * Live traffic is looked at for minutes. An hour in the life of its orders is a minute, or all who asked
 * since it began would stand there as people who did not buy.
 */
static int64_t actor_hurry(const struct generate_shop *shop, enum generate_actor actor, int64_t now,
                           int64_t time)
{
    if (shop->options.live_per_day == 0 || actor != GENERATE_ACTOR_ORDER || time >= GENERATE_HELD)
        return time;
    return now + (time - now) / LIVE_HURRY;
}

void generate_actor_schedule(struct generate_shop *shop, enum generate_actor actor, uint32_t index,
                             int64_t time)
{
    if (shop->heap.count > 0) /* whoever acts now is on top */
        time = actor_hurry(shop, actor, shop->heap.entries[0].time, time);
    if (time > shop->options.end_ms) {
        actor_free(shop, actor, index);
        return;
    }
    if (index > INDEX_MASK ||
        !generate_heap_push(&shop->heap, time, (uint32_t)actor << ACTOR_SHIFT | index))
        shop->failed = true;
}

/* ---- arrivals ---- */

static uint32_t arrivals_customer(struct generate_shop *shop, bool presale)
{
    struct generate_random *random = &shop->random;

    if (generate_random_chance(random, GUEST_PPM))
        return GUEST_CUSTOMER;
    if (!presale && shop->recent_count > 0) {
        uint32_t known = shop->recent_count < GENERATE_RECENT ? shop->recent_count
                                                              : GENERATE_RECENT;
        return shop->recent[generate_random_below(random, known)];
    }
    return generate_random_below(random, shop->options.customers);
}

/* How many conversations should still begin; at least 1. */
static uint64_t arrivals_left(const struct generate_shop *shop)
{
    uint64_t done = shop->emitted + shop->backlog;
    uint64_t per;

    if (shop->options.events == 0)
        return shop->options.conversations - shop->begun;
    if (done >= shop->options.events)
        return 1;
    per = (done * 1000 + shop->per_conversation * ESTIMATE_CONVERSATIONS) /
          (shop->begun + ESTIMATE_CONVERSATIONS);
    return (shop->options.events - done) * 1000 / per + 1;
}

/* The first of `count` points anywhere on a stretch of that weight. */
static uint64_t arrivals_gap(struct generate_random *random, uint64_t weight, uint64_t count)
{
    uint64_t gap = weight;

    if (count > FEW_CONVERSATIONS) {
        gap = (uint64_t)generate_random_spread(random, GENERATE_SPREAD_ARRIVALS,
                                               (int64_t)(weight / count));
        return gap < weight ? gap : weight;
    }
    for (uint64_t i = 0; i < count; i++) {
        uint64_t point = generate_random_next(random) % (weight + 1);
        if (point < gap)
            gap = point;
    }
    return gap;
}

/* When the next customer comes. */
static int64_t arrivals_next(struct generate_shop *shop, int64_t now)
{
    bool flat = shop->options.live_per_day > 0;
    uint64_t least = shop->options.events > 0 ? (uint64_t)(shop->options.end_ms - now) * 10 : 0;
    uint64_t gap;

    if (flat) {
        uint64_t mean = GENERATE_DAY_MS * GENERATE_WEIGHT_FLAT / shop->options.live_per_day;
        gap = (uint64_t)generate_random_spread(&shop->random, GENERATE_SPREAD_ARRIVALS,
                                               (int64_t)mean);
    } else {
        /* With events still wanted at the arrivals' end, more come in what is left after it. */
        uint64_t weight = shop->weight_left > least ? shop->weight_left : least;
        gap = arrivals_gap(&shop->random, weight, arrivals_left(shop));
        shop->weight_left -= gap < shop->weight_left ? gap : shop->weight_left;
    }
    shop->weight_rest += gap;
    return generate_calendar_advance(flat, now, &shop->weight_rest, shop->options.end_ms);
}

static void arrivals_silent_order(struct generate_shop *shop, int64_t now)
{
    struct generate_order_start start = {.agent = GENERATE_NOBODY};

    start.customer = generate_random_below(&shop->random, shop->options.customers);
    (void)generate_order_begin(shop, &start, now);
}

static int64_t arrivals_step(struct generate_shop *shop, int64_t now)
{
    struct generate_chat_start start;

    start.presale = generate_random_chance(&shop->random, GENERATE_PRESALE_PPM);
    start.customer = arrivals_customer(shop, start.presale);
    generate_chat_begin(shop, &start, now);
    if ((shop->options.families & GENERATE_ORDERS) &&
        generate_random_chance(&shop->random, SILENT_ORDER_PPM))
        arrivals_silent_order(shop, now);
    if (shop->options.live_per_day == 0 && shop->options.events == 0 &&
        shop->begun == shop->options.conversations)
        return GENERATE_DONE;
    return arrivals_next(shop, now);
}

/* ---- the loop ---- */

static int64_t actor_step(struct generate_shop *shop, enum generate_actor actor, uint32_t index,
                          int64_t now)
{
    switch (actor) {
    case GENERATE_ACTOR_ARRIVALS: return arrivals_step(shop, now);
    case GENERATE_ACTOR_PLAN: return generate_plan_step(shop, now);
    case GENERATE_ACTOR_CONVERSATION: return generate_chat_step(shop, index, now);
    case GENERATE_ACTOR_ORDER: return generate_order_step(shop, index, now);
    case GENERATE_ACTOR_TICKET: return generate_ticket_step(shop, index, now);
    case GENERATE_ACTOR_SURVEY: return generate_survey_step(shop, index, now);
    }
    return GENERATE_DONE;
}

/* Lets the actor on top act, and puts it back where it belongs. Whatever it pushed comes later. */
static void shop_step(struct generate_shop *shop)
{
    struct generate_heap_entry top = shop->heap.entries[0];
    enum generate_actor actor = (enum generate_actor)(top.actor >> ACTOR_SHIFT);
    uint32_t index = top.actor & INDEX_MASK;
    int64_t next = actor_hurry(shop, actor, top.time, actor_step(shop, actor, index, top.time));

    assert(next >= top.time);
    if (next <= shop->options.end_ms) {
        generate_heap_delay_top(&shop->heap, next);
        return;
    }
    generate_heap_drop_top(&shop->heap);
    if (next != GENERATE_HELD)
        actor_free(shop, actor, index);
}

static void shop_lend(const struct generate_shop *shop, int64_t now, struct generated *out)
{
    *out = (struct generated){
        .time_ms = now,
        .key = shop->line.bytes + shop->key_at,
        .key_len = shop->key_len,
        .line = shop->line.bytes,
        .len = shop->line.len,
    };
}

bool generate_shop_next(struct generate_shop *shop, struct generated *out)
{
    if (shop->options.events > 0 && shop->emitted == shop->options.events)
        return false;
    shop->line.len = 0;
    while (shop->heap.count > 0 && !shop->failed) {
        int64_t now = shop->heap.entries[0].time;

        shop_step(shop);
        if (shop->line.len > 0) {
            shop_lend(shop, now, out);
            return true;
        }
    }
    if (shop->options.events == 0 || shop->failed)
        return false;
    generate_chat_single(shop, generate_random_below(&shop->random, shop->options.customers),
                         shop->options.end_ms);
    shop_lend(shop, shop->options.end_ms, out);
    return true;
}

bool generate_shop_failed(const struct generate_shop *shop)
{
    return shop->failed;
}

uint64_t generate_shop_events(const struct generate_shop *shop)
{
    return shop->emitted;
}

uint64_t generate_shop_conversations(const struct generate_shop *shop)
{
    return shop->begun;
}

/* ---- begin and end ---- */

/* Expected events of a conversation and all that comes of it, in thousandths. */
static uint64_t options_per_conversation(const struct generate_options *options)
{
    uint64_t per = options->messages * UINT64_C(1000) + 1400; /* assigned, closed, transferred */

    if (options->families & GENERATE_ORDERS)
        per += 850;
    if (options->families & GENERATE_TICKETS)
        per += 220;
    if (options->families & GENERATE_SURVEYS)
        per += 200;
    return per;
}

/* Fills in what was left to the shop. */
static void options_complete(struct generate_options *options, uint64_t per_conversation)
{
    uint64_t span_ms = (uint64_t)(options->end_ms - options->start_ms);
    uint64_t days = (span_ms + GENERATE_DAY_MS - 1) / GENERATE_DAY_MS;
    uint64_t month;

    if (options->teams == 0) /* so large that a tenth of those who are ranked is somebody */
        options->teams = options->agents >= 24 ? options->agents / 12 : 1;
    if (options->events > 0)
        options->conversations = options->events * 1000 / per_conversation + 1;
    else if (options->conversations == 0)
        options->conversations = (uint64_t)options->agents * DEFAULT_PER_AGENT_DAY * days;
    month = options->live_per_day > 0 ? options->live_per_day * 30 : options->conversations;
    if (options->customers == 0 && month > UINT32_MAX)
        options->customers = UINT32_MAX;
    else if (options->customers == 0)
        options->customers = month * 3 / 4 > LEAST_CUSTOMERS ? (uint32_t)(month * 3 / 4)
                                                             : LEAST_CUSTOMERS;
}

/* Characters that differ between runs, so that two runs into one database share no id. */
static void tag_make(char tag[GENERATE_TAG_SIZE], const struct generate_options *options)
{
    static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    uint64_t hash = options->seed;

    hash = generate_random_hash(hash, (uint64_t)options->start_ms);
    hash = generate_random_hash(hash, (uint64_t)options->end_ms);
    hash = generate_random_hash(hash, options->events);
    hash = generate_random_hash(hash, options->conversations);
    hash = generate_random_hash(hash, options->live_per_day);
    hash = generate_random_hash(hash, (uint64_t)options->agents << 32 | options->customers);
    hash = generate_random_hash(hash, (uint64_t)options->messages << 32 | options->families);
    hash = generate_random_hash(hash, options->teams);
    for (int i = 0; i < GENERATE_TAG_SIZE; i++, hash /= 36)
        tag[i] = digits[hash % 36];
}

static void prefix_write(struct generate_line *prefix, const struct generate_options *options)
{
    generate_line_init(prefix);
    GENERATE_LINE_PUT(prefix, "{\"specversion\":\"1.0\",\"source\":\"");
    generate_line_escaped(prefix, options->source);
    if (options->shop) {
        GENERATE_LINE_PUT(prefix, "\",\"shop\":\"");
        generate_line_escaped(prefix, options->shop);
    }
    GENERATE_LINE_PUT(prefix, "\",\"type\":\"");
}

/* With a wanted number of events the last customers come early enough to say what they have to. */
static void arrivals_init(struct generate_shop *shop)
{
    int64_t start = shop->options.start_ms;
    int64_t end = shop->options.end_ms;

    if (shop->options.events > 0) {
        int64_t margin = (end - start) / 50;
        end -= margin < GENERATE_HOUR_MS / 2 ? margin : GENERATE_HOUR_MS / 2;
    }
    shop->arrivals_end_ms = end;
    if (shop->options.live_per_day == 0)
        shop->weight_left = generate_calendar_weigh(false, start, end);
    generate_actor_schedule(shop, GENERATE_ACTOR_ARRIVALS, 0, arrivals_next(shop, start));
}

struct generate_shop *generate_shop_new(const struct generate_options *options)
{
    struct generate_shop *shop = calloc(1, sizeof(*shop));

    if (!shop)
        return NULL;
    shop->options = *options;
    shop->per_conversation = options_per_conversation(options);
    options_complete(&shop->options, shop->per_conversation);
    tag_make(shop->tag, &shop->options);
    prefix_write(&shop->prefix, options);
    memcpy(shop->currency, options->currency, 3);
    shop->options.source = shop->options.shop = shop->options.currency = NULL;
    generate_random_seed(&shop->random, options->seed);
    generate_line_init(&shop->line);
    generate_chat_init(shop);
    generate_order_init(shop);
    generate_ticket_init(shop);
    if (generate_staff_init(shop)) {
        if (options->families & (GENERATE_STAFF | GENERATE_PLANS))
            generate_actor_schedule(shop, GENERATE_ACTOR_PLAN, 0, options->start_ms);
        arrivals_init(shop);
    }
    if (shop->failed || shop->heap.count == 0) {
        generate_shop_free(shop);
        return NULL;
    }
    return shop;
}

void generate_shop_free(struct generate_shop *shop)
{
    if (!shop)
        return;
    free(shop->agents);
    free(shop->roster);
    free(shop->plan.tasks);
    free(shop->plan.weights);
    generate_heap_clear(&shop->heap);
    generate_pool_clear(&shop->conversations);
    generate_pool_clear(&shop->orders);
    generate_pool_clear(&shop->tickets);
    generate_pool_clear(&shop->surveys);
    free(shop);
}
