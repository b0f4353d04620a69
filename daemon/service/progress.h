/*
 * progress.h - a line on the terminal that shows the progress of a replay.
 */
#ifndef MERITD_SERVICE_PROGRESS_H
#define MERITD_SERVICE_PROGRESS_H

#include "collectors/collector.h"
#include "pipeline/statistics.h"

struct progress {
    bool shown; /* wanted, and standard error is a terminal */
    bool drawn; /* a line is on the screen */
    int64_t began_ms;
    int64_t next_ms;
};

void progress_init(struct progress *progress, bool wanted, int64_t now_ms);
/* Draws the line again, at most five times per second. */
void progress_draw(struct progress *progress, const struct collector *collector,
                   const struct pipeline_statistics *statistics, bool settling, int64_t now_ms);
/* Wipes the line. */
void progress_end(struct progress *progress);

#endif
