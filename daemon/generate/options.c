/*
 * options.c - the option table, and what reads it.
 */
#include "generate/options.h"

#include "base/nearest.h"
#include "base/utf8.h"
#include "generate/generate.h"
#include "generate/line.h"
#include "generate/random.h"
#include "generate/sink.h"
#include "model/event.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define TIME_2000_MS INT64_C(946684800000)
#define TIME_FOREVER_MS INT64_C(4102444800000) /* 2100-01-01: how far live traffic can go */
#define MOST_LIVE_PER_DAY UINT64_C(1000000000)
#define UNSET UINT64_MAX

/* ---- what the options fill ---- */

/* Raw values, as the table stores them. */
struct raw {
    uint64_t seed, agents, teams, customers, days, conversations, events, messages;
    uint64_t live, speed, rate, split, partitions, quiet, help;
    uint32_t duplicates, bad;
    const char *only, *end, *cutover, *disorder, *source, *shop, *currency, *output;
    const char *kafka, *kafka_options, *topic, *embedded_file, *group;
};

enum option_type { TYPE_FLAG, TYPE_NUMBER, TYPE_SHARE, TYPE_TEXT };

struct option_row {
    const char *name;
    char letter; /* or 0 */
    enum option_type type;
    size_t at;            /* offset in struct raw */
    uint64_t low, high;   /* TYPE_NUMBER */
    const char *argument; /* as help shows it */
    const char *help;     /* a line feed begins a further line */
};

#define AT(member) offsetof(struct raw, member)
#define ANY UINT64_C(9007199254740991)

/* clang-format off */
static const struct option_row rows[] = {
    {"seed", 0, TYPE_NUMBER, AT(seed), 0, ANY, "N",
     "the same seed and options, the same bytes (default 1)"},
    {"agents", 0, TYPE_NUMBER, AT(agents), 1, 10000, "N",
     "who chat, 1-10000 (default 24); leads and a dispatcher come on top"},
    {"teams", 0, TYPE_NUMBER, AT(teams), 1, 10000, "N",
     "1 to the number of agents (default: one for twelve agents)"},
    {"customers", 0, TYPE_NUMBER, AT(customers), 1, UINT32_MAX, "N",
     "at least 1 (default: three for four conversations)"},
    {"days", 0, TYPE_NUMBER, AT(days), 1, 36500, "D",
     "business days, 1-36500 (default 30): that of --end and those\n"
     "before it, whole; no event lies in any other"},
    {"conversations", 0, TYPE_NUMBER, AT(conversations), 1, ANY, "N",
     "begun in --days days (default: 40 an agent and day)"},
    {"events", 0, TYPE_NUMBER, AT(events), 1, ANY, "N",
     "exactly so many good events, spread over the days;\n"
     "duplicates and bad records come on top"},
    {"messages", 0, TYPE_NUMBER, AT(messages), 1, 1000, "M",
     "mean messages a conversation, 1-1000 (default 10)"},
    {"only", 0, TYPE_TEXT, AT(only), 0, 0, "LIST",
     "families of events, comma-separated, chat among them:\n"
     "chat,orders,tickets,surveys,staff,plans (default: all)"},
    {"end", 0, TYPE_TEXT, AT(end), 0, 0, "TIME",
     "RFC 3339; every event is before it (default now; live: never)"},
    {"cutover", 0, TYPE_TEXT, AT(cutover), 0, 0, "HH:MM",
     "when a business day begins, at +08:00 (default 00:00)"},
    {"live", 0, TYPE_FLAG, AT(live), 0, 0, NULL,
     "events happen now, at their own pace, until --end, --events,\n"
     "SIGINT or SIGTERM; every hour of the day is alike, and an\n"
     "order's hours are minutes"},
    {"speed", 0, TYPE_NUMBER, AT(speed), 1, 100000, "X",
     "with --live: X times as many customers, 1-100000 (default 1)"},
    {"rate", 0, TYPE_NUMBER, AT(rate), 1, 1000000000, "N",
     "at most so many records a second (default: no limit)"},
    {"duplicates", 0, TYPE_SHARE, AT(duplicates), 0, 0, "P",
     "share of events written a second time, 0-1 (default 0)"},
    {"disorder", 0, TYPE_TEXT, AT(disorder), 0, 0, "N",
     "shuffle within a window of N records, or `all` of them,\n"
     "which memory must hold (default: in event-time order)"},
    {"bad", 0, TYPE_SHARE, AT(bad), 0, 0, "P",
     "malformed records of every kind on top, P for each event,\n"
     "0-1 (default 0)"},
    {"source", 0, TYPE_TEXT, AT(source), 0, 0, "URI",
     "of every event, 1-256 bytes (default " GENERATE_SOURCE ")"},
    {"shop", 0, TYPE_TEXT, AT(shop), 0, 0, "ID",
     "extension member of every event, 1-128 bytes (default: none)"},
    {"currency", 0, TYPE_TEXT, AT(currency), 0, 0, "CODE",
     "three capital letters (default CNY)"},
    {"output", 'o', TYPE_TEXT, AT(output), 0, 0, "FILE",
     "write there; - is standard output (default)"},
    {"split", 0, TYPE_NUMBER, AT(split), 1, 256, "N",
     "N files by record key, 1-256: FILE a.ndjson becomes\n"
     "a.0.ndjson, a.1.ndjson, ... (default 1)"},
    {"kafka", 0, TYPE_TEXT, AT(kafka), 0, 0, "SERVERS",
     "produce to Kafka instead: bootstrap servers"},
    {"kafka-options", 0, TYPE_TEXT, AT(kafka_options), 0, 0, "LIST",
     "librdkafka properties, name=value,..."},
    {"topic", 0, TYPE_TEXT, AT(topic), 0, 0, "T",
     "topic to produce to (default merit.events)"},
    {"embedded-broker", 0, TYPE_TEXT, AT(embedded_file), 0, 0, "FILE",
     "host a small broker in this process, write its servers to\n"
     "FILE, produce into it, and wait for its readers"},
    {"partitions", 0, TYPE_NUMBER, AT(partitions), 1, 64, "N",
     "of the embedded broker's topic, 1-64 (default 4)"},
    {"group", 0, TYPE_TEXT, AT(group), 0, 0, "G",
     "consumer group the embedded broker waits for (default meritd)"},
    {"quiet", 'q', TYPE_FLAG, AT(quiet), 0, 0, NULL,
     "no summary on standard error"},
    {"help", 'h', TYPE_FLAG, AT(help), 0, 0, NULL,
     "this text"},
};
/* clang-format on */

