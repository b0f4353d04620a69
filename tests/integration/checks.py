"""What a database must show for a stream of events, by the oracle; and what it holds.

    lines = stream_lines(seed=1, customers=50, zone="UTC")
    expected = expect(lines, zone="UTC")
    meritd.run("replay", write_lines(tmp_path / "a.ndjson", lines), "--now", PRESENT)
    assert_shows(meritd.database, expected)

PRESENT is later than every event of an edge stream, so that none is rejected for its time; nobody
waits then. At streams.AS_OF some do, to the millisecond.
"""

import contextlib
import dataclasses
import gzip
import json
import random
import sys
from collections import Counter
from datetime import datetime, timezone
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # tests/, where the oracle is
import oracle  # noqa: E402
from oracle import compare  # noqa: E402
from servers import Record  # noqa: E402
from streams import AS_OF, SHOP, edge_stream, encode, shuffled  # noqa: E402

PRESENT = datetime(2025, 6, 1, tzinfo=timezone.utc)

# Everything that must not depend on when, in which order, how often or by whom it was written.
TABLES = """
    fact.conversation fact.contact_part fact.order_event fact.ticket_event fact.survey fact.mark fact.tally
    fact.target fact.agent_event settled.contact settled.orders settled.buyer settled.ticket settled.survey
    rollup.agent_period rollup.dimension_period rollup.clock
""".split()


# ---- streams ---------------------------------------------------------------------------------------


def stream_lines(seed, customers, zone="Asia/Shanghai", duplicates=0.2):
    """An edge stream as lines without their ends, in any order, some of them several times."""
    events = shuffled(edge_stream(seed, customers, zone), seed, duplicates)
    return [encode(event, seed) for event in events]


def write_lines(path, lines):
    """Writes them as NDJSON, packed if the name says so; returns the path."""
    opener = gzip.open if str(path).endswith(".gz") else open
    with opener(path, "wb") as file:
        file.write(b"".join(line + b"\n" for line in lines))
    return path


def kafka_records(lines, seed, partitions, binary=0.3):
    """Records of any key or none, in any partition, a share of them in binary mode."""
    chooser = random.Random(f"records {seed}")
    for line in lines:
        key = chooser.choice([None, b"", b"k", b"%d" % chooser.randrange(9), bytes([chooser.randrange(256)])])
        partition = chooser.randrange(partitions)
        if chooser.random() < binary:
            yield binary_record(json.loads(line), key, partition)
        else:
            yield Record(key, line, structured_headers(chooser), partition)


def structured_headers(chooser):
    return chooser.choice([None, None, [("content-type", b"application/cloudevents+json; charset=utf-8")],
                           [("Content-Type", b"application/json")], [("trace", b"\xff\x00")]])


def binary_record(event, key=None, partition=None):
    """The same event with its envelope in headers. What is null or no text in the envelope is left out, as
    are unknown members such as "Shop", which would be known ones here: headers are read without case."""
    headers = [(f"ce_{name}", value.encode()) for name, value in event.items()
               if name.islower() and name != "data" and isinstance(value, str)]
    data = json.dumps(event["data"], ensure_ascii=False).encode()
    return Record(key, data, [*headers, ("content-type", b"application/json")], partition)


# ---- numbers ---------------------------------------------------------------------------------------


def expect(lines, as_of=PRESENT, zone="Asia/Shanghai", cutover="00:00", currency="CNY", rules=None,
           shop=SHOP, received_at=PRESENT, hours=None, aliases=None):
    """The oracle's Result."""
    return oracle.metrics(lines, zone, cutover, currency, as_of, rules, shop, received_at, hours, aliases)


ORDERS, TICKETS = "select order_id from fact.order_event", "select ticket from fact.ticket_event"
ABOUT = {"order_without_created": ORDERS, "refund_excess": ORDERS, "ticket_without_created": TICKETS, "ticket_merged": TICKETS,
         "negative_time": TICKETS}


def without_gone(database, expected):
    """The oracle's Result, but nothing is strange about orders and tickets that have no facts any more."""
    strange = dict(expected.quality)
    for check, those in ABOUT.items():
        kept = {name for (name,) in database.rows(those)}
        strange[check] = {name: value for name, value in Counter(strange[check]).items() if name in kept}
    return dataclasses.replace(expected, quality=strange)


def set_rules(meritd, rules, *options):
    """One rule set, or those of a list, each from its month on."""
    if isinstance(rules, list):
        for one in rules:
            set_rules(meritd, {key: value for key, value in one.items() if key != "from"}, "--from", one["from"])
    elif rules:
        meritd.run("rules", "set", *[f"{key}={value}" for key, value in rules.items()], *options)


@contextlib.contextmanager
def session_at(database, as_of):
    """A session whose merit.now() is that instant."""
    with contextlib.closing(database.connect()) as session:
        session.cursor().execute("set merit.now = %s", (as_of.isoformat(),))
        yield session


def assert_shows(database, expected, as_of=PRESENT, verify=True, days=True):
    """Months (of agents, teams and the shop), days, who waits and what is strange are the oracle's, nothing is left to settle, a fresh
    calculation agrees."""
    assert database.value("select count(*) from ingest.dirty") == 0
    with session_at(database, as_of) as session:
        for by in ("month", "day") if days else ("month",):
            found = compare.differences(getattr(expected, by), compare.read_metrics(session, by))
            assert not found, f"by {by}: {compare.report(found)}"
        for of in ("team", "shop"):
            found = compare.differences(getattr(expected, f"{of}_month"), compare.read_metrics(session, "month", of))
            assert not found, f"{of}: {compare.report(found)}"
        waiting = compare.waiting_differences(expected.waiting, compare.read_waiting(session))
        assert not waiting, waiting[:20]
        strange = compare.quality_differences(expected.quality, compare.read_quality(session))
        assert not strange, strange
    if verify:
        assert_verified(database)


def assert_verified(database):
    assert database.rows("select * from rollup.verify('2000-01-01', '2101-01-01') limit 10") == []


def shows(database, expected, as_of=PRESENT):
    """Whether the months are already the oracle's: a condition to wait for."""
    with session_at(database, as_of) as session:
        return not compare.differences(expected.month, compare.read_metrics(session, "month"))


def content(database):
    """{table: how often each row stands in it, as text}."""
    return {table: Counter(row for (row,) in database.rows(f"select t::text from {table} t"))
            for table in TABLES}


def assert_same_content(found, expected):
    for table in TABLES:
        surplus, missing = found[table] - expected[table], expected[table] - found[table]
        assert not surplus and not missing, (
            f"{table}: {len(surplus)} rows too many {list(surplus)[:3]}, "
            f"{len(missing)} missing {list(missing)[:3]}")


def dead_letters(database, columns="reason"):
    return database.rows(f"select {columns} from ingest.dead_letter order by id")


__all__ = ["AS_OF", "PRESENT", "SHOP"] + [name for name, value in globals().items()
                                          if getattr(value, "__module__", None) == __name__]
