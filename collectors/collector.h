/*
 * collector.h - a source of records: one table of functions; kafka and file implement it.
 *
 * A collector hands records over. For each partition it keeps the position after the last record that it
 * handed over. It knows nothing of the records' meaning. Use it from one thread only:
 *
 *     for (;;) {
 *         n = poll(…)                     never blocks; n = 0: none now, wait for wakeup_fd
 *         process all n records           they are lent until the next poll
 *         state(): ASSIGNED -> read assigned() and their stored positions, then start()
 *                  DONE     -> everything was handed over; FAILED -> error() says why
 *         before a write: positions()     covers exactly what poll has handed over so far
 *         after its commit: committed()   a hint for the broker; may be ignored
 *     }
 *
 * It is always right to start earlier than the true position; it only takes longer.
 */
#ifndef MERITD_COLLECTORS_COLLECTOR_H
#define MERITD_COLLECTORS_COLLECTOR_H

#include "base/error.h"
#include "model/position.h"
#include "model/record.h"

#include <stdbool.h>

enum collector_state {
    COLLECTOR_RUNNING,  /* poll may have records, now or later */
    COLLECTOR_ASSIGNED, /* partitions were assigned, or must start again: call start() */
    COLLECTOR_DONE,     /* the source has ended (files, until-end), or close() has finished */
    COLLECTOR_FAILED,   /* cannot continue: see error() */
};

struct collector;

struct collector_ops {
    const char *name; /* "kafka", "file": for logs */

    /* Hands over up to max records; 0 when there are none now. It also handles the source's events, so call
     * it at least once per second; wall_ms is their time. It logs problems that it survives. Never blocks. */
    size_t (*poll)(struct collector *collector, int64_t wall_ms, struct record *records,
                   size_t max);
    /* Reads the headers of a record of the last poll, where they are unread: few records need theirs. False: no
     * memory, ask again. NULL: this kind of source has none unread (files). */
    bool (*read_headers)(struct collector *collector, struct record *record);
    enum collector_state (*state)(const struct collector *collector);
    const struct error *(*error)(const struct collector *collector);

    /* Becomes readable when poll may have records (edge: poll until 0, then wait); -1: poll at any time. */
    int (*wakeup_fd)(const struct collector *collector);

    /* When ASSIGNED: the partitions that wait for start(), next_offset = -1. Returns their number; if it
     * exceeds max, ask again with more room. */
    size_t (*assigned)(const struct collector *collector, struct position *out, size_t max);
    /* Starts (or restarts) handing over from these stored positions: one entry for each assigned partition,
     * next_offset -1 where nothing is stored. When the database's connection was lost, call it also while
     * RUNNING, or DONE before close: the partitions go back. Does nothing when FAILED: a source that cannot
     * continue cannot go back either. NULL: this kind of source never can (files). */
    void (*start)(struct collector *collector, const struct position *stored, size_t count);

    /* The positions of all started partitions, after the records that poll handed over; next_offset -1 where
     * there is none yet. Poll may also move them without a record (an end was reached, a gap), and may remove
     * partitions, but adds none. Do not use them when FAILED. Returns their number. */
    size_t (*positions)(const struct collector *collector, struct position *out, size_t max);
    /* These positions are durable. */
    void (*committed)(struct collector *collector, const struct position *positions, size_t count);

    /* true: stop fetching but keep the membership alive (keep calling poll, it returns 0); false: continue. */
    void (*hold)(struct collector *collector, bool held);
    /* Begins to close; poll until DONE. */
    void (*close)(struct collector *collector);
    void (*free)(struct collector *collector);

    /* For a progress bar: bytes read, and bytes in total (0: unknown). May be NULL. */
    void (*progress)(const struct collector *collector, uint64_t *done, uint64_t *total);
};

/* The first member of every implementation. */
struct collector {
    const struct collector_ops *ops;
};

#endif
