/* exposition.c - see the header. Series that are not there yet are written with 0, so that rates begin there. */
#include "service/exposition.h"

#include "base/time.h"
#include "metrics/process.h"

#include <inttypes.h>
#include <stdio.h>

/* X(enum name, metric's name, kind, unit, help, labels) */
#define METRIC_LIST(X)                                                                             \
    X(RECORDS, "meritd_records", COUNTER, NULL,                                                    \
      "Records of which everything is written: events, dead letters and what is skipped.", NULL)   \
    X(BYTES, "meritd_record_bytes", COUNTER, "bytes", "Bytes of the values of these records.",     \
      NULL)                                                                                        \
    X(EVENTS, "meritd_events", COUNTER, NULL, "Events written.", "type")                           \
    X(DEAD_LETTERS, "meritd_dead_letters", COUNTER, NULL, "Records rejected.", "reason")           \
    X(SKIPPED, "meritd_skipped_records", COUNTER, NULL,                                            \
      "Records that count nowhere: of another shop, from before the first day that is kept, or "   \
      "empty.",                                                                                    \
      "reason")                                                                                    \
    X(LAG, "meritd_consumer_lag_records", GAUGE, "records",                                        \
      "Records between what is written of a partition of this daemon and the partition's end.",    \
      "topic", "partition")                                                                        \
    X(GAPS, "meritd_consumer_gap_records", COUNTER, "records",                                     \
      "Records that retention deleted before they were read, ever.", "topic", "partition")         \
    X(CAUGHT_UP, "meritd_consumer_caught_up_timestamp_seconds", GAUGE, "seconds",                  \
      "When the end of a partition was last reached, since 1970.", "topic", "partition")           \
    X(HELD, "meritd_consumer_held", GAUGE, NULL,                                                   \
      "1 while nothing is fetched, because the database does not take more.", NULL)                \
    X(WAITING, "meritd_waiting_events", GAUGE, "events", "Events read and not written yet.", NULL) \
    X(BATCHES, "meritd_batch_events", HISTOGRAM, "events",                                         \
      "Events and dead letters of a batch; 0: positions alone.", NULL)                             \
    X(BATCH_TIMES, "meritd_batch_duration_seconds", HISTOGRAM, "seconds",                          \
      "How long writing a batch took.", NULL)                                                      \
    X(COMMITTED, "meritd_last_commit_timestamp_seconds", GAUGE, "seconds",                         \
      "When a batch was last written, since 1970.", NULL)                                          \
    X(WRITES, "meritd_writes", COUNTER, NULL, "Calls of ingest.write that the database answered.", \
      NULL)                                                                                        \
    X(PUT_OFF, "meritd_writes_put_off", COUNTER, NULL,                                             \
      "Requests refused for a reason that passes; they are sent again.", NULL)                     \
    X(REFUSED, "meritd_writes_refused", COUNTER, NULL,                                             \
      "Batches refused because of a record, which is then looked for.", NULL)                      \
    X(CAME_BACK, "meritd_conversations_came_back", COUNTER, NULL,                                  \
      "Conversations not written at first, because another row of theirs was stored.", NULL)       \
    X(REWRITTEN, "meritd_conversations_rewritten", COUNTER, NULL,                                  \
      "Of these, those sent once more.", NULL)                                                     \
    X(CONNECTED, "meritd_database_connected", GAUGE, NULL, "1 while connected.", "connection")     \
    X(LOST, "meritd_database_connections_lost", COUNTER, NULL,                                     \
      "Connections to the database that were lost.", "connection")                                 \
    X(LOST_COMMITS, "meritd_database_lost_commits", COUNTER, NULL,                                 \
      "How often the database had lost commits, and records were read again.", NULL)               \
    X(CACHE_HITS, "meritd_cache_hits", COUNTER, NULL, "Conversations found in the cache.", NULL)   \
    X(CACHE_MISSES, "meritd_cache_misses", COUNTER, NULL, "Conversations not found in it.", NULL)  \
    X(CACHE_EVICTIONS, "meritd_cache_evictions", COUNTER, NULL,                                    \
      "Conversations dropped from it for lack of room.", NULL)                                     \
    X(CACHE_ENTRIES, "meritd_cache_entries", GAUGE, NULL, "Conversations in the cache.", NULL)     \
    X(CACHE_BYTES, "meritd_cache_bytes", GAUGE, "bytes", "Memory of the cache.", NULL)             \
    X(SETTLEMENTS, "meritd_settlement_duration_seconds", HISTOGRAM, "seconds",                     \
      "How long a settlement by this daemon took.", NULL)                                          \
    X(SETTLED, "meritd_settled_writes", COUNTER, NULL, "Writes settled by this daemon.", NULL)     \
    X(SETTLEMENTS_PUT_OFF, "meritd_settlements_put_off", COUNTER, NULL,                            \
      "Settlements that the database refused; they are tried again.", NULL)                        \
    X(UNSETTLED, "meritd_oldest_unsettled_write_seconds", GAUGE, "seconds",                        \
      "Age of the oldest write of which this daemon does not know that it is settled; 0: none.",   \
      NULL)                                                                                        \
    X(TURNS, "meritd_loop_turn_duration_seconds", HISTOGRAM, "seconds",                            \
      "How long a turn of the event loop took.", NULL)                                             \
    X(STALLS, "meritd_loop_stalls", COUNTER, NULL,                                                 \
      "Turns of the event loop that took a second or more, or began so late.", NULL)

