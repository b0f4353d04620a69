"""What people read: each public view with the conditions that a lead, an agent, an operator or a dashboard gives it.

    with contextlib.closing(database.connect()) as session:
        for reading in readings_of(session):        # of the last whole month of a filled shop
            read(session, reading)                  # as somebody of the reading's role
"""

from datetime import date, timedelta
from typing import NamedTuple

ROLES = ["meritd_close", "merit_operator", "merit_lead", "merit_agent", "merit_reader"]
EVERYBODY = {  # a view with everybody in it, read by the closing role, and what it is read by
    "agent_month_metric": ["month", "month+team", "month+agent", "agent", "month+metric"],
    "score": ["month", "month+team", "month+agent", "agent"],
    "score_indicator": ["month", "month+team", "month+agent", "agent"],
    "agent_day_metric": ["day", "two days", "week+team", "week+metric", "31 days+team", "31 days+agent", "31 days+metric",
                         "agent"],
    "result": ["closed", "closed+team", "closed+agent"],
    "result_indicator": ["closed", "closed+team", "closed+agent"],
    "result_metric": ["closed+agent"],
    "month_drift": ["closed", "closed+agent"],
    "shop_month_metric": ["month"],
    "shop_day_metric": ["day", "two days"],
    "team_month_metric": ["month", "month+of team"],
    "team_day_metric": ["day", "two days", "week+of team"],
    "shop_month_score": ["month"],
    "period": ["month"],
    "marks_due": ["month"],
}
OPERATORS = ["data_quality", "waiting_now", "period", "posting", "exclusion"]
OWN = {  # what leads and agents read of themselves, and what they read it by
    "own_score": ["month", "month+agent", "agent"],
    "own_indicator": ["month", "month+agent", "agent"],
    "own_metric": ["month", "month+agent", "agent"],
    "own_round": ["month", "month+agent", "month+week"],
    "result": ["closed"],
    "result_indicator": ["closed"],
    "result_metric": ["closed+agent"],
    "action": ["closed"],
    "marks_due": ["month"],
}
SUMS = ["shop_month_metric", "shop_month_score"]  # what readers read, who see no names


class Reading(NamedTuple):
    name: str  # view, or view/condition, or role/view/condition
    role: str
    query: str


def readings_of(session):
    """All readings of a shop with staff and closed months; who reads by name gets a login."""
    month, closed = months_of(session)
    agent, team = somebody_of(session, month)
    lead = lead_of(session, team, month)
    for role, who in (("merit_agent", agent), ("merit_lead", lead)):
        rows(session, "insert into ref.login (login, agent) values (%s, %s) on conflict do nothing", login_of(session, role), who)
    conditions = conditions_of(month, closed, agent, team)
    yield from (Reading(f"{view}/{by}", "meritd_close", f"select * from merit.{view} where {conditions[by]}")
                for view, all_by in EVERYBODY.items() for by in all_by)
    yield from (Reading(f"operator/{view}", "merit_operator", f"select * from merit.{view}") for view in OPERATORS)
    yield from (Reading(f"lead/{view}", "merit_lead", f"select * from merit.{view} where {conditions[by]}")
                for view, by in (("team_month_metric", "month"), ("team_day_metric", "day")))
    yield Reading("operator/period/month", "merit_operator", f"select * from merit.period where {conditions['month']}")
    yield Reading("operator/status", "merit_operator", "select merit.status()")
    for role in ("merit_lead", "merit_agent"):
        yield from (Reading(f"{role[6:]}/{view}/{by}", role, f"select * from merit.{view} where {conditions[by]}")
                    for view, all_by in OWN.items() for by in all_by)
        yield Reading(f"{role[6:]}/explain", role, f"select merit.explain('{agent}', '{month}', null, 50)")
    yield Reading("lead/period/month", "merit_lead", f"select * from merit.period where {conditions['month']}")
    yield from (Reading(f"reader/{view}/month", "merit_reader", f"select * from merit.{view} where {conditions['month']}")
                for view in SUMS)


def conditions_of(month, closed, agent, team):
    """By what the rows of a view are chosen, in SQL."""
    first = month + timedelta(days=12)
    of = {"month": f"month = '{month}'", "closed": f"month = '{closed}'", "agent": f"agent = '{agent}'",
          "metric": "metric = 'sales'",
          "of team": f"team = '{team}'",
          "team": f"agent = any (array(select s.agent from merit.seen_staff('{month}') s where s.team = '{team}'))",
          "day": f"day = '{first}'",
          **{name: f"day >= '{first if days < 20 else month}' and day < '{(first if days < 20 else month) + timedelta(days=days)}'"
             for name, days in (("two days", 2), ("week", 7), ("31 days", 31))}}
    names = {by for all_by in [*EVERYBODY.values(), *OWN.values()] for by in all_by}
    return {by: " and ".join(of[part] for part in by.split("+")) for by in names}


def months_of(session):
    """The last month but one that has anything, which is whole, and the last closed one."""
    months = [month for (month,) in rows(session, "select m from period.months() m order by 1")]
    return months[-2], rows(session, "select max(month) from period.closing")[0][0]


def somebody_of(session, month):
    """An agent with much to do in the month, and the agent's team."""
    return rows(session, "select r.agent, s.team from rollup.agent_period r join merit.seen_staff(%s) s using (agent)"
                         " where r.grain = 'month' and r.start = %s and s.team is not null order by r.received desc, r.agent limit 1",
                month, month)[0]


def lead_of(session, team, month):
    return rows(session, "select s.agent from ref.staff_on(%s) s where s.team = %s order by s.role = 'lead' desc nulls last,"
                         " s.agent limit 1", date(month.year + 1, month.month, 1), team)[0][0]


def login_of(session, role):
    """The login of the role that reads here: one per server."""
    login = f"reads_as_{role}"
    rows(session, f"do $$ begin create role {login} in role {role}; exception when duplicate_object then null; end $$")
    return login


def read(session, reading):
    """The rows of a reading, as its role."""
    rows(session, f"set role {login_of(session, reading.role)}")
    try:
        return rows(session, reading.query)
    finally:
        rows(session, "reset role")


def rows(session, statement, *values):
    with session.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []
