"""Logins with the roles of docs/roles.md and nothing else: what they can hold up, and what the machine can do without its
owner."""

import contextlib
import json
import os
from datetime import datetime, timedelta, timezone

import psycopg2
import pytest
from month_shop import JANUARY, JANUARY_LINES, SCHEMAS, january
from processes import ROOT
from program import Meritd

PEOPLE = ["merit_lead", "merit_agent", "merit_payroll", "merit_operator", "merit_reader"]
MODES = ["access share", "row share", "row exclusive", "share update exclusive", "share", "share row exclusive", "exclusive",
         "access exclusive"]
MIGRATING = 5283711069422  # the lock by which migrations take turns
ADVISORY = [5283711069421, MIGRATING]  # and once the settler's


@pytest.fixture
def login(shop):
    """login(role, …): a new login in these roles."""
    made = []

    def new(*roles):
        made.append(f"test_{os.urandom(4).hex()}")
        shop.database.execute(f"create role {made[-1]} login in role {', '.join(roles)}")
        return made[-1]

    yield new
    for name in made:
        shop.database.execute(f"drop owned by {name}; drop role {name}")


def session(shop, name):
    """A transaction of that login, which stays open."""
    server = shop.database.server
    return psycopg2.connect(host=str(server.folder), port=server.port.number, user=name, dbname=shop.database.name)


def take_everything(holder, relations):
    """Every lock that the session gets without waiting; how many."""
    cursor, taken = holder.cursor(), 0
    for key in ADVISORY:
        cursor.execute("select pg_advisory_lock(%s)", (key,))
    for statement in [f"lock table {relation} in {mode} mode nowait" for relation in relations for mode in MODES] + [
            f"select from {relation} for share nowait" for relation in relations]:
        cursor.execute("savepoint one")
        try:
            cursor.execute(statement)
            taken += 1
        except psycopg2.Error:
            cursor.execute("rollback to one")
    return taken


@pytest.mark.parametrize("role", PEOPLE)
def test_nobody_stops_settling_and_closing(shop, login, role):
    relations = [name for (name,) in shop.database.rows(
        "select oid::regclass::text from pg_class where relkind in ('r', 'v') and relnamespace::regnamespace::text = any (%s)",
        [*SCHEMAS, "merit"])]
    with contextlib.closing(session(shop, login(role))) as holder:
        assert take_everything(holder, relations) > 0
        shop.meritd.environment["PGOPTIONS"] = "-c lock_timeout=5s"
        shop.meritd.run("settle")
        shop.meritd.run("close", "--due")
        shop.meritd.run("revise", "--month", "2025-01", "--reason", "x")
        shop.meritd.run("rebuild", "--from", "2025-01-01", "--to", "2025-02-01")
        shop.meritd.run("verify")
    assert shop.database.value("select count(*) from period.closing") == 1


def test_the_settler_rebuilds(shop, login):
    """With meritd_settle alone."""
    shop.meritd.environment["PGUSER"] = login("meritd_settle")
    shop.meritd.run("rebuild", "--from", "2025-01-01", "--to", "2025-02-01")
    shop.meritd.run("verify")


def test_who_waits_is_told_for_whom(shop, login):
    name = login("meritd_settle")
    shop.meritd.environment["PGOPTIONS"] = "-c lock_timeout=1s"
    with contextlib.closing(session(shop, name)) as holder:
        holder.cursor().execute("set application_name = 'a hanging one'; select settle.lock(true)")
        shop.meritd.run("verify")  # waits for nobody
        shop.database.execute("update rollup.agent_period set overdue = overdue + 1 where grain = 'day'")  # for rebuild
        for words in (["close", "--due"], ["settle"], ["rebuild"]):
            told = shop.meritd.run(*words, status=1).stderr
            assert f"waited 1s for another one that settles or closes: {name} (pid {holder.info.backend_pid}, a hanging one" in told
            assert "pg_terminate_backend" in told
    shop.meritd.run("rebuild")
    shop.meritd.run("close", "--due")


