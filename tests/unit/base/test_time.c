/* Instants and dates. Expected milliseconds are those of Python's datetime. */
#include "base/time.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void assert_time(const char *text, int64_t expected)
{
    int64_t ms = TIME_NONE;

    if (!time_parse(text_of(text), &ms))
        fail_msg("refused: %s", text);
    if (ms != expected)
        fail_msg("%s: %lld, not %lld", text, (long long)ms, (long long)expected);
}

static void test_instants(void **state)
{
    (void)state;
    assert_time("1970-01-01T00:00:00Z", 0);
    assert_time("2026-10-05T09:30:00.250Z", 1791192600250);
    assert_time("1969-12-31T23:59:59.999Z", -1);
    assert_time("2000-01-01T00:00:00Z", TIME_2000);
    assert_time("2101-01-01T00:00:00Z", TIME_2101);
    assert_time("9999-12-31T23:59:59Z", 253402300799000);
    assert_time("0001-01-01T00:00:00Z", -62135596800000);
}

static void test_separators_in_either_case(void **state)
{
    (void)state;
    assert_time("2026-10-05t09:30:00.250z", 1791192600250);
}

static void test_offsets(void **state)
{
    (void)state;
    assert_time("2024-02-29T00:00:00+05:30", 1709145000000);
    assert_time("2026-10-05T09:30:00-23:59", 1791278940000);
    assert_time("2026-10-05T09:30:00.250-00:00", 1791192600250);
    assert_time("1970-01-01T23:59:00+23:59", 0);
}

static void test_fractions_are_cut(void **state)
{
    (void)state;
    assert_time("1970-01-01T00:00:00.1Z", 100);
    assert_time("1970-01-01T00:00:00.12Z", 120);
    assert_time("1970-01-01T00:00:00.1239Z", 123);
    assert_time("1970-01-01T00:00:00.0009999999999999999999999999Z", 0);
    assert_time("1970-01-01T00:00:00.999999999+00:00", 999);
    assert_time("1969-12-31T23:59:59.9999Z", -1);
}

static void test_second_60_is_the_next_minute(void **state)
{
    (void)state;
    assert_time("1969-12-31T23:59:60Z", 0);
    assert_time("1969-12-31T23:59:60.5Z", 500);
    assert_time("1970-01-01T08:00:60+08:00", 60000);
    assert_time("9999-12-31T23:59:60Z", 253402300800000);
}

static void test_leap_years(void **state)
{
    int32_t day;

    (void)state;
    assert_time("2000-02-29T12:00:00Z", 951825600000);
    assert_true(date_parse(TEXT("2024-02-29"), &day));
    assert_true(date_parse(TEXT("2096-02-29"), &day));
    assert_false(date_parse(TEXT("2100-02-29"), &day));
    assert_false(date_parse(TEXT("1900-02-29"), &day));
    assert_false(date_parse(TEXT("2023-02-29"), &day));
}

static void test_what_is_no_instant(void **state)
{
    static const char *const refused[] = {
        "",
        "2026-10-05",
        "2026-10-05T09:30:00",              /* no offset */
        "2026-10-05T09:30Z",                /* no seconds */
        "2026-10-05T09:30:00.Z",            /* no digit after the point */
        "2026-10-05T09:30:00,5Z",           /* a comma */
        "2026-10-05T09:30:00.5",            /* no offset */
        "2026-10-05T24:00:00Z",             /* hour 24 */
        "2026-10-05T09:60:00Z",             /* minute 60 */
        "2026-10-05T09:30:61Z",             /* second 61 */
        "2026-13-05T09:30:00Z",             /* month 13 */
        "2026-00-05T09:30:00Z",             /* month 0 */
        "2026-10-00T09:30:00Z",             /* day 0 */
        "2026-04-31T09:30:00Z",             /* 31 April */
        "0000-01-01T00:00:00Z",             /* year 0 */
        "2026-10-05T09:30:00+24:00",        /* offset of a day */
        "2026-10-05T09:30:00+08:60",        /* offset's minutes */
        "2026-10-05T09:30:00+0800",         /* no colon */
        "2026-10-05T09:30:00+08",           /* no minutes */
        "2026-10-05T09:30:00 Z",            /* a space too many */
        "2026-10-05 09:30:00Z",             /* a space for T */
        "2026-10-05T09:30:00ZZ",            /* more after the end */
        " 2026-10-05T09:30:00Z",            /* … and before the beginning */
        "2026-10-05_09:30:00Z",             /* another separator */
        "26-10-05T09:30:00Z",               /* two-digit year */
        "02026-10-05T09:30:00Z",            /* five-digit year */
        "-026-10-05T09:30:00Z",             /* a sign */
        "2026-1-05T09:30:00Z",              /* one-digit month */
        "2026-10-05T9:30:00Z",              /* one-digit hour */
        "\xd9\xa2\xd9\xa0-10-05T09:30:00Z", /* other digits */
    };
    int64_t ms;

    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        if (time_parse(text_of(refused[i]), &ms))
            fail_msg("taken: %s", refused[i]);
    assert_false(time_parse(text_of(NULL), &ms));
    assert_false(time_parse(TEXT("2026-10-05T09:30:00\0Z"), &ms));
    assert_false(time_parse(TEXT("2026-10-05T09:30:00Z\0"), &ms));
}

