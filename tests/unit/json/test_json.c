/*
 * test_json.c - JSON to the letter: the byte scan by itself, and trees of unusual shapes.
 */
#include "json/json.h"
#include "json/scan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { OK = -1 };

/* OK or the reason. The text is handed over in memory of exactly its size. */
static int scan_of(const char *bytes, size_t length)
{
    struct json_problem problem;
    bool has_long_number;
    char *copy = malloc(length + 1);
    assert_non_null(copy);
    memcpy(copy + 1, bytes, length);
    bool is_json = scan_json((struct text){copy + 1, length}, 0, &has_long_number, &problem);
    free(copy);
    if (is_json)
        return OK;
    assert_true(problem.offset <= length);
    assert_true(problem.text[0] != '\0');
    return (int)problem.reason;
}

static void expect_scan(const char *text, int expected)
{
    int reason = scan_of(text, strlen(text));
    if (reason != expected)
        fail_msg("%s gives %d, not %d", text, reason, expected);
}

/*
 * Any two bytes side by side anywhere in a string: a byte of each kind before and after any other, so that
 * no carry from one to the next goes wrong. A quote ends the string, a backslash begins an escape.
 */
static void test_two_bytes_anywhere(void **state)
{
    static const unsigned char beside[] = {0x00, 0x1F, 0x20, '!',  '"', '#',
                                           '[',  '\\', ']',  0x7F, 0xFF};
    (void)state;
    for (size_t at = 1; at < 18; at++) {
        for (size_t i = 0; i < 2 * sizeof beside * 256; i++) {
            char text[] = "\"xxxxxxxxxxxxxxxxxxx\"";
            unsigned char pair[2] = {beside[i / 512], (unsigned char)(i % 256)};
            size_t other = i / 256 % 2; /* which of the two is any byte */
            memcpy(&text[at], (unsigned char[]){pair[other], pair[!other]}, 2);
            bool special = false, ascii = true;
            for (size_t b = 0; b < 2; b++) {
                special |= pair[b] < 0x20 || pair[b] == '"' || pair[b] == '\\';
                ascii &= pair[b] < 0x80;
            }
            bool is_escape = text[at] == '\\' && text[at + 1] != '\0' &&
                             strchr("\"\\/bfnrt", text[at + 1]) != NULL;
            int expected = !ascii ? REASON_NOT_UTF8 : special && !is_escape ? REASON_NOT_JSON : OK;
            int found = scan_of(text, sizeof text - 1);
            if (found != expected)
                fail_msg("%02x %02x at %zu gives %d, not %d", (unsigned char)text[at],
                         (unsigned char)text[at + 1], at, found, expected);
        }
    }
}

static const char *const good[] = {
    "0",
    "-0",
    "10",
    "-1.5",
    "0.0",
    "1e5",
    "1E+05",
    "1e-0",
    "0e0",
    "123456789012345678901234567890",
    "true",
    "false",
    "null",
    "\"\"",
    "\"a\"",
    "[]",
    "{}",
    "[[]]",
    "[{}]",
    "[1,2]",
    "{\"a\":[]}",
    " [ ] ",
    "{ \"a\" : 1 , \"b\" : 2 }",
    "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"",
    "\"\\ud83d\\ude00\"",
    "\"\\uDBFF\\uDFFF\"",
    "\"\x7F\"",
    "\"12345678\"",
    "\"1234567\\n\"",
    "[\"\xC3\xA9\",\"\xE5\xA4\xA9\xF0\x9F\x98\x80\"]",
    "\t\n\r 1 \t\n\r",
};
static const char *const bad[] = {
    "",
    " ",
    "01",
    "-01",
    "00",
    "1.",
    ".5",
    "-.5",
    "-",
    "+1",
    "1e",
    "1e+",
    "1.e1",
    "0x10",
    "1f",
    "NaN",
    "Infinity",
    "-Infinity",
    "tru",
    "truE",
    "nul",
    "nulll",
    "True",
    "fals",
    "'a'",
    "\"",
    "\"a",
    "\"\\",
    "\"\\\"",
    "\"\\x\"",
    "\"\\u\"",
    "\"\\u12\"",
    "\"\\u12g4\"",
    "\"\\u123",
    "\"\\U0041\"",
    "\"\t\"",
    "\"a\nb\"",
    "\"\x1F\"",
    "[",
    "]",
    "{",
    "}",
    "[1",
    "[1,",
    "[1,]",
    "[,1]",
    "[1 2]",
    "[1}",
    "{]",
    "{\"a\"",
    "{\"a\":",
    "{\"a\":1",
    "{\"a\":1,",
    "{\"a\":1,}",
    "{\"a\" 1}",
    "{\"a\":}",
    "{a:1}",
    "{1:1}",
    "{,}",
    "{\"a\":1]",
    "{\"a\":1 \"b\":2}",
    "1 2",
    "{} {}",
    "[]]",
    "{}x",
    "\xEF\xBB\xBF{}",
    "{\"a\":1}\xC2\xA0",
    "\f1",
    "\v1",
    "// x\n1",
    "/* x */1",
    "[1]\\",
    "\"a\"b",
};

