"""Service hours on the command line: files by line and column, loading, showing, comparing; and the schema for editors."""

import json

import jsonschema
import pytest
from processes import ROOT

SCHEMA = json.loads((ROOT / "config/schemas/hours.json").read_text())
EVERY_DAY = ROOT / "config/hours/every-day.json"
CHINA = ROOT / "config/hours/china-2026.json"

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SUSPENDED = {"from": "2026-02-16T00:00:00+08:00", "until": "2026-02-16T00:00:01.5Z"}
RIGHT = [
    {}, {"comment": 1}, {"shop": {"weekly": {}}}, {"shop": {"weekly": {"mon": []}, "comment": [1]}},
    {"shop": {"weekly": {day: ["00:00-24:00"] for day in WEEK}}}, {"shop": {"weekly": {"mon": ["20:00-02:00", "10:00-10:00"]}}},
    {"teams": {}}, {"teams": {"夜班": {"weekly": {"sun": ["00:00-00:01"]}}, "comment": "x"}}, {"holidays": []},
    {"holidays": ["2026-10-01", "2028-02-29"]}, {"extra": []}, {"extra": [{"day": "2026-10-10", "open": []}]},
    {"extra": [{"day": "2026-10-10", "open": ["09:00-18:00", "18:00-24:00"], "team": "a", "comment": 1}]},
    {"suspended": []}, {"suspended": [SUSPENDED]}, {"suspended": [{**SUSPENDED, "comment": None}]},
]
WRONG = [
    [], None, 1, "x", {"Shop": {}}, {"shop": {}}, {"shop": None}, {"shop": []}, {"shop": {"weekly": []}}, {"shop": {"weekly": {}, "x": 1}},
    {"shop": {"weekly": {"Mon": []}}}, {"shop": {"weekly": {"monday": []}}}, {"shop": {"weekly": {"mon": {}}}},
    {"shop": {"weekly": {"mon": "08:00-23:00"}}}, {"shop": {"weekly": {"mon": [1]}}}, {"shop": {"weekly": {"mon": [["08:00-23:00"]]}}},
    *({"shop": {"weekly": {"mon": [span]}}} for span in (
        "", "8:00-23:00", "08:00-23", "08:00", "08.00-23.00", "08:00–23:00", "08:00 - 23:00", "24:00-08:00", "08:00-24:01", "08:60-09:00",
        "08:00-23:00 ", " 08:00-23:00", "08:00-23:00:00", "-1:00-08:00", "25:00-26:00", "０８:00-23:00")),
    {"teams": []}, {"teams": {"": {"weekly": {}}}}, {"teams": {"a": {}}}, {"teams": {"a": {"weekly": {"x": []}}}}, {"holidays": {}}, {"holidays": [1]},
    {"holidays": ["2026-10-1"]}, {"holidays": ["2026-02-30"]}, {"holidays": ["2026-13-01"]}, {"holidays": ["20261001"]},
    {"holidays": ["2026-10-01T00:00:00Z"]}, {"holidays": [""]}, {"extra": [{}]}, {"extra": [1]}, {"extra": {}},
    {"extra": [{"day": "2026-10-10"}]}, {"extra": [{"open": []}]}, {"extra": [{"day": "2026-10-10", "open": ["9-18"]}]},
    {"extra": [{"day": "2026-10-10", "open": [], "team": ""}]}, {"extra": [{"day": "2026-10-10", "open": [], "team": 1}]},
    {"extra": [{"day": "2026-10-10", "open": [], "teams": ["a"]}]}, {"extra": [{"day": "x", "open": []}]}, {"suspended": [{}]},
    {"suspended": SUSPENDED}, {"suspended": [{"from": SUSPENDED["from"]}]}, {"suspended": [{**SUSPENDED, "to": 1}]},
    *({"suspended": [{**SUSPENDED, "from": instant}]} for instant in (
        "2026-02-15", "2026-02-15T00:00:00", "2026-02-15 00:00:00Z", "2026-02-15T00:00Z", "2026-02-15T00:00:00+0800", "2026-02-15T00:00:00.1234Z", 1)),
]
# What no schema can say.
BEYOND = [{"holidays": ["1999-12-31"]}, {"suspended": [{"from": SUSPENDED["from"], "until": SUSPENDED["from"]}]},
          {"suspended": [{"from": "2026-02-30T00:00:00Z", "until": "2026-03-01T00:00:00Z"}]}]


