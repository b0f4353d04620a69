"""A year of a shop closed month by month, with everything that can come in between (year_run), and what is left of it.

One year is a story in which each case occurs (year_shop.STORY); others are by chance, with quarters, half-years and years, `long` ones for two years. All
amounts, streaks, waived parts, actions and the chain are compared with an independent calculation after every step;
what was frozen, with the oracle and with scores by hand.
"""

import psycopg2
import pytest
from program import Meritd
from year_checks import day_of
from year_run import FROZEN, YearRun
from year_shop import MONTHS, TWO_YEARS, closing_instant, plan_of, story

SKIPPED, BEHIND_IT = "2025-09", "2025-10"
DAN_IN_OCTOBER = [f"u-dan-2025-10-{day}" for day in range(3)]
ROLES = ["meritd_ingest", "meritd_settle", "meritd_close", "merit_lead", "merit_agent", "merit_payroll",
         "merit_operator", "merit_reader"]
WRITTEN_ONCE = [*FROZEN, "period.closing", "period.skipped", "period.action", "period.action_change", "period.appeal",
                "period.appeal_decision", "pay.ledger", "pay.settlement", "post.message", "post.attempt"]


# ---- the story -------------------------------------------------------------------------------------


def first_months(run):
    """Opening with one agent, then three who share one rank; then three share the first place."""
    for month in ("2025-01", "2025-02", "2025-03"):
        run.month(month)
        run.settle(month)
    run.appeal("2025-03", "cid", "inquiry_conversion")
    assert not run.revise("2025-03")
    evidence = run.appeal("2025-03", "bea", "inquiry_conversion", ("credit", "ace-2025-03-0", "bea"))
    assert {("order", "bea-2025-03-5"), ("round", "bea-2025-03-5")} <= evidence
    assert run.revise("2025-03", crash="table")
    run.settle("2025-03")


def spring(run):
    """ace is first in April, May and June: a streak. One appeals too late."""
    for month in ("2025-04", "2025-05", "2025-06"):
        run.month(month)
        run.settle(month)
    run.now = closing_instant("2025-06").replace(day=18)
    late = run.run("appeal", "file", "--month", "2025-06", "--agent", "dan", "--indicator", "reply_rate",
                   "--reason", "x", status=1)
    assert "7 days" in late.stderr
    run.now = closing_instant("2025-06")
    run.act("2025-06")
    run.exclude("conversation", "dan-2025-06-0")
    assert run.revise("2025-06", crash="time")
    run.settle("2025-06")


def summer(run):
    """A test customer of May takes the ground from June's reward; August has three firsts running instead."""
    for month in ("2025-07", "2025-08"):
        run.month(month)
        run.settle(month)
    run.exclude("customer", "u-ace-2025-05-0")
    assert run.revise("2025-05")
    assert run.book.later_streaks("2025-05") == [("2025-06", "ace", 20000, 0), ("2025-08", "ace", 0, 20000)]
    line = run.database.value("select max(line) from pay.unreversed where period = '2025-06' and reason = 'first_streak'")
    assert "revise --month 2025-06" in run.run("ledger", "--reverse", line, "--reason", "x", status=1).stderr
    assert run.revise("2025-06") and run.revise("2025-08", crash="table")
    assert run.book.later_streaks("2025-05") == []
    for month in ("2025-05", "2025-06", "2025-08"):
        run.settle(month)


def autumn(run):
    """September is passed over; nobody's streak crosses it."""
    run.arrive(SKIPPED)
    run.month(BEHIND_IT, skip=[SKIPPED])
    run.settle(BEHIND_IT)
    run.include("conversation", "dan-2025-06-0")
    assert run.revise("2025-06", crash="time")
    run.settle("2025-06")


