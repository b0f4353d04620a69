/*
 * options.c - works out what the given values mean, each and together.
 */
#include "generate/options.h"

#include "base/utf8.h"
#include "generate/generate.h"
#include "generate/line.h"
#include "generate/raw_options.h"
#include "generate/sink.h"
#include "model/event.h"

#include <stdlib.h>
#include <string.h>

#define TIME_2000_MS INT64_C(946684800000)
#define TIME_FOREVER_MS INT64_C(4102444800000) /* 2100-01-01: the end of live traffic */
#define MOST_LIVE_PER_DAY UINT64_C(1000000000)

/*
 * Defaults of shares, in parts per million. Bots: Comm100's AI Live Chat Benchmark of 2026 has 75.3 % of the chats received
 * by a bot. For the others no figures are public; they are guesses.
 */
#define BOTS_PPM 750000
#define CLOSINGS_PPM 300000
#define DEPOSITS_PPM 50000
#define PAUSES_PPM 300000

static const struct family {
    const char *name;
    unsigned bits;
} families[] = {
    {"chat", 0},
    {"bots", GENERATE_BOTS},
    {"orders", GENERATE_ORDERS},
    {"tickets", GENERATE_TICKETS},
    {"surveys", GENERATE_SURVEYS},
    {"changes", GENERATE_CHANGES},
    {"staff", GENERATE_STAFF},
    {"plans", GENERATE_PLANS},
};

#define FAMILIES (sizeof(families) / sizeof(families[0]))

/* ---- texts ---- */

static bool only_read(const char *list, unsigned *bits)
{
    bool chat = list == NULL;

    *bits = list ? 0 : GENERATE_EVERYTHING;
    while (list) {
        size_t len = strcspn(list, ",");
        size_t i = 0;

        while (i < FAMILIES &&
               (strlen(families[i].name) != len || strncmp(families[i].name, list, len) != 0))
            i++;
        if (i == FAMILIES)
            return generate_complain(
                "--%s knows chat, bots, orders, tickets, surveys, changes, staff and plans, not "
                "`%s`",
                "only", list);
        chat = chat || i == 0;
        *bits |= families[i].bits;
        list = list[len] ? list + len + 1 : NULL;
    }
    return chat || generate_complain("--%s must contain chat%s", "only", "");
}

static bool disorder_read(const char *text, uint64_t *window)
{
    *window = 0;
    if (text && strcmp(text, "all") == 0)
        *window = GENERATE_DISORDER_ALL;
    else if (text && (!generate_number_parse(text, window) || *window > GENERATE_ANY))
        return generate_complain("--%s must be a number of records or `all`, not `%s`", "disorder",
                                 text);
    return true;
}

/* Reads two digits, "05", below limit. */
static bool pair_read(const char **text, char before, int limit, int *value)
{
    const char *t = *text;

    if (before) {
        if (*t++ != before)
            return false;
    }
    if (t[0] < '0' || t[0] > '9' || t[1] < '0' || t[1] > '9')
        return false;
    *value = (t[0] - '0') * 10 + t[1] - '0';
    *text = t + 2;
    return *value < limit;
}

static bool offset_read(const char *t, int64_t *offset_ms)
{
    char sign = *t;
    int hour, minute;

    *offset_ms = 0;
    if ((sign == 'Z' || sign == 'z') && t[1] == '\0')
        return true;
    if (sign != '+' && sign != '-')
        return false;
    t++;
    if (!pair_read(&t, 0, 24, &hour) || !pair_read(&t, ':', 60, &minute) || *t)
        return false;
    *offset_ms = (hour * 60 + minute) * (sign == '-' ? -GENERATE_MINUTE_MS : GENERATE_MINUTE_MS);
    return true;
}

/* Reads RFC 3339 with an offset, without leap seconds; cuts to milliseconds. */
static bool time_read(const char *t, int64_t *ms)
{
    int century, year, month, day, hour, minute, second;
    int64_t offset_ms, fraction = 0, days;

    if (!pair_read(&t, 0, 100, &century) || !pair_read(&t, 0, 100, &year) ||
        !pair_read(&t, '-', 13, &month) || !pair_read(&t, '-', 32, &day) ||
        (*t != 'T' && *t != 't' && *t != ' '))
        return false;
    t++;
    if (!pair_read(&t, 0, 24, &hour) || !pair_read(&t, ':', 60, &minute) ||
        !pair_read(&t, ':', 60, &second))
        return false;
    if (*t == '.') {
        for (int unit = 100; *++t >= '0' && *t <= '9'; unit /= 10)
            fraction += unit * (*t - '0');
    }
    days = generate_day_of_date(century * 100 + year, month, day);
    if (month == 0 || day == 0 || generate_date_of_day(days).day != day ||
        !offset_read(t, &offset_ms))
        return false;
    *ms = days * GENERATE_DAY_MS + hour * GENERATE_HOUR_MS + minute * GENERATE_MINUTE_MS +
          second * 1000 + fraction - offset_ms;
    return true;
}

