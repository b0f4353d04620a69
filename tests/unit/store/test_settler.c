/*
 * test_settler.c - when the settler calls settle.run and period.keep, and what becomes of their failures,
 * against a real, private PostgreSQL. Both functions are doubles, which do what the row of public.script
 * says; each call counts, also one that is rolled back. The settler's clock is twenty times as fast.
 */
#include "base/log.h"
#include "base/time.h"
#include "store/scratch.h"
#include "store/settler.h"
#include "store/store.h"

#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    SPEED = 20,
    SLOW_MS = 2000, /* of the script "slow", by the real clock */
    MINUTE_MS = 60000,
    KEEP_EVERY_MS = 2000,
    PATIENCE_MS = 60000 /* of the real clock */
};

#define DOUBLES                                                                                    \
    "create sequence public.runs minvalue 0 start 0;"                                              \
    "create sequence public.keeps minvalue 0 start 0;"                                             \
    "create table public.settled (at timestamptz default clock_timestamp());"                      \
    "create table public.script (run text, keep text);"                                            \
    "insert into public.script values ('', '');"                                                   \
    "create function settle.run(as_of timestamptz, wait boolean default false,"                    \
    "                           names integer default 100000, out worked boolean,"                 \
    "                           out settled bigint, out dirty_left boolean,"                       \
    "                           out names_left bigint, out recalculating boolean)"                 \
    "  language plpgsql as $$"                                                                     \
    " declare script text := (select s.run from public.script s);"                                 \
    " begin"                                                                                       \
    "  perform nextval('public.runs');"                                                            \
    "  if script = 'refuse' then raise 'not now' using errcode = '55P03'; end if;"                 \
    "  insert into public.settled default values;"                                                 \
    "  worked := true; settled := 1; dirty_left := script = 'more';"                               \
    "  names_left := dirty_left::integer;"                                                         \
    "  recalculating := script = 'recalculate';"                                                   \
    " end $$;"                                                                                     \
    "create function period.keep(quiet interval default '10 seconds', out month date,"             \
    "                            out problem text) language plpgsql as $$"                         \
    " declare script text := (select s.keep from public.script s);"                                \
    " begin"                                                                                       \
    "  perform nextval('public.keeps');"                                                           \
    "  if script = 'fail' then raise 'no scores'; end if;"                                         \
    "  if script = 'die' then perform pg_terminate_backend(pg_backend_pid()); end if;"             \
    "  if script = 'slow' then perform pg_sleep(2); month := '2026-10-01'; end if;"                \
    "  if script = 'hang' then perform pg_sleep(60); end if;"                                      \
    "  if script = 'problem' then month := '2026-10-01'; problem := 'no points'; end if;"          \
    " end $$;"

static int doubles_start(void **state)
{
    int status = scratch_start(state);

    if (status == 0 && scratch_is_there())
        look_run(DOUBLES);
    return status;
}

static int64_t clock_fast_ms(void)
{
    return SPEED * clock_monotonic_ms();
}

static struct settler *settler_of(const char *run, const char *keep)
{
    static struct postgres_options options;
    struct error error;
    char sql[200];

    options = scratch_options();
    options.statement_timeout_ms = 0; /* which would be a matter of two clocks */
    snprintf(sql, sizeof sql, "update public.script set run = '%s', keep = '%s'", run, keep);
    look_run(sql);
    struct settler *settler = settler_new(&options, NULL, 5000, &error);
    assert_non_null(settler);
    return settler;
}

/* And until the server has seen it go, so that the next test counts its own calls alone. */
static void settler_end(struct settler *settler)
{
    int64_t until = clock_monotonic_ms() + PATIENCE_MS;

    settler_free(settler);
    while (strcmp(look("select count(*) from pg_stat_activity where application_name = 'test'"),
                  "0") != 0)
        assert_true(clock_monotonic_ms() < until);
}

/* One turn, as the loop does it. */
static enum settler_answer quiet_turn(struct settler *settler)
{
    enum settler_answer answer = settler_turn(settler, clock_fast_ms());
    unsigned wants = settler_wants(settler);
    struct pollfd fd = {.fd = settler_fd(settler)};
    int64_t now_ms = clock_fast_ms(), deadline_ms = settler_deadline_ms(settler);
    int64_t wait_ms = deadline_ms > now_ms ? (deadline_ms - now_ms) / SPEED : 0;

