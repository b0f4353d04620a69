"""The oracle's bots, hand-offs, closing messages, trailing rounds, queue and shares against numbers derived by hand.

Each rule of metrics.md at least once. Run from tests/: /usr/bin/python3 -m pytest oracle
"""

from fractions import Fraction

import pytest

from .march import AS_OF, D, Numbers, ask, assign, bot, close, event, message, move, order, say

ROUNDS = ("answered_rounds", "unanswered_rounds", "handed_over_rounds")
FIRST = ("first_responses", "first_response_seconds")
BOTS = ("bot_answered_rounds", "customer_messages", "suspended_rounds")

# --- bots --------------------------------------------------------------------------------------------


def test_a_bot_ends_the_round_and_takes_its_messages():
    n = Numbers(ask(D(1, "09:00"), agent="ann"), ask(D(1, "09:01")), bot(D(1, "09:02")), close(D(1, "09:03")))
    assert n("(bot)", *BOTS) == (1, 2, 0)
    assert n("(bot)", "received", "rounds", "asked_hour_09", "answer_ratio", "reply_rate") == (0, 0, 0, None, None)
    assert n.agents() == {"(bot)"}  # nothing is left with ann, and no session without a first response


def test_a_bot_takes_pending_messages_but_not_those_before_the_round():
    n = Numbers(
        ask(D(1, "09:00"), closing=True),  # pending, and opens nothing
        ask(D(1, "09:01")),
        bot(D(1, "09:02")),
    )
    assert n("(bot)", "customer_messages") == 2
    n = Numbers(
        ask(D(1, "09:00"), agent="ann", closing=True),  # ann's, before the round
        ask(D(1, "09:01")),
        bot(D(1, "09:02")),
    )
    assert n("(bot)", "customer_messages") == n("ann", "customer_messages") == 1


def test_a_bot_that_only_says_please_wait_answers_nothing():
    n = Numbers(ask(D(1, "09:00"), agent="ann"), bot(D(1, "09:00", 5), auto=True), say(D(1, "09:00", 30)))
    assert n("ann", *ROUNDS, "response_seconds", *FIRST) == (1, 0, 0, 30, 1, 30)
    assert n.agents() == {"ann"}


def test_after_a_bot_the_first_response_runs_from_the_next_question():
    n = Numbers(
        ask(D(1, "09:00"), agent="ann"),
        bot(D(1, "09:01")),
        ask(D(1, "09:10")),
        say(D(1, "09:11")),
        ask(D(1, "09:20")),
        bot(D(1, "09:21")),  # after the first response: it stays
    )
    assert n("ann", *ROUNDS, *FIRST, "customer_messages") == (1, 0, 0, 1, 60, 1)
    assert n("(bot)", *BOTS) == (2, 2, 0)


def test_a_bot_does_not_count_as_a_person_who_spoke():
    """24 hours run from the customer's word: the bot's does not keep the session, and the holder is forgotten."""
    n = Numbers(
        ask(D(1, "09:00"), agent="ann"),
        bot(D(1, "20:00")),
        ask(D(2, "09:00", 0.001)),
        say(D(2, "09:01")),
    )
    assert n("(unassigned)", "answered_rounds", "agent_messages") == (1, 1)


# --- hand-offs ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("call", [lambda at: assign(at, "bob"), lambda at: move(at, "robo", "bob")])
def test_a_hand_off_begins_the_persons_wait(call):
    n = Numbers(ask(D(1, "09:00"), agent="robo"), bot(D(1, "09:01")), call(D(1, "09:30")), say(D(1, "09:31")))
    assert n("bob", *ROUNDS, "response_seconds", *FIRST) == (1, 0, 0, 60, 1, 60)
    assert n("bob", "received", "customer_messages", "inquirers", "queue_seconds") == (1, 0, 0, None)
    assert n.agents() == {"bob", "(bot)"}


def test_a_hand_off_that_nobody_answers():
    n = Numbers(ask(D(1, "09:00")), bot(D(1, "09:01")), assign(D(1, "09:30"), "bob"), close(D(1, "10:00")))
    assert n("bob", *ROUNDS, "received", "replied") == (0, 1, 0, 1, 0)
    assert n("bob", "first_responses", "first_response_within_180") == (0, 0)


