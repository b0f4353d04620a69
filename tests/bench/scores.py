"""How long 10,000 agents take to be scored, ranked and graded, by each scheme that comes with the program."""

import contextlib
import json
import time

from figures import print_figure
from processes import ROOT
from readings import rows
from stage import month_before

AGENTS, TEAM = 10000, 20
MOST_RUNS = 2  # of thirty schemes
SCHEMES = ROOT / "config/schemes"
PEOPLE = """
    insert into fact.agent_event (hash, at, day, agent, team, role)
    select n, %(month)s - interval '1 year', %(month)s - interval '1 year', 'agent-' || n, 'team-' || n / %(team)s,
           case when n %% %(team)s = 0 then 'branch-lead' else 'agent' end
      from generate_series(1, %(agents)s) n
"""
MONTHS = """
    insert into rollup.agent_period (grain, start, agent, received, replied, answered_rounds, response_ms, inquirers, ordered, orderers, payers,
                                     gross_sales, refunded, buyers, surveys, csat_sum, complaints, overdue, orders_created, orders_paid)
    select 'month', %(month)s, 'agent-' || n, 200, 150 + x, 100, 3000000 + x * 60000, 100, 30 + x, 60, 30 + x / 2,
           50000 + x * 1000, x * 10, 300, 20, 1000 + x * 10, x / 10, x / 20, 80, 60
      from generate_series(1, %(agents)s) n cross join lateral (select n * 7919 %% 50 as x) h
"""
DAYS = """
    insert into rollup.agent_period (grain, start, agent, received)
    select 'day', %(month)s + d, 'agent-' || n, 10 from generate_series(1, %(agents)s) n cross join generate_series(0, 19) d
"""
MARKS = """
    insert into fact.mark (hash, at, agent, indicator, period, rater, role, score, scale)
    select row_number() over (), %(month)s, 'agent-' || n, m.indicator, to_char(%(month)s, 'YYYY-MM'), m.role || '/' || i, m.role, n * 7907 %% 101, 100
      from (select distinct l.leaf ->> 'marks' as indicator, r.role,
                   ceil(coalesce((l.leaf -> 'marks_needed')::numeric, 1) / count(*) over (partition by l.scheme, l.indicator, l.leaf)) as needed
              from score.leaf l cross join lateral jsonb_object_keys(l.roles) as r(role) where l.scheme = any (%(schemes)s)) m
     cross join generate_series(1, m.needed::integer) i cross join generate_series(1, %(agents)s) n
"""
TALLIES = """
    insert into fact.tally (hash, at, day, agent, kind, count)
    select row_number() over (), %(month)s, %(month)s, 'agent-' || n, t.kind, n %% 7
      from (select distinct l.leaf ->> 'tally' as kind from score.leaf l where l.scheme = any (%(schemes)s) and l.leaf ? 'tally') t
     cross join generate_series(1, %(agents)s) n
"""
TARGETS = """
    insert into fact.target (hash, at, agent, period, metric, value)
    select n, %(month)s, 'agent-' || n, to_char(%(month)s, 'YYYY-MM'), 'sales', 70000 from generate_series(1, %(agents)s) n
"""
SCORED = "select count(*) from score.graded(%(month)s, %(scheme)s, 1)"


def measure(stage, options):
    """A figure per scheme: as of everybody, whomever it applies to."""
    database = stage.meritd("none").database
    given = {"month": month_before(stage.end, 1).date(), "agents": AGENTS, "team": TEAM}
    with contextlib.closing(database.connect()) as session:
        rows(session, "delete from score.indicator; delete from score.grade; delete from score.scheme")
        for file in sorted(SCHEMES.glob("*.json")):
            document = json.loads(file.read_text())
            document.pop("applies_to", None)
            rows(session, "select score.load(%s)", json.dumps(document))
        for statement in (PEOPLE, MONTHS, DAYS, TARGETS):
            ask(session, statement, given)
        for (scheme,) in rows(session, "select scheme from score.scheme order by 1"):
            fill(session, given, scheme)
            times = [timed(session, {**given, "scheme": scheme}) for _ in range(1 + min(options.runs, MOST_RUNS))]
            print_figure(f"score-10000.{scheme}", times[1:], "ms", agents=AGENTS)
    database.drop()


def fill(session, given, scheme):
    """What people recorded, as far as the scheme looks at it, and the one by which it grades leads."""
    schemes = rows(session, "select array[scheme, coalesce(document #>> '{shares_by_lead,scheme}', scheme)] from score.scheme where scheme = %s",
                   scheme)[0][0]
    rows(session, "truncate fact.mark, fact.tally")
    for statement in (MARKS, TALLIES):
        ask(session, statement, {**given, "schemes": schemes})
    rows(session, "analyze fact.mark, fact.tally, fact.target, fact.agent_event, rollup.agent_period")


def timed(session, given):
    start = time.monotonic()
    found = ask(session, SCORED, given)[0][0]
    assert found == AGENTS, f"{given['scheme']} scores {found}"
    return (time.monotonic() - start) * 1000


def ask(session, statement, given):
    with session.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchall() if cursor.description else []
