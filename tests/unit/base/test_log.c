/* Log lines, read back from a pipe in place of standard error; and errors. */
#include "base/log.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

struct capture {
    int saved;
    int pipe[2];
};

static int capture_begin(void **state)
{
    static struct capture capture;

    fflush(stderr);
    unsetenv("JOURNAL_STREAM");
    log_set_level(LOG_LEVEL_INFO);
    capture.saved = dup(STDERR_FILENO);
    if (capture.saved < 0 || pipe(capture.pipe) != 0 || dup2(capture.pipe[1], STDERR_FILENO) < 0 ||
        close(capture.pipe[1]) != 0)
        return -1;
    *state = &capture;
    return 0;
}

static int capture_end(void **state)
{
    struct capture *capture = *state;

    dup2(capture->saved, STDERR_FILENO);
    close(capture->saved);
    close(capture->pipe[0]);
    return 0;
}

/* What was logged since the last call; something must have been. */
static const char *logged(struct capture *capture)
{
    static char text[8192];
    ssize_t length = read(capture->pipe[0], text, sizeof text - 1);

    assert_true(length > 0);
    text[length] = '\0';
    return text;
}

static void test_a_line_has_level_component_text(void **state)
{
    log_error("store", "row %d", 1);
    assert_string_equal(logged(*state), "error store: row 1\n");
    log_warn("store", "%s", "late");
    assert_string_equal(logged(*state), "warn store: late\n");
    log_info("store", "on");
    assert_string_equal(logged(*state), "info store: on\n");
}

static void test_levels(void **state)
{
    enum log_level level = LOG_LEVEL_ERROR;

    assert_true(log_level_parse("debug", &level));
    assert_int_equal(level, LOG_LEVEL_DEBUG);
    assert_true(log_level_parse("error", &level));
    assert_int_equal(level, LOG_LEVEL_ERROR);
    assert_false(log_level_parse("loud", &level));
    assert_false(log_level_parse("", &level));

    log_debug("x", "below the default");
    log_set_level(LOG_LEVEL_DEBUG);
    log_debug("x", "heard");
    assert_string_equal(logged(*state), "debug x: heard\n");
    log_set_level(LOG_LEVEL_ERROR);
    log_warn("x", "not heard");
    log_error("x", "heard");
    assert_string_equal(logged(*state), "error x: heard\n");
}

static void test_journal_gets_priorities(void **state)
{
    setenv("JOURNAL_STREAM", "8:1", 1);
    log_set_level(LOG_LEVEL_DEBUG);
    log_error("x", "a");
    log_warn("x", "b");
    log_info("x", "c");
    log_debug("x", "d");
    assert_string_equal(logged(*state),
                        "<3>error x: a\n<4>warn x: b\n<6>info x: c\n<7>debug x: d\n");
}

static void test_one_message_is_one_line(void **state)
{
    char long_text[4000];

    log_info("x", "a\nerror y: forged\r\x1b[31m");
    assert_string_equal(logged(*state), "info x: a error y: forged  [31m\n");
    memset(long_text, 'x', sizeof long_text - 1);
    long_text[sizeof long_text - 1] = '\0';
    log_info("x", "%s", long_text);
    const char *line = logged(*state);
    assert_in_range(strlen(line), 1000, 2048);
    assert_ptr_equal(strchr(line, '\n'), line + strlen(line) - 1);
}

static void test_errno_is_kept(void **state)
{
    errno = ENOENT;
    log_info("x", "a");
    assert_int_equal(errno, ENOENT);
    logged(*state);
}

static void test_limited_lines_say_what_they_left_out(void **state)
{
    struct log_limit limit = {0};

    log_limited(&limit, 1000, 500, "x", "n %d", 1);
    assert_string_equal(logged(*state), "warn x: n 1\n");
    log_limited(&limit, 1001, 500, "x", "n %d", 2);
    log_limited(&limit, 1499, 500, "x", "n %d", 3);
    log_limited(&limit, 1500, 500, "x", "n %d", 4);
    assert_string_equal(logged(*state), "warn x: n 4 (2 more like this before)\n");
    log_limited(&limit, 2000, 500, "x", "n %d", 5);
    assert_string_equal(logged(*state), "warn x: n 5\n");
    log_set_level(LOG_LEVEL_ERROR);
    log_limited(&limit, 9000, 500, "x", "n %d", 6);
    log_error("x", "end");
    assert_string_equal(logged(*state), "error x: end\n");
}

static void test_errors(void **state)
{
    struct error error;
    char long_text[1000];

    (void)state;
    assert_false(error_set(&error, ERROR_REJECT, "member %s", "time"));
    assert_int_equal(error.class, ERROR_REJECT);
    assert_string_equal(error.text, "member time");
    assert_false(error_memory(&error));
    assert_int_equal(error.class, ERROR_MEMORY);
    assert_string_equal(error.text, "out of memory");
    memset(long_text, 'x', sizeof long_text - 1);
    long_text[sizeof long_text - 1] = '\0';
    error_set(&error, ERROR_STOP, "%s", long_text);
    assert_int_equal(strlen(error.text), sizeof error.text - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_line_has_level_component_text, capture_begin,
                                        capture_end),
        cmocka_unit_test_setup_teardown(test_levels, capture_begin, capture_end),
        cmocka_unit_test_setup_teardown(test_journal_gets_priorities, capture_begin, capture_end),
        cmocka_unit_test_setup_teardown(test_one_message_is_one_line, capture_begin, capture_end),
        cmocka_unit_test_setup_teardown(test_errno_is_kept, capture_begin, capture_end),
        cmocka_unit_test_setup_teardown(test_limited_lines_say_what_they_left_out, capture_begin,
                                        capture_end),
        cmocka_unit_test(test_errors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
