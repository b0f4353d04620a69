/*
 * buffer.h - bytes that grow.
 *
 * When the buffer cannot grow, it sets `failed`, and all further appends do nothing. So a writer checks once,
 * at its end: `if (buffer.failed) return error_memory(error);`.
 */
#ifndef MERITD_BASE_BUFFER_H
#define MERITD_BASE_BUFFER_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buffer {
    unsigned char *bytes;
    size_t length;
    size_t capacity;
    bool failed;
    bool secret; /* bytes are wiped before they are freed, also when the buffer moves */
};

void buffer_init(struct buffer *buffer);
void buffer_init_secret(struct buffer *buffer);
void buffer_clear(struct buffer *buffer); /* frees; a secret buffer stays secret */
void buffer_reset(struct buffer *buffer); /* empties it, keeps the memory */
unsigned char *buffer_reserve_anew(struct buffer *buffer, size_t more);
/* Makes room for `more` further bytes; returns where they begin, or NULL. Does not change the length. */
static inline unsigned char *buffer_reserve(struct buffer *buffer, size_t more)
{
    if (!buffer->failed && buffer->bytes != NULL && buffer->capacity - buffer->length >= more)
        return buffer->bytes + buffer->length;
    return buffer_reserve_anew(buffer, more);
}
void buffer_append(struct buffer *buffer, const void *bytes, size_t length);
void buffer_append_text(struct buffer *buffer, struct text t);
void buffer_append_format(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Big-endian integers, as PostgreSQL's binary format wants them. */
void buffer_append_u8(struct buffer *buffer, uint8_t value);
void buffer_append_u16(struct buffer *buffer, uint16_t value);
void buffer_append_u32(struct buffer *buffer, uint32_t value);
void buffer_append_u64(struct buffer *buffer, uint64_t value);
/* LEB128, 1 to 10 bytes. */
void buffer_append_varint(struct buffer *buffer, uint64_t value);

#endif
