/* test_readers.c - questions on behalf of people, against a real, private PostgreSQL: whose turn it is, and LISTEN refused. */
#include "store/readers.h"

#include "base/time.h"
#include "store/scratch.h"
#include "store/store.h"

#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { PATIENCE_MS = 60000, OF_LOGIN = 8 };

static struct postgres_options database;

/* With one connection that answers, and one that listens. */
static struct readers *one_reader(const char *channel)
{
    struct error error;

    database = scratch_options();
    struct readers *readers = readers_new(
        &(struct readers_options){
            .database = &database, .count = 1, .timeout_ms = 20000, .channel = channel},
        &error);
    assert_non_null(readers);
    return readers;
}

static void turn(struct readers *readers, int64_t until_ms)
{
    struct readers_fd fds[READERS_FDS_MAX];
    struct error error;

    if (!readers_turn(readers, clock_monotonic_ms(), &error))
        fail_msg("%s", error.text);
    size_t count = readers_fds(readers, fds);
    struct pollfd watched[READERS_FDS_MAX];
    for (size_t i = 0; i < count; i++)
        watched[i] = (struct pollfd){
            .fd = fds[i].fd,
            .events = (short)((fds[i].wants & STORE_WANTS_READ ? POLLIN : 0) |
                              (fds[i].wants & STORE_WANTS_WRITE ? POLLOUT : 0))};
    poll(watched, count, 10);
    assert_true(clock_monotonic_ms() < until_ms);
}

/* What was answered, in order. */
static char told[200];

static void hear(const struct readers_answer *answer, void *context)
{
    (void)context;
    assert_int_equal(answer->outcome, READERS_DONE);
    snprintf(told + strlen(told), sizeof told - strlen(told), "%.*s ", (int)answer->value.length,
             answer->value.bytes);
}

static bool ask(struct readers *readers, const char *login, const char *what)
{
    const char *const params[] = {what};

    return readers_ask(
        readers,
        &(struct readers_question){
            .login = login, .sql = "select current_user || $1::text", .params = params, .count = 1},
        hear, NULL, clock_monotonic_ms());
}

static void turn_until_told(struct readers *readers, const char *wanted)
{
    int64_t until_ms = clock_monotonic_ms() + PATIENCE_MS;

    while (strlen(told) < strlen(wanted))
        turn(readers, until_ms);
    assert_string_equal(told, wanted);
}

static void turn_until_ready(struct readers *readers)
{
    int64_t until_ms = clock_monotonic_ms() + PATIENCE_MS;

    *told = '\0';
    while (!readers_are_ready(readers))
        turn(readers, until_ms);
}

static void test_a_login_has_its_share(void **state)
{
    (void)state;
    NEEDS_SERVER();
    struct readers *readers = one_reader("merit_settled");

    turn_until_ready(readers);
    for (int i = 0; i < OF_LOGIN; i++)
        assert_true(ask(readers, "mei", (const char[]){(char)('0' + i), '\0'}));
    assert_false(ask(readers, "mei", "8"));
    assert_true(ask(readers, "tao", "0"));
    assert_true(ask(readers, "tao", "1"));
    turn_until_told(readers, "mei0 tao0 mei1 tao1 mei2 mei3 mei4 mei5 mei6 mei7 ");
    *told = '\0';
    assert_true(ask(readers, "mei", "9"));
    turn_until_told(readers, "mei9 ");
    readers_free(readers);
}

static void hear_left(const struct readers_answer *answer, void *context)
{
    assert_int_equal(answer->outcome, READERS_LEFT);
    *(bool *)context = true;
}

/* While the only connection is at work; the login may ask for another in its place. */
static void test_what_is_not_begun_can_be_dropped(void **state)
{
    (void)state;
    NEEDS_SERVER();
    struct readers *readers = one_reader("merit_settled");
    bool left[OF_LOGIN] = {false};

    turn_until_ready(readers);
    assert_true(ask(readers, "mei", "0"));
    for (int i = 1; i < OF_LOGIN; i++)
        assert_true(readers_ask(readers,
                                &(struct readers_question){.login = "mei", .sql = "select 'never'"},
                                hear_left, &left[i], clock_monotonic_ms()));
    turn(readers, clock_monotonic_ms() + PATIENCE_MS); /* the first is begun */
    assert_false(ask(readers, "mei", "1"));
    for (int i = 0; i < OF_LOGIN; i++) {
        readers_drop(readers, &left[i]);
        assert_int_equal(left[i], i > 0);
    }
    assert_true(ask(readers, "mei", "1"));
    turn_until_told(readers, "mei0 mei1 ");
    readers_free(readers);
}

