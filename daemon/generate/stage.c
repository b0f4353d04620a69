/*
 * stage.c - sinks before a sink: duplicates, disorder, rate.
 */
#include "generate/random.h"
#include "generate/sink.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define RECALL 1024 /* the last records, from which duplicates are taken */

/* A copy of a record; later copies reuse its buffer. */
struct held {
    char *bytes; /* line, then key */
    size_t cap;
    uint32_t line_len, key_len;
    int64_t time_ms;
};

static bool held_set(struct held *held, const char *key, size_t key_len, const char *line,
                     size_t len, int64_t time_ms)
{
    if (held->cap < len + key_len) {
        char *bytes = realloc(held->bytes, len + key_len);
        if (!bytes) {
            fprintf(stderr, "meritd generate: out of memory\n");
            return false;
        }
        held->bytes = bytes;
        held->cap = len + key_len;
    }
    memcpy(held->bytes, line, len);
    memcpy(held->bytes + len, key, key_len);
    held->line_len = (uint32_t)len;
    held->key_len = (uint32_t)key_len;
    held->time_ms = time_ms;
    return true;
}

static bool held_write(const struct held *held, const struct generate_sink *next)
{
    return generate_sink_write(next, held->bytes + held->line_len, held->key_len, held->bytes,
                               held->line_len, held->time_ms);
}

static void *stage_new(size_t size)
{
    void *stage = calloc(1, size);

    if (!stage)
        fprintf(stderr, "meritd generate: out of memory\n");
    return stage;
}

/* ---- duplicates ---- */

struct duplicate_sink {
    struct generate_sink next;
    struct generate_random random;
    uint32_t ppm;
    uint64_t *count;
    uint64_t seen;
    struct held recent[RECALL];
};

static bool duplicate_write(void *ctx, const char *key, size_t key_len, const char *line,
                            size_t len, int64_t time_ms)
{
    struct duplicate_sink *stage = ctx;
    uint32_t known;

    if (!held_set(&stage->recent[stage->seen++ % RECALL], key, key_len, line, len, time_ms) ||
        !generate_sink_write(&stage->next, key, key_len, line, len, time_ms))
        return false;
    if (!generate_random_chance(&stage->random, stage->ppm))
        return true;
    known = stage->seen < RECALL ? (uint32_t)stage->seen : RECALL;
    ++*stage->count;
    return held_write(&stage->recent[generate_random_below(&stage->random, known)], &stage->next);
}

static bool duplicate_flush(void *ctx)
{
    struct duplicate_sink *stage = ctx;

    return stage->next.flush(stage->next.ctx);
}

static bool duplicate_finish(void *ctx)
{
    struct duplicate_sink *stage = ctx;
    bool done = stage->next.finish(stage->next.ctx);

    for (int i = 0; i < RECALL; i++)
        free(stage->recent[i].bytes);
    free(stage);
    return done;
}

bool generate_duplicate_sink(struct generate_sink *sink, const struct generate_sink *next,
                             uint64_t seed, uint32_t ppm, uint64_t *count)
{
    struct duplicate_sink *stage = stage_new(sizeof(*stage));

    if (!stage)
        return false;
    stage->next = *next;
    stage->ppm = ppm;
    stage->count = count;
    generate_random_seed(&stage->random, generate_random_hash(seed, 'd'));
    *sink = (struct generate_sink){duplicate_write, duplicate_flush, duplicate_finish, stage};
    return true;
}

/* ---- disorder ---- */

struct disorder_sink {
    struct generate_sink next;
    struct generate_random random;
    uint64_t window;
    size_t count, cap; /* held; allocated */
    struct held *held;
};

static bool disorder_grow(struct disorder_sink *stage)
{
    size_t cap = stage->cap ? 2 * stage->cap : 1024;
    struct held *held;

    if (cap > stage->window)
        cap = (size_t)stage->window;
    held = realloc(stage->held, cap * sizeof(*held));
    if (!held) {
        fprintf(stderr, "meritd generate: out of memory for --disorder\n");
        return false;
    }
    memset(held + stage->cap, 0, (cap - stage->cap) * sizeof(*held));
    stage->held = held;
    stage->cap = cap;
    return true;
}

