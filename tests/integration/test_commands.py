"""Every command as a script or a person meets it: exit status, messages, formats, refusals."""

import contextlib
import csv
import io
import json
import os
import subprocess
from datetime import date, datetime, timedelta, timezone

import psycopg2
import pytest
from checks import PRESENT, SHOP, assert_shows, expect, stream_lines, write_lines
from processes import ROOT
from program import Meritd

COMMANDS = ("ingest replay migrate check scheme settle verify rebuild hours people rules settings score sheet explain waiting status dead-letters "
            "close sign revise ledger appeal exclude include retain forget marks actions post generate").split()
MONTH_END = "2026-10-01T00:00:00+08:00"
NOW = datetime(2026, 10, 5, tzinfo=timezone.utc)


@pytest.fixture
def empty(postgres, scratch):
    """The program on a database that nobody has migrated."""
    name = f"bare_{os.urandom(4).hex()}"
    meritd = Meritd(postgres.createdb(name), scratch)
    yield meritd
    meritd.close()
    meritd.database.drop()


@pytest.fixture
def small(new_meritd, tmp_path):
    """A shop of 600 events in September."""
    meritd = new_meritd()
    path = tmp_path / "small.ndjson"
    meritd.run("generate", "--seed", 2, "--events", 600, "--days", 20, "--end", MONTH_END, "-o", path)
    meritd.run("replay", path, "--now", NOW.isoformat())
    return meritd


# ---- usage -----------------------------------------------------------------------------------------


@pytest.mark.quick
def test_help_and_version(empty):
    everything = empty.run("--help").stdout
    for command in COMMANDS:
        assert command in everything
        assert command in empty.run(command, "--help").stdout
    assert empty.run("--version").stdout.startswith("meritd ")


@pytest.mark.parametrize("words", [
    [], ["nonsense"], ["--nonsense"], ["replay"], ["migrate", "now"], ["score"], ["score", "--month", "2026-13"],
    ["score", "--month"], ["explain", "--month", "2026-09"], ["verify", "--from", "yesterday"],
    ["status", "--format", "xml"], ["dead-letters"], ["dead-letters", "show"], ["rules"], ["rules", "set"],
    ["hours"], ["hours", "load", "x"], ["rules", "set", "order.by"], ["settle", "--now", "soon"], ["settle", "--config"],
    ["generate", "--events", "many"], ["ingest", "--until-end=1"]], ids=" ".join)
def test_wrong_usage(meritd, words):
    done = meritd.run(*words, status=2)
    assert done.stderr and not done.stdout


@pytest.mark.quick
def test_wrong_configuration_is_reported_at_once(empty, tmp_path):
    """Each fault with its file or variable, its member, what it is, and what would be right."""
    config = tmp_path / "wrong.json"
    config.write_text('{\n  // a comment\n  "shop": {"zone": 5, "currency": "euro"},\n'
                      '  "ingest": {"cache_mib": 1, "cash": true},\n  "kafka": {"on_gap": "jump"}\n}\n')
    done = empty.run("status", "--config", config, status=2, shop_cutover="25:00", settle_interval_ms="often",
                     shop_colour="red", kakfa_topics="orders")
    assert "MERITD_KAKFA_TOPICS: names no option; MERITD_KAFKA_TOPICS does" in done.stderr
    for name in ("shop.zone", "shop.currency", "ingest.cache_mib", "ingest.cash", "kafka.on_gap",
                 "MERITD_SHOP_CUTOVER", "MERITD_SETTLE_INTERVAL_MS", "MERITD_SHOP_COLOUR"):
        assert name in done.stderr, done.stderr
    for detail in (str(config), "euro", "jump", "stop", "25:00", "often"):
        assert detail in done.stderr, done.stderr
    for text, told in (("{", "JSON"), ('{"shop": []}', "shop"), ("[]", "object")):
        config.write_text(text)
        assert told in empty.run("check", "--config", config, status=2).stderr
    assert "nowhere.json" in empty.run("status", "--config", tmp_path / "nowhere.json", status=2).stderr


