"""How views get at their rows: by keys. None reads a table of facts that grows with the shop, nor the whole of the roll-ups.

The server itself says how each statement was carried out, those inside functions too. Its tables are small here, and it
would rather read them from end to end; so it is told not to where it can do otherwise.
"""

import contextlib
import json
import subprocess

import pytest
from program import Meritd, binary
from readings import read, readings_of, rows

END, MONTHS, CLOSED = "2025-04-01T00:00:00+08:00", ["2025-01", "2025-02", "2025-03"], "2025-01"
TOLD = """
    load 'auto_explain'; set auto_explain.log_min_duration = 0; set auto_explain.log_nested_statements = on;
    set auto_explain.log_format = json; set auto_explain.log_verbose = on; set auto_explain.log_level = notice;
    set auto_explain.log_analyze = on; set auto_explain.log_timing = off;
    set client_min_messages = notice; set enable_seqscan = off
"""
GROWING = {("fact", name) for name in ("conversation", "contact_part", "order_event", "ticket_event", "survey", "tally", "mark",
                                       "target")} | {("rollup", "agent_period")}
FEW = 50  # the ends of an index, or of a month
SELECTIVE = {"start", "agent", "day", "period", "customer", "conversation", "counts_after"}  # what a condition must be about


@pytest.fixture(scope="module")
def shop(postgres, tmp_path_factory):
    """A quarter of a shop of 40 agents, its first month closed."""
    scratch = tmp_path_factory.mktemp("plans")
    database = postgres.createdb("plans")
    meritd = Meritd(database, scratch, shop_zone="Asia/Shanghai", shop_currency="CNY")
    meritd.run("migrate")
    events = scratch / "events.ndjson"
    subprocess.run([binary(), "generate", "--quiet", "--agents", "40", "--days", "90", "--events", "60000", "--end", END,
                    "--output", events], check=True)
    meritd.run("replay", events)
    meritd.run("close", "--month", CLOSED, "--accept-warnings", "--now", "2025-05-01T00:00:00+08:00")
    database.execute("vacuum analyze")
    yield database
    database.drop()


def test_views_are_read_by_keys(shop):
    """Every view, by each condition, as each role: what it reads of the growing tables it finds by a key."""
    with contextlib.closing(shop.connect()) as session:
        rows(session, TOLD)
        readings, found = list(readings_of(session)), {}
        for reading in readings:
            session.notices = []
            read(session, reading)
            plans = [json.loads(text[text.index("plan:\n") + 6:]) for text in session.notices if "plan:\n" in text]
            assert plans, f"{reading.name}: the server tells no plan"
            whole = {scan for plan in plans for scan in whole_scans(plan["Plan"])}
            if whole:
                found[reading.name] = sorted(whole)
    assert len(readings) > 40 and not found, json.dumps(found, indent=1)


def test_a_whole_scan_is_seen(shop):
    """The test before looks at something: a condition that no key has reads everything."""
    with contextlib.closing(shop.connect()) as session:
        rows(session, TOLD)
        for query in ("select count(*) from rollup.agent_period where received > 3", "select max(count) from fact.tally",
                      "select count(*) from rollup.agent_period where grain = 'day'"):
            session.notices = []
            rows(session, query)
            (plan,) = [json.loads(text[text.index("plan:\n") + 6:]) for text in session.notices if "plan:\n" in text]
            assert list(whole_scans(plan["Plan"])), query


def whole_scans(node):
    """The scans below a node that read much of a growing table, and not by a selective condition on a key."""
    if (node.get("Schema"), node.get("Relation Name")) in GROWING and seen_by(node) > FEW and not chosen(node):
        yield f"{node['Node Type']} of {node['Schema']}.{node['Relation Name']}: {seen_by(node)} rows"
    for child in node.get("Plans", []):
        yield from whole_scans(child)


def seen_by(node):
    """How many rows the scan saw: what it returned, and what it left out."""
    return (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]


def chosen(node):
    """Whether the scan finds its rows by a key."""
    keys = [node.get("Index Cond", "")] + [child.get("Index Cond", "") for child in node.get("Plans", [])]
    return any(f"{word} " in key for key in keys for word in SELECTIVE)
