/*
 * field.c - the forms of the contract's members.
 *
 * field_read does what all forms share: null and empty strings, the JSON type, the length of strings. The
 * take_* functions see only values that have passed it.
 */
#include "base/quote.h"
#include "base/time.h"
#include "decode/reading.h"

#include <stdio.h>

#define INTEGER_LIMIT 9007199254740992.0 /* 2^53: below it every integer is a double */

enum { MONEY_WHOLE_DIGITS_MAX = 12, MONEY_CENT_DIGITS_MAX = 2, YEAR_MIN = 2000, YEAR_MAX = 2100 };

/* Describes the value, for a message. */
static const char *describe(const struct json_value *value, char out[QUOTE_SIZE])
{
    switch (json_kind(value)) {
    case JSON_NULL: return "null";
    case JSON_BOOL: return json_bool(value) ? "true" : "false";
    case JSON_NUMBER: snprintf(out, QUOTE_SIZE, "%.17g", json_number(value)); return out;
    case JSON_STRING: return text_quote(json_string(value), out);
    case JSON_ARRAY: return "an array";
    case JSON_OBJECT: break;
    }
    return "an object";
}

static bool refuse(struct reading *reading, enum reason reason)
{
    char quoted[QUOTE_SIZE];
    return reading_reject(reading, reason, "data.%s is %s; it must be %s",
                          member_name(reading->field->member), describe(reading->value, quoted),
                          reading->field->form->wanted);
}

/* ---- strings ---------------------------------------------------------------------------------- */

static bool take_text(struct reading *reading, void *out)
{
    *(struct text *)out = reading->text;
    return true;
}

static bool take_agent(struct reading *reading, void *out)
{
    if (reading->text.bytes[0] == '(')
        return refuse(reading, REASON_INVALID_VALUE);
    return take_text(reading, out);
}

static const struct word *find_word(struct reading *reading)
{
    struct text t = reading->text;
    for (const struct word *word = reading->field->form->words; word->text; word++)
        if (text_equal(text_of(word->text), t))
            return word;
    refuse(reading, REASON_INVALID_VALUE);
    return NULL;
}

static bool take_word(struct reading *reading, void *out)
{
    const struct word *word = find_word(reading);
    if (word)
        *(int *)out = word->value;
    return word;
}

static bool take_word_text(struct reading *reading, void *out)
{
    const struct word *word = find_word(reading);
    if (word)
        *(struct text *)out = text_of(word->text);
    return word;
}

static bool take_currency(struct reading *reading, void *out)
{
    struct text currency = reading->decoder->currency;
    if (text_equal(reading->text, currency))
        return *(bool *)out = true;
    char quoted[QUOTE_SIZE];
    return reading_reject(reading, REASON_CURRENCY_MISMATCH,
                          "data.currency is %s; it must be the shop's, %.*s",
                          describe(reading->value, quoted), (int)currency.length, currency.bytes);
}

static size_t count_digits(struct text t, size_t at)
{
    size_t from = at;
    while (at < t.length && t.bytes[at] >= '0' && t.bytes[at] <= '9')
        at++;
    return at - from;
}

static int64_t read_digits(const char *digits, size_t count)
{
    int64_t value = 0;
    for (size_t i = 0; i < count; i++)
        value = value * 10 + (digits[i] - '0');
    return value;
}

/* Reads -?(0|[1-9][0-9]*)(.[0-9]{1,2})? and then checks: no sign, at most 12 digits before the point. */
static bool take_money(struct reading *reading, void *out)
{
    struct text t = reading->text;
    bool is_negative = t.bytes[0] == '-';
    size_t begin = is_negative, whole = count_digits(t, begin), end = begin + whole, cents = 0;
    if (whole == 0)
        return refuse(reading, REASON_INVALID_VALUE);
    if (end < t.length && t.bytes[end] == '.') {
        cents = count_digits(t, end + 1);
        if (cents == 0 || cents > MONEY_CENT_DIGITS_MAX)
            return refuse(reading, REASON_INVALID_VALUE);
        end += 1 + cents;
    }
    if (end < t.length)
        return refuse(reading, REASON_INVALID_VALUE);
    if (is_negative || whole > MONEY_WHOLE_DIGITS_MAX)
        return refuse(reading, REASON_OUT_OF_RANGE);
    int64_t fraction = read_digits(t.bytes + end - cents, cents);
    *(int64_t *)out = read_digits(t.bytes, whole) * 100 + (cents == 1 ? fraction * 10 : fraction);
    return true;
}

