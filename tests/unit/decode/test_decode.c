/*
 * test_decode.c - the envelope: modes, its members, shop, time, sizes, the order of checks; what events
 * hold; and memory that runs out at any allocation.
 */
#include "base/hash.h"
#include "base/memory.h"
#include "base/time.h"
#include "decode/give.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define A64 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define A256 A64 A64 A64 A64

/* An envelope of which each test changes a part. */
#define SPEC "\"specversion\":\"1.0\""
#define ID "\"id\":\"i1\""
#define SOURCE "\"source\":\"/s\""
#define KIND "\"type\":\"chat.closed\""
#define TIME "\"time\":\"" GIVE_TIME "\""
#define DATA "\"data\":{\"conversation\":\"c\"}"
#define REST ID "," SOURCE "," KIND "," TIME "," DATA "}"
#define GOOD "{" SPEC "," REST

struct expectation {
    const char *value;
    int reason; /* or GIVE_OK */
};

#define CHECK_ALL(cases)                                                                           \
    for (size_t at = 0; at < sizeof(cases) / sizeof(cases)[0]; at++) {                             \
        struct given given = give((cases)[at].value);                                              \
        give_expect((cases)[at].value, &given, (cases)[at].reason);                                \
    }

static void test_give_time(void **state)
{
    (void)state;
    int64_t ms;
    assert_true(time_parse(TEXT(GIVE_TIME), &ms));
    assert_int_equal(ms, GIVE_TIME_MS);
}

static const struct expectation envelopes[] = {
    {GOOD, GIVE_OK},
    {" \t\r\n" GOOD " \t\r\n", GIVE_OK},
    /* unknown members of any type, and those of CloudEvents that mean nothing here */
    {"{\"subject\":5,\"datacontenttype\":[],\"dataschema\":null,\"x\":{\"id\":{}}," SPEC "," REST,
     GIVE_OK},
    {"{\"conversation\":1,\"agent\":{}," SPEC "," REST, GIVE_OK}, /* of data, not of the envelope */
    /* names by escape */
    {"{\"spec\\u0076ersion\":\"1\\u002e0\"," REST, GIVE_OK},
    /* no CloudEvent */
    {"null", REASON_NOT_CLOUDEVENT},
    {"[]", REASON_NOT_CLOUDEVENT},
    {"5", REASON_NOT_CLOUDEVENT},
    {"\"x\"", REASON_NOT_CLOUDEVENT},
    {"true", REASON_NOT_CLOUDEVENT},
    {"{}", REASON_NOT_CLOUDEVENT},
    {"[" GOOD "]", REASON_NOT_CLOUDEVENT},
    {"{" REST, REASON_NOT_CLOUDEVENT},
    {"{\"specversion\":\"0.3\"," REST, REASON_NOT_CLOUDEVENT},
    {"{\"specversion\":\"1.0.1\"," REST, REASON_NOT_CLOUDEVENT},
    {"{\"specversion\":\"\"," REST, REASON_NOT_CLOUDEVENT},
    {"{\"specversion\":1.0," REST, REASON_NOT_CLOUDEVENT},
    {"{\"specversion\":null," REST, REASON_NOT_CLOUDEVENT},
    {"{\"Specversion\":\"1.0\"," REST, REASON_NOT_CLOUDEVENT},
    /* id and source: 1 to 256 bytes */
    {"{" SPEC ",\"id\":\"" A256 "\"," SOURCE "," KIND "," TIME "," DATA "}", GIVE_OK},
    {"{" SPEC ",\"id\":\"" A256 "a\"," SOURCE "," KIND "," TIME "," DATA "}", REASON_INVALID_VALUE},
    {"{" SPEC ",\"id\":\"\"," SOURCE "," KIND "," TIME "," DATA "}", REASON_MISSING_MEMBER},
    {"{" SPEC ",\"id\":null," SOURCE "," KIND "," TIME "," DATA "}", REASON_MISSING_MEMBER},
    {"{" SPEC "," SOURCE "," KIND "," TIME "," DATA "}", REASON_MISSING_MEMBER},
    {"{" SPEC ",\"id\":1," SOURCE "," KIND "," TIME "," DATA "}", REASON_WRONG_TYPE},
    {"{" SPEC "," ID ",\"source\":\"" A256 "\"," KIND "," TIME "," DATA "}", GIVE_OK},
    {"{" SPEC "," ID ",\"source\":\"" A256 "a\"," KIND "," TIME "," DATA "}", REASON_INVALID_VALUE},
    {"{" SPEC "," ID "," KIND "," TIME "," DATA "}", REASON_MISSING_MEMBER},
    {"{" SPEC "," ID ",\"source\":{}," KIND "," TIME "," DATA "}", REASON_WRONG_TYPE},
    /* type */
    {"{" SPEC "," ID "," SOURCE "," TIME "," DATA "}", REASON_MISSING_MEMBER},
    {"{" SPEC "," ID "," SOURCE ",\"type\":\"chat.opened\"," TIME "," DATA "}",
     REASON_UNKNOWN_TYPE},
    {"{" SPEC "," ID "," SOURCE ",\"type\":\"Chat.Closed\"," TIME "," DATA "}",
     REASON_UNKNOWN_TYPE},
    {"{" SPEC "," ID "," SOURCE ",\"type\":[\"chat.closed\"]," TIME "," DATA "}",
     REASON_WRONG_TYPE},
    /* time */
    {"{" SPEC "," ID "," SOURCE "," KIND "," DATA "}", REASON_MISSING_MEMBER},
    {"{" SPEC "," ID "," SOURCE "," KIND ",\"time\":1791192600," DATA "}", REASON_WRONG_TYPE},
    {"{" SPEC "," ID "," SOURCE "," KIND ",\"time\":\"2026-10-05\"," DATA "}",
     REASON_INVALID_VALUE},
    {"{" SPEC "," ID "," SOURCE "," KIND ",\"time\":\"2026-10-05T09:30:00\"," DATA "}",
     REASON_INVALID_VALUE},
    {"{" SPEC "," ID "," SOURCE "," KIND ",\"time\":\"2026-02-29T09:30:00Z\"," DATA "}",
     REASON_INVALID_VALUE},
    /* data */
    {"{" SPEC "," ID "," SOURCE "," KIND "," TIME "}", REASON_MISSING_MEMBER},
    {"{" SPEC "," ID "," SOURCE "," KIND "," TIME ",\"data\":null}", REASON_MISSING_MEMBER},
    {"{" SPEC "," ID "," SOURCE "," KIND "," TIME ",\"data_base64\":\"e30=\"}",
     REASON_MISSING_MEMBER},
    {"{" SPEC "," ID "," SOURCE "," KIND "," TIME ",\"data\":\"{}\"}", REASON_WRONG_TYPE},
    {"{" SPEC "," ID "," SOURCE "," KIND "," TIME ",\"data\":[]}", REASON_WRONG_TYPE},
};

