"""The oracle's inquiries and orders against numbers derived by hand.

Each rule of metrics.md at least once. Run from tests/: /usr/bin/python3 -m pytest oracle
"""

from fractions import Fraction

import pytest

from .march import D, Numbers, ask, event, order, pay, refund, say, update

# --- inquiries ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "before, intents, inquiry",
    [
        ([], [None], 1),
        ([order(D(4, "23:59"))], [None], 1),  # the day before yesterday: outside of w = 2
        ([order(D(5, "00:00"))], [None], 0),
        ([order(D(6, "08:59", 59.999))], [None], 0),
        ([order(D(6, "09:00"))], [None], 1),  # not before the first message
        ([order(D(5, "12:00"), flagged=True)], [None], 1),
        ([order(D(5, "12:00"))], ["presale"], 1),
        ([], ["aftersale"], 0),
        ([order(D(5, "12:00"))], [None, "presale", "aftersale"], 1),  # the earliest that has one
    ],
)
def test_inquiry(before, intents, inquiry):
    asked = [
        ask(D(6, "09:00", 9 * n), agent="ann", intent=intent) for n, intent in enumerate(intents)
    ]
    assert Numbers(*before, *asked)("ann", "inquirers", day=6) == inquiry


@pytest.mark.parametrize(
    "orders, numbers",
    [
        ([], (1, 0, 0, 1)),
        ([order(D(6, "09:00"), agent="ann")], (1, 1, 0, 0)),  # at first_customer_at
        ([order(D(7, "23:59", 59.999), agent="ann")], (1, 1, 0, 0)),  # D + 1
        ([order(D(8, "00:00"), agent="ann")], (1, 0, 0, 1)),
        ([order(D(6, "10:00"), agent="bob")], (1, 0, 0, 1)),
        ([order(D(6, "10:00"), agent="ann", flagged=True)], (1, 0, 0, 1)),
        ([order(D(6, "10:00"), agent="ann"), pay(D(13, "10:00"))], (1, 1, 1, 0)),  # 7 days exactly
        ([order(D(6, "10:00"), agent="ann"), pay(D(13, "10:00", 0.001))], (1, 1, 0, 0)),
    ],
)
def test_what_an_inquiry_comes_to(orders, numbers):
    n = Numbers(ask(D(6, "09:00"), agent="ann"), *orders)
    assert n("ann", "inquirers", "ordered", "paid", "lost_inquirers", day=6) == numbers
    assert n("ann", "inquiry_conversion", "payment_conversion") == numbers[1:3]


# --- orders ------------------------------------------------------------------------------------------


def answered(agent, asked, answered_at, conversation="c"):
    return [ask(asked, conversation, agent=agent), say(answered_at, agent, conversation)]


def credited(n):
    return {agent for agent in n.agents() if n(agent, "orderers")}


@pytest.mark.parametrize(
    "chat, agent",
    [
        (answered("ann", D(5, "13:00"), D(6, "12:00")), "ann"),  # at created_at
        (answered("ann", D(5, "09:00"), D(6, "12:00", 0.001)), "(silent)"),
        (answered("ann", D(5, "00:00"), D(5, "00:00")), "ann"),  # w = 2: yesterday
        (answered("ann", D(4, "23:58"), D(4, "23:59")), "(silent)"),
        (answered("ann", D(4, "23:58"), D(5, "00:01")), "ann"),  # the answer's day matters
        ([ask(D(6, "09:00")), say(D(6, "09:01"))], "(silent)"),  # "(unassigned)" is no candidate
        (answered("ann", D(6, "09:00"), D(6, "10:00"), "c1")
         + answered("bob", D(6, "09:01"), D(6, "10:00"), "c2"), "bob"),  # latest question
        (answered("bob", D(6, "09:00"), D(6, "10:00"), "c1")
         + answered("Zoe", D(6, "09:00"), D(6, "10:00"), "c2"), "Zoe"),  # smallest bytes
    ],
)  # fmt: skip
def test_credit_goes_to_the_latest_answer(chat, agent):
    assert credited(Numbers(*chat, order(D(6, "12:00")))) == {agent}


def test_credit_by_rounds_and_its_ties():
    chat = [
        *answered("ann", D(6, "08:00"), D(6, "08:01")),
        *answered("ann", D(6, "08:02"), D(6, "08:03")),
        *answered("bob", D(6, "08:04"), D(6, "08:05")),
    ]
    placed = order(D(6, "12:00"))
    assert credited(Numbers(*chat, placed)) == {"bob"}
    assert credited(Numbers(*chat, placed, order__by="rounds")) == {"ann"}
    tie = chat + answered("bob", D(6, "08:06"), D(6, "08:07"))
    assert credited(Numbers(*tie, placed, order__by="rounds")) == {"bob"}


