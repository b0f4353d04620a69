/* reject.c - sentences that PostgreSQL can store. */
#include "decode/reject.h"

#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>

bool reject_set(struct reject *reject, enum reason reason, const char *format, ...)
{
    char text[2 * sizeof reject->message];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);

    struct text sentence = text_of(text);
    if (sentence.length >= sizeof reject->message)
        sentence = utf8_whole((struct text){text, sizeof reject->message - 1});
    memcpy(reject->message, sentence.bytes, sentence.length);
    reject->message[sentence.length] = '\0';
    reject->reason = reason;
    return false;
}

bool reject_json(struct reject *reject, const struct json_problem *problem)
{
    if (problem->offset != JSON_NO_OFFSET)
        return reject_set(reject, problem->reason, "%s at byte %zu of the value; it must be %s",
                          problem->text, problem->offset,
                          "valid JSON (RFC 8259) in UTF-8, without NUL, of 16 levels or less");
    return reject_set(reject, problem->reason, "%s %s",
                      problem->path[0] ? problem->path : "the record", problem->text);
}