static void test_envelope(void **state)
{
    (void)state;
    CHECK_ALL(envelopes)
}

/* Of two faults the one that is checked first is reported. */
static void test_order_of_checks(void **state)
{
    (void)state;
    static const struct expectation cases[] = {
        {"{\"a\":\"\xFF\",,", REASON_NOT_UTF8},
        {"{,,\"\xFF\"", REASON_NOT_UTF8},
        {"{\"a\":\"\\ud800\",,}", REASON_NOT_JSON},
        {"[[[[[[[[[[[[[[[[[\"\\ud800\"]]]]]]]]]]]]]]]]]", REASON_NOT_UTF8},
        {"[[[[[[[[[[[[[[[[[", REASON_NOT_JSON},
        {"[[[[[[[[[[[[[[[[[\"\\u0000\",{\"a\":1,\"a\":1}]]]]]]]]]]]]]]]]]",
         REASON_NESTING_TOO_DEEP},
        {"{\"a\":\"\\u0000\",\"a\":1}", REASON_INVALID_VALUE},
        {"{\"a\":1,\"a\":1}", REASON_DUPLICATE_MEMBER},
        {"{\"specversion\":\"2.0\",\"shop\":\"other\"}", REASON_NOT_CLOUDEVENT},
        {"{" SPEC ",\"shop\":5,\"type\":\"none\"}", REASON_WRONG_TYPE},
        {"{" SPEC ",\"type\":\"none\"}", REASON_UNKNOWN_TYPE},
        {"{" SPEC "," KIND ",\"source\":5}", REASON_MISSING_MEMBER},
        {"{" SPEC "," KIND "," ID ",\"source\":5}", REASON_WRONG_TYPE},
        {"{" SPEC "," KIND "," ID "," SOURCE ",\"time\":\"x\"}", REASON_INVALID_VALUE},
        {"{" SPEC "," KIND "," ID "," SOURCE ",\"time\":\"1999-01-01T00:00:00Z\"}",
         REASON_TIME_OUT_OF_RANGE},
    };
    CHECK_ALL(cases)
}

static void test_duplicates(void **state)
{
    (void)state;
    static const struct expectation cases[] = {
        {"{" SPEC "," SPEC "," REST, REASON_DUPLICATE_MEMBER},
        {"{\"x\":1,\"x\":2," SPEC "," REST, REASON_DUPLICATE_MEMBER},
        {"{\"\":1,\"\":2," SPEC "," REST, REASON_DUPLICATE_MEMBER},
        {"{\"x\":null,\"\\u0078\":null," SPEC "," REST, REASON_DUPLICATE_MEMBER},
        {"{\"x\":[{\"y\":{\"z\":1,\"z\":1}}]," SPEC "," REST, REASON_DUPLICATE_MEMBER},
        {"{\"x\":[{\"y\":1},{\"y\":1}],\"X\":0,\"y\":{\"y\":{\"y\":1}}," SPEC "," REST, GIVE_OK},
    };
    CHECK_ALL(cases)
    struct given given = give_data("chat.closed",
                                   "{\"conversation\":\"c\",\"conversation\":\"c\"}");
    give_expect("twice in data", &given, REASON_DUPLICATE_MEMBER);
    given = give_binary("chat.closed",
                        "{\"conversation\":\"c\",\"x\":{\"y\":[0,{\"a\":1,\"a\":1}]}}");
    give_expect("twice in binary data", &given, REASON_DUPLICATE_MEMBER);
    assert_non_null(strstr(given.reject.message, "data.x.y[1] has the member \"a\" twice"));
}

/* 16 levels are taken; the envelope is the first, and data is the second in both modes. */
static void test_nesting(void **state)
{
    (void)state;
    for (int levels = 13; levels <= 16; levels++) { /* below data, which is level 2 */
        char data[100] = "{\"conversation\":\"c\",\"x\":", *at = data + strlen(data);
        memset(at, '[', (size_t)levels);
        memset(at + levels, ']', (size_t)levels);
        strcpy(at + 2 * levels, "}");
        int expected = 2 + levels <= 16 ? GIVE_OK : REASON_NESTING_TOO_DEEP;
        struct given given = give_data("chat.closed", data);
        give_expect(data, &given, expected);
        given = give_binary("chat.closed", data);
        give_expect(data, &given, expected);
    }
}