/* Who reloads a page asks anew, and the old questions are found left a little later: the new ones wait no longer for that. */
static void test_what_is_dropped_gives_its_turn(void **state)
{
    (void)state;
    NEEDS_SERVER();
    struct readers *readers = one_reader("merit_settled");
    bool left[4] = {false};

    turn_until_ready(readers);
    assert_true(ask(readers, "tao", "0"));
    turn(readers, clock_monotonic_ms() + PATIENCE_MS); /* it is begun: the others wait */
    for (int i = 0; i < 4; i++)
        assert_true(readers_ask(readers,
                                &(struct readers_question){.login = "mei", .sql = "select 'never'"},
                                hear_left, &left[i], clock_monotonic_ms()));
    for (int i = 0; i < 4; i++)
        assert_true(ask(readers, "mei", (const char[]){(char)('0' + i), '\0'}));
    for (int i = 0; i < 4; i++)
        readers_drop(readers, &left[i]);
    for (int i = 0; i < 4; i++)
        assert_true(ask(readers, "lin", (const char[]){(char)('0' + i), '\0'}));
    turn_until_told(readers, "tao0 mei0 lin0 mei1 lin1 mei2 lin2 mei3 lin3 ");
    readers_free(readers);
}

static char refused[5000];

static void hear_refusal(const struct readers_answer *answer, void *context)
{
    (void)context;
    assert_int_equal(answer->outcome, READERS_REFUSED);
    snprintf(refused, sizeof refused, "%s", answer->message);
}

/* 3000 bytes of Chinese and what PostgreSQL says around them: nothing is cut off. */
static void test_a_long_refusal_is_whole(void **state)
{
    (void)state;
    NEEDS_SERVER();
    struct readers *readers = one_reader("merit_settled");
    int64_t until_ms = clock_monotonic_ms() + PATIENCE_MS;
    static const char begin[] = "invalid input syntax for type integer: \"n";
    size_t length = sizeof begin - 1;

    turn_until_ready(readers);
    assert_true(readers_ask(
        readers,
        &(struct readers_question){.login = "mei",
                                   .sql = "select ('n' || repeat('\u4e2d', 1000))::integer::text"},
        hear_refusal, NULL, clock_monotonic_ms()));
    while (*refused == '\0')
        turn(readers, until_ms);
    assert_memory_equal(refused, begin, length);
    for (size_t i = 0; i < 1000; i++)
        assert_memory_equal(refused + length + 3 * i, "\u4e2d", 3);
    assert_string_equal(refused + length + 3000, "\"");
    readers_free(readers);
}

/* A server in recovery refuses it, for example. */
static void test_listen_may_be_refused(void **state)
{
    (void)state;
    NEEDS_SERVER();
    struct readers *readers = one_reader("no channel");
    int64_t until_ms = clock_monotonic_ms() + PATIENCE_MS;
    struct readers_fd fds[READERS_FDS_MAX];

    turn_until_ready(readers);
    for (int connections = 0; connections < 2; connections++) { /* it connects again */
        while (readers_fds(readers, fds) == 2 && fds[1].fd < 0)
            turn(readers, until_ms);
        while (readers_fds(readers, fds) == 2 && fds[1].fd >= 0)
            turn(readers, until_ms);
    }
    assert_true(ask(readers, "mei", "0"));
    turn_until_told(readers, "mei0 ");
    readers_free(readers);
}

static int people_start(void **state)
{
    int status = scratch_start(state);

    if (status == 0 && scratch_is_there())
        look_run("create role mei login; create role tao login; create role lin login");
    return status;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_login_has_its_share),
        cmocka_unit_test(test_what_is_not_begun_can_be_dropped),
        cmocka_unit_test(test_what_is_dropped_gives_its_turn),
        cmocka_unit_test(test_a_long_refusal_is_whole),
        cmocka_unit_test(test_listen_may_be_refused),
    };

    return cmocka_run_group_tests(tests, people_start, scratch_stop);
}
