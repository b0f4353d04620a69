/*
 * process.h - the metrics that every process of ours has: which program, since when, how large.
 */
#ifndef MERITD_METRICS_PROCESS_H
#define MERITD_METRICS_PROCESS_H

#include "metrics/metrics.h"

/* began_ms: wall clock of the process's start. */
void process_write(struct metrics *metrics, const char *version, int64_t began_ms);

#endif
