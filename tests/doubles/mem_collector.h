/*
 * mem_collector.h - collector of a script: what a source may do, in the order in which it shall do it.
 *
 *     c = collector_mem_new();
 *     collector_mem_assign(c, "events", 0, 0);         partitions 0 … 0 of the topic
 *     collector_mem_record(c, "events", 0, time, key, value);
 *     collector_mem_pause(c);                          one poll that returns 0
 *     collector_mem_end(c);
 *
 * A step takes effect in the poll that reaches it. Assigning sets the state to ASSIGNED and waits for
 * start(); records of partitions that are not started, or of offsets before their position, are passed
 * over. start() goes back to the earliest record that is wanted, however often it was handed over;
 * other steps happen once. Without assignments it is as files: every record is handed over, and there is
 * no way back.
 *
 * It is never kinder than Kafka's: start() does nothing once it has FAILED or closes; what it lends is
 * destroyed by the next poll; it goes on with the script's other steps while it is held, and takes two polls
 * to close, without partitions.
 *
 * Steps may be added at any time. Out of memory aborts.
 */
#ifndef MERITD_TESTS_DOUBLES_MEM_COLLECTOR_H
#define MERITD_TESTS_DOUBLES_MEM_COLLECTOR_H

#include "collectors/collector.h"

struct collector *collector_mem_new(void);

/* Partitions first … last of the topic are assigned, beside those there are. */
void collector_mem_assign(struct collector *collector, const char *topic, int32_t first,
                          int32_t last);
/* All partitions are taken away. */
void collector_mem_revoke(struct collector *collector);
/* A record at the partition's next offset, from 0. All texts are copied; they may be absent. */
void collector_mem_record(struct collector *collector, const char *topic, int32_t partition,
                          int64_t timestamp_ms, struct text key, struct text value);
/* The next record of the partition has this offset: a hole before it. */
void collector_mem_skip(struct collector *collector, const char *topic, int32_t partition,
                        int64_t offset);
/* The end of the partition as it is in the script by now is reached: caught up. */
void collector_mem_caught_up(struct collector *collector, const char *topic, int32_t partition);
/* One poll returns 0. */
void collector_mem_pause(struct collector *collector);
void collector_mem_fail(struct collector *collector, enum error_class class, const char *text);
/* Not when the script is there, but at the n-th poll from now (1 = the next), held or not. */
void collector_mem_fail_at(struct collector *collector, unsigned n, enum error_class class,
                           const char *text);
/* DONE. */
void collector_mem_end(struct collector *collector);

/* What was asked of it. next_offset of the last committed(), -1 none. */
int64_t collector_mem_committed(const struct collector *collector, const char *topic,
                                int32_t partition);
bool collector_mem_held(const struct collector *collector);

#endif