@pytest.mark.quick
def test_the_shipped_configuration_is_the_default_one(empty):
    shipped = empty.run("--print-config", "--config", ROOT / "config/meritd.json").stdout
    built_in = empty.run("--print-config").stdout

    def values(text):
        return [line.split("//")[0].rstrip() for line in text.splitlines() if not line.startswith("//")]
    assert values(shipped) == values(built_in)


def test_unreachable_servers(new_meritd, scratch, tmp_path):
    meritd = new_meritd(kafka_topics="t", kafka_bootstrap_servers="127.0.0.1:1")
    path = write_lines(tmp_path / "a.ndjson", [])
    of_kafka = [meritd.start("ingest", "--until-end"),  # these two try for half a minute
                meritd.start("generate", "--events", "10", "--kafka", "127.0.0.1:1", "--topic", "t")]
    away = Meritd(meritd.database, scratch)
    away.environment["PGPORT"] = "1"
    for command in (["migrate"], ["settle"], ["verify"], ["rebuild"], ["rules", "show"], ["status"],
                    ["score", "--month", "2026-09"], ["explain", "--agent", "a", "--month", "2026-09"],
                    ["dead-letters", "list"], ["replay", path]):
        done = away.run(*command, status=3)
        assert "cannot connect" in done.stderr
    for one_shot in of_kafka:
        assert one_shot.wait() == 3 and "127.0.0.1:1" in one_shot.text()


# ---- migrate ---------------------------------------------------------------------------------------


@pytest.mark.quick
def test_migrate(empty):
    """Everything before it is refused with what to do; twice is once."""
    for command in (["status"], ["settle"], ["score", "--month", "2026-09"]):
        assert "meritd migrate" in empty.run(*command, status=1).stderr
    empty.run("migrate")
    schema = "select version, name, checksum from ref.migration order by version"
    first = empty.database.rows(schema)
    files = sorted(path.name for path in (ROOT / "sql/migrations").glob("*.sql"))
    assert [name for _, name, _ in first] == files
    empty.run("migrate")
    assert empty.database.rows(schema) == first
    assert empty.database.rows("select scheme, count(*) from score.scheme group by 1") == [("shop-service", 1)]
    assert json.loads(empty.run("status", "--format", "json").stdout)["schema_version"] == int(files[-1][:4])


def test_migrate_twice_at_once(empty):
    daemons = [empty.start("migrate") for _ in range(3)]
    assert [daemon.wait() for daemon in daemons] == [0, 0, 0]
    assert empty.database.value("select count(*) from ref.migration") == len(
        list((ROOT / "sql/migrations").glob("*.sql")))


OURS = """select n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)
            from pg_proc p join pg_namespace n on n.oid = p.pronamespace
           where n.nspname !~ '^(pg_.*|information_schema|public)$'
          union all
          select schemaname, viewname, 'view' from pg_views where schemaname !~ '^(pg_.*|information_schema|public)$'
          order by 1, 2, 3"""


def test_migrate_removes_what_left_the_source(empty):
    """Old functions, old signatures and old views go, whatever they need of each other; others' things stay."""
    database = empty.database
    empty.run("migrate")
    ours = database.rows(OURS)
    database.execute("create function score.before(month date) returns integer language sql as 'select 1'")
    database.execute("create view merit.before as select score.before(current_date) as before")
    database.execute("create function ref.before_that(b merit.before) returns integer language sql as 'select 1'")
    database.execute("create function score.standing(month date) returns integer language sql as 'select 1'")
    database.execute("create function public.theirs() returns integer language sql as 'select 1'")
    empty.run("migrate")
    assert database.rows(OURS) == ours
    assert database.value("select public.theirs()") == 1
    database.execute("create view merit.before as select 1 as before")
    database.execute("create view public.their_view as select * from merit.before")
    told = empty.run("migrate", status=1).stderr
    assert "merit.before" in told and "their_view" in told
    database.execute("drop view public.their_view")
    empty.run("migrate")
    with pytest.raises(psycopg2.Error, match="only meritd migrate"):
        database.execute("select ref.drop_leftovers()")
    assert database.rows(OURS) == ours


