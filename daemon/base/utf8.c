/* utf8.c - see utf8.h. */
#include "base/utf8.h"

size_t utf8_length(struct text t)
{
    const unsigned char *at = (const unsigned char *)t.bytes;
    unsigned char c = at[0];
    if (c < 0x80)
        return 1;
    if (c >= 0xC2 && c <= 0xDF)
        return t.length >= 2 && utf8_goes_on(t.bytes[1]) ? 2 : 0;
    if (t.length < 3 || !utf8_goes_on(t.bytes[1]) || !utf8_goes_on(t.bytes[2]))
        return 0;
    if ((c & 0xF0) == 0xE0) {
        bool is_overlong = c == 0xE0 && at[1] < 0xA0;
        bool is_surrogate = c == 0xED && at[1] >= 0xA0;
        return is_overlong || is_surrogate ? 0 : 3;
    }
    if (c < 0xF0 || c > 0xF4 || t.length < 4 || !utf8_goes_on(t.bytes[3]))
        return 0;
    bool is_overlong = c == 0xF0 && at[1] < 0x90;
    bool is_beyond = c == 0xF4 && at[1] >= 0x90;
    return is_overlong || is_beyond ? 0 : 4;
}

bool utf8_is_valid(struct text t, size_t *offset)
{
    for (size_t at = 0; at < t.length;) {
        size_t length = utf8_length((struct text){t.bytes + at, t.length - at});
        if (length == 0) {
            *offset = at;
            return false;
        }
        at += length;
    }
    return true;
}

struct text utf8_whole(struct text t)
{
    size_t back = 0;

    while (back < 3 && back < t.length && utf8_goes_on(t.bytes[t.length - 1 - back]))
        back++;
    if (back == t.length)
        return t;
    unsigned char lead = (unsigned char)t.bytes[t.length - 1 - back];
    size_t needed = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    if (needed > back + 1)
        t.length -= back + 1;
    return t;
}
