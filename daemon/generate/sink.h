/*
 * sink.h - where generated lines go: one table of functions, several implementations.
 *
 *     generate_file_sink, generate_kafka_sink      outputs
 *     generate_duplicate_sink, generate_bad_sink,  stages: they do not own the next sink, but
 *     generate_disorder_sink, generate_rate_sink   pass everything on to it, also finish and flush
 *
 * A constructor fills *sink and returns true; from then on `finish` must be called once, whatever happens in
 * between: it writes held records, closes, and frees the context. A constructor that fails writes one line to
 * standard error and owns nothing. `write` and `flush` print the reason and return false when the output
 * takes no more; then only `finish` may follow.
 */
#ifndef MERITD_GENERATE_SINK_H
#define MERITD_GENERATE_SINK_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct generate_sink {
    /* Writes one record; the caller keeps its bytes. May block. */
    bool (*write)(void *ctx, const char *key, size_t key_len, const char *line, size_t len,
                  int64_t time_ms);
    /* Sends everything written so far out of the process (disorder keeps the records it holds). May block. */
    bool (*flush)(void *ctx);
    bool (*finish)(void *ctx);
    void *ctx;
};

static inline bool generate_sink_write(const struct generate_sink *sink, const char *key,
                                       size_t key_len, const char *line, size_t len,
                                       int64_t time_ms)
{
    return sink->write(sink->ctx, key, key_len, line, len, time_ms);
}

/* ---- outputs ---- */

/*
 * Writes NDJSON into a file ("-": standard output), or with files > 1 into that many files, by key:
 * "a.ndjson" becomes "a.0.ndjson" … Replaces existing files.
 */
bool generate_file_sink(struct generate_sink *sink, const char *path, uint32_t files);

struct generate_kafka_options {
    const char *bootstrap; /* servers, or NULL: the embedded broker */
    const char *topic;
    const char *options;               /* of librdkafka, "name=value,…", or NULL */
    const char *embedded_file;         /* receives the embedded broker's servers, or NULL */
    const char *group;                 /* the embedded broker's producer waits for it to read */
    int partitions;                    /* of the embedded broker's topic */
    const volatile sig_atomic_t *stop; /* not 0: no longer wait for readers */
};

/* When it returns false, exit_code is EXIT_STATUS_USAGE or _UNREACHABLE. */
bool generate_kafka_sink(struct generate_sink *sink, const struct generate_kafka_options *options,
                         int *exit_code);

/* ---- stages ---- */

#define GENERATE_DISORDER_ALL UINT64_MAX

/* Repeats a share of the records, up to 1,024 records later. *count counts the repeats. */
bool generate_duplicate_sink(struct generate_sink *sink, const struct generate_sink *next,
                             uint64_t seed, uint32_t ppm, uint64_t *count);
/* Swaps each record with a random one of the `window` records that it holds; _ALL: it holds all of them. */
bool generate_disorder_sink(struct generate_sink *sink, const struct generate_sink *next,
                            uint64_t seed, uint64_t window);
/* Adds a share of malformed records (bad.h). *count counts them. */
bool generate_bad_sink(struct generate_sink *sink, const struct generate_sink *next, uint64_t seed,
                       uint32_t ppm, uint64_t *count);
/* Passes at most this many records per second; waits end early when *stop is not 0. */
bool generate_rate_sink(struct generate_sink *sink, const struct generate_sink *next,
                        uint64_t per_second, const volatile sig_atomic_t *stop);

#endif
