/* Early answers: by hand, and over conversations at random against a way that looks at every pair of messages. */
#include "conversation/clocks.h"

#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

enum { CONVERSATIONS = 4000, RECORDS_MAX = 120, DAY = 1440 };

static struct record_of_chat from(struct record_of_chat answer, const char *source)
{
    answer.chat.source = text_of(source);
    return answer;
}

/* Minutes of a moment that is some milliseconds behind another one. */
static double behind(double minute, int ms)
{
    return minute + (ms + 0.5) / 60000;
}

static struct clock_changes diff(struct arena *arena, const struct stub_set *before,
                                 const struct stub_set *after)
{
    struct clock_changes changes;
    struct error error;

    assert_true(
        clocks_diff(before, after, TEXT("chat"), &sample_calendar, arena, &changes, &error));
    return changes;
}

/* "<day> <source> <change>, …" */
static void assert_changes(const struct clock_changes *changes, const char *expected)
{
    char text[1000] = "";
    size_t length = 0;

    for (size_t i = 0; i < changes->count; i++) {
        const struct clock_row *row = &changes->rows[i];
        assert_true(text_equal(row->conversation, TEXT("chat")));
        length += (size_t)snprintf(text + length, sizeof text - length, "%s%d %.*s %+d",
                                   i > 0 ? ", " : "", row->day - SAMPLE_DAY,
                                   (int)row->source.length, row->source.bytes, row->change);
    }
    assert_string_equal(text, expected);
}

static void assert_early(struct record_of_chat *records, size_t count, const char *expected)
{
    const struct stub_set none = {0};
    struct arena arena;

    arena_init(&arena);
    sample_number(records, count);
    struct stub_set set = sample_set(&arena, records, count, NULL);
    struct clock_changes changes = diff(&arena, &none, &set);
    assert_changes(&changes, expected);
    arena_clear(&arena);
}

#define ASSERT_EARLY(expected, ...)                                                                \
    assert_early((struct record_of_chat[]){__VA_ARGS__},                                           \
                 COUNT(((struct record_of_chat[]){__VA_ARGS__})), expected)

static void test_up_to_five_seconds(void **state)
{
    (void)state;
    ASSERT_EARLY("0 /app +1", from(agent(1, "ann"), "/app"), customer(behind(1, 1), "ann"));
    ASSERT_EARLY("0 /app +1", from(agent(1, "ann"), "/app"), customer(behind(1, 5000), "ann"));
    ASSERT_EARLY("", from(agent(1, "ann"), "/app"), customer(behind(1, 5001), "ann"));
    /* at one instant the question comes first */
    ASSERT_EARLY("", from(agent(1, "ann"), "/app"), customer(1, "ann"));
    ASSERT_EARLY("", customer(1, "ann"), from(agent(behind(1, 1), "ann"), "/app"));
}

static void test_what_stands_between(void **state)
{
    (void)state;
    /* only the first question after an answer, and the last answer before a question */
    ASSERT_EARLY("0 /b +1", from(agent(1, "ann"), "/a"), from(agent(behind(1, 1000), "ann"), "/b"),
                 customer(behind(1, 2000), "ann"), customer(behind(1, 3000), "ann"));
    ASSERT_EARLY("0 /a +1", from(agent(1, "ann"), "/a"), thanks(behind(1, 1000), "ann"),
                 automatic(behind(1, 1500), "ann"), bot(behind(1, 2000), "ann"),
                 closed(behind(1, 2500)), assigned(behind(1, 3000), "bo"),
                 customer(behind(1, 4000), "bo"));
    ASSERT_EARLY("", automatic(1, "ann"), customer(behind(1, 1), "ann"));
    ASSERT_EARLY("", bot(1, "ann"), customer(behind(1, 1), "ann"));
    ASSERT_EARLY("", from(agent(1, "ann"), "/a"), thanks(behind(1, 1), "ann"));
}

static void test_by_source_and_day_of_the_question(void **state)
{
    (void)state;
    ASSERT_EARLY("1 /app +1, 0 /chat +2, 1 /chat +1", from(agent(1, "ann"), "/chat"),
                 customer(behind(1, 9), "ann"), from(agent(2, "ann"), "/chat"),
                 customer(behind(2, 9), "ann"), from(agent(behind(DAY, -2), "ann"), "/chat"),
                 customer(behind(DAY, 1), "ann"), from(agent(DAY + 3, "ann"), "/app"),
                 customer(behind(DAY + 3, 9), "ann"));
    ASSERT_EARLY("0 (unknown) +1", agent(1, "ann"), customer(behind(1, 9), "ann"));
}