#define ROWS (sizeof(rows) / sizeof(rows[0]))

static const struct family {
    const char *name;
    unsigned bits;
} families[] = {
    {"chat", 0},
    {"orders", GENERATE_ORDERS},
    {"tickets", GENERATE_TICKETS},
    {"surveys", GENERATE_SURVEYS},
    {"staff", GENERATE_STAFF},
    {"plans", GENERATE_PLANS},
};

#define FAMILIES (sizeof(families) / sizeof(families[0]))

/* ---- help ---- */

static void row_help(FILE *out, const struct option_row *row)
{
    const char *text = row->help;
    char left[40];

    snprintf(left, sizeof(left), "%c%c%c --%s%s%s", row->letter ? '-' : ' ',
             row->letter ? row->letter : ' ', row->letter ? ',' : ' ', row->name,
             row->argument ? " " : "", row->argument ? row->argument : "");
    while (*text) {
        size_t len = strcspn(text, "\n");
        fprintf(out, "  %-27s %.*s\n", left, (int)len, text);
        text += len + (text[len] == '\n');
        left[0] = '\0';
    }
}

void generate_options_help(FILE *out)
{
    fputs(
        "usage: meritd generate [options]\n"
        "\n"
        "Writes a seeded shop as events of the contract (docs/events.md), one JSON object a line,\n"
        "in event-time order: agents good and bad, customers, chats, orders, payments, refunds,\n"
        "tickets, surveys, marks, targets and staff.\n"
        "\n",
        out);
    for (size_t i = 0; i < ROWS; i++)
        row_help(out, &rows[i]);
    fputs("\n"
          "exit: 0 done, 1 could not write, 2 wrong usage, 3 Kafka unreachable\n"
          "\n"
          "examples:\n"
          "  meritd generate | meritd replay -\n"
          "  meritd generate --seed 7 --events 5000000 --only chat -o chat.ndjson\n"
          "  meritd generate --disorder all --duplicates 0.05 --bad 0.01 --split 4 -o edge.ndjson\n"
          "  meritd generate --live --speed 50 --kafka localhost:9092 --topic shop.events\n",
          out);
}

