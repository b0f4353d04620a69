"""`retain`: old facts go, no number moves. Everything is compared with the oracle, which knows all events."""

import json
import re

import pytest
from checks import (
    PRESENT, SHOP, assert_same_content, assert_shows, content, dead_letters, expect, stream_lines, write_lines,
)  # fmt: skip
from servers import Record

LINES = stream_lines("retain", 120, "UTC")
NOW = ("--now", PRESENT.isoformat())
KEPT = "2024-11-01"  # PRESENT is of June
RETAIN = ("retain", "--older-than", "7", *NOW)


@pytest.fixture(scope="module")
def expected():
    return expect(LINES, zone="UTC")


def skip_months(database):
    """As if a later month had been closed over them."""
    database.execute("insert into period.skipped select m, now(), 'b', 'r' from period.months() m "
                     f"where m < '{KEPT}' on conflict do nothing")


@pytest.fixture
def read(new_meritd, tmp_path):
    meritd = new_meritd(shop_id=SHOP, shop_zone="UTC")
    meritd.lines = write_lines(tmp_path / "lines.ndjson", LINES)
    meritd.run("replay", meritd.lines, *NOW)
    skip_months(meritd.database)
    return meritd



def test_what_goes_and_what_stays(read, expected):
    database = read.database
    before = content(database)
    would = read.run(*RETAIN, "--dry-run").stdout
    assert_same_content(content(database), before)
    done = read.run(*RETAIN)
    assert would.replace("would be", "are") == done.stdout
    assert re.search(r"^2024-02 conversations +\d+$", done.stdout, re.MULTILINE)
    assert done.stdout.endswith("facts are kept from 2024-11 on\n")
    after = content(database)
    for table in ("fact.mark", "fact.tally", "fact.target", "fact.agent_event", "rollup.agent_period"):
        assert after[table] == before[table], table
    for table in ("fact.conversation", "fact.contact_part", "fact.order_event", "fact.ticket_event", "fact.survey",
                  "settled.contact", "settled.orders", "settled.buyer", "settled.ticket", "settled.survey"):
        assert not after[table] - before[table] and after[table] < before[table], table
    assert_shows(database, expected)  # every number of every month, and verify
    assert "facts are kept from" in read.run(*RETAIN).stdout
    assert_same_content(content(database), after)
    told = read.run("verify").stderr
    assert f"facts before {KEPT} were deleted" in told and f"0 differences, {KEPT} to" in told
    read.run("rebuild")
    assert_same_content(content(database), after)


def test_what_comes_again(read, expected):
    """All events once more: the old ones are refused, the others are known."""
    read.run(*RETAIN)
    after, known = content(read.database), len(dead_letters(read.database))
    read.run("replay", read.lines, *NOW)
    letters = dead_letters(read.database)[known:]
    assert letters and {reason for (reason,) in letters} == {"too_old"}
    found = content(read.database)
    for table in ("rollup.agent_period", "settled.contact", "settled.buyer", "settled.survey", "fact.survey"):
        assert found[table] == after[table], table
    assert_shows(read.database, expected)
    assert_same_content(found, after)


def test_refusals(new_meritd, read):
    assert "--older-than" in read.run("retain", status=2).stderr
    assert "running month" in read.run("retain", "--older-than", "0", *NOW, status=1).stderr
    open_month = read.run("retain", "--older-than", "2", *NOW, status=1).stderr
    assert "is neither closed nor skipped" in open_month and "2024-11" in open_month
    assert read.database.value("select kept_from from ref.shop") is None


@pytest.mark.quick
def test_beside_a_daemon(new_meritd, kafka, expected):
    """The limit moves while a daemon runs: what it has not written by then is refused, and nothing else."""
    topic = kafka.create_topic(partitions=3)
    meritd = new_meritd(kafka, shop_id=SHOP, shop_zone="UTC", kafka_topics=topic)
    database = meritd.database
    with meritd.start("ingest", *NOW) as daemon:
        kafka.produce(topic, [Record(None, line) for line in LINES])
        daemon.wait_until(lambda: database.value("select coalesce(sum(next_offset), 0) from ingest.position") == len(LINES)
                          and database.value("select count(*) from ingest.dirty") == 0, what="everything is read and settled")
        skip_months(database)
        meritd.run(*RETAIN)
        known = len(dead_letters(database))
        kafka.produce(topic, [Record(None, line) for line in LINES])
        daemon.wait_until(lambda: database.value("select coalesce(sum(next_offset), 0) from ingest.position") == 2 * len(LINES)
                          and database.value("select count(*) from ingest.dirty") == 0, what="everything is read again")
    assert "too_old" in {reason for (reason,) in dead_letters(database)[known:]}
    meritd.run("settle", *NOW)
    assert_shows(database, expect(LINES, zone="UTC", received_at=None))


def test_status_and_explain_say_so(read):
    read.run(*RETAIN)
    assert json.loads(read.run("status", "--format", "json").stdout)["kept_from"] == KEPT
    assert re.search(r"^facts kept from +2024-11-01", read.run("status").stdout, re.MULTILINE)
    agent = read.database.value("select agent from rollup.agent_period where grain = 'month' and start = '2024-10-01' "
                                "and agent not like '(%%' limit 1")
    told = read.run("explain", "--agent", agent, "--month", "2024-10", *NOW).stdout
    assert "were deleted" in told
    month = read.database.value("select to_char(min(start), 'YYYY-MM') from rollup.agent_period where grain = 'month' and agent = %s "
                                f"and start >= '{KEPT}'", agent)
    if month:
        assert "were deleted" not in read.run("explain", "--agent", agent, "--month", month, *NOW).stdout