def test_migrate_names_who_stops_it(shop, login):
    name = login("merit_reader")
    shop.meritd.environment["PGOPTIONS"] = "-c lock_timeout=1s"
    for held in (f"select pg_advisory_lock({MIGRATING})", "select count(*) from merit.shop_month_score"):
        with contextlib.closing(session(shop, name)) as holder:
            holder.cursor().execute(held)
            told = shop.meritd.run("migrate", status=1).stderr
            assert f"{name} (pid {holder.info.backend_pid}) holds locks" in told and "pg_terminate_backend" in told
    shop.meritd.run("migrate")


def test_an_open_transaction_is_ended(shop, login):
    """The database's own settings reach every login; one that is there already stays."""
    shop.meritd.run("migrate")
    with contextlib.closing(session(shop, login("merit_reader"))) as reader:
        cursor = reader.cursor()
        cursor.execute("select current_setting('idle_in_transaction_session_timeout'), current_setting('statement_timeout'),"
                       " current_setting('jit')")
        assert cursor.fetchone() == ("1min", "10min", "off")
    shop.database.execute(f'alter database "{shop.database.name}" set statement_timeout = \'1h\'')
    shop.meritd.run("migrate")
    with contextlib.closing(session(shop, login("merit_reader"))) as reader:
        cursor = reader.cursor()
        cursor.execute("select current_setting('statement_timeout')")
        assert cursor.fetchone() == ("1h",)


def test_who_has_the_months_end_and_does_nothing_is_ended(shop, login):
    """Whatever the session was set to before."""
    with contextlib.closing(session(shop, login("meritd_close"))) as closer:
        cursor = closer.cursor()
        cursor.execute("set idle_in_transaction_session_timeout = 0; select period.close('2025-01-01', dry_run => true)")
        cursor.execute("show idle_in_transaction_session_timeout")
        assert cursor.fetchone() == ("1min",)


def test_an_appeal_under_way_stops_nothing(shop, login):
    """It takes no lock that its filer could keep, and is in the journal all the same, once it is there."""
    name = login("merit_agent")
    shop.database.execute(f"insert into ref.login values ('{name}', 'lan')")
    shop.meritd.run("close", "--due")
    with contextlib.closing(session(shop, name)) as filer:
        filer.cursor().execute("select period.appeal_file('2025-01-01', 'lan', 'target_completion', 'unjust')")
        shop.meritd.environment["PGOPTIONS"] = "-c lock_timeout=5s"
        shop.meritd.run("settings", "set", "month.appeal_days=8")
        shop.meritd.run("revise", "--month", "2025-01", "--reason", "x")
        filer.commit()
    shop.database.execute("select period.appeal_decide((select max(id) from period.appeal), false, 'no')")
    shop.meritd.run("verify", "--ledger")
    assert shop.database.value("select count(*) from pay.journal where relation = 'period.appeal'") == 1


# ---- leads and agents --------------------------------------------------------------------------------


