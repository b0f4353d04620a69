/*
 * sink.h - where generated lines go: one table of functions, several implementations.
 *
 *     generate_file_sink, generate_kafka_sink      outputs
 *     generate_duplicate_sink, generate_bad_sink,  stages: they own nothing of the sink behind them
 *     generate_disorder_sink, generate_rate_sink   but pass on to it, finish and flush included
 *
 * A constructor fills *sink and returns true; from then on `finish` must be called once, whatever
 * happens in between: it writes out what is held, closes, and frees the context. On failure a
 * constructor writes one line to standard error and owns nothing. `write` and `flush` return false
 * when the output can take no more; the reason has been printed, and only `finish` may follow.
 */
#ifndef MERITD_GENERATE_SINK_H
#define MERITD_GENERATE_SINK_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct generate_sink {
    /* One record; its bytes are the caller's. May block. */
    bool (*write)(void *ctx, const char *key, size_t key_len, const char *line, size_t len,
                  int64_t time_ms);
    /* Everything written so far leaves the process (disorder keeps what it holds). May block. */
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
 * NDJSON into a file ("-": standard output), or with files > 1 into that many, by key: "a.ndjson"
 * becomes "a.0.ndjson" … Existing files are replaced.
 */
bool generate_file_sink(struct generate_sink *sink, const char *path, uint32_t files);

struct generate_kafka_options {
    const char *bootstrap; /* servers, or NULL: the embedded broker */
    const char *topic;
    const char *options;               /* of librdkafka, "name=value,…", or NULL */
    const char *embedded_file;         /* receives the embedded broker's servers, or NULL */
    const char *group;                 /* whose reading the embedded broker's producer waits for */
    int partitions;                    /* of the embedded broker's topic */
    const volatile sig_atomic_t *stop; /* not 0: do not wait for readers any more */
};

/* exit_code receives EXIT_STATUS_USAGE or _UNREACHABLE when false is returned. */
bool generate_kafka_sink(struct generate_sink *sink, const struct generate_kafka_options *options,
                         int *exit_code);

/* ---- stages ---- */

#define GENERATE_DISORDER_ALL UINT64_MAX

/* A share of the records comes a second time, up to 1,024 records later. *count counts them. */
bool generate_duplicate_sink(struct generate_sink *sink, const struct generate_sink *next,
                             uint64_t seed, uint32_t ppm, uint64_t *count);
/* Each record changes places with a random one of `window` that are held; _ALL: all of them. */
bool generate_disorder_sink(struct generate_sink *sink, const struct generate_sink *next,
                            uint64_t seed, uint64_t window);
/* A share of malformed records comes on top: bad.h. *count counts them. */
bool generate_bad_sink(struct generate_sink *sink, const struct generate_sink *next, uint64_t seed,
                       uint32_t ppm, uint64_t *count);
/* At most so many records a second; waits end early when *stop is not 0. */
bool generate_rate_sink(struct generate_sink *sink, const struct generate_sink *next,
                        uint64_t per_second, const volatile sig_atomic_t *stop);

#endif
