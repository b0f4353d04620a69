/*
 * utf8.h - strict UTF-8: shortest forms, no surrogates, up to U+10FFFF.
 */
#ifndef MERITD_BASE_UTF8_H
#define MERITD_BASE_UTF8_H

#include "base/text.h"

/* Is it a continuation byte? */
static inline bool utf8_goes_on(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* Bytes of the character with which t begins; 0: t begins with no character, or only a part of one. t is not empty. */
size_t utf8_length(struct text t);
/* Is all of t UTF-8? If not, *offset is the first bad byte. */
bool utf8_is_valid(struct text t, size_t *offset);
/* Returns t without an incomplete character at its end. */
struct text utf8_whole(struct text t);

#endif
