/* test_terminal.c - where lines of a text end on a terminal. */
#include "base/terminal.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The lines of the text, each ended by '|'. */
static const char *lines_of(const char *text, size_t width)
{
    static char lines[200];
    const char *next = text;

    lines[0] = '\0';
    do {
        const char *line = next, *end = terminal_line(line, width, &next);
        strncat(lines, line, (size_t)(end - line));
        strcat(lines, "|");
    } while (*next != '\0');
    return lines;
}

static void lines_end_at_blanks(void **state)
{
    (void)state;
    assert_string_equal(lines_of("", 5), "|");
    assert_string_equal(lines_of("one two", SIZE_MAX), "one two|");
    assert_string_equal(lines_of("one two", 7), "one two|");
    assert_string_equal(lines_of("one two", 6), "one|two|");
    assert_string_equal(lines_of("one two three", 7), "one two|three|");
    assert_string_equal(lines_of("one  two", 4), "one |two|");
}

static void words_that_are_too_long_are_broken(void **state)
{
    (void)state;
    assert_string_equal(lines_of("abcdefgh", 3), "abc|def|gh|");
    assert_string_equal(lines_of("a bcdefgh", 3), "a|bcd|efg|h|");
    assert_string_equal(lines_of("客", 1), "客|"); /* no line is without a character */
}

/* Each of these takes two places, and may begin a line. */
static void chinese_lines_end_between_characters(void **state)
{
    (void)state;
    assert_int_equal(terminal_places("客服 a", NULL), 6);
    assert_string_equal(lines_of("急需提高", 5), "急需|提高|");
    assert_string_equal(lines_of("为85分", 3), "为|85|分|");
    assert_string_equal(lines_of("为85分", 4), "为85|分|");
    assert_int_equal(terminal_longest("为85分, 急需提高"), 2);
    assert_int_equal(terminal_longest("a bcd ef"), 3);
}

/* Bytes that are no characters, and those that steer a terminal, take one place each. */
static void what_cannot_be_shown_is_a_question_mark(void **state)
{
    (void)state;
    char *shown = NULL;
    size_t length;
    FILE *out = open_memstream(&shown, &length);

    terminal_print("a\x1b[1m\xff客", NULL, out);
    fclose(out);
    assert_string_equal(shown, "a?[1m?客");
    free(shown);
    assert_int_equal(terminal_places("a\x1b[1m\xff客", NULL), 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_end_at_blanks),
        cmocka_unit_test(words_that_are_too_long_are_broken),
        cmocka_unit_test(chinese_lines_end_between_characters),
        cmocka_unit_test(what_cannot_be_shown_is_a_question_mark),
    };

    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
