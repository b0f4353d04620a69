"""Scheme A, `shop-service`, scored by hand: docs/schemes.md written down naively, for one month.

Nothing is read from config/schemes; the table below is typed from the published sheet. Input is the oracle's
numbers and the raw events, output {agent: Score}.
"""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Optional
from zoneinfo import ZoneInfo

BETTER_HIGH, BETTER_LOW = 1, -1

# indicator, weight, direction, [(edge, points)] the best first; an edge belongs to the better band.
SHEET = [
    ("target_completion", 30, BETTER_HIGH,
     [("1", 100), ("0.9", 85), ("0.8", 70), ("0.7", 55), ("0.6", 40), ("0.5", 25), ("0.4", 10)]),
    ("inquiry_conversion", 30, BETTER_HIGH, [("0.5", 100), ("0.45", 80), ("0.4", 60)]),
    ("order_success", 10, BETTER_HIGH, [("0.95", 100), ("0.9", 80), ("0.85", 60)]),
    ("unit_price", 5, BETTER_HIGH, [("220", 100), ("200", 80), ("180", 60)]),
    ("reply_rate", 5, BETTER_HIGH, [("0.98", 100), ("0.95", 80), ("0.92", 60)]),
    ("response_seconds", 5, BETTER_LOW, [("30", 100), ("40", 80), ("50", 60)]),
    ("assisted", 5, BETTER_HIGH, [("20000", 100), ("17000", 80), ("14000", 60)]),
]
MARK, MARK_WEIGHT, MARK_ROLES, MARKS_ALLOWED = "execution", 10, {"self": 30, "lead": 70}, [100, 80, 60, 40, 0]
GRADES = [("特优", 95, Fraction(1, 10)), ("优秀", 85, Fraction(15, 100)), ("中等", 70, None),
          ("有待提高", 50, None), ("急需提高", None, None)]
MIN_DAYS = 10


@dataclass
class Score:
    indicators: dict  # indicator -> (value, points); None, None where it is left out
    total: Optional[Fraction] = None
    grade: Optional[str] = None
    rank: Optional[int] = None


def score_month(result, lines, month, zone):
    """result: the oracle's; lines: the events, no two of one agent at one moment; month: "2026-10-01", which
    is over; its days begin at midnight in the zone."""
    events = sorted(map(json.loads, lines), key=happened)
    values = {(agent, metric): value for (agent, period, metric), value in result.month.items()
              if period == month}
    agents = {agent for agent, _ in values if not agent.startswith("(")}
    marks = marks_of(events, month[:7])
    staff = staff_of((event for event in events if local_month(event, zone) <= month[:7]), zone)
    scores = {agent: scored(agent, values, marks) for agent in agents}
    ranked = [agent for agent in agents if scores[agent].total is not None
              and competes(agent, staff.get(agent, {}), result, month)]
    rank(scores, ranked)
    grade(scores, ranked, staff)
    return scores


def happened(event):
    return datetime.fromisoformat(event["time"])


def local_month(event, zone):
    return f"{happened(event).astimezone(ZoneInfo(zone)):%Y-%m}"


def marks_of(events, period):
    """(agent, role) -> marks of 100, the last of each rater."""
    last = {}
    for event in events:
        data = event["data"]
        if event["type"] == "mark.recorded" and (data["period"], data["indicator"]) == (period, MARK):
            last[data["agent"], data["rater"]] = data
    marks = defaultdict(list)
    for data in last.values():
        score, scale = Fraction(str(data["score"])), Fraction(str(data.get("scale") or 100))
        marks[data["agent"], data["role"]].append(score / scale * 100)
    return marks


def staff_of(events, zone):
    """agent -> members of the last record; one that is absent keeps its value, and who came back has not left."""
    staff = defaultdict(dict)
    for event in events:
        if event["type"] == "agent.updated":
            given = {n: v for n, v in event["data"].items() if v not in (None, "")}
            record, day = staff[given["agent"]], f"{happened(event).astimezone(ZoneInfo(zone)):%Y-%m-%d}"
            gone = record.get("left", record.get("gone"))
            joined = gone and given.get("joined", "") > gone
            if joined or gone and given.get("status", "left") != "left" and day > gone:
                for name in ("left", "gone") + (("status",) if joined else ()):
                    record.pop(name, None)
            record |= given | ({"gone": day} if given.get("status") == "left" else {})
    return staff


