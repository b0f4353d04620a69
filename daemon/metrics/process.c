/* process.c - names are those that all exporters have. */
#include "metrics/process.h"

#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

static const struct metric build = {
    "meritd_build", METRIC_INFO, NULL, "Which meritd this is.", {"version"}};
static const struct metric started = {"process_start_time_seconds",
                                      METRIC_GAUGE,
                                      "seconds",
                                      "When the process started, since 1970.",
                                      {NULL}};
static const struct metric processor = {"process_cpu_seconds",
                                        METRIC_COUNTER,
                                        "seconds",
                                        "Processor time, of user and system.",
                                        {NULL}};
static const struct metric memory = {
    "process_resident_memory_bytes", METRIC_GAUGE, "bytes", "Memory that is resident.", {NULL}};

/* In bytes; 0: unknown. */
static double process_resident(void)
{
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "re");

    if (file == NULL)
        return 0;
    if (fscanf(file, "%*s %ld", &pages) != 1)
        pages = 0;
    fclose(file);
    return (double)pages * (double)sysconf(_SC_PAGESIZE);
}

static double seconds_of(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

void process_write(struct metrics *metrics, const char *version, int64_t began_ms)
{
    struct rusage usage = {0};

    (void)getrusage(RUSAGE_SELF, &usage);
    metrics_family(metrics, &build);
    metrics_info(metrics, version);
    metrics_family(metrics, &started);
    metrics_seconds(metrics, began_ms);
    metrics_family(metrics, &processor);
    metrics_value(metrics, seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime));
    metrics_family(metrics, &memory);
    metrics_value(metrics, process_resident());
}