def test_leads_and_agents_see_their_own_by_the_same_commands(shop, login):
    """score, explain and appeal: agents of themselves, leads of their teams; of others not even that they are there."""
    for agent, team in (("mei", "east"), ("lan", "east"), ("tao", "west")):
        shop.staff(agent, team=team, **({"lead": "zhao"} if team == "east" else {}))
    logins = {"mei": login("merit_agent"), "zhao": login("merit_lead"), None: login("merit_agent")}
    for agent in ("mei", "zhao"):
        shop.database.execute("insert into ref.login (login, agent) values (%s, %s)", logins[agent], agent)
    month = ("--month", "2025-01")

    def ask(meritd, *words):
        return json.loads(meritd.run(*words, *month, "--format", "json").stdout)
    everybody = {row["agent"]: row for row in ask(shop.meritd, "score")}
    assert set(everybody) == set(JANUARY)
    explained = {agent: ask(shop.meritd, "explain", "--agent", agent) for agent in JANUARY}
    shop.close("2025-01", "--accept-warnings")
    for agent, seen in (("mei", {"mei"}), ("zhao", {"mei", "lan"}), (None, set())):
        meritd = Meritd(shop.database, shop.folder, shop_zone="UTC")
        meritd.environment.update(PGUSER=logins[agent], PGOPTIONS="")  # by the clock
        assert {row["agent"]: row for row in ask(meritd, "score")} == {other: everybody[other] for other in seen}
        assert bool(seen) != ("nobody is scored" in meritd.run("score", *month).stderr)
        frozen = {row["agent"]: row for row in ask(meritd, "score", "--closed")}
        assert {other: (row["total"], row["rank"], row["grade"]) for other, row in frozen.items()} == {
            other: tuple(everybody[other][key] for key in ("total", "rank", "grade")) for other in seen}
        for other in JANUARY:
            sheet = ("sheet", "--agent", other, "--year", "2025", "--format", "json")
            if other in seen:
                assert [(row["period"], row["closed"], row["total"], row["amount"]) for row in json.loads(meritd.run(*sheet).stdout)] == [
                    ("2025-01", True, everybody[other]["total"], 100 if other == "mei" else None),
                    *((term, False, everybody[other]["total"], None) for term in ("2025-Q1", "2025-H1", "2025"))]
            else:
                assert f"there is no agent {other}" in meritd.run(*sheet, status=2).stderr
        if agent == "mei":
            assert "2025-01" in meritd.run("sheet", "--year", "2025").stdout and "--closed" in meritd.run("score", *month, "--revision", "1", status=2).stderr
            assert "no scores of that year" in meritd.run("sheet", "--year", "2020").stderr
            assert "is it closed" in meritd.run("score", *month, "--closed", "--revision", "1").stderr
        elif not seen:
            assert "--agent says whose sheet" in meritd.run("sheet", status=2).stderr
        for other in JANUARY:
            if other in seen:
                assert f"{other}-2025-01" in meritd.run("explain", *month, "--agent", other).stdout
                shown = ask(meritd, "explain", "--agent", other)
                assert shown["orders"] and shown["rounds"] and shown == explained[other]
            else:
                refused = meritd.run("explain", *month, "--agent", other, status=2)
                assert f"there is no agent {other} in 2025-01" in refused.stderr and not refused.stdout
        assert "west" not in meritd.run("score", *month, "--team", "wets", status=2).stderr
        refused = meritd.run("appeal", "file", *month, "--agent", "tao", "--indicator", "target_completion", "--reason", "x", status=1)
        assert "tao" in refused.stderr and "no appeals" in meritd.run("appeal", "list").stderr


def test_who_waits_is_told_to_whom_it_concerns(shop, login):
    """waiting: agents their own customers, leads those of their teams, operators everybody; in both languages."""
    for agent, team in (("mei", "east"), ("lan", "east"), ("tao", "west")):
        shop.staff(agent, team=team, **({"lead": "zhao"} if team == "east" else {}))
    asked = datetime(2025, 1, 20, 10, tzinfo=timezone.utc)
    shop.write([shop.event("chat.message", asked + timedelta(minutes=minutes), conversation=f"c-{agent}-2025-01", customer=f"buyer-{agent}-2025-01",
                           agent=agent, **{"from": "customer"}) for agent, minutes in (("mei", 0), ("lan", 4), ("tao", 8))])
    logins = {"mei": login("merit_agent"), "zhao": login("merit_lead"), "tao": login("merit_agent"), None: login("merit_operator")}
    for agent in ("mei", "zhao", "tao"):
        shop.database.execute("insert into ref.login (login, agent) values (%s, %s)", logins[agent], agent)
    now = (asked + timedelta(minutes=9)).isoformat()
    for agent, waits in (("mei", {"mei": 540}), ("zhao", {"mei": 540, "lan": 300}), ("tao", {"tao": 60}), (None, {"mei": 540, "lan": 300, "tao": 60})):
        meritd = Meritd(shop.database, shop.folder, shop_zone="UTC")
        meritd.environment.update(PGUSER=logins[agent], PGOPTIONS="")
        rows = json.loads(meritd.run("waiting", "--now", now, "--format", "json").stdout)
        assert {row["agent"]: row["wait_seconds"] for row in rows} == waits and not any(row["after_answer"] for row in rows)
        assert {row["agent"] for row in rows if row["slow"]} == {name for name, seconds in waits.items() if seconds > 100}
        told = meritd.run("waiting", "--now", now).stdout
        assert all((f"c-{name}-2025-01" in told) == (name in waits) for name in JANUARY)
        assert "nobody waits" in meritd.run("waiting").stderr  # by now they were given up
        meritd.environment["PGOPTIONS"] = "-c merit.language=zh"
        assert meritd.run("waiting", "--now", now).stdout.startswith("客服") and "没有顾客在等待" in meritd.run("waiting").stderr
        refused = meritd.run("waiting", "--now", now, "--team", "west", status=0 if "tao" in waits else 1)
        assert ("c-tao" in refused.stdout) == ("tao" in waits)
    meritd = Meritd(shop.database, shop.folder, shop_zone="UTC")
    meritd.environment.update(PGUSER=login("merit_payroll"), PGOPTIONS="")
    assert "it is for merit_agent" in meritd.run("waiting", status=1).stderr


