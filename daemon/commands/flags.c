/* flags.c - see the header. */
#include "commands/flags.h"

#include "base/time.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int month_read(const struct invocation *invocation, char out[MONTH_TEXT_SIZE])
{
    const char *given = invocation_flag(invocation, "--month");
    int32_t day;

    snprintf(out, MONTH_TEXT_SIZE, "%.7s-01", given);
    if (strlen(given) == 7 && date_parse(text_of(out), &day))
        return EXIT_STATUS_DONE;
    return invocation_refuse(invocation, "--month is \"%s\"; it must be a month, such as 2026-10",
                             given);
}

int month_read_if_given(const struct invocation *invocation, char out[MONTH_TEXT_SIZE])
{
    out[0] = '\0';
    if (invocation_flag(invocation, "--month") == NULL)
        return EXIT_STATUS_DONE;
    return month_read(invocation, out);
}

int json_read_format(const struct invocation *invocation, bool *json)
{
    const char *given = invocation_flag(invocation, "--format");

    *json = given != NULL && strcmp(given, "json") == 0;
    if (given == NULL || *json || strcmp(given, "text") == 0)
        return EXIT_STATUS_DONE;
    return invocation_refuse(invocation, "--format is \"%s\"; it must be text or json", given);
}

int id_read(const struct invocation *invocation, const char *what, const char *given)
{
    size_t length = strlen(given);

    if (length >= 1 && length <= 18 && given[strspn(given, "0123456789")] == '\0')
        return EXIT_STATUS_DONE;
    return invocation_refuse(invocation, "\"%s\" is no number of %s", given, what);
}

const char *flag_truth(const struct invocation *invocation, const char *name)
{
    return invocation_flag(invocation, name) != NULL ? "true" : "false";
}

/* Does a list of words, separated by single spaces, have this one? */
static bool has_word(const char *words, const char *word)
{
    size_t length = strlen(word);

    for (const char *at = words; (at = strstr(at, word)) != NULL; at += length)
        if ((at == words || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
            return true;
    return false;
}

int flags_fit(const struct invocation *invocation, const char *action, const char *needs,
              const char *takes)
{
    const struct command_flag *flags = invocation->command->flags;

    for (size_t i = 0; i < COMMAND_FLAGS_MAX && flags[i].name != NULL; i++) {
        const char *given = invocation->values[i];
        bool needed = has_word(needs, flags[i].name);
        if (needed && (given == NULL || (flags[i].value != NULL && *given == '\0')))
            return invocation_refuse(invocation, "%s needs %s%s%s", action, flags[i].name,
                                     flags[i].value ? " " : "",
                                     flags[i].value ? flags[i].value : "");
        if (given != NULL && !needed && !has_word(takes, flags[i].name))
            return invocation_refuse(invocation, "%s does not take %s", action, flags[i].name);
    }
    return EXIT_STATUS_DONE;
}

int duration_read(const struct invocation *invocation, const char *name, int64_t *ms)
{
    static const struct {
        char unit;
        int64_t ms;
    } units[] = {{'s', 1000}, {'m', 60 * 1000}, {'h', 3600 * 1000}};
    const char *given = invocation_flag(invocation, name);

    *ms = 0;
    if (given == NULL)
        return EXIT_STATUS_DONE;
    size_t digits = strspn(given, "0123456789");
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (digits >= 1 && digits <= 6 && given[digits] == units[i].unit &&
            given[digits + 1] == '\0')
            *ms = strtoll(given, NULL, 10) * units[i].ms;
    if (*ms > 0 && *ms <= 7 * TIME_MS_PER_DAY)
        return EXIT_STATUS_DONE;
    return invocation_refuse(invocation,
                             "%s is \"%s\"; it must be a length of time, such as 90s, 30m or 2h",
                             name, given);
}

int limit_read(const struct invocation *invocation, const char *otherwise,
               char out[LIMIT_TEXT_SIZE])
{
    const char *given = invocation_flag(invocation, "--limit");

    if (given == NULL)
        given = otherwise;
    if (strlen(given) < 1 || strlen(given) > 9 || given[strspn(given, "0123456789")] != '\0')
        return invocation_refuse(invocation,
                                 "--limit is \"%s\"; it must be a whole number, such as 20", given);
    snprintf(out, LIMIT_TEXT_SIZE, "%s", given);
    return EXIT_STATUS_DONE;
}
