"""The independent ledger against amounts derived by hand. Run from tests/: /usr/bin/python3 -m pytest oracle"""

from datetime import datetime, timezone
from decimal import Decimal

import pytest

from .ledger import Book, Standing, chain_head, month_before, split


def ranked(*ranks, total=80):
    """Agents a, b, c, … with these ranks, None for not ranked; "a1" stands in team a."""
    return {name: Standing(total, rank) for name, rank in zip("abcdefgh", ranks)}


def lines(book, month):
    return [f"{line.agent} {line.reason} {line.kind} {line.cents}" for line in book.lines if line.month == month]


def closed(*months, first="2025-01", scope="shop"):
    """Months from `first` on, each of these ranks; None: skipped."""
    book, month = Book(scope), first
    for ranks in months:
        if ranks is None:
            book.skip(month)
        else:
            book.close(month, ranked(*ranks))
        month = next_month(month)
    return book


def next_month(month):
    year, number = map(int, month.split("-"))
    return f"{year + 1}-01" if number == 12 else f"{year}-{number + 1:02}"


def streaks(book):
    return [(line.month, line.agent) for line in book.lines if line.reason == "first_streak"]


def test_month_before():
    assert [month_before("2025-01"), month_before("2025-12")] == ["2024-12", "2025-11"]


@pytest.mark.parametrize("cents, agents, shares", [
    (10000, "a", [10000]), (10000, "ab", [5000, 5000]), (10000, "cab", [3334, 3333, 3333]),
    (-10000, "abc", [-3334, -3333, -3333]), (20000, "abc", [6667, 6667, 6666]), (1, "ab", [1, 0])])
def test_split(cents, agents, shares):
    assert list(split(cents, agents).values()) == shares and list(split(cents, agents)) == sorted(agents)


@pytest.mark.parametrize("ranks, expected", [
    ((1, 2, 3), ["a first reward 10000", "c last penalty -10000"]),
    ((1, 1, 3), ["a first reward 5000", "b first reward 5000", "c last penalty -10000"]),
    ((1, 2, 2), ["a first reward 10000", "b last penalty -5000", "c last penalty -5000"]),
    ((1, 1, 1), []), ((1,), []), ((1, None), []), ((), []), ((1, None, 2), ["a first reward 10000",
                                                                         "c last penalty -10000"])])
def test_places(ranks, expected):
    assert lines(closed(ranks), "2025-01") == expected


def test_teams():
    """Each team has its own first and last; a team of one has neither; those without a team are one."""
    book = Book("team")
    book.close("2025-01", {"a": Standing(90, 1, "x"), "b": Standing(80, 2, "x"), "c": Standing(99, 1, "y"),
                           "d": Standing(70, 1), "e": Standing(60, 2)})
    assert book.holders("2025-01", "first") == {"a", "d"} and book.holders("2025-01", "last") == {"b", "e"}
    assert {agent for agent, action in book.due("2025-01") if action == "improvement_plan"} == {"b", "e"}


@pytest.mark.parametrize("months, expected", [
    ([(1, 2)] * 3, [("2025-03", "a")]),
    ([(1, 2)] * 7, [("2025-03", "a"), ("2025-06", "a")]),
    ([(1, 1, 3)] * 3, [("2025-03", "a"), ("2025-03", "b")]),
    ([(1, 2), (1, 2), (2, 1), (1, 2)], []),
    ([(1, 2), (1, 2), (None, 1, 2), (1, 2)], []),
    ([(1, 2), (1, 2), (1, 1), (1, 2)], []),  # all share one rank: nobody was first
    ([(1, 2), (1, 2), None, (1, 2), (1, 2), (1, 2)], [("2025-06", "a")])])
def test_streaks(months, expected):
    assert streaks(closed(*months)) == expected


def test_a_shop_without_a_month_has_no_streak_over_it():
    book = closed((1, 2), (1, 2))
    book.close("2025-04", ranked(1, 2))
    assert streaks(book) == []


def test_revision():
    """What stood is reversed, waived parts too; the new lines follow."""
    book = closed((1, 2))
    book.settle("2025-01", {("b", "own_commission"): 3000})
    book.revise("2025-01", ranked(2, 1))
    assert lines(book, "2025-01") == [
        "a first reward 10000", "b last penalty -10000", "b last waived 7000",
        "a first reversal -10000", "b last reversal 10000", "b last waived_reversal -7000",
        "b first reward 10000", "a last penalty -10000"]
    assert sum(line.cents for line in book.lines) == sum(line.cents for line in book.standing()) == 0


def test_a_revision_takes_the_ground_from_a_streak():
    book = closed(*[(1, 2)] * 3)
    book.revise("2025-01", ranked(2, 1))
    assert book.later_streaks("2025-01") == [("2025-03", "a", 20000, 0)]
    book.reverse_streak("2025-03", "a")
    assert book.later_streaks("2025-01") == [] and book.lines[-1].cents == -20000
    book.close("2025-04", ranked(1, 2))  # February to April: nothing stands in between
    assert streaks(book)[-1] == ("2025-04", "a")


