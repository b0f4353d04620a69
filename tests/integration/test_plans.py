"""How views get at their rows: by keys. None reads a table of facts that grows with the shop, nor the whole of the roll-ups.

The server itself says how each statement was carried out, those inside functions too. Its tables are small here, and it
would rather read them from end to end; so it is told not to where it can do otherwise.
"""

import collections
import contextlib
import json
import math
import subprocess

import pytest
from program import Meritd, binary
from readings import months_of, read, readings_of, rows, somebody_of

END, MONTHS, CLOSED = "2025-04-01T00:00:00+08:00", ["2025-01", "2025-02", "2025-03"], "2025-01"
TOLD = """
    load 'auto_explain'; set auto_explain.log_min_duration = 0; set auto_explain.log_nested_statements = on;
    set auto_explain.log_format = json; set auto_explain.log_verbose = on; set auto_explain.log_level = notice;
    set auto_explain.log_analyze = on; set auto_explain.log_timing = off; set client_min_messages = notice
"""
BY_KEYS = TOLD + "; set enable_seqscan = off"
GROWING = {("fact", name) for name in ("conversation", "contact_part", "order_event", "ticket_event", "survey", "tally", "mark",
                                       "target")} | {("rollup", "agent_period"), ("rollup", "dimension_period"), ("settled", "buyer")}
FEW = 50  # the ends of an index, or of a month
MUCH = 0.6  # of a roll-up: more than the days or agents asked for have of it
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


@pytest.mark.parametrize("kept", [False, True])
def test_views_are_read_by_keys(shop, kept):
    """Every view, by each condition, as each role: what it reads of the growing tables it finds by a key."""
    with contextlib.closing(shop.connect()) as session:
        rows(session, "insert into score.stale (since, until) values ('-infinity', 'infinity')")
        if kept:
            keep(session)
        most = most_of(session)
        rows(session, BY_KEYS)
        readings, found = list(readings_of(session)), {}
        for reading in readings:
            whole = {scan for plan in plans_of(session, lambda r=reading: read(session, r)) for scan in whole_scans(plan, most)}
            if whole:
                found[reading.name] = sorted(whole)
    assert len(readings) > 60 and not found, json.dumps(found, indent=1)


def test_a_whole_scan_is_seen(shop):
    """The test before looks at something: a condition that no key has reads everything, and so does one that leaves nothing out."""
    with contextlib.closing(shop.connect()) as session:
        most, month = most_of(session), months_of(session)[0]
        rows(session, BY_KEYS)
        for query in ("select count(*) from rollup.agent_period where received > 3", "select max(count) from fact.tally",
                      "select count(*) from rollup.agent_period where grain = 'day'",
                      "select sum(received) from rollup.agent_period where grain = 'day' and start < 'infinity'",
                      # who is there by a record alone on two days, by a join that passes on no range
                      "select count(*) from (select distinct f.grain, f.start, f.agent from fact.present f) p where p.grain = 'day'"
                      f" and p.start >= '{month}' and p.start < date '{month}' + 2 and not exists ("
                      "select from rollup.shown_period r where (r.grain, r.start, r.agent) = (p.grain, p.start, p.agent))"):
            (plan,) = plans_of(session, lambda q=query: rows(session, q))
            assert list(whole_scans(plan, most)), query


def test_kept_scores_are_looked_up(shop):
    """Who asks for an agent's scores sees those rows of what is kept, and nothing is made."""
    with contextlib.closing(shop.connect()) as session:
        keep(session)
        rows(session, BY_KEYS)
        agent, _ = somebody_of(session, months_of(session)[0])
        for view, table in (("score", "kept_result"), ("score_indicator", "kept_indicator")):
            plans = plans_of(session, lambda v=view: rows(session, f"select * from merit.{v} where agent = %s", agent))
            assert 0 < most_seen(plans, table) < FEW and most_seen(plans, "agent_period") < FEW, view
        for reading in readings_of(session):  # all months of one's own
            if reading.name in ("agent/own_score/agent", "agent/own_indicator/agent"):
                plans = plans_of(session, lambda r=reading: read(session, r))
                table = "kept_result" if "score" in reading.name else "kept_indicator"
                assert 0 < most_seen(plans, table) < FEW and most_seen(plans, "agent_period") < FEW, reading.name


