/* test_wire.c - the bytes of PostgreSQL's binary format, and what SQLSTATEs mean. */
#include "base/time.h"
#include "store/encode.h"
#include "store/sqlstate.h"
#include "store/write_encode.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void check_bytes(struct buffer *out, const char *bytes, size_t length)
{
    assert_false(out->failed);
    assert_int_equal(out->length, length);
    assert_memory_equal(out->bytes, bytes, length);
    buffer_reset(out);
}
#define CHECK_BYTES(out, literal) check_bytes(out, literal, sizeof(literal) - 1)

static void test_fields(void **state)
{
    (void)state;
    struct buffer out;

    buffer_init(&out);
    encode_text(&out, TEXT("ab"));
    CHECK_BYTES(&out, "\0\0\0\x19\0\0\0\2ab");
    encode_text(&out, (struct text){NULL, 0});
    CHECK_BYTES(&out, "\0\0\0\x19\xff\xff\xff\xff");
    encode_bool(&out, true);
    CHECK_BYTES(&out, "\0\0\0\x10\0\0\0\1\1");
    encode_int4(&out, -2);
    CHECK_BYTES(&out, "\0\0\0\x17\0\0\0\4\xff\xff\xff\xfe");
    encode_int8_unless(&out, -1, -1);
    CHECK_BYTES(&out, "\0\0\0\x14\xff\xff\xff\xff");
    encode_event_hash(&out, 1);
    CHECK_BYTES(&out, "\0\0\0\x14\0\0\0\x08\x80\0\0\0\0\0\0\1");
    encode_event_hash(&out, UINT64_MAX);
    CHECK_BYTES(&out, "\0\0\0\x14\0\0\0\x08\x7f\xff\xff\xff\xff\xff\xff\xff");
    encode_float8(&out, 1.0);
    CHECK_BYTES(&out, "\0\0\x02\xbd\0\0\0\x08\x3f\xf0\0\0\0\0\0\0");
    encode_date(&out, date_from_civil(2000, 1, 2));
    CHECK_BYTES(&out, "\0\0\x04\x3a\0\0\0\4\0\0\0\1");
    buffer_clear(&out);
}

static void test_times(void **state)
{
    (void)state;
    struct buffer out;
    const int64_t times[] = {TIME_2000, 99, TIME_2000 + 1, 99};

    buffer_init(&out);
    encode_time(&out, TIME_2000 + 1); /* 1,000 microseconds */
    CHECK_BYTES(&out, "\0\0\x04\xa0\0\0\0\x08\0\0\0\0\0\0\x03\xe8");
    encode_time(&out, TIME_NONE);
    CHECK_BYTES(&out, "\0\0\x04\xa0\xff\xff\xff\xff");
    encode_time_or_always(&out, TIME_NONE); /* -infinity */
    CHECK_BYTES(&out, "\0\0\x04\xa0\0\0\0\x08\x80\0\0\0\0\0\0\0");
    encode_times(&out, times, 2, 2 * sizeof times[0]);
    CHECK_BYTES(&out, "\0\0\x04\xa1\0\0\0\x2c"       /* timestamptz[], 20 + 2 * 12 bytes */
                      "\0\0\0\1\0\0\0\0\0\0\x04\xa0" /* one dimension, no NULLs, timestamptz */
                      "\0\0\0\2\0\0\0\1"             /* two, from 1 */
                      "\0\0\0\x08\0\0\0\0\0\0\0\0"   /* 2000-01-01 */
                      "\0\0\0\x08\0\0\0\0\0\0\x03\xe8" /* 1 ms later */);
    encode_times(&out, NULL, 0, 8);
    CHECK_BYTES(&out, "\0\0\x04\xa1\xff\xff\xff\xff");
    buffer_clear(&out);
}

