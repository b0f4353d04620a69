"""A shop that an older version closed, paid and posted is migrated: nothing of it changes, all of it verifies, and its months go
on from there.

The sums are of tests/integration/version_5.sql: each agent has a target of 1000, so that 1000 sold are 100 points, 900 are 85, 800
are 70, 700 are 55. The first has 100.00, the last pays 100.00, two that share the last place 50.00 each.
"""

import hashlib
from datetime import date

import psycopg2
import pytest
from month_shop import behind
from processes import ROOT, wait_until
from program import Meritd

# What version 5 closed, settled and posted, and never may change.
KEPT = ["period.closing", "period.closing_scheme", "period.result", "period.indicator", "period.metric", "period.streak",
        "period.skipped", "period.action", "period.action_change", "period.appeal", "period.appeal_decision", "pay.ledger",
        "pay.input", "pay.settlement", "post.message", "post.outbox", "fact.exclusion"]
# A settlement names the person behind each account since.
MORE = {"pay.settlement": "jsonb_build_object('inputs', (select jsonb_agg(i - 'person' order by n)"
                          " from jsonb_array_elements(t.inputs) with ordinality x(i, n)))"}
# Roll-ups stood a row per measure and bucket; they stand a row per agent and period.
SUMS_WERE = ("select 'day', day::text, agent, measure, bucket, trim_scale(value) from rollup.agent_day union all"
             " select 'month', month::text, agent, measure, bucket, trim_scale(value) from rollup.agent_month order by 1, 2, 3, 4, 5")
SUMS_ARE = ("select grain, start::text, agent, measure, bucket, trim_scale(value) from rollup.measure where measure !~ '^orders_|repeat|^within'"
            " order by 1, 2, 3, 4, 5")
# 17 orders, all of them paid in time, two of them excluded, which was to be flagged.
ORDERS_ARE = "select grain, measure, sum(value) from rollup.measure where measure ~ '^orders_' group by 1, 2 order by 1, 2"
ORDERS = [(grain, *sums) for grain in ("day", "month")
          for sums in (("orders_created", 17), ("orders_flagged", 2), ("orders_paid", 15))]
# Every round was answered by its session's first response, within 30 s.
WITHIN_IS = "select grain, start::text, agent, value from rollup.measure where measure = 'within' and bucket = %s order by 1, 2, 3"
ANSWERED = "select grain, start::text, agent, value from rollup.measure where measure = 'answered_rounds' order by 1, 2, 3"
ROUNDS = ("select conversation, agent, day::text, customer_messages, agent_messages, first_customer_at, agent_first_at,"
          " agent_last_at, asked, waits_ms, unanswered, handed_over, carried_asked, counts_after::text"
          " from fact.contact_part order by 1, 2, 3")
MARCH_REVISED = ["mei first reward 100.00", "tao last penalty -100.00", "mei first_streak reward 200.00", "mei first reversal -100.00",
                 "tao last reversal 100.00", "mei first_streak reversal -200.00", "lan first reward 100.00",
                 "mei last penalty -100.00"]

# What version 51 had of the same names and other columns, or other parameters, and views that a shop made on what stays.
VIEWS_OF_51 = """
    create view ref.month as
    select m::date as month, to_char(m, 'YYYY-MM') as name, (m + interval '1 month')::date as ends
      from generate_series(timestamp '2000-01-01', timestamp '2100-12-01', interval '1 month') m;
    create view merit.agent_month_metric as
    select t.agent, m.month, t.metric, t.value from ref.month m join fact.target t on t.period = m.name;
    create function score.results(for_month date) returns table (scope text, agent text, scheme text, total numeric, grade text,
        rank integer, reached text, barred text, why text)
    language sql begin atomic select '', '', '', 0.0, '', 0, '', '', ''; end;
    create view merit.score as
    select m.month, r.scope, r.agent collate "C" as agent, r.scheme collate "C" as scheme, r.total, r.grade, r.rank, r.reached, r.barred, r.why
      from ref.month m cross join lateral score.results(m.month) r;
    create function merit.signatures() returns table (month date, revision integer, step text, signed_at timestamptz, signed_by text,
        counts boolean) language sql begin atomic select g.month, g.revision, g.step, g.signed_at, g.signed_by, true from period.signature g; end;
    create view merit.signature as select s.month, s.revision, s.step collate "C" as step, s.signed_at, s.signed_by, s.counts
      from merit.signatures() s;
    create view merit.posting as select m.month, m.revision, m.kind, o.receiver, o.key, o.state, o.attempts, o.next_at,
           null::timestamptz as attempted_at, null::text as outcome, null::text as answer, m.created_at, m.sequence, m.term
      from post.message m join post.outbox o on o.message = m.id;
    create function web.mark_labels(for_month date) returns table (mark text, indicator text, label text)
    language sql begin atomic select '', '', ''; end;
    create function rollup.pieces(of_whose text, of_grain text, of_start date, of_name text)
    returns table (name text, grain text, start date, agent text) language sql begin atomic select '', '', of_start, ''; end;
    create function settle.apply_buyers(purchases settled.buyer[], out lines rollup.line[])
    language sql begin atomic select '{}'::rollup.line[]; end;
    create view rollup.order_line as select o.order_id, o.created_day as day, o.credit as agent, 'orders_created' as measure, 1.0 as value
      from settled.orders o;
    create schema bi;
    create view bi.best as select * from merit.agent_month_metric;
    create view bi.months as select m.name from ref.month m;
    create view bi.total as select s.agent, s.total from merit.score s"""

