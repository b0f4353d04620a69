/*
 * line.h - writes one JSON line by copying: no format strings in the hot path.
 *
 *     GENERATE_LINE_PUT(&line, "{\"time\":\"");
 *     generate_line_time(&line, GENERATE_OFFSET_SHOP, now_ms);
 *
 * The line is a fixed buffer: its owner bounds every text (see GENERATE_LINE_SIZE), and an assertion catches
 * an overflow, which is a bug. Only generate_line_escaped escapes: it takes texts from outside, once, at
 * start.
 */
#ifndef MERITD_GENERATE_LINE_H
#define MERITD_GENERATE_LINE_H

#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Envelope (source 256 and shop 128 bytes, escaped at most twofold) and the longest data. */
#define GENERATE_LINE_SIZE 2048

/* The two offsets: the shop's clock, and UTC, as payment and ticket systems write it. */
enum generate_offset { GENERATE_OFFSET_SHOP, GENERATE_OFFSET_UTC, GENERATE_OFFSET_COUNT };

#define GENERATE_SHOP_OFFSET_MS INT64_C(28800000) /* +08:00 */
#define GENERATE_DAY_MS INT64_C(86400000)
#define GENERATE_HOUR_MS INT64_C(3600000)
#define GENERATE_MINUTE_MS INT64_C(60000)

struct generate_line {
    size_t len;
    int64_t day[GENERATE_OFFSET_COUNT]; /* the day in `date`; one conversion per day */
    char date[GENERATE_OFFSET_COUNT][10];
    char bytes[GENERATE_LINE_SIZE];
};

/* Makes the line empty and forgets the kept dates. */
void generate_line_init(struct generate_line *line);

static inline void generate_line_text(struct generate_line *line, const char *text, size_t len)
{
    assert(line->len + len <= sizeof(line->bytes));
    memcpy(line->bytes + line->len, text, len);
    line->len += len;
}

/* A string literal. */
#define GENERATE_LINE_PUT(line, literal) generate_line_text(line, "" literal, sizeof(literal) - 1)

/* Decimal digits. */
void generate_line_number(struct generate_line *line, uint64_t value);
/* Cents as "129.90", without quotes. */
void generate_line_money(struct generate_line *line, int64_t cents);
/* "2026-10-05T09:30:00.250+08:00" or "…Z", without quotes; 1970 … 9999. */
void generate_line_time(struct generate_line *line, enum generate_offset offset, int64_t ms);
/* "2026-10-05": the shop's date at that instant. */
void generate_line_date(struct generate_line *line, int64_t ms);
/* A NUL-terminated text with `"` and `\` escaped. */
void generate_line_escaped(struct generate_line *line, const char *text);

/* A date of the proleptic Gregorian calendar; days since 1970-01-01. */
struct generate_date {
    int year, month, day;
};

struct generate_date generate_date_of_day(int64_t day);
int64_t generate_day_of_date(int year, int month, int day);

#endif
