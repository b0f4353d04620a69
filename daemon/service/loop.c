/* loop.c - see the header. */
#include "service/loop.h"

#include "base/buffer.h"
#include "base/exit_status.h"
#include "base/log.h"
#include "base/time.h"
#include "service/exposition.h"
#include "service/metrics_server.h"
#include "service/notify.h"
#include "service/progress.h"
#include "service/reload.h"
#include "service/waiter.h"

#include <inttypes.h>
#include <signal.h>
#include <unistd.h>

enum {
    IDLE_MS = 1000,    /* turn at least this often */
    STATUS_MS = 5000,  /* status to the service manager */
    REPORT_MS = 60000, /* a log line about the work done, if any */
    STALL_MS = 1000,   /* a turn that takes this long, or begins so late, is counted */
};

static const struct histogram_bounds turn_times = {
    .per_unit = 1000, .count = 11, .at = {1, 5, 10, 25, 50, 100, 250, 500, 1000, 5000, 10000}};

enum loop_phase { LOOP_RUNNING, LOOP_DRAINING, LOOP_SETTLING, LOOP_STOPPED };

struct loop {
    const struct loop_options *options;
    struct loop_outcome *outcome;
    enum loop_phase phase;
    struct reload reload;
    struct progress progress;

    struct waiter *waiter;
    struct metrics_server *metrics; /* NULL: none */
    struct exposition exposition;
    struct loop_statistics statistics;
    int64_t began_ms, now_ms;
    int64_t turn_at_ms;     /* when the next turn begins at the latest */
    int64_t drain_until_ms; /* DRAINING: when to give up */
    int64_t status_at_ms, report_at_ms, alive_at_ms;
    int64_t watchdog_ms;    /* 0: none */
    uint64_t poked_batches; /* commits that the settler knows of */
    uint64_t reported;      /* events at the last report, */
    uint64_t reported_old;  /* and those too old */
    bool ready;             /* the service manager knows that we are ready */
};

static void loop_stop(struct loop *loop, enum loop_reason reason)
{
    loop->phase = LOOP_STOPPED;
    loop->outcome->reason = reason;
    loop->outcome->elapsed_ms = loop->now_ms - loop->began_ms;
}

static void loop_fail(struct loop *loop, const struct error *error)
{
    loop->outcome->error = *error;
    loop_stop(loop, LOOP_FAILED);
}

/* ---- signals ---- */

static void loop_on_stop(int number, void *context)
{
    struct loop *loop = context;

    if (loop->phase == LOOP_DRAINING) {
        log_error("loop",
                  "told twice to stop (signal %d): leaving at once; what is not written is still "
                  "in the source",
                  number);
        _exit(EXIT_STATUS_FAILED);
    }
    log_info("loop", "told to stop (signal %d): writing what was read", number);
    notify_stopping();
    if (loop->phase == LOOP_SETTLING) {
        loop_stop(loop, LOOP_ASKED);
        return;
    }
    loop->phase = LOOP_DRAINING;
    loop->drain_until_ms = clock_monotonic_ms() +
                           reload_config(&loop->reload)->ingest_shutdown_timeout_seconds * 1000;
    pipeline_close(loop->options->pipeline);
}

static void loop_on_reload(int number, void *context)
{
    struct loop *loop = context;

    (void)number;
    notify_reloading(clock_monotonic_ms());
    if (reload_now(&loop->reload)) {
        const struct config *config = reload_config(&loop->reload);
        settler_set_interval(loop->options->settler, config->settle_interval_ms);
        settler_set_retention(loop->options->settler, config->retention_dead_letter_days);
        pipeline_set_close_patience(loop->options->pipeline, config_close_patience_ms(config));
    }
    notify_ready();
}

/* ---- waiting ---- */

static int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* The bits of enum store_wants are those of the waiter. */
_Static_assert((int)STORE_WANTS_READ == (int)WAITER_READ &&
                   (int)STORE_WANTS_WRITE == (int)WAITER_WRITE,
               "one set of bits");

/* A turn began at now_ms and is over. */
static void loop_count_turn(struct loop *loop, int64_t over_ms)
{
    int64_t took_ms = over_ms - loop->now_ms;

    histogram_add(&loop->statistics.turn_ms, took_ms);
    loop->statistics.stalls += took_ms >= STALL_MS;
}

/* Returns the longest time to wait, in ms. */
static int64_t loop_watch_all(struct loop *loop)
{
    struct pipeline_wants wants;
    int64_t deadline_ms = earlier(loop->now_ms + IDLE_MS,
                                  settler_deadline_ms(loop->options->settler));

    if (loop->phase == LOOP_RUNNING || loop->phase == LOOP_DRAINING) {
        pipeline_wants(loop->options->pipeline, &wants);
        deadline_ms = earlier(deadline_ms, wants.deadline_ms);
        for (size_t i = 0; i < wants.fd_count; i++)
            waiter_watch(loop->waiter, wants.fds[i].fd, wants.fds[i].events);
    }
    waiter_watch(loop->waiter, settler_fd(loop->options->settler),
                 settler_wants(loop->options->settler));
    int64_t now_ms = clock_monotonic_ms();
    loop_count_turn(loop, now_ms);
    loop->turn_at_ms = deadline_ms > now_ms ? deadline_ms : now_ms;
    return loop->turn_at_ms - now_ms;
}

