"""The oracle's service hours against spans measured by hand. Run from tests/: /usr/bin/python3 -m pytest oracle"""

import random
from datetime import datetime, time, timedelta, timezone

import pytest

from .clock import Clock, milliseconds
from .edges import edge_hours
from .hours import Hours, cut, united
from .march import D, Numbers, ask, assign, close, event, order, pay, say, staff, ticket

MINUTE = 60 * 1000
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def daily(*spans):
    return {"weekly": {day: list(spans) for day in WEEK}}


def since(day, **hours):
    return {"from": day, "hours": hours}


def minutes(documents, start, end, team=None, zone="UTC"):
    hours = Hours(documents, Clock(zone, "00:00"))
    moments = [milliseconds(datetime.fromisoformat(text + ":00+00:00")) for text in (start, end)]
    return hours.between(*moments, team) / MINUTE


DESK = [since("2024-03-01", shop=daily("09:00-12:00", "13:00-18:00"))]


@pytest.mark.parametrize(
    "start, end, expected",
    [
        ("2024-03-05T09:00", "2024-03-05T09:30", 30),
        ("2024-03-05T08:00", "2024-03-05T09:00", 0),  # before the opening
        ("2024-03-05T11:50", "2024-03-05T13:10", 20),  # over the pause
        ("2024-03-05T17:50", "2024-03-06T09:10", 20),  # over the night
        ("2024-03-05T18:00", "2024-03-06T08:59", 0),
        ("2024-03-05T09:00", "2024-03-08T09:00", 3 * 480),
        ("2024-02-28T09:00", "2024-02-28T20:00", 660),  # before the first document: always open
        ("2024-02-29T23:00", "2024-03-01T09:05", 65),  # open until it begins
    ],
)
def test_inside_weekly_hours(start, end, expected):
    assert minutes(DESK, start, end) == expected


def test_a_day_that_is_not_named_is_closed():
    documents = [since("2024-03-01", shop={"weekly": {"tue": ["09:00-10:00"]}})]
    assert minutes(documents, "2024-03-04T00:00", "2024-03-11T00:00") == 60  # one Tuesday, the 5th


@pytest.mark.parametrize(
    "span, start, end, expected",
    [
        ("20:00-02:00", "2024-03-05T19:00", "2024-03-06T03:00", 360),
        ("20:00-24:00", "2024-03-05T19:00", "2024-03-06T03:00", 240),
        ("00:00-24:00", "2024-03-05T19:00", "2024-03-06T03:00", 480),
        ("08:00-08:00", "2024-03-05T19:00", "2024-03-06T09:00", 840),  # to the next day's
    ],
)
def test_spans_over_midnight(span, start, end, expected):
    assert minutes([since("2024-03-01", shop=daily(span))], start, end) == expected


def test_a_span_belongs_to_the_day_on_which_it_begins():
    """The 6th is a holiday, and from the 8th on another document closes everything."""
    documents = [
        since("2024-03-01", shop=daily("20:00-02:00"), holidays=["2024-03-06"]),
        since("2024-03-08", shop={"weekly": {}}),
    ]
    assert minutes(documents, "2024-03-06T00:00", "2024-03-06T12:00") == 120  # of the 5th
    assert minutes(documents, "2024-03-06T12:00", "2024-03-07T12:00") == 0
    assert minutes(documents, "2024-03-07T12:00", "2024-03-09T00:00") == 360  # of the 7th


def test_extra_days_win_over_holidays_and_are_united():
    documents = [
        since(
            "2024-03-01", shop=daily("09:00-18:00"), teams={"owl": daily("20:00-22:00")},
            holidays=["2024-03-05", "2024-03-06"],
            extra=[{"day": "2024-03-05", "open": ["10:00-12:00"]},
                   {"day": "2024-03-05", "open": ["11:00-13:00"], "team": "owl"},
                   {"day": "2024-03-07", "open": ["01:00-02:00"], "team": "owl"}],
        )
    ]  # fmt: skip

    def of(day, team=None):
        return minutes(documents, f"2024-03-{day:02}T00:00", f"2024-03-{day + 1:02}T00:00", team)

    assert (of(5), of(5, "owl"), of(5, "desk")) == (120, 180, 120)
    assert (of(6), of(6, "owl")) == (0, 0)
    assert (of(7), of(7, "owl"), of(7, "desk")) == (540, 60, 540)
    assert (of(8), of(8, "owl")) == (540, 120)


def test_without_shop_it_is_always_open():
    documents = [since("2024-03-01", teams={"owl": daily("20:00-22:00")}, holidays=["2024-03-06"])]
    assert minutes(documents, "2024-03-05T00:00", "2024-03-06T00:00") == 1440
    assert minutes(documents, "2024-03-05T00:00", "2024-03-06T00:00", "owl") == 120
    assert minutes(documents, "2024-03-06T00:00", "2024-03-07T00:00") == 0


