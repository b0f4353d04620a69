/* error.c - filling a struct error. */
#include "base/error.h"

#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>

bool error_set(struct error *error, enum error_class class, const char *format, ...)
{
    va_list arguments;

    error->class = class;
    va_start(arguments, format);
    int length = vsnprintf(error->text, sizeof error->text, format, arguments);
    va_end(arguments);
    if (length >= (int)sizeof error->text)
        error->text[utf8_whole(text_of(error->text)).length] = '\0';
    return false;
}

bool error_memory(struct error *error)
{
    return error_set(error, ERROR_MEMORY, "out of memory");
}
