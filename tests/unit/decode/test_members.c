/*
 * test_members.c - every member of every type, by a table of the contract that is the test's own.
 *
 * For each member: absent, null, empty, every good and every bad value of its form, in both modes; and
 * that the members of other types are ignored, whatever they hold.
 */
#include "decode/give.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define A32 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define A128 A32 A32 A32 A32
/* A character of three bytes: 42 of them are 126 bytes. */
#define HAN6 "\xE5\xA4\xA9\xE5\xA4\xA9\xE5\xA4\xA9\xE5\xA4\xA9\xE5\xA4\xA9\xE5\xA4\xA9"
#define HAN42 HAN6 HAN6 HAN6 HAN6 HAN6 HAN6 HAN6

struct value {
    const char *json;
    int reason; /* or GIVE_OK */
};

struct form {
    const char *name;
    const char *usual;
    bool is_string; /* the empty string is as if it were absent */
    struct value values[24];
};

#define OK GIVE_OK
#define INVALID REASON_INVALID_VALUE
#define RANGE REASON_OUT_OF_RANGE
#define TYPE REASON_WRONG_TYPE

static const struct form forms[] = {
    {"text",
     "\"t1\"",
     true,
     {{"\"x\"", OK},
      {"\" \"", OK},
      {"\"(x)\"", OK},
      {"\"" A128 "\"", OK},
      {"\"" A128 "a\"", INVALID},
      {"\"" HAN42 "\"", OK},
      {"\"" HAN42 "aa\"", OK},
      {"\"" HAN42 "\\u5929\"", INVALID},
      {"\"\\ud83d\\ude00\"", OK},
      {"\"\\u0001\"", OK},
      {"\"a\\u0000b\"", INVALID},
      {"\"\\ud83d\"", REASON_NOT_UTF8},
      {"5", TYPE},
      {"true", TYPE},
      {"{}", TYPE},
      {"[\"x\"]", TYPE}}},
    {"agent",
     "\"a1\"",
     true,
     {{"\"jd:agent 1\"", OK},
      {"\"a(b)\"", OK},
      {"\"" A128 "\"", OK},
      {"\"" A128 "a\"", INVALID},
      {"\"(\"", INVALID},
      {"\"(silent)\"", INVALID},
      {"\"\\u0028x\"", INVALID},
      {"17", TYPE},
      {"false", TYPE},
      {"[]", TYPE}}},
    {"money",
     "\"129.90\"",
     true,
     {{"\"0\"", OK},
      {"\"0.00\"", OK},
      {"\"5.5\"", OK},
      {"\"999999999999.99\"", OK},
      {"\"1000000000000\"", RANGE},
      {"\"-1\"", RANGE},
      {"\"-0.00\"", RANGE},
      {"\"12,5\"", INVALID},
      {"\"1.234\"", INVALID},
      {"\"1.\"", INVALID},
      {"\".5\"", INVALID},
      {"\"007\"", OK},
      {"\"00\"", OK},
      {"\"+1\"", INVALID},
      {"\"1e3\"", INVALID},
      {"\" 1\"", INVALID},
      {"\"-\"", INVALID},
      {"\"1 \"", INVALID},
      {"\"1.5.5\"", INVALID},
      {"\"\\uff11\"", INVALID},
      {"129.90", TYPE},
      {"0", TYPE},
      {"{}", TYPE}}},
    {"currency",
     "\"CNY\"",
     true,
     {{"\"CNY\"", OK},
      {"\"USD\"", REASON_CURRENCY_MISMATCH},
      {"\"cny\"", REASON_CURRENCY_MISMATCH},
      {"\"CNYX\"", REASON_CURRENCY_MISMATCH},
      {"\"" A128 "a\"", INVALID},
      {"156", TYPE}}},
    {"count",
     "3",
     false,
     {{"0", OK},
      {"-0", OK},
      {"5.0", OK},
      {"1e3", OK},
      {"9007199254740991", OK},
      {"9007199254740992", RANGE},
      {"1e300", RANGE},
      {"-1", RANGE},
      {"4.5", TYPE},
      {"-4.5", TYPE},
      {"\"5\"", TYPE},
      {"\"\"", TYPE},
      {"true", TYPE},
      {"1e400", RANGE},
      {"-1e400", RANGE},
      {"[5]", TYPE}}},
    {"rating",
     "3",
     false, /* of a scale of 5 */
     {{"1", OK},
      {"5", OK},
      {"2.0", OK},
      {"0", RANGE},
      {"6", RANGE},
      {"-3", RANGE},
      {"2.5", TYPE},
      {"9007199254740993", RANGE},
      {"-9007199254740992", RANGE},
      {"\"3\"", TYPE},
      {"\"\"", TYPE}}},
    {"points",
     "5",
     false, /* the scale of a rating of 3 */
     {{"3", OK},
      {"10", OK},
      {"1e1", OK},
      {"2", RANGE},
      {"1", RANGE},
      {"0", RANGE},
      {"-5", RANGE},
      {"4.5", TYPE},
      {"\"5\"", TYPE},
      {"9007199254740991", OK},
      {"9007199254740992", RANGE}}},
    {"score",
     "50",
     false, /* of a scale of 80 */
     {{"0", OK},
      {"80", OK},
      {"-0.0", OK},
      {"79.99", OK},
      {"80.01", RANGE},
      {"-0.01", RANGE},
      {"\"50\"", TYPE},
      {"\"\"", TYPE},
      {"true", TYPE},
      {"1e400", RANGE}}},
    {"scale",
     "80",
     false, /* of a score of 50 */
     {{"50", OK}, {"50.5", OK}, {"49.9", RANGE}, {"0", RANGE}, {"-80", RANGE}, {"\"80\"", TYPE}}},
    {"quantity",
     "2",
     false,
     {{"0", OK},
      {"-0.0", OK},
      {"2.5", OK},
      {"1e-400", OK},
      {"1e308", OK},
      {"-0.1", RANGE},
      {"-1e400", RANGE},
      {"\"2\"", TYPE},
      {"\"\"", TYPE},
      {"{}", TYPE}}},
    {"number",
     "1",
     false,
     {{"-1.5", OK},
      {"0", OK},
      {"1e308", OK},
      {"-1e308", OK},
      {"2e308", RANGE},
      {"\"1\"", TYPE},
      {"\"\"", TYPE},
      {"false", TYPE},
      {"[]", TYPE}}},
    {"bool",
     "true",
     false,
     {{"true", OK},
      {"false", OK},
      {"1", TYPE},
      {"0", TYPE},
      {"\"true\"", TYPE},
      {"\"\"", TYPE},
      {"{}", TYPE}}},
    {"instant",
     "\"2026-10-06T00:00:00+08:00\"",
     true,
     {{"\"2000-01-01T00:00:00Z\"", OK},
      {"\"2100-12-31T23:59:59.999Z\"", OK},
      {"\"1999-12-31T23:59:59.999Z\"", RANGE},
      {"\"2101-01-01T00:00:00Z\"", RANGE},
      {"\"2000-01-01T00:00:00+00:01\"", RANGE},
      {"\"2026-10-06\"", INVALID},
      {"\"2026-10-06T00:00:00\"", INVALID},
      {"\"2026-02-30T00:00:00Z\"", INVALID},
      {"1791192600", TYPE}}},
    {"date",
     "\"2026-10-05\"",
     true,
     {{"\"2000-01-01\"", OK},
      {"\"2100-12-31\"", OK},
      {"\"2028-02-29\"", OK},
      {"\"1999-12-31\"", RANGE},
      {"\"2101-01-01\"", RANGE},
      {"\"0999-01-01\"", RANGE},
      {"\"2026-02-29\"", INVALID},
      {"\"2026-13-01\"", INVALID},
      {"\"2026-1-1\"", INVALID},
      {"\"20261005\"", INVALID},
      {"\"2026-10-05T00:00:00Z\"", INVALID},
      {"20261005", TYPE}}},
    {"period",
     "\"2026-10\"",
     true,
     {{"\"2026\"", OK},
      {"\"2026-01\"", OK},
      {"\"2026-12\"", OK},
      {"\"2026-Q1\"", OK},
      {"\"2026-Q4\"", OK},
      {"\"2026-H1\"", OK},
      {"\"2026-H2\"", OK},
      {"\"2000\"", OK},
      {"\"2100-12\"", OK},
      {"\"1999\"", RANGE},
      {"\"2101-Q1\"", RANGE},
      {"\"2026-00\"", INVALID},
      {"\"2026-13\"", INVALID},
      {"\"2026-20\"", INVALID},
      {"\"2026-Q5\"", INVALID},
      {"\"2026-Q0\"", INVALID},
      {"\"2026-H3\"", INVALID},
      {"\"2026-q4\"", INVALID},
      {"\"2026Q4\"", INVALID},
      {"\"2026-10-05\"", INVALID},
      {"\"202\"", INVALID},
      {"\"202x\"", INVALID},
      {"2026", TYPE}}},
    {"from",
     "\"customer\"",
     true,
     {{"\"customer\"", OK},
      {"\"agent\"", OK},
      {"\"bot\"", OK},
      {"\"system\"", OK},
      {"\"Customer\"", INVALID},
      {"\"human\"", INVALID},
      {"\"agents\"", INVALID},
      {"1", TYPE}}},
    {"intent",
     "\"presale\"",
     true,
     {{"\"presale\"", OK}, {"\"aftersale\"", OK}, {"\"other\"", INVALID}, {"true", TYPE}}},
    {"role",
     "\"peer\"",
     true,
     {{"\"self\"", OK},
      {"\"peer\"", OK},
      {"\"lead\"", OK},
      {"\"manager\"", OK},
      {"\"hq\"", OK},
      {"\"boss\"", INVALID},
      {"\"HQ\"", INVALID},
      {"2", TYPE}}},
    {"status",
     "\"regular\"",
     true,
     {{"\"probation\"", OK},
      {"\"regular\"", OK},
      {"\"left\"", OK},
      {"\"gone\"", INVALID},
      {"{}", TYPE}}},
};

