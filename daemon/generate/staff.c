/*
 * staff.c - who works in the shop, how good they are, and who is on shift.
 *
 * Names, teams and skills depend only on the seed and the number of agents, so two runs (last month from a
 * file, then live traffic) have the same people. Skill is spread evenly over the agents, in an order that the
 * seed shuffles; each ability depends on it, with some luck.
 */
#include "generate/actors.h"

#include "generate/calendar.h"

#include <stdlib.h>

#define SURNAMES 24
#define GIVEN_NAMES 16
#define SECOND_ACCOUNT_PPM 250000 /* of the conversations of who has a second account */
#define LUCK_SHARE 40             /* percent of an ability that does not depend on skill */

static const struct surname {
    const char *account, *name;
} surnames[SURNAMES] = {
    {"chen", "陈"}, {"lin", "林"},   {"huang", "黄"},  {"zhang", "张"}, {"li", "李"},
    {"wang", "王"}, {"wu", "吴"},    {"liu", "刘"},    {"cai", "蔡"},   {"yang", "杨"},
    {"xu", "许"},   {"zheng", "郑"}, {"xie", "谢"},    {"guo", "郭"},   {"hong", "洪"},
    {"qiu", "邱"},  {"zeng", "曾"},  {"liao", "廖"},   {"lai", "赖"},   {"zhou", "周"},
    {"ye", "叶"},   {"su", "苏"},    {"zhuang", "庄"}, {"jiang", "江"},
};
static const char given_names[GIVEN_NAMES][7] = {
    "小雨", "佳怡", "晓燕", "子涵", "思远", "美玲", "志强", "雅婷",
    "建华", "欣妍", "文博", "丽娟", "俊杰", "诗琪", "海涛", "春梅",
};

/* "chen-07", "陈小雨": unique by the number. */
static void agent_name(struct generate_agent *agent, uint32_t number)
{
    const struct surname *surname = &surnames[number % SURNAMES];
    const char *given = given_names[generate_random_hash(number, 7) % GIVEN_NAMES];
    char digits[6];
    size_t len = strlen(surname->account);
    size_t at = sizeof(digits);

    for (uint32_t rest = number + 1; rest > 0 || at > sizeof(digits) - 2; rest /= 10)
        digits[--at] = (char)('0' + rest % 10);
    memcpy(agent->account, surname->account, len);
    agent->account[len] = '-';
    memcpy(agent->account + len + 1, digits + at, sizeof(digits) - at);
    agent->account_len = (uint8_t)(len + 1 + sizeof(digits) - at);
    len = strlen(surname->name);
    memcpy(agent->name, surname->name, len);
    memcpy(agent->name + len, given, strlen(given));
}

/* low … high for skill 0 … 1000, mixed with this ability's own luck. */
static int64_t ability(uint64_t seed, uint32_t skill, uint32_t kind, int64_t low, int64_t high)
{
    int64_t luck = (int64_t)(generate_random_hash(seed, (uint64_t)skill << 8 | kind) % 1001);
    int64_t mixed = (luck * LUCK_SHARE + (int64_t)skill * (100 - LUCK_SHARE)) / 100;

    return low + (high - low) * mixed / 1000;
}

static void agent_skills(struct generate_agent *agent, uint64_t seed, uint32_t skill)
{
    agent->answers = (uint32_t)ability(seed, skill, 1, 905000, 1010000);
    if (agent->answers > 995000)
        agent->answers = 995000;
    agent->converts = (uint32_t)ability(seed, skill, 2, 490000, 690000);
    agent->pays = (uint32_t)ability(seed, skill, 3, 815000, 1015000);
    if (agent->pays > 990000)
        agent->pays = 990000;
    agent->courtesy = (uint32_t)ability(seed, skill, 4, 700000, 980000);
    agent->wait_ms = (int32_t)ability(seed, skill, 5, 52000, 14000);
    agent->price_cents = (int32_t)ability(seed, skill, 6, 14500, 25500);
    agent->completion = (uint32_t)ability(seed, skill, 7, 600000, 1160000);
}

/*
 * Plans the end of a probation, a joiner, a leaver. In live traffic all this has happened: it continues a
 * span that was generated before.
 */
static void staff_movements(struct generate_world *world)
{
    bool live = world->options.live_per_day > 0;
    int64_t start = world->options.start_ms;
    int64_t span = world->options.end_ms - start;
    uint32_t count = world->options.agents;

    if (count >= 3)
        world->agents[1].probation = !live;
    if (count < 5)
        return;
    world->agents[count - 1].joiner = true;
    if (!live)
        world->agents[count - 1].from_ms = start + span / 100 * 35;
    world->agents[count - 2].until_ms = live ? start : start + span / 100 * 70;
}

