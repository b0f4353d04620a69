/* test_parts.c - generate's command line, and the parts that its shop is made of. */
#include "generate/calendar.h"
#include "generate/heap.h"
#include "generate/line.h"
#include "generate/options.h"
#include "generate/random.h"
#include "generate/sink.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define END_MS INT64_C(1793491200000) /* 2026-11-01T00:00:00Z */
#define SHARE(ppm) ((double)(ppm) / GENERATE_PPM)

/* ---- options ---- */

static enum generate_parse parse(struct generate_command *command, const char *words)
{
    static char copy[512];
    char *argv[32] = {"generate"};
    int argc = 1;

    snprintf(copy, sizeof(copy), "%s", words);
    for (char *word = strtok(copy, " "); word; word = strtok(NULL, " "))
        argv[argc++] = word;
    return generate_options_parse(command, argc, argv, END_MS);
}

static void test_options_defaults(void **state)
{
    struct generate_command command;

    (void)state;
    assert_int_equal(parse(&command, ""), GENERATE_PARSE_RUN);
    assert_int_equal(command.shop.agents, 24);
    assert_int_equal(command.shop.messages, 10);
    assert_int_equal(command.shop.families, GENERATE_EVERYTHING);
    assert_int_equal(command.shop.end_ms, END_MS - 1);
    /* END_MS is 08:00 at +08:00: the thirtieth day begins at midnight, eight hours before. */
    assert_int_equal(command.shop.start_ms, END_MS - 29 * GENERATE_DAY_MS - 8 * GENERATE_HOUR_MS);
    assert_int_equal(command.shop.bots, 750000);
    assert_int_equal(command.shop.second_agents, 0);
    assert_string_equal(command.shop.currency, "CNY");
    assert_string_equal(command.output, "-");
}

static void test_options_values(void **state)
{
    struct generate_command command;

    (void)state;
    assert_int_equal(parse(&command, "--seed 9 --events 5 --only chat,staff --disorder all "
                                     "--duplicates 0.25 --bad 1 --days 2 "
                                     "--end 2026-10-05T09:30:00.25+08:00 -o x --split 2"),
                     GENERATE_PARSE_RUN);
    assert_int_equal(command.shop.seed, 9);
    assert_int_equal(command.shop.events, 5);
    assert_int_equal(command.shop.families, GENERATE_STAFF);
    assert_true(command.disorder == GENERATE_DISORDER_ALL);
    assert_int_equal(command.duplicates_ppm, 250000);
    assert_int_equal(command.bad_ppm, 1000000);
    /* 2026-10-05 is 27 days before END_MS; 09:30 at +08:00 is 01:30 UTC. */
    assert_int_equal(command.shop.end_ms,
                     END_MS - 27 * GENERATE_DAY_MS + 90 * GENERATE_MINUTE_MS + 249);
    assert_int_equal(command.shop.start_ms, END_MS - 28 * GENERATE_DAY_MS - 8 * GENERATE_HOUR_MS);
    assert_int_equal(command.split, 2);
    assert_int_equal(command.shop.bots, 0);
    assert_int_equal(command.shop.deposits, 0);
    assert_int_equal(parse(&command, "--only chat,changes --deposits 0 --pauses .5"),
                     GENERATE_PARSE_RUN);
    assert_int_equal(command.shop.deposits, 0);
    assert_int_equal(command.shop.pauses, 500000);
    assert_int_equal(parse(&command, "--live --speed 50 --agents 2"), GENERATE_PARSE_RUN);
    assert_int_equal(command.shop.live_per_day, 2 * 40 * 50);
    assert_int_equal(command.shop.start_ms, END_MS);
}

/* Whole business days, and an end at the beginning of one belongs to the day before. */
static void test_options_days(void **state)
{
    struct generate_command command;
    const int64_t october_ms = END_MS - 31 * GENERATE_DAY_MS - 8 * GENERATE_HOUR_MS;

    (void)state;
    assert_int_equal(parse(&command, "--days 31 --end 2026-10-31T23:59:00+08:00"),
                     GENERATE_PARSE_RUN);
    assert_int_equal(command.shop.start_ms, october_ms);
    assert_int_equal(parse(&command, "--days 31 --end 2026-11-01T00:00:00+08:00"),
                     GENERATE_PARSE_RUN);
    assert_int_equal(command.shop.start_ms, october_ms);
    assert_int_equal(command.shop.end_ms, october_ms + 31 * GENERATE_DAY_MS - 1);
    assert_int_equal(parse(&command, "--days 31 --cutover 04:30 --end 2026-11-01T04:30:00+08:00"),
                     GENERATE_PARSE_RUN);
    assert_int_equal(command.shop.start_ms, october_ms + 270 * GENERATE_MINUTE_MS);
}

