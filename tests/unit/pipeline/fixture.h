/*
 * fixture.h - a pipeline between a scripted collector and a store in memory, and what must come of it.
 *
 *     struct fixture *f = fixture_new(&(struct fixture_options){…});
 *     fixture_chat(f, …), fixture_order(f, …), fixture_line(f, …)      events, in any partition
 *     fixture_run(f)                                                   until all is written
 *     fixture_check(f)                                                 the store's content is right
 *     fixture_free(f)
 *
 * The expected content is computed from the lines alone: every conversation's set is the union of the
 * stubs of all its events, its parts are rounds_of of that set.
 */
#ifndef MERITD_TESTS_PIPELINE_FIXTURE_H
#define MERITD_TESTS_PIPELINE_FIXTURE_H

#include "doubles/mem_collector.h"
#include "doubles/memory_store.h"
#include "pipeline/pipeline.h"

#include <stdint.h>

#define FIXTURE_TOPIC "shop"

struct fixture_options {
    struct pipeline_options pipeline; /* collector, store, decoder, key are filled in */
    int32_t partitions;               /* 0: none are assigned, as with files */
};

struct fixture_line {
    char *text;
    int32_t partition;
};

struct fixture {
    struct fixture *beside; /* another process on the same topic and store; NULL: there is none */
    struct collector *collector;
    struct store *store;
    struct decoder *decoder;
    struct customer_key *key;
    struct pipeline *pipeline;
    struct store_settings settings;
    int64_t starts_at[64];
    int64_t now_ms;        /* monotonic */
    int64_t wall_jumps_ms; /* the wall clock jumps about by so much; 0: it stands still */
    int32_t partitions;
    struct fixture_line *lines;
    size_t line_count;
    size_t refused;  /* of the lines: the store takes them as dead letters alone */
    uint64_t serial; /* of ids */
    uint64_t random;
};

struct fixture *fixture_new(const struct fixture_options *options);
/* Another process beside f: it is handed the same lines from now on. Freed before f. */
struct fixture *fixture_new_beside(struct fixture *f, const struct fixture_options *options);
void fixture_free(struct fixture *f);

/* A number below n, from the fixture's own generator. */
uint64_t fixture_random(struct fixture *f, uint64_t n);

/* A record with this JSON text; also added to what is expected unless it is no event. */
void fixture_line(struct fixture *f, int32_t partition, const char *text);
/* A random message, assignment, transfer or end in conversation c<number>. */
void fixture_chat(struct fixture *f, int32_t partition, unsigned number);
void fixture_order(struct fixture *f, int32_t partition, unsigned number);
/* Hands over a line that was there before once more. */
void fixture_repeat(struct fixture *f, int32_t partition, size_t line);
/* count random events over so many conversations, one in ten an order's, all partitions. */
void fixture_events(struct fixture *f, size_t count, unsigned conversations);

/* One turn, after which the clock goes on. */
enum pipeline_state fixture_turn(struct fixture *f);
/* Turns until all is committed (or the pipeline ended). Fails after very many. */
enum pipeline_state fixture_run(struct fixture *f);
/* Hands everything that has been scripted over: no expectation. */
struct pipeline_statistics fixture_statistics(const struct fixture *f);

/* Conversations, parts, orders, dead letters: all as they must be. */
void fixture_check(struct fixture *f);
/* The stored position of every partition is behind its last record. */
void fixture_check_positions(struct fixture *f);

/* The row another process would write for these lines of a conversation, into the store. */
void fixture_other_writer(struct fixture *f, const char *conversation, const size_t *lines,
                          size_t count);

#endif