def test_migrate_refuses(small):
    """A changed checksum, a newer schema, another shop: and changes nothing."""
    database = small.database
    for change, undo, told in (
            ("update ref.migration set checksum = 'x' where version = 2",
             "update ref.migration set checksum = %s where version = 2", "0002"),
            ("insert into ref.migration (version, name, checksum) values (9999, '9999_later.sql', 'x')",
             "delete from ref.migration where version = 9999", "9999")):
        checksum = database.value("select checksum from ref.migration where version = 2")
        database.execute(change)
        assert told in small.run("migrate", status=1).stderr
        database.execute(undo, *([checksum] if "%s" in undo else []))
    shop = database.rows("select * from ref.shop")
    for name, value in (("shop_zone", "UTC"), ("shop_cutover", "04:30"), ("shop_currency", "EUR")):
        for command in ("migrate", "settle"):
            done = small.run(command, status=1, **{name: value})
            assert name.replace("_", ".") in done.stderr and value in done.stderr
    assert database.rows("select * from ref.shop") == shop
    small.run("migrate")


# ---- rules -----------------------------------------------------------------------------------------


@pytest.mark.quick
def test_rules(meritd, tmp_path):
    """Set all or none, from a month on; once there are events, all but what has shaped them."""
    def shown(*options):
        rows = json.loads(meritd.run("rules", "show", "--format", "json", *options).stdout)
        return {row["key"]: row["value"] for row in rows}
    defaults = {"session.idle_hours": "24", "order.judge": "order", "order.by": "latest", "order.window_days": "2",
                "order.pay_days": "7", "sales.net": "no", "refund.days": "15", "response.from": "question",
                "response.cap_seconds": "600", "response.within": "30,60,180",
                "response.slow_seconds": "40", "response.unanswered": "omit", "round.trailing": "count",
                "ticket.clock": "elapsed", "ticket.reopen_days": "15", "ticket.complaint_days": "6"}
    assert shown() == defaults
    done = meritd.run("rules", "set", "order.by=rounds", "refund.days=-1", "colour=red", status=None)
    assert done.returncode in (1, 2) and "refund.days" in done.stderr and "colour" in done.stderr
    assert shown() == defaults
    meritd.run("rules", "set", "order.by=rounds", "refund.days=3", "sales.net=yes")
    assert shown() == {**defaults, "order.by": "rounds", "refund.days": "3", "sales.net": "yes"}
    assert "order.window_days" in meritd.run("rules", "show").stdout
    line = b'{"specversion":"1.0","id":"1","source":"/s","type":"tally.recorded","time":"2026-09-01T00:00:00Z",' \
           b'"data":{"agent":"a","kind":"late","count":1}}'
    meritd.run("replay", write_lines(tmp_path / "one.ndjson", [line]))
    assert meritd.run("rules", "set", "session.idle_hours=9", status=1).stderr
    assert meritd.run("rules", "set", "--from", "2026-09", "order.by=nobody", status=2).stderr
    assert shown("--month", "2026-09")["order.by"] == "rounds"
    told = meritd.run("rules", "set", "--from", "2026-09", "order.by=latest").stderr
    assert "2026-08 and later are calculated again" in told and "hold until" not in told
    told = meritd.run("verify", "--from", "2026-07-01", "--to", "2026-10-01").stderr
    assert "2026-08 and later are being calculated again and were left out" in told and "0 differences, 2026-07-01 to 2026-08-01" in told
    assert shown("--month", "2026-08")["order.by"] == "rounds" and shown("--month", "2026-09")["order.by"] == "latest"
    assert "recalculating" in meritd.run("status").stdout
    assert json.loads(meritd.run("status", "--format", "json").stdout)["recalculating"]["since"] == "2026-08"
    meritd.run("settle")
    assert "recalculating" not in meritd.run("status").stdout
    done = meritd.run("rules", "set", "--format", "json", "order.by=rounds", "refund.days=4")
    assert "hold until 2026-09" in done.stderr
    assert {row["key"]: row["value"] for row in json.loads(done.stdout)}["refund.days"] == "4"
    assert shown("--month", "2026-09")["refund.days"] == "3"
    history = json.loads(meritd.run("rules", "history", "--format", "json").stdout)
    assert [(row["from"], row["rules"]) for row in history] == [
        ("2000-01", "order.by=rounds refund.days=3 sales.net=yes"), ("2026-09", "order.by=latest"),
        ("2000-01", "order.by=rounds refund.days=4")]


