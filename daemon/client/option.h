/*
 * option.h - an option of a command: how it is written, and the variable that it sets.
 *
 *     static struct {
 *         char month[MONTH_TEXT_SIZE];
 *         const char *team;
 *         enum table_format format;
 *     } given;
 *
 *     static const struct command_option options[] = {
 *         {COMMON_MONTH, .required = true, .month = &given.month},
 *         {.name = "--team",
 *          .argument = "TEAM",
 *          .meaning = "only the agents who are in that team",
 *          .text = &given.team},
 *         {COMMON_FORMAT, .table = &given.format},
 *     };
 *
 * The kind of variable decides which values the option takes. A process runs one command, once: the command's
 * file owns the variables, and options_read fills them in.
 */
#ifndef MERITD_CLIENT_OPTION_H
#define MERITD_CLIENT_OPTION_H

#include "base/error.h"
#include "client/table.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define COMMAND_OPTIONS_MAX 12
#define MONTH_TEXT_SIZE 11 /* its first day, "2026-10-01", and NUL */

struct command_option {
    const char *name;     /* "--month" */
    const char *argument; /* its value, for the help: "YYYY-MM"; NULL: it takes none */
    bool required;
    const char *meaning;

    /* The variable: exactly one of these, except for the options of every command (arguments.h). */
    bool *flag;                     /* was it given? The only kind without a value */
    const char **text;              /* any text; NULL when not given, like the next two */
    const char **day;               /* YYYY-MM-DD */
    const char **id;                /* a whole number, as lists show it */
    const char **count;             /* a whole number; `otherwise` when not given */
    char (*month)[MONTH_TEXT_SIZE]; /* YYYY-MM; its first day, or "" */
    int64_t *duration_ms;           /* 90s, 30m, 2h, a week at most; or 0 */
    enum table_format *table;       /* table (or text), csv, json; TABLE_TEXT */
    enum table_format *report;      /* text, json; TABLE_TEXT */

    const char *otherwise; /* of count */
    const char *of;        /* of id, for messages: "an appeal" */
    size_t digits;         /* of id, at most; 0: 18 */
};

/* Options that several commands share; the variable must follow. */
#define COMMON_FORMAT                                                                              \
    .name = "--format", .argument = "FORMAT", .meaning = "table (default), csv or json"
#define COMMON_REPORT .name = "--format", .argument = "FORMAT", .meaning = "text (default) or json"
#define COMMON_MONTH .name = "--month", .argument = "YYYY-MM", .meaning = "the month"
#define COMMON_OF_MONTH .name = "--month", .argument = "YYYY-MM", .meaning = "of that month"
#define COMMON_PERIOD                                                                              \
    .name = "--period", .argument = "PERIOD",                                                      \
    .meaning = "a quarter (2026-Q1), half-year (2026-H1) or year (2026), instead"
#define COMMON_SCHEME .name = "--scheme", .argument = "NAME", .meaning = "only that scheme"
#define COMMON_BY                                                                                  \
    .name = "--by", .argument = "NAME",                                                            \
    .meaning = "who does it, for the record; default: the database role"
#define COMMON_ENTRY_ID                                                                            \
    .name = "--id", .argument = "UUID",                                                            \
    .meaning = "the id of what is entered; with the same one again nothing is written twice"
#define COMMON_DRY_RUN .name = "--dry-run", .meaning = "show what it would do, and write nothing"

struct invocation;

/*
 * Sets every variable of the command: to its option's value, or to the default. Returns EXIT_STATUS_USAGE
 * when a value is wrong; a message says why.
 */
MUST_CHECK int options_read(const struct invocation *invocation);

/* Is it a number as lists show it? of: what it numbers, for the message: "an appeal". */
MUST_CHECK int id_check(const struct invocation *invocation, const char *of, const char *given);

/* The variable, of any kind: an action names the options that it takes by their variables. */
const void *option_variable_of(const struct command_option *option);

/* "true" or "false", as SQL reads it. */
static inline const char *sql_bool(bool value)
{
    return value ? "true" : "false";
}

/* NULL for "", which is SQL NULL. */
static inline const char *sql_text(const char *text)
{
    return *text != '\0' ? text : NULL;
}

#endif
