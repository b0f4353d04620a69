/*
 * plan.c - what has its date: the staff list, monthly targets, marks and tallies.
 *
 * The agenda of a business month is made when the month begins (or the shop does),
 * sorted, and worked off. A month that the span cuts off is planned for its part in the span: its
 * targets for the sales of that part, its marks before that part's end.
 */
#include "generate/actors.h"

#include "generate/calendar.h"

#include <stdlib.h>

/* Chances, in parts per million. */
#define MARK_AGAIN_PPM 100000  /* marks given a second time: the last one counts */
#define MARK_FIVES_PPM 150000  /* marks on a scale of 5 */
#define MARK_ODD_PPM 200000    /* leads' marks between the scheme's steps */
#define TARGET_AGAIN_PPM 60000 /* targets corrected later in the month */
#define TALLY_DAY_PPM 500000   /* tallies that give their day */
#define TALLIES_MOST 4         /* per agent and month */
#define SHORTEST_MARKED_MS (3 * GENERATE_DAY_MS) /* months shorter than this get no marks */

/*
 * Sales over what a plain product of an agent's abilities expects: flagged, late and unpaid orders
 * go off, orders of one's customers that nobody else answered, or that name one, come on top.
 */
#define SALES_SHARE_PERCENT 98

enum task_kind {
    TASK_STAFF,   /* the whole record of one of the staff */
    TASK_REGULAR, /* probation is over */
    TASK_LEFT,
    TASK_TARGET,    /* detail: sales in whole units of currency */
    TASK_MARK_SELF, /* detail: month since year 0 */
    TASK_MARK_LEAD,
    TASK_TALLY, /* detail: day of the month given or 0, times 8, plus the kind */
};

static const char *const tally_kinds[] = {"late", "absent", "error", "violation", "training_hours"};
#define TALLY_KINDS (sizeof(tally_kinds) / sizeof(tally_kinds[0]))

/* The first instant of the business month that holds ms, and of the one after it. */
static int64_t month_begin(const struct generate_shop *shop, int64_t ms)
{
    int64_t cutover_ms = shop->options.cutover_ms;

    return generate_calendar_month(ms - cutover_ms, 0) + cutover_ms;
}

static int64_t month_end(const struct generate_shop *shop, int64_t month_ms)
{
    int64_t cutover_ms = shop->options.cutover_ms;

    return generate_calendar_month(month_ms - cutover_ms, 1) + cutover_ms;
}

/* ---- the agenda ---- */

static void plan_add(struct generate_shop *shop, enum task_kind kind, uint32_t agent,
                     int64_t time_ms, uint32_t detail)
{
    struct generate_plan *plan = &shop->plan;

    if (plan->count == plan->cap) {
        size_t cap = plan->cap ? 2 * plan->cap : 256;
        struct generate_task *tasks = realloc(plan->tasks, cap * sizeof(*tasks));
        if (!tasks) {
            shop->failed = true;
            return;
        }
        plan->tasks = tasks;
        plan->cap = cap;
    }
    plan->tasks[plan->count++] = (struct generate_task){time_ms, (uint16_t)kind, (uint16_t)agent,
                                                        detail};
}

static int task_compare(const void *a, const void *b)
{
    const struct generate_task *x = a;
    const struct generate_task *y = b;

    if (x->time_ms != y->time_ms)
        return x->time_ms < y->time_ms ? -1 : 1;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    if (x->agent != y->agent)
        return x->agent < y->agent ? -1 : 1;
    return (x->detail > y->detail) - (x->detail < y->detail);
}

/* Staff records at the start, a joiner's when they come, and what changes in [from, to). */
static void plan_staff(struct generate_shop *shop, int64_t from, int64_t to)
{
    int64_t start = shop->options.start_ms;
    int64_t end = shop->options.end_ms;
    int64_t regular_ms = start + (end - start) / 10 * 9;

    for (uint32_t i = 0; i < shop->staff_count; i++) {
        const struct generate_agent *agent = &shop->agents[i];
        int64_t begin_ms = agent->from_ms > start ? agent->from_ms : start;

        if (agent->until_ms <= start)
            continue;
        if (begin_ms >= from && begin_ms < to)
            plan_add(shop, TASK_STAFF, i, begin_ms, 0);
        if (agent->until_ms >= from && agent->until_ms < to)
            plan_add(shop, TASK_LEFT, i, agent->until_ms, 0);
        if (agent->probation && regular_ms >= from && regular_ms < to)
            plan_add(shop, TASK_REGULAR, i, regular_ms, 0);
    }
}

