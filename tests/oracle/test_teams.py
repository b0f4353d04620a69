"""Teams, the shop, persons with several accounts, and data quality against numbers derived by hand.

Run from tests/: /usr/bin/python3 -m pytest oracle
"""

from fractions import Fraction

import pytest

from .march import D, Numbers, ask, bot, event, move, order, pay, say, staff, ticket

X = [staff(D(1, "00:00"), agent, team="x") for agent in ("ann", "bob")]


def answered(agent, at, seconds, conversation, customer="u"):
    day, clock = at
    return [ask(D(day, clock), conversation, customer, agent=agent),
            say(D(day, clock, seconds), agent, conversation, customer)]  # fmt: skip


def target(agent, value):
    return event("target.set", D(1, "00:00"), agent=agent, period="2024-03", metric="sales", value=value)


# --- teams and the shop ------------------------------------------------------------------------------


def test_ratios_come_from_sums_and_customers_are_counted_once():
    """ann answers one of one, bob two of three: 3/4, not the mean of 1 and 2/3. One customer ordered from both."""
    chat = [*answered("ann", (2, "09:00"), 10, "c1"), *answered("bob", (2, "09:00"), 20, "c2", "v"),
            *answered("bob", (2, "10:00"), 60, "c3", "w"), ask(D(2, "11:00"), "c4", "y", agent="bob")]  # fmt: skip
    orders = [order(D(2, "12:00"), "10", "o1", agent="ann"), pay(D(2, "12:00"), "10", "o1"),
              order(D(2, "12:00"), "20", "o2", agent="bob"), pay(D(3, "12:00"), "20", "o2")]  # fmt: skip
    n = Numbers(*X, *chat, *orders)
    for found in (n.team("x", "received", "reply_rate", "response_seconds", "response_p50"),
                  n.shop("received", "reply_rate", "response_seconds", "response_p50")):  # fmt: skip
        assert found == (4, Fraction(3, 4), 30, 20)
    assert n.team("x", "orderers", "payers", "buyers", "sales", "unit_price") == (1, 1, 1, 30, 30)
    assert n.shop("orderers", "buyers", day=2) == (1, 1)
    assert n.team("x", "sales", "buyers", "orderers", day=3) == (20, 1, 0)
    assert n("ann", "buyers") == n("bob", "buyers") == 1


def test_names_of_nobody_are_in_the_shop_alone():
    n = Numbers(*X, order(D(2, "12:00")), pay(D(2, "12:00")), ask(D(2, "09:00")), bot(D(2, "09:01")),
                ask(D(2, "10:00"), "c2"), say(D(2, "10:01"), conversation="c2"))  # fmt: skip
    assert n.agents() == {"(silent)", "(bot)", "(unassigned)"}
    assert n.shop("sales", "bot_answered_rounds", "answered_rounds", "customer_messages") == (100, 1, 1, 2)
    assert n.shop("answer_ratio") == Fraction(1, 2)
    assert n.result.team_month == {}


def test_a_team_has_its_agents_days():
    """ann is x's to the 4th; the record of the 5th at 23:00 makes her y's for the whole 5th."""
    chat = [*answered("ann", (4, "09:00"), 10, "c1"), *answered("ann", (5, "09:00"), 30, "c2")]
    n = Numbers(*X, staff(D(5, "23:00"), "ann", team="y", name="Ann"), staff(D(6, "00:00"), "ann", name="A"), *chat)
    assert n.team("x", "rounds", "response_seconds") == (1, 10)
    assert n.team("y", "rounds", "response_seconds") == (1, 30)
    assert n.shop("rounds", "response_seconds") == (2, 20)
    assert {team for team, _, _ in n.result.team_month} == {"x", "y"}


def test_a_staff_record_holds_from_the_business_day_of_its_time():
    """The day begins at 05:00: the record of the 6th at 02:00 is of the 5th, the chat of the 5th at 04:00 of the 4th."""
    chat = [*answered("ann", (5, "04:00"), 10, "c1"), *answered("ann", (5, "06:00"), 30, "c2")]
    n = Numbers(*chat, staff(D(6, "02:00"), "ann", team="x"), cutover="05:00")
    assert n.team("x", "rounds", "response_seconds", day=5) == (1, 30)
    assert n.team("x", "rounds") == 1


