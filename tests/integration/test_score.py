"""The scores of a generated month, compared with scheme A scored by hand from the oracle's numbers."""

import json
import re
from datetime import datetime, timezone
from decimal import Decimal
from fractions import Fraction

import pytest
from checks import assert_shows, expect, session_at
from naive_score import score_month

ZONE, MONTH = "Asia/Shanghai", "2026-09-01"
NOW = datetime(2026, 10, 20, tzinfo=timezone.utc)  # events end before, so that late marks are in
END = "2026-10-10T12:00:00+08:00"
NEAR = Fraction(1, 10**9)


def near(found, expected):
    if found is None or expected is None:
        return found is None and expected is None
    found, expected = Fraction(found), Fraction(expected)
    return abs(found - expected) <= NEAR * max(1, abs(expected))


@pytest.fixture(scope="module")
def shop(postgres, templates, scratch, tmp_path_factory):
    """A month of a shop, settled: (the program on its database, the oracle's numbers, the scores by hand)."""
    from program import Meritd

    database = postgres.createdb("score", templates())
    meritd = Meritd(database, scratch)
    path = tmp_path_factory.mktemp("score") / "month.ndjson"
    meritd.run("generate", "--seed", 4, "--agents", 30, "--teams", 3, "--days", 50, "--end", END,
               "--conversations", 6000, "--output", path)
    lines = path.read_bytes().splitlines()
    meritd.run("replay", path, "--now", NOW.isoformat())
    result = expect(lines, NOW, ZONE, shop=None, received_at=NOW)
    yield meritd, result, score_month(result, lines, MONTH, ZONE)
    meritd.close()
    database.drop()


def test_numbers(shop):
    meritd, result, _ = shop
    assert not result.rejected
    assert_shows(meritd.database, result, NOW)


def test_scores(shop):
    meritd, _, expected = shop
    with session_at(meritd.database, NOW) as session:
        cursor = session.cursor()
        cursor.execute("select agent, total, grade, rank from merit.score "
                       "where month = %s and scheme = 'shop-service' and scope = 'shop'", (MONTH,))
        found = {agent: (total, grade, rank) for agent, total, grade, rank in cursor}
    ours = {agent: (score.total and Decimal(score.total.numerator) / Decimal(score.total.denominator),
                    score.grade, score.rank) for agent, score in expected.items()}
    assert found == ours
    ranks = [rank for _, _, rank in found.values() if rank]
    assert len(ranks) > 15 and len(ranks) < len(found)  # some are not ranked
    assert len({grade for _, grade, _ in found.values()}) >= 3


def test_indicators(shop):
    meritd, _, expected = shop
    with session_at(meritd.database, NOW) as session:
        cursor = session.cursor()
        cursor.execute("select agent, indicator, value, points, contribution, weight "
                       "from merit.score_indicator where month = %s", (MONTH,))
        rows = cursor.fetchall()
    found = {(agent, indicator): (value, points) for agent, indicator, value, points, _, _ in rows}
    ours = {(agent, indicator): pair for agent, score in expected.items()
            for indicator, pair in score.indicators.items()}
    assert found.keys() == ours.keys()
    wrong = [(key, found[key], pair) for key, pair in ours.items() if not all(map(near, found[key], pair))]
    assert not wrong, wrong[:10]
    for agent, score in expected.items():
        contributions = [row[4] for row in rows if row[0] == agent and row[4] is not None]
        assert near(round(sum(contributions), 2), score.total or 0)


def test_score_command(shop):
    meritd, _, expected = shop
    now = ("--now", NOW.isoformat())
    rows = json.loads(meritd.run("score", "--month", MONTH[:7], "--format", "json", *now).stdout)
    assert {row["agent"]: (Fraction(str(row["total"])), row["grade"], row["rank"]) for row in rows} == {
        agent: (score.total, score.grade, score.rank) for agent, score in expected.items()}
    table = meritd.run("score", "--month", MONTH[:7], *now).stdout
    best = min(expected, key=lambda agent: expected[agent].rank or 10**6)
    names = {"特优": "Outstanding", "优秀": "Excellent", "中等": "Fair", "有待提高": "To be improved", None: "-"}
    assert best in table and names[expected[best].grade] in table
    csv = meritd.run("score", "--month", MONTH[:7], "--format", "csv", *now).stdout.splitlines()
    assert len(csv) == len(expected) + 1


def test_explain_command(shop):
    """Every indicator with value, points and weight; rounds and orders that can be looked up."""
    meritd, _, expected = shop
    best = min(expected, key=lambda agent: expected[agent].rank or 10**6)
    explain = ("explain", "--agent", best, "--month", MONTH[:7], "--now", NOW.isoformat(), "--limit", 5)
    text = meritd.run(*explain).stdout
    for indicator in expected[best].indicators:
        assert indicator in text
    assert re.search(r"^indicator +value .* missing +brings +numbers +scheme$", text, re.MULTILINE)
    value = json.loads(meritd.run(*explain, "--format", "json").stdout)
    assert value
    meritd.run("explain", "--agent", "nobody at all", "--month", MONTH[:7], status=None)
    meritd.run("explain", "--agent", best, "--month", "September", status=2)
