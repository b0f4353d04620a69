"""Two sessions at the month's end at once: whatever they do, and wherever the first one stands when the second begins.

A session is stopped where it first touches a table, which a third one holds, or at one of its writes, by a trigger; then
the second starts, and both are let go. What comes out must be what one after the other would have made of it, in one order or
the other; and what was frozen must fit together, whatever arrived meanwhile.
"""

import contextlib
import itertools
import json
import threading
from decimal import Decimal

import psycopg2
import pytest
from month_shop import SCHEMAS, behind, january, scheme
from processes import wait_until

MONTHS = ("2025-01", "2025-02", "2025-03")
NOW = behind("2025-04", days=7)

# What may happen at a month's end. January is revisable (an order was excluded since), March has a streak's reward.
OPERATIONS = {
    "close": "period.close('2025-04-01', accept_warnings => true)",
    "revise": "period.revise('2025-01-01', 'a test order')",
    "settle": "pay.settle_pay('2025-01-01')",
    "set_input": """pay.set_input('[{"month": "2025-01", "agent": "tao", "input": "own_commission", "amount": "45.00"},
                    {"month": "2025-01", "agent": "lan", "input": "own_commission", "amount": "0"}]', reason => 'late')""",
    "reverse_streak": "pay.reverse_streak((select min(line) from pay.ledger where reason = 'first_streak'), 'no ground')",
    "exclude": "fact.exclude('order', 'lan-2025-03', 'a test')",
    "correct": """pay.settle_pay('2025-01-01'), pay.set_input('[{"month": "2025-01", "agent": "tao2", "input": "own_commission",
                  "amount": "25.00"}]', reason => 'a contract was late'), pay.settle_pay('2025-01-01')""",
    "include": "fact.include((select min(id) from fact.exclusion), 'it was none')",
    "appeal_file": "period.appeal_file('2025-01-01', 'tao', 'target_completion', 'unjust')",
    "appeal_decide": """period.appeal_decide((select min(id) from period.appeal), true, 'granted',
                        '[{"kind": "order", "reference": "lan-2025-01", "evidence": "seen"}]')""",
    "action_set": """period.action_set((select min(id) from period.action where agent = 'tao' and action = 'coaching'),
                     'done', 'talked')""",
    "set_settings": "period.set_settings('{pay.minimum=2000,month.action_days=3}')",
    "queue": "post.queue('2025-02-01')",
    "claim": "(select count(*) from post.claim('me', 2))",
}
MONEY = ["settle", "revise", "close", "set_input", "exclude", "correct"]
STOPS = ["period.month_end", "settle.state", "ingest.dirty", "pay.input", "period.closing", "period.metric", "fact.exclusion",
         "period.result", "pay.ledger", "pay.settlement", "period.action", "post.message", "post.outbox"]

# A session that has set halt.at = 3 waits at its third write while another one holds the advisory lock 1.
HALT = """
create function halt() returns trigger language plpgsql as $$
declare
    writes text := coalesce(nullif(current_setting('halt.writes', true), '')::integer, 0) + 1;
begin
    perform set_config('halt.writes', writes, false);
    if writes = current_setting('halt.at', true) then
        perform pg_advisory_lock_shared(1), pg_advisory_unlock_shared(1);
    end if;
    return null;
end $$"""