enum family {
#define X(name, ...) FAMILY_##name,
    METRIC_LIST(X)
#undef X
};

static const struct metric families[] = {
#define X(id, metric_name, metric_kind, metric_unit, metric_help, ...)                             \
    [FAMILY_##id] = {.name = metric_name,                                                          \
                     .kind = METRIC_##metric_kind,                                                 \
                     .unit = metric_unit,                                                          \
                     .help = metric_help,                                                          \
                     .labels = {__VA_ARGS__}},
    METRIC_LIST(X)
#undef X
};

static void family(struct metrics *metrics, enum family id)
{
    metrics_family(metrics, &families[id]);
}

static void write_count(struct metrics *metrics, enum family id, uint64_t number)
{
    family(metrics, id);
    metrics_count(metrics, number);
}

/* ---- what was read ---- */

static void write_intake(struct metrics *metrics, const struct pipeline_intake *taken)
{
    write_count(metrics, FAMILY_RECORDS, taken->records);
    write_count(metrics, FAMILY_BYTES, taken->record_bytes);
    family(metrics, FAMILY_EVENTS);
    for (size_t i = 0; i < EVENT_TYPE_COUNT; i++)
        metrics_count(metrics, taken->types[i], event_type_name((enum event_type)i));
    family(metrics, FAMILY_DEAD_LETTERS);
    for (size_t i = 0; i < REASON_COUNT; i++)
        metrics_count(metrics, taken->dead_letters[i], reason_name((enum reason)i));
    family(metrics, FAMILY_SKIPPED);
    metrics_count(metrics, taken->other_shop, "other_shop");
    metrics_count(metrics, taken->too_old, "too_old");
    metrics_count(metrics, taken->tombstones, "empty");
}

/* ---- partitions ---- */

/* The positions of reading. False: no memory. */
static bool list_partitions(const struct collector *collector, struct positions *list)
{
    if (collector->ops->state(collector) == COLLECTOR_FAILED)
        return true;
    size_t count = collector->ops->positions(collector, NULL, 0);
    if (!positions_reserve(list, count))
        return false;
    list->count = count;
    collector->ops->positions(collector, list->items, count);
    return true;
}

/* What is not stored yet is not written, however far it was read. */
static int64_t partition_lag(const struct position *read, const struct pipeline *pipeline)
{
    size_t count;
    const struct position *durable = pipeline_durable(pipeline, &count);
    const struct position *stored = position_find(durable, count, read, 0);
    int64_t next = stored == NULL || stored->next_offset < 0 ? 0 : stored->next_offset;

    return read->end_offset > next ? read->end_offset - next : 0;
}

static void write_partition(struct metrics *metrics, enum family id, const struct position *read,
                            const struct pipeline *pipeline)
{
    char number[16];

    snprintf(number, sizeof number, "%" PRId32, read->partition);
    if (id == FAMILY_LAG && read->end_offset >= 0)
        metrics_count(metrics, (uint64_t)partition_lag(read, pipeline), read->topic, number);
    else if (id == FAMILY_GAPS)
        metrics_count(metrics, (uint64_t)read->gap_records, read->topic, number);
    else if (id == FAMILY_CAUGHT_UP && read->caught_up_at_ms != TIME_NONE)
        metrics_seconds(metrics, read->caught_up_at_ms, read->topic, number);
}

