/*
 * survey.c - a customer's opinion.
 *
 * With GENERATE_CHANGES an answer has an id, may rate dimensions beside the whole, one event each, and may be
 * corrected; without, it is one event.
 */
#include "generate/actors.h"

/* Chances, in parts per million. */
#define NAMED_PPM 500000     /* the survey names the agent */
#define DIMENSION_PPM 300000 /* rates dimensions */
#define CORRECTED_PPM 40000  /* given another rating later */

#define SECONDS INT64_C(1000)
#define HOURS GENERATE_HOUR_MS

enum survey_part { SURVEY_WHOLE, SURVEY_ATTITUDE, SURVEY_SPEED, SURVEY_CORRECTED };

struct survey {
    struct generate_survey_start start;
    uint64_t number;
    uint8_t part; /* enum survey_part, which comes next */
    bool detailed;
};

void generate_survey_init(struct generate_world *world)
{
    generate_pool_init(&world->surveys, sizeof(struct survey));
}

void generate_survey_begin(struct generate_world *world, const struct generate_survey_start *start,
                           int64_t at)
{
    uint32_t index = generate_pool_take(&world->surveys);
    struct survey *survey;

    if (index == GENERATE_POOL_NONE) {
        world->failed = true;
        return;
    }
    survey = generate_pool_at(&world->surveys, index);
    survey->start = *start;
    survey->number = world->made_surveys++;
    generate_actor_schedule(world, GENERATE_ACTOR_SURVEY, index, at);
}

/* Good ratings are the upper two of the scale; other ratings are anywhere below. */
static void survey_write_rating(struct generate_world *world,
                                const struct generate_survey_start *start)
{
    uint32_t scale = start->about == 't' ? 10 : 5;
    bool good = start->agent == GENERATE_NOBODY ||
                generate_random_chance(&world->random, world->agents[start->agent].courtesy);
    uint32_t low = good ? scale - 1 : 1;
    uint32_t high = good ? scale : scale - 2;

    GENERATE_EVENT_NUMBER(world, "rating",
                          (uint64_t)generate_random_between(&world->random, low, high));
    GENERATE_EVENT_NUMBER(world, "scale", scale);
}

static void survey_write(struct generate_world *world, const struct survey *survey, int64_t now)
{
    const struct generate_survey_start *start = &survey->start;

    GENERATE_EVENT_BEGIN(world, "survey.answered", GENERATE_OFFSET_SHOP, now);
    switch (start->about) {
    case 'c': GENERATE_EVENT_KEY(world, "conversation", 'c', start->number); break;
    case 'o': GENERATE_EVENT_KEY(world, "order", 'o', start->number); break;
    default: GENERATE_EVENT_KEY(world, "ticket", 't', start->number); break;
    }
    generate_event_customer(world, start->customer);
    if (start->agent != GENERATE_NOBODY && generate_random_chance(&world->random, NAMED_PPM))
        GENERATE_EVENT_AGENT(world, "agent", start->agent);
    survey_write_rating(world, start);
}

/* One event, and the end. */
static int64_t survey_step_alone(struct generate_world *world, const struct survey *survey,
                                 int64_t now)
{
    survey_write(world, survey, now);
    if (generate_random_chance(&world->random, DIMENSION_PPM))
        GENERATE_EVENT_PUT(world, ",\"dimension\":\"attitude\"");
    generate_event_end(world);
    return GENERATE_DONE;
}

static int64_t survey_next(struct generate_world *world, struct survey *survey, int64_t now)
{
    struct generate_random *random = &world->random;

    if (survey->part == SURVEY_WHOLE)
        survey->detailed = generate_random_chance(random, DIMENSION_PPM);
    if (survey->detailed && survey->part < SURVEY_SPEED) {
        survey->part++;
        return now + generate_random_between(random, 1 * SECONDS, 20 * SECONDS);
    }
    if (survey->part == SURVEY_CORRECTED || !generate_random_chance(random, CORRECTED_PPM))
        return GENERATE_DONE;
    survey->part = SURVEY_CORRECTED;
    return now + generate_random_between(random, 20 * SECONDS, 20 * HOURS);
}

int64_t generate_survey_step(struct generate_world *world, uint32_t index, int64_t now)
{
    struct survey *survey = generate_pool_at(&world->surveys, index);

    if (!(world->options.families & GENERATE_CHANGES))
        return survey_step_alone(world, survey, now);
    survey_write(world, survey, now);
    GENERATE_EVENT_PUT(world, ",\"survey\":");
    generate_event_id(world, 's', survey->number);
    if (survey->part == SURVEY_ATTITUDE)
        GENERATE_EVENT_PUT(world, ",\"dimension\":\"attitude\"");
    if (survey->part == SURVEY_SPEED)
        GENERATE_EVENT_PUT(world, ",\"dimension\":\"speed\"");
    generate_event_end(world);
    return survey_next(world, survey, now);
}