/* The conversations expected within that weight. */
static uint64_t plan_conversations(const struct generate_shop *shop, uint64_t weight)
{
    uint64_t total = generate_calendar_weigh(false, shop->options.start_ms, shop->options.end_ms);
    uint64_t conversations = shop->options.conversations;

    if (shop->options.live_per_day > 0) { /* has no total: a day's conversations are known */
        total = GENERATE_WEIGHT_FLAT * (uint64_t)GENERATE_DAY_MS;
        conversations = shop->options.live_per_day;
    }
    return (uint64_t)((double)weight / (double)total * (double)conversations);
}

/* Expected sales over the completion aimed at, in whole units, rounded to tens. */
static uint32_t plan_target(const struct generate_shop *shop, const struct generate_agent *agent,
                            uint64_t weight)
{
    uint64_t chats = plan_conversations(shop, weight) * GENERATE_PRESALE_PPM / GENERATE_PPM;
    uint64_t orders = chats * agent->answers / GENERATE_PPM * agent->converts / GENERATE_PPM;
    uint64_t sales = orders * agent->pays / GENERATE_PPM * (uint64_t)agent->price_cents / 100;
    uint64_t target = sales * SALES_SHARE_PERCENT * (GENERATE_PPM / 100) / agent->completion;

    if (target > UINT32_MAX)
        return UINT32_MAX;
    return target > 10 ? (uint32_t)target / 10 * 10 : 10;
}

static void plan_tallies(struct generate_shop *shop, uint32_t agent, int64_t from, int64_t to)
{
    struct generate_random *random = &shop->random;
    uint32_t count = generate_random_below(random, TALLIES_MOST + 1);

    for (uint32_t i = 0; i < count; i++) {
        int64_t time_ms = generate_random_between(random, from, to - 1);
        uint32_t kind = generate_random_below(random, TALLY_KINDS);
        uint32_t given = generate_random_chance(random, TALLY_DAY_PPM);
        plan_add(shop, TASK_TALLY, agent, time_ms, given * 8 + kind);
    }
}

/* Marks are given in the last days of the month's part: [to - 2 days, to - 2 hours). */
static void plan_marks(struct generate_shop *shop, uint32_t agent, int64_t from, int64_t to)
{
    struct generate_random *random = &shop->random;
    int64_t late = to - 2 * GENERATE_HOUR_MS;
    int64_t early = to - 2 * GENERATE_DAY_MS;

    if (to - from < SHORTEST_MARKED_MS)
        return;
    for (enum task_kind kind = TASK_MARK_SELF; kind <= TASK_MARK_LEAD; kind++) {
        uint32_t times = 1 + generate_random_chance(random, MARK_AGAIN_PPM);
        for (uint32_t i = 0; i < times; i++)
            plan_add(shop, kind, agent, generate_random_between(random, early, late), 0);
    }
}

static void plan_agent(struct generate_shop *shop, uint32_t index, int64_t from, int64_t to)
{
    const struct generate_agent *agent = &shop->agents[index];
    uint32_t target;

    if (agent->from_ms > from)
        from = agent->from_ms;
    if (agent->until_ms < to)
        to = agent->until_ms;
    if (from >= to)
        return;
    target = plan_target(shop, agent, shop->plan.weights[index]);
    plan_add(shop, TASK_TARGET, index, from + index, target);
    if (generate_random_chance(&shop->random, TARGET_AGAIN_PPM))
        plan_add(shop, TASK_TARGET, index, from + (to - from) / 2, target);
    plan_marks(shop, index, from, to);
    plan_tallies(shop, index, from, to);
}

/* False when out of memory. */
static bool plan_weigh(struct generate_shop *shop, int64_t from, int64_t to)
{
    struct generate_plan *plan = &shop->plan;

    if (!plan->weights)
        plan->weights = calloc(shop->options.agents, sizeof(*plan->weights));
    if (plan->weights)
        generate_staff_weigh(shop, from, to, plan->weights);
    else
        shop->failed = true;
    return plan->weights != NULL;
}

static void plan_month(struct generate_shop *shop, int64_t month_ms)
{
    struct generate_plan *plan = &shop->plan;
    int64_t from = month_ms;
    int64_t to = month_end(shop, month_ms);

    if (from < shop->options.start_ms)
        from = shop->options.start_ms;
    if (to > shop->options.end_ms)
        to = shop->options.end_ms;
    plan->month_ms = month_ms;
    plan->count = plan->next = 0;
    if (shop->options.families & GENERATE_STAFF)
        plan_staff(shop, from, to);
    if ((shop->options.families & GENERATE_PLANS) && plan_weigh(shop, from, to)) {
        for (uint32_t i = 0; i < shop->options.agents; i++)
            plan_agent(shop, i, from, to);
    }
    if (plan->count > 0)
        qsort(plan->tasks, plan->count, sizeof(*plan->tasks), task_compare);
}

