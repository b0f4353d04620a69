/* ingest.c - makes the parts in order, and frees them in reverse order. */
#include "service/ingest.h"

#include "base/exit_status.h"
#include "base/log.h"
#include "base/time.h"
#include "collectors/collector.h"
#include "decode/decode.h"

#include <inttypes.h>
#include <stdio.h>

struct ingest {
    struct store *store;
    struct decoder *decoder;
    struct settler *settler;
    struct pipeline *pipeline;
    char as_of[TIME_TEXT_SIZE];
};

static bool ingest_init(struct ingest *ingest, const struct ingest_job *job, struct error *error)
{
    const struct config *config = job->config;
    const struct decode_options decode_options = {
        .shop = text_of(config->shop_id),
        .currency = text_of(config->shop_currency),
    };
    bool fixed = job->present_ms != TIME_NONE;

    if (fixed)
        time_format(job->present_ms, ingest->as_of);
    ingest->store = postgres_new(job->database, error);
    if (ingest->store == NULL)
        return false;
    ingest->settler = settler_new(job->database, fixed ? ingest->as_of : NULL,
                                  config->settle_interval_ms, error);
    if (ingest->settler == NULL)
        return false;
    settler_set_retention(ingest->settler, config->retention_dead_letter_days);
    ingest->decoder = decoder_new(&decode_options, error);
    if (ingest->decoder == NULL)
        return false;
    ingest->pipeline = pipeline_new(
        &(struct pipeline_options){
            .collector = job->collector,
            .store = ingest->store,
            .decoder = ingest->decoder,
            .key = job->key,
            .memory_bytes = (size_t)config->ingest_cache_mib << 20,
            .cache_entries = (size_t)config->ingest_cache_entries,
            .flush_events = (size_t)config->ingest_batch_events,
            .flush_interval_ms = config->ingest_flush_interval_ms,
            /* the rest of the time is for leaving the group */
            .close_patience_ms = config_close_patience_ms(config),
        },
        error);
    return ingest->pipeline != NULL;
}

static void ingest_clear(struct ingest *ingest)
{
    if (ingest->pipeline != NULL)
        pipeline_free(ingest->pipeline);
    if (ingest->decoder != NULL)
        decoder_free(ingest->decoder);
    settler_free(ingest->settler);
    if (ingest->store != NULL)
        ingest->store->ops->free(ingest->store);
}

static int ingest_status(const struct loop_outcome *outcome)
{
    switch (outcome->reason) {
    case LOOP_DONE:
    case LOOP_ASKED: return EXIT_STATUS_DONE;
    case LOOP_OUT_OF_TIME: return EXIT_STATUS_FAILED;
    case LOOP_FAILED: break;
    }
    return outcome->error.class == ERROR_RETRY ? EXIT_STATUS_UNREACHABLE : EXIT_STATUS_FAILED;
}

int ingest_run(const struct ingest_job *job, struct loop_outcome *outcome)
{
    struct ingest ingest = {0};
    struct error error;
    int status = EXIT_STATUS_FAILED;

    if (!ingest_init(&ingest, job, &error)) {
        log_error("loop", "cannot start: %s", error.text);
    } else {
        const struct loop_options options = {
            .config = job->config,
            .config_path = job->config_path,
            .present_ms = job->present_ms,
            .collector = job->collector,
            .pipeline = ingest.pipeline,
            .settler = ingest.settler,
            .progress = job->progress,
            .metrics_listen = job->metrics_listen,
            .version = job->version,
        };
        if (loop_run(&options, outcome))
            status = ingest_status(outcome);
        else
            log_error("loop", "cannot start: %s", outcome->error.text);
    }
    ingest_clear(&ingest);
    job->collector->ops->free(job->collector);
    return status;
}

void ingest_summarize(const struct loop_outcome *outcome)
{
    const struct pipeline_intake *taken = &outcome->statistics.taken;
    double seconds = (double)outcome->elapsed_ms / 1000;
    uint64_t rejected = 0;

    for (size_t i = 0; i < REASON_COUNT; i++)
        rejected += taken->dead_letters[i];
    printf("%" PRIu64 " events, %" PRIu64 " rejected, %" PRIu64 " of other shops, %" PRIu64
           " empty; %.1f s, %.0f events/s\n",
           taken->events, rejected, taken->other_shop, taken->tombstones, seconds,
           seconds > 0 ? (double)taken->events / seconds : 0.0);
    for (size_t i = 0; i < REASON_COUNT; i++)
        if (taken->dead_letters[i] > 0)
            printf("  rejected as %s: %" PRIu64 "\n", reason_name((enum reason)i),
                   taken->dead_letters[i]);
    if (taken->too_old > 0)
        printf("  skipped as too old: %" PRIu64 "\n", taken->too_old);
}