@pytest.fixture
def files(tmp_path):
    """files(documents): a path to each."""
    def write(documents):
        paths = []
        for number, document in enumerate(documents):
            paths.append(tmp_path / f"{number}.json")
            paths[-1].write_text(json.dumps(document, ensure_ascii=False))
        return paths

    return write


def test_schema_and_checker_agree(meritd, files):
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    validator = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
    documents = RIGHT + WRONG + BEYOND
    paths = files(documents)
    done = meritd.run("hours", "check", *paths, status=1)
    for number, (document, path) in enumerate(zip(documents, paths)):
        right = number < len(RIGHT)
        assert (f"{path}: right" in done.stdout) == right, (document, done.stderr)
        refusals = [line for line in done.stderr.splitlines() if line.startswith(f"{path}: ") and ": warning: " not in line]
        assert bool(refusals) != right, document
        assert validator.is_valid(document) == (right or document in BEYOND), document


def test_what_is_shipped_is_right(meritd):
    done = meritd.run("hours", "check", EVERY_DAY, CHINA)
    assert done.stdout == f"{EVERY_DAY}: right\n{CHINA}: right\n" and not done.stderr
    for path in (EVERY_DAY, CHINA):
        jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(path.read_text()))


def test_every_problem_by_line_and_column(meritd, tmp_path):
    """In the order of the file. Columns are counted in characters; a comment keeps the lines as they are."""
    path = tmp_path / "wrong.json"
    path.write_text("""{
  // hours of ours
  "shop": {"weekly": {"mon": ["8-23"], "monday": []}},
  "teems": {},
  "teams": {"夜班": {"weekly": {"sat": ["20:00-24:00", "23:00-01:00"], "sun": 5}}},
  "extra": [{"day": "2026-10-10", "open": []}, {"open": []}]
}
""")
    done = meritd.run("hours", "check", path, status=1)
    assert not done.stdout and done.stderr.splitlines() == [f"{path}: {line}" for line in (
        'line 3, column 31: $.shop.weekly.mon[0] must be a span such as 08:00-23:00, two digits each; is "8-23"',
        "line 3, column 40: $.shop.weekly.monday is unknown; known here: fri, mon, sat, sun, thu, tue, wed; did you mean mon?",
        "line 4, column 3: $.teems is unknown; known here: shop, extra, teams, holidays, suspended; did you mean teams?",
        'line 5, column 13: warning: $.teams.夜班 no staff record names the team "夜班"',
        "line 5, column 54: warning: $.teams.夜班.weekly.sat[1] 23:00-01:00 overlaps with 20:00-24:00; together they count once",
        "line 5, column 70: $.teams.夜班.weekly.sun must be a list; is 5",
        "line 6, column 48: $.extra[1].day is required")]
    path.write_text('{"shop": {"weekly": {\n "mon": [],\n "mon": []}}}')
    assert f"{path}: line 1, column 11: shop.weekly has the member \"mon\" twice" in meritd.run("hours", "check", path, status=1).stderr
    path.write_text('{"shop":\n  x}')
    assert f"{path}: line 2, column 3: " in meritd.run("hours", "check", path, status=1).stderr
    for spiteful in (r'{"\u001b[2J": 1}', r'{"a\u001b[2J": 1, "a\u001b[2J": 2}'):  # a name that would clear the terminal
        path.write_text(spiteful)
        said = meritd.run("hours", "check", path, status=1).stderr
        assert "[2J" in said and "\x1b" not in said


