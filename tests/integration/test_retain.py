"""`retain`: old facts go, no number moves. Everything is compared with the oracle, which knows all events."""

import contextlib
import json
import re
import threading
from datetime import datetime, timezone

import psycopg2
import pytest
from checks import (
    PRESENT, SHOP, assert_same_content, assert_shows, content, dead_letters, expect, stream_lines, without_gone, write_lines,
)  # fmt: skip
from oracle.clock import milliseconds
from oracle.contract import read_events
from oracle import compare
from processes import wait_until
from servers import Record

LINES = stream_lines("retain", 120, "UTC")
NOW = ("--now", PRESENT.isoformat())
KEPT = "2024-11-01"  # PRESENT is of June
RETAIN = ("retain", "--older-than", "7", *NOW)


@pytest.fixture(scope="module")
def expected():
    return expect(LINES, zone="UTC")


def too_old(lines):
    """How many of them are skipped, by the oracle's reading of them."""
    events, rejected = read_events(lines, "CNY", milliseconds(PRESENT), SHOP)
    assert not rejected  # of a rejected line it could not say how old it is
    limit = milliseconds(datetime.fromisoformat(KEPT).replace(tzinfo=timezone.utc))
    return sum(event.time < limit and event.type.startswith(("chat.", "order.", "ticket.", "survey.")) for event in events)


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
    assert_shows(database, without_gone(database, expected))  # every number of every month, and verify
    for of in ("team", "shop"):
        assert not compare.differences(getattr(expected, f"{of}_day"), compare.read_metrics(database.connect(), "day", of)), of
    assert "facts are kept from" in read.run(*RETAIN).stdout
    assert_same_content(content(database), after)
    told = read.run("verify").stderr
    assert f"facts before {KEPT} were deleted" in told and f"0 differences, {KEPT} to" in told
    read.run("rebuild")
    assert_same_content(content(database), after)


def test_what_comes_again(read, expected):
    """All events once more: the old ones are skipped and counted, without a row of them, the others are known."""
    read.run(*RETAIN)
    after, letters = content(read.database), dead_letters(read.database)
    told = read.run("replay", read.lines, *NOW)
    assert f"  skipped as too old: {too_old(LINES)}\n" in told.stdout
    assert re.search(r"from before the first day that is kept is skipped: \S*lines\.ndjson/-1 at \d+$", told.stderr, re.MULTILINE)
    assert dead_letters(read.database) == letters
    found = content(read.database)
    for table in ("rollup.agent_period", "settled.contact", "settled.buyer", "settled.survey", "fact.survey"):
        assert found[table] == after[table], table
    assert_shows(read.database, without_gone(read.database, expected))
    assert_same_content(found, after)


def test_records_have_no_limit(read, tmp_path):
    """What is kept for ever is taken, whatever its time: who left in a deleted month is gone in the kept ones, too."""
    read.run(*RETAIN)
    tables = ("fact.mark", "fact.tally", "fact.target", "fact.agent_event")
    before = content(read.database)
    records = {"mark.recorded": {"agent": "late", "indicator": "i", "rater": "r", "period": "2025-01", "role": "lead", "score": 5},
               "tally.recorded": {"agent": "late", "kind": "error", "count": 1},
               "target.set": {"agent": "late", "period": "2025-01", "metric": "sales", "value": 1},
               "agent.updated": {"agent": "late", "status": "left", "left": "2024-09-15"}}
    lines = [json.dumps({"specversion": "1.0", "id": name, "source": "/late", "type": name, "time": "2024-09-15T10:00:00Z",
                         "data": data}).encode() for name, data in records.items()]
    told = read.run("replay", write_lines(tmp_path / "late.ndjson", lines), *NOW).stdout
    assert told.startswith("4 events, 0 rejected") and "too old" not in told
    after = content(read.database)
    assert [(after[table] - before[table]).total() for table in tables] == [1, 1, 1, 1]
    assert read.database.value("select status from fact.agent_event where agent = 'late'") == "left"


def shown(shop):
    """What a closed January says of itself, and its record."""
    score = shop.run("score", "--month", "2025-01", "--format", "json").stdout
    assert shop.database.rows("select * from merit.month_drift") == []
    assert shop.run("verify", "--ledger").returncode == 0
    kept = ("merit.result", "merit.result_metric", "merit.result_indicator", "merit.ledger", "merit.score_indicator",
            "merit.agent_month_metric")
    return score, {view: sorted(shop.database.rows(f"select * from {view} where month = '2025-01-01'" if view != "merit.ledger"
                                                   else "select * from merit.ledger"), key=repr) for view in kept}


def test_a_closed_month_is_what_it_was(closed):
    """Its facts deleted, then a customer forgotten: scores, results, ledger as before, and no drift; a target moves it still."""
    before, orders = shown(closed), "select order_id from settled.orders order by 1"
    sold = closed.database.rows(orders)
    assert sold and json.loads(before[0]) and all(before[1].values())
    closed.run("retain", "--older-than", "1", now="2025-03-20T00:00:00Z")
    assert closed.database.value("select count(*) from fact.conversation") == 0
    assert closed.database.rows(orders) == sold  # each is its customer's first purchase: it stays
    assert shown(closed) == before
    closed.run("forget", "--customer", "buyer-mei-2025-01")
    assert shown(closed) == before
    closed.write([closed.event("target.set", datetime(2025, 3, 21, tzinfo=timezone.utc), agent="mei", period="2025-01",
                               metric="sales", value=1)])
    assert closed.database.rows("select agent from merit.month_drift where item = 'metric' and name = 'target_completion'") == [("mei",)]


