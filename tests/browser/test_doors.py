"""The shapes and questions by which the stand-in is strict are those of the documents."""

import re

import pytest
from doors import ACTIONS, APPEALS, DOCS, HISTORY, INDICATORS, LEDGER, LISTS, PAY, ROUTES, SHAPES, TARGETS, TERMS, TREND, complaint, faults, names_in

TABLES = {"indicators": INDICATORS, "trend": TREND, "history": HISTORY, "targets": TARGETS, "pay": PAY, "ledger": LEDGER, "appeals": APPEALS,
          "actions": ACTIONS, "terms": TERMS, **{name: [dict.fromkeys(words.split())] for name, words in LISTS.items()}}


def sections():
    """door → its section of docs/doors.md."""
    parts = re.split(r"^## ", (DOCS / "doors.md").read_text(), flags=re.MULTILINE)
    return {part.partition("\n")[0].removeprefix("web."): part for part in parts if part.startswith("web.")}


def words(text):
    return set(re.findall(r"`(\w+)`", text))


def test_every_door_has_a_shape_and_a_route():
    assert set(SHAPES) == set(sections()) == {door for door, (method, _) in ROUTES.items() if method == "GET"}


@pytest.mark.parametrize("door", SHAPES)
def test_every_member_is_documented(door):
    """Doors that refer to another have its words too."""
    text = sections()[door]
    others = [part for other, part in sections().items() if f"`web.{other}`" in text]
    assert names_in(SHAPES[door]) - words(text).union(*map(words, others)) == set()


def test_the_tables_of_lists_are_these():
    """What a row of a table says in brackets is about the member before it."""
    found = {}
    tables = sections()["person"] + sections()["lists"]
    for names, text in re.findall(r"^\| (`\w+`.*?) \|(?:[^|\n]*\|)? ([^|\n]*`[^|\n]*) \|$", tables, re.MULTILINE):
        while "(" in text:
            text = re.sub(r"\([^()]*\)", "", text)
        found[re.match(r"`(\w+)`", names)[1]] = set(re.findall(r"`(\w+)`", text))
    assert found == {name: set(shape[0]) for name, shape in TABLES.items()}


@pytest.mark.parametrize(("question", "why"), [
    (("POST", "appeal_reject", {"appeal": 3, "accepted": False, "note": "no"}), (404, "no door appeal_reject")),
    (("GET", "appeal_decide", {}), (405, "appeal_decide is asked by POST")),
    (("GET", "person", {"agent": "mei", "period": "2026-10"}), (400, "period is no parameter of person")),
    (("GET", "evidence", {"agent": "mei", "indicator": "sales"}), (400, "month is missing")),
    (("GET", "lists", {"list": "tickets"}), (400, "list cannot be 'tickets'")),
    (("GET", "waiting", {"most": "1001"}), (400, "most cannot be '1001'")),
    (("GET", "ranking", {"start": "2026-10"}), (400, "start cannot be '2026-10'")),
    (("POST", "appeal_decide", {"appeal": 3, "accepted": "false", "note": "no"}), (400, "accepted cannot be 'false'")),
    (("POST", "action_set", {"action": 1, "state": "gone"}), (400, "state cannot be 'gone'")),
    (("POST", "evidence_file", {"of_period": "2026-10", "agent": "mei", "grade": "特优", "evidence": "x", "happened_on": "9 October"}),
     (400, "happened_on cannot be '9 October'")),
    (("POST", "action_set", {"action": 1, "state": "waived", "language": "zh"}), None),
    (("GET", "lists", {"list": "marks_due", "month": "2026-10-01", "most": "500", "language": "en"}), None),
])
def test_what_is_refused(question, why):
    assert complaint(*question) == why


def test_a_wrong_shape_is_told():
    answer = {"as_of": None, "checks": [{"check": "x", "label": "x", "subject": "x", "value": {"a": 1}, "at": None, "detail": "x", "cure": "x"}]}
    assert faults("quality", answer) == [
        "quality.checks[]: remedy is missing", "quality.checks[]: cure is too much", "quality.checks[].value: is an object"]


def test_whoever_asks_or_reads_what_is_not_there_fails(page, server):
    status = page.run("""
        console.log(JSON.parse('{"created_day": null}').created_at);
        return (await fetch("/api/appeal_reject", { method: "POST", body: "{}" })).status;
    """)
    assert (status, server.faults) == (404, ["no door appeal_reject"])
    assert sum("no member created_at" in line or "status of 404" in line for line in page.complaints()) == 2
    server.faults.clear()