static void test_size(void **state)
{
    (void)state;
    char *value = malloc(RECORD_VALUE_MAX + 1);
    assert_non_null(value);
    memset(value, ' ', RECORD_VALUE_MAX + 1);
    memcpy(value, GOOD, strlen(GOOD));
    struct given given = give_bytes(value, RECORD_VALUE_MAX);
    give_expect("64 KiB", &given, GIVE_OK);
    given = give_bytes(value, RECORD_VALUE_MAX + 1);
    give_expect("64 KiB and a byte", &given, REASON_TOO_LARGE);
    value[0] = '\xFF';
    given = give_bytes(value, RECORD_VALUE_MAX + 1);
    give_expect("size comes first", &given, REASON_TOO_LARGE);
    free(value);
    struct record record = {.value = TEXT(GOOD), .timestamp_ms = GIVE_TIME_MS, .cut = true};
    given = give_record(&record);
    give_expect("cut", &given, REASON_TOO_LARGE);
}

static void test_tombstone(void **state)
{
    (void)state;
    struct record record = {.timestamp_ms = TIME_NONE};
    struct given given = give_record(&record);
    assert_string_equal(give_outcome(&given), "tombstone");
    given = give("");
    give_expect("no bytes", &given, REASON_NOT_JSON);
    given = give(" ");
    give_expect("a space", &given, REASON_NOT_JSON);
}

static void test_shop(void **state)
{
    (void)state;
    static const struct {
        const char *member;
        const char *outcome;
    } cases[] = {
        {"\"shop\":\"main\"", "event"},
        {"\"shop\":\"\"", "event"},
        {"\"shop\":null", "event"},
        {"\"shop\":\"other\"", "other shop"},
        {"\"shop\":\"Main\"", "other shop"},
        {"\"shop\":\"" A64 A64 "a\"", "invalid_value"},
        {"\"shop\":[\"main\"]", "wrong_type"},
        /* nothing else of another shop's event is looked at … */
        {"\"shop\":\"other\",\"type\":\"none\",\"data\":5", "other shop"},
        {"\"shop\":\"other\",\"id\":5", "other shop"},
        /* … but that it is a CloudEvent */
        {"\"shop\":\"other\",\"x\":{\"a\":1,\"a\":1}", "duplicate_member"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char value[1000];
        bool is_whole = strstr(cases[i].member, "type") || strstr(cases[i].member, "\"id\"");
        snprintf(value, sizeof value, "{" SPEC ",%s%s", cases[i].member, is_whole ? "}" : "," REST);
        struct given given = give(value);
        if (strcmp(give_outcome(&given), cases[i].outcome) != 0)
            fail_msg("%s gives %s", value, give_outcome(&given));
    }
}

static void test_no_shop_configured(void **state)
{
    (void)state;
    struct decode_options options = {.currency = TEXT("GBP")};
    struct error error;
    struct decoder *decoder = decoder_new(&options, &error);
    struct record record = {.value = TEXT("{\"shop\":\"any\"," SPEC "," REST),
                            .timestamp_ms = GIVE_TIME_MS};
    struct event event;
    struct reject reject;
    assert_int_equal(decode(decoder, &record, 0, &event, &reject), DECODE_EVENT);
    record.value = TEXT("{\"shop\":5," SPEC "," REST);
    assert_int_equal(decode(decoder, &record, 0, &event, &reject), DECODE_REJECT);
    assert_int_equal(reject.reason, REASON_WRONG_TYPE);
    decoder_free(decoder);
    decoder_free(NULL);
}

static struct given give_at(const char *time, int64_t timestamp_ms)
{
    char value[400];
    snprintf(value, sizeof value, "{" SPEC "," ID "," SOURCE "," KIND ",\"time\":\"%s\"," DATA "}",
             time);
    struct record record = {.value = text_of(value), .timestamp_ms = timestamp_ms};
    return give_record(&record);
}

/* The bounds are part of the range; GIVE_TIME_MS is the present too, for records without a time. */
static void test_time_range(void **state)
{
    (void)state;
    const int64_t day_before = GIVE_TIME_MS - TIME_MS_PER_DAY;
    const struct {
        const char *time;
        int64_t timestamp_ms;
        int expected;
    } cases[] = {
        {"2000-01-01T00:00:00Z", GIVE_TIME_MS, GIVE_OK},
        {"1999-12-31T23:59:59.999Z", GIVE_TIME_MS, REASON_TIME_OUT_OF_RANGE},
        {"2000-01-01T07:59:59.999+08:00", GIVE_TIME_MS, REASON_TIME_OUT_OF_RANGE},
        {"0001-01-01T00:00:00Z", GIVE_TIME_MS, REASON_TIME_OUT_OF_RANGE},
        {"2026-10-06T09:30:00Z", GIVE_TIME_MS, GIVE_OK},
        {"2026-10-06T09:30:00.001Z", GIVE_TIME_MS, REASON_TIME_OUT_OF_RANGE},
        {"2026-10-06T09:30:00Z", TIME_NONE, GIVE_OK},
        {"2026-10-06T09:30:00.001Z", TIME_NONE, REASON_TIME_OUT_OF_RANGE},
        {"2026-10-05T09:30:00Z", day_before, GIVE_OK},
        {"2026-10-05T09:30:00.001Z", day_before, REASON_TIME_OUT_OF_RANGE},
        {"2000-01-01T00:00:00Z", 0, REASON_TIME_OUT_OF_RANGE},
        {"9999-12-31T23:59:59Z", INT64_MAX, GIVE_OK},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct given given = give_at(cases[i].time, cases[i].timestamp_ms);
        give_expect(cases[i].time, &given, cases[i].expected);
    }
}

/* What lies before the limit is too old, whatever else is wrong with it later; what lies on it is not. */
static void test_too_old(void **state)
{
    (void)state;
    static const struct {
        const char *time;
        const char *outcome;
    } cases[] = {
        {"2026-10-05T09:29:59.999Z", "too old"},
        {"2000-01-01T00:00:00Z", "too old"},
        {"1999-12-31T23:59:59.999Z", "time_out_of_range"},
        {"2026-10-05T09:30:00Z", "event"},
        {"2026-10-05T17:30:00+08:00", "event"},
    };

    decoder_keep_from(give_decoder(), GIVE_TIME_MS);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct given given = give_at(cases[i].time, GIVE_TIME_MS);
        assert_string_equal(give_outcome(&given), cases[i].outcome);
    }
    decoder_keep_from(give_decoder(), INT64_MIN);
}

