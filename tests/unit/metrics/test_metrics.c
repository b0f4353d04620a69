/* test_metrics.c - both formats, letter by letter, as their specifications want them. */
#include "metrics/metrics.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct metric plain = {"shop_events", METRIC_COUNTER, NULL, "Events.", {NULL}};
static const struct metric labelled = {
    "shop_lag_records", METRIC_GAUGE, "records", "Records to read.", {"topic", "partition"}};
static const struct metric info = {"shop_build", METRIC_INFO, NULL, "The program.", {"version"}};
static const struct metric waits = {
    "shop_wait_seconds", METRIC_HISTOGRAM, "seconds", "Waits.", {NULL}};
static const struct metric escaped = {
    "shop_odd", METRIC_GAUGE, NULL, "A \"quote\", a \\ and\na line.", {"name"}};

static const struct histogram_bounds bounds = {.per_unit = 1000, .count = 3, .at = {5, 1000, 2500}};

static void assert_text(struct buffer *buffer, const char *expected)
{
    assert_false(buffer->failed);
    buffer_append_u8(buffer, 0);
    assert_string_equal((char *)buffer->bytes, expected);
    buffer_clear(buffer);
}

static void write_all(struct metrics *metrics)
{
    struct histogram histogram = {.bounds = &bounds};

    metrics_family(metrics, &plain);
    metrics_count(metrics, UINT64_MAX);
    metrics_family(metrics, &labelled);
    metrics_count(metrics, 7, "merit.events", "0");
    metrics_value(metrics, -0.5, "merit.events", "1");
    metrics_family(metrics, &info);
    metrics_info(metrics, "0.1.0");
    metrics_family(metrics, &waits);
    for (int64_t ms = 5; ms <= 5000; ms *= 10) /* a bound is in its range: 5, 50, 500, 5000 */
        histogram_add(&histogram, ms);
    metrics_histogram(metrics, &histogram);
    metrics_end(metrics);
}

static void test_openmetrics(void **state)
{
    (void)state;
    struct metrics metrics;
    struct buffer buffer;

    buffer_init(&buffer);
    metrics_begin(&metrics, METRICS_OPENMETRICS, &buffer);
    write_all(&metrics);
    assert_text(&buffer, "# TYPE shop_events counter\n"
                         "# HELP shop_events Events.\n"
                         "shop_events_total 18446744073709551615\n"
                         "# TYPE shop_lag_records gauge\n"
                         "# UNIT shop_lag_records records\n"
                         "# HELP shop_lag_records Records to read.\n"
                         "shop_lag_records{topic=\"merit.events\",partition=\"0\"} 7\n"
                         "shop_lag_records{topic=\"merit.events\",partition=\"1\"} -0.5\n"
                         "# TYPE shop_build info\n"
                         "# HELP shop_build The program.\n"
                         "shop_build_info{version=\"0.1.0\"} 1\n"
                         "# TYPE shop_wait_seconds histogram\n"
                         "# UNIT shop_wait_seconds seconds\n"
                         "# HELP shop_wait_seconds Waits.\n"
                         "shop_wait_seconds_bucket{le=\"0.005\"} 1\n"
                         "shop_wait_seconds_bucket{le=\"1.0\"} 3\n"
                         "shop_wait_seconds_bucket{le=\"2.5\"} 3\n"
                         "shop_wait_seconds_bucket{le=\"+Inf\"} 4\n"
                         "shop_wait_seconds_count 4\n"
                         "shop_wait_seconds_sum 5.555\n"
                         "# EOF\n");
}

static void test_prometheus(void **state)
{
    (void)state;
    struct metrics metrics;
    struct buffer buffer;

    buffer_init(&buffer);
    metrics_begin(&metrics, METRICS_PROMETHEUS, &buffer);
    write_all(&metrics);
    assert_text(&buffer, "# TYPE shop_events_total counter\n"
                         "# HELP shop_events_total Events.\n"
                         "shop_events_total 18446744073709551615\n"
                         "# TYPE shop_lag_records gauge\n"
                         "# HELP shop_lag_records Records to read.\n"
                         "shop_lag_records{topic=\"merit.events\",partition=\"0\"} 7\n"
                         "shop_lag_records{topic=\"merit.events\",partition=\"1\"} -0.5\n"
                         "# TYPE shop_build_info gauge\n"
                         "# HELP shop_build_info The program.\n"
                         "shop_build_info{version=\"0.1.0\"} 1\n"
                         "# TYPE shop_wait_seconds histogram\n"
                         "# HELP shop_wait_seconds Waits.\n"
                         "shop_wait_seconds_bucket{le=\"0.005\"} 1\n"
                         "shop_wait_seconds_bucket{le=\"1.0\"} 3\n"
                         "shop_wait_seconds_bucket{le=\"2.5\"} 3\n"
                         "shop_wait_seconds_bucket{le=\"+Inf\"} 4\n"
                         "shop_wait_seconds_count 4\n"
                         "shop_wait_seconds_sum 5.555\n");
}

static void test_escapes(void **state)
{
    (void)state;
    struct metrics metrics;
    struct buffer buffer;

    buffer_init(&buffer);
    metrics_begin(&metrics, METRICS_PROMETHEUS, &buffer);
    metrics_family(&metrics, &escaped);
    metrics_seconds(&metrics, 1796020730123, "a\"b\\c\nd");
    metrics_end(&metrics);
    assert_text(&buffer, "# TYPE shop_odd gauge\n"
                         "# HELP shop_odd A \"quote\", a \\\\ and\\na line.\n"
                         "shop_odd{name=\"a\\\"b\\\\c\\nd\"} 1796020730.123\n");
}

/* What Prometheus 2, curl and a browser send. */
static void test_negotiation(void **state)
{
    (void)state;

    assert_int_equal(metrics_format_of("application/openmetrics-text;version=1.0.0,application/"
                                       "openmetrics-text;version=0.0.1;q=0.75,text/"
                                       "plain;version=0.0.4;q=0.5,*/*;q=0.1"),
                     METRICS_OPENMETRICS);
    assert_int_equal(metrics_format_of("*/*"), METRICS_PROMETHEUS);
    assert_int_equal(metrics_format_of("text/html,application/xhtml+xml"), METRICS_PROMETHEUS);
    assert_int_equal(metrics_format_of(NULL), METRICS_PROMETHEUS);
    assert_string_equal(metrics_content_type(METRICS_OPENMETRICS),
                        "application/openmetrics-text; version=1.0.0; charset=utf-8");
    assert_string_equal(metrics_content_type(METRICS_PROMETHEUS),
                        "text/plain; version=0.0.4; charset=utf-8");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_openmetrics),
        cmocka_unit_test(test_prometheus),
        cmocka_unit_test(test_escapes),
        cmocka_unit_test(test_negotiation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
