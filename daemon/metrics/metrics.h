/*
 * metrics.h - writes metrics as text: OpenMetrics 1.0, or Prometheus' own older format.
 *
 *     static const struct metric events = {"meritd_events", METRIC_COUNTER, NULL, "Events that …", "type"};
 *     struct metrics metrics;
 *     metrics_begin(&metrics, metrics_format_of(accept), &buffer);
 *     metrics_family(&metrics, &events);
 *     metrics_count(&metrics, 7, "chat.message");
 *     metrics_end(&metrics);
 *     if (buffer.failed) …
 *
 * gives, in OpenMetrics,
 *
 *     # TYPE meritd_events counter
 *     # HELP meritd_events Events that …
 *     meritd_events_total{type="chat.message"} 7
 *     # EOF
 *
 * Nothing is registered and nothing is kept: whoever counts keeps plain integers, and they are written when
 * somebody asks. A family is written once, with all its samples after it.
 */
#ifndef MERITD_METRICS_METRICS_H
#define MERITD_METRICS_METRICS_H

#include "base/buffer.h"
#include "metrics/histogram.h"

enum metric_kind {
    METRIC_COUNTER, /* only grows: its sample ends in _total */
    METRIC_GAUGE,
    METRIC_HISTOGRAM,
    METRIC_INFO, /* always 1, its labels tell: its sample ends in _info */
};

enum { METRIC_LABELS_MAX = 2 };

struct metric {
    const char *name; /* without the end that its kind gives; ends in the unit */
    enum metric_kind kind;
    const char *unit;                      /* "seconds", "bytes", …; NULL: a number of things */
    const char *help;                      /* a sentence */
    const char *labels[METRIC_LABELS_MAX]; /* their names; NULL: none */
};

enum metrics_format { METRICS_OPENMETRICS, METRICS_PROMETHEUS };

/* What the header Accept (NULL: none) asks for: OpenMetrics if it names it. */
enum metrics_format metrics_format_of(const char *accept);
const char *metrics_content_type(enum metrics_format format);

struct metrics {
    enum metrics_format format;
    struct buffer *out;
    const struct metric *metric; /* whose samples come now */
};

void metrics_begin(struct metrics *metrics, enum metrics_format format, struct buffer *out);
void metrics_family(struct metrics *metrics, const struct metric *metric);
void metrics_end(struct metrics *metrics);

/* One sample. After the number come the values of the metric's labels, as many as it has. */
void metrics_count(struct metrics *metrics, uint64_t number, ...);
void metrics_value(struct metrics *metrics, double number, ...);
/* Seconds, from ms. */
void metrics_seconds(struct metrics *metrics, int64_t ms, ...);
void metrics_info(struct metrics *metrics, ...);
/* All samples of a histogram. */
void metrics_histogram(struct metrics *metrics, const struct histogram *histogram, ...);

#endif