/* Only what is summed up and then deleted grows too old: what is kept for ever is taken, whatever its time. */
static void test_types_that_grow_too_old(void **state)
{
    (void)state;
    static const struct {
        const char *type;
        const char *data;
        const char *outcome;
    } cases[] = {
        {"chat.closed", "{}", "too old"},
        {"order.cancelled", "{}", "too old"},
        {"ticket.reopened", "{}", "too old"},
        {"survey.answered", "{}", "too old"},
        {"mark.recorded",
         "{\"agent\":\"a\",\"indicator\":\"i\",\"rater\":\"r\",\"period\":\"2026-09\","
         "\"role\":\"lead\",\"score\":5}",
         "event"},
        {"tally.recorded", "{\"agent\":\"a\",\"kind\":\"late\",\"count\":1}", "event"},
        {"target.set", "{\"agent\":\"a\",\"period\":\"2026-09\",\"metric\":\"m\",\"value\":1}",
         "event"},
        {"agent.updated", "{\"agent\":\"a\",\"status\":\"left\"}", "event"},
    };

    decoder_keep_from(give_decoder(), GIVE_TIME_MS + 1);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct given given = give_data(cases[i].type, cases[i].data);
        assert_string_equal(give_outcome(&given), cases[i].outcome);
    }
    decoder_keep_from(give_decoder(), INT64_MIN);
}

/* Further digits are cut; the 60th second is the next minute's 0. */
static void test_time_values(void **state)
{
    (void)state;
    static const struct {
        const char *time;
        int64_t ms_from_give_time;
    } cases[] = {
        {"2026-10-05T09:30:00.9999Z", 999}, {"2026-10-05T17:30:00+08:00", 0},
        {"2026-10-05t09:30:00z", 0},        {"2026-10-05T09:29:60Z", 0},
        {"2026-10-05T09:30:00.5Z", 500},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct given given = give_at(cases[i].time, GIVE_TIME_MS);
        give_expect(cases[i].time, &given, GIVE_OK);
        assert_int_equal(given.event.time_ms, GIVE_TIME_MS + cases[i].ms_from_give_time);
    }
}

/* ---- binary mode ------------------------------------------------------------------------------ */

/* Constant initialisers of a struct header, which TEXT is not. */
#define LITERAL(literal) .bytes = (literal), .length = sizeof(literal) - 1
#define HEADER(name_, value_)                                                                      \
    {                                                                                              \
        .name = {LITERAL(name_)}, .value = { LITERAL(value_) }                                     \
    }
#define NULL_HEADER(name_)                                                                         \
    {                                                                                              \
        .name = { LITERAL(name_) }                                                                 \
    }

struct binary_case {
    const char *name;
    struct header headers[8];
    const char *value;
    const char *outcome;
};

#define CE_REST                                                                                    \
    HEADER("ce_source", "/s"), HEADER("ce_type", "chat.closed"), HEADER("ce_time", GIVE_TIME)
#define CLOSED "{\"conversation\":\"c\"}"

/* Whether its headers are there at once, or when they are wanted. */
static void check_binary(const struct binary_case *expected, bool unread)
{
    struct record record = {.value = text_of(expected->value),
                            .timestamp_ms = GIVE_TIME_MS,
                            .headers = expected->headers};
    while (record.header_count < 8 && !text_is_absent(expected->headers[record.header_count].name))
        record.header_count++;
    record.unread = unread ? &record : NULL;
    struct given given = give_record(&record);
    if (given.result == DECODE_WANTS_HEADERS) {
        assert_true(unread);
        record.unread = NULL;
        given = give_record(&record);
    }
    if (strcmp(give_outcome(&given), expected->outcome) != 0)
        fail_msg("%s gives %s (%s)", expected->name, give_outcome(&given),
                 given.result == DECODE_REJECT ? given.reject.message : "");
}

#define V1 HEADER("ce_specversion", "1.0")
#define I1 HEADER("ce_id", "i1")

