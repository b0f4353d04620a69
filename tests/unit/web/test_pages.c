/* test_pages.c - which answers are shared, and how many. The doubles of the readers and of HTTP keep what they are given. */
#include "web/pages.h"

#include "base/memory.h"
#include "base/time.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* ---- doubles ---- */

enum { ASKED_MAX = 100 };

static struct {
    readers_hear *hear;
    void *context;
} asked[ASKED_MAX];
static size_t asked_count;

static const void *dropped; /* the context of the last one */

/* As of one that is not begun. */
void readers_drop(struct readers *readers, const void *context)
{
    (void)readers;
    dropped = context;
    for (size_t n = 0; n < asked_count; n++)
        if (asked[n].context == context)
            asked[n].hear(&(struct readers_answer){.outcome = READERS_LEFT}, asked[n].context);
}

static const void *stays; /* the only request whose client has not gone; NULL: none has */

bool http_request_is_left(const struct http_request *request)
{
    return stays != NULL && request != stays;
}

static size_t answered_count;
static char answered[8]; /* the last body's first bytes */

bool readers_ask(struct readers *readers, const struct readers_question *question,
                 readers_hear *hear, void *context, int64_t now_ms)
{
    (void)readers, (void)question, (void)now_ms;
    assert_true(asked_count < ASKED_MAX);
    asked[asked_count].hear = hear;
    asked[asked_count++].context = context;
    return true;
}

void http_answer(struct http_request *request, const struct http_answer *answer)
{
    (void)request;
    assert_int_equal(answer->status, 200);
    snprintf(answered, sizeof answered, "%.*s", answer->length < 7 ? (int)answer->length : 7,
             (const char *)answer->body);
    answered_count++;
}

static struct http_problem refused; /* the last one */

void http_answer_wrong(struct http_request *request, const struct http_problem *wrong)
{
    (void)request;
    refused = *wrong;
}

void http_answer_problem(struct http_request *request, int status, const char *code,
                         const char *message)
{
    http_answer_wrong(request,
                      &(struct http_problem){.status = status, .code = code, .message = message});
}

/* ---- */

static struct pages *pages;
static int64_t now_ms; /* stands still: whatever was made is fresh */

static int setup(void **state)
{
    (void)state;
    asked_count = answered_count = 0;
    dropped = stays = NULL;
    now_ms = clock_monotonic_ms();
    pages = pages_new(NULL);
    return pages == NULL;
}

static int teardown(void **state)
{
    (void)state;
    pages_free(pages);
    return refused.status; /* nothing else was refused */
}

/* A request is its address. */
static char requests[2];

/* The n-th page of a list. */
static void get_by(size_t n, char *request)
{
    struct web_question question;
    struct web_problem problem;
    char query[80];

    snprintf(query, sizeof query, "list=targets&after=%zu", n);
    web_question_init(&question, web_route_find("/api/lists"));
    assert_true(web_question_read_query(&question, query, &problem));
    pages_ask(pages, (struct http_request *)(void *)request, "mei", &question, now_ms);
    web_question_clear(&question);
}

static void get(size_t n)
{
    get_by(n, &requests[0]);
}

/* Of the n-th question that was put to the database. */
static void answer(size_t n, struct text value)
{
    asked[n].hear(&(struct readers_answer){.outcome = READERS_DONE, .value = value},
                  asked[n].context);
}

static void test_the_same_is_asked_once(void **state)
{
    (void)state;
    get(0);
    get(0);
    assert_int_equal(asked_count, 1);
    answer(0, TEXT("old"));
    assert_int_equal(answered_count, 2);
    get(0);
    assert_int_equal(answered_count, 3);
    assert_int_equal(asked_count, 1);
}

static void test_what_was_before_is_not_given(void **state)
{
    (void)state;
    get(0);
    answer(0, TEXT("old"));
    assert_string_equal(answered, "old");
    pages_renew(pages);
    get(0);
    get(0); /* while the new answer is under way */
    assert_int_equal(answered_count, 1);
    assert_int_equal(asked_count, 2);
    answer(1, TEXT("new"));
    assert_int_equal(answered_count, 3);
    assert_string_equal(answered, "new");
}

