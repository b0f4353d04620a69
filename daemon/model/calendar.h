/*
 * calendar.h - the business days, as SQL made them (ref.day). Nothing in C computes a calendar.
 *
 * Day D runs from starts_at[D - first] to starts_at[D - first + 1]. Starts never decrease. Where two days
 * begin at one instant (a zone skipped a date), the instant belongs to the later day.
 */
#ifndef MERITD_MODEL_CALENDAR_H
#define MERITD_MODEL_CALENDAR_H

#include <stddef.h>
#include <stdint.h>

struct calendar {
    int32_t first;      /* date of starts_at[0], days since 1970-01-01 */
    size_t count;       /* days; at least 2 */
    int64_t *starts_at; /* instants, ms; owned by whoever filled the calendar */
};

/* The business day of an instant; instants outside the table fall on its first or last day. */
int32_t calendar_day(const struct calendar *calendar, int64_t instant_ms);

#endif
