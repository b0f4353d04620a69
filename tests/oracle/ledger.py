"""Month end by hand: who gets what, from ranks alone, as docs/month-end.md words it.

It shares nothing with meritd: figures are typed from the published sheet, months are walked backwards one by one,
amounts are whole cents.

    book = Book(employees={"tao": "E3", "tao2": "E3"})
    book.close("2025-01", {"mei": Standing(total=95, rank=1), "tao": Standing(total=40, rank=2)})
    book.settle("2025-01", {("tao", "own_commission"): 6000})
    book.lines                    # every line of the ledger so far
    book.due("2025-01")           # {(agent, action)} that the month asks for

Amounts are in cents, totals any numbers. A month is closed once and revised any number of times; `skip` names months
that were passed over.
"""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Optional

FIRST, LAST, STREAK = 100_00, -100_00, 200_00
STREAK_MONTHS = 3
PASS_MARK, COACHING_BELOW = 60, 70
PLAN_OF_LAST = 2
GRADES_FROM = [95, 85, 70, 50]  # the last grade is everything below
STREAK_ACTIONS = {"coaching", "review", "review_of_post", "resignation_review"}
COMMISSIONS = ("own_commission", "shared_commission")
INPUTS = ("post_wage", *COMMISSIONS, "seniority_pay")


@dataclass(frozen=True)
class Standing:
    """An agent's result: rank None where not ranked."""

    total: Any
    rank: Optional[int]
    team: Optional[str] = None


@dataclass(frozen=True)
class Line:
    month: str
    revision: int
    agent: str
    reason: str
    kind: str
    cents: int
    about: Optional["Line"] = None  # the line that it reverses or waives

    @property
    def key(self):
        return (self.month, self.revision, self.agent, self.reason, self.kind)


@dataclass(frozen=True)
class Settlement:
    lines: int  # that the ledger then had, of all months
    inputs: dict  # {(agent, input): (person, cents)}
    minimum: Optional[int]


@dataclass
class Action:
    revision: int  # that asked for it first
    state: str = "open"  # or done, waived
    by_revision: bool = False  # waived so


def month_before(month):
    year, number = map(int, month.split("-"))
    return f"{year - 1}-12" if number == 1 else f"{year}-{number - 1:02}"


def split(cents, agents):
    """{agent: share}: whole cents, the larger ones by name in bytes."""
    names = sorted(agents, key=str.encode)
    sign = 1 if cents > 0 else -1
    share, rest = divmod(abs(cents), len(names))
    return {name: sign * (share + (place < rest)) for place, name in enumerate(names)}


def grade_of(mark):
    return sum(mark < least for least in GRADES_FROM)


