/*
 * line.c - numbers, money and times as text.
 */
#include "generate/line.h"

static const char digit_pairs[] = "0001020304050607080910111213141516171819"
                                  "2021222324252627282930313233343536373839"
                                  "4041424344454647484950515253545556575859"
                                  "6061626364656667686970717273747576777879"
                                  "8081828384858687888990919293949596979899";

static void pair_write(char *out, int64_t value)
{
    memcpy(out, digit_pairs + 2 * value, 2);
}

/*
 * The calendar of 400 years (146,097 days), with years that begin in March, so that the leap day is
 * the last day of a year.
 */
struct generate_date generate_date_of_day(int64_t day)
{
    int64_t shifted = day + 719468; /* days since 0000-03-01 */
    int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int64_t in_era = shifted - era * 146097;
    int64_t year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    int64_t in_year = in_era - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * in_year + 2) / 153; /* 0 is March */
    struct generate_date date;

    date.day = (int)(in_year - (153 * month + 2) / 5 + 1);
    date.month = (int)(month < 10 ? month + 3 : month - 9);
    date.year = (int)(year + era * 400 + (date.month <= 2));
    return date;
}

int64_t generate_day_of_date(int year, int month, int day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t in_era = y - era * 400;
    int64_t in_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;

    return era * 146097 + in_era * 365 + in_era / 4 - in_era / 100 + in_year - 719468;
}

static void date_write(char out[10], int64_t day)
{
    struct generate_date date = generate_date_of_day(day);

    pair_write(out, date.year / 100);
    pair_write(out + 2, date.year % 100);
    out[4] = '-';
    pair_write(out + 5, date.month);
    out[7] = '-';
    pair_write(out + 8, date.day);
}

void generate_line_init(struct generate_line *line)
{
    line->len = 0;
    for (int i = 0; i < GENERATE_OFFSET_COUNT; i++)
        line->day[i] = INT64_MIN;
}

void generate_line_number(struct generate_line *line, uint64_t value)
{
    char digits[20];
    size_t at = sizeof(digits);

    while (value >= 100) {
        at -= 2;
        pair_write(digits + at, (int64_t)(value % 100));
        value /= 100;
    }
    if (value >= 10) {
        at -= 2;
        pair_write(digits + at, (int64_t)value);
    } else {
        digits[--at] = (char)('0' + value);
    }
    generate_line_text(line, digits + at, sizeof(digits) - at);
}

void generate_line_money(struct generate_line *line, int64_t cents)
{
    char fraction[3] = ".";

    assert(cents >= 0);
    generate_line_number(line, (uint64_t)(cents / 100));
    pair_write(fraction + 1, cents % 100);
    generate_line_text(line, fraction, 3);
}

/* The kept date of that day; converted only when the day changes. */
static const char *date_keep(struct generate_line *line, enum generate_offset offset, int64_t day)
{
    if (line->day[offset] != day) {
        date_write(line->date[offset], day);
        line->day[offset] = day;
    }
    return line->date[offset];
}

void generate_line_time(struct generate_line *line, enum generate_offset offset, int64_t ms)
{
    int64_t local = offset == GENERATE_OFFSET_SHOP ? ms + GENERATE_SHOP_OFFSET_MS : ms;
    int64_t day = local / GENERATE_DAY_MS;
    int64_t in_day = local % GENERATE_DAY_MS;
    int64_t fraction = in_day % 1000;
    char clock[14] = "Thh:mm:ss.mmm";

    pair_write(clock + 1, in_day / GENERATE_HOUR_MS);
    pair_write(clock + 4, in_day / GENERATE_MINUTE_MS % 60);
    pair_write(clock + 7, in_day / 1000 % 60);
    clock[10] = (char)('0' + fraction / 100);
    pair_write(clock + 11, fraction % 100);
    generate_line_text(line, date_keep(line, offset, day), 10);
    generate_line_text(line, clock, 13);
    if (offset == GENERATE_OFFSET_SHOP)
        GENERATE_LINE_PUT(line, "+08:00");
    else
        GENERATE_LINE_PUT(line, "Z");
}

void generate_line_date(struct generate_line *line, int64_t ms)
{
    int64_t day = (ms + GENERATE_SHOP_OFFSET_MS) / GENERATE_DAY_MS;

    generate_line_text(line, date_keep(line, GENERATE_OFFSET_SHOP, day), 10);
}

void generate_line_escaped(struct generate_line *line, const char *text)
{
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            GENERATE_LINE_PUT(line, "\\");
        generate_line_text(line, text, 1);
    }
}
