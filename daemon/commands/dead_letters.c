/* dead_letters.c - rejected records: lists them, shows one completely, clears the finished ones. */
#include "base/nearest.h"
#include "base/text_array.h"
#include "client/client.h"
#include "client/command.h"
#include "model/reason.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static struct {
    const char *reason, *before, *limit;
    enum table_format format;
} given;

static const struct command_option options[] = {
    {.name = "--reason",
     .argument = "REASON",
     .meaning = "only those rejected for this reason",
     .text = &given.reason},
    {.name = "--before",
     .argument = "YYYY-MM-DD",
     .meaning = "only those rejected before that day",
     .day = &given.before},
    {.name = "--limit",
     .argument = "N",
     .meaning = "list this many; default 100",
     .count = &given.limit,
     .otherwise = "100"},
    {COMMON_FORMAT, .table = &given.format},
};

static int reason_check(const struct invocation *invocation)
{
    struct nearest nearest = {.word = given.reason};

    if (given.reason == NULL)
        return EXIT_STATUS_DONE;
    for (size_t i = 0; i < REASON_COUNT; i++) {
        nearest_try(&nearest, reason_name((enum reason)i));
        if (strcmp(reason_name((enum reason)i), given.reason) == 0)
            return EXIT_STATUS_DONE;
    }
    return invocation_refuse(invocation, "%s is no reason%s%s%s (docs/events.md lists them)",
                             given.reason, nearest.name ? "; did you mean " : "",
                             nearest.name ? nearest.name : "", nearest.name ? "?" : "");
}

/* For a record from a file, topic is the file's name, offset is the line, and there is no partition. */
#define PLACE "d.topic, case when d.partition >= 0 then d.partition end as partition, d.\"offset\""

static int dead_letters_list(struct client *client)
{
    const char *const params[] = {given.reason, given.limit};

    return client_list(client, given.format, "no dead letters",
                       "select d.id, pg_catalog.date_trunc('second', d.rejected_at) as rejected_at,"
                       "       " PLACE ", d.reason, d.message"
                       "  from ingest.dead_letter d where $1::text is null or d.reason = $1"
                       " order by d.id desc limit $2::integer",
                       params, 2);
}

static int hex_digit(char digit)
{
    return isdigit((unsigned char)digit) ? digit - '0' : digit - 'a' + 10;
}

/* Prints a bytea from the server's form, "\x…". Control characters are escaped, not sent to the terminal. */
static void print_bytes(const char *hex)
{
    for (hex += 2; hex[0] != '\0'; hex += 2) {
        int byte = hex_digit(hex[0]) * 16 + hex_digit(hex[1]);
        if ((byte < ' ' && byte != '\n' && byte != '\t') || byte == 0x7f)
            printf("\\x%02x", (unsigned)byte);
        else
            putchar(byte);
    }
    putchar('\n');
}

/* Returns how many there were. */
static size_t dead_letters_print(const struct database *database)
{
    enum { KEY = 9, PAYLOAD = 11 };
    size_t rows = database_rows(database);

    if (rows == 0)
        return 0;
    for (size_t column = 0; column < database_columns(database); column++) {
        const char *value = database_value(database, 0, column);
        if (value == NULL)
            continue;
        printf("%-12s ", database_column(database, column));
        if (column == KEY || column == PAYLOAD)
            print_bytes(value);
        else
            puts(value);
    }
    return rows;
}

static int dead_letters_show(struct client *client)
{
    const char *id = client->invocation->operands[0];
    const char *const params[] = {id};
    int status = client_set_zone(client, given.format);

    if (status != EXIT_STATUS_DONE)
        return status;
    const char *sql =
        "select d.id, d.rejected_at, " PLACE ", d.record_at, d.reason,"
        "       d.message, d.cut, d.key,"
        "       (select pg_catalog.string_agg(pg_catalog.encode(d.headers[i], 'escape') || '=' ||"
        "               coalesce(pg_catalog.encode(d.headers[i + 1], 'escape'), ''), ' ' order by "
        "i)"
        "          from pg_catalog.generate_series(1, pg_catalog.cardinality(d.headers), 2) i)"
        "       as headers, d.payload"
        "  from ingest.dead_letter d where d.id = $1::bigint";
    size_t rows = 0;
    status = given.format == TABLE_TEXT ? client_ask(client, sql, params, 1)
                                        : client_print(client, given.format, sql, params, 1, &rows);
    if (status == EXIT_STATUS_DONE && given.format == TABLE_TEXT)
        rows = dead_letters_print(client->database);
    if (status != EXIT_STATUS_DONE || rows > 0)
        return status;
    fprintf(stderr, "meritd dead-letters: there is none with id %s\n", id);
    return EXIT_STATUS_FAILED;
}

/* ---- clearing ---- */

static int dead_letters_delete(struct client *client, const char *ids)
{
    const char *const params[] = {given.before, given.reason, ids};
    int status = client_ask(
        client, "select merit.clear_dead_letters($1::date::timestamptz, $2, $3::bigint[])", params,
        3);

    if (status == EXIT_STATUS_DONE)
        printf("%s dead letters cleared\n", database_value(client->database, 0, 0));
    return status;
}

static int clear_check(const struct invocation *invocation)
{
    int status = reason_check(invocation);

    if (invocation->operand_count == 0 && given.before == NULL && given.reason == NULL)
        return invocation_refuse(invocation,
                                 "clear needs to be told which: --before, --reason, or ids");
    for (size_t i = 0; i < invocation->operand_count && status == EXIT_STATUS_DONE; i++)
        status = id_check(invocation, "a dead letter", invocation->operands[i]);
    return status;
}

/* --before is a business day: its first instant in the shop's zone counts. */
static int dead_letters_clear(struct client *client)
{
    const struct invocation *invocation = client->invocation;
    bool named = invocation->operand_count > 0;
    struct text_array ids;
    int status = client_set_zone(client, TABLE_TEXT);

    text_array_init(&ids);
    for (size_t i = 0; i < invocation->operand_count; i++)
        text_array_add(&ids, text_of(invocation->operands[i]));
    if (status == EXIT_STATUS_DONE)
        status = dead_letters_delete(client, named ? text_array_end(&ids) : NULL);
    text_array_clear(&ids);
    return status;
}

static const struct action actions[] = {
    {.word = "list",
     .takes = {&given.reason, &given.limit, &given.format},
     .check = reason_check,
     .run = dead_letters_list},
    {.word = "show",
     .operands = "ID",
     .least = 1,
     .most = 1,
     .id_of = "a dead letter",
     .takes = {&given.format},
     .run = dead_letters_show},
    {.word = "clear",
     .operands = "[ID…]",
     .most = SIZE_MAX,
     .takes = {&given.reason, &given.before},
     .check = clear_check,
     .run = dead_letters_clear},
};

const struct command command_dead_letters = {
    .name = "dead-letters",
    .operands = "list | show ID | clear [ID…]",
    .least = 1,
    .most = SIZE_MAX,
    .summary = "records that were rejected, and why",
    .details = "list shows the latest first (of a file its name and line); show prints one with "
               "its headers and payload. clear\n"
               "deletes those that all of --before, --reason and the ids name, and records that;\n"
               "a record that comes again is rejected again.\n",
    .roles = "meritd_close or merit_operator",
    COMMAND_OPTIONS(options),
    COMMAND_ACTIONS(actions),
};
