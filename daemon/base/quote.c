/* quote.c - see quote.h. */
#include "base/quote.h"

#include "base/utf8.h"

#include <stdio.h>

enum { QUOTED_BYTES_MAX = 40 };

const char *text_quote(struct text t, char out[QUOTE_SIZE])
{
    /* Room for one more \u00xx, the closing quote, the three points and NUL. */
    const size_t room = QUOTE_SIZE - 6 - 5;
    size_t shown = t.length;
    if (shown > QUOTED_BYTES_MAX)
        shown = utf8_whole((struct text){t.bytes, QUOTED_BYTES_MAX}).length;

    size_t length = 0, at = 0;
    out[length++] = '"';
    for (; at < shown && (length < room || utf8_goes_on(t.bytes[at])); at++) {
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
