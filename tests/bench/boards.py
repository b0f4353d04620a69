"""How long the panels of the dashboards (config/grafana) take on the full shop, as a team's lead opens them: of the last whole month and
its team, trends of the stream's last 35 days; warm."""

import contextlib
import re
from datetime import timedelta

from figures import print_figure
from panels import BOARDS, LEADS, expand, sql_panels
from readings import Reading, lead_of, login_of, months_of, read, rows, somebody_of
from stage import SHOP
from views import ready, timed


def measure(stage, options):
    """A figure per panel: what the server and the client of one query take together."""
    database = ready(stage)[0].database
    with contextlib.closing(database.connect()) as session:
        for reading in panels(session, stage.end):
            found = len(read(session, reading))  # warm
            print_figure(f"boards.{reading.name}", [timed(session, reading) for _ in range(options.runs)], "ms", rows=found,
                         events=stage.events, agents=SHOP.agents, months=SHOP.months)


def panels(session, end):
    month, _ = months_of(session)
    _, team = somebody_of(session, month)
    rows(session, "insert into ref.login (login, agent) values (%s, %s) on conflict do nothing", login_of(session, "merit_lead"),
         lead_of(session, team, month))
    agents = [agent for (agent,) in rows(session, "select s.agent from merit.seen_staff(%s) s where s.team = %s", month, team)]
    times = {"from": (end - timedelta(days=35)).isoformat(), "to": end.isoformat()}
    for name in [*LEADS, "pipeline"]:
        for panel in sql_panels(BOARDS[name]):
            query = expand(panel["targets"][0]["rawSql"], times, month=f"{month:%Y-%m}", team=team, agent=agents)
            title = re.sub(r"[^ -~–]+", "", panel["title"]).strip()
            yield Reading(f"{name}/{title}", "merit_lead" if name in LEADS else "merit_operator", query)
