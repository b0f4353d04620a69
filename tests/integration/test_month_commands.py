"""The commands of month end: wrong usage, no database, settings, roles, status."""

import json

import pytest
from month_shop import COMMISSION, scheme
from program import Meritd


# ---- usage -----------------------------------------------------------------------------------------


WRONG = [
    ["close"], ["close", "--month", "January"], ["close", "--due", "--month", "2025-01"], ["close", "--due", "--anyway"],
    ["close", "--due", "--dry-run"], ["close", "--month", "2025-01", "--anyway"],
    ["close", "--month", "2025-01", "--skip", "--reason", ""], ["close", "--month", "2025-01", "--format", "csv"],
    ["close", "2025-01"], ["settings"], ["settings", "list"], ["settings", "show", "x"], ["settings", "set"],
    ["revise", "--month", "2025-01"], ["revise", "--reason", "x"],
    ["revise", "--month", "2025-01", "--reason", ""], ["ledger"], ["ledger", "--settle"],
    ["ledger", "--month", "2025-01", "--format", "xml"], ["ledger", "--month", "2025-01", "--provisional"],
    ["ledger", "--month", "2025-01", "--settle", "--format", "csv"], ["ledger", "--month", "2025-01", "--revision", "x"],
    ["ledger", "--reverse", "1"], ["ledger", "--reverse", "one", "--reason", "x"], ["ledger", "--input", ""],
    ["ledger", "--settle", "--month", "2025-01", "--input", "-"], ["appeal"], ["appeal", "lose"], ["appeal", "file"],
    ["appeal", "file", "--month", "2025-01", "--agent", "mei", "--indicator", "sales"], ["appeal", "list", "1"],
    ["appeal", "evidence"], ["appeal", "evidence", "one"], ["appeal", "decide", "1"], ["appeal", "decide", "1", "accept"],
    ["appeal", "decide", "1", "maybe", "--note", "x"], ["appeal", "decide", "1", "accept", "--note", "x"],
    ["appeal", "decide", "1", "accept", "--note", "x", "--evidence", "y"],
    ["appeal", "decide", "1", "accept", "order", "--note", "x", "--evidence", "y"],
    ["appeal", "decide", "1", "reject", "order:o", "--note", "x"], ["exclude"], ["exclude", "order"],
    ["exclude", "order", "o"], ["exclude", "list", "o"], ["exclude", "order", "o", "--reason", "x", "--appeal", "y"],
    ["include"], ["include", "1"], ["include", "one", "--reason", "x"], ["actions"], ["actions", "waive", "1"],
    ["actions", "done"], ["actions", "done", "1", "--month", "2025-01"], ["verify", "--head", "0" * 64],
    ["verify", "--ledger", "--head", "abc"], ["verify", "--ledger", "--from", "2025-01-01"]]


@pytest.mark.quick
@pytest.mark.asan
def test_wrong_usage(meritd):
    for words in WRONG:
        done = meritd.run(*words, status=2)
        assert done.stderr and not done.stdout, words


COMMANDS = [["close", "--month", "2025-01"], ["close", "--due"], ["revise", "--month", "2025-01", "--reason", "x"],
            ["settings", "show"], ["ledger", "--month", "2025-01"], ["ledger", "--month", "2025-01", "--settle"],
            ["ledger", "--reverse", "1", "--reason", "x"], ["ledger", "--input", "-"], ["appeal", "list"],
            ["appeal", "decide", "1", "reject", "--note", "x"], ["exclude", "list"],
            ["exclude", "order", "o", "--reason", "x"], ["include", "1", "--reason", "x"], ["actions", "list"],
            ["verify", "--ledger"]]


@pytest.mark.quick
def test_unreachable(meritd, scratch):
    away = Meritd(meritd.database, scratch)
    away.environment["PGPORT"] = "1"
    for words in COMMANDS:
        assert "cannot connect" in away.run(*words, status=3, input="").stderr


# ---- settings --------------------------------------------------------------------------------------


SETTINGS = {"month.scheme": None, "month.appeal_days": "7", "month.action_days": "14", "month.marks_due_day": "15", "post.names_down_to": None,
            "post.appeal_note": "Appeal to your team lead: the indicator, and the reason.", "pay.minimum": None,
            "web.slow_seconds": "100", "web.chat_url": None, "web.order_url": None}


@pytest.mark.quick
@pytest.mark.asan
def test_settings(meritd):
    """All or none, and everything that is wrong is named at once."""
    def shown():
        rows = json.loads(meritd.run("settings", "show", "--format", "json").stdout)
        return {row["key"]: row["value"] for row in rows}
    assert shown() == SETTINGS
    wrong = {"month.scheme=none": "never loaded", "month.appeal_days=a week": "0 … 366", "pay.minimum=-1": "an amount",
             "colour=red": "colour is no setting", "sales.net=yes": "sales.net is no setting", "x": '"x" must have the form'}
    refused = meritd.run("settings", "set", "month.action_days=30", *wrong, status=2)
    assert not refused.stdout and all(told in refused.stderr for told in wrong.values()), refused.stderr
    assert shown() == SETTINGS
    table = meritd.run("settings", "set", "month.scheme=shop-service", "month.appeal_days=10", "pay.minimum=2000",
                       "post.appeal_note=Ask zhao, by a=b").stdout
    assert "Ask zhao, by a=b" in table and "2000.00" in table
    assert shown() == {**SETTINGS, "month.scheme": "shop-service", "month.appeal_days": "10", "pay.minimum": "2000.00",
                       "post.appeal_note": "Ask zhao, by a=b"}
    meritd.run("settings", "set", "month.scheme=", "month.appeal_days=", "pay.minimum=", "post.appeal_note=")
    assert shown() == SETTINGS


