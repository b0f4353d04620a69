"""The edge streams themselves: valid, repeatable, and such that the contract decides every number."""

import importlib.util
from datetime import datetime
from pathlib import Path

import pytest

from . import metrics
from .clock import milliseconds
from .contract import read_events
from .edges import CLOCKS, changes_of, edge_aliases, edge_hours, edge_rules
from .sets import _entity

PLACE = Path(__file__).resolve().parent.parent / "integration" / "streams.py"
_spec = importlib.util.spec_from_file_location("streams", PLACE)
streams = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(streams)

ZONES = ("UTC", "Asia/Shanghai", "America/New_York", *CLOCKS)
RECEIVED = streams.AS_OF_MS + 365 * streams.DAY


def calculate(events, **options):
    return metrics(events, as_of=streams.AS_OF, shop=streams.SHOP, **options)


@pytest.mark.parametrize("seed", range(3))
def test_nothing_rests_on_what_the_contract_leaves_open(seed):
    events, rejected = read_events(streams.edge_stream(seed, 60), "CNY", RECEIVED, streams.SHOP)
    assert rejected == []
    seen = {}
    for event in events:
        key = (_entity(event), event.source, event.id, event.time, event.rank)
        assert seen.setdefault(key, event.data) == event.data
    hashes = {}  # equal ones in two entities would leave the order across them open
    for event in events:
        assert hashes.setdefault(event.hash, (event.source, event.id)) == (event.source, event.id)


def settings(seed, zone):
    return {"zone": zone, "rules": edge_rules(seed), "hours": edge_hours(seed, zone), "aliases": edge_aliases(seed)}


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("cutover", ("00:00", "04:30"))
def test_order_and_repetition_change_nothing(zone, cutover):
    events = streams.edge_stream(11, 40, zone)
    assert events == streams.edge_stream(11, 40, zone)
    options = {**settings(f"{zone} {cutover}", zone), "cutover": cutover}
    plain = calculate(events, **options)
    mixed = streams.shuffled(events, 5, 0.3)
    assert len(mixed) > len(events)
    bad = [line for line, _ in streams.malformed(1, 300)]
    again = calculate([streams.encode(event, 3) for event in mixed] + bad, **options)
    for table in ("month", "day", "team_month", "team_day", "shop_month", "shop_day", "waiting", "quality", "states"):
        assert getattr(plain, table) == getattr(again, table)
        assert getattr(plain, table)
    assert len(again.rejected) == 300


@pytest.mark.parametrize("zone", ZONES)
def test_months_and_the_shop_are_made_of_the_same_days(zone):
    """Counts and money: a month's are its days', the shop's its agents'. No count is negative, no share above one."""
    result = calculate(streams.edge_stream(5, 40, zone), **settings(zone, zone))
    assert summed(result.day, lambda agent, day, metric: (agent, day[:7] + "-01", metric)) == sums_of(result.month)
    assert summed(result.shop_day, lambda day, metric: (day[:7] + "-01", metric)) == sums_of(result.shop_month)
    assert summed(result.month, lambda agent, month, metric: (month, metric)) == sums_of(result.shop_month)
    for (*_, metric), value in result.month.items():
        share = metric.endswith(("_rate", "_conversion")) or "_within_" in metric
        assert value is None or 0 <= value and (value <= 1 or not share or metric == "complaint_rate")


ADD_UP = {"received", "replied", "customer_messages", "agent_messages", "answered_rounds", "unanswered_rounds", "rounds",
          "handed_over_rounds", "slow_rounds", "trailing_rounds", "suspended_rounds", "bot_answered_rounds",
          "first_responses", "inquirers", "ordered", "paid", "lost_inquirers", "sales", "repeat_sales", "refunded",
          "assisted", "surveys", "tickets", "reopens", "ticket_replies", "complaints", "disputes", "overdue",
          *[f"asked_hour_{hour:02}" for hour in range(24)]}  # fmt: skip


def sums_of(table):
    return {key: value for key, value in table.items() if key[-1] in ADD_UP and value}


def summed(table, key_of):
    """The sums of a table's rows, by what `key_of` makes of their keys."""
    result = {}
    for key, value in sums_of(table).items():
        result[key_of(*key)] = result.get(key_of(*key), 0) + value
    return result


@pytest.mark.parametrize("zone, changes", [("Europe/Berlin", ["2024-03-31T01:00Z", "2024-10-27T01:00Z"]),
                                           ("Australia/Lord_Howe", ["2024-04-06T15:00Z", "2024-10-05T15:30Z"]),
                                           ("Asia/Kathmandu", [])])
def test_streams_are_dense_where_the_clocks_change(zone, changes):
    """The changes are those of the tz database, read by hand; both sides of each have moments within an hour."""
    assert changes_of(zone) == [milliseconds(datetime.fromisoformat(text.replace("Z", "+00:00"))) for text in changes]
    events, _ = read_events(streams.edge_stream(3, 60, zone), "CNY", RECEIVED, streams.SHOP)
    for change in changes_of(zone):
        away = [event.time - change for event in events if abs(event.time - change) <= streams.HOUR]
        assert sum(1 for ms in away if ms < 0) >= 5 and sum(1 for ms in away if ms >= 0) >= 5


@pytest.fixture(scope="module")
def many():
    events = streams.edge_stream(2, 60, NEW_YORK)
    return events, calculate(events, **SHOP)


NEW_YORK = "America/New_York"
SHOP = {"zone": NEW_YORK, "hours": edge_hours(2, NEW_YORK), "aliases": edge_aliases(2)}


@pytest.mark.parametrize(
    "rule, value",
    [
        ("session.idle_hours", 23), ("order.judge", "pay"), ("order.judge", "order_first"),
        ("order.by", "rounds"), ("order.window_days", 1), ("order.window_days", 3),
        ("order.pay_days", 6), ("sales.net", "yes"), ("refund.days", 14), ("response.cap_seconds", 40),
        ("response.slow_seconds", 600), ("response.unanswered", "cap"), ("ticket.reopen_days", 14),
        ("ticket.complaint_days", 5), ("response.from", "assignment"), ("response.within", "30,60,181"),
        ("round.trailing", "ignore"), ("ticket.clock", "hours"),
    ],
)  # fmt: skip
def test_every_rule_matters_to_some_stream(many, rule, value):
    """A stream that a rule does not touch could not show that it is wrong."""
    events, usual = many
    assert calculate(events, **SHOP, rules={rule: value}).month != usual.month


@pytest.mark.parametrize("without", ["hours", "aliases"])
def test_hours_and_aliases_matter(many, without):
    events, usual = many
    other = calculate(events, **{**SHOP, without: None})
    assert other.month != usual.month and other.team_month != usual.team_month


def test_every_metric_has_values_that_differ(many):
    """Of each name that every agent has, something other than 0 and NULL is there."""
    _, usual = many
    names = {metric for _, _, metric in usual.month}
    assert names == {metric for (_, _, metric), value in usual.month.items() if value}