@pytest.mark.parametrize("end", [0, -1], ids=["lowest", "highest"])
def test_every_command_with_rules_at_their_ends(meritd, tmp_path, end):
    rules = json.loads(meritd.run("rules", "show", "--format", "json").stdout)
    ends = {rule["key"]: rule["allowed"].removeprefix("up to 4 of ").replace(" … ", ", ").split(", ")[end] for rule in rules}
    meritd.run("rules", "set", *map("=".join, ends.items()))
    path = tmp_path / "small.ndjson"
    meritd.run("generate", "--seed", 2, "--events", 600, "--days", 20, "--end", MONTH_END, "-o", path)
    meritd.run("replay", path, "--now", NOW.isoformat())
    later = ("--now", "2027-12-31T00:00:00Z")  # when the longest look-ahead is over
    meritd.run("settle", *later)
    agent = json.loads(meritd.run("score", "--month", "2026-09", "--format", "json", *later).stdout)[0]["agent"]
    for words in (("explain", "--agent", agent, "--month", "2026-09"), ("status",), ("dead-letters", "list"),
                  ("verify",), ("rebuild", "--from", "2026-09-01", "--to", "2026-10-01"), ("verify",)):
        meritd.run(*words)
    meritd.run("close", "--month", "2026-09", "--accept-warnings", "--anyway", "--reason", "x", "--dry-run", *later)
    assert "closed" in meritd.run("close", "--month", "2026-09", "--accept-warnings", "--anyway", "--reason", "x", *later).stdout
    meritd.run("verify", "--ledger")


# ---- settle, verify, rebuild -----------------------------------------------------------------------

TAMPERING = [
    "update settled.contact set agent_messages = agent_messages + 1 where agent_messages > 0",
    "delete from settled.orders where order_id in (select order_id from settled.orders limit 5)",
    "update settled.buyer set amount = amount + 1",
    "update rollup.agent_period set customer_messages = customer_messages + 1 where grain = 'day'",
    "delete from rollup.agent_period where grain = 'month' and gross_sales > 0",
    "insert into rollup.agent_period (grain, start, agent, received) values ('month', '2026-09-01', 'nobody', 1)",
]


def test_verify_finds_tampering_and_rebuild_mends(small):
    def metrics():
        return small.database.rows("select * from merit.agent_month_metric order by 1, 2, 3")
    right = metrics()
    small.run("verify")
    for change in TAMPERING:
        small.database.execute(change)
        found = json.loads(small.run("verify", "--from", "2026-09-01", "--to", "2026-10-02",
                                     "--format", "json", status=1).stdout)
        assert found and {"object", "key", "column", "stored", "fresh"} <= found[0].keys(), change
        assert found[0]["object"] in change or "rollup" in found[0]["object"]
        small.run("rebuild", "--from", "2026-09-01", "--to", "2026-10-02")
        small.run("verify", "--from", "2026-09-01", "--to", "2026-10-02")
        assert metrics() == right
    assert small.database.value("select count(*) from rollup.verify('2026-01-01', '2027-01-01')") == 0


def test_rebuild_makes_what_it_touches_anew(small):
    """An order that counts on other days than the one asked for: those are made anew with it."""
    order, day = small.database.rows(
        "select order_id, created_day::text from settled.orders where paid_day > created_day and credit is not null limit 1")[0]
    small.database.execute("update settled.orders set payment_amounts[1] = payment_amounts[1] + 100 where order_id = %s", order)
    small.run("rebuild", "--from", day, "--to", str(date.fromisoformat(day) + timedelta(days=1)))
    small.run("verify")