static void write_partitions(struct metrics *metrics, const struct exposition *exposition)
{
    static const enum family each[] = {FAMILY_LAG, FAMILY_GAPS, FAMILY_CAUGHT_UP};
    struct positions list = {0};

    if (!list_partitions(exposition->collector, &list))
        metrics->out->failed = true;
    for (size_t i = 0; i < sizeof each / sizeof each[0]; i++) {
        family(metrics, each[i]);
        for (size_t at = 0; at < list.count; at++)
            write_partition(metrics, each[i], &list.items[at], exposition->pipeline);
    }
    positions_clear(&list);
}

/* ---- the database ---- */

static void write_batches(struct metrics *metrics, const struct pipeline_statistics *pipeline)
{
    write_count(metrics, FAMILY_HELD, pipeline->held);
    write_count(metrics, FAMILY_WAITING, pipeline->waiting_events);
    family(metrics, FAMILY_BATCHES);
    metrics_histogram(metrics, &pipeline->batch_events);
    family(metrics, FAMILY_BATCH_TIMES);
    metrics_histogram(metrics, &pipeline->batch_ms);
    family(metrics, FAMILY_COMMITTED);
    if (pipeline->committed_at_ms != TIME_NONE)
        metrics_seconds(metrics, pipeline->committed_at_ms);
    write_count(metrics, FAMILY_WRITES, pipeline->writes);
    write_count(metrics, FAMILY_PUT_OFF, pipeline->agains);
    write_count(metrics, FAMILY_REFUSED, pipeline->refusals);
    write_count(metrics, FAMILY_CAME_BACK, pipeline->came_back);
    write_count(metrics, FAMILY_REWRITTEN, pipeline->rewrites);
}

static void write_connections(struct metrics *metrics, const struct pipeline_statistics *pipeline,
                              const struct settler_statistics *settler)
{
    family(metrics, FAMILY_CONNECTED);
    metrics_count(metrics, pipeline->connected, "writer");
    metrics_count(metrics, settler->connected, "settler");
    family(metrics, FAMILY_LOST);
    metrics_count(metrics, pipeline->losses, "writer");
    metrics_count(metrics, settler->losses, "settler");
    write_count(metrics, FAMILY_LOST_COMMITS, pipeline->seeks);
}

static void write_cache(struct metrics *metrics, const struct pipeline_statistics *pipeline)
{
    write_count(metrics, FAMILY_CACHE_HITS, pipeline->cache_hits);
    write_count(metrics, FAMILY_CACHE_MISSES, pipeline->cache_misses);
    write_count(metrics, FAMILY_CACHE_EVICTIONS, pipeline->cache_evictions);
    write_count(metrics, FAMILY_CACHE_ENTRIES, pipeline->cache_entries);
    write_count(metrics, FAMILY_CACHE_BYTES, pipeline->cache_bytes);
}

static void write_settler(struct metrics *metrics, const struct settler_statistics *settler,
                          int64_t now_ms)
{
    int64_t since_ms = settler->unsettled_since_ms;

    family(metrics, FAMILY_SETTLEMENTS);
    metrics_histogram(metrics, &settler->run_times);
    write_count(metrics, FAMILY_SETTLED, settler->settled);
    write_count(metrics, FAMILY_SETTLEMENTS_PUT_OFF, settler->put_off);
    family(metrics, FAMILY_UNSETTLED);
    metrics_seconds(metrics, since_ms == TIME_NONE ? 0 : now_ms - since_ms);
}

/* ---- all of it ---- */

void exposition_write(const struct exposition *exposition, enum metrics_format format,
                      int64_t now_ms, struct buffer *out)
{
    struct pipeline_statistics pipeline;
    struct settler_statistics settler;
    struct metrics metrics;

    pipeline_statistics(exposition->pipeline, &pipeline);
    settler_statistics(exposition->settler, &settler);
    metrics_begin(&metrics, format, out);
    process_write(&metrics, exposition->version, exposition->began_ms);
    write_intake(&metrics, &pipeline.taken);
    write_partitions(&metrics, exposition);
    write_batches(&metrics, &pipeline);
    write_connections(&metrics, &pipeline, &settler);
    write_cache(&metrics, &pipeline);
    write_settler(&metrics, &settler, now_ms);
    family(&metrics, FAMILY_TURNS);
    metrics_histogram(&metrics, &exposition->loop->turn_ms);
    write_count(&metrics, FAMILY_STALLS, exposition->loop->stalls);
    metrics_end(&metrics);
}
