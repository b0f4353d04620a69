/*
 * The walk of docs/metrics.md line by line: what each script comes to is worked out by hand from that
 * text. Minutes; sample_describe's notation.
 */
#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* The script's parts are `expected`, and the naive walk thinks so, too. Leaves rounds to the caller. */
static struct rounds walk(struct arena *arena, struct record_of_chat *script, size_t count,
                          const char *expected)
{
    struct naive naive;

    sample_number(script, count);
    arena_init(arena);
    struct stub_set set = sample_set(arena, script, count, NULL);
    struct rounds rounds = sample_rounds(arena, &set);
    assert_string_equal(sample_describe(arena, &rounds), expected);
    naive_walk(script, count, SAMPLE_IDLE_MS, &sample_calendar, sample_key, &naive);
    assert_null(naive_difference(&naive, &set, &rounds));
    naive_clear(&naive);
    return rounds;
}

static void assert_walk_of(struct record_of_chat *script, size_t count, const char *expected)
{
    struct arena arena;

    walk(&arena, script, count, expected);
    arena_clear(&arena);
}

#define assert_walk(script, expected) assert_walk_of(script, COUNT(script), expected)

static void test_question_and_answer(void **state)
{
    struct record_of_chat script[] = {
        customer(10, "anna"), agent(12, "anna"), /* a round of 2 minutes, the session's first */
        customer(20, "anna"), customer(21, "anna"), agent(25, "anna"), /* 5, from the earlier */
        agent(26, "anna"),                                             /* answers nothing */
    };

    (void)state;
    assert_walk(script, "0 anna:, customer 3 from 10, agent 3 12..26, answered *10-12 20-25\n");
}

static void test_nothing_and_no_message(void **state)
{
    struct record_of_chat script[] = {assigned(1, "anna"), transferred(2, "anna", "ben"),
                                      quiet_machine(3, "ben"), closed(4)};
    struct arena arena;

    (void)state;
    struct rounds rounds = walk(&arena, script, 0, "");
    assert_int_equal(rounds.voice_count, 0);
    assert_int_equal(rounds.open_until_ms, TIME_NONE);
    arena_clear(&arena);
    assert_walk(script, "");
}

static void test_a_message_names_the_holder(void **state)
{
    struct record_of_chat script[] = {
        customer(10, "anna"), customer(11, NULL), /* still anna's */
        agent(12, "ben"),                         /* now ben's, and so is the round */
        customer(13, NULL),                       /* ben's */
    };

    (void)state;
    assert_walk(script, "0 anna:, customer 2 from 10\n"
                        "0 ben:, customer 1 from 13, agent 1 12..12, answered *10-12\n"
                        "0 ben after 1453:, trailing 13\n");
}

static void test_assigned_makes_the_holder(void **state)
{
    struct record_of_chat script[] = {assigned(5, "anna"), customer(10, NULL), assigned(11, "ben"),
                                      agent(12, NULL)};

    (void)state;
    assert_walk(script, "0 anna:, customer 1 from 10\n"
                        "0 ben:, agent 1 12..12, answered *10(11)-12\n");
}

static void test_pending_go_to_the_sender(void **state)
{
    struct record_of_chat script[] = {
        customer(10, NULL),   customer(11, NULL), /* pending */
        assigned(12, "anna"), customer(13, NULL), /* anna's at once */
        agent(14, "ben"),                         /* takes round and pending, not anna's */
    };

    (void)state;
    assert_walk(script, "0 anna:, customer 1 from 13\n"
                        "0 ben:, customer 2 from 10, agent 1 14..14, answered *10(12)-14\n");
}

static void test_nobody_sends(void **state)
{
    struct record_of_chat script[] = {agent(9, NULL), customer(10, NULL), agent(12, NULL)};

    (void)state;
    assert_walk(script, "0 (unassigned):, customer 1 from 10, agent 2 9..12, answered *10-12\n");
}

static void test_machines_change_nothing(void **state)
{
    struct record_of_chat script[] = {
        customer(10, "anna"),
        quiet_machine(11, "ben"), /* names an agent, but moves no holder */
        customer(12, NULL),
        agent(13, NULL),
    };

    (void)state;
    assert_walk(script, "0 anna:, customer 2 from 10, agent 1 13..13, answered *10-13\n");
}

