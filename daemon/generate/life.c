/*
 * life.c - the world's loop, its arrivals, its beginning and its end.
 *
 * Arrivals are a Poisson process, measured in the calendar's weight instead of time: the mean gap is the
 * weight left, divided by the conversations left. When a number of events is wanted, each arrival estimates
 * the conversations left again: the events still wanted, less those that open conversations will write,
 * divided by the mean events per conversation so far. So the stream comes close to its number shortly before
 * the end; single questions at the last instant add the missing events.
 */
#include "generate/life.h"

#include "generate/actors.h"
#include "generate/calendar.h"

#include <stdlib.h>

#define DEFAULT_PER_AGENT_DAY 40
#define LEAST_CUSTOMERS 100
#define SILENT_ORDER_PPM 45000 /* of arrivals also bring an order without a chat */
#define GUEST_PPM 300          /* of customers buy as one shared guest */
#define GUEST_CUSTOMER 0
#define FEW_CONVERSATIONS 32      /* at this many or fewer, gaps are drawn exactly */
#define ESTIMATE_CONVERSATIONS 64 /* the weight of the first estimate, in conversations */

/* ---- arrivals ---- */

static uint32_t arrivals_customer(struct generate_world *world, bool presale)
{
    struct generate_random *random = &world->random;

    if (generate_random_chance(random, GUEST_PPM))
        return GUEST_CUSTOMER;
    if (!presale && world->recent_count > 0) {
        uint32_t known = world->recent_count < GENERATE_RECENT ? world->recent_count
                                                               : GENERATE_RECENT;
        return world->recent[generate_random_below(random, known)];
    }
    return generate_random_below(random, world->options.customers);
}

/* The number of conversations still to begin; at least 1. */
static uint64_t arrivals_left(const struct generate_world *world)
{
    uint64_t done = world->emitted + world->backlog;
    uint64_t per;

    if (world->options.events == 0)
        return world->options.conversations - world->begun;
    if (done >= world->options.events)
        return 1;
    per = (done * 1000 + world->per_conversation * ESTIMATE_CONVERSATIONS) /
          (world->begun + ESTIMATE_CONVERSATIONS);
    return (world->options.events - done) * 1000 / per + 1;
}

/* The first of `count` random points on a stretch of that weight. */
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

/* When the next customer arrives. */
static int64_t arrivals_next(struct generate_world *world, int64_t now)
{
    bool flat = world->options.live_per_day > 0;
    uint64_t least = world->options.events > 0 ? (uint64_t)(world->options.end_ms - now) * 10 : 0;
    uint64_t gap;

    if (flat) {
        uint64_t mean = GENERATE_DAY_MS * GENERATE_WEIGHT_FLAT / world->options.live_per_day;
        gap = (uint64_t)generate_random_spread(&world->random, GENERATE_SPREAD_ARRIVALS,
                                               (int64_t)mean);
    } else {
        /* If events are still wanted at the end of arrivals, more customers come in the time left after it. */
        uint64_t weight = world->weight_left > least ? world->weight_left : least;
        gap = arrivals_gap(&world->random, weight, arrivals_left(world));
        world->weight_left -= gap < world->weight_left ? gap : world->weight_left;
    }
    world->weight_rest += gap;
    return generate_calendar_advance(flat, now, &world->weight_rest, world->options.end_ms);
}

static void arrivals_silent_order(struct generate_world *world, int64_t now)
{
    struct generate_order_start start = {.agent = GENERATE_NOBODY};

    start.customer = generate_random_below(&world->random, world->options.customers);
    (void)generate_order_begin(world, &start, now);
}

static int64_t arrivals_step(struct generate_world *world, int64_t now)
{
    struct generate_chat_start start;

    start.presale = generate_random_chance(&world->random, GENERATE_PRESALE_PPM);
    start.customer = arrivals_customer(world, start.presale);
    generate_chat_begin(world, &start, now);
    if ((world->options.families & GENERATE_ORDERS) &&
        generate_random_chance(&world->random, SILENT_ORDER_PPM))
        arrivals_silent_order(world, now);
    if (world->options.live_per_day == 0 && world->options.events == 0 &&
        world->begun == world->options.conversations)
        return GENERATE_DONE;
    return arrivals_next(world, now);
}

/* ---- the loop ---- */

static int64_t actor_step(struct generate_world *world, enum generate_actor actor, uint32_t index,
                          int64_t now)
{
    switch (actor) {
    case GENERATE_ACTOR_ARRIVALS: return arrivals_step(world, now);
    case GENERATE_ACTOR_PLAN: return generate_plan_step(world, now);
    case GENERATE_ACTOR_CONVERSATION: return generate_chat_step(world, index, now);
    case GENERATE_ACTOR_ORDER: return generate_order_step(world, index, now);
    case GENERATE_ACTOR_TICKET: return generate_ticket_step(world, index, now);
    case GENERATE_ACTOR_SURVEY: return generate_survey_step(world, index, now);
    }
    return GENERATE_DONE;
}

