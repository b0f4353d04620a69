/* pay_input.c - C splits the lines, SQL checks them. */
#include "commands/pay_input.h"

#include "base/csv.h"
#include "base/exit_status.h"
#include "base/text_array.h"
#include "base/utf8.h"
#include "config/read_file.h"

#include <stdio.h>
#include <string.h>

#define PAY_INPUT_BYTES_MAX ((size_t)64 << 20)

enum { MONTH, AGENT, INPUT, AMOUNT, COLUMNS };

static const char *const column_names[COLUMNS] = {"month", "agent", "input", "amount"};

struct pay_input {
    const char *month; /* "2026-10" or "2026-Q4", for lines without one; "": not given */
    const char *by, *reason;
    size_t place[COLUMNS]; /* a column's place in the file; CSV_FIELDS_MAX: missing */
    size_t width;          /* fields of the heading */
    size_t records;
    struct text_array lines, problems, values[COLUMNS];
};

static int pay_input_refuse(size_t line, const char *problem, struct text name)
{
    char shown[100];

    snprintf(shown, sizeof shown, "%.*s", name.length < 99 ? (int)name.length : 99,
             text_is_absent(name) ? "" : name.bytes);
    fprintf(stderr, "meritd ledger: line %zu: %s", line, problem);
    table_print_text(shown, stderr);
    return EXIT_STATUS_FAILED;
}

/* ---- the heading ---- */

static size_t column_of(struct text name)
{
    size_t column = 0;

    while (column < COLUMNS && !text_equal(name, text_of(column_names[column])))
        column++;
    return column;
}

static int pay_input_heading(struct pay_input *input, struct csv *csv)
{
    static const struct text none = {0};
    struct csv_record record;

    for (size_t column = 0; column < COLUMNS; column++)
        input->place[column] = CSV_FIELDS_MAX;
    if (!csv_next(csv, &record))
        return pay_input_refuse(1, "a heading is needed: month,agent,input,amount", none);
    if (record.problem != NULL)
        return pay_input_refuse(record.line, record.problem, none);
    for (size_t i = 0; i < record.count && i < CSV_FIELDS_MAX; i++) {
        size_t column = column_of(record.fields[i]);
        if (column == COLUMNS)
            return pay_input_refuse(record.line,
                                    "the columns are month, agent, input and amount, not ",
                                    record.fields[i]);
        if (input->place[column] != CSV_FIELDS_MAX)
            return pay_input_refuse(record.line, "twice the column ", record.fields[i]);
        input->place[column] = i;
    }
    for (size_t column = 0; column < COLUMNS; column++)
        if (input->place[column] == CSV_FIELDS_MAX && (column != MONTH || *input->month == '\0'))
            return pay_input_refuse(record.line, "there is no column ",
                                    text_of(column_names[column]));
    input->width = record.count;
    return EXIT_STATUS_DONE;
}

/* ---- the lines ---- */

/* Why the record cannot be sent; "": it can. */
static void record_problem(const struct pay_input *input, const struct csv_record *record,
                           char out[100])
{
    size_t offset;

    snprintf(out, 100, "%s", record->problem ? record->problem : "");
    if (record->problem == NULL && record->count != input->width)
        snprintf(out, 100, "%zu field%s, the heading has %zu", record->count,
                 record->count == 1 ? "" : "s", input->width);
    for (size_t i = 0; *out == '\0' && i < record->count; i++)
        if (!utf8_is_valid(record->fields[i], &offset) ||
            memchr(record->fields[i].bytes, '\0', record->fields[i].length) != NULL)
            snprintf(out, 100, "bytes that are no UTF-8 text");
}

static void pay_input_add(struct pay_input *input, const struct csv_record *record)
{
    char line[24], problem[100];

    snprintf(line, sizeof line, "%zu", record->line);
    record_problem(input, record, problem);
    bool right = *problem == '\0';
    text_array_add(&input->lines, text_of(line));
    text_array_add(&input->problems, right ? (struct text){0} : text_of(problem));
    for (size_t column = 0; column < COLUMNS; column++) {
        size_t place = input->place[column];
        struct text value = place == CSV_FIELDS_MAX ? text_of(input->month) : record->fields[place];
        text_array_add(&input->values[column], right ? value : (struct text){0});
    }
    input->records++;
}

static int pay_input_send(struct client *client, struct pay_input *input)
{
    char records[32];
    const char *const params[] = {
        text_array_end(&input->lines),
        text_array_end(&input->problems),
        text_array_end(&input->values[MONTH]),
        text_array_end(&input->values[AGENT]),
        text_array_end(&input->values[INPUT]),
        text_array_end(&input->values[AMOUNT]),
        input->by,
        input->reason,
        records,
    };

    snprintf(records, sizeof records, "%zu", input->records);
    return client_tell(
        client,
        "select ref.said(ref.message('told.inputs', $9, s.written::text))"
        "  from pay.set_input(coalesce((select pg_catalog.jsonb_agg("
        "           pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object("
        "               'line', x.line, 'problem', x.problem, 'month', x.month, 'agent', x.agent,"
        "               'input', x.input, 'amount', x.amount)) order by x.line::bigint)"
        "         from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], "
        "$6::text[])"
        "              as x(line, problem, month, agent, input, amount)), '[]'), $7, $8) "
        "s(written)",
        params, sizeof params / sizeof params[0]);
}

/* ---- the whole file ---- */

static int pay_input_read(struct client *client, struct pay_input *input, struct buffer *text)
{
    struct csv csv;
    struct csv_record record;

    csv_open(&csv, text->bytes, text->length);
    int status = pay_input_heading(input, &csv);
    while (status == EXIT_STATUS_DONE && csv_next(&csv, &record))
        pay_input_add(input, &record);
    return status == EXIT_STATUS_DONE ? pay_input_send(client, input) : status;
}

static void pay_input_init(struct pay_input *input)
{
    text_array_init(&input->lines);
    text_array_init(&input->problems);
    for (size_t column = 0; column < COLUMNS; column++)
        text_array_init(&input->values[column]);
}

static void pay_input_clear(struct pay_input *input)
{
    text_array_clear(&input->lines);
    text_array_clear(&input->problems);
    for (size_t column = 0; column < COLUMNS; column++)
        text_array_clear(&input->values[column]);
}

int pay_input_write(struct client *client, const char *path, const char *period, const char *by,
                    const char *reason)
{
    struct pay_input input = {.month = period, .by = by, .reason = reason};
    struct buffer text;
    struct error error;
    int status = EXIT_STATUS_FAILED;

    pay_input_init(&input);
    buffer_init(&text);
    if (read_file(strcmp(path, "-") == 0 ? "/dev/stdin" : path, PAY_INPUT_BYTES_MAX, &text, &error))
        status = pay_input_read(client, &input, &text);
    else
        fprintf(stderr, "meritd ledger: %s\n", error.text);
    buffer_clear(&text);
    pay_input_clear(&input);
    return status;
}