WRITTEN_BY_11 = """
    insert into fact.exclusion_effect values (2, false, '2025-02-01', 'tao', 'metric', 'sales', '900.00', '0');
    insert into period.action_change (action, state, changed_at, changed_by, note)
    values (1, 'open', '2025-04-11Z', 'zhao', null), (4, 'waived', '2025-04-11Z', 'postgres', 'revision 1');
    insert into period.appeal (month, revision, agent, indicator, reason, filed_at, filed_by, login, filer)
    values ('2025-03-01', 0, 'lan', 'target_completion', 'unjust', '2025-04-11Z', 'lan', 'lan', 'lan')"""


def migrate_by_hand(database, versions):
    """What meritd migrate did when the newest version was the last of these, but for functions and views."""
    for path in sorted((ROOT / "sql/migrations").glob("*.sql")):
        version = int(path.name[:4])
        if version in versions:
            row = ("insert into ref.migration (version, name, checksum) values "
                   f"({version}, '{path.name}', '{hashlib.sha256(path.read_bytes()).hexdigest()}');")
            database.execute(f"begin; {path.read_text()}; {row} commit")


def columns(database, table):
    return [name for (name,) in database.rows("select attname from pg_attribute where attrelid = %s::regclass and attnum > 0 "
                                              "and not attisdropped", table)]


def content(database, shape):
    """Each row of each table as JSON of these columns."""
    return {table: sorted(row for (row,) in database.rows(
        "select (select jsonb_object_agg(c, j -> c) from unnest(%s) c)::text"
        f" from (select to_jsonb(t) || {MORE.get(table, 'jsonb_build_object()')} as j from {table} t) x", names))
        for table, names in shape.items()}


def varint(value):
    return bytes([value]) if value < 128 else bytes([value & 127 | 128]) + varint(value >> 7)


def stubs_of_format_1(customer, agent, asked, answered=None):
    """A question to the agent and the answer, if there is one, as programs before version 25 stored a conversation's events: the claim of the
    question (1 + kind 1, zigzag time, hash, customer), one agent, two stubs (time or distance, flags, agent, hash)."""
    question, reply = bytes(7) + b"\1", bytes(7) + b"\2"
    events = [varint(2 * asked) + b"\x41\1" + question]
    if answered:
        events.append(varint(answered - asked) + b"\x43\1" + reply)
    return (b"\1\2" + varint(2 * asked) + question + customer + b"\1" + varint(len(agent)) + agent.encode()
            + varint(len(events)) + b"".join(events))


def store_old_stubs(database):
    """Each conversation of version_5.sql has one part, of one question and its answer."""
    for name, customer, agent, asked, wait in database.rows(
            "select conversation, uuid_send(customer), agent, (extract(epoch from asked[1]) * 1000)::bigint, waits_ms[1]"
            "  from fact.contact_part"):
        database.execute("update fact.conversation set stubs = %s where conversation = %s",
                         psycopg2.Binary(stubs_of_format_1(bytes(customer), agent, asked, asked + wait)), name)