def test_a_reward_that_stands_starts_the_count_anew():
    """January to March were paid; February as revised is not first, yet March's reward stands."""
    book = closed(*[(1, 2)] * 3)
    book.revise("2025-02", ranked(2, 1))
    for month in ("2025-04", "2025-05"):
        book.close(month, ranked(1, 2))
    assert streaks(book) == [("2025-03", "a")]
    book.close("2025-06", ranked(1, 2))
    assert streaks(book)[-1] == ("2025-06", "a")


@pytest.mark.parametrize("inputs, minimum, waived", [
    ({("b", "own_commission"): 15000}, None, []),
    ({("b", "own_commission"): 6000, ("b", "shared_commission"): 1000}, None, ["b last waived 3000"]),
    ({("b", "own_commission"): 0}, None, ["b last waived 10000"]),
    ({("b", "own_commission"): -500}, None, ["b last waived 10000"]),
    ({("b", "own_commission"): 15000, ("b", "post_wage"): 1000}, 10000, ["b last waived 4000"]),
    ({("b", "own_commission"): 15000, ("b", "post_wage"): 1000}, 99999, ["b last waived 10000"])])
def test_settlement(inputs, minimum, waived):
    book = closed((1, 2))
    book.settle("2025-01", inputs, minimum)
    assert lines(book, "2025-01")[2:] == waived


def test_accounts_of_one_person():
    """70 of commission bear the 50 of b and 20 of c; pay sheet and payroll are the person's."""
    book = Book(employees={"b": "E3", "c": "E3"})
    book.close("2025-01", ranked(1, 2, 2))
    inputs = {("b", "own_commission"): 6000, ("c", "shared_commission"): 1000}
    book.settle("2025-01", inputs)
    assert lines(book, "2025-01")[3:] == ["c last waived 3000"]
    assert book.payroll("2025-01") == {(("account", "a"), 0, 0): (10000, 0, 0, 0),
                                       (("employee", "E3"), 0, 0): (0, -10000, 3000, 0)}
    sheet = {(agent, name): cents for agent in "bc" for name, cents in [
        ("post_wage", 100), ("own_commission", 20), ("shared_commission", 3), ("seniority_pay", 0)]}
    assert book.statement("2025-01", sheet) == {"a": None, "b": 2 * 123 - 5000 - 2000}


def test_a_correction_writes_what_differs():
    book = closed((1, 2))
    for commission in (3000, 8000, 8000, 20000):
        book.settle("2025-01", {("b", "own_commission"): commission})
    assert lines(book, "2025-01")[2:] == ["b last waived 7000", "b last waived_reversal -7000", "b last waived 2000",
                                          "b last waived_reversal -2000"]
    assert {key[2]: row for key, row in book.payroll("2025-01").items() if key[0] == ("account", "b")} == {
        0: (0, -10000, 7000, 0), 1: (0, 0, 2000, -7000), 3: (0, 0, 0, -2000)}


def test_settled():
    """By the inputs that count, of the persons that count, and as long as nothing more is to be waived."""
    book = closed(*[(1, 2)] * 3)
    assert not book.is_settled("2025-03", {})
    inputs = {("b", "own_commission"): 10000}
    book.settle("2025-03", inputs)
    assert book.is_settled("2025-03", inputs) and not book.is_settled("2025-03", inputs | {("b", "post_wage"): 0})
    book.employees["x"] = "E9"
    assert book.is_settled("2025-03", inputs)
    book.revise("2025-03", ranked(1, 2), employees={"b": "E1"})
    assert not book.is_settled("2025-03", inputs)


def test_a_reward_that_is_reversed_bears_nothing():
    """a and b are one person, who must keep 150: 50 of commission and 300 of rewards bear the penalty, without 200 none of it."""
    book = Book(employees={"a": "E1", "b": "E1"})
    for month in ("2025-01", "2025-02", "2025-03"):
        book.close(month, ranked(1, 2))
    inputs = {("b", "own_commission"): 10000, ("b", "post_wage"): -5000}
    book.settle("2025-03", inputs, minimum=15000)
    book.reverse_streak("2025-03", "a")
    assert not book.is_settled("2025-03", inputs)
    book.settle("2025-03", inputs, minimum=0)
    assert lines(book, "2025-03")[3:] == ["a first_streak reversal -20000", "b last waived 10000"]
    assert book.is_settled("2025-03", inputs)


def test_unknown_with_a_minimum():
    book = closed((1, 2))
    known = {("b", name): 0 for name in ("own_commission", "shared_commission")}
    assert book.unknown("2025-01", known) == set() and book.unknown("2025-01", known, minimum=0) == {"b"}
    book.settle("2025-01", known)
    assert book.unknown("2025-01", known, minimum=0) == set()  # the minimum is that of the first time


