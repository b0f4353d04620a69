/* test_utf8.c - UTF-8: every sequence of one character, and what is left of one that was cut. */
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

/* Is it the one sequence that encodes a code point? By arithmetic, not by ranges of bytes. */
static bool is_utf8(const unsigned char *bytes, size_t length)
{
    static const unsigned smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned point = bytes[0] & (0xFFu >> (length + 1));
    if (bytes[0] >> (7 - length) != (1 << (length + 1)) - 2) /* length times 1, then 0 */
        return false;
    for (size_t i = 1; i < length; i++) {
        if (bytes[i] >> 6 != 2)
            return false;
        point = point << 6 | (bytes[i] & 0x3F);
    }
    return point >= smallest[length] && point <= 0x10FFFF && point >> 11 != 0xD800 >> 11;
}

static void expect_utf8(const unsigned char *bytes, size_t length)
{
    size_t offset;
    bool is_valid = utf8_is_valid((struct text){(const char *)bytes, length}, &offset);
    if (is_valid != is_utf8(bytes, length))
        fail_msg("%02x %02x %02x %02x, %zu bytes", bytes[0], bytes[1], bytes[2], bytes[3], length);
    if (!is_valid)
        assert_in_range(offset, 0, length - 1);
    assert_int_equal(utf8_length((struct text){(const char *)bytes, length}) == length, is_valid);
}

/* All that begins with a byte of a longer sequence: 2 and 3 bytes, and 4 with every other last one. */
static void test_utf8(void **state)
{
    (void)state;
    unsigned char bytes[4] = {0};
    for (unsigned i = 0xC0 << 8; i < 0xE0 << 8; i++) {
        bytes[0] = (unsigned char)(i >> 8), bytes[1] = (unsigned char)i;
        expect_utf8(bytes, 2);
    }
    for (unsigned i = 0xE0 << 16; i < 0xF0 << 16; i++) {
        bytes[0] = (unsigned char)(i >> 16), bytes[1] = (unsigned char)(i >> 8);
        bytes[2] = (unsigned char)i;
        expect_utf8(bytes, 3);
    }
    for (unsigned i = 0xF0 << 16; i < 0xF8 << 16; i++) {
        bytes[0] = (unsigned char)(i >> 16), bytes[1] = (unsigned char)(i >> 8);
        bytes[2] = 0x80 + i % 0x40, bytes[3] = (unsigned char)i;
        expect_utf8(bytes, 4);
    }
}

/* "a", then a character of 1 to 4 bytes, cut after each of them. */
static void test_whole(void **state)
{
    static const char *const characters[] = {"b", "\xC3\xA9", "\xE5\xA4\xA9", "\xF0\x9F\x98\x80"};

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        char bytes[6] = "a";
        memcpy(bytes + 1, characters[i], i + 1);
        for (size_t length = 0; length <= i + 2; length++) {
            struct text whole = utf8_whole((struct text){bytes, length});
            assert_ptr_equal(whole.bytes, bytes);
            assert_int_equal(whole.length, length < i + 2 && length > 1 ? 1 : length);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_utf8),
        cmocka_unit_test(test_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