@pytest.fixture(params=[5, 11, 24])
def old(request, postgres, scratch):
    """A database of that version, with the months of version 5."""
    database = postgres.createdb(f"version_{request.param}")
    migrate_by_hand(database, range(1, 6))
    database.execute((ROOT / "tests/integration/version_5.sql").read_text())
    store_old_stubs(database)
    database.sums = database.rows(SUMS_WERE)
    migrate_by_hand(database, range(6, min(request.param, 11) + 1))
    if request.param >= 11:
        database.execute(WRITTEN_BY_11)
        migrate_by_hand(database, range(12, request.param + 1))
    yield database
    database.drop()


def lines(meritd, month):
    return [" ".join(map(str, row)) for row in meritd.database.rows(
        "select agent, reason, kind, amount from pay.ledger where period = %s order by line", month)]


def verified(meritd):
    meritd.run("verify", "--ledger")
    meritd.run("verify")


def test_closed_months_stay_and_go_on(old, scratch, tmp_path):
    shape = {table: columns(old, table) for table in KEPT}
    before = content(old, shape)
    rounds = old.rows(ROUNDS)
    assert old.sums and rounds and all(before.values())
    meritd = Meritd(old, scratch, shop_zone="UTC", kafka_topics="events")
    meritd.run("migrate")
    assert content(old, shape) == before
    assert old.rows(SUMS_ARE) == old.sums
    for place in (0, 1, 2, 4, 5, 6):  # 30, 60 and 180 s, of rounds and of first responses
        assert old.rows(WITHIN_IS, place) == old.rows(ANSWERED)
    assert old.rows(ORDERS_ARE) == ORDERS
    # The parts of conversations are found anew, by the rules of now, all of them.
    assert not old.rows("select * from ingest.renewal")
    assert old.rows(ROUNDS) == rounds
    assert old.rows("select distinct substr(stubs, 1, 1)::text, first_rounds from fact.conversation"
                    " join fact.contact_part using (conversation)") == [("\\x02", [1])]
    verified(meritd)
    # Revision 1 of February waived what it no longer asked for; whoever else wrote the same words is a person.
    assert old.rows("select action, month::text, revision from period.action_change where revision is not null") == [
        (7, "2025-02-01", 1)]
    # The minimum pay of then: 70 of January's 100 were borne, all of the commission; 80 of February's, 2080 less 2000.
    assert old.rows("select month::text, revision, minimum from pay.settlement order by 1, 2") == [
        ("2025-01-01", 0, None), ("2025-02-01", 0, 2000), ("2025-02-01", 1, 1500)]

    # January: a commission of 20 more is a correction, and waives 10.
    path = tmp_path / "late.csv"
    path.write_text("month,agent,input,amount\n2025-01,tao,own_commission,80.00\n")
    meritd.run("ledger", "--input", path, "--reason", "late")
    meritd.run("ledger", "--month", "2025-01", "--settle")
    assert lines(meritd, "2025-01")[3:] == ["tao2 last waived 30.00", "tao2 last waived_reversal -30.00",
                                            "tao2 last waived 10.00"]
    # March without mei's order of 1000, as the appeal wants: lan is first, mei last, and there is no third first.
    now = ("--now", behind("2025-04", days=7))
    meritd.run("revise", "--month", "2025-03", "--reason", "the appeal", *now)
    assert lines(meritd, "2025-03") == MARCH_REVISED
    # April: lan is first again, tao last.
    meritd.run("close", "--month", "2025-04", "--accept-warnings", *now)
    assert lines(meritd, "2025-04") == ["lan first reward 100.00", "tao last penalty -100.00"]
    verified(meritd)


def test_functions_whose_columns_changed_make_way(postgres, scratch):
    """Replacing a function does not give it other columns; whatever had some is dropped by a migration."""
    database = postgres.createdb("version_43")
    migrate_by_hand(database, range(1, 44))
    database.execute("create function score.ranked(score.point[], score.person[], boolean) returns table (agent text, team text, barred text,"
                     " why text, total numeric, rank integer) language sql begin atomic select '', '', '', '', 0.0, 0; end;"
                     "create function pay.payroll(date, boolean, integer) returns table (record text, employee text)"
                     " language sql begin atomic select '', ''; end")
    meritd = Meritd(database, scratch)
    meritd.run("migrate")
    verified(meritd)
    database.drop()


