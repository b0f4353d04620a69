/*
 * The walk of docs/metrics.md where bots answer, people are called in, customers say thanks and questions queue:
 * what each script comes to is worked out by hand from that text. Minutes; sample_describe's notation.
 */
#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* The script's parts are `expected`, and the naive walk thinks so, too. */
static void assert_walk_of(struct record_of_chat *script, size_t count, const char *expected)
{
    struct naive naive;
    struct arena arena;

    sample_number(script, count);
    arena_init(&arena);
    struct stub_set set = sample_set(&arena, script, count, NULL);
    struct rounds rounds = sample_rounds(&arena, &set);
    assert_string_equal(sample_describe(&arena, &rounds), expected);
    naive_walk(script, count, SAMPLE_IDLE_MS, &sample_calendar, sample_key, &naive);
    assert_null(naive_difference(&naive, &set, &rounds));
    naive_clear(&naive);
    arena_clear(&arena);
}

#define assert_walk(script, expected) assert_walk_of(script, COUNT(script), expected)

/* Held, pending and closing messages that came while the round was open; not the one before it. */
static void test_a_bot_takes_the_messages_of_its_round(void **state)
{
    struct record_of_chat script[] = {
        thanks(8, "anna"),  customer(10, NULL), thanks(11, "ben"),
        customer(12, NULL), bot(13, NULL),      closed(14),
    };
    struct record_of_chat pending[] = {
        thanks(8, NULL),    customer(10, NULL), assigned(11, "anna"),
        customer(12, NULL), bot(13, NULL),
    };

    (void)state;
    assert_walk(script, "0 (bot):, customer 3 (1 closing) from 10, by bots 10\n"
                        "0 anna:, customer 1 (1 closing) from 8\n");
    assert_walk(pending, "0 (bot):, customer 3 (1 closing) from 10, by bots 10\n");
}

/* After a hand-over the round is another one: the message before it stays with who handed over. */
static void test_a_bot_takes_no_message_from_before_a_hand_over(void **state)
{
    struct record_of_chat script[] = {
        customer(10, "anna"), transferred(11, "anna", "ben"), bot(12, NULL), customer(13, NULL),
        closed(14),
    };

    (void)
        state; /* nothing was answered by a person: ben misses the first response, from minute 13 on */
    assert_walk(script, "0 (bot):, by bots 11\n"
                        "0 anna:, customer 1 from 10, handed over 10\n"
                        "0 ben:, customer 1 from 13, unanswered 13, missing 13\n");
}

static void test_a_bot_resets_the_first_question_only_before_a_response(void **state)
{
    struct record_of_chat before[] = {customer(10, "anna"), bot(11, NULL), customer(20, NULL),
                                      agent(25, NULL)};
    struct record_of_chat after[] = {customer(10, "anna"), agent(11, NULL),    customer(20, NULL),
                                     bot(21, NULL),        customer(30, NULL), agent(35, NULL)};

    (void)state;
    assert_walk(before, "0 (bot):, customer 1 from 10, by bots 10\n"
                        "0 anna:, customer 1 from 20, agent 1 25..25, answered *20-25\n");
    assert_walk(after, "0 (bot):, customer 1 from 20, by bots 20\n"
                       "0 anna:, customer 2 from 10, agent 2 11..35, answered *10-11 30-35\n");
}

/* It is over when somebody else who answers has spoken, or a person was called already. */
static void test_a_hand_off_follows_the_bot(void **state)
{
    struct record_of_chat spoken[] = {customer(10, "anna"), bot(11, NULL), agent(12, NULL),
                                      assigned(13, "ben"), agent(14, NULL)};
    struct record_of_chat called[] = {customer(10, NULL),
                                      bot(11, NULL),
                                      assigned(12, "anna"),
                                      agent(13, NULL),
                                      transferred(14, "anna", "ben"),
                                      agent(15, NULL)};
    struct record_of_chat ended[] = {customer(10, NULL), bot(11, NULL), closed(12),
                                     assigned(13, "anna"), agent(14, NULL)};

    (void)state;
    assert_walk(spoken, "0 (bot):, customer 1 from 10, by bots 10\n"
                        "0 anna:, agent 1 12..12\n"
                        "0 ben:, agent 1 14..14\n");
    assert_walk(called, "0 (bot):, customer 1 from 10, by bots 10\n"
                        "0 anna:, agent 1 13..13, answered *12-13\n"
                        "0 ben:, agent 1 15..15\n");
    assert_walk(ended, "0 (bot):, customer 1 from 10, by bots 10\n"
                       "0 anna:, agent 1 14..14\n");
}

