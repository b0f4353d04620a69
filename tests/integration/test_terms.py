"""A year by chance closed month by month, quarter by quarter, half-year by half-year, with revisions in between, against
a calculation of its own: the totals of months by what was sold, what longer periods make of them, in exact fractions, and what they pay, to the cent.

MERITD_TERM_SEED: another sequence.
"""

import csv
import io
import json
import os
import random
from collections import defaultdict
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from month_shop import MonthShop, behind, first_day, scheme
from processes import wait_until

SEED = os.environ.get("MERITD_TERM_SEED", "1")
YEAR = 2025
MONTHS = [f"{YEAR}-{month:02}" for month in range(1, 13)]
BANDS = [(1000, 100), (900, 85), (800, 70), (700, 55), (600, 40), (500, 25), (400, 10)]  # of a target of 1000
GRADES = [("特优", 95), ("优秀", 85), ("中等", 70), ("有待提高", 50), ("急需提高", None)]
SHARES = {"quarter": [("best_agent", "best", Fraction(1, 4)), ("training", "last", Fraction(3, 10))],
          "year": [("raise", "best", Fraction(1, 10)), ("honour", "best", Fraction(3, 10)), ("demotion_review", "last", Fraction(1, 5))]}
YEAR_END = {"特优": ["allowance_step_up"], "优秀": ["promotion_review"], "有待提高": ["mid_year_review"], "急需提高": ["mid_year_review"]}
TERMS = {"quarter": ("month", "mean", "ranked", 2), "half_year": ("month", "mean", "ranked", 3), "year": ("quarter", "mean", "scored", 2)}
# What they pay: awards by rank, an item by grade and one by points. Of the quarter everybody has a commission, which bears no whole penalty.
PAID = {"quarter": [("quarter_best", "best", 2, Decimal("500.50")), ("quarter_last", "last", 1, Decimal(-80))], "year": [("year_best", "best", 3, Decimal(1000))]}
COEFFICIENTS = {"特优": Decimal("1.5"), "优秀": Decimal("1.2"), "中等": Decimal(1), "有待提高": Decimal("0.5"), "急需提高": Decimal(0)}
BASE, PER_POINT, COMMISSION = Decimal("123.45"), Decimal("0.33"), Decimal("50.25")
AGENTS = [f"a{number}" for number in range(12)]
JOINS, LEAVES = {"a10": "2025-05", "a11": "2025-12"}, {"a8": "2025-09", "a9": "2025-02"}


def document():
    found = scheme()
    found["grades"] = [{"grade": grade, **({} if least is None else {"least": least})} for grade, least in GRADES]
    del found["evidence"]
    found["terms"] = {grain: dict(zip(("of", "by", "counts", "least"), term)) for grain, term in TERMS.items()}
    found["shares"] = {grain: [{"award": award, "of": of, "share": float(share)} for award, of, share in awards]
                       for grain, awards in SHARES.items()}
    for grain, awards in PAID.items():
        found["shares"][grain] += [{"award": award, "of": of, "places": places, "amount": float(amount)} for award, of, places, amount in awards]
    found["terms"]["quarter"]["pay"] = {"inputs": ["own_commission"], "plus": "ledger", "items": [
        {"item": "by_grade", "name": {"zh": "x", "en": "x"}, "amount": {"multiply": [{"coefficient": {k: float(v) for k, v in COEFFICIENTS.items()}}, {"number": float(BASE)}]}},
        {"item": "by_points", "name": {"zh": "x", "en": "x"}, "amount": {"multiply": [{"result": "total"}, {"number": float(PER_POINT)}]}}]}
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


