/*
 * text.h - a lent run of bytes.
 *
 * A struct text never owns its bytes: the arena, buffer or record from which it was cut owns them. It is not
 * NUL-terminated. {NULL, 0} means absent; there is no "present but empty" in the contract.
 */
#ifndef MERITD_BASE_TEXT_H
#define MERITD_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct text {
    const char *bytes;
    size_t length;
};

/* A string literal as text. */
#define TEXT(literal) ((struct text){(literal), sizeof(literal) - 1})

static inline struct text text_of(const char *string)
{
    return (struct text){string, string ? strlen(string) : 0};
}

static inline bool text_is_absent(struct text t)
{
    return t.bytes == NULL;
}

static inline bool text_equal(struct text a, struct text b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.bytes, b.bytes, a.length) == 0);
}

/* Compares bytes; of two texts of which one begins with the other, the shorter comes first. This is
 * PostgreSQL's COLLATE "C". */
static inline int text_compare(struct text a, struct text b)
{
    size_t shorter = a.length < b.length ? a.length : b.length;
    int order = shorter ? memcmp(a.bytes, b.bytes, shorter) : 0;
    if (order != 0)
        return order;
    return (a.length > b.length) - (a.length < b.length);
}

#endif
