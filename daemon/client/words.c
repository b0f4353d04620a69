/* words.c - see the header. */
#include "client/words.h"

#include <string.h>

bool words_keep(struct words *words, const struct database *database)
{
    buffer_init(&words->entries);
    for (size_t row = 0; row < database_rows(database); row++) {
        for (size_t column = 0; column < 2; column++) {
            const char *text = database_value(database, row, column);
            buffer_append(&words->entries, text, strlen(text) + 1);
        }
    }
    return !words->entries.failed;
}

void words_clear(struct words *words)
{
    buffer_clear(&words->entries);
}

static bool is_key(const char *key, const char *kind, const char *code)
{
    size_t length = strlen(kind);

    return strncmp(key, kind, length) == 0 && key[length] == '.' &&
           strcmp(key + length + 1, code) == 0;
}

const char *words_find(const struct words *words, const char *kind, const char *code)
{
    const char *at = (const char *)words->entries.bytes;
    const char *end = at + words->entries.length;

    while (at < end) {
        const char *word = at + strlen(at) + 1;
        if (is_key(at, kind, code))
            return word;
        at = word + strlen(word) + 1;
    }
    return code;
}
