/*
 * world.c - the envelope of every event, and who acts when.
 */
#include "generate/world.h"

#define ACTOR_SHIFT 29 /* an actor in the heap: its kind in the high bits, its index below */
#define INDEX_MASK ((1u << ACTOR_SHIFT) - 1)
#define LIVE_HURRY 60

/* ---- envelope ---- */

void generate_event_begin(struct generate_world *world, const char *type, size_t type_len,
                          enum generate_offset offset, int64_t now)
{
    struct generate_line *line = &world->line;

    assert(line->len == 0);
    generate_line_text(line, world->prefix.bytes, world->prefix.len);
    generate_line_text(line, type, type_len);
    GENERATE_LINE_PUT(line, "\",\"id\":\"");
    generate_line_text(line, world->tag, GENERATE_TAG_SIZE);
    GENERATE_LINE_PUT(line, "-");
    generate_line_number(line, world->emitted);
    GENERATE_LINE_PUT(line, "\",\"time\":\"");
    generate_line_time(line, offset, now);
    GENERATE_LINE_PUT(line, "\",\"data\":{");
    world->emitted++;
}

void generate_event_end(struct generate_world *world)
{
    GENERATE_LINE_PUT(&world->line, "}}");
}

static void id_write(struct generate_world *world, char letter, uint64_t number)
{
    struct generate_line *line = &world->line;

    generate_line_text(line, &letter, 1);
    generate_line_text(line, world->tag, GENERATE_TAG_SIZE);
    GENERATE_LINE_PUT(line, "-");
    generate_line_number(line, number);
}

void generate_event_key(struct generate_world *world, char letter, uint64_t number)
{
    world->key_at = world->line.len;
    id_write(world, letter, number);
    world->key_len = world->line.len - world->key_at;
    GENERATE_LINE_PUT(&world->line, "\"");
}

void generate_event_key_agent(struct generate_world *world, uint16_t agent)
{
    GENERATE_LINE_PUT(&world->line, "\"agent\":\"");
    world->key_at = world->line.len;
    world->key_len = world->agents[agent].account_len;
    generate_line_text(&world->line, world->agents[agent].account, world->key_len);
    GENERATE_LINE_PUT(&world->line, "\"");
}

void generate_event_id(struct generate_world *world, char letter, uint64_t number)
{
    GENERATE_LINE_PUT(&world->line, "\"");
    id_write(world, letter, number);
    GENERATE_LINE_PUT(&world->line, "\"");
}

void generate_event_customer(struct generate_world *world, uint32_t customer)
{
    GENERATE_LINE_PUT(&world->line, ",\"customer\":\"buyer-");
    generate_line_number(&world->line, customer);
    GENERATE_LINE_PUT(&world->line, "\"");
}

void generate_event_currency(struct generate_world *world)
{
    GENERATE_LINE_PUT(&world->line, ",\"currency\":\"");
    generate_line_text(&world->line, world->currency, 3);
    GENERATE_LINE_PUT(&world->line, "\"");
}

/* ---- actors ---- */

static struct generate_pool *actor_pool(struct generate_world *world, enum generate_actor actor)
{
    switch (actor) {
    case GENERATE_ACTOR_CONVERSATION: return &world->conversations;
    case GENERATE_ACTOR_ORDER: return &world->orders;
    case GENERATE_ACTOR_TICKET: return &world->tickets;
    case GENERATE_ACTOR_SURVEY: return &world->surveys;
    case GENERATE_ACTOR_ARRIVALS:
    case GENERATE_ACTOR_PLAN: break;
    }
    return NULL;
}

static void actor_free(struct generate_world *world, enum generate_actor actor, uint32_t index)
{
    struct generate_pool *pool = actor_pool(world, actor);

    if (pool)
        generate_pool_free(pool, index);
}

/*
 * People watch live traffic for minutes only. So one hour of an order's life takes one minute: otherwise all
 * customers who asked since the start would look as if they did not buy.
 */
static int64_t actor_hurry(const struct generate_world *world, enum generate_actor actor,
                           int64_t now, int64_t time)
{
    if (world->options.live_per_day == 0 || actor != GENERATE_ACTOR_ORDER || time >= GENERATE_HELD)
        return time;
    return now + (time - now) / LIVE_HURRY;
}

void generate_actor_schedule(struct generate_world *world, enum generate_actor actor,
                             uint32_t index, int64_t time)
{
    if (world->heap.count > 0) /* the actor that acts now is on top */
        time = actor_hurry(world, actor, world->heap.entries[0].time, time);
    if (time > world->options.end_ms) {
        actor_free(world, actor, index);
        return;
    }
    if (index > INDEX_MASK ||
        !generate_heap_push(&world->heap, time, (uint32_t)actor << ACTOR_SHIFT | index))
        world->failed = true;
}

enum generate_actor generate_actor_top(const struct generate_world *world, uint32_t *index)
{
    uint32_t actor = world->heap.entries[0].actor;

    *index = actor & INDEX_MASK;
    return (enum generate_actor)(actor >> ACTOR_SHIFT);
}

void generate_actor_put_back(struct generate_world *world, int64_t time)
{
    int64_t now = world->heap.entries[0].time;
    uint32_t index;
    enum generate_actor actor = generate_actor_top(world, &index);

    time = actor_hurry(world, actor, now, time);
    assert(time >= now);
    if (time <= world->options.end_ms) {
        generate_heap_delay_top(&world->heap, time);
        return;
    }
    generate_heap_drop_top(&world->heap);
    if (time != GENERATE_HELD)
        actor_free(world, actor, index);
}
