"""Rule sets with history and month states against numbers derived by hand. Run from tests/: pytest oracle"""

from datetime import date
from fractions import Fraction

import pytest

from .march import D, Numbers, ask, close, move, order, pay, refund, say, ticket
from .rules import DEFAULTS, Rules

APRIL = "2024-04-01"


def april(day, clock, seconds=0.0):
    return D(31 + day, clock, seconds)


def from_april(**rules):
    return [{"from": "2024-04", **{name.replace("__", "."): value for name, value in rules.items()}}]


def value(n, agent, metric, month=APRIL):
    return n.result.month[(agent, month, metric)]


def test_a_key_that_is_not_named_keeps_the_value_of_the_set_before():
    rules = Rules([
        {"from": "2024-05", "order.pay_days": "9"},
        {"from": "2024-03", "order.judge": "pay", "sales.net": "yes", "session.idle_hours": "3"},
    ])  # fmt: skip
    assert rules.of(date(2024, 2, 29)) == DEFAULTS and rules.idle_hours == 3
    assert rules.of(date(2024, 3, 1)) == {**DEFAULTS, "order.judge": "pay", "sales.net": True}
    assert rules.of(date(2024, 5, 31)) == {**rules.of(date(2024, 4, 30)), "order.pay_days": 9}


@pytest.mark.parametrize("text", ["180,30, 60", "30 60 180", ["30", 60, 180]])
def test_within_is_a_list(text):
    assert Rules({"response.within": text}).of(date(2024, 3, 1))["response.within"] == (30, 60, 180)


def test_rounds_are_judged_by_the_month_of_their_question():
    chat = [ask(D(31, "23:59"), agent="ann"), say(april(1, "00:01"))]  # March's: 120 s
    chat += [ask(april(1, "09:00"), agent="ann"), say(april(1, "09:02"))]
    rules = from_april(response__cap_seconds=60, response__slow_seconds=200, response__within="120")
    n = Numbers(*chat, sets=rules)
    assert n("ann", "response_seconds", "slow_rounds", "response_within_60") == (120, 1, 0)
    assert [value(n, "ann", m) for m in ("response_seconds", "slow_rounds", "response_within_120")] == [60, 0, 1]
    assert ("ann", APRIL, "response_within_60") not in n.result.month


def test_trailing_and_assignment_by_the_month_of_the_question():
    chat = [ask(D(31, "22:00"), agent="ann"), say(D(31, "22:01")), ask(april(1, "00:00")), close(april(1, "09:00"))]
    n = Numbers(*chat, sets=from_april(round__trailing="ignore"))
    assert value(n, "ann", "unanswered_rounds") == value(n, "ann", "received") == 0
    assert Numbers(*chat)("ann", "trailing_rounds") == 0  # March has no trailing one


def test_the_judge_is_of_the_month_of_creation_and_the_window_of_the_moment_judged():
    """ann answers on the 30th. An order of the 31st, paid on April 2: by its payment, with April's window of 4 days."""
    chat = [ask(D(30, "09:00"), agent="ann"), say(D(30, "09:01"))]
    placed = [order(D(31, "10:00")), pay(april(2, "10:00"))]
    by_pay = [{"from": "2024-03", "order.judge": "pay"}, *from_april(order__judge="order", order__window_days=4)]
    assert Numbers(*chat, *placed, sets=by_pay)("ann", "orderers") == 1
    by_pay[1]["order.window_days"] = 3  # the 31st to April 2
    assert Numbers(*chat, *placed, sets=by_pay)("(silent)", "orderers") == 1
    by_pay[0]["order.window_days"] = 9  # March's: of no order judged in April
    assert Numbers(*chat, *placed, sets=by_pay)("(silent)", "orderers") == 1


def test_by_rounds_is_of_the_month_of_the_moment_judged():
    chat = [ask(D(31, "09:00"), "c1", agent="ann"), say(D(31, "09:01"), "ann", "c1"),
            ask(D(31, "09:02"), "c1"), say(D(31, "09:03"), "ann", "c1"),
            ask(D(31, "09:04"), "c2", agent="bob"), say(D(31, "09:05"), "bob", "c2")]  # fmt: skip
    rules = from_april(order__by="rounds")
    assert Numbers(*chat, order(D(31, "10:00")), sets=rules)("bob", "orderers") == 1
    assert value(Numbers(*chat, order(april(1, "10:00")), sets=rules), "ann", "orderers") == 1


def test_an_inquirys_window_is_of_its_own_day():
    """April's window is one day: the order of the 31st does not matter to a question of April 1."""
    placed, asked = order(D(31, "10:00")), ask(april(1, "09:00"), agent="ann")
    assert value(Numbers(placed, asked), "ann", "inquirers") == 0
    assert value(Numbers(placed, asked, sets=from_april(order__window_days=1)), "ann", "inquirers") == 1


def test_payment_days_are_of_the_month_of_creation():
    paid = [order(D(31, "10:00"), agent="ann"), pay(april(8, "10:00"))]  # eight days later
    assert Numbers(*paid, sets=from_april(order__pay_days=8))("ann", "payers") == 0
    assert Numbers(*paid, sets=[{"from": "2024-03", "order.pay_days": 8}])("ann", "payers") == 1


