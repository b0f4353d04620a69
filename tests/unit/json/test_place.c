/*
 * test_place.c - paths into JSON texts: line and column of the name or value that each of them means.
 */
#include "json/place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct json *json;

/* Each mark in the text is cut out; the path must mean the place where it was. */
static void expect_place(const char *marked, const char *path)
{
    const char *mark = strstr(marked, "@");
    char text[400];
    struct json_problem problem;
    const struct json_value *root;

    assert_non_null(mark);
    snprintf(text, sizeof text, "%.*s%s", (int)(mark - marked), marked, mark + 1);
    assert_int_equal(json_read(json, text_of(text), "", &root, &problem), JSON_OK);
    struct json_place expected = json_place_of_byte(text_of(text), (size_t)(mark - marked));
    struct json_place place = json_place_of_path(text_of(text), root, path);
    if (place.line != expected.line || place.column != expected.column)
        fail_msg("%s in %s: line %zu, column %zu", path, text, place.line, place.column);
}

static void test_bytes(void **state)
{
    const struct text text = TEXT("a\n\xE5\xA4\xA9"
                                  "b");
    const size_t expected[][3] = {{0, 1, 1}, {1, 1, 2}, {2, 2, 1},
                                  {5, 2, 2}, {6, 2, 3}, {99, 2, 3}};

    (void)state;
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        struct json_place place = json_place_of_byte(text, expected[i][0]);
        assert_int_equal(place.line, expected[i][1]);
        assert_int_equal(place.column, expected[i][2]);
    }
}

static void test_paths(void **state)
{
    static const char *const cases[][2] = {
        {" @[]", "$"},
        {"@1", ""},
        {"{@\"a\": 1}", "$.a"},
        {"{ \n @\"a\" : 1 }", "a"},
        {"{\"b\":[1,2], @\"a\":1}", "$.a"},
        {"[@1,2]", "$[0]"},
        {"[ 1 , {} , \"]\\\"\" , @null ]", "$[3]"},
        {"[[],[[1,[]]],{\"x\":[{}]}, \n @{\"a\":1}]", "[3]"},
        {"{\"a\":{\"b\":[-1.5e3,true,{\"c\":0, @\"d\":\"x\"}]}}", "$.a.b[2].d"},
        {"{\"\xE5\xA4\x9C.\xE7\x8F\xAD\":{}, \"\xE5\xA4\x9C\":1, \"y\":1, @\"z\":2}", "$.z"},
        {"{\"a\":{\"b\":1},@\"a.b\":{\"c\":1}}", "$.a.b"},
        {"{\"a\":{\"b\":1},\"a.b\":{@\"c\":1}}", "$.a.b.c"},
        {"{\"ab\":1,@\"a\":1}", "$.a"},
        {"{\"\\u0061\\\"\":1,@\"\\u0062\":1}", "$.b"},
        /* What is missing is in what is there. */
        {"{\"x\":1,@\"a\":{\"b\":1}}", "$.a.c"},
        {"{\"x\":1,@\"a\":[]}", "$.a[0]"},
        {"{\"x\":1,@\"a\":\"b\"}", "$.a.b[7].c"},
        {"@{\"x\":1}", "$.a"},
        {"[@[1]]", "$[0][1]"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_place(cases[i][0], cases[i][1]);
}

static int begin(void **state)
{
    struct error error;

    (void)state;
    json = json_new(&error);
    return json ? 0 : 1;
}

static int end(void **state)
{
    (void)state;
    json_free(json);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bytes),
        cmocka_unit_test(test_paths),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
