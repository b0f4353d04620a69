/*
 * ingest.h - store, decoder, pipeline and settler around a collector, run by the loop.
 */
#ifndef MERITD_SERVICE_INGEST_H
#define MERITD_SERVICE_INGEST_H

#include "base/hmac.h"
#include "service/loop.h"
#include "store/postgres.h"

/* The job. Everything is lent, except the collector. */
struct ingest_job {
    const struct config *config;
    const char *config_path; /* read again on SIGHUP; NULL: there is no file */
    int64_t present_ms;      /* wall time; TIME_NONE: use the clock */
    const struct postgres_options *database;
    struct customer_key *key;
    struct collector *collector;
    bool progress;              /* draw a bar on standard error */
    const char *metrics_listen; /* where /metrics is answered; NULL: nowhere */
    const char *version;        /* of this program, for /metrics */
};

/*
 * Runs until the loop stops, and frees the collector in any case. Returns an exit status; unless it is DONE,
 * the log says why.
 */
int ingest_run(const struct ingest_job *job, struct loop_outcome *outcome);

/*
 * Prints the summary of a job that has ended by itself, with its duration and its rejected records, on
 * standard output.
 */
void ingest_summarize(const struct loop_outcome *outcome);

#endif