def test_suspended_time_is_outside_everybodys_hours_while_its_document_holds():
    span = {"from": "2024-03-05T10:00:00Z", "until": "2024-03-05T11:00:00Z"}
    later = {"from": "2024-03-07T10:00:00Z", "until": "2024-03-07T11:00:00Z"}  # no more in force
    documents = [
        since("2024-03-01", shop=daily("09:00-18:00"), suspended=[span, later]),
        since("2024-03-07", shop=daily("09:00-18:00")),
    ]
    assert minutes(documents, "2024-03-05T09:30", "2024-03-05T11:30") == 60
    assert minutes(documents, "2024-03-07T09:30", "2024-03-07T11:30") == 120
    hours = Hours(documents, Clock("UTC", "00:00"))
    at = [milliseconds(datetime(2024, 3, 5, h, tzinfo=timezone.utc)) for h in (10, 11)]
    assert [hours.suspended(moment) for moment in (at[0] - 1, *at)] == [False, True, False]
    assert hours.suspended(at[1] - 1)


@pytest.mark.parametrize(
    "span, day, expected",
    [
        ("01:00-04:00", 10, 120),  # 02:00 to 03:00 does not exist
        ("02:30-04:00", 10, 30),  # begins at 03:30
        ("02:30-03:00", 10, 0),  # ends before it begins
        ("00:00-24:00", 10, 23 * 60),
    ],
)
def test_new_york_in_spring(span, day, expected):
    documents = [since("2024-03-01", shop=daily(span))]
    start, end = f"2024-03-{day:02}T05:00", f"2024-03-{day + 1:02}T04:00"  # the wall's midnights
    assert minutes(documents, start, end, zone="America/New_York") == expected


@pytest.mark.parametrize(
    "span, expected",
    [
        ("00:00-24:00", 25 * 60),
        ("00:30-01:30", 120),  # the later 01:30
        ("01:30-02:00", 30),
        ("01:15-01:45", 30),  # both are the later ones
    ],
)
def test_new_york_in_autumn(span, expected):
    documents = [since("2024-11-01", shop=daily(span))]
    assert minutes(documents, "2024-11-03T04:00", "2024-11-04T05:00", zone="America/New_York") == expected


def test_spans_that_touch_are_one():
    assert united([(5, 9), (1, 3), (3, 4), (6, 7)]) == [(1, 4), (5, 9)]
    assert cut([(1, 4), (5, 9)], 3, 6) == [(3, 4), (5, 6)]


# --- in numbers --------------------------------------------------------------------------------------

NIGHT = [since("2024-03-01", shop=daily("09:00-18:00"), teams={"owl": daily("20:00-02:00")})]


def test_waits_count_inside_the_hours_of_the_credited_agents_team_on_the_questions_day():
    chat = [ask(D(5, "19:30"), agent="ann"), say(D(5, "20:01"), "bob")]  # bob answers ann's question
    n = Numbers(*chat, staff(D(1, "00:00"), "bob", team="owl"), hours=NIGHT)
    assert n("bob", "response_seconds", "first_response_seconds", "slow_rounds") == (60, 60, 1)
    assert Numbers(*chat, hours=NIGHT)("bob", "response_seconds", "response_within_30") == (0, 1)
    moved = [staff(D(1, "00:00"), "bob", team="owl"), staff(D(5, "23:59"), "bob", team="desk")]
    assert Numbers(*chat, *moved, hours=NIGHT)("bob", "response_seconds") == 0  # desk's the whole 5th
    moved = [staff(D(1, "00:00"), "bob", team="owl"), staff(D(6, "00:00"), "bob", team="desk")]
    assert Numbers(*chat, *moved, hours=NIGHT)("bob", "response_seconds") == 60


def test_queued_time_is_inside_the_hours_too():
    chat = [ask(D(5, "08:00")), assign(D(5, "09:02"), "ann"), say(D(5, "09:05"))]
    assert Numbers(*chat, hours=NIGHT)("ann", "queue_seconds", "response_seconds") == (120, 300)
    by_assignment = Numbers(*chat, hours=NIGHT, response__from="assignment")
    assert by_assignment("ann", "response_seconds", "first_response_seconds") == (180, 300)


def test_the_idle_limit_knows_no_hours():
    n = Numbers(ask(D(5, "09:00"), agent="ann"), say(D(6, "09:00", 0.001), "ann"), hours=NIGHT)
    assert n("ann", "unanswered_rounds", "answered_rounds") == (1, 0)


SUSPENDED = [
    since(
        "2024-03-01",
        suspended=[{"from": "2024-03-05T10:00:00Z", "until": "2024-03-05T11:00:00Z"}],
    )
]
CHAT = ("rounds", "received", "replied", "inquirers", "suspended_rounds")


def test_a_round_asked_in_a_suspended_span():
    chat = [ask(D(5, "10:00"), agent="ann"), say(D(5, "10:30"))]
    n = Numbers(*chat, order(D(5, "12:00")), pay(D(5, "12:00")), hours=SUSPENDED)
    assert n("ann", *CHAT) == (0, 0, 0, 0, 1)
    assert n("ann", "customer_messages", "agent_messages", "sales") == (1, 1, 100)
    assert n("ann", "first_responses", "first_response_within_30", "asked_hour_10") == (0, None, 0)
    other = [ask(D(5, "11:00"), "c2", agent="ann"), say(D(5, "11:01"), "ann", "c2")]
    assert Numbers(*chat, *other, hours=SUSPENDED)("ann", *CHAT) == (1, 1, 1, 1, 1)


