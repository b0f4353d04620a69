/* place.c - see the header. The tree says which child is meant, in the order of the text; the bytes say where it begins. */
#include "json/place.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

struct json_place json_place_of_byte(struct text t, size_t offset)
{
    struct json_place place = {1, 1};

    for (size_t i = 0; i < offset && i < t.length; i++) {
        if (t.bytes[i] == '\n') {
            place.line++;
            place.column = 1;
        } else {
            place.column += !utf8_goes_on(t.bytes[i]);
        }
    }
    return place;
}

/* ---- the bytes: each function returns the offset behind what it skips ---- */

static size_t skip_space(struct text t, size_t at)
{
    while (at < t.length && strchr(" \t\r\n", t.bytes[at]) != NULL && t.bytes[at] != '\0')
        at++;
    return at;
}

static size_t skip_string(struct text t, size_t at)
{
    for (at++; at < t.length && t.bytes[at] != '"'; at++)
        at += t.bytes[at] == '\\';
    return at + 1;
}

/* Skips the value at `at`, and nothing of what follows it. */
static size_t skip_value(struct text t, size_t at)
{
    size_t depth = 0;

    do {
        char byte = t.bytes[at];
        if (byte == '"') {
            at = skip_string(t, at);
        } else {
            depth += byte == '{' || byte == '[';
            depth -= byte == '}' || byte == ']';
            at++;
        }
    } while (at < t.length && (depth > 0 || strchr(" \t\r\n,:]}", t.bytes[at]) == NULL));
    return at;
}

/* From a name or a value to what follows its colon or comma. */
static size_t skip_to_next(struct text t, size_t at)
{
    return skip_space(t, skip_space(t, skip_value(t, at)) + 1);
}

/* Where the n-th child of the object or array at `at` begins: with its name, if it has one. */
static size_t child_at(struct text t, size_t at, size_t n, bool named)
{
    at = skip_space(t, at + 1);
    for (; n > 0; n--)
        at = skip_to_next(t, named ? skip_to_next(t, at) : at);
    return at;
}

/* ---- the path ---- */

/* The length of the path's first step if it names this child; 0: it names another. */
static size_t step_length(const char *path, const struct json_value *child, size_t index)
{
    const char *name = json_name(child);
    char *end;

    if (name == NULL)
        return *path == '[' && strtoul(path + 1, &end, 10) == index && *end == ']'
                   ? (size_t)(end + 1 - path)
                   : 0;
    size_t dot = *path == '.', length = strlen(name);
    bool is_it = strncmp(path + dot, name, length) == 0 &&
                 strchr(".[", path[dot + length]) != NULL; /* or the path's end */
    return is_it ? dot + length : 0;
}

/* The child that the path's first step names, its number, and the length of the step; NULL: there is none. A name may hold
 * dots: the longest one that fits counts. */
static const struct json_value *step(const struct json_value *value, const char *path,
                                     size_t *number, size_t *length)
{
    const struct json_value *found = NULL;
    bool has_children = json_kind(value) == JSON_ARRAY || json_kind(value) == JSON_OBJECT;
    size_t index = 0;

    *length = 0;
    for (const struct json_value *child = has_children ? json_first(value) : NULL; child != NULL;
         child = json_next(child), index++) {
        size_t fits = step_length(path, child, index);
        if (fits > *length) {
            *length = fits;
            *number = index;
            found = child;
        }
    }
    return found;
}

struct json_place json_place_of_path(struct text t, const struct json_value *root, const char *path)
{
    const struct json_value *value = root, *child;
    size_t place = skip_space(t, 0), at = place, number, length;

    path += *path == '$';
    while (*path != '\0' && (child = step(value, path, &number, &length)) != NULL) {
        bool named = json_name(child) != NULL;
        place = child_at(t, at, number, named);
        at = named ? skip_to_next(t, place) : place;
        value = child;
        path += length;
    }
    return json_place_of_byte(t, place);
}