static void staff_agents(struct generate_world *world, uint32_t *order)
{
    struct generate_random random;
    uint32_t count = world->options.agents;

    generate_random_seed(&random, generate_random_hash(world->options.seed, count));
    for (uint32_t i = 0; i < count; i++)
        order[i] = i;
    for (uint32_t i = count; i > 1; i--) {
        uint32_t other = generate_random_below(&random, i);
        uint32_t kept = order[i - 1];
        order[i - 1] = order[other];
        order[other] = kept;
    }
    for (uint32_t i = 0; i < count; i++) {
        world->agents[i].team = (uint16_t)(i % world->options.teams);
        world->agents[i].lead = (uint16_t)(count + world->agents[i].team);
        agent_skills(&world->agents[i], world->options.seed, order[i] * 1000 / count);
    }
}

static void staff_roles(struct generate_world *world)
{
    for (uint32_t i = 0; i < world->staff_count; i++) {
        struct generate_agent *agent = &world->agents[i];

        agent_name(agent, i);
        agent->from_ms = INT64_MIN;
        agent->until_ms = INT64_MAX;
        if (i < world->options.agents)
            continue;
        agent->role = i == world->dispatcher ? GENERATE_ROLE_DISPATCH : GENERATE_ROLE_LEAD;
        agent->team = i == world->dispatcher ? 0 : (uint16_t)(i - world->options.agents);
        agent->lead = GENERATE_NOBODY;
    }
}

/* "chen-01-2": the same person with the same skills. */
static void staff_second_accounts(struct generate_world *world)
{
    for (uint32_t i = 0; i < world->options.second_agents; i++) {
        struct generate_agent *second = &world->agents[world->staff_count + i];

        *second = world->agents[i];
        memcpy(second->account + second->account_len, "-2", 2);
        second->account_len += 2;
    }
}

bool generate_staff_init(struct generate_world *world)
{
    bool dispatches = world->options.agents >= 5;
    uint32_t leads_end = world->options.agents + world->options.teams;
    uint32_t *order = calloc(world->options.agents, sizeof(*order));

    world->staff_count = leads_end + dispatches;
    world->dispatcher = dispatches ? (uint16_t)leads_end : GENERATE_NOBODY;
    world->agents = calloc(world->staff_count + world->options.second_agents,
                           sizeof(*world->agents));
    world->roster = calloc(world->options.agents, sizeof(*world->roster));
    world->roster_end_ms = INT64_MIN;
    world->failed = !order || !world->agents || !world->roster;
    if (!world->failed) {
        staff_roles(world);
        staff_agents(world, order);
        staff_movements(world);
        staff_second_accounts(world);
    }
    free(order);
    return !world->failed;
}

/* Five days per week, early (08-17) or late (15-24) in alternate weeks, one in eight at night. */
static bool agent_on_shift(uint32_t index, int64_t now)
{
    uint32_t hour = (uint32_t)generate_calendar_hour(now);
    uint32_t weekday = (uint32_t)generate_calendar_weekday(now);
    uint32_t week = (uint32_t)((now / GENERATE_DAY_MS + 3) / 7);

    if ((weekday + index * 3) % 7 < 2)
        return false;
    if (hour < 8)
        return (index + week) % 8 == 0;
    return (index + week) % 2 == 0 ? hour < 17 : hour >= 15;
}

static bool agent_employed(const struct generate_agent *agent, int64_t now)
{
    return agent->from_ms <= now && now < agent->until_ms;
}

/* Made again for another hour: that of an order may be tomorrow. In an hour when nobody is on shift, everybody employed is. */
static void roster_make(struct generate_world *world, int64_t now)
{
    for (int everybody = 0; everybody < 2; everybody++) {
        world->roster_count = 0;
        for (uint32_t i = 0; i < world->options.agents; i++) {
            if (agent_employed(&world->agents[i], now) && (everybody || agent_on_shift(i, now)))
                world->roster[world->roster_count++] = (uint16_t)i;
        }
        if (world->roster_count > 0)
            break;
    }
    world->roster_end_ms = generate_calendar_hour_end(now);
}

uint16_t generate_staff_pick(struct generate_world *world, int64_t now, uint16_t except)
{
    uint16_t picked = except;

    if (generate_calendar_hour_end(now) != world->roster_end_ms)
        roster_make(world, now);
    for (int tries = 0; tries < 4 && picked == except; tries++)
        picked = world->roster[generate_random_below(&world->random, world->roster_count)];
    return picked;
}

uint16_t generate_staff_account(struct generate_world *world, uint16_t agent)
{
    if (agent >= world->options.second_agents ||
        !generate_random_chance(&world->random, SECOND_ACCOUNT_PPM))
        return agent;
    return (uint16_t)(world->staff_count + agent);
}

void generate_staff_weigh(struct generate_world *world, int64_t from, int64_t to, uint64_t *weights)
{
    bool flat = world->options.live_per_day > 0;

    memset(weights, 0, world->options.agents * sizeof(*weights));
    while (from < to) {
        int64_t end = generate_calendar_hour_end(from);
        uint64_t weight;

        if (end > to)
            end = to;
        roster_make(world, from);
        weight = generate_calendar_weigh(flat, from, end) / world->roster_count;
        for (uint32_t i = 0; i < world->roster_count; i++)
            weights[world->roster[i]] += weight;
        from = end;
    }
    world->roster_end_ms = INT64_MIN; /* the next pick makes the list again */
}
