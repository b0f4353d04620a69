"""A few months of a small shop as a sequence of operations by chance, each done by meritd and entered into the books.

    done = operations(seed=7)                # plain tuples: ("revise", "2025-01"), ("settle", "2025-02"), …
    run = ChanceRun(meritd, folder, "team")
    for operation in done:
        run.perform(*operation)              # done, or refused where the books say so; verified, compared

Each operation stands for itself: a sequence may be cut anywhere, and parts of it left out. Amounts, totals and who is
settled come from what was done and from scores by hand (year_checks.Books); nothing is read back from meritd's ledger.
"""

import copy
import json
import random
from collections import Counter
from datetime import timedelta

import psycopg2
from checks import write_lines
from oracle.ledger import INPUTS, Standing
from year_checks import Books, cents, day_of, shown
from year_shop import Cast, Facts, Level, closing_instant, local, month_end, prepare

MONTHS = [f"2025-{number:02}" for number in range(1, 6)]
DAYS, MIN_DAYS = 4, 3  # at work in a month; to be ranked
STAFF = {  # tao and tao2 are one person; bo has no number yet; ann and kay leave and come back
    "mei": ("x", "E1"), "lan": ("x", "E2"), "tao": ("x", "E3"), "tao2": ("y", "E3"), "bo": ("y", None),
    "ann": ("y", "E4"), "kay": (None, "E5"),
}  # fmt: skip
LEVELS = {
    "best": Level(4, 1.0, 9, 100), "good": Level(4, 0.8, 9, 80), "fair": Level(2, 0.8, 9, 60),
    "poor": Level(2, 0.6, 45, 60), "worst": Level(0, 0.0, 120, 0), "vain": Level(2, 0.5, 120, 100, lead=60),
}  # fmt: skip
APPEAL_DAYS = timedelta(days=7)
NOT_NOW, WRONG = "55000", "22023"


# ---- what is done ----------------------------------------------------------------------------------


def operations(seed, months=MONTHS):
    """Work, and then what falls to the month's end, before it is closed and after."""
    chance = random.Random(f"operations {seed}")
    done, levels = [], {}
    for number, month in enumerate(months, 1):
        levels = {agent: levels[agent] if levels and chance.random() < 0.6 else chance.choices(
            [*LEVELS, None], [8, 3, 3, 3, 8, 2, 2])[0] for agent in STAFF}
        done.append(("work", month, tuple(levels.items())))
        known = months[max(0, number - 3):number]
        done += [one(chance, known) for _ in range(chance.randrange(3))]
        if chance.random() < 0.9:
            done.append(("close", month))
        if chance.random() < 0.6:
            done += [("input", month, inputs(chance, 1)), ("settle", month)]
        done += [one(chance, known) for _ in range(chance.randrange(3, 9))]
    for month in months:
        done += [("input", month, inputs(chance, 1)), ("settle", month)]
    return done


def one(chance, months):
    month, agent, other = chance.choice(months), chance.choice(list(STAFF)), chance.choice(list(STAFF))
    thing = f"{agent}-{month}-{chance.randrange(DAYS)}"
    fact = chance.choice([("conversation", thing), ("order", thing), ("customer", f"u-{thing}"), ("credit", thing, other)])
    choices = {
        "input": (6, month, inputs(chance, chance.choice([1, 1, 0.3]))),
        "settle": (8, month),
        "revise": (6, month),
        "exclude": (6, *fact),
        "include": (1, *fact[:2]),
        "appeal": (3, month, agent, chance.choice([fact, None])),
        "sale": (3, month, agent), "reopen": (1, thing), "ticket": (1, month, agent),
        "mark": (3, month, agent, chance.choice(["self", "lead", "manager"]), chance.choice([0, 60, 100])),
        "target": (3, month, agent, chance.choice([1, 600, 1200])),
        "leave": (1, month, chance.choice(["ann", "kay"])),
        "rejoin": (1, month, chance.choice(["ann", "kay"]), chance.choice(["01", "05"]), chance.random() < 0.5),
        "employ": (1, "bo", chance.choice(["E1", "E6"])),
        "act": (2, month, chance.randrange(9), chance.choice(["done", "waived", "open"])),
        "reverse": (3, month, chance.randrange(9)),
        "minimum": (2, chance.choice([None, 3000_00, 3100_00, 6000_00, 6100_00, 6300_00])),
        "close": (1, month),
    }  # fmt: skip
    (kind,) = chance.choices(list(choices), [weight for weight, *_ in choices.values()])
    return (kind, *choices[kind][1:])


