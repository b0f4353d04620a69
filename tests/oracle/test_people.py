"""The oracle's tickets, surveys, marks, tallies and targets against numbers derived by hand.

Each rule of metrics.md at least once. Run from tests/: /usr/bin/python3 -m pytest oracle
"""

from fractions import Fraction

import pytest

from .march import D, MONTH, Numbers, ask, event, move, order, pay, ticket

# --- tickets -----------------------------------------------------------------------------------------

RESOLVED = ("tickets", "reopens", "ticket_resolve_hours", "sla_rate")


def test_resolution_agent_hours_and_sla():
    n = Numbers(
        ticket("created", D(1, "09:00"), agent="ann"),
        ticket("assigned", D(1, "10:00"), agent="bob"),
        ticket("resolved", D(1, "12:00")),
        ticket("closed", D(2, "12:00"), agent="cyd", sla_met=True),  # completes the resolution
        ticket("closed", D(3, "12:00"), sla_met=False),  # too late: it has one
    )
    assert n("bob", *RESOLVED) == (1, 0, 3, 1)
    assert n("bob", "ticket_reopen_rate") == 0
    assert n.agents() == {"bob"}


@pytest.mark.parametrize("late, reopened", [(0, 1), (0.001, 0)])
def test_reopened_up_to_15_days_after(late, reopened):
    n = Numbers(
        ticket("created", D(1, "09:00"), agent="ann"),
        ticket("resolved", D(1, "10:00")),
        ticket("reopened", D(16, "10:00", late)),
        ticket("reopened", D(16, "11:00")),  # open already: nothing
        ticket("closed", D(16, "13:00"), agent="bob"),
    )
    assert n("ann", *RESOLVED) == (1, reopened, 1, None)
    assert n("bob", "tickets", "reopens") == (1, 0)
    hour = 3600 * 1000
    assert n("bob", "ticket_resolve_hours") == Fraction(3 * hour - round(late * 1000), hour)


def test_the_first_reply_only():
    n = Numbers(
        ticket("replied", D(1, "09:00", 5), agent="ann"),
        ticket("created", D(1, "09:00"), agent="bob"),
        ticket("replied", D(1, "09:00", 9), agent="bob"),
        ticket("replied", D(1, "09:00"), "uncreated", agent="ann"),
        ticket("resolved", D(1, "10:00"), "uncreated", agent="ann"),
    )
    assert n("ann", "ticket_replies", "ticket_reply_seconds") == (2, 5)  # one has no seconds
    assert n("ann", "tickets", "ticket_resolve_hours") == (1, None)
    assert n.agents() == {"ann"}


@pytest.mark.parametrize(
    "resolved, category, due, overdue",
    [
        (D(7, "09:00"), "complaint", None, 0),  # 6 days exactly
        (D(7, "09:00", 0.001), "complaint", None, 1),
        (None, "complaint", None, 1),  # as_of is in June
        (None, "dispute", None, 0),
        (D(2, "00:00", 0.001), "own", D(2, "00:00"), 1),
        (D(2, "00:00"), "own", D(2, "00:00"), 0),
        (D(6, "00:00"), "complaint", D(2, "00:00"), 1),  # the given one counts
    ],
)
def test_overdue(resolved, category, due, overdue):
    due = {"due": due.isoformat()} if due else {}
    events = [ticket("created", D(1, "09:00"), agent="ann", category=category, **due)]
    if resolved:
        events.append(ticket("resolved", resolved))
    events.append(event("tally.recorded", D(1, "09:00"), agent="ann", kind="late", count=0))
    n = Numbers(*events)
    assert n("ann", "overdue") == overdue
    assert n("ann", "complaints", "disputes", day=1) == (
        category == "complaint",
        category == "dispute",
    )


def test_complaints_belong_to_the_last_resolution():
    n = Numbers(
        ticket("created", D(1, "09:00"), agent="ann", category="complaint"),
        ticket("resolved", D(2, "09:00"), agent="bob"),
        ticket("created", D(1, "09:00"), "nobodys", category="dispute"),
    )
    assert n("bob", "complaints", day=1) == 1
    assert n("(unassigned)", "disputes") == 1
    assert n.agents() == {"bob", "(unassigned)"}


# --- opinions, marks, tallies, targets ---------------------------------------------------------------


def survey(rating, scale, **about):
    return event("survey.answered", D(1, "12:00"), rating=rating, scale=scale, **about)


