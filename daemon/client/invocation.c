/* invocation.c - see the header. */
#include "client/invocation.h"

#include "client/command.h"

#include <stdarg.h>
#include <stdio.h>

int invocation_refuse(const struct invocation *invocation, const char *format, ...)
{
    va_list arguments;

    fprintf(stderr, "meritd %s: ", invocation->command->name);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fprintf(stderr, "\nmeritd %s --help shows how it is used\n", invocation->command->name);
    return EXIT_STATUS_USAGE;
}