def winter(run):
    """With a minimum that penalties must not push pay below. December's reward of eve has lost its ground, but while it
    stands, the count goes on from there: January pays no other before a person reverses it and revises January. Without
    three customers dan is not ranked in October, and its review of post falls in December, until they count again."""
    run.set_minimum(3050_00)
    for month in ("2025-11", "2025-12"):
        run.month(month)
        run.settle(month)
    run.exclude("order", "eve-2025-10-3")
    for customer in DAN_IN_OCTOBER:
        run.exclude("customer", customer)
    assert run.revise("2025-10", crash="time")
    assert run.book.later_streaks("2025-10") == [("2025-12", "eve", 20000, 0)]
    run.settle("2025-10")
    run.month("2026-01")
    run.reverse_streak("2025-12", "eve")
    assert run.book.later_streaks("2025-10") == [("2026-01", "eve", 0, 20000)]
    assert run.revise("2026-01")
    run.month("2026-02")
    for month in ("2026-01", "2026-02"):
        run.settle(month)
    run.appeal("2026-02", "ace", "target_completion", ("order", "eve-2026-02-1"))
    assert run.revise("2026-02", crash="time")
    for customer in DAN_IN_OCTOBER:
        run.include("customer", customer)
    assert run.revise("2025-10")
    for month in ("2025-10", "2026-02"):
        run.settle(month)


@pytest.fixture(scope="module")
def year(postgres, templates, scratch, tmp_path_factory):
    """The story, told to its end."""
    database = postgres.createdb("year", templates())
    meritd = Meritd(database, scratch)
    run = YearRun(meritd, tmp_path_factory.mktemp("year"), seed=1, plan=story(), scope="shop")
    for part in (first_months, spring, summer, autumn, winter):
        part(run)
    yield run
    meritd.close()
    database.drop()


EXPECTED = """
    2025-03 0 ace first reward 3334
    2025-03 0 bea first reward 3333
    2025-03 0 cid first reward 3333
    2025-03 0 bob last penalty -5000
    2025-03 1 ace first reversal -3334
    2025-03 1 bea first reward 10000
    2025-06 0 ace first_streak reward 20000
    2025-06 1 ace first_streak reversal -20000
    2025-06 1 ace first_streak reward 20000
    2025-06 2 ace first_streak reversal -20000
    2025-08 1 ace first_streak reward 20000
    2025-12 0 ace first_streak reward 20000
    2025-12 0 eve first_streak reward 20000
    2025-12 0 eve first_streak reversal -20000
    2026-01 1 eve first_streak reward 20000
"""


def test_everything_occurred(year):
    """Else the story proves less than it says."""
    book = year.book
    lines = [" ".join(map(str, line.key)) + f" {line.cents}" for line in book.lines]
    assert not {"2025-01", "2025-02", SKIPPED} & {line.month for line in book.lines}
    assert [agent for agent, result in book.results["2025-01"].items() if result.rank] == ["ace"]
    assert [result.rank for result in book.results["2025-02"].values() if result.rank] == [1, 1, 1]
    assert not set(EXPECTED.strip().split("\n    ")) - set(lines)
    assert "2026-01 0 eve first_streak reward 20000" not in lines
    assert {line.kind for line in book.lines} == {"reward", "penalty", "waived", "reversal", "waived_reversal"}
    waived = [line.cents + line.about.cents for line in book.lines if line.kind == "waived"]
    assert 0 in waived and any(part < 0 for part in waived)  # whole, and in part
    assert {action for _, _, action in book.actions} == {"improvement_plan", "coaching", "review", "interview",
                                                         "review_of_post", "resignation_review"}
    assert {action.state for action in book.actions.values()} == {"open", "done", "waived"}
    assert {("2025-12", "dan", "review_of_post", *states) for states in (("open", "waived"), ("waived", "open"))} \
        <= set(year.later_actions)


def test_late_facts_drift(year):
    """What every closed month would be today, by the oracle; closed results are not touched by it."""
    sizes = {month: year.books.assert_drift(month, year.now) for month in ("2025-04", "2025-07", "2025-12")}
    assert all(sizes.values()), sizes