def test_a_round_opened_by_a_transfer_in_a_suspended_span():
    moved = event("chat.transferred", D(5, "10:59"), conversation="c", from_agent="ann", to_agent="bob")
    n = Numbers(ask(D(5, "09:59"), agent="ann"), moved, say(D(5, "11:01")), hours=SUSPENDED)
    assert n("ann", *CHAT) == (1, 1, 0, 1, 0)
    assert n("bob", *CHAT) == (0, 0, 0, 0, 1)
    assert n("bob", "first_responses", "first_response_seconds") == (1, 120)  # 62 min less the hour


def test_a_trailing_round_in_a_suspended_span_is_a_suspended_one():
    chat = [ask(D(5, "09:50"), agent="ann"), say(D(5, "09:51")), ask(D(5, "10:00")), close(D(5, "12:00"))]
    n = Numbers(*chat, hours=SUSPENDED)
    assert n("ann", "trailing_rounds", "suspended_rounds", "unanswered_rounds") == (0, 1, 0)


def test_a_bots_round_in_a_suspended_span():
    bot = event("chat.message", D(5, "10:01"), conversation="c", customer="u", from_="bot")
    n = Numbers(ask(D(5, "10:00")), bot, hours=SUSPENDED)
    assert n("(bot)", "bot_answered_rounds", "suspended_rounds", "customer_messages") == (0, 1, 1)


def test_tickets_by_the_hours():
    """Opened Tuesday 17:00, waits for the customer from 17:30 to 10:00, solved at 11:30: 0.5 + 1.5 hours."""
    events = [
        ticket("created", D(5, "17:00"), agent="ann"),
        ticket("replied", D(5, "18:30"), agent="ann"),
        ticket("pended", D(5, "17:30")),
        ticket("resumed", D(6, "10:00")),
        ticket("resolved", D(6, "11:30")),
    ]
    n = Numbers(*events, hours=NIGHT, ticket__clock="hours")
    assert n("ann", "ticket_resolve_hours", "ticket_reply_seconds") == (2, 3600)
    n = Numbers(*events, hours=NIGHT)
    assert n("ann", "ticket_resolve_hours", "ticket_reply_seconds") == (2, 5400)
    owl = staff(D(6, "00:00"), "ann", team="owl")  # on the resolution's day, not on the reply's
    n = Numbers(*events, owl, hours=NIGHT, ticket__clock="hours")
    assert n("ann", "ticket_resolve_hours", "ticket_reply_seconds") == (0, 3600)


def open_at(documents, moment, team):
    """Whether a minute (in UTC) is inside the hours, read off the documents for this minute alone."""
    for day in (moment.date(), moment.date() - timedelta(days=1)):
        hours = next((one["hours"] for one in reversed(documents) if one["from"] <= str(day)), None)
        for span in ["00:00-24:00"] if hours is None else spans_on(hours, day, team):
            first, last = [int(wall[:2]) * 60 + int(wall[3:]) for wall in span.split("-")]
            last += 1440 if last <= first else 0
            minute = (moment - datetime.combine(day, time(), timezone.utc)) // timedelta(minutes=1)
            if first <= minute < last and not suspended_at(documents, moment):
                return True
    return False


def spans_on(hours, day, team):
    extra = [one["open"] for one in hours["extra"] if one["day"] == str(day) and one.get("team", team) == team]
    if extra or str(day) in hours["holidays"]:
        return sum(extra, [])
    if team not in hours["teams"] and "shop" not in hours:
        return ["00:00-24:00"]
    return hours["teams"].get(team, hours.get("shop"))["weekly"].get(WEEK[day.weekday()], [])


def suspended_at(documents, moment):
    hours = next((one["hours"] for one in reversed(documents) if one["from"] <= str(moment.date())), {})
    return any(
        datetime.fromisoformat(span["from"]) <= moment < datetime.fromisoformat(span["until"])
        for span in hours.get("suspended", [])
    )


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("team", [None, "night", "day"])
def test_any_documents_minute_by_minute(seed, team):
    documents = edge_hours(seed, "UTC")
    chooser = random.Random(seed)
    for first in ("2024-02-27", "2024-03-08", "2024-10-31"):
        start = datetime.fromisoformat(first + "T00:00:00+00:00") + timedelta(minutes=chooser.randrange(1440))
        count = chooser.randrange(5000)
        open_ones = sum(open_at(documents, start + timedelta(minutes=n), team) for n in range(count))
        moments = [milliseconds(moment) for moment in (start, start + timedelta(minutes=count))]
        assert Hours(documents, Clock("UTC", "00:00")).between(*moments, team) == open_ones * MINUTE
