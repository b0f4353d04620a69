/* test_csv.c - RFC 4180 as it is read, and texts as a text[] is written. */
#include "base/csv.h"
#include "base/text_array.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char shown[1000];

/*
 * The records of a text: "line:field|field;", with "!" before the bar of one with a problem. The text is read
 * from a block of exactly its size, so that a sanitizer sees each byte too far.
 */
static const char *read_all(const char *text)
{
    size_t length = strlen(text), at = 0;
    char *block = malloc(length + (length == 0));
    struct csv csv;
    struct csv_record record;

    memcpy(block, text, length);
    shown[0] = '\0';
    csv_open(&csv, block, length);
    while (csv_next(&csv, &record)) {
        at += (size_t)snprintf(shown + at, sizeof shown - at, "%zu:", record.line);
        for (size_t i = 0; i < record.count && i < CSV_FIELDS_MAX; i++)
            at += (size_t)snprintf(shown + at, sizeof shown - at, "%.*s%s",
                                   (int)record.fields[i].length, record.fields[i].bytes,
                                   i + 1 < record.count ? "|"
                                   : record.problem     ? "!"
                                                        : "");
        at += (size_t)snprintf(shown + at, sizeof shown - at, ";");
    }
    free(block);
    return shown;
}

static void fields_and_lines(void **state)
{
    (void)state;
    assert_string_equal(read_all(""), "");
    assert_string_equal(read_all("\n\r\n\n"), "");
    assert_string_equal(read_all("a"), "1:a;");
    assert_string_equal(read_all("a,b\nc,d\n"), "1:a|b;2:c|d;");
    assert_string_equal(read_all("a,b\r\n\r\nc,d"), "1:a|b;3:c|d;");
    assert_string_equal(read_all(",\n,,"), "1:|;2:||;");
    assert_string_equal(read_all("\xef\xbb\xbf"
                                 "a\n"),
                        "1:a;");
    assert_string_equal(read_all("a\rb,c\n"), "1:a\rb|c;");
}

static void quotes_are_taken_away(void **state)
{
    (void)state;
    assert_string_equal(read_all("\"a\",\"b,\"\"c\"\"\"\n\"\"\n"), "1:a|b,\"c\";2:;");
    assert_string_equal(read_all("\"one\r\ntwo\",x\ny"), "1:one\r\ntwo|x;3:y;");
    assert_string_equal(read_all("\"a\""), "1:a;");
}

static void a_wrong_quote_is_a_problem_of_its_record(void **state)
{
    (void)state;
    assert_string_equal(read_all("a\"b,c\nd"), "1:a\"b|c!;2:d;");
    assert_string_equal(read_all("\"a\"b,c\nd"), "1:a|c!;2:d;");
    assert_string_equal(read_all("a\n\"b\nc"), "1:a;2:b\nc!;");
    assert_string_equal(read_all("\""), "1:!;");
    assert_string_equal(read_all("\"\"\""), "1:\"!;");
}

static void many_fields_are_counted(void **state)
{
    (void)state;
    char text[] = "0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19";
    struct csv csv;
    struct csv_record record;

    csv_open(&csv, text, strlen(text));
    assert_true(csv_next(&csv, &record));
    assert_int_equal(record.count, 20);
    assert_true(text_equal(record.fields[CSV_FIELDS_MAX - 1], TEXT("15")));
    assert_false(csv_next(&csv, &record));
}

static void arrays_quote_every_member(void **state)
{
    (void)state;
    struct text_array array;

    text_array_init(&array);
    assert_string_equal(text_array_end(&array), "{}");
    text_array_clear(&array);
    text_array_init(&array);
    text_array_add(&array, TEXT("null"));
    text_array_add(&array, (struct text){0});
    text_array_add(&array, TEXT(""));
    text_array_add(&array, TEXT("a,\"b\"\\{}"));
    assert_string_equal(text_array_end(&array), "{\"null\",null,\"\",\"a,\\\"b\\\"\\\\{}\"}");
    text_array_clear(&array);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_and_lines),
        cmocka_unit_test(quotes_are_taken_away),
        cmocka_unit_test(a_wrong_quote_is_a_problem_of_its_record),
        cmocka_unit_test(many_fields_are_counted),
        cmocka_unit_test(arrays_quote_every_member),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
