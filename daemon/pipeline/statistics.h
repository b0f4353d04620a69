/*
 * statistics.h - what the pipeline has done, for logs, status and metrics. Counters only grow.
 */
#ifndef MERITD_PIPELINE_STATISTICS_H
#define MERITD_PIPELINE_STATISTICS_H

#include "model/reason.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pipeline_statistics {
    /* taken in */
    uint64_t records;
    uint64_t record_bytes; /* of values */
    uint64_t events;
    uint64_t tombstones;
    uint64_t other_shop;
    uint64_t dead_letters[REASON_COUNT];

    /* written */
    uint64_t batches;        /* committed */
    uint64_t writes;         /* requests */
    uint64_t came_back;      /* conversations whose row was another */
    uint64_t rewrites;       /* of these, sent again */
    uint64_t agains;         /* requests that the server put off */
    uint64_t losses;         /* connections lost */
    uint64_t seeks;          /* of these, to a database that had lost commits */
    uint64_t refusals;       /* batches refused */
    int64_t batch_ms;        /* how long the last batch took to write */
    int64_t committed_at_ms; /* wall clock of the last commit; TIME_NONE: none yet */

    /* now */
    uint64_t cache_hits, cache_misses, cache_evictions;
    size_t cache_entries, cache_bytes;
    size_t waiting_events; /* in memory, not committed */
    bool connected;        /* to the store */
    bool held;             /* the source is held back */
    bool caught_up;        /* the source has nothing more now, and all is committed */
};

#endif
