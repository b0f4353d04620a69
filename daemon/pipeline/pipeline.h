/*
 * pipeline.h - everything between a collector and the store.
 *
 *     struct pipeline *pipeline = pipeline_new(&options, &error);
 *     while (pipeline_turn(pipeline, wall, monotonic) == PIPELINE_RUNNING) {
 *         pipeline_wants(pipeline, &wants);
 *         wait until one of wants.fds is ready, or wants.deadline_ms
 *     }
 *
 * A turn does a bounded amount of work and never blocks. One thread. The collector, the store, the
 * decoder and the key are lent: the caller frees them after pipeline_free.
 */
#ifndef MERITD_PIPELINE_PIPELINE_H
#define MERITD_PIPELINE_PIPELINE_H

#include "base/error.h"
#include "base/hmac.h"
#include "collectors/collector.h"
#include "decode/decode.h"
#include "pipeline/statistics.h"
#include "store/store.h"

struct pipeline_options {
    struct collector *collector;
    struct store *store;
    struct decoder *decoder;
    struct customer_key *key;
    size_t memory_bytes;          /* bytes for the cache, and half as much for batches */
    size_t cache_entries;         /* conversations kept at most; 0: as many as fit */
    size_t flush_events;          /* a batch is written when it has this many events, */
    int64_t flush_interval_ms;    /* or when it is this old */
    int64_t close_patience_ms;    /* how long pipeline_close waits for an unreachable store */
    size_t slice_bytes;           /* memory for making one request of a batch; 0: 8 MiB */
    int64_t position_interval_ms; /* positions alone are written this often; 0: 10,000 */
};

enum pipeline_state {
    PIPELINE_RUNNING,
    PIPELINE_DONE,    /* the collector reached its end; everything is written */
    PIPELINE_CLOSED,  /* pipeline_close has finished: all up to the positions is written;
                         events read beyond them (void_events) will be read again */
    PIPELINE_GAVE_UP, /* the same, but there are such events, because the store is unreachable */
    PIPELINE_FAILED,  /* pipeline_error says why; committed data stays right */
};

struct pipeline;

/* Caller frees. */
MUST_CHECK struct pipeline *pipeline_new(const struct pipeline_options *options,
                                         struct error *error);
void pipeline_free(struct pipeline *pipeline);

/* wall_ms bounds event times and is the time of commits; mono_ms measures intervals. */
enum pipeline_state pipeline_turn(struct pipeline *pipeline, int64_t wall_ms, int64_t mono_ms);
const struct error *pipeline_error(const struct pipeline *pipeline);

/* Begins to stop: reads no more, writes what was read, closes the collector. Continue to call pipeline_turn. */
void pipeline_close(struct pipeline *pipeline);
/* Allows patience_ms from now on. */
void pipeline_set_close_patience(struct pipeline *pipeline, int64_t patience_ms);
/* Ends stopping now: CLOSED when everything is written (even if the collector has not closed), or GAVE_UP. */
enum pipeline_state pipeline_close_now(struct pipeline *pipeline);

/* What to wait for before the next turn. */
struct pipeline_wants {
    struct {
        int fd;
        unsigned events; /* enum store_wants */
    } fds[2];
    size_t fd_count;
    int64_t deadline_ms; /* monotonic; in the past: turn at once */
};
void pipeline_wants(const struct pipeline *pipeline, struct pipeline_wants *wants);

void pipeline_statistics(const struct pipeline *pipeline, struct pipeline_statistics *out);
/* The positions known to be stored; lent until the next turn. next_offset -1: nothing yet. */
const struct position *pipeline_durable(const struct pipeline *pipeline, size_t *count);

#endif