# What is left behind, without the clock, numbers that a transaction uses up which is rolled back, and what follows from them.
OUTCOME = {
    "ledger": "select period, revision, agent, reason, kind, amount, "
              "(select concat_ws(' ', o.period, o.revision, o.agent, o.reason, o.kind) from pay.ledger o "
              "  where o.line = coalesce(l.reverses, l.waives)) from pay.ledger l",
    "closings": "select month, revision, scheme, regexp_replace(accepted::text, '\\\\t[0-9]+\\\\t', ' ', 'g'), "
                "cardinality(exclusions) from period.closing",
    "results": "select month, revision, agent, total, rank, place, grade, graded, evidence from period.result",
    "terms": "select c.term, c.revision, p.part, p.part_revision from period.term_closing c join period.term_part p using (term, revision)",
    "term_results": "select term, revision, agent, total, rank, grade, graded, evidence from period.term_result",
    "signatures": "select month, term, revision, step, login from period.signature",
    "withdrawn": "select evidence, reason from period.grade_evidence_end",
    "settlements": "select month, term, revision, correction, minimum, inputs from pay.settlement",
    "inputs": "select month, agent, input, amount, reason from pay.input",
    "actions": "select month, revision, agent, action, due, state from merit.action",
    "exclusions": "select kind, reference, ended_at is null from fact.exclusion",
    "decisions": "select accepted from period.appeal_decision",
    "appeals": "select month, revision, agent from period.appeal",
    "settings": "select scheme, appeal_days, action_days, minimum_pay from period.setting",
    "postings": "select m.month, m.revision, o.receiver, o.state, o.attempts from post.message m "
                "left join post.outbox o on o.message = m.id",
}


@pytest.fixture(scope="module")
def template(postgres, templates, scratch):
    """The name of a database with three closed months, an exclusion since, an appeal and payroll's input."""
    from program import Meritd  # as conftest makes it, but kept for the module

    name = "race_template"
    database = postgres.createdb(name, templates(shop_zone="UTC"))
    meritd = Meritd(database, scratch, shop_zone="UTC")
    folder = scratch / "races"
    folder.mkdir()
    shop = january(meritd, folder)
    for month in ("2025-02", "2025-03", "2025-04"):
        shop.month(month, {"mei": 1000, "lan": 900, "tao": 700})
    for month in MONTHS:
        shop.close(month)
    meritd.make_clerk()
    session = opened(database)
    for statement in (
            "post.set_receivers('[{\"receiver\": \"archive\", \"kind\": \"file\", \"folder\": \"/tmp/x\"}]')",
            "fact.exclude('order', 'mei-2025-01', 'a test')",
            "period.set_settings('{month.appeal_days=365}')",
            "set_config('merit.now', '%s', false)" % behind("2025-01", days=8),
            "post.queue('2025-01-01')",
            "set_config('session_authorization', 'clerk', false)",  # who files an appeal never decides it
            "period.appeal_file('2025-01-01', 'lan', 'target_completion', 'unjust')",
            "set_config('session_authorization', 'postgres', false)",
            "set_config('merit.now', '%s', false)" % NOW,
            "pay.set_input('%s')" % json.dumps([
                {"month": "2025-01", "agent": agent, "input": name, "amount": amount}
                for agent, amount in (("tao", "30.00"), ("tao2", "20.00"))
                for name in ("own_commission", "shared_commission")])):
        session.cursor().execute(f"select {statement}")
    session.cursor().execute(HALT)
    for (table,) in database.rows("select schemaname || '.' || tablename from pg_tables where schemaname = any (%s)", SCHEMAS):
        session.cursor().execute(f"create trigger halt before insert or update or delete on {table} "
                                 "for each statement execute function halt()")
    session.close()
    meritd.close()
    database.close()
    yield name
    database.drop()


def opened(database):
    session = database.connect()
    session.cursor().execute(f"set merit.now = '{NOW}'")
    return session


_numbers = itertools.count(1)


@contextlib.contextmanager
def copy_of(postgres, template):
    database = postgres.createdb(f"race_{next(_numbers)}", template)
    try:
        yield database
    finally:
        database.drop()


def perform(session, operation):
    """The SQLSTATE of its refusal, or None."""
    try:
        session.cursor().execute(f"select {OPERATIONS.get(operation, operation)}")
        return None
    except psycopg2.Error as error:
        return error.pgcode


def outcome(cursor):
    def rows(statement):
        cursor.execute(statement)
        return sorted(map(repr, cursor.fetchall()))

    return {what: rows(statement) for what, statement in OUTCOME.items()}