static bool is_year_in_range(int64_t year)
{
    return year >= YEAR_MIN && year <= YEAR_MAX;
}

static bool take_instant(struct reading *reading, void *out)
{
    int64_t ms;
    if (!time_parse(reading->text, &ms))
        return refuse(reading, REASON_INVALID_VALUE);
    if (!time_is_valid(ms))
        return refuse(reading, REASON_OUT_OF_RANGE);
    *(int64_t *)out = ms;
    return true;
}

static bool take_date(struct reading *reading, void *out)
{
    struct text t = reading->text;
    struct draft_date *date = out;
    if (!date_parse(t, &date->day))
        return refuse(reading, REASON_INVALID_VALUE);
    if (!is_year_in_range(read_digits(t.bytes, 4)))
        return refuse(reading, REASON_OUT_OF_RANGE);
    date->has = true;
    return true;
}

/* Checks what follows the year: nothing, -01 to -12, -Q1 to -Q4, -H1, -H2. */
static bool is_part_of_year(struct text t)
{
    if (t.length == 0)
        return true;
    if (t.length != 3 || t.bytes[0] != '-')
        return false;
    char first = t.bytes[1], second = t.bytes[2];
    switch (first) {
    case 'Q': return second >= '1' && second <= '4';
    case 'H': return second >= '1' && second <= '2';
    case '0': return second >= '1' && second <= '9';
    case '1': return second >= '0' && second <= '2';
    default: return false;
    }
}

static bool take_period(struct reading *reading, void *out)
{
    struct text t = reading->text;
    if (t.length < 4 || count_digits((struct text){t.bytes, 4}, 0) != 4 ||
        !is_part_of_year((struct text){t.bytes + 4, t.length - 4}))
        return refuse(reading, REASON_INVALID_VALUE);
    if (!is_year_in_range(read_digits(t.bytes, 4)))
        return refuse(reading, REASON_OUT_OF_RANGE);
    return take_text(reading, out);
}

/* ---- numbers and booleans --------------------------------------------------------------------- */

/* -0 becomes 0: no number depends on the spelling of a zero. */
static bool take_number(struct reading *reading, void *out)
{
    *(double *)out = json_number(reading->value) + 0.0;
    return true;
}

static bool take_quantity(struct reading *reading, void *out)
{
    if (json_number(reading->value) < 0)
        return refuse(reading, REASON_OUT_OF_RANGE);
    return take_number(reading, out);
}

static bool take_integer(struct reading *reading, void *out)
{
    double number = json_number(reading->value);
    if (number <= -INTEGER_LIMIT || number >= INTEGER_LIMIT)
        return refuse(reading, REASON_OUT_OF_RANGE);
    int64_t integer = (int64_t)number;
    if ((double)integer != number)
        return refuse(reading, REASON_WRONG_TYPE);
    *(int64_t *)out = integer;
    return true;
}

static bool take_count(struct reading *reading, void *out)
{
    if (!take_integer(reading, out))
        return false;
    return *(int64_t *)out >= 0 || refuse(reading, REASON_OUT_OF_RANGE);
}

static bool take_bool(struct reading *reading, void *out)
{
    *(bool *)out = json_bool(reading->value);
    return true;
}

static bool take_flag(struct reading *reading, void *out)
{
    *(enum flag *)out = json_bool(reading->value) ? FLAG_TRUE : FLAG_FALSE;
    return true;
}

/* ---- the forms -------------------------------------------------------------------------------- */

static const struct word from_words[] = {
    {"customer", AUTHOR_CUSTOMER},
    {"agent", AUTHOR_AGENT},
    {"bot", AUTHOR_BOT},
    {"system", AUTHOR_SYSTEM},
    {NULL, 0},
};
static const struct word intent_words[] = {
    {"presale", INTENT_PRESALE},
    {"aftersale", INTENT_AFTERSALE},
    {NULL, 0},
};
static const struct word mark_role_words[] = {
    {"self", 0}, {"peer", 0}, {"lead", 0}, {"manager", 0}, {"hq", 0}, {NULL, 0},
};
static const struct word status_words[] = {
    {"probation", 0},
    {"regular", 0},
    {"left", 0},
    {NULL, 0},
};