static void test_grammar(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        expect_scan(good[i], OK);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        expect_scan(bad[i], REASON_NOT_JSON);
    assert_int_equal(scan_of("{}\0", 3), REASON_NOT_JSON);
    assert_int_equal(scan_of("\"a\0b\"", 5), REASON_NOT_JSON);
    assert_int_equal(scan_of("\"\\\0\"", 4), REASON_NOT_JSON);
}

/* Every prefix of a text that is no text ends too early, wherever it is cut. */
static void test_every_prefix(void **state)
{
    (void)state;
    static const char text[] =
        "{\"a\\u0061\":[-1.5e+3,true,false,null,\"\xE5\xA4\xA9\\ud83d\\ude00\"],"
        "\"0123456789abcdef\":{}}";
    for (size_t length = 0; length < sizeof text - 1; length++)
        if (scan_of(text, length) == OK)
            fail_msg("the first %zu bytes are taken", length);
    expect_scan(text, OK);
}

static void test_escapes_of_surrogates(void **state)
{
    (void)state;
    static const char *const lone[] = {
        "\"\\ud800\"",    "\"\\udc00\"",        "\"\\udfff\\udbff\"",        "\"\\ud83dx\"",
        "\"\\ud83d\\n\"", "\"\\ud83d\\u0041\"", "\"\\ud83d\\ud83d\\ude00\"", "{\"\\udead\":1}",
    };
    for (size_t i = 0; i < sizeof lone / sizeof lone[0]; i++)
        expect_scan(lone[i], REASON_NOT_UTF8);
    expect_scan("\"\\u0000\"", REASON_INVALID_VALUE);
    expect_scan("{\"a\\u0000\":1}", REASON_INVALID_VALUE);
    expect_scan("\"\\\\u0000\"", OK);
}

static void test_strings_that_are_no_utf8(void **state)
{
    (void)state;
    for (unsigned i = 0x80; i < 0x100; i++) /* cut, lone, or never */
        assert_int_equal(scan_of((char[]){'"', (char)i, '"'}, 3), REASON_NOT_UTF8);
    expect_scan("\xFF\xFE{", REASON_NOT_UTF8);
}

/* Each byte at each place of a run of eight, which the scan takes at once. */
static void test_every_byte_of_a_string(void **state)
{
    (void)state;
    for (unsigned byte = 0; byte < 0x80; byte++) {
        for (size_t at = 1; at <= 16; at++) {
            char text[20] = "\"aaaaaaaaaaaaaaaa\"";
            text[at] = (char)byte;
            bool is_plain = byte >= 0x20 && byte != '"' && byte != '\\';
            assert_int_equal(scan_of(text, 18) == OK, is_plain);
        }
    }
}