@contextlib.contextmanager
def rolled_back(database):
    """A session whose transaction is never committed."""
    with contextlib.closing(opened(database)) as session:
        session.autocommit = False
        yield session


_serial = {}  # order of two operations -> what one_after_the_other says of the template's copies: the same each time


def one_after_the_other(database, *operations):
    """([(operation, refusal)] in order of name, what is left)."""
    with rolled_back(database) as session:
        refusals = []
        for operation in operations:
            session.cursor().execute("savepoint operation")
            refusals.append((operation, perform(session, operation)))
            session.cursor().execute("rollback to operation" if refusals[-1][1] else "release operation")
        return sorted(refusals, key=str), outcome(session.cursor())


class Worker(threading.Thread):
    """An operation in a session of its own. halt_at: which of its writes waits for the lock of HALT."""

    def __init__(self, database, operation, halt_at=None):
        super().__init__(daemon=True)
        self.operation, self.refusal, self.session = operation, None, opened(database)
        self.session.cursor().execute("select set_config('halt.at', %s, false)", (str(halt_at),))
        self.pid = self.session.get_backend_pid()
        self.start()

    def run(self):
        self.refusal = perform(self.session, self.operation)

    def stands(self, database):
        """It waits for a lock, or is done."""
        return not self.is_alive() or database.value(
            "select wait_event_type = 'Lock' from pg_stat_activity where pid = %s", self.pid)

    def end(self):
        self.join(60)
        assert not self.is_alive(), f"{self.operation} does not end"
        self.session.close()
        return self.refusal


def at_once(database, first, second, stop):
    """The same of both at once, the first stopped at a table or write when the second begins; kept."""
    with rolled_back(database) as holder:
        holder.cursor().execute("select pg_advisory_xact_lock(1)" if isinstance(stop, int)
                                else f"lock table {stop} in access exclusive mode")
        workers = []
        for operation, halt_at in ((first, stop if isinstance(stop, int) else None), (second, None)):
            workers.append(Worker(database, operation, halt_at))
            wait_until(lambda: workers[-1].stands(database), what=f"{operation} stands")
    refusals = sorted(((worker.operation, worker.end()) for worker in workers), key=str)
    with contextlib.closing(opened(database)) as session:
        return refusals, outcome(session.cursor())


def assert_like_one_after_the_other(postgres, template, first, second, stop):
    with copy_of(postgres, template) as database:
        orders = (first, second), (second, first)
        for order in orders:
            if order not in _serial:
                _serial[order] = one_after_the_other(database, *order)
        serial = [_serial[order] for order in orders]
        found = at_once(database, first, second, stop)
        if found not in serial:
            refusals, left = found
            wrong = {what: (serial[0][1][what], serial[1][1][what], rows) for what, rows in left.items()
                     if rows not in (serial[0][1][what], serial[1][1][what])}
            pytest.fail(f"{first} at {stop}, {second}: {refusals}, not {serial[0][0]} nor {serial[1][0]}; {wrong or left}")
        assert database.rows("select * from pay.verify_ledger()") == []
        assert database.rows("select * from period.verify()") == []
        assert standing_without_ground(database) == []


def standing_without_ground(database):
    """Waivers that stand without their penalty, or are more than it."""
    return database.rows("select w.line from pay.unreversed w left join pay.unreversed p on p.line = w.waives "
                         "where w.kind = 'waived' group by w.line, p.line, p.amount "
                         "having p.line is null or sum(w.amount) > -p.amount")


QUICK = [("settle", "revise"), ("revise", "settle"), ("settle", "set_input"), ("set_input", "settle"), ("settle", "settle")]


@pytest.mark.parametrize("first, second", QUICK, ids=["-".join(pair) for pair in QUICK])
def test_money_is_settled_once(postgres, template, first, second):
    """A waiver that a settlement writes while a revision reverses its penalty, a commission that changes meanwhile."""
    for stop in ("period.month_end", "pay.input", "pay.ledger", "pay.settlement", "post.message"):
        assert_like_one_after_the_other(postgres, template, first, second, stop)