/* A hand-off that nobody answers: the round of who was called, and the session's first question. */
static void test_a_hand_off_that_nobody_answers(void **state)
{
    struct record_of_chat assigned_to[] = {customer(10, NULL), bot(11, NULL), assigned(12, "ben"),
                                           closed(20)};
    struct record_of_chat passed_on[] = {customer(10, NULL), bot(11, NULL), assigned(12, "ben"),
                                         transferred(13, "ben", "cleo"), closed(20)};

    (void)state;
    assert_walk(assigned_to, "0 (bot):, customer 1 from 10, by bots 10\n"
                             "0 ben:, unanswered 12, missing 12\n");
    assert_walk(passed_on, "0 (bot):, customer 1 from 10, by bots 10\n"
                           "0 ben:, handed over 12\n"
                           "0 cleo:, unanswered 13, missing 12\n");
}

static void test_the_open_round_that_was_handed_off_waits(void **state)
{
    struct record_of_chat script[] = {customer(10, NULL), bot(11, NULL), assigned(60, "ben")};

    (void)state; /* until 60 + 1440: the hand-off is later than the customer's word */
    assert_walk(script, "0 (bot):, customer 1 from 10, by bots 10\n"
                        "0 ben after 1500:, unanswered 60, missing 60\n");
}

/* Trailing: something was answered in the session, and no question handed over since. */
static void test_trailing(void **state)
{
    struct record_of_chat trailing[] = {customer(10, "anna"), agent(11, NULL), customer(12, NULL),
                                        closed(13)};
    struct record_of_chat handed_over[] = {customer(10, "anna"), agent(11, NULL),
                                           customer(12, NULL), transferred(13, "anna", "ben"),
                                           closed(14)};
    struct record_of_chat again[] = {customer(10, "anna"), transferred(11, "anna", "ben"),
                                     agent(12, NULL), customer(13, NULL), closed(14)};
    struct record_of_chat another[] = {customer(10, "anna"), agent(11, NULL), closed(12),
                                       customer(13, "anna"), closed(14)};
    struct record_of_chat empty[] = {customer(10, "anna"), agent(11, NULL),
                                     transferred(12, "anna", "ben"), customer(13, NULL),
                                     closed(14)};
    struct record_of_chat bots[] = {
        customer(10, "anna"),           agent(11, NULL), customer(12, NULL), bot(13, NULL),
        transferred(14, "anna", "ben"), closed(15)};

    (void)state;
    assert_walk(trailing, "0 anna:, customer 2 from 10, agent 1 11..11, answered *10-11, "
                          "trailing 12\n");
    assert_walk(handed_over, "0 anna:, customer 2 from 10, agent 1 11..11, answered *10-11, "
                             "handed over 12\n"
                             "0 ben:, unanswered 13\n");
    assert_walk(again, "0 anna:, customer 1 from 10, handed over 10\n"
                       "0 ben:, customer 1 from 13, agent 1 12..12, answered 11-12, first 10-12, "
                       "trailing 13\n");
    assert_walk(another, "0 anna:, customer 2 from 10, agent 1 11..11, answered *10-11, "
                         "unanswered 13, missing 13\n");
    assert_walk(empty,
                "0 anna:, customer 1 from 10, agent 1 11..11, answered *10-11\n"
                "0 ben:, customer 1 from 13, trailing 13\n"); /* no question was handed over */
    assert_walk(bots, "0 (bot):, customer 1 from 12, by bots 12\n"
                      "0 anna:, customer 1 from 10, agent 1 11..11, answered *10-11\n"
                      "0 ben:, trailing 14\n"); /* a hand-off hands no question over */
}

/* since: the last change of holder by assignment while the round was open. */
static void test_queue(void **state)
{
    struct record_of_chat twice[] = {customer(10, NULL), assigned(12, "anna"), assigned(14, "ben"),
                                     assigned(16, "ben"), agent(20, NULL)};
    struct record_of_chat before[] = {assigned(5, "anna"), customer(10, NULL),  agent(20, NULL),
                                      customer(30, NULL),  assigned(31, "ben"), agent(32, NULL),
                                      customer(40, NULL),  agent(41, NULL)};
    struct record_of_chat by_message[] = {customer(10, "anna"), customer(12, "ben"),
                                          agent(20, NULL)};
    struct record_of_chat transfer[] = {customer(10, NULL), assigned(12, "anna"),
                                        transferred(14, "anna", "ben"), agent(20, NULL)};

    (void)state;
    assert_walk(twice, "0 ben:, customer 1 from 10, agent 1 20..20, answered *10(14)-20\n");
    assert_walk(before, "0 anna:, customer 2 from 10, agent 1 20..20, answered *10-20\n"
                        "0 ben:, customer 1 from 40, agent 2 32..41, answered 30(31)-32 40-41\n");
    assert_walk(by_message, "0 anna:, customer 1 from 10\n"
                            "0 ben:, customer 1 from 12, agent 1 20..20, answered *10-20\n");
    assert_walk(transfer, "0 anna:, customer 1 from 10, handed over 10\n"
                          "0 ben:, agent 1 20..20, answered 14-20, first 10-20\n");
}