const struct form form_text = {
    .kind = JSON_STRING,
    .take = take_text,
    .wanted = "a string of 1 to 128 bytes",
};
const struct form form_agent = {
    .kind = JSON_STRING,
    .take = take_agent,
    .wanted = "an account of 1 to 128 bytes that does not begin with (",
};
const struct form form_money = {
    .kind = JSON_STRING,
    .take = take_money,
    .wanted =
        "a decimal string such as \"129.90\", not negative, with at most 12 digits before and 2 "
        "after the point",
};
const struct form form_currency = {
    .kind = JSON_STRING,
    .take = take_currency,
    .wanted = "the shop's currency as a string",
};
const struct form form_count = {
    .kind = JSON_NUMBER,
    .take = take_count,
    .wanted = "an integer from 0 to 9007199254740991",
};
const struct form form_integer = {
    .kind = JSON_NUMBER,
    .take = take_integer,
    .wanted = "an integer below 2^53 in size",
};
const struct form form_number = {
    .kind = JSON_NUMBER,
    .take = take_number,
    .wanted = "a number",
};
const struct form form_quantity = {
    .kind = JSON_NUMBER,
    .take = take_quantity,
    .wanted = "a number of 0 or more",
};
const struct form form_bool = {
    .kind = JSON_BOOL,
    .take = take_bool,
    .wanted = "true or false",
};
const struct form form_flag = {
    .kind = JSON_BOOL,
    .take = take_flag,
    .wanted = "true or false",
};
const struct form form_instant = {
    .kind = JSON_STRING,
    .take = take_instant,
    .wanted = "a time such as \"2026-10-05T09:30:00Z\", in the years 2000 to 2100",
};
const struct form form_date = {
    .kind = JSON_STRING,
    .take = take_date,
    .wanted = "a date such as \"2026-10-05\", in the years 2000 to 2100",
};
const struct form form_period = {
    .kind = JSON_STRING,
    .take = take_period,
    .wanted =
        "a period such as \"2026-10\", \"2026-Q4\", \"2026-H2\" or \"2026\", in the years 2000 to "
        "2100",
};
const struct form form_from = {
    .kind = JSON_STRING,
    .take = take_word,
    .wanted = "customer, agent, bot or system",
    .words = from_words,
};
const struct form form_intent = {
    .kind = JSON_STRING,
    .take = take_word,
    .wanted = "presale or aftersale",
    .words = intent_words,
};
const struct form form_mark_role = {
    .kind = JSON_STRING,
    .take = take_word_text,
    .wanted = "self, peer, lead, manager or hq",
    .words = mark_role_words,
};
const struct form form_status = {
    .kind = JSON_STRING,
    .take = take_word_text,
    .wanted = "probation, regular or left",
    .words = status_words,
};

/* ---- members ---------------------------------------------------------------------------------- */

static bool refuse_absent(struct reading *reading)
{
    const char *state = !reading->value                          ? "absent"
                        : json_kind(reading->value) == JSON_NULL ? "null"
                                                                 : "empty";
    return reading_reject(reading, REASON_MISSING_MEMBER, "data.%s is %s; it must be %s",
                          member_name(reading->field->member), state, reading->field->form->wanted);
}

/* Null means absent; so does an empty string where a string is expected. */
static bool field_read(struct reading *reading, void *out)
{
    const struct form *form = reading->field->form;
    enum json_kind kind = reading->value ? json_kind(reading->value) : JSON_NULL;
    if (kind == JSON_NULL)
        return !reading->field->is_required || refuse_absent(reading);
    if (kind != form->kind)
        return refuse(reading, REASON_WRONG_TYPE);
    if (kind != JSON_STRING)
        return form->take(reading, out);
    reading->text = json_string(reading->value);
    if (reading->text.length == 0)
        return !reading->field->is_required || refuse_absent(reading);
    if (reading->text.length > EVENT_TEXT_MAX)
        return reading_reject(reading, REASON_INVALID_VALUE, "data.%s has %zu bytes; it must be %s",
                              member_name(reading->field->member), reading->text.length,
                              form->wanted);
    return form->take(reading, out);
}

bool fields_read(struct reading *reading, const struct field *fields, size_t count,
                 const struct members *members, void *draft)
{
    for (size_t i = 0; i < count; i++) {
        reading->field = &fields[i];
        reading->value = members->at[fields[i].member];
        if (!field_read(reading, (char *)draft + fields[i].offset))
            return false;
    }
    return true;
}
