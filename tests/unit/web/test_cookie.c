/* test_cookie.c - what is signed is read again as it was; nothing else is. */
#include "web/cookie.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct text secret = {"0123456789abcdef", 16};

static void test_what_is_written_is_read(void **state)
{
    static const char *const logins[] = {
        "a", "wang.mei", "王 美", "a.b=c;d",
        "123456789012345678901234567890123456789012345678901234567890123"};

    (void)state;
    for (size_t i = 0; i < sizeof logins / sizeof logins[0]; i++) {
        struct cookie wrote = {.ends_s = 2000000000 + (int64_t)i, .number = UINT64_MAX - i}, read;
        char text[COOKIE_SIZE];
        memcpy(wrote.login, logins[i], strlen(logins[i]) + 1);
        cookie_write(secret, &wrote, text);
        assert_null(strpbrk(text, "; ,\"\\"));
        assert_true(cookie_read(secret, text_of(text), wrote.ends_s - 1, &read));
        assert_string_equal(read.login, wrote.login);
        assert_int_equal(read.ends_s, wrote.ends_s);
        assert_true(read.number == wrote.number);
        assert_false(
            cookie_read(secret, text_of(text), wrote.ends_s, &read)); /* its time is over */
        assert_false(cookie_read(TEXT("0123456789abcdeg"), text_of(text), 0, &read));
    }
}

/* Any other byte at any place makes it void, as does any other length. */
static void test_nothing_else_is_read(void **state)
{
    struct cookie cookie = {.login = "mei", .ends_s = 2000000000, .number = 7}, read;
    char text[COOKIE_SIZE], changed[COOKIE_SIZE + 1];

    (void)state;
    cookie_write(secret, &cookie, text);
    size_t length = strlen(text);
    for (size_t i = 0; i < length; i++) {
        memcpy(changed, text, length + 1);
        changed[i] = changed[i] == '0' ? '1' : '0';
        assert_false(cookie_read(secret, text_of(changed), 0, &read));
        assert_false(cookie_read(secret, (struct text){text, i}, 0, &read));
    }
    snprintf(changed, sizeof changed, "%s0", text);
    assert_false(cookie_read(secret, text_of(changed), 0, &read));
}

static void test_possible_logins(void **state)
{
    char longest[65];

    (void)state;
    memset(longest, 'a', 64);
    longest[64] = '\0';
    assert_false(login_is_possible(longest));
    longest[63] = '\0';
    assert_true(login_is_possible(longest));
    assert_false(login_is_possible(""));
    assert_false(login_is_possible("a\nb"));
    assert_false(login_is_possible("a\x7f"));
    assert_false(login_is_possible("\xff"));
}

static void test_found_in_a_header(void **state)
{
    (void)state;
    assert_true(text_equal(cookie_find("meritd=1", "meritd"), TEXT("1")));
    assert_true(text_equal(cookie_find("a=b; meritd=1.2; c=d", "meritd"), TEXT("1.2")));
    assert_true(text_equal(cookie_find("meritd=1;meritd2=2", "meritd"), TEXT("1")));
    assert_true(text_is_absent(cookie_find("meritd=1; meritd=2", "meritd")));
    assert_true(text_is_absent(cookie_find("xmeritd=1", "meritd")));
    assert_true(text_is_absent(cookie_find("meritd", "meritd")));
    assert_true(text_is_absent(cookie_find(NULL, "meritd")));
    assert_int_equal(cookie_find("meritd=", "meritd").length, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_written_is_read),
        cmocka_unit_test(test_nothing_else_is_read),
        cmocka_unit_test(test_possible_logins),
        cmocka_unit_test(test_found_in_a_header),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
