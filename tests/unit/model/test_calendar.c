/* The business day of an instant, among days of all lengths. */
#include "model/calendar.h"

#include "base/time.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define HOURS(n) (INT64_C(3600000) * (n))

/* The rule of calendar.h, read off: the last day whose start is not later. */
static int32_t slow_day(const struct calendar *calendar, int64_t instant_ms)
{
    int32_t day = calendar->first;

    for (size_t i = 0; i < calendar->count; i++)
        if (calendar->starts_at[i] <= instant_ms)
            day = calendar->first + (int32_t)i;
    return day;
}

/* Compares at, before and after each start, in the middle, and far outside. */
static void assert_same_days(const struct calendar *calendar)
{
    for (size_t i = 0; i < calendar->count; i++) {
        for (int64_t off = -1; off <= 1; off++)
            assert_int_equal(calendar_day(calendar, calendar->starts_at[i] + off),
                             slow_day(calendar, calendar->starts_at[i] + off));
        assert_int_equal(calendar_day(calendar, calendar->starts_at[i] + HOURS(12)),
                         slow_day(calendar, calendar->starts_at[i] + HOURS(12)));
    }
    assert_int_equal(calendar_day(calendar, INT64_MIN), calendar->first);
    assert_int_equal(calendar_day(calendar, INT64_MAX),
                     calendar->first + (int32_t)calendar->count - 1);
}

static void test_days_of_24_hours(void **state)
{
    int64_t starts_at[400];
    struct calendar calendar = {.first = 10957, .count = 400, .starts_at = starts_at};

    (void)state;
    for (int i = 0; i < 400; i++)
        starts_at[i] = TIME_2000 + i * TIME_MS_PER_DAY;
    assert_int_equal(calendar_day(&calendar, TIME_2000), 10957);
    assert_int_equal(calendar_day(&calendar, TIME_2000 + TIME_MS_PER_DAY - 1), 10957);
    assert_int_equal(calendar_day(&calendar, TIME_2000 + TIME_MS_PER_DAY), 10958);
    assert_same_days(&calendar);
}

static void test_summer_time(void **state)
{
    int64_t starts_at[400];
    struct calendar calendar = {.first = 0, .count = 400, .starts_at = starts_at};

    (void)state;
    for (int i = 0; i < 400; i++)
        starts_at[i] = i * TIME_MS_PER_DAY - (i > 80 && i < 300 ? HOURS(1) : 0);
    assert_same_days(&calendar);
}

/* A zone that skipped a date: two days begin at one instant, the later owns it. */
static void test_a_skipped_date_is_empty(void **state)
{
    int64_t starts_at[] = {0, HOURS(24), HOURS(48), HOURS(48), HOURS(72)};
    struct calendar calendar = {.first = 100, .count = 5, .starts_at = starts_at};

    (void)state;
    assert_int_equal(calendar_day(&calendar, HOURS(48) - 1), 101);
    assert_int_equal(calendar_day(&calendar, HOURS(48)), 103);
    assert_same_days(&calendar);
}

/* Slow, but right, however uneven the days are. */
static void test_uneven_days(void **state)
{
    int64_t starts_at[] = {-HOURS(500), 0, 1, HOURS(1), HOURS(900), HOURS(901), HOURS(902)};
    struct calendar calendar = {.first = -3, .count = 7, .starts_at = starts_at};

    (void)state;
    assert_same_days(&calendar);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_days_of_24_hours),
        cmocka_unit_test(test_summer_time),
        cmocka_unit_test(test_a_skipped_date_is_empty),
        cmocka_unit_test(test_uneven_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