/* The contract: `name:form` for every member a type knows, `!` after required ones. */
static const struct {
    const char *type;
    const char *members;
} contract[] = {
    {"chat.message", "conversation:text! customer:text! from:from! agent:agent auto:bool "
                     "closing:bool intent:intent"},
    {"chat.assigned", "conversation:text! agent:agent! customer:text"},
    {"chat.transferred", "conversation:text! from_agent:agent! to_agent:agent!"},
    {"chat.closed", "conversation:text!"},
    {"order.created", "order:text! customer:text! amount:money! currency:currency agent:agent "
                      "items:count flagged:bool pay_due:instant"},
    {"order.updated", "order:text! amount:money currency:currency agent:agent pay_due:instant "
                      "flagged:bool"},
    {"order.paid", "order:text! amount:money! customer:text currency:currency"},
    {"order.refunded", "order:text! amount:money! customer:text currency:currency"},
    {"order.cancelled", "order:text! customer:text"},
    {"ticket.created", "ticket:text! customer:text agent:agent category:text channel:text "
                       "priority:text due:instant amount:money"},
    {"ticket.assigned", "ticket:text! agent:agent!"},
    {"ticket.replied", "ticket:text! agent:agent!"},
    {"ticket.pended", "ticket:text!"},
    {"ticket.resumed", "ticket:text!"},
    {"ticket.resolved", "ticket:text! agent:agent sla_met:bool"},
    {"ticket.reopened", "ticket:text!"},
    {"ticket.closed", "ticket:text! agent:agent sla_met:bool"},
    {"ticket.merged", "ticket:text! into:text!"},
    {"survey.answered", "rating:rating! scale:points! survey:text order:text agent:agent "
                        "customer:text dimension:text"},
    {"survey.answered", "rating:rating! scale:points! conversation:text"},
    {"survey.answered", "rating:rating! scale:points! ticket:text"},
    {"mark.recorded", "agent:agent! indicator:text! period:period! rater:text! role:role! "
                      "score:score! scale:scale"},
    {"tally.recorded", "agent:agent! kind:text! count:quantity! day:date"},
    {"target.set", "agent:agent! period:period! metric:text! value:number!"},
    {"agent.updated", "agent:agent! name:text employee:text team:text role:text lead:agent "
                      "status:status joined:date left:date"},
};