static void test_automatic_messages_only_move_the_holder(void **state)
{
    struct record_of_chat script[] = {
        customer(10, "anna"), automatic(11, "ben"), customer(12, NULL),
        automatic(13, NULL),  agent(14, NULL),
    };

    (void)state;
    assert_walk(script, "0 anna:, customer 1 from 10\n"
                        "0 ben:, customer 1 from 12, agent 1 14..14, answered *10-14\n");
}

static void test_transfer_hands_over_the_open_round(void **state)
{
    struct record_of_chat script[] = {
        customer(10, "anna"),
        transferred(15, "anna", "ben"),
        agent(18, NULL),
    };

    (void)state; /* the new round asks at the transfer; the first response is for the customer's */
    assert_walk(script, "0 anna:, customer 1 from 10, handed over 10\n"
                        "0 ben:, agent 1 18..18, answered 15-18, first 10-18\n");
}

static void test_transfer_gives_pending_to_who_hands_over(void **state)
{
    struct record_of_chat script[] = {
        customer(10, NULL), transferred(15, "anna", "ben"),
        customer(16, NULL), transferred(17, "ben", "cleo"),
        closed(20),
    };

    (void)state;
    assert_walk(script, "0 anna:, customer 1 from 10, handed over 10\n"
                        "0 ben:, customer 1 from 16, handed over 15\n"
                        "0 cleo:, unanswered 17, missing 10\n");
}

static void test_transfer_without_an_open_round(void **state)
{
    struct record_of_chat script[] = {
        customer(10, "anna"),
        agent(11, NULL),
        transferred(15, "anna", "ben"),
        agent(16, NULL),
    };

    (void)state; /* opens none: ben's message answers nothing */
    assert_walk(script, "0 anna:, customer 1 from 10, agent 1 11..11, answered *10-11\n"
                        "0 ben:, agent 1 16..16\n");
}

static void test_closed_ends(void **state)
{
    struct record_of_chat script[] = {
        customer(10, "anna"), closed(11),       agent(12, NULL), /* no holder, no question */
        customer(13, NULL),   agent(14, "ben"), /* a session with a first of its own */
        closed(15),           closed(16),
    };

    (void)state;
    assert_walk(script, "0 (unassigned):, agent 1 12..12\n"
                        "0 anna:, customer 1 from 10, unanswered 10, missing 10\n"
                        "0 ben:, customer 1 from 13, agent 1 14..14, answered *13-14\n");
}

static void test_closed_gives_pending_to_the_holder(void **state)
{
    struct record_of_chat held[] = {customer(10, NULL), assigned(11, "anna"), closed(12)};
    struct record_of_chat free_of[] = {customer(10, NULL), closed(12)};

    (void)state;
    assert_walk(held, "0 anna:, customer 1 from 10, unanswered 10, missing 10\n");
    assert_walk(free_of, "0 (unassigned):, customer 1 from 10, unanswered 10, missing 10\n");
}

static void test_idle_is_strictly_longer(void **state)
{
    struct record_of_chat at_limit[] = {customer(10, "anna"), agent(10 + SAMPLE_IDLE, NULL)};
    struct record_of_chat beyond[] = {customer(10, "anna"), agent(10.001 + SAMPLE_IDLE, NULL)};

    (void)state; /* 0.001 minutes are 60 ms */
    assert_walk(at_limit, "0 anna:, customer 1 from 10, answered *10-1450\n"
                          "1 anna:, agent 1 1450..1450, carried 10-1450\n");
    assert_walk(beyond, "0 anna:, customer 1 from 10, unanswered 10, missing 10\n"
                        "1 (unassigned):, agent 1 1450..1450\n");
}

static void test_only_humans_keep_a_session_alive(void **state)
{
    struct record_of_chat script[] = {
        customer(0, "anna"),     agent(1, NULL),        quiet_machine(1000, NULL),
        automatic(1400, "anna"), assigned(1500, "ben"), /* 1499 minutes after the agent: a new session, which is ben's */
        customer(1510, NULL),    agent(1511, NULL),
    };

    (void)state;
    assert_walk(script, "0 anna:, customer 1 from 0, agent 1 1..1, answered *0-1\n"
                        "1 ben:, customer 1 from 1510, agent 1 1511..1511, answered *1510-1511\n");
}