def test_judge_pay_and_order_first():
    late = answered("ann", D(6, "13:00"), D(6, "13:01"))
    events = [*late, order(D(6, "12:00")), pay(D(6, "14:00"))]
    assert credited(Numbers(*events)) == {"(silent)"}
    assert credited(Numbers(*events, order__judge="pay")) == {"ann"}
    assert credited(Numbers(*events, order__judge="order_first")) == {"ann"}
    assert credited(Numbers(*events[:-1], order__judge="pay")) == {"(silent)"}  # unpaid
    explicit = [*late, order(D(6, "12:00"), agent="dee"), pay(D(6, "14:00"))]
    assert credited(Numbers(*explicit, order__judge="pay")) == {"dee"}
    both = answered("bob", D(6, "11:00"), D(6, "11:01"), "c0") + events
    assert credited(Numbers(*both, order__judge="order_first")) == {"bob"}
    assert credited(Numbers(*both, order__judge="pay")) == {"ann"}


def test_sales_buyers_and_the_day_of_payment():
    n = Numbers(
        order(D(6, "12:00"), "30", agent="ann"),
        pay(D(6, "12:00"), "10"),
        pay(D(7, "12:00"), "20.50"),
        order(D(6, "13:00"), "5", "p", "v", agent="ann"),
        pay(D(6, "13:00"), "4.99", "p"),  # less than the amount: not paid in time
    )
    assert n("ann", "sales", "buyers") == (Fraction("35.49"), 2)
    assert n("ann", "unit_price") == Fraction("35.49") / 2
    assert n("ann", "orderers", "payers", "order_success") == (2, 1, Fraction(1, 2))
    assert n("ann", "sales", "buyers", "orderers", "payers", day=7) == (Fraction("20.5"), 1, 0, 0)


# --- what is stated ----------------------------------------------------------------------------------


def test_the_last_stated_value_counts_and_customer_and_time_are_of_the_earliest_created():
    first = order(D(6, "12:00"), "30", agent="ann")
    again = order(D(7, "13:00"), "99", customer="v", agent="bob")
    n = Numbers(first, again, pay(D(6, "14:00"), "98.99"))
    assert n("bob", "orderers", "payers", "sales") == (1, 0, Fraction("98.99"))
    assert n("bob", "orderers", day=6) == 1
    assert n.agents() == {"bob"}
    n = Numbers(first, again, update(D(8, "09:00"), amount="98.99"), pay(D(6, "14:00"), "98.99"))
    assert n("bob", "payers") == 1  # the update changes the amount alone


def test_an_update_before_the_order_holds_for_what_the_order_does_not_state():
    early = update(D(5, "09:00"), amount="1", agent="zoe", pay_due=D(6, "12:30").isoformat())
    n = Numbers(early, order(D(6, "12:00"), "30"), pay(D(6, "12:30"), "30"))
    assert n("zoe", "orderers", "payers") == (1, 1)
    assert Numbers(early, order(D(6, "12:00"), "30"), pay(D(6, "12:31"), "30"))("zoe", "payers") == 0
    assert Numbers(early, pay(D(6, "12:00"))).result.orphans == ["o"]


def test_flagged_can_be_taken_back():
    flagged = [order(D(6, "12:00"), agent="ann"), update(D(7, "12:00"), flagged=True)]
    rates = ("valid_order_rate", "abnormal_order_rate", "paid_order_rate")
    n = Numbers(*flagged, pay(D(6, "13:00")))
    assert n("ann", *rates, "orderers", "sales", "buyers") == (0, 1, None, 0, 0, 0)
    n = Numbers(*flagged, update(D(8, "12:00"), flagged=False), pay(D(6, "13:00")))
    assert n("ann", *rates, "orderers", "sales", "buyers") == (1, 0, 1, 1, 100, 1)


def test_flagged_orders_are_credited_like_others_for_the_two_rates():
    """ann answered before both; the flagged one is hers to the rates, and no survey's."""
    chat = answered("ann", D(6, "09:00"), D(6, "09:01"))
    bad = order(D(6, "11:00"), name="p", flagged=True)
    n = Numbers(*chat, order(D(6, "10:00")), bad, event("survey.answered", D(6, "12:00"), rating=5, scale=5, order="p"))
    assert n("ann", "valid_order_rate", "abnormal_order_rate") == (Fraction(1, 2), Fraction(1, 2))
    assert n("ann", "paid_order_rate", "orderers", "surveys") == (0, 1, 0)
    assert n("(silent)", "surveys", "orderers", "valid_order_rate") == (1, 0, None)


@pytest.mark.parametrize(
    "due, paid, in_time",
    [
        (D(6, "10:30"), D(6, "10:30"), 1),  # the deadline itself
        (D(6, "10:30"), D(6, "10:30", 0.001), 0),
        (D(20, "10:00"), D(20, "10:00"), 1),  # later than seven days
        (None, D(13, "10:00"), 1),
        (None, D(13, "10:00", 0.001), 0),
    ],
)
def test_a_deadline_of_its_own(due, paid, in_time):
    more = {"pay_due": due.isoformat()} if due else {}
    n = Numbers(order(D(6, "10:00"), agent="ann", **more), pay(paid))
    assert n("ann", "payers", "sales") == (in_time, 100)