/* Only printable ASCII: a URI reference has no other characters. */
static bool source_check(const char *source)
{
    for (const char *c = source; *c; c++) {
        if (*c <= ' ' || *c > '~')
            return generate_complain("--%s must be printable ASCII%s", "source", "");
    }
    return strlen(source) <= EVENT_IDENTITY_MAX ||
           generate_complain("--%s must be at most 256 bytes%s", "source", "");
}

static bool shop_check(const char *shop)
{
    struct text name = text_of(shop);
    size_t bad;
    bool fits = utf8_is_valid(name, &bad);

    for (size_t i = 0; i < name.length; i++)
        fits &= (unsigned char)shop[i] >= ' ' && shop[i] != 0x7f;
    if (!fits)
        return generate_complain("--%s must be UTF-8 without control characters%s", "shop", "");
    return name.length <= EVENT_TEXT_MAX ||
           generate_complain("--%s must be at most 128 bytes%s", "shop", "");
}

static bool currency_check(const char *currency)
{
    if (strlen(currency) == 3 && strspn(currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3)
        return true;
    return generate_complain("--%s must be three capital letters, not `%s`", "currency", currency);
}

/* ---- putting it together ---- */

/* The first instant of the business day that contains ms. */
static int64_t day_begin(const struct generate_options *shop, int64_t ms)
{
    int64_t since = ms + GENERATE_SHOP_OFFSET_MS - shop->cutover_ms;

    return ms - since % GENERATE_DAY_MS;
}

static bool cutover_fill(struct generate_options *shop, const char *text)
{
    const char *at = text;
    int hour, minute;

    if (!text)
        return true;
    if (!pair_read(&at, 0, 24, &hour) || !pair_read(&at, ':', 60, &minute) || *at)
        return generate_complain("--%s must be a time of day, as 04:30, not `%s`", "cutover", text);
    shop->cutover_ms = hour * GENERATE_HOUR_MS + minute * GENERATE_MINUTE_MS;
    return true;
}

static bool span_fill(struct generate_command *command, const struct generate_raw *raw,
                      int64_t now_ms)
{
    struct generate_options *shop = &command->shop;

    shop->end_ms = command->live ? TIME_FOREVER_MS : now_ms;
    if (raw->end && !time_read(raw->end, &shop->end_ms))
        return generate_complain(
            "--%s must be RFC 3339 with an offset, as 2026-10-05T09:30:00+08:00, "
            "not `%s`",
            "end", raw->end);
    if (shop->end_ms > TIME_FOREVER_MS)
        return generate_complain("--%s lies after 2099%s", "end", "");
    shop->end_ms--; /* the last instant */
    shop->start_ms = day_begin(shop, shop->end_ms) - (int64_t)(command->days - 1) * GENERATE_DAY_MS;
    if (command->live)
        shop->start_ms = now_ms;
    if (shop->start_ms < TIME_2000_MS)
        return generate_complain(
            "the first day lies before 2000: --%s or --%s is too early or too long", "end", "days");
    if (shop->end_ms <= shop->start_ms)
        return generate_complain("--%s lies in the past, and --%s begins now", "end", "live");
    return true;
}

/* The customers per day of live traffic. */
static bool live_fill(struct generate_command *command)
{
    struct generate_options *shop = &command->shop;
    uint64_t per_day;

    if (!command->live)
        return true;
    if (command->disorder == GENERATE_DISORDER_ALL && shop->events == 0)
        return generate_complain("--%s all needs an end: give --%s", "disorder", "events");
    per_day = shop->conversations > 0 ? shop->conversations / command->days
                                      : shop->agents * UINT64_C(40);
    if (per_day == 0)
        per_day = 1;
    if (per_day > MOST_LIVE_PER_DAY / command->speed)
        return generate_complain(
            "--%s and --%s come to more than 1,000,000,000 conversations a day", "conversations",
            "speed");
    shop->live_per_day = per_day * command->speed;
    return true;
}

/* Refuses options that contradict each other, or that need another one. */
static bool combinations_check(const struct generate_command *command,
                               const struct generate_raw *raw)
{
    bool kafka = raw->kafka || raw->embedded_file;

    if (raw->kafka && raw->embedded_file)
        return generate_complain("--%s and --%s exclude each other", "kafka", "embedded-broker");
    if (kafka && (raw->output || raw->split != GENERATE_UNSET))
        return generate_complain("--%s and --%s are for files, not for Kafka", "output", "split");
    if (!kafka && (raw->topic || raw->kafka_options))
        return generate_complain("--%s needs --kafka or --embedded-broker%s",
                                 raw->topic ? "topic" : "kafka-options", "");
    if (!raw->embedded_file && (raw->group || raw->partitions != GENERATE_UNSET))
        return generate_complain("--%s needs --embedded-broker%s",
                                 raw->group ? "group" : "partitions", "");
    if (command->split > 1 && strcmp(command->output, "-") == 0)
        return generate_complain("--%s needs --%s FILE", "split", "output");
    if (!raw->live && raw->speed != GENERATE_UNSET)
        return generate_complain("--%s needs --%s", "speed", "live");
    if (raw->events != GENERATE_UNSET && raw->conversations != GENERATE_UNSET && !raw->live)
        return generate_complain("--%s and --%s exclude each other", "events", "conversations");
    if (command->shop.teams > command->shop.agents)
        return generate_complain("--%s must be at most the number of --%s", "teams", "agents");
    if (command->shop.second_agents > command->shop.agents)
        return generate_complain("--%s must be at most the number of --%s", "second-accounts",
                                 "agents");
    return true;
}

static uint32_t given_share(uint32_t value, uint32_t otherwise)
{
    return value == GENERATE_UNSET_SHARE ? otherwise : value;
}

/* A family's share: what was given, its default, or 0 without the family. */
static bool share_fill(unsigned all, unsigned family, uint32_t given, uint32_t otherwise,
                       uint32_t *share)
{
    *share = all & family ? given_share(given, otherwise) : 0;
    return (all & family) || given == GENERATE_UNSET_SHARE;
}

static bool shares_fill(struct generate_options *shop, const struct generate_raw *raw)
{
    unsigned all = shop->families;

    if (!share_fill(all, GENERATE_BOTS, raw->bots, BOTS_PPM, &shop->bots) ||
        !share_fill(all, GENERATE_BOTS, raw->closings, CLOSINGS_PPM, &shop->closings))
        return generate_complain("--%s and --%s need bots in --only", "bots", "closings");
    if (!share_fill(all, GENERATE_CHANGES, raw->deposits, DEPOSITS_PPM, &shop->deposits) ||
        !share_fill(all, GENERATE_CHANGES, raw->pauses, PAUSES_PPM, &shop->pauses))
        return generate_complain("--%s and --%s need changes in --only", "deposits", "pauses");
    return true;
}

static uint64_t given(uint64_t value, uint64_t otherwise)
{
    return value == GENERATE_UNSET ? otherwise : value;
}

static const char *given_text(const char *text, const char *otherwise)
{
    return text ? text : otherwise;
}

static void command_fill(struct generate_command *command, const struct generate_raw *raw)
{
    *command = (struct generate_command){
        .shop = {.seed = given(raw->seed, 1),
                 .agents = (uint32_t)given(raw->agents, 24),
                 .teams = (uint32_t)given(raw->teams, 0),
                 .customers = (uint32_t)given(raw->customers, 0),
                 .conversations = given(raw->conversations, 0),
                 .events = given(raw->events, 0),
                 .messages = (uint32_t)given(raw->messages, 10),
                 .second_agents = (uint32_t)given(raw->second_accounts, 0),
                 .source = given_text(raw->source, GENERATE_SOURCE),
                 .shop = raw->shop,
                 .currency = given_text(raw->currency, "CNY")},
        .days = given(raw->days, 30),
        .speed = given(raw->speed, 1),
        .live = raw->live == 1,
        .rate = given(raw->rate, 0),
        .duplicates_ppm = given_share(raw->duplicates, 0),
        .bad_ppm = given_share(raw->bad, 0),
        .output = given_text(raw->output, "-"),
        .split = given(raw->split, 1),
        .kafka = raw->kafka,
        .kafka_options = raw->kafka_options,
        .topic = given_text(raw->topic, "merit.events"),
        .partitions = given(raw->partitions, 4),
        .embedded_file = raw->embedded_file,
        .group = given_text(raw->group, "meritd"),
        .quiet = raw->quiet == 1,
    };
}

enum generate_parse generate_options_parse(struct generate_command *command, int argc, char **argv,
                                           int64_t now_ms)
{
    struct generate_raw raw;

    if (!generate_raw_read(argc, argv, &raw))
        return GENERATE_PARSE_WRONG;
    if (raw.help) {
        generate_options_help(stdout);
        return GENERATE_PARSE_HELP;
    }
    command_fill(command, &raw);
    if (!only_read(raw.only, &command->shop.families) || !shares_fill(&command->shop, &raw) ||
        !disorder_read(raw.disorder, &command->disorder) || !source_check(command->shop.source) ||
        !shop_check(command->shop.shop) || !currency_check(command->shop.currency) ||
        !combinations_check(command, &raw) || !cutover_fill(&command->shop, raw.cutover) ||
        !span_fill(command, &raw, now_ms) || !live_fill(command))
        return GENERATE_PARSE_WRONG;
    return GENERATE_PARSE_RUN;
}