/* ---- events ---- */

static void event_text(struct generate_shop *shop, const char *text)
{
    generate_line_text(&shop->line, text, strlen(text));
}

static void event_date(struct generate_shop *shop, int64_t ms)
{
    generate_line_date(&shop->line, ms);
    GENERATE_EVENT_PUT(shop, "\"");
}

/* `,"period":"2026-10"`: the month that is planned. */
static void event_period(struct generate_shop *shop)
{
    GENERATE_EVENT_PUT(shop, ",\"period\":\"");
    generate_line_date(&shop->line, shop->plan.month_ms);
    shop->line.len -= 3; /* the day of the month */
    GENERATE_EVENT_PUT(shop, "\"");
}

static void event_team(struct generate_shop *shop, uint16_t team)
{
    GENERATE_EVENT_PUT(shop, ",\"team\":\"team-");
    generate_line_number(&shop->line, team + 1u);
    GENERATE_EVENT_PUT(shop, "\"");
}

static void event_employee(struct generate_shop *shop, uint16_t index)
{
    GENERATE_EVENT_PUT(shop, ",\"employee\":\"E");
    generate_line_number(&shop->line, 10001u + index);
    GENERATE_EVENT_PUT(shop, "\"");
}

static void event_role(struct generate_shop *shop, const struct generate_agent *agent)
{
    switch ((enum generate_role)agent->role) {
    case GENERATE_ROLE_AGENT: GENERATE_EVENT_PUT(shop, ",\"role\":\"agent\""); break;
    case GENERATE_ROLE_LEAD: GENERATE_EVENT_PUT(shop, ",\"role\":\"lead\""); break;
    case GENERATE_ROLE_DISPATCH: GENERATE_EVENT_PUT(shop, ",\"role\":\"dispatch\""); break;
    }
}

/* Joiners and those on probation are new; the others came one to six years before 2025. */
static void event_joined(struct generate_shop *shop, uint16_t index, int64_t now)
{
    const struct generate_agent *agent = &shop->agents[index];
    int64_t days = (int64_t)(generate_random_hash(index, 3) % 1800);
    int64_t joined_ms = (generate_day_of_date(2025, 1, 1) - 365 - days) * GENERATE_DAY_MS;

    if (agent->probation || agent->joiner || joined_ms > now)
        joined_ms = now;
    GENERATE_EVENT_PUT(shop, ",\"joined\":\"");
    event_date(shop, joined_ms);
}

static void event_staff(struct generate_shop *shop, uint16_t index, int64_t now)
{
    const struct generate_agent *agent = &shop->agents[index];
    GENERATE_EVENT_BEGIN(shop, "agent.updated", GENERATE_OFFSET_SHOP, now);
    generate_event_key_agent(shop, index);
    GENERATE_EVENT_PUT(shop, ",\"name\":\"");
    event_text(shop, agent->name);
    GENERATE_EVENT_PUT(shop, "\"");
    event_employee(shop, index);
    event_team(shop, agent->team);
    event_role(shop, agent);
    if (agent->lead != GENERATE_NOBODY)
        GENERATE_EVENT_AGENT(shop, "lead", agent->lead);
    if (agent->probation || agent->joiner)
        GENERATE_EVENT_PUT(shop, ",\"status\":\"probation\"");
    else
        GENERATE_EVENT_PUT(shop, ",\"status\":\"regular\"");
    event_joined(shop, index, now);
    generate_event_end(shop);
}

static void event_left(struct generate_shop *shop, uint16_t index, int64_t now)
{
    GENERATE_EVENT_BEGIN(shop, "agent.updated", GENERATE_OFFSET_SHOP, now);
    generate_event_key_agent(shop, index);
    GENERATE_EVENT_PUT(shop, ",\"status\":\"left\",\"left\":\"");
    event_date(shop, now);
    generate_event_end(shop);
}

static void event_regular(struct generate_shop *shop, uint16_t index, int64_t now)
{
    GENERATE_EVENT_BEGIN(shop, "agent.updated", GENERATE_OFFSET_SHOP, now);
    generate_event_key_agent(shop, index);
    GENERATE_EVENT_PUT(shop, ",\"status\":\"regular\"");
    generate_event_end(shop);
}

