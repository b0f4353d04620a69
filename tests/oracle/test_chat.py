"""The oracle's rounds and contacts against numbers derived by hand.

Each rule of metrics.md at least once. Run from tests/: /usr/bin/python3 -m pytest oracle
"""

from fractions import Fraction

import pytest

from .march import D, Numbers, ask, assign, bot, close, event, message, move, say

ROUNDS = ("answered_rounds", "unanswered_rounds", "handed_over_rounds")


def test_a_round_runs_from_the_first_question_to_the_answer():
    n = Numbers(ask(D(1, "09:00"), agent="ann"), ask(D(1, "09:00", 20)), say(D(1, "09:00", 50)))
    assert n("ann", *ROUNDS, "rounds") == (1, 0, 0, 1)
    assert n("ann", "response_seconds", "slow_rounds") == (50, 1)  # more than 40 s
    assert n("ann", "customer_messages", "agent_messages", "answer_ratio") == (2, 1, Fraction(1, 2))
    assert n("ann", "received", "replied", "reply_rate") == (1, 1, 1)


def test_slow_is_more_than_the_limit():
    exact = Numbers(ask(D(1, "09:00"), agent="ann"), say(D(1, "09:00", 40)))
    later = Numbers(ask(D(1, "09:00"), agent="ann"), say(D(1, "09:00", 40.001)))
    assert (exact("ann", "slow_rounds"), later("ann", "slow_rounds")) == (0, 1)


def test_pending_messages_go_to_whoever_answers():
    n = Numbers(ask(D(1, "09:00")), ask(D(1, "09:01")), say(D(1, "09:02"), "bob"))
    assert n("bob", "customer_messages", "received", "response_seconds") == (2, 1, 120)
    assert n.agents() == {"bob"}


def test_nobody_known_is_unassigned():
    n = Numbers(ask(D(1, "09:00")), say(D(1, "09:01")), ask(D(1, "09:02")))
    # The second question is never answered; its session ended in March.
    assert n("(unassigned)", *ROUNDS, "customer_messages", "agent_messages") == (1, 1, 0, 2, 1)


def test_automatic_and_system_messages_answer_nothing():
    n = Numbers(
        ask(D(1, "09:00"), agent="ann"),
        say(D(1, "09:00", 1), "bob", auto=True),  # nothing, but it names the holder
        bot(D(1, "09:00", 2), agent="cyd", auto=True),
        message(D(1, "09:00", 3), "system", agent="dee"),
        say(D(1, "09:00", 9)),
    )
    assert n("bob", "answered_rounds", "agent_messages", "response_seconds") == (1, 1, 9)
    assert n("ann", "customer_messages", "received", "replied") == (1, 1, 0)
    assert n.agents() == {"ann", "bob"}


def test_a_transfer_hands_the_round_over_and_opens_another():
    n = Numbers(
        assign(D(1, "09:00"), "ann"),
        ask(D(1, "09:01")),
        move(D(1, "09:02"), "ann", "bob"),
        say(D(1, "09:05")),
    )
    assert n("ann", *ROUNDS, "customer_messages") == (0, 0, 1, 1)
    assert n("bob", *ROUNDS, "customer_messages") == (1, 0, 0, 0)
    # bob waits from the transfer, his first response from the session's question
    assert n("bob", "response_seconds", "first_response_seconds") == (180, 240)
    assert n("bob", "received", "replied", "first_responses") == (1, 1, 1)
    assert n("ann", "received", "reply_rate", "response_seconds") == (1, 0, None)


def test_a_transfer_without_an_open_round_only_changes_the_holder():
    n = Numbers(move(D(1, "09:00"), "ann", "bob"), ask(D(1, "09:01")), say(D(1, "09:02")))
    assert n.agents() == {"bob"}


@pytest.mark.parametrize("late, rounds", [(0, (1, 0)), (0.001, (0, 1))])
def test_a_session_ends_strictly_after_24_hours(late, rounds):
    n = Numbers(ask(D(1, "09:00"), agent="ann"), say(D(2, "09:00", late), "ann"))
    assert n("ann", "answered_rounds", "unanswered_rounds") == rounds
    # After the end there is no question the agent could respond to.
    assert n("ann", "first_responses") == rounds[0]


def test_assigned_does_not_keep_a_session_alive_but_survives_its_end():
    n = Numbers(
        ask(D(1, "09:00"), agent="ann"),
        assign(D(3, "09:00"), "bob"),  # after END
        ask(D(3, "10:00")),
        say(D(3, "10:01")),
    )
    assert n("ann", "unanswered_rounds") == 1
    assert n("bob", "answered_rounds", "customer_messages") == (1, 1)


def test_closed_ends_and_forgets_the_holder():
    n = Numbers(
        ask(D(1, "09:00"), agent="ann"),
        close(D(1, "09:01")),
        ask(D(1, "09:02")),
        say(D(1, "09:03"), "bob"),
    )
    assert n("ann", *ROUNDS) == (0, 1, 0)
    assert n("bob", *ROUNDS, "first_response_seconds") == (1, 0, 0, 60)


