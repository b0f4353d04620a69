"""config/grafana: dashboards are whole, and every query, expanded as Grafana expands it, answers whom it is meant for, and with
nobody else's rows. Grafana itself is not in Debian."""

import contextlib
import json
import re
import subprocess
from collections import Counter

import psycopg2
import psycopg2.errors
import pytest
from panels import BOARDS, FOLDER, LEADS, expand, sql_panels, variables
from processes import ROOT

SPAN = ("--end", "2025-11-08T00:00:00+08:00", "--days", 38)  # October, and a week
LATER = "2025-11-20T00:00:00+08:00"
TIMES = {"from": "2025-10-29T00:00:00Z", "to": "2025-11-02T00:00:00Z"}
MONTH = "2025-10"
# What Grafana publishes of the panels used here (panelcfg.cue of each): values where they are words.
OPTIONS = {
    "stat": {"reduceOptions": {"calcs", "fields", "values"}, "orientation": {"auto"}, "colorMode": {"none"}, "graphMode": {"none"}, "textMode": {"auto"}},
    "timeseries": {}, "table": {}, "barchart": {}}
CUSTOM = {"drawStyle": {"line", "bars"}, "showPoints": {"auto", "always"}, "stacking": {"mode"}, "lineWidth": range(11), "fillOpacity": range(101), "spanNulls": {False}}
UNITS = {"s", "h", "percentunit", "bytes", "cps"}
MACROS = {"$__timeFilter", "$__timeFrom", "$__timeTo", "$__rate_interval"}


# ---- the files -------------------------------------------------------------------------------------


@pytest.mark.quick
@pytest.mark.parametrize("name", BOARDS)
def test_a_dashboard_is_whole(name):
    board = BOARDS[name]
    assert board["uid"] == f"meritd-{name}" and board["title"] and "meritd" in board["tags"]
    assert "id" not in board  # Grafana's own number
    known = variables(board)
    used = set(re.findall(r"\$\{?([a-z]+)\b", re.sub(r"\$__\w+", "", json.dumps(board["panels"]))))
    used |= {word for variable in known.values() for word in re.findall(r"\$\{([a-z]+)", json.dumps(variable))}
    assert used == set(known)
    ids = Counter(panel["id"] for panel in board["panels"])
    assert max(ids.values()) == 1 and all(panel["title"] for panel in board["panels"])
    assert not overlapping(board["panels"])
    for panel in board["panels"]:
        for part in [panel, *panel["targets"]]:
            assert part["datasource"] in (
                {"type": "grafana-postgresql-datasource", "uid": "${datasource}"}, {"type": "prometheus", "uid": "${prometheus}"})
        assert Counter(target["refId"] for target in panel["targets"]).most_common(1)[0][1] == 1
    for variable in known.values():
        if variable["type"] == "datasource":
            assert variable["query"] == {"datasource": "grafana-postgresql-datasource", "prometheus": "prometheus"}[variable["name"]]


@pytest.mark.quick
@pytest.mark.parametrize("name", BOARDS)
def test_grafana_knows_its_fields(name):
    """As published: whatever else stands there Grafana would leave out without a word."""
    for panel in BOARDS[name]["panels"]:
        config = panel["fieldConfig"]
        fits(panel["options"], OPTIONS[panel["type"]])
        fits(config["defaults"].get("custom", {}), CUSTOM if panel["type"] == "timeseries" else {})
        assert set(config["defaults"]) <= {"unit", "custom"} and config["defaults"].get("unit", "s") in UNITS
        for override in config["overrides"]:
            assert override["matcher"]["id"] == "byName"
            assert all(prop["id"] == "displayName" or (prop["id"] == "unit" and prop["value"] in UNITS) for prop in override["properties"])
        if panel["type"] == "stat":  # of numbers: "/.*/" would show the time as one of them
            assert panel["options"]["reduceOptions"]["fields"] == ""
        for query in (target.get("rawSql", "") + target.get("expr", "") for target in panel["targets"]):
            assert set(re.findall(r"\$__\w+", query)) <= MACROS
            assert "--" not in query and "/*" not in query  # Grafana takes comments away, before 13.1 in texts as well
        if panel["type"] == "timeseries" and "rawSql" in panel["targets"][0]:
            assert panel["targets"][0]["format"] == "time_series" and 'as "time"' in panel["targets"][0]["rawSql"]


def fits(given, known):
    for key, value in given.items():
        assert (set(value) if isinstance(value, dict) else {value}) <= set(known[key]), key