def test_views_of_the_shop_stay(postgres, scratch):
    """What a version need not drop, it replaces: what others made on our views reads the new ones afterwards."""
    database = postgres.createdb("version_51")
    migrate_by_hand(database, range(1, 52))
    database.execute(VIEWS_OF_51)
    meritd = Meritd(database, scratch)
    meritd.run("migrate")
    assert database.rows("select c.relname from pg_class c where c.relnamespace = 'bi'::regnamespace order by 1") == [
        ("best",), ("months",), ("total",)]
    database.execute("insert into fact.mark (hash, at, agent, indicator, period, rater, role, score, scale)"
                     " values (1, '2026-05-09Z', 'mei', 'skill', '2026-05', 'lan', 'lead', 40, 50)")
    assert database.rows("select * from bi.best where metric = 'mark:skill'") == [("mei", date(2026, 5, 1), "mark:skill", 80)]
    assert database.value("select count(*) from bi.months") == 101 * 12
    verified(meritd)
    database.drop()


# What version 60 had of both, as pay.hashed of then has it: the columns of a row in the journal, in the order of jsonb.
SIGNED_BY_60 = """
    insert into period.signature (month, revision, step, content, signed_at, signed_by, login, signer, amounts, agents, logins)
    values ('2025-05-01', 0, 'submit', 'c0ffee', '2025-06-02Z', 'ann', 'ann', null, null, '{ann}', '{ann}'),
           ('2025-05-01', 0, 'boss', 'c0ffee', '2025-06-03Z', 'ben', 'ben', 'boss', '[{"agent": "mei", "amount": 1, "reason": "first", "becomes": 1}]', '{ben}', '{ben}');
    insert into period.grade_evidence (month, agent, grade, evidence, who, happened_on, filed_at, filed_by, login)
    values ('2025-05-01', 'mei', '特优', 'a letter', 'lin', '2025-05-09', '2025-06-01Z', 'ann', 'ann'),
           ('2025-05-01', 'tao', '特优', 'a letter', null, null, '2025-06-01Z', 'ann', 'ann');
    insert into period.grade_evidence_end values (2, '2025-06-01Z', 'ann', 'a slip');
    create schema bi;
    create function merit.signatures() returns table (month date, revision integer, step text, signed_at timestamptz, signed_by text, counts boolean, signed_as text)
    language sql begin atomic select g.month, g.revision, g.step, g.signed_at, g.signed_by, true, g.signer from period.signature g; end;
    create view merit.signature as
    select s.month, s.revision, s.step collate "C" as step, s.signed_at, s.signed_by, s.counts, s.signed_as collate "C" as signed_as from merit.signatures() s;
    create function merit.seen_evidence() returns table (id bigint, month date, agent text, grade text, evidence text, who text, what text, happened_on date,
        filed_at timestamptz, filed_by text, withdrawn_at timestamptz, withdrawn_by text, withdrawn_because text)
    language sql begin atomic select e.id, e.month, e.agent, e.grade, e.evidence, e.who, e.what, e.happened_on, e.filed_at, e.filed_by, e.filed_at, '', ''
        from period.grade_evidence e; end;
    create view merit.grade_evidence as
    select e.id, e.month, e.agent collate "C" as agent, e.grade, e.evidence, e.who, e.what, e.happened_on, e.filed_at, e.filed_by, e.withdrawn_at,
           e.withdrawn_by, e.withdrawn_because from merit.seen_evidence() e;
    create view bi.signed as select s.month, s.step from merit.signature s;
    create view bi.shown as select e.month, e.agent from merit.grade_evidence e"""


def journal_of_60(database):
    """Writes the journal's entries of these rows, each hash calculated here."""
    database.execute("set timezone = 'UTC'")
    previous, number = "0" * 64, 0
    for table, version, columns, key in (("signature", 2, "id month revision step content signed_at signed_by login signer amounts agents logins", "id"),
                                         ("grade_evidence", 1, "id month agent grade evidence who what happened_on filed_at filed_by login", "id"),
                                         ("grade_evidence_end", 1, "evidence ended_at ended_by reason", "evidence")):
        for row_key, content in database.rows(f"select t.{key}::text, (select jsonb_object_agg(c, to_jsonb(t) -> c) from unnest(%s) c)::text"
                                              f" from period.{table} t order by t.{key}", columns.split()):
            number += 1
            entry = [number, f"period.{table}", version, row_key, hashlib.sha256(content.encode()).hexdigest(), previous]
            previous = hashlib.sha256(" ".join(map(str, entry)).encode()).hexdigest()
            database.execute("insert into pay.journal (entry, relation, version, key, content, prev_hash, hash) values (%s, %s, %s, %s, %s, %s, %s)",
                             *entry, previous)