LOCKS = {"ref.shop": "access share", "settle.state": "share update exclusive", "period.month_end": "exclusive"}


@contextlib.contextmanager
def holding(database, table):
    """Somebody's transaction that keeps retain from its work: as a pg_dump, a settlement, a close."""
    with contextlib.closing(database.connect()) as session:
        session.autocommit = False
        session.cursor().execute(f"set application_name = 'in the way'; lock table {table} in {LOCKS[table]} mode")
        yield session.info.backend_pid


@pytest.mark.parametrize("table", LOCKS)
def test_says_at_once_who_is_in_the_way(read, table):
    with holding(read.database, table) as pid:
        retain = read.start(*RETAIN)
        said = f"pid {pid}, in the way"
        retain.wait_until(lambda: said in retain.log.read_text(), what="it says who is in the way")
        assert read.database.value("select kept_from from ref.shop") is None
    assert retain.wait() == 0, retain.tail()
    assert str(read.database.value("select kept_from from ref.shop")) == KEPT


def test_rules_that_change_while_it_waits(read):
    """What a recalculation reads is not deleted, even if it began after the first look at what stands in the way."""
    database, refused = read.database, []
    database.execute("alter function fact.keep_from(integer, boolean) set lock_timeout = '1min'")
    with contextlib.closing(database.connect()) as rules, contextlib.closing(database.connect()) as other:
        retain = other.cursor()

        def keep():
            try:
                retain.execute(f"set merit.now = '{PRESENT.isoformat()}'; select fact.keep_from(7, false)")
            except psycopg2.Error as error:
                refused.append(error.pgcode)

        rules.autocommit = False
        rules.cursor().execute("select ref.set_rules(array['order.window_days=4'], '2025-03-01')")
        waiting = threading.Thread(target=keep)
        waiting.start()
        wait_until(lambda: database.value("select count(*) from pg_locks where not granted and pid = %s", other.info.backend_pid),
                   60, "it waits")
        rules.commit()
        waiting.join(60)
    assert refused == ["55P03"]
    assert database.value("select kept_from from ref.shop") is None


def test_gives_up(read):
    with holding(read.database, "ref.shop") as pid:
        told = read.run(*RETAIN, status=1).stderr
        assert told.count(f"pid {pid}, in the way") == 2  # at once, and at the end
    assert read.database.value("select kept_from from ref.shop") is None


def test_refusals(new_meritd, read):
    assert "--older-than" in read.run("retain", status=2).stderr
    assert "running month" in read.run("retain", "--older-than", "0", *NOW, status=1).stderr
    open_month = read.run("retain", "--older-than", "2", *NOW, status=1).stderr
    assert "is neither closed nor skipped" in open_month and "2024-11" in open_month
    assert read.database.value("select kept_from from ref.shop") is None


def test_beside_a_daemon(new_meritd, kafka, expected):
    """The limit moves while a daemon runs: what is older is skipped from then on, and nothing else."""
    topic = kafka.create_topic(partitions=3)
    meritd = new_meritd(kafka, shop_id=SHOP, shop_zone="UTC", kafka_topics=topic)
    database = meritd.database
    with meritd.start("ingest", *NOW) as daemon:
        kafka.produce(topic, [Record(None, line) for line in LINES])
        daemon.wait_until(lambda: database.value("select coalesce(sum(next_offset), 0) from ingest.position") == len(LINES)
                          and database.value("select count(*) from ingest.dirty") == 0, what="everything is read and settled")
        skip_months(database)
        meritd.run(*RETAIN)
        kafka.produce(topic, [Record(None, line) for line in LINES])
        daemon.wait_until(lambda: database.value("select coalesce(sum(next_offset), 0) from ingest.position") == 2 * len(LINES)
                          and database.value("select count(*) from ingest.dirty") == 0, what="everything is read again")
        assert "from before the first day that is kept is skipped: " in daemon.log.read_text()
    assert dead_letters(database) == []
    meritd.run("settle", *NOW)
    assert_shows(database, without_gone(database, expect(LINES, zone="UTC", received_at=None)))


def test_status_and_explain_say_so(read):
    read.run(*RETAIN)
    assert json.loads(read.run("status", "--format", "json").stdout)["kept_from"] == KEPT
    assert re.search(r"^facts kept from +2024-11-01", read.run("status").stdout, re.MULTILINE)
    agent = read.database.value("select agent from rollup.agent_period where grain = 'month' and start = '2024-10-01' "
                                "and agent not like '(%%' limit 1")
    told = read.run("explain", "--agent", agent, "--month", "2024-10", *NOW).stdout
    assert "were deleted" in told
    for style in ("csv", "json"):
        told = read.run("explain", "--agent", agent, "--month", "2024-10", "--format", style, *NOW)
        assert "were deleted" in told.stderr and "were deleted" not in told.stdout, style
    assert json.loads(told.stdout)["kept_from"] == KEPT
    month = read.database.value("select to_char(min(start), 'YYYY-MM') from rollup.agent_period where grain = 'month' and agent = %s "
                                f"and start >= '{KEPT}'", agent)
    if month:
        assert "were deleted" not in read.run("explain", "--agent", agent, "--month", month, *NOW).stdout
