/* option.c - see the header. */
#include "client/option.h"

#include "base/exit_status.h"
#include "base/time.h"
#include "client/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ID_DIGITS = 18, COUNT_DIGITS = 9, DURATION_DIGITS = 6 };

static int wrong(const struct invocation *invocation, const struct command_option *option,
                 const char *given, const char *form)
{
    return invocation_refuse(invocation, "%s is \"%s\"; it must be %s", option->name, given, form);
}

static bool is_whole(const char *text, size_t digits)
{
    size_t length = strlen(text);

    return length >= 1 && length <= digits && text[strspn(text, "0123456789")] == '\0';
}

static int check_id(const struct invocation *invocation, const char *of, const char *given,
                    size_t digits)
{
    if (is_whole(given, digits))
        return EXIT_STATUS_DONE;
    return invocation_refuse(invocation, "\"%s\" is no number of %s", given, of);
}

int id_check(const struct invocation *invocation, const char *of, const char *given)
{
    return check_id(invocation, of, given, ID_DIGITS);
}

/* ---- one function per kind; given is NULL when the option was not given ---- */

static int read_day(const struct invocation *invocation, const struct command_option *option,
                    const char *given)
{
    int32_t day;

    *option->day = given;
    if (given == NULL || date_parse(text_of(given), &day))
        return EXIT_STATUS_DONE;
    return wrong(invocation, option, given, "a day, such as 2026-10-05");
}

static int read_id(const struct invocation *invocation, const struct command_option *option,
                   const char *given)
{
    *option->id = given;
    if (given == NULL)
        return EXIT_STATUS_DONE;
    return check_id(invocation, option->of, given, option->digits > 0 ? option->digits : ID_DIGITS);
}

static int read_count(const struct invocation *invocation, const struct command_option *option,
                      const char *given)
{
    *option->count = given != NULL ? given : option->otherwise;
    if (is_whole(*option->count, COUNT_DIGITS))
        return EXIT_STATUS_DONE;
    return wrong(invocation, option, given, "a whole number, such as 20");
}

static int read_month(const struct invocation *invocation, const struct command_option *option,
                      const char *given)
{
    char *month = *option->month;
    int32_t day;

    *month = '\0';
    if (given == NULL)
        return EXIT_STATUS_DONE;
    snprintf(month, MONTH_TEXT_SIZE, "%.7s-01", given);
    if (strlen(given) == 7 && date_parse(text_of(month), &day))
        return EXIT_STATUS_DONE;
    return wrong(invocation, option, given, "a month, such as 2026-10");
}

static int read_duration(const struct invocation *invocation, const struct command_option *option,
                         const char *given)
{
    static const struct {
        char unit;
        int64_t ms;
    } units[] = {{'s', 1000}, {'m', 60 * 1000}, {'h', 3600 * 1000}};
    int64_t ms = 0;

    *option->duration_ms = 0;
    if (given == NULL)
        return EXIT_STATUS_DONE;
    size_t digits = strspn(given, "0123456789");
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (digits >= 1 && digits <= DURATION_DIGITS && given[digits] == units[i].unit &&
            given[digits + 1] == '\0')
            ms = strtoll(given, NULL, 10) * units[i].ms;
    *option->duration_ms = ms;
    if (ms > 0 && ms <= 7 * TIME_MS_PER_DAY)
        return EXIT_STATUS_DONE;
    return wrong(invocation, option, given, "a length of time, such as 90s, 30m or 2h");
}

static int read_table(const struct invocation *invocation, const struct command_option *option,
                      const char *given)
{
    static const char *const names[] = {"table", "csv", "json", "text"};

    *option->table = TABLE_TEXT;
    for (size_t i = 0; given != NULL && i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(names[i], given) == 0) {
            *option->table = (enum table_format)(i % 3); /* text is a table, too */
            return EXIT_STATUS_DONE;
        }
    }
    return given == NULL ? EXIT_STATUS_DONE
                         : wrong(invocation, option, given, "table, csv or json");
}

static int read_report(const struct invocation *invocation, const struct command_option *option,
                       const char *given)
{
    bool json = given != NULL && strcmp(given, "json") == 0;

    *option->report = json ? TABLE_JSON : TABLE_TEXT;
    if (given == NULL || json || strcmp(given, "text") == 0)
        return EXIT_STATUS_DONE;
    return wrong(invocation, option, given, "text or json");
}

static int read_option(const struct invocation *invocation, const struct command_option *option,
                       const char *given)
{
    if (option->day != NULL)
        return read_day(invocation, option, given);
    if (option->id != NULL)
        return read_id(invocation, option, given);
    if (option->count != NULL)
        return read_count(invocation, option, given);
    if (option->month != NULL)
        return read_month(invocation, option, given);
    if (option->duration_ms != NULL)
        return read_duration(invocation, option, given);
    if (option->table != NULL)
        return read_table(invocation, option, given);
    if (option->report != NULL)
        return read_report(invocation, option, given);
    if (option->flag != NULL)
        *option->flag = given != NULL;
    else
        *option->text = given;
    return EXIT_STATUS_DONE;
}

/* ---- all options ---- */

int options_read(const struct invocation *invocation)
{
    const struct command *command = invocation->command;
    int status = EXIT_STATUS_DONE;

    for (size_t i = 0; i < command->option_count && status == EXIT_STATUS_DONE; i++)
        status = read_option(invocation, &command->options[i], invocation->values[i]);
    return status;
}

const void *option_variable_of(const struct command_option *option)
{
    const void *const variables[] = {option->flag,  option->text,   option->day,
                                     option->id,    option->count,  option->month,
                                     option->table, option->report, option->duration_ms};

    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++)
        if (variables[i] != NULL)
            return variables[i];
    return NULL;
}
