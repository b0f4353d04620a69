/* reject.c - sentences that PostgreSQL can store. */
#include "decode/reject.h"

#include <stdarg.h>
#include <stdio.h>

enum { QUOTED_BYTES_MAX = 40 };

static bool is_continuation(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

/* The largest length up to `length` at which no character of UTF-8 is cut. bytes[length] is readable. */
static size_t whole_characters(const char *bytes, size_t length)
{
    while (length > 0 && is_continuation(bytes[length]))
        length--;
    return length;
}

bool reject_set(struct reject *reject, enum reason reason, const char *format, ...)
{
    char text[2 * sizeof reject->message];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);

    size_t length = strnlen(text, sizeof text - 1);
    if (length >= sizeof reject->message)
        length = whole_characters(text, sizeof reject->message - 1);
    memcpy(reject->message, text, length);
    reject->message[length] = '\0';
    reject->reason = reason;
    return false;
}

const char *reject_quote(struct text t, char out[REJECT_QUOTE_SIZE])
{
    /* Room for one more \u00xx, the closing quote, the three points and NUL. */
    const size_t room = REJECT_QUOTE_SIZE - 6 - 5;
    size_t shown = t.length;
    if (shown > QUOTED_BYTES_MAX)
        shown = whole_characters(t.bytes, QUOTED_BYTES_MAX);

    size_t length = 0, at = 0;
    out[length++] = '"';
    for (; at < shown && (length < room || is_continuation(t.bytes[at])); at++) {
        unsigned char c = (unsigned char)t.bytes[at];
        if (c < 0x20 || c == 0x7F)
            length += (size_t)snprintf(out + length, 7, "\\u%04x", (unsigned)c);
        else
            out[length++] = (char)c;
    }
    out[length++] = '"';
    snprintf(out + length, 4, "%s", at < t.length ? "..." : "");
    return out;
}
