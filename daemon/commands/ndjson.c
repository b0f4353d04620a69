/* ndjson.c - see the header. */
#include "commands/ndjson.h"

#include <string.h>

enum { LOOK_LINES = 100 };

static bool is_blank(char byte)
{
    return byte != '\0' && strchr(" \t\r\n", byte) != NULL;
}

static struct text trim(struct text line)
{
    while (line.length > 0 && is_blank(*line.bytes))
        line = (struct text){line.bytes + 1, line.length - 1};
    while (line.length > 0 && is_blank(line.bytes[line.length - 1]))
        line.length--;
    return line;
}

/* Takes the next line that is not empty from the rest; false at the end. *whole: the line is complete. */
static bool next_line(struct text *rest, struct text *line, bool *whole)
{
    do {
        if (rest->length == 0)
            return false;
        const char *end = memchr(rest->bytes, '\n', rest->length);
        *whole = end != NULL;
        size_t length = *whole ? (size_t)(end - rest->bytes) + 1 : rest->length;
        *line = trim((struct text){rest->bytes, length});
        *rest = (struct text){rest->bytes + length, rest->length - length};
    } while (line->length == 0);
    return true;
}

static bool has(struct text text, char byte)
{
    return text.length > 0 && memchr(text.bytes, byte, text.length) != NULL;
}

static bool begins(struct text text, const char *bytes, size_t length)
{
    return text.length >= length && memcmp(text.bytes, bytes, length) == 0;
}

static bool is_control(char byte)
{
    return (unsigned char)byte < ' ' && !is_blank(byte);
}

static bool has_control(struct text text)
{
    for (size_t i = 0; i < text.length; i++)
        if (is_control(text.bytes[i]))
            return true;
    return false;
}

/* In UTF-16, every second byte of ASCII text is NUL; the text often begins with a byte order mark. */
static bool is_wide(struct text begin)
{
    const char *b = begin.bytes;

    return begins(begin, "\xff\xfe", 2) || begins(begin, "\xfe\xff", 2) ||
           (begin.length >= 4 && (b[0] == 0) != (b[1] == 0) && (b[2] == 0) == (b[0] == 0) &&
            (b[3] == 0) == (b[1] == 0));
}

/* An array over several lines may have a whole object on one of them. */
static bool opens_array(struct text line)
{
    return line.bytes[0] == '[' && line.bytes[line.length - 1] != ']';
}

static const char *looks_like(struct text begin, struct text line)
{
    if (is_wide(begin))
        return "line 1 looks like UTF-16";
    if (has_control(line))
        return "looks like binary data";
    if (begins(begin, "\xef\xbb\xbf", 3))
        return "line 1 begins with a byte order mark";
    if (line.bytes[0] == '[')
        return "line 1 begins a JSON array";
    if (line.bytes[0] == '{')
        return "line 1 begins a JSON object that does not end on it";
    if (has(line, ',') || has(line, ';') || has(line, '\t'))
        return "line 1 looks like CSV";
    return "line 1 is no JSON object, nor is any of the next";
}

const char *ndjson_wrong(struct text begin)
{
    struct text rest = begin, line, first = {0};
    bool whole;

    for (int i = 0; i < LOOK_LINES && next_line(&rest, &line, &whole); i++) {
        if (i == 0)
            first = line;
        if (opens_array(first))
            break;
        if (line.bytes[0] == '{' && (!whole || line.bytes[line.length - 1] == '}'))
            return NULL;
    }
    return first.length == 0 ? "is empty" : looks_like(begin, first);
}
