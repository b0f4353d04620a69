/* time.c - RFC 3339 and the proleptic Gregorian calendar, without the C library's time zones. */
#include "base/time.h"

#include <stdio.h>
#include <time.h>

enum {
    DAYS_PER_ERA = 146097, /* 400 years: after them the calendar repeats */
    DAYS_TO_1970 = 719468, /* from 0000-03-01 */
    MS_PER_MINUTE = 60000,
    MINUTES_PER_DAY = 1440,
};

/*
 * Both conversions count years from March: then the leap day is the last day of a year, and (153 m + 2) / 5
 * days come before month m (March = 0).
 */
int32_t date_from_civil(int year, int month, int day)
{
    int march_year = month > 2 ? year : year - 1;
    int march_month = month > 2 ? month - 3 : month + 9;
    int era = (march_year >= 0 ? march_year : march_year - 399) / 400;
    int year_of_era = march_year - era * 400;
    int day_of_year = (153 * march_month + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return era * DAYS_PER_ERA + day_of_era - DAYS_TO_1970;
}

void date_to_civil(int32_t date, int *year, int *month, int *day)
{
    int64_t days = (int64_t)date + DAYS_TO_1970;
    int64_t era = (days >= 0 ? days : days - (DAYS_PER_ERA - 1)) / DAYS_PER_ERA;
    int day_of_era = (int)(days - era * DAYS_PER_ERA);
    /* Subtracts the leap days before day_of_era: then all years have 365 days. */
    int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) /
                      365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int march_month = (5 * day_of_year + 2) / 153;

    *day = day_of_year - (153 * march_month + 2) / 5 + 1;
    *month = march_month < 10 ? march_month + 3 : march_month - 9;
    *year = (int)(era * 400) + year_of_era + (*month <= 2);
}

static int days_of_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return days[month - 1] + (month == 2 && leap);
}

/* The text still to be read; after a reader fails, its place is undefined. */
struct scan {
    const char *at;
    const char *end;
};

/* An absent text is scanned as an empty one. */
static struct scan scan_of(struct text t)
{
    const char *bytes = text_is_absent(t) ? "" : t.bytes;

    return (struct scan){bytes, bytes + t.length};
}

/* Reads exactly `count` decimal digits with a value of at most `largest`. */
static bool scan_number(struct scan *scan, int count, int largest, int *value)
{
    if (scan->end - scan->at < count)
        return false;
    *value = 0;
    for (int i = 0; i < count; i++, scan->at++) {
        if (*scan->at < '0' || *scan->at > '9')
            return false;
        *value = *value * 10 + (*scan->at - '0');
    }
    return *value <= largest;
}

static bool scan_char(struct scan *scan, char wanted)
{
    if (scan->at == scan->end || *scan->at != wanted)
        return false;
    scan->at++;
    return true;
}

static bool scan_date(struct scan *scan, int32_t *date)
{
    int year, month, day;

    if (!scan_number(scan, 4, 9999, &year) || !scan_char(scan, '-') ||
        !scan_number(scan, 2, 12, &month) || !scan_char(scan, '-') ||
        !scan_number(scan, 2, 31, &day))
        return false;
    if (year < 1 || month < 1 || day < 1 || day > days_of_month(year, month))
        return false;
    *date = date_from_civil(year, month, day);
    return true;
}

/* Reads ".digits", cut to milliseconds; no fraction is 0. */
static bool scan_fraction(struct scan *scan, int *ms)
{
    int scale = 100;
    int digit;

    *ms = 0;
    if (!scan_char(scan, '.'))
        return true;
    if (!scan_number(scan, 1, 9, &digit))
        return false;
    do {
        *ms += digit * scale;
        scale /= 10;
    } while (scan->at < scan->end && scan_number(scan, 1, 9, &digit));
    return true;
}

static bool scan_offset(struct scan *scan, int *minutes)
{
    int hours, rest;

    *minutes = 0;
    if (scan_char(scan, 'Z') || scan_char(scan, 'z'))
        return true;
    bool west = scan_char(scan, '-');
    if ((!west && !scan_char(scan, '+')) || !scan_number(scan, 2, 23, &hours) ||
        !scan_char(scan, ':') || !scan_number(scan, 2, 59, &rest))
        return false;
    *minutes = hours * 60 + rest;
    if (west)
        *minutes = -*minutes;
    return true;
}

bool time_parse(struct text t, int64_t *ms)
{
    struct scan scan = scan_of(t);
    int32_t date;
    int hour, minute, second, fraction, offset;

    if (!scan_date(&scan, &date) || !(scan_char(&scan, 'T') || scan_char(&scan, 't')) ||
        !scan_number(&scan, 2, 23, &hour) || !scan_char(&scan, ':') ||
        !scan_number(&scan, 2, 59, &minute) || !scan_char(&scan, ':') ||
        !scan_number(&scan, 2, 60, &second) || !scan_fraction(&scan, &fraction) ||
        !scan_offset(&scan, &offset) || scan.at != scan.end)
        return false;
    int64_t minutes = (int64_t)date * MINUTES_PER_DAY + INT64_C(60) * hour + minute - offset;
    *ms = minutes * MS_PER_MINUTE + INT64_C(1000) * second + fraction;
    return true;
}

bool date_parse(struct text t, int32_t *day)
{
    struct scan scan = scan_of(t);
    int32_t date;

    if (!scan_date(&scan, &date) || scan.at != scan.end)
        return false;
    *day = date;
    return true;
}

/* Writes `count` decimal digits of value; returns where the next character goes. */
static char *put_number(char *at, int value, int count)
{
    for (int i = count - 1; i >= 0; i--, value /= 10)
        at[i] = (char)('0' + value % 10);
    return at + count;
}

size_t date_format(int32_t day, char out[DATE_TEXT_SIZE])
{
    const int32_t first = date_from_civil(0, 1, 1);
    const int32_t last = date_from_civil(9999, 12, 31);
    int year, month, day_of_month;

    date_to_civil(day < first ? first : day > last ? last : day, &year, &month, &day_of_month);
    char *at = put_number(out, year, 4);
    *at++ = '-';
    at = put_number(at, month, 2);
    *at++ = '-';
    at = put_number(at, day_of_month, 2);
    *at = '\0';
    return (size_t)(at - out);
}

size_t time_format(int64_t ms, char out[TIME_TEXT_SIZE])
{
    int64_t days = ms / TIME_MS_PER_DAY;
    int rest = (int)(ms % TIME_MS_PER_DAY);

    if (rest < 0) {
        rest += (int)TIME_MS_PER_DAY;
        days--;
    }
    if (days < INT32_MIN)
        days = INT32_MIN;
    if (days > INT32_MAX)
        days = INT32_MAX;
    char *at = out + date_format((int32_t)days, out);
    *at++ = 'T';
    at = put_number(at, rest / 3600000, 2);
    *at++ = ':';
    at = put_number(at, rest / 60000 % 60, 2);
    *at++ = ':';
    at = put_number(at, rest / 1000 % 60, 2);
    *at++ = '.';
    at = put_number(at, rest % 1000, 3);
    *at++ = 'Z';
    *at = '\0';
    return (size_t)(at - out);
}

static int64_t clock_ms(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_wall_ms(void)
{
    return clock_ms(CLOCK_REALTIME);
}

int64_t clock_monotonic_ms(void)
{
    return clock_ms(CLOCK_MONOTONIC);
}
