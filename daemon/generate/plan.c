/*
 * plan.c - events with fixed dates: the staff list, monthly targets, marks and tallies.
 *
 * The agenda of a business month is made when the month begins (or the shop does),
 * sorted, and worked off. If the span cuts a month, only the part within the span is planned: targets for
 * that part's sales, marks before that part's end.
 */
#include "generate/actors.h"

#include "generate/calendar.h"

#include <stdlib.h>

/* Chances, in parts per million. */
#define MARK_AGAIN_PPM 100000  /* marks given a second time: the last one counts */
#define MARK_FIVES_PPM 150000  /* marks on a scale of 5 */
#define MARK_ODD_PPM 200000    /* leads' marks that are between the scheme's steps */
#define TARGET_AGAIN_PPM 60000 /* targets corrected later in the month */
#define TALLY_DAY_PPM 500000   /* tallies that name their day */
#define TALLIES_MOST 4         /* per agent and month */
#define SHORTEST_MARKED_MS (3 * GENERATE_DAY_MS) /* months shorter than this get no marks */

/*
 * Sales, divided by the plain product of an agent's abilities. Flagged, late and unpaid orders reduce them;
 * orders of the agent's customers without another agent's answer, and orders that name the agent, increase
 * them.
 */
#define SALES_SHARE_PERCENT 98