/* Writes nothing while the window fills; then each record replaces a random one, which is written. */
static bool disorder_write(void *ctx, const char *key, size_t key_len, const char *line, size_t len,
                           int64_t time_ms)
{
    struct disorder_sink *stage = ctx;
    struct held *place;

    if (stage->count < stage->window) {
        if (stage->count == stage->cap && !disorder_grow(stage))
            return false;
        place = &stage->held[stage->count++];
    } else {
        place = &stage->held[generate_random_next(&stage->random) % stage->count];
        if (!held_write(place, &stage->next))
            return false;
    }
    return held_set(place, key, key_len, line, len, time_ms);
}

static bool disorder_flush(void *ctx)
{
    struct disorder_sink *stage = ctx;

    return stage->next.flush(stage->next.ctx);
}

/* Writes the remaining records in random order. */
static bool disorder_finish(void *ctx)
{
    struct disorder_sink *stage = ctx;
    bool done = true;

    while (stage->count > 0) {
        size_t drawn = generate_random_next(&stage->random) % stage->count--;
        struct held held = stage->held[drawn];

        stage->held[drawn] = stage->held[stage->count];
        done = done && held_write(&held, &stage->next);
        free(held.bytes);
    }
    done = stage->next.finish(stage->next.ctx) && done;
    free(stage->held);
    free(stage);
    return done;
}

bool generate_disorder_sink(struct generate_sink *sink, const struct generate_sink *next,
                            uint64_t seed, uint64_t window)
{
    struct disorder_sink *stage = stage_new(sizeof(*stage));

    if (!stage)
        return false;
    stage->next = *next;
    stage->window = window;
    generate_random_seed(&stage->random, generate_random_hash(seed, 's'));
    *sink = (struct generate_sink){disorder_write, disorder_flush, disorder_finish, stage};
    return true;
}

/* ---- rate ---- */

#define NANOSECONDS INT64_C(1000000000)
#define LEAST_WAIT_NS INT64_C(1000000)   /* shorter waits are not worth a system call */
#define MOST_BURST_NS INT64_C(100000000) /* the most delay that is caught up after a slow stretch */

struct rate_sink {
    struct generate_sink next;
    int64_t gap_ns;  /* between two records */
    int64_t next_ns; /* monotonic: when the next record may go */
    const volatile sig_atomic_t *stop;
};

static int64_t monotonic_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * NANOSECONDS + now.tv_nsec;
}

static bool rate_wait(struct rate_sink *stage, int64_t now_ns)
{
    struct timespec until = {.tv_sec = stage->next_ns / NANOSECONDS,
                             .tv_nsec = stage->next_ns % NANOSECONDS};

    if (stage->next_ns - now_ns < LEAST_WAIT_NS)
        return true;
    if (!stage->next.flush(stage->next.ctx))
        return false;
    while (!*stage->stop && clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) != 0)
        ;
    return true;
}

static bool rate_write(void *ctx, const char *key, size_t key_len, const char *line, size_t len,
                       int64_t time_ms)
{
    struct rate_sink *stage = ctx;
    int64_t now_ns = monotonic_ns();

    if (stage->next_ns < now_ns - MOST_BURST_NS)
        stage->next_ns = now_ns - MOST_BURST_NS;
    if (!rate_wait(stage, now_ns))
        return false;
    stage->next_ns += stage->gap_ns;
    return generate_sink_write(&stage->next, key, key_len, line, len, time_ms);
}

static bool rate_flush(void *ctx)
{
    struct rate_sink *stage = ctx;

    return stage->next.flush(stage->next.ctx);
}

static bool rate_finish(void *ctx)
{
    struct rate_sink *stage = ctx;
    bool done = stage->next.finish(stage->next.ctx);

    free(stage);
    return done;
}

bool generate_rate_sink(struct generate_sink *sink, const struct generate_sink *next,
                        uint64_t per_second, const volatile sig_atomic_t *stop)
{
    struct rate_sink *stage = stage_new(sizeof(*stage));

    if (!stage)
        return false;
    stage->next = *next;
    stage->gap_ns = NANOSECONDS / (int64_t)per_second;
    stage->next_ns = monotonic_ns();
    stage->stop = stop;
    *sink = (struct generate_sink){rate_write, rate_flush, rate_finish, stage};
    return true;
}
