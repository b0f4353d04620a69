"""What a database must hold after months were closed, by the oracle, the scores by hand, and the independent ledger.

    books = Books(shop.database, facts, scope="team")
    books.closed("2025-03", as_of)      # after a close: compares what was frozen, and enters it into the book
    books.revised("2025-03", as_of)
    books.compare()                     # ledger, actions and the chain, as a whole
"""

import csv
import io
import json
from collections import Counter, defaultdict
from decimal import Decimal
from fractions import Fraction

import naive_score
from checks import expect, session_at
from oracle import compare
from oracle.ledger import INPUTS, Book, Standing, chain_head
from year_shop import ZONE
from year_terms import Terms, months_of


def cents(amount):
    scaled = Decimal(amount) * 100
    assert scaled == int(scaled), amount
    return int(scaled)


def assert_same(found, expected, what):
    """Two dictionaries; says only where they differ."""
    wrong = {key: (expected.get(key), found.get(key)) for key in found.keys() | expected.keys()
             if key not in found or key not in expected or found[key] != expected[key]}
    assert not wrong, f"{what} (expected, found): {wrong}"


def day_of(month):
    return f"{month}-01"


WITHOUT_EVIDENCE = {"特优": "优秀", "急需提高": "有待提高"}


class Expected:
    """A month by the oracle and the sheet by hand, from what is known."""

    def __init__(self, lines, month, as_of, scope, min_days=naive_score.MIN_DAYS):
        first = day_of(month)
        self.result = expect(lines, as_of, ZONE, shop=None, received_at=as_of)
        self.metrics = {key: value for key, value in self.result.month.items() if key[1] == first}
        events = sorted(map(json.loads, lines), key=naive_score.happened)
        self.marks = naive_score.marks_of(events, month)
        self.staff = naive_score.staff_of(
            (event for event in events if naive_score.local_month(event, ZONE) <= month), ZONE)
        values = {(agent, metric): value for (agent, _, metric), value in self.metrics.items()}
        self.scores = {agent: naive_score.scored(agent, values, self.marks)
                       for agent in {agent for agent, _ in values if not agent.startswith("(")}}
        ranked = [agent for agent, score in self.scores.items() if score.total is not None
                  and naive_score.competes(agent, self.staff.get(agent, {}), self.result, first, min_days)]
        groups = defaultdict(list)
        for agent in ranked:
            groups[self.team(agent) if scope == "team" else None].append(agent)
        for group in groups.values():
            naive_score.rank(self.scores, group)
        naive_score.grade(self.scores, ranked, self.staff)

    def team(self, agent):
        return self.staff.get(agent, {}).get("team")

    def employees(self, agents):
        return {agent: self.staff.get(agent, {}).get("employee") for agent in agents}