def test_targets_are_seen_and_set_by_whom_they_concern(shop, login):
    shop.staff("mei", team="east", lead="zhao")
    logins = {"mei": login("merit_agent"), "zhao": login("merit_lead")}
    target = ("targets", "set", "--month", "2025-01", "--metric", "sales", "--value", 1500, "--agent")
    for agent, name in logins.items():
        shop.database.execute("insert into ref.login (login, agent) values (%s, %s)", name, agent)
        meritd = Meritd(shop.database, shop.folder, shop_zone="UTC")
        meritd.environment.update(PGUSER=name, PGOPTIONS="")
        listed = json.loads(meritd.run("targets", "list", "--month", "2025-01", "--format", "json").stdout)
        assert [row["agent"] for row in listed] == ["mei"]
        assert f'{name} sets no target for "tao"' in meritd.run(*target, "tao", status=1).stderr or agent == "mei"
        refused = meritd.run(*target, "mei", status=None)
        assert ("it is for merit_lead" in refused.stderr, refused.returncode) == (agent == "mei", 1 if agent == "mei" else 0)
    assert shop.database.value("select t.value from fact.last_target t where t.agent = 'mei' and t.metric = 'sales'") == 1500


# ---- without the owner -----------------------------------------------------------------------------


@pytest.fixture
def owned(postgres, scratch, tmp_path):
    """A shop whose owner neither logs in nor creates roles, and the login of what runs every day, as docs/operations.md makes
    them."""
    name = f"owned_{os.urandom(4).hex()}"
    database = postgres.createdb(name)
    database.execute((ROOT / "sql/roles/create.sql").read_text())
    database.execute(f"create role {name}_owner nologin; alter database {name} owner to {name}_owner;"
                     f"create role {name}_daily login in role meritd_ingest, meritd_settle, meritd_close")
    meritd = Meritd(database, scratch, shop_zone="UTC")
    meritd.environment["PGOPTIONS"] = f"-c role={name}_owner"
    assert "role" not in meritd.run("migrate").stderr
    meritd.environment.update(PGUSER=f"{name}_daily", PGOPTIONS="")
    yield january(meritd, tmp_path)
    meritd.close()
    database.execute(f"drop owned by {name}_daily; drop role {name}_daily")
    database.drop()
    postgres.connect("postgres").cursor().execute(f"drop role {name}_owner")


def test_what_runs_every_day_owns_nothing(owned):
    """January's events were replayed by it; it settles, closes, posts and verifies, and may not do what the owner does."""
    run = owned.meritd.run
    run("settle")
    run("verify")
    run("rebuild", "--from", "2025-01-01", "--to", "2025-02-01")
    run("close", "--month", "2025-01", "--accept-warnings")
    assert owned.lines("2025-01") == JANUARY_LINES
    for words in (["post", "--wait", "1s"], ["post", "list"], ["score", "--month", "2025-01"], ["status"], ["verify", "--ledger"],
                  ["revise", "--month", "2025-01", "--reason", "x", "--dry-run"], ["dead-letters", "list"]):
        run(*words)
    checked = run("check", status=3)  # there is no Kafka
    assert "meritd_ingest, meritd_settle, meritd_close\n" in checked.stdout
    assert all(line.startswith("kafka.") for line in checked.stderr.splitlines()), checked.stderr
    for words in (["migrate"], ["rules", "set", "refund.days=3"]):
        assert run(*words, status=1).stderr
    daily = owned.meritd.environment["PGUSER"]
    assert owned.database.value("select count(*) from pg_shdepend d join pg_roles r on r.oid = d.refobjid "
                                "where d.deptype = 'o' and r.rolname = %s", daily) == 0
    assert owned.database.rows("select rolcreaterole, rolsuper from pg_roles where rolname in (%s, "
                               "(select nspowner::regrole::text from pg_namespace where nspname = 'pay'))",
                               daily) == [(False, False)] * 2
