/*
 * reject.h - the sentences of dead letters: what stands there, where, and what would be right.
 *
 * A message is text for PostgreSQL: valid UTF-8 without control characters, whatever it quotes.
 */
#ifndef MERITD_DECODE_REJECT_H
#define MERITD_DECODE_REJECT_H

#include "decode/decode.h"

#define REJECT_QUOTE_SIZE 64 /* a quoted value, shortened, and NUL */

/* Fills *reject and returns false. The message is cut, between characters, where it is too long. */
bool reject_set(struct reject *reject, enum reason reason, const char *format, ...)
    PRINTF_LIKE(3, 4);

/*
 * t in double quotes, at most 40 bytes of it (then "..." follows the quote), control characters as
 * \u00xx. t is valid UTF-8. Returns out.
 */
const char *reject_quote(struct text t, char out[REJECT_QUOTE_SIZE]);

#endif