def test_a_month_passed_over_can_still_be_closed(year):
    """It stays passed over: it pays its first and last, and no streak crosses it."""
    words = ("close", "--month", SKIPPED, "--accept-warnings")
    assert "skipped" in year.run(*words, status=1).stderr
    year.run(*words, "--anyway", "--reason", "for the record")
    year.known[SKIPPED] = year.facts.decided()
    year.books.closed(SKIPPED, year.now)
    year.settle(SKIPPED)


# ---- what nobody may do ----------------------------------------------------------------------------


def refused(cursor, statement):
    """The SQLSTATE that it ends with."""
    cursor.execute("savepoint before")
    with pytest.raises(psycopg2.Error) as failure:
        cursor.execute(statement)
    cursor.execute("rollback to before")
    return failure.value.pgcode


@pytest.fixture
def session(year):
    session = year.database.connect()
    session.autocommit = False
    yield session.cursor()
    session.close()


def columns(cursor, table):
    cursor.execute("select attname from pg_attribute where attrelid = %s::regclass and attnum > 0 and not attisdropped "
                   "and attidentity = '' and attgenerated = ''", (table,))
    return [name for (name,) in cursor.fetchall()]


@pytest.mark.parametrize("role", ROLES)
def test_no_role_changes_a_closed_month(session, role):
    """insufficient_privilege, on every table and every column."""
    columns_of = {table: columns(session, table) for table in WRITTEN_ONCE}
    session.execute(f"set role {role}")
    for table, names in columns_of.items():
        statements = [f"update {table} set {name} = {name}" for name in names] + [
            f"delete from {table}", f"truncate {table} cascade", f"insert into {table} default values",
            f"alter table {table} disable trigger all", f"drop table {table} cascade"]
        codes = {statement: refused(session, statement) for statement in statements}
        assert codes == dict.fromkeys(statements, "42501")
    for call in ("pay.append('{}', 'me')", "period.freeze('2025-03-01', 9, 'shop-service', now(), 0)",
                 "period.close_now('2025-03-01', now(), true, true, true, 'x', 'me')"):
        assert refused(session, f"select {call}") == "42501"


@pytest.mark.parametrize("replication", ["origin", "replica"])
def test_nor_does_the_owner(session, replication):
    """object_not_in_prerequisite_state, by triggers that replication does not switch off."""
    session.execute(f"set session_replication_role = {replication}")
    for table in WRITTEN_ONCE:
        (name, *_) = columns(session, table)
        for statement in (f"update {table} set {name} = {name}", f"delete from {table}", f"truncate {table} cascade"):
            assert refused(session, statement) == "55000", statement
    session.execute("""insert into score.scheme select (jsonb_populate_record(s, '{"scheme": "mallory"}')).* from score.scheme s
                        where (s.scheme, s.version) = (select scheme, version from period.closing_scheme limit 1)""")
    for table in FROZEN:  # a row more, of a key that is not there: nobody of the year is called mallory
        other = '{"scheme": "mallory"}' if table == "period.closing_scheme" else '{"agent": "mallory"}'
        assert refused(session, f"insert into {table} select (jsonb_populate_record(t, '{other}')).* "
                                f"from {table} t limit 1") == "55000", table
    for month in MONTHS:
        assert refused(session, f"update pay.input set amount = 0 where month = '{day_of(month)}'") == "55000"


TAMPERING = [
    ("period.result", "update period.result set rank = rank + 1 where month = '2025-07-01' and agent = 'ace'"),
    ("period.indicator", "update period.indicator set points = 0 where month = '2025-07-01' and agent = 'bea'"),
    ("period.metric", "update period.metric set value = value + 1 where month = '2025-07-01' and metric = 'sales'"),
    ("period.metric", "delete from period.metric where month = '2025-07-01' and agent = 'bea'"),
    ("period.streak", "delete from period.streak where month = '2025-12-01'"),
    ("period.closing_scheme", "update period.closing_scheme set checksum = 'x' where month = '2025-07-01'"),
    ("pay.ledger", "update pay.ledger set amount = amount * 2 where line = 2"),
    ("pay.ledger", "update pay.ledger set agent = 'eve' where line = 5"),
    ("pay.ledger", "update pay.ledger set note = 'x', posted_by = 'y' where line = 3"),
    ("pay.ledger", "update pay.ledger set posted_at = posted_at - interval '1 us' where line = 3"),
    ("pay.ledger", "update pay.ledger set revision = revision + 7 where line = 4"),
    ("pay.ledger", "delete from pay.ledger where line = (select max(line) from pay.ledger)"),
]  # fmt: skip


