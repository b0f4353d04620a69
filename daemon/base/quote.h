/*
 * quote.h - a value as messages show it.
 */
#ifndef MERITD_BASE_QUOTE_H
#define MERITD_BASE_QUOTE_H

#include "base/text.h"

#define QUOTE_SIZE 64 /* a quoted value, shortened, and NUL */

/*
 * Writes t in double quotes, control characters as \u00xx. Of a text longer than 40 bytes it writes the first
 * 40, and "..." after the quote. t must be valid UTF-8. Returns out.
 */
const char *text_quote(struct text t, char out[QUOTE_SIZE]);

#endif