/* ---- turns ---- */

static int64_t loop_wall_ms(const struct loop *loop)
{
    int64_t present_ms = loop->options->present_ms;

    return present_ms != TIME_NONE ? present_ms : clock_wall_ms();
}

static void loop_turn_pipeline(struct loop *loop)
{
    struct pipeline *pipeline = loop->options->pipeline;

    enum pipeline_state state = pipeline_turn(pipeline, loop_wall_ms(loop), loop->now_ms);

    if (state == PIPELINE_RUNNING && loop->phase == LOOP_DRAINING &&
        loop->now_ms >= loop->drain_until_ms)
        state = pipeline_close_now(pipeline);
    pipeline_statistics(pipeline, &loop->outcome->statistics);
    switch (state) {
    case PIPELINE_RUNNING: break;
    case PIPELINE_DONE:
        loop->phase = LOOP_SETTLING;
        settler_finish(loop->options->settler);
        break;
    case PIPELINE_CLOSED: loop_stop(loop, LOOP_ASKED); break;
    case PIPELINE_GAVE_UP: loop_stop(loop, LOOP_OUT_OF_TIME); break;
    case PIPELINE_FAILED: loop_fail(loop, pipeline_error(pipeline)); break;
    }
}

static void loop_turn_settler(struct loop *loop)
{
    const struct pipeline_statistics *statistics = &loop->outcome->statistics;

    if (statistics->batches != loop->poked_batches)
        settler_poke(loop->options->settler);
    loop->poked_batches = statistics->batches;
    switch (settler_turn(loop->options->settler, loop->now_ms)) {
    case SETTLER_GOING: break;
    case SETTLER_FINISHED: loop_stop(loop, LOOP_DONE); break;
    case SETTLER_STOPPED: loop_fail(loop, settler_error(loop->options->settler)); break;
    }
}

/* The status for the service manager. */
static const char *loop_condition(const struct pipeline_statistics *statistics)
{
    if (!statistics->connected)
        return "PostgreSQL is away";
    if (statistics->held)
        return "held back by PostgreSQL";
    if (statistics->caught_up)
        return "caught up";
    return statistics->at_rest ? "waiting for the source" : "reading";
}

static uint64_t loop_dead_letters(const struct loop *loop)
{
    uint64_t count = 0;

    for (size_t i = 0; i < REASON_COUNT; i++)
        count += loop->outcome->statistics.taken.dead_letters[i];
    return count;
}

/* Reports to the service manager and the log. */
static void loop_tell(struct loop *loop)
{
    const struct pipeline_statistics *statistics = &loop->outcome->statistics;
    struct settler_statistics settled;

    if (!loop->ready && statistics->connected) {
        loop->ready = true;
        notify_ready();
    }
    if (loop->watchdog_ms > 0 && loop->now_ms >= loop->alive_at_ms) {
        notify_alive();
        loop->alive_at_ms = loop->now_ms + loop->watchdog_ms;
    }
    if (loop->now_ms >= loop->status_at_ms) {
        loop->status_at_ms = loop->now_ms + STATUS_MS;
        notify_status("%" PRIu64 " events, %" PRIu64 " rejected; %s", statistics->taken.events,
                      loop_dead_letters(loop), loop_condition(statistics));
    }
    if (loop->now_ms >= loop->report_at_ms) {
        loop->report_at_ms = loop->now_ms + REPORT_MS;
        settler_statistics(loop->options->settler, &settled);
        if (statistics->taken.events != loop->reported ||
            statistics->taken.too_old != loop->reported_old)
            log_info("loop",
                     "%" PRIu64 " events (%" PRIu64 " in the last minute), %" PRIu64
                     " rejected, %" PRIu64 " too old, %" PRIu64 " batches, %" PRIu64 " settlements",
                     statistics->taken.events, statistics->taken.events - loop->reported,
                     loop_dead_letters(loop), statistics->taken.too_old, statistics->batches,
                     settled.runs);
        loop->reported = statistics->taken.events;
        loop->reported_old = statistics->taken.too_old;
    }
}

static void loop_turn(struct loop *loop)
{
    loop->now_ms = clock_monotonic_ms();
    loop->statistics.stalls += loop->now_ms - loop->turn_at_ms >= STALL_MS;
    if (loop->phase == LOOP_RUNNING || loop->phase == LOOP_DRAINING)
        loop_turn_pipeline(loop);
    if (loop->phase != LOOP_STOPPED)
        loop_turn_settler(loop);
    loop_tell(loop);
    progress_draw(&loop->progress, loop->options->collector, &loop->outcome->statistics,
                  loop->phase == LOOP_SETTLING, loop->now_ms);
}