def test_what_a_superuser_changed_shows(year, session):
    """Of the frozen rows by their hash, of the ledger by the chain; its end by the head that was written down."""
    head = year.books.chain()
    asked = "select (select count(*) from period.verify()) + (select count(*) from pay.verify_ledger(%s))"
    for table, statement in TAMPERING:
        session.execute("savepoint before")
        session.execute(f"alter table {table} disable trigger refuse_change")
        session.execute(statement)
        changed = session.rowcount
        session.execute(asked, (head,))
        assert changed and session.fetchone()[0] > 0, statement
        session.execute("rollback to before")
    session.execute(asked, (head,))
    assert session.fetchone() == (0,)
    assert head in year.run("verify", "--ledger", "--head", head).stdout


# ---- years by chance -------------------------------------------------------------------------------


def by_chance(run, months):
    """Nearly every month is closed, and every quarter, half-year and year; appeals, exclusions, revisions and reversals come as they fall."""
    for month in months:
        skip = run.random.random() < 0.08 and month != months[-1]
        if skip:
            run.arrive(month)
            continue
        run.month(month, crash=run.random.random() < 0.3, skip=passed_over(run, month))
        if run.book.results[month]:
            decide(run, month)
        run.close_terms(month)
    for month in sorted(run.book.results):
        if not run.settled(month):
            run.settle(month)


def passed_over(run, month):
    before = TWO_YEARS[:TWO_YEARS.index(month)]
    return [one for one in before if one not in run.book.results and one not in run.book.skipped]


def decide(run, month):
    chance = run.random.random
    if chance() < 0.7:
        run.settle(month)
    if chance() < 0.6:
        kind, reference = run.random.choice(run.facts.references(month) or [("order", None)])
        agent = run.random.choice(sorted(run.book.results[month]))
        if kind == "order" and reference and chance() < 0.5:
            run.appeal(month, agent, "target_completion", ("credit", reference, agent))
        elif reference and chance() < 0.7:
            run.appeal(month, agent, "target_completion", (kind, reference))
        else:
            run.appeal(month, agent, "target_completion")
    if chance() < 0.6:
        revised = run.random.choice(sorted(run.book.results))
        if run.revise(revised, crash=run.random.choice([None, "table", "time"])):
            correct_streaks(run, revised)


def correct_streaks(run, revised):
    for month, agent, paid, _ in run.book.later_streaks(revised):
        renewed = (month, run.book.revision[month], agent, "first_streak", "reversal")
        if paid and renewed not in {line.key for line in run.book.lines} and run.random.random() < 0.5:
            run.reverse_streak(month, agent)
        elif run.random.random() < 0.5:
            run.revise(month)


@pytest.mark.limit(900)
@pytest.mark.parametrize("seed, scope, months", [(2, "team", TWO_YEARS[:9])] + [
    pytest.param(seed, scope, TWO_YEARS, marks=pytest.mark.long) for seed in range(3, 9) for scope in ("shop", "team")])
def test_a_year_by_chance(new_meritd, tmp_path, seed, scope, months):
    """On a push, three quarters of one; long: two years, with their quarters and half-years (-m long -k 3-shop runs one)."""
    run = YearRun(new_meritd(), tmp_path, seed, plan_of(seed, months), scope)
    by_chance(run, months)
    drifted = run.random.choice(sorted(run.book.results))
    run.books.assert_drift(drifted, run.now)
    assert len({line.reason for line in run.book.lines}) >= 2