    fd.events = (short)((wants & STORE_WANTS_READ ? POLLIN : 0) |
                        (wants & STORE_WANTS_WRITE ? POLLOUT : 0));
    if (answer == SETTLER_GOING)
        poll(&fd, 1, wait_ms > 20 ? 20 : (int)wait_ms);
    return answer;
}

/* The same, amid a stream of writes. */
static enum settler_answer turn(struct settler *settler)
{
    settler_poke(settler);
    return quiet_turn(settler);
}

static long count_of(const char *sequence)
{
    char sql[100];

    snprintf(sql, sizeof sql, "select last_value from public.%s", sequence);
    return atol(look(sql));
}

/* Turns until the function was called this many times more. */
static void await_calls(struct settler *settler, const char *sequence, long more)
{
    int64_t until = clock_monotonic_ms() + PATIENCE_MS;
    long wanted = count_of(sequence) + more;

    while (count_of(sequence) < wanted) {
        assert_int_equal(turn(settler), SETTLER_GOING);
        assert_true(clock_monotonic_ms() < until);
    }
}

static void await_finished(struct settler *settler)
{
    int64_t until = clock_monotonic_ms() + PATIENCE_MS;

    while (turn(settler) == SETTLER_GOING)
        assert_true(clock_monotonic_ms() < until);
    assert_int_equal(turn(settler), SETTLER_FINISHED);
}

/* ---- a stream that never leaves nothing dirty ---- */

static void test_keeps_amid_a_stream(void **state)
{
    (void)state;
    NEEDS_SERVER();
    struct settler *settler = settler_of("more", "");

    await_calls(settler, "keeps", 1);
    int64_t until = clock_monotonic_ms() + PATIENCE_MS, began;
    do { /* on a busy machine not at the first look */
        assert_true(clock_monotonic_ms() < until);
        began = clock_fast_ms();
        await_calls(settler, "keeps", 1);
    } while (clock_fast_ms() - began >= KEEP_EVERY_MS);
    settler_end(settler);
}

/* Nothing is written any more: only what was left alone for a while is left to keep. */
static void test_keeps_now_and_then_at_rest(void **state)
{
    (void)state;
    NEEDS_SERVER();
    struct settler *settler = settler_of("", "");

    await_calls(settler, "keeps", 1);
    int64_t until = clock_fast_ms() + 10 * KEEP_EVERY_MS, began = clock_fast_ms();
    long keeps = count_of("keeps"), runs = count_of("runs");
    while (clock_fast_ms() < until)
        assert_int_equal(quiet_turn(settler), SETTLER_GOING);
    assert_in_range(count_of("keeps") - keeps, 1,
                    (clock_fast_ms() - began) / KEEP_EVERY_MS + 1 + count_of("runs") - runs);
    settler_end(settler);
}

/* Without a rest, for hours: a month is kept now and then, and settlements go on between. */
static void test_keeps_amid_a_recalculation(void **state)
{
    (void)state;
    NEEDS_SERVER();
    struct settler *settler = settler_of("recalculate", "");

    await_calls(settler, "runs", 1);
    for (int i = 0; i < 3; i++) {
        await_calls(settler, "keeps", 1);
        await_calls(settler, "runs", 3);
    }
    settler_end(settler);
}

/* What keeping takes is none of the time after which settlements rest. */
static void test_keeping_is_no_settling(void **state)
{
    (void)state;
    NEEDS_SERVER();
    struct settler *settler = settler_of("", "slow");
    struct settler_statistics statistics;
    int64_t least_ms = INT64_MAX;

    await_calls(settler, "keeps", 1);
    for (int i = 0; i < 3; i++) {
        await_calls(settler, "runs", 2);
        settler_statistics(settler, &statistics);
        least_ms = statistics.run_ms < least_ms ? statistics.run_ms : least_ms;
    }
    assert_in_range(least_ms, 0, SPEED * SLOW_MS - 1);
    settler_end(settler);
}

