/* test_nearest.c - which name a mistyped word is taken for, and which words are taken for none. */
#include "base/nearest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *meant(const char *word)
{
    static const char *const names[] = {"score", "status", "settle", "settings", "dead-letters"};
    struct nearest nearest = {.word = word};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        nearest_try(&nearest, names[i]);
    return nearest.name != NULL ? nearest.name : "";
}

static void slips_are_understood(void **state)
{
    (void)state;
    assert_string_equal(meant("score"), "score");
    assert_string_equal(meant("scroe"), "score");  /* swapped */
    assert_string_equal(meant("scor"), "score");   /* left out */
    assert_string_equal(meant("scoree"), "score"); /* put in */
    assert_string_equal(meant("skore"), "score");  /* changed */
    assert_string_equal(meant("dead"), "dead-letters");
    assert_string_equal(meant("setings"), "settings"); /* nearer than settle */
}

static void another_word_is_no_slip(void **state)
{
    (void)state;
    assert_string_equal(meant(""), "");
    assert_string_equal(meant("s"), "");
    assert_string_equal(meant("ranking"), "");
    char word[500];
    memset(word, 's', sizeof word);
    word[sizeof word - 1] = '\0';
    assert_string_equal(meant(word), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slips_are_understood),
        cmocka_unit_test(another_word_is_no_slip),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