def test_an_account_whose_number_comes_later():
    """b's penalty was borne alone; by the revision it is another account of a."""
    book = closed((1, 2))
    inputs = {("a", "own_commission"): 10000, ("b", "own_commission"): 0}
    book.settle("2025-01", inputs)
    assert lines(book, "2025-01")[2:] == ["b last waived 10000"]
    book.revise("2025-01", ranked(1, 2), employees={"a": "E1", "b": "E1"})
    book.settle("2025-01", inputs)
    assert [line.kind for line in book.standing()] == ["reward", "penalty"]


def test_what_a_person_waives_stays_so():
    book = closed((1, 2))
    book.act("2025-01", "b", "improvement_plan", "waived")
    book.revise("2025-01", ranked(2, 1))
    book.revise("2025-01", ranked(1, 2))
    assert book.actions["2025-01", "b", "improvement_plan"].state == "waived"
    book.act("2025-01", "b", "improvement_plan", "open")
    book.revise("2025-01", ranked(2, 1))
    book.revise("2025-01", ranked(1, 2))
    assert book.actions["2025-01", "b", "improvement_plan"].state == "open"


def test_unknown():
    book = Book(employees={"b": "E3", "c": "E3"})
    book.close("2025-01", ranked(1, 2, 3))
    known = {(agent, name): 0 for agent in "bc" for name in ("own_commission", "shared_commission")}
    assert book.unknown("2025-01", known) == set() and book.unknown("2025-01", {}) == {"b", "c"}
    assert book.unknown("2025-01", {key: 0 for key in known if key != ("b", "own_commission")}) == {"b"}


def test_actions():
    book = Book()
    months = [{"a": Standing(95, 1), "b": Standing(69, 2), "c": Standing(59, 3), "d": Standing(10, None)}] * 3
    for month, results in zip(("2025-01", "2025-02", "2025-03"), months):
        book.close(month, results, {("d", "self"): [100], ("d", "lead"): [94], ("a", "self"): [95],
                                    ("a", "lead"): [100], ("b", "self"): [80],
                                    ("b", "lead"): [80], ("b", "manager"): [40]})
    first = {("b", "coaching"), ("c", "coaching"), ("b", "improvement_plan"), ("c", "improvement_plan"),
             ("d", "interview")}
    assert book.due("2025-01") == first
    assert book.due("2025-02") == first | {("b", "review"), ("c", "review")}
    assert book.due("2025-03") == book.due("2025-02") | {("c", "review_of_post"), ("c", "resignation_review")}


def test_a_revision_waives_and_reopens_actions():
    book = closed((1, 2))
    book.revise("2025-01", ranked(2, 1))
    assert {key[1]: action.state for key, action in book.actions.items()} == {"a": "open", "b": "waived"}
    book.act("2025-01", "a", "improvement_plan")
    book.revise("2025-01", ranked(1, 2))
    assert {key[1]: action.state for key, action in book.actions.items()} == {"a": "done", "b": "open"}


def test_a_revision_moves_actions_of_later_months():
    """b is last and below 60 for three months; in January as revised c is. What was done stays, and is listed."""
    book, standing = Book(), {"a": Standing(95, 1), "c": Standing(80, 2), "b": Standing(50, 3)}
    fallen = {"a": Standing(95, 1), "b": Standing(80, 2), "c": Standing(50, 3)}
    for month in ("2025-01", "2025-02", "2025-03"):
        book.close(month, standing)
    book.act("2025-03", "b", "resignation_review")
    assert book.revise("2025-01", fallen) == [
        ("2025-02", "b", "review", "open", "waived"), ("2025-03", "b", "resignation_review", "done", "done"),
        ("2025-03", "b", "review_of_post", "open", "waived")]
    assert book.revise("2025-02", fallen) == [
        ("2025-03", "b", "resignation_review", "done", "done"), ("2025-03", "b", "review", "open", "waived")]
    assert book.revise("2025-02", standing) == [
        ("2025-03", "b", "resignation_review", "done", "done"), ("2025-03", "b", "review", "waived", "open")]
    assert book.revise("2025-01", standing) == [
        ("2025-02", "b", "review", "waived", "open"), ("2025-03", "b", "review_of_post", "waived", "open")]
    book.close("2025-04", fallen)
    assert book.revise("2025-03", fallen) == [("2025-04", "c", "review", None, "open")]


def test_chain():
    """The text of a line was written by hand; its hash is sha256sum's."""
    row = {"line": 1, "kind": "reward", "agent": "美", "amount": Decimal("100"), "note": None, "prev_hash": "0" * 64,
           "posted_at": datetime(2025, 2, 9, 1, 2, 3, 4, timezone.utc),
           "hash": "923ecd8c1601be96b7152b47638fa514469c448bb662d421ef23676bbde00f68"}
    assert chain_head([]) == "0" * 64 and chain_head([row]) == row["hash"]
    for name, value in [("amount", Decimal("100.01")), ("line", 2), ("prev_hash", "1" * 64)]:
        with pytest.raises(AssertionError):
            chain_head([row | {name: value}])