/* ---- values ---- */

static bool complain(const char *format, const char *option, const char *value)
{
    fputs("meritd generate: ", stderr);
    fprintf(stderr, format, option, value);
    fputs("; see --help\n", stderr);
    return false;
}

static bool number_parse(const char *text, uint64_t *value)
{
    char *end;

    if (*text < '0' || *text > '9')
        return false;
    errno = 0;
    *value = strtoull(text, &end, 10);
    return errno == 0 && *end == '\0';
}

/* "1", "0.05", ".05": 0 … 1, of which six decimals count. */
static bool share_parse(const char *text, uint32_t *ppm)
{
    uint32_t unit = GENERATE_PPM;

    *ppm = 0;
    if (text[0] == '0' || text[0] == '1')
        *ppm = (uint32_t)(*text++ - '0') * unit;
    else if (text[0] != '.' || text[1] == '\0')
        return false;
    if (*text == '.') {
        while (*++text >= '0' && *text <= '9') {
            unit /= 10;
            *ppm += (uint32_t)(*text - '0') * unit;
        }
    }
    return *text == '\0' && *ppm <= GENERATE_PPM;
}

static bool row_read(const struct option_row *row, const char *argument, struct raw *raw)
{
    char *at = (char *)raw + row->at;
    uint64_t number;

    switch (row->type) {
    case TYPE_FLAG: number = 1; break;
    case TYPE_TEXT:
        if (*argument == '\0')
            return complain("--%s is empty", row->name, "");
        memcpy(at, &argument, sizeof(argument));
        return true;
    case TYPE_SHARE:
        if (!share_parse(argument, (uint32_t *)(void *)at))
            return complain("--%s must be a share, 0 to 1, not `%s`", row->name, argument);
        return true;
    case TYPE_NUMBER:
        if (!number_parse(argument, &number) || number < row->low || number > row->high) {
            fprintf(stderr,
                    "meritd generate: --%s must be a whole number, %" PRIu64 " to %" PRIu64
                    ", not `%s`; see --help\n",
                    row->name, row->low, row->high, argument);
            return false;
        }
        break;
    default: return false;
    }
    memcpy(at, &number, sizeof(number));
    return true;
}

/* ---- reading argv ---- */

#define ROW_VALUE 256 /* getopt's value of row i is ROW_VALUE + i */

static int row_of_letter(int letter)
{
    for (size_t i = 0; i < ROWS; i++) {
        if (letter == ROW_VALUE + (int)i || (rows[i].letter && letter == rows[i].letter))
            return (int)i;
    }
    return -1;
}

static void rows_for_getopt(struct option longs[ROWS + 1], char letters[2 * ROWS + 2])
{
    size_t at = 0;

    letters[at++] = ':'; /* a missing argument is told apart, and getopt prints nothing */
    for (size_t i = 0; i < ROWS; i++) {
        bool argument = rows[i].type != TYPE_FLAG;
        longs[i] = (struct option){rows[i].name, argument ? required_argument : no_argument, NULL,
                                   ROW_VALUE + (int)i};
        if (rows[i].letter)
            letters[at++] = rows[i].letter;
        if (rows[i].letter && argument)
            letters[at++] = ':';
    }
    longs[ROWS] = (struct option){0};
    letters[at] = '\0';
}

static bool unknown_option(const char *word)
{
    char name[40];
    struct nearest nearest = {.word = name};
    const char *begin = word + strspn(word, "-");

    snprintf(name, sizeof name, "%.*s", (int)strcspn(begin, "="), begin);
    for (size_t i = 0; i < ROWS; i++)
        nearest_try(&nearest, rows[i].name);
    if (nearest.name == NULL)
        return complain("unknown option %s", word, "");
    return complain("unknown option %s; did you mean --%s?", word, nearest.name);
}

