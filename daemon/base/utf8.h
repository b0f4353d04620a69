/*
 * utf8.h - UTF-8 to the letter: shortest forms, no surrogates, up to U+10FFFF.
 */
#ifndef MERITD_BASE_UTF8_H
#define MERITD_BASE_UTF8_H

#include "base/text.h"

/* Does the byte go on with a character? */
static inline bool utf8_goes_on(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* Bytes of the character that t begins with; 0: with none, or a part of one. t is not empty. */
size_t utf8_length(struct text t);
/* Is all of it UTF-8? Else *offset is the first bad byte. */
bool utf8_is_valid(struct text t, size_t *offset);
/* Without the first bytes of a character whose rest was cut off. */
struct text utf8_whole(struct text t);

#endif