def test_settling_compares_no_pairs(shop):
    """All contacts once more, which stay as they are: a join of what stays had been taken for one row, and all were compared
    with all."""
    with contextlib.closing(shop.connect()) as session:
        contacts = rows(session, "select count(*) from settled.contact")[0][0]
        rows(session, TOLD)
        rows(session, "begin")
        rows(session, "insert into ingest.dirty (customers, days) select array_agg(c.customer), array_agg(c.day) from settled.contact c")
        plans = plans_of(session, lambda: rows(session, "select * from settle.run((select as_of from settle.state), true)"))
        rows(session, "rollback")
    assert contacts > 2000 and len(plans) > 10
    assert most_seen(plans) < 20 * contacts


def test_a_close_sums_marks_once(shop):
    """Even before anybody analyzed a table: the planner expects one row of results, and had grouped the marks anew for each."""
    with contextlib.closing(shop.connect()) as session:
        rows(session, TOLD)
        rows(session, "begin")
        rows(session, "delete from pg_statistic")
        rows(session, "update pg_class set reltuples = -1, relpages = 0 where relkind = 'r' and relnamespace in "
                      "('fact'::regnamespace, 'score'::regnamespace, 'period'::regnamespace)")
        plans = plans_of(session, lambda: rows(
            session, "select count(*) from period.find_actions(%s, 0, 'shop-service', now())", f"{CLOSED}-01"))
        rows(session, "rollback")
    grouped = [node for plan in plans for node in nodes(plan) if node["Node Type"] == "Aggregate" and "Group Key" in node]
    assert most_seen(plans, "mark") > 20 and grouped
    assert all(node["Actual Loops"] == 1 for node in grouped), grouped


def keep(session):
    """What the daemon does with months that are left alone."""
    while rows(session, "select (period.keep('0')).month")[0][0]:
        pass


def plans_of(session, action):
    """How the server carried out what the action asks, each statement within functions too."""
    session.notices = collections.deque()  # of a list the driver keeps the last fifty
    action()
    plans = [json.loads(text[text.index("plan:\n") + 6:])["Plan"] for text in session.notices if "plan:\n" in text]
    assert plans, "the server tells no plan"
    return plans


def nodes(plan):
    yield plan
    for child in plan.get("Plans", []):
        yield from nodes(child)


def most_of(session):
    """How many rows of each roll-up a scan may see: a condition on a key may leave out nothing."""
    return {table: MUCH * rows(session, f"select count(*) from {'.'.join(table)}")[0][0] for table in GROWING if table[0] == "rollup"}


def whole_scans(node, most):
    """The scans below a node that read much of a growing table, and not by a selective condition on a key; or most of a roll-up."""
    for scan in nodes(node):
        table = (scan.get("Schema"), scan.get("Relation Name"))
        if table in GROWING and seen_by(scan) > FEW and (not chosen(scan) or seen_by(scan) > most.get(table, math.inf)):
            yield f"{scan['Node Type']} of {'.'.join(table)}: {seen_by(scan)} rows"


def seen_by(node):
    """How many rows a node saw: what it returned, and what it left out."""
    left_out = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Join Filter", 0)
    return (node["Actual Rows"] + left_out) * node["Actual Loops"]


def most_seen(plans, table=None):
    """The most rows that a node saw, or a scan of the table."""
    return max((seen_by(node) for plan in plans for node in nodes(plan) if table in (None, node.get("Relation Name"))), default=0)


def chosen(node):
    """Whether the scan finds its rows by a key."""
    keys = [node.get("Index Cond", "")] + [child.get("Index Cond", "") for child in node.get("Plans", [])]
    return any(f"{word} " in key for key in keys for word in SELECTIVE)