/* Each byte at each place of texts around one, two and three times sixteen bytes, which are looked at at once. */
static void test_what_is_plain(void **state)
{
    (void)state;
    for (size_t length = 0; length <= 50; length++) {
        char *text = malloc(length + 1); /* it ends where the memory ends */
        assert_non_null(text);
        memset(text + 1, '"', length);
        assert_true(scan_is_plain((struct text){text + 1, length}));
        for (size_t i = 0; i < length * 256; i++) {
            unsigned byte = i % 256;
            text[1 + i / 256] = (char)byte;
            assert_int_equal(scan_is_plain((struct text){text + 1, length}),
                             byte >= 0x20 && byte < 0x80 && byte != '\\');
            text[1 + i / 256] = 'a';
        }
        free(text);
    }
}

/* ---- trees ------------------------------------------------------------------------------------ */

static struct json *json;
static struct json_problem problem;

static const struct json_value *tree_of(const char *text, enum json_result expected)
{
    const struct json_value *root = NULL;
    size_t length = strlen(text);
    char *copy = malloc(length + 1);
    assert_non_null(copy);
    memcpy(copy + 1, text, length);
    enum json_result result = json_read(json, (struct text){copy + 1, length}, "", &root, &problem);
    free(copy);
    if (result != expected)
        fail_msg("%.100s gives %d: %s", text, (int)result, problem.text);
    return root;
}

static void test_values(void **state)
{
    (void)state;
    const struct json_value *value = json_first(
        tree_of("{\"a\":null,\"b\":true,\"c\":-2.5,\"d\":\"\",\"e\":[1],\"f\":{}}", JSON_OK));
    assert_int_equal(json_kind(value), JSON_NULL);
    assert_string_equal(json_name(value), "a");
    assert_true(json_bool(value = json_next(value)));
    assert_true(json_number(value = json_next(value)) == -2.5);
    assert_int_equal(json_kind(value), JSON_NUMBER);
    assert_int_equal(json_string(value = json_next(value)).length, 0);
    assert_int_equal(json_kind(value), JSON_STRING);
    assert_int_equal(json_kind(value = json_next(value)), JSON_ARRAY);
    assert_null(json_name(json_first(value)));
    assert_null(json_next(json_first(value)));
    assert_int_equal(json_kind(value = json_next(value)), JSON_OBJECT);
    assert_null(json_first(value));
    assert_null(json_next(value));
}

/* cJSON reads 63 characters of a number; longer ones must be the same nearest double. */
static void test_long_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double value;
    } cases[] = {
        {"0.1000000000000000000000000000000000000000000000000000000000000000000000000", 0.1},
        {"-100000000000000000000000000000000000000000000000000000000000000000000000e-69", -100.0},
        {"1000000000000000000000000000000000000000000000000000000000000000000000000.0", 1e72},
        {"9007199254740991.000000000000000000000000000000000000000000000000000000",
         9007199254740991.0},
        /* a little more than half-way between two doubles: only the last digit tells */
        {"0.3000000000000000166533453693773481063544750213623046875000000000000001",
         0.30000000000000004},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[400];
        snprintf(text, sizeof text, "[\"-1e5 \\\" \\\\\",true,%s,{\"x1\":1e2}]", cases[i].text);
        const struct json_value *value = json_first(tree_of(text, JSON_OK));
        assert_true(text_equal(json_string(value), TEXT("-1e5 \" \\")));
        assert_true(json_bool(value = json_next(value)));
        assert_true(json_number(value = json_next(value)) == cases[i].value);
        assert_true(json_number(json_first(json_next(value))) == 100);
        assert_true(json_number(tree_of(cases[i].text, JSON_OK)) == cases[i].value);
    }
}

static void expect_problem(const char *text, const char *path, const char *begin)
{
    tree_of(text, JSON_WRONG);
    assert_true(problem.offset == JSON_NO_OFFSET);
    assert_string_equal(problem.path, path);
    if (strncmp(problem.text, begin, strlen(begin)) != 0)
        fail_msg("%s gives: %s", text, problem.text);
}

