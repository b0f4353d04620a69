/* text_array.c - quotes every member, so that none is read as NULL or split. */
#include "base/text_array.h"

#include <stdio.h>
#include <stdlib.h>

void text_array_init(struct text_array *array)
{
    buffer_init(&array->written);
    buffer_append_u8(&array->written, '{');
}

void text_array_add(struct text_array *array, struct text text)
{
    struct buffer *out = &array->written;

    if (out->length > 1)
        buffer_append_u8(out, ',');
    if (text_is_absent(text)) {
        buffer_append(out, "null", 4);
        return;
    }
    buffer_append_u8(out, '"');
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] == '"' || text.bytes[i] == '\\')
            buffer_append_u8(out, '\\');
        buffer_append_u8(out, (unsigned char)text.bytes[i]);
    }
    buffer_append_u8(out, '"');
}

const char *text_array_end(struct text_array *array)
{
    buffer_append(&array->written, "}", 2);
    if (array->written.failed) {
        fprintf(stderr, "out of memory\n");
        abort();
    }
    return (const char *)array->written.bytes;
}

void text_array_clear(struct text_array *array)
{
    buffer_clear(&array->written);
}