@pytest.mark.parametrize("late, unanswered, waiting", [(0, 0, 1), (0.001, 1, 0)])
def test_the_last_open_round_waits_until_as_of_is_later_than_the_limit(late, unanswered, waiting):
    asked = [ask(D(1, "09:00"), agent="ann"), ask(D(1, "10:00"))]
    n = Numbers(*asked, as_of=D(2, "10:00", late))
    assert n("ann", "unanswered_rounds", "customer_messages") == (unanswered, 2)
    millisecond = int(D(1, "09:00").timestamp()) * 1000
    assert n.result.waiting == [("ann", "c", millisecond, 25 * 3600 * 1000)] * waiting


def test_pending_messages_of_a_waiting_round_count_nowhere():
    assert Numbers(ask(D(1, "09:00")), as_of=D(1, "09:05")).result.month == {}


def test_same_moment_goes_by_rank():
    """customer, assigned, agent, transferred, closed; ids and arrival do not matter."""
    at = D(1, "09:00")
    n = Numbers(close(at), move(at, "ann", "bob"), say(at), ask(at), assign(at, "ann"))
    assert n("ann", *ROUNDS, "response_seconds", "queue_seconds") == (1, 0, 0, 0, 0)
    assert n.agents() == {"ann"}


def test_cap_unanswered_and_percentiles():
    """Waits of 10, 20, ... 100 s and 1000 s, and one unanswered: means of 11 and of 12 values."""
    waits = [10 * n for n in range(1, 11)] + [1000]
    chat = [ask(D(1, "09:00"), "x", agent="ann")]
    for n, wait in enumerate(waits):
        chat += [ask(D(1, "09:00"), f"c{n}", agent="ann"), say(D(1, "09:00", wait), "ann", f"c{n}")]
    assert Numbers(*chat)("ann", "response_seconds") == Fraction(550 + 600, 11)
    capped = Numbers(*chat, response__unanswered="cap")
    assert capped("ann", "response_seconds") == Fraction(550 + 600 + 600, 12)
    # Nearest rank of 11: ceil(5.5) = 6th, ceil(9.9) = 10th, ceil(10.89) = 11th, uncapped.
    assert capped("ann", "response_p50", "response_p90", "response_p99") == (60, 100, 1000)


def test_everything_lies_on_its_own_day():
    n = Numbers(ask(D(1, "23:59"), agent="ann"), ask(D(2, "00:00")), say(D(2, "00:01"), "ann"))
    assert n("ann", "customer_messages", "agent_messages", "answered_rounds", day=1) == (1, 0, 1)
    assert n("ann", "customer_messages", "agent_messages", "answered_rounds", day=2) == (1, 1, 0)
    assert n("ann", "received", "replied") == (2, 1)  # a contact each day


def test_contacts_are_of_the_customer_not_of_the_conversation():
    n = Numbers(
        ask(D(1, "09:00"), "c1", agent="ann"),
        ask(D(1, "10:00"), "c2", agent="ann"),
        ask(D(1, "11:00"), "c3", "v", agent="ann"),
    )
    assert n("ann", "received", "unanswered_rounds") == (2, 3)


def test_a_conversation_has_the_customer_of_its_earliest_customer_message():
    n = Numbers(
        event("chat.assigned", D(1, "08:00"), conversation="c1", agent="ann", customer="w"),
        say(D(1, "08:30"), "ann", "c1", "w"),
        ask(D(1, "09:00"), "c1", "u"),
        ask(D(1, "09:30"), "c1", "v"),
        ask(D(1, "10:00"), "c2", "u", agent="ann"),
    )
    assert n("ann", "received", "customer_messages") == (1, 3)


# --- duplicates --------------------------------------------------------------------------------------


def test_of_one_identity_the_earliest_record_wins_and_the_customer_is_of_all():
    n = Numbers(
        ask(D(1, "09:00"), "c1", "loser", agent="ann", id="same"),
        ask(D(1, "08:00"), "c1", "u", agent="bob", id="same"),
        ask(D(1, "09:00"), "c2", "u", agent="bob", id="same"),  # another entity: another event
    )
    assert n("bob", "customer_messages", "received") == (2, 1)
    assert n.agents() == {"bob"}
    n = Numbers(
        say(D(1, "08:00"), "bob", "c1", "v", id="same"),  # wins, and is no customer's
        ask(D(1, "09:00"), "c1", "u", agent="ann", id="same"),  # changes the customer only
        ask(D(1, "10:00"), "c2", "u", agent="bob"),
    )
    assert n("bob", "customer_messages", "agent_messages", "received", "inquirers") == (1, 1, 1, 1)
    assert n.agents() == {"bob"}
