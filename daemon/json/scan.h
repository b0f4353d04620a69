/*
 * scan.h - the byte scan that stands before cJSON: is this JSON to the letter?
 *
 * cJSON takes `01`, `1.`, raw control characters, a BOM and bytes that are no UTF-8, and loses what
 * follows \u0000; whatever passes here it reads rightly. One pass, no allocation, no recursion.
 *
 * What is found first by this order is reported, wherever it stands: bytes that are no UTF-8; anything
 * that is not RFC 8259; a lone surrogate by escape; nesting; NUL by escape.
 */
#ifndef MERITD_JSON_SCAN_H
#define MERITD_JSON_SCAN_H

#include "json/problem.h"

#define JSON_NUMBER_USUAL 63 /* characters of a number that cJSON reads */

/*
 * One JSON text with white space around it and nothing else. levels_above: how many levels of nesting
 * the text already stands in. t.length is at most JSON_LENGTH_MAX. *has_long_number, where it is JSON: some
 * number has more than JSON_NUMBER_USUAL characters.
 */
bool scan_json(struct text t, unsigned levels_above, bool *has_long_number,
               struct json_problem *problem);

#endif