enum task_kind {
    TASK_STAFF,   /* the whole record of a staff member */
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
static int64_t month_begin(const struct generate_world *world, int64_t ms)
{
    int64_t cutover_ms = world->options.cutover_ms;

    return generate_calendar_month(ms - cutover_ms, 0) + cutover_ms;
}

static int64_t month_end(const struct generate_world *world, int64_t month_ms)
{
    int64_t cutover_ms = world->options.cutover_ms;

    return generate_calendar_month(month_ms - cutover_ms, 1) + cutover_ms;
}

/* ---- the agenda ---- */

static void plan_add(struct generate_world *world, enum task_kind kind, uint32_t agent,
                     int64_t time_ms, uint32_t detail)
{
    struct generate_plan *plan = &world->plan;

    if (plan->count == plan->cap) {
        size_t cap = plan->cap ? 2 * plan->cap : 256;
        struct generate_task *tasks = realloc(plan->tasks, cap * sizeof(*tasks));
        if (!tasks) {
            world->failed = true;
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

/* Plans staff records at the start, a joiner's record when the joiner comes, and changes in [from, to). */
static void plan_staff(struct generate_world *world, int64_t from, int64_t to)
{
    int64_t start = world->options.start_ms;
    int64_t end = world->options.end_ms;
    int64_t regular_ms = start + (end - start) / 10 * 9;

    for (uint32_t i = 0; i < world->staff_count; i++) {
        const struct generate_agent *agent = &world->agents[i];
        int64_t begin_ms = agent->from_ms > start ? agent->from_ms : start;

        if (agent->until_ms <= start)
            continue;
        if (begin_ms >= from && begin_ms < to)
            plan_add(world, TASK_STAFF, i, begin_ms, 0);
        if (agent->until_ms >= from && agent->until_ms < to)
            plan_add(world, TASK_LEFT, i, agent->until_ms, 0);
        if (agent->probation && regular_ms >= from && regular_ms < to)
            plan_add(world, TASK_REGULAR, i, regular_ms, 0);
    }
}

/* The expected conversations within that weight. */
static uint64_t plan_conversations(const struct generate_world *world, uint64_t weight)
{
    uint64_t total = generate_calendar_weigh(false, world->options.start_ms, world->options.end_ms);
    uint64_t conversations = world->options.conversations;

    if (world->options.live_per_day > 0) { /* live: conversations per day */
        total = GENERATE_WEIGHT_FLAT * (uint64_t)GENERATE_DAY_MS;
        conversations = world->options.live_per_day;
    }
    return (uint64_t)((double)weight / (double)total * (double)conversations);
}

/* Expected sales divided by the intended completion, in whole units, rounded to tens. */
static uint32_t plan_target(const struct generate_world *world, const struct generate_agent *agent,
                            uint64_t weight)
{
    uint64_t people = generate_chat_people_ppm(&world->options);
    uint64_t chats = plan_conversations(world, weight) * people / GENERATE_PPM *
                     GENERATE_PRESALE_PPM / GENERATE_PPM;
    uint64_t orders = chats * agent->answers / GENERATE_PPM * agent->converts / GENERATE_PPM;
    uint64_t sales = orders * agent->pays / GENERATE_PPM * (uint64_t)agent->price_cents / 100;
    uint64_t target = sales * SALES_SHARE_PERCENT * (GENERATE_PPM / 100) / agent->completion;

    if (target > UINT32_MAX)
        return UINT32_MAX;
    return target > 10 ? (uint32_t)target / 10 * 10 : 10;
}

static void plan_tallies(struct generate_world *world, uint32_t agent, int64_t from, int64_t to)
{
    struct generate_random *random = &world->random;
    uint32_t count = generate_random_below(random, TALLIES_MOST + 1);

    for (uint32_t i = 0; i < count; i++) {
        int64_t time_ms = generate_random_between(random, from, to - 1);
        uint32_t kind = generate_random_below(random, TALLY_KINDS);
        uint32_t given = generate_random_chance(random, TALLY_DAY_PPM);
        plan_add(world, TASK_TALLY, agent, time_ms, given * 8 + kind);
    }
}

/* Marks are given in the last days of the month's part: [to - 2 days, to - 2 hours). */
static void plan_marks(struct generate_world *world, uint32_t agent, int64_t from, int64_t to)
{
    struct generate_random *random = &world->random;
    int64_t late = to - 2 * GENERATE_HOUR_MS;
    int64_t early = to - 2 * GENERATE_DAY_MS;

    if (to - from < SHORTEST_MARKED_MS)
        return;
    for (enum task_kind kind = TASK_MARK_SELF; kind <= TASK_MARK_LEAD; kind++) {
        uint32_t times = 1 + generate_random_chance(random, MARK_AGAIN_PPM);
        for (uint32_t i = 0; i < times; i++)
            plan_add(world, kind, agent, generate_random_between(random, early, late), 0);
    }
}

static void plan_agent(struct generate_world *world, uint32_t index, int64_t from, int64_t to)
{
    const struct generate_agent *agent = &world->agents[index];
    uint32_t target;

    if (agent->from_ms > from)
        from = agent->from_ms;
    if (agent->until_ms < to)
        to = agent->until_ms;
    if (from >= to)
        return;
    target = plan_target(world, agent, world->plan.weights[index]);
    plan_add(world, TASK_TARGET, index, from + index, target);
    if (generate_random_chance(&world->random, TARGET_AGAIN_PPM))
        plan_add(world, TASK_TARGET, index, from + (to - from) / 2, target);
    plan_marks(world, index, from, to);
    plan_tallies(world, index, from, to);
}

/* False when out of memory. */
static bool plan_weigh(struct generate_world *world, int64_t from, int64_t to)
{
    struct generate_plan *plan = &world->plan;

    if (!plan->weights)
        plan->weights = calloc(world->options.agents, sizeof(*plan->weights));
    if (plan->weights)
        generate_staff_weigh(world, from, to, plan->weights);
    else
        world->failed = true;
    return plan->weights != NULL;
}

static void plan_month(struct generate_world *world, int64_t month_ms)
{
    struct generate_plan *plan = &world->plan;
    int64_t from = month_ms;
    int64_t to = month_end(world, month_ms);

    if (from < world->options.start_ms)
        from = world->options.start_ms;
    if (to > world->options.end_ms)
        to = world->options.end_ms;
    plan->month_ms = month_ms;
    plan->count = plan->next = 0;
    if (world->options.families & GENERATE_STAFF)
        plan_staff(world, from, to);
    if ((world->options.families & GENERATE_PLANS) && plan_weigh(world, from, to)) {
        for (uint32_t i = 0; i < world->options.agents; i++)
            plan_agent(world, i, from, to);
    }
    if (plan->count > 0)
        qsort(plan->tasks, plan->count, sizeof(*plan->tasks), task_compare);
}

/* ---- events ---- */

static void event_text(struct generate_world *world, const char *text)
{
    generate_line_text(&world->line, text, strlen(text));
}

static void event_date(struct generate_world *world, int64_t ms)
{
    generate_line_date(&world->line, ms);
    GENERATE_EVENT_PUT(world, "\"");
}

/* Writes `,"period":"2026-10"`: the planned month. */
static void event_period(struct generate_world *world)
{
    GENERATE_EVENT_PUT(world, ",\"period\":\"");
    generate_line_date(&world->line, world->plan.month_ms);
    world->line.len -= 3; /* the day of the month */
    GENERATE_EVENT_PUT(world, "\"");
}

static void event_team(struct generate_world *world, uint16_t team)
{
    GENERATE_EVENT_PUT(world, ",\"team\":\"team-");
    generate_line_number(&world->line, team + 1u);
    GENERATE_EVENT_PUT(world, "\"");
}

static void event_employee(struct generate_world *world, uint16_t index)
{
    GENERATE_EVENT_PUT(world, ",\"employee\":\"E");
    generate_line_number(&world->line, 10001u + index);
    GENERATE_EVENT_PUT(world, "\"");
}

static void event_role(struct generate_world *world, const struct generate_agent *agent)
{
    switch ((enum generate_role)agent->role) {
    case GENERATE_ROLE_AGENT: GENERATE_EVENT_PUT(world, ",\"role\":\"agent\""); break;
    case GENERATE_ROLE_LEAD: GENERATE_EVENT_PUT(world, ",\"role\":\"lead\""); break;
    case GENERATE_ROLE_DISPATCH: GENERATE_EVENT_PUT(world, ",\"role\":\"dispatch\""); break;
    }
}

/* Joiners and those on probation are new; the others came one to six years before 2025. */
static void event_joined(struct generate_world *world, uint16_t index, int64_t now)
{
    const struct generate_agent *agent = &world->agents[index];
    int64_t days = (int64_t)(generate_random_hash(index, 3) % 1800);
    int64_t joined_ms = (generate_day_of_date(2025, 1, 1) - 365 - days) * GENERATE_DAY_MS;

    if (agent->probation || agent->joiner || joined_ms > now)
        joined_ms = now;
    GENERATE_EVENT_PUT(world, ",\"joined\":\"");
    event_date(world, joined_ms);
}

static void event_staff(struct generate_world *world, uint16_t index, int64_t now)
{
    const struct generate_agent *agent = &world->agents[index];
    GENERATE_EVENT_BEGIN(world, "agent.updated", GENERATE_OFFSET_SHOP, now);
    generate_event_key_agent(world, index);
    GENERATE_EVENT_PUT(world, ",\"name\":\"");
    event_text(world, agent->name);
    GENERATE_EVENT_PUT(world, "\"");
    event_employee(world, index);
    event_team(world, agent->team);
    event_role(world, agent);
    if (agent->lead != GENERATE_NOBODY)
        GENERATE_EVENT_AGENT(world, "lead", agent->lead);
    if (agent->probation || agent->joiner)
        GENERATE_EVENT_PUT(world, ",\"status\":\"probation\"");
    else
        GENERATE_EVENT_PUT(world, ",\"status\":\"regular\"");
    event_joined(world, index, now);
    generate_event_end(world);
}

static void event_left(struct generate_world *world, uint16_t index, int64_t now)
{
    GENERATE_EVENT_BEGIN(world, "agent.updated", GENERATE_OFFSET_SHOP, now);
    generate_event_key_agent(world, index);
    GENERATE_EVENT_PUT(world, ",\"status\":\"left\",\"left\":\"");
    event_date(world, now);
    generate_event_end(world);
}

static void event_regular(struct generate_world *world, uint16_t index, int64_t now)
{
    GENERATE_EVENT_BEGIN(world, "agent.updated", GENERATE_OFFSET_SHOP, now);
    generate_event_key_agent(world, index);
    GENERATE_EVENT_PUT(world, ",\"status\":\"regular\"");
    generate_event_end(world);
}

static void event_target(struct generate_world *world, uint16_t index, uint32_t value, int64_t now)
{
    GENERATE_EVENT_BEGIN(world, "target.set", GENERATE_OFFSET_SHOP, now);
    generate_event_key_agent(world, index);
    event_period(world);
    GENERATE_EVENT_PUT(world, ",\"metric\":\"sales\"");
    GENERATE_EVENT_NUMBER(world, "value", value);
    generate_event_end(world);
}

/* 0 … 100: people rate themselves high, leads rate courtesy. In steps of 20, and some in between. */
static uint32_t mark_score(struct generate_world *world, const struct generate_agent *agent,
                           bool self)
{
    struct generate_random *random = &world->random;
    uint32_t step = 4 - generate_random_below(random, 2);

    if (!self && !generate_random_chance(random, agent->courtesy))
        step = generate_random_below(random, 4);
    if (!self && step > 0 && generate_random_chance(random, MARK_ODD_PPM))
        return step * 20 + 20 - 5;
    return step == 0 ? 0 : step * 20 + 20;
}

static void event_mark(struct generate_world *world, uint16_t index, bool self, int64_t now)
{
    const struct generate_agent *agent = &world->agents[index];
    uint32_t score = mark_score(world, agent, self);
    bool fives = score % 20 == 0 && generate_random_chance(&world->random, MARK_FIVES_PPM);

    GENERATE_EVENT_BEGIN(world, "mark.recorded", GENERATE_OFFSET_SHOP, now);
    generate_event_key_agent(world, index);
    GENERATE_EVENT_PUT(world, ",\"indicator\":\"execution\"");
    event_period(world);
    GENERATE_EVENT_AGENT(world, "rater", self ? index : agent->lead);
    if (self)
        GENERATE_EVENT_PUT(world, ",\"role\":\"self\"");
    else
        GENERATE_EVENT_PUT(world, ",\"role\":\"lead\"");
    GENERATE_EVENT_NUMBER(world, "score", fives ? score / 20 : score);
    if (fives)
        GENERATE_EVENT_PUT(world, ",\"scale\":5");
    generate_event_end(world);
}

static void event_tally(struct generate_world *world, uint16_t index, uint32_t detail, int64_t now)
{
    const char *kind = tally_kinds[detail % 8];

    GENERATE_EVENT_BEGIN(world, "tally.recorded", GENERATE_OFFSET_SHOP, now);
    generate_event_key_agent(world, index);
    GENERATE_EVENT_PUT(world, ",\"kind\":\"");
    event_text(world, kind);
    GENERATE_EVENT_PUT(world, "\"");
    GENERATE_EVENT_NUMBER(world, "count", 1 + generate_random_below(&world->random, 2));
    if (detail % 8 == TALLY_KINDS - 1)
        GENERATE_EVENT_PUT(world, ".5"); /* hours */
    if (detail >= 8) {
        GENERATE_EVENT_PUT(world, ",\"day\":\"");
        event_date(world, now - world->options.cutover_ms);
    }
    generate_event_end(world);
}

/* ---- step ---- */

static void task_write(struct generate_world *world, const struct generate_task *task)
{
    switch ((enum task_kind)task->kind) {
    case TASK_STAFF: event_staff(world, task->agent, task->time_ms); break;
    case TASK_REGULAR: event_regular(world, task->agent, task->time_ms); break;
    case TASK_LEFT: event_left(world, task->agent, task->time_ms); break;
    case TASK_TARGET: event_target(world, task->agent, task->detail, task->time_ms); break;
    case TASK_MARK_SELF: event_mark(world, task->agent, true, task->time_ms); break;
    case TASK_MARK_LEAD: event_mark(world, task->agent, false, task->time_ms); break;
    case TASK_TALLY: event_tally(world, task->agent, task->detail, task->time_ms); break;
    }
}

/* A step without a due task makes the agenda: at the start, and when a month begins. */
int64_t generate_plan_step(struct generate_world *world, int64_t now)
{
    struct generate_plan *plan = &world->plan;

    if (plan->next == plan->count)
        plan_month(world, month_begin(world, now));
    else
        task_write(world, &plan->tasks[plan->next++]);
    if (plan->next < plan->count)
        return plan->tasks[plan->next].time_ms;
    return month_end(world, plan->month_ms);
}