static void test_first_response_is_one_a_session(void **state)
{
    struct record_of_chat script[] = {
        agent(5, "anna"), /* before any question: no first response */
        customer(10, NULL),
        transferred(11, "anna", "ben"),
        transferred(12, "ben", "cleo"),
        agent(13, NULL),
        customer(14, NULL),
        agent(15, NULL),
    };

    (void)state;
    assert_walk(script, "0 anna:, customer 1 from 10, agent 1 5..5, handed over 10\n"
                        "0 ben:, handed over 11\n"
                        "0 cleo:, customer 1 from 14, agent 2 13..15, answered 12-13 14-15, "
                        "first 10-13\n");
}

static void test_days(void **state)
{
    struct record_of_chat script[] = {
        customer(1430, "anna"), customer(1441, NULL), /* asked on day 0 */
        agent(1450, NULL),      agent(1460, NULL),    /* answered on day 1 */
        customer(1470, NULL),   agent(2900, NULL),    /* and from day 1 to 2 */
    };

    (void)state;
    assert_walk(script, "0 anna:, customer 1 from 1430, answered *1430-1450\n"
                        "1 anna:, customer 2 from 1441, agent 2 1450..1460, answered 1470-2900, "
                        "carried 1430-1450\n"
                        "2 anna:, agent 1 2900..2900, carried 1470-2900\n");
}

static void test_pending_keep_their_days(void **state)
{
    struct record_of_chat script[] = {customer(1430, NULL), customer(1450, NULL),
                                      agent(1460, "anna")};

    (void)state;
    assert_walk(script, "0 anna:, customer 1 from 1430, answered *1430-1460\n"
                        "1 anna:, customer 1 from 1450, agent 1 1460..1460, carried 1430-1460\n");
}

static void test_intent_is_of_the_earliest_message_that_has_one(void **state)
{
    struct record_of_chat held[] = {customer(10, "anna"), asks(11, NULL, INTENT_AFTERSALE),
                                    asks(12, NULL, INTENT_PRESALE), agent(13, NULL)};
    /* ben's own message of minute 12 is noted before the pending one of minute 10 */
    struct record_of_chat late[] = {asks(10, NULL, INTENT_PRESALE), assigned(11, "ben"),
                                    asks(12, NULL, INTENT_AFTERSALE), agent(13, NULL)};

    (void)state;
    assert_walk(held, "0 anna:, customer 3 from 10, agent 1 13..13, aftersale 11, "
                      "answered *10-13\n");
    assert_walk(late, "0 ben:, customer 2 from 10, agent 1 13..13, presale 10, "
                      "answered *10(11)-13\n");
}

static void test_the_open_round_waits_in_parts_of_its_own(void **state)
{
    struct record_of_chat script[] = {
        asks(1430, NULL, INTENT_PRESALE), customer(1450, NULL),
        assigned(1460, "anna"),           customer(1470, NULL),
        quiet_machine(1480, NULL),
    };
    struct arena arena;

    (void)state; /* deadline: 1470 + 1440; anna's own message counts already */
    struct rounds rounds = walk(&arena, script, COUNT(script),
                                "0 anna after 2910:, customer 1 from 1430, presale 1430, "
                                "unanswered 1430, missing 1430\n"
                                "1 anna:, customer 1 from 1470\n"
                                "1 anna after 2910:, customer 1 from 1450\n");
    assert_int_equal(rounds.open_until_ms, sample_ms(2910));
    arena_clear(&arena);
}

static void test_the_open_round_of_nobody(void **state)
{
    struct record_of_chat script[] = {customer(10, NULL)};

    (void)state;
    assert_walk(script, "0 (unassigned) after 1450:, customer 1 from 10, unanswered 10, "
                        "missing 10\n");
}