def test_rebuild_of_what_is_right_waits_for_nobody(small):
    """Not for the settler's lock either, which somebody keeps."""
    with contextlib.closing(small.database.connect()) as keeper:
        keeper.cursor().execute("begin; lock table settle.state in share update exclusive mode")
        told = small.run("rebuild", "--from", "2026-09-05", "--to", "2026-09-08", timeout=240).stderr
    assert [line.split(": ")[1] for line in told.splitlines()] == ["2026-09-05, 1 of 3", "2026-09-06, 2 of 3", "2026-09-07, 3 of 3"]


def test_verify_without_days_sees_everything(small):
    for change in TAMPERING:
        small.database.execute(change)
        small.run("verify", status=1)
        small.run("rebuild")
        small.run("verify")


def test_verify_of_a_live_shop_sees_no_work_that_is_left(small, tmp_path):
    """While events come in, there is no difference; what was tampered with is found."""
    path = tmp_path / "more.ndjson"
    small.run("generate", "--seed", 3, "--events", 20000, "--days", 20, "--end", MONTH_END, "-o", path)
    replay = small.start("replay", str(path), "--now", NOW.isoformat())
    replay.wait_until(lambda: small.database.value("select count(*) from ingest.dirty") > 0, what="work is left")
    verified = 0
    while replay.process.poll() is None:
        small.run("verify")
        verified += 1
    assert replay.wait() == 0 and verified > 0
    small.database.execute(TAMPERING[0])
    small.run("verify", status=1)


def test_settle_waits_for_another_settler(small):
    """It does not leave before its own work is done, whoever holds the lock meanwhile."""
    holder = small.database.connect()
    holder.autocommit = False
    holder.cursor().execute("select settle.lock(true)")
    settling = small.start("settle", "--now", "2026-10-09T00:00:00Z")
    waits = ("select count(*) from pg_stat_activity where datname = current_database() "
             "and wait_event_type = 'Lock'")
    settling.wait_until(lambda: small.database.value(waits) == 1, what="it waits for the lock")
    holder.rollback()
    holder.close()
    assert settling.wait() == 0
    assert small.database.value("select as_of = '2026-10-09T00:00:00Z' from settle.state")


# ---- what people read ------------------------------------------------------------------------------


@pytest.mark.quick
def test_status(small, tmp_path):
    small.run("replay", write_lines(tmp_path / "bad.ndjson", [b"{", b"{}"]), "--now", NOW.isoformat())
    found = json.loads(small.run("status", "--format", "json").stdout)
    assert found["dirty"] == 0 and found["positions"] == []
    assert found["dead_letters"] == {"total": 2, "by_reason": {"not_json": 1, "not_cloudevent": 1}}
    assert datetime.fromisoformat(found["as_of"]) == NOW
    assert any("customer" in warning for warning in found["warnings"])  # the published key
    text = small.run("status").stdout
    assert "not_json" in text and "2026-09" in text


def test_customer_key(new_meritd, tmp_path):
    """With a key of one's own the pseudonyms are others, and the warning is gone; another key is refused."""
    lines, seen = stream_lines("key", 10), []
    path = write_lines(tmp_path / "a.ndjson", lines)
    for secret in (None, b"one secret, long enough to keep!", b"another secret, as long as that!"):
        settings = {"shop_id": SHOP}
        if secret:
            key = tmp_path / f"key{len(seen)}"
            key.write_bytes(secret)
            key.chmod(0o600)
            settings["shop_customer_key_file"] = key
        meritd = new_meritd(**settings)
        meritd.run("replay", path, "--now", PRESENT.isoformat())
        assert_shows(meritd.database, expect(lines))
        seen.append({row for row in meritd.database.rows("select customer from settled.buyer")})
        warnings = json.loads(meritd.run("status", "--format", "json").stdout)["warnings"]
        assert bool(secret) != any("customer" in warning for warning in warnings)
    assert not (seen[0] & seen[1] or seen[1] & seen[2]) and all(seen)
    key.write_bytes(b"a third secret that nobody knows")
    assert "customer key" in meritd.run("replay", path, status=1).stderr


