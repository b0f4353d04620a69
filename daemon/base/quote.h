/*
 * quote.h - a value as messages show it.
 */
#ifndef MERITD_BASE_QUOTE_H
#define MERITD_BASE_QUOTE_H

#include "base/text.h"

#define QUOTE_SIZE 64 /* a quoted value, shortened, and NUL */

/*
 * t in double quotes, at most 40 bytes of it (then "..." follows the quote), control characters as
 * \u00xx. t is valid UTF-8. Returns out.
 */
const char *text_quote(struct text t, char out[QUOTE_SIZE]);

#endif
