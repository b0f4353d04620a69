/* gzip.c - the only file of this folder that uses zlib. */
#include "http/gzip.h"

#include <ctype.h>
#include <limits.h>
#include <string.h>
#include <strings.h>
#include <zlib.h>

enum {
    WORTH_BYTES = 1024,
    LEVEL = 5,        /* 100 KB of JSON take about two milliseconds */
    GZIP_WINDOW = 31, /* 15 bits, in gzip's form */
    MEMORY_LEVEL = 8,
};

/* "q=0" with any zeros behind it */
static bool gzip_weight_is_zero(const char *parameters, size_t length)
{
    for (size_t i = 0; i + 2 < length; i++) {
        if (tolower((unsigned char)parameters[i]) != 'q' || parameters[i + 1] != '=')
            continue;
        size_t at = i + 2;
        while (at < length && (parameters[at] == '0' || parameters[at] == '.'))
            at++;
        return at == length || !isdigit((unsigned char)parameters[at]);
    }
    return false;
}

bool gzip_is_accepted(const char *accepted)
{
    const char *at = accepted != NULL ? accepted : "";

    while (*at != '\0') {
        at += strspn(at, " \t,");
        size_t item = strcspn(at, ",");
        size_t word = strcspn(at, ",; \t");
        if (word == 4 && strncasecmp(at, "gzip", 4) == 0)
            return !gzip_weight_is_zero(at + word, item - word);
        at += item;
    }
    return false;
}

bool gzip_is_worth(const char *type, size_t length)
{
    return length >= WORTH_BYTES && length <= INT_MAX &&
           (strncmp(type, "text/", 5) == 0 || strstr(type, "json") != NULL ||
            strstr(type, "javascript") != NULL || strstr(type, "xml") != NULL ||
            strstr(type, "openmetrics") != NULL);
}

bool gzip_append(struct buffer *out, const void *bytes, size_t length)
{
    z_stream stream = {.next_in = (z_const Bytef *)(uintptr_t)bytes, .avail_in = (uInt)length};

    if (deflateInit2(&stream, LEVEL, Z_DEFLATED, GZIP_WINDOW, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) !=
        Z_OK)
        return false;
    size_t room = deflateBound(&stream, (uLong)length);
    stream.next_out = buffer_reserve(out, room);
    stream.avail_out = (uInt)room;
    bool done = stream.next_out != NULL && deflate(&stream, Z_FINISH) == Z_STREAM_END;
    if (done)
        out->length += room - stream.avail_out;
    deflateEnd(&stream);
    return done;
}