@pytest.mark.quick
def test_formats(small):
    now = ("--now", NOW.isoformat())
    score = ("score", "--month", "2026-09", *now)
    rows = json.loads(small.run(*score, "--format", "json").stdout)
    parsed = list(csv.DictReader(io.StringIO(small.run(*score, "--format", "csv").stdout)))
    assert [row["agent"] for row in rows] == [row["agent"] for row in parsed] and len(rows) > 5
    assert [row["agent"] in small.run(*score).stdout for row in rows[:3]] == [True] * 3
    team = next(row["team"] for row in rows if row["team"])
    of_team = json.loads(small.run(*score, "--team", team, "--format", "json").stdout)
    assert {row["agent"] for row in of_team} == {row["agent"] for row in rows if row["team"] == team}
    assert "2026-09" in small.run("score", "--month", "2020-01", "--format", "json", status=2).stderr


@pytest.mark.quick
def test_what_if(small, tmp_path):
    """Today's ranking beside another one, which nothing is left of; files are read, and refused."""
    def asked(*options, status=0):
        return small.run("score", "--month", "2026-09", "--now", NOW.isoformat(), "--format", "json", *options, status=status)
    today = {row["agent"]: row for row in json.loads(asked().stdout)}
    hours = tmp_path / "hours.json"
    hours.write_text('{"shop": {"weekly": {"mon": ["09:00-10:00"]}}}')
    same = json.loads(asked("--with", "order.window_days=2").stdout)
    assert {row["agent"]: (row["rank"], row["total"], row["other_rank"], row["other_total"]) for row in same} == {
        agent: (row["rank"], row["total"]) * 2 for agent, row in today.items()}
    other = json.loads(asked("--with", "order.window_days=5 sales.net=yes", "--with-hours", hours).stdout)
    assert {row["agent"]: row["total"] for row in other} == {agent: row["total"] for agent, row in today.items()}
    assert any(row["moved"] for row in other)
    for words in (("--team", "nosuch"), ("--scheme", "nosuch")):
        assert "nosuch in 2026-09" in asked("--with", "order.window_days=2", *words, status=2).stderr
    draft = tmp_path / "draft.json"
    draft.write_text('{"scheme": "fresh"}')
    assert "scheme $.indicators" in asked("--with-scheme", draft, "--scheme", "fresh", status=1).stderr
    assert "sales.net" in asked("--with", "sales.net=maybe", status=1).stderr
    assert "scheme $.indicators" in asked("--with-scheme", hours, status=1).stderr
    assert {row["agent"]: row for row in json.loads(asked().stdout)} == today


@pytest.mark.quick
@pytest.mark.parametrize("words", [["replay"], ["scheme", "check"], ["scheme", "load"], ["post", "receivers"],
                                   ["ledger", "--month", "2026-09", "--input"]], ids=" ".join)
def test_a_file_that_cannot_be_read_is_a_failure(small, tmp_path, words):
    """Not wrong usage: README's table. Whoever names it, and a folder as well."""
    for path, told in ((tmp_path / "nowhere", "No such file"), (tmp_path, "folder")):
        done = small.run(*words, path, status=1)
        assert str(path) in done.stderr and told in done.stderr and not done.stdout, done.stderr


@pytest.mark.quick
def test_a_daemon_that_is_refused_at_its_start_has_read_nothing(small):
    done = small.run("ingest", status=1, shop_currency="EUR", kafka_bootstrap_servers="127.0.0.1:1", kafka_topics="t")
    last = done.stderr.splitlines()[-1]
    assert "stopped: failed: " in last and "EUR" in done.stderr and last.endswith("; nothing was read"), done.stderr


# ---- replay ----------------------------------------------------------------------------------------


@pytest.mark.quick
def test_replay_of_what_cannot_be_read(meritd, tmp_path):
    """What stood before the fault is written and settled all the same or again later: nothing is half."""
    lines = stream_lines("cut", 20)
    whole = write_lines(tmp_path / "whole.ndjson.gz", lines)
    cut = tmp_path / "cut.ndjson.gz"
    cut.write_bytes(whole.read_bytes()[:-2000])
    assert "nowhere" in meritd.run("replay", tmp_path / "nowhere", status=1).stderr
    assert str(tmp_path) in meritd.run("replay", tmp_path, status=1).stderr
    assert "cut.ndjson.gz" in meritd.run("replay", cut, "--now", PRESENT.isoformat(), status=1).stderr
    meritd.run("replay", whole, "--now", PRESENT.isoformat())
    assert_shows(meritd.database, expect(lines, shop=None))


