/*
 * order.c - an order: placed; paid at once, in two parts, late or never; refunded in whole or in part. Its
 * whole life is drawn when it is placed.
 *
 *     CREATED ─► (HELD) ─► PAID ─► REST ─► REFUNDED ─► REFUNDED again
 *         ├────► CANCELLED, or nothing
 *         └────► CHEAPER or CREDITED ─► (as after CREATED) ─► … ─► FLAGGED or ACQUITTED
 *
 * The last line happens with GENERATE_CHANGES alone; each of its states is an order.updated.
 */
#include "generate/actors.h"

/* Chances, in parts per million. */
#define EXPLICIT_PPM 50000 /* name the agent, who may be another than in the chat */
#define FLAGGED_PPM 20000  /* excluded from all numbers */
#define SILENT_PAYS_PPM 920000
#define INSTALMENTS_PPM 80000
#define LATE_PPM 15000   /* pay after the seven days */
#define LAPSED_PPM 60000 /* of deposits: the rest is never paid */
#define OVERDUE_PPM                                                                                \
    80000 /* of the rests come after their day; half of them were given another one */
#define EXTENDED_PPM 500000
#define REFUND_PPM 60000
#define PARTIAL_PPM 400000  /* of refunds are partial */
#define CANCEL_PPM 600000   /* of the unpaid are cancelled */
#define CURRENCY_PPM 300000 /* name the currency, which is the shop's */
#define SURVEY_PPM 40000

/* Of orders, with GENERATE_CHANGES: what order.updated states of them. */
#define CHEAPER_PPM 60000    /* the agent lowers the price before they are paid */
#define CREDITED_PPM 10000   /* the agent is named afterwards */
#define ABNORMAL_PPM 15000   /* flagged days later */
#define ACQUITTED_PPM 200000 /* of the flagged: taken back */

#define SILENT_PRICE_CENTS 18000
#define LEAST_CENTS 990

#define SECONDS INT64_C(1000)
#define MINUTES GENERATE_MINUTE_MS
#define HOURS GENERATE_HOUR_MS
#define DAYS GENERATE_DAY_MS

enum order_state {
    ORDER_CREATED,   /* order.created comes next */
    ORDER_HELD,      /* placed; the payment waits for the chat's end */
    ORDER_PAID,      /* the (first) payment comes next */
    ORDER_REST,      /* the second payment comes next */
    ORDER_REFUNDED,  /* a refund comes next */
    ORDER_CANCELLED, /* order.cancelled comes next */
    ORDER_CHEAPER,   /* order.updated comes next: with another price */
    ORDER_CREDITED,  /* with an agent */
    ORDER_EXTENDED,  /* with another day for the rest */
    ORDER_FLAGGED,   /* with the word that it is abnormal; the life is over, but for this */
    ORDER_ACQUITTED, /* or that it is not */
};

struct order {
    uint64_t number;
    int64_t pay_due_ms; /* of a deposit: the day for the rest; else 0 */
    uint32_t customer;
    int32_t amount_cents;
    int32_t paid_cents;
    int32_t refund_cents; /* of the next refund */
    uint16_t agent;       /* the agent who earned it, or GENERATE_NOBODY */
    uint16_t named;       /* the agent in the event, or GENERATE_NOBODY */
    uint8_t state;        /* enum order_state */
    uint8_t refunds;      /* still to come */
    bool held, pays, late, instalments, flagged;
};

void generate_order_init(struct generate_world *world)
{
    generate_pool_init(&world->orders, sizeof(struct order));
}

static bool order_changes(const struct generate_world *world)
{
    return world->options.families & GENERATE_CHANGES;
}

static void order_plan_deposit(struct generate_world *world, struct order *order, int64_t at)
{
    order->instalments = true;
    order->late = false;
    order->pay_due_ms = at + generate_random_between(&world->random, 3 * DAYS, 20 * DAYS);
}