class Books:
    """The independent book beside the database."""

    def __init__(self, database, facts, scope, employees, min_days=naive_score.MIN_DAYS):
        self.database, self.facts, self.min_days = database, facts, min_days
        self.book = Book(scope, employees)
        self.terms = Terms(self.book, scope)
        self.heads = []  # of the chain, after each step

    # ---- months --------------------------------------------------------------------------------------

    def closed(self, month, as_of):
        """Returns the Expected that it was compared with."""
        results, expected = self._frozen(month, 0, as_of)
        self.book.close(month, results, expected.marks, expected.employees(results))
        self.compare(month)
        self.assert_posted(month)
        return expected

    def revised(self, month, as_of):
        """The same after a revision, and what became of later months' actions."""
        results, expected = self._frozen(month, self.book.revision[month] + 1, as_of)
        later = self.book.revise(month, results, expected.marks, expected.employees(results))
        self.compare(month)
        self.assert_posted(month)
        return expected, later

    def expected(self, month, as_of):
        return Expected(self.facts.lines(month), month, as_of, self.book.scope, self.min_days)

    def _frozen(self, month, revision, as_of):
        """Compares what was frozen with what is known; returns {agent: Standing} as frozen, and the Expected."""
        expected = self.expected(month, as_of)
        assert not expected.result.rejected
        found = self.metrics(month, revision)
        wrong = compare.differences(expected.metrics, found)
        assert not wrong, f"{month}, revision {revision}: {compare.report(wrong)}"
        results = self.results(month, revision)
        teams = {agent: (*row, expected.team(agent)) for agent, row in shown(expected.scores).items()}
        assert_same(results, teams, f"results of {month}, revision {revision}")
        return {agent: Standing(total, rank, team) for agent, (total, _, rank, team) in results.items()}, expected

    # ---- longer periods ------------------------------------------------------------------------------

    def term_closed(self, term):
        """After a close or a revision of it: what is frozen, and what it asks of people."""
        last = months_of(term)[-1]
        events = sorted(map(json.loads, self.facts.lines(last)), key=naive_score.happened)
        staff = naive_score.staff_of((event for event in events if naive_score.local_month(event, ZONE) <= last), ZONE)
        made = self.terms.close(term, staff)
        found = {agent: row for agent, *row in self.database.rows(
            "select agent, total, grade, rank, team, parts from merit.term_result where term = %s and latest", term)}
        assert_same(found, {agent: [decimal(one.total), *one[1:]] for agent, one in made.items()}, f"results of {term}")
        asked = set(self.database.rows("select agent, action from merit.action where term = %s and state = 'open'", term))
        assert asked == self.terms.asked(term), term

    # ---- frozen --------------------------------------------------------------------------------------

    def metrics(self, month, revision):
        return {(agent, day_of(month), metric): value for agent, metric, value in self.database.rows(
            "select agent, metric, value from merit.result_metric where month = %s and revision = %s",
            day_of(month), revision)}

    def results(self, month, revision):
        """{agent: (total, grade, rank, team)}"""
        return {row[0]: row[1:] for row in self.database.rows(
            "select agent, total, grade, rank, team from merit.result where month = %s and revision = %s",
            day_of(month), revision)}

    def places(self, month):
        return dict(self.database.rows("select agent, place from merit.result where month = %s and latest "
                                       "and place is not null", day_of(month)))

    # ---- comparison ----------------------------------------------------------------------------------

    def compare(self, month):
        """All lines, in no order but the chain's; places and actions of a month; heads."""
        assert_same(self.ledger(), Counter(map(line_shown, self.book.lines)), f"ledger after {month}")
        places = {agent: place for place in ("first", "last") for agent in self.book.holders(month, place)}
        assert_same(self.places(month), places, f"places of {month}")
        actions = {key: (action.revision, action.state) for key, action in self.book.actions.items()}
        assert_same(self.actions(), actions, f"actions after {month}")
        self.heads.append(self.chain())
        sums = defaultdict(int)
        for line in self.book.lines:
            sums[line.agent] += line.cents
        found = {agent: cents(amount) for agent, amount in self.database.rows(
            "select agent, sum(amount) from pay.ledger group by agent")}
        assert_same(found, sums, f"sums after {month}")

    def ledger(self):
        """Every line, with the key of the line it is about."""
        return Counter((*row[:5], cents(row[5]), row[6:] if row[6] else None) for row in self.database.rows(
            "select l.period, l.revision, l.agent, l.reason, l.kind, l.amount, "
            "o.period, o.revision, o.agent, o.reason, o.kind "
            "from pay.ledger l left join pay.ledger o on o.line = coalesce(l.reverses, l.waives)"))

    def actions(self):
        return {row[:3]: row[3:] for row in self.database.rows(
            "select to_char(month, 'YYYY-MM'), agent, action, revision, state from merit.action where month is not null")}  # test_terms.py has the others

    def chain(self):
        """The head, all of it hashed again here."""
        ((names,),) = self.database.rows("select array_agg(attname::text order by attnum) from pg_attribute "
                                         "where attrelid = 'pay.ledger'::regclass and attnum > 0 and not attisdropped")
        columns = ["posted_at at time zone 'UTC'" if name == "posted_at" else name for name in names]
        rows = self.database.rows(f"select {', '.join(columns)} from pay.ledger order by line")
        return chain_head([dict(zip(names, row, strict=True)) for row in rows])

    def assert_posted(self, month):
        """The message of the last revision, right after it: ranking, amounts, difference, the head."""
        revision = self.book.revision[month]
        message = self.database.value("select content from post.message where month = %s and revision = %s",
                                      day_of(month), revision)
        assert message["ledger_head"] == self.heads[-1]
        assert {row["agent"]: row["rank"] for row in message["ranking"]} == {
            agent: result.rank for agent, result in self.book.results[month].items() if result.rank}
        lines = [line for line in self.book.lines if (line.month, line.revision) == (month, revision)
                 and not line.kind.startswith("waived")]
        rewards = {(row["agent"], row["reason"]): (row["kind"], cents(str(row["amount"]))) for row in message["rewards"]}
        assert len(rewards) == len(message["rewards"])
        changed, kinds, added = Counter(), {}, Counter()
        for line in sorted(lines, key=lambda line: line.kind != "reversal"):
            changed[line.agent, line.reason] += line.cents
            kinds[line.agent, line.reason] = line.kind  # of the line that stands, else of the reversal
            added[line.agent] += line.cents
        assert rewards == {key: (kinds[key], amount) for key, amount in changed.items() if amount}
        differing = {row["agent"]: cents(str(row["amount"])) for row in message["difference"] or []}
        assert differing == {agent: added[agent] for agent in differing}
        assert revision == 0 or {agent for agent, amount in added.items() if amount} <= differing.keys()

    def assert_taken_back(self, month):
        """The message of the reversal just made: that line, and nothing else."""
        revision, line = self.book.revision[month], self.book.lines[-1]
        message = self.database.value("select content from post.message where month = %s and revision = %s "
                                      "order by sequence desc limit 1", day_of(month), revision)
        assert (message["kind"], message["difference"], message["appeal"]) == ("reversal", None, None)
        assert [(row["agent"], row["reason"], row["kind"], cents(str(row["amount"]))) for row in message["rewards"]] == [
            (line.agent, line.reason, line.kind, line.cents)]

    # ---- pay -----------------------------------------------------------------------------------------

    def assert_payroll(self, month, text):
        """The CSV of a settled month: a row per person and revision, and a control total."""
        rows = list(csv.DictReader(io.StringIO(text)))
        columns = ("rewards", "penalties", "waived", "corrections")
        *people, total = rows
        assert [row["record"] for row in rows] == ["person"] * len(people) + ["total"]
        found = {(("employee", row["employee"]) if row["employee"] else ("account", row["accounts"]),
                  int(row["revision"]), int(row["correction"])): tuple(cents(row[column]) for column in columns) for row in people}
        expected = self.book.payroll(month)
        assert len(found) == len(people)
        assert_same(found, expected, f"payroll of {month}")
        for row in rows:
            assert cents(row["amount"]) == sum(cents(row[column]) for column in columns)
            assert (row["period"], row["currency"]) == (month, "CNY")
        sums = [sum(amounts) for amounts in zip((0, 0, 0, 0), *expected.values(), strict=True)]
        assert [cents(total[column]) for column in columns] == sums

    def assert_settlements(self):
        """Every settlement: who was given what, by which minimum, up to which line."""
        found = [(month, revision, correction, minimum and cents(minimum), line,
                  {(row["agent"], row["input"]): (row["person"], cents(str(row["amount"]))) for row in inputs})
                 for month, revision, correction, minimum, line, inputs in self.database.rows(
                     "select to_char(month, 'YYYY-MM'), revision, correction, minimum, ledger_line, inputs "
                     "from pay.settlement order by 1, 2, 3")]
        expected = [(*key, correction, one.minimum, one.lines,
                     {given: (" ".join(person), amount) for given, (person, amount) in one.inputs.items()})
                    for key, settlements in sorted(self.book.settled.items())
                    for correction, one in enumerate(settlements)]
        assert found == expected

    def assert_statement(self, month, inputs):
        rows = self.database.rows("select agent, item, amount from merit.pay_statement where month = %s", day_of(month))
        totals = {agent: None if amount is None else cents(amount) for agent, item, amount in rows if item == "total"}
        assert_same(totals, self.book.statement(month, inputs), f"statements of {month}")
        sums = defaultdict(int)
        for (agent, item), amount in inputs.items():
            sums[self.book.person(month, agent), item] += amount
        assert {(self.book.person(month, agent), item): cents(amount) for agent, item, amount in rows
                if item in INPUTS and amount is not None} == sums

    # ---- drift ---------------------------------------------------------------------------------------

    def assert_drift(self, month, as_of):
        """What was frozen, with merit.month_drift laid over it, is what the month would be today. Returns its size."""
        revision = self.book.revision[month]
        expected = self.expected(month, as_of)
        with_drift = self.metrics(month, revision)
        scores = {agent: list(row[:3]) for agent, row in self.results(month, revision).items()}
        drift = self._drift(month, as_of)
        for agent, item, name, frozen, today in drift:
            if item == "metric":
                key = (agent, day_of(month), name)
                assert (key in with_drift) or frozen is None
                with_drift[key] = None if today is None else Decimal(today)
            else:
                place = ("total", "grade", "rank").index(item)
                scores.setdefault(agent, [None] * 3)[place] = (
                    today if item == "grade" or today is None else Decimal(today))
        present = expected.metrics.keys()
        found = {key: value for key, value in with_drift.items() if key in present or value is not None}
        wrong = compare.differences(expected.metrics, found)
        assert not wrong, f"drift of {month}: {compare.report(wrong)}"
        gone = {agent: row for agent, row in scores.items() if agent not in expected.scores}
        assert all(row == [None] * 3 for row in gone.values()), gone
        assert {agent: tuple(row) for agent, row in scores.items() if agent not in gone} == shown(expected.scores)
        return len(drift)

    def _drift(self, month, as_of):
        with session_at(self.database, as_of) as session:
            cursor = session.cursor()
            cursor.execute("select agent, item, name, frozen, today from merit.month_drift where month = %s",
                           (day_of(month),))
            return cursor.fetchall()


def shown(scores):
    """{agent: (total, grade, rank)} as a close counts them, totals as the database has them: nobody files evidence."""
    return {agent: (decimal(score.total), WITHOUT_EVIDENCE.get(score.grade, score.grade), score.rank)
            for agent, score in scores.items()}


def decimal(value):
    return None if value is None else Decimal(Fraction(value).numerator) / Decimal(Fraction(value).denominator)


def line_shown(line):
    return (*line.key, line.cents, line.about.key if line.about else None)
