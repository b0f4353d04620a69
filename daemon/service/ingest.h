/*
 * ingest.h - store, decoder, pipeline and settler around a collector, run by the loop.
 */
#ifndef MERITD_SERVICE_INGEST_H
#define MERITD_SERVICE_INGEST_H

#include "base/hmac.h"
#include "service/loop.h"
#include "store/postgres.h"

/* What is to be done; all of it is lent, but for the collector. */
struct ingest_job {
    const struct config *config;
    const char *config_path; /* read again on SIGHUP; NULL: there is no file */
    int64_t present_ms;      /* wall time; TIME_NONE: what the clock says */
    const struct postgres_options *database;
    struct customer_key *key;
    struct collector *collector;
    bool progress; /* draw a bar on standard error */
};

/*
 * Runs until the loop stops, and frees the collector in any case. Returns an exit status; other than DONE,
 * it was logged why.
 */
int ingest_run(const struct ingest_job *job, struct loop_outcome *outcome);

/*
 * The summary of a job that has ended by itself, and how long it took, on standard output. Rejected
 * records are told, too.
 */
void ingest_summarize(const struct loop_outcome *outcome);

#endif
