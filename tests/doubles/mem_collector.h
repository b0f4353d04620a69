/*
 * mem_collector.h - a collector that plays a script: a list of steps that a source may take.
 *
 *     c = collector_mem_new();
 *     collector_mem_assign(c, "events", 0, 0);         partitions 0 … 0 of the topic
 *     collector_mem_record(c, "events", 0, time, key, value);
 *     collector_mem_pause(c);                          one poll that returns 0
 *     collector_mem_end(c);
 *
 * A step takes effect in the poll that reaches it. Assigning sets the state to ASSIGNED and waits for
 * start(); it skips records of partitions that are not started, or of offsets before their position. start()
 * goes back to the earliest wanted record, however often it was handed over; other steps happen once. Without
 * assignments the script acts like files: every record is handed over once, and start() cannot go back.
 *
 * It is never kinder than Kafka's collector: start() does nothing after it has FAILED or begun to close; the
 * next poll destroys what it has lent; while on hold it continues with the script's other steps; closing
 * takes two polls, without partitions.
 *
 * Steps may be added at any time. Out of memory aborts.
 */
#ifndef MERITD_TESTS_DOUBLES_MEM_COLLECTOR_H
#define MERITD_TESTS_DOUBLES_MEM_COLLECTOR_H

#include "collectors/collector.h"

struct collector *collector_mem_new(void);

/* Assigns partitions first … last of the topic, in addition to the present ones. */
void collector_mem_assign(struct collector *collector, const char *topic, int32_t first,
                          int32_t last);
/* Takes all partitions away. */
void collector_mem_revoke(struct collector *collector);
/* Adds a record at the partition's next offset, from 0. Copies all texts; they may be absent. */
void collector_mem_record(struct collector *collector, const char *topic, int32_t partition,
                          int64_t timestamp_ms, struct text key, struct text value);
/* Gives the partition's next record this offset, with a hole before it. */
void collector_mem_skip(struct collector *collector, const char *topic, int32_t partition,
                        int64_t offset);
/* Reports that the partition's present end in the script is reached: caught up. */
void collector_mem_caught_up(struct collector *collector, const char *topic, int32_t partition);
/* Lets one poll return 0. */
void collector_mem_pause(struct collector *collector);
void collector_mem_fail(struct collector *collector, enum error_class class, const char *text);
/* Fails at the n-th poll from now (1 = the next), held or not, wherever the script is. */
void collector_mem_fail_at(struct collector *collector, unsigned n, enum error_class class,
                           const char *text);
/* Ends the script: DONE. */
void collector_mem_end(struct collector *collector);

/* What the caller did. next_offset is that of the last committed(); -1: none. */
int64_t collector_mem_committed(const struct collector *collector, const char *topic,
                                int32_t partition);
bool collector_mem_held(const struct collector *collector);
/* Of how many records the headers were read (there are none); never those of files. */
size_t collector_mem_headers_read(const struct collector *collector);

#endif
