/* test_ndjson.c - what passes for events, and what something else is taken for. */
#include "commands/ndjson.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define WRONG(literal) ndjson_wrong((struct text){literal, sizeof(literal) - 1})

static void events_pass(void **state)
{
    (void)state;
    assert_null(WRONG("{}\n"));
    assert_null(WRONG("\r\n \n  {\"a\": 1} \r\n"));
    assert_null(WRONG("{\"the end of it\": is not there"));
    assert_null(WRONG("{\nnull\n[1]\n,;\x01\n{\"a\": 1}\n")); /* broken lines, and an event */
    assert_null(WRONG("[1]\n{\"a\": 1}\n"));
}

static void others_are_named(void **state)
{
    (void)state;
    static const struct {
        struct text begin;
        const char *told;
    } cases[] = {
#define CASE(literal, told) {{literal, sizeof(literal) - 1}, told}
        CASE("", "empty"),
        CASE("\n \r\n", "empty"),
        CASE("a,b\n1,2\n", "CSV"),
        CASE("a;b\n", "CSV"),
        CASE("[{\"a\": 1},\n {\"b\": 2}]\n", "array"),
        CASE("[\n  {\n    \"a\": 1\n  },\n  {\n    \"b\": 2\n  }\n]\n", "array"),
        CASE("[\n{\"a\": 1},\n{\"b\": 2}\n]\n", "array"),
        CASE("[{\"a\": 1},\n {\"b\": 2}\n]\n", "array"),
        CASE("{\n  \"a\": 1\n}\n", "does not end"),
        CASE("\xff\xfe{\0}\0\n\0", "UTF-16"),
        CASE("\xfe\xff\0{\0}\0\n", "UTF-16"),
        CASE("{\0}\0\n\0", "UTF-16"),
        CASE("\xef\xbb\xbf{}\n", "byte order mark"),
        CASE("PK\x03\x04 and so on\n", "binary"),
        CASE("hello\n", "no JSON object"),
#undef CASE
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *told = ndjson_wrong(cases[i].begin);
        if (told == NULL || strstr(told, cases[i].told) == NULL)
            fail_msg("%s: %s", cases[i].told, told ? told : "passes");
    }
}

static void a_hundred_lines_are_looked_at(void **state)
{
    (void)state;
    char text[300];

    for (int lines = 99; lines <= 100; lines++) {
        memset(text, 0, sizeof text);
        for (int i = 0; i < lines; i++)
            memcpy(text + 2 * i, "x\n", 2);
        memcpy(text + 2 * lines, "{}\n", 3);
        struct text begin = {text, (size_t)lines * 2 + 3};
        assert_int_equal(ndjson_wrong(begin) == NULL, lines == 99);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(events_pass),
        cmocka_unit_test(others_are_named),
        cmocka_unit_test(a_hundred_lines_are_looked_at),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