static bool argv_read(int argc, char **argv, struct raw *raw)
{
    struct option longs[ROWS + 1];
    char letters[2 * ROWS + 2];
    int letter;

    rows_for_getopt(longs, letters);
    opterr = 0;
    optind = 0; /* begin anew, whatever main did with its own options */
    while ((letter = getopt_long(argc, argv, letters, longs, NULL)) != -1) {
        int row = row_of_letter(letter);
        if (letter == ':')
            return complain("option %s needs an argument", argv[optind - 1], "");
        if (row < 0)
            return unknown_option(argv[optind - 1]);
        if (!row_read(&rows[row], optarg, raw))
            return false;
    }
    if (optind < argc)
        return complain("unexpected argument `%s`", argv[optind], "");
    return true;
}

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
            return complain("--%s knows chat, orders, tickets, surveys, staff and plans, not `%s`",
                            "only", list);
        chat = chat || i == 0;
        *bits |= families[i].bits;
        list = list[len] ? list + len + 1 : NULL;
    }
    return chat || complain("--%s must contain chat%s", "only", "");
}

static bool disorder_read(const char *text, uint64_t *window)
{
    *window = 0;
    if (text && strcmp(text, "all") == 0)
        *window = GENERATE_DISORDER_ALL;
    else if (text && (!number_parse(text, window) || *window > ANY))
        return complain("--%s must be a number of records or `all`, not `%s`", "disorder", text);
    return true;
}

/* "05": two digits below limit. */
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

/* RFC 3339 with an offset, without leap seconds; cut to milliseconds. */
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

/* Printable ASCII only: a URI reference has nothing else. */
static bool source_check(const char *source)
{
    for (const char *c = source; *c; c++) {
        if (*c <= ' ' || *c > '~')
            return complain("--%s must be printable ASCII%s", "source", "");
    }
    return strlen(source) <= EVENT_IDENTITY_MAX ||
           complain("--%s must be at most 256 bytes%s", "source", "");
}

static bool shop_check(const char *shop)
{
    struct text name = text_of(shop);
    size_t bad;
    bool fits = utf8_is_valid(name, &bad);

    for (size_t i = 0; i < name.length; i++)
        fits &= (unsigned char)shop[i] >= ' ' && shop[i] != 0x7f;
    if (!fits)
        return complain("--%s must be UTF-8 without control characters%s", "shop", "");
    return name.length <= EVENT_TEXT_MAX ||
           complain("--%s must be at most 128 bytes%s", "shop", "");
}

static bool currency_check(const char *currency)
{
    if (strlen(currency) == 3 && strspn(currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3)
        return true;
    return complain("--%s must be three capital letters, not `%s`", "currency", currency);
}

/* ---- putting it together ---- */

/* The first instant of the business day that holds ms. */
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
        return complain("--%s must be a time of day, as 04:30, not `%s`", "cutover", text);
    shop->cutover_ms = hour * GENERATE_HOUR_MS + minute * GENERATE_MINUTE_MS;
    return true;
}

static bool span_fill(struct generate_command *command, const struct raw *raw, int64_t now_ms)
{
    struct generate_options *shop = &command->shop;

    shop->end_ms = command->live ? TIME_FOREVER_MS : now_ms;
    if (raw->end && !time_read(raw->end, &shop->end_ms))
        return complain("--%s must be RFC 3339 with an offset, as 2026-10-05T09:30:00+08:00, "
                        "not `%s`",
                        "end", raw->end);
    if (shop->end_ms > TIME_FOREVER_MS)
        return complain("--%s lies after 2099%s", "end", "");
    shop->end_ms--; /* the last instant */
    shop->start_ms = day_begin(shop, shop->end_ms) - (int64_t)(command->days - 1) * GENERATE_DAY_MS;
    if (command->live)
        shop->start_ms = now_ms;
    if (shop->start_ms < TIME_2000_MS)
        return complain("the first day lies before 2000: --%s or --%s is too early or too long",
                        "end", "days");
    if (shop->end_ms <= shop->start_ms)
        return complain("--%s lies in the past, and --%s begins now", "end", "live");
    return true;
}

