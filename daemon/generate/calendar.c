/*
 * calendar.c - hours, weekdays and months of the shop's clock, and their weights.
 */
#include "generate/calendar.h"

#include "generate/line.h"

/* Of a day's customers per mille times 24/1000 * 1000: about 1000 on average. */
static const uint16_t hour_weights[24] = {
    320,  160,  80,   60,   60,   90,   200,  480,  920,  1480, 1760, 1480,
    1080, 1200, 1600, 1640, 1480, 1240, 1000, 1240, 1800, 2040, 1600, 800,
};
/* Monday … Sunday, in percent. */
static const uint16_t weekday_percents[7] = {96, 93, 92, 94, 98, 112, 115};

static int64_t day_of(int64_t ms)
{
    return (ms + GENERATE_SHOP_OFFSET_MS) / GENERATE_DAY_MS;
}

int generate_calendar_hour(int64_t ms)
{
    return (int)((ms + GENERATE_SHOP_OFFSET_MS) % GENERATE_DAY_MS / GENERATE_HOUR_MS);
}

int generate_calendar_weekday(int64_t ms)
{
    return (int)((day_of(ms) + 3) % 7); /* 1970-01-01 was a Thursday */
}

int64_t generate_calendar_hour_end(int64_t ms)
{
    return ms - ms % GENERATE_HOUR_MS + GENERATE_HOUR_MS; /* the offset is whole hours */
}

int64_t generate_calendar_month(int64_t ms, int months)
{
    struct generate_date date = generate_date_of_day(day_of(ms));
    int month = date.year * 12 + date.month - 1 + months;

    return generate_day_of_date(month / 12, month % 12 + 1, 1) * GENERATE_DAY_MS -
           GENERATE_SHOP_OFFSET_MS;
}

uint32_t generate_calendar_weight(bool flat, int64_t ms)
{
    if (flat)
        return GENERATE_WEIGHT_FLAT;
    return (uint32_t)hour_weights[generate_calendar_hour(ms)] *
           weekday_percents[generate_calendar_weekday(ms)] / 100;
}

uint64_t generate_calendar_weigh(bool flat, int64_t from, int64_t to)
{
    uint64_t sum = 0;

    if (flat)
        return from < to ? (uint64_t)(to - from) * GENERATE_WEIGHT_FLAT : 0;
    while (from < to) {
        int64_t end = generate_calendar_hour_end(from);

        if (end > to)
            end = to;
        sum += (uint64_t)(end - from) * generate_calendar_weight(false, from);
        from = end;
    }
    return sum;
}

int64_t generate_calendar_advance(bool flat, int64_t from, uint64_t *weight, int64_t limit)
{
    while (from < limit) {
        uint32_t rate = generate_calendar_weight(flat, from);
        int64_t end = generate_calendar_hour_end(from);
        uint64_t hour = (uint64_t)(end - from) * rate;

        if (*weight < hour) {
            int64_t at = from + (int64_t)(*weight / rate);
            *weight %= rate;
            return at < limit ? at : limit;
        }
        *weight -= hour;
        from = end;
    }
    *weight = 0;
    return limit;
}
