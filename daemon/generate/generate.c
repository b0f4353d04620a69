/*
 * generate.c - the command: options, the chain of sinks, the pace of live traffic, the summary.
 */
#include "generate/generate.h"

#include "base/exit_status.h"
#include "generate/options.h"
#include "generate/sink.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

struct totals {
    uint64_t events, conversations, duplicates, bad, bytes;
};

static volatile sig_atomic_t stop_asked;

static void stop_ask(int signal_number)
{
    (void)signal_number;
    stop_asked = 1;
}

/* Without SA_RESTART, so that a wait ends. The second signal has its usual effect. */
static void signals_catch(void)
{
    struct sigaction action;

    memset(&action, 0, sizeof(action));
    action.sa_handler = stop_ask;
    action.sa_flags = (int)SA_RESETHAND;
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

static int64_t wall_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static double elapsed_seconds(const struct timespec *since)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - since->tv_sec) + (double)(now.tv_nsec - since->tv_nsec) / 1e9;
}

/* ---- the chain ---- */

static bool output_open(const struct generate_command *command, struct generate_sink *sink,
                        int *exit_code)
{
    struct generate_kafka_options kafka = {
        .bootstrap = command->kafka,
        .topic = command->topic,
        .options = command->kafka_options,
        .embedded_file = command->embedded_file,
        .group = command->group,
        .partitions = (int)command->partitions,
        .stop = &stop_asked,
    };

    *exit_code = EXIT_STATUS_FAILED;
    if (command->kafka || command->embedded_file)
        return generate_kafka_sink(sink, &kafka, exit_code);
    return generate_file_sink(sink, command->output, (uint32_t)command->split);
}

/* Puts the requested stages before *sink, the last one first. False: the chain was finished. */
static bool stages_open(const struct generate_command *command, struct generate_sink *sink,
                        struct totals *totals)
{
    uint64_t seed = command->shop.seed;
    struct generate_sink next = *sink;
    bool done = true;

    if (command->rate > 0)
        done = generate_rate_sink(sink, &next, command->rate, &stop_asked);
    next = *sink;
    if (done && command->disorder > 0)
        done = generate_disorder_sink(sink, &next, seed, command->disorder);
    next = *sink;
    if (done && command->bad_ppm > 0)
        done = generate_bad_sink(sink, &next, seed, command->bad_ppm, &totals->bad);
    next = *sink;
    if (done && command->duplicates_ppm > 0)
        done = generate_duplicate_sink(sink, &next, seed, command->duplicates_ppm,
                                       &totals->duplicates);
    if (!done)
        (void)next.finish(next.ctx);
    return done;
}

/* ---- the run ---- */

/* Waits until the event's time on the wall clock. First flushes what was written before. */
static bool pace_wait(const struct generate_sink *sink, int64_t time_ms)
{
    struct timespec until = {.tv_sec = (time_t)(time_ms / 1000),
                             .tv_nsec = (long)(time_ms % 1000) * 1000000};

    if (wall_ms() >= time_ms)
        return true;
    if (!sink->flush(sink->ctx))
        return false;
    while (!stop_asked && wall_ms() < time_ms)
        clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &until, NULL);
    return true;
}

/* False when the sink takes no more, or memory is out. */
static bool shop_write(const struct generate_command *command, struct generate_world *world,
                       const struct generate_sink *sink, struct totals *totals)
{
    struct generated event;

    while (!stop_asked && generate_life_next(world, &event)) {
        if (command->live && !pace_wait(sink, event.time_ms))
            return false;
        if (stop_asked)
            break;
        if (!generate_sink_write(sink, event.key, event.key_len, event.line, event.len,
                                 event.time_ms))
            return false;
        totals->events++;
        totals->bytes += event.len + 1;
    }
    totals->conversations = generate_life_conversations(world);
    if (generate_life_failed(world))
        fprintf(stderr, "meritd generate: out of memory\n");
    return !generate_life_failed(world);
}

static void summary_print(const struct totals *totals, double seconds)
{
    fprintf(stderr,
            "meritd generate: %" PRIu64 " events of %" PRIu64 " conversations, %" PRIu64
            " duplicates, %" PRIu64 " bad records, %.1f MB in %.1f s (%.0f events/s)\n",
            totals->events, totals->conversations, totals->duplicates, totals->bad,
            (double)totals->bytes / 1e6, seconds,
            seconds > 0 ? (double)totals->events / seconds : 0.0);
}

static int generate_run(const struct generate_command *command)
{
    struct generate_world *world = generate_life_new(&command->shop);
    struct generate_sink sink;
    struct totals totals = {0};
    struct timespec begin;
    int code = EXIT_STATUS_FAILED;
    bool done;

    if (!world) {
        fprintf(stderr, "meritd generate: out of memory\n");
        return EXIT_STATUS_FAILED;
    }
    clock_gettime(CLOCK_MONOTONIC, &begin);
    if (!output_open(command, &sink, &code))
        goto out;
    code = command->kafka || command->embedded_file ? EXIT_STATUS_UNREACHABLE : EXIT_STATUS_FAILED;
    if (!stages_open(command, &sink, &totals))
        goto out;
    done = shop_write(command, world, &sink, &totals);
    done = sink.finish(sink.ctx) && done;
    if (generate_life_failed(world))
        code = EXIT_STATUS_FAILED;
    else if (done)
        code = EXIT_STATUS_DONE;
    if (done && !command->quiet)
        summary_print(&totals, elapsed_seconds(&begin));
out:
    generate_life_free(world);
    return code;
}

int generate_main(int argc, char **argv)
{
    struct generate_command command;

    switch (generate_options_parse(&command, argc, argv, wall_ms())) {
    case GENERATE_PARSE_WRONG: return EXIT_STATUS_USAGE;
    case GENERATE_PARSE_HELP: return EXIT_STATUS_DONE;
    case GENERATE_PARSE_RUN: break;
    }
    stop_asked = 0;
    signals_catch();
    return generate_run(&command);
}