def overlapping(panels):
    """Cells of the grid, 24 wide, that two panels take; and what sticks out."""
    taken = Counter()
    for panel in panels:
        at = panel["gridPos"]
        assert 0 <= at["x"] and 1 <= at["w"] and at["x"] + at["w"] <= 24 and 0 <= at["y"] and 1 <= at["h"]
        taken.update((x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"]))
    return [cell for cell, count in taken.items() if count > 1]


@pytest.mark.quick
def test_they_are_provisioned():
    assert sorted(BOARDS) == sorted([*LEADS, "pipeline"])
    texts = {path.name: path.read_text() for path in FOLDER.glob("provisioning/*/*.yaml")}
    sources = (FOLDER / "provisioning/datasources/meritd.yaml").read_text()
    names = re.findall(r"^  - name: (.+)$", sources, re.MULTILINE)
    kinds = re.findall(r"^    type: (.+)$", sources, re.MULTILINE)
    for board in BOARDS.values():  # each finds a data source, by the kind and the name that it asks for
        for variable in variables(board).values():
            if variable["type"] == "datasource":
                assert any(kind == variable["query"] and re.search(variable["regex"].strip("/"), name)
                           for name, kind in zip(names, kinds))
    assert "/usr/share/meritd/grafana/dashboards" in texts["meritd.yaml"]
    assert not re.search(r"password: [^$]", sources)


@pytest.mark.quick
def test_what_prometheus_is_asked(tmp_path):
    """Each expression can be read, and names metrics that a daemon has."""
    queries = [target["expr"] for panel in BOARDS["pipeline"]["panels"] for target in panel["targets"] if "expr" in target]
    expanded = [query.replace("$__rate_interval", "1m").replace("$instance", ".*") for query in queries]
    assert len(queries) > 30 and "$" not in "".join(expanded)
    rules = tmp_path / "rules.yml"
    rules.write_text(json.dumps({"groups": [{"name": "asked", "rules": [
        {"record": f"asked:{place}", "expr": query} for place, query in enumerate(expanded)]}]}))
    done = subprocess.run(["promtool", "check", "rules", rules], text=True, capture_output=True)
    assert done.returncode == 0, done.stdout + done.stderr
    page = (ROOT / "docs/monitoring.md").read_text()
    described = set(re.findall(r"^\| `(\w+)(?:\{[\w, ]+\})?` \| (?:counter|gauge|histogram|info) \|", page, re.MULTILINE))
    asked = {re.sub(r"_bucket$", "", name) for query in expanded for name in re.findall(r"\b(?:meritd|process)_\w+", query)}
    assert asked and asked <= described


# ---- the database ------------------------------------------------------------------------------------


class Person:
    """A login, as the data source of somebody."""

    def __init__(self, shop, name, role, agent=None):
        shop.execute(f"create role {name} login in role {role}")
        if agent:
            shop.execute("insert into ref.login (login, agent) values (%s, %s)", name, agent)
        server = shop.server
        self.name, self.agent = name, agent
        self.session = psycopg2.connect(host=str(server.folder), port=server.port.number, user=name, dbname=shop.name)
        self.session.autocommit = True

    def ask(self, query):
        """Rows, each as {column: value}."""
        with self.session.cursor() as cursor:
            cursor.execute(query)
            return [dict(zip([column.name for column in cursor.description], row)) for row in cursor]

    def choices(self, board, name, **values):
        """What a variable offers: values and texts."""
        rows = [list(row.values()) for row in self.ask(expand(variables(board)[name]["query"], TIMES, **values))]
        return {row[0]: row[-1] for row in rows}

    def values(self, board):
        """Of all variables of a lead's dashboard: October, the first team, all of its agents."""
        assert MONTH in self.choices(board, "month")
        (team,) = self.choices(board, "team", month=MONTH)
        return {"month": MONTH, "team": team, "agent": list(self.choices(board, "agent", month=MONTH, team=team))}


@pytest.fixture
def people(new_meritd, tmp_path):
    """Two leads, an agent and an operator of an invented shop, whose October is closed."""
    meritd = new_meritd()
    path = tmp_path / "shop.ndjson"
    meritd.run("generate", "--quiet", "--seed", 3, "--agents", 10, "--teams", 2, "--conversations", 600, *SPAN, "-o", path)
    meritd.run("replay", path, "--now", LATER)
    meritd.run("close", "--month", MONTH, "--accept-warnings", "--now", LATER)
    shop = meritd.database
    leads = shop.rows("select agent from ref.staff_on('2025-11-07') where role = 'lead' order by team")
    (team,) = {team for (team,) in shop.rows("select team from ref.staff_on('2025-11-07') where agent = %s", leads[0])}
    agent = shop.value("select min(agent) from ref.staff_on('2025-11-07') where team = %s and role = 'agent'", team)
    for number, (lead,) in enumerate(leads):
        whose = shop.value("select min(r.agent) from merit.result r join ref.staff_on('2025-10-31') s using (agent)"
                           " where s.lead = %s", lead)
        conversation = shop.value("select min(p.conversation) from fact.contact_part p where p.agent = %s"
                                  " and p.day between '2025-10-01' and '2025-10-31'", whose)
        meritd.run("exclude", "conversation", conversation, "--reason", "a test", "--now", LATER)
        meritd.run_as_clerk("appeal", "file", "--agent", whose, "--month", MONTH, "--indicator", "reply_rate",
                            "--reason", f"reason {number}", "--now", LATER)
    made = {"lead": Person(shop, "grafana_first", "merit_lead", leads[0][0]),
            "other": Person(shop, "grafana_second", "merit_lead", leads[1][0]),
            "agent": Person(shop, "grafana_agent", "merit_agent", agent),
            "operator": Person(shop, "grafana_operator", "merit_operator")}
    try:
        yield shop, made
    finally:
        for person in made.values():
            person.session.close()
        for person in made.values():
            shop.execute(f"drop owned by {person.name}; drop role {person.name}")


def names_of(shop, agents):
    """The accounts and the names of these people: by either a row may speak of them."""
    return set(agents) | {name for (name,) in shop.rows(
        "select e.name from fact.agent_event e where e.agent = any (%s) and e.name is not null", list(agents))}


@pytest.mark.limit(240)
def test_every_panel_answers_whom_it_is_meant_for(people):
    shop, persons = people
    teams = {person: {agent for (agent,) in shop.rows(
        "select agent from ref.staff_on('2025-10-31') where team = (select s.team from ref.staff_on('2025-10-31') s where s.agent = %s)",
        persons[person].agent)} for person in ("lead", "other")}
    answered = Counter()
    for name in LEADS:
        board = BOARDS[name]
        values = {person: persons[person].values(board) for person in teams}
        for person, (own, others) in {"lead": ("lead", "other"), "other": ("other", "lead")}.items():
            assert set(values[own]["agent"]) == teams[own]
            strangers = names_of(shop, teams[others]) - names_of(shop, teams[own])
            for panel in sql_panels(board):
                query = panel["targets"][0]["rawSql"]
                rows = persons[person].ask(expand(query, TIMES, **values[own]))
                answered[name, panel["title"]] += len(rows)
                check_columns(panel, rows)
                assert not strangers & said(rows), (panel["title"], rows)
                check_asked_for_others(persons[person], query, {**values[others], "month": MONTH})
    assert len(answered) > 20 and min(answered.values()) > 0, [panel for panel, count in answered.items() if not count]
    check_days(persons["lead"])


def check_days(lead):
    """Trends begin with midnight where the lead is, which is a day before by UTC."""
    lead.ask("select set_config('timezone', 'Asia/Shanghai', false)")
    times = {"from": "2025-10-28T16:00:00Z", "to": "2025-10-31T15:59:59Z"}
    queries = [(board, panel["targets"][0]["rawSql"]) for board in (BOARDS["service"], BOARDS["conversion"])
               for panel in sql_panels(board) if panel["type"] == "timeseries"]
    days = {row["time"].day for board, query in queries for row in lead.ask(expand(query, times, **lead.values(board)))}
    assert len(queries) == 4 and days == {29, 30, 31}


def said(rows):
    return {value for row in rows for value in row.values() if isinstance(value, str)}


def check_columns(panel, rows):
    """Time series have a time and a number; each column that a panel names is there."""
    target = panel["targets"][0]
    if target["format"] == "time_series":
        assert all(list(row) == ["time", "metric", "value"] and row["time"] for row in rows)
    else:
        named = {override["matcher"]["options"] for override in panel["fieldConfig"]["overrides"]}
        assert all(named <= set(row) for row in rows), (panel["title"], named - set(rows[0]))


def check_asked_for_others(person, query, values):
    """Who writes another team or its agents into the variables gets nothing of theirs."""
    if "${team:" not in query and "${agent:" not in query:
        return
    rows = person.ask(expand(query, TIMES, **values))
    assert all(row.keys() == {"wait", "rounds"} and row["rounds"] == 0 for row in rows), rows


@pytest.mark.limit(240)
def test_agents_see_themselves_and_operators_no_names(people):
    shop, persons = people
    agent, operator = persons["agent"], persons["operator"]
    everybody = names_of(shop, [name for (name,) in shop.rows("select agent from fact.agent_event")])
    strangers = everybody - names_of(shop, [agent.agent])
    seen = 0
    for name in LEADS:
        board = BOARDS[name]
        values = agent.values(board)
        assert values["agent"] == [agent.agent]
        for panel in sql_panels(board):
            query = expand(panel["targets"][0]["rawSql"], TIMES, **values)
            with contextlib.suppress(psycopg2.errors.InsufficientPrivilege):
                rows = agent.ask(query)
                seen += len(rows)
                assert not strangers & said(rows), (panel["title"], rows)
                assert "merit.team_" not in query and "merit.period " not in query
            if "merit.period " in query:
                assert operator.ask(query)
            elif "merit.exclusion" not in query:
                with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                    operator.ask(query)
    assert seen > 10
    for panel in sql_panels(BOARDS["pipeline"]):
        assert operator.ask(expand(panel["targets"][0]["rawSql"], TIMES))