def test_signatures_and_evidence_of_months_stay(postgres, scratch):
    """They are of a month afterwards, in the journal as they were, and the shop's views on them stay."""
    database = postgres.createdb("version_60")
    migrate_by_hand(database, range(1, 61))
    database.execute(SIGNED_BY_60)
    journal_of_60(database)
    meritd = Meritd(database, scratch)
    meritd.run("migrate")
    may = date(2025, 5, 1)
    assert database.rows("select month, period, step, signed_as, counts from merit.signature order by signed_at") == [
        (may, "2025-05", "submit", None, False), (may, "2025-05", "boss", "boss", False)]
    assert database.rows("select month, period, agent, withdrawn_because from merit.grade_evidence order by id") == [
        (may, "2025-05", "mei", None), (may, "2025-05", "tao", "a slip")]
    assert database.rows("select * from bi.signed order by step") == [(may, "boss"), (may, "submit")]
    assert database.rows("select * from bi.shown order by agent") == [(may, "mei"), (may, "tao")]
    assert database.rows("select * from pay.verify_journal()") == []
    verified(meritd)
    database.drop()


VIEWS_OF_60 = """
    create function merit.seen_appeals() returns table (id bigint, month date, revision integer, agent text, indicator text, reason text, filed_at timestamptz,
        filed_by text, state text, note text, decided_at timestamptz, decided_by text)
    language sql begin atomic select a.id, a.month, a.revision, a.agent, a.indicator, a.reason, a.filed_at, a.filed_by, '', '', a.filed_at, '' from period.appeal a; end;
    create view merit.appeal as
    select a.id, a.month, a.revision, a.agent collate "C" as agent, a.indicator collate "C" as indicator, a.reason, a.filed_at, a.filed_by, a.state, a.note,
           a.decided_at, a.decided_by from merit.seen_appeals() a;
    create function merit.exclusions() returns table (id bigint, kind text, reference text, credit_to text, reason text, evidence text, appeal bigint,
        excluded_at timestamptz, excluded_by text, ended_at timestamptz, ended_by text, ended_reason text, month date, agent text, changed text)
    language sql begin atomic select null::bigint, '', '', '', '', '', null::bigint, now(), '', now(), '', '', null::date, '', ''; end;
    create view merit.exclusion as select * from merit.exclusions();
    create function pay.statement_rows() returns table (month date, agent text, employee text, name text, place integer, item text, amount numeric,
        currency text, settled boolean, said text, accounts text[])
    language sql begin atomic select null::date, '', '', '', 0, '', 0.0, '', true, '', null::text[]; end;
    create view merit.pay_statement as
    select s.month, s.agent, s.employee, s.name, s.place, s.item, s.amount, s.currency, s.settled, s.said, s.accounts from pay.statement_rows() s;
    create schema bi;
    create view bi.appealed as select a.month, a.agent from merit.appeal a;
    create view bi.excluded as select e.month, e.agent from merit.exclusion e;
    create view bi.paid as select s.month, s.agent, s.amount from merit.pay_statement s;
    create role bi_reader;
    grant usage on schema merit to bi_reader;
    grant select on merit.appeal, merit.exclusion, merit.pay_statement to bi_reader;
    grant execute on function merit.seen_appeals() to bi_reader"""


def test_views_on_what_people_see_stay(postgres, scratch):
    """So do the rights on them that the shop granted. The old functions go, and the rights on them: as operations.md says."""
    database = postgres.createdb("version_60_seen")
    migrate_by_hand(database, range(1, 61))
    database.execute(VIEWS_OF_60)
    meritd = Meritd(database, scratch)
    meritd.run("migrate")
    for ours, others in (("appeal", "appealed"), ("exclusion", "excluded"), ("pay_statement", "paid")):
        assert database.rows(f"select * from bi.{others}") == []
        assert database.value("select has_table_privilege('bi_reader', %s, 'select')", f"merit.{ours}")
    assert database.rows("select p.oid::regprocedure::text from pg_proc p where p.proname in ('seen_appeals', 'exclusions', 'statement_rows') order by 1") == [
        ("merit.exclusions(text[])",), ("merit.seen_appeals(text[])",), ("pay.statement_rows(text[])",)]
    as_reader = "set role bi_reader; select count(*) from merit.appeal"
    with pytest.raises(psycopg2.errors.InsufficientPrivilege, match="seen_appeals"):
        database.execute(as_reader)
    database.execute("grant execute on function merit.seen_appeals(text[]) to bi_reader")
    assert database.value(as_reader) == 0
    database.execute("reset role")
    verified(meritd)
    database.execute("drop owned by bi_reader; drop role bi_reader")
    database.drop()