def test_targets_of_a_team_are_those_on_the_months_last_day():
    sold = [order(D(2, "12:00"), "30", agent="ann"), pay(D(2, "12:00"), "30")]
    n = Numbers(*X, staff(D(31, "12:00"), "bob", team="y"), target("ann", 40), target("bob", 20), *sold)
    assert n.team("x", "target_completion", "sales") == (Fraction(3, 4), 30)
    assert n.team("y", "target_completion", "sales") == (0, 0)  # a target is enough
    assert n.shop("target_completion") == Fraction(1, 2)
    assert not any(metric == "target_completion" for *_, metric in (*n.result.shop_day, *n.result.team_day))


def test_marks_have_no_team():
    mark = event("mark.recorded", D(2, "09:00"), agent="ann", indicator="i", period="2024-03", rater="r", role="peer",
                 score=50)  # fmt: skip
    n = Numbers(*X, mark)
    assert n("ann", "mark:i") == 50
    assert n.result.team_month == n.result.shop_month == {}


def test_assisted_is_summed_over_agents():
    chat = [say(D(2, "11:00"), "ann", "c1"), say(D(2, "11:00"), "bob", "c2")]
    n = Numbers(*X, order(D(2, "10:00"), agent="cyd"), pay(D(2, "12:00")), *chat)
    assert (n("ann", "assisted"), n.team("x", "assisted"), n.shop("assisted", "sales")) == (100, 200, (200, 100))


# --- accounts of one person --------------------------------------------------------------------------


def alias(account, agent, first, last=None):
    return {"account": account, "agent": agent, "from": f"2024-03-{first:02}",
            **({"until": f"2024-03-{last:02}"} if last else {})}  # fmt: skip


def test_both_days_of_an_alias_are_included():
    chat = [row for day in (4, 5, 6, 7) for row in answered("ann2", (day, "09:00"), 10, f"c{day}")]
    n = Numbers(*chat, aliases=[alias("ann2", "ann", 5, 6)])
    assert (n("ann", "rounds"), n("ann2", "rounds")) == (2, 2)
    assert Numbers(*chat, aliases=[alias("ann2", "ann", 5)])("ann", "rounds") == 3


def test_a_shared_account_changes_hands_and_there_are_no_chains():
    chat = [row for day in (4, 5, 6) for row in answered("desk", (day, "09:00"), 10, f"c{day}")]
    n = Numbers(*chat, aliases=[alias("desk", "ann", 1, 4), alias("desk", "bob", 5, 5), alias("bob", "cyd", 1)])
    assert (n("ann", "rounds"), n("bob", "rounds"), n("desk", "rounds")) == (1, 1, 1)
    assert "cyd" not in n.agents()


def test_two_accounts_make_one_contact():
    chat = [*answered("ann", (5, "09:00"), 10, "c1"), *answered("ann2", (5, "10:00"), 30, "c2")]
    n = Numbers(*chat, aliases=[alias("ann2", "ann", 1)])
    assert n("ann", "received", "rounds", "inquirers", "response_seconds") == (1, 2, 1, 20)
    assert n.agents() == {"ann"}


def test_facts_go_by_their_own_day():
    """The alias begins on the 5th. A round asked on the 4th is the account's; the message of the 5th is the agent's."""
    chat = [ask(D(4, "23:59"), agent="ann2"), say(D(5, "00:01"))]
    n = Numbers(*chat, order(D(5, "00:02")), pay(D(5, "00:02")), aliases=[alias("ann2", "ann", 5)])
    assert n("ann2", "rounds", "first_responses", "customer_messages", "agent_messages") == (1, 1, 1, 0)
    assert n("ann", "rounds", "agent_messages", "received") == (0, 1, 0)
    assert n("ann2", "sales") == 100  # credit by a round: the round's


