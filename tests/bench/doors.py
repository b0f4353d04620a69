"""How long doors take on the full shop: each by each role that may ask, once a session knows it, and as a session's first."""

import contextlib
import json
from datetime import timedelta

from figures import print_figure
from readings import Reading, lead_of, login_of, months_of, read, rows, somebody_of
from stage import SHOP
from views import ready, timed

PEOPLE = ["meritd_close", "merit_lead", "merit_agent"]
ASKERS = {  # who asks a door; where it is not named, people
    "me": [*PEOPLE, "merit_payroll", "merit_operator"],
    "waiting": [*PEOPLE, "merit_operator"],
    "team": PEOPLE[:2],
    "month_end": [*PEOPLE, "merit_payroll", "merit_operator"],
    "quality": ["meritd_close", "merit_operator"],
}
LISTS = ["inquiries", "unpaid_orders", "overdue_tickets", "targets", "marks_due"]


def measure(stage, options):
    """Two figures per door and role: what the server and the client of one question take together, in ms."""
    database = ready(stage)[0].database
    with contextlib.closing(database.connect()) as session:
        for reading in questions(session, stage.end):
            answer = read(session, reading)[-1][0]  # warm
            print_times("doors", stage, reading, answer, [timed(session, reading) for _ in range(options.runs)])
            print_times("doors.first", stage, reading, answer, [first(database, reading) for _ in range(options.runs)])


def print_times(name, stage, reading, answer, times):
    print_figure(f"{name}.{reading.name}", times, "ms", answer_bytes=len(json.dumps(answer, ensure_ascii=False).encode()),
                 events=stage.events, agents=SHOP.agents, months=SHOP.months)


def first(database, reading):
    with contextlib.closing(database.connect()) as session:
        rows(session, "select")  # it is there
        return timed(session, reading)


def questions(session, end):
    """Of the last whole month; what is asked of today, of the last instant of the stream."""
    month, closed = months_of(session)
    agent, team = somebody_of(session, month)
    logins = {"merit_agent": agent, "merit_lead": lead_of(session, team, month)}
    for role, who in logins.items():
        rows(session, "insert into ref.login (login, agent) values (%s, %s) on conflict do nothing", login_of(session, role), who)
    now = f"select set_config('merit.now', '{(end - timedelta(minutes=1)).isoformat()}', true); "
    for name, (before, call) in calls(session, month, closed, agent, team, now).items():
        for role in ASKERS.get(name.split("/")[0], PEOPLE):
            yield Reading(f"{role.split('_')[1]}/{name}", role, f"{before}select web.{call}")


def calls(session, month, closed, agent, team, now):
    """By name: what is asked, and what is set before."""
    indicator = rows(session, "select i.indicator from merit.score_indicator i where i.month = %s and i.agent = %s order by i.weight desc, 1 "
                              "limit 1", month, agent)[0][0]
    of_agent = f"agent => '{agent}', month => '{month}'"
    return {
        "me": ("", "me()"),
        "waiting": (now, "waiting(most => 1000)"),
        "today": (now, "today()"),
        **{f"ranking/{kind}": (now if kind != "month" else "", f"ranking(period_kind => '{kind}', start => {start})")
           for kind, start in (("day", "null"), ("week", "null"), ("month", f"'{month}'"), ("quarter", "null"))},
        "ranking/closed": ("", f"ranking(start => '{closed}')"),
        "person": ("", f"person({of_agent})"),
        "evidence": ("", f"evidence({of_agent}, indicator => '{indicator}')"),
        "team": ("", f"team(team => '{team}', month => '{month}')"),
        **{f"lists/{name}": ("", f"lists(list => '{name}', month => '{month}')") for name in LISTS},
        "entries": ("", f"entries(month => '{month}')"),
        "month_end": ("", f"month_end(month => '{month}')"),
        "month_end/closed": ("", f"month_end(month => '{closed}')"),
        "quality": ("", "quality()"),
    }
