/*
 * text_array.h - writes texts as a PostgreSQL text[], for parameters of database_ask.
 *
 *     struct text_array array;
 *     text_array_init(&array);
 *     text_array_add(&array, TEXT("a \"b\""));
 *     text_array_add(&array, (struct text){0});
 *     … text_array_end(&array) … // {"a \"b\"",null}
 *     text_array_clear(&array);
 *
 * When memory is out, the program ends.
 */
#ifndef MERITD_BASE_TEXT_ARRAY_H
#define MERITD_BASE_TEXT_ARRAY_H

#include "base/buffer.h"
#include "base/text.h"

struct text_array {
    struct buffer written;
};

void text_array_init(struct text_array *array);
/* An absent text is SQL NULL. The text must have no NUL byte. */
void text_array_add(struct text_array *array, struct text text);
/* Returns the whole array; lent until text_array_clear. Nothing can be added afterwards. */
const char *text_array_end(struct text_array *array);
void text_array_clear(struct text_array *array);

#endif