@pytest.mark.asan
def test_ids_near_the_limits(new_meritd, tmp_path):
    """128 bytes in every place where there is an id; wide characters; a file name that needs quoting."""
    wide = "客" * 42
    lines = []
    for number, (kind, data) in enumerate([
            ("chat.message", {"conversation": wide, "customer": "x" * 128, "from": "customer", "agent": wide}),
            ("chat.message", {"conversation": wide, "customer": "x" * 128, "from": "agent", "agent": wide}),
            ("order.created", {"order": "o" * 128, "customer": "x" * 128, "amount": "999999999999.99"}),
            ("order.paid", {"order": "o" * 128, "amount": "999999999999.99"}),
            ("ticket.created", {"ticket": "t" * 128, "agent": wide, "category": "complaint"}),
            ("survey.answered", {"rating": 1, "scale": 2**53 - 1, "order": "o" * 128})]):
        lines.append(json.dumps({"specversion": "1.0", "id": f"{number}".ljust(256, "i"), "source": "s" * 256,
                                 "type": kind, "time": f"2025-03-01T10:00:0{number}Z", "data": data}).encode())
    meritd = new_meritd()
    meritd.run("replay", write_lines(tmp_path / "it's \"odd\".ndjson", lines), "--now", PRESENT.isoformat())
    assert_shows(meritd.database, expect(lines, shop=None))


# ---- generate --------------------------------------------------------------------------------------


@pytest.mark.quick
def test_generate_follows_from_its_seed(empty):
    generate = ("generate", "--events", 500, "--days", 9, "--end", MONTH_END)
    first = empty.run(*generate, "--seed", 1).stdout
    assert empty.run(*generate, "--seed", 1).stdout == first
    assert empty.run(*generate, "--seed", 2).stdout != first
    assert len(first.splitlines()) == 500


@pytest.mark.quick
@pytest.mark.asan
def test_generate_into_replay(meritd, tmp_path):
    """2,000 events with duplicates, disorder and bad ones come to the same numbers as the good ones alone."""
    generate = ("generate", "--seed", 8, "--events", 2000, "--days", 25, "--end", MONTH_END)
    good = meritd.run(*generate).stdout
    mixed = tmp_path / "mixed.ndjson"
    meritd.run(*generate, "--duplicates", "0.2", "--disorder", "all", "--bad", "0.05", "-o", mixed)
    with open(mixed, "rb") as pipe:
        done = subprocess.run([meritd.binary, "replay", "-", "--now", NOW.isoformat()], stdin=pipe,
                              env=meritd.environment, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0 and "rejected" in done.stdout
    result = expect(good.encode().splitlines(), NOW, shop=None, received_at=NOW)
    assert result.events == 2000 and not result.rejected
    assert_shows(meritd.database, result, NOW)
    rejected = expect(mixed.read_bytes().split(b"\n"), NOW, shop=None, received_at=NOW).rejected
    assert sorted(reason for _, reason in rejected) == sorted(
        reason for (reason,) in meritd.database.rows("select reason from ingest.dead_letter"))


def test_generate_into_kafka(new_meritd, kafka):
    topic = kafka.create_topic(partitions=4)
    meritd = new_meritd(kafka, kafka_topics=topic)
    generate = ("generate", "--seed", 9, "--events", 1500, "--days", 25, "--end", MONTH_END)
    meritd.run(*generate, "--kafka", kafka.bootstrap, "--topic", topic, "--duplicates", "0.1")
    meritd.run("ingest", "--until-end", "--now", NOW.isoformat())
    good = meritd.run(*generate).stdout.encode().splitlines()
    assert_shows(meritd.database, expect(good, NOW, shop=None, received_at=NOW), NOW)