static void order_plan(struct generate_world *world, struct order *order, int64_t at)
{
    struct generate_random *random = &world->random;
    bool silent = order->agent == GENERATE_NOBODY;
    int64_t price = silent ? SILENT_PRICE_CENTS : world->agents[order->agent].price_cents;

    order->amount_cents = (int32_t)generate_random_spread(random, GENERATE_SPREAD_AMOUNTS, price);
    if (order->amount_cents < LEAST_CENTS)
        order->amount_cents = LEAST_CENTS;
    order->pays = generate_random_chance(random, silent ? SILENT_PAYS_PPM
                                                        : world->agents[order->agent].pays);
    order->instalments = generate_random_chance(random, INSTALMENTS_PPM);
    order->late = !order->held && generate_random_chance(random, LATE_PPM);
    order->flagged = generate_random_chance(random, FLAGGED_PPM);
    if (generate_random_chance(random, REFUND_PPM))
        order->refunds = (uint8_t)(1 + generate_random_chance(random, PARTIAL_PPM / 2));
    order->named = GENERATE_NOBODY;
    if (generate_random_chance(random, EXPLICIT_PPM))
        order->named = generate_staff_pick(world, at, GENERATE_NOBODY);
    if (order_changes(world) && !order->held &&
        generate_random_chance(random, world->options.deposits))
        order_plan_deposit(world, order, at);
}

uint32_t generate_order_begin(struct generate_world *world,
                              const struct generate_order_start *start, int64_t at)
{
    uint32_t index;
    struct order *order;

    if (at > world->options.end_ms)
        return GENERATE_POOL_NONE;
    index = generate_pool_take(&world->orders);
    if (index == GENERATE_POOL_NONE) {
        world->failed = true;
        return index;
    }
    order = generate_pool_at(&world->orders, index);
    order->number = world->made_orders++;
    order->customer = start->customer;
    order->agent = start->agent;
    order->held = start->held;
    order_plan(world, order, at);
    world->recent[world->recent_count++ % GENERATE_RECENT] = start->customer;
    generate_actor_schedule(world, GENERATE_ACTOR_ORDER, index, at);
    return index;
}

void generate_order_release(struct generate_world *world, uint32_t index, int64_t at)
{
    struct order *order = generate_pool_at(&world->orders, index);

    order->held = false;
    if (order->state != ORDER_HELD)
        return;
    order->state = ORDER_PAID;
    generate_actor_schedule(world, GENERATE_ACTOR_ORDER, index, at);
}

/* ---- events ---- */

static void order_write_currency(struct generate_world *world)
{
    if (generate_random_chance(&world->random, CURRENCY_PPM))
        generate_event_currency(world);
}

static void order_write_due(struct generate_world *world, const struct order *order)
{
    GENERATE_EVENT_PUT(world, ",\"pay_due\":\"");
    generate_line_time(&world->line, GENERATE_OFFSET_SHOP, order->pay_due_ms);
    GENERATE_EVENT_PUT(world, "\"");
}

static void order_write_created(struct generate_world *world, const struct order *order,
                                int64_t now)
{
    GENERATE_EVENT_BEGIN(world, "order.created", GENERATE_OFFSET_SHOP, now);
    GENERATE_EVENT_KEY(world, "order", 'o', order->number);
    generate_event_customer(world, order->customer);
    GENERATE_EVENT_MONEY(world, "amount", order->amount_cents);
    generate_event_currency(world);
    if (order->named != GENERATE_NOBODY)
        GENERATE_EVENT_AGENT(world, "agent", order->named);
    GENERATE_EVENT_NUMBER(world, "items", 1 + order->number % 3);
    if (order->flagged)
        GENERATE_EVENT_PUT(world, ",\"flagged\":true");
    if (order->pay_due_ms)
        order_write_due(world, order);
    generate_event_end(world);
}

/* What the order's state says of it. */
static void order_write_updated(struct generate_world *world, const struct order *order,
                                int64_t now)
{
    GENERATE_EVENT_BEGIN(world, "order.updated", GENERATE_OFFSET_SHOP, now);
    GENERATE_EVENT_KEY(world, "order", 'o', order->number);
    switch ((enum order_state)order->state) {
    case ORDER_CHEAPER: GENERATE_EVENT_MONEY(world, "amount", order->amount_cents); break;
    case ORDER_CREDITED: GENERATE_EVENT_AGENT(world, "agent", order->named); break;
    case ORDER_EXTENDED: order_write_due(world, order); break;
    case ORDER_FLAGGED: GENERATE_EVENT_PUT(world, ",\"flagged\":true"); break;
    default: GENERATE_EVENT_PUT(world, ",\"flagged\":false"); break;
    }
    generate_event_end(world);
}

