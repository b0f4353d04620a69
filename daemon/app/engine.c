/* engine.c - what is made in which order, and freed in the other. */
#include "app/engine.h"

#include "base/log.h"
#include "base/time.h"
#include "collectors/collector.h"
#include "decode/decode.h"

#include <inttypes.h>
#include <stdio.h>

struct engine {
    struct store *store;
    struct decoder *decoder;
    struct settler *settler;
    struct pipeline *pipeline;
    char as_of[TIME_TEXT_SIZE];
};

static bool engine_init(struct engine *engine, const struct invocation *invocation,
                        const struct shop *shop, struct collector *collector, struct error *error)
{
    const struct config *config = invocation->config;
    const struct decode_options decode_options = {
        .shop = text_of(config->shop_id),
        .currency = text_of(config->shop_currency),
    };

    if (invocation->now != NULL)
        time_format(invocation->now_ms, engine->as_of);
    engine->store = postgres_new(&shop->options, error);
    if (engine->store == NULL)
        return false;
    engine->settler = settler_new(&shop->options, invocation->now ? engine->as_of : NULL,
                                  config->settle_interval_ms, error);
    if (engine->settler == NULL)
        return false;
    engine->decoder = decoder_new(&decode_options, error);
    if (engine->decoder == NULL)
        return false;
    engine->pipeline = pipeline_new(
        &(struct pipeline_options){
            .collector = collector,
            .store = engine->store,
            .decoder = engine->decoder,
            .key = shop->key,
            .memory_bytes = (size_t)config->ingest_cache_mib << 20,
            .cache_entries = (size_t)config->ingest_cache_entries,
            .flush_events = (size_t)config->ingest_batch_events,
            .flush_interval_ms = config->ingest_flush_interval_ms,
            /* what is left of the time is for leaving the group */
            .close_patience_ms = config_close_patience_ms(config),
        },
        error);
    return engine->pipeline != NULL;
}

static void engine_clear(struct engine *engine)
{
    if (engine->pipeline != NULL)
        pipeline_free(engine->pipeline);
    if (engine->decoder != NULL)
        decoder_free(engine->decoder);
    settler_free(engine->settler);
    if (engine->store != NULL)
        engine->store->ops->free(engine->store);
}

static int engine_status(const struct loop_outcome *outcome)
{
    switch (outcome->reason) {
    case LOOP_DONE:
    case LOOP_ASKED: return EXIT_STATUS_DONE;
    case LOOP_OUT_OF_TIME: return EXIT_STATUS_FAILED;
    case LOOP_FAILED: break;
    }
    return outcome->error.class == ERROR_RETRY ? EXIT_STATUS_UNREACHABLE : EXIT_STATUS_FAILED;
}

int engine_run(const struct invocation *invocation, const struct shop *shop,
               struct collector *collector, bool progress, struct loop_outcome *outcome)
{
    struct engine engine = {0};
    struct error error;
    int status = EXIT_STATUS_FAILED;

    if (!engine_init(&engine, invocation, shop, collector, &error)) {
        log_error("loop", "cannot start: %s", error.text);
    } else {
        const struct loop_options options = {
            .invocation = invocation,
            .collector = collector,
            .pipeline = engine.pipeline,
            .settler = engine.settler,
            .progress = progress,
        };
        if (loop_run(&options, outcome))
            status = engine_status(outcome);
        else
            log_error("loop", "cannot start: %s", outcome->error.text);
    }
    engine_clear(&engine);
    collector->ops->free(collector);
    return status;
}

void engine_summarize(const struct loop_outcome *outcome)
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
}
