"""The shop of `meritd generate` has every event of the contract, and its numbers are the oracle's, whatever is set."""

import hashlib
import json
import re
import subprocess
from datetime import datetime, timezone

import pytest
from checks import assert_shows, expect, set_rules
from processes import ROOT
from program import binary

NOW = datetime(2026, 11, 1, tzinfo=timezone.utc)
DAY = "2026-09-20"
SPAN = ("--days", 25, "--end", "2026-10-15T00:00:00+08:00", "--conversations", 900)
RULES = [
    {},
    {"response.from": "assignment", "round.trailing": "ignore", "ticket.clock": "hours", "order.judge": "pay",
     "sales.net": "yes", "response.within": "10,40"},
]
# All that a member says somewhere; three dots: whatever.
MEMBERS = {
    ("chat.message", "from"): ("customer", "agent", "bot", "system"),
    ("chat.message", "auto"): (True,),
    ("chat.message", "closing"): (True,),
    ("order.created", "pay_due"): ...,
    ("order.updated", "amount"): ...,
    ("order.updated", "agent"): ...,
    ("order.updated", "pay_due"): ...,
    ("order.updated", "flagged"): (True, False),
    ("survey.answered", "survey"): ...,
    ("survey.answered", "dimension"): ("attitude", "speed"),
}


@pytest.mark.parametrize("rules", RULES, ids=["default", "other"])
def test_numbers(new_meritd, tmp_path, rules):
    """One person with two accounts, in a shop that keeps China's holidays."""
    meritd, path, hours = new_meritd(), tmp_path / "shop.ndjson", ROOT / "config/hours/china-2026.json"
    set_rules(meritd, rules)
    meritd.run("hours", "load", hours, "--from", DAY)
    meritd.run("people", "alias", "chen-01-2", "chen-01", "--from", DAY)
    meritd.run("generate", "--seed", 10, "--agents", 8, "--second-accounts", 2, "--deposits", 0.5, *SPAN, "-o", path)
    meritd.run("replay", path, "--now", NOW.isoformat())
    lines = path.read_bytes().splitlines()
    expected = expect(lines, NOW, rules=rules, shop=None, received_at=NOW,
                      hours=[{"from": DAY, "hours": json.loads(hours.read_text())}],
                      aliases=[{"account": "chen-01-2", "agent": "chen-01", "from": DAY}])
    assert not expected.rejected
    assert_everything_occurs([json.loads(line) for line in lines])
    assert_shows(meritd.database, expected, NOW)
    agents = {agent for agent, *_ in expected.month}
    assert {"(bot)", "(silent)", "(unassigned)", "lin-02-2"} <= agents and "chen-01-2" not in agents


def assert_everything_occurs(events):
    types = re.findall(r'^    X\([A-Z_]+, "([a-z]+\.[a-z]+)", [A-Z]+\)', (ROOT / "daemon/model/event.h").read_text(), re.MULTILINE)
    assert types and {event["type"] for event in events} == set(types)
    for (type_, member), values in MEMBERS.items():
        found = {event["data"][member] for event in events if event["type"] == type_ and member in event["data"]}
        assert found and (values is ... or found == set(values)), (type_, member, found)


@pytest.mark.quick
def test_a_stream_of_chat_alone_stays_as_it_is():
    """What is measured on it stays comparable: these are the bytes that were written before there were bots, closing messages and
    changes (commit 091c36d)."""
    words = map(str, ("generate", "--only", "chat", "--seed", 5, *SPAN))
    stream = subprocess.run([binary(), *words], capture_output=True, check=True).stdout
    assert hashlib.sha256(stream).hexdigest() == "6ff5da8dc91eed554dae5dcdca69328f6278073e2963c50ad6bae2b1d439fed3"