/* Lets the top actor act, and puts it back into the heap. Actors that it has pushed act later. */
static void life_step(struct generate_world *world)
{
    int64_t now = world->heap.entries[0].time;
    uint32_t index;
    enum generate_actor actor = generate_actor_top(world, &index);

    generate_actor_put_back(world, actor_step(world, actor, index, now));
}

static void life_lend(const struct generate_world *world, int64_t now, struct generated *out)
{
    *out = (struct generated){
        .time_ms = now,
        .key = world->line.bytes + world->key_at,
        .key_len = world->key_len,
        .line = world->line.bytes,
        .len = world->line.len,
    };
}

bool generate_life_next(struct generate_world *world, struct generated *out)
{
    if (world->options.events > 0 && world->emitted == world->options.events)
        return false;
    world->line.len = 0;
    while (world->heap.count > 0 && !world->failed) {
        int64_t now = world->heap.entries[0].time;

        life_step(world);
        if (world->line.len > 0) {
            life_lend(world, now, out);
            return true;
        }
    }
    if (world->options.events == 0 || world->failed)
        return false;
    generate_chat_single(world, generate_random_below(&world->random, world->options.customers),
                         world->options.end_ms);
    life_lend(world, world->options.end_ms, out);
    return true;
}

bool generate_life_failed(const struct generate_world *world)
{
    return world->failed;
}

uint64_t generate_life_events(const struct generate_world *world)
{
    return world->emitted;
}

uint64_t generate_life_conversations(const struct generate_world *world)
{
    return world->begun;
}

/* ---- begin and end ---- */

/* Expected events of a conversation, with its orders, tickets and surveys, in thousandths. */
static uint64_t options_per_conversation(const struct generate_options *options)
{
    uint64_t per = options->messages * UINT64_C(1000) + 1400; /* assigned, closed, transferred */

    if (options->families & GENERATE_ORDERS)
        per += 850;
    if (options->families & GENERATE_TICKETS)
        per += 220;
    if (options->families & GENERATE_SURVEYS)
        per += 200;
    if (options->families & GENERATE_CHANGES)
        per += 100;
    return per;
}

/* Fills in options that were not given. */
static void options_complete(struct generate_options *options, uint64_t per_conversation)
{
    uint64_t span_ms = (uint64_t)(options->end_ms - options->start_ms);
    uint64_t days = (span_ms + GENERATE_DAY_MS - 1) / GENERATE_DAY_MS;
    uint64_t month;

    if (options->teams == 0) /* so large that a tenth of the ranked agents is at least one */
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

/* Characters that differ between runs, so that two runs into one database have no common id. */
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

/* When a number of events is wanted, the last customers arrive early enough to finish. */
static void arrivals_init(struct generate_world *world)
{
    int64_t start = world->options.start_ms;
    int64_t end = world->options.end_ms;

    if (world->options.events > 0) {
        int64_t margin = (end - start) / 50;
        end -= margin < GENERATE_HOUR_MS / 2 ? margin : GENERATE_HOUR_MS / 2;
    }
    world->arrivals_end_ms = end;
    if (world->options.live_per_day == 0)
        world->weight_left = generate_calendar_weigh(false, start, end);
    generate_actor_schedule(world, GENERATE_ACTOR_ARRIVALS, 0, arrivals_next(world, start));
}

struct generate_world *generate_life_new(const struct generate_options *options)
{
    struct generate_world *world = calloc(1, sizeof(*world));

    if (!world)
        return NULL;
    world->options = *options;
    world->per_conversation = options_per_conversation(options);
    options_complete(&world->options, world->per_conversation);
    tag_make(world->tag, &world->options);
    prefix_write(&world->prefix, options);
    memcpy(world->currency, options->currency, 3);
    world->options.source = world->options.shop = world->options.currency = NULL;
    generate_random_seed(&world->random, options->seed);
    generate_line_init(&world->line);
    generate_chat_init(world);
    generate_order_init(world);
    generate_ticket_init(world);
    generate_survey_init(world);
    if (generate_staff_init(world)) {
        if (options->families & (GENERATE_STAFF | GENERATE_PLANS))
            generate_actor_schedule(world, GENERATE_ACTOR_PLAN, 0, options->start_ms);
        arrivals_init(world);
    }
    if (world->failed || world->heap.count == 0) {
        generate_life_free(world);
        return NULL;
    }
    return world;
}

void generate_life_free(struct generate_world *world)
{
    if (!world)
        return;
    free(world->agents);
    free(world->roster);
    free(world->plan.tasks);
    free(world->plan.weights);
    generate_heap_clear(&world->heap);
    generate_pool_clear(&world->conversations);
    generate_pool_clear(&world->orders);
    generate_pool_clear(&world->tickets);
    generate_pool_clear(&world->surveys);
    free(world);
}