/* The first message of a part is the first that asks; thanks only if there is no other. */
static void test_closing_messages(void **state)
{
    struct record_of_chat script[] = {thanks(8, "anna"), customer(10, NULL), thanks(11, NULL),
                                      agent(12, NULL),   thanks(13, NULL),   closed(14)};
    struct record_of_chat only[] = {thanks(8, "anna"), thanks(9, NULL), agent(12, NULL)};
    struct record_of_chat late[] = {thanks(12, NULL), customer(11, NULL), assigned(10, "anna"),
                                    thanks(9, NULL), agent(13, NULL)};
    struct record_of_chat alive[] = {customer(10, "anna"), thanks(10 + SAMPLE_IDLE, NULL),
                                     agent(10 + 2 * SAMPLE_IDLE, NULL)};

    (void)state;
    assert_walk(script, "0 anna:, customer 4 (3 closing) from 10, agent 1 12..12, "
                        "answered *10-12\n");
    assert_walk(only, "0 anna:, customer 2 (2 closing) from 8, agent 1 12..12\n");
    assert_walk(late, "0 anna:, customer 3 (2 closing) from 11, agent 1 13..13, "
                      "answered *11-13\n"); /* minute 9 was pending: noted last */
    assert_walk(alive, "0 anna:, customer 1 from 10, answered *10-2890\n"
                       "1 anna:, customer 1 (1 closing) from 1450\n"
                       "2 anna:, agent 1 2890..2890, carried 10-2890\n"); /* it keeps the session */
}

/* Thanks without a holder wait for a round, and are nobody's if none comes before the session's end. */
static void test_thanks_that_no_round_takes(void **state)
{
    struct record_of_chat closes[] = {thanks(8, NULL), closed(9), customer(10, NULL),
                                      agent(11, "anna")};
    struct record_of_chat idle[] = {thanks(8, NULL), customer(9 + SAMPLE_IDLE, NULL),
                                    agent(10 + SAMPLE_IDLE, "anna")};
    struct record_of_chat taken[] = {thanks(8, NULL), customer(9, NULL),
                                     transferred(10, "anna", "ben")};

    (void)state;
    assert_walk(closes, "0 anna:, customer 1 from 10, agent 1 11..11, answered *10-11\n");
    assert_walk(idle, "1 anna:, customer 1 from 1449, agent 1 1450..1450, answered *1449-1450\n");
    assert_walk(taken, "0 anna:, customer 2 (1 closing) from 9, handed over 9\n"
                       "0 ben after 1450:, unanswered 10, missing 9\n");
}

/* The first question and its round may lie on different days: parts of their own. */
static void test_a_first_response_across_midnight(void **state)
{
    struct record_of_chat answered[] = {customer(1430, "anna"), transferred(1450, "anna", "ben"),
                                        agent(1460, NULL)};
    struct record_of_chat missing[] = {customer(1430, "anna"), transferred(1450, "anna", "ben"),
                                       closed(1460)};

    (void)state;
    assert_walk(answered, "0 anna:, customer 1 from 1430, handed over 1430\n"
                          "0 ben:, first 1430-1460\n"
                          "1 ben:, agent 1 1460..1460, answered 1450-1460\n");
    assert_walk(missing, "0 anna:, customer 1 from 1430, handed over 1430\n"
                         "0 ben:, missing 1430\n"
                         "1 ben:, unanswered 1450\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_bot_takes_the_messages_of_its_round),
        cmocka_unit_test(test_a_bot_takes_no_message_from_before_a_hand_over),
        cmocka_unit_test(test_a_bot_resets_the_first_question_only_before_a_response),
        cmocka_unit_test(test_a_hand_off_follows_the_bot),
        cmocka_unit_test(test_a_hand_off_that_nobody_answers),
        cmocka_unit_test(test_the_open_round_that_was_handed_off_waits),
        cmocka_unit_test(test_trailing),
        cmocka_unit_test(test_queue),
        cmocka_unit_test(test_closing_messages),
        cmocka_unit_test(test_thanks_that_no_round_takes),
        cmocka_unit_test(test_a_first_response_across_midnight),
    };
    return cmocka_run_group_tests(tests, sample_setup, sample_teardown);
}