def version(database):
    return database.value("select max(version) from ref.migration")


def test_killed_anywhere_and_two_at_once(old, scratch):
    """Killed after some migrations, or while functions are written; then two go on, and take turns."""
    begun, newest = version(old), max(int(path.name[:4]) for path in (ROOT / "sql/migrations").glob("*.sql"))
    meritd = Meritd(old, scratch, shop_zone="UTC", kafka_topics="events")
    for reached in (begun + 1, begun + 3, (begun + newest) // 2, newest):
        migrate = meritd.start("migrate")
        wait_until(lambda: not migrate.running() or version(old) >= reached, 120, f"version {reached}")
        migrate.kill()
        wait_until(lambda: old.value("select count(*) from pg_stat_activity where datname = current_database() and "
                                     "backend_type = 'client backend' and pid <> pg_backend_pid()") == 0, 120, "its session ends")
    both = [meritd.start("migrate") for _ in range(2)]
    assert [migrate.wait() for migrate in both] == [0, 0], "\n".join(migrate.tail() for migrate in both)
    assert version(old) == newest and old.rows(SUMS_ARE) == old.sums
    verified(meritd)
    meritd.close()


@pytest.mark.parametrize("old", [5, 11], indirect=True)
def test_a_migration_that_ended_too_early_shows_no_empty_months(old):
    """Between its migrations and its views: who reads roll-ups is told to migrate."""
    old.execute("create view rollup.reader as select r.agent, r.value from rollup.agent_month r")
    assert old.rows("select * from rollup.reader")
    migrate_by_hand(old, range(old.value("select max(version) from ref.migration") + 1, 10000))
    with pytest.raises(psycopg2.Error, match="run meritd migrate"):
        old.rows("select * from rollup.reader")
    assert old.value("select count(*) from ingest.renewal") == 1  # and no month is final


def test_a_migration_that_ended_too_early_lets_nothing_settle(old):
    """Between its migrations and its functions: what an older version settled then, nobody would settle by the rules of now."""
    assert old.value("select to_regprocedure('settle.lock(boolean)') is not null")
    migrate_by_hand(old, range(version(old) + 1, 10000))
    assert old.value("select to_regprocedure('settle.lock(boolean)') is null")


@pytest.mark.parametrize("old", [5, 11], indirect=True)
def test_who_waits_still_waits(old, scratch):
    """Until version 18 an open round stood in its conversation, too; since then it is read from its part alone."""
    migrate_by_hand(old, range(old.value("select max(version) from ref.migration") + 1, 19))
    old.execute("""
        insert into fact.conversation (conversation, version, customer, stubs, last_agent, open_asked_at, open_agent, open_until)
        select 'open', x, x, '', 'mei', date_trunc('second', now()) - interval '1 hour', 'mei', now() + interval '23 hours' from gen_random_uuid() x;
        insert into fact.contact_part (customer, day, conversation, agent, counts_after, customer_messages, agent_messages, unanswered)
        select c.customer, (c.open_asked_at at time zone 'UTC')::date, c.conversation, c.open_agent, c.open_until, 0, 0,
               array[c.open_asked_at]
          from fact.conversation c where c.conversation = 'open'""")
    asked, customer, ms = old.rows("select open_asked_at, uuid_send(customer), (extract(epoch from open_asked_at) * 1000)::bigint"
                                   "  from fact.conversation where conversation = 'open'")[0]
    old.execute("update fact.conversation set stubs = %s where conversation = 'open'",
                psycopg2.Binary(stubs_of_format_1(bytes(customer), "mei", ms)))
    Meritd(old, scratch, shop_zone="UTC", kafka_topics="events").run("migrate")
    assert old.rows("select agent, conversation, asked_at from merit.waiting_now") == [("mei", "open", asked)]
