/*
 * raw_options.c - the table of options, and its readers.
 */
#include "generate/raw_options.h"

#include "base/nearest.h"
#include "generate/generate.h"
#include "generate/random.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define AT(member) offsetof(struct generate_raw, member)
#define ANY GENERATE_ANY

/* clang-format off */
const struct generate_option generate_option_table[] = {
    {"seed", 0, GENERATE_OPTION_NUMBER, AT(seed), 0, ANY, "N",
     "the same seed and options, the same bytes (default 1)"},
    {"agents", 0, GENERATE_OPTION_NUMBER, AT(agents), 1, 10000, "N",
     "who chat, 1-10000 (default 24); leads and a dispatcher come on top"},
    {"teams", 0, GENERATE_OPTION_NUMBER, AT(teams), 1, 10000, "N",
     "1 to the number of agents (default: one for twelve agents)"},
    {"customers", 0, GENERATE_OPTION_NUMBER, AT(customers), 1, UINT32_MAX, "N",
     "at least 1 (default: three for four conversations)"},
    {"days", 0, GENERATE_OPTION_NUMBER, AT(days), 1, 36500, "D",
     "business days, 1-36500 (default 30): that of --end and those\n"
     "before it, whole; no event lies in any other"},
    {"conversations", 0, GENERATE_OPTION_NUMBER, AT(conversations), 1, ANY, "N",
     "begun in --days days (default: 40 an agent and day)"},
    {"events", 0, GENERATE_OPTION_NUMBER, AT(events), 1, ANY, "N",
     "exactly this many good events, spread over the days;\n"
     "duplicates and bad records come on top"},
    {"messages", 0, GENERATE_OPTION_NUMBER, AT(messages), 1, 1000, "M",
     "mean messages a conversation, 1-1000 (default 10)"},
    {"only", 0, GENERATE_OPTION_TEXT, AT(only), 0, 0, "LIST",
     "families of events, comma-separated, chat among them (default:\n"
     "all): chat,bots,orders,tickets,surveys,changes,staff,plans;\n"
     "bots: bots, queues, closing messages; changes: order.updated,\n"
     "tickets paused and merged, surveys corrected"},
    {"bots", 0, GENERATE_OPTION_SHARE, AT(bots), 0, 0, "P",
     "share of conversations that a bot receives, 0-1 (default\n"
     "0.75); it answers all of 45 % of these, and hands over the rest"},
    {"closings", 0, GENERATE_OPTION_SHARE, AT(closings), 0, 0, "P",
     "share of conversations that end with thanks, 0-1 (default 0.3)"},
    {"deposits", 0, GENERATE_OPTION_SHARE, AT(deposits), 0, 0, "P",
     "share of orders with a deposit and a day for the rest, 0-1\n"
     "(default 0.05)"},
    {"pauses", 0, GENERATE_OPTION_SHARE, AT(pauses), 0, 0, "P",
     "share of tickets that wait for the customer, 0-1 (default 0.3)"},
    {"second-accounts", 0, GENERATE_OPTION_NUMBER, AT(second_accounts), 0, 10000, "N",
     "agents who also chat from a second account, chen-01-2 of\n"
     "chen-01, up to --agents (default 0)"},
    {"end", 0, GENERATE_OPTION_TEXT, AT(end), 0, 0, "TIME",
     "RFC 3339; every event is before it (default now; live: never)"},
    {"cutover", 0, GENERATE_OPTION_TEXT, AT(cutover), 0, 0, "HH:MM",
     "when a business day begins, at +08:00 (default 00:00)"},
    {"live", 0, GENERATE_OPTION_FLAG, AT(live), 0, 0, NULL,
     "events happen now, at their own pace, until --end, --events,\n"
     "SIGINT or SIGTERM; every hour of the day is alike, and an\n"
     "order's hours are minutes"},
    {"speed", 0, GENERATE_OPTION_NUMBER, AT(speed), 1, 100000, "X",
     "with --live: X times as many customers, 1-100000 (default 1)"},
    {"rate", 0, GENERATE_OPTION_NUMBER, AT(rate), 1, 1000000000, "N",
     "at most this many records per second (default: no limit)"},
    {"duplicates", 0, GENERATE_OPTION_SHARE, AT(duplicates), 0, 0, "P",
     "share of events written a second time, 0-1 (default 0)"},
    {"disorder", 0, GENERATE_OPTION_TEXT, AT(disorder), 0, 0, "N",
     "shuffle within a window of N records, or `all` of them,\n"
     "which memory must hold (default: in event-time order)"},
    {"bad", 0, GENERATE_OPTION_SHARE, AT(bad), 0, 0, "P",
     "malformed records of every kind on top, P for each event,\n"
     "0-1 (default 0)"},
    {"source", 0, GENERATE_OPTION_TEXT, AT(source), 0, 0, "URI",
     "of every event, 1-256 bytes (default " GENERATE_SOURCE ")"},
    {"shop", 0, GENERATE_OPTION_TEXT, AT(shop), 0, 0, "ID",
     "extension member of every event, 1-128 bytes (default: none)"},
    {"currency", 0, GENERATE_OPTION_TEXT, AT(currency), 0, 0, "CODE",
     "three capital letters (default CNY)"},
    {"output", 'o', GENERATE_OPTION_TEXT, AT(output), 0, 0, "FILE",
     "write there; - is standard output (default)"},
    {"split", 0, GENERATE_OPTION_NUMBER, AT(split), 1, 256, "N",
     "N files by record key, 1-256: FILE a.ndjson becomes\n"
     "a.0.ndjson, a.1.ndjson, ... (default 1)"},
    {"kafka", 0, GENERATE_OPTION_TEXT, AT(kafka), 0, 0, "SERVERS",
     "produce to Kafka instead: bootstrap servers"},
    {"kafka-options", 0, GENERATE_OPTION_TEXT, AT(kafka_options), 0, 0, "LIST",
     "librdkafka properties, name=value,..."},
    {"topic", 0, GENERATE_OPTION_TEXT, AT(topic), 0, 0, "T",
     "topic to produce to (default merit.events)"},
    {"embedded-broker", 0, GENERATE_OPTION_TEXT, AT(embedded_file), 0, 0, "FILE",
     "host a small broker in this process, write its servers to\n"
     "FILE, produce into it, and wait for its readers"},
    {"partitions", 0, GENERATE_OPTION_NUMBER, AT(partitions), 1, 64, "N",
     "of the embedded broker's topic, 1-64 (default 4)"},
    {"group", 0, GENERATE_OPTION_TEXT, AT(group), 0, 0, "G",
     "consumer group the embedded broker waits for (default meritd)"},
    {"quiet", 'q', GENERATE_OPTION_FLAG, AT(quiet), 0, 0, NULL,
     "no summary on standard error"},
    {"help", 'h', GENERATE_OPTION_FLAG, AT(help), 0, 0, NULL,
     "this text"},
};
/* clang-format on */

