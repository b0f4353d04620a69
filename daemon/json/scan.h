/*
 * scan.h - the byte scan: is this text strict JSON?
 *
 * cJSON accepts `01`, `1.`, raw control characters, a BOM and bytes that are not UTF-8, and drops the text
 * after \u0000. It reads correctly every text that passes this scan. One pass, no allocation, no recursion.
 *
 * A text with several problems is reported for the first in this order, wherever they are in the text: bytes
 * that are not UTF-8; anything that is not RFC 8259; a lone surrogate by escape; nesting; NUL by escape.
 */
#ifndef MERITD_JSON_SCAN_H
#define MERITD_JSON_SCAN_H

#include "json/problem.h"

#define JSON_NUMBER_USUAL 63 /* the longest number that cJSON reads, in characters */

/*
 * Is t one JSON text, with nothing but white space around it? levels_above: the levels of nesting around the
 * text. t.length is at most JSON_LENGTH_MAX. If it is JSON, *has_long_number says whether a number has more
 * than JSON_NUMBER_USUAL characters.
 */
bool scan_json(struct text t, unsigned levels_above, bool *has_long_number,
               struct json_problem *problem);

/* Is all of t ASCII without control characters and backslashes? */
bool scan_is_plain(struct text t);

#endif
