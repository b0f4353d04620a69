/* buffer.c - bytes that grow; once it has failed, it stays failed until reset. */
#include "base/buffer.h"

#include "base/memory.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

enum { FIRST_CAPACITY = 64, VARINT_MAX = 10 };

void buffer_init(struct buffer *buffer)
{
    *buffer = (struct buffer){0};
}

void buffer_init_secret(struct buffer *buffer)
{
    *buffer = (struct buffer){.secret = true};
}

static void buffer_free_bytes(struct buffer *buffer)
{
    if (buffer->secret && buffer->bytes != NULL)
        explicit_bzero(buffer->bytes, buffer->capacity);
    memory_free(buffer->bytes);
}

void buffer_clear(struct buffer *buffer)
{
    buffer_free_bytes(buffer);
    *buffer = (struct buffer){.secret = buffer->secret};
}

void buffer_reset(struct buffer *buffer)
{
    buffer->length = 0;
    buffer->failed = false;
}

/* realloc would leave a copy behind. */
static unsigned char *buffer_move(struct buffer *buffer, size_t capacity)
{
    unsigned char *bytes = memory_alloc(capacity);

    if (bytes == NULL)
        return NULL;
    if (buffer->length > 0)
        memcpy(bytes, buffer->bytes, buffer->length);
    buffer_free_bytes(buffer);
    return bytes;
}

/* At least doubles, so that n appends cost O(n). */
static bool buffer_grow(struct buffer *buffer, size_t more)
{
    size_t needed, capacity;

    if (__builtin_add_overflow(buffer->length, more, &needed))
        return false;
    if (__builtin_mul_overflow(buffer->capacity, 2, &capacity) || capacity < needed)
        capacity = needed;
    if (capacity < FIRST_CAPACITY)
        capacity = FIRST_CAPACITY;
    unsigned char *bytes = buffer->secret ? buffer_move(buffer, capacity)
                                          : memory_realloc(buffer->bytes, capacity);
    if (bytes == NULL)
        return false;
    buffer->bytes = bytes;
    buffer->capacity = capacity;
    return true;
}

/* There is no room. */
unsigned char *buffer_reserve_anew(struct buffer *buffer, size_t more)
{
    if (buffer->failed)
        return NULL;
    if (!buffer_grow(buffer, more)) {
        buffer->failed = true;
        return NULL;
    }
    return buffer->bytes + buffer->length;
}

void buffer_append(struct buffer *buffer, const void *bytes, size_t length)
{
    unsigned char *end = buffer_reserve(buffer, length);

    if (end == NULL || length == 0)
        return;
    memcpy(end, bytes, length);
    buffer->length += length;
}

void buffer_append_text(struct buffer *buffer, struct text t)
{
    buffer_append(buffer, t.bytes, t.length);
}

void buffer_append_format(struct buffer *buffer, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);

    int length = vsnprintf(NULL, 0, format, arguments);
    if (length < 0) {
        buffer->failed = true;
    } else {
        size_t with_nul = (size_t)length + 1;
        unsigned char *end = buffer_reserve(buffer, with_nul);
        if (end != NULL) {
            vsnprintf((char *)end, with_nul, format, again);
            buffer->length += (size_t)length;
        }
    }
    va_end(again);
    va_end(arguments);
}

/* Appends the low `size` bytes of value, the highest first. */
static void buffer_append_big_endian(struct buffer *buffer, uint64_t value, size_t size)
{
    unsigned char *end = buffer_reserve(buffer, size);

    if (end == NULL)
        return;
    for (size_t i = 0; i < size; i++)
        end[i] = (unsigned char)(value >> (8 * (size - 1 - i)));
    buffer->length += size;
}

void buffer_append_u8(struct buffer *buffer, uint8_t value)
{
    buffer_append_big_endian(buffer, value, 1);
}

void buffer_append_u16(struct buffer *buffer, uint16_t value)
{
    buffer_append_big_endian(buffer, value, 2);
}

void buffer_append_u32(struct buffer *buffer, uint32_t value)
{
    buffer_append_big_endian(buffer, value, 4);
}

void buffer_append_u64(struct buffer *buffer, uint64_t value)
{
    buffer_append_big_endian(buffer, value, 8);
}

void buffer_append_varint(struct buffer *buffer, uint64_t value)
{
    unsigned char *end = buffer_reserve(buffer, VARINT_MAX);
    size_t length = 0;

    if (end == NULL)
        return;
    for (; value >= 0x80; value >>= 7)
        end[length++] = (unsigned char)(value | 0x80);
    end[length++] = (unsigned char)value;
    buffer->length += length;
}
