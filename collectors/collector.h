/*
 * collector.h - where records come from: one table of functions; kafka and file implement it.
 *
 * A collector hands records over and keeps, for each partition, the position behind the last record it
 * handed over. It decides nothing about what records mean. Use, always from one thread:
 *
 *     for (;;) {
 *         n = poll(…)                     never blocks; n = 0: nothing now, wait for wakeup_fd
 *         work off all n records          they are lent until the next poll
 *         state(): ASSIGNED -> read assigned() and their stored positions, then start()
 *                  DONE     -> everything was handed over; FAILED -> the error says why
 *         before a write: positions()     covers exactly what poll has handed over so far
 *         after its commit: committed()   a hint for the broker; may be ignored
 *     }
 *
 * Starting anywhere earlier than a true position is always right, only slower.
 */
#ifndef MERITD_COLLECTORS_COLLECTOR_H
#define MERITD_COLLECTORS_COLLECTOR_H

#include "base/error.h"
#include "model/position.h"
#include "model/record.h"

enum collector_state {
    COLLECTOR_RUNNING,  /* poll may have records, now or later */
    COLLECTOR_ASSIGNED, /* partitions were assigned (or must be begun again): start() is awaited */
    COLLECTOR_DONE,     /* the end was reached (files, until-end) or close() has finished */
    COLLECTOR_FAILED,   /* cannot go on: error() */
};

struct collector;

struct collector_ops {
    const char *name; /* "kafka", "file": for logs */

    /* Up to max records; 0 when there are none now. Serves the source's events too: call it every
     * second at least; wall_ms dates what it hears. Logs what it survives by itself. Never blocks. */
    size_t (*poll)(struct collector *collector, int64_t wall_ms, struct record *records,
                   size_t max);
    enum collector_state (*state)(const struct collector *collector);
    const struct error *(*error)(const struct collector *collector);

    /* Readable when poll has become worth calling (edge: drain to 0, then wait); -1: always worth it. */
    int (*wakeup_fd)(const struct collector *collector);

    /* ASSIGNED: the partitions that wait for start(), next_offset = -1. Returns how many there are
     * (may exceed max: ask again with more room). */
    size_t (*assigned)(const struct collector *collector, struct position *out, size_t max);
    /* Begins (or begins again) to hand over from these stored positions; one entry for each assigned
     * partition, next_offset -1 where nothing is stored. Also callable while RUNNING, and while DONE until
     * close: takes these partitions back (the database's connection was lost). Does nothing when FAILED: a
     * source that cannot go on cannot go back either. NULL: this kind of source never can (files). */
    void (*start)(struct collector *collector, const struct position *stored, size_t count);

    /* Positions of all started partitions behind what poll handed over, next_offset -1 where there is none
     * yet. Poll may move them by itself (an end that was reached, a gap), and takes partitions away, but
     * adds none. When FAILED they are not to be trusted. Returns how many there are. */
    size_t (*positions)(const struct collector *collector, struct position *out, size_t max);
    /* These positions are durable. */
    void (*committed)(struct collector *collector, const struct position *positions, size_t count);

    /* true: stop fetching, keep the membership alive (poll goes on, returns 0); false: go on. */
    void (*hold)(struct collector *collector, bool held);
    /* Begins to leave (group, files); poll until DONE. */
    void (*close)(struct collector *collector);
    void (*free)(struct collector *collector);

    /* How much is read, for a progress bar: bytes done and in all (0 unknown). May be NULL. */
    void (*progress)(const struct collector *collector, uint64_t *done, uint64_t *total);
};

/* What every implementation begins with. */
struct collector {
    const struct collector_ops *ops;
};

#endif