static void test_spans(void **state)
{
    (void)state;
    struct buffer out;
    const int64_t rounds[] = {100, 100, 200, 205, 300, TIME_NONE}; /* from, to, … */
    const int32_t places[] = {1, 258};

    buffer_init(&out);
    encode_spans(&out, &rounds[0], &rounds[1], 3, 2 * sizeof rounds[0]);
    CHECK_BYTES(&out, "\0\0\x03\xf8\0\0\0\x30"     /* bigint[], 20 + 2 * 12 + 4 bytes */
                      "\0\0\0\1\0\0\0\0\0\0\0\x14" /* one dimension, bigint */
                      "\0\0\0\3\0\0\0\1"           /* three, from 1 */
                      "\0\0\0\x08\0\0\0\0\0\0\0\0"
                      "\0\0\0\x08\0\0\0\0\0\0\0\5"
                      "\xff\xff\xff\xff");                               /* NULL: it has no end */
    encode_spans(&out, &rounds[4], &rounds[5], 1, 2 * sizeof rounds[0]); /* none has */
    CHECK_BYTES(&out, "\0\0\x03\xf8\xff\xff\xff\xff");
    encode_spans(&out, NULL, NULL, 0, 8);
    CHECK_BYTES(&out, "\0\0\x03\xf8\xff\xff\xff\xff");
    encode_int4s(&out, places, 2);
    CHECK_BYTES(&out, "\0\0\x03\xef\0\0\0\x24" /* integer[], 20 + 2 * 8 bytes */
                      "\0\0\0\1\0\0\0\0\0\0\0\x17"
                      "\0\0\0\2\0\0\0\1"
                      "\0\0\0\4\0\0\0\1"
                      "\0\0\0\4\0\0\1\2");
    encode_int4s(&out, NULL, 0);
    CHECK_BYTES(&out, "\0\0\x03\xef\xff\xff\xff\xff");
    buffer_clear(&out);
}

static void test_rows_and_arrays(void **state)
{
    (void)state;
    struct buffer out;

    buffer_init(&out);
    encode_array_begin(&out, 7, 0);
    CHECK_BYTES(&out, "\0\0\0\0\0\0\0\0\0\0\0\7");
    encode_array_begin(&out, 7, 1);
    size_t row = encode_row_begin(&out, 2);
    encode_int4(&out, 1);
    encode_null(&out, OID_UUID);
    encode_row_end(&out, row);
    CHECK_BYTES(&out, "\0\0\0\1\0\0\0\0\0\0\0\7\0\0\0\1\0\0\0\1"
                      "\0\0\0\x18\0\0\0\2"
                      "\0\0\0\x17\0\0\0\4\0\0\0\1"
                      "\0\0\x0b\x86\xff\xff\xff\xff");
    buffer_clear(&out);
}

static void test_empty_write(void **state)
{
    (void)state;
    struct buffer out;
    struct write_encoded encoded;
    struct write_oids oids = {{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}};

    buffer_init(&out);
    write_encode(&(struct write){0}, &oids, &out, &encoded);
    for (size_t i = 0; i < WRITE_ARRAY_COUNT; i++)
        assert_int_equal(encoded.ends[i], (i + 1) * 12); /* twelve headers of no dimension */
    assert_int_equal(out.bytes[12 * 11 + 11], 12);
    buffer_clear(&out);
}

static void test_sqlstates(void **state)
{
    (void)state;
    static const struct {
        const char *state;
        enum sqlstate_class class;
    } cases[] = {
        {NULL, SQLSTATE_RECONNECT},    {"08006", SQLSTATE_RECONNECT}, {"57P01", SQLSTATE_RECONNECT},
        {"57P03", SQLSTATE_RECONNECT}, {"25006", SQLSTATE_RECONNECT}, {"28P01", SQLSTATE_RECONNECT},
        {"3D000", SQLSTATE_RECONNECT}, {"40001", SQLSTATE_PASSES},    {"40P01", SQLSTATE_PASSES},
        {"55P03", SQLSTATE_PASSES},    {"57014", SQLSTATE_PASSES},    {"53100", SQLSTATE_PASSES},
        {"53300", SQLSTATE_PASSES},    {"58030", SQLSTATE_PASSES},    {"XX000", SQLSTATE_PASSES},
        {"42883", SQLSTATE_SCHEMA},    {"42501", SQLSTATE_SCHEMA},    {"3F000", SQLSTATE_SCHEMA},
        {"26000", SQLSTATE_SCHEMA},    {"0A000", SQLSTATE_SCHEMA},    {"22021", SQLSTATE_REFUSED},
        {"22P03", SQLSTATE_REFUSED},   {"23514", SQLSTATE_REFUSED},   {"54000", SQLSTATE_REFUSED},
        {"21000", SQLSTATE_REFUSED},   {"P0001", SQLSTATE_REFUSED},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(sqlstate_class(cases[i].state), cases[i].class);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fields),      cmocka_unit_test(test_times),
        cmocka_unit_test(test_spans),       cmocka_unit_test(test_rows_and_arrays),
        cmocka_unit_test(test_empty_write), cmocka_unit_test(test_sqlstates),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
