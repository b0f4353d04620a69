/*
 * calendar.h - how busy the shop is at an instant.
 *
 * Busyness is a weight per millisecond, constant within an hour of the shop's clock (+08:00): rush
 * hours before noon, in the afternoon and in the evening, quiet nights, fuller weekends. Customers
 * arrive in proportion to it. A flat calendar gives every hour the same weight: live traffic must not stop
 * because it is night.
 */
#ifndef MERITD_GENERATE_CALENDAR_H
#define MERITD_GENERATE_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#define GENERATE_WEIGHT_FLAT                                                                       \
    1000 /* of every hour of a flat calendar; about the mean of the other */

/* The hour (0…23) and day of the week (0 Monday … 6 Sunday) on the shop's clock. */
int generate_calendar_hour(int64_t ms);
int generate_calendar_weekday(int64_t ms);
/* The instant at which the shop's hour that contains `ms` ends. */
int64_t generate_calendar_hour_end(int64_t ms);
/* The first instant of the shop's month that contains `ms`, plus `months` months. */
int64_t generate_calendar_month(int64_t ms, int months);

/* Weight per millisecond at that instant. */
uint32_t generate_calendar_weight(bool flat, int64_t ms);
/* The weight of [from, to). */
uint64_t generate_calendar_weigh(bool flat, int64_t from, int64_t to);
/*
 * The instant at which *weight has passed since `from`; not after `limit`. A rest below the weight of one
 * millisecond stays in *weight, for the next call.
 */
int64_t generate_calendar_advance(bool flat, int64_t from, uint64_t *weight, int64_t limit);

#endif
