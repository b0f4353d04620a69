/* Texts: equality, the order of PostgreSQL's COLLATE "C", and quotes. */
#include "base/quote.h"
#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static int sign(int value)
{
    return (value > 0) - (value < 0);
}

static void test_absent(void **state)
{
    (void)state;
    assert_true(text_is_absent(text_of(NULL)));
    assert_int_equal(text_of(NULL).length, 0);
    assert_false(text_is_absent(text_of("")));
    assert_false(text_is_absent(TEXT("x")));
}

static void test_equal(void **state)
{
    (void)state;
    assert_true(text_equal(TEXT("anna"), text_of("anna")));
    assert_false(text_equal(TEXT("anna"), TEXT("ann")));
    assert_false(text_equal(TEXT("anna"), TEXT("anne")));
    assert_true(text_equal(text_of(NULL), TEXT("")));
    /* a NUL is a byte like others */
    assert_false(text_equal(TEXT("a\0b"), TEXT("a\0c")));
}

/* Ascending as `select … order by t collate "C"` sorts them: bytes are unsigned, upper case before
 * lower case, a beginning before what it begins. */
static void test_compare_sorts_like_collate_c(void **state)
{
    static const char *const ascending[] = {
        "",
        "(silent)",
        "(unassigned)",
        "1",
        "10",
        "2",
        "A",
        "B",
        "a",
        "a ",
        "aa",
        "ab",
        "z",
        "~",
        "\xc3\xa9",
        "\xe5\xbc\xa0",
        "\xf0\x9f\x98\x80",
    };
    size_t count = sizeof ascending / sizeof ascending[0];

    (void)state;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < count; k++)
            assert_int_equal(sign(text_compare(text_of(ascending[i]), text_of(ascending[k]))),
                             (i > k) - (i < k));
}

static void test_quotes(void **state)
{
    (void)state;
    char out[QUOTE_SIZE];
    assert_string_equal(text_quote(TEXT("a\x7F\n"), out), "\"a\\u007f\\u000a\"");
    /* 39 bytes and a character of three: it is left out whole */
    assert_string_equal(
        text_quote(TEXT("000000000011111111112222222222333333333\xE5\xA4\xA9"), out),
        "\"000000000011111111112222222222333333333\"...");
    for (size_t length = 0; length <= 60; length++) { /* the worst: nothing but controls */
        char controls[60] = {0};
        memset(controls, 1, sizeof controls);
        text_quote((struct text){controls, length}, out);
        assert_in_range(strlen(out), 2, QUOTE_SIZE - 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_absent),
        cmocka_unit_test(test_equal),
        cmocka_unit_test(test_compare_sorts_like_collate_c),
        cmocka_unit_test(test_quotes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
