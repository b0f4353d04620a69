/* test_answer.c - answers: how they are judged, what is kept of them, and what is not. */
#include "post/answer.h"
#include "post/post.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static enum post_outcome judge(long status, const char *body, bool wecom)
{
    struct post_answer answer;

    answer_judge(&answer, status, text_of(body), wecom);
    return answer.outcome;
}

static void a_status_tells_whether_to_try_again(void **state)
{
    (void)state;
    static const long failed[] = {408, 425, 429, 500, 502, 503, 504, 599};

    for (long status = 100; status < 600; status++) {
        enum post_outcome expected = status / 100 == 2 ? POST_SENT : POST_REFUSED;
        for (size_t i = 0; i < sizeof failed / sizeof failed[0]; i++)
            if (status == failed[i] || status >= 500)
                expected = POST_FAILED;
        assert_int_equal(judge(status, "", false), expected);
    }
}

static void a_group_bot_tells_in_its_body(void **state)
{
    (void)state;
    static const struct {
        const char *body;
        enum post_outcome outcome;
    } cases[] = {
        {"{\"errcode\":0,\"errmsg\":\"ok\"}", POST_SENT},
        {"{ \"errmsg\": \"ok\",\n \"errcode\" : 0 }", POST_SENT},
        {"{\"errcode\":-1,\"errmsg\":\"system busy\"}", POST_FAILED},
        {"{\"errcode\":45009}", POST_FAILED},
        {"{\"errcode\":93000}", POST_REFUSED},
        {"{\"errcode\":40008}", POST_REFUSED},
        {"{\"errcode\":}", POST_REFUSED},
        {"{\"errcode\"", POST_REFUSED},
        {"{\"errcode\":\"0\"}", POST_REFUSED},
        {"<html>", POST_REFUSED},
        {"", POST_REFUSED},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(judge(200, cases[i].body, true), cases[i].outcome);
    assert_int_equal(judge(200, "{\"errcode\":93000}", false), POST_SENT);
    assert_int_equal(judge(502, "{\"errcode\":0}", true), POST_FAILED);
    assert_int_equal(judge(404, "{\"errcode\":0}", true), POST_REFUSED);
}

static void what_is_kept_is_one_line_of_utf8(void **state)
{
    (void)state;
    struct post_answer answer;

    answer_judge(&answer, 200,
                 TEXT("a\r\nb\x1b[1m \xe6\x94\xb6 \xff \xed\xa0\x80 \xc0\xaf \xe6\x94"), false);
    assert_string_equal(answer.text, "200 a  b [1m \xe6\x94\xb6 ? ??? ?? ??");
    answer_set(&answer, POST_FAILED, "%s", "\x7f and\ttabs");
    assert_string_equal(answer.text, "  and tabs");
    assert_int_equal(answer.retry_after_s, 0);
}

static void what_is_kept_fits_in_whole_letters(void **state)
{
    (void)state;
    char body[3 * POST_ANSWER_SIZE];
    struct post_answer answer;

    for (size_t i = 0; i < sizeof body; i += 3)
        memcpy(body + i, "\xe6\x94\xb6", 3);
    answer_judge(&answer, 200, (struct text){body, sizeof body}, false);
    size_t length = strlen(answer.text);
    assert_true(length < sizeof answer.text && length >= sizeof answer.text - 3);
    assert_int_equal((length - strlen("200 ")) % 3, 0);
}

static void hidden(const char *text, const char *secret, const char *expected)
{
    char copy[200];

    snprintf(copy, sizeof copy, "%s", text);
    answer_hide(copy, text_of(secret));
    assert_string_equal(copy, expected);
}

static void parts_of_a_secret_are_hidden(void **state)
{
    (void)state;
    static const char url[] = "https://shop.example:8443/cgi-bin/send?key=0a1b2c3d4e&x=short#f";

    hidden("no 0a1b2c3d4e here", url, "no *** here");
    hidden("0a1b2c3d4e0a1b2c3d4e", url, "******");
    hidden("/send of shop.example", url, "/send of ***");
    hidden(url, url, "https://***:8443/cgi-bin/send?key=***&x=short#f");
    hidden("0a1b2c3d4", url, "0a1b2c3d4");
    hidden("short", url, "short");
    hidden("the secret whole secret!", "whole secret!", "the secret ***");
    hidden("nothing", "", "nothing");
    hidden("", url, "");
}

static void an_unknown_kind_is_refused(void **state)
{
    (void)state;
    struct posting posting = {.receiver = "x", .kind = "pigeon"};
    struct post_answer answer;

    post_send(&posting, &answer);
    assert_int_equal(answer.outcome, POST_REFUSED);
    assert_non_null(strstr(answer.text, "pigeon"));
    assert_string_equal(post_outcome_name(answer.outcome), "refused");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_status_tells_whether_to_try_again),
        cmocka_unit_test(a_group_bot_tells_in_its_body),
        cmocka_unit_test(what_is_kept_is_one_line_of_utf8),
        cmocka_unit_test(what_is_kept_fits_in_whole_letters),
        cmocka_unit_test(parts_of_a_secret_are_hidden),
        cmocka_unit_test(an_unknown_kind_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
