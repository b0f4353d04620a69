"""Periods that begin, and periods that are over: which one a view opens with, and what of the others is due."""

import pytest


def test_in_the_first_days_the_last_month_is_shown(page, server):
    """The database says which month it has: the running one is a click away."""
    server.changes["ranking"] = lambda answer: {**answer, "start": "2026-10-01", "end": "2026-10-31", "previous": "2026-09-01", "next": "2026-11-01"}
    page.open("lin", "lead's word", "#/ranking")
    assert page.text(".banner.other") == "Nobody is ranked in November 2026. Show November 2026"
    assert page.text(".stepper b") == "October 2026"
    page.click(".banner.other a")
    page.wait(lambda: server.asked[-1][2].get("start") == "2026-11-01", "the running month")


def test_who_has_no_rank_is_not_told_that_nobody_has(page, server):
    """The rows are those whom the caller may see: of others the page knows nothing."""
    server.changes["ranking"] = lambda answer: {**answer, "rows": [{**row, "rank": None, "total": None} for row in answer["rows"]]}
    page.open("lin", "lead's word", "#/ranking")
    assert not page.all(".banner.other")


def test_a_ranking_that_was_asked_for_needs_no_word(page, server):
    server.changes["ranking"] = lambda answer: {**answer, "next": "2026-12-01"}
    page.open("lin", "lead's word", "#/ranking?start=2026-11-01")
    assert not page.all(".banner.other")


@pytest.mark.parametrize("view", ["person", "team"])
def test_a_person_and_a_team_open_with_the_same_month(page, server, view):
    server.changes[view] = lambda answer: {**answer, "month": "2026-10"}
    page.open("lin", "lead's word", f"#/{view}?team=east&agent=mei")
    assert page.text(".banner.other") == "Nobody is ranked in November 2026. Show November 2026"
    assert page.run("return document.querySelector('[data-key=\"choice.month\"]').value") == "2026-10"
    server.changes.clear()
    page.click(".banner.other a")
    page.wait(lambda: any(door == view and asked.get("month") == "2026-11-01" for _, door, asked in server.asked), "the running month")
    page.settle()
    assert not page.all(".banner.other")


def test_what_is_due_is_a_link_on_the_first_view(page, server):
    """Of a quarter that ended two months ago: by its name, to a place of its own."""
    server.changes["month_end"] = lambda answer: {**answer, "month": "2026-09", "terms": [{**term, "period": "2026-Q3"} for term in answer["terms"]]}
    page.open("zhou", "closer's word")
    assert page.text(".due") == "Due from you\nQ3 2026 · grades without evidence: 2 · signatures: 1"
    page.click(".due a")
    page.wait(lambda: page.find("h2", "Q3 2026"), "its place")
    assert ("zhou", "month_end", {"month": "2026-09-01"}) in server.asked
    assert page.find("summary", "Sign Q3 2026") and not page.find("summary", "Sign September 2026")
    assert page.find("a[aria-current=true]", "Q3 2026")


def test_it_is_asked_when_the_view_is_opened_and_not_at_each_settlement(page, server):
    page.open("zhou", "closer's word")
    page.wait(lambda: server.streams, "the stream")
    asked = server.doors_asked().count("waiting")
    server.settle()
    page.wait(lambda: server.doors_asked().count("waiting") > asked, "who waits, anew")
    assert server.doors_asked().count("due") == 1


@pytest.mark.parametrize("view", ["now", "month-end"])
def test_what_is_due_is_missed_by_nobody_and_asked_once(page, server, view):
    """As the database is slow: at each settlement of every open page it would be asked again."""
    page.expected = ["status of 503"]
    server.refused["due"] = 503
    page.open("zhou", "closer's word", f"#/{view}")
    page.wait(lambda: server.streams, "the stream")
    other = {"now": "waiting", "month-end": "month_end"}[view]
    tries = server.doors_asked().count("due")
    for _ in range(3):
        asked = server.doors_asked().count(other)
        server.settle()
        page.wait(lambda asked=asked: server.doors_asked().count(other) > asked, "another question")
    page.settle()
    assert server.doors_asked().count("due") == tries and not page.all(".state.error, .due")


def test_what_is_due_is_asked_again_after_something_was_written(page, server):
    page.open("zhou", "closer's word", "#/month-end?month=2026-10")
    assert server.doors_asked().count("due") == 1
    page.click("summary", "Revise the month")
    page.fill("details[open] textarea[name=reason]", "late orders")
    page.click("details[open] button", "Revise it")
    page.wait(lambda: server.doors_asked().count("due") == 2, "what is due now")


def test_a_team_that_is_gone_leaves_the_choice(page, server):
    page.expected = ["status of 500"]
    server.refused["team"] = 500
    page.open("lin", "lead's word", "#/team?team=gone")
    assert page.find("[data-key='choice.team']") and page.find("[data-key='choice.month']")


def test_periods_that_are_over_stand_with_every_month(page, server):
    page.open("mei", "agent's word", "#/month-end")
    assert page.text(".banner.terms") == "Over, with something left to do: Q3 2026"
    assert not page.all(".due") and "due" not in server.doors_asked()
    page.click(".banner.terms a")
    page.wait(lambda: page.find(".state", "No such period ends with this month."), "that the stand-in has another")


def test_nothing_due_is_nothing_to_read(page, server):
    server.changes["due"] = lambda answer: {"due": []}
    page.open("zhou", "closer's word")
    assert not page.all(".due") and not page.all(".card.state")