/* Who asked after a settlement waits for a question from after it. */
static void test_an_answer_from_before_does_not_do(void **state)
{
    (void)state;
    get(0);
    pages_renew(pages);
    get(0);
    answer(0, TEXT("old"));
    assert_int_equal(answered_count, 1);
    assert_int_equal(asked_count, 2);
    answer(1, TEXT("new"));
    assert_string_equal(answered, "new");
    assert_int_equal(answered_count, 2);
}

/* 64 MiB are kept, 64 of the largest; those that do not fit are asked for again. */
static void test_what_is_kept_has_a_limit(void **state)
{
    (void)state;
    size_t size = 1 << 20, kept = 64, all = 70;
    char *bytes = memory_alloc_or_die(size);

    memset(bytes, 'x', size);
    for (size_t n = 0; n < all; n++) {
        get(n);
        answer(n, (struct text){bytes, size});
    }
    for (size_t n = 0; n < all; n++)
        get(n);
    assert_int_equal(asked_count, all + all - kept);
    assert_int_equal(answered_count, all + kept);
    memory_free(bytes);
}

/* And forgotten when it is too old, though nobody asks. */
static void test_a_turn_forgets(void **state)
{
    (void)state;
    get(0);
    answer(0, TEXT("old"));
    pages_turn(pages, now_ms);
    get(0);
    assert_int_equal(asked_count, 1);
    pages_turn(pages, clock_monotonic_ms() + PAGES_FRESH_MS);
    get(0);
    assert_int_equal(asked_count, 2);
}

/* Only when none waits any more; and never what is written. */
static void test_what_nobody_waits_for_is_dropped(void **state)
{
    (void)state;
    get_by(0, &requests[0]);
    get_by(0, &requests[1]);
    stays = &requests[1];
    pages_turn(pages, now_ms);
    assert_null(dropped);
    stays = &stays; /* nobody */
    pages_turn(pages, now_ms);
    assert_ptr_equal(dropped, asked[0].context);
    assert_int_equal(refused.status, 499);
    assert_int_equal(pages_statistics(pages)->outcomes[READERS_LEFT], 1);
    get(0);
    assert_int_equal(asked_count, 2);
    refused.status = 0;
}

static void test_what_is_written_is_not_dropped(void **state)
{
    struct web_question question;
    struct web_problem problem;

    (void)state;
    web_question_init(&question, web_route_find("/api/acknowledge"));
    assert_true(web_question_read_body(&question, TEXT("{\"for_month\": \"2026-10\"}"), &problem));
    pages_ask(pages, (struct http_request *)(void *)&requests[0], "mei", &question, now_ms);
    web_question_clear(&question);
    stays = &stays;
    pages_turn(pages, now_ms);
    assert_null(dropped);
}

static void refuse(size_t n, const char *sqlstate, unsigned retry_seconds)
{
    asked[n].hear(&(struct readers_answer){.outcome = READERS_REFUSED,
                                           .sqlstate = sqlstate,
                                           .message = "why",
                                           .field = "list",
                                           .retry_seconds = retry_seconds},
                  asked[n].context);
}

static void test_what_is_refused_is_told(void **state)
{
    static const struct {
        const char *sqlstate;
        unsigned retry_seconds;
        int status;
        const char *code;
        bool said; /* by the function, about a field */
    } cases[] = {
        {"22023", 0, 400, "refused", true},     {"55000", 0, 400, "refused", true},
        {"42501", 0, 403, "not_allowed", true}, {"53400", 1834, 429, "limit", true},
        {"53400", 0, 503, "busy", false}, /* the server's own limits: it takes more later */
        {"57014", 0, 503, "slow", false},       {"23505", 0, 400, "refused", false},
        {"XX000", 0, 500, "failed", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        get(i);
        refuse(i, cases[i].sqlstate, cases[i].retry_seconds);
        assert_int_equal(refused.status, cases[i].status);
        assert_string_equal(refused.code, cases[i].code);
        assert_int_equal(strcmp(refused.message, "why") == 0, cases[i].said);
        assert_int_equal(refused.field != NULL, cases[i].said);
        assert_int_equal(refused.retry_seconds, cases[i].retry_seconds);
    }
    refused.status = 0;
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_the_same_is_asked_once),
        TEST(test_what_was_before_is_not_given),
        TEST(test_an_answer_from_before_does_not_do),
        TEST(test_what_is_kept_has_a_limit),
        TEST(test_a_turn_forgets),
        TEST(test_what_nobody_waits_for_is_dropped),
        TEST(test_what_is_written_is_not_dropped),
        TEST(test_what_is_refused_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