@pytest.mark.parametrize(
    "about, agent",
    [
        ({"agent": "zoe", "order": "o"}, "zoe"),
        ({"conversation": "c"}, "bob"),  # the transfer's to_agent
        ({"conversation": "d"}, "(unassigned)"),  # names nobody
        ({"conversation": "unknown"}, "(unassigned)"),
        ({"ticket": "t"}, "cyd"),
        ({"ticket": "owned"}, "dee"),
        ({"ticket": "unknown"}, "(unassigned)"),
        ({"order": "o"}, "eve"),
        ({"order": "flagged"}, "(silent)"),
        ({"order": "unknown"}, "(unassigned)"),
        ({"order": "uncreated"}, "(unassigned)"),
        ({}, "(unassigned)"),
    ],
)
def test_whom_a_survey_is_about(about, agent):
    n = Numbers(
        ask(D(1, "09:00"), agent="ann"),
        move(D(1, "10:00"), "ann", "bob"),
        event("chat.closed", D(1, "11:00"), conversation="c"),
        ask(D(1, "09:00"), "d"),
        ticket("created", D(1, "09:00"), agent="ann"),
        ticket("resolved", D(1, "10:00"), agent="cyd"),
        ticket("created", D(1, "09:00"), "owned", agent="dee"),
        order(D(1, "09:00"), agent="eve"),
        order(D(1, "09:00"), name="flagged", agent="eve", flagged=True),
        pay(D(1, "09:00"), name="uncreated"),
        survey(4, 5, **about),
    )
    assert n(agent, "surveys", "csat") == (1, 75)  # 3 of 4 steps
    assert sum(n(name, "surveys") for name in n.agents()) == 1


def mark(at, score, rater, role, agent="ann", period="2024-03", **more):
    return event("mark.recorded", at, agent=agent, indicator="attitude", period=period, rater=rater,
                 role=role, score=score, **more)  # fmt: skip


def test_marks_weigh_the_roles_equally():
    n = Numbers(
        mark(D(9, "09:00"), 10, "r1", "peer"),
        mark(D(9, "10:00"), 80, "r1", "peer"),  # the last one of r1
        mark(D(9, "09:00"), 3, "r2", "peer", scale=5),  # 60
        mark(D(9, "09:00"), 90, "r3", "lead"),
        mark(D(9, "09:00"), 1, "r4", "hq", period="2024-Q1"),  # not a month's
        mark(D(9, "09:00"), 1, "r4", "hq", period="2024-02"),
    )
    assert n("ann", "mark:attitude") == (Fraction(80 + 60, 2) + 90) / 2
    assert n("ann", "received", "reply_rate", "sales", "csat") == (0, None, 0, None)
    assert n.result.day == {}


def test_tallies_by_the_day_given_else_the_events():
    n = Numbers(
        event("tally.recorded", D(9, "09:00"), agent="ann", kind="late", count=0.1),
        event(
            "tally.recorded", D(9, "09:00"), agent="ann", kind="late", count=0.2, day="2024-03-05"
        ),
        event(
            "tally.recorded", D(9, "09:00"), agent="bob", kind="error", count=2, day="2024-04-01"
        ),
    )
    assert n("ann", "tally:late") == Fraction(3, 10)
    assert n("ann", "tally:late", day=5) == Fraction(1, 5)
    assert ("ann", MONTH, "tally:error") not in n.result.month
    assert n.result.month[("bob", "2024-04-01", "tally:error")] == 2


def test_target_completion():
    def target(at, value, agent="ann", metric="sales"):
        return event("target.set", at, agent=agent, period="2024-03", metric=metric, value=value)

    n = Numbers(
        order(D(6, "12:00"), "30", agent="ann"),
        pay(D(6, "12:00"), "30"),
        target(D(1, "00:00"), 999),
        target(D(2, "00:00"), 40),  # the last one
        target(D(1, "00:00"), 40, "bob"),  # enough to be in the month
        target(D(1, "00:00"), 0, "cyd"),
        target(D(1, "00:00"), 40, "dee", "received"),  # not enough
        event("agent.updated", D(1, "00:00"), agent="eve", name="Eve"),  # nor is this
    )
    assert n("ann", "target_completion") == Fraction(3, 4)
    assert n("bob", "target_completion", "sales") == (0, 0)
    assert n("cyd", "target_completion") is None
    assert n.agents() == {"ann", "bob", "cyd"}
    assert not any(metric == "target_completion" for _, _, metric in n.result.day)
