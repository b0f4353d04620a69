/*
 * time.h - instants and dates as plain integers. Only clock_* read a clock.
 *
 * An instant is int64_t milliseconds since 1970-01-01T00:00:00Z. A date is int32_t days since
 * 1970-01-01 (proleptic Gregorian). PostgreSQL's epoch (2000-01-01) is the store's business.
 */
#ifndef MERITD_BASE_TIME_H
#define MERITD_BASE_TIME_H

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

#define TIME_MS_PER_DAY INT64_C(86400000)
#define TIME_2000 INT64_C(946684800000)  /* 2000-01-01T00:00:00Z */
#define TIME_2101 INT64_C(4133980800000) /* 2101-01-01T00:00:00Z, the first instant out of range */
#define TIME_NONE INT64_MIN              /* no instant */
#define TIME_TEXT_SIZE 25                /* "2026-10-05T09:30:00.250Z" and NUL */
#define DATE_TEXT_SIZE 11                /* "2026-10-05" and NUL */

/* Is the instant within the years 2000 to 2100? Events, records and the database hold no others. */
static inline bool time_is_valid(int64_t ms)
{
    return ms >= TIME_2000 && ms < TIME_2101;
}

/* An instant from an outside source, whose unit may be wrong: outside those years it becomes TIME_NONE. */
static inline int64_t time_or_none(int64_t ms)
{
    return time_is_valid(ms) ? ms : TIME_NONE;
}

/*
 * Reads RFC 3339 with an offset (Z, z, +hh:mm; T or t), years 0001 to 9999, any number of fraction digits
 * (cut to milliseconds). Second 60 is second 0 of the next minute. False when malformed, also for impossible
 * dates and offsets over 23:59.
 */
bool time_parse(struct text t, int64_t *ms);
/* Writes "YYYY-MM-DDThh:mm:ss.mmmZ"; returns its length, 24. */
size_t time_format(int64_t ms, char out[TIME_TEXT_SIZE]);
/* Exactly "YYYY-MM-DD", an existing date. */
bool date_parse(struct text t, int32_t *day);
size_t date_format(int32_t day, char out[DATE_TEXT_SIZE]);
int32_t date_from_civil(int year, int month, int day);
void date_to_civil(int32_t date, int *year, int *month, int *day);

int64_t clock_wall_ms(void);
int64_t clock_monotonic_ms(void);

#endif