def cents(amount):
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


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

    def earned(self, term, made):
        """{(agent, reason, kind): amount} of what stands in the ledger once the term is closed and, if it has items, settled."""
        ranks = {agent: rank for agent, (_, rank, _) in made.items() if rank is not None}
        found = defaultdict(Decimal)
        for award, of, places, amount in PAID.get(grain_of(term), []):
            for agent, rank in ranks.items():
                ahead = sum(other <= rank if of == "best" else other >= rank for other in ranks.values())
                if len(set(ranks.values())) > 1 and ahead <= places:
                    found[agent, award, "reward" if amount > 0 else "penalty"] = amount
                    if -amount > COMMISSION:
                        found[agent, award, "waived"] = -amount - COMMISSION
        if grain_of(term) == "quarter":
            for agent, (total, rank, _) in made.items():
                grade = rank is not None and next(grade for grade, least in GRADES if least is None or total >= least)
                found[agent, "by_grade", "pay"] = cents(COEFFICIENTS[grade] * BASE) if grade else Decimal(0)
                found[agent, "by_points", "pay"] = cents(total * PER_POINT) if total is not None else Decimal(0)
        return {key: amount for key, amount in found.items() if amount}

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
        dry = json.loads(self.shop.run("close", "--period", term, "--dry-run", "--format", "json", month=month).stdout)
        report = json.loads(self.shop.run("close", "--period", term, "--format", "json", month=month).stdout)
        assert report["done"] and money_of(dry) == money_of(report) and bool(report["ledger"]) == (grain_of(term) in PAID)
        self.settle(term, month)
        self.compare(term)

    def revise(self, term, month):
        report = json.loads(self.shop.run("revise", "--period", term, "--reason", "its months", "--format", "json", month=month).stdout)
        assert report["done"]
        self.settle(term, month)
        self.compare(term)

    def settle(self, term, month):
        if grain_of(term) == "quarter":
            lines = "".join(f"{agent},own_commission,{COMMISSION}\n" for agent in AGENTS)
            self.shop.run("ledger", "--period", term, "--input", "-", input="agent,input,amount\n" + lines, month=month)
            assert "is settled" in self.shop.run("ledger", "--period", term, "--settle", month=month).stdout

    def compare(self, term):
        made = self.own.freeze_term(term)
        found = {agent: (total, rank, parts) for agent, total, rank, parts in self.database.rows(
            "select agent, total, rank, parts from merit.term_result where term = %s and latest", term)}
        assert found == made, term
        assert self.own.asked(term, made) == set(self.database.rows(
            "select agent, action from merit.action where term = %s and state = 'open'", term)), term
        earned = self.own.earned(term, made)
        assert earned == {tuple(key): amount for *key, amount in self.database.rows(
            "select agent, reason, kind, amount from pay.unreversed where period = %s", term)}, term
        if grain_of(term) == "quarter":
            self.for_payroll(term, earned)

    def for_payroll(self, term, earned):
        """Payroll's files of all revisions together, the statements and the sheet say what stands."""
        rows = self.database.rows("select accounts, sum(amount) from pay.payroll_term(%s) where record = 'person' group by accounts", term)
        stands = defaultdict(Decimal)
        for (agent, _, _), amount in earned.items():
            stands[agent] += amount
        assert {agent: amount for agent, amount in rows if amount} == {agent: amount for agent, amount in stands.items() if amount}, term
        told = self.database.rows("select agent, sum(amount) from merit.pay_statement where period = %s and place > 1000 and item <> 'total' group by agent", term)
        assert {agent: amount for agent, amount in told if amount} == {agent: amount for agent, amount in stands.items() if amount}, term
        assert self.database.value("select amount from merit.year_terms('a0', %s) where term = %s", YEAR, term) == stands.get("a0"), term
        *_, total = csv.DictReader(io.StringIO(self.shop.run("ledger", "--period", term, "--format", "csv", month=MONTHS[-1]).stdout))
        assert (total["record"], Decimal(total["amount"])) == ("total", sum(stands.values())), term
        *_, total = json.loads(self.shop.run("statement", "--period", term, "--agent", "a0", "--format", "json", month=MONTHS[-1]).stdout)
        assert Decimal(str(total["amount"])) == stands.get("a0", 0) + COMMISSION, term

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


def money_of(report):
    return [(line["agent"], line["reason"], line["kind"], line["amount"]) for line in report["ledger"]]


