"""A shop's year, month by month, by meritd's commands, with the books kept beside (year_checks.Books).

    run = YearRun(meritd, folder, seed=1, plan=story(), scope="shop")
    run.month("2025-03")                                   # what arrives; refused while early; closed, compared
    run.settle("2025-03")                                  # payroll's input, settlement, CSV, statements
    run.appeal("2025-03", "bea", "sales", ("credit", "ace-2025-03-0", "bea"))
    run.revise("2025-03")                                  # compared; what it says of later streaks too
    run.close_terms("2025-03")                             # the quarters, half-years and years that are over; from then on revise revises them, too

Every step is followed by a comparison of everything. Time goes on by an hour with each decision.
"""

import json
import random
import subprocess
from datetime import timedelta

from checks import write_lines
from oracle.ledger import INPUTS
from processes import wait_until
from year_checks import Books, Expected, cents, day_of, decimal
from year_shop import STAFF, Facts, closing_instant, generated_year, month_end, prepare
from year_terms import months_of

FROZEN = ["period.closing_scheme", "period.result", "period.indicator", "period.metric", "period.streak"]
MOMENTS = [  # where a closer is killed: at the first touch of a table; the client, or the server's process
    ("period.closing", "client"), ("period.metric", "server"), ("period.result", "client"), ("period.streak", "server"),
    ("pay.ledger", "client"), ("pay.ledger", "server"), ("period.action", "server"), ("post.message", "client"),
    ("post.message", "server"),
]  # fmt: skip