@pytest.mark.parametrize(
    "before",
    [
        [bot(D(1, "09:01"))],  # a greeting: nothing was asked
        [ask(D(1, "09:00"), closing=True), bot(D(1, "09:01"))],  # thanks ask nothing
        [ask(D(1, "09:00")), bot(D(1, "09:01")), say(D(1, "09:02"))],  # a person spoke since
        [ask(D(1, "09:00")), bot(D(1, "09:01"), auto=True), say(D(1, "09:02"))],
        [ask(D(1, "09:00")), bot(D(1, "09:01")), close(D(1, "09:02"))],  # another session
    ],
)
@pytest.mark.parametrize("call", [lambda at: assign(at, "bob"), lambda at: move(at, "ann", "bob")])
def test_what_is_no_hand_off(before, call):
    n = Numbers(*before, call(D(1, "09:30")))
    assert "bob" not in n.agents() and "ann" not in n.agents()


def test_an_assignment_while_a_question_is_open_is_no_hand_off_even_if_a_bot_spoke_last():
    chat = [ask(D(1, "09:00")), bot(D(1, "09:01")), ask(D(1, "09:10")), assign(D(1, "09:12"), "bob")]
    n = Numbers(*chat, say(D(1, "09:15")))
    assert n("bob", "response_seconds", "queue_seconds", "first_response_seconds") == (300, 120, 300)


def test_only_the_first_assignment_after_a_bot_hands_off():
    n = Numbers(
        ask(D(1, "09:00")),
        bot(D(1, "09:01")),
        assign(D(1, "09:30"), "ann"),
        assign(D(1, "09:40"), "bob"),  # moves the open round
        say(D(1, "09:41")),
        response__from="assignment",
    )
    assert n("bob", *ROUNDS, "response_seconds", "queue_seconds") == (1, 0, 0, 60, 600)
    assert n.agents() == {"bob", "(bot)"}


def test_the_24_hours_run_from_the_hand_off():
    asked = [ask(D(1, "09:00")), bot(D(1, "09:01")), assign(D(2, "08:00"), "bob")]
    n = Numbers(*asked, say(D(3, "08:00")))  # exactly 24 h after it
    assert n("bob", *ROUNDS, "first_responses") == (1, 0, 0, 1)
    n = Numbers(*asked, say(D(3, "08:00", 0.001)))
    assert n("bob", *ROUNDS) == (0, 1, 0)
    assert n("(unassigned)", "agent_messages", "received") == (1, 0)


def test_a_transfer_prolongs_a_wait_as_well():
    n = Numbers(ask(D(1, "09:00"), agent="ann"), move(D(2, "08:00"), "ann", "bob"), as_of=D(3, "08:00"))
    assert [(agent, wait) for agent, _, _, wait in n.result.waiting] == [("bob", 24 * 3600 * 1000)]
    later = Numbers(ask(D(1, "09:00"), agent="ann"), move(D(2, "08:00"), "ann", "bob"), as_of=D(3, "08:00", 0.001))
    assert later("bob", "unanswered_rounds") == 1


# --- closing messages --------------------------------------------------------------------------------


def test_a_closing_message_opens_nothing_but_counts_as_a_message():
    n = Numbers(ask(D(1, "09:00"), agent="ann", closing=True), close(D(1, "10:00")))
    assert n("ann", "rounds", "customer_messages", "received", "inquirers", "answer_ratio") == (0, 1, 0, 0, 0)
    assert n("ann", "reply_rate", "response_within_60", "first_response_within_60") == (None, None, None)


def test_a_closing_message_while_a_round_is_open_joins_it():
    n = Numbers(ask(D(1, "09:00"), agent="ann"), ask(D(1, "09:01"), closing=True), bot(D(1, "09:02")))
    assert n("(bot)", "customer_messages") == 2


def test_a_closing_message_keeps_the_session_alive():
    n = Numbers(
        ask(D(1, "09:00"), agent="ann"),
        say(D(1, "09:01")),
        ask(D(2, "09:00"), closing=True),
        ask(D(3, "08:59"), agent="ann"),
        say(D(3, "09:00")),
    )
    assert n("ann", "answered_rounds", "first_responses") == (2, 1)


def test_closing_of_others_means_nothing():
    n = Numbers(ask(D(1, "09:00"), agent="ann"), say(D(1, "09:01"), closing=True))
    assert n("ann", *ROUNDS, "agent_messages") == (1, 0, 0, 1)