/* ---- what it tells ---- */

static struct settler_statistics statistics_of(const struct settler *settler)
{
    struct settler_statistics statistics;

    settler_statistics(settler, &statistics);
    return statistics;
}

/* Amid a stream something always is; how long, is up to the last settlement that left nothing. */
static void test_since_when_unsettled(void **state)
{
    (void)state;
    NEEDS_SERVER();
    struct settler *settler = settler_of("", "");

    assert_true(statistics_of(settler).unsettled_since_ms == TIME_NONE);
    await_calls(settler, "runs", 1);
    int64_t began = clock_fast_ms();
    await_calls(settler, "runs", 3);
    assert_true(statistics_of(settler).unsettled_since_ms >= began);
    int64_t until = clock_monotonic_ms() + PATIENCE_MS;
    while (statistics_of(settler).unsettled_since_ms != TIME_NONE) {
        assert_int_equal(quiet_turn(settler), SETTLER_GOING);
        assert_true(clock_monotonic_ms() < until);
    }
    settler_end(settler);

    settler = settler_of("more", "");
    await_calls(settler, "runs", 1);
    int64_t since = statistics_of(settler).unsettled_since_ms;
    await_calls(settler, "runs", 3);
    assert_true(since != TIME_NONE);
    assert_int_equal(statistics_of(settler).unsettled_since_ms, since);
    settler_end(settler);
}

/* Every call that had the lock is in the histogram; a connection counts as lost once it was of use. */
static void test_counts_calls_and_connections(void **state)
{
    (void)state;
    NEEDS_SERVER();
    struct settler *settler = settler_of("", "");
    uint64_t counted = 0;

    assert_false(statistics_of(settler).connected);
    await_calls(settler, "runs", 4);
    struct settler_statistics statistics = statistics_of(settler);
    for (size_t i = 0; i <= statistics.run_times.bounds->count; i++)
        counted += statistics.run_times.counts[i];
    assert_int_equal(counted, statistics.runs);
    assert_true(statistics.connected && statistics.runs >= 3);
    assert_int_equal(statistics.losses, 0);
    look("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'test'");
    int64_t until = clock_monotonic_ms() + PATIENCE_MS;
    while (statistics_of(settler).losses == 0) {
        assert_int_equal(turn(settler), SETTLER_GOING);
        assert_true(clock_monotonic_ms() < until);
    }
    assert_false(statistics_of(settler).connected);
    await_calls(settler, "runs", 1);
    assert_int_equal(statistics_of(settler).losses, 1);
    settler_end(settler);
}

/* ---- failures ---- */

static int stderr_before;

/* What is written to standard error from now on. */
static FILE *listen_to_log(void)
{
    FILE *log = tmpfile();

    assert_non_null(log);
    log_set_level(LOG_LEVEL_WARN);
    stderr_before = dup(STDERR_FILENO);
    dup2(fileno(log), STDERR_FILENO);
    return log;
}

static void stop_listening(void)
{
    dup2(stderr_before, STDERR_FILENO);
    close(stderr_before);
    log_set_level(LOG_LEVEL_ERROR);
}

/* How many lines have both. */
static int times_said(FILE *log, const char *what, const char *why)
{
    char line[1000];
    int times = 0;

    rewind(log);
    while (fgets(line, sizeof line, log) != NULL)
        times += strstr(line, what) != NULL && strstr(line, why) != NULL;
    return times;
}

/* Whether it was left alone for a minute after each failure since. */
static bool is_seldom(long keeps, int64_t began)
{
    return count_of("keeps") - keeps <= 1 + (clock_fast_ms() - began) / MINUTE_MS;
}