static void test_options_wrong(void **state)
{
    static const char *const wrong[] = {
        "--unknown",
        "-x",
        "--seed",
        "--seed one",
        "--seed -1",
        "--agents 0",
        "--agents 10001",
        "--agents 5 --teams 6",
        "--messages 1001",
        "--events 1 --conversations 1",
        "--only orders",
        "--only chat,phones",
        "--only chat,",
        "--cutover 24:00",
        "--cutover 4:30",
        "--cutover 04:30Z",
        "--end yesterday",
        "--end 2026-10-05T09:30:00",
        "--end 2026-02-30T09:30:00Z",
        "--end 2026-10-05T24:00:00Z",
        "--end 2000-01-05T00:00:00Z",
        "--end 2150-01-05T00:00:00Z",
        "--live --end 2020-01-01T00:00:00Z",
        "--live --disorder all",
        "--speed 2",
        "--bots 2",
        "--only chat --bots 0.5",
        "--only chat,changes --closings 0.5",
        "--only chat,bots --pauses 0",
        "--agents 2 --second-accounts 3",
        "--bad 1.1",
        "--bad .",
        "--duplicates 5%",
        "--disorder many",
        "--source a\tb",
        "--shop \xff",
        "--currency yuan",
        "--split 2",
        "--topic t",
        "--partitions 2",
        "--kafka a --embedded-broker b",
        "--kafka a -o b",
        "file.ndjson",
    };
    struct generate_command command;

    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        if (parse(&command, wrong[i]) != GENERATE_PARSE_WRONG)
            fail_msg("accepted: %s", wrong[i]);
    }
}

/* ---- parts ---- */

static void test_dates_agree_with_libc(void **state)
{
    (void)state;
    for (int64_t day = 10957; day < 47482; day += 1) { /* 2000 … 2099 */
        time_t seconds = (time_t)(day * 86400);
        struct tm tm;
        struct generate_date date = generate_date_of_day(day);

        gmtime_r(&seconds, &tm);
        assert_int_equal(date.year, tm.tm_year + 1900);
        assert_int_equal(date.month, tm.tm_mon + 1);
        assert_int_equal(date.day, tm.tm_mday);
        assert_int_equal(generate_day_of_date(date.year, date.month, date.day), day);
        assert_int_equal(generate_calendar_weekday(day * GENERATE_DAY_MS), (tm.tm_wday + 6) % 7);
    }
}

static void test_line_numbers_and_money(void **state)
{
    static const uint64_t numbers[] = {0, 9, 10, 99, 100, 12345, UINT64_MAX};
    struct generate_line line;
    char expected[400] = "";
    size_t at = 0;

    (void)state;
    generate_line_init(&line);
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        generate_line_number(&line, numbers[i]);
        at += (size_t)sprintf(expected + at, "%llu", (unsigned long long)numbers[i]);
    }
    for (int64_t cents = 0; cents < 20000000; cents = cents * 3 + 7) {
        if (line.len > 300)
            break;
        generate_line_money(&line, cents);
        at += (size_t)sprintf(expected + at, "%lld.%02lld", (long long)cents / 100,
                              (long long)cents % 100);
    }
    assert_int_equal(line.len, at);
    assert_memory_equal(line.bytes, expected, at);
}

static void test_calendar_advances_by_weight(void **state)
{
    int64_t from = END_MS - 10 * GENERATE_DAY_MS;

    (void)state;
    for (int flat = 0; flat < 2; flat++) {
        for (int64_t span = 1; span < 9 * GENERATE_DAY_MS; span = span * 3 + 11) {
            uint64_t weight = generate_calendar_weigh(flat, from, from + span);
            assert_int_equal(generate_calendar_advance(flat, from, &weight, END_MS), from + span);
            assert_int_equal(weight, 0);
        }
    }
    /* 2026-11-01 08:00 at +08:00: November of the shop begins eight hours before. */
    assert_int_equal(generate_calendar_month(END_MS, 0), END_MS - 8 * GENERATE_HOUR_MS);
    assert_int_equal(generate_calendar_month(END_MS, 2),
                     END_MS - 8 * GENERATE_HOUR_MS + 61 * GENERATE_DAY_MS);
}

