"""The edge streams themselves: valid, repeatable, and such that the contract decides every number."""

import importlib.util
from pathlib import Path

import pytest

from . import metrics
from .contract import read_events
from .sets import _entity

PLACE = Path(__file__).resolve().parent.parent / "integration" / "streams.py"
_spec = importlib.util.spec_from_file_location("streams", PLACE)
streams = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(streams)

ZONES = ("UTC", "Asia/Shanghai", "America/New_York")
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


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("cutover", ("00:00", "04:30"))
def test_order_and_repetition_change_nothing(zone, cutover):
    events = streams.edge_stream(11, 40, zone)
    assert events == streams.edge_stream(11, 40, zone)
    options = {"zone": zone, "cutover": cutover}
    plain = calculate(events, **options)
    mixed = streams.shuffled(events, 5, 0.3)
    assert len(mixed) > len(events)
    bad = [line for line, _ in streams.malformed(1, 300)]
    again = calculate([streams.encode(event, 3) for event in mixed] + bad, **options)
    assert (plain.month, plain.day, plain.waiting) == (again.month, again.day, again.waiting)
    assert len(again.rejected) == 300
    assert plain.waiting


@pytest.fixture(scope="module")
def many():
    events = streams.edge_stream(1, 120, "America/New_York")
    return events, calculate(events, zone="America/New_York")


@pytest.mark.parametrize(
    "rule, value",
    [
        ("session.idle_hours", 23), ("order.judge", "pay"), ("order.judge", "order_first"),
        ("order.by", "rounds"), ("order.window_days", 1), ("order.window_days", 3),
        ("order.pay_days", 6), ("sales.net", "yes"), ("refund.days", 14), ("response.cap_seconds", 40),
        ("response.slow_seconds", 600), ("response.unanswered", "cap"), ("ticket.reopen_days", 14),
        ("ticket.complaint_days", 5),
    ],
)  # fmt: skip
def test_every_rule_matters_to_some_stream(many, rule, value):
    """A stream that a rule does not touch could not show that it is wrong."""
    events, usual = many
    other = calculate(events, zone="America/New_York", rules={rule: value})
    assert usual.month != other.month