def test_each_alone(postgres, template):
    """Each does something when it is alone: else no race is one."""
    with copy_of(postgres, template) as database:
        before = one_after_the_other(database)
        for operation in OPERATIONS:
            refusals, left = one_after_the_other(database, operation)
            assert refusals == [(operation, None)] and left != before[1], operation


def stops_of(database, operation):
    """All tables that it locks, and the numbers of its writes."""
    with rolled_back(database) as session:
        cursor = session.cursor()
        assert perform(session, operation) is None
        cursor.execute("select current_setting('halt.writes')::integer")
        ((writes,),) = cursor.fetchall()
        cursor.execute("select distinct c.oid::regclass::text from pg_locks l join pg_class c on c.oid = l.relation "
                       "where l.pid = pg_backend_pid() and c.relkind = 'r' and c.relnamespace::regnamespace::text = any (%s) "
                       "order by 1", (SCHEMAS,))
        return [table for table, in cursor.fetchall()] + list(range(1, writes + 1))


SAMPLE = 61  # one race in this many; no multiple of 2 or 3, so that each of MONEY has its turn


@pytest.mark.limit(1800)
@pytest.mark.parametrize("every", [SAMPLE, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize("first", MONEY)
def test_money_is_stopped_everywhere(postgres, template, first, every):
    """Beside every other that moves money, at every table and every write of the first."""
    with copy_of(postgres, template) as database:
        stops = stops_of(database, first)
    races = list(itertools.product(stops, MONEY))
    for stop, second in races[MONEY.index(first) % every::every]:
        assert_like_one_after_the_other(postgres, template, first, second, stop)


def is_sampled(first, second):
    """One order of each two operations, so that each comes first beside half of the others."""
    i, j = list(OPERATIONS).index(first), list(OPERATIONS).index(second)
    return (j >= i) == ((i + j) % 2 == 0)


@pytest.mark.parametrize("all_orders", [False, pytest.param(True, marks=pytest.mark.long)])
@pytest.mark.limit(300)
@pytest.mark.parametrize("first", OPERATIONS)
def test_any_two_at_once(postgres, template, first, all_orders):
    """Every operation beside every other, at one stop after the other."""
    stops = itertools.cycle(STOPS[list(OPERATIONS).index(first):] + STOPS[:list(OPERATIONS).index(first)])
    for second in OPERATIONS:
        stop = next(stops)
        if all_orders or is_sampled(first, second):
            assert_like_one_after_the_other(postgres, template, first, second, stop)


CLOSE_TERM = "period.close_term('2025-Q1', accept_warnings => true)"


SETTLE_TERM = "period.close_term('2025-Q1', accept_warnings => true), pay.settle_term('2025-Q1')"


@pytest.fixture(scope="module")
def paying(postgres, template):
    """The template, with a scheme whose quarters pay."""
    with copy_of(postgres, template) as database, contextlib.closing(opened(database)) as session:
        document = scheme()
        document["shares"] = {"quarter": [{"award": "quarter_best", "of": "best", "places": 1, "amount": 500}]}
        document["terms"]["quarter"]["pay"] = {"inputs": [], "plus": "ledger", "items": [
            {"item": "per_point", "name": {"zh": "x", "en": "x"}, "amount": {"multiply": [{"result": "total"}, {"number": 0.33}]}}]}
        session.cursor().execute("select score.load(%s::jsonb, '2025-01-01')", (json.dumps(document),))
        session.close()
        database.close()
        yield database.name


@pytest.mark.parametrize("first, second", [(CLOSE_TERM, CLOSE_TERM), (CLOSE_TERM, "revise"), ("revise", CLOSE_TERM), (SETTLE_TERM, SETTLE_TERM)],
                         ids=["twice", "close-revise", "revise-close", "settled-twice"])
def test_a_quarter_is_made_of_whole_months(postgres, paying, first, second):
    """Closed, paid and settled once, of January as it was closed or as it was revised meanwhile."""
    for stop in ("period.month_end", "period.closing", "period.term_result", "pay.ledger"):
        assert_like_one_after_the_other(postgres, paying, first, second, stop)
    assert any("quarter_best" in row for _, left in _serial.values() for row in left["ledger"])  # else no race is one


WITHDRAW = "period.evidence_withdraw((select min(id) from period.grade_evidence), 'a slip')"


@pytest.fixture(scope="module")
def proven(postgres, template):
    """The template, with a grade of April that counts only with its evidence: 700 of 2000 is nothing."""
    with copy_of(postgres, template) as database, contextlib.closing(opened(database)) as session:
        cursor = session.cursor()
        cursor.execute("insert into fact.target (hash, at, agent, period, metric, value) "
                       "select hash + 1, at + interval '1 day', agent, period, metric, 2000 from fact.target where agent = 'tao' and period = '2025-04'")
        cursor.execute("select period.evidence_file('2025-04', 'tao', '急需提高', 'a letter', 'the lead', 'was late', '2025-04-09')")
        session.close()
        database.close()
        yield database.name


@pytest.mark.parametrize("first, second", [("close", WITHDRAW), (WITHDRAW, "close")], ids=["close-withdraw", "withdraw-close"])
def test_evidence_is_there_or_not(postgres, proven, first, second):
    """The grade, and what is kept of its evidence, are those of one instant."""
    found = set()
    for stop in ("period.month_end", "period.grade_evidence_end", "period.result"):
        assert_like_one_after_the_other(postgres, proven, first, second, stop)
    for order in _serial:
        if set(order) == {first, second}:
            found.add(next(row for row in _serial[order][1]["results"] if "datetime.date(2025, 4, 1)" in row and "'tao'" in row))
    assert len(found) == 2  # else no race is one


@pytest.fixture(scope="module")
def signed_quarter(postgres, template):
    """The template, with a first quarter that is signed, and whose grade of tao, 55 points, counts only with its evidence."""
    with copy_of(postgres, template) as database, contextlib.closing(opened(database)) as session:
        document = {**scheme(), "signatures": ["submit", "approve"],
                    "evidence": {"grades": ["有待提高"], "items": ["what"], "without": "higher", "close": "warning"}}
        document["terms"]["quarter"]["needs"] = ["signatures", "evidence"]
        database.execute("select score.load(%s::jsonb, '2025-03-01')", json.dumps(document))
        cursor = session.cursor()
        cursor.execute("select period.evidence_file('2025-Q1', 'tao', '有待提高', 'a letter', what => 'was late')")
        cursor.execute("select period.sign('2025-Q1', 'submit')")
        session.close()
        database.close()
        yield database.name


def by(login, operation):
    return f"set_config('session_authorization', '{login}', false), {operation}"


APPROVE = by("clerk", "period.sign('2025-Q1', 'approve')")
SIGN_AND_CLOSE = f"{APPROVE}, {by('postgres', CLOSE_TERM)}"


@pytest.mark.parametrize("first, second", [(APPROVE, APPROVE), (APPROVE, SIGN_AND_CLOSE), (SIGN_AND_CLOSE, WITHDRAW), (WITHDRAW, SIGN_AND_CLOSE),
                                           (SIGN_AND_CLOSE, "revise"), ("revise", SIGN_AND_CLOSE), (APPROVE, "revise"), ("revise", APPROVE)],
                         ids=["sign-sign", "sign-close", "close-withdraw", "withdraw-close", "close-revise", "revise-close", "sign-revise", "revise-sign"])
def test_a_quarter_is_what_was_signed(postgres, signed_quarter, first, second):
    """Signed once; and closed only as it was signed, with the evidence and the months of one instant."""
    for stop in ("period.month_end", "period.signature", "period.term_result"):
        assert_like_one_after_the_other(postgres, signed_quarter, first, second, stop)


def test_each_of_a_quarter_alone(postgres, signed_quarter):
    """What was signed is closed; not what changed since."""
    with copy_of(postgres, signed_quarter) as database:
        for before, refused in ((None, None), (WITHDRAW, "55000"), ("revise", "55000")):
            operations = [operation for operation in (before, APPROVE, by("postgres", CLOSE_TERM)) if operation]
            refusals, left = one_after_the_other(database, *operations)
            assert dict(refusals)[by("postgres", CLOSE_TERM)] == refused and len(left["term_results"]) == (0 if refused else 4), before
            if not refused:
                assert any("'tao', Decimal('55.00'), 3, '有待提高', None, 2" in row or "'有待提高', None, 1" in row for row in left["term_results"])


APPEALED = "(select max(id) from period.appeal)"  # that against the quarter
ACCEPT = f"""period.appeal_decide({APPEALED}, true, 'granted', '[{{"kind": "order", "reference": "lan-2025-01", "evidence": "seen"}}]')"""
REJECT = f"period.appeal_decide({APPEALED}, false, 'it was all right')"
REVISE_TERM = "period.revise('2025-01-01', 'a test order'), period.revise_term('2025-Q1', 'its month')"


@pytest.fixture(scope="module")
def closed_quarter(postgres, template):
    """The template, with a first quarter that is closed, tao's grade of it by its evidence, and an appeal of lan's against it."""
    with copy_of(postgres, template) as database, contextlib.closing(opened(database)) as session:
        document = {**scheme(), "evidence": {"grades": ["有待提高"], "items": ["what"], "without": "higher", "close": "warning"}}
        document["terms"]["quarter"]["needs"] = ["evidence"]
        database.execute("select score.load(%s::jsonb, '2025-03-01')", json.dumps(document))
        for operation in ("period.evidence_file('2025-Q1', 'tao', '有待提高', 'a letter', what => 'was late')", CLOSE_TERM,
                          by("clerk", "period.appeal_file_term('2025-Q1', 'lan', '2025-01', 'unjust')")):
            session.cursor().execute(f"select {operation}")
        session.close()
        database.close()
        yield database.name


@pytest.mark.limit(300)
@pytest.mark.parametrize("first, second", [(ACCEPT, REVISE_TERM), (REVISE_TERM, ACCEPT), (ACCEPT, REJECT), (REJECT, ACCEPT),
                                           (WITHDRAW, REVISE_TERM), (REVISE_TERM, WITHDRAW)],
                         ids=["decide-revise", "revise-decide", "accept-reject", "reject-accept", "withdraw-revise", "revise-withdraw"])
def test_a_quarter_is_revised_with_what_was_decided(postgres, closed_quarter, first, second):
    """An appeal against it is decided once, and is in the revision or comes after it; so is evidence that is withdrawn."""
    for stop in ("period.month_end", "period.appeal_decision", "fact.exclusion", "period.grade_evidence_end", "period.term_result"):
        assert_like_one_after_the_other(postgres, closed_quarter, first, second, stop)
    serial = [_serial[order] for order in ((first, second), (second, first))]
    assert serial[0] != serial[1]  # else no race is one
    if REVISE_TERM not in (first, second):
        assert [sorted(code for _, code in refusals if code) for refusals, _ in serial] == [["55000"], ["55000"]]


def test_who_sees_an_old_snapshot_is_refused(postgres, template):
    with copy_of(postgres, template) as database, contextlib.closing(opened(database)) as session:
        session.set_session(isolation_level="REPEATABLE READ", autocommit=True)
        for operation in ("close", "revise", "settle", "set_input", "reverse_streak", "exclude", "set_settings"):
            assert perform(session, operation) == "55000", operation
        assert database.value("select count(*) from pay.settlement") == 0


# ---- one snapshot ----------------------------------------------------------------------------------

ARRIVALS = [
    "insert into fact.target (hash, at, agent, period, metric, value) select hash + 1, at + interval '1 day', agent, period, "
    "metric, value * 2 from fact.target where agent = 'mei' and period = '2025-04'",
    "insert into fact.mark (hash, at, agent, indicator, period, rater, role, score, scale) "
    "values (7, '2025-05-02Z', 'lan', 'execution', '2025-04', 'boss', 'lead', 10, 100)",
    "insert into fact.tally (hash, at, day, agent, kind, count) values (8, '2025-04-02Z', '2025-04-02', 'tao', 'late', 3)",
    "insert into fact.agent_event (hash, at, day, agent, status) values (9, '2025-04-03Z', '2025-04-03', 'lan', 'probation')",
]
READ = ["period.metric", "period.indicator", "period.result", "period.streak", "period.closing", "fact.mark", "fact.target",
        "fact.tally", "fact.agent_event", "score.grade", "score.indicator", "rollup.agent_period", "ref.shop"]


@pytest.mark.parametrize("stop", READ)
def test_a_close_is_one_snapshot(postgres, template, stop):
    """A target, a mark, a tally and a staff record arrive while the close stands at a table."""
    with copy_of(postgres, template) as database:
        document = scheme()
        mark = {"indicator": "execution", "name": {"en": "Execution", "zh": "x"}, "weight": 40, "better": "higher",
                "value": {"marks": "execution", "roles": {"lead": 1}, "points_of": "mean"}, "on_null": "leave_out",
                "rule": "mark", "parameters": {"allowed": [100, 50, 10, 0]}}
        document["indicators"] = [{**document["indicators"][0], "weight": 60}, mark]
        database.execute("select score.load(%s::jsonb, '2025-04-01')", json.dumps(document))
        holder = opened(database)
        holder.autocommit = False
        holder.cursor().execute(f"lock table {stop} in access exclusive mode")
        closer = Worker(database, "close")
        wait_until(lambda: closer.stands(database), what="the close stands")
        for arrival in ARRIVALS:
            holder.cursor().execute(arrival)
        holder.commit()
        holder.close()
        assert closer.end() is None
        assert_fits_together(database, "2025-04-01")
        assert database.rows("select * from period.verify()") == []


def arrives_at(database, lock, operation, fact):
    """The refusal of an operation that stands at the lock of a table while a fact arrives."""
    with contextlib.closing(opened(database)) as holder:
        holder.autocommit = False
        holder.cursor().execute(f"lock table {lock} mode")
        worker = Worker(database, operation)
        wait_until(lambda: worker.stands(database), what=f"{operation} stands")
        holder.cursor().execute(fact)
        holder.commit()
        return worker.end()


TALLY = "insert into fact.tally (hash, at, day, agent, kind, count) values (8, '{0}-02Z', '{0}-02', 'tao', 'late', 3)"


def test_what_is_signed_is_what_was_signed_before(postgres, template):
    """A tally arrives while the second one signs, after it was seen who had signed before."""
    with copy_of(postgres, template) as database:
        database.execute("select score.load(%s::jsonb, '2025-04-01')", json.dumps({**scheme(), "signatures": ["submit", "review"]}))
        with contextlib.closing(opened(database)) as session:
            assert perform(session, f"settle.until_clean('{NOW}'), period.sign('2025-04', 'submit')") is None
        sign = "set_config('session_authorization', 'clerk', false), period.sign('2025-04', 'review')"
        assert arrives_at(database, "ingest.renewal in access exclusive", sign, TALLY.format("2025-04")) is None
        assert database.rows("select step, counts from merit.signature order by step") == [("review", False), ("submit", False)]


def test_one_of_two_who_sign_at_once(postgres, template):
    """Both wait for the month's end; the second finds the step signed. What they approve is what the close pays."""
    with copy_of(postgres, template) as database:
        approved = {"signers": [{"signer": "boss", "roles": ["boss"]}], "approvals": [{"by": "boss"}]}
        database.execute("insert into ref.login values ('clerk', 'boss')")
        database.execute("insert into fact.agent_event (agent, hash, at, day, role) values ('boss', 77, '2025-01-01Z', '2025-01-01', 'boss')")
        database.execute("select score.load(%s::jsonb, '2025-04-01')", json.dumps({**scheme(), **approved}))
        with contextlib.closing(opened(database)) as session:
            assert perform(session, f"settle.until_clean('{NOW}')") is None
        with contextlib.closing(opened(database)) as holder:
            holder.autocommit = False
            holder.cursor().execute("lock table period.month_end in exclusive mode")
            sign = "set_config('session_authorization', 'clerk', false), period.sign('2025-04', 'boss')"
            workers = [Worker(database, sign) for _ in range(2)]
            wait_until(lambda: all(worker.stands(database) for worker in workers), what="both stand")
            holder.commit()
            assert sorted([worker.end() for worker in workers], key=str) == ["55000", None]
        with contextlib.closing(opened(database)) as session:
            assert perform(session, f"period.close('2025-04-01', as_of => '{NOW}', accept_warnings => true)") is None
        (amounts,), = database.rows("select amounts from period.signature")
        assert sorted((a["agent"], a["reason"], Decimal(str(a["amount"]))) for a in amounts) == sorted(database.rows(
            "select agent, reason, amount from pay.ledger where period = '2025-04' and revision = 0")) != []


def test_a_revision_is_what_was_signed(postgres, template):
    """A tally was in the revision, and is there no more once it is asked who has signed."""
    with copy_of(postgres, template) as database:
        database.execute("select score.load(%s::jsonb, '2025-03-01')", json.dumps({**scheme(), "signatures": ["submit"]}))
        database.execute(ARRIVALS[0].replace("2025-04", "2025-03"))
        with contextlib.closing(opened(database)) as session:
            assert perform(session, "period.sign('2025-03', 'submit', true)") is None
        database.execute(TALLY.format("2025-03"))
        revise = "period.revise('2025-03-01', 'a target', schemes_in_force => true)"
        assert arrives_at(database, "period.streak in share", revise, "delete from fact.tally where hash = 8") == "55000"
        with contextlib.closing(opened(database)) as session:
            assert perform(session, revise) is None


def assert_fits_together(database, month):
    """Values are the metrics', points the bands', totals the contributions', all calculated here."""
    metrics = {(agent, metric): value for agent, metric, value in database.rows(
        "select agent, metric, value from period.metric where month = %s", month)}
    bands = [(Decimal(str(band["value"])), band["points"])
             for band in scheme()["indicators"][0]["parameters"]["at_least"]]
    points, weights = {}, {}
    for agent, indicator, value, given, weight in database.rows(
            "select agent, indicator, value, points, weight from period.indicator where month = %s", month):
        if indicator == "target_completion":
            assert value == metrics[agent, indicator], (agent, value, metrics[agent, indicator])
            assert given == next((band for least, band in bands if value >= least), 0)
        else:
            assert value == metrics.get((agent, "mark:execution")) and given == value
        if given is not None:
            points.setdefault(agent, []).append(given * weight)
            weights.setdefault(agent, []).append(weight)
    totals = {agent: round(sum(own) / sum(weights[agent]), 2) for agent, own in points.items()}
    results = {agent: (total, barred) for agent, total, barred in database.rows(
        "select agent, total, barred from period.result where month = %s", month)}
    assert {agent: total for agent, (total, _) in results.items()} == totals
    has_mark = ("lan", "mark:execution") in metrics
    late, barred = metrics.get(("tao", "tally:late")), results["lan"][1]
    assert [has_mark, late == 3, barred == "status", metrics["mei", "target_completion"] == Decimal("0.5")] in (
        [True] * 4, [False] * 4), "a part of what arrived"
    assert database.value("select count(*) from jsonb_path_query((select accepted from period.closing where month = %s), "
                          "'$[*] ? (@.code == \"marks_due\") .agents[*]') a where a = '\"lan\"'", month) == (not has_mark)