/* Either the byte that is wrong, or the path of the value that is. */
static void test_places(void **state)
{
    const struct json_value *root;

    (void)state;
    tree_of("[1,]", JSON_WRONG);
    assert_int_equal(problem.offset, 3);
    assert_string_equal(problem.path, "");
    assert_string_equal(problem.text, "no value begins like this");
    expect_problem("1e999", "", "is a number");
    expect_problem("{\"a\":{\"b c\":[0,1e400]}}", "a[\"b c\"][1]", "is a number");
    expect_problem("{\"a\":1,\"a\":2}", "", "has the member \"a\" twice");
    expect_problem("[1,{\"b\":{\"\\u0001\":1,\"\\u0001\":2}}]", "[1].b",
                   "has the member \"\\u0001\" twice");
    assert_int_equal(json_read(json, TEXT("{\"x\":1e999}"), "data", &root, &problem), JSON_WRONG);
    assert_string_equal(problem.path, "data.x");
    /* names of 42 bytes: the third one does not fit in the path and is left out whole */
#define NAME "\"\xE5\xA4\xA9xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\""
#define SHOWN "[\"\xE5\xA4\xA9xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"...]"
    expect_problem("{" NAME ":{" NAME ":{" NAME ":1e999}}}", SHOWN SHOWN, "is a number");
}

/* The text begun by `open`, `item` as often as 64 KiB hold it, and `close`. %d counts the items. */
static char *make_text(const char *open, const char *item, const char *close)
{
    char *text = malloc(JSON_LENGTH_MAX + 100);
    assert_non_null(text);
    size_t length = (size_t)sprintf(text, "%s", open);
    for (int i = 0; length + strlen(item) + 10 + strlen(close) < JSON_LENGTH_MAX; i++) {
        char name[8] = {0};
        for (int rest = i, at = 0; at < 3; at++, rest /= 60)
            name[at] = (char)('0' + rest % 60 + (rest % 60 > 43 ? 1 : 0)); /* not the backslash */
        const char *mark = strchr(item, '%');
        if (mark)
            length += (size_t)sprintf(text + length, "%.*s%s%s", (int)(mark - item), item, name,
                                      mark + 1);
        else
            length += (size_t)sprintf(text + length, "%s", item);
    }
    strcpy(text + length, close);
    return text;
}

/* What needs the most memory for its bytes: the block that is sized beforehand must do. */
static void test_shapes(void **state)
{
    (void)state;
    static const char *const shapes[][3] = {
        {"[0", ",0", "]"},
        {"[\"\"", ",\"\"", "]"},
        {"[[]", ",[]", "]"},
        {"[{}", ",{}", "]"},
        {"[[0]", ",[0]", "]"},
        {"[{\"\":0}", ",{\"\":0}", "]"},
        {"[{\"\":\"\"}", ",{\"\":\"\"}", "]"},
        {"{\"\":0", ",\"%\":0", "}"},
        {"{\"\":\"\"", ",\"%\":\"\"", "}"},
        {"[\"a\"", ",\"aaaaaaaa\"", "]"},
        {"\"", "a", "\""},
        {"\"", "\\n", "\""},
        {"0.", "0", ""},
        {"[0.0000000000000000000000000000000000000000000000000000000000000000000000", ",0", "]"},
    };
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        char *text = make_text(shapes[i][0], shapes[i][1], shapes[i][2]);
        tree_of(text, JSON_OK);
        free(text);
    }
}

/* Objects of any size: with and without a name that stands twice, first and last. */
static void test_many_members(void **state)
{
    (void)state;
    for (int count = 1; count <= 40; count++) {
        for (int is_twice = 0; is_twice <= 1; is_twice++) {
            char text[1000];
            size_t length = (size_t)sprintf(text, "{\"m0\":0");
            for (int i = 1; i < count; i++)
                length += (size_t)sprintf(text + length, ",\"m%d\":0", i);
            sprintf(text + length, ",\"m%d\":0}", is_twice ? count / 2 : count);
            tree_of(text, is_twice ? JSON_WRONG : JSON_OK);
            if (is_twice)
                assert_int_equal(problem.reason, REASON_DUPLICATE_MEMBER);
        }
    }
    char *text = make_text("{\"first\":0", ",\"%\":0", ",\"first\":0}");
    tree_of(text, JSON_WRONG);
    assert_int_equal(problem.reason, REASON_DUPLICATE_MEMBER);
    free(text);
}

