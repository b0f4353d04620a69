/* flags.c - see the header. */
#include "app/flags.h"

#include "base/time.h"

#include <stdio.h>
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