#define ROWS (sizeof(generate_option_table) / sizeof(generate_option_table[0]))

const size_t generate_option_count = ROWS;

/* ---- help ---- */

static void row_help(FILE *out, const struct generate_option *row)
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
        "in event-time order: agents good and bad, customers, bots, chats, orders, payments,\n"
        "refunds, tickets, surveys, marks, targets and staff.\n"
        "\n",
        out);
    for (size_t i = 0; i < ROWS; i++)
        row_help(out, &generate_option_table[i]);
    fputs("\n"
          "exit: 0 done, 1 could not write, 2 wrong usage, 3 Kafka unreachable\n"
          "\n"
          "examples:\n"
          "  meritd generate | meritd replay -\n"
          "  meritd generate --seed 7 --events 5000000 --only chat -o chat.ndjson\n"
          "  meritd generate --bots 0.9 --deposits 0.5    # a November\n"
          "  meritd generate --disorder all --duplicates 0.05 --bad 0.01 --split 4 -o edge.ndjson\n"
          "  meritd generate --live --speed 50 --kafka localhost:9092 --topic shop.events\n",
          out);
}

/* ---- values ---- */

bool generate_complain(const char *format, const char *option, const char *value)
{
    fputs("meritd generate: ", stderr);
    fprintf(stderr, format, option, value);
    fputs("; see --help\n", stderr);
    return false;
}