@pytest.mark.parametrize("day, agent", [(4, "ann2"), (5, "ann")])
def test_explicit_agents_tallies_and_opinions_by_day(day, agent):
    events = [order(D(day, "10:00"), agent="ann2"), pay(D(6, "10:00")),
              event("tally.recorded", D(9, "09:00"), agent="ann2", kind="late", count=1, day=f"2024-03-0{day}"),
              *answered("ann2", (day, "11:00"), 10, "c"),
              event("survey.answered", D(9, "09:00"), rating=5, scale=5, conversation="c")]  # fmt: skip
    n = Numbers(*events, aliases=[alias("ann2", "ann", 5)])
    assert n(agent, "orderers", "sales", "tally:late", "surveys") == (1, 100, 1, 1)


def test_an_owner_is_who_the_account_is_on_the_numbers_day():
    created = ticket("created", D(4, "09:00"), agent="ann2", category="complaint", due=D(5, "09:00").isoformat())
    n = Numbers(created, aliases=[alias("ann2", "ann", 5)])
    assert n("ann2", "complaints", "overdue") == (1, 0)
    assert n("ann", "complaints", "overdue") == (0, 1)
    n = Numbers(created, ticket("resolved", D(6, "09:00")), aliases=[alias("ann2", "ann", 5)])
    assert n("ann", "complaints", "overdue", "tickets") == (1, 1, 1)  # the last resolution's agent
    assert n.agents() == {"ann"}


def test_targets_and_marks_by_the_months_last_day():
    n = Numbers(target("ann2", 40), target("ann", 50), aliases=[alias("ann2", "ann", 31)])
    assert n.agents() == {"ann"}  # one person's: the last one counts
    n = Numbers(target("ann2", 40), aliases=[alias("ann2", "ann", 1, 30)])
    assert n.agents() == {"ann2"}


def test_the_accounts_staff_record_does_not_become_the_agents():
    chat = answered("ann2", (5, "09:00"), 10, "c")
    n = Numbers(*chat, staff(D(1, "00:00"), "ann2", team="y"), *X, aliases=[alias("ann2", "ann", 1)])
    assert {team for team, _, _ in n.result.team_month} == {"x"}


def test_a_walk_compares_accounts():
    """Assigned from one account of ann's to another: `since` is the change."""
    chat = [ask(D(5, "09:00"), agent="ann"), event("chat.assigned", D(5, "09:01"), conversation="c", agent="ann2")]
    n = Numbers(*chat, say(D(5, "09:02")), aliases=[alias("ann2", "ann", 1)])
    assert n("ann", "queue_seconds", "response_seconds") == (60, 120)


def test_an_agent_does_not_assist_his_own_order_under_another_account():
    events = [order(D(5, "10:00"), agent="ann"), pay(D(5, "12:00")), say(D(5, "11:00"), "ann2")]
    assert Numbers(*events)("ann2", "assisted") == 100
    assert Numbers(*events, aliases=[alias("ann2", "ann", 1)])("ann", "assisted") == 0


# --- data quality ------------------------------------------------------------------------------------


def test_what_is_strange():
    n = Numbers(
        ask(D(2, "09:00"), agent="ann"), say(D(2, "09:01")),
        ask(D(2, "09:01", 5), closing=True), say(D(2, "10:00")), ask(D(2, "10:00", 5)),  # 5 s after an answer
        say(D(2, "11:00")), ask(D(2, "11:00", 5.001)),
        say(D(2, "12:00"), conversation="d"), pay(D(2, "09:00"), name="lost"),
        ticket("assigned", D(2, "09:00"), "lost", agent="bob"), move(D(2, "09:00"), "ann", "bob", "e"),
        event("survey.answered", D(2, "09:00"), rating=5, scale=5, order="never"), staff(D(2, "09:00"), "zoe"),
    )  # fmt: skip
    quality = n.result.quality
    assert quality["order_without_created"] == quality["ticket_without_created"] == ["lost"]
    assert quality["unknown_agent"] == ["ann"]
    assert quality["message_without_agent"] == {"d": 1}
    assert quality["suspicious_clock"] == {"/test": 1}
    assert quality["survey_of_unknown"] == 1