static void order_write_paid(struct generate_world *world, const struct order *order,
                             int32_t amount_cents, int64_t now)
{
    GENERATE_EVENT_BEGIN(world, "order.paid", GENERATE_OFFSET_UTC, now);
    GENERATE_EVENT_KEY(world, "order", 'o', order->number);
    GENERATE_EVENT_MONEY(world, "amount", amount_cents);
    order_write_currency(world);
    generate_event_end(world);
}

static void order_write_refunded(struct generate_world *world, const struct order *order,
                                 int64_t now)
{
    GENERATE_EVENT_BEGIN(world, "order.refunded", GENERATE_OFFSET_UTC, now);
    GENERATE_EVENT_KEY(world, "order", 'o', order->number);
    GENERATE_EVENT_MONEY(world, "amount", order->refund_cents);
    order_write_currency(world);
    generate_event_end(world);
}

static void order_write_cancelled(struct generate_world *world, const struct order *order,
                                  int64_t now)
{
    GENERATE_EVENT_BEGIN(world, "order.cancelled", GENERATE_OFFSET_SHOP, now);
    GENERATE_EVENT_KEY(world, "order", 'o', order->number);
    generate_event_customer(world, order->customer);
    generate_event_end(world);
}

/* ---- steps ---- */

/* Two thirds pay within minutes. */
static int64_t order_payment_delay(struct generate_world *world, const struct order *order)
{
    uint32_t kind = generate_random_below(&world->random, 100);

    if (order->late)
        return generate_random_between(&world->random, 7 * DAYS + 1, 12 * DAYS);
    if (kind < 65)
        return generate_random_between(&world->random, 15 * SECONDS, 3 * MINUTES);
    if (kind < 90)
        return generate_random_between(&world->random, 3 * MINUTES, 1 * HOURS);
    return generate_random_between(&world->random, 1 * HOURS, 47 * HOURS);
}

static int64_t order_turn_to(struct order *order, enum order_state state, int64_t at)
{
    order->state = (uint8_t)state;
    return at;
}

/* Nothing is left but what is found out later. */
static int64_t order_over(struct generate_world *world, struct order *order, int64_t now)
{
    int64_t later;

    if (!order_changes(world) ||
        !generate_random_chance(&world->random, order->flagged ? ACQUITTED_PPM : ABNORMAL_PPM))
        return GENERATE_DONE;
    later = now + generate_random_between(&world->random, 1 * HOURS, 5 * DAYS);
    return order_turn_to(order, order->flagged ? ORDER_ACQUITTED : ORDER_FLAGGED, later);
}

static int64_t order_await_payment(struct generate_world *world, struct order *order, int64_t now)
{
    if (order->pays) {
        order->state = ORDER_PAID;
        return now + order_payment_delay(world, order);
    }
    if (!generate_random_chance(&world->random, CANCEL_PPM))
        return order_over(world, order, now);
    order->state = ORDER_CANCELLED;
    return now + generate_random_between(&world->random, 1 * HOURS, 3 * DAYS);
}

static int64_t order_after_created(struct generate_world *world, struct order *order, int64_t now)
{
    struct generate_random *random = &world->random;

    if (order->held) { /* the chat still refers to it: the slot must stay, paid or not */
        order->state = ORDER_HELD;
        return GENERATE_HELD;
    }
    if (order_changes(world) && generate_random_chance(random, CHEAPER_PPM)) {
        order->amount_cents -= (int32_t)generate_random_between(random, 1, order->amount_cents / 5);
        return order_turn_to(order, ORDER_CHEAPER,
                             now + generate_random_between(random, 5 * SECONDS, 5 * MINUTES));
    }
    if (order_changes(world) && generate_random_chance(random, CREDITED_PPM)) {
        order->named = generate_staff_pick(world, now, GENERATE_NOBODY);
        return order_turn_to(order, ORDER_CREDITED,
                             now + generate_random_between(random, 1 * MINUTES, 2 * HOURS));
    }
    return order_await_payment(world, order, now);
}