@pytest.mark.quick
@pytest.mark.parametrize("role, status", [("meritd_close", 0), ("merit_operator", 0), ("merit_lead", 1), ("merit_agent", 1),
                                          ("merit_payroll", 1), ("merit_reader", 1), ("meritd_ingest", 1)])
def test_who_may_set(meritd, role, status):
    meritd.environment["PGOPTIONS"] = f"-c role={role}"
    for words in (["show"], ["set", "month.appeal_days=10"]):
        done = meritd.run("settings", *words, status=status)
        assert ("denied" in done.stderr) == bool(status)


@pytest.mark.quick
def test_two_schemes_that_pay(shop):
    """What to do is said, and it helps."""
    second = {**scheme(), "scheme": "second"}
    shop.database.execute("select score.load(%s::jsonb)", json.dumps(second))
    refused = shop.close("2025-01", status=1)
    assert "meritd settings set month.scheme=" in refused.stderr
    shop.run("settings", "set", "month.scheme=second")
    assert "shop-service has rewards or pay items and pays nothing" in shop.close("2025-01", status=1).stderr
    shop.close("2025-01", "--accept-warnings")
    assert shop.database.value("select distinct scheme from pay.ledger") == "second"


# ---- roles and status ------------------------------------------------------------------------------


def test_every_role_does_its_part_and_no_more(shop):
    """Each connects as a member of one role of docs/roles.md alone, and does it today, by the clock."""
    def as_role(role):
        shop.meritd.environment["PGOPTIONS"] = f"-c role={role}"

    as_role("meritd_settle")
    shop.run("settle")
    as_role("merit_payroll")
    assert "permission denied" in shop.close("2025-01", status=1).stderr
    as_role("meritd_close")
    assert "leave out --now" in shop.run("close", "--due", status=1).stderr
    shop.meritd.run("close", "--due")
    revise = ("revise", "--month", "2025-01", "--reason", "x", "--dry-run")
    assert "the clock decides" in shop.run(*revise, status=1).stderr
    shop.meritd.run(*revise)
    for words in (["ledger", "--month", "2025-01"], ["actions", "list"], ["appeal", "list"], ["exclude", "list"],
                  ["verify", "--ledger"], ["status"]):
        shop.run(*words)
    assert "permission denied" in shop.run("ledger", "--month", "2025-01", "--settle", status=1).stderr
    as_role("merit_payroll")
    settle = ("ledger", "--month", "2025-01", "--settle")
    for words in (["ledger", "--input", "-"], settle, ["ledger", "--reverse", "1", "--reason", "x"]):
        assert "the clock decides" in shop.run(*words, input=COMMISSION, status=1).stderr
    shop.meritd.run("ledger", "--input", "-", input=COMMISSION)
    shop.run("ledger", "--month", "2025-01")
    shop.meritd.run(*settle)
    shop.run("ledger", "--month", "2025-01", "--format", "csv")
    shop.run("verify", "--ledger")
    as_role("merit_operator")
    for words in (["status"], ["status", "--format", "json"], ["verify", "--ledger"], ["exclude", "list"],
                  ["dead-letters", "list"]):
        shop.run(*words)
    exclude = ("exclude", "conversation", "c-lan-2025-01", "--reason", "a test")
    assert "the clock decides" in shop.run(*exclude, status=1).stderr
    shop.meritd.run(*exclude)
    for role in ("merit_lead", "merit_agent"):
        as_role(role)
        assert shop.run("appeal", "list").stdout == ""
        file = ("appeal", "file", "--month", "2025-01", "--agent", "tao", "--indicator", "target_completion", "--reason", "x")
        assert f"{role} may not act as of 2025-02-08 00:00: the clock decides" in shop.run(*file, status=1).stderr
        assert "may not appeal for tao" in shop.meritd.run(*file, status=1).stderr


@pytest.mark.quick
def test_status_shows_months_that_are_not_closed(shop):
    shop.month("2025-02", {"mei": 1000, "guest": 900})
    status = shop.run("status", now="2025-02-20T00:00:00Z").stdout
    assert "2025-01" in status and "final" in status and "unknown_agents" in status
    assert json.loads(shop.run("status", "--format", "json", now="2025-02-20T00:00:00Z").stdout)["months_overdue"] == 1
    shop.close("2025-01")
    assert json.loads(shop.run("status", "--format", "json", now="2025-02-20T00:00:00Z").stdout)["months_overdue"] == 0
    lines = [line.split()[:2] for line in shop.run("status", now="2025-02-20T00:00:00Z").stdout.splitlines()]
    assert ["2025-02", "open"] in lines and "2025-01" not in [line[0] for line in lines if line]
