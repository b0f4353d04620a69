/* dead_letters.c - rejected records: a list, one of them whole, and those that are done with cleared. */
#include "base/nearest.h"
#include "base/time.h"
#include "commands/action.h"
#include "commands/flags.h"
#include "commands/text_array.h"
#include "model/reason.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static int reason_read(const struct invocation *invocation)
{
    const char *given = invocation_flag(invocation, "--reason");
    struct nearest nearest = {.word = given};

    if (given == NULL)
        return EXIT_STATUS_DONE;
    for (size_t i = 0; i < REASON_COUNT; i++) {
        nearest_try(&nearest, reason_name((enum reason)i));
        if (strcmp(reason_name((enum reason)i), given) == 0)
            return EXIT_STATUS_DONE;
    }
    return invocation_refuse(invocation, "%s is no reason%s%s%s (docs/events.md lists them)", given,
                             nearest.name ? "; did you mean " : "",
                             nearest.name ? nearest.name : "", nearest.name ? "?" : "");
}

/* What came from a file has its name for a topic, the line for an offset, and no partition. */
#define PLACE "d.topic, case when d.partition >= 0 then d.partition end as partition, d.\"offset\""

static int dead_letters_list(struct client *client)
{
    char limit[LIMIT_TEXT_SIZE];
    int status = reason_read(client->invocation);

    if (status == EXIT_STATUS_DONE)
        status = limit_read(client->invocation, "100", limit);
    if (status != EXIT_STATUS_DONE)
        return status;
    const char *const params[] = {invocation_flag(client->invocation, "--reason"), limit};
    return client_list(client, "no dead letters",
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

/* A bytea as the server writes it, "\x…". Control characters are shown, not sent to the terminal. */
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
    const char *id = client->invocation->operands[1];
    const char *const params[] = {id};
    enum table_format format;
    int status = table_read_format(client->invocation, &format);

    if (status == EXIT_STATUS_DONE)
        status = client_set_zone(client, format);
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
    status = format == TABLE_TEXT ? client_ask(client, sql, params, 1)
                                  : client_print(client, format, sql, params, 1, &rows);
    if (status == EXIT_STATUS_DONE && format == TABLE_TEXT)
        rows = dead_letters_print(client->database);
    if (status != EXIT_STATUS_DONE || rows > 0)
        return status;
    fprintf(stderr, "meritd dead-letters: there is none with id %s\n", id);
    return EXIT_STATUS_FAILED;
}

/* ---- clearing ---- */

/* --before, a business day: of it the first instant counts. */
static int before_read(const struct invocation *invocation)
{
    const char *given = invocation_flag(invocation, "--before");
    int32_t day;

    if (given == NULL || date_parse(text_of(given), &day))
        return EXIT_STATUS_DONE;
    return invocation_refuse(invocation, "--before is \"%s\"; it must be a day, such as 2026-10-05",
                             given);
}

static int ids_read(const struct invocation *invocation, struct text_array *ids)
{
    int status = EXIT_STATUS_DONE;

    for (size_t i = 1; i < invocation->operand_count && status == EXIT_STATUS_DONE; i++) {
        status = id_read(invocation, "a dead letter", invocation->operands[i]);
        text_array_add(ids, text_of(invocation->operands[i]));
    }
    return status;
}

static int dead_letters_delete(struct client *client, const char *ids)
{
    const char *const params[] = {invocation_flag(client->invocation, "--before"),
                                  invocation_flag(client->invocation, "--reason"), ids};
    int status = client_ask(
        client, "select merit.clear_dead_letters($1::date::timestamptz, $2, $3::bigint[])", params,
        3);

    if (status == EXIT_STATUS_DONE)
        printf("%s dead letters cleared\n", database_value(client->database, 0, 0));
    return status;
}

static int dead_letters_clear(struct client *client)
{
    const struct invocation *invocation = client->invocation;
    bool named = invocation->operand_count > 1;
    struct text_array ids;

    if (!named && invocation_flag(invocation, "--before") == NULL &&
        invocation_flag(invocation, "--reason") == NULL)
        return invocation_refuse(invocation,
                                 "clear needs to be told which: --before, --reason, or ids");
    text_array_init(&ids);
    int status = before_read(invocation);
    if (status == EXIT_STATUS_DONE)
        status = reason_read(invocation);
    if (status == EXIT_STATUS_DONE)
        status = ids_read(invocation, &ids);
    if (status == EXIT_STATUS_DONE)
        status = client_set_zone(client, TABLE_TEXT);
    if (status == EXIT_STATUS_DONE)
        status = dead_letters_delete(client, named ? text_array_end(&ids) : NULL);
    text_array_clear(&ids);
    return status;
}

int command_dead_letters(const struct invocation *invocation)
{
    static const struct action actions[] = {
        {"list", "", 0, 0, NULL, "--reason --limit --format", NULL, dead_letters_list},
        {"show", "ID", 1, 1, NULL, "--format", "a dead letter", dead_letters_show},
        {"clear", "[ID…]", 0, SIZE_MAX, NULL, "--reason --before", NULL, dead_letters_clear},
    };

    return action_run(invocation, actions, sizeof actions / sizeof actions[0]);
}