bool generate_number_parse(const char *text, uint64_t *value)
{
    char *end;

    if (*text < '0' || *text > '9')
        return false;
    errno = 0;
    *value = strtoull(text, &end, 10);
    return errno == 0 && *end == '\0';
}

/* Reads "1", "0.05", ".05": 0 … 1, with six significant decimals. */
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

static bool row_read(const struct generate_option *row, const char *argument,
                     struct generate_raw *raw)
{
    char *at = (char *)raw + row->at;
    uint64_t number;

    switch (row->type) {
    case GENERATE_OPTION_FLAG: number = 1; break;
    case GENERATE_OPTION_TEXT:
        if (*argument == '\0')
            return generate_complain("--%s is empty", row->name, "");
        memcpy(at, &argument, sizeof(argument));
        return true;
    case GENERATE_OPTION_SHARE:
        if (!share_parse(argument, (uint32_t *)(void *)at))
            return generate_complain("--%s must be a share, 0 to 1, not `%s`", row->name, argument);
        return true;
    case GENERATE_OPTION_NUMBER:
        if (!generate_number_parse(argument, &number) || number < row->low || number > row->high) {
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
        if (letter == ROW_VALUE + (int)i ||
            (generate_option_table[i].letter && letter == generate_option_table[i].letter))
            return (int)i;
    }
    return -1;
}

static void rows_for_getopt(struct option longs[ROWS + 1], char letters[2 * ROWS + 2])
{
    size_t at = 0;

    letters[at++] = ':'; /* getopt returns ':' for a missing argument, and prints nothing */
    for (size_t i = 0; i < ROWS; i++) {
        bool argument = generate_option_table[i].type != GENERATE_OPTION_FLAG;
        longs[i] = (struct option){generate_option_table[i].name,
                                   argument ? required_argument : no_argument, NULL,
                                   ROW_VALUE + (int)i};
        if (generate_option_table[i].letter)
            letters[at++] = generate_option_table[i].letter;
        if (generate_option_table[i].letter && argument)
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
        nearest_try(&nearest, generate_option_table[i].name);
    if (nearest.name == NULL)
        return generate_complain("unknown option %s", word, "");
    return generate_complain("unknown option %s; did you mean --%s?", word, nearest.name);
}

static bool argv_read(int argc, char **argv, struct generate_raw *raw)
{
    struct option longs[ROWS + 1];
    char letters[2 * ROWS + 2];
    int letter;

    rows_for_getopt(longs, letters);
    opterr = 0;
    optind = 0; /* start again: main has used getopt for its own options */
    while ((letter = getopt_long(argc, argv, letters, longs, NULL)) != -1) {
        int row = row_of_letter(letter);
        if (letter == ':')
            return generate_complain("option %s needs an argument", argv[optind - 1], "");
        if (row < 0)
            return unknown_option(argv[optind - 1]);
        if (!row_read(&generate_option_table[row], optarg, raw))
            return false;
    }
    if (optind < argc)
        return generate_complain("unexpected argument `%s`", argv[optind], "");
    return true;
}

/* Marks all numbers and shares as not given. */
static void raw_init(struct generate_raw *raw)
{
    memset(raw, 0, sizeof(*raw));
    for (size_t i = 0; i < ROWS; i++) {
        const uint64_t unset = GENERATE_UNSET;
        const uint32_t unset_share = GENERATE_UNSET_SHARE;
        if (generate_option_table[i].type == GENERATE_OPTION_NUMBER)
            memcpy((char *)raw + generate_option_table[i].at, &unset, sizeof(unset));
        if (generate_option_table[i].type == GENERATE_OPTION_SHARE)
            memcpy((char *)raw + generate_option_table[i].at, &unset_share, sizeof(unset_share));
    }
}

bool generate_raw_read(int argc, char **argv, struct generate_raw *raw)
{
    raw_init(raw);
    return argv_read(argc, argv, raw);
}