/* What json_read says of a text must be what the scan says, whether or not it was scanned. */
static void expect_like_scan(struct text t)
{
    const struct json_value *root;
    int expected = scan_of(t.bytes, t.length);
    enum json_result result = json_read(json, t, "", &root, &problem);
    int found = result == JSON_OK ? OK : (int)problem.reason;

    if (found == REASON_DUPLICATE_MEMBER)
        found = OK; /* which the scan does not look for */
    if (found != expected)
        fail_msg("%.*s gives %d, not %d", (int)t.length, t.bytes, found, expected);
}

static void test_reads_any_byte_as_the_scan(void **state)
{
    (void)state;
    for (size_t at = 0; at < 22; at++) {
        for (unsigned byte = 0; byte < 0x100; byte++) {
            char text[] = "{\"aaaaaaaaaaaaaa\":\"\"}";
            text[at] = (char)byte;
            expect_like_scan((struct text){text, sizeof text - 1});
        }
    }
}

/* All texts of one to five tokens, in and out of objects: most are read without a scan. */
static void test_reads_what_the_scan_takes(void **state)
{
    static const char *const tokens[] = {"{",  "}", "[", "]",   ":", ",", "\"a\"",
                                         "\"", "0", "-", "tru", "e", " "};
    static const char *const frames[][2] = {{"", ""}, {"{", "}"}, {"{\"b\":", "}"}, {"[{", "}]}"}};
    enum { TOKENS = sizeof tokens / sizeof tokens[0], COUNT_MAX = 5 };

    (void)state;
    for (size_t frame = 0; frame < sizeof frames / sizeof frames[0]; frame++) {
        for (size_t number = 1;; number++) { /* its digits are the tokens; 0 ends it */
            char text[64];
            size_t length = (size_t)sprintf(text, "%s", frames[frame][0]), count = 0;
            for (size_t rest = number; rest > 0; rest /= TOKENS + 1, count++)
                if (rest % (TOKENS + 1) > 0)
                    length += (size_t)sprintf(text + length, "%s", tokens[rest % (TOKENS + 1) - 1]);
            if (count > COUNT_MAX)
                break;
            sprintf(text + length, "%s", frames[frame][1]);
            expect_like_scan(text_of(text));
        }
    }
}

/* Objects within objects, ended or not: as many levels as the contract allows, and far more. */
static void test_levels(void **state)
{
    static char text[7 * 5000];

    (void)state;
    for (int levels = 1; levels <= 3000; levels = levels < 20 ? levels + 1 : levels * 2) {
        size_t length = 0;
        for (int i = 0; i < levels; i++)
            length += (size_t)sprintf(text + length, "%s", i == 0 ? "{" : "\"a\":{");
        for (int i = 0; i < levels; i++)
            length += (size_t)sprintf(text + length, "}");
        tree_of(text, levels <= JSON_LEVELS_MAX ? JSON_OK : JSON_WRONG);
        assert_true(levels <= JSON_LEVELS_MAX || problem.reason == REASON_NESTING_TOO_DEEP);
        text[levels * 5] = '}';
        expect_like_scan(text_of(text));
    }
}

static int begin(void **state)
{
    (void)state;
    struct error error;
    json = json_new(&error);
    return json ? 0 : 1;
}

static int end(void **state)
{
    (void)state;
    json_free(json);
    json_free(NULL);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_grammar),
        cmocka_unit_test(test_every_prefix),
        cmocka_unit_test(test_escapes_of_surrogates),
        cmocka_unit_test(test_strings_that_are_no_utf8),
        cmocka_unit_test(test_every_byte_of_a_string),
        cmocka_unit_test(test_what_is_plain),
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_two_bytes_anywhere),
        cmocka_unit_test(test_long_numbers),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_shapes),
        cmocka_unit_test(test_many_members),
        cmocka_unit_test(test_reads_any_byte_as_the_scan),
        cmocka_unit_test(test_reads_what_the_scan_takes),
        cmocka_unit_test(test_levels),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
