/* test_reject.c - the sentences of dead letters. */
#include "decode/reject.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static struct json *json;
static struct reject reject;

static void expect_message(const char *text, enum reason reason, const char *begin)
{
    const struct json_value *root;
    struct json_problem problem;

    assert_int_equal(json_read(json, text_of(text), "", &root, &problem), JSON_WRONG);
    assert_false(reject_json(&reject, &problem));
    assert_int_equal(reject.reason, reason);
    if (strncmp(reject.message, begin, strlen(begin)) != 0)
        fail_msg("%s gives: %s", text, reject.message);
}

static void test_messages(void **state)
{
    (void)state;
    expect_message("{\"a\":{\"b c\":[0,1e400]}}", REASON_OUT_OF_RANGE, "a[\"b c\"][1] is a number");
    expect_message("1e999", REASON_OUT_OF_RANGE, "the record is a number");
    expect_message("[-1000000000000000000000000000000000000000000000000000000000000000000e999]",
                   REASON_OUT_OF_RANGE, "[0] is a number");
    expect_message("{\"a\":1,\"a\":2}", REASON_DUPLICATE_MEMBER,
                   "the record has the member \"a\" twice");
    expect_message("[1,{\"b\":{\"\\u0001\":1,\"\\u0001\":2}}]", REASON_DUPLICATE_MEMBER,
                   "[1].b has the member \"\\u0001\" twice");
    expect_message("[1,]", REASON_NOT_JSON, "no value begins like this at byte 3 of the value");
    /* names of 42 bytes at six levels: what does not fit in the path is left out */
#define LONG "\"\xE5\xA4\xA9xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\":"
    expect_message("{" LONG "{" LONG "{" LONG "{" LONG "{" LONG "1e999}}}}}", REASON_OUT_OF_RANGE,
                   "[\"\xE5\xA4\xA9xxxxxxxxx");
    assert_in_range(strlen(reject.message), 100, 250);
}

static void test_cut_between_characters(void **state)
{
    (void)state;
    reject_set(&reject, REASON_NOT_JSON, "%0297d\xE5\xA4\xA9", 0); /* 299 bytes would cut it */
    assert_int_equal(strlen(reject.message), 297);
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
        cmocka_unit_test(test_messages),
        cmocka_unit_test(test_cut_between_characters),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