/* Every shorter beginning of an instant is refused, read from memory that ends there. */
static void test_cut_instants(void **state)
{
    static const char whole[] = "2026-10-05T09:30:00.250+08:00";
    char copy[sizeof whole];
    int64_t ms;

    (void)state;
    for (size_t length = 0; length + 1 < sizeof whole; length++) {
        memcpy(copy, whole, length);
        memset(copy + length, 'Z', sizeof copy - length);
        assert_false(time_parse((struct text){copy, length}, &ms));
    }
}

static void test_dates(void **state)
{
    int32_t day = -1;

    (void)state;
    assert_true(date_parse(TEXT("1970-01-01"), &day));
    assert_int_equal(day, 0);
    assert_true(date_parse(TEXT("2026-10-05"), &day));
    assert_int_equal(day, 20731);
    assert_true(date_parse(TEXT("0001-01-01"), &day));
    assert_int_equal(day, -719162);
    assert_false(date_parse(TEXT("2026-10-5"), &day));
    assert_false(date_parse(TEXT("2026-10-05 "), &day));
    assert_false(date_parse(TEXT("2026/10/05"), &day));
    assert_false(date_parse(TEXT("20261005"), &day));
    assert_false(date_parse(text_of(NULL), &day));
    assert_int_equal(day, -719162); /* a refusal writes nothing */
}

/* Walks the calendar day by day with its own rule of lengths. */
static void test_every_day_of_ten_thousand_years(void **state)
{
    int32_t date = date_from_civil(0, 3, 1);
    int year = 0, month = 3, day = 1;

    (void)state;
    assert_int_equal(date, -719468);
    for (; year < 10000; date++) {
        int y, m, d;
        date_to_civil(date, &y, &m, &d);
        if (y != year || m != month || d != day || date_from_civil(year, month, day) != date)
            fail_msg("%d is not %d-%d-%d", (int)date, year, month, day);
        bool leap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);
        int length = month == 2                                              ? 28 + leap
                     : month == 4 || month == 6 || month == 9 || month == 11 ? 30
                                                                             : 31;
        if (++day > length) {
            day = 1;
            if (++month > 12) {
                month = 1;
                year++;
            }
        }
    }
}

static void test_format_is_what_parse_reads(void **state)
{
    static const int64_t instants[] = {
        0, -1, TIME_2000, TIME_2101 - 1, 1791192600250, -62135596800000, 253402300799999};
    char out[TIME_TEXT_SIZE];
    char date[DATE_TEXT_SIZE];

    (void)state;
    for (size_t i = 0; i < sizeof instants / sizeof instants[0]; i++) {
        assert_int_equal(time_format(instants[i], out), 24);
        assert_int_equal(strlen(out), 24);
        assert_time(out, instants[i]);
    }
    time_format(1791192600250, out);
    assert_string_equal(out, "2026-10-05T09:30:00.250Z");
    assert_int_equal(date_format(20731, date), 10);
    assert_string_equal(date, "2026-10-05");
}

/* What has no four-digit year still stays within the room. */
static void test_format_far_away(void **state)
{
    char out[TIME_TEXT_SIZE];

    (void)state;
    assert_int_equal(time_format(INT64_MAX, out), 24);
    assert_memory_equal(out, "9999-12-31", 10);
    assert_int_equal(time_format(TIME_NONE, out), 24);
    assert_memory_equal(out, "0000-01-01", 10);
}

static void test_clocks_go_forward(void **state)
{
    int64_t monotonic = clock_monotonic_ms();

    (void)state;
    assert_true(clock_wall_ms() > TIME_2000);
    assert_true(clock_monotonic_ms() >= monotonic);
}

static void test_what_others_stamp(void **state)
{
    static const int64_t none[] = {INT64_MIN,     INT64_MIN + 1, -1,           0,
                                   1700000000,    TIME_2000 - 1, TIME_2101,    1700000000000000,
                                   INT64_MAX - 1, INT64_MAX,     TIME_2101 + 1};
    static const int64_t valid[] = {TIME_2000, 1791192600250, TIME_2101 - 1};

    (void)state;
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
        assert_true(time_or_none(none[i]) == TIME_NONE);
    for (size_t i = 0; i < sizeof valid / sizeof valid[0]; i++)
        assert_true(time_or_none(valid[i]) == valid[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_instants),
        cmocka_unit_test(test_separators_in_either_case),
        cmocka_unit_test(test_offsets),
        cmocka_unit_test(test_fractions_are_cut),
        cmocka_unit_test(test_second_60_is_the_next_minute),
        cmocka_unit_test(test_leap_years),
        cmocka_unit_test(test_what_is_no_instant),
        cmocka_unit_test(test_cut_instants),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_every_day_of_ten_thousand_years),
        cmocka_unit_test(test_format_is_what_parse_reads),
        cmocka_unit_test(test_format_far_away),
        cmocka_unit_test(test_what_others_stamp),
        cmocka_unit_test(test_clocks_go_forward),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
