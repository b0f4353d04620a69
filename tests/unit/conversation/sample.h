/*
 * sample.h - conversations for tests: made by hand, in minutes; or at random, from a seed.
 *
 * Time is in minutes from midnight of SAMPLE_DAY; a day has 1440 minutes; a session ends when no human writes
 * for more than SAMPLE_IDLE minutes. A call that fails also fails the test.
 */
#ifndef MERITD_TESTS_CONVERSATION_SAMPLE_H
#define MERITD_TESTS_CONVERSATION_SAMPLE_H

#include "conversation/rounds.h"
#include "naive.h"

#define SAMPLE_DAY 9000 /* a date: days since 1970 */
#define SAMPLE_IDLE 1440
#define SAMPLE_IDLE_MS (INT64_C(60000) * SAMPLE_IDLE)

int64_t sample_ms(double minute);
extern const struct calendar sample_calendar;
extern struct customer_key *sample_key; /* between sample_setup and sample_teardown */

int sample_setup(void **state);
int sample_teardown(void **state);

/* ---- events by hand; the customer is "carl", hashes are given by sample_number ---- */

struct record_of_chat assigned(double minute, const char *agent);
struct record_of_chat customer(double minute, const char *agent); /* agent: whose window; or NULL */
struct record_of_chat asks(double minute, const char *agent, enum chat_intent intent);
struct record_of_chat agent(double minute, const char *name);
struct record_of_chat thanks(double minute, const char *agent); /* a closing message */
struct record_of_chat automatic(double minute, const char *agent);
struct record_of_chat bot(double minute, const char *agent);
struct record_of_chat quiet_machine(double minute,
                                    const char *agent); /* of a bot with auto; of the system */
struct record_of_chat transferred(double minute, const char *from_agent, const char *to_agent);
struct record_of_chat closed(double minute);
/* Gives the records the hashes 1, 2, 3, … in their order. */
void sample_number(struct record_of_chat *records, size_t count);

/* ---- from records to sets, bytes and rounds ---- */

/* Makes a list of the records, and their claim. */
void sample_add(const struct record_of_chat *records, size_t count, struct buffer *list,
                struct customer_claim *claim);
struct text sample_text(const struct buffer *buffer);
struct stub_set sample_unite(struct arena *arena, const struct stub_inputs *inputs);
/* Makes the set of the records; appends its bytes to out, unless out is NULL. */
struct stub_set sample_set(struct arena *arena, const struct record_of_chat *records, size_t count,
                           struct buffer *out);
struct rounds sample_rounds(struct arena *arena, const struct stub_set *set);

/*
 * All parts as lines, times in minutes of SAMPLE_DAY:
 *
 *     <day> <agent>[ after <deadline>]: [customer <n>[ (<n> closing)] from <t>]
 *         [, agent <n> <first>..<last>][, presale <t>]
 *         [, answered [*]<asked>[(<since>)]-<answered> …]    * the session's first response, too
 *         [, carried <asked>-<answered> …][, first <asked>-<answered> …]
 *         [, unanswered <asked> …][, trailing …][, handed over …][, by bots …][, missing …]
 *
 * In the arena.
 */
const char *sample_describe(struct arena *arena, const struct rounds *rounds);
/* All voices: <agent> <t>, … */
const char *sample_voices(struct arena *arena, const struct rounds *rounds);

/* ---- at random: splitmix64, so that a seed always gives the same conversation ---- */

struct sample_random {
    uint64_t state;
};

uint64_t sample_random_next(struct sample_random *random);
/* 0 to below - 1. */
size_t sample_random_below(struct sample_random *random, size_t below);
/*
 * A conversation with many edge cases: several events at one instant, gaps at the idle limit and just beyond
 * it, agents whose names are beginnings of other names, hashes that come again with other content.
 */
void sample_conversation(struct sample_random *random, struct record_of_chat *records,
                         size_t count);
void sample_shuffle(struct sample_random *random, struct record_of_chat *records, size_t count);

#endif
