/* test_route.c - what a query or a body becomes: SQL that names what was given, and values; or a problem. */
#include "base/memory.h"
#include "web/route.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

struct asked {
    const char *path, *from, *sql, *values[6]; /* from: a query, or a body if the route writes */
};

static bool read_it(struct web_question *question, const char *from, struct web_problem *problem)
{
    return question->route->writes ? web_question_read_body(question, text_of(from), problem)
                                   : web_question_read_query(question, from, problem);
}

static void test_questions(void **state)
{
    static const struct asked all[] = {
        {"/api/me", "", "select web.me()::text", {NULL}},
        {"/api/me", "&&", "select web.me()::text", {NULL}},
        {"/api/waiting", "most=1000", "select web.waiting(most => $1::integer)::text", {"1000"}},
        {"/api/ranking",
         "start=2026-10-05&period_kind=week",
         "select web.ranking(period_kind => $1::text, start => $2::date)::text",
         {"week", "2026-10-05"}},
        {"/api/person",
         "agent=a+b%2B%E4%B8%9C&month=2026-10-01",
         "select web.person(agent => $1::text, month => $2::date)::text",
         {"a b+东", "2026-10-01"}},
        {"/api/appeal_decide",
         "{\"accepted\": true, \"note\": \"a\\nb\", \"appeal\": 7, \"exclusions\": []}",
         "select period.appeal_decide(appeal => $1::bigint, accepted => $2::boolean, note => "
         "$3::text, exclusions => ($4::jsonb -> 'exclusions'))::text",
         {"7", "true", "a\nb",
          "{\"accepted\": true, \"note\": \"a\\nb\", \"appeal\": 7, \"exclusions\": []}"}},
        {"/api/action_set",
         "{\"action\": 9007199254740991, \"state\": \"done\", \"note\": null}",
         "select period.action_set(action => $1::bigint, state => $2::text)::text",
         {"9007199254740991", "done"}},
        {"/api/evidence_file",
         "{\"of_period\": \"2026-10\", \"agent\": \"mei\", \"grade\": \"特优\", \"evidence\": "
         "\"x\", "
         "\"who\": null, \"what\": \"won\", \"happened_on\": \"2026-10-09\"}",
         "select period.evidence_file(of_period => $1::text, agent => $2::text, grade => $3::text, "
         "evidence => $4::text, what => $5::text, happened_on => $6::date)::text",
         {"2026-10", "mei", "特优", "x", "won", "2026-10-09"}},
        {"/api/evidence_withdraw",
         "{\"evidence\": 5, \"reason\": \"wrong\"}",
         "select period.evidence_withdraw(evidence => $1::bigint, reason => $2::text)::text",
         {"5", "wrong"}},
        {"/api/sign",
         "{\"of_period\": \"2026-Q1\", \"step\": \"department_manager\", \"content\": \"c0ffee\"}",
         "select period.sign(of_period => $1::text, step => $2::text, content => $3::text)::text",
         {"2026-Q1", "department_manager", "c0ffee"}},
        {"/api/acknowledge",
         "{\"for_month\": \"2026-10\"}",
         "select period.acknowledge(for_month => $1::date)::text",
         {"2026-10-01"}},
        {"/api/mark_give",
         "{\"id\": \"0f0f0f0f-1111-4222-8333-444455556666\", \"for_month\": \"2026-10\", "
         "\"agent\": "
         "\"mei\", \"mark\": \"execution\", \"role\": \"lead\", \"score\": 82.3}",
         "select period.mark_give(id => $1::uuid, for_month => $2::date, agent => $3::text, mark "
         "=> "
         "$4::text, role => $5::text, score => $6::numeric)::text",
         {"0f0f0f0f-1111-4222-8333-444455556666", "2026-10-01", "mei", "execution", "lead",
          "82.3"}},
        {"/api/mark_give_term",
         "{\"id\": \"0f0f0f0f-1111-4222-8333-444455556666\", \"of_term\": \"2026-Q1\", \"agent\": "
         "\"mei\", \"mark\": \"skill\", \"role\": \"self\", \"score\": 90}",
         "select period.mark_give_term(id => $1::uuid, of_term => $2::text, agent => $3::text, "
         "mark => $4::text, role => $5::text, score => $6::numeric)::text",
         {"0f0f0f0f-1111-4222-8333-444455556666", "2026-Q1", "mei", "skill", "self", "90"}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        struct web_question question;
        struct web_problem problem;
        web_question_init(&question, web_route_find(all[i].path));
        if (!read_it(&question, all[i].from, &problem))
            fail_msg("%s: %s %s", all[i].from, problem.parameter, problem.text);
        assert_string_equal(question.sql, all[i].sql);
        size_t count = 0;
        while (count < 6 && all[i].values[count] != NULL)
            count++;
        assert_int_equal(question.count, count);
        for (size_t n = 0; n < count; n++)
            assert_string_equal(question.values[n], all[i].values[n]);
        assert_null(question.language);
        web_question_clear(&question);
    }
}

static void test_the_language_is_apart(void **state)
{
    struct web_question question;
    struct web_problem problem;

    (void)state;
    web_question_init(&question, web_route_find("/api/today"));
    assert_true(web_question_read_query(&question, "language=zh&team=east", &problem));
    assert_string_equal(question.language, "zh");
    assert_string_equal(question.sql, "select web.today(team => $1::text)::text");
    web_question_clear(&question);
}

static void test_problems(void **state)
{
    static const struct asked all[] = {
        {"/api/team", "", "team", {"is missing"}},
        {"/api/team", "team=", "team", {"is missing"}},
        {"/api/team", "team=a&team=a", "team", {"is given twice"}},
        {"/api/team", "x=1", "x", {"is no parameter of /api/team"}},
        {"/api/team", "%74eam=a", "", {"is no parameter of /api/team"}},
        {"/api/team", "team=%", "team", {"is not encoded as it must be"}},
        {"/api/team", "team=a&month=2026-1", "month", {"must be a month, such as 2026-10"}},
        {"/api/team", "team=a&month=1999-12", "month", {"must be a month, such as 2026-10"}},
        {"/api/ranking", "start=2026-02-29", "start", {"must be a day, such as 2026-10-05"}},
        {"/api/waiting", "most=1001", "most", {"must be a whole number from 1 to 1000"}},
        {"/api/waiting", "most=%31x", "most", {"must be a whole number from 1 to 1000"}},
        {"/api/action_set",
         "{\"action\": 1e300, \"state\": \"done\"}",
         "action",
         {"must be a whole number from 1 to 9223372036854775807"}},
        {"/api/action_set",
         "{\"action\": \"1\", \"state\": \"done\"}",
         "action",
         {"must be a whole number from 1 to 9223372036854775807"}},
        {"/api/action_set",
         "{\"action\": 1, \"state\": [\"done\"]}",
         "state",
         {"must be one of: open done waived"}},
        {"/api/mark_give", "{\"score\": 100.5}", "score", {"must be a number from 0 to 100"}},
        {"/api/mark_give", "{\"score\": -1}", "score", {"must be a number from 0 to 100"}},
        {"/api/mark_give", "{\"score\": \"80\"}", "score", {"must be a number from 0 to 100"}},
        {"/api/mark_give",
         "{\"id\": \"0F0F0F0F-1111-4222-8333-444455556666\"}",
         "id",
         {"must be a UUID in small letters"}},
        {"/api/mark_give",
         "{\"id\": \"0f0f0f0f-1111-4222-8333-44445555666g\"}",
         "id",
         {"must be a UUID in small letters"}},
        {"/api/evidence_file",
         "{\"happened_on\": \"9 October\"}",
         "happened_on",
         {"must be a day, such as 2026-10-05"}},
        {"/api/acknowledge",
         "{\"agent\": \"mei\"}",
         "agent",
         {"is no parameter of /api/acknowledge"}},
        {"/api/action_set", "", "", {"the body must be a JSON object"}},
        {"/api/action_set", "7", "", {"the body must be a JSON object"}},
        {"/api/action_set", "{\"action\": 1", "", {"the body must be a JSON object"}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        struct web_question question;
        struct web_problem problem;
        web_question_init(&question, web_route_find(all[i].path));
        if (read_it(&question, all[i].from, &problem))
            fail_msg("%s is taken", all[i].from);
        assert_string_equal(problem.parameter, all[i].sql);
        assert_string_equal(problem.text, all[i].values[0]);
        web_question_clear(&question);
    }
}

static void test_every_route_is_sound(void **state)
{
    (void)state;
    for (size_t i = 0; i < web_route_count; i++) {
        const struct web_route *route = &web_routes[i];
        assert_ptr_equal(web_route_find(route->path), route); /* no path twice */
        assert_int_equal(strncmp(route->path, "/api/", 5), 0);
        for (size_t n = 0; n < WEB_PARAMS_MAX && route->params[n].name != NULL; n++) {
            const struct web_param *param = &route->params[n];
            assert_in_range(strlen(param->name), 1, WEB_NAME_MAX);
            assert_true(param->type != WEB_CHOICE || param->allowed != NULL);
            assert_true(param->type != WEB_TEXT || param->most > 0);
            assert_true(param->type != WEB_INTEGER || param->least < param->most);
        }
    }
    assert_null(web_route_find("/api/none"));
}

/* Each allocation fails once: it is said, and nothing leaks (address sanitizer). */
static void test_memory_is_out(void **state)
{
    unsigned failed = 0;
    bool good = false;

    (void)state;
    for (uint64_t n = 1; !good && n < 100; n++) {
        struct web_question question;
        struct web_problem problem;
        web_question_init(&question, web_route_find("/api/action_set"));
        memory_fail_at(n);
        good = web_question_read_body(
            &question, TEXT("{\"action\": 1, \"state\": \"done\", \"note\": \"because\"}"),
            &problem);
        memory_fail_at(0);
        failed += good ? 0 : 1;
        web_question_clear(&question);
    }
    assert_true(good && failed >= 2);
}

static void test_one_member(void **state)
{
    struct buffer out;

    (void)state;
    buffer_init(&out);
    assert_true(web_body_text(TEXT("{\"a\": 1, \"login\": \"m\\u00e9i\"}"), "login", &out));
    assert_string_equal((char *)out.bytes, "méi");
    buffer_reset(&out);
    assert_false(web_body_text(TEXT("{\"login\": 1}"), "login", &out));
    assert_false(web_body_text(TEXT("{\"password\": \"x\"}"), "login", &out));
    assert_false(web_body_text(TEXT("[\"login\"]"), "login", &out));
    assert_false(web_body_text((struct text){0}, "login", &out));
    buffer_clear(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_questions),     cmocka_unit_test(test_the_language_is_apart),
        cmocka_unit_test(test_problems),      cmocka_unit_test(test_every_route_is_sound),
        cmocka_unit_test(test_memory_is_out), cmocka_unit_test(test_one_member),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