static void test_spreads_have_their_mean(void **state)
{
    struct generate_random random;

    (void)state;
    generate_random_seed(&random, 3);
    for (int shape = GENERATE_SPREAD_ARRIVALS; shape <= GENERATE_SPREAD_AMOUNTS; shape++) {
        for (int64_t mean = 1000; mean < INT64_C(1) << 50; mean *= 1000) {
            double sum = 0;
            for (int i = 0; i < 100000; i++) {
                int64_t value = generate_random_spread(&random, (enum generate_spread)shape, mean);
                assert_in_range(value, 0, mean * 7);
                sum += (double)value;
            }
            /* deviations are at most the mean: 5 / sqrt(100000) = 1.6 % */
            assert_true(sum / 100000 > (double)mean * 0.98 && sum / 100000 < (double)mean * 1.02);
        }
    }
}

static void test_random_bounds(void **state)
{
    struct generate_random random;
    uint32_t seen[10] = {0};
    double hits = 0;

    (void)state;
    generate_random_seed(&random, 4);
    for (int i = 0; i < 100000; i++) {
        int64_t value = generate_random_between(&random, -3, 6);
        assert_true(value >= -3 && value <= 6);
        seen[value + 3]++;
        hits += generate_random_chance(&random, 300000);
        assert_false(generate_random_chance(&random, 0));
        assert_true(generate_random_chance(&random, GENERATE_PPM));
    }
    /* five deviations: 5 * sqrt(100000 * 0.1 * 0.9) = 475; with 0.3 725 */
    for (int i = 0; i < 10; i++)
        assert_in_range(seen[i], 10000 - 475, 10000 + 475);
    assert_true(hits > 100000 * SHARE(300000) - 725 && hits < 100000 * SHARE(300000) + 725);
}

static void test_heap_gives_the_earliest(void **state)
{
    struct generate_heap heap = {0};
    struct generate_random random;
    int64_t last = INT64_MIN;

    (void)state;
    generate_random_seed(&random, 5);
    for (uint32_t i = 0; i < 5000; i++)
        assert_true(generate_heap_push(&heap, generate_random_between(&random, 0, 999), i));
    for (int i = 0; i < 20000; i++) { /* some go on later, some leave */
        int64_t now = heap.entries[0].time;
        assert_true(now >= last);
        last = now;
        if (heap.count > 10 && generate_random_chance(&random, 400000))
            generate_heap_drop_top(&heap);
        else
            generate_heap_delay_top(&heap, now + generate_random_between(&random, 0, 99));
    }
    generate_heap_clear(&heap);
}

static void test_pool_uses_slots_again(void **state)
{
    struct generate_pool pool;
    uint32_t a, b;

    (void)state;
    generate_pool_init(&pool, 24);
    a = generate_pool_take(&pool);
    b = generate_pool_take(&pool);
    assert_int_not_equal(a, b);
    memset(generate_pool_at(&pool, a), 0xff, 24);
    generate_pool_free(&pool, a);
    generate_pool_free(&pool, b);
    assert_int_equal(generate_pool_take(&pool), b);
    assert_int_equal(generate_pool_take(&pool), a);
    for (size_t i = 0; i < 24; i++)
        assert_int_equal(((char *)generate_pool_at(&pool, a))[i], 0);
    for (int i = 0; i < 1000; i++)
        assert_int_not_equal(generate_pool_take(&pool), GENERATE_POOL_NONE);
    assert_int_equal(pool.count, 1002);
    generate_pool_clear(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_options_defaults),
        cmocka_unit_test(test_options_values),
        cmocka_unit_test(test_options_days),
        cmocka_unit_test(test_options_wrong),
        cmocka_unit_test(test_dates_agree_with_libc),
        cmocka_unit_test(test_line_numbers_and_money),
        cmocka_unit_test(test_calendar_advances_by_weight),
        cmocka_unit_test(test_spreads_have_their_mean),
        cmocka_unit_test(test_random_bounds),
        cmocka_unit_test(test_heap_gives_the_earliest),
        cmocka_unit_test(test_pool_uses_slots_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
