/* test_password.c - what the server's refusals mean, from a socket that refuses every connection with an SQLSTATE. */
#include "store/password.h"

#include "base/time.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

enum { PATIENCE_MS = 60000 };

struct refuser {
    char folder[80], conninfo[160];
    int fd;
};

static void refuser_open(struct refuser *refuser)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};

    snprintf(refuser->folder, sizeof refuser->folder, "/tmp/test-password.XXXXXX");
    assert_non_null(mkdtemp(refuser->folder));
    snprintf(address.sun_path, sizeof address.sun_path, "%.80s/.s.PGSQL.5432", refuser->folder);
    snprintf(refuser->conninfo, sizeof refuser->conninfo, "host=%s port=5432 dbname=shop",
             refuser->folder);
    refuser->fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_true(refuser->fd >= 0);
    assert_int_equal(bind(refuser->fd, (const struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(refuser->fd, 1), 0);
}

static void refuser_close(const struct refuser *refuser)
{
    char path[120];

    close(refuser->fd);
    snprintf(path, sizeof path, "%s/.s.PGSQL.5432", refuser->folder);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(refuser->folder), 0);
}

/* Reads the startup message and answers with ErrorResponse; state NULL: hangs up. */
static void refuser_refuse(const struct refuser *refuser, const char *state)
{
    char startup[512], message[200] = "E";
    int client = accept(refuser->fd, NULL, NULL);
    size_t length = 5;

    assert_true(client >= 0);
    assert_true(read(client, startup, sizeof startup) > 8);
    if (state != NULL) {
        length += (size_t)snprintf(message + 5, sizeof message - 5,
                                   "SFATAL%cVFATAL%cC%s%cMno entry for user \"pa55word\"%c", 0, 0,
                                   state, 0, 0) +
                  1; /* the list ends in a NUL */
        message[4] = (char)(length - 1);
        assert_int_equal(write(client, message, length), length);
    }
    close(client);
}

static enum password_answer refused_with(const char *state, struct error *error)
{
    struct refuser refuser;
    int64_t until_ms = clock_monotonic_ms() + PATIENCE_MS;

    refuser_open(&refuser);
    struct password_check *check = password_check_new(refuser.conninfo, "pa55word", "secret",
                                                      clock_monotonic_ms(), error);
    assert_non_null(check);
    enum password_answer answer = password_check_turn(check, clock_monotonic_ms(), error);
    assert_int_equal(answer, PASSWORD_GOING); /* it has sent its startup message */
    refuser_refuse(&refuser, state);
    while (answer == PASSWORD_GOING && clock_monotonic_ms() < until_ms)
        answer = password_check_turn(check, clock_monotonic_ms(), error);
    password_check_free(check);
    refuser_close(&refuser);
    return answer;
}

/* No entry in pg_hba.conf for this login: as wrong as a wrong password. */
static void test_a_login_is_refused(void **state)
{
    static const char *const states[] = {"28000", "28P01"};
    struct error error;

    (void)state;
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++)
        assert_int_equal(refused_with(states[i], &error), PASSWORD_WRONG);
}

/* What was typed as login may have been the password. */
static void test_others_are_told_without_what_was_typed(void **state)
{
    struct error error;

    (void)state;
    assert_int_equal(refused_with("53300", &error), PASSWORD_UNCHECKED);
    assert_non_null(strstr(error.text, "53300"));
    assert_null(strstr(error.text, "pa55word"));
    assert_int_equal(refused_with(NULL, &error), PASSWORD_UNCHECKED);
    assert_null(strstr(error.text, "pa55word"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_login_is_refused),
        cmocka_unit_test(test_others_are_told_without_what_was_typed),
    };

    unsetenv("PGHOSTADDR"); /* of whoever runs this: would lead to another server */
    unsetenv("PGSERVICE");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
