"""Panels of config/grafana: their queries, expanded as Grafana does it.

    for panel in sql_panels(BOARDS["service"]):
        query = expand(panel["targets"][0]["rawSql"], {"from": "2025-10-29T00:00:00Z", "to": "2025-11-02T00:00:00Z"}, month="2025-10", …)
"""

import json
import re

from processes import ROOT

FOLDER = ROOT / "config/grafana"
BOARDS = {path.stem: json.loads(path.read_text()) for path in sorted(FOLDER.glob("dashboards/*.json"))}
LEADS = ["service", "conversion", "ranking", "month"]


def variables(board):
    return {variable["name"]: variable for variable in board["templating"]["list"]}


def sql_panels(board):
    return [panel for panel in board["panels"] if "rawSql" in panel["targets"][0]]


def expand(query, times, **values):
    """Macros of the PostgreSQL data source, then ${name:sqlstring}, a list of quoted texts."""
    query = re.sub(r"\$__timeFilter\(([^)]*)\)", rf"\1 BETWEEN '{times['from']}' AND '{times['to']}'", query)
    query = query.replace("$__timeFrom()", f"'{times['from']}'").replace("$__timeTo()", f"'{times['to']}'")
    for name, value in values.items():
        texts = value if isinstance(value, list) else [value]
        quoted = ",".join("'" + text.replace("'", "''") + "'" for text in texts)
        query = query.replace(f"${{{name}:sqlstring}}", quoted)
    assert "$" not in query, query
    return query
