"""A year by chance closed month by month, quarter by quarter, half-year by half-year, with revisions in between, against
a calculation of its own: the totals of months by what was sold, and what longer periods make of them, in exact fractions.

MERITD_TERM_SEED: another sequence.
"""

import json
import os
import random
from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from month_shop import MonthShop, first_day, scheme

SEED = os.environ.get("MERITD_TERM_SEED", "1")
YEAR = 2025
MONTHS = [f"{YEAR}-{month:02}" for month in range(1, 13)]
BANDS = [(1000, 100), (900, 85), (800, 70), (700, 55), (600, 40), (500, 25), (400, 10)]  # of a target of 1000
GRADES = [("特优", 95), ("优秀", 85), ("中等", 70), ("有待提高", 50), ("急需提高", None)]
SHARES = {"quarter": [("best_agent", "best", Fraction(1, 4)), ("training", "last", Fraction(3, 10))],
          "year": [("raise", "best", Fraction(1, 10)), ("honour", "best", Fraction(3, 10)), ("demotion_review", "last", Fraction(1, 5))]}
YEAR_END = {"特优": ["allowance_step_up"], "优秀": ["promotion_review"], "有待提高": ["mid_year_review"], "急需提高": ["mid_year_review"]}
TERMS = {"quarter": ("month", "mean", "ranked", 2), "half_year": ("month", "mean", "ranked", 3), "year": ("quarter", "mean", "scored", 2)}
AGENTS = [f"a{number}" for number in range(12)]
JOINS, LEAVES = {"a10": "2025-05", "a11": "2025-12"}, {"a8": "2025-09", "a9": "2025-02"}


def document():
    found = scheme()
    found["grades"] = [{"grade": grade, **({} if least is None else {"least": least})} for grade, least in GRADES]
    del found["evidence"]
    found["terms"] = {grain: dict(zip(("of", "by", "counts", "least"), term)) for grain, term in TERMS.items()}
    found["shares"] = {grain: [{"award": award, "of": of, "share": float(share)} for award, of, share in awards]
                       for grain, awards in SHARES.items()}
    return found


def points(sold):
    return Decimal(next((points for least, points in BANDS if sold >= least), 0))


def parts_of(term):
    """The months of a term, and the terms that close before it."""
    if "-Q" in term:
        first = 3 * int(term[-1]) - 3
        return MONTHS[first:first + 3]
    if "-H" in term:
        return MONTHS[:6] if term[-1] == "1" else MONTHS[6:]
    return [f"{term}-Q{quarter}" for quarter in range(1, 5)]


def grain_of(term):
    return "quarter" if "-Q" in term else "half_year" if "-H" in term else "year"


class Independent:
    """What was sold, and what follows from it: {agent: (total, rank, parts)} of a term."""

    def __init__(self):
        self.sold = defaultdict(dict)
        self.frozen = {}  # of a closed month or term: {agent: (total, ranked)}

    def freeze_month(self, month):
        self.frozen[month] = {agent: (points(sold), JOINS.get(agent) != month and not (agent in LEAVES and month >= LEAVES[agent]))
                              for agent, sold in self.sold[month].items()}

    def term(self, term):
        _, _, counts, least = TERMS[grain_of(term)]
        parts, last = parts_of(term), (MONTHS[11] if len(term) == 4 else parts_of(term)[-1])
        found, order = {}, {}
        for agent in {agent for part in parts for agent in self.frozen[part]}:
            totals = [self.frozen[part].get(agent, (None, False)) for part in parts]
            counted = [total if total is not None and (ranked or counts == "scored") else None for total, ranked in totals]
            some = [Fraction(total) for total in counted if total is not None]
            exact = sum(some) / len(some) if some else None
            total = None if exact is None else Decimal(int(exact * 100 + Fraction(1, 2))).scaleb(-2)
            eligible = total is not None and len(some) >= least and not (agent in LEAVES and LEAVES[agent] <= last)
            found[agent] = [total, eligible, len(some)]
            order[agent] = (total, [Decimal(-1) if value is None else value for value, _ in totals])
        ranked = [agent for agent in found if found[agent][1]]
        return {agent: (total, 1 + sum(order[other] > order[agent] for other in ranked) if eligible else None, counted)
                for agent, (total, eligible, counted) in found.items()}

    def freeze_term(self, term):
        made = self.term(term)
        self.frozen[term] = {agent: (total, rank is not None) for agent, (total, rank, _) in made.items()}
        return made

    def asked(self, term, made):
        ranks = {agent: rank for agent, (_, rank, _) in made.items() if rank is not None}
        actions = set()
        if len(set(ranks.values())) > 1:
            for award, of, share in SHARES.get(grain_of(term), []):
                for agent, rank in ranks.items():
                    ahead = sum(other <= rank if of == "best" else other >= rank for other in ranks.values())
                    if ahead <= share * len(ranks):
                        actions.add((agent, award))
        if grain_of(term) == "year":
            for agent in ranks:
                grade = next(grade for grade, least in GRADES if least is None or made[agent][0] >= least)
                actions |= {(agent, action) for action in YEAR_END.get(grade, [])}
        return actions