/* Of a set that grows, only what is new counts; and what an event between takes away is taken away. */
static void test_differences(void **state)
{
    struct record_of_chat records[] = {
        from(agent(1, "ann"), "/chat"),           customer(behind(1, 9), "ann"),
        from(agent(2, "ann"), "/chat"),           customer(behind(2, 9), "ann"),
        from(agent(behind(1, 4), "ann"), "/app"),
    };
    struct arena arena;

    (void)state;
    arena_init(&arena);
    sample_number(records, COUNT(records));
    struct stub_set two = sample_set(&arena, records, 2, NULL);
    struct stub_set four = sample_set(&arena, records, 4, NULL);
    struct stub_set five = sample_set(&arena, records, 5, NULL);
    struct clock_changes changes = diff(&arena, &two, &four);
    assert_changes(&changes, "0 /chat +1");
    changes = diff(&arena, &four, &five);
    assert_changes(&changes, "0 /app +1, 0 /chat -1");
    changes = diff(&arena, &five, &five);
    assert_changes(&changes, "");
    changes = diff(&arena, &five, &two);
    assert_changes(&changes, "0 /app -1");
    arena_clear(&arena);
}

/* ---- at random ------------------------------------------------------------------------------------ */

/* Is the stub a message that asks, or one that an agent wrote? */
static bool is_word(const struct stub *stub, enum chat_kind kind)
{
    return stub->kind == kind && !stub->quiet;
}

/* The early answer before a stub, found backwards; NULL: there is none. */
static const struct stub *naive_answer(const struct stub_set *set, size_t question)
{
    const struct stub *asks = &set->stubs[question];

    if (!is_word(asks, CHAT_CUSTOMER))
        return NULL;
    for (size_t i = question; i-- > 0;) {
        const struct stub *stub = &set->stubs[i];
        if (is_word(stub, CHAT_CUSTOMER))
            return NULL;
        if (is_word(stub, CHAT_AGENT))
            return stub->time_ms + 5000 >= asks->time_ms ? stub : NULL;
    }
    return NULL;
}

/* The early answers of a row's source and day; without a row all. */
static int32_t naive_count(const struct stub_set *set, const struct clock_row *of)
{
    int32_t count = 0;

    for (size_t i = 0; i < set->count; i++) {
        const struct stub *answer = naive_answer(set, i);
        if (answer == NULL)
            continue;
        struct text source = answer->other == 0 ? TEXT(SOURCE_UNKNOWN)
                                                : set->names[answer->other - 1];
        count += of == NULL || (text_equal(source, of->source) &&
                                calendar_day(&sample_calendar, set->stubs[i].time_ms) == of->day);
    }
    return count;
}

static int32_t change_of(const struct clock_changes *changes, const struct clock_row *of)
{
    int32_t sum = 0;

    for (size_t i = 0; i < changes->count; i++)
        if (text_equal(changes->rows[i].source, of->source) && changes->rows[i].day == of->day)
            sum += changes->rows[i].change;
    return sum;
}

static int32_t sum_of(const struct clock_changes *changes)
{
    int32_t sum = 0;

    for (size_t i = 0; i < changes->count; i++)
        sum += changes->rows[i].change;
    return sum;
}

/* However the records come in two portions, the changes add up to what the whole has. */
static void test_portions_add_up(void **state)
{
    static struct record_of_chat records[RECORDS_MAX];
    const struct stub_set none = {0};
    struct arena arena;
    long found = 0;

    (void)state;
    arena_init(&arena);
    for (uint64_t seed = 0; seed < CONVERSATIONS; seed++) {
        struct sample_random random = {seed};
        size_t count = sample_random_below(&random, RECORDS_MAX);
        sample_conversation(&random, records, count);
        sample_shuffle(&random, records, count);
        struct stub_set part = sample_set(&arena, records, sample_random_below(&random, count + 1),
                                          NULL);
        struct stub_set whole = sample_set(&arena, records, count, NULL);
        struct clock_changes first = diff(&arena, &none, &part);
        struct clock_changes then = diff(&arena, &part, &whole);
        struct clock_changes all = diff(&arena, &none, &whole);
        const struct clock_changes *parts[] = {&first, &then, &all};
        for (size_t p = 0; p < COUNT(parts); p++)
            for (size_t i = 0; i < parts[p]->count; i++) {
                const struct clock_row *row = &parts[p]->rows[i];
                assert_int_equal(change_of(&all, row), naive_count(&whole, row));
                assert_int_equal(change_of(&first, row) + change_of(&then, row),
                                 naive_count(&whole, row));
            }
        assert_int_equal(sum_of(&all), naive_count(&whole, NULL));
        found += sum_of(&all);
        arena_reset(&arena);
    }
    assert_true(found > 500);
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_up_to_five_seconds),
        cmocka_unit_test(test_what_stands_between),
        cmocka_unit_test(test_by_source_and_day_of_the_question),
        cmocka_unit_test(test_differences),
        cmocka_unit_test(test_portions_add_up),
    };
    return cmocka_run_group_tests(tests, sample_setup, sample_teardown);
}
