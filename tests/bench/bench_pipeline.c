/*
 * bench_pipeline.c - events a second through decode, cache, batch and writer, into a store that keeps
 * nothing: what the daemon's own thread costs, without PostgreSQL and Kafka.
 *
 *     bench_pipeline FILE...      NDJSON, plain or .gz, for example from `meritd generate`
 *     bench_pipeline              two million chat events of its own, ten a conversation
 *
 * Prints one line: events, seconds, events a second, microseconds an event.
 */
#include "base/memory.h"
#include "base/time.h"
#include "collectors/file.h"
#include "doubles/null_store.h"
#include "pipeline/pipeline.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { EVENTS = 2000000, MESSAGES = 10, OPEN = 2000, DAYS = 400 };

/* Conversations in turn, OPEN of them at a time. Returns the file's name. */
static const char *bench_make_events(void)
{
    static char name[] = "/tmp/bench_pipeline.XXXXXX";
    int fd = mkstemp(name);
    FILE *file = fd < 0 ? NULL : fdopen(fd, "w");
    char time[TIME_TEXT_SIZE];

    if (file == NULL)
        return NULL;
    for (int i = 0; i < EVENTS; i++) {
        int conversation = i / (OPEN * MESSAGES) * OPEN + i % OPEN;
        time_format(INT64_C(1767225600000) + (int64_t)i * 500, time);
        fprintf(file,
                "{\"specversion\":\"1.0\",\"id\":\"m%d\",\"source\":\"/bench\","
                "\"type\":\"chat.message\",\"time\":\"%s\",\"data\":{\"conversation\":\"c-%d\","
                "\"customer\":\"u%d\",\"from\":\"%s\",\"agent\":\"agent-%d\"}}\n",
                i, time, conversation, conversation % 100000, i / OPEN % 2 ? "agent" : "customer",
                conversation % 50);
    }
    return fclose(file) == 0 ? name : NULL;
}

static void bench_fill_calendar(struct store_settings *settings, int64_t *starts_at)
{
    int32_t first = date_from_civil(2025, 12, 1);

    for (int i = 0; i < DAYS; i++)
        starts_at[i] = (first + i) * TIME_MS_PER_DAY;
    settings->idle_ms = TIME_MS_PER_DAY;
    settings->calendar = (struct calendar){first, DAYS, starts_at};
}

static int bench_run(struct collector *collector, struct store *store)
{
    struct error error;
    struct decoder *decoder = decoder_new(&(struct decode_options){.currency = TEXT("CNY")},
                                          &error);
    struct customer_key *key = customer_key_new((struct text){NULL, 0}, &error);
    struct pipeline *pipeline = pipeline_new(
        &(struct pipeline_options){
            .collector = collector,
            .store = store,
            .decoder = decoder,
            .key = key,
            .memory_bytes = (size_t)256 << 20,
            .flush_events = 200000,
            .flush_interval_ms = 1000,
        },
        &error);
    enum pipeline_state state = PIPELINE_RUNNING;
    struct pipeline_statistics statistics;
    clock_t began = clock();

    while (state == PIPELINE_RUNNING)
        state = pipeline_turn(pipeline, INT64_C(1798761600000), clock_monotonic_ms());
    double seconds = (double)(clock() - began) / CLOCKS_PER_SEC;
    pipeline_statistics(pipeline, &statistics);
    double events = (double)statistics.taken.events;
    printf("%.0f events, %.2f s of CPU: %.0f events/s, %.2f us an event; %llu batches\n", events,
           seconds, events / seconds, seconds * 1e6 / events,
           (unsigned long long)statistics.batches);
    if (state != PIPELINE_DONE)
        fprintf(stderr, "%s\n", pipeline_error(pipeline)->text);
    pipeline_free(pipeline);
    decoder_free(decoder);
    customer_key_free(key);
    return state == PIPELINE_DONE ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    static int64_t starts_at[DAYS];
    struct store_settings settings;
    struct error error;
    const char *made = argc > 1 ? NULL : bench_make_events();
    const char *const *paths = argc > 1 ? (const char *const *)(argv + 1) : &made;

    bench_fill_calendar(&settings, starts_at);
    struct store *store = null_store_new(&settings, &error);
    struct collector *collector =
        store == NULL ? NULL : collector_file_new(paths, argc > 1 ? (size_t)argc - 1 : 1, &error);
    if (collector == NULL) {
        fprintf(stderr, "%s\n", error.text);
        return EXIT_FAILURE;
    }
    int status = bench_run(collector, store);
    collector->ops->free(collector);
    store->ops->free(store);
    if (made != NULL)
        unlink(made);
    return status;
}