@pytest.mark.parametrize("killed", ["client", "server"])
def test_a_close_of_a_quarter_is_killed_in_the_middle(meritd, tmp_path, killed):
    """Its lines are all there or none; and then it can be closed, once."""
    run = Run(meritd, tmp_path)
    for month in MONTHS[:3]:
        run.month(month)
    holder = run.database.connect()
    holder.autocommit = False
    holder.cursor().execute("lock table pay.ledger in access exclusive mode")
    closer = meritd.start("close", "--period", "2025-Q1", "--now", behind("2025-03", days=7))
    lock = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
    closer.wait_until(lambda: run.database.value(lock) == 1, what="it waits for the ledger")
    if killed == "client":
        closer.kill()
    else:
        run.database.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'meritd'")
        assert closer.wait() == 3
    holder.rollback()
    holder.close()
    wait_until(lambda: run.database.value("select count(*) from pg_stat_activity where datname = current_database() and application_name = 'meritd'") == 0,
               what="its session has ended")
    found = [run.database.value(f"select count(*) from {table}") for table in ("period.term_closing", "period.term_result")] + [
        run.database.value("select count(*) from pay.ledger where period = '2025-Q1'")]
    assert all(found) or not any(found), found
    run.shop.run("close", "--period", "2025-Q1", month="2025-03")
    run.settle("2025-Q1", "2025-03")
    run.compare("2025-Q1")
    run.whole("2025-03")


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
                  ["actions", "list", "--period", "2025-Q7"], ["post", "--again"], ["post", "--period", "2025-Q1", "--month", "2025-01"],
                  ["sign"], ["sign", "--due"], ["sign", "--period", "2025-Q1", "--month", "2025-01"], ["sign", "--step", "file"], ["sign", "--period", "2025-Q7"],
                  ["evidence", "needed"], ["evidence", "list", "--period", "2025-Q7"],
                  ["evidence", "file", "--agent", "a", "--grade", "g", "--evidence", "e"]):
        assert meritd.run(*words, status=2).stderr, words
    assert "no posting of" in meritd.run("post", "--period", "2025-Q7", status=1).stderr
    refused = meritd.run("close", "--period", "2025-Q7", status=1).stderr
    assert "2025-Q7" in refused and "2026-H1" in refused


def test_a_quarter_is_shown_signed_and_closed(meritd, tmp_path):
    """By the commands: evidence of a grade of the quarter, signatures by two people, the close, and a revision that asks for both again."""
    shop = MonthShop(meritd, tmp_path)
    found = {**scheme(), "grades": [{"grade": grade, **({} if least is None else {"least": least})} for grade, least in GRADES],
             "signatures": ["submit", "approve"], "evidence": {"grades": ["特优"], "items": ["what"], "without": "neighbour", "close": "blocker"}}
    found["terms"]["quarter"] = {"of": "month", "by": "mean", "counts": "ranked", "least": 2, "needs": ["signatures", "evidence"]}
    for agent in ("mei", "lan", "tao"):
        shop.staff(agent)
    for month in MONTHS[:3]:
        shop.month(month, {"mei": 1000, "lan": 900, "tao": 700})
        shop.close(month)
    meritd.database.execute("select score.load(%s::jsonb, '2025-03-01')", json.dumps(found))
    meritd.make_clerk()
    now = ("--now", behind("2025-03", days=7))
    quarter = ("--period", "2025-Q1")

    # mei has 100 points each month: 特优, which counts as 优秀 without evidence.
    needed = json.loads(meritd.run("evidence", "needed", *quarter, "--format", "json", *now).stdout)
    assert [(row["agent"], row["evidence"], row["counts_as"]) for row in needed] == [("mei", None, "优秀")]
    whys = {row["agent"]: row["why"] for row in json.loads(meritd.run("score", *quarter, "--format", "json", *now).stdout)}
    assert "counts as" in whys["mei"] and whys["lan"] is None
    refused = meritd.run("close", *quarter, *now, status=1).stderr
    assert "evidence:" in refused and refused.count("signatures:") == 2
    assert "no evidence" in meritd.run("sign", *quarter, "--step", "submit", *now, status=1).stderr
    assert meritd.run("evidence", "file", *quarter, "--agent", "mei", "--grade", "特优", "--evidence", "https://shop.example/1",
                      "--what", "won the contest", *now).stdout == "evidence 1 is filed\n"
    listed = json.loads(meritd.run("evidence", "list", *quarter, "--format", "json", *now).stdout)
    assert [(row["period"], row["agent"], row["what"]) for row in listed] == [("2025-Q1", "mei", "won the contest")]
    assert not json.loads(meritd.run("evidence", "list", "--month", "2025-03", "--format", "json", *now).stdout)

    due = json.loads(meritd.run("sign", *quarter, "--due", "--format", "json", *now).stdout)
    assert [row["step"] for row in due] == ["submit", "approve"]
    assert meritd.run("sign", *quarter, "--step", "submit", *now).stdout == "2025-Q1 is signed: submit\n"
    assert "another person" in meritd.run("sign", *quarter, "--step", "approve", *now, status=1).stderr
    meritd.run_as_clerk("sign", *quarter, "--step", "approve", *now)
    signed = json.loads(meritd.run("sign", *quarter, "--format", "json", *now).stdout)
    assert [(row["period"], row["step"], row["counts"]) for row in signed] == [("2025-Q1", "submit", True), ("2025-Q1", "approve", True)]
    report = json.loads(meritd.run("close", *quarter, "--format", "json", *now).stdout)
    assert report["done"] and not report["overridden"] and not report["accepted"]
    assert {row["agent"]: (row["grade"], row["evidence"]) for row in report["results"]} \
        == {"mei": ("特优", 1), "lan": ("优秀", None), "tao": ("有待提高", None)}

    meritd.run("evidence", "withdraw", "1", "--reason", "another contest", *now)
    assert "is not signed: submit, approve" in meritd.run("revise", *quarter, "--reason", "evidence", *now, status=1).stderr
    assert "submit" in meritd.run("revise", *quarter, "--reason", "evidence", "--dry-run", *now).stdout
    meritd.run("sign", *quarter, "--step", "submit", *now)
    meritd.run_as_clerk("sign", *quarter, "--step", "approve", *now)
    revised = json.loads(meritd.run("revise", *quarter, "--reason", "evidence", "--format", "json", *now).stdout)
    assert [(change["agent"], change["item"], change["frozen"], change["revised"]) for change in revised["plan"]] == [("mei", "grade", "特优", "优秀")]
    meritd.run("verify", "--ledger", *now)