def inputs(chance, share):
    amounts = {"post_wage": [3000_00], "own_commission": [0, 10_00, 50_01, 700_00],
               "shared_commission": [0, 0, 20_00], "seniority_pay": [0, 33_33, -5_00]}
    return tuple((agent, name, chance.choice(amounts[name])) for agent in STAFF for name in INPUTS
                 if chance.random() < share)


# ---- how it is done --------------------------------------------------------------------------------


class ChanceRun:
    def __init__(self, meritd, folder, scope):
        self.meritd, self.database, self.folder = meritd, meritd.database, folder
        self.session = self.database.connect()
        self.cast, self.facts = Cast(STAFF, DAYS), Facts([])
        self.books = Books(self.database, self.facts, scope, {agent: employee for agent, (_, employee) in STAFF.items()},
                           MIN_DAYS)
        self.book = self.books.book
        self.now = month_end(MONTHS[0])
        self.inputs = {month: {} for month in MONTHS}
        self.least = None  # pay.minimum
        self.frozen, self.posted = {}, {}  # month -> the Expected of its last revision, when it was posted
        self.excluded = {}  # (kind, reference) -> number
        self.worked = set()  # months that have events
        self.count = self.told = 0  # operations; the cast's events that arrived
        prepare(self.database, scope, MIN_DAYS)
        meritd.make_clerk()
        self.cast.staff([])
        self._arrive()

    def perform(self, operation, *arguments):
        self.count += 1
        self.now += timedelta(hours=1)
        getattr(self, operation)(*arguments)
        assert self.database.rows("select * from period.verify()") == []
        assert self.database.rows("select * from pay.verify_ledger()") == []

    def end(self):
        self.session.close()

    def call(self, call, *arguments, login="postgres"):
        """The answer, or the SQLSTATE of the refusal."""
        cursor = self.session.cursor()
        cursor.execute(f"set session authorization {login}")
        cursor.execute("set merit.now = %s", (self.now.isoformat(),))
        try:
            cursor.execute(f"select {call}", arguments)
            return cursor.fetchone()[0]
        except psycopg2.Error as refusal:
            return refusal.pgcode

    # ---- facts -------------------------------------------------------------------------------------

    def _arrive(self):
        """What the cast did since."""
        lines = self.facts.arrive(*self.cast.events[self.told:])
        self.told = len(self.cast.events)
        path = write_lines(self.folder / f"{self.count}.ndjson", lines)
        self.meritd.run("replay", path, "--now", self.now.isoformat())

    def work(self, month, levels):
        self.now = max(self.now, month_end(month, days=1))
        for agent, level in levels:
            if level:
                self.cast.month(month, agent, LEVELS[level])
                self.worked.add(month)
        self._arrive()

    def sale(self, month, agent):
        """A customer of the month, whose events arrive now."""
        self.worked.add(month)
        self.cast.customer(f"late-{self.count}", agent, local(f"{month}-11", hours=10), LEVELS["best"], buys=True)
        self._arrive()

    def reopen(self, conversation):
        """The customer had asked once more, and was answered late."""
        agent, year, month, day = conversation.split("-")
        at = local(f"{year}-{month}-{int(day) + 3:02}", hours=12, minutes=self.count)
        chat = {"conversation": conversation, "customer": f"u-{conversation}", "agent": agent}
        self.cast.emit("chat.message", at, **chat, **{"from": "customer"})
        self.cast.emit("chat.message", at + timedelta(seconds=90), **chat, **{"from": "agent"})
        self._arrive()

    def ticket(self, month, agent):
        """Resolved, opened again, and resolved."""
        at = local(f"{month}-12", minutes=self.count)
        for hours, kind in enumerate(["created", "resolved", "reopened", "resolved"]):
            self.cast.emit(f"ticket.{kind}", at + timedelta(hours=hours), ticket=f"t-{self.count}",
                           **({} if kind == "reopened" else {"agent": agent}))
        self._arrive()

    def mark(self, month, agent, role, score):
        self.cast.emit("mark.recorded", self.now, agent=agent, indicator="execution", period=month, role=role,
                       rater=agent if role == "self" else role, score=score)
        self._arrive()

    def target(self, month, agent, value):
        self.cast.emit("target.set", self.now, agent=agent, period=month, metric="sales", value=value)
        self._arrive()

    def leave(self, month, agent):
        self._staff(month, "20", agent, status="left", left=f"{month}-20")

    def rejoin(self, month, agent, day, only_status):
        self._staff(month, day, agent, status="regular", **({} if only_status else {"joined": f"{month}-{day}"}))

    def employ(self, agent, employee):
        """The number that the account had from the first day on becomes known."""
        self.cast.emit("agent.updated", local("2024-12-01", minutes=self.count), agent=agent, employee=employee)
        self.book.employees[agent] = employee
        self._arrive()

    def _staff(self, month, day, agent, **members):
        self.cast.emit("agent.updated", local(f"{month}-{day}", minutes=self.count), agent=agent, **members)
        self._arrive()

    # ---- decisions -----------------------------------------------------------------------------------

    def exclude(self, kind, reference, credit_to=None):
        problem = self._problem(kind, reference)
        made = self.call("fact.exclude(%s, %s, 'a test', credit_to => %s)", *self._stored(kind, reference), credit_to)
        if problem:
            assert made == WRONG
        else:
            self._excluded(made, kind, reference, credit_to)

    def include(self, kind, reference):
        number = self.excluded.pop((kind, reference), None)
        refused = self.call("fact.include(%s, 'it was none')", number)
        assert refused == ("" if number else WRONG)
        if number:
            self.facts.include(kind, reference)

    def appeal(self, month, agent, fact):
        """Filed by another one than decides: accepted with a fact that is left out, or refused."""
        filed = self.call("period.appeal_file(%s, %s, 'target_completion', 'unjust')", day_of(month), agent, login="clerk")
        if agent not in self.book.results.get(month, {}) or self.now > self.posted[month] + APPEAL_DAYS:
            assert filed == NOT_NOW
            return
        decide = "period.appeal_decide(%s, %s, 'it is so', %s)"
        if fact is None:
            assert self.call(decide, filed, False, "[]")["accepted"] is False
            return
        kind, reference, *credit_to = fact
        problem = self._problem(kind, reference)
        stored = dict(zip(("kind", "reference"), self._stored(kind, reference)))
        decided = self.call(decide, filed, True, json.dumps([stored | {
            "evidence": "seen", **({"credit_to": credit_to[0]} if credit_to else {})}]))
        if problem:
            assert decided == WRONG
        else:
            self._excluded(decided["exclusions"][0], kind, reference, *credit_to)

    def _problem(self, kind, reference):
        return (kind, reference) in self.excluded or not self._known("order" if kind == "credit" else kind, reference)

    def _known(self, kind, reference):
        return any(event["data"].get(kind) == reference for event in self.cast.events)

    def _excluded(self, number, kind, reference, credit_to=None):
        assert isinstance(number, int), (number, kind, reference)
        self.excluded[kind, reference] = number
        self.facts.exclude(kind, reference, credit_to)

    def _stored(self, kind, reference):
        """A customer by the pseudonym."""
        if kind != "customer":
            return kind, reference
        pseudonym = self.database.rows("select customer::text from fact.conversation where conversation = %s",
                                       reference.removeprefix("u-"))
        return kind, pseudonym[0][0] if pseudonym else reference

    def act(self, month, place, state):
        keys = sorted(key for key in self.book.actions if key[0] == month)
        if keys:
            key = keys[place % len(keys)]
            number = self.database.value("select id from period.action where to_char(month, 'YYYY-MM') = %s and agent = %s "
                                         "and action = %s", *key)
            assert self.call("period.action_set(%s, %s, 'talked')", number, state) == ""
            self.book.act(*key, state)

    # ---- months --------------------------------------------------------------------------------------

    def close(self, month):
        """Over warnings; over months that were skipped, or that are closed though later."""
        self.now = max(self.now, closing_instant(month))
        if month in self.book.results:
            assert self.call("period.close(%s)", day_of(month))["already"]
            return
        report = self.call("period.close(%s, anyway => true, skip => true, accept_warnings => true, reason => 'late')",
                           day_of(month))
        if month not in self.worked:
            assert report == NOT_NOW
            return
        assert report["done"], report
        self.book.skip(*(one for one in self.worked if one < month and one not in self.book.results))
        self.posted[month], self.frozen[month] = self.now, self.books.closed(month, self.now)

    def revise(self, month):
        report = self.call("period.revise(%s, 'what is known now')", day_of(month))
        if month not in self.book.results:
            assert report == NOT_NOW
            return
        expected = self.books.expected(month, self.now)
        assert report["changed"] == report["done"] == self._changes(month, expected), report
        if report["done"]:
            self.posted[month] = self.now
            self.frozen[month], later = self.books.revised(month, self.now)
            assert [(row["month"][:7], row["agent"], row["action"], row["was"], row["becomes"])
                    for row in report["later_actions"]] == later
        assert [(row["month"][:7], row["agent"], cents(str(row["paid"])), cents(str(row["due"])))
                for row in report["later_streaks"]] == self.book.later_streaks(month)

    def _changes(self, month, expected):
        """Any number, or what anybody gets."""
        frozen, revised = self.frozen[month], copy.deepcopy(self.book)
        before = len(revised.lines)
        revised.revise(month, {agent: Standing(*row, expected.team(agent)) for agent, row in (
            (agent, (total, rank)) for agent, (total, _, rank) in shown(expected.scores).items())}, expected.marks)
        money = Counter()
        for line in revised.lines[before:]:
            money[line.agent, line.reason] += 0 if line.kind.startswith("waived") else line.cents
        return (frozen.metrics, shown(frozen.scores)) != (expected.metrics, shown(expected.scores)) or any(money.values())

    def reverse(self, month, place):
        """A reward for a streak, if there is any; not one that a revision of its month posted anew, nor twice."""
        paid = [line for line in self.book.lines if (line.reason, line.kind) == ("first_streak", "reward")]
        paid = sorted([line for line in paid if line.month == month] or paid, key=lambda line: line.key)
        if paid:
            line = paid[place % len(paid)]
            number = self.database.value("select line from pay.ledger where (period, revision, agent, reason, kind) "
                                         "= (%s, %s, %s, %s, %s)", *line.key)
            outcome = self.call("pay.reverse_streak(%s, 'no ground')", number)
            if line not in self.book.standing():
                assert outcome == WRONG
            elif (*line.key[:4], "reversal") in {one.key for one in self.book.lines}:
                assert outcome == NOT_NOW
            else:
                assert outcome["done"]
                self.book.reverse_streak(line.month, line.agent)
                self.books.compare(line.month)

    # ---- pay -----------------------------------------------------------------------------------------

    def minimum(self, amount):
        self.call("period.set_settings(%s)", [f"pay.minimum={'' if amount is None else amount / 100}"])
        self.least = amount

    def input(self, month, given):
        rows = [{"month": month, "agent": agent, "input": name, "amount": f"{amount / 100:.2f}"}
                for agent, name, amount in given]
        new = {(agent, name): amount for agent, name, amount in given}
        known = self.inputs[month]
        assert self.call("pay.set_input(%s, reason => 'payroll says so')", json.dumps(rows)) == sum(
            known.get(key) != amount for key, amount in new.items())
        known |= new

    def settle(self, month):
        outcome = self.call("pay.settle_pay(%s)", day_of(month))
        if month not in self.book.results:
            assert outcome == NOT_NOW
            return
        given, settled = self.inputs[month], self.book.is_settled(month, self.inputs[month])
        unknown = set() if settled else self.book.unknown(month, given, self.least)
        assert (outcome["already"], outcome["done"]) == (settled, not settled and not unknown), (outcome, settled, unknown)
        assert {row["agent"] for row in outcome["unknown"]} == unknown
        if outcome["done"]:
            self.book.settle(month, given, self.least)
        self.compare(month)

    def compare(self, month):
        """Ledger, settlements and statement; the CSV of a settled month."""
        self.books.compare(month)
        self.books.assert_settlements()
        self.books.assert_statement(month, self.inputs[month])
        settled = self.book.is_settled(month, self.inputs[month])
        payroll = self.meritd.run("ledger", "--month", month, "--format", "csv", "--now", self.now.isoformat(),
                                  status=0 if settled else 1)
        if settled:
            self.books.assert_payroll(month, payroll.stdout)