class YearRun:
    def __init__(self, meritd, folder, seed, plan, scope):
        self.meritd, self.database, self.folder = meritd, meritd.database, folder
        self.random = random.Random(f"run {seed}")
        arrivals = generated_year(meritd, folder, seed, plan)
        employees = {arrival.event["data"]["agent"]: arrival.event["data"]["employee"] for arrival in arrivals
                     if arrival.event["type"] == "agent.updated" and "employee" in arrival.event["data"]}
        self.facts = Facts(arrivals, seed)
        self.books = Books(self.database, self.facts, scope, employees)
        self.book, self.terms = self.books.book, self.books.terms
        self.inputs, self.minimum = {}, None
        self.known = {}  # month -> exclusions that its last revision knew
        self.exclusions = {}  # (kind, reference) -> number
        self.later_actions = []  # (month, agent, action, was, becomes) by revisions of earlier months
        self._moments = self.random.sample(MOMENTS, len(MOMENTS))
        prepare(self.database, scope)

    def run(self, *words, status=0, **more):
        return self.meritd.run(*words, "--now", self.now.isoformat(), status=status, **more)

    def asked(self, *words, **more):
        return json.loads(self.run(*words, "--format", "json", **more).stdout)

    def later(self):
        self.now += timedelta(hours=1)

    # ---- closing -------------------------------------------------------------------------------------

    def arrive(self, month):
        """Everything until the month's closing is written, in any order."""
        self.now = closing_instant(month)
        path = write_lines(self.folder / f"{month}.ndjson", self.facts.deliver(self.now))
        self.run("replay", path)

    def month(self, month, crash=True, skip=()):
        self.arrive(month)
        words = ["close", "--due", "--accept-warnings"]
        if skip:
            words = ["close", "--month", month, "--skip", "--reason", "too late", "--accept-warnings"]
            self.book.skip(*skip)
        self._refused_while_early(month)
        if crash:
            self._killed(month, 0, words)
        if crash and not skip:
            self._twice_at_once(words)
        else:
            self.run(*words)
        assert "closed already" in self.run("close", "--month", month).stdout
        self.known[month] = self.facts.decided()
        self.books.closed(month, self.now)
        self.verify()

    def _refused_while_early(self, month):
        then, self.now = self.now, month_end(month, days=1)
        assert "look_ahead" in self.run("close", "--month", month, "--accept-warnings", status=1).stderr
        self.now = then
        assert not any(self._written(month, 0))

    def _twice_at_once(self, words):
        """As by the timers of two hosts: one closes, or both find it closed."""
        closers = [self.meritd.start(*words, "--now", self.now.isoformat()) for _ in range(2)]
        assert [closer.wait() for closer in closers] == [0, 0], [closer.text() for closer in closers]

    def _killed(self, month, revision, words):
        """Stopped at a table, killed, let go: undone or done, never half. Says whether it is done."""
        table, victim = self._moments.pop() if self._moments else self.random.choice(MOMENTS)
        holder = self.database.connect()
        holder.autocommit = False
        holder.cursor().execute(f"lock table {table} in access exclusive mode")
        closer = self.meritd.start(*words, "--now", self.now.isoformat())
        closer.wait_until(self._waits, what=f"it waits for {table}")
        if victim == "client":
            closer.kill()
        else:
            self.database.execute("select pg_terminate_backend(pid) from pg_stat_activity "
                                  "where datname = current_database() and application_name = 'meritd'")
            assert closer.wait() == 3
        holder.rollback()
        holder.close()
        return self._done(month, revision, may_be=victim == "client")

    def _waits(self):
        return self.database.value("select count(*) from pg_stat_activity where datname = current_database() "
                                   "and application_name = 'meritd' and wait_event_type = 'Lock'")

    def _done(self, month, revision, may_be=True):
        """Whether what was killed did all; else it must have done nothing."""
        wait_until(lambda: self.database.value(
            "select count(*) = 0 from pg_stat_activity where datname = current_database() "
            "and application_name = 'meritd'"), what="its session has ended")
        closed, posted, *rows = self._written(month, revision)
        assert closed == posted <= may_be and (all(rows) if closed else not any(rows)), (month, revision, rows)
        return bool(closed)

    def _written(self, month, revision):
        """Rows of a month and revision: closing, posting, frozen ones; before it is closed, of the ledger too."""
        def count(table):
            return self.database.value(f"select count(*) from {table} where month = %s and revision = %s",
                                       day_of(month), revision)

        closed = count("period.closing")
        frozen = [count(table) for table in FROZEN if closed == 0 or table != "period.streak"]
        if not closed:
            frozen.append(self.database.value("select count(*) from pay.ledger where period = %s and revision = %s",
                                              month, revision))
        return closed, count("post.message"), *frozen

    def verify(self):
        """By meritd itself, with the head of a month before."""
        self.run("verify", "--ledger", "--head", self.random.choice(self.books.heads))

    # ---- payroll -------------------------------------------------------------------------------------

    def settle(self, month):
        """Of a month that is not settled, or whose inputs were wrong: they are new each time."""
        if month not in self.inputs:
            self._refused_before_input(month)
        self.inputs[month] = self._inputs(month)
        self.take_inputs(month)
        self.run("ledger", "--month", month, "--settle")
        self.book.settle(month, self.inputs[month], self.minimum)
        self.books.compare(month)
        self._refused_once_settled(month)
        self.books.assert_payroll(month, self.run("ledger", "--month", month, "--format", "csv").stdout)
        self.books.assert_statement(month, self.inputs[month])

    def take_inputs(self, month):
        text = "agent,input,amount\n" + "".join(f"{agent},{name},{amount / 100:.2f}\n"
                                                for (agent, name), amount in self.inputs[month].items())
        self.run("ledger", "--month", month, "--input", "-", "--reason", "payroll says so", input=text)

    def _refused_before_input(self, month):
        """No payroll before the settlement, and no settlement while commissions behind penalties are unknown."""
        assert "not settled" in self.run("ledger", "--month", month, "--format", "csv", status=1).stderr
        before = self._pay()
        penalties = [line for line in self.book.standing() if line.month == month and line.kind == "penalty"]
        if penalties:
            unknown = self.run("ledger", "--month", month, "--settle", status=1).stdout
            assert all(line.agent in unknown for line in penalties) and self._pay() == before

    def _refused_once_settled(self, month):
        settled = self._pay()
        assert "settled already" in self.run("ledger", "--month", month, "--settle").stdout
        refused = self.run("ledger", "--month", month, "--input", "-", status=1,
                           input=f"agent,input,amount\n{next(iter(self.book.results[month]))},own_commission,0.01\n")
        assert "needs a reason" in refused.stderr and self._pay() == settled

    def _pay(self):
        return self.database.rows("select (select count(*) from pay.ledger), (select count(*) from pay.settlement), "
                                  "(select sum(amount) from pay.input)")

    def _inputs(self, month):
        """Of everybody; some commissions bear a penalty, some do not, some in part."""
        agents = sorted({*self.book.results[month], *(agent for agent, _ in self.inputs.get(month, {})),
                         *(line.agent for line in self.book.lines if line.month == month)})
        choices = {"post_wage": [3000_00], "own_commission": [0, 10_00, 50_01, 700_00],
                   "shared_commission": [0, 0, 20_00], "seniority_pay": [0, 33_33]}
        return {(agent, name): self.random.choice(choices[name]) for agent in agents for name in INPUTS}

    def set_minimum(self, amount):
        self.database.execute("select period.set_settings(%s::text[])", [f"pay.minimum={amount / 100:.2f}"])
        self.minimum = amount

    # ---- decisions -----------------------------------------------------------------------------------

    def appeal(self, month, agent, indicator, *decided):
        """Filed and decided: accepted with (kind, reference[, account that the credit goes to]), or rejected."""
        self.later()
        self.meritd.run_as_clerk("appeal", "file", "--month", month, "--agent", agent, "--indicator", indicator,
                                 "--reason", "unjust", "--now", self.now.isoformat())
        (number,) = [row["id"] for row in self.asked("appeal", "list", "--month", month) if row["state"] == "open"]
        evidence = {(row["kind"], row["reference"]) for row in self.asked("appeal", "evidence", number)}
        if not decided:
            self.run("appeal", "decide", number, "reject", "--note", "it is right")
            return evidence
        ((kind, reference, *credit_to),) = decided
        self.run("appeal", "decide", number, "accept", f"{kind}:{reference}", "--note", "granted", "--evidence", "seen",
                 *(["--credit-to", *credit_to] if credit_to else []))
        self.facts.exclude(kind, reference, *credit_to)
        return evidence

    def exclude(self, kind, reference):
        self.later()
        told = self.run("exclude", kind, reference, "--reason", "a test").stdout
        self.exclusions[kind, reference] = next(word for word in told.replace(":", " ").split() if word.isdigit())
        self.facts.exclude(kind, reference)

    def include(self, kind, reference):
        self.later()
        self.run("include", self.exclusions.pop((kind, reference)), "--reason", "none")
        self.facts.include(kind, reference)

    def act(self, month):
        """A person does one of the month's actions."""
        self.later()
        (row, *_) = [row for row in self.asked("actions", "list", "--month", month) if row["state"] == "open"]
        self.run("actions", "done", row["id"], "--note", "talked")
        self.book.act(month, row["agent"], row["action"])

    # ---- revisions -----------------------------------------------------------------------------------

    def revise(self, month, crash=None):
        """Dry, perhaps killed, then done; says whether anything changed. crash: "table" or "time"."""
        self.later()
        words = ["revise", "--month", month, "--reason", "what is known now"]
        revision = self.book.revision[month] + 1
        dry = self.asked(*words, "--dry-run")
        assert not any(self._written(month, revision))
        if not dry["changed"]:
            assert "would change nothing" in self.run(*words).stdout and not any(self._written(month, revision))
            assert not dry["plan"] and self.books.assert_drift(month, self.now) == 0
            return False
        if not (crash and self._killed_revision(month, revision, words, crash)):
            report = self.asked(*words)
            assert report["done"] and report["revision"] == revision
            assert all(report[name] == dry[name] for name in ("plan", "later_streaks", "later_actions"))
        revised, later = self.books.revised(month, self.now)
        self._assert_plan(month, dry["plan"], revised.scores)
        self.known[month] = self.facts.decided()
        assert [(row["month"][:7], row["agent"], cents(str(row["paid"])), cents(str(row["due"])))
                for row in dry["later_streaks"]] == self.book.later_streaks(month)
        assert [(row["month"][:7], row["agent"], row["action"], row["was"], row["becomes"])
                for row in dry["later_actions"]] == later
        self.later_actions += later
        if self.terms.made:  # a story that closes none by close_terms leaves them to close --due
            self.revise_terms(month)
        self.verify()
        return True

    # ---- longer periods ------------------------------------------------------------------------------

    def close_terms(self, month):
        for term in self.terms.ripe(month):
            report = self.asked("close", "--period", term, "--accept-warnings")
            assert report["done"] and not report["ledger"], term
            self.books.term_closed(term)
            self.verify()

    def revise_terms(self, month):
        """All that the revision of a month has made due, in their order; and then nothing is."""
        due = self.terms.due(month)
        assert self._terms_due() == set(due) - {term for term in due if month not in months_of(term)}, month
        for term in due:
            self.asked("revise", "--period", term, "--reason", f"{month} was revised")
            self.books.term_closed(term)
        assert not self._terms_due()

    def _terms_due(self):
        return {term for term, in self.database.rows("select term from merit.term where due <> '{}'")}

    def _killed_revision(self, month, revision, words, crash):
        if crash == "table":
            return self._killed(month, revision, words)
        reviser = self.meritd.start(*words, "--now", self.now.isoformat())
        try:
            reviser.wait(self.random.uniform(0, 0.5))
        except subprocess.TimeoutExpired:
            reviser.kill()
        return self._done(month, revision)

    def _assert_plan(self, month, plan, revised):
        """Totals with late facts alone, and with what was decided since."""
        drifted = revised
        if self.known[month] != self.facts.decided():
            lines = self.facts.as_decided(self.known[month]).lines(month)
            drifted = Expected(lines, month, self.now, self.book.scope).scores
        for row in plan:
            if row["item"] == "total":
                totals = [decimal(scores[row["agent"]].total) if row["agent"] in scores else None
                          for scores in (drifted, revised)]
                assert [None if row[name] is None else cents(str(row[name])) for name in ("drifted", "revised")] == [
                    None if total is None else cents(total) for total in totals], row

    def reverse_streak(self, month, agent):
        self.later()
        line = self.database.value("select line from pay.unreversed where period = %s and agent = %s "
                                   "and reason = 'first_streak'", month, agent)
        self.run("ledger", "--reverse", line, "--reason", "an earlier month was revised")
        self.book.reverse_streak(month, agent)
        self.books.compare(month)
        self.books.assert_taken_back(month)
        self.verify()

    def settled(self, month):
        return self.database.value("select exists (select from pay.settlement where month = %s and revision = %s)",
                                   day_of(month), self.book.revision[month])
