"""Whom the oracle credits an opinion to, and corrections, against numbers derived by hand.

Run from tests/: /usr/bin/python3 -m pytest oracle
"""

import pytest

from .march import D, Numbers, ask, assign, bot, close, event, move, order, say, ticket

ANN = [ask(D(1, "09:00"), agent="ann"), say(D(1, "09:01"))]


def survey(at, rating=5, scale=5, **more):
    return event("survey.answered", at, rating=rating, scale=scale, **more)


def credited(*events, **options):
    n = Numbers(*events, **options)
    agents = {agent for agent in n.agents() if n(agent, "surveys")}
    assert len(agents) == 1
    return agents.pop()


@pytest.mark.parametrize(
    "after, agent",
    [
        ([], "ann"),
        ([say(D(1, "12:00"), "bob")], "bob"),  # at its moment
        ([say(D(1, "12:00", 0.001), "bob")], "ann"),  # later
        ([move(D(1, "10:00"), "ann", "bob")], "ann"),  # bob says nothing
        ([say(D(1, "10:00"), "bob", auto=True)], "ann"),
        ([bot(D(1, "10:00"), agent="robo")], "ann"),
        ([close(D(1, "10:00")), say(D(1, "11:00"))], "ann"),  # nobody's message: no speaker
        ([close(D(1, "10:00")), say(D(1, "11:00"), "bob")], "bob"),  # any session
    ],
)
def test_the_last_speaker_at_or_before_the_survey(after, agent):
    assert credited(*ANN, *after, survey(D(1, "12:00"), conversation="c")) == agent


@pytest.mark.parametrize(
    "events, agent",
    [
        ([assign(D(1, "10:00"), "bob")], "bob"),
        ([assign(D(1, "10:00"), "bob"), move(D(1, "11:00"), "bob", "cyd")], "cyd"),
        ([assign(D(1, "10:00"), "bob"), assign(D(1, "12:00", 0.001), "cyd")], "bob"),
        ([assign(D(1, "12:00", 0.001), "cyd")], "(unassigned)"),
        ([bot(D(1, "10:00"), agent="robo")], "robo"),
        ([ask(D(1, "10:00"), agent="bob"), close(D(1, "11:00"))], "bob"),
        ([say(D(1, "10:00"), "bob", auto=True)], "bob"),
        ([], "(unassigned)"),
    ],
)
def test_where_nobody_spoke_the_last_agent_named(events, agent):
    assert credited(*events, survey(D(1, "12:00"), conversation="c")) == agent


def test_a_later_chat_moves_no_past_rating():
    """The same conversation in March and April; bob's April is not March's."""
    later = [ask(D(40, "09:00"), agent="bob"), say(D(40, "09:01"))]
    rated = survey(D(2, "12:00"), 2, conversation="c")
    n = Numbers(*ANN, *later, rated, survey(D(41, "12:00"), conversation="c"))
    assert n("ann", "surveys", "csat") == (1, 25)
    assert n.result.month[("bob", "2024-04-01", "csat")] == 100


@pytest.mark.parametrize(
    "at, agent",
    [(D(1, "09:30"), "ann"), (D(1, "10:00"), "bob"), (D(2, "08:00"), "bob"), (D(3, "09:00"), "cyd")],
)
def test_a_tickets_survey_is_of_the_last_resolution_then_else_of_the_owner_then(at, agent):
    events = [ticket("created", D(1, "09:00"), agent="ann"), ticket("resolved", D(1, "10:00"), agent="bob"),
              ticket("reopened", D(2, "07:00")), ticket("assigned", D(2, "07:30"), agent="ann"),
              ticket("resolved", D(3, "09:00"), agent="cyd")]  # fmt: skip
    assert credited(*events, survey(at, ticket="t")) == agent


def test_before_a_ticket_has_an_owner():
    created = ticket("created", D(1, "09:00"), agent="ann")
    n = Numbers(created, survey(D(1, "08:59"), ticket="t"))
    assert n("(unassigned)", "surveys") == 1


# --- corrections -------------------------------------------------------------------------------------


def test_of_one_id_the_last_content_counts_at_the_moment_of_the_first():
    """Corrected in April, when bob has spoken: March's answer, ann's, by the last rating."""
    events = [*ANN, ask(D(40, "09:00"), agent="bob"), say(D(40, "09:01"))]
    first = survey(D(2, "12:00"), 1, conversation="c", survey="s")
    n = Numbers(*events, first, survey(D(41, "12:00"), 3, 3, survey="s"))  # what it is about is taken from the first
    assert n("ann", "surveys", "csat") == (1, 100)
    assert n("ann", "surveys", day=2) == 1
    assert ("bob", "2024-04-01", "surveys") in n.result.month
    assert n.result.month[("bob", "2024-04-01", "surveys")] == 0


def test_answers_without_an_id_and_of_other_dimensions_are_their_own():
    n = Numbers(
        *ANN,
        survey(D(2, "09:00"), 1, conversation="c"),
        survey(D(2, "09:01"), 2, conversation="c"),
        survey(D(2, "09:02"), 3, conversation="c", survey="s", dimension="speed"),
        survey(D(2, "09:03"), 5, conversation="c", survey="s", dimension="care"),
        survey(D(2, "09:04"), 4, conversation="c", survey="s", dimension="care"),
        survey(D(2, "09:05"), 5, conversation="c", survey="s"),
    )
    assert n("ann", "surveys", "csat") == (5, (0 + 25 + 50 + 75 + 100) / 5)
    assert n("ann", "csat:speed", "csat:care") == (50, 75)
    assert ("ann", "2024-03-01", "csat:") not in n.result.month


def test_a_correction_may_say_what_or_whom_it_is_about():
    first = survey(D(2, "12:00"), 1, conversation="c", survey="s")
    about_ticket = survey(D(3, "12:00"), 5, ticket="t", survey="s")
    created = ticket("created", D(1, "09:00"), agent="dee")
    assert credited(*ANN, created, first, about_ticket) == "dee"  # instead of the conversation
    assert credited(*ANN, first, survey(D(3, "12:00"), 5, agent="zoe", survey="s")) == "zoe"
    back = survey(D(4, "12:00"), 5, survey="s")
    assert credited(*ANN, first, survey(D(3, "12:00"), 5, agent="zoe", survey="s"), back) == "zoe"


def test_ids_of_surveys_are_the_shops_whatever_the_source():
    first, last = survey(D(2, "12:00"), 1, agent="ann", survey="s"), survey(D(2, "13:00"), 5, agent="ann", survey="s")
    assert Numbers(first, {**last, "source": "/other"})("ann", "surveys", "csat") == (1, 100)


def test_an_orders_survey():
    placed = order(D(1, "10:00"), agent="eve")
    assert credited(placed, survey(D(1, "09:00"), order="o")) == "eve"  # whenever it was asked
    assert credited(order(D(1, "10:00")), survey(D(1, "12:00"), order="o")) == "(silent)"
