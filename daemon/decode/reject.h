/*
 * reject.h - the sentences of dead letters: what stands there, where, and what would be right.
 *
 * A message is text for PostgreSQL: valid UTF-8 without control characters, whatever it quotes.
 */
#ifndef MERITD_DECODE_REJECT_H
#define MERITD_DECODE_REJECT_H

#include "decode/decode.h"
#include "json/json.h"

/* Fills *reject and returns false. The message is cut, between characters, where it is too long. */
bool reject_set(struct reject *reject, enum reason reason, const char *format, ...)
    PRINTF_LIKE(3, 4);

/* The same of a value that is no JSON as the contract wants it. */
bool reject_json(struct reject *reject, const struct json_problem *problem);

#endif
