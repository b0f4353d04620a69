"""Every number of streams that are dense in edge cases, compared with the oracle value by value."""

import itertools
import random
from datetime import timedelta

import pytest
from checks import (
    AS_OF, PRESENT, SHOP, assert_shows, expect, kafka_records, set_rules, stream_lines, write_lines,
)  # fmt: skip
from oracle.edges import CLOCKS

MILLISECOND = timedelta(milliseconds=1)
CALENDARS = [(zone, cutover) for zone in ("UTC", "Asia/Shanghai", "America/New_York")
             for cutover in ("00:00", "04:30")]
CALENDARS += [(zone, cutover.isoformat("minutes")) for zone, cutover in CLOCKS.items()]
RULES = [
    {},
    {"order.judge": "pay", "order.by": "rounds", "order.window_days": 3, "order.pay_days": 1,
     "sales.net": "yes", "session.idle_hours": 3, "response.cap_seconds": 30, "response.slow_seconds": 0,
     "response.unanswered": "cap", "refund.days": 16, "ticket.reopen_days": 1},
    {"order.judge": "order_first", "order.window_days": 1, "order.pay_days": 0, "refund.days": 0,
     "session.idle_hours": 26, "response.slow_seconds": 600, "ticket.reopen_days": 0,
     "ticket.complaint_days": 0},
]


@pytest.mark.parametrize("rules", RULES, ids=["default", "paid", "strict"])
@pytest.mark.parametrize("zone,cutover", CALENDARS)
def test_replay(new_meritd, tmp_path, zone, cutover, rules):
    """The stream is replayed at AS_OF, where some wait; records beyond it are rejected by both."""
    seed = f"{zone} {cutover} {len(rules)}"
    lines = stream_lines(seed, 40, zone)
    meritd = new_meritd(shop_zone=zone, shop_cutover=cutover, shop_id=SHOP)
    set_rules(meritd, rules)
    meritd.run("replay", write_lines(tmp_path / "edges.ndjson", lines), "--now", AS_OF.isoformat())
    expected = expect(lines, AS_OF, zone, cutover, rules=rules, received_at=AS_OF)
    assert expected.rejected and (expected.waiting or rules.get("session.idle_hours") == 3)
    assert_shows(meritd.database, expected, AS_OF)


@pytest.mark.asan
@pytest.mark.parametrize("rules", RULES[:2], ids=["default", "paid"])
def test_kafka_with_conversations_that_come_back(new_meritd, kafka, rules):
    """8 partitions, any key; batches and a cache so small that every conversation comes back all the time."""
    zone, lines = "America/New_York", stream_lines(f"kafka {len(rules)}", 40, "America/New_York")
    topic = kafka.create_topic(partitions=8)
    kafka.produce(topic, kafka_records(lines, 1, 8))
    meritd = new_meritd(kafka, shop_zone=zone, shop_cutover="04:30", shop_id=SHOP, kafka_topics=topic,
                        ingest_cache_entries=10, ingest_batch_events=50)
    set_rules(meritd, rules)
    meritd.run("ingest", "--until-end", "--now", PRESENT.isoformat())
    expected = expect(lines, zone=zone, cutover="04:30", rules=rules, received_at=None)
    assert not expected.rejected
    assert_shows(meritd.database, expected)


def test_kafka_with_default_sizes(new_meritd, kafka):
    lines = stream_lines("kafka at once", 150)
    topic = kafka.create_topic(partitions=8)
    kafka.produce(topic, kafka_records(lines, 2, 8))
    meritd = new_meritd(kafka, shop_id=SHOP, kafka_topics=topic)
    meritd.run("ingest", "--until-end", "--now", AS_OF.isoformat())
    assert_shows(meritd.database, expect(lines, AS_OF, received_at=None), AS_OF)


def test_numbers_are_right_after_each_piece(new_meritd, tmp_path):
    """Settling is incremental: after each of eight pieces the numbers are those of what came so far."""
    lines = stream_lines("pieces", 40, "UTC")
    meritd = new_meritd(shop_zone="UTC", shop_id=SHOP)
    ends = sorted(random.Random(3).sample(range(1, len(lines)), 7)) + [len(lines)]
    for start, end in itertools.pairwise([0] + ends):
        piece = write_lines(tmp_path / f"{end}.ndjson", lines[start:end])
        meritd.run("replay", piece, "--now", PRESENT.isoformat())
        assert_shows(meritd.database, expect(lines[:end], zone="UTC"), verify=end == len(lines))


def test_the_present_moves_on_and_back(new_meritd, tmp_path):
    """Nothing is written: time alone ends rounds and makes tickets overdue, and takes both back."""
    lines = stream_lines("present", 60)
    meritd = new_meritd(shop_id=SHOP)
    meritd.run("replay", write_lines(tmp_path / "a.ndjson", lines), "--now", PRESENT.isoformat())
    numbers = []
    for as_of in (AS_OF, AS_OF + MILLISECOND, AS_OF - MILLISECOND, AS_OF - timedelta(days=66), AS_OF, PRESENT):
        expected = expect(lines, as_of)
        meritd.run("settle", "--now", as_of.isoformat())
        assert_shows(meritd.database, expected, as_of, verify=as_of == AS_OF)
        numbers.append(expected.month)
    assert len({repr(sorted(month.items())) for month in numbers}) == 5  # each moment differs


def test_events_of_another_shop_are_skipped(new_meritd, tmp_path):
    """With a shop configured they change nothing and are no dead letters; without, all are taken."""
    lines = stream_lines("shops", 30)
    path = write_lines(tmp_path / "a.ndjson", lines)
    ours, everybodys = expect(lines), expect(lines, shop=None)
    assert ours.events < everybodys.events
    for settings, expected in (({"shop_id": SHOP}, ours), ({}, everybodys)):
        meritd = new_meritd(**settings)
        meritd.run("replay", path, "--now", PRESENT.isoformat())
        assert_shows(meritd.database, expected)
        assert meritd.database.value("select count(*) from ingest.dead_letter") == 0