/* It fails: each settlement stays, and is not waited for any longer; the reason is said once. */
static void test_keeping_fails(void **state)
{
    (void)state;
    NEEDS_SERVER();
    struct settler *settler = settler_of("", "fail");
    int64_t began = clock_fast_ms();
    long runs = count_of("runs"), keeps = count_of("keeps"),
         settled = atol(look("select count(*) from public.settled"));
    FILE *log = listen_to_log();

    await_calls(settler, "runs", 20);
    assert_true(is_seldom(keeps, began));
    await_calls(settler, "keeps", 2);
    assert_true(is_seldom(keeps, began));
    await_calls(settler, "runs", 2);
    stop_listening();
    assert_int_equal(times_said(log, "scores of any month cannot be kept", "no scores"), 1);
    fclose(log);
    settler_end(settler);
    assert_int_equal(atol(look("select count(*) from public.settled")) - settled,
                     count_of("runs") - runs);
}

/* The function says that a month fails: others are asked for at once, and the reason is said once. */
static void test_a_month_fails(void **state)
{
    (void)state;
    NEEDS_SERVER();
    struct settler *settler = settler_of("", "problem");
    FILE *log = listen_to_log();

    await_calls(settler, "keeps", 5);
    await_calls(settler, "runs", 2);
    stop_listening();
    assert_int_equal(times_said(log, "scores of 2026-10 cannot be kept", "no points"), 1);
    fclose(log);
    settler_end(settler);
}

static void test_the_connection_dies(void **state)
{
    (void)state;
    NEEDS_SERVER();
    struct settler *settler = settler_of("", "die");
    int64_t began = clock_fast_ms();
    long keeps = count_of("keeps");

    await_calls(settler, "keeps", 1);
    await_calls(settler, "runs", 20);
    assert_true(is_seldom(keeps, began));
    await_calls(settler, "keeps", 1);
    assert_true(is_seldom(keeps, began));
    settler_end(settler);
}

/* Who may not keep settles all the same, on the same connection; and it is said what is missing. */
static void test_keeping_is_not_allowed(void **state)
{
    (void)state;
    NEEDS_SERVER();
    look_run("alter function period.keep(interval) rename to gone");
    struct settler *settler = settler_of("", "");
    FILE *log = listen_to_log();

    await_calls(settler, "runs", 20);
    stop_listening();
    assert_int_equal(times_said(log, "scores of any month cannot be kept", "run `meritd migrate`"),
                     1);
    assert_int_equal(times_said(log, "connecting again", ""), 0);
    fclose(log);
    settler_end(settler);
    look_run("alter function period.gone(interval) rename to keep");
}

/* ---- the end ---- */

/* Nothing is kept any more, not even in the pause after a refusal. */
static void test_finishing_keeps_nothing(void **state)
{
    (void)state;
    NEEDS_SERVER();
    struct settler *settler = settler_of("", "");

    await_calls(settler, "keeps", 1);
    settler_finish(settler);
    look_run("update public.script set run = 'refuse'");
    await_calls(settler, "runs", 2);
    long keeps = count_of("keeps");
    await_calls(settler, "runs", 7); /* with pauses of 50 to 12,800 ms */
    look_run("update public.script set run = ''");
    await_finished(settler);
    assert_int_equal(count_of("keeps"), keeps);
    settler_end(settler);
}

/* What is under way at the end is not waited for. */
static void test_freed_while_it_keeps(void **state)
{
    (void)state;
    NEEDS_SERVER();
    struct settler *settler = settler_of("", "hang");

    await_calls(settler, "keeps", 1);
    int64_t began = clock_monotonic_ms();
    settler_free(settler);
    assert_true(clock_monotonic_ms() - began < 30000);
    look("select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = "
         "'test'");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keeps_amid_a_stream),
        cmocka_unit_test(test_keeps_now_and_then_at_rest),
        cmocka_unit_test(test_keeps_amid_a_recalculation),
        cmocka_unit_test(test_keeping_is_no_settling),
        cmocka_unit_test(test_since_when_unsettled),
        cmocka_unit_test(test_counts_calls_and_connections),
        cmocka_unit_test(test_keeping_fails),
        cmocka_unit_test(test_a_month_fails),
        cmocka_unit_test(test_the_connection_dies),
        cmocka_unit_test(test_keeping_is_not_allowed),
        cmocka_unit_test(test_finishing_keeps_nothing),
        cmocka_unit_test(test_freed_while_it_keeps),
    };

    return cmocka_run_group_tests(tests, doubles_start, scratch_stop);
}
