"""The oracle's reading of events.md: what is rejected, skipped, and how values are read.

Run from tests/: /usr/bin/python3 -m pytest oracle
"""

import json
from collections import Counter
from datetime import datetime, timedelta, timezone

import pytest

from .clock import Clock, milliseconds
from .contract import REASONS, read_events
from .malformed import disputable, envelope, malformed

NOW = milliseconds(datetime(2025, 1, 1, tzinfo=timezone.utc))


def read(*records, currency="CNY", shop=None):
    return read_events(records, currency, NOW, shop)


def only(record, **options):
    events, rejected = read(record, **options)
    assert rejected == []
    return events[0]


def reason(record):
    _, rejected = read(record)
    return rejected[0][1]


def at(text):
    return {**envelope(1, "chat.closed"), "time": text}


def test_every_malformed_record_has_its_reason():
    bad = malformed(seed=1, n=1000)
    _, rejected = read(*[line for line, _ in bad])
    found = {number: why for number, why, _ in rejected}
    assert [found.get(number) for number in range(1, 1001)] == [why for _, why in bad]
    # That of a store cannot come from a record alone.
    assert set(Counter(found.values())) == set(REASONS) - {"refused_by_store"}


@pytest.mark.parametrize("line, reasons", disputable())
def test_disputable_records_are_rejected(line, reasons):
    assert reason(line) in reasons


def test_skipped_are_empty_lines_and_other_shops():
    mine, other = {**at("2024-01-01T00:00:00Z"), "shop": "a"}, {
        **at("2024-01-01T00:00:00Z"),
        "shop": "b",
    }
    events, rejected = read(b"", b"\n", b"\r\n", mine, other, shop="a")
    assert (len(events), rejected) == (1, [])


def test_the_text_null_is_no_empty_record():
    assert reason(b"null") == "not_cloudevent"


@pytest.mark.parametrize(
    "text, utc",
    [
        ("2024-11-03T04:30:00Z", "2024-11-03T04:30:00.000"),
        ("2024-11-03t04:30:00z", "2024-11-03T04:30:00.000"),
        ("2024-11-03T04:30:00.1Z", "2024-11-03T04:30:00.100"),
        ("2024-11-03T04:30:00.1239999Z", "2024-11-03T04:30:00.123"),  # cut, not rounded
        ("2024-11-03T04:30:00+08:00", "2024-11-02T20:30:00.000"),
        ("2024-11-03T04:30:00-05:45", "2024-11-03T10:15:00.000"),
        ("2024-11-03T04:30:00-00:00", "2024-11-03T04:30:00.000"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000"),
        ("2016-12-31T23:59:60.5Z", "2017-01-01T00:00:00.500"),
        ("2017-01-01T08:59:60+09:00", "2017-01-01T00:00:00.000"),
        ("2000-01-01T00:00:00Z", "2000-01-01T00:00:00.000"),
        ("2025-01-02T00:00:00Z", "2025-01-02T00:00:00.000"),  # a day after NOW, included
    ],
)
def test_times(text, utc):
    expected = datetime.fromisoformat(utc + "+00:00")
    assert only(at(text)).time == milliseconds(expected)


def test_a_time_a_millisecond_beyond_the_day_ahead():
    assert reason(at("2025-01-02T00:00:00.001Z")) == "time_out_of_range"


def test_null_empty_and_unknown_members_are_absent():
    data = {"agent": "", "intent": "", "auto": None, "colour": {"a": [1e300]}, "Agent": 5}
    record = envelope(1, "chat.message")
    record["data"] |= data
    record["extension"] = 5
    assert only(record).data == {"conversation": "c", "customer": "u", "from": "customer"}


def test_sixteen_levels_and_64_kib_are_allowed():
    deep = json.dumps(envelope(1, "chat.closed", x="MARK")).replace('"MARK"', "[" * 14 + "]" * 14)
    assert only(deep)  # envelope, data, fourteen
    line = json.dumps(envelope(1, "chat.closed"))
    assert only(line + " " * (65536 - len(line)))
    assert reason(line + " " * (65537 - len(line))) == "too_large"


@pytest.mark.parametrize(
    "text, cents",
    [
        ("0", 0),
        ("129.90", 12990),
        ("129.9", 12990),
        ("999999999999.99", 99999999999999),
        ("1", 100),
    ],
)
def test_money_in_hundredths(text, cents):
    assert only(envelope(1, "order.paid", amount=text)).data["amount"] == cents


def test_integers_and_numbers():
    assert only(envelope(1, "order.created", items=5.0)).data["items"] == 5
    assert only(envelope(1, "order.created", items=2**53 - 1)).data["items"] == 2**53 - 1
    # The nearest double's shortest decimal: a tenth, not 3602879701896397/36028797018963968.
    assert only(envelope(1, "tally.recorded", count=0.1)).data["count"] * 10 == 1


def test_currency_is_the_shops():
    assert only(envelope(1, "order.paid", currency="GBP"), currency="GBP")
    assert only(envelope(1, "order.paid", currency=""), currency="GBP")


@pytest.mark.parametrize("text", [r'"\ud83d\ude00"', '"😀"'])
def test_pairs_of_surrogates_are_characters(text):
    line = json.dumps(envelope(1, "chat.closed", conversation="MARK")).replace('"MARK"', text)
    assert only(line).data["conversation"] == "😀"


# --- business days -----------------------------------------------------------------------------


def starts(zone, cutover, day):
    moment = Clock(zone, cutover).starts_at(datetime.fromisoformat(day).date())
    return (datetime(1970, 1, 1) + timedelta(milliseconds=moment)).isoformat()


@pytest.mark.parametrize(
    "zone, cutover, day, utc",
    [
        ("UTC", "00:00", "2024-03-10", "2024-03-10T00:00:00"),
        ("Asia/Shanghai", "04:30", "2024-03-10", "2024-03-09T20:30:00"),
        ("America/New_York", "00:00", "2024-03-11", "2024-03-11T04:00:00"),  # summer time, -4
        # 02:30 does not exist that day: read with -5, the offset before the gap.
        ("America/New_York", "02:30", "2024-03-10", "2024-03-10T07:30:00"),
        # 01:30 exists twice that day, at -4 and at -5: the later instant is the one at -5.
        ("America/New_York", "01:30", "2024-11-03", "2024-11-03T06:30:00"),
    ],
)
def test_a_business_day_starts(zone, cutover, day, utc):
    assert starts(zone, cutover, day) == utc


def test_a_moment_lies_on_the_day_that_started_last():
    clock = Clock("Asia/Shanghai", "04:30")
    start = clock.starts_at(datetime(2024, 3, 1).date())
    assert clock.day(start).isoformat() == "2024-03-01"
    assert clock.day(start - 1).isoformat() == "2024-02-29"
