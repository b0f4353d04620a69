/*
 * loop.h - the event loop: turns the pipeline and the settler, obeys signals, informs the service manager.
 *
 *                 the source's end                 all is settled
 *     RUNNING ───────────────────────► SETTLING ───────────────────► STOPPED
 *        │ TERM, INT                       │ TERM, INT                  ▲
 *        └────────► DRAINING ──────────────┴────────────────────────────┘
 *                   (written and closed, or its time is over)
 *
 * Only a job that ends by itself (replay, --until-end) settles. A second TERM or INT leaves at once.
 */
#ifndef MERITD_SERVICE_LOOP_H
#define MERITD_SERVICE_LOOP_H

#include "base/error.h"
#include "config/config.h"
#include "pipeline/pipeline.h"
#include "store/settler.h"

/* Why it stopped. */
enum loop_reason {
    LOOP_DONE,        /* the source has ended, and all is settled */
    LOOP_ASKED,       /* by a signal; everything read is written */
    LOOP_OUT_OF_TIME, /* by a signal; not everything could be written in time */
    LOOP_FAILED,      /* error says why */
};

struct loop_options {
    const struct config *config; /* at the beginning */
    const char *config_path;     /* read again on SIGHUP; NULL: there is no file */
    int64_t present_ms;          /* wall time; TIME_NONE: use the clock */
    struct collector *collector;
    struct pipeline *pipeline;
    struct settler *settler;
    bool progress;              /* draw a bar on standard error */
    const char *metrics_listen; /* where /metrics is answered; NULL: nowhere */
    const char *version;        /* of this program, for /metrics */
};

struct loop_outcome {
    enum loop_reason reason;
    struct error error;
    struct pipeline_statistics statistics;
    int64_t elapsed_ms; /* until all was written, and settled if the job settles */
};

/* Runs until it stops. False: it could not start (outcome->error). */
MUST_CHECK bool loop_run(const struct loop_options *options, struct loop_outcome *outcome);

#endif