static const struct binary_case binary_cases[] = {
    {"binary", {V1, I1, CE_REST}, CLOSED, "event"},
    {"binary, upper case", {V1, HEADER("CE_Id", "i"), CE_REST}, CLOSED, "event"},
    {"binary, JSON",
     {V1, I1, HEADER("content-type", "application/json"), CE_REST},
     CLOSED,
     "event"},
    {"binary, text", {V1, I1, HEADER("content-type", "text/plain"), CE_REST}, CLOSED, "event"},
    {"binary, null type", {V1, I1, NULL_HEADER("content-type"), CE_REST}, CLOSED, "event"},
    {"structured", {HEADER("content-type", "application/cloudevents+json")}, GOOD, "event"},
    {"structured, charset",
     {HEADER("Content-Type", "Application/CloudEvents+JSON; charset=UTF-8")},
     GOOD,
     "event"},
    {"structured, space",
     {HEADER("Content-Type", "application/cloudevents+json ;x=y")},
     GOOD,
     "event"},
    {"structured, tab",
     {HEADER("Content-Type", "application/cloudevents+json\t;x=y")},
     GOOD,
     "event"},
    {"structured with headers of binary",
     {HEADER("content-type", "application/cloudevents+json"), V1, HEADER("ce_id", "")},
     GOOD,
     "event"},
    {"structured without a type", {HEADER("x", "y"), NULL_HEADER("ce_specversion")}, GOOD, "event"},
    {"structured as JSON", {HEADER("content-type", "application/json")}, GOOD, "event"},
    {"data without headers",
     {HEADER("content-type", "application/json")},
     CLOSED,
     "not_cloudevent"},
    {"data as envelope",
     {HEADER("content-type", "application/cloudevents+json")},
     CLOSED,
     "not_cloudevent"},
    {"batch",
     {HEADER("content-type", "application/cloudevents-batch+json")},
     "[]",
     "not_cloudevent"},
    {"avro", {HEADER("content-type", "application/cloudevents+avro")}, "\x02i", "not_cloudevent"},
    {"longer", {HEADER("content-type", "application/cloudevents+json5")}, CLOSED, "not_cloudevent"},
    {"not even text",
     {HEADER("content-type", "application/cloudevents\xFF")},
     CLOSED,
     "not_cloudevent"},
    {"an envelope, whatever its type says",
     {HEADER("content-type", "application/cloudevents+avro")},
     GOOD,
     "event"},
    {"version", {HEADER("ce_specversion", "0.3"), I1, CE_REST}, CLOSED, "not_cloudevent"},
    {"empty version", {HEADER("ce_specversion", ""), I1, CE_REST}, CLOSED, "not_cloudevent"},
    {"no id", {V1, CE_REST}, CLOSED, "missing_member"},
    {"null id", {V1, NULL_HEADER("ce_id"), CE_REST}, CLOSED, "missing_member"},
    {"empty id", {V1, HEADER("ce_id", ""), CE_REST}, CLOSED, "missing_member"},
    {"long id", {V1, HEADER("ce_id", A256 "a"), CE_REST}, CLOSED, "invalid_value"},
    {"id of 256", {V1, HEADER("ce_id", A256), CE_REST}, CLOSED, "event"},
    {"id not UTF-8", {V1, HEADER("ce_id", "\xC0\x80"), CE_REST}, CLOSED, "not_utf8"},
    {"NUL in id", {V1, HEADER("ce_id", "a\0b"), CE_REST}, CLOSED, "invalid_value"},
    {"id twice", {V1, I1, HEADER("CE_ID", "i1"), CE_REST}, CLOSED, "duplicate_member"},
    {"other twice", {V1, I1, HEADER("x", "1"), HEADER("x", "1"), CE_REST}, CLOSED, "event"},
    {"unknown ce_",
     {V1, I1, HEADER("ce_subject", "1"), HEADER("ce_", ""), CE_REST},
     CLOSED,
     "event"},
    {"other shop", {V1, HEADER("ce_shop", "other")}, CLOSED, "other shop"},
    {"our shop", {V1, I1, HEADER("ce_shop", "main"), CE_REST}, CLOSED, "event"},
    {"type", {V1, I1, HEADER("ce_type", "x.y")}, CLOSED, "unknown_type"},
    {"null", {V1, I1, CE_REST}, "null", "missing_member"},
    {"array", {V1, I1, CE_REST}, "[]", "wrong_type"},
    {"not JSON", {V1, I1, CE_REST}, "{", "not_json"},
    {"no bytes", {V1, I1, CE_REST}, "", "not_json"},
    {"an envelope with headers of binary", {V1, I1, CE_REST}, GOOD, "event"},
    {"an envelope with headers twice", {V1, I1, HEADER("CE_ID", "i1"), CE_REST}, GOOD, "event"},
    {"data with a null specversion",
     {V1, I1, CE_REST},
     "{\"conversation\":\"c\",\"specversion\":null}",
     "event"},
    {"data with a specversion of its own",
     {V1, I1, CE_REST},
     "{\"conversation\":\"c\",\"specversion\":\"2\"}",
     "event"},
    {"data with most of an envelope of its own",
     {V1, I1, CE_REST},
     "{\"conversation\":\"c\",\"specversion\":\"1.0\",\"type\":\"x\",\"id\":\"y\"}",
     "event"},
};

static void test_modes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof binary_cases / sizeof binary_cases[0]; i++)
        for (int unread = 0; unread < 2; unread++)
            check_binary(&binary_cases[i], unread);
}

/* ---- what events hold ------------------------------------------------------------------------- */

