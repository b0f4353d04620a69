/* Buffers: what is appended, and that a failure is remembered. */
#include "base/buffer.h"
#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define assert_bytes(buffer, expected)                                                             \
    do {                                                                                           \
        assert_false((buffer).failed);                                                             \
        assert_int_equal((buffer).length, sizeof(expected) - 1);                                   \
        assert_memory_equal((buffer).bytes, expected, sizeof(expected) - 1);                       \
    } while (0)

static void test_integers_are_big_endian(void **state)
{
    struct buffer buffer;

    (void)state;
    buffer_init(&buffer);
    buffer_append_u8(&buffer, 0xab);
    buffer_append_u16(&buffer, 0x0102);
    buffer_append_u32(&buffer, 0x03040506);
    buffer_append_u64(&buffer, UINT64_C(0x0708090a0b0c0d0e));
    assert_bytes(buffer, "\xab\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e");
    buffer_clear(&buffer);
}

/* LEB128: seven bits a byte, the lowest first, the top bit of a byte says that more follow. */
static void test_varints(void **state)
{
    static const struct {
        uint64_t value;
        const char *bytes;
        size_t length;
    } cases[] = {
        {0, "\x00", 1},
        {1, "\x01", 1},
        {0x7f, "\x7f", 1},
        {0x80, "\x80\x01", 2},
        {300, "\xac\x02", 2}, /* 300 = 2 * 128 + 44 */
        {0x3fff, "\xff\x7f", 2},
        {0x4000, "\x80\x80\x01", 3},
        {UINT64_MAX, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 10},
    };
    struct buffer buffer;

    (void)state;
    buffer_init(&buffer);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        buffer_reset(&buffer);
        buffer_append_varint(&buffer, cases[i].value);
        assert_int_equal(buffer.length, cases[i].length);
        assert_memory_equal(buffer.bytes, cases[i].bytes, cases[i].length);
    }
    buffer_clear(&buffer);
}

static void test_texts_and_formats(void **state)
{
    struct buffer buffer;

    (void)state;
    buffer_init(&buffer);
    buffer_append_text(&buffer, TEXT("a\0b"));
    buffer_append_text(&buffer, text_of(NULL));
    buffer_append(&buffer, "c", 1);
    buffer_append(&buffer, NULL, 0);
    buffer_append_format(&buffer, "%d/%s", 42, "x");
    buffer_append_format(&buffer, "%s", "");
    assert_bytes(buffer, "a\0bc42/x");
    buffer_clear(&buffer);
}

static void test_growth_keeps_what_was_there(void **state)
{
    struct buffer buffer;

    (void)state;
    buffer_init(&buffer);
    for (uint32_t i = 0; i < 10000; i++)
        buffer_append_u32(&buffer, i);
    assert_int_equal(buffer.length, 40000);
    for (uint32_t i = 0; i < 10000; i++)
        assert_int_equal(buffer.bytes[4 * i + 3] + 256u * buffer.bytes[4 * i + 2], i % 65536);
    buffer_reset(&buffer);
    size_t capacity = buffer.capacity;
    buffer_append_format(&buffer, "%*d", 30000, 1);
    assert_int_equal(buffer.length, 30000);
    assert_int_equal(buffer.capacity, capacity);
    buffer_clear(&buffer);
    assert_int_equal(buffer.capacity, 0);
}

static void test_reserve_does_not_change_the_length(void **state)
{
    struct buffer buffer;

    (void)state;
    buffer_init(&buffer);
    assert_non_null(buffer_reserve(&buffer, 0));
    buffer_append(&buffer, "abc", 3);
    unsigned char *end = buffer_reserve(&buffer, 1000);
    assert_non_null(end);
    assert_ptr_equal(end, buffer.bytes + 3);
    assert_int_equal(buffer.length, 3);
    buffer_clear(&buffer);
}

static void test_a_failure_is_remembered_until_reset(void **state)
{
    struct buffer buffer;

    (void)state;
    buffer_init(&buffer);
    memory_fail_at(1);
    buffer_append_u64(&buffer, 1);
    assert_true(buffer.failed);
    buffer_append(&buffer, "abc", 3);
    buffer_append_u8(&buffer, 1);
    buffer_append_varint(&buffer, 1);
    buffer_append_format(&buffer, "%d", 1);
    assert_null(buffer_reserve(&buffer, 1));
    assert_int_equal(buffer.length, 0);
    buffer_reset(&buffer);
    buffer_append(&buffer, "abc", 3);
    assert_bytes(buffer, "abc");
    assert_null(buffer_reserve(&buffer, SIZE_MAX - 1)); /* more than there can be */
    assert_true(buffer.failed);
    buffer_clear(&buffer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_integers_are_big_endian),
        cmocka_unit_test(test_varints),
        cmocka_unit_test(test_texts_and_formats),
        cmocka_unit_test(test_growth_keeps_what_was_there),
        cmocka_unit_test(test_reserve_does_not_change_the_length),
        cmocka_unit_test(test_a_failure_is_remembered_until_reset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