/* … or from the question, if a transfer or a hand-off put it later; never from what a machine says. */
static void test_the_deadline_runs_from_the_last_human_message(void **state)
{
    struct record_of_chat human[] = {customer(10, "anna"), customer(20, NULL),
                                     automatic(30, "ben")};
    struct record_of_chat transfer[] = {customer(10, "anna"), transferred(20, "anna", "ben"),
                                        automatic(30, "ben")};
    struct record_of_chat in_time[] = {customer(10, "anna"), transferred(20, "anna", "ben"),
                                       agent(20 + SAMPLE_IDLE, NULL)};
    struct record_of_chat hand_off[] = {customer(10, "anna"), bot(11, NULL), assigned(1440, "ben"),
                                        agent(1440 + SAMPLE_IDLE, NULL)};

    (void)state;
    assert_walk(human, "0 anna:, customer 2 from 10\n"
                       "0 ben after 1460:, unanswered 10, missing 10\n");
    assert_walk(transfer, "0 anna:, customer 1 from 10, handed over 10\n"
                          "0 ben after 1460:, unanswered 20, missing 10\n");
    assert_walk(in_time, "0 anna:, customer 1 from 10, handed over 10\n"
                         "0 ben:, answered 20-1460, first 10-1460\n"
                         "1 ben:, agent 1 1460..1460, carried 20-1460\n");
    assert_walk(hand_off, "0 (bot):, customer 1 from 10, by bots 10\n"
                          "1 ben:, answered *1440-2880\n"
                          "2 ben:, agent 1 2880..2880, carried 1440-2880\n");
}

static void assert_voices_of(struct record_of_chat *script, size_t count, const char *expected)
{
    struct arena arena;

    sample_number(script, count);
    arena_init(&arena);
    struct stub_set set = sample_set(&arena, script, count, NULL);
    struct rounds rounds = sample_rounds(&arena, &set);
    assert_string_equal(sample_voices(&arena, &rounds), expected);
    arena_clear(&arena);
}

#define assert_voices(script, expected) assert_voices_of(script, COUNT(script), expected)

/* Until somebody speaks, the last agent that any event names; a transfer names who gets it. */
static void test_voices_of_names(void **state)
{
    struct record_of_chat bots[] = {customer(10, "anna"), bot(11, "robo"), customer(12, NULL)};
    struct record_of_chat transfer[] = {assigned(1, "cleo"), transferred(2, "anna", "ben"),
                                        automatic(3, "dora"), closed(4), customer(5, NULL)};

    (void)state;
    assert_voices(bots, "anna 10, robo 11");
    assert_voices(transfer, "cleo 1, ben 2, dora 3");
}

/* From the first message that a person sent, only those who send: not an assignment, not an automatic text. */
static void test_voices_of_speakers(void **state)
{
    struct record_of_chat script[] = {
        customer(10, "anna"), agent(12, NULL),
        assigned(13, "ben"),  customer(14, "ben"),
        agent(15, "ben"),     automatic(16, "cleo"),
        agent(17, NULL),                       /* cleo's: she holds it */
        closed(18),           agent(19, NULL), /* nobody's */
        agent(20, "anna"),    transferred(21, "anna", "dora"),
    };

    (void)state;
    assert_voices(script, "anna 10, ben 15, cleo 17, anna 20");
}

/* One voice on several days is several: who an account is depends on the day. */
static void test_voices_by_day(void **state)
{
    struct record_of_chat script[] = {customer(10, "anna"), agent(12, "anna"),
                                      agent(1439, "anna"),  agent(1440, "anna"),
                                      agent(1500, "anna"),  agent(4000, "anna")};

    (void)state;
    assert_voices(script, "anna 10, anna 1440, anna 4000");
}

/* customer, machine, assigned, agent, transferred, closed: whatever order they came in. */
static void test_rank_decides_within_an_instant(void **state)
{
    struct record_of_chat script[] = {
        closed(10),           transferred(10, "anna", "ben"),
        agent(10, NULL),      quiet_machine(10, NULL),
        assigned(10, "anna"), customer(10, NULL),
    };
    struct record_of_chat with_bot[] = {
        closed(10),      transferred(10, "anna", "ben"),
        agent(10, NULL), assigned(10, "anna"),
        bot(10, NULL),   customer(10, NULL),
    };

    (void)state;
    assert_walk(script, "0 anna:, customer 1 from 10, agent 1 10..10, answered *10(10)-10\n");
    assert_walk(with_bot, "0 (bot):, customer 1 from 10, by bots 10\n"
                          "0 anna:, agent 1 10..10, answered *10-10\n");
}