static void assert_text(struct text t, const char *expected)
{
    if (!text_equal(t, text_of(expected)) || text_is_absent(t) != !expected)
        fail_msg("\"%.*s\" is not \"%s\"", (int)t.length, t.bytes ? t.bytes : "",
                 expected ? expected : "(absent)");
}

static struct event event_of(const char *type, const char *data)
{
    struct given given = give_data(type, data);
    give_expect(data, &given, GIVE_OK);
    assert_int_equal(given.event.time_ms, GIVE_TIME_MS);
    assert_true(given.event.hash == hash_event(TEXT("/s"), TEXT("i1")));
    struct event structured = given.event;
    given = give_binary(type, data);
    assert_int_equal(given.result, DECODE_EVENT);
    assert_true(given.event.hash == structured.hash && given.event.time_ms == structured.time_ms);
    return given.event;
}

#define CHAT "{\"conversation\":\"c\",\"customer\":\"u\",\"agent\":\"a\",\"intent\":\"aftersale\""

/* Whether a message of this author, with these members, neither asks nor answers. */
static void assert_quiet(const char *author, const char *members, bool quiet)
{
    char data[200];

    snprintf(data, sizeof data, CHAT ",\"from\":\"%s\"%s}", author, members);
    struct event event = event_of("chat.message", data);
    if (event.chat.quiet != quiet)
        fail_msg("%s is %squiet", data, quiet ? "not " : "");
}

/* auto is of agents and bots, closing of the customer; the system is always quiet. */
static void test_quiet_messages(void **state)
{
    (void)state;
    assert_quiet("customer", "", false);
    assert_quiet("customer", ",\"closing\":false", false);
    assert_quiet("customer", ",\"closing\":true", true);
    assert_quiet("customer", ",\"auto\":true", false);
    assert_quiet("agent", "", false);
    assert_quiet("agent", ",\"auto\":true", true);
    assert_quiet("agent", ",\"closing\":true", false);
    assert_quiet("bot", "", false);
    assert_quiet("bot", ",\"auto\":true", true);
    assert_quiet("bot", ",\"closing\":true", false);
    assert_quiet("system", "", true);
    assert_quiet("system", ",\"auto\":false", true);
}

static void test_messages(void **state)
{
    (void)state;
    struct event event = event_of("chat.message", CHAT ",\"from\":\"customer\"}");
    assert_int_equal(event.type, EVENT_CHAT_MESSAGE);
    assert_int_equal(event.chat.kind, CHAT_CUSTOMER);
    assert_int_equal(event.chat.intent, INTENT_AFTERSALE);
    assert_text(event.chat.conversation, "c");
    assert_text(event.chat.customer, "u");
    assert_text(event.chat.agent, "a");
    assert_text(event.chat.to_agent, NULL);
    event = event_of("chat.message", CHAT ",\"from\":\"agent\"}");
    assert_int_equal(event.chat.kind, CHAT_AGENT);
    assert_int_equal(event.chat.intent, INTENT_NONE);
    event = event_of("chat.message", CHAT ",\"from\":\"bot\"}");
    assert_int_equal(event.chat.kind, CHAT_MACHINE);
    assert_int_equal(event.chat.intent, INTENT_NONE);
    event = event_of("chat.message", "{\"conversation\":\"\\u5929\\ud83d\\ude00\",\"customer\":"
                                     "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\",\"from\":\"system\"}");
    assert_int_equal(event.chat.kind, CHAT_MACHINE);
    assert_text(event.chat.conversation, "\xE5\xA4\xA9\xF0\x9F\x98\x80");
    assert_text(event.chat.customer, "\"\\/\b\f\n\r\t");
    assert_text(event.chat.agent, NULL);
}

static void test_other_chat(void **state)
{
    (void)state;
    struct event event = event_of("chat.assigned", "{\"conversation\":\"c\",\"agent\":\"a\"}");
    assert_int_equal(event.chat.kind, CHAT_ASSIGNED);
    assert_text(event.chat.agent, "a");
    assert_text(event.chat.customer, NULL);
    event = event_of("chat.transferred",
                     "{\"conversation\":\"c\",\"from_agent\":\"a\",\"to_agent\":"
                     "\"b\",\"customer\":\"u\"}");
    assert_int_equal(event.chat.kind, CHAT_TRANSFERRED);
    assert_text(event.chat.agent, "a");
    assert_text(event.chat.to_agent, "b");
    assert_text(event.chat.customer, NULL);
    event = event_of("chat.closed", "{\"conversation\":\"c\",\"agent\":\"a\"}");
    assert_int_equal(event.chat.kind, CHAT_CLOSED);
    assert_text(event.chat.agent, NULL);
}

