/* test_attempts.c - the waits, by attempts.h: nothing for the first failures, then 1, 2, 4, … seconds. */
#include "web/attempts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static int setup(void **state)
{
    *state = attempts_new();
    return *state == NULL;
}

static int teardown(void **state)
{
    attempts_free(*state);
    return 0;
}

static void test_waits_double_up_to_a_limit(void **state)
{
    static const int64_t address[] = {1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000};
    int64_t now_ms = 0;

    for (size_t i = 0; i < 29; i++) { /* a whole office may type wrongly */
        char login[8];
        snprintf(login, sizeof login, "o%zu", i);
        attempts_failed(*state, "10.0.0.1", login, now_ms);
        assert_int_equal(attempts_wait_ms(*state, "10.0.0.1", "other", now_ms), 0);
    }
    for (size_t i = 0; i < sizeof address / sizeof address[0]; i++) {
        char login[8];
        snprintf(login, sizeof login, "l%zu", i); /* another one each time */
        attempts_failed(*state, "10.0.0.1", login, now_ms);
        assert_int_equal(attempts_wait_ms(*state, "10.0.0.1", "other", now_ms), address[i]);
        assert_int_equal(attempts_wait_ms(*state, "10.0.0.2", login, now_ms), 0);
        now_ms += address[i];
        assert_int_equal(attempts_wait_ms(*state, "10.0.0.1", "other", now_ms), 0);
    }
}

static void test_a_login_waits_less_long(void **state)
{
    static const int64_t login[] = {0, 0, 1000, 2000, 4000, 8000, 8000, 8000};

    for (size_t i = 0; i < sizeof login / sizeof login[0]; i++) {
        char address[16];
        snprintf(address, sizeof address, "10.0.0.%zu", i);
        attempts_failed(*state, address, "mei", (int64_t)i);
        assert_int_equal(attempts_wait_ms(*state, "10.1.1.1", "mei", (int64_t)i), login[i]);
    }
    attempts_passed(*state, "mei");
    assert_int_equal(attempts_wait_ms(*state, "10.1.1.1", "mei", 8), 0);
}

/* The right password of one login does not help to try others. */
static void test_an_address_is_not_forgiven(void **state)
{
    for (int i = 0; i < 30; i++)
        attempts_failed(*state, "10.0.0.1", "mei", 0);
    attempts_passed(*state, "tao");
    assert_int_equal(attempts_wait_ms(*state, "10.0.0.1", "tao", 0), 1000);
}

static void test_a_quarter_of_an_hour_forgets(void **state)
{
    for (int i = 0; i < 36; i++)
        attempts_failed(*state, "10.0.0.1", "mei", 0);
    assert_int_equal(attempts_wait_ms(*state, "10.0.0.1", "mei", 1), 59999);
    attempts_failed(*state, "10.0.0.1", "mei", 15 * 60 * 1000);
    assert_int_equal(attempts_wait_ms(*state, "10.0.0.1", "mei", 15 * 60 * 1000), 0);
}

/* More names than it holds: it stays as large, and who fails now is remembered. */
static void test_memory_is_fixed(void **state)
{
    char address[24];

    for (int i = 0; i < 100000; i++) {
        snprintf(address, sizeof address, "a%d", i);
        for (int n = 0; n < 3; n++)
            attempts_failed(*state, address, address, i);
        assert_int_equal(attempts_wait_ms(*state, "other", address, i), 1000);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_waits_double_up_to_a_limit),
        TEST(test_a_login_waits_less_long),
        TEST(test_an_address_is_not_forgiven),
        TEST(test_a_quarter_of_an_hour_forgets),
        TEST(test_memory_is_fixed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