static void event_target(struct generate_shop *shop, uint16_t index, uint32_t value, int64_t now)
{
    GENERATE_EVENT_BEGIN(shop, "target.set", GENERATE_OFFSET_SHOP, now);
    generate_event_key_agent(shop, index);
    event_period(shop);
    GENERATE_EVENT_PUT(shop, ",\"metric\":\"sales\"");
    GENERATE_EVENT_NUMBER(shop, "value", value);
    generate_event_end(shop);
}

/* 0 … 100: people see themselves well, leads see courtesy. Steps of 20, and some in between. */
static uint32_t mark_score(struct generate_shop *shop, const struct generate_agent *agent,
                           bool self)
{
    struct generate_random *random = &shop->random;
    uint32_t step = 4 - generate_random_below(random, 2);

    if (!self && !generate_random_chance(random, agent->courtesy))
        step = generate_random_below(random, 4);
    if (!self && step > 0 && generate_random_chance(random, MARK_ODD_PPM))
        return step * 20 + 20 - 5;
    return step == 0 ? 0 : step * 20 + 20;
}

static void event_mark(struct generate_shop *shop, uint16_t index, bool self, int64_t now)
{
    const struct generate_agent *agent = &shop->agents[index];
    uint32_t score = mark_score(shop, agent, self);
    bool fives = score % 20 == 0 && generate_random_chance(&shop->random, MARK_FIVES_PPM);

    GENERATE_EVENT_BEGIN(shop, "mark.recorded", GENERATE_OFFSET_SHOP, now);
    generate_event_key_agent(shop, index);
    GENERATE_EVENT_PUT(shop, ",\"indicator\":\"execution\"");
    event_period(shop);
    GENERATE_EVENT_AGENT(shop, "rater", self ? index : agent->lead);
    if (self)
        GENERATE_EVENT_PUT(shop, ",\"role\":\"self\"");
    else
        GENERATE_EVENT_PUT(shop, ",\"role\":\"lead\"");
    GENERATE_EVENT_NUMBER(shop, "score", fives ? score / 20 : score);
    if (fives)
        GENERATE_EVENT_PUT(shop, ",\"scale\":5");
    generate_event_end(shop);
}

static void event_tally(struct generate_shop *shop, uint16_t index, uint32_t detail, int64_t now)
{
    const char *kind = tally_kinds[detail % 8];

    GENERATE_EVENT_BEGIN(shop, "tally.recorded", GENERATE_OFFSET_SHOP, now);
    generate_event_key_agent(shop, index);
    GENERATE_EVENT_PUT(shop, ",\"kind\":\"");
    event_text(shop, kind);
    GENERATE_EVENT_PUT(shop, "\"");
    GENERATE_EVENT_NUMBER(shop, "count", 1 + generate_random_below(&shop->random, 2));
    if (detail % 8 == TALLY_KINDS - 1)
        GENERATE_EVENT_PUT(shop, ".5"); /* hours */
    if (detail >= 8) {
        GENERATE_EVENT_PUT(shop, ",\"day\":\"");
        event_date(shop, now - shop->options.cutover_ms);
    }
    generate_event_end(shop);
}

/* ---- step ---- */

static void task_write(struct generate_shop *shop, const struct generate_task *task)
{
    switch ((enum task_kind)task->kind) {
    case TASK_STAFF: event_staff(shop, task->agent, task->time_ms); break;
    case TASK_REGULAR: event_regular(shop, task->agent, task->time_ms); break;
    case TASK_LEFT: event_left(shop, task->agent, task->time_ms); break;
    case TASK_TARGET: event_target(shop, task->agent, task->detail, task->time_ms); break;
    case TASK_MARK_SELF: event_mark(shop, task->agent, true, task->time_ms); break;
    case TASK_MARK_LEAD: event_mark(shop, task->agent, false, task->time_ms); break;
    case TASK_TALLY: event_tally(shop, task->agent, task->detail, task->time_ms); break;
    }
}

/* A step without a task due is the one that makes the agenda: at the start, and as months begin. */
int64_t generate_plan_step(struct generate_shop *shop, int64_t now)
{
    struct generate_plan *plan = &shop->plan;

    if (plan->next == plan->count)
        plan_month(shop, month_begin(shop, now));
    else
        task_write(shop, &plan->tasks[plan->next++]);
    if (plan->next < plan->count)
        return plan->tasks[plan->next].time_ms;
    return month_end(shop, plan->month_ms);
}