static void test_orders(void **state)
{
    (void)state;
    struct event event = event_of("order.created", "{\"order\":\"o\",\"customer\":\"u\",\"amount\":"
                                                   "\"129.9\",\"agent\":\"a\",\"items\":3.0,"
                                                   "\"flagged\":true,\"currency\":\"CNY\"}");
    assert_int_equal(event.order.amount_cents, 129 * 100 + 90);
    assert_int_equal(event.order.items, 3);
    assert_int_equal(event.order.flagged, FLAG_TRUE);
    assert_int_equal(event.order.pay_due_ms, TIME_NONE);
    assert_text(event.order.agent, "a");
    event = event_of("order.created", "{\"order\":\"o\",\"customer\":\"u\",\"amount\":\"0.05\"}");
    assert_int_equal(event.order.amount_cents, 5);
    assert_int_equal(event.order.items, -1);
    assert_int_equal(event.order.flagged, FLAG_ABSENT);
    assert_text(event.order.agent, NULL);
    event = event_of("order.created", "{\"order\":\"o\",\"customer\":\"u\",\"amount\":\"1\","
                                      "\"flagged\":false,\"pay_due\":\"2026-10-05T09:31:00Z\"}");
    assert_int_equal(event.order.flagged, FLAG_FALSE);
    assert_int_equal(event.order.pay_due_ms, GIVE_TIME_MS + 60 * 1000);
    event = event_of("order.refunded", "{\"order\":\"o\",\"amount\":\"999999999999.99\"}");
    assert_int_equal(event.order.amount_cents, INT64_C(1000000000000) * 100 - 1);
    assert_text(event.order.customer, NULL);
    event = event_of("order.cancelled", "{\"order\":\"o\",\"amount\":5}");
    assert_int_equal(event.order.amount_cents, 0);
}

/* Of an update only what it states is known; what states nothing is refused. */
static void test_updates(void **state)
{
    (void)state;
    struct event event = event_of("order.updated", "{\"order\":\"o\",\"amount\":\"0\"}");
    assert_int_equal(event.type, EVENT_ORDER_UPDATED);
    assert_int_equal(event.order.amount_cents, 0);
    assert_int_equal(event.order.flagged, FLAG_ABSENT);
    assert_int_equal(event.order.pay_due_ms, TIME_NONE);
    assert_text(event.order.agent, NULL);
    event = event_of("order.updated", "{\"order\":\"o\",\"flagged\":false}");
    assert_int_equal(event.order.amount_cents, -1);
    assert_int_equal(event.order.flagged, FLAG_FALSE);
    event = event_of("order.updated", "{\"order\":\"o\",\"agent\":\"a\",\"customer\":\"u\"}");
    assert_text(event.order.agent, "a");
    assert_text(event.order.customer, NULL);
    event = event_of("order.updated", "{\"order\":\"o\",\"pay_due\":\"2026-10-05T09:31:00Z\"}");
    assert_int_equal(event.order.pay_due_ms, GIVE_TIME_MS + 60 * 1000);
    event_of("order.updated", "{\"order\":\"o\",\"currency\":\"CNY\"}");
    static const char *const nothing[] = {
        "{\"order\":\"o\"}",
        "{\"order\":\"o\",\"amount\":null,\"currency\":\"\",\"agent\":\"\"}",
        "{\"order\":\"o\",\"customer\":\"u\",\"items\":3}",
    };
    for (size_t i = 0; i < sizeof nothing / sizeof nothing[0]; i++) {
        struct given given = give_data("order.updated", nothing[i]);
        give_expect(nothing[i], &given, REASON_MISSING_MEMBER);
    }
}

static void test_tickets(void **state)
{
    (void)state;
    struct event event = event_of("ticket.created", "{\"ticket\":\"t\"}");
    assert_int_equal(event.ticket.due_ms, TIME_NONE);
    assert_int_equal(event.ticket.amount_cents, -1);
    assert_int_equal(event.ticket.sla_met, FLAG_ABSENT);
    event = event_of("ticket.created", "{\"ticket\":\"t\",\"due\":\"2026-10-05T09:31:00Z\","
                                       "\"amount\":\"7\",\"category\":\"complaint\",\"channel\":"
                                       "\"web\",\"priority\":\"p1\",\"customer\":\"u\"}");
    assert_int_equal(event.ticket.due_ms, GIVE_TIME_MS + 60 * 1000);
    assert_int_equal(event.ticket.amount_cents, 700);
    assert_text(event.ticket.category, "complaint");
    assert_text(event.ticket.channel, "web");
    assert_text(event.ticket.priority, "p1");
    assert_text(event.ticket.customer, "u");
    event = event_of("ticket.resolved", "{\"ticket\":\"t\",\"sla_met\":false}");
    assert_int_equal(event.ticket.sla_met, FLAG_FALSE);
    event = event_of("ticket.closed", "{\"ticket\":\"t\",\"sla_met\":true,\"agent\":\"a\"}");
    assert_int_equal(event.ticket.sla_met, FLAG_TRUE);
    assert_text(event.ticket.agent, "a");
    event = event_of("ticket.merged", "{\"ticket\":\"t\",\"into\":\"u\"}");
    assert_text(event.ticket.into, "u");
    event = event_of("ticket.pended", "{\"ticket\":\"t\",\"into\":\"u\",\"agent\":\"a\"}");
    assert_int_equal(event.type, EVENT_TICKET_PENDED);
    assert_text(event.ticket.into, NULL);
    assert_text(event.ticket.agent, NULL);
    event = event_of("ticket.reopened", "{\"ticket\":\"t\",\"sla_met\":true}");
    assert_int_equal(event.ticket.sla_met, FLAG_ABSENT);
}