#define CONTRACT_COUNT (sizeof contract / sizeof contract[0])

/* One member of a list, and where the list goes on. */
struct member {
    char name[20];
    const struct form *form;
    bool is_required;
};

static const struct form *form_named(const char *name)
{
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        if (strcmp(forms[i].name, name) == 0)
            return &forms[i];
    fail_msg("no form %s", name);
    return NULL;
}

/* Takes one member off the list; false at its end. */
static bool member_next(const char **list, struct member *member)
{
    char form[20];
    int length;
    if (sscanf(*list, "%19[a-z_]:%19[a-z]%n", member->name, form, &length) != 2)
        return false;
    *list += length;
    member->form = form_named(form);
    member->is_required = **list == '!';
    *list += member->is_required;
    *list += strspn(*list, " ");
    return true;
}

/* The data of one type with the usual value of every member, but `json` for `changed` (NULL: none). */
static const char *make_data(const char *list, const char *changed, const char *json)
{
    static char data[4000];
    struct member member;
    size_t length = (size_t)sprintf(data, "{\"unknown\":[1,{\"x\":null}]");
    while (member_next(&list, &member)) {
        bool is_changed = changed && strcmp(member.name, changed) == 0;
        const char *value = is_changed ? json : member.form->usual;
        if (value)
            length += (size_t)sprintf(data + length, ",\"%s\":%s", member.name, value);
    }
    strcpy(data + length, "}");
    return data;
}

/* In both modes; a member's own faults are named by its path. */
static void expect_both(const char *type, const char *data, const char *name, int expected)
{
    char path[40];
    struct given structured = give_data(type, data), binary = give_binary(type, data);
    give_expect(data, &structured, expected);
    give_expect(data, &binary, expected);
    if (expected != REASON_MISSING_MEMBER && expected != TYPE && expected != INVALID)
        return;
    snprintf(path, sizeof path, "data.%s ", name);
    if (!strstr(structured.reject.message, "byte ") && !strstr(structured.reject.message, path))
        fail_msg("%s: the message does not name data.%s: %s", data, name,
                 structured.reject.message);
}