def scored(agent, values, marks):
    indicators, weighted, weights = {}, Fraction(0), 0
    for name, weight, direction, bands in SHEET:
        value = values.get((agent, name))
        indicators[name] = (value, None if value is None else banded(value, direction, bands))
    indicators[f"mark:{MARK}"] = marked(agent, marks)
    for name, weight in [(row[0], row[1]) for row in SHEET] + [(f"mark:{MARK}", MARK_WEIGHT)]:
        points = indicators[name][1]
        if points is not None:
            weighted, weights = weighted + weight * points, weights + weight
    return Score(indicators, half_up(weighted / weights) if weights else None)


def banded(value, direction, bands):
    for edge, points in bands:
        if direction * value >= direction * Fraction(edge):
            return points
    return 0


def marked(agent, marks):
    """(mean of the roles' means, the same of what each mark is allowed to count), roles weighed."""
    value = points = Fraction(0)
    weights = 0
    for role, weight in MARK_ROLES.items():
        given = marks.get((agent, role))
        if given:
            value += weight * sum(given) / len(given)
            points += weight * Fraction(sum(map(allowed, given)), len(given))
            weights += weight
    return (value / weights, points / weights) if weights else (None, None)


def allowed(mark):
    return next((step for step in MARKS_ALLOWED if mark >= step), MARKS_ALLOWED[-1])


def half_up(total):
    """To two decimals; totals are not negative."""
    return Fraction(int(total * 100 + Fraction(1, 2)), 100)


def competes(agent, record, result, month, min_days=MIN_DAYS):
    days = sum(1 for (who, day, metric), value in result.day.items()
               if who == agent and metric == "received" and day[:7] == month[:7] and value >= 1)
    left = record.get("left")
    return (record.get("role", "agent") == "agent" and record.get("status", "regular") == "regular"
            and not (left and left[:7] <= month[:7]) and not record.get("joined", "") > month
            and days >= min_days)


def rank(scores, ranked):
    """By total, then by each indicator's raw value in the sheet's order, a missing one last."""
    directions = [(name, direction) for name, _, direction, _ in SHEET] + [(f"mark:{MARK}", BETTER_HIGH)]

    def place(agent):
        found = [(scores[agent].indicators[name][0], direction) for name, direction in directions]
        return (-scores[agent].total,
                *[(value is None, 0 if value is None else -direction * value) for value, direction in found])

    for agent in ranked:
        scores[agent].rank = 1 + sum(place(other) < place(agent) for other in ranked)


def grade(scores, ranked, staff):
    """Of who is ranked, by threshold; then each team's places: too few for all who share a rank, and none of
    them has one."""
    level = {agent: next(n for n, (_, least, _) in enumerate(GRADES)
                         if least is None or scores[agent].total >= least) for agent in ranked}
    teams = defaultdict(list)
    for agent in ranked:
        teams[staff.get(agent, {}).get("team")].append(agent)
    for members in teams.values():
        members.sort(key=lambda agent: scores[agent].rank)
        for number, (_, _, share) in enumerate(GRADES):
            for better, worse in zip(members, members[1:]):
                level[worse] = max(level[worse], level[better])
            if share is not None:
                push_down(scores, level, members, number, int(share * len(members)))
    for agent in ranked:
        scores[agent].grade = GRADES[level[agent]][0]


def push_down(scores, level, members, number, places):
    """Who would be beyond the places of this grade, counting all who share the rank, gets the next one."""
    wanting = [agent for agent in members if level[agent] == number]
    for agent in wanting:
        if sum(scores[other].rank <= scores[agent].rank for other in wanting) > places:
            level[agent] = number + 1