static void test_people(void **state)
{
    (void)state;
    struct event event = event_of("survey.answered", "{\"rating\":4,\"scale\":5,\"ticket\":\"t\","
                                                     "\"agent\":\"a\",\"dimension\":\"d\"}");
    assert_int_equal(event.survey.subject, SURVEY_TICKET);
    assert_text(event.survey.reference, "t");
    assert_int_equal(event.survey.rating, 4);
    assert_int_equal(event.survey.scale, 5);
    event = event_of("survey.answered", "{\"rating\":1,\"scale\":2,\"order\":null}");
    assert_int_equal(event.survey.subject, SURVEY_NOTHING);
    assert_text(event.survey.reference, NULL);
    assert_text(event.survey.survey, NULL);
    event = event_of("survey.answered", "{\"rating\":1,\"scale\":2,\"survey\":\"s\"}");
    assert_text(event.survey.survey, "s");
    assert_int_equal(event.survey.subject, SURVEY_NOTHING);
    event = event_of("mark.recorded", "{\"agent\":\"a\",\"indicator\":\"i\",\"period\":\"2026-Q4\","
                                      "\"rater\":\"r\",\"role\":\"manager\",\"score\":-0.0,"
                                      "\"scale\":0.1}");
    assert_text(event.mark.role, "manager");
    assert_text(event.mark.period, "2026-Q4");
    assert_true(event.mark.score == 0 && !__builtin_signbit(event.mark.score));
    assert_true(event.mark.scale == 0.1);
    event = event_of("tally.recorded", "{\"agent\":\"a\",\"kind\":\"late\",\"count\":2.5}");
    assert_false(event.tally.has_day);
    event = event_of("tally.recorded",
                     "{\"agent\":\"a\",\"kind\":\"late\",\"count\":1,\"day\":\"2026-10-05\"}");
    assert_true(event.tally.has_day);
    assert_int_equal(event.tally.day, GIVE_TIME_MS / TIME_MS_PER_DAY);
    event = event_of("target.set", "{\"agent\":\"a\",\"period\":\"2026\",\"metric\":\"sales\","
                                   "\"value\":-1e3}");
    assert_true(event.target.value == -1000);
    event = event_of("agent.updated",
                     "{\"agent\":\"a\",\"status\":\"left\",\"left\":\"2026-10-05\"}");
    assert_text(event.agent.status, "left");
    assert_true(event.agent.has_left && !event.agent.has_joined);
    assert_int_equal(event.agent.left, GIVE_TIME_MS / TIME_MS_PER_DAY);
    assert_text(event.agent.name, NULL);
}

/* ---- memory ----------------------------------------------------------------------------------- */

/* Everything that decoding one record allocates fails in turn; afterwards the decoder works on. */
static void test_memory(void **state)
{
    (void)state;
    struct decode_options options = {.shop = TEXT("main"), .currency = TEXT("CNY")};
    struct record record = {.value = TEXT(GOOD), .timestamp_ms = GIVE_TIME_MS};
    struct event event;
    struct reject reject;
    struct error error;
    uint64_t n = 1, failures = 0;
    for (bool is_done = false; !is_done; n++) {
        memory_fail_at(n);
        struct decoder *decoder = decoder_new(&options, &error);
        if (decoder) {
            enum decode_result result = decode(decoder, &record, 0, &event, &reject);
            is_done = result == DECODE_EVENT;
            assert_true(is_done || result == DECODE_NO_MEMORY);
            memory_fail_at(0);
            assert_int_equal(decode(decoder, &record, 0, &event, &reject), DECODE_EVENT);
        } else {
            assert_int_equal(error.class, ERROR_MEMORY);
        }
        failures += !is_done;
        memory_fail_at(0);
        decoder_free(decoder);
    }
    assert_int_equal(failures, 3); /* decoder, reader, tree */
}

/* Every reason that decode can give was given above. */
static void test_reasons(void **state)
{
    (void)state;
    struct given given = give_data("order.paid",
                                   "{\"order\":\"o\",\"amount\":\"1\",\"currency\":\"USD\"}");
    give_expect("USD", &given, REASON_CURRENCY_MISMATCH);
    given = give_data("order.paid", "{\"order\":\"o\",\"amount\":\"12,5\"}");
    give_expect("12,5", &given, REASON_INVALID_VALUE);
    assert_non_null(strstr(given.reject.message, "data.amount is \"12,5\"; it must be a decimal "
                                                 "string such as \"129.90\""));
    given = give_data("order.paid", "{\"order\":\"o\",\"amount\":\"-1\"}");
    give_expect("-1", &given, REASON_OUT_OF_RANGE);
    for (int reason = 0; reason < REASON_COUNT; reason++)
        if (reason != REASON_REFUSED_BY_STORE && !give_was_seen((enum reason)reason))
            fail_msg("no test of %s", reason_name((enum reason)reason));
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
        cmocka_unit_test(test_give_time),
        cmocka_unit_test(test_envelope),
        cmocka_unit_test(test_order_of_checks),
        cmocka_unit_test(test_duplicates),
        cmocka_unit_test(test_nesting),
        cmocka_unit_test(test_size),
        cmocka_unit_test(test_tombstone),
        cmocka_unit_test(test_shop),
        cmocka_unit_test(test_no_shop_configured),
        cmocka_unit_test(test_time_range),
        cmocka_unit_test(test_too_old),
        cmocka_unit_test(test_types_that_grow_too_old),
        cmocka_unit_test(test_time_values),
        cmocka_unit_test(test_modes),
        cmocka_unit_test(test_messages),
        cmocka_unit_test(test_quiet_messages),
        cmocka_unit_test(test_other_chat),
        cmocka_unit_test(test_orders),
        cmocka_unit_test(test_updates),
        cmocka_unit_test(test_tickets),
        cmocka_unit_test(test_people),
        cmocka_unit_test(test_memory),
        cmocka_unit_test(test_reasons),
    };
    return cmocka_run_group_tests(tests, NULL, end);
}
