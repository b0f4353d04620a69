"""The oracle's tickets that wait, merge and never have negative times, against numbers derived by hand.

What version 1 had is in `test_people`. Run from tests/: /usr/bin/python3 -m pytest oracle
"""

import pytest

from .march import D, Numbers, ask, event, ticket

CREATED = ticket("created", D(1, "09:00"), agent="ann")


def hours(*events, agent="ann", **rules):
    return Numbers(CREATED, *events, **rules)(agent, "ticket_resolve_hours")


@pytest.mark.parametrize(
    "between, expected",
    [
        ([], 10),
        ([("pended", 10), ("resumed", 12)], 8),
        ([("pended", 10), ("pended", 11), ("resumed", 12)], 8),  # the second changes nothing
        ([("resumed", 10), ("pended", 11), ("resumed", 12), ("resumed", 13)], 9),
        ([("pended", 10), ("resumed", 12), ("pended", 13), ("resumed", 14)], 7),
        ([("pended", 10)], 1),  # solved while it waits
    ],
)
def test_pauses_are_taken_off(between, expected):
    events = [ticket(verb, D(1, f"{hour}:00")) for verb, hour in between]
    assert hours(*events, ticket("resolved", D(1, "19:00"))) == expected


def test_a_pause_that_ends_with_the_resolution_is_not_taken_off_again():
    events = [ticket("pended", D(1, "10:00")), ticket("resolved", D(1, "19:00")),
              ticket("resumed", D(1, "20:00")), ticket("pended", D(1, "21:00")),  # solved: nothing pends
              ticket("reopened", D(2, "09:00")), ticket("closed", D(2, "12:00"))]  # fmt: skip
    assert hours(*events) == 2  # 1 and 3


def test_pauses_before_a_reopening_are_of_the_first_stretch():
    events = [ticket("pended", D(1, "10:00")), ticket("resumed", D(1, "11:00")), ticket("resolved", D(1, "12:00")),
              ticket("reopened", D(2, "09:00")), ticket("resolved", D(2, "13:00"), agent="bob")]  # fmt: skip
    assert hours(*events) == 2
    assert hours(*events, agent="bob") == 4


def test_only_what_of_a_pause_lies_after_the_opening_is_taken_off():
    early = [ticket("pended", D(1, "08:00")), ticket("resumed", D(1, "09:30")), ticket("resolved", D(1, "12:00"))]
    assert hours(*early) == 2.5
    earlier = [ticket("pended", D(1, "07:00")), ticket("resumed", D(1, "08:30")), ticket("resolved", D(1, "12:00"))]
    assert hours(*earlier) == 3


def test_a_resolution_before_created_has_no_hours():
    early = ticket("resolved", D(1, "08:59", 59.999), agent="ann")
    n = Numbers(CREATED, early)
    assert n("ann", "tickets", "ticket_resolve_hours") == (1, None)
    assert n.result.quality["negative_time"] == ["t"]
    n = Numbers(CREATED, ticket("resolved", D(1, "09:00")))
    assert (n("ann", "ticket_resolve_hours"), n.result.quality["negative_time"]) == (0, [])
    # Reopened before it was created: the stretch runs from the reopening, for it was opened first.
    n = Numbers(
        ticket("resolved", D(1, "07:00"), agent="ann"),
        ticket("reopened", D(1, "08:00")),
        CREATED,
        ticket("resolved", D(1, "10:00"), agent="bob"),
    )
    assert n("bob", "ticket_resolve_hours") == 2


def test_a_reply_before_created_is_one_without_a_time():
    n = Numbers(CREATED, ticket("replied", D(1, "08:59"), agent="bob"), ticket("replied", D(1, "09:01"), agent="bob"))
    assert n("bob", "ticket_replies", "ticket_reply_seconds") == (1, None)
    assert n.result.quality["negative_time"] == ["t"]


def test_a_merged_ticket_counts_nowhere():
    events = [ticket("created", D(1, "09:00"), "dup", agent="ann", category="complaint"),
              ticket("replied", D(1, "09:01"), "dup", agent="ann"),
              ticket("merged", D(1, "09:02"), "dup", into="t"),
              ticket("resolved", D(1, "09:03"), "dup"), ticket("reopened", D(1, "09:04"), "dup")]  # fmt: skip
    n = Numbers(*events)
    assert n.result.month == {} and n.result.quality["ticket_merged"] == ["dup"]
    merged_first = ticket("merged", D(1, "08:00"), into="t")
    assert Numbers(merged_first, CREATED, ticket("resolved", D(1, "09:03"))).result.month == {}


def test_a_merged_tickets_surveys_count_by_its_own_events():
    rated = event("survey.answered", D(2, "09:00"), rating=5, scale=5, ticket="t")
    later = ticket("assigned", D(3, "09:00"), agent="bob")
    n = Numbers(CREATED, ticket("merged", D(1, "10:00"), into="x"), rated, later)
    assert n("ann", "surveys", "tickets") == (1, 0)
    assert n.agents() == {"ann"}


def test_complaint_rate():
    complaint = ticket("created", D(1, "09:00"), agent="ann", category="complaint")
    asked = [ask(D(1, "09:00"), f"c{n}", f"u{n}", agent="ann") for n in range(4)]
    assert Numbers(complaint, *asked)("ann", "complaint_rate", "received") == (0.25, 4)
    assert Numbers(complaint)("ann", "complaint_rate", "complaints") == (None, 1)


def test_ranks_of_one_moment():
    """created, assigned, replied, pended, resumed, resolved, reopened, closed."""
    at = D(1, "09:00")
    verbs = ("closed", "reopened", "resolved", "resumed", "pended")
    n = Numbers(*[ticket(verb, at) for verb in verbs], ticket("assigned", at, agent="bob"),
                ticket("replied", at, agent="cyd"), ticket("created", at, agent="ann"))  # fmt: skip
    assert n("bob", "tickets", "reopens", "ticket_resolve_hours") == (2, 1, 0)
    assert n("cyd", "ticket_reply_seconds") == 0
