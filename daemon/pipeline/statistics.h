/*
 * statistics.h - what the pipeline has done, for logs, status and metrics. Counters only grow.
 */
#ifndef MERITD_PIPELINE_STATISTICS_H
#define MERITD_PIPELINE_STATISTICS_H

#include "metrics/histogram.h"
#include "model/event.h"
#include "model/reason.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What became of the records. */
struct pipeline_intake {
    uint64_t records;
    uint64_t record_bytes; /* of values */
    uint64_t events;
    uint64_t types[EVENT_TYPE_COUNT]; /* of these, by type */
    uint64_t tombstones;
    uint64_t other_shop;
    uint64_t too_old;
    uint64_t dead_letters[REASON_COUNT];
};

struct pipeline_statistics {
    /* written; what was read and dropped again is not counted */
    struct pipeline_intake taken;
    uint64_t batches;   /* committed */
    uint64_t writes;    /* requests */
    uint64_t came_back; /* conversations whose stored row had changed */
    uint64_t rewrites;  /* conversations sent again because of that */
    uint64_t agains;    /* requests that the server put off */
    uint64_t losses;    /* connections lost */
    uint64_t seeks;     /* of these, new connections to a database that had lost commits */
    uint64_t refusals;  /* batches refused */
    struct histogram batch_events; /* how many events and dead letters they had */
    struct histogram batch_ms;     /* how long writing them took */
    int64_t committed_at_ms;       /* wall clock of the last commit; TIME_NONE: none yet */

    /* now */
    uint64_t cache_hits, cache_misses, cache_evictions;
    size_t cache_entries, cache_bytes;
    size_t waiting_events; /* in memory, not committed */
    size_t void_events;    /* read, dropped, and not read again yet: still in the source */
    bool connected;        /* connected to the store */
    bool held;             /* the source is on hold */
    bool at_rest;          /* the last poll gave nothing, and all that was read is committed */
    bool caught_up; /* the same, and the source said within the last minute that there is no more */
};

/* Adds one to the other. */
static inline void intake_add(struct pipeline_intake *sum, const struct pipeline_intake *more)
{
    sum->records += more->records;
    sum->record_bytes += more->record_bytes;
    sum->events += more->events;
    for (size_t i = 0; i < EVENT_TYPE_COUNT; i++)
        sum->types[i] += more->types[i];
    sum->tombstones += more->tombstones;
    sum->other_shop += more->other_shop;
    sum->too_old += more->too_old;
    for (size_t i = 0; i < REASON_COUNT; i++)
        sum->dead_letters[i] += more->dead_letters[i];
}

#endif