/* The customers of a day, in live traffic. */
static bool live_fill(struct generate_command *command)
{
    struct generate_options *shop = &command->shop;
    uint64_t per_day;

    if (!command->live)
        return true;
    if (command->disorder == GENERATE_DISORDER_ALL && shop->events == 0)
        return complain("--%s all needs an end: give --%s", "disorder", "events");
    per_day = shop->conversations > 0 ? shop->conversations / command->days
                                      : shop->agents * UINT64_C(40);
    if (per_day == 0)
        per_day = 1;
    if (per_day > MOST_LIVE_PER_DAY / command->speed)
        return complain("--%s and --%s come to more than 1,000,000,000 conversations a day",
                        "conversations", "speed");
    shop->live_per_day = per_day * command->speed;
    return true;
}

/* Options that mean nothing together, or nothing alone. */
static bool combinations_check(const struct generate_command *command, const struct raw *raw)
{
    bool kafka = raw->kafka || raw->embedded_file;

    if (raw->kafka && raw->embedded_file)
        return complain("--%s and --%s exclude each other", "kafka", "embedded-broker");
    if (kafka && (raw->output || raw->split != UNSET))
        return complain("--%s and --%s are for files, not for Kafka", "output", "split");
    if (!kafka && (raw->topic || raw->kafka_options))
        return complain("--%s needs --kafka or --embedded-broker%s",
                        raw->topic ? "topic" : "kafka-options", "");
    if (!raw->embedded_file && (raw->group || raw->partitions != UNSET))
        return complain("--%s needs --embedded-broker%s", raw->group ? "group" : "partitions", "");
    if (command->split > 1 && strcmp(command->output, "-") == 0)
        return complain("--%s needs --%s FILE", "split", "output");
    if (!raw->live && raw->speed != UNSET)
        return complain("--%s needs --%s", "speed", "live");
    if (raw->events != UNSET && raw->conversations != UNSET && !raw->live)
        return complain("--%s and --%s exclude each other", "events", "conversations");
    if (command->shop.teams > command->shop.agents)
        return complain("--%s must be at most the number of --%s", "teams", "agents");
    return true;
}

static uint64_t given(uint64_t value, uint64_t otherwise)
{
    return value == UNSET ? otherwise : value;
}

static const char *given_text(const char *text, const char *otherwise)
{
    return text ? text : otherwise;
}

static void command_fill(struct generate_command *command, const struct raw *raw)
{
    *command = (struct generate_command){
        .shop = {.seed = given(raw->seed, 1),
                 .agents = (uint32_t)given(raw->agents, 24),
                 .teams = (uint32_t)given(raw->teams, 0),
                 .customers = (uint32_t)given(raw->customers, 0),
                 .conversations = given(raw->conversations, 0),
                 .events = given(raw->events, 0),
                 .messages = (uint32_t)given(raw->messages, 10),
                 .source = given_text(raw->source, GENERATE_SOURCE),
                 .shop = raw->shop,
                 .currency = given_text(raw->currency, "CNY")},
        .days = given(raw->days, 30),
        .speed = given(raw->speed, 1),
        .live = raw->live == 1,
        .rate = given(raw->rate, 0),
        .duplicates_ppm = raw->duplicates,
        .bad_ppm = raw->bad,
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

/* Numbers that were not given are told from those that were. */
static void raw_init(struct raw *raw)
{
    memset(raw, 0, sizeof(*raw));
    for (size_t i = 0; i < ROWS; i++) {
        const uint64_t unset = UNSET;
        if (rows[i].type == TYPE_NUMBER)
            memcpy((char *)raw + rows[i].at, &unset, sizeof(unset));
    }
}

enum generate_parse generate_options_parse(struct generate_command *command, int argc, char **argv,
                                           int64_t now_ms)
{
    struct raw raw;

    raw_init(&raw);
    if (!argv_read(argc, argv, &raw))
        return GENERATE_PARSE_WRONG;
    if (raw.help) {
        generate_options_help(stdout);
        return GENERATE_PARSE_HELP;
    }
    command_fill(command, &raw);
    if (!only_read(raw.only, &command->shop.families) ||
        !disorder_read(raw.disorder, &command->disorder) || !source_check(command->shop.source) ||
        !shop_check(command->shop.shop) || !currency_check(command->shop.currency) ||
        !combinations_check(command, &raw) || !cutover_fill(&command->shop, raw.cutover) ||
        !span_fill(command, &raw, now_ms) || !live_fill(command))
        return GENERATE_PARSE_WRONG;
    return GENERATE_PARSE_RUN;
}
