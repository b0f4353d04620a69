/*
 * reject.h - the sentences of dead letters: the place, the value, and what would be right.
 *
 * A message is text for PostgreSQL: valid UTF-8 without control characters, whatever it quotes.
 */
#ifndef MERITD_DECODE_REJECT_H
#define MERITD_DECODE_REJECT_H

#include "decode/decode.h"
#include "json/json.h"

/* Fills *reject and returns false. A message that is too long is cut between characters. */
bool reject_set(struct reject *reject, enum reason reason, const char *format, ...)
    PRINTF_LIKE(3, 4);

/* Does the same for a text that is not JSON as the contract requires. */
bool reject_json(struct reject *reject, const struct json_problem *problem);

#endif
