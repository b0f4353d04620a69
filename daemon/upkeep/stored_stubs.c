/* stored_stubs.c - see the header. */
#include "upkeep/stored_stubs.h"

#include <string.h>

static unsigned digit_value(char digit)
{
    return digit <= '9' ? (unsigned)(digit - '0') : (unsigned)(digit - 'a' + 10);
}

bool stored_stubs_read(struct arena *arena, const char *hex, struct stub_set *set,
                       struct error *error)
{
    size_t length = strlen(hex) / 2 - 1; /* without the "\x" */
    char *bytes = arena_alloc(arena, length);

    if (bytes == NULL)
        return error_memory(error);
    for (size_t i = 0; i < length; i++)
        bytes[i] = (char)(digit_value(hex[2 * i + 2]) << 4 | digit_value(hex[2 * i + 3]));
    struct stub_inputs inputs = {.sets = {{bytes, length}}};
    return stub_set_unite(arena, &inputs, set, error);
}

bool stored_stubs_write(const struct stub_set *set, struct buffer *hex, struct uuid *version,
                        struct error *error)
{
    static const char digits[] = "0123456789abcdef";
    struct buffer bytes;

    buffer_init(&bytes);
    stub_set_encode(set, &bytes);
    buffer_append(hex, "\\x", 2);
    for (size_t i = 0; i < bytes.length; i++) {
        buffer_append_u8(hex, (uint8_t)digits[bytes.bytes[i] >> 4]);
        buffer_append_u8(hex, (uint8_t)digits[bytes.bytes[i] & 15]);
    }
    bool failed = bytes.failed || hex->failed;
    *version = hash_version(bytes.bytes, bytes.length);
    buffer_clear(&bytes);
    return !failed || error_memory(error);
}
