/*
 * actors.h - inside life.h: the actors of the world.
 *
 *     actor          begun by                 file
 *     arrivals       the world                life.c     one for ever: lets customers in
 *     plan           the world                plan.c     one for ever: staff and plans
 *     conversation   arrivals                 chat.c and chat_*.c
 *     order          conversation, arrivals   order.c
 *     ticket         conversation             ticket.c
 *     survey         all of these three       survey.c
 */
#ifndef MERITD_GENERATE_ACTORS_H
#define MERITD_GENERATE_ACTORS_H

#include "generate/world.h"

/* ---- staff ---- */

/* False when out of memory; `failed` is then set too. */
bool generate_staff_init(struct generate_world *world);
/* An agent on shift who chats; `except` only when hardly any other agent is on shift. */
uint16_t generate_staff_pick(struct generate_world *world, int64_t now, uint16_t except);
/* The account from which that agent takes the next conversation: sometimes the second one. */
uint16_t generate_staff_account(struct generate_world *world, uint16_t agent);
/*
 * The share of the calendar's weight of [from, to) that falls to each agent who chats; targets are computed
 * from it. Walks the hours; writes options.agents numbers.
 */
void generate_staff_weigh(struct generate_world *world, int64_t from, int64_t to,
                          uint64_t *weights);

/* ---- the actors ---- */

/* Make the actors' pools. */
void generate_chat_init(struct generate_world *world);
void generate_order_init(struct generate_world *world);
void generate_ticket_init(struct generate_world *world);
void generate_survey_init(struct generate_world *world);

struct generate_chat_start {
    uint32_t customer;
    bool presale;
};

/* The share of contacts that are presale, and of those that get an order; for the sales targets. */
#define GENERATE_PRESALE_PPM 740000

/* The share of conversations that come to a person. */
uint32_t generate_chat_people_ppm(const struct generate_options *options);
void generate_chat_begin(struct generate_world *world, const struct generate_chat_start *start,
                         int64_t now);
/* A conversation of one question only: fills the events up to an exact number. */
void generate_chat_single(struct generate_world *world, uint32_t customer, int64_t now);
int64_t generate_chat_step(struct generate_world *world, uint32_t index, int64_t now);

struct generate_order_start {
    uint32_t customer;
    uint16_t agent; /* the agent who earned it; GENERATE_NOBODY: a silent order */
    bool held;      /* payment waits for generate_order_release */
};

/* The order's index, or GENERATE_POOL_NONE (out of memory, or after the end). */
uint32_t generate_order_begin(struct generate_world *world,
                              const struct generate_order_start *start, int64_t at);
/* Lets a held order continue at that time; its slot may be free afterwards. */
void generate_order_release(struct generate_world *world, uint32_t index, int64_t at);
int64_t generate_order_step(struct generate_world *world, uint32_t index, int64_t now);

void generate_ticket_begin(struct generate_world *world, uint32_t customer, uint16_t agent,
                           int64_t at);
int64_t generate_ticket_step(struct generate_world *world, uint32_t index, int64_t now);

/* The subject of a survey: its letter (c, o or t) and its number, as in the ids. */
struct generate_survey_start {
    char about;
    uint64_t number;
    uint32_t customer;
    uint16_t agent; /* the rated agent, whether or not the event names one */
};

void generate_survey_begin(struct generate_world *world, const struct generate_survey_start *start,
                           int64_t at);
int64_t generate_survey_step(struct generate_world *world, uint32_t index, int64_t now);

/* The plan's first step is at the world's start. */
int64_t generate_plan_step(struct generate_world *world, int64_t now);

#endif