class Run:
    def __init__(self, meritd, folder):
        self.shop, self.chooser, self.own = MonthShop(meritd, folder), random.Random(f"terms {SEED}"), Independent()
        self.database = meritd.database
        for table in ("indicator", "grade", "scheme"):
            self.database.execute(f"delete from score.{table}")
        self.database.execute("select score.load(%s::jsonb)", json.dumps(document()))
        self.shop.write([self.shop.event("agent.updated", first_day("2024-12"), agent=agent, status="regular", role="agent",
                                         **({"joined": f"{JOINS[agent]}-15"} if agent in JOINS else {})) for agent in AGENTS])

    def there(self, month):
        return [agent for agent in AGENTS if JOINS.get(agent, "") <= month <= LEAVES.get(agent, "9999")]

    def month(self, month):
        sold = {agent: self.chooser.choice([1000, 1000, 950, 900, 850, 800, 700, 650, 500, 300]) for agent in self.there(month)}
        for agent in sold:
            if LEAVES.get(agent) == month:
                self.shop.record(f"{month}-20", agent, status="left")
        self.own.sold[month] = sold
        self.shop.month(month, sold)
        self.shop.close(month)
        self.own.freeze_month(month)

    def close(self, term, month):
        report = json.loads(self.shop.run("close", "--period", term, "--format", "json", month=month).stdout)
        assert report["done"] and not report["ledger"]
        self.compare(term)

    def revise(self, term, month):
        report = json.loads(self.shop.run("revise", "--period", term, "--reason", "its months", "--format", "json", month=month).stdout)
        assert report["done"]
        self.compare(term)

    def compare(self, term):
        made = self.own.freeze_term(term)
        found = {agent: (total, rank, parts) for agent, total, rank, parts in self.database.rows(
            "select agent, total, rank, parts from merit.term_result where term = %s and latest", term)}
        assert found == made, term
        assert self.own.asked(term, made) == set(self.database.rows(
            "select agent, action from merit.action where term = %s and state = 'open'", term)), term

    def whole(self, month):
        self.shop.run("verify", "--ledger", month=month)


def test_a_year_of_quarters(meritd, tmp_path):
    run = Run(meritd, tmp_path)
    for number, month in enumerate(MONTHS, start=1):
        run.month(month)
        if number % 3 == 0:
            run.close(f"{YEAR}-Q{number // 3}", month)
        if number == 6:
            run.close(f"{YEAR}-H1", month)
            change_a_month(run, "2025-02", month)
            for term in ("2025-Q1", "2025-H1"):
                run.revise(term, month)
    early = run.shop.run("close", "--period", "2025", month="2025-11", status=1)
    assert "running" in early.stderr or "part_open" in early.stderr
    run.close("2025-H2", "2025-12")
    run.close("2025", "2025-12")
    change_a_month(run, "2025-08", "2025-12")
    assert run.database.rows("select term from merit.term where due <> '{}' order by last_day, first_day desc") == [("2025-Q3",), ("2025-H2",)]
    for term in ("2025-Q3", "2025-H2", "2025"):
        run.revise(term, "2025-12")
    assert not json.loads(run.shop.run("revise", "--period", "2025", "--reason", "again", "--format", "json", month="2025-12").stdout)["done"]
    run.whole("2025-12")
    shown = run.shop.run("score", "--period", "2025", "--closed", "--format", "json", month="2025-12")
    assert {row["agent"]: row["total"] and Decimal(str(row["total"])) for row in json.loads(shown.stdout)} \
        == {agent: total for agent, (total, _) in run.own.frozen["2025"].items()}
    sheet = json.loads(run.shop.run("sheet", "--agent", "a0", "--year", YEAR, "--format", "json", month="2025-12").stdout)
    assert [row["period"] for row in sheet][12:] == ["2025-Q1", "2025-Q2", "2025-H1", "2025-Q3", "2025-Q4", "2025-H2", "2025"]


def change_a_month(run, month, now):
    """Late sales: whoever sold less than the target now sold 200 more."""
    late = {agent: 200 for agent, sold in run.own.sold[month].items() if sold < 1000}
    for agent in late:
        run.own.sold[month][agent] += 200
    at = first_day(month) + timedelta(days=9)
    run.shop.write([run.shop.event("order.paid", at, order=f"{agent}-{month}", customer=f"buyer-{agent}-{month}", amount="200.00")
                    for agent in late])
    assert json.loads(run.shop.run("revise", "--month", month, "--reason", "late", "--format", "json", month=now).stdout)["done"]
    run.own.freeze_month(month)


@pytest.mark.quick
def test_wrong_periods(meritd):
    for words in (["close", "--period", "2025-Q1", "--month", "2025-01"], ["close", "--period", "2025-Q1", "--skip", "--reason", "x"],
                  ["close", "--due", "--period", "2025"], ["revise", "--period", "2025", "--month", "2025-01", "--reason", "x"],
                  ["score"], ["score", "--period", "2025", "--with", "order.judge=pay"], ["score", "--period", "2025-Q7"],
                  ["actions", "list", "--period", "2025-Q7"], ["post", "--again"], ["post", "--period", "2025-Q1", "--month", "2025-01"]):
        assert meritd.run(*words, status=2).stderr, words
    assert "no posting of" in meritd.run("post", "--period", "2025-Q7", status=1).stderr
    refused = meritd.run("close", "--period", "2025-Q7", status=1).stderr
    assert "2025-Q7" in refused and "2026-H1" in refused
