/* calendar.c - an instant's business day. */
#include "model/calendar.h"

#include "base/time.h"

/*
 * The last day that has begun. Business days are nearly 24 hours long, so counting days of 24 hours finds the
 * day or one next to it. The steps correct shifts by zones and daylight saving.
 */
int32_t calendar_day(const struct calendar *calendar, int64_t instant_ms)
{
    const int64_t *starts_at = calendar->starts_at;
    size_t last = calendar->count - 1;
    size_t day = 0;

    if (instant_ms >= starts_at[last])
        day = last;
    else if (instant_ms > starts_at[0])
        day = (size_t)((instant_ms - starts_at[0]) / TIME_MS_PER_DAY);
    if (day > last)
        day = last;
    while (day > 0 && starts_at[day] > instant_ms)
        day--;
    while (day < last && starts_at[day + 1] <= instant_ms)
        day++;
    return calendar->first + (int32_t)day;
}