def listed(meritd):
    return [(row["from"], row["holds"]) for row in json.loads(meritd.run("hours", "list", "--format", "json").stdout)]


def shown(meritd, *options):
    return [(row["day"], row["team"], row["open"], row["why"]) for row in
            json.loads(meritd.run("hours", "show", "--format", "json", *options).stdout)]


def test_load_list_show(meritd, files):
    (night,) = files([{"shop": {"weekly": {"thu": ["08:00-12:00"]}}, "teams": {"夜班": {"weekly": {"thu": ["20:00-02:00"]}}}}])
    now = ("--now", "2026-10-01T12:00:00+08:00")
    assert "always open" in meritd.run("hours", "list").stderr
    assert shown(meritd, *now)[0] == ("2026-10-01", None, "00:00-24:00", "always") and len(shown(meritd, *now)) == 7
    assert meritd.run("hours", "load", CHINA, "--from", "2026-01-01").stdout == f"{CHINA}: in force from 2026-01-01 on\n"
    assert "already" in meritd.run("hours", "load", CHINA, "--from", "2026-01-01").stdout
    meritd.run("hours", "load", night, "--from", "2026-12-01")
    assert f"{EVERY_DAY}: in force from 2026-11-01 to 2026-11-30\n" == meritd.run("hours", "load", EVERY_DAY, "--from", "2026-11-01").stdout
    meritd.run("hours", "load", CHINA, "--from", "2026-11-01")
    assert listed(meritd) == [("2026-01-01", True), ("2026-11-01", False), ("2026-11-01", True), ("2026-12-01", True)]
    assert shown(meritd, "--day", "2026-10-10", "--team", "x") == [("2026-10-10", "x", "09:00-18:00", "extra")]
    assert shown(meritd, "--day", "2026-10-01", "--team", "x") == [("2026-10-01", "x", "closed", "holiday")]
    assert shown(meritd, "--day", "2026-12-03") == [("2026-12-03", None, "08:00-12:00", "weekly"), ("2026-12-03", "夜班", "20:00-02:00", "weekly")]
    for day, document in (("2026-12-31", json.loads(night.read_text())), ("2025-12-31", {}), ("1990-01-01", {})):
        assert json.loads(meritd.run("hours", "show", "--document", "--day", day).stdout) == document


def test_diff(meritd, files):
    """Status 1 when there is any; a file is compared with what is in force, two days with each other."""
    (other,) = files([{**json.loads(EVERY_DAY.read_text()), "holidays": ["2026-10-01"]}])
    meritd.run("hours", "load", EVERY_DAY, "--from", "2026-10-01")
    meritd.run("hours", "load", other, "--from", "2026-11-01")
    assert meritd.run("hours", "diff", EVERY_DAY, "2026-10-31").stdout == "no difference\n"
    for words in ((other, "2026-10-31"), ("2026-10-31", "2026-11-01")):
        rows = json.loads(meritd.run("hours", "diff", *words, "--format", "json", status=1).stdout)
        assert rows == [{"what": "holiday 2026-10-01", "before": None, "after": "closed"}]
    assert "00:00-24:00" in meritd.run("hours", "diff", "2026-09-30", "2026-10-01", status=1).stdout


def test_usage(meritd, files):
    (wrong,) = files([{"shop": 1}])
    for words, status, told in (
            (("load", CHINA), 2, "load needs --from YYYY-MM-DD"), (("load", CHINA, "--from", "2026-02-30"), 2, "a day, such as"),
            (("load", wrong, "--from", "2026-12-01"), 1, "$.shop must be an object"), (("diff", "2026-12-01", "x"), 2, "x is no day"),
            (("diff", "nothing.json"), 1, "nothing.json: "), (("show", "--document", "--team", "x"), 2, "takes no --team"),
            (("list", "--day", "2026-12-01"), 2, "list does not take --day"), (("load", CHINA, "--from", "2101-01-01"), 1, "the years 2000 to 2100")):
        assert told in meritd.run("hours", *words, status=status).stderr, words
    assert listed(meritd) == []