/* ---- from begin to end ---- */

static void loop_write_metrics(void *context, enum metrics_format format, struct buffer *out)
{
    exposition_write(context, format, clock_monotonic_ms(), out);
}

static bool loop_serve_metrics(struct loop *loop)
{
    const struct loop_options *options = loop->options;

    if (options->metrics_listen == NULL)
        return true;
    loop->exposition = (struct exposition){
        .version = options->version,
        .began_ms = clock_wall_ms(),
        .collector = options->collector,
        .pipeline = options->pipeline,
        .settler = options->settler,
        .loop = &loop->statistics,
    };
    loop->metrics = metrics_server_new(loop->waiter, options->metrics_listen, loop_write_metrics,
                                       &loop->exposition, &loop->outcome->error);
    return loop->metrics != NULL;
}

static bool loop_wait_with_libevent(struct loop *loop)
{
    loop->waiter = waiter_new();
    if (loop->waiter != NULL && waiter_catch(loop->waiter, SIGTERM, loop_on_stop, loop) &&
        waiter_catch(loop->waiter, SIGINT, loop_on_stop, loop) &&
        waiter_catch(loop->waiter, SIGHUP, loop_on_reload, loop))
        return true;
    return error_set(&loop->outcome->error, ERROR_STOP, "libevent cannot be set up");
}

static bool loop_init(struct loop *loop, const struct loop_options *options,
                      struct loop_outcome *outcome)
{
    *loop = (struct loop){
        .options = options, .outcome = outcome, .statistics = {.turn_ms = {.bounds = &turn_times}}};
    reload_init(&loop->reload, options->config, options->config_path);
    loop->began_ms = loop->now_ms = loop->turn_at_ms = clock_monotonic_ms();
    loop->report_at_ms = loop->began_ms + REPORT_MS;
    loop->watchdog_ms = notify_watchdog_ms();
    progress_init(&loop->progress, options->progress, loop->began_ms);
    return loop_wait_with_libevent(loop) && loop_serve_metrics(loop);
}

static void loop_clear(struct loop *loop)
{
    metrics_server_free(loop->metrics);
    waiter_free(loop->waiter);
    reload_clear(&loop->reload);
}

static void loop_add_written(const struct loop *loop, struct buffer *text)
{
    const struct pipeline_statistics *statistics = &loop->outcome->statistics;
    size_t unwritten = statistics->waiting_events + statistics->void_events;

    if (unwritten > 0)
        buffer_append_format(
            text, "%zu events that were read are not written, and still in the source", unwritten);
    else if (statistics->taken.records == 0)
        buffer_append_format(text, "nothing was read");
    else
        buffer_append_format(text, "everything read is written");
}

/* The stored positions, not those of reading. */
static void loop_add_positions(const struct loop *loop, struct buffer *text)
{
    size_t count;
    const struct position *durable = pipeline_durable(loop->options->pipeline, &count);
    const char *before = "; positions: ";

    for (size_t i = 0; i < count; i++) {
        if (durable[i].next_offset < 0)
            continue;
        buffer_append_format(text, "%s%s/%" PRId32 " at %" PRId64, before, durable[i].topic,
                             durable[i].partition, durable[i].next_offset);
        before = ", ";
    }
}

static void loop_log_end(const struct loop *loop)
{
    static const char *const reasons[] = {
        [LOOP_DONE] = "the end was reached and everything is settled",
        [LOOP_ASKED] = "by a signal",
        [LOOP_OUT_OF_TIME] = "by a signal, before all could be written",
        [LOOP_FAILED] = "failed",
    };
    const struct loop_outcome *outcome = loop->outcome;
    bool failed = outcome->reason == LOOP_FAILED;
    struct buffer text;

    buffer_init(&text);
    loop_add_written(loop, &text);
    loop_add_positions(loop, &text);
    (failed ? log_error : log_info)("loop", "stopped: %s%s%s; %.*s", reasons[outcome->reason],
                                    failed ? ": " : "", failed ? outcome->error.text : "",
                                    (int)text.length, text.bytes ? (char *)text.bytes : "");
    buffer_clear(&text);
}

bool loop_run(const struct loop_options *options, struct loop_outcome *outcome)
{
    struct loop loop;

    *outcome = (struct loop_outcome){0};
    if (!loop_init(&loop, options, outcome)) {
        loop_clear(&loop);
        return false;
    }
    while (loop.phase != LOOP_STOPPED) {
        loop_turn(&loop);
        if (loop.phase != LOOP_STOPPED)
            waiter_wait(loop.waiter, loop_watch_all(&loop));
    }
    progress_end(&loop.progress);
    notify_stopping();
    loop_log_end(&loop);
    loop_clear(&loop);
    return true;
}