/* Parts sort by the bytes of the agents' names, "(unassigned)" among them. */
static void test_parts_stand_in_key_order(void **state)
{
    struct record_of_chat script[] = {
        customer(1, "z"),  closed(2),          customer(3, "!x"), closed(4),
        customer(5, NULL), closed(6),          customer(7, "(a"), closed(8),
        customer(9, "1"),  closed(10),         customer(11, "z"), bot(12, NULL),
        closed(13),        customer(14, "(n"), closed(15),        customer(16, "(v"),
        closed(17),
    };

    (void)state;
    assert_walk(script, "0 !x:, customer 1 from 3, unanswered 3, missing 3\n"
                        "0 (a:, customer 1 from 7, unanswered 7, missing 7\n"
                        "0 (bot):, customer 1 from 11, by bots 11\n"
                        "0 (n:, customer 1 from 14, unanswered 14, missing 14\n"
                        "0 (unassigned):, customer 1 from 5, unanswered 5, missing 5\n"
                        "0 (v:, customer 1 from 16, unanswered 16, missing 16\n"
                        "0 1:, customer 1 from 9, unanswered 9, missing 9\n"
                        "0 z:, customer 1 from 1, unanswered 1, missing 1\n");
}

/* The contract forbids such names; were they to come, no key may stand twice. */
static void test_an_agent_with_a_name_of_ours(void **state)
{
    struct record_of_chat nobody[] = {customer(1, AGENT_UNASSIGNED), closed(2), customer(3, NULL),
                                      closed(4)};
    struct record_of_chat robot[] = {customer(1, AGENT_BOT), bot(2, NULL), closed(3),
                                     customer(4, "anna"),    bot(5, NULL), closed(6)};

    (void)state;
    assert_walk(nobody, "0 (unassigned):, customer 2 from 1, unanswered 1 3, missing 1 3\n");
    assert_walk(robot, "0 (bot):, customer 2 from 1, by bots 1 4\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_question_and_answer),
        cmocka_unit_test(test_nothing_and_no_message),
        cmocka_unit_test(test_a_message_names_the_holder),
        cmocka_unit_test(test_assigned_makes_the_holder),
        cmocka_unit_test(test_pending_go_to_the_sender),
        cmocka_unit_test(test_nobody_sends),
        cmocka_unit_test(test_machines_change_nothing),
        cmocka_unit_test(test_automatic_messages_only_move_the_holder),
        cmocka_unit_test(test_transfer_hands_over_the_open_round),
        cmocka_unit_test(test_transfer_gives_pending_to_who_hands_over),
        cmocka_unit_test(test_transfer_without_an_open_round),
        cmocka_unit_test(test_closed_ends),
        cmocka_unit_test(test_closed_gives_pending_to_the_holder),
        cmocka_unit_test(test_idle_is_strictly_longer),
        cmocka_unit_test(test_only_humans_keep_a_session_alive),
        cmocka_unit_test(test_first_response_is_one_a_session),
        cmocka_unit_test(test_days),
        cmocka_unit_test(test_pending_keep_their_days),
        cmocka_unit_test(test_intent_is_of_the_earliest_message_that_has_one),
        cmocka_unit_test(test_the_open_round_waits_in_parts_of_its_own),
        cmocka_unit_test(test_the_open_round_of_nobody),
        cmocka_unit_test(test_the_deadline_runs_from_the_last_human_message),
        cmocka_unit_test(test_voices_of_names),
        cmocka_unit_test(test_voices_of_speakers),
        cmocka_unit_test(test_voices_by_day),
        cmocka_unit_test(test_rank_decides_within_an_instant),
        cmocka_unit_test(test_parts_stand_in_key_order),
        cmocka_unit_test(test_an_agent_with_a_name_of_ours),
    };
    return cmocka_run_group_tests(tests, sample_setup, sample_teardown);
}