@pytest.mark.parametrize(
    "earlier, repeat",
    [
        ([order(D(2, "10:00"), name="p", agent="bob"), pay(D(2, "11:00"), name="p")], 100),
        ([order(D(2, "10:00"), name="p", agent="bob"), pay(D(8, "11:00"), name="p")], 100),  # in time
        ([order(D(2, "10:00"), name="p", agent="bob")], 0),
        ([order(D(2, "10:00"), name="p", agent="bob"), pay(D(9, "10:00", 0.001), name="p")], 0),
        ([order(D(2, "10:00"), name="p", flagged=True), pay(D(2, "11:00"), name="p")], 0),
        ([order(D(6, "10:00"), name="p"), pay(D(6, "11:00"), name="p")], 0),  # not strictly earlier
        ([order(D(2, "10:00"), name="p", customer="v"), pay(D(2, "11:00"), name="p")], 0),
    ],
)
def test_repeat_sales(earlier, repeat):
    n = Numbers(*earlier, order(D(6, "10:00"), agent="ann"), pay(D(6, "11:00")))
    assert n("ann", "repeat_sales", "sales") == (repeat, 100)


def test_repeat_sales_are_net_where_sales_are():
    old = [order(D(2, "10:00"), name="p"), pay(D(2, "11:00"), name="p")]
    new = [order(D(6, "10:00"), agent="ann"), pay(D(6, "11:00")), refund(D(7, "11:00"), "40")]
    assert Numbers(*old, *new)("ann", "repeat_sales") == 100
    assert Numbers(*old, *new, sales__net="yes")("ann", "repeat_sales") == 60


def test_an_order_without_created_counts_nowhere():
    n = Numbers(pay(D(6, "12:00")), refund(D(6, "13:00"), "5"))
    assert (n.result.month, n.result.orphans) == ({}, ["o"])


def test_refunds_consume_payments_from_the_last():
    events = [
        order(D(1, "00:00"), "30", agent="ann"),
        pay(D(1, "10:00"), "10"),
        pay(D(3, "10:00"), "20"),
    ]
    events.append(refund(D(4, "10:00"), "25"))  # 20 of the second, 5 of the first
    n = Numbers(*events, sales__net="yes")
    assert n("ann", "sales", "refunded", "buyers", day=1) == (5, 5, 1)
    assert n("ann", "sales", "refunded", "buyers", day=3) == (0, 20, 0)
    assert n("ann", "refund_rate", "unit_price") == (Fraction(25, 30), 5)
    assert n("ann", "refund_hours") == 72  # from the first payment
    again = Numbers(*events, refund(D(4, "11:00"), "9"))  # 5 left, 4 too many
    assert again("ann", "refunded", "sales") == (30, 30)
    assert again.result.excess == {"o": 400}


@pytest.mark.parametrize("late, refunded, hours", [(0, 5, 360), (0.001, 0, None)])
def test_a_refund_counts_up_to_15_days(late, refunded, hours):
    n = Numbers(
        order(D(1, "09:00"), agent="ann"), pay(D(1, "10:00")), refund(D(16, "10:00", late), "5")
    )
    assert n("ann", "refunded", "refund_hours") == (refunded, hours)


def test_a_late_refund_uses_up_what_it_takes():
    """10 and 20 are paid on days 1 and 3: their refunds are in time up to days 16 and 18."""
    events = [order(D(1, "09:00"), agent="ann"), pay(D(1, "10:00"), "10"), pay(D(3, "10:00"), "20")]
    n = Numbers(*events, refund(D(2, "10:00"), "15"), refund(D(19, "10:00"), "20"))
    # The first takes 15 of the later payment, in time as that was yet to come; the second takes
    # the 5 left of it and all of the other payment, too late for both.
    assert n("ann", "refunded") == 15
    assert n("ann", "refund_hours") == 24


def test_assisted():
    """ann has the order by an answer at 09:01; bob speaks between creation and payment."""
    base = [
        *answered("ann", D(6, "09:00"), D(6, "09:01")),
        order(D(6, "10:00")),
        pay(D(6, "12:00"), "60"),
    ]
    base += [pay(D(8, "12:00"), "40")]

    def assisted(*said, events=base):
        n = Numbers(*events, *said)
        return n("bob", "assisted") if "bob" in n.agents() else None

    assert assisted(say(D(6, "11:00"), "bob", "c2")) == 100
    assert assisted(say(D(6, "12:00"), "bob", "c2")) == 100  # at paid_at, included
    assert assisted(say(D(6, "12:00", 0.001), "bob", "c2")) == 0
    assert assisted(say(D(6, "10:00"), "bob", "c2")) == 0  # at created_at, not included
    # [09:30, 13:00] surrounds (10:00, 12:00]
    assert assisted(say(D(6, "09:30"), "bob", "c2"), say(D(6, "13:00"), "bob", "c2")) == 100
    assert assisted(say(D(6, "11:00"), "bob", "c2", "v")) == 0  # another customer
    n = Numbers(*base, say(D(6, "11:00"), conversation="c3"), say(D(6, "11:00"), "ann", "c2"))
    assert n("(unassigned)", "assisted") == n("ann", "assisted") == 0
    silent = [order(D(6, "10:00")), pay(D(6, "12:00"))]
    assert assisted(say(D(6, "11:00"), "bob", "c2"), events=silent) == 0