def test_auto_of_a_customers_message_means_nothing():
    n = Numbers(ask(D(1, "09:00"), agent="ann", auto=True), say(D(1, "09:01")))
    assert n("ann", *ROUNDS, "customer_messages") == (1, 0, 0, 1)


def test_first_customer_at_is_the_first_that_asks():
    """Thanks at 9, an order at 9:30, a question at 10: the order was there before the question."""
    thanks, placed = ask(D(1, "09:00"), agent="ann", closing=True), order(D(1, "09:30"))
    n = Numbers(thanks, placed, ask(D(1, "10:00"), agent="ann"))
    assert n("ann", "received", "inquirers") == (1, 0)
    assert Numbers(thanks, ask(D(1, "09:10"), agent="ann"), placed)("ann", "inquirers") == 1


def test_intent_of_a_closing_message_is_one():
    n = Numbers(
        ask(D(1, "09:00"), agent="ann", closing=True, intent="aftersale"),
        ask(D(1, "10:00"), agent="ann", intent="presale"),
    )
    assert n("ann", "received", "inquirers") == (1, 0)


# --- trailing rounds ---------------------------------------------------------------------------------

LAST_WORD = [ask(D(1, "09:00"), agent="ann"), say(D(1, "09:00", 10)), ask(D(1, "09:01")), close(D(1, "10:00"))]


def test_trailing_rounds_count_or_are_left_out():
    n = Numbers(*LAST_WORD, response__unanswered="cap")
    assert n("ann", *ROUNDS, "trailing_rounds", "response_seconds", "asked_hour_09") == (1, 1, 0, 1, 305, 2)
    n = Numbers(*LAST_WORD, response__unanswered="cap", round__trailing="ignore")
    assert n("ann", *ROUNDS, "trailing_rounds", "response_seconds", "asked_hour_09") == (1, 0, 0, 1, 10, 1)
    assert n("ann", "rounds", "response_within_30", "received", "replied", "inquirers") == (1, 1, 1, 1, 1)


def test_a_day_with_a_trailing_round_alone_is_not_received():
    """The last word comes after midnight."""
    chat = [ask(D(1, "23:50"), agent="ann"), say(D(1, "23:51")), ask(D(2, "00:01")), close(D(2, "01:00"))]
    assert Numbers(*chat)("ann", "received", "inquirers", day=2) == (1, 1)
    n = Numbers(*chat, round__trailing="ignore")
    assert n("ann", "received", "inquirers", "trailing_rounds", "customer_messages", day=2) == (0, 0, 1, 1)
    other = ask(D(2, "02:00"), "c2", agent="ann")  # another round of that day
    assert Numbers(*chat, other, round__trailing="ignore")("ann", "received", day=2) == 1


@pytest.mark.parametrize(
    "chat",
    [
        [ask(D(1, "09:00"), agent="ann")],  # nobody answered before
        [ask(D(1, "09:00"), agent="ann"), say(D(1, "09:01")), close(D(1, "09:02")),
         ask(D(1, "09:03"), agent="ann")],  # not in this session
        [say(D(1, "09:00"), "ann"), ask(D(1, "09:01"))],  # spoke, and answered no round
        [ask(D(1, "09:00"), agent="ann"), bot(D(1, "09:01")), ask(D(1, "09:02"))],  # a bot's answer
    ],
)  # fmt: skip
def test_what_is_not_trailing(chat):
    assert Numbers(*chat)("ann", "unanswered_rounds", "trailing_rounds") == (1, 0)


def test_a_hand_over_of_a_question_begins_anew():
    chat = [ask(D(1, "09:00"), agent="ann"), say(D(1, "09:01"))]
    handed = [*chat, ask(D(1, "09:02")), move(D(1, "09:03"), "ann", "bob")]
    assert Numbers(*handed)("bob", "unanswered_rounds", "trailing_rounds") == (1, 0)
    quiet = [*chat, move(D(1, "09:03"), "ann", "bob"), ask(D(1, "09:04"))]  # no open question was handed over
    assert Numbers(*quiet)("bob", "unanswered_rounds", "trailing_rounds") == (1, 1)