def test_refunds_and_net_are_of_the_month_of_the_payment():
    events = [order(D(30, "10:00"), "30", agent="ann"), pay(D(31, "10:00"), "10"), pay(april(1, "10:00"), "20"),
              refund(april(3, "10:00"), "25")]  # fmt: skip
    n = Numbers(*events, sets=from_april(sales__net="yes", refund__days=2))
    assert n("ann", "sales", "refunded", "buyers", "refund_hours") == (10, 5, 1, 72)
    assert [value(n, "ann", m) for m in ("sales", "refunded", "buyers")] == [0, 20, 0]
    n = Numbers(*events, sets=from_april(sales__net="yes", refund__days=1))
    assert [value(n, "ann", m) for m in ("sales", "refunded", "buyers")] == [20, 0, 1]


def test_reopening_is_of_the_resolutions_month_and_complaint_days_of_the_creations():
    events = [ticket("created", D(30, "09:00"), agent="ann", category="complaint"), ticket("resolved", D(31, "09:00")),
              ticket("reopened", april(2, "09:00"))]  # fmt: skip
    assert Numbers(*events, sets=from_april(ticket__reopen_days=0))("ann", "reopens") == 1
    assert Numbers(*events, ticket__reopen_days=1)("ann", "reopens") == 0
    days = [{"from": "2024-03", "ticket.complaint_days": 0}, *from_april(ticket__complaint_days=9)]
    assert Numbers(*events, sets=days)("ann", "overdue") == 1


def test_the_tickets_clock_is_of_the_numbers_day():
    closed = [{"from": "2024-03-01", "hours": {"shop": {"weekly": {}}}}]
    events = [ticket("created", D(31, "09:00"), agent="ann"), ticket("replied", D(31, "10:00"), agent="ann"),
              ticket("resolved", april(1, "09:00"))]  # fmt: skip
    n = Numbers(*events, hours=closed, sets=from_april(ticket__clock="hours"))
    assert n("ann", "ticket_reply_seconds") == 3600
    assert value(n, "ann", "ticket_resolve_hours") == 0


def test_unanswered_as_the_cap():
    chat = [ask(D(1, "09:00"), agent="ann"), move(D(1, "09:01"), "ann", "bob"), close(D(1, "09:02"))]
    n = Numbers(*chat, response__unanswered="cap")
    assert n("bob", "response_seconds") == 600
    assert n("ann", "response_seconds") is None  # what was handed over is not unanswered


def test_net_buyers_have_a_positive_sum():
    events = [order(D(1, "09:00"), "10", agent="ann"), pay(D(1, "10:00"), "0"), refund(D(2, "10:00"), "0")]
    assert Numbers(*events)("ann", "buyers", "unit_price") == (1, 0)
    assert Numbers(*events, sales__net="yes")("ann", "buyers", "unit_price") == (0, None)
    paid = [order(D(1, "09:00"), "10", "p", agent="ann"), pay(D(1, "10:00"), "9", "p")]
    n = Numbers(*events, *paid, refund(D(1, "11:00"), "4", "p"), sales__net="yes")
    assert n("ann", "buyers", "sales", "refund_rate") == (1, 5, Fraction(4, 9))


# --- states ------------------------------------------------------------------------------------------

AT_ONCE = {"refund.days": 0, "ticket.reopen_days": 0, "order.pay_days": 0, "order.window_days": 1}
MARCH = [ask(D(9, "09:00"), agent="ann"), say(D(9, "09:01"))]


@pytest.mark.parametrize(
    "as_of, rules, state",
    [
        (D(31, "23:59", 59.999), {}, "open"),
        (april(1, "00:00"), {}, "provisional"),
        (april(15, "23:59", 59.999), {}, "provisional"),
        (april(16, "00:00"), {}, "final"),  # refunds and reopenings: 15 days
        (april(9, "00:00"), {"refund.days": 3, "ticket.reopen_days": 3}, "final"),  # (w-1) + 7 days
        (april(8, "23:59", 59.999), {"refund.days": 3, "ticket.reopen_days": 3}, "provisional"),
        (april(1, "23:59", 59.999), AT_ONCE, "provisional"),
        (april(2, "00:00"), AT_ONCE, "final"),  # the idle limit
    ],
)  # fmt: skip
def test_states(as_of, rules, state):
    n = Numbers(*MARCH, as_of=as_of, sets=[{"from": "2024-03", **rules}])
    assert n.result.states["2024-03-01"] == state


def test_a_month_is_not_final_while_a_round_of_it_waits():
    """Asked on the 31st, and again every day up to April 16."""
    chat = [ask(D(31, "12:00"), agent="ann")]
    chat += [ask(D(31 + day, "11:00")) for day in range(1, 17)]
    n = Numbers(*chat, as_of=april(17, "10:00"))
    assert n.result.states["2024-03-01"] == "provisional"
    assert Numbers(*chat, as_of=april(18, "10:00")).result.states["2024-03-01"] == "final"
