"""Quarters, half-years and years by hand: what `shop-service` makes of the results of closed months (oracle.ledger.Book), as
docs/schemes.md words it, and what it asks of people then. Nothing is read from config/schemes.

    terms = Terms(book, scope="shop")
    terms.ripe("2025-03")                          # ["2025-Q1"]: over with that month, and every month of it is closed or passed over
    made = terms.close("2025-Q1", staff)           # {agent: Made}; staff: the records of its last month
    terms.asked("2025-Q1")                         # {(agent, action)}
"""

from collections import defaultdict
from fractions import Fraction
from typing import NamedTuple, Optional

import naive_score

LEAST = {"quarter": 2, "half_year": 3, "year": 6}  # months in which somebody must have been ranked
SHARES = {"quarter": [("best_agent", "best", Fraction(5, 100)), ("excellent", "best", Fraction(10, 100))],
          "half_year": [],
          "year": [("best_agent", "best", Fraction(5, 100)), ("excellent", "best", Fraction(10, 100)),
                   ("raise_or_promotion", "best", Fraction(10, 100)), ("honour", "best", Fraction(15, 100)),
                   ("training", "last", Fraction(20, 100)), ("demotion_review", "last", Fraction(10, 100))]}
YEAR_END = {"特优": "allowance_step_up", "优秀": "promotion_review", "有待提高": "mid_year_review", "急需提高": "mid_year_review"}
GOOD = {"特优", "优秀", "中等"}


class Made(NamedTuple):
    total: Optional[Fraction]
    grade: Optional[str]
    rank: Optional[int]
    team: Optional[str]
    parts: int  # how many months count


def grain_of(term):
    return "quarter" if "-Q" in term else "half_year" if "-H" in term else "year"


def months_of(term):
    year, number = term[:4], int(term[-1])
    first, count = {"quarter": (3 * number - 2, 3), "half_year": (6 * number - 5, 6), "year": (1, 12)}[grain_of(term)]
    return [f"{year}-{month:02}" for month in range(first, first + count)]


def ending_in(month):
    """The terms of which it is the last month, the shortest first."""
    year, number = month[:4], int(month[5:])
    return [*([f"{year}-Q{number // 3}"] if number % 3 == 0 else []), *([f"{year}-H{number // 6}"] if number % 6 == 0 else []),
            *([year] if number == 12 else [])]


class Terms:
    def __init__(self, book, scope):
        self.book, self.scope = book, scope
        self.made = {}  # of closed terms

    def ripe(self, month):
        """Not closed yet, and over by the end of a month."""
        known = {*self.book.results, *self.book.skipped}
        over = [term for last in sorted(known) if last <= month for term in ending_in(last) if term not in self.made]
        return [term for term in over if all(part in known for part in months_of(term) if part >= min(known))]

    def close(self, term, staff):
        self.made[term] = self._made(term, staff)
        return self.made[term]

    def due(self, month):
        """Closed terms that a revision of the month makes due, in the order of their revisions: those that it is in, and the half-year in which the
        year's grades are reviewed."""
        terms = [term for term in self.made if month in months_of(term)]
        terms += [term for term in self.made if term == f"{int(month[:4]) + 1}-H1" and month[:4] in terms]
        return sorted(terms, key=lambda term: (months_of(term)[-1], len(months_of(term))))

    def _made(self, term, staff):
        months = [month for month in months_of(term) if month in self.book.results and month not in self.book.skipped]
        scores, order, parts = {}, {}, {}
        for agent in {agent for month in months for agent in self.book.results[month]}:
            standings = [self.book.results[month].get(agent) for month in months]
            counted = [Fraction(one.total) for one in standings if one and one.rank is not None]
            total = naive_score.half_up(sum(counted) / len(counted)) if counted else None
            scores[agent], parts[agent] = naive_score.Score({}, total), len(counted)
            order[agent] = [-1 if one is None or one.total is None else Fraction(one.total) for one in standings]
        ranked = [agent for agent in scores if parts[agent] >= LEAST[grain_of(term)] and self._there(staff.get(agent, {}), months_of(term)[-1])]
        for group in self._groups(ranked, staff):
            for agent in group:
                scores[agent].rank = 1 + sum((scores[other].total, order[other]) > (scores[agent].total, order[agent]) for other in group)
        naive_score.grade(scores, ranked, staff)
        return {agent: Made(score.total, score.grade, score.rank, staff.get(agent, {}).get("team"), parts[agent]) for agent, score in scores.items()}

    def _there(self, record, last):
        left = record.get("left")
        return (record.get("role", "agent"), record.get("status", "regular")) == ("agent", "regular") and not (left and left[:7] <= last)

    def _groups(self, ranked, staff):
        groups = defaultdict(list)
        for agent in ranked:
            groups[staff.get(agent, {}).get("team") if self.scope == "team" else None].append(agent)
        return groups.values()

    def asked(self, term):
        return set(self._shares(term)) | set(self._grades(term))

    def _shares(self, term):
        groups = defaultdict(dict)
        for agent, made in self.made[term].items():
            if made.rank is not None:
                groups[made.team if self.scope == "team" else None][agent] = made.rank
        for ranks in groups.values():
            for award, of, share in SHARES[grain_of(term)] if len(set(ranks.values())) > 1 else []:
                for agent, rank in ranks.items():
                    if sum(other <= rank if of == "best" else other >= rank for other in ranks.values()) <= int(share * len(ranks)):
                        yield agent, award

    def _grades(self, term):
        """At a year's end, and half a year later, of whom that year's grade asked to be reviewed."""
        before = self.made.get(str(int(term[:4]) - 1), {}) if term.endswith("-H1") else {}
        for agent, made in self.made[term].items():
            if grain_of(term) == "year" and made.grade in YEAR_END:
                yield agent, YEAR_END[made.grade]
            was = before[agent].grade if agent in before else None
            if was == "有待提高" and made.grade:
                yield agent, "promotion_review" if made.grade in GOOD else "allowance_step_down"
            if was == "急需提高" and made.grade:
                yield agent, "year_end_review" if made.grade in GOOD else "contract_end"