# --- the queue ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule, wait", [("question", 300), ("assignment", 60)])
def test_queued_and_wait(rule, wait):
    n = Numbers(ask(D(1, "09:00")), assign(D(1, "09:04"), "ann"), say(D(1, "09:05")), response__from=rule)
    assert n("ann", "response_seconds", "queue_seconds", "slow_rounds") == (wait, 240, 1)
    assert n("ann", "response_within_60", "response_p50") == (rule == "assignment", wait)
    assert n("ann", "first_response_seconds", "customer_messages") == (300, 1)  # whatever the rule


@pytest.mark.parametrize(
    "calls, queue",
    [
        ([assign(D(1, "08:59"), "ann")], None),  # before the question
        ([assign(D(1, "09:01"), "ann"), assign(D(1, "09:02"), "ann")], 60),  # the same agent again
        ([assign(D(1, "09:01"), "ann"), assign(D(1, "09:02"), "bob"), assign(D(1, "09:03"), "ann")], 180),
        ([assign(D(1, "09:00"), "ann")], 0),  # in the same moment: the question comes first
        ([ask(D(1, "09:02"), agent="ann")], None),  # a window names him: no assignment
    ],
)
def test_since_is_the_last_change_of_holder_while_open(calls, queue):
    n = Numbers(ask(D(1, "09:00")), *calls, say(D(1, "09:10"), "ann"))
    assert n("ann", "answered_rounds", "queue_seconds") == (1, queue)


def test_since_is_of_one_round_alone():
    n = Numbers(
        ask(D(1, "09:00")), assign(D(1, "09:01"), "ann"), say(D(1, "09:02")),
        ask(D(1, "09:10")), say(D(1, "09:11")), response__from="assignment",
    )  # fmt: skip
    assert n("ann", "response_seconds", "queue_seconds") == (60, 60)
    given = [ask(D(1, "09:00")), assign(D(1, "09:01"), "ann"), move(D(1, "09:02"), "ann", "bob")]
    handed = Numbers(*given, say(D(1, "09:03")))
    assert handed("bob", "queue_seconds") is None


# --- shares and first responses ----------------------------------------------------------------------


def test_shares_are_exact_at_their_limits():
    chat = [ask(D(1, "09:00"), "x", agent="ann")]  # never answered
    for number, wait in enumerate([30, 30.001, 60, 180]):
        chat += [ask(D(1, "09:00"), f"c{number}", agent="ann"), say(D(1, "09:00", wait), "ann", f"c{number}")]
    n = Numbers(*chat)
    shares = [f"{of}response_within_{limit}" for of in ("", "first_") for limit in (30, 60, 180)]
    fifth = Fraction(1, 5)
    assert n("ann", *shares) == (fifth, 3 * fifth, 4 * fifth) * 2
    other = Numbers(*chat, response__within="20,30")
    assert other("ann", "response_within_20", "response_within_30") == (0, fifth)
    assert ("ann", "2024-03-01", "response_within_60") not in other.result.month


def test_a_missing_first_response_is_of_who_held_the_session_on_the_day_of_its_question():
    n = Numbers(ask(D(1, "23:00"), agent="ann"), move(D(2, "01:00"), "ann", "bob"), close(D(2, "02:00")))
    assert n("bob", "first_response_within_30", "unanswered_rounds", "received", day=1) == (0, 0, 0)
    assert n("bob", "first_response_within_30", "unanswered_rounds", "received", day=2) == (None, 1, 1)
    assert n("ann", "first_response_within_30") is None


def test_who_still_waits_misses_nothing():
    n = Numbers(ask(D(1, "09:00"), agent="ann"), as_of=D(1, "10:00"))
    assert n("ann", "customer_messages", "received", "rounds", "first_response_within_30") == (1, 1, 0, None)
    assert n.result.waiting[0][0] == "ann"


def test_hours_are_the_walls():
    n = Numbers(
        ask(D(1, "22:30"), agent="ann"),  # 06:30 on the 2nd in Shanghai
        say(D(1, "22:31")),
        message(D(1, "23:00"), "system"),
        zone="Asia/Shanghai",
    )
    assert n("ann", "asked_hour_06", "asked_hour_22", day=2) == (1, 0)
    assert sum(n("ann", *[f"asked_hour_{hour:02}" for hour in range(24)])) == 1


def test_nothing_at_all():
    assert Numbers(event("agent.updated", AS_OF, agent="ann", team="x")).agents() == set()
