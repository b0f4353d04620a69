/* terminal.c - see the header. */
#include "base/terminal.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

struct character {
    size_t bytes, places;
    bool shown; /* printable; otherwise '?' is printed */
};

static struct character character_at(const char *text)
{
    mbstate_t state = {0};
    wchar_t wide;
    size_t bytes = mbrtowc(&wide, text, strlen(text), &state);

    if (bytes == (size_t)-1 || bytes == (size_t)-2 || bytes == 0)
        return (struct character){1, 1, false};
    int places = wcwidth(wide);
    return places < 0 ? (struct character){bytes, 1, false}
                      : (struct character){bytes, (size_t)places, true};
}

size_t terminal_width(FILE *out)
{
    const char *columns = getenv("COLUMNS");
    struct winsize size = {0};

    if (isatty(fileno(out)) == 0)
        return SIZE_MAX;
    size_t given = columns ? strtoul(columns, NULL, 10) : 0;
    if (given == 0 && ioctl(fileno(out), TIOCGWINSZ, &size) == 0)
        given = size.ws_col;
    return given > 0 ? given : SIZE_MAX;
}

size_t terminal_places(const char *text, const char *end)
{
    size_t sum = 0;

    while (*text != '\0' && text != end) {
        struct character c = character_at(text);
        sum += c.places;
        text += c.bytes;
    }
    return sum;
}

/* May a line end between this character and the one before it? */
static bool line_ends(const char *text, struct character before, struct character here)
{
    return *text == ' ' || before.places == 2 || here.places == 2;
}

const char *terminal_line(const char *text, size_t width, const char **next)
{
    struct character before = {0};
    const char *at = text, *end = text; /* where the line could end */
    size_t used = 0;

    while (*at != '\0') {
        struct character here = character_at(at);
        if (at != text && line_ends(at, before, here))
            end = at;
        if (used + here.places > width)
            break;
        used += here.places;
        at += here.bytes;
        before = here;
    }
    if (*at == '\0' || end == text)
        end = at != text || *at == '\0' ? at : at + character_at(at).bytes;
    *next = end + strspn(end, " ");
    return end;
}

size_t terminal_longest(const char *text)
{
    struct character before = {0};
    size_t longest = 0, piece = 0;

    for (; *text != '\0'; text += before.bytes) {
        struct character here = character_at(text);
        piece = line_ends(text, before, here) ? 0 : piece;
        piece += *text == ' ' ? 0 : here.places;
        longest = piece > longest ? piece : longest;
        before = here;
    }
    return longest;
}

void terminal_print(const char *text, const char *end, FILE *out)
{
    while (*text != '\0' && text != end) {
        struct character c = character_at(text);
        fwrite(c.shown ? text : "?", 1, c.shown ? c.bytes : 1, out);
        text += c.bytes;
    }
}