/* A refund comes half a day to three weeks later: some come after the fifteen days. */
static int64_t order_next_refund(struct generate_world *world, struct order *order, int64_t now)
{
    bool partial = order->refunds > 1 || generate_random_chance(&world->random, PARTIAL_PPM);

    if (order->refunds == 0 || order->paid_cents == 0)
        return order_over(world, order, now);
    order->refunds--;
    order->state = ORDER_REFUNDED;
    order->refund_cents = order->paid_cents;
    if (partial)
        order->refund_cents = (int32_t)generate_random_between(&world->random, 1,
                                                               order->paid_cents);
    return now + generate_random_between(&world->random, 12 * HOURS, 20 * DAYS);
}

static void order_survey(struct generate_world *world, const struct order *order, int64_t now)
{
    struct generate_survey_start survey = {
        .about = 'o',
        .number = order->number,
        .customer = order->customer,
        .agent = order->agent,
    };

    if ((world->options.families & GENERATE_SURVEYS) &&
        generate_random_chance(&world->random, SURVEY_PPM))
        generate_survey_begin(world, &survey,
                              now + generate_random_between(&world->random, 1 * DAYS, 6 * DAYS));
}

/* When the rest is paid: of a deposit mostly shortly before its day. */
static int64_t order_rest(struct generate_world *world, struct order *order, int64_t now)
{
    struct generate_random *random = &world->random;
    int64_t due_ms = order->pay_due_ms;
    int64_t early_ms = due_ms - 2 * DAYS > now ? due_ms - 2 * DAYS : now;

    if (due_ms <= now) /* none, or live: its hours are minutes, but a day is a day */
        return order_turn_to(order, ORDER_REST,
                             now + generate_random_between(random, 1 * HOURS, 72 * HOURS));
    if (generate_random_chance(random, LAPSED_PPM))
        return order_over(world, order, now);
    if (!generate_random_chance(random, OVERDUE_PPM))
        return order_turn_to(order, ORDER_REST, generate_random_between(random, early_ms, due_ms));
    if (generate_random_chance(random, EXTENDED_PPM))
        return order_turn_to(order, ORDER_EXTENDED,
                             generate_random_between(random, early_ms, due_ms));
    return order_turn_to(order, ORDER_REST,
                         due_ms + generate_random_between(random, 1 * MINUTES, 3 * DAYS));
}

static int64_t order_pay(struct generate_world *world, struct order *order, int64_t now)
{
    int32_t due_cents = order->amount_cents - order->paid_cents;
    int32_t now_cents = due_cents;

    if (order->state == ORDER_PAID && order->instalments)
        now_cents = due_cents / 5; /* a deposit of 20 % */
    order_write_paid(world, order, now_cents, now);
    order->paid_cents += now_cents;
    if (order->paid_cents < order->amount_cents)
        return order_rest(world, order, now);
    order_survey(world, order, now);
    return order_next_refund(world, order, now);
}

int64_t generate_order_step(struct generate_world *world, uint32_t index, int64_t now)
{
    struct order *order = generate_pool_at(&world->orders, index);

    switch ((enum order_state)order->state) {
    case ORDER_CREATED:
        order_write_created(world, order, now);
        return order_after_created(world, order, now);
    case ORDER_PAID:
    case ORDER_REST:
        if (!order->pays)
            return GENERATE_DONE;
        return order_pay(world, order, now);
    case ORDER_REFUNDED:
        order_write_refunded(world, order, now);
        order->paid_cents -= order->refund_cents;
        return order_next_refund(world, order, now);
    case ORDER_CANCELLED:
        order_write_cancelled(world, order, now);
        return order_over(world, order, now);
    case ORDER_CHEAPER:
    case ORDER_CREDITED:
        order_write_updated(world, order, now);
        return order_await_payment(world, order, now);
    case ORDER_EXTENDED:
        order->pay_due_ms += 3 * DAYS;
        order_write_updated(world, order, now);
        return order_turn_to(order, ORDER_REST,
                             now + generate_random_between(&world->random, 1 * DAYS, 4 * DAYS));
    case ORDER_FLAGGED:
    case ORDER_ACQUITTED: order_write_updated(world, order, now); return GENERATE_DONE;
    case ORDER_HELD: break;
    }
    return GENERATE_DONE;
}
