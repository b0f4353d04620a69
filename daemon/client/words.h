/*
 * words.h - the words of the shop's language that tables are made of, as merit.spoken gives them.
 */
#ifndef MERITD_CLIENT_WORDS_H
#define MERITD_CLIENT_WORDS_H

#include "base/buffer.h"
#include "store/database.h"

struct words {
    struct buffer entries; /* key, NUL, word, NUL, … */
};

/* Keeps the last answer, the columns key and word. words_clear frees; of {0}, there are none. */
MUST_CHECK bool words_keep(struct words *words, const struct database *database);
void words_clear(struct words *words);

/* The word for a code of a kind (column, title, or the name of a column): the code itself if there is none. Lent. */
const char *words_find(const struct words *words, const char *kind, const char *code);

#endif