def test_a_quarter_pays_what_was_approved(meritd, tmp_path):
    """By the commands: what is due is what a close pays, each amount approved by whom its size asks for, and nothing before."""
    shop = MonthShop(meritd, tmp_path)
    found = {**scheme(), "signers": [{"signer": "low", "agents": ["boss"]}, {"signer": "high", "agents": ["chief"]}],
             "approvals": [{"below": 1000, "by": "low"}, {"by": "high"}]}
    del found["evidence"]
    found["terms"]["quarter"] = {"of": "month", "by": "mean", "counts": "ranked", "least": 2}
    found["shares"]["quarter"] = [{"award": "quarter_best", "of": "best", "places": 1, "amount": 1200.5}, {"award": "quarter_last", "of": "last", "places": 1, "amount": -80}]
    for agent in ("mei", "lan", "tao", "boss", "chief"):
        shop.staff(agent)
    for month in MONTHS[:3]:
        shop.month(month, {"mei": 1000, "lan": 900, "tao": 700})
        shop.close(month)
    meritd.database.execute("select score.load(%s::jsonb, '2025-03-01')", json.dumps(found))
    meritd.make_clerk()
    meritd.database.execute("insert into ref.login values ('clerk', 'boss'), (current_user, 'chief')")
    quarter, now = ("--period", "2025-Q1"), ("--now", behind("2025-03", days=7))

    refused = meritd.run("close", *quarter, *now, status=1).stderr
    assert refused.count("approvals: it is not approved") == 2
    due = json.loads(meritd.run("sign", *quarter, "--due", "--format", "json", *now).stdout)
    assert [(row["step"], row["may_sign"], row["agent"], row["reason"], Decimal(str(row["amount"]))) for row in due] \
        == [("low", "boss", "tao", "quarter_last", -80), ("high", "chief", "mei", "quarter_best", Decimal("1200.5"))]
    assert "is signed by low" in meritd.run("sign", *quarter, "--step", "low", *now, status=1).stderr
    meritd.run("sign", *quarter, "--step", "high", *now)
    assert meritd.run("close", *quarter, *now, status=1).stderr.count("approvals: it is not approved") == 1
    meritd.run_as_clerk("sign", *quarter, "--step", "low", *now)
    report = json.loads(meritd.run("close", *quarter, "--format", "json", *now).stdout)
    assert report["done"] and not report["overridden"]
    assert sorted((line["agent"], line["reason"], Decimal(str(line["amount"]))) for line in report["ledger"]) \
        == sorted((row["agent"], row["reason"], Decimal(str(row["amount"]))) for row in due)
    meritd.run("verify", "--ledger", *now)