static void check_member(const char *type, const char *list, const struct member *member)
{
    int without = member->is_required ? REASON_MISSING_MEMBER : OK;
    const char *name = member->name;
    expect_both(type, make_data(list, name, NULL), name, without);
    expect_both(type, make_data(list, name, "null"), name, without);
    if (member->form->is_string)
        expect_both(type, make_data(list, name, "\"\""), name, without);
    for (const struct value *value = member->form->values; value->json; value++)
        expect_both(type, make_data(list, name, value->json), name, value->reason);
}

static void test_every_member(void **state)
{
    (void)state;
    for (size_t i = 0; i < CONTRACT_COUNT; i++) {
        const char *list = contract[i].members, *rest = list;
        struct member member;
        expect_both(contract[i].type, make_data(list, NULL, NULL), "", OK);
        while (member_next(&rest, &member))
            check_member(contract[i].type, list, &member);
    }
}

static bool is_known(const char *type, const char *name)
{
    for (size_t i = 0; i < CONTRACT_COUNT; i++) {
        const char *rest = contract[i].members;
        struct member member;
        while (strcmp(contract[i].type, type) == 0 && member_next(&rest, &member))
            if (strcmp(member.name, name) == 0)
                return true;
    }
    return false;
}

/* A member that only other types know is ignored, of whatever type it is: [[]] suits none. */
static void test_members_of_other_types(void **state)
{
    (void)state;
    for (size_t i = 0; i < CONTRACT_COUNT; i++) {
        for (size_t j = 0; j < CONTRACT_COUNT; j++) {
            const char *rest = contract[j].members;
            struct member member;
            while (member_next(&rest, &member)) {
                char data[5000];
                if (is_known(contract[i].type, member.name))
                    continue;
                snprintf(data, sizeof data, "{\"%s\":[[]],%s", member.name,
                         make_data(contract[i].members, NULL, NULL) + 1);
                expect_both(contract[i].type, data, member.name, OK);
            }
        }
    }
}

/* The table above knows every type of the model, and only those. */
static void test_every_type(void **state)
{
    (void)state;
    size_t types = 0;
    for (int type = 0; type < EVENT_TYPE_COUNT; type++)
        for (size_t i = 0; i < CONTRACT_COUNT; i++)
            if (strcmp(contract[i].type, event_type_name((enum event_type)type)) == 0) {
                struct given given = give_data(contract[i].type,
                                               make_data(contract[i].members, NULL, NULL));
                assert_int_equal(given.event.type, type);
                types++;
                break;
            }
    assert_int_equal(types, EVENT_TYPE_COUNT);
}

static void test_survey_of_two_things(void **state)
{
    (void)state;
    static const struct {
        const char *data;
        int reason;
    } cases[] = {
        {"{\"rating\":1,\"scale\":2,\"conversation\":\"c\",\"order\":\"o\"}", INVALID},
        {"{\"rating\":1,\"scale\":2,\"conversation\":\"c\",\"ticket\":\"t\"}", INVALID},
        {"{\"rating\":1,\"scale\":2,\"order\":\"o\",\"ticket\":\"t\"}", INVALID},
        {"{\"rating\":1,\"scale\":2,\"order\":\"\",\"ticket\":\"t\",\"conversation\":null}", OK},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct given given = give_data("survey.answered", cases[i].data);
        give_expect(cases[i].data, &given, cases[i].reason);
    }
}

static void test_mark_without_scale(void **state)
{
    (void)state;
#define MARK                                                                                       \
    "{\"agent\":\"a\",\"indicator\":\"i\",\"period\":\"2026\",\"rater\":\"r\",\"role\":\"hq\","
    struct given given = give_data("mark.recorded", MARK "\"score\":100}");
    give_expect("100 of 100", &given, OK);
    assert_true(given.event.mark.scale == 100);
    given = give_data("mark.recorded", MARK "\"score\":100,\"scale\":null}");
    give_expect("100 of null", &given, OK);
    given = give_data("mark.recorded", MARK "\"score\":100.5}");
    give_expect("100.5 of 100", &given, RANGE);
}

static int end(void **state)
{
    (void)state;
    give_end();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_member),       cmocka_unit_test(test_members_of_other_types),
        cmocka_unit_test(test_every_type),         cmocka_unit_test(test_survey_of_two_things),
        cmocka_unit_test(test_mark_without_scale),
    };
    return cmocka_run_group_tests(tests, NULL, end);
}
