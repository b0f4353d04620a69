/* metrics.c - the two formats differ in names, types and the last line. */
#include "metrics/metrics.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { NUMBER_SIZE = 32 };

/* ---- the format ---- */

enum metrics_format metrics_format_of(const char *accept)
{
    return accept != NULL && strstr(accept, "application/openmetrics-text") != NULL
               ? METRICS_OPENMETRICS
               : METRICS_PROMETHEUS;
}

const char *metrics_content_type(enum metrics_format format)
{
    switch (format) {
    case METRICS_OPENMETRICS: return "application/openmetrics-text; version=1.0.0; charset=utf-8";
    case METRICS_PROMETHEUS: break;
    }
    return "text/plain; version=0.0.4; charset=utf-8";
}

/* ---- texts and numbers ---- */

/* Help and label values: a backslash, a line feed and (in labels) a quote are escaped. */
static void metrics_escape(struct metrics *metrics, const char *text, bool quotes)
{
    for (; *text != '\0'; text++) {
        if (*text == '\n')
            buffer_append_text(metrics->out, TEXT("\\n"));
        else if (*text == '\\' || (*text == '"' && quotes))
            buffer_append_format(metrics->out, "\\%c", *text);
        else
            buffer_append(metrics->out, text, 1);
    }
}

/* A whole number has a fraction as well: that is how OpenMetrics wants bounds. They fit an int64_t. */
static const char *metrics_bound(double number, char out[NUMBER_SIZE])
{
    bool is_whole = number == (double)(int64_t)number;

    snprintf(out, NUMBER_SIZE, is_whole ? "%.1f" : "%.15g", number);
    return out;
}

/* ---- families ---- */

/* The end of a sample's name. */
static const char *metric_end(const struct metric *metric)
{
    switch (metric->kind) {
    case METRIC_COUNTER: return "_total";
    case METRIC_INFO: return "_info";
    case METRIC_GAUGE:
    case METRIC_HISTOGRAM: break;
    }
    return "";
}

static const char *metric_type(const struct metric *metric, enum metrics_format format)
{
    switch (metric->kind) {
    case METRIC_COUNTER: return "counter";
    case METRIC_HISTOGRAM: return "histogram";
    case METRIC_INFO: return format == METRICS_OPENMETRICS ? "info" : "gauge";
    case METRIC_GAUGE: break;
    }
    return "gauge";
}

/* Does the name end in "_" and the unit? */
static bool metric_names_unit(const struct metric *metric)
{
    size_t name = strlen(metric->name), unit = strlen(metric->unit);

    return name > unit + 1 && metric->name[name - unit - 1] == '_' &&
           strcmp(metric->name + name - unit, metric->unit) == 0;
}

void metrics_begin(struct metrics *metrics, enum metrics_format format, struct buffer *out)
{
    *metrics = (struct metrics){.format = format, .out = out};
}

void metrics_family(struct metrics *metrics, const struct metric *metric)
{
    bool open = metrics->format == METRICS_OPENMETRICS;
    const char *end = open ? "" : metric_end(metric);

    assert(metric->unit == NULL || metric_names_unit(metric));
    metrics->metric = metric;
    buffer_append_format(metrics->out, "# TYPE %s%s %s\n", metric->name, end,
                         metric_type(metric, metrics->format));
    if (open && metric->unit != NULL)
        buffer_append_format(metrics->out, "# UNIT %s %s\n", metric->name, metric->unit);
    buffer_append_format(metrics->out, "# HELP %s%s ", metric->name, end);
    metrics_escape(metrics, metric->help, open);
    buffer_append_text(metrics->out, TEXT("\n"));
}

void metrics_end(struct metrics *metrics)
{
    if (metrics->format == METRICS_OPENMETRICS)
        buffer_append_text(metrics->out, TEXT("# EOF\n"));
}

/* ---- samples ---- */

/* Name and labels of a sample: those of the metric, and a last one (NULL: none). */
static void metrics_name(struct metrics *metrics, const char *end, va_list values,
                         const char *last_label, const char *last_value)
{
    const struct metric *metric = metrics->metric;
    const char *before = "{";

    buffer_append_format(metrics->out, "%s%s", metric->name, end);
    for (size_t i = 0; i < METRIC_LABELS_MAX && metric->labels[i] != NULL; i++) {
        buffer_append_format(metrics->out, "%s%s=\"", before, metric->labels[i]);
        metrics_escape(metrics, va_arg(values, const char *), true);
        buffer_append_text(metrics->out, TEXT("\""));
        before = ",";
    }
    if (last_label != NULL) {
        buffer_append_format(metrics->out, "%s%s=\"%s\"", before, last_label, last_value);
        before = ",";
    }
    buffer_append_format(metrics->out, "%s ", *before == ',' ? "}" : "");
}

void metrics_count(struct metrics *metrics, uint64_t number, ...)
{
    va_list values;

    va_start(values, number);
    metrics_name(metrics, metric_end(metrics->metric), values, NULL, NULL);
    va_end(values);
    buffer_append_format(metrics->out, "%" PRIu64 "\n", number);
}

static void metrics_write_value(struct metrics *metrics, double number, va_list values)
{
    metrics_name(metrics, metric_end(metrics->metric), values, NULL, NULL);
    buffer_append_format(metrics->out, "%.15g\n", number);
}

void metrics_value(struct metrics *metrics, double number, ...)
{
    va_list values;

    va_start(values, number);
    metrics_write_value(metrics, number, values);
    va_end(values);
}

void metrics_seconds(struct metrics *metrics, int64_t ms, ...)
{
    va_list values;

    va_start(values, ms);
    metrics_write_value(metrics, (double)ms / 1000, values);
    va_end(values);
}

void metrics_info(struct metrics *metrics, ...)
{
    va_list values;

    va_start(values, metrics);
    metrics_name(metrics, metric_end(metrics->metric), values, NULL, NULL);
    va_end(values);
    buffer_append_text(metrics->out, TEXT("1\n"));
}

/* One of a histogram's samples; `values` are read from their beginning each time. */
static void metrics_part(struct metrics *metrics, const char *end, va_list values,
                         const char *bound, const char *number)
{
    va_list copy;

    va_copy(copy, values);
    metrics_name(metrics, end, copy, bound == NULL ? NULL : "le", bound);
    va_end(copy);
    buffer_append_format(metrics->out, "%s\n", number);
}

void metrics_histogram(struct metrics *metrics, const struct histogram *histogram, ...)
{
    const struct histogram_bounds *bounds = histogram->bounds;
    char bound[NUMBER_SIZE], number[NUMBER_SIZE];
    uint64_t count = 0;
    va_list values;

    va_start(values, histogram);
    for (size_t i = 0; i <= bounds->count; i++) {
        count += histogram->counts[i];
        snprintf(number, sizeof number, "%" PRIu64, count);
        metrics_part(metrics, "_bucket", values,
                     i == bounds->count
                         ? "+Inf"
                         : metrics_bound((double)bounds->at[i] / (double)bounds->per_unit, bound),
                     number);
    }
    metrics_part(metrics, "_count", values, NULL, number);
    snprintf(number, sizeof number, "%.15g", (double)histogram->sum / (double)bounds->per_unit);
    metrics_part(metrics, "_sum", values, NULL, number);
    va_end(values);
}
