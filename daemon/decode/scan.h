/*
 * scan.h - the byte scan that stands before cJSON: is this JSON to the letter?
 *
 * cJSON takes `01`, `1.`, raw control characters, a BOM and bytes that are no UTF-8, and loses what
 * follows \u0000; whatever passes here it reads rightly. One pass, no allocation, no recursion.
 *
 * What is found first by this order is reported, wherever it stands: bytes that are no UTF-8; anything
 * that is not RFC 8259; a lone surrogate by escape; nesting; NUL by escape.
 */
#ifndef MERITD_DECODE_SCAN_H
#define MERITD_DECODE_SCAN_H

#include "base/text.h"
#include "model/reason.h"

#include <stdbool.h>
#include <stddef.h>

#define SCAN_LENGTH_MAX 65536 /* bytes that one scan can take */
#define SCAN_LEVELS_MAX 16    /* of objects and arrays within each other */
#define SCAN_NUMBER_USUAL 63  /* characters of a number that cJSON reads; see has_long_number */

/* What a scan found. reason, offset and problem are set when it returns false. */
struct scan {
    enum reason reason;
    size_t offset;        /* byte at which the problem stands */
    const char *problem;  /* "a comma or } is missing"; static storage */
    bool has_long_number; /* some number has more than SCAN_NUMBER_USUAL characters */
};

/*
 * One JSON text with white space around it and nothing else. levels_above: how many levels of nesting
 * the text already stands in (binary mode: 1). t.length is at most SCAN_LENGTH_MAX.
 */
bool scan_json(struct text t, unsigned levels_above, struct scan *found);

/* Valid UTF-8 (no surrogates, shortest form, up to U+10FFFF)? Else *offset is the first bad byte. */
bool scan_utf8(struct text t, size_t *offset);

#endif