class Book:
    """All months, in whatever order they are closed and revised."""

    def __init__(self, scope="shop", employees=None):
        self.scope, self.employees = scope, employees or {}
        self.frozen = {}  # month -> {agent: employee} of its results, of the last revision
        self.results = {}  # month -> {agent: Standing}, of the last revision
        self.revision = {}  # month -> its number
        self.skipped = set()
        self.lines = []
        self.actions = {}  # (month, agent, action) -> Action
        self.settled = {}  # (month, revision) -> [Settlement]
        self.marks = {}  # month -> {(agent, role): [marks of 100]}

    # ---- months --------------------------------------------------------------------------------------

    def skip(self, *months):
        self.skipped |= set(months)

    def close(self, month, results, marks=None, employees=None):
        """employees: of the results' agents, as frozen; else those of the book."""
        assert month not in self.results
        self._enter(month, 0, results, marks, employees)

    def revise(self, month, results, marks=None, employees=None):
        """Returns the actions of later months that it changed, or that were done and have lost their ground."""
        revision = self.revision[month] + 1
        for line in [line for line in self.standing() if line.month == month]:
            kind = "waived_reversal" if line.kind == "waived" else "reversal"
            self._write(month, revision, line.agent, line.reason, kind, -line.cents, line)
        self._enter(month, revision, results, marks, employees)
        return [row for later in sorted(self.results) if later > month for row in self._ask_later(later)]

    def _enter(self, month, revision, results, marks, employees):
        self.results[month], self.revision[month] = dict(results), revision
        self.frozen[month] = {agent: (employees or self.employees).get(agent) for agent in results}
        self.marks[month] = marks or {}
        for place, cents in (("first", FIRST), ("last", LAST)):
            for agents in self.places(month, place):
                for agent, share in split(cents, agents).items():
                    self._write(month, revision, agent, place, "reward" if share > 0 else "penalty", share)
        for agent in sorted(self.holders(month, "first"), key=str.encode):
            if self._first_months(month, agent) >= STREAK_MONTHS:
                self._write(month, revision, agent, "first_streak", "reward", STREAK)
        self._ask(month, revision)

    def _write(self, month, revision, agent, reason, kind, cents, about=None):
        if cents:
            self.lines.append(Line(month, revision, agent, reason, kind, cents, about))

    # ---- places --------------------------------------------------------------------------------------

    def groups(self, month):
        """Lists of agents who are ranked with each other."""
        groups = defaultdict(list)
        for agent, result in self.results[month].items():
            if result.rank is not None:
                groups[(result.team or "") if self.scope == "team" else ""].append(agent)
        return list(groups.values())

    def places(self, month, place):
        """For each group that has a first and a last: the agents there."""
        return [[agent for agent in group if self._rank(month, agent) == (best if place == "first" else worst)]
                for group in self.groups(month)
                for best, worst in [self._ends(month, group)] if len(group) >= 2 and best != worst]

    def holders(self, month, place):
        return {agent for agents in self.places(month, place) for agent in agents}

    def _rank(self, month, agent):
        return self.results[month][agent].rank

    def _ends(self, month, group):
        ranks = [self._rank(month, agent) for agent in group]
        return min(ranks), max(ranks)

    # ---- streaks -------------------------------------------------------------------------------------

    def _counts(self, month):
        return month in self.results and month not in self.skipped

    def _run(self, month, holds):
        """For how many months up to this one it holds, without a gap."""
        months = 0
        while self._counts(month) and holds(month):
            months, month = months + 1, month_before(month)
        return months

    def _first_months(self, month, agent):
        """As _run, of firsts, but a reward that stands for a month before ends it: the count started anew there."""
        paid = {line.month for line in self.standing() if line.agent == agent and line.reason == "first_streak"}
        return self._run(month, lambda m: agent in self.holders(m, "first") and (m == month or m not in paid))

    def _ranked_below(self, month, agent, mark):
        result = self.results[month].get(agent)
        return result is not None and result.rank is not None and result.total < mark

    def later_streaks(self, month):
        """(month, agent, paid, due) where a reward of a later month is not what results alone make of it."""
        found = []
        for later in sorted(m for m in self.results if m > month):
            paid = {line.agent for line in self.standing() if line.month == later and line.reason == "first_streak"}
            due = {agent for agent in self.holders(later, "first")
                   for run in [self._run(later, lambda m: agent in self.holders(m, "first"))]
                   if run and run % STREAK_MONTHS == 0}
            found += [(later, agent, STREAK * (agent in paid), STREAK * (agent in due))
                      for agent in sorted(paid ^ due, key=str.encode)]
        return found

    def reverse_streak(self, month, agent):
        (line,) = [line for line in self.standing()
                   if (line.month, line.agent, line.reason) == (month, agent, "first_streak")]
        self._write(month, line.revision, agent, "first_streak", "reversal", -line.cents, line)

    # ---- actions -------------------------------------------------------------------------------------

    def due(self, month):
        """{(agent, action)} that the month asks for."""
        asked = self._streaks_due(month) | {(agent, "improvement_plan") for agent in self._plans(month)}
        return asked | {(agent, "interview") for agent in self.results[month] if self._interviewed(month, agent)}

    def _streaks_due(self, month):
        asked = set()
        for agent in self.results[month]:
            coaching = self._run(month, lambda m: self._ranked_below(m, agent, COACHING_BELOW))
            failing = self._run(month, lambda m: self._ranked_below(m, agent, PASS_MARK))
            last = self._run(month, lambda m: agent in self.holders(m, "last"))
            asked |= {(agent, action) for action, holds in [
                ("coaching", coaching >= 1), ("review", coaching >= 2),
                ("review_of_post", last and last % 3 == 0),
                ("resignation_review", failing and failing % 3 == 0)] if holds}
        return asked

    def _plans(self, month):
        for group in self.groups(month):
            best, worst = self._ends(month, group)
            for agent in group:
                rank = self._rank(month, agent)
                worse = sum(self._rank(month, other) > rank for other in group)
                if len(group) >= 2 and best != worst and rank != best and worse < PLAN_OF_LAST:
                    yield agent

    def _interviewed(self, month, agent):
        own, other = (self.marks[month].get((agent, role)) for role in ("self", "lead"))
        return bool(own and other) and grade_of(sum(own) / len(own)) != grade_of(sum(other) / len(other))

    def _ask(self, month, revision):
        asked = self.due(month)
        for agent, action in asked:
            known = self.actions.setdefault((month, agent, action), Action(revision))
            if known.state == "waived" and known.by_revision:
                known.state, known.by_revision = "open", False
        for (of, agent, action), known in self.actions.items():
            if of == month and known.state == "open" and (agent, action) not in asked:
                known.state, known.by_revision = "waived", True

    def _ask_later(self, month):
        """What streaks ask of a month after the revised one: [(month, agent, action, was, becomes)] of what differs."""
        asked, found = self._streaks_due(month), []
        known = {key[1:] for key in self.actions if key[0] == month and key[2] in STREAK_ACTIONS}
        for agent, action in sorted(asked | known, key=lambda key: (key[0].encode(), key[1])):
            one = self.actions.get((month, agent, action))
            was, becomes = (one.state, one.state) if one else (None, "open")
            if (agent, action) not in asked and was == "open":
                becomes = "waived"
            elif (agent, action) in asked and was == "waived" and one.by_revision:
                becomes = "open"
            if was != becomes or (was == "done" and (agent, action) not in asked):
                found.append((month, agent, action, was, becomes))
                one = self.actions.setdefault((month, agent, action), Action(self.revision[month]))
                one.state, one.by_revision = becomes, becomes == "waived"
        return found

    def act(self, month, agent, action, state="done"):
        """A person did it, waived it or opened it again."""
        known = self.actions[(month, agent, action)]
        known.state, known.by_revision = state, False

    # ---- pay -----------------------------------------------------------------------------------------

    def standing(self):
        """Lines that pay, and are not reversed."""
        reversed_lines = {id(line.about) for line in self.lines if line.kind in ("reversal", "waived_reversal")}
        return [line for line in self.lines
                if line.kind in ("reward", "penalty", "waived") and id(line) not in reversed_lines]

    def person(self, month, agent):
        employee = self.frozen[month].get(agent, self.employees.get(agent))
        return ("account", agent) if employee is None else ("employee", employee)

    def settle(self, month, inputs, minimum=None):
        """inputs: {(agent, input): cents}, of every person with a penalty. Again after a correction: what differs is
        written, by the minimum of the first time."""
        done = self.settled.setdefault((month, self.revision[month]), [])
        minimum = done[0].minimum if done else minimum
        for about, kind, cents in self._owed(month, inputs, minimum):
            self._write(*about.key[:3], "last", kind, cents, about)
        done.append(Settlement(len(self.lines), self._of_persons(month, inputs), minimum))

    def is_settled(self, month, inputs):
        """By these inputs, and nothing is owed."""
        done = self.settled.get((month, self.revision[month]))
        return (bool(done) and done[-1].inputs == self._of_persons(month, inputs)
                and not self._owed(month, inputs, done[0].minimum))

    def _of_persons(self, month, inputs):
        return {key: (self.person(month, key[0]), cents) for key, cents in inputs.items()}

    def _owed(self, month, inputs, minimum):
        """[(line, kind, cents)] that a settlement has to write about the line."""
        here = [line for line in self.standing() if line.month == month]
        waived = {line.about.key: line for line in here if line.kind == "waived"}
        owed, left = [], {}
        for line in sorted((line for line in here if line.kind == "penalty"), key=lambda line: line.agent.encode()):
            person = self.person(month, line.agent)
            left.setdefault(person, self._bearable(month, person, here, inputs, minimum))
            borne = max(0, min(-line.cents, left[person]))
            left[person] -= borne
            before, due = waived.get(line.key), -line.cents - borne
            if before and before.cents != due:
                owed.append((before, "waived_reversal", -before.cents))
            if due != (before.cents if before else 0):
                owed.append((line, "waived", due))
        return owed

    def _bearable(self, month, person, here, inputs, minimum):
        own = {key: cents for key, cents in inputs.items() if self.person(month, key[0]) == person}
        commission = sum(cents for (_, name), cents in own.items() if name in COMMISSIONS)
        if minimum is None:
            return commission
        rewards = sum(line.cents for line in here if line.kind == "reward" and self.person(month, line.agent) == person)
        return min(commission, sum(own.values()) + rewards - minimum)

    def unknown(self, month, inputs, minimum=None):
        """Accounts of persons with a penalty that a commission is not known of; with a minimum pay, any input."""
        done = self.settled.get((month, self.revision[month]))
        wanted = COMMISSIONS if (done[0].minimum if done else minimum) is None else INPUTS
        persons = {self.person(month, line.agent) for line in self.standing() if line.month == month and line.kind == "penalty"}
        return {agent for agent in self.results[month] if self.person(month, agent) in persons
                and any((agent, name) not in inputs for name in wanted)}

    def payroll(self, month):
        """{(person, revision, correction): (rewards, penalties, waived, corrections)} of the month."""
        columns = {"reward": 0, "penalty": 1, "waived": 2, "reversal": 3, "waived_reversal": 3}
        rows = defaultdict(lambda: [0, 0, 0, 0])
        for place, line in enumerate(self.lines):
            if line.month == month:
                done = sum(place >= settlement.lines for settlement in self.settled.get((month, line.revision), []))
                rows[self.person(month, line.agent), line.revision, done][columns[line.kind]] += line.cents
        return {key: tuple(amounts) for key, amounts in rows.items()}

    def statement(self, month, inputs):
        """{a person's first account: total of the month's pay, None while no account of the person has some input}."""
        accounts, given, lines = defaultdict(set), defaultdict(lambda: defaultdict(int)), defaultdict(int)
        for (agent, name), cents in inputs.items():
            accounts[self.person(month, agent)].add(agent)
            given[self.person(month, agent)][name] += cents
        for line in self.lines:
            if line.month == month:
                accounts[self.person(month, line.agent)].add(line.agent)
                lines[self.person(month, line.agent)] += line.cents
        return {min(own): sum(given[person].values()) + lines[person] if set(given[person]) == set(INPUTS) else None
                for person, own in accounts.items()}


def chain_head(rows):
    """The hash of the last of the ledger's rows (dicts of columns, in order of line), by the documented recipe.

    Fails where a line was changed or does not follow the one before.
    """
    head = "0" * 64
    for number, row in enumerate(rows, 1):
        members = {name: value for name, value in row.items() if name != "hash"}
        members |= {"amount": f"{row['amount']:.2f}", "posted_at": row["posted_at"].strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
        text = json.dumps({name: members[name] for name in sorted(members, key=lambda name: (len(name), name))},
                          ensure_ascii=False)  # fmt: skip
        assert row["line"] == number and row["prev_hash"] == head, f"line {number} does not follow"
        head = hashlib.sha256(text.encode()).hexdigest()
        assert row["hash"] == head, f"line {number} was changed"
    return head
