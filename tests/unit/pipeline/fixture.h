/*
 * fixture.h - a pipeline between a scripted collector and a store in memory, and its expected result.
 *
 *     struct fixture *f = fixture_new(&(struct fixture_options){…});
 *     fixture_chat(f, …), fixture_order(f, …), fixture_line(f, …)      events, in any partition
 *     fixture_run(f)                                                   until all is written
 *     fixture_check(f)                                                 the store's content is right
 *     fixture_free(f)
 *
 * The expected content is computed only from the lines: a conversation's set is the union of the stubs of all
 * its events, and its parts are rounds_of of that set.
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
    int32_t partitions;               /* 0: no assignment, as with files */
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
    int64_t wall_jumps_ms; /* the wall clock jumps by up to this, ms; 0: it stands still */
    int32_t partitions;
    struct fixture_line *lines;
    size_t line_count;
    size_t refused;   /* lines that the store takes only as dead letters */
    int64_t late[16]; /* by partition: events that came more than an hour after they happened */
    uint64_t serial;  /* of ids */
    uint64_t random;
};

struct fixture *fixture_new(const struct fixture_options *options);
/* Makes another process beside f: it gets the same lines from now on. Free it before f. */
struct fixture *fixture_new_beside(struct fixture *f, const struct fixture_options *options);
void fixture_free(struct fixture *f);

/* A number below n, from the fixture's own generator. */
uint64_t fixture_random(struct fixture *f, uint64_t n);

/* Hands over a record with this JSON text. If it is an event, adds it to the expected content. */
void fixture_line(struct fixture *f, int32_t partition, const char *text);
/* Hands over a random message, assignment, transfer or end in conversation c<number>. */
void fixture_chat(struct fixture *f, int32_t partition, unsigned number);
void fixture_order(struct fixture *f, int32_t partition, unsigned number);
/* Hands over an earlier line once more. */
void fixture_repeat(struct fixture *f, int32_t partition, size_t line);
/* Hands over count random events in this many conversations and all partitions; one in ten is an order's. */
void fixture_events(struct fixture *f, size_t count, unsigned conversations);

/* Makes one turn, then moves the clock. */
enum pipeline_state fixture_turn(struct fixture *f);
/* Turns until all is committed, or the pipeline has ended. Fails after very many turns. */
enum pipeline_state fixture_run(struct fixture *f);
/* Hands over everything in the script, without an expectation. */
struct pipeline_statistics fixture_statistics(const struct fixture *f);

/* Checks conversations, parts, orders, dead letters. */
void fixture_check(struct fixture *f);
/* Checks that every partition's stored position is after its last record. */
void fixture_check_positions(struct fixture *f);

/* Writes into the store the row that another process would write for these lines of a conversation. */
void fixture_other_writer(struct fixture *f, const char *conversation, const size_t *lines,
                          size_t count);

#endif
